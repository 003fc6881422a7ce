/* SPDX-License-Identifier: MIT */
/* Orders of guests who prove their phone afterwards, orders that are cancelled by who placed them, and
 * what becomes of those that nobody proved. */
#include "support/account.h"
#include "support/order.h"
#include "support/staff.h"

#include "base/str.h"

enum { GUEST, OTHER, MANAGER, MONA_ = 4 };

#define BEARER "HTTP_AUTHORIZATION=Bearer token"

static int
begin(void **state)
{
	struct shop *s;
	struct hash h = token_hash("token");

	if (shop_begin(state) != 0)
		return -1;
	s = *state;
	s->config.maintenance_token_hash = hex_text(s->cx.mem, h.b, HASH_BYTES);
	s->config.maintenance_allow = "127.0.0.1";
	return 0;
}
#define story(fn) cmocka_unit_test_setup(fn, begin)

static void
run_job(struct shop *s, const char *job)
{
	s->extra = BEARER;
	request(s, "POST", arena_fmt(s->cx.mem, "/api/v1/maintenance/%s", job), NULL);
}

static void
place_body(struct shop *s, char *body)
{
	static int n;

	once(s, arena_fmt(s->cx.mem, "guest-order-key-%d", ++n));
	request_raw(s, "POST", "/api/v1/checkout", "application/json", body, strlen(body));
}

/* Without a proof. */
static char *
unproved_body(struct shop *s, const char *total)
{
	char *body = shop_checkout_body(s, "x", DEMO_PHONE, total, ""), *proof;

	proof = strstr(body, "\"proof\":\"x\",");
	assert_non_null(proof);
	memset(proof, ' ', strlen("\"proof\":\"x\","));
	return body;
}

struct placed { const char *number, *token; };

static struct placed
placed_unproved(struct shop *s)
{
	as(s, GUEST);
	shop_add_pack(s);
	place_body(s, unproved_body(s, "365.00"));
	expect_status(s, 201);
	return (struct placed){ text_at(s, "number"), text_at(s, "tracking_token") };
}

static void
with_token(struct shop *s, const char *token)
{
	s->extra = arena_fmt(s->cx.mem, "HTTP_TRACKING_TOKEN=%s", token);
}

static void
verify(struct shop *s, struct placed o, const char *proof)
{
	with_token(s, o.token);
	post(s, arena_fmt(s->cx.mem, "/api/v1/orders/%s/verify", o.number), "{'proof':'%s'}", proof);
}

static void
cancel(struct shop *s, struct placed o)
{
	with_token(s, o.token);
	post(s, arena_fmt(s->cx.mem, "/api/v1/orders/%s/cancel", o.number), "{}");
}

/* ---- proving afterwards ---- */

static void
an_order_without_a_proof_is_nobody_s_and_nobody_hears_of_it(void **state)
{
	struct shop *s = *state;

	placed_unproved(s);
	expect_rows(s, 1, "SELECT 1 FROM orders WHERE customer_id IS NULL AND otp_verified = 0 "
	            "AND verify_by = '2030-01-02 12:30:00' AND status = 'pending'");
	expect_rows(s, 0, "SELECT 1 FROM outbox");
	expect_rows(s, 0, "SELECT 1 FROM customers");
	expect_rows(s, 1, "SELECT 1 FROM capacity WHERE held_orders = 1 AND slot_key > 0");
	expect_sound(s);
}

static void
proving_the_phone_makes_it_the_guest_s_and_tells_him(void **state)
{
	struct shop *s = *state;
	struct placed o = placed_unproved(s);

	verify(s, o, shop_proof(s, DEMO_PHONE));
	expect_status(s, 200);
	expect_text(s, "status", "pending");
	expect_rows(s, 1, "SELECT 1 FROM orders o JOIN customers c ON c.id = o.customer_id "
	            "WHERE c.phone = '" DEMO_PHONE "' AND o.otp_verified = 1 AND o.verify_by IS NULL");
	assert_non_null(strstr(shop_message(s, DEMO_PHONE), o.number));
	verify(s, o, shop_proof(s, DEMO_PHONE));
	expect_status(s, 200);	/* twice is once */
	expect_rows(s, 1, "SELECT 1 FROM outbox WHERE kind = 'sms'");
	expect_sound(s);
}

static void
an_order_names_its_places_in_the_language_asked_for(void **state)
{
	struct shop *s = *state;
	struct placed o = placed_unproved(s);

	verify(s, o, shop_proof(s, DEMO_PHONE));
	expect_text(s, "delivery_zone", "Madinaty");
	s->lang = "ar";
	verify(s, o, shop_proof(s, DEMO_PHONE));
	expect_text(s, "delivery_zone", "مدينتي");
	expect_text(s, "delivery_city", "القاهرة");
	sql_do(s, "DELETE FROM translations WHERE entity = 'zone'");
	verify(s, o, shop_proof(s, DEMO_PHONE));
	expect_text(s, "delivery_zone", "Madinaty");
	expect_rows(s, 1, "SELECT 1 FROM orders WHERE delivery_zone = 'Madinaty'");
}

