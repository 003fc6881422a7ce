/* SPDX-License-Identifier: MIT */
/* Staff accounts, for those who manage them. */
#include "api/admin_user_view.h"
#include "staff/personnel.h"
#include "staff/role.h"
#include "web/common.h"

VIEW(admin_user_view, struct admin_user,
	SHOW(id, "Account"),
	SHOW(username, "Login name"),
	SHOW(email, "E-mail address"),
	SHOW_CHOICE(role, ROLES, "What the person is"),
	SHOW_CHOICE(language, LANGUAGES, "Language of messages"),
	SHOW(is_active, "False: switched off"),
	SHOW(has_password, "False: invited, and has not chosen one yet"),
	SHOW(has_totp, "Whether a second factor is set up"),
	SHOW(recovery_codes_left, "How many recovery codes are still good"),
	SHOW_TIME_OPT(last_login_at, "Last login"),
	SHOW_TIME(created_at, "When it was made"),
	SHOW(version, "Names this state in an edit"));
VIEW(admin_user_list_view, struct admin_user_page,
	SHOW_LIST(items, admin_user_view, "Accounts, oldest first"),
	SHOW_NEXT);

#define ADMIN_USER_LIST_IN(F)                                                                      \
	F(QUERY, choice, role, .choices = ROLES, .optional = true, .doc = "Only these")            \
	F(QUERY, switch, is_active, .optional = true, .doc = "Only those switched on, or off")     \
	F(QUERY, str, q, .min = 1, .max = 100, .optional = true,                                   \
	  .doc = "Only whose login name or e-mail address begins so")                              \
	PAGE_IN(F, 200, 50)
INPUT(admin_user_list_in, ADMIN_USER_LIST_IN);

static enum err
list_admin_users(struct ctx *cx, const struct admin_user_list_in *in, struct admin_user_page *out)
{
	struct admin_user_filter filter = {
		.role = in->role, .is_active = in->is_active, .begins = in->q,
	};

	return admin_user_list(cx, &filter, in->cursor, in->limit, out);
}
ENDPOINT(list_admin_users, GET, "/api/v1/admin/admin-users", admin_user_list_in,
	admin_user_list_view, .auth = AUTH_STAFF, .perm = "admin_user.read", .tx = TX_READ,
	.doc = "Staff accounts, those switched off too.");

INPUT(admin_user_in, ID_IN);

static enum err
get_admin_user(struct ctx *cx, const struct admin_user_in *in, struct admin_user *out)
{
	return admin_user_get(cx, in->id, out);
}
ENDPOINT(get_admin_user, GET, "/api/v1/admin/admin-users/{id}", admin_user_in, admin_user_view,
	.auth = AUTH_STAFF, .perm = "admin_user.read", .tx = TX_READ, .errors = ERRORS(E_NOT_FOUND),
	.doc = "One staff account.");

#define INVITE_IN(F)                                                                               \
	F(BODY, str, username, .min = 2, .max = 64,                                                \
	  .doc = "Login name: a-z 0-9 . _ -, a letter first; it stays")                            \
	F(BODY, email, email, .doc = "Where the link goes")                                        \
	F(BODY, choice, role, .choices = ROLES, .doc = "What the person shall be")                 \
	F(BODY, choice, language, .choices = LANGUAGES, .optional = true,                          \
	  .doc = "Language of messages; English if left out")
INPUT(invite_in, INVITE_IN);

static enum err
invite_admin_user(struct ctx *cx, const struct invite_in *in, struct admin_user *out)
{
	struct admin_user wanted = {
		.username = in->username, .email = in->email, .role = in->role,
		.language = in->language ? in->language : "en",
	};

	return personnel_invite(cx, &wanted, out);
}
ENDPOINT(invite_admin_user, POST, "/api/v1/admin/admin-users", invite_in, admin_user_view,
	.auth = AUTH_STAFF, .perm = "admin_user.write", .step_up = true, .tx = TX_WRITE,
	.status = 201, .errors = ERRORS(E_CONFLICT),
	.doc = "Makes an account without a password and sends a link to choose one, good once and for "
	       "a day. Only a super_admin makes one.");

#define ADMIN_USER_EDIT_IN(F)                                                                      \
	F(PATH, id, id, .doc = "Which one")                                                        \
	F(BODY, i32, version, .min = 1, .max = INT32_MAX, .doc = "The version that was seen")      \
	F(BODY, choice, role, .choices = ROLES, .optional = true, .doc = "Another role")           \
	F(BODY, switch, is_active, .optional = true, .doc = "False: switched off")                 \
	F(BODY, email, email, .optional = true, .doc = "Another e-mail address")                   \
	F(BODY, choice, language, .choices = LANGUAGES, .optional = true,                          \
	  .doc = "Language of messages")
INPUT(admin_user_edit_in, ADMIN_USER_EDIT_IN);

