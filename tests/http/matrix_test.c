/* SPDX-License-Identifier: MIT */
/* The authorisation matrix: every endpoint that is declared, tried by everybody.
 *
 * Who gets in follows from the declaration (.auth, .perm) and from the table in support/endpoint.c.
 * Rows that were taken away: removed_test.c. */
#include "support/staff.h"

#include "api/api.h"
#include "base/str.h"
#include "staff/role.h"
#include "support/customer.h"
#include "support/endpoint.h"
#include "support/order.h"
#include "support/sums.h"

static void
call(struct shop *s, const struct endpoint *ep, const char *id)
{
	endpoint_call(s, ep, id, id);
}

/* ---- what has to come out ---- */

/* Of saved views every role has some: the list that is asked about decides. */
static bool
decides_itself(const struct endpoint *ep)
{
	return str_starts(ep->path, "/api/v1/admin/saved-views");
}

static void
try_one(struct shop *s, const struct endpoint *ep, const char *who, const char *role)
{
	enum verdict want = endpoint_expected(s, ep, role), have;

	call(s, ep, "999999");
	have = endpoint_verdict(s);
	/* Let in, it may find that there is nothing of that number. */
	if (want == THROUGH && (have == HIDDEN || (have == FORBIDDEN && decides_itself(ep))))
		have = THROUGH;
	if (have != want)
		fail_msg("%s %s as %s: %d %s", ep->method, ep->path, who, s->reply.status,
		         s->reply.err ? err_info(s->reply.err)->slug : "ok");
	if (have == NOBODY)
		assert_int_equal(s->reply.status, 401);
	if (have == FORBIDDEN)
		assert_int_equal(s->reply.status, 403);
}

/* The calls of one principal must not slow down the next one's. */
static void
forget_limits(struct shop *s)
{
	sql_do(s, "DELETE FROM rate_limits");
}

static void
each_endpoint(struct shop *s, const char *who, const char *role)
{
	for (const struct module *const *m = api.modules; *m; m++)
		for (const struct endpoint *const *e = (*m)->list; *e; e++) {
			if (role)
				as_staff(s, 1, role);	/* anew: logging out is one of them */
			forget_limits(s);
			try_one(s, *e, who, role);
		}
}

static void
nobody_gets_where_anybody_may(void **state)
{
	struct shop *s = *state;

	each_endpoint(s, "nobody", NULL);
}

static void
a_guest_gets_where_guests_may(void **state)
{
	struct shop *s = *state;

	shop_add_pack(s);
	each_endpoint(s, "a guest", NULL);
	as(s, 1);
	shop_add_pack(s);
	each_endpoint(s, "another guest", NULL);
}

/* A customer calls everything, logged in anew each time: logging out is one of the calls. */
static void
each_endpoint_of(struct shop *s, int64_t customer_id, const char *who, const char *role)
{
	for (const struct module *const *m = api.modules; *m; m++)
		for (const struct endpoint *const *e = (*m)->list; *e; e++) {
			sql_do(s, "UPDATE customers SET status = 'active', erased_at = NULL");
			as_customer(s, 1, customer_id, true);
			if (!role)
				sql_do(s, "UPDATE customers SET status = '%s'", who);
			forget_limits(s);
			try_one(s, *e, who, role);
		}
}

static void
a_customer_gets_where_customers_may(void **state)
{
	struct shop *s = *state;
	int64_t a = customer_add(s, DEMO_PHONE, "mona@example.com");
	int64_t b = customer_add(s, "+201112223334", "adel@example.com");

	each_endpoint_of(s, a, "customer A", CUSTOMER);
	each_endpoint_of(s, b, "customer B", CUSTOMER);
}

static void
a_customer_suspended_or_inactive_is_nobody(void **state)
{
	struct shop *s = *state;
	int64_t id = customer_add(s, DEMO_PHONE, "mona@example.com");

	each_endpoint_of(s, id, "suspended", NULL);
	each_endpoint_of(s, id, "inactive", NULL);
}