static void
another_phone_s_proof_or_another_s_order_is_refused(void **state)
{
	struct shop *s = *state;
	struct placed o = placed_unproved(s), other = o;

	verify(s, o, shop_proof(s, "+201007654321"));
	expect_error(s, 422, "phone_unproved");
	expect_rows(s, 0, "SELECT 1 FROM customers");
	verify(s, o, account_proof(s, DEMO_PHONE, "registration"));
	expect_error(s, 422, "phone_unproved");
	other.token = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
	verify(s, other, shop_proof(s, DEMO_PHONE));
	expect_error(s, 404, "not_found");
	expect_rows(s, 1, "SELECT 1 FROM orders WHERE otp_verified = 0");
}

static void
staff_cannot_confirm_what_was_not_proved(void **state)
{
	struct shop *s = *state;
	struct placed o = placed_unproved(s);
	int64_t id = sql_number(s, "SELECT id FROM orders");

	as_staff(s, MANAGER, "order_manager");
	as(s, MANAGER);
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/status", (long long)id),
	     "{'status':'confirmed'}");
	expect_error(s, 409, "move_refused");
	as(s, GUEST);
	verify(s, o, shop_proof(s, DEMO_PHONE));
	as(s, MANAGER);
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/status", (long long)id),
	     "{'status':'confirmed'}");
	expect_status(s, 200);
}

static void
a_code_with_a_limit_for_each_needs_the_proof_first(void **state)
{
	struct shop *s = *state;

	sql_do(s, "UPDATE promo_codes SET per_customer_limit = 1");
	shop_add_pack(s);
	post(s, "/api/v1/cart/promo", "{'promo_code':'WELCOME10'}");
	place_body(s, unproved_body(s, "332.00"));
	expect_error(s, 422, "phone_unproved");
	expect_field(s, "proof", "phone_unproved");
	expect_rows(s, 0, "SELECT 1 FROM orders");
}

static struct placed contested;
static const char *proofs[20];

static bool
verify_at_once(struct shop *s, int i)
{
	as(s, GUEST);
	verify(s, contested, proofs[i]);
	return s->reply.status == 200;
}

static void
twenty_proofs_at_once_make_one_customer_and_one_message(void **state)
{
	struct shop *s = *state;

	contested = placed_unproved(s);
	for (int i = 0; i < 20; i++)
		proofs[i] = shop_proof(s, DEMO_PHONE);
	assert_in_range(shop_parallel(s, 20, verify_at_once), 1, 20);
	expect_rows(s, 1, "SELECT 1 FROM customers");
	expect_rows(s, 1, "SELECT 1 FROM orders WHERE otp_verified = 1 AND customer_id IS NOT NULL");
	expect_rows(s, 1, "SELECT 1 FROM outbox WHERE kind = 'sms'");
}

/* ---- overdue ---- */

static void
what_was_not_proved_in_time_is_cancelled_and_gives_everything_back(void **state)
{
	struct shop *s = *state;
	struct placed o;

	as(s, GUEST);
	shop_add_pack(s);
	post(s, "/api/v1/cart/promo", "{'promo_code':'WELCOME10'}");
	place_body(s, unproved_body(s, "332.00"));
	expect_status(s, 201);
	o = (struct placed){ text_at(s, "number"), text_at(s, "tracking_token") };
	as(s, OTHER);
	shop_order(s, "+201007654321");	/* this one was proved */
	shop_at(SHOP_NOON + 30 * 60);
	run_job(s, "expire-orders");
	expect_number(s, "done", 0);	/* until then it holds */
	shop_at(SHOP_NOON + 30 * 60 + 1);
	run_job(s, "expire-orders");
	expect_status(s, 200);
	expect_number(s, "done", 1);
	expect_rows(s, 1, "SELECT 1 FROM orders WHERE status = 'cancelled'");
	expect_rows(s, 1, "SELECT 1 FROM order_status_history WHERE to_status = 'cancelled' "
	            "AND actor_type = 'system'");
	expect_rows(s, 1, "SELECT 1 FROM promo_codes WHERE used_count = 0");
	expect_rows(s, 1, "SELECT 1 FROM capacity WHERE held_orders = 1 AND slot_key > 0");
	expect_rows(s, 1, "SELECT 1 FROM payments WHERE status = 'voided'");
	expect_rows(s, 0, "SELECT 1 FROM outbox WHERE topic = 'order_cancelled'");
	run_job(s, "expire-orders");
	expect_number(s, "done", 0);
	as(s, GUEST);
	verify(s, o, shop_proof(s, DEMO_PHONE));
	expect_error(s, 409, "conflict");
	expect_sound(s);
}

