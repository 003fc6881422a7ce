/* SPDX-License-Identifier: MIT */
#include "staff/personnel.h"

#include "base/str.h"
#include "db/db.h"
#include "guard/reset_token.h"
#include "ops/audit.h"
#include "staff/admin_password.h"
#include "staff/notice.h"
#include "staff/role.h"

/* ---- who may ---- */

static enum err
may_about(struct ctx *cx, const struct admin_user *actor, const char *role)
{
	if (role_may(role, "admin_user.super") && !role_may(actor->role, "admin_user.super"))
		return fail(cx, E_FORBIDDEN, "%s about a %s", actor->role, role);
	return OK;
}

/* The actor and whom it is about, both locked.  What the request was let in by may have changed
 * since: the locked row decides. */
static enum err
lock_both(struct ctx *cx, int64_t id, struct admin_user *actor, struct admin_user *whom)
{
	TRY(admin_user_lock_two(cx, cx->actor.id, id, actor, whom));
	if (!actor->is_active)
		return fail(cx, E_LOGIN_NEEDED, "switched off a moment ago");
	if (!role_may(actor->role, "admin_user.write"))
		return fail(cx, E_FORBIDDEN, "a %s since a moment ago", actor->role);
	return may_about(cx, actor, whom->role);
}

static enum err
not_oneself(struct ctx *cx, int64_t id, const char *field)
{
	return id != cx->actor.id ? OK : fail_at(cx, E_OWN_ACCOUNT, field, "oneself");
}

/* ---- inviting ---- */

enum err
personnel_invite(struct ctx *cx, const struct admin_user *wanted, struct admin_user *ret)
{
	struct admin_user actor = { 0 }, u = { 0 };
	int64_t id;

	TRY(lock_both(cx, cx->actor.id, &actor, &u));
	TRY(may_about(cx, &actor, wanted->role));
	TRY(admin_user_add(cx, wanted, NULL, &id));
	TRY(admin_user_get(cx, id, &u));
	TRY(admin_password_link(cx, &u));
	*ret = u;
	return audit_write(cx, "admin.invite", "admin_users", id, NULL, admin_user_json(cx, &u), NULL);
}

/* ---- changing ---- */

static enum err
apply(struct ctx *cx, const struct admin_user_edit *edit, struct admin_user *u)
{
	if (edit->role && !str_eq(edit->role, u->role)) {
		TRY(not_oneself(cx, u->id, "role"));
		u->role = edit->role;
	}
	if (edit->is_active >= 0 && (edit->is_active > 0) != u->is_active) {
		TRY(not_oneself(cx, u->id, "is_active"));
		u->is_active = edit->is_active > 0;
	}
	if (edit->email)
		u->email = edit->email;
	if (edit->language)
		u->language = edit->language;
	return OK;
}

/* What else a change brings with it. */
static enum err
follow(struct ctx *cx, const struct admin_user *old, const struct admin_user *u)
{
	bool is_moved = !str_eq(old->email, u->email);

	if (is_moved || !u->is_active)
		TRY(reset_token_void(cx, "admin", u->id));
	if (is_moved)
		TRY(staff_notice(cx, "staff_email_changed", old));
	if (!str_eq(old->role, u->role) || !u->is_active)
		TRY(admin_session_end_others(cx, u->id, 0, u->is_active ? "role" : "switched_off"));
	return OK;
}

static enum err
edit_locked(struct ctx *cx, const struct admin_user *old, int32_t version,
            const struct admin_user_edit *edit, struct admin_user *ret)
{
	struct admin_user u = *old;

	if (u.version != version) {
		cx->detail = arena_copy(cx->mem, old, sizeof *old);
		return fail_at(cx, E_CONFLICT, "version", "version %d, now %d", version, u.version);
	}
	TRY(apply(cx, edit, &u));
	TRY(admin_user_write(cx, &u));
	TRY(follow(cx, old, &u));
	*ret = u;
	return audit_write(cx, "admin.edit", "admin_users", u.id, admin_user_json(cx, old),
	                   admin_user_json(cx, &u), NULL);
}

enum err
personnel_edit(struct ctx *cx, int64_t id, int32_t version, const struct admin_user_edit *edit,
               struct admin_user *ret)
{
	struct admin_user actor = { 0 }, old = { 0 };

	TRY(lock_both(cx, id, &actor, &old));
	if (edit->role)
		TRY(may_about(cx, &actor, edit->role));
	return edit_locked(cx, &old, version, edit, ret);
}

enum err
personnel_edit_own(struct ctx *cx, int32_t version, const struct admin_user_edit *edit,
                   struct admin_user *ret)
{
	struct admin_user old = { 0 };
	bool found;

	TRY(admin_user_lock(cx, cx->actor.id, &old, &found));
	if (!found || !old.is_active)
		return fail(cx, E_LOGIN_NEEDED, "switched off a moment ago");
	return edit_locked(cx, &old, version, edit, ret);
}

/* ---- helping ---- */

enum err
personnel_send_link(struct ctx *cx, int64_t id)
{
	struct admin_user actor = { 0 }, u = { 0 };

	TRY(lock_both(cx, id, &actor, &u));
	if (!u.is_active)
		return fail(cx, E_CONFLICT, "account %lld is switched off", (long long)id);
	TRY(admin_password_link(cx, &u));
	return audit_write(cx, "admin.link", "admin_users", id, NULL, NULL, NULL);
}

enum err
personnel_reset_totp(struct ctx *cx, int64_t id)
{
	struct admin_user actor = { 0 }, u = { 0 };

	TRY(lock_both(cx, id, &actor, &u));
	TRY(not_oneself(cx, id, "id"));
	if (!u.has_totp)
		return fail(cx, E_CONFLICT, "account %lld has no second factor", (long long)id);
	TRY(admin_user_drop_totp(cx, id));
	TRY(admin_session_end_others(cx, id, 0, "totp_reset"));
	TRY(staff_notice(cx, "staff_totp_reset", &u));
	return audit_write(cx, "admin.totp_reset", "admin_users", id, NULL, NULL, NULL);
}

/* ---- sessions ---- */

static enum err
end_sessions(struct ctx *cx, int64_t id, int64_t session_id, int64_t keep, const char *reason)
{
	const char *which = NULL;

	if (session_id) {
		TRY(admin_session_end(cx, id, session_id, reason));
		which = arena_fmt(cx->mem, "{\"session_id\":%lld}", (long long)session_id);
	} else {
		TRY(admin_session_end_others(cx, id, keep, reason));
	}
	return audit_write(cx, session_id ? "admin.session_end" : "admin.sessions_end",
	                   "admin_users", id, which, NULL, NULL);
}

enum err
personnel_sessions(struct ctx *cx, int64_t id, const char *cursor, int32_t limit,
                   struct admin_session_page *ret)
{
	struct admin_user actor = { 0 }, u = { 0 };

	TRY(admin_user_get(cx, cx->actor.id, &actor));
	TRY(admin_user_get(cx, id, &u));
	TRY(may_about(cx, &actor, u.role));
	return admin_session_list(cx, id, cursor, limit, ret);
}

enum err
personnel_end_sessions(struct ctx *cx, int64_t id, int64_t session_id)
{
	struct admin_user actor = { 0 }, u = { 0 };

	TRY(lock_both(cx, id, &actor, &u));
	return end_sessions(cx, id, session_id, 0, "staff");
}

enum err
personnel_end_own_sessions(struct ctx *cx, int64_t session_id)
{
	return end_sessions(cx, cx->actor.id, session_id, cx->actor.session_id, "own");
}
