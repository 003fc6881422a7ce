/* SPDX-License-Identifier: MIT */
#include "staff/notice.h"

#include "base/config.h"
#include "guard/reset_token.h"
#include "ops/message.h"
#include "ops/setting.h"

static enum err
queue(struct ctx *cx, struct message m, const char *username, const char *link, int64_t left)
{
	const char *url = cx->config->admin_url;
	struct settings set;

	TRY(settings_read(cx, &set));
	struct message_value values[] = {
		{ "name", username }, { "shop", set.shop_name },
		{ "link", arena_fmt(cx->mem, "%s/%s", url, link) },
		{ "left", arena_fmt(cx->mem, "%lld", (long long)left) },
	};
	return message_queue(cx, &m, values, sizeof values / sizeof *values);
}

static struct message
message_to(const char *topic, const struct admin_user *to)
{
	return (struct message){ .topic = topic, .language = to->language, .email = to->email };
}

enum err
staff_notice(struct ctx *cx, const char *topic, const struct admin_user *to)
{
	return queue(cx, message_to(topic, to), to->username, "", 0);
}

enum err
staff_notice_left(struct ctx *cx, const struct admin_user *to, int64_t left)
{
	return queue(cx, message_to("staff_recovery_used", to), to->username, "", left);
}

enum err
staff_notice_link(struct ctx *cx, const struct admin_user *to, const char *token)
{
	static const struct admin_user nobody = {
		.email = "-", .language = "en", .username = "", .has_password = true,
	};
	const struct admin_user *u = to ? to : &nobody;
	struct message m = message_to(u->has_password ? "staff_reset" : "staff_invited", u);

	m.is_secret = true;
	m.expires_at = to ? cx->now + RESET_TOKEN_SECS : cx->now;
	return queue(cx, m, u->username,
	             arena_fmt(cx->mem, "%s#token=%s", u->has_password ? "reset" : "invite", token), 0);
}