static bool
expire_or_prove(struct shop *s, int i)
{
	if (i % 2) {
		as(s, GUEST);
		verify(s, contested, proofs[i]);
		return s->reply.status == 200;
	}
	run_job(s, "expire-orders");
	return s->reply.status == 200 && number_at(s, "done") == 1;
}

static void
proved_and_expired_at_once_it_is_one_of_them(void **state)
{
	struct shop *s = *state;

	for (int round = 0; round < 5; round++) {
		sql_do(s, "DELETE FROM carts WHERE ordered_at IS NULL");
		memset(s->visitors, 0, sizeof s->visitors);
		s->ip = arena_fmt(s->cx.mem, "203.0.113.%d", round);
		shop_at(SHOP_NOON);
		contested = placed_unproved(s);
		shop_at(SHOP_NOON + 30 * 60 + 1);
		for (int i = 0; i < 8; i++)
			proofs[i] = shop_proof(s, DEMO_PHONE);
		shop_parallel(s, 8, expire_or_prove);
		expect_rows(s, 0, "SELECT 1 FROM orders WHERE (status = 'cancelled') = "
		            "(otp_verified = 1)");
		sql_do(s, "UPDATE orders SET deleted_at = '2030-01-02'");
	}
	expect_sound(s);
}

static void
a_job_that_runs_is_not_run_beside_itself(void **state)
{
	struct shop *s = *state;
	static const char *const jobs[] = { "expire-orders", "expire-carts" };

	for (int i = 0; i < 2; i++) {
		request(s, "POST", arena_fmt(s->cx.mem, "/api/v1/maintenance/%s", jobs[i]), NULL);
		expect_error(s, 401, "login_needed");
		sql_do(s, "INSERT INTO job_leases (job, holder, leased_until, started_at) VALUES "
		       "('%s', 'host:1', '2030-01-02 12:00:30', '2030-01-02 11:59:30')", jobs[i]);
		run_job(s, jobs[i]);
		expect_error(s, 409, "job_running");
	}
}

static void
carts_that_were_left_go_and_orders_stay(void **state)
{
	struct shop *s = *state;
	int64_t mona = customer_mona(s);

	shop_order(s, DEMO_PHONE);
	as(s, OTHER);
	shop_add_pack(s);
	post(s, "/api/v1/cart/quote", "{}");
	as_customer(s, MONA_, mona, false);
	as(s, MONA_);
	shop_add_pack(s);
	shop_at(SHOP_NOON + 30 * 86400);
	run_job(s, "expire-carts");
	expect_number(s, "done", 1);	/* the quote */
	expect_rows(s, 3, "SELECT 1 FROM carts");
	shop_at(SHOP_NOON + 30 * 86400 + 1);
	run_job(s, "expire-carts");
	expect_number(s, "done", 2);	/* the guest's, and the ordered one */
	expect_rows(s, 1, "SELECT 1 FROM carts WHERE customer_id IS NOT NULL");
	expect_rows(s, 1, "SELECT 1 FROM orders WHERE cart_id IS NULL");
	shop_at(SHOP_NOON + 180 * 86400 + 1);
	run_job(s, "expire-carts");
	expect_rows(s, 0, "SELECT 1 FROM carts");
}

/* ---- cancelling ---- */

static struct placed
placed_proved(struct shop *s)
{
	as(s, GUEST);
	shop_order(s, DEMO_PHONE);
	return (struct placed){ text_at(s, "number"), text_at(s, "tracking_token") };
}

static void
who_placed_an_order_cancels_it_in_time(void **state)
{
	struct shop *s = *state;
	struct placed o = placed_proved(s), other = o;

	other.token = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
	cancel(s, other);
	expect_error(s, 404, "not_found");
	cancel(s, o);
	expect_status(s, 200);
	expect_text(s, "status", "cancelled");
	assert_non_null(strstr(shop_message(s, DEMO_PHONE), "cancelled"));
	expect_rows(s, 0, "SELECT 1 FROM capacity WHERE held_orders > 0");
	cancel(s, o);
	expect_error(s, 409, "move_refused");
	expect_sound(s);
}

static void
twelve_hours_before_the_slot_it_is_too_late(void **state)
{
	struct shop *s = *state;
	struct placed o = placed_proved(s);	/* tomorrow at 18:00 in Cairo: 16:00 UTC */

	shop_at(SHOP_NOON + 16 * 3600);
	cancel(s, o);
	expect_error(s, 409, "cancel_late");
	shop_at(SHOP_NOON + 16 * 3600 - 1);
	cancel(s, o);
	expect_status(s, 200);
}

