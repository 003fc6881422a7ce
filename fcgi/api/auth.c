/* SPDX-License-Identifier: MIT */
/* Showing who one is: codes by SMS. */
#include "account/otp.h"

#include "web/endpoint.h"

#define REQUEST_CODE_IN(F)                                                                         \
	F(BODY, phone, phone, .doc = "Where the code goes; any usual way to write it")             \
	F(BODY, choice, purpose, .choices = OTP_PURPOSES, .doc = "The one thing it is good for")
INPUT(request_code_in, REQUEST_CODE_IN);
VIEW(otp_view, struct otp,
	SHOW(handle, "Goes with the code when it is checked; keep it to yourself"),
	SHOW_TIME(expires_at, "Until when the code is good"),
	SHOW_TIME(resend_at, "From when another one can be asked for"));

static enum err
request_code(struct ctx *cx, const struct request_code_in *in, struct otp *out)
{
	return otp_start(cx, in->purpose, in->phone, out);
}
ENDPOINT(request_code, POST, "/api/v1/auth/otp", request_code_in, otp_view,
	.auth = AUTH_GUEST | AUTH_CUSTOMER, .tx = TX_OWN,
	.errors = ERRORS(E_PHONE_COUNTRY, E_CODE_SOON),
	.doc = "Sends a code by SMS; it takes the place of an earlier one.");

#define VERIFY_CODE_IN(F)                                                                          \
	F(BODY, str, handle, .min = 1, .max = 64, .doc = "From the reply that announced the code") \
	F(BODY, code, code, .doc = "The six digits")
INPUT(verify_code_in, VERIFY_CODE_IN);
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
	.doc = "Exchanges a code for a proof of the phone, for checkout or registration.");

ENDPOINTS(auth, &request_code_endpoint, &verify_code_endpoint);
