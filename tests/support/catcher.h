/* SPDX-License-Identifier: MIT */
/* scripts/mailcatcher for one test program: a mail server and an SMS gateway on free ports. */
#ifndef TESTS_SUPPORT_CATCHER_H
#define TESTS_SUPPORT_CATCHER_H

#include "support/shop.h"

#include <sys/types.h>

struct catcher {
	pid_t pid;
	int smtp_port, web_port;
};

/* With these arguments besides, NULL at the end; "" where there are none. */
struct catcher catcher_start(const char *const *more);
void catcher_stop(struct catcher *c);

/* What was caught since the last catcher_forget, newest first: an array of objects with kind, to,
 * subject, text, tls, auth, key, raw. */
const struct json *catcher_messages(struct shop *s, const struct catcher *c);
void catcher_forget(struct shop *s, const struct catcher *c);
/* Faults to come; in the JSON a ' stands for a ". */
void catcher_control(struct shop *s, const struct catcher *c, const char *json);

/* A text or number of one of them. */
const char *caught_text(const struct json *messages, size_t i, const char *name);

#endif
