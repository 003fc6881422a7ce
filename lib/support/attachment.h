/* SPDX-License-Identifier: MIT */
/* Attachments: files that customers send with a ticket.
 *
 * Owns      ticket_attachments; the files themselves are ops/file.h's.
 * Rules     A file is uploaded first, by an account or by an order's link, and taken by one message
 *           then: by a conditional update, so by one only, and only by who uploaded it.
 *           jpeg, png, webp and pdf; its name, what its sender says and its first bytes agree.
 *           So many bytes a day for an account or an order, by a counter that is never above it.
 *           Who may see the ticket may fetch it.  What no message took within a day goes.
 * See       fcgi/api/ticket.c, tests/http/ticket_attachment_test.c, tests/e2e/tickets.test.mjs */
#ifndef SUPPORT_ATTACHMENT_H
#define SUPPORT_ATTACHMENT_H

#include "ops/file.h"
#include "sale/order_move.h"

#define ATTACHMENT_BYTES (5LL * 1024 * 1024)	/* as in nginx/nginx.conf.in */
#define ATTACHMENT_DAY_BYTES (25 * 1024 * 1024)
#define ATTACHMENTS_MAX 3			/* of a message */
#define ATTACHMENT_TYPES "image/jpeg|image/png|image/webp|application/pdf"

/* Who uploads: an account, or who has an order's link. */
struct uploader { int64_t customer_id, order_id; };	/* one of them; the other is 0 */

/* Takes over what the web server put at that path; `type` is what the sender says it is.  E_NOT_FOUND
 * for a wrong key, E_INVALID naming "name" or "content", E_TOO_LARGE, E_TOO_MANY when the day's bytes
 * are used up.  Commits by itself. */
enum err attachment_add(struct ctx *cx, const struct order_key *key, const char *path,
                        const char *name, const char *type, struct file *ret) MUST_CHECK;

/* As a message keeps them: a JSON array of ids; NULL for none. */
const char *attachment_json(struct ctx *cx, const int64_t *ids, size_t n);
/* Gives them to a message (reply_id 0: the ticket's first): E_INVALID naming "attachments" when one is
 * not the uploader's or was taken. */
enum err attachment_give(struct ctx *cx, const struct uploader *by, const int64_t *ids, size_t n,
                         int64_t ticket_id, int64_t reply_id) MUST_CHECK;

/* For who may see the ticket, or uploaded it: the actor, or with a key who has the order's link. */
enum err attachment_get(struct ctx *cx, const struct order_key *key, int64_t id,
                        struct file *ret) MUST_CHECK;
/* For staff, of any ticket. */
enum err attachment_get_any(struct ctx *cx, int64_t id, struct file *ret) MUST_CHECK;

/* What came by the links of an erased customer's orders goes; what the account uploaded is
 * file_forget's. */
enum err attachment_forget(struct ctx *cx, int64_t customer_id) MUST_CHECK;

/* A step of the job `purge`: removes at most max of those that no message took.  Their bytes are
 * orphans then, which the sweep finds.  Commits by itself. */
enum err attachment_purge_step(struct ctx *cx, int32_t max, int32_t *ret_done) MUST_CHECK;

#endif
