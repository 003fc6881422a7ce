/* SPDX-License-Identifier: MIT */
/* The audit: who of the staff did what to which thing, before and after.
 *
 * Owns      admin_activity_log, to which rows are only ever added.
 * Rules     Written in the transaction of the change it tells about, so there is none without the
 *           other.  A refusal that leaves a trace (a failed login) writes it by itself.
 *           The JSON holds the fields that changed, never a secret.
 * See       fcgi/api/admin_order.c, tests/http/admin_order_test.c */
#ifndef OPS_AUDIT_H
#define OPS_AUDIT_H

#include "base/ctx.h"

/* By the actor of the request, if it is staff; the command line has none.  `entity` is mostly the
 * name of a table; entity_id 0 is none; the JSON texts and the note may be NULL. */
enum err audit_write(struct ctx *cx, const char *action, const char *entity, int64_t entity_id,
                     const char *before_json, const char *after_json, const char *note) MUST_CHECK;

#endif
