/* SPDX-License-Identifier: MIT */
/* What crawlers ask for first: which pages there are, and which are a person's.
 *
 * Rules     The sitemap has each public page in both languages, each naming the other.  It ends before
 *           it is longer than a reply may be: some thousand products, far below sitemaps.org's 50,000
 *           addresses.
 * See       fcgi/api/page.c, tests/http/sitemap_test.c */
#ifndef PAGE_SITEMAP_H
#define PAGE_SITEMAP_H

#include "base/buf.h"
#include "base/ctx.h"

#define SITEMAP_BYTES (2 * 1024 * 1024)

enum err sitemap_write(struct ctx *cx, struct buf *to) MUST_CHECK;
void robots_write(struct ctx *cx, struct buf *to);

#endif
