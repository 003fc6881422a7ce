/* SPDX-License-Identifier: MIT */
/* The customer's own account. */
#include "account/avatar.h"
#include "account/profile.h"

#include "api/otp_view.h"
#include "identity/claim.h"

static const struct rate rate_edit = { "me_edit", 60, 300, RATE_BY_ACTOR };
static const struct rate rate_avatar = { "avatar", 20, 86400, RATE_BY_ACTOR };

VIEW(me_view, struct customer,
	SHOW(id, "Account"),
	SHOW_OPT(first_name, "First name"),
	SHOW_OPT(last_name, "Last name"),
	SHOW_OPT(full_name, "Both"),
	SHOW_OPT(email, "E-mail that was proved"),
	SHOW_OPT(pending_email, "E-mail that waits to be proved"),
	SHOW_OPT(phone, "Phone in international form"),
	SHOW(phone_verified, "Whether it was proved"),
	SHOW_OPT(username, "Name to log in with"),
	SHOW_CHOICE(status, "active|inactive|suspended|unverified",
	            "unverified: the e-mail has not been proved yet"),
	SHOW_CHOICE(language, LANGUAGES, "Language of messages"),
	SHOW_CHOICE_OPT(age_group, AGE_GROUPS, "Age group"),
	SHOW_OPT(birth_date, "Birthday"),
	SHOW_OPT(avatar_url, "Address of the picture; /pictures/WIDTH/... has it small"),
	SHOW_OPT(customer_group, "Group for prices, given by the shop"),
	SHOW(version, "Goes back with an edit"),
	SHOW_TIME(created_at, "Customer since"));

static enum err
get_me(struct ctx *cx, const struct nothing *in, struct customer *out)
{
	(void)in;
	return profile_get(cx, out);
}
ENDPOINT(get_me, GET, "/api/v1/me", nothing, me_view,
	.auth = AUTH_CUSTOMER, .tx = TX_READ, .doc = "Who is logged in.");

#define EDIT_ME_IN(F)                                                                              \
	F(BODY, i32, version, .min = 1, .max = INT32_MAX, .doc = "The version that was seen")      \
	F(BODY, str, first_name, .min = 1, .max = 100, .optional = true, .doc = "First name")      \
	F(BODY, str, last_name, .min = 1, .max = 155, .optional = true, .doc = "Last name")        \
	F(BODY, str, username, .min = 3, .max = 64, .optional = true,                              \
	  .doc = "Name to log in with: a letter, then letters, digits and . _ -")                  \
	F(BODY, choice, language, .choices = LANGUAGES, .optional = true,                          \
	  .doc = "Language of messages")                                                           \
	F(BODY, choice, age_group, .choices = AGE_GROUPS, .optional = true, .doc = "Age group")    \
	F(BODY, date, birth_date, .optional = true, .doc = "Birthday")
INPUT(edit_me_in, EDIT_ME_IN);

static enum err
edit_me(struct ctx *cx, const struct edit_me_in *in, struct customer *out)
{
	struct profile_edit edit = {
		.first_name = in->first_name, .last_name = in->last_name,
		.username = in->username, .language = in->language, .age_group = in->age_group,
		.birth_date = in->birth_date,
	};

	return profile_edit(cx, in->version, &edit, out);
}
ENDPOINT(edit_me, PATCH, "/api/v1/me", edit_me_in, me_view,
	.auth = AUTH_CUSTOMER, .tx = TX_WRITE, .rate = &rate_edit,
	.errors = ERRORS(E_CONFLICT, E_USERNAME_TAKEN),
	.doc = "Changes what was given and keeps the rest.");

#define SET_PASSWORD_IN(F)                                                                         \
	F(BODY, secret, password, .min = 1, .max = CUSTOMER_PASSWORD_MAX,                          \
	  .doc = "The present one")                                                                \
	F(BODY, secret, new_password, .min = CUSTOMER_PASSWORD_MIN, .max = CUSTOMER_PASSWORD_MAX,  \
	  .doc = "The new one, exactly as typed")
INPUT(set_password_in, SET_PASSWORD_IN);

