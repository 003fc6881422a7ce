/* SPDX-License-Identifier: MIT */
/* Customers: login, logout, on which devices, and what happened to the account. */
#include "account/activity.h"
#include "account/login.h"
#include "account/session.h"
#include "api/api.h"
#include "sale/cart.h"
#include "web/common.h"
#include "web/input.h"

static const struct rate rate_login = { "login", 60, 300, RATE_BY_IP };

void
reply_session(struct ctx *cx, const char *token, bool remember)
{
	reply_cookie(cx, CUSTOMER_COOKIE, token, remember ? SESSION_LONG_SECS : 0, false);
}

struct login_reply {
	bool needs_code;
	const char *handle;
	int64_t expires_at, resend_at;
	struct cart_merge *cart;
};
VIEW(cart_merge_view, struct cart_merge,
	SHOW(added, "Lines that came new into the customer's cart"),
	SHOW(merged, "Lines that were added to equal ones"),
	SHOW(capped, "Lines that were cut to what a cart can hold, or left out"));
VIEW(login_view, struct login_reply,
	SHOW(needs_code, "True: a new device, a code was sent; ask again with handle and code"),
	SHOW_OPT(handle, "Goes back with the code"),
	SHOW_TIME_OPT(expires_at, "Until when the code is good"),
	SHOW_TIME_OPT(resend_at, "From when another one can be asked for"),
	SHOW_OBJECT(cart, cart_merge_view, "What became of the visitor's cart; null: not yet in"));

#define LOGIN_IN(F)                                                                                \
	F(BODY, str, login, .min = 1, .max = 254, .optional = true,                                \
	  .doc = "E-mail address, phone or user name; left out with a code alone")                 \
	F(BODY, secret, password, .min = 1, .max = 256, .optional = true,                          \
	  .doc = "Password; left out with a code alone")                                           \
	F(BODY, flag, remember, .optional = true,                                                  \
	  .doc = "True: for 30 days; otherwise for this browser session")                          \
	F(BODY, str, handle, .min = 1, .max = 64, .optional = true,                                \
	  .doc = "From the reply that announced the code")                                         \
	F(BODY, code, code, .optional = true, .doc = "The six digits")
INPUT(login_in, LOGIN_IN);

struct merging { int64_t guest_cart_id; struct cart_merge result; };

static enum err
merge_cart(struct ctx *cx, int64_t customer_id, void *arg)
{
	struct merging *m = arg;

	return cart_merge_guest(cx, customer_id, m->guest_cart_id, &m->result);
}

static enum err
check_login(struct ctx *cx, const struct login_in *in)
{
	if (!in->login != !in->password)
		return input_needs(cx, in->login ? "password" : "login");
	if (!in->handle != !in->code)
		return input_needs(cx, in->handle ? "code" : "handle");
	return in->login || in->code ? OK : input_needs(cx, "login");
}

static enum err
log_in(struct ctx *cx, const struct login_in *in, struct login_reply *out)
{
	struct merging merging = {
		.guest_cart_id = cx->actor.kind == ACTOR_GUEST ? cx->actor.cart_id : 0,
	};
	struct login login = {
		.name = in->login, .password = in->password, .handle = in->handle,
		.code = in->code, .remember = in->remember, .device = cx->device,
	};
	struct logged_in done;

	TRY(check_login(cx, in));
	TRY(login_begin(cx, &login, merge_cart, &merging, &done));
	*out = (struct login_reply){ .needs_code = done.needs_code };
	if (done.needs_code) {
		out->handle = done.otp.handle;
		out->expires_at = done.otp.expires_at;
		out->resend_at = done.otp.resend_at;
		return OK;
	}
	out->cart = arena_copy(cx->mem, &merging.result, sizeof merging.result);
	reply_session(cx, done.token, in->remember);
	if (done.device)
		reply_cookie(cx, DEVICE_COOKIE, done.device, DEVICE_SECS, false);
	if (merging.guest_cart_id)
		reply_cookie(cx, CART_COOKIE, "", -1, false);
	return OK;
}
ENDPOINT(log_in, POST, "/api/v1/auth/login", login_in, login_view,
	.auth = AUTH_GUEST | AUTH_CUSTOMER, .tx = TX_OWN, .rate = &rate_login,
	.errors = ERRORS(E_LOGIN_WRONG, E_LOGIN_LATER, E_ACCOUNT_CLOSED, E_CODE_WRONG, E_CODE_SPENT,
	                 E_CODE_SOON),
	.doc = "Logs a customer in: by login and password, on a new device with a code besides, or "
	       "by the code of /auth/otp (purpose login) alone. What is in the visitor's cart "
	       "comes along.");