static void
a_customer_s_ended_or_idle_session_is_nobody_s(void **state)
{
	struct shop *s = *state;
	int64_t id = customer_add(s, DEMO_PHONE, "mona@example.com");

	as_customer(s, 1, id, false);
	sql_do(s, "UPDATE customer_sessions SET is_active = 0");
	each_endpoint(s, "an ended session", NULL);
	as_customer(s, 1, id, false);
	sql_do(s, "UPDATE customer_sessions SET expires_at = created_at WHERE is_active = 1");
	each_endpoint(s, "an expired session", NULL);
	as_customer(s, 1, id, false);
	shop_at(shop_now() + 86400);
	each_endpoint(s, "an idle session", NULL);
}

static void
each_role_gets_where_it_may(void **state)
{
	struct shop *s = *state;

	for (size_t i = 0; i < STAFF_ROLES; i++)
		each_endpoint(s, staff_roles[i], staff_roles[i]);
}

static void
what_asks_for_a_step_up_is_refused_without_one(void **state)
{
	struct shop *s = *state;
	int asked = 0;

	for (const struct module *const *m = api.modules; *m; m++)
		for (const struct endpoint *const *e = (*m)->list; *e; e++) {
			if (!((*e)->auth & AUTH_STAFF))
				continue;
			as_staff(s, 1, "super_admin");
			staff_step_down(s);
			forget_limits(s);
			call(s, *e, "999999");
			assert_int_equal(s->reply.err == E_STEP_UP_NEEDED, (*e)->step_up);
			if (!(*e)->step_up)
				continue;
			asked++;
			expect_error(s, 403, "step_up_needed");
			/* Who may not do it at all is told so first. */
			as_staff(s, 2, "product_manager");
			staff_step_down(s);
			call(s, *e, "999999");
			expect_error(s, 403, *(*e)->perm ? "forbidden" : "step_up_needed");
			/* Five minutes after one it is too late. */
			as(s, 1);
			sql_do(s, "UPDATE admin_sessions SET step_up_at = '2030-01-02 11:55:01'");
			call(s, *e, "999999");
			assert_int_not_equal(s->reply.err, E_STEP_UP_NEEDED);
			as_staff(s, 1, "super_admin");
			sql_do(s, "UPDATE admin_sessions SET step_up_at = '2030-01-02 11:55:00'");
			call(s, *e, "999999");
			expect_error(s, 403, "step_up_needed");
		}
	assert_true(asked >= 9);
}

static void
staff_switched_off_is_nobody(void **state)
{
	struct shop *s = *state;

	as_staff(s, 1, "super_admin");
	sql_do(s, "UPDATE admin_users SET is_active = 0");
	each_endpoint(s, "staff switched off", NULL);
}

static void
an_idle_or_ended_session_is_nobodys(void **state)
{
	struct shop *s = *state;

	as_staff(s, 1, "super_admin");
	shop_at(shop_now() + 1800);
	each_endpoint(s, "an idle session", NULL);
	as_staff(s, 1, "super_admin");
	sql_do(s, "UPDATE admin_sessions SET revoked_at = created_at");
	each_endpoint(s, "an ended session", NULL);
	as_staff(s, 1, "super_admin");
	sql_do(s, "UPDATE admin_sessions SET expires_at = created_at");
	each_endpoint(s, "an expired session", NULL);
}

static void
a_token_is_good_for_its_own_cookie_only(void **state)
{
	struct shop *s = *state;
	char cart[256];

	shop_add_pack(s);
	snprintf(cart, sizeof cart, "%s", strchr(s->visitors[0].cookie[0], '=') + 1);
	staff_cookie(s, 1, cart);
	as(s, 1);
	each_endpoint(s, "a cart's token as staff", NULL);
}

