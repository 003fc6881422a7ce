/* SPDX-License-Identifier: MIT */
/* The customer's data: taking them along, and leaving. */
#include "account/login.h"
#include "api/record_view.h"
#include "identity/erasure.h"
#include "identity/export.h"
#include "web/request.h"

static const struct rate rate_export = { "me_export", 20, 3600, RATE_BY_ACTOR };
static const struct rate rate_fetch = { "export", 30, 3600, RATE_BY_IP };
static const struct rate rate_erase = { "me_erase", 20, 3600, RATE_BY_ACTOR };

#define PASSWORD_IN(F)                                                                             \
	F(BODY, secret, password, .min = 1, .max = CUSTOMER_PASSWORD_MAX,                          \
	  .doc = "The present password, once more")
INPUT(password_in, PASSWORD_IN);
VIEW(export_link_view, struct export_link,
	SHOW_CHOICE(method, "email|sms", "Which way the link went"),
	SHOW_TIME(expires_at, "Until when it is good"));

static enum err
ask_export(struct ctx *cx, const struct password_in *in, struct export_link *out)
{
	return export_ask(cx, in->password, out);
}
ENDPOINT(ask_export, POST, "/api/v1/me/export", password_in, export_link_view,
	.auth = AUTH_CUSTOMER, .tx = TX_OWN, .rate = &rate_export,
	.errors = ERRORS(E_PASSWORD_WRONG, E_LOGIN_LATER, E_PHONE_UNPROVED),
	.doc = "Sends a link to the customer's data to the proved e-mail, or to the proved phone "
	       "where there is none. It works once, for a day, and only the newest.");

#define TAKE_EXPORT_IN(F)                                                                          \
	F(BODY, str, token, .min = 1, .max = 64, .doc = "From the link")
INPUT(take_export_in, TAKE_EXPORT_IN);

static enum err
take_export(struct ctx *cx, const struct take_export_in *in, struct record *out)
{
	return export_take(cx, in->token, out);
}
ENDPOINT(take_export, POST, "/api/v1/export", take_export_in, record_view,
	.auth = AUTH_ANYONE, .tx = TX_WRITE, .rate = &rate_fetch, .errors = ERRORS(E_LINK_OVER),
	.doc = "Everything that is stored about the customer who was sent the link, for whoever "
	       "has it.");

static enum err
erase_me(struct ctx *cx, const struct password_in *in, struct nothing *out)
{
	(void)out;
	TRY(erasure_do(cx, in->password));
	reply_cookie(cx, CUSTOMER_COOKIE, "", -1, false);
	reply_cookie(cx, DEVICE_COOKIE, "", -1, false);
	return OK;
}
ENDPOINT(erase_me, DELETE, "/api/v1/me", password_in, nothing,
	.auth = AUTH_CUSTOMER, .tx = TX_OWN, .rate = &rate_erase,
	.errors = ERRORS(E_PASSWORD_WRONG, E_LOGIN_LATER, E_ORDERS_OPEN),
	.doc = "Erases the person and ends all sessions; what was ordered and paid stays, without "
	       "the name. Refused while an order is under way.");

ENDPOINTS(privacy, &ask_export_endpoint, &take_export_endpoint, &erase_me_endpoint);
