/* SPDX-License-Identifier: MIT */
/* Showing who one is: codes by SMS and e-mail. */
#include "account/login.h"
#include "account/otp.h"
#include "api/otp_view.h"
#include "base/str.h"
#include "web/input.h"

#define REQUEST_CODE_IN(F)                                                                         \
	F(BODY, phone, phone, .optional = true,                                                    \
	  .doc = "Where the code goes; any usual way to write it")                                 \
	F(BODY, email, email, .optional = true,                                                    \
	  .doc = "For login, in place of the phone: the account's address")                        \
	F(BODY, choice, purpose, .choices = OTP_PURPOSES "|login",                                 \
	  .doc = "The one thing it is good for")                                                   \
	F(BODY, choice, delivery_method, .choices = "email|sms|both", .optional = true,            \
	  .doc = "For login: to which of the account's addresses; usually the one given")
INPUT(request_code_in, REQUEST_CODE_IN);

static enum err
request_code(struct ctx *cx, const struct request_code_in *in, struct otp *out)
{
	if (!str_eq(in->purpose, "login")) {
		if (in->email || in->delivery_method)
			return fail_at(cx, E_INVALID, in->email ? "email" : "delivery_method",
			               "for login only");
		if (!in->phone)
			return input_needs(cx, "phone");
		return otp_start(cx, in->purpose, in->phone, out);
	}
	if (!in->email == !in->phone)
		return fail_at(cx, E_INVALID, "email", "either e-mail or phone");
	return login_send_code(cx, in->email, in->phone, in->delivery_method, out);
}
ENDPOINT(request_code, POST, "/api/v1/auth/otp", request_code_in, otp_view,
	.auth = AUTH_GUEST | AUTH_CUSTOMER, .tx = TX_OWN,
	.errors = ERRORS(E_PHONE_COUNTRY, E_CODE_SOON),
	.doc = "Sends a code; it takes the place of an earlier one.  For login it is sent only if "
	       "there is such an account, which nobody learns from the reply.");

INPUT(verify_code_in, CODE_IN);
VIEW(otp_proof_view, struct otp_proof,
	SHOW(proof, "Shows once that the phone is yours"),
	SHOW(phone, "The phone in international form"),
	SHOW_TIME(expires_at, "Until when the proof is good"));

static enum err
verify_code(struct ctx *cx, const struct verify_code_in *in, struct otp_proof *out)
{
	return otp_verify(cx, in->handle, in->code, out);
}
ENDPOINT(verify_code, POST, "/api/v1/auth/otp/verify", verify_code_in, otp_proof_view,
	.auth = AUTH_GUEST | AUTH_CUSTOMER, .tx = TX_OWN,
	.errors = ERRORS(E_CODE_WRONG, E_CODE_SPENT),
	.doc = "Exchanges a code for a proof of the phone, for checkout, registration, a "
	       "change of phone or finding an order.");

ENDPOINTS(auth, &request_code_endpoint, &verify_code_endpoint);
