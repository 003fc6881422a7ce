/* SPDX-License-Identifier: MIT */
/* Orders that staff take on the phone: by the shop's own checks, once. */
#include "support/customer.h"
#include "support/order.h"
#include "support/staff.h"

#include "base/str.h"

#define ORDERS "/api/v1/admin/orders"
#define PACK "'items':[{'product_instance_id':44,'quantity':1,'flavors':[" \
	"{'flavor_id':1,'quantity':3},{'flavor_id':8,'quantity':3}]}]"
#define WHERE "'zone_id':1,'address':'Street 5, building 12','delivery_date':'2030-01-03'," \
	"'time_slot_id':3,'payment_method':'cash'"
#define WHO "'name':'Mona Adel','phone':'01001234567','email':'Mona@example.com'"

static void
take(struct shop *s, const char *key, const char *total, const char *with)
{
	s->key = key;
	post(s, ORDERS, "{" PACK "," WHERE "," WHO ",%s'expected_total':'%s'}", with, total);
}

#define KEY "taken-by-phone-00001"

static void
somebody_new_gets_what_the_shop_would_give(void **state)
{
	struct shop *s = *state;
	int64_t id;

	as_staff(s, 1, "order_manager");
	post(s, ORDERS "/quote", "{" PACK ",'zone_id':1}");
	expect_status(s, 200);
	expect_text(s, "total", "365.00");
	take(s, KEY, "365.00", "'language':'ar',");
	expect_status(s, 201);
	id = number_at(s, "id");
	expect_text(s, "status", "pending");
	expect_text(s, "total", "365.00");
	expect_text(s, "history.0.actor_type", "staff");
	expect_rows(s, 1, "SELECT 1 FROM orders WHERE customer_id IS NULL AND cart_id IS NULL AND "
	            "customer_phone = '+201001234567' AND customer_email = 'mona@example.com' AND "
	            "language = 'ar' AND otp_verified = 0 AND verify_by IS NULL");
	expect_rows(s, 1, "SELECT 1 FROM capacity WHERE slot_key = 3 AND held_orders = 1 "
	            "AND held_cookies = 6");
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'order.take' "
	            "AND entity_id = (SELECT id FROM orders)");
	assert_non_null(strstr(shop_message(s, "mona@example.com"), "365.00"));
	post(s, arena_fmt(s->cx.mem, ORDERS "/%lld/status", (long long)id), "{'status':'confirmed'}");
	expect_status(s, 200);
	expect_sound(s);
}

static void
the_key_that_comes_twice_is_one_order(void **state)
{
	struct shop *s = *state;
	int64_t id;

	as_staff(s, 1, "order_manager");
	take(s, KEY, "365.00", "");
	expect_status(s, 201);
	id = number_at(s, "id");
	take(s, KEY, "365.00", "");
	expect_status(s, 201);
	expect_number(s, "id", id);
	take(s, NULL, "365.00", "");
	expect_error(s, 400, "idempotency_key_missing");
	expect_rows(s, 1, "SELECT 1 FROM orders");
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'order.take'");
}

static void
somebody_known_finds_it_among_the_own_ones_at_the_own_price(void **state)
{
	struct shop *s = *state;
	int64_t mona = customer_mona(s);
	const char *known = arena_fmt(s->cx.mem, "'customer_id':%lld,", (long long)mona);

	sql_do(s, "UPDATE customers SET customer_group = 'wholesale' WHERE id = %lld", (long long)mona);
	sql_do(s, "INSERT INTO product_prices (product_id, product_instance_id, price, price_type) "
	       "SELECT product_id, id, 300, 'wholesale' FROM product_instance WHERE id = 44 "
	       "AND product_id IS NOT NULL");
	as_staff(s, 1, "order_manager");
	post(s, ORDERS "/quote", "{" PACK ",'zone_id':1,'customer_id':%lld}", (long long)mona);
	expect_status(s, 200);
	take(s, KEY, text_at(s, "total"), known);
	expect_status(s, 201);
	expect_number(s, "customer_id", mona);
	expect_rows(s, 1, "SELECT 1 FROM orders WHERE otp_verified = 1 "
	            "AND customer_phone = '+201001234567' AND customer_id IS NOT NULL");
	as_customer(s, 2, mona, true);
	get(s, "/api/v1/me/orders");
	assert_true(has(s, "items.0"));
	as_staff(s, 1, "order_manager");
	take(s, "taken-by-phone-00002", "365.00", "'customer_id':999,");
	expect_error(s, 404, "not_found");
	sql_do(s, "UPDATE customers SET erased_at = '2030-01-01', type = 'registered', status = 'inactive' "
	       "WHERE id = %lld", (long long)mona);
	take(s, "taken-by-phone-00003", "365.00", known);
	expect_error(s, 404, "not_found");
}