static enum err
edit_admin_user(struct ctx *cx, const struct admin_user_edit_in *in, struct admin_user *out)
{
	struct admin_user_edit edit = {
		.role = in->role, .email = in->email, .language = in->language,
		.is_active = in->is_active,
	};

	return personnel_edit(cx, in->id, in->version, &edit, out);
}
ENDPOINT(edit_admin_user, PATCH, "/api/v1/admin/admin-users/{id}", admin_user_edit_in,
	admin_user_view, .auth = AUTH_STAFF, .perm = "admin_user.write", .step_up = true,
	.tx = TX_WRITE, .errors = ERRORS(E_NOT_FOUND, E_CONFLICT, E_OWN_ACCOUNT),
	.detail = admin_user_view, .detail_name = "current",
	.doc = "Changes what is given of an account. Another role, or being switched off, ends its "
	       "sessions. Nobody changes the own role, or switches oneself off.");

static enum err
send_password_link(struct ctx *cx, const struct admin_user_in *in, struct nothing *out)
{
	(void)out;
	return personnel_send_link(cx, in->id);
}
ENDPOINT(send_password_link, POST, "/api/v1/admin/admin-users/{id}/password-link", admin_user_in,
	nothing, .auth = AUTH_STAFF, .perm = "admin_user.write", .step_up = true, .tx = TX_WRITE,
	.errors = ERRORS(E_NOT_FOUND, E_CONFLICT),
	.doc = "Sends a link to set a password; until it is used the old one stays.");

static enum err
reset_second_factor(struct ctx *cx, const struct admin_user_in *in, struct nothing *out)
{
	(void)out;
	return personnel_reset_totp(cx, in->id);
}
ENDPOINT(reset_second_factor, DELETE, "/api/v1/admin/admin-users/{id}/second-factor", admin_user_in,
	nothing, .auth = AUTH_STAFF, .perm = "admin_user.write", .step_up = true, .tx = TX_WRITE,
	.errors = ERRORS(E_NOT_FOUND, E_CONFLICT, E_OWN_ACCOUNT),
	.doc = "Takes the second factor and the recovery codes of a colleague away, who then sets up "
	       "new ones at the next login, and ends the account's sessions.");

/* ---- sessions ---- */

#define USER_SESSIONS_IN(F)                                                                        \
	F(PATH, id, id, .doc = "Whose")                                                            \
	PAGE_IN(F, ADMIN_SESSIONS, ADMIN_SESSIONS)
INPUT(user_sessions_in, USER_SESSIONS_IN);

static enum err
list_user_sessions(struct ctx *cx, const struct user_sessions_in *in,
                   struct admin_session_page *out)
{
	return personnel_sessions(cx, in->id, in->cursor, in->limit, out);
}
ENDPOINT(list_user_sessions, GET, "/api/v1/admin/admin-users/{id}/sessions", user_sessions_in,
	admin_session_list_view, .auth = AUTH_STAFF, .perm = "admin_user.read", .tx = TX_READ,
	.errors = ERRORS(E_NOT_FOUND), .doc = "Where a colleague is logged in.");

static enum err
end_user_sessions(struct ctx *cx, const struct admin_user_in *in, struct nothing *out)
{
	(void)out;
	return personnel_end_sessions(cx, in->id, 0);
}
ENDPOINT(end_user_sessions, DELETE, "/api/v1/admin/admin-users/{id}/sessions", admin_user_in,
	nothing, .auth = AUTH_STAFF, .perm = "admin_user.write", .step_up = true, .tx = TX_WRITE,
	.twice_is_once = true, .errors = ERRORS(E_NOT_FOUND),
	.doc = "Ends all sessions of an account.");

#define USER_SESSION_IN(F)                                                                         \
	F(PATH, id, id, .doc = "Whose")                                                            \
	F(PATH, id, session_id, .doc = "Which session")
INPUT(user_session_in, USER_SESSION_IN);

static enum err
end_user_session(struct ctx *cx, const struct user_session_in *in, struct nothing *out)
{
	(void)out;
	return personnel_end_sessions(cx, in->id, in->session_id);
}
ENDPOINT(end_user_session, DELETE, "/api/v1/admin/admin-users/{id}/sessions/{session_id}",
	user_session_in, nothing, .auth = AUTH_STAFF, .perm = "admin_user.write", .step_up = true,
	.tx = TX_WRITE, .errors = ERRORS(E_NOT_FOUND),
	.doc = "Ends one session of an account.");

ENDPOINTS(admin_user, &list_admin_users_endpoint, &get_admin_user_endpoint,
          &invite_admin_user_endpoint, &edit_admin_user_endpoint, &send_password_link_endpoint,
          &reset_second_factor_endpoint, &list_user_sessions_endpoint, &end_user_sessions_endpoint,
          &end_user_session_endpoint);