static void
what_is_prepared_or_paid_is_the_staff_s_to_cancel(void **state)
{
	struct shop *s = *state;
	struct placed o = placed_proved(s);

	sql_do(s, "UPDATE orders SET status = 'preparing'");
	cancel(s, o);
	expect_error(s, 409, "move_refused");
	sql_do(s, "UPDATE orders SET status = 'pending', payment_status = 'paid'");
	cancel(s, o);
	expect_error(s, 409, "move_refused");
}

static void
a_customer_cancels_his_own_order_and_nobody_else_s(void **state)
{
	struct shop *s = *state;
	int64_t mona = customer_mona(s), other = customer_add(s, "+201007654321", NULL);
	const char *path;

	placed_proved(s);	/* by her phone: it is hers */
	path = arena_fmt(s->cx.mem, "/api/v1/me/orders/%s/cancel", text_at(s, "number"));
	post(s, path, "{}");
	expect_error(s, 401, "login_needed");
	as_customer(s, OTHER, other, false);
	as(s, OTHER);
	post(s, path, "{}");
	expect_error(s, 404, "not_found");
	as_customer(s, MONA_, mona, false);
	as(s, MONA_);
	shop_at(SHOP_NOON + 20 * 3600);
	post(s, path, "{}");
	expect_error(s, 409, "cancel_late");
	shop_at(SHOP_NOON);
	post(s, path, "{'reason':'Changed my mind'}");
	expect_status(s, 200);
	expect_text(s, "status", "cancelled");
	expect_rows(s, 1, "SELECT 1 FROM order_status_history WHERE actor_type = 'customer' "
	            "AND note = 'Changed my mind'");
	post(s, path, "{}");
	expect_error(s, 409, "move_refused");
}

/* ---- saved addresses ---- */

static char *
address_body(struct shop *s, int64_t address_id, const char *with)
{
	char *body = quoted(s, "{%s'address_id':%lld,'name':'Mona Adel','phone':'" DEMO_PHONE "',"
	                    "'delivery_date':'2030-01-03','time_slot_id':%d,'payment_method':'cash',"
	                    "'expected_total':'365.00'}", with, (long long)address_id, DEMO_EVENING);

	return body;
}

static void
a_saved_address_says_where_to(void **state)
{
	struct shop *s = *state;
	int64_t mona = customer_mona(s), other = customer_add(s, "+201007654321", NULL), hers, his;

	as_customer(s, OTHER, other, false);
	as(s, OTHER);
	post(s, "/api/v1/me/addresses", "{'city_id':1,'zone_id':1,'street_address':'His street 1'}");
	expect_status(s, 201);
	his = number_at(s, "id");
	as_customer(s, MONA_, mona, false);
	as(s, MONA_);
	post(s, "/api/v1/me/addresses", "{'city_id':1,'zone_id':1,'street_address':'Her street 5',"
	     "'additional_info':'Blue door'}");
	hers = number_at(s, "id");
	shop_add_pack(s);
	place_body(s, address_body(s, his, ""));
	expect_error(s, 404, "not_found");
	place_body(s, address_body(s, hers, "'zone_id':1,'address':'Elsewhere 7',"));
	expect_error(s, 422, "invalid");
	expect_field(s, "address_id", "invalid");
	place_body(s, address_body(s, hers, ""));
	expect_status(s, 201);
	expect_text(s, "delivery_address", "Her street 5");
	expect_text(s, "delivery_additional_info", "Blue door");
	as(s, GUEST);
	shop_add_pack(s);
	place_body(s, address_body(s, hers, ""));
	expect_error(s, 404, "not_found");
}

SHOP_TESTS(
	story(an_order_without_a_proof_is_nobody_s_and_nobody_hears_of_it),
	story(proving_the_phone_makes_it_the_guest_s_and_tells_him),
	story(an_order_names_its_places_in_the_language_asked_for),
	story(another_phone_s_proof_or_another_s_order_is_refused),
	story(staff_cannot_confirm_what_was_not_proved),
	story(a_code_with_a_limit_for_each_needs_the_proof_first),
	story(twenty_proofs_at_once_make_one_customer_and_one_message),
	story(what_was_not_proved_in_time_is_cancelled_and_gives_everything_back),
	story(proved_and_expired_at_once_it_is_one_of_them),
	story(a_job_that_runs_is_not_run_beside_itself),
	story(carts_that_were_left_go_and_orders_stay),
	story(who_placed_an_order_cancels_it_in_time),
	story(twelve_hours_before_the_slot_it_is_too_late),
	story(what_is_prepared_or_paid_is_the_staff_s_to_cancel),
	story(a_customer_cancels_his_own_order_and_nobody_else_s),
	story(a_saved_address_says_where_to))
