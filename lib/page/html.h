/* SPDX-License-Identifier: MIT */
/* HTML and JSON-LD out of text that may hold anything.
 *
 * Rules     Text comes into a page through html_fmt, html_text or html_script and no other way. */
#ifndef PAGE_HTML_H
#define PAGE_HTML_H

#include "base/buf.h"

/* The text with & < > " ' as references: safe between tags and in a quoted attribute. */
void html_text(struct buf *b, const char *s);
/* As buf_fmt, of %s and %d only; each %s is escaped. */
void html_fmt(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* As buf_fmt, of %s and %d only; each %s becomes a JSON string with its quotes. */
void json_fmt(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* A block of JSON-LD; nothing in it can end the script or begin a comment. */
void html_json_ld(struct buf *b, const char *json);

/* A value of a query: all but letters, digits and -._~ in percent signs. */
const char *html_query_value(struct arena *mem, const char *s);

#endif
