/* SPDX-License-Identifier: MIT */
/* What handing a message to the outside came to, and the rules every outgoing connection keeps.
 *
 * Rules     TLS is verified, always: by the system's authorities and those of config ca_file.
 *           Ten seconds in all.  No redirects, no proxy or password from the environment.
 *           What the other side says is never logged: it may name the recipient.
 * See       ops/smtp.h, ops/sms.h, ops/outbox.h */
#ifndef OPS_DELIVER_H
#define OPS_DELIVER_H

#include "base/ctx.h"

#include <curl/curl.h>

enum delivered {
	DELIVERED,
	DELIVERY_REFUSED,	/* and would be again */
	DELIVERY_LATER,		/* did not get through: worth another try */
	DELIVERY_UNSURE,	/* it went out, but no answer came back */
};

struct delivery {
	enum delivered how;
	const char *why;	/* when not delivered; names nobody */
	const char *ref;	/* the other side's id; may be NULL */
};

/* A handle that keeps the rules; the caller cleans it up. */
CURL *deliver_open(struct ctx *cx);

/* Sets an option that takes a pointer, a number, a text: a failure is a bug. */
#define deliver_set(curl, option, value)                                                           \
	do {                                                                                       \
		CURLcode set_ = curl_easy_setopt(curl, option, value);                             \
		BUG_ON(set_ != CURLE_OK);                                                          \
	} while (0)

#endif
