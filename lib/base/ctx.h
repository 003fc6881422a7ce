/* SPDX-License-Identifier: MIT */
/* What a piece of work is done with: memory, database, time, keys and the one who asks.
 *
 * Every function that does more than compute takes it first.  There is no other global state. */
#ifndef BASE_CTX_H
#define BASE_CTX_H

#include "base/arena.h"
#include "base/err.h"
#include <stdbool.h>
#include <stdint.h>

struct buf;
struct db;
struct keys;
struct config;
struct hash;

enum actor_kind { ACTOR_NOBODY, ACTOR_GUEST, ACTOR_CUSTOMER, ACTOR_STAFF, ACTOR_JOB };

/* Who asks, as found by the framework; lib goes by this and never by what the input says. */
struct actor {
	enum actor_kind kind;
	int64_t id;			/* customer or staff account; 0 otherwise */
	int64_t session_id;
	int64_t cart_id;		/* of a guest or customer; 0: none yet */
	const char *role;		/* of staff */
	const char *name;		/* of staff */
	bool stepped_up;		/* staff that was asked for a secret again a moment ago */
};

struct ctx {
	struct arena *mem;
	struct db *db;
	const struct keys *keys;
	const struct config *config;
	int64_t now;			/* seconds UTC, read once for the whole request */
	int64_t (*clock)(void);		/* where it is read from; NULL: clock_now.  Tests move it */
	struct actor actor;
	enum lang lang;
	const char *ip;			/* of the client, as text; "" where there is none */
	const char *agent;		/* its User-Agent, at most 255 bytes; "" where there is none */
	const char *device;		/* of a visitor: the cookie of a known device; NULL: none */
	const char *request_id;		/* 32 hex digits; "" where there is none */

	/* The request's idempotency key, where the endpoint takes one: an order keeps it too. */
	const struct hash *once_scope;
	const char *once_key;

	/* What became of it: filled by fail and fault_add, read by web/serve.c. */
	const char *why;		/* for the log */
	struct field_fault *faults, **faults_end;
	int64_t retry_after_secs;	/* 0: nothing to say */
	struct buf *reply_headers;	/* for web/request.h's reply_cookie only */
	const void *detail;		/* what a refusal shows (E_PRICE_CHANGED: the new quote) */
};

/* Empties what the last request left, keeps what belongs to the process. */
void ctx_reset(struct ctx *cx);

#define LANGUAGES "en|ar"
/* One of them, as tables and messages name it. */
static inline const char *
ctx_language(const struct ctx *cx)
{
	return cx->lang == LANG_AR ? "ar" : "en";
}

#endif
