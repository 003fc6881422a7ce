/* SPDX-License-Identifier: MIT */
/* Notices: what a member of staff is told about the own account, by e-mail, in the own language.
 *
 * Rules     Queued in the transaction of what they tell about (ops/message.h).
 *           Links begin with admin_url; the token stands after #, so that no server on the way
 *           sees it: ADMIN/reset#token=..., ADMIN/invite#token=...
 *           A decoy is a message to nobody that is over before it is sent: the same work, where the
 *           reply must not tell whether there was somebody to write to.
 * See       ops/message.def, tests/http/{personnel,admin_password}_test.c */
#ifndef STAFF_NOTICE_H
#define STAFF_NOTICE_H

#include "staff/admin_user.h"

enum err staff_notice(struct ctx *cx, const char *topic, const struct admin_user *to) MUST_CHECK;
/* How many recovery codes are left after one was used. */
enum err staff_notice_left(struct ctx *cx, const struct admin_user *to, int64_t left) MUST_CHECK;
/* With a link that sets a password: an invitation for whoever has none yet.  `to` NULL: a decoy. */
enum err staff_notice_link(struct ctx *cx, const struct admin_user *to,
                           const char *token) MUST_CHECK;

#endif
