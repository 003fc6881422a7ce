/* SPDX-License-Identifier: MIT */
/* New accounts, and proving their e-mail. */
#include "account/registration.h"

#include "account/address.h"
#include "account/customer.h"
#include "account/email_proof.h"
#include "api/otp_view.h"
#include "identity/claim.h"

static const struct rate rate_register = { "register", 30, 3600, RATE_BY_IP };
static const struct rate rate_email = { "email_verify", 60, 3600, RATE_BY_IP };

#define REGISTER_IN(F)                                                                             \
	F(BODY, str, proof, .min = 1, .max = 64,                                                   \
	  .doc = "Of the phone, from /auth/otp/verify with purpose registration")                  \
	F(BODY, phone, phone, .doc = "The phone that was proved")                                  \
	F(BODY, str, first_name, .min = 1, .max = 100, .doc = "First name")                        \
	F(BODY, str, last_name, .min = 1, .max = 155, .doc = "Last name")                          \
	F(BODY, email, email, .doc = "Where link and code go that prove it")                       \
	F(BODY, secret, password, .min = CUSTOMER_PASSWORD_MIN, .max = CUSTOMER_PASSWORD_MAX,      \
	  .doc = "Password, exactly as typed")                                                     \
	F(BODY, str, username, .min = 3, .max = 64, .optional = true,                              \
	  .doc = "Name to log in with: a letter, then letters, digits and . _ -")                  \
	F(BODY, choice, age_group, .choices = AGE_GROUPS, .optional = true, .doc = "Age group")    \
	F(BODY, date, birth_date, .optional = true, .doc = "Birthday")                             \
	F(BODY, choice, language, .choices = LANGUAGES, .optional = true,                          \
	  .doc = "Language of messages; the one of this request if left out")                      \
	F(BODY, id, city_id, .optional = true, .doc = "City of the address, if one is given")      \
	F(BODY, id, zone_id, .optional = true, .doc = "Its zone, which lies in that city")         \
	F(BODY, str, street_address, .min = 3, .max = 500, .optional = true,                       \
	  .doc = "Street, building, flat")                                                         \
	F(BODY, str, additional_info, .max = 500, .optional = true, .doc = "Floor, landmark")
INPUT_OF(register_in, struct registration, REGISTER_IN);
VIEW(registered_view, struct registered,
	SHOW_CHOICE(coverage, COVERAGES,
	            "Whether the address can be delivered to: now, later, or none was given"),
	SHOW_INSIDE(email_code, otp_view, "Goes with the code that the mail has"));

static enum err
register_customer(struct ctx *cx, const struct registration *in, struct registered *out)
{
	return registration_do(cx, in, claim_by_phone, out);
}
ENDPOINT(register_customer, POST, "/api/v1/auth/register", register_in, registered_view,
	.auth = AUTH_GUEST | AUTH_CUSTOMER, .tx = TX_OWN, .rate = &rate_register,
	.errors = ERRORS(E_PHONE_UNPROVED, E_PASSWORD_WEAK, E_USERNAME_TAKEN, E_ZONE_CITY),
	.doc = "Makes a proved phone an account, with earlier orders of it; log in next. The reply "
	       "is the same when phone or e-mail are known already: then a message tells whom it "
	       "concerns.");

#define VERIFY_EMAIL_IN(F)                                                                         \
	F(BODY, str, token, .min = 1, .max = 64, .optional = true,                                 \
	  .doc = "From the link in the mail; or handle and code")                                  \
	F(BODY, str, handle, .min = 1, .max = 64, .optional = true,                                \
	  .doc = "From the reply that announced the mail")                                         \
	F(BODY, code, code, .optional = true, .doc = "The six digits in the mail")
INPUT(verify_email_in, VERIFY_EMAIL_IN);

static enum err
verify_email(struct ctx *cx, const struct verify_email_in *in, struct nothing *out)
{
	(void)out;
	if (in->token && !in->handle && !in->code)
		return email_prove_link(cx, in->token, claim_by_email);
	if (in->token || !in->handle || !in->code)
		return fail_at(cx, E_INVALID, in->handle ? "code" : "token",
		               "one way, and all of it");
	return email_prove_code(cx, in->handle, in->code, claim_by_email);
}
ENDPOINT(verify_email, POST, "/api/v1/auth/email/verify", verify_email_in, nothing,
	.auth = AUTH_GUEST | AUTH_CUSTOMER, .tx = TX_OWN, .rate = &rate_email,
	.errors = ERRORS(E_LINK_OVER, E_CODE_WRONG, E_CODE_SPENT),
	.doc = "Proves an e-mail by the link or the code of the newest mail. Whoever proves an "
	       "address first has it, and earlier orders with it that are no account's.");

static enum err
resend_email(struct ctx *cx, const struct nothing *in, struct otp *out)
{
	(void)in;
	return email_resend(cx, out);
}
ENDPOINT(resend_email, POST, "/api/v1/auth/email/resend", nothing, otp_view,
	.auth = AUTH_CUSTOMER, .tx = TX_OWN, .errors = ERRORS(E_CODE_SOON, E_CONFLICT),
	.doc = "Sends link and code once more to the e-mail that waits to be proved; the earlier "
	       "ones are over.");

ENDPOINTS(registration, &register_customer_endpoint, &verify_email_endpoint,
          &resend_email_endpoint);
