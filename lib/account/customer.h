/* SPDX-License-Identifier: MIT */
/* Customers: people who order, with an account (registered) or without (guest).
 *
 * Owns      customers.
 * Rules     A phone belongs to one customer, who proved it.  Whoever proves it takes it from rows
 *           that only carry it (backfill, import), and nothing else of theirs.
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
#define CUSTOMER_PASSWORD_MIN 8
#define CUSTOMER_PASSWORD_MAX 256

struct customer {
	int64_t id;
	const char *first_name, *last_name, *full_name, *email, *phone, *username;
	const char *password_hash;	/* NULL: has none */
	const char *type, *status, *age_group, *customer_group, *language;
	const char *avatar_url;		/* account/avatar.h */
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
/* The group for prices and rules; NULL: none, or no such customer. */
enum err customer_group(struct ctx *cx, int64_t id, const char **ret) MUST_CHECK;
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

/* A phone is being proved: rows that carry it unproved give it up. */
enum err customer_give_up_phone(struct ctx *cx, const char *phone) MUST_CHECK;

/* The customer of a phone that was just proved, locked until the transaction ends; a new guest if
 * nobody else proved it.  Nothing of an existing customer is changed. */
enum err customer_of_proved_phone(struct ctx *cx, const char *phone, const char *name,
                                  int64_t *ret_id) MUST_CHECK;

/* A name that comes whole, cut at its first blank, and where the columns end. */
struct whole_name { const char *first, *last; };	/* last NULL: there is no more */
struct whole_name customer_cut_name(struct ctx *cx, const char *name);

/* A guest known from orders alone: name and phone may be NULL.  E_DUPLICATE when another customer
 * has the e-mail or, if db_duplicate_of says "customers_phone", the phone. */
struct unproved_guest { const char *email, *name, *phone; int64_t created_at; };
enum err customer_add_unproved(struct ctx *cx, const struct unproved_guest *g,
                               int64_t *ret_id) MUST_CHECK;

/* What else is done in the transaction in which an account proved an e-mail or phone, by areas that
 * this one does not know (identity/claim.h).  customer_id 0 is nobody, where that must not show:
 * the same look, for nothing. */
typedef enum err proved_also(struct ctx *cx, int64_t customer_id, const char *contact);

/* Makes the person nobody: the row and its number stay, inactive for ever.  The last step of an
 * erasure, for which the caller holds the row. */
enum err customer_forget(struct ctx *cx, int64_t id) MUST_CHECK;
/* Takes name and contacts out of a guest who was made of orders, of which none is left; nothing
 * happens to anybody else. */
enum err customer_forget_unused(struct ctx *cx, int64_t id) MUST_CHECK;

#endif
