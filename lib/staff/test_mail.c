/* SPDX-License-Identifier: MIT */
#include "staff/test_mail.h"

#include "base/buf.h"
#include "base/str.h"
#include "db/db.h"
#include "ops/audit.h"
#include "ops/message.h"
#include "ops/setting.h"
#include "ops/smtp.h"
#include "staff/admin_user.h"

struct testing {
	struct admin_user to;
	struct settings set;
	struct email_settings es;
	bool has_server;
};

static enum err
read_all(struct ctx *cx, void *arg)
{
	struct testing *t = arg;

	TRY(admin_user_get(cx, cx->actor.id, &t->to));
	TRY(settings_read(cx, &t->set));
	return email_settings_read(cx, &t->es, &t->has_server);
}

static struct delivery
hand_over(struct ctx *cx, const struct testing *t)
{
	struct message_value values[] = {
		{ "name", t->to.username }, { "shop", t->set.shop_name },
	};
	struct mail m = {
		.id = arena_fmt(cx->mem, "test-%lld-%lld", (long long)t->to.id, (long long)cx->now),
		.to = t->to.email, .language = t->to.language, .at = cx->now,
	};

	if (!t->has_server)
		return (struct delivery){ DELIVERY_REFUSED, "no mail server is set up", NULL };
	message_mail(cx, "staff_test_mail", t->to.language, values, 2, &m.subject, &m.text);
	return smtp_send(cx, &t->es, &m);
}

static enum err
note(struct ctx *cx, void *arg)
{
	const struct test_mail *result = arg;
	struct buf b = buf_in(cx->mem, 1000);

	buf_fmt(&b, "{\"is_delivered\":%s,\"problem\":", result->is_delivered ? "true" : "false");
	buf_json(&b, result->problem);
	buf_char(&b, '}');
	return audit_write(cx, "email_settings.test", "email_settings", 0, NULL, b.data, NULL);
}

enum err
test_mail_send(struct ctx *cx, struct test_mail *ret)
{
	struct testing t = { 0 };
	struct delivery d;

	TRY(db_reading(cx, read_all, &t));
	d = hand_over(cx, &t);
	*ret = (struct test_mail){ t.to.email, d.how == DELIVERED, d.why };
	return db_transaction(cx, DB_AGAIN, note, ret);
}
