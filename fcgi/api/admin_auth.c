/* SPDX-License-Identifier: MIT */
/* Staff: login, second factor, step-up, a forgotten password, logout, who am I. */
#include "api/admin_user_view.h"
#include "api/api.h"
#include "staff/admin_password.h"
#include "staff/admin_step_up.h"
#include "staff/login.h"
#include "web/input.h"

static const struct rate rate_login = { "admin_login", 60, 300, RATE_BY_IP };
static const struct rate rate_reset = { "admin_reset", 60, 3600, RATE_BY_IP };

#define NAME_AND_PASSWORD(F)                                                                       \
	F(BODY, str, username, .min = 1, .max = 64, .doc = "Login name")                           \
	F(BODY, secret, password, .min = 1, .max = ADMIN_PASSWORD_MAX, .doc = "Password")
#define RECOVERY_CODE(F)                                                                           \
	F(BODY, str, recovery_code, .min = 1, .max = 40, .optional = true,                         \
	  .doc = "In place of the second factor, when that was lost; each is good once")

#define ADMIN_LOGIN_IN(F)                                                                          \
	NAME_AND_PASSWORD(F)                                                                       \
	F(BODY, code, totp, .optional = true,                                                      \
	  .doc = "Code of the second factor; needed once that is set up")                          \
	RECOVERY_CODE(F)
INPUT(admin_login_in, ADMIN_LOGIN_IN);

static enum err
login_admin(struct ctx *cx, const struct admin_login_in *in, struct admin_user *out)
{
	struct admin_login login = {
		.username = in->username, .password = in->password, .code = in->totp,
		.recovery_code = in->recovery_code,
	};
	const char *token;

	TRY(admin_login(cx, &login, out, &token));
	reply_cookie(cx, STAFF_COOKIE, token, 0, true);
	return OK;
}
ENDPOINT(login_admin, POST, "/api/v1/admin/auth/login", admin_login_in, admin_me_view,
	.auth = AUTH_ANYONE, .tx = TX_OWN, .rate = &rate_login,
	.errors = ERRORS(E_LOGIN_WRONG, E_LOGIN_LATER, E_TOTP_NEEDED),
	.doc = "Logs staff in by a cookie for this browser session; at most three sessions each.");

#define TOTP_BEGIN_IN(F) NAME_AND_PASSWORD(F) RECOVERY_CODE(F)
INPUT(totp_begin_in, TOTP_BEGIN_IN);
VIEW(enrolment_view, struct enrolment,
	SHOW(enrolment, "Goes back with a code, within ten minutes"),
	SHOW(secret, "What an authenticator app is given, in base 32"),
	SHOW(uri, "The same as an otpauth address, to be shown as a QR code"));

static enum err
begin_totp(struct ctx *cx, const struct totp_begin_in *in, struct enrolment *out)
{
	struct admin_login login = {
		.username = in->username, .password = in->password,
		.recovery_code = in->recovery_code,
	};

	return admin_totp_begin(cx, &login, out);
}
ENDPOINT(begin_totp, POST, "/api/v1/admin/auth/totp", totp_begin_in, enrolment_view,
	.auth = AUTH_ANYONE, .tx = TX_OWN, .rate = &rate_login,
	.errors = ERRORS(E_LOGIN_WRONG, E_LOGIN_LATER, E_CONFLICT),
	.doc = "Begins to set up the second factor of an account that has none, or lost it and has a "
	       "recovery code; nothing is stored yet.");

#define TOTP_CONFIRM_IN(F)                                                                         \
	TOTP_BEGIN_IN(F)                                                                           \
	F(BODY, str, enrolment, .min = 1, .max = 300, .doc = "As it was sent")                     \
	F(BODY, code, totp, .doc = "A code that the app shows")
INPUT(totp_confirm_in, TOTP_CONFIRM_IN);

static enum err
confirm_totp(struct ctx *cx, const struct totp_confirm_in *in, struct admin_user *out)
{
	struct admin_login login = {
		.username = in->username, .password = in->password, .code = in->totp,
		.recovery_code = in->recovery_code, .enrolment = in->enrolment,
	};
	const char *token;

	TRY(admin_totp_confirm(cx, &login, out, &token));
	reply_cookie(cx, STAFF_COOKIE, token, 0, true);
	return OK;
}
ENDPOINT(confirm_totp, POST, "/api/v1/admin/auth/totp/confirm", totp_confirm_in, admin_codes_view,
	.auth = AUTH_ANYONE, .tx = TX_OWN, .rate = &rate_login,
	.errors = ERRORS(E_LOGIN_WRONG, E_LOGIN_LATER, E_CONFLICT),
	.doc = "Sets up the second factor, tells the recovery codes, ends the account's other sessions "
	       "and logs in.");

