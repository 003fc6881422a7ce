/* SPDX-License-Identifier: MIT */
/* What staff can see at all: every staff endpoint is called by every role, with a shop in which each
 * column that is about a customer has a mark of its own.  No stored secret comes out anywhere, and
 * delivery sees no e-mail address of a customer. */
#include "support/account.h"
#include "support/endpoint.h"
#include "support/person.h"
#include "support/staff.h"

#include "api/api.h"
#include "base/str.h"

#define SECRET "zq-secret-zq"

/* Of what only a program needs: hashes, keys, tokens. */
static bool
is_secret(const char *column)
{
	static const char *const ends[] = {
		"_hash", "_secret", "_password", "_nonce", "_token", "idempotency_scope",
	};
	size_t n = strlen(column);

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (n >= strlen(ends[i]) && str_eq(column + n - strlen(ends[i]), ends[i]))
			return true;
	return false;
}

static struct person mona;
static const char *ids;

static void
begin(struct shop *s)
{
	int secrets = 0;

	person_add(s, &mona, 'a');
	sql_do(s, "DELETE FROM order_proofs");	/* a mark is no proof of a price */
	for (size_t i = 0; i < STAFF_ROLES; i++)
		as_staff(s, (int)i + 1, staff_roles[i]);
	sql_do(s, "UPDATE admin_users SET totp_secret = '" SECRET "', password_hash = '" SECRET "'");
	sql_do(s, "INSERT INTO email_settings (smtp_host, smtp_username, smtp_password, "
	       "from_email, is_active) VALUES ('mail.example.com', 'shop', '" SECRET "', 'shop@example.com', 1)");
	for (size_t i = 0; i < mona.marks_n; i++)
		secrets += is_secret(mona.marks[i].of->column);
	assert_true(secrets >= 10);		/* there is something to look for */
	ids = sql_text(s, "SELECT GROUP_CONCAT(DISTINCT id) FROM (SELECT id FROM orders UNION "
	               "SELECT id FROM customers UNION SELECT id FROM customer_support_tickets UNION "
	               "SELECT id FROM admin_users UNION SELECT 1) x");
}

typedef void look(struct shop *s, const char *role, const struct endpoint *ep);

/* Reads come first: what changes something comes when it was looked at. */
static int
call_all(struct shop *s, size_t role, look *fn)
{
	int seen = 0;

	for (int writes = 0; writes < 2; writes++)
		for (const struct module *const *m = api.modules; *m; m++)
			for (const struct endpoint *const *e = (*m)->list; *e; e++) {
				char *save = NULL, *list = arena_str(s->cx.mem, ids);

				if (!((*e)->auth & AUTH_STAFF) ||
				    str_eq((*e)->method, "GET") == (writes == 1))
					continue;
				for (char *id = strtok_r(list, ",", &save); id;
				     id = strtok_r(NULL, ",", &save)) {
					as_staff(s, (int)role + 1, staff_roles[role]);
					sql_do(s, "DELETE FROM rate_limits");
					endpoint_call(s, *e, id, "0000000001");
					seen += s->reply.status < 300;
					fn(s, staff_roles[role], *e);
					if (!strchr((*e)->path, '{'))
						break;
				}
			}
	return seen;
}

static bool
says(struct shop *s, const char *text)
{
	return (s->reply.body.len && strstr(s->reply.body.data, text)) ||
	       (s->reply.headers.len && strstr(s->reply.headers.data, text));
}

static void
no_secret(struct shop *s, const char *role, const struct endpoint *ep)
{
	if (says(s, SECRET))
		fail_msg("%s reads a secret of the shop by %s %s", role, ep->method, ep->path);
	for (size_t i = 0; i < mona.marks_n; i++)
		if (is_secret(mona.marks[i].of->column) && says(s, mona.marks[i].value))
			fail_msg("%s reads %s.%s by %s %s", role, mona.marks[i].of->table,
			         mona.marks[i].of->column, ep->method, ep->path);
}

static void
nobody_reads_a_stored_secret(void **state)
{
	struct shop *s = *state;

	begin(s);
	for (size_t i = 0; i < STAFF_ROLES; i++)
		assert_true(call_all(s, i, no_secret) > 5);
}

static void
no_address(struct shop *s, const char *role, const struct endpoint *ep)
{
	if (says(s, "@mail.test"))
		fail_msg("%s sees an e-mail address by %s %s: %s", role, ep->method, ep->path,
		         s->reply.body.data);
}

static void
delivery_sees_no_e_mail_address(void **state)
{
	struct shop *s = *state;

	begin(s);
	/* Somebody who may sees it. */
	as_staff(s, 2, "order_manager");
	get(s, "/api/v1/admin/orders/%lld", (long long)mona.order_id);
	expect_status(s, 200);
	assert_true(says(s, "@mail.test"));
	/* At every stage that delivery sees. */
	for (int i = 0; i < 3; i++) {
		static const char *const stages[] = { "preparing", "out_for_delivery", "delivered" };

		sql_do(s, "UPDATE orders SET status = '%s', deleted_at = NULL", stages[i]);
		assert_true(call_all(s, 3, no_address) > 5);
	}
}

SHOP_TESTS(shop_test(nobody_reads_a_stored_secret), shop_test(delivery_sees_no_e_mail_address))