static void
jobs_run_by_cron_s_token_only(void **state)
{
	struct shop *s = *state;
	int jobs = 0;

	for (const struct module *const *m = api.modules; *m; m++)
		for (const struct endpoint *const *e = (*m)->list; *e; e++) {
			if (!((*e)->auth & AUTH_JOB))
				continue;
			jobs++;
			call(s, *e, "999999");
			expect_error(s, 401, "login_needed");
			s->extra = "HTTP_AUTHORIZATION=Bearer AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
			call(s, *e, "999999");
			expect_error(s, 401, "login_needed");
			as_staff(s, 1, "super_admin");
			call(s, *e, "999999");
			expect_error(s, 401, "login_needed");
			as(s, 0);
		}
	assert_true(jobs > 0);
}

static void
machines_nearby_see_the_state(void **state)
{
	struct shop *s = *state;

	s->ip = "127.0.0.1";
	each_endpoint(s, "nobody nearby", NULL);
}

static void
another_site_gets_nowhere(void **state)
{
	struct shop *s = *state;
	static const char *const from[] = {
		"HTTP_ORIGIN=https://evil.test", "HTTP_ORIGIN=null",
		"HTTP_ORIGIN=https://admin.test.evil.test", "HTTP_SEC_FETCH_SITE=cross-site",
		"HTTP_SEC_FETCH_SITE=same-site", "HTTP_SEC_FETCH_SITE=none",
	};

	for (size_t i = 0; i < sizeof from / sizeof *from; i++)
		for (const struct module *const *m = api.modules; *m; m++)
			for (const struct endpoint *const *e = (*m)->list; *e; e++) {
				if (str_eq((*e)->method, "GET"))
					continue;
				as_staff(s, 1, "super_admin");
				s->extra = from[i];
				call(s, *e, "999999");
				if (s->reply.status != 403 || s->reply.err != E_CROSS_SITE)
					fail_msg("%s %s with %s: %d", (*e)->method, (*e)->path,
					         from[i], s->reply.status);
			}
}

static void
what_is_somebody_else_s_is_as_if_it_were_missing(void **state)
{
	struct shop *s = *state;
	const char *id, *missing;
	int tried = 0;

	shop_add_pack(s);
	id = sql_text(s, "SELECT id FROM cart_items");
	as(s, 1);
	shop_add_pack(s);
	for (const struct module *const *m = api.modules; *m; m++)
		for (const struct endpoint *const *e = (*m)->list; *e; e++) {
			if (!((*e)->auth & AUTH_GUEST) || !strstr((*e)->path, "{id}"))
				continue;
			tried++;
			call(s, *e, "999999");
			expect_error(s, 404, "not_found");
			missing = arena_strn(s->cx.mem, s->reply.body.data, s->reply.body.len);
			call(s, *e, id);
			assert_string_equal(missing, s->reply.body.data);
			as(s, 2);	/* who has no cart at all */
			call(s, *e, id);
			assert_string_equal(missing, s->reply.body.data);
			as(s, 1);
		}
	assert_true(tried >= 2);
	expect_rows(s, 2, "SELECT 1 FROM cart_items WHERE quantity = 1");
}

/* An order of a customer's with something digital, delivered. */
static void
deliver_to(struct shop *s, int64_t customer_id)
{
	sql_do(s, "INSERT INTO orders (number, tracking_nonce, tracking_token_hash, customer_id, "
	       "customer_name, payment_method, payment_status, subtotal, total) VALUES "
	       "('0000000001', UNHEX(MD5(1)), UNHEX(SHA2(1, 256)), %lld, 'Mona', 'cash', 'paid', 1, 1)",
	       (long long)customer_id);
	sql_do(s, "INSERT INTO order_items (order_id, product_name, product_type, quantity, unit_price) "
	       "SELECT id, 'Recipe', 'digital', 1, 1 FROM orders");
	sql_do(s, "INSERT INTO files (purpose, sha256, size_bytes, media_type, storage_key) "
	       "VALUES ('digital_good', UNHEX(SHA2('a', 256)), 1, 'application/pdf', 'a')");
	sql_do(s, "INSERT INTO deliveries (order_id, order_item_id, file_id) SELECT i.order_id, i.id, "
	       "f.id FROM order_items i JOIN files f");
}

