/* SPDX-License-Identifier: MIT */
/* The same request sent twice has the effect of one: Idempotency-Key.
 *
 * Owns      idempotency_keys.
 * Rules     The key's row is inserted first, in the transaction of the effect.  A second request
 *           with the key waits for the first one's COMMIT and then gets its reply.  Only what was
 *           committed is kept: a refusal leaves no row, so a retry runs again.
 *           Replies are stored sealed, since one may carry a tracking token.  They are kept for
 *           seven days; an order has its key for ever.
 * See       fcgi/web/serve.c; draft-ietf-httpapi-idempotency-key-header */
#ifndef GUARD_ONCE_H
#define GUARD_ONCE_H

#include "base/crypto.h"
#include "base/ctx.h"

#define ONCE_KEPT_SECS (7 * 86400)

struct once {
	struct hash scope;		/* whose key it is */
	const char *route, *key;
	struct hash body;		/* of the canonical request */
};

struct once_reply { int status; const char *body; size_t n; };

/* 16 to 64 of A-Z a-z 0-9 _ - */
bool once_key_valid(const char *key);

/* Claims the key.  *found: it was used, and *ret is what was answered.  E_KEY_REUSED when it was
 * used for another request, E_KEY_BUSY when the first is still at work after three seconds. */
enum err once_claim(struct ctx *cx, const struct once *o, bool *found,
                    struct once_reply *ret) MUST_CHECK;

/* Keeps the reply, just before COMMIT. */
enum err once_keep(struct ctx *cx, const struct once *o, int status, const char *body,
                   size_t n) MUST_CHECK;

/* A step of a job: removes keys that are older than that. */
enum err once_expire(struct ctx *cx, int32_t max, int32_t *ret_done) MUST_CHECK;

#endif
