/* SPDX-License-Identifier: MIT */
#include "account/notice.h"

#include "account/otp.h"
#include "base/config.h"
#include "ops/message.h"
#include "ops/setting.h"

enum err
notice_queue(struct ctx *cx, const struct customer *to, const struct notice *n)
{
	bool is_decoy = !n->email && !n->phone;
	struct message m = {
		.topic = n->topic, .language = to ? to->language : ctx_language(cx),
		.email = is_decoy ? "-" : n->email, .phone = n->phone,
		.is_secret = n->expires_at != 0 || is_decoy,
		.expires_at = is_decoy ? cx->now : n->expires_at,
	};
	struct settings set;

	TRY(settings_read(cx, &set));
	struct message_value values[] = {
		{ "name", to && to->first_name ? to->first_name : "" },
		{ "shop", set.shop_name },
		{ "link", arena_fmt(cx->mem, "%s/%s/%s", cx->config->shop_url, m.language,
		                    n->link ? n->link : "") },
		{ "code", n->code ? n->code : "" },
		{ "minutes", arena_fmt(cx->mem, "%d", OTP_MINUTES) },
	};
	return message_queue(cx, &m, values, sizeof values / sizeof *values);
}

enum err
notice_change(struct ctx *cx, const struct customer *to, const char *topic)
{
	struct notice n = {
		.topic = topic,
		.email = to->email_verified ? to->email : NULL,
		.phone = !to->email_verified && to->phone_verified ? to->phone : NULL,
	};

	return n.email || n.phone ? notice_queue(cx, to, &n) : OK;
}