/* A ticket of a customer's with an attachment. */
static void
ask_as(struct shop *s, int64_t customer_id)
{
	sql_do(s, "INSERT INTO customer_support_tickets (customer_id, subject, message) "
	       "VALUES (%lld, 'Broken', 'Two of them.')", (long long)customer_id);
	sql_do(s, "INSERT INTO files (purpose, customer_id, sha256, size_bytes, media_type, "
	       "storage_key) VALUES ('attachment', %lld, UNHEX(SHA2('b', 256)), 1, 'image/png', 'b')",
	       (long long)customer_id);
	sql_do(s, "INSERT INTO ticket_attachments (file_id, customer_id, ticket_id) SELECT MAX(f.id), "
	       "%lld, (SELECT MAX(id) FROM customer_support_tickets) FROM files f",
	       (long long)customer_id);
}

/* Rows of customer A, by the beginning of the address that they are under. */
static const char *
thing_of(struct shop *s, const char *path)
{
	if (str_starts(path, "/api/v1/me/sessions/"))
		return sql_text(s, "SELECT MIN(id) FROM customer_sessions");
	if (str_starts(path, "/api/v1/cart/"))
		return sql_text(s, "SELECT MIN(id) FROM cart_items");
	if (str_starts(path, "/api/v1/me/addresses/"))
		return sql_text(s, "SELECT MIN(id) FROM addresses");
	if (str_starts(path, "/api/v1/me/downloads/"))
		return sql_text(s, "SELECT MIN(id) FROM deliveries");
	if (str_starts(path, "/api/v1/me/tickets/"))
		return sql_text(s, "SELECT MIN(id) FROM customer_support_tickets");
	if (str_starts(path, "/api/v1/me/attachments/"))
		return sql_text(s, "SELECT MIN(file_id) FROM ticket_attachments");
	fail_msg("tests/http/matrix_test.c has nothing for %s", path);
	return NULL;
}

static void
what_is_another_customer_s_is_as_if_it_were_missing(void **state)
{
	struct shop *s = *state;
	int64_t a = customer_add(s, DEMO_PHONE, "mona@example.com");
	int64_t b = customer_add(s, "+201112223334", "adel@example.com");
	const char *missing;
	int tried = 0;

	as_customer(s, 1, a, true);
	shop_add_pack(s);
	sql_do(s, "INSERT INTO addresses (customer_id, city_id, zone_id, street_address) VALUES "
	       "(%lld, %d, %d, 'Street 5')", (long long)a, DEMO_CAIRO, DEMO_MADINATY);
	deliver_to(s, a);
	ask_as(s, a);
	as_customer(s, 2, b, true);
	shop_add_pack(s);
	for (const struct module *const *m = api.modules; *m; m++)
		for (const struct endpoint *const *e = (*m)->list; *e; e++) {
			if (!((*e)->auth & AUTH_CUSTOMER) || !strstr((*e)->path, "{id}"))
				continue;
			tried++;
			call(s, *e, "999999");
			expect_error(s, 404, "not_found");
			missing = arena_strn(s->cx.mem, s->reply.body.data, s->reply.body.len);
			call(s, *e, thing_of(s, (*e)->path));
			assert_string_equal(missing, s->reply.body.data);
		}
	assert_true(tried >= 3);
	expect_rows(s, 2, "SELECT 1 FROM cart_items WHERE quantity = 1");
	expect_rows(s, 2, "SELECT 1 FROM customer_sessions WHERE is_active = 1");
	expect_rows(s, 1, "SELECT 1 FROM addresses WHERE street_address = 'Street 5'");
	expect_rows(s, 0, "SELECT 1 FROM download_tokens");
	expect_rows(s, 0, "SELECT 1 FROM deliveries WHERE customer_viewed_at IS NOT NULL");
	expect_rows(s, 1, "SELECT 1 FROM customer_support_tickets WHERE status = 'open'");
	expect_rows(s, 0, "SELECT 1 FROM customer_ticket_replies");
}

