/* SPDX-License-Identifier: MIT */
/* Customers: people who order, with an account (registered) or without (guest).
 *
 * Owns      customers.
 * Rules     A phone belongs to one customer, who proved it.
 *           Whatever is written about a customer is written with the row locked, or by a statement
 *           that looks at erased_at: so nothing comes back after an erasure.
 *           A user name is kept in small letters: a letter, then letters, digits and . _ -
 * Does not  change accounts: account/registration.h makes them, account/profile.h and
 *           account/recovery.h change them, account/email_proof.h proves their e-mail.
 * See       tests/http/checkout_test.c, tests/http/profile_test.c */
#ifndef ACCOUNT_CUSTOMER_H
#define ACCOUNT_CUSTOMER_H

#include "base/clock.h"
#include "base/ctx.h"

#define AGE_GROUPS "13-17|18-24|25-34|35-44|45-54|55-64|65+"
#define LANGUAGES "en|ar"
#define CUSTOMER_PASSWORD_MIN 8
#define CUSTOMER_PASSWORD_MAX 256

struct customer {
	int64_t id;
	const char *first_name, *last_name, *full_name, *email, *phone, *username;
	const char *password_hash;	/* NULL: has none */
	const char *type, *status, *age_group, *customer_group, *language;
	const char *pending_email;	/* only from profile_get */
	struct day birth_date;
	bool email_verified, phone_verified;
	int32_t version;
	int64_t created_at;
};

enum err customer_get(struct ctx *cx, int64_t id, struct customer *ret) MUST_CHECK;
/* The same, locked until the transaction ends.  E_LOGIN_NEEDED when the person was erased: whoever
 * got so far is logged in no longer. */
enum err customer_lock(struct ctx *cx, int64_t id, struct customer *ret) MUST_CHECK;
/* By e-mail or phone, locked; also a guest.  *found says whether there is one. */
enum err customer_find_email(struct ctx *cx, const char *email, struct customer *ret,
                             bool *found) MUST_CHECK;
enum err customer_find_phone(struct ctx *cx, const char *phone, struct customer *ret,
                             bool *found) MUST_CHECK;

/* Registered, and neither suspended nor inactive. */
bool customer_may_log_in(const struct customer *c);

/* What people may be called: the form of a user name (small letters come back), and a birthday of
 * somebody between 13 and 120.  E_INVALID naming "username" or "birth_date". */
enum err customer_check_username(struct ctx *cx, const char *typed, const char **ret) MUST_CHECK;
enum err customer_check_birth_date(struct ctx *cx, struct day day) MUST_CHECK;

/* The customer of a phone that was just proved, locked until the transaction ends; a new guest if
 * there is none.  Nothing of an existing customer is changed but that the phone is proved. */
enum err customer_of_proved_phone(struct ctx *cx, const char *phone, const char *name,
                                  int64_t *ret_id) MUST_CHECK;

/* Makes the person nobody: the row and its number stay, inactive for ever.  The last step of an
 * erasure, for which the caller holds the row. */
enum err customer_forget(struct ctx *cx, int64_t id) MUST_CHECK;

#endif
