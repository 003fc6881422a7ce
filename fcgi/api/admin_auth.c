/* SPDX-License-Identifier: MIT */
/* Staff: login, second factor, logout, who am I. */
#include "api/api.h"
#include "staff/login.h"
#include "staff/role.h"
#include "web/common.h"

static const struct rate rate_login = { "admin_login", 60, 300, RATE_BY_IP };

VIEW(admin_me_view, struct admin_user,
	SHOW(id, "Account"),
	SHOW(username, "Login name"),
	SHOW(email, "E-mail address"),
	SHOW_CHOICE(role, ROLES, "What the person is"),
	SHOW_JSON(permissions, "What the role may: an array of names"),
	SHOW(has_totp, "Whether a second factor is set up"),
	SHOW_TIME_OPT(last_login_at, "Last login"));

#define ADMIN_LOGIN_IN(F)                                                                          \
	F(BODY, str, username, .min = 1, .max = 64, .doc = "Login name")                           \
	F(BODY, secret, password, .min = 1, .max = ADMIN_PASSWORD_MAX, .doc = "Password")          \
	F(BODY, code, totp, .optional = true,                                                      \
	  .doc = "Code of the second factor; needed once that is set up")
INPUT(admin_login_in, ADMIN_LOGIN_IN);

static enum err
login_admin(struct ctx *cx, const struct admin_login_in *in, struct admin_user *out)
{
	const char *token;

	TRY(admin_login(cx, in->username, in->password, in->totp, out, &token));
	reply_cookie(cx, STAFF_COOKIE, token, 0, true);
	return OK;
}
ENDPOINT(login_admin, POST, "/api/v1/admin/auth/login", admin_login_in, admin_me_view,
	.auth = AUTH_ANYONE, .tx = TX_OWN, .rate = &rate_login,
	.errors = ERRORS(E_LOGIN_WRONG, E_LOGIN_LATER, E_TOTP_NEEDED),
	.doc = "Logs staff in by a cookie for this browser session; at most three sessions each.");

#define TOTP_BEGIN_IN(F)                                                                           \
	F(BODY, str, username, .min = 1, .max = 64, .doc = "Login name")                           \
	F(BODY, secret, password, .min = 1, .max = ADMIN_PASSWORD_MAX, .doc = "Password")
INPUT(totp_begin_in, TOTP_BEGIN_IN);
VIEW(enrolment_view, struct enrolment,
	SHOW(enrolment, "Goes back with a code, within ten minutes"),
	SHOW(secret, "What an authenticator app is given, in base 32"),
	SHOW(uri, "The same as an otpauth address, to be shown as a QR code"));

static enum err
begin_totp(struct ctx *cx, const struct totp_begin_in *in, struct enrolment *out)
{
	return admin_totp_begin(cx, in->username, in->password, out);
}
ENDPOINT(begin_totp, POST, "/api/v1/admin/auth/totp", totp_begin_in, enrolment_view,
	.auth = AUTH_ANYONE, .tx = TX_OWN, .rate = &rate_login,
	.errors = ERRORS(E_LOGIN_WRONG, E_LOGIN_LATER, E_CONFLICT),
	.doc = "Begins to set up the second factor of an account that has none; nothing is stored "
	       "yet.");

#define TOTP_CONFIRM_IN(F)                                                                         \
	TOTP_BEGIN_IN(F)                                                                           \
	F(BODY, str, enrolment, .min = 1, .max = 300, .doc = "As it was sent")                     \
	F(BODY, code, totp, .doc = "A code that the app shows")
INPUT(totp_confirm_in, TOTP_CONFIRM_IN);

static enum err
confirm_totp(struct ctx *cx, const struct totp_confirm_in *in, struct admin_user *out)
{
	const char *token;

	TRY(admin_totp_confirm(cx, in->username, in->password, in->enrolment, in->totp, out, &token));
	reply_cookie(cx, STAFF_COOKIE, token, 0, true);
	return OK;
}
ENDPOINT(confirm_totp, POST, "/api/v1/admin/auth/totp/confirm", totp_confirm_in, admin_me_view,
	.auth = AUTH_ANYONE, .tx = TX_OWN, .rate = &rate_login,
	.errors = ERRORS(E_LOGIN_WRONG, E_LOGIN_LATER, E_CONFLICT),
	.doc = "Sets up the second factor, ends the account's other sessions and logs in.");

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
          &logout_admin_endpoint, &get_admin_me_endpoint);
