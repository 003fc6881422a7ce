/* SPDX-License-Identifier: MIT */
/* Export: a customer takes the own data along, as one document.
 *
 * Owns      export_tokens.
 * Rules     Asking needs the password again, and is answered by a link to the proved e-mail, or to
 *           the proved phone where there is none: who has found an open browser, or learnt the
 *           password, does not get the data by that alone.
 *           The link works once and for 24 hours, and only the newest: a customer has one row,
 *           which goes when it is used.  It is void when the account was changed in between.
 *           The journal has both: asked, taken.
 * See       identity/record.h, fcgi/api/privacy.c, tests/http/export_test.c */
#ifndef IDENTITY_EXPORT_H
#define IDENTITY_EXPORT_H

#include "identity/record.h"

#define EXPORT_LINK_SECS (24 * 3600)

struct export_link {
	const char *method;		/* email or sms: which way it went */
	int64_t expires_at;
};

/* Sends the actor a link.  E_PASSWORD_WRONG, E_LOGIN_LATER; E_PHONE_UNPROVED when nothing is
 * proved that it could go to; E_TOO_MANY.  Commits by itself. */
enum err export_ask(struct ctx *cx, const char *password, struct export_link *ret) MUST_CHECK;

/* Exchanges a link's token for the document, in the caller's transaction: E_LINK_OVER. */
enum err export_take(struct ctx *cx, const char *token, struct record *ret) MUST_CHECK;

/* Voids what an erased customer was sent. */
enum err export_forget(struct ctx *cx, int64_t customer_id) MUST_CHECK;

/* A step of a job: removes links whose life has ended. */
enum err export_expire(struct ctx *cx, int32_t max, int32_t *ret_done) MUST_CHECK;

#endif