static enum err
set_password(struct ctx *cx, const struct set_password_in *in, struct nothing *out)
{
	(void)out;
	return profile_set_password(cx, in->password, in->new_password);
}
ENDPOINT(set_password, POST, "/api/v1/me/password", set_password_in, nothing,
	.auth = AUTH_CUSTOMER, .tx = TX_OWN, .rate = &rate_edit,
	.errors = ERRORS(E_PASSWORD_WRONG, E_PASSWORD_WEAK, E_LOGIN_LATER),
	.doc = "Changes the password and ends the other sessions.");

#define SET_EMAIL_IN(F)                                                                            \
	F(BODY, email, email, .doc = "The new address")                                            \
	F(BODY, secret, password, .min = 1, .max = CUSTOMER_PASSWORD_MAX,                          \
	  .doc = "The present password")
INPUT(set_email_in, SET_EMAIL_IN);

static enum err
set_email(struct ctx *cx, const struct set_email_in *in, struct otp *out)
{
	return profile_set_email(cx, in->email, in->password, out);
}
ENDPOINT(set_email, POST, "/api/v1/me/email", set_email_in, otp_view,
	.auth = AUTH_CUSTOMER, .tx = TX_OWN, .rate = &rate_edit,
	.errors = ERRORS(E_PASSWORD_WRONG, E_LOGIN_LATER, E_CODE_SOON),
	.doc = "Sends link and code to a new address; it counts once /auth/email/verify has one of "
	       "them. The reply is the same when the address is somebody else's.");

#define SET_PHONE_IN(F)                                                                            \
	F(BODY, phone, phone, .doc = "The new phone")                                              \
	F(BODY, str, proof, .min = 1, .max = 64,                                                   \
	  .doc = "Of it, from /auth/otp/verify with purpose phone_verify")                         \
	F(BODY, secret, password, .min = 1, .max = CUSTOMER_PASSWORD_MAX,                          \
	  .doc = "The present password")
INPUT(set_phone_in, SET_PHONE_IN);

static enum err
set_phone(struct ctx *cx, const struct set_phone_in *in, struct customer *out)
{
	return profile_set_phone(cx, in->phone, in->proof, in->password, claim_by_phone, out);
}
ENDPOINT(set_phone, POST, "/api/v1/me/phone", set_phone_in, me_view,
	.auth = AUTH_CUSTOMER, .tx = TX_OWN, .rate = &rate_edit,
	.errors = ERRORS(E_PASSWORD_WRONG, E_LOGIN_LATER, E_PHONE_UNPROVED, E_PHONE_TAKEN),
	.doc = "Changes the phone, tells the old one and ends the other sessions. Earlier orders "
	       "with the new one that are no account's come along.");

#define SET_AVATAR_IN(F) F(CONTENT, file, content, .max = AVATAR_BYTES, .doc = "Its bytes")
INPUT(set_avatar_in, SET_AVATAR_IN);

static enum err
set_avatar(struct ctx *cx, const struct set_avatar_in *in, struct customer *out)
{
	return avatar_set(cx, in->content, out);
}
ENDPOINT(set_avatar, PUT, "/api/v1/me/avatar", set_avatar_in, me_view,
	.auth = AUTH_CUSTOMER, .tx = TX_OWN, .rate = &rate_avatar,
	.errors = ERRORS(E_PICTURE_BROKEN, E_PICTURE_ANIMATED, E_PICTURE_HUGE),
	.doc = "Sets or replaces the picture of the account: the body is a JPEG, PNG or WebP of at most "
	       "5 MiB, as application/octet-stream. A new picture is made of it, without what the "
	       "camera noted. Twenty a day.");

static enum err
remove_avatar(struct ctx *cx, const struct nothing *in, struct nothing *out)
{
	(void)in, (void)out;
	return avatar_remove(cx);
}
ENDPOINT(remove_avatar, DELETE, "/api/v1/me/avatar", nothing, nothing,
	.auth = AUTH_CUSTOMER, .tx = TX_OWN, .twice_is_once = true, .rate = &rate_edit,
	.doc = "Takes the picture away, if there is one.");

ENDPOINTS(profile, &get_me_endpoint, &edit_me_endpoint, &set_password_endpoint,
          &set_email_endpoint, &set_phone_endpoint, &set_avatar_endpoint, &remove_avatar_endpoint);
