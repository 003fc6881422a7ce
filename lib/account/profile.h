/* SPDX-License-Identifier: MIT */
/* A customer's own account: who one is, and changing password, e-mail and phone.
 *
 * Rules     An edit names the version it saw.  Group and status are the staff's.
 *           What opens the account (password, e-mail, phone) changes only with the password
 *           (account/step_up.h).  Then the other sessions end and a notice goes out: about a new
 *           phone to the old one, about a new e-mail to the old one.  A new e-mail counts once it
 *           is proved, a new phone is proved first by a code for phone_verify.  A guest's row gives
 *           the phone up, not its orders (`also`).
 * See       fcgi/api/profile.c, account/email_proof.h, tests/http/profile_test.c */
#ifndef ACCOUNT_PROFILE_H
#define ACCOUNT_PROFILE_H

#include "account/customer.h"
#include "account/otp.h"

/* The actor's.  `email` is the proved one or NULL, `pending_email` the one that waits to be. */
enum err profile_get(struct ctx *cx, struct customer *ret) MUST_CHECK;

struct profile_edit {			/* NULL and DAY_NONE keep what is there */
	const char *first_name, *last_name, *username, *language, *age_group;
	struct day birth_date;
};

/* The actor's.  E_CONFLICT when it has another version by now; E_USERNAME_TAKEN; E_INVALID naming
 * "username" or "birth_date".  In the caller's transaction. */
enum err profile_edit(struct ctx *cx, int32_t version, const struct profile_edit *edit,
                      struct customer *ret) MUST_CHECK;

/* The three below commit by themselves; E_PASSWORD_WRONG, E_LOGIN_LATER. */

/* E_PASSWORD_WEAK naming "new_password". */
enum err profile_set_password(struct ctx *cx, const char *current, const char *chosen) MUST_CHECK;
/* E_INVALID naming "email" for the one that is proved already; E_CODE_SOON, E_TOO_MANY. */
enum err profile_set_email(struct ctx *cx, const char *email, const char *password,
                           struct otp *ret) MUST_CHECK;
/* E_PHONE_UNPROVED, E_PHONE_TAKEN. */
enum err profile_set_phone(struct ctx *cx, const char *phone, const char *proof,
                           const char *password, proved_also *also,
                           struct customer *ret) MUST_CHECK;

#endif
