/* SPDX-License-Identifier: MIT */
#include "support/asker.h"

#include "base/str.h"
#include "support/customer.h"
#include "support/order.h"
#include "support/staff.h"

int64_t
ticket_people(struct shop *s)
{
	int64_t mona = customer_mona(s);

	as_customer(s, ADEL_ASKS, customer_add(s, ADEL_PHONE, ADEL_MAIL), false);
	as_customer(s, MONA_ASKS, mona, false);
	return mona;
}

struct link
ticket_order(struct shop *s, const char *phone)
{
	int64_t id = shop_order(s, phone);

	return (struct link){ id, text_at(s, "number"), text_at(s, "tracking_token") };
}

void
ticket_with(struct shop *s, struct link l)
{
	s->extra = arena_fmt(s->cx.mem, "HTTP_TRACKING_TOKEN=%s", l.token);
}

const char *
ticket_at(struct shop *s, struct link l, const char *what, int64_t id, const char *rest)
{
	const char *list = arena_fmt(s->cx.mem, "/api/v1/orders/%s/%s", l.number, what);

	return id ? arena_fmt(s->cx.mem, "%s/%lld%s", list, (long long)id, rest) : list;
}

const char *
ticket_key(struct shop *s)
{
	static int n;

	return arena_fmt(s->cx.mem, "ticket-key-%010d", ++n);
}

int64_t
ticket_ask(struct shop *s, const char *subject)
{
	once(s, ticket_key(s));
	post(s, TICKETS, "{'subject':'%s','message':'Two of them are broken.'}", subject);
	expect_status(s, 201);
	return number_at(s, "id");
}

int64_t
ticket_ask_with(struct shop *s, struct link l, const char *subject)
{
	ticket_with(s, l);
	once(s, ticket_key(s));
	post(s, ticket_at(s, l, "tickets", 0, ""), "{'subject':'%s','message':'Where is it?'}", subject);
	expect_status(s, 201);
	return number_at(s, "id");
}

int64_t
ticket_asked(struct shop *s)
{
	ticket_people(s);
	int64_t id = ticket_ask(s, "Hello");
	as_staff(s, DESK, "order_manager");
	return id;
}

int64_t
ticket_asked_about(struct shop *s, struct link *ret)
{
	ticket_people(s);
	*ret = ticket_order(s, DEMO_PHONE);
	once(s, ticket_key(s));
	post(s, TICKETS, "{'subject':'Hello','message':'Two of them.','order_number':'%s'}",
	     ret->number);
	expect_status(s, 201);
	int64_t id = number_at(s, "id");
	as_staff(s, DESK, "order_manager");
	return id;
}

void
ticket_post(struct shop *s, int64_t id, const char *what, const char *json)
{
	once(s, ticket_key(s));
	post(s, arena_fmt(s->cx.mem, TICKETS "/%lld/%s", (long long)id, what), "%s", json);
}

void
ticket_desk(struct shop *s, int64_t id, const char *what, const char *json)
{
	once(s, ticket_key(s));
	request(s, *what ? "POST" : "PATCH",
	        arena_fmt(s->cx.mem, DESK_TICKETS "/%lld%s%s", (long long)id, *what ? "/" : "", what),
	        "{'version':%s,%s", ticket_is(s, id, "version"), json + 1);
}

const char *
ticket_is(struct shop *s, int64_t id, const char *column)
{
	const char *text = sql_text(s, "SELECT %s FROM customer_support_tickets WHERE id = %lld",
	                            column, (long long)id);

	return text ? text : "";
}