static enum err
log_out(struct ctx *cx, const struct nothing *in, struct nothing *out)
{
	(void)in;
	(void)out;
	TRY(login_end(cx));
	reply_cookie(cx, CUSTOMER_COOKIE, "", -1, false);
	return OK;
}
ENDPOINT(log_out, POST, "/api/v1/auth/logout", nothing, nothing,
	.auth = AUTH_CUSTOMER, .tx = TX_WRITE, .twice_is_once = true,
	.doc = "Ends this session; the device stays known.");

#define SESSION_LIST_IN(F) PAGE_IN(F, SESSIONS_MAX, SESSIONS_MAX)
INPUT(session_list_in, SESSION_LIST_IN);
VIEW(session_view, struct session,
	SHOW(id, "Session"),
	SHOW(device_name, "Browser and system, as the browser says"),
	SHOW_OPT(ip_address, "Address of the last use"),
	SHOW(is_current, "True: the one that asks"),
	SHOW(is_remembered, "True: the long kind"),
	SHOW_TIME(created_at, "When it began"),
	SHOW_TIME(last_activity_at, "Last use, to five minutes"),
	SHOW_TIME(expires_at, "When it ends at the latest"));
VIEW(session_list_view, struct session_page,
	SHOW_LIST(items, session_view, "Newest first"),
	SHOW_NEXT);

static enum err
list_sessions(struct ctx *cx, const struct session_list_in *in, struct session_page *out)
{
	return session_list(cx, cx->actor.id, in->cursor, in->limit, out);
}
ENDPOINT(list_sessions, GET, "/api/v1/me/sessions", session_list_in, session_list_view,
	.auth = AUTH_CUSTOMER, .tx = TX_READ,
	.doc = "Where the customer is logged in.");

INPUT(session_id_in, ID_IN);

static enum err
end_session(struct ctx *cx, const struct session_id_in *in, struct nothing *out)
{
	(void)out;
	TRY(session_end(cx, cx->actor.id, in->id, "customer"));
	return activity_write(cx, cx->actor.id, "session.ended", NULL);
}
ENDPOINT(end_session, DELETE, "/api/v1/me/sessions/{id}", session_id_in, nothing,
	.auth = AUTH_CUSTOMER, .tx = TX_WRITE, .errors = ERRORS(E_NOT_FOUND),
	.doc = "Ends one of the customer's sessions.");

static enum err
end_other_sessions(struct ctx *cx, const struct nothing *in, struct nothing *out)
{
	(void)in;
	(void)out;
	TRY(session_end_others(cx, cx->actor.id, cx->actor.session_id, "customer"));
	return activity_write(cx, cx->actor.id, "session.others_ended", NULL);
}
ENDPOINT(end_other_sessions, POST, "/api/v1/me/sessions/end-others", nothing, nothing,
	.auth = AUTH_CUSTOMER, .tx = TX_WRITE, .twice_is_once = true,
	.doc = "Ends all of the customer's sessions but this one.");

#define ACTIVITY_LIST_IN(F) PAGE_IN(F, 100, 20)
INPUT(activity_list_in, ACTIVITY_LIST_IN);
VIEW(activity_view, struct activity,
	SHOW(id, "Entry"),
	SHOW(action, "What happened, such as session.login"),
	SHOW_JSON(details, "More about it"),
	SHOW_OPT(ip_address, "From which address"),
	SHOW(device_name, "Browser and system, as the browser said"),
	SHOW_TIME(created_at, "When"));
VIEW(activity_list_view, struct activity_page,
	SHOW_LIST(items, activity_view, "Newest first"),
	SHOW_NEXT);

static enum err
list_activity(struct ctx *cx, const struct activity_list_in *in, struct activity_page *out)
{
	return activity_list(cx, in->cursor, in->limit, out);
}
ENDPOINT(list_activity, GET, "/api/v1/me/activity", activity_list_in, activity_list_view,
	.auth = AUTH_CUSTOMER, .tx = TX_READ,
	.doc = "What happened to the customer's account.");

ENDPOINTS(session, &log_in_endpoint, &log_out_endpoint, &list_sessions_endpoint,
          &end_session_endpoint, &end_other_sessions_endpoint, &list_activity_endpoint);
