/* SPDX-License-Identifier: MIT */
/* A forgotten password. */
#include "account/recovery.h"

#include "account/customer.h"
#include "api/otp_view.h"

static const struct rate rate_reset = { "reset", 60, 3600, RATE_BY_IP };

#define FORGOT_IN(F)                                                                               \
	F(BODY, str, login, .min = 3, .max = 254, .doc = "E-mail or phone of the account")         \
	F(BODY, choice, delivery_method, .choices = RECOVERY_METHODS,                              \
	  .doc = "Link and code by e-mail, if that was proved; or a code by SMS")
INPUT(forgot_in, FORGOT_IN);

static enum err
forgot_password(struct ctx *cx, const struct forgot_in *in, struct otp *out)
{
	return recovery_ask(cx, in->login, in->delivery_method, out);
}
ENDPOINT(forgot_password, POST, "/api/v1/auth/password/forgot", forgot_in, otp_view,
	.auth = AUTH_GUEST | AUTH_CUSTOMER, .tx = TX_OWN, .errors = ERRORS(E_CODE_SOON),
	.doc = "Sends what a new password is set with. The reply is the same when there is no such "
	       "account, or nothing can be sent that way.");

INPUT(reset_code_in, CODE_IN);
VIEW(recovery_token_view, struct recovery_token,
	SHOW(token, "Sets a new password, once"),
	SHOW_TIME(expires_at, "Until when it is good"));

static enum err
exchange_reset_code(struct ctx *cx, const struct reset_code_in *in, struct recovery_token *out)
{
	return recovery_exchange(cx, in->handle, in->code, out);
}
ENDPOINT(exchange_reset_code, POST, "/api/v1/auth/password/code", reset_code_in,
         recovery_token_view,
	.auth = AUTH_GUEST | AUTH_CUSTOMER, .tx = TX_OWN, .rate = &rate_reset,
	.errors = ERRORS(E_CODE_WRONG, E_CODE_SPENT),
	.doc = "Exchanges a code for the token that a link would have carried.");

#define RESET_IN(F)                                                                                \
	F(BODY, str, token, .min = 1, .max = 64, .doc = "From the link, or for a code")            \
	F(BODY, secret, password, .min = CUSTOMER_PASSWORD_MIN, .max = CUSTOMER_PASSWORD_MAX,      \
	  .doc = "The new password, exactly as typed")
INPUT(reset_in, RESET_IN);

static enum err
reset_password(struct ctx *cx, const struct reset_in *in, struct nothing *out)
{
	(void)out;
	return recovery_reset(cx, in->token, in->password);
}
ENDPOINT(reset_password, POST, "/api/v1/auth/password/reset", reset_in, nothing,
	.auth = AUTH_GUEST | AUTH_CUSTOMER, .tx = TX_OWN, .rate = &rate_reset,
	.errors = ERRORS(E_LINK_OVER, E_PASSWORD_WEAK),
	.doc = "Sets a new password, once, and ends all sessions of the account; log in next.");

ENDPOINTS(recovery, &forgot_password_endpoint, &exchange_reset_code_endpoint,
          &reset_password_endpoint);
