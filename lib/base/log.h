/* SPDX-License-Identifier: MIT */
/* The log: one JSON object a line, to a file or to standard error.  Never personal data, never a
 * secret, never a body; phones and e-mails only as log_alias. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/ctx.h"
#include <stdbool.h>
#include <stdint.h>

struct log_pair { const char *name; bool is_text; const char *text; int64_t number; };
#define LOG_STR(n, v) ((struct log_pair){ (n), true, (v), 0 })
#define LOG_INT(n, v) ((struct log_pair){ (n), false, NULL, (v) })

bool log_open(const char *path);	/* "stderr" or a file; appends; false if it cannot */
/* {"at":"…","level":"…","event":"…", pairs…}; a NULL text leaves its pair out. */
void log_line(const char *level, const char *event, const struct log_pair *pairs, size_t n);
#define log_info(event, ...)                                                                       \
	log_line("info", event, (const struct log_pair[]){ __VA_ARGS__ },                          \
	         sizeof((const struct log_pair[]){ __VA_ARGS__ }) / sizeof(struct log_pair))
#define log_error(event, ...)                                                                      \
	log_line("error", event, (const struct log_pair[]){ __VA_ARGS__ },                         \
	         sizeof((const struct log_pair[]){ __VA_ARGS__ }) / sizeof(struct log_pair))

/* 16 hex digits that stand for a phone or e-mail in the log. */
char *log_alias(struct ctx *cx, const char *personal);

#endif
