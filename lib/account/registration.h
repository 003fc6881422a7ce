/* SPDX-License-Identifier: MIT */
/* Registration: a proved phone becomes an account.
 *
 * Owns      accounts as they begin: rows of customers with type registered.
 * Rules     The phone is proved first; the proof is spent with the account.  A guest whose phone
 *           was proved becomes the account and keeps the orders; a row whose phone nobody proved
 *           (import, backfill) only gives it up.
 *           The reply is the same for a new phone and one that has an account, for a free e-mail
 *           and one that is somebody's; what differs is in the messages: to who holds it, that
 *           somebody tried.  A user name is no secret and is refused when taken.
 *           So nobody is logged in by registering: a session for the new account only would tell
 *           the two apart, and one for the account that exists would go past its password.  Logging
 *           in with the new password is the next step.
 *           Two at once: the unique keys of phone, e-mail and user name decide who has it.
 * Does not  prove the e-mail (account/email_proof.h).
 *           Say what else the proved phone opens (`also`).
 * See       fcgi/api/registration.c, tests/http/register_test.c */
#ifndef ACCOUNT_REGISTRATION_H
#define ACCOUNT_REGISTRATION_H

#include "account/customer.h"
#include "account/otp.h"

struct registration {
	const char *proof, *phone;
	const char *first_name, *last_name, *email, *password;
	const char *username, *age_group, *language;	/* NULL: not told */
	struct day birth_date;				/* DAY_NONE: not told */
	int64_t city_id, zone_id;			/* 0: no address */
	const char *street_address, *additional_info;
};

struct registered {
	const char *coverage;		/* COVERAGES of account/address.h */
	struct otp email_code;		/* goes with the code of the mail, if there was one */
};

/* E_PHONE_UNPROVED, E_PASSWORD_WEAK, E_USERNAME_TAKEN, E_ZONE_CITY; E_INVALID naming "username",
 * "birth_date", or what an address lacks; E_TOO_MANY.  `also` gets the phone with the new account,
 * or with nobody.  Commits by itself. */
enum err registration_do(struct ctx *cx, const struct registration *r, proved_also *also,
                         struct registered *ret) MUST_CHECK;

#endif
