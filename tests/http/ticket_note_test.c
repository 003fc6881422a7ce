/* SPDX-License-Identifier: MIT */
/* What staff note among themselves never leaves the desk: not by any endpoint that a customer or a
 * guest may call, not in a message, not in an export. */
#include "support/account.h"
#include "support/asker.h"
#include "support/endpoint.h"
#include "support/order.h"
#include "support/staff.h"

#include "api/api.h"
#include "base/str.h"

#define NOTE "zq-canary-zq"
#define SUBJECT "zq-subject-zq"

/* Mona's ticket and one by the link of her order, with a note before and behind an answer in each. */
struct scene { long long mona; struct link l; int64_t own, by_link; int seen; };

static void
note(struct shop *s, int64_t ticket)
{
	once(s, ticket_key(s));
	post(s, arena_fmt(s->cx.mem, DESK_TICKETS "/%lld/notes", (long long)ticket),
	     "{'message':'" NOTE "'}");
	expect_status(s, 201);
}

static void
begin(struct shop *s, struct scene *c)
{
	*c = (struct scene){ .mona = ticket_people(s) };
	c->l = ticket_order(s, DEMO_PHONE);
	c->own = ticket_ask(s, SUBJECT);
	c->by_link = ticket_ask_with(s, c->l, SUBJECT);
	as_staff(s, DESK, "order_manager");
	for (int i = 0; i < 2; i++) {
		int64_t ticket = i ? c->own : c->by_link;

		note(s, ticket);
		ticket_desk(s, ticket, "answers", "{'message':'We are sorry.'}");
		expect_status(s, 201);
		note(s, ticket);
		ticket_desk(s, ticket, "assign", arena_fmt(s->cx.mem, "{'admin_user_id':%lld}",
			(long long)sql_number(s, "SELECT MIN(id) FROM admin_users")));
		expect_status(s, 200);
	}
	/* The desk sees it, so that there is something to look for. */
	assert_non_null(strstr(s->reply.body.data, NOTE));
	expect_rows(s, 4, "SELECT 1 FROM customer_ticket_replies WHERE message = '" NOTE "' "
	            "AND is_internal = 1");
}

static void
look(struct shop *s, struct scene *c, const char *what)
{
	const char *body = s->reply.body.len ? s->reply.body.data : "";
	const char *headers = s->reply.headers.len ? s->reply.headers.data : "";

	if (strstr(body, NOTE) || strstr(headers, NOTE))
		fail_msg("%s: %s", what, body);
	c->seen += s->reply.status < 300 && strstr(body, SUBJECT);
}

static void
no_endpoint_of_customers_or_guests_tells_a_note(void **state)
{
	struct shop *s = *state;
	struct scene c;
	int tried = 0;

	begin(s, &c);
	char *ids = sql_text(s, "SELECT GROUP_CONCAT(DISTINCT id) FROM (SELECT id FROM "
	                     "customer_support_tickets UNION SELECT id FROM customer_ticket_replies "
	                     "UNION SELECT id FROM customers UNION SELECT id FROM orders) x");
	for (const struct module *const *m = api.modules; *m; m++)
		for (const struct endpoint *const *e = (*m)->list; *e; e++) {
			if (!((*e)->auth & (AUTH_CUSTOMER | AUTH_GUEST | AUTH_ANYONE)))
				continue;
			tried++;
			char *save = NULL, *list = arena_str(s->cx.mem, ids);
			for (char *id = strtok_r(list, ",", &save); id; id = strtok_r(NULL, ",", &save))
				for (int who = 0; who < 2; who++) {
					/* Anew: logging out is one of the calls. */
					if (who == 0)
						as_customer(s, MONA_ASKS, c.mona, false);
					else
						as(s, GUEST_ASKS);
					sql_do(s, "DELETE FROM rate_limits");
					ticket_with(s, c.l);
					endpoint_call(s, *e, id, c.l.number);
					look(s, &c, (*e)->path);
				}
		}
	assert_true(tried > 80);
	/* Lists, single ones, replies, closing and opening again, by the account and by the link. */
	assert_true(c.seen >= 10);
}

static void
nor_does_what_they_do_with_their_tickets(void **state)
{
	struct shop *s = *state;
	static const struct { const char *what, *body; } rows[] = {
		{ "replies", "{'message':'And now?'}" }, { "close", "{}" }, { "reopen", "{}" },
		{ "replies", "{'message':'Hello?'}" },
	};
	struct scene c;

	begin(s, &c);
	for (size_t i = 0; i < 4; i++) {
		as(s, MONA_ASKS);
		ticket_post(s, c.own, rows[i].what, rows[i].body);
		assert_true(s->reply.status < 300);
		look(s, &c, rows[i].what);
		ticket_with(s, c.l);
		once(s, ticket_key(s));
		post(s, ticket_at(s, c.l, "tickets", c.by_link,
		                  arena_fmt(s->cx.mem, "/%s", rows[i].what)), "%s", rows[i].body);
		assert_true(s->reply.status < 300);
		look(s, &c, rows[i].what);
	}
	/* Page by page a note is not even counted. */
	get(s, TICKETS "/%lld?limit=1", (long long)c.own);
	expect_text(s, "replies.0.message", "We are sorry.");
	get(s, TICKETS "/%lld?limit=1&cursor=%s", (long long)c.own, text_at(s, "next_cursor"));
	expect_text(s, "replies.0.message", "And now?");
	get(s, TICKETS "/%lld?limit=1&cursor=%s", (long long)c.own, text_at(s, "next_cursor"));
	expect_text(s, "replies.0.message", "Hello?");
	assert_false(has(s, "next_cursor"));
	assert_true(c.seen == 8);
}

static void
nor_an_export_nor_any_message(void **state)
{
	struct shop *s = *state;
	struct scene c;
	size_t n;

	begin(s, &c);
	as(s, MONA_ASKS);
	post(s, "/api/v1/me/export", "{'password':'" CUSTOMER_PASSWORD "'}");
	expect_status(s, 200);
	post(s, "/api/v1/export", "{'token':'%s'}", link_sent(s, CUSTOMER_MAIL, "/export#token="));
	expect_status(s, 200);
	look(s, &c, "the export");
	assert_int_equal(c.seen, 1);
	assert_non_null(strstr(s->reply.body.data, "We are sorry."));
	int64_t messages = sql_number(s, "SELECT MAX(id) FROM outbox"), read = 0;
	for (int64_t id = 1; id <= messages; id++) {
		char *body = sql_text(s, "SELECT body FROM outbox WHERE id = %lld", (long long)id);

		if (!body)
			continue;
		read++;
		assert_null(strstr(unseal(&s->cx, "outbox.body", body, &n), NOTE));
	}
	assert_true(read >= 4);
	expect_rows(s, 0, "SELECT 1 FROM outbox WHERE subject LIKE '%" NOTE "%'");
	expect_rows(s, 0, "SELECT 1 FROM admin_activity_log WHERE CONCAT_WS('|', before_json, "
	            "after_json, note) LIKE '%" NOTE "%'");
}

SHOP_TESTS(shop_test(no_endpoint_of_customers_or_guests_tells_a_note),
           shop_test(nor_does_what_they_do_with_their_tickets),
           shop_test(nor_an_export_nor_any_message))
