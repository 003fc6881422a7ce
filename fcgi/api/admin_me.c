/* SPDX-License-Identifier: MIT */
/* What a member of staff does about the own account. */
#include "api/admin_user_view.h"
#include "base/config.h"
#include "ops/setting.h"
#include "staff/admin_password.h"
#include "staff/login.h"
#include "staff/personnel.h"
#include "staff/view_preference.h"
#include "web/common.h"

#define ADMIN_ME_EDIT_IN(F)                                                                        \
	F(BODY, i32, version, .min = 1, .max = INT32_MAX, .doc = "The version that was seen")      \
	F(BODY, email, email, .optional = true, .doc = "Another e-mail address")                   \
	F(BODY, choice, language, .choices = LANGUAGES, .optional = true,                          \
	  .doc = "Language of messages")
INPUT(admin_me_edit_in, ADMIN_ME_EDIT_IN);

static enum err
edit_admin_me(struct ctx *cx, const struct admin_me_edit_in *in, struct admin_user *out)
{
	struct admin_user_edit edit = {
		.email = in->email, .language = in->language, .is_active = -1,
	};

	return personnel_edit_own(cx, in->version, &edit, out);
}
ENDPOINT(edit_admin_me, PATCH, "/api/v1/admin/me", admin_me_edit_in, admin_me_view,
	.auth = AUTH_STAFF, .perm = "", .step_up = true, .tx = TX_WRITE,
	.errors = ERRORS(E_CONFLICT), .detail = admin_me_view, .detail_name = "current",
	.doc = "Changes the own e-mail address, of which the old one is told, and language.");

#define ADMIN_PASSWORD_IN(F)                                                                       \
	F(BODY, secret, old_password, .min = 1, .max = ADMIN_PASSWORD_MAX, .doc = "The old one")   \
	F(BODY, secret, password, .min = ADMIN_PASSWORD_MIN, .max = ADMIN_PASSWORD_MAX,            \
	  .doc = "The new one, exactly as typed")
INPUT(admin_password_in, ADMIN_PASSWORD_IN);

static enum err
change_admin_password(struct ctx *cx, const struct admin_password_in *in, struct nothing *out)
{
	(void)out;
	return admin_password_change(cx, in->old_password, in->password);
}
ENDPOINT(change_admin_password, POST, "/api/v1/admin/me/password", admin_password_in, nothing,
	.auth = AUTH_STAFF, .perm = "", .tx = TX_OWN,
	.errors = ERRORS(E_PASSWORD_WRONG, E_LOGIN_LATER, E_PASSWORD_WEAK),
	.doc = "Changes the own password and ends the own other sessions.");

static enum err
renew_recovery_codes(struct ctx *cx, const struct nothing *in, struct admin_user *out)
{
	(void)in;
	return admin_recovery_codes(cx, out);
}
ENDPOINT(renew_recovery_codes, POST, "/api/v1/admin/me/recovery-codes", nothing, admin_codes_view,
	.auth = AUTH_STAFF, .perm = "", .step_up = true, .tx = TX_WRITE, .status = 201,
	.errors = ERRORS(E_CONFLICT),
	.doc = "Makes the recovery codes anew; those before are void.");

/* ---- sessions ---- */

#define OWN_SESSIONS_IN(F) PAGE_IN(F, ADMIN_SESSIONS, ADMIN_SESSIONS)
INPUT(own_sessions_in, OWN_SESSIONS_IN);

static enum err
list_own_sessions(struct ctx *cx, const struct own_sessions_in *in,
                  struct admin_session_page *out)
{
	return admin_session_list(cx, cx->actor.id, in->cursor, in->limit, out);
}
ENDPOINT(list_own_sessions, GET, "/api/v1/admin/me/sessions", own_sessions_in,
	admin_session_list_view, .auth = AUTH_STAFF, .perm = "", .tx = TX_READ,
	.doc = "Where one is logged in.");