static void
reading_changes_nothing(void **state)
{
	struct shop *s = *state;
	int tried = 0;

	shop_order(s, DEMO_PHONE);
	shop_add_pack(s);
	as_customer(s, 2, customer_add(s, "+201112223334", "adel@example.com"), true);
	shop_add_pack(s);
	sums_begin(s);
	for (size_t i = 0; i < STAFF_ROLES; i++) {
		as_staff(s, 1, staff_roles[i]);
		int64_t before = sums_now(s);
		for (const struct module *const *m = api.modules; *m; m++)
			for (const struct endpoint *const *e = (*m)->list; *e; e++) {
				if (!str_eq((*e)->method, "GET") || (*e)->counts)
					continue;
				shop_at(shop_now() + 60);
				as(s, (*e)->auth & AUTH_STAFF ? 1 : (*e)->auth & AUTH_CUSTOMER ? 2 : 0);
				call(s, *e, "1");
				tried++;
				if (sums_now(s) != before)
					fail_msg("%s changes something", (*e)->path);
			}
	}
	assert_true(tried > 50);
	/* The sum sees a change. */
	int64_t before = sums_now(s);
	sql_do(s, "UPDATE products SET base_price = base_price + 1 WHERE id = 1");
	assert_true(sums_now(s) != before);
	sums_end(s);
}

/* ---- the tables themselves ---- */

static void
every_permission_asked_for_is_known(void **state)
{
	(void)state;
	for (const struct module *const *m = api.modules; *m; m++)
		for (const struct endpoint *const *e = (*m)->list; *e; e++)
			if ((*e)->perm && *(*e)->perm && !role_knows((*e)->perm))
				fail_msg("%s: nobody has %s", (*e)->name, (*e)->perm);
	assert_false(role_knows("order.red"));
	assert_false(role_knows("order.read|order.red"));
}

static void
what_is_no_role_may_nothing(void **state)
{
	(void)state;
	assert_false(role_may(NULL, ""));
	assert_false(role_may("", ""));
	assert_false(role_may("customer", ""));
	assert_false(role_may("super_admin|order_manager", "order.read"));
	assert_false(role_may("super_admin", "no.such"));
	assert_true(role_may("system_admin", ""));
	assert_false(role_may("delivery_manager", "customer.contact"));
	assert_false(role_may("delivery_manager", "order.read"));
	assert_false(role_may("order_manager", "dispatch.move"));
}

SHOP_TESTS(
	shop_test(nobody_gets_where_anybody_may),
	shop_test(a_guest_gets_where_guests_may),
	shop_test(a_customer_gets_where_customers_may),
	shop_test(a_customer_suspended_or_inactive_is_nobody),
	shop_test(a_customer_s_ended_or_idle_session_is_nobody_s),
	shop_test(what_is_another_customer_s_is_as_if_it_were_missing),
	shop_test(each_role_gets_where_it_may),
	shop_test(what_asks_for_a_step_up_is_refused_without_one),
	shop_test(staff_switched_off_is_nobody),
	shop_test(an_idle_or_ended_session_is_nobodys),
	shop_test(a_token_is_good_for_its_own_cookie_only),
	shop_test(jobs_run_by_cron_s_token_only),
	shop_test(machines_nearby_see_the_state),
	shop_test(another_site_gets_nowhere),
	shop_test(what_is_somebody_else_s_is_as_if_it_were_missing),
	shop_test(reading_changes_nothing),
	shop_test(every_permission_asked_for_is_known),
	shop_test(what_is_no_role_may_nothing))
