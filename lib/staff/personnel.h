/* SPDX-License-Identifier: MIT */
/* What staff do about each other: invite, change, switch off, help with a lost password or phone.
 *
 * Rules     A super_admin is the business of super_admins alone: nobody else makes, changes or helps
 *           one, or sees where one is logged in (permission admin_user.super).
 *           Nobody changes the own role, switches oneself off, or takes away the own second factor.
 *           So a super_admin always stays: whoever demotes another one is one, and is locked
 *           together with the other, in one order; of two who demote each other the second finds
 *           that he is no longer allowed to.
 *           Another role, or being switched off, ends all sessions at once.
 *           Nobody sees or sets another's password: the other gets a link.
 *           Everything is in the audit; the other is told of what concerns his way in.
 * See       fcgi/api/admin_user.c, tests/http/personnel_test.c */
#ifndef STAFF_PERSONNEL_H
#define STAFF_PERSONNEL_H

#include "staff/admin_session.h"
#include "staff/admin_user.h"

/* All in the caller's transaction.  All may answer E_NOT_FOUND, and E_FORBIDDEN or E_LOGIN_NEEDED
 * when the actor's own account changed a moment ago. */

/* Without a password: a link to choose one is sent.  E_INVALID, E_CONFLICT as of admin_user_add. */
enum err personnel_invite(struct ctx *cx, const struct admin_user *wanted,
                          struct admin_user *ret) MUST_CHECK;

/* NULL and -1 leave what is there. */
struct admin_user_edit { const char *role, *email, *language; int32_t is_active; };
/* E_CONFLICT naming "version" when it is another one by now, with the account as cx->detail, or
 * "email" that is taken; E_OWN_ACCOUNT naming "role" or "is_active".  Another e-mail ends links, and
 * the old one is told. */
enum err personnel_edit(struct ctx *cx, int64_t id, int32_t version,
                        const struct admin_user_edit *edit, struct admin_user *ret) MUST_CHECK;
/* The actor's own e-mail and language. */
enum err personnel_edit_own(struct ctx *cx, int32_t version, const struct admin_user_edit *edit,
                            struct admin_user *ret) MUST_CHECK;

/* A link to set a password, or to choose the first one.  E_CONFLICT for who is switched off. */
enum err personnel_send_link(struct ctx *cx, int64_t id) MUST_CHECK;
/* Takes the second factor away and ends all sessions; the next login sets up a new one.
 * E_OWN_ACCOUNT; E_CONFLICT when there is none. */
enum err personnel_reset_totp(struct ctx *cx, int64_t id) MUST_CHECK;

enum err personnel_sessions(struct ctx *cx, int64_t id, const char *cursor, int32_t limit,
                            struct admin_session_page *ret) MUST_CHECK;
/* One of them, or all (session_id 0). */
enum err personnel_end_sessions(struct ctx *cx, int64_t id, int64_t session_id) MUST_CHECK;

/* The actor's own: one of them, or all but this one (session_id 0). */
enum err personnel_end_own_sessions(struct ctx *cx, int64_t session_id) MUST_CHECK;

#endif