static void
a_phone_of_somebody_else_proves_nothing(void **state)
{
	struct shop *s = *state;
	int64_t mona = customer_mona(s), other;

	as_staff(s, 1, "order_manager");
	/* Who only says Mona's number gets no order of hers. */
	take(s, KEY, "365.00", "");
	expect_rows(s, 1, "SELECT 1 FROM orders WHERE customer_id IS NULL");
	sql_do(s, "INSERT INTO customers (first_name, phone, phone_verified, type) "
	       "VALUES ('Ali', '+201009999999', 1, 'guest')");
	other = sql_number(s, "SELECT MAX(id) FROM customers");
	take(s, "taken-by-phone-00002", "365.00",
	     arena_fmt(s->cx.mem, "'customer_id':%lld,", (long long)other));
	expect_status(s, 201);
	expect_rows(s, 1, "SELECT 1 FROM orders WHERE customer_id = (SELECT MAX(id) FROM customers) "
	            "AND otp_verified = 0");
	as_customer(s, 2, mona, true);
	get(s, "/api/v1/me/orders");
	assert_false(has(s, "items.0"));
}

/* What the shop refuses staff cannot take, and nothing of it is kept under the key. */
struct refusal { const char *set, *undo, *code; int status; bool quoted; };
#define CODES "UPDATE promo_codes SET valid_until = NULL, valid_from = '2026-01-01', " \
	"minimum_order_amount = 100, usage_limit = NULL, per_customer_limit = NULL, deleted_at = NULL"
static const struct refusal refusals[] = {
	{ "UPDATE cookie_pack SET count = 7 WHERE id = 2",
	  "UPDATE cookie_pack SET count = 6 WHERE id = 2", "pack_sum", 422, true },
	{ "UPDATE cookie_pack SET max_per_flavor = 2 WHERE id = 2",
	  "UPDATE cookie_pack SET max_per_flavor = 3 WHERE id = 2", "pack_max_per_flavor", 422, true },
	{ "UPDATE cookie_pack SET min_flavors = 3 WHERE id = 2",
	  "UPDATE cookie_pack SET min_flavors = 2 WHERE id = 2", "pack_min_flavors", 422, true },
	{ "UPDATE flavors SET is_active = 0 WHERE id = 8",
	  "UPDATE flavors SET is_active = 1 WHERE id = 8", "pack_flavor", 422, true },
	{ "UPDATE cookie_pack SET deleted_at = '2030-01-01' WHERE id = 2",
	  "UPDATE cookie_pack SET deleted_at = NULL WHERE id = 2", "not_sold", 422, true },
	{ "UPDATE product_instance SET base_price = 99999999 WHERE id = 44",
	  "UPDATE product_instance SET base_price = 330 WHERE id = 44", "cart_full", 422, true },
	{ "UPDATE zones SET is_active = 0 WHERE id = 1", "UPDATE zones SET is_active = 1 WHERE id = 1",
	  "zone_inactive", 422, true },
	{ "UPDATE cities SET is_active = 0 WHERE id = 1", "UPDATE cities SET is_active = 1 WHERE id = 1",
	  "city_inactive", 422, true },
	{ "INSERT INTO delivery_closures (zone_key, day) VALUES (0, '2030-01-03')",
	  "DELETE FROM delivery_closures", "slot_unavailable", 422, false },
	{ "UPDATE delivery_time_slots SET capacity_orders = 0 WHERE id = 3",
	  "UPDATE delivery_time_slots SET capacity_orders = 20 WHERE id = 3", "slot_full", 409, false },
	{ "UPDATE promo_codes SET valid_until = '2030-01-02 11:00:00'", CODES, "promo_expired", 422, false },
	{ "UPDATE promo_codes SET valid_from = '2030-02-01'", CODES, "promo_not_started", 422, false },
	{ "UPDATE promo_codes SET minimum_order_amount = 330.01", CODES, "promo_minimum", 422, false },
	{ "UPDATE promo_codes SET usage_limit = 0", CODES, "promo_spent", 409, false },
	{ "UPDATE promo_codes SET deleted_at = '2030-01-01'", CODES, "promo_unknown", 422, false },
	{ "UPDATE promo_codes SET per_customer_limit = 1", CODES, "phone_unproved", 422, false },
};

