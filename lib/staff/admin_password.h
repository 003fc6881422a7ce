/* SPDX-License-Identifier: MIT */
/* Passwords of staff: chosen by their owner alone, by the old one or by a link.
 *
 * Rules     15 to 256 bytes, exactly as typed; not one that is easy to guess.
 *           Asking for a link is answered in the same way, with the same work, whether there is
 *           such an account or not.  It goes to the account's e-mail, works once and for a day
 *           (guard/reset_token.h), and changes nothing until it is used.
 *           A new password by link ends all sessions, one by the old password all others; nobody is
 *           logged in by it and the second factor stays.  The owner is told.
 * See       fcgi/api/admin_me.c, tests/http/admin_password_test.c */
#ifndef STAFF_ADMIN_PASSWORD_H
#define STAFF_ADMIN_PASSWORD_H

#include "staff/admin_user.h"

/* E_PASSWORD_WEAK naming `field`; E_INVALID for its length. */
enum err admin_password_rule(struct ctx *cx, const char *field, const char *password,
                             const struct admin_user *whose) MUST_CHECK;

/* `login` is a login name or an e-mail address.  Three an hour for each: E_TOO_MANY.  Commits by
 * itself. */
enum err admin_password_forgot(struct ctx *cx, const char *login) MUST_CHECK;
/* Sends an account, whose row is locked, a link; in the caller's transaction. */
enum err admin_password_link(struct ctx *cx, const struct admin_user *u) MUST_CHECK;
/* E_LINK_OVER, E_PASSWORD_WEAK.  Commits by itself. */
enum err admin_password_reset(struct ctx *cx, const char *token, const char *password) MUST_CHECK;
/* The actor's own.  E_PASSWORD_WRONG, E_LOGIN_LATER, E_PASSWORD_WEAK, E_CONFLICT when it was changed
 * meanwhile.  Commits by itself. */
enum err admin_password_change(struct ctx *cx, const char *old, const char *password) MUST_CHECK;

#endif
