/* SPDX-License-Identifier: MIT */
/* Passwords that are easy to guess: one character again and again, a common one, or something that
 * people know of its owner.
 *
 * See       guard/common_password.h, account/password_rule.h, staff/admin_password.h */
#ifndef GUARD_EASY_PASSWORD_H
#define GUARD_EASY_PASSWORD_H

#include "base/ctx.h"
#include <stddef.h>

/* E_PASSWORD_WEAK naming `field`.  `known` is what it must not be, however it is written
 * ("Mona-Adel" is "mona adel"); what is NULL or empty in it is passed over. */
enum err easy_password(struct ctx *cx, const char *field, const char *password,
                       const char *const *known, size_t known_n) MUST_CHECK;

/* What stands before the @ of an e-mail address; NULL of NULL. */
const char *email_local(struct ctx *cx, const char *email);

#endif
