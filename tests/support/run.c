/* SPDX-License-Identifier: MIT */
#include "support/run.h"

#include "base/str.h"
#include "sale/order.h"

void
as_dispatcher(struct shop *s)
{
	as_staff(s, RUN_DISPATCHER, "delivery_manager");
}

int64_t
run_order(struct shop *s)
{
	as(s, RUN_GUEST);
	s->visitors[RUN_GUEST].cookies_n = 0;
	int64_t id = shop_order(s, DEMO_PHONE);

	as_staff(s, RUN_MANAGER, "super_admin");
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/status", (long long)id),
	     "{'status':'confirmed'}");
	expect_status(s, 200);
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/status", (long long)id),
	     "{'status':'preparing'}");
	expect_status(s, 200);
	as_dispatcher(s);
	return id;
}

int64_t
run_version(struct shop *s, int64_t run)
{
	return sql_number(s, "SELECT version FROM delivery_runs WHERE id = %lld", (long long)run);
}

void
run_planned(struct shop *s, struct outing *ret, int n)
{
	char *ids = arena_str(s->cx.mem, "");

	*ret = (struct outing){ .n = n };
	for (int i = 0; i < n; i++) {
		ret->orders[i] = run_order(s);
		ids = arena_fmt(s->cx.mem, "%s%s%lld", ids, i ? "," : "",
		                (long long)ret->orders[i]);
	}
	post(s, "/api/v1/admin/runs", "{'date':'" RUN_DAY "','time_slot_id':%d,'runs':["
	     "{'delivery_man_id':%d,'orders':[%s]}]}", DEMO_EVENING, DEMO_KARIM, ids);
	expect_status(s, 201);
	ret->run = number_at(s, "items.0.id");
	for (int i = 0; i < n; i++)
		ret->stops[i] = number_at(s, arena_fmt(s->cx.mem, "items.0.stops.%d.id", i));
}

void
run_link(struct shop *s, struct outing *ret)
{
	const char *token = strstr(text_at(s, "link"), "#token=");

	assert_non_null(token);
	ret->run = number_at(s, "id");
	snprintf(ret->token, sizeof ret->token, "%s", token + 7);
	assert_int_equal(strlen(ret->token), 43);
}

void
run_out(struct shop *s, struct outing *ret, int n)
{
	run_planned(s, ret, n);
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/runs/%lld/confirm", (long long)ret->run),
	     "{'version':1}");
	expect_status(s, 200);
	run_link(s, ret);
}

const char *
run_code(struct shop *s, int64_t order)
{
	const char *hex = sql_text(s, "SELECT HEX(tracking_nonce) FROM orders WHERE id = %lld",
	                           (long long)order);
	uint8_t nonce[16];

	assert_true(hex_parse(str_lower(s->cx.mem, hex), nonce, sizeof nonce));
	return order_delivery_code(&s->cx, order, nonce);
}

const char *
run_wrong_code(struct shop *s, int64_t order)
{
	return str_eq(run_code(s, order), "123456") ? "654321" : "123456";
}

void
run_look(struct shop *s, const struct outing *o)
{
	as(s, RUN_GUEST);
	s->extra = arena_fmt(s->cx.mem, "HTTP_RUN_TOKEN=%s", o->token);
	get(s, "/api/v1/runs/%lld", (long long)o->run);
	s->extra = NULL;
}

void
run_tell(struct shop *s, const struct outing *o, const char *events)
{
	as(s, RUN_GUEST);
	s->extra = arena_fmt(s->cx.mem, "HTTP_RUN_TOKEN=%s", o->token);
	post(s, arena_fmt(s->cx.mem, "/api/v1/runs/%lld/events", (long long)o->run),
	     "{'events':[%s]}", events);
	s->extra = NULL;
}

char *
run_event(struct shop *s, const struct outing *o, int i, const char *id, const char *kind,
          const char *more)
{
	return arena_fmt(s->cx.mem, "{'client_id':'event-%s','stop_id':%lld,'kind':'%s',%s"
	                 "'happened_at':'2030-01-02T11:00:00Z'}", id, (long long)o->stops[i], kind,
	                 more);
}

void
run_photo(struct shop *s, const struct outing *o, const char *name)
{
	sql_do(s, "INSERT INTO files (purpose, sha256, size_bytes, media_type, storage_key) VALUES "
	       "('delivery_photo', UNHEX(SHA2('x', 256)), 1, 'image/webp', MD5('%s %lld'))", name,
	       (long long)o->run);
	sql_do(s, "INSERT INTO run_photos (file_id, run_id, client_id) SELECT MAX(id), %lld, '%s' "
	       "FROM files", (long long)o->run, name);
}

void
run_deliver(struct shop *s, const struct outing *o, int i)
{
	run_tell(s, o, run_event(s, o, i, arena_fmt(s->cx.mem, "delivered-%d", i), "delivered",
	                         arena_fmt(s->cx.mem, "'delivery_code':'%s','amount':'" RUN_TOTAL "',",
	                                   run_code(s, o->orders[i]))));
	expect_status(s, 200);
	expect_text(s, "items.0.outcome", "applied");
}