#define STEP_UP_IN(F)                                                                              \
	F(BODY, secret, password, .min = 1, .max = ADMIN_PASSWORD_MAX, .optional = true,           \
	  .doc = "Password; or a code")                                                            \
	F(BODY, code, totp, .optional = true, .doc = "Code of the second factor; or the password")
INPUT(step_up_in, STEP_UP_IN);
struct step_up_reply { int64_t until; };
VIEW(step_up_view, struct step_up_reply,
	SHOW_TIME(until, "Until when this session may do what asks for it"));

static enum err
step_up_admin(struct ctx *cx, const struct step_up_in *in, struct step_up_reply *out)
{
	if (!in->password == !in->totp)
		return input_needs(cx, "password");
	return admin_step_up(cx, in->password, in->totp, &out->until);
}
ENDPOINT(step_up_admin, POST, "/api/v1/admin/auth/step-up", step_up_in, step_up_view,
	.auth = AUTH_STAFF, .perm = "", .tx = TX_OWN, .rate = &rate_login,
	.errors = ERRORS(E_LOGIN_WRONG, E_LOGIN_LATER),
	.doc = "Asks who is logged in for the password or a code once more. For five minutes, as after "
	       "the login, this session may do what answers step_up_needed otherwise.");

/* ---- a forgotten password ---- */

#define ADMIN_FORGOT_IN(F)                                                                         \
	F(BODY, str, login, .min = 2, .max = 254, .doc = "Login name or e-mail address")
INPUT(admin_forgot_in, ADMIN_FORGOT_IN);

static enum err
forgot_admin_password(struct ctx *cx, const struct admin_forgot_in *in, struct nothing *out)
{
	(void)out;
	return admin_password_forgot(cx, in->login);
}
ENDPOINT(forgot_admin_password, POST, "/api/v1/admin/auth/password/forgot", admin_forgot_in,
	nothing, .auth = AUTH_ANYONE, .tx = TX_OWN, .rate = &rate_reset,
	.doc = "Sends a link to set a new password. The reply is the same when there is no such "
	       "account.");

#define ADMIN_RESET_IN(F)                                                                          \
	F(BODY, str, token, .min = 1, .max = 64, .doc = "From the link")                           \
	F(BODY, secret, password, .min = ADMIN_PASSWORD_MIN, .max = ADMIN_PASSWORD_MAX,            \
	  .doc = "The new password, exactly as typed")
INPUT(admin_reset_in, ADMIN_RESET_IN);

static enum err
reset_admin_password(struct ctx *cx, const struct admin_reset_in *in, struct nothing *out)
{
	(void)out;
	return admin_password_reset(cx, in->token, in->password);
}
ENDPOINT(reset_admin_password, POST, "/api/v1/admin/auth/password/reset", admin_reset_in, nothing,
	.auth = AUTH_ANYONE, .tx = TX_OWN, .rate = &rate_reset,
	.errors = ERRORS(E_LINK_OVER, E_PASSWORD_WEAK),
	.doc = "Sets the password by the link of an invitation or a reset, once, and ends all sessions "
	       "of the account; log in next. The second factor stays.");

static enum err
logout_admin(struct ctx *cx, const struct nothing *in, struct nothing *out)
{
	(void)in;
	(void)out;
	TRY(admin_logout(cx));
	reply_cookie(cx, STAFF_COOKIE, "", -1, true);
	return OK;
}
ENDPOINT(logout_admin, POST, "/api/v1/admin/auth/logout", nothing, nothing,
	.auth = AUTH_STAFF, .perm = "", .tx = TX_WRITE, .twice_is_once = true,
	.doc = "Ends this session.");

static enum err
get_admin_me(struct ctx *cx, const struct nothing *in, struct admin_user *out)
{
	(void)in;
	return admin_user_get(cx, cx->actor.id, out);
}
ENDPOINT(get_admin_me, GET, "/api/v1/admin/auth/me", nothing, admin_me_view,
	.auth = AUTH_STAFF, .perm = "", .tx = TX_READ,
	.doc = "Who is logged in, and what the role may.");

ENDPOINTS(admin_auth, &login_admin_endpoint, &begin_totp_endpoint, &confirm_totp_endpoint,
          &step_up_admin_endpoint, &forgot_admin_password_endpoint,
          &reset_admin_password_endpoint, &logout_admin_endpoint, &get_admin_me_endpoint);