static void
what_the_shop_refuses_staff_cannot_take(void **state)
{
	struct shop *s = *state;

	sql_do(s, CODES);
	as_staff(s, 1, "order_manager");
	for (const struct refusal *r = refusals;
	     r < refusals + sizeof refusals / sizeof *refusals; r++) {
		sql_do(s, "%s", r->set);
		take(s, KEY, "332.00", "'promo_code':'WELCOME10',");
		expect_error(s, r->status, r->code);
		post(s, ORDERS "/quote", "{" PACK ",'zone_id':1,'promo_code':'WELCOME10'}");
		if (r->quoted)
			expect_error(s, r->status, r->code);
		else
			expect_status(s, 200);
		sql_do(s, "%s", r->undo);
	}
	expect_rows(s, 0, "SELECT 1 FROM orders");
	take(s, KEY, "332.00", "'promo_code':'WELCOME10',");
	expect_status(s, 201);
	expect_sound(s);
}

static void
what_was_typed_wrongly_is_refused(void **state)
{
	struct shop *s = *state;
	static const char bar[] = "{'items':[{'product_instance_id':2,'quantity':1,'flavors':["
		"{'flavor_id':1,'quantity':1}]}]";
	int64_t mona = customer_mona(s);

	as_staff(s, 1, "order_manager");
	take(s, KEY, "300.00", "");
	expect_error(s, 409, "price_changed");
	expect_text(s, "quote.total", "365.00");
	s->key = KEY;
	post(s, ORDERS, "{'items':[]," WHERE "," WHO ",'expected_total':'0.00'}");
	expect_error(s, 422, "invalid");
	expect_field(s, "items", "invalid");
	post(s, ORDERS "/quote", "%s}", bar);
	expect_error(s, 422, "no_choice");
	s->key = KEY;
	post(s, ORDERS, "%s," WHERE "," WHO ",'expected_total':'100.00'}", bar);
	expect_error(s, 422, "no_choice");
	post(s, ORDERS "/quote", "{" PACK ",'customer_id':999}");
	expect_error(s, 404, "not_found");
	s->key = KEY;
	post(s, ORDERS, "{" PACK ",'zone_id':1,'address':'Street 5','delivery_date':'2030-01-03',"
	     "'time_slot_id':3,'payment_method':'online'," WHO ",'expected_total':'365.00'}");
	expect_error(s, 422, "payment_method");
	/* The code was his once already. */
	sql_do(s, "UPDATE promo_codes SET per_customer_limit = 1");
	for (int i = 0; i < 2; i++)
		take(s, i ? "taken-by-phone-00009" : "taken-by-phone-00008", "332.00",
		     arena_fmt(s->cx.mem, "'promo_code':'WELCOME10','customer_id':%lld,", (long long)mona));
	expect_error(s, 409, "promo_used");
	expect_rows(s, 1, "SELECT 1 FROM orders");
}

static void
only_the_order_desk_takes_orders(void **state)
{
	struct shop *s = *state;
	static const char *const roles[] = { "product_manager", "delivery_manager", "system_admin" };

	take(s, KEY, "365.00", "");
	expect_error(s, 401, "login_needed");
	for (size_t i = 0; i < 3; i++) {
		as_staff(s, (int)i + 1, roles[i]);
		take(s, KEY, "365.00", "");
		expect_error(s, 403, "forbidden");
		post(s, ORDERS "/quote", "{" PACK "}");
		expect_error(s, 403, "forbidden");
	}
	expect_rows(s, 0, "SELECT 1 FROM orders");
}

static bool
takes_the_last_place(struct shop *s, int i)
{
	take(s, arena_fmt(s->cx.mem, "taken-by-phone-%05d", i), "365.00", "");
	return s->reply.status == 201;
}

static void
ten_desks_do_not_take_more_than_the_slot_has(void **state)
{
	struct shop *s = *state;

	as_staff(s, 1, "order_manager");
	sql_do(s, "UPDATE delivery_time_slots SET capacity_orders = 3 WHERE id = 3");
	assert_int_equal(shop_parallel(s, 10, takes_the_last_place), 3);
	expect_rows(s, 3, "SELECT 1 FROM orders");
	expect_sound(s);
}

SHOP_TESTS(shop_test(somebody_new_gets_what_the_shop_would_give),
           shop_test(the_key_that_comes_twice_is_one_order),
           shop_test(somebody_known_finds_it_among_the_own_ones_at_the_own_price),
           shop_test(a_phone_of_somebody_else_proves_nothing),
           shop_test(what_the_shop_refuses_staff_cannot_take),
           shop_test(what_was_typed_wrongly_is_refused),
           shop_test(only_the_order_desk_takes_orders),
           shop_test(ten_desks_do_not_take_more_than_the_slot_has))