static enum err
end_own_other_sessions(struct ctx *cx, const struct nothing *in, struct nothing *out)
{
	(void)in;
	(void)out;
	return personnel_end_own_sessions(cx, 0);
}
ENDPOINT(end_own_other_sessions, DELETE, "/api/v1/admin/me/sessions", nothing, nothing,
	.auth = AUTH_STAFF, .perm = "", .tx = TX_WRITE, .twice_is_once = true,
	.doc = "Ends all own sessions but this one.");

INPUT(own_session_in, ID_IN);

static enum err
end_own_session(struct ctx *cx, const struct own_session_in *in, struct nothing *out)
{
	(void)out;
	return personnel_end_own_sessions(cx, in->id);
}
ENDPOINT(end_own_session, DELETE, "/api/v1/admin/me/sessions/{id}", own_session_in, nothing,
	.auth = AUTH_STAFF, .perm = "", .tx = TX_WRITE, .errors = ERRORS(E_NOT_FOUND),
	.doc = "Ends one of the own sessions.");

/* ---- where one works ---- */

struct desk { const char *shop_name, *time_zone, *currency, *shop_url; };
VIEW(desk_view, struct desk,
	SHOW(shop_name, "Name of the shop"),
	SHOW(time_zone, "Time zone of its days and hours"),
	SHOW(currency, "ISO 4217 code of all prices"),
	SHOW(shop_url, "Where its pages are"));

static enum err
get_desk(struct ctx *cx, const struct nothing *in, struct desk *out)
{
	struct settings set;

	(void)in;
	TRY(settings_read(cx, &set));
	*out = (struct desk){ set.shop_name, set.timezone, set.currency, cx->config->shop_url };
	return OK;
}
ENDPOINT(get_desk, GET, "/api/v1/admin/desk", nothing, desk_view,
	.auth = AUTH_STAFF, .perm = "", .tx = TX_READ,
	.doc = "What the panel has to know of the shop, whatever one's role.");

/* ---- how lists look ---- */

VIEW(view_preference_view, struct view_preference,
	SHOW_CHOICE(view_type, VIEW_TYPES, "Which list"),
	SHOW(show_deleted, "Whether it shows deleted rows"));
VIEW(view_preferences_view, struct view_preferences,
	SHOW_LIST(items, view_preference_view, "One for each kind of list"));

static enum err
list_view_preferences(struct ctx *cx, const struct nothing *in, struct view_preferences *out)
{
	(void)in;
	return view_preference_list(cx, out);
}
ENDPOINT(list_view_preferences, GET, "/api/v1/admin/me/view-preferences", nothing,
	view_preferences_view, .auth = AUTH_STAFF, .perm = "", .tx = TX_READ,
	.doc = "How one likes to see lists.");

#define VIEW_PREFERENCE_IN(F)                                                                      \
	F(PATH, choice, view_type, .choices = VIEW_TYPES, .doc = "Which list")                     \
	F(BODY, flag, show_deleted, .doc = "Whether it shows deleted rows")
INPUT(view_preference_in, VIEW_PREFERENCE_IN);

static enum err
set_view_preference(struct ctx *cx, const struct view_preference_in *in,
                    struct view_preference *out)
{
	*out = (struct view_preference){ in->view_type, in->show_deleted };
	return view_preference_set(cx, out);
}
ENDPOINT(set_view_preference, PUT, "/api/v1/admin/me/view-preferences/{view_type}",
	view_preference_in, view_preference_view, .auth = AUTH_STAFF, .perm = "", .tx = TX_WRITE,
	.twice_is_once = true, .doc = "Says how one likes to see a list.");

ENDPOINTS(admin_me, &edit_admin_me_endpoint, &change_admin_password_endpoint,
          &renew_recovery_codes_endpoint, &list_own_sessions_endpoint,
          &end_own_other_sessions_endpoint, &end_own_session_endpoint,
          &get_desk_endpoint, &list_view_preferences_endpoint, &set_view_preference_endpoint);
