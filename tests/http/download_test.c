/* SPDX-License-Identifier: MIT */
/* Digital goods from the order to the file: who may have what, how often, and until when. */
#include "support/customer.h"
#include "support/digital.h"
#include "support/order.h"
#include "support/staff.h"

#include "base/str.h"
#include "sale/download.h"

enum { GUEST, MONA, ADEL, STRANGER, MANAGER };

#define HOUR_SECS 3600
#define DAY_SECS 86400

static int64_t
as_mona(struct shop *s)
{
	int64_t id = sql_number(s, "SELECT COALESCE(MAX(id), 0) FROM customers WHERE username = 'mona'");

	if (!id)
		id = customer_mona(s);
	as_customer(s, MONA, id, true);
	return id;
}

/* Mona has bought a recipe for 20.00; the delivery's id. */
static int64_t
bought(struct shop *s)
{
	int64_t thing = digital_recipe(s, "20.00");

	as_mona(s);
	digital_pay(s, digital_order(s, "20.00", thing, 0), "20.00");
	return sql_number(s, "SELECT MAX(id) FROM deliveries");
}

static void
ask_link(struct shop *s, int64_t delivery)
{
	post(s, arena_fmt(s->cx.mem, "/api/v1/me/downloads/%lld/token", (long long)delivery), "{}");
}

/* The address of a new link, without the host. */
static const char *
link_of(struct shop *s, int64_t delivery)
{
	ask_link(s, delivery);
	expect_status(s, 201);
	const char *url = text_at(s, "url");
	assert_true(str_starts(url, "https://shop.test/api/v1/downloads/"));
	return url + strlen("https://shop.test");
}

static void
fetch(struct shop *s, const char *address, const char *range)
{
	if (range)
		s->extra = arena_fmt(s->cx.mem, "HTTP_RANGE=%s", range);
	get(s, "%s", address);
}

static void
expect_counts(struct shop *s, int64_t n)
{
	assert_int_equal(sql_number(s, "SELECT SUM(download_count) FROM download_tokens"), n);
	assert_int_equal(sql_number(s, "SELECT SUM(customer_download_count) FROM deliveries"), n);
}

/* ---- ordering ---- */

static void
what_is_digital_alone_needs_no_place_no_day_and_no_fee(void **state)
{
	struct shop *s = *state;
	int64_t thing = digital_recipe(s, "20.00");

	post(s, "/api/v1/cart/items", "{'product_instance_id':%lld,'quantity':1}", (long long)thing);
	expect_number(s, "cookies", 0);
	post(s, "/api/v1/cart/quote", "{'zone_id':%d}", DEMO_MADINATY);
	expect_status(s, 200);
	expect_text(s, "delivery_fee", "0.00");
	expect_text(s, "total", "20.00");
	post(s, "/api/v1/cart/quote", "{'zone_id':%d}", DEMO_NASR_CITY);	/* inactive: not looked at */
	expect_status(s, 200);
	int64_t quote = number_at(s, "id");
	once(s, "digital-key-alone");
	post(s, "/api/v1/checkout", "{'name':'Mona','phone':'" DEMO_PHONE "','proof':'%s',"
	     "'payment_method':'card','quote_id':%lld,'expected_total':'20.00'}",
	     shop_proof(s, DEMO_PHONE), (long long)quote);
	expect_status(s, 201);
	expect_text(s, "total", "20.00");
	expect_text(s, "items.0.product_type", "digital");
	assert_false(has(s, "delivery_date"));
	assert_false(has(s, "delivery_zone"));
	expect_rows(s, 1, "SELECT 1 FROM orders WHERE zone_id IS NULL AND city_id IS NULL AND "
	            "delivery_address IS NULL AND delivery_date IS NULL AND time_slot_id IS NULL AND "
	            "expected_delivery_date IS NULL AND from_hour IS NULL AND to_hour IS NULL AND "
	            "delivery_days IS NULL AND delivery_fee = 0 AND cookies = 0");
	expect_rows(s, 0, "SELECT 1 FROM capacity_moves");
	expect_rows(s, 0, "SELECT 1 FROM capacity WHERE held_orders > 0");
	const char *sms = shop_message(s, DEMO_PHONE);
	assert_non_null(strstr(sms, text_at(s, "number")));
	assert_non_null(strstr(sms, "EGP 20.00"));
	assert_null(strstr(sms, "Delivery"));
	expect_sound(s);
}

static void
everybody_sees_an_order_without_a_place(void **state)
{
	struct shop *s = *state;
	int64_t thing = digital_recipe(s, "20.00");

	as_mona(s);
	long long order = digital_order(s, "20.00", thing, 0);
	const char *number = text_at(s, "number"), *token = text_at(s, "tracking_token");
	get(s, "/api/v1/me/orders");
	expect_text(s, "items.0.number", number);
	get(s, "/api/v1/me/orders/%s", number);
	expect_status(s, 200);
	s->extra = arena_fmt(s->cx.mem, "HTTP_TRACKING_TOKEN=%s", token);
	get(s, "/api/v1/orders/%s", number);
	expect_status(s, 200);
	as_staff(s, MANAGER, "order_manager");
	get(s, "/api/v1/admin/orders");
	expect_number(s, "items.0.id", order);
	get(s, "/api/v1/admin/orders/%lld", order);
	expect_status(s, 200);
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/status", order),
	     "{'status':'confirmed'}");
	expect_status(s, 200);
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/status", order),
	     "{'status':'cancelled','note':'Paid by nobody'}");
	expect_status(s, 200);
	expect_sound(s);
}

static void
a_place_that_is_given_for_nothing_is_not_looked_at(void **state)
{
	struct shop *s = *state;
	int64_t thing = digital_recipe(s, "20.00");

	post(s, "/api/v1/cart/items", "{'product_instance_id':%lld,'quantity':1}", (long long)thing);
	char *body = shop_checkout_body(s, shop_proof(s, DEMO_PHONE), DEMO_PHONE, "20.00", "");
	once(s, "digital-key-place");
	request_raw(s, "POST", "/api/v1/checkout", "application/json", body, strlen(body));
	expect_status(s, 201);
	expect_rows(s, 1, "SELECT 1 FROM orders WHERE zone_id IS NULL AND delivery_date IS NULL "
	            "AND delivery_address IS NULL AND time_slot_id IS NULL");
	expect_rows(s, 0, "SELECT 1 FROM capacity_moves");
}

static void
with_something_to_bring_everything_is_needed_as_ever(void **state)
{
	struct shop *s = *state;
	int64_t thing = digital_recipe(s, "20.00");
	static const struct { const char *given, *lacks; } rows[] = {
		{ "", "zone_id" },
		{ "'zone_id':1,", "address" },
		{ "'zone_id':1,'address':'Street 5',", "delivery_date" },
		{ "'zone_id':1,'address':'Street 5','delivery_date':'2030-01-03',", "time_slot_id" },
		{ "'address':'Street 5','delivery_date':'2030-01-03','time_slot_id':3,", "zone_id" },
	};

	post(s, "/api/v1/cart/items", "{'product_instance_id':%lld,'quantity':1}", (long long)thing);
	shop_add_pack(s);
	const char *proof = shop_proof(s, DEMO_PHONE);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		once(s, "digital-key-mixed");
		post(s, "/api/v1/checkout", "{%s'name':'Mona','phone':'" DEMO_PHONE "','proof':'%s',"
		     "'payment_method':'cash','expected_total':'385.00'}", rows[i].given, proof);
		expect_error(s, 422, "invalid");
		expect_field(s, rows[i].lacks, "required");
	}
	expect_rows(s, 0, "SELECT 1 FROM orders");
	char *body = shop_checkout_body(s, proof, DEMO_PHONE, "385.00", "");
	once(s, "digital-key-mixed");
	request_raw(s, "POST", "/api/v1/checkout", "application/json", body, strlen(body));
	expect_status(s, 201);
	expect_text(s, "delivery_fee", "35.00");
	expect_rows(s, 2, "SELECT 1 FROM capacity WHERE held_orders = 1 AND held_cookies = 6");
	digital_pay(s, sql_number(s, "SELECT MAX(id) FROM orders"), "385.00");
	expect_rows(s, 1, "SELECT 1 FROM deliveries d JOIN order_items i ON i.id = d.order_item_id "
	            "AND i.order_id = d.order_id AND i.product_type = 'digital'");
	expect_sound(s);
}

static void
a_digital_thing_without_a_file_is_not_sold(void **state)
{
	struct shop *s = *state;
	int64_t thing = digital_recipe(s, "20.00"), bare = digital_thing(s, "Bare", "20.00");
	char *slug = sql_text(s, "SELECT slug FROM products WHERE name = 'Bare'");

	post(s, "/api/v1/cart/items", "{'product_instance_id':%lld,'quantity':1}", (long long)bare);
	expect_error(s, 422, "not_sold");
	get(s, "/api/v1/products/%s", slug);
	expect_status(s, 200);
	assert_int_equal(json_list_length(at(s, "instances")), 0);
	get(s, "/api/v1/products/%s", sql_text(s, "SELECT slug FROM products WHERE name = 'Recipe'"));
	expect_number(s, "instances.0.id", thing);
	post(s, "/api/v1/cart/items", "{'product_instance_id':%lld,'quantity':1}", (long long)thing);
	expect_status(s, 201);
	sql_do(s, "UPDATE product_instance SET file_id = NULL");
	get(s, "/api/v1/cart");
	assert_false(json_flag(at(s, "items.0.available")));
	once(s, "digital-key-bare-");
	post(s, "/api/v1/checkout", "{'name':'Mona','phone':'" DEMO_PHONE "','proof':'%s',"
	     "'payment_method':'cash','expected_total':'20.00'}", shop_proof(s, DEMO_PHONE));
	expect_error(s, 422, "not_sold");
	expect_field(s, "items.0", "not_sold");
}

/* ---- delivery ---- */

static void
paying_delivers_and_says_so(void **state)
{
	struct shop *s = *state;
	int64_t thing = digital_recipe(s, "20.00");

	as_mona(s);
	int64_t order = digital_order(s, "20.00", thing, 0);
	const char *number = text_at(s, "number");
	expect_rows(s, 0, "SELECT 1 FROM deliveries");
	get(s, "/api/v1/me/downloads");
	assert_int_equal(json_list_length(at(s, "items")), 0);
	shop_at(SHOP_NOON + 60);
	digital_pay(s, order, "20.00");
	expect_rows(s, 1, "SELECT 1 FROM deliveries d JOIN product_instance i ON i.file_id = d.file_id "
	            "WHERE d.customer_viewed_at IS NULL AND d.customer_download_count = 0 "
	            "AND d.created_at = '2030-01-02 12:01:00'");
	expect_rows(s, 2, "SELECT 1 FROM outbox WHERE topic = 'downloads_ready' AND is_secret = 1");
	assert_non_null(strstr(shop_message(s, DEMO_PHONE), "https://shop.test/en/orders/"));
	assert_non_null(strstr(shop_message(s, DEMO_PHONE), number));
	get(s, "/api/v1/me/downloads");
	expect_status(s, 200);
	expect_text(s, "items.0.order_number", number);
	expect_text(s, "items.0.product_name", "Recipe");
	expect_text(s, "items.0.file_name", "recipe.pdf");
	expect_text(s, "items.0.media_type", "application/pdf");
	expect_number(s, "items.0.size_bytes", (int64_t)strlen(PDF));
	expect_number(s, "items.0.customer_download_count", 0);
	assert_false(has(s, "items.0.customer_viewed_at"));
	assert_false(json_flag(at(s, "items.0.is_over")));
	assert_false(has(s, "items.1"));
	expect_sound(s);
}

static void
with_nothing_to_bring_paid_is_delivered(void **state)
{
	struct shop *s = *state;
	int64_t thing = digital_recipe(s, "20.00");

	as_mona(s);
	int64_t order = digital_order(s, "20.00", thing, 0);
	const char *number = text_at(s, "number");
	as_staff(s, MANAGER, "order_manager");
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/status", (long long)order),
	     "{'status':'delivered'}");
	expect_error(s, 409, "move_refused");	/* only the money does it */
	digital_pay(s, order, "20.00");
	as_mona(s);
	get(s, "/api/v1/me/orders/%s", number);
	expect_text(s, "status", "delivered");
	expect_rows(s, 0, "SELECT 1 FROM outbox WHERE topic = 'order_delivered'");
	expect_sound(s);
}

static void
with_cookies_beside_it_paid_is_not_delivered(void **state)
{
	struct shop *s = *state;
	int64_t thing = digital_recipe(s, "20.00");

	as_mona(s);
	post(s, "/api/v1/cart/items", "{'product_instance_id':%lld,'quantity':1}", (long long)thing);
	shop_add_pack(s);
	char *body = shop_checkout_body(s, shop_proof(s, DEMO_PHONE), DEMO_PHONE, "385.00", "");
	once(s, "digital-key-mixed");
	request_raw(s, "POST", "/api/v1/checkout", "application/json", body, strlen(body));
	expect_status(s, 201);
	digital_pay(s, sql_number(s, "SELECT MAX(id) FROM orders"), "385.00");
	expect_rows(s, 1, "SELECT 1 FROM deliveries");
	expect_rows(s, 1, "SELECT 1 FROM orders WHERE status = 'pending' AND payment_status = 'paid'");
}

static void
what_costs_nothing_is_delivered_with_its_order(void **state)
{
	struct shop *s = *state;
	int64_t thing = digital_recipe(s, "0.00");

	as_mona(s);
	digital_order(s, "0.00", thing, 0);
	expect_rows(s, 1, "SELECT 1 FROM deliveries");
	expect_rows(s, 2, "SELECT 1 FROM outbox WHERE topic = 'downloads_ready'");
	expect_sound(s);
}

static int64_t contested;

static bool
pay_at_once(struct shop *s, int i)
{
	(void)i;
	as(s, MANAGER);
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/payments", (long long)contested),
	     "{'method':'cash','amount':'40.00'}");
	return s->reply.status == 201;
}

static void
twenty_who_record_the_money_at_once_deliver_once(void **state)
{
	struct shop *s = *state;
	int64_t a = digital_recipe(s, "20.00"), b = digital_recipe(s, "20.00");

	contested = digital_order(s, "40.00", a, b);
	as_staff(s, MANAGER, "order_manager");
	assert_int_equal(shop_parallel(s, 20, pay_at_once), 1);
	expect_rows(s, 2, "SELECT 1 FROM deliveries");
	expect_rows(s, 2, "SELECT 1 FROM outbox WHERE topic = 'downloads_ready'");
	expect_sound(s);
}

static void
who_paid_keeps_the_file_of_that_moment(void **state)
{
	struct shop *s = *state;
	int64_t delivery = bought(s);
	const char *old = sql_text(s, "SELECT f.storage_key FROM files f JOIN deliveries d "
	                              "ON d.file_id = f.id");

	sql_do(s, "UPDATE product_instance SET file_id = %lld WHERE file_id IS NOT NULL",
	       (long long)upload_text(s, "newer.pdf", "%PDF-2.0"));
	get(s, "/api/v1/me/downloads");
	expect_text(s, "items.0.file_name", "recipe.pdf");
	fetch(s, link_of(s, delivery), NULL);
	expect_status(s, 200);
	assert_string_equal(header(s, "X-Accel-Redirect"), arena_fmt(s->cx.mem, "/files/%s", old));
}

static void
a_name_on_the_order_stays_when_the_product_is_renamed(void **state)
{
	struct shop *s = *state;

	bought(s);
	sql_do(s, "UPDATE products SET name = 'Other' WHERE name = 'Recipe'");
	get(s, "/api/v1/me/downloads");
	expect_text(s, "items.0.product_name", "Recipe");
}

/* ---- whose ---- */

static void
the_first_look_is_noted_once(void **state)
{
	struct shop *s = *state;
	int64_t delivery = bought(s);
	const char *path = arena_fmt(s->cx.mem, "/api/v1/me/downloads/%lld/viewed", (long long)delivery);

	for (int i = 0; i < 2; i++) {
		shop_at(SHOP_NOON + 60 * (i + 1));
		post(s, path, "{}");
		expect_status(s, 200);
		expect_text(s, "customer_viewed_at", "2030-01-02T12:01:00Z");
	}
	get(s, "/api/v1/me/downloads");
	expect_text(s, "items.0.customer_viewed_at", "2030-01-02T12:01:00Z");
}

static void
another_customer_s_delivery_is_as_if_it_were_missing(void **state)
{
	struct shop *s = *state;
	long long delivery = bought(s), ids[] = { 999999, delivery };
	static const char *const what[] = { "viewed", "token" };
	const char *missing = NULL;

	as_customer(s, ADEL, customer_add(s, "+201112223334", "adel@example.com"), true);
	get(s, "/api/v1/me/downloads");
	assert_int_equal(json_list_length(at(s, "items")), 0);
	for (int w = 0; w < 2; w++)
		for (int i = 0; i < 2; i++) {
			post(s, arena_fmt(s->cx.mem, "/api/v1/me/downloads/%lld/%s", ids[i], what[w]), "{}");
			expect_error(s, 404, "not_found");
			const char *reply = arena_str(s->cx.mem, s->reply.body.data);
			if (missing)
				assert_string_equal(reply, missing);
			missing = reply;
		}
	as(s, STRANGER);
	get(s, "/api/v1/me/downloads");
	expect_error(s, 401, "login_needed");
	for (int w = 0; w < 2; w++) {
		post(s, arena_fmt(s->cx.mem, "/api/v1/me/downloads/%lld/%s", delivery, what[w]), "{}");
		expect_error(s, 401, "login_needed");
	}
	expect_rows(s, 0, "SELECT 1 FROM download_tokens");
	expect_rows(s, 0, "SELECT 1 FROM deliveries WHERE customer_viewed_at IS NOT NULL");
}

static void
downloads_are_listed_by_pages(void **state)
{
	struct shop *s = *state;
	int64_t a = digital_recipe(s, "20.00"), b = digital_recipe(s, "20.00");

	as_mona(s);
	digital_pay(s, digital_order(s, "40.00", a, b), "40.00");
	digital_pay(s, digital_order(s, "20.00", a, 0), "20.00");
	int64_t ids[3];
	for (int i = 0; i < 3; i++)
		ids[i] = sql_number(s, "SELECT id FROM deliveries ORDER BY id DESC LIMIT %d, 1", i);
	get(s, "/api/v1/me/downloads?limit=2");
	expect_number(s, "items.0.id", ids[0]);
	expect_number(s, "items.1.id", ids[1]);
	get(s, "/api/v1/me/downloads?limit=2&cursor=%s", text_at(s, "next_cursor"));
	expect_number(s, "items.0.id", ids[2]);
	assert_false(has(s, "items.1"));
	assert_false(has(s, "next_cursor"));
}

struct guest_order { const char *number, *token; int64_t order, delivery; };

static struct guest_order
guest_bought(struct shop *s, int visitor)
{
	struct guest_order g;
	int64_t thing = digital_recipe(s, "20.00");

	as(s, visitor);
	g.order = digital_order(s, "20.00", thing, 0);
	g.number = text_at(s, "number");
	g.token = text_at(s, "tracking_token");
	digital_pay(s, g.order, "20.00");
	g.delivery = sql_number(s, "SELECT MAX(id) FROM deliveries");
	return g;
}

static void
with_secret(struct shop *s, const char *token)
{
	s->extra = arena_fmt(s->cx.mem, "HTTP_TRACKING_TOKEN=%s", token);
}

static void
ask_guest_link(struct shop *s, const char *number, const char *token, int64_t delivery)
{
	with_secret(s, token);
	post(s, arena_fmt(s->cx.mem, "/api/v1/orders/%s/downloads/%lld/token", number,
	                  (long long)delivery), "{}");
}

static void
a_guest_gets_it_by_the_order_s_secret(void **state)
{
	struct shop *s = *state;
	struct guest_order mine = guest_bought(s, GUEST), other = guest_bought(s, STRANGER);

	as(s, 7);	/* without any cookie */
	with_secret(s, mine.token);
	get(s, "/api/v1/orders/%s/downloads", mine.number);
	expect_status(s, 200);
	expect_number(s, "items.0.id", mine.delivery);
	assert_false(has(s, "items.1"));
	ask_guest_link(s, mine.number, mine.token, mine.delivery);
	expect_status(s, 201);
	fetch(s, text_at(s, "url") + strlen("https://shop.test"), NULL);
	expect_status(s, 200);
	/* The secret opens its own order and nothing else. */
	ask_guest_link(s, mine.number, mine.token, other.delivery);
	expect_error(s, 404, "not_found");
	ask_guest_link(s, other.number, mine.token, other.delivery);
	expect_error(s, 404, "not_found");
	ask_guest_link(s, mine.number, mine.token, 999999);
	expect_error(s, 404, "not_found");
	with_secret(s, other.token);
	get(s, "/api/v1/orders/%s/downloads", mine.number);
	expect_error(s, 404, "not_found");
	get(s, "/api/v1/orders/%s/downloads", mine.number);
	expect_error(s, 422, "invalid");
	expect_rows(s, 1, "SELECT 1 FROM download_tokens");
}

static void
an_order_that_changes_hands_takes_its_downloads_along(void **state)
{
	struct shop *s = *state;
	struct guest_order g = guest_bought(s, GUEST);

	ask_guest_link(s, g.number, g.token, g.delivery);
	expect_status(s, 201);
	long long mona = customer_add(s, "+201112223334", CUSTOMER_MAIL);
	sql_do(s, "UPDATE orders SET customer_id = %lld", mona);	/* as a claim does */
	as_customer(s, MONA, mona, true);
	get(s, "/api/v1/me/downloads");
	expect_number(s, "items.0.id", g.delivery);
	link_of(s, g.delivery);
	assert_int_equal(sql_number(s, "SELECT customer_id FROM download_tokens ORDER BY id DESC LIMIT 1"),
	                 mona);
}

/* ---- links ---- */

static void
a_link_is_for_a_day_and_a_few_times_and_kept_as_a_hash(void **state)
{
	struct shop *s = *state;
	int64_t delivery = bought(s);
	const char *token = link_of(s, delivery) + strlen("/api/v1/downloads/");

	assert_int_equal(strlen(token), 43);
	expect_text(s, "expires_at", "2030-01-03T12:00:00Z");
	expect_number(s, "max_downloads", 3);
	assert_string_equal(header(s, "Cache-Control"), "no-store");
	assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM download_tokens t JOIN orders o "
		"ON o.id = t.order_id AND o.customer_id = t.customer_id WHERE t.token_hash = "
		"UNHEX(SHA2('%s', 256)) AND t.expires_at = '2030-01-03 12:00:00' "
		"AND t.max_downloads = 3 AND t.download_count = 0", token), 1);
	sql_do(s, "INSERT INTO site_settings (setting_key, setting_value) VALUES ('download_max', '1')");
	const char *one = link_of(s, delivery);
	expect_number(s, "max_downloads", 1);
	assert_true(!str_eq(one + strlen("/api/v1/downloads/"), token));
	fetch(s, one, NULL);
	expect_status(s, 200);
	fetch(s, one, NULL);
	expect_error(s, 410, "download_over");
}

static void
there_are_ten_links_at_most_spent_ones_among_them(void **state)
{
	struct shop *s = *state;
	int64_t delivery = bought(s);
	const char *first = link_of(s, delivery);

	for (int i = 0; i < 3; i++)
		fetch(s, first, NULL);
	for (int i = 1; i < 10; i++)
		link_of(s, delivery);
	ask_link(s, delivery);
	expect_error(s, 409, "download_links");
	shop_at(SHOP_NOON + DAY_SECS);
	ask_link(s, delivery);
	expect_status(s, 201);
	fetch(s, first, NULL);
	expect_error(s, 410, "download_over");
	struct guest_order g = guest_bought(s, GUEST);
	for (int i = 0; i < 10; i++)
		ask_guest_link(s, g.number, g.token, g.delivery);
	expect_status(s, 201);
	ask_guest_link(s, g.number, g.token, g.delivery);
	expect_error(s, 409, "download_links");
}

static bool
link_at_once(struct shop *s, int i)
{
	(void)i;
	as(s, MONA);
	ask_link(s, contested);
	return s->reply.status == 201;
}

static void
of_thirty_who_ask_for_a_link_at_once_ten_get_one(void **state)
{
	struct shop *s = *state;

	contested = bought(s);
	assert_int_equal(shop_parallel(s, 30, link_at_once), 10);
	expect_rows(s, 10, "SELECT 1 FROM download_tokens");
}

/* ---- fetching ---- */

static void
the_web_server_is_told_which_file_and_under_what_name(void **state)
{
	struct shop *s = *state;
	const char *address = link_of(s, bought(s));

	as(s, STRANGER);	/* whoever has the link */
	fetch(s, address, NULL);
	expect_status(s, 200);
	assert_string_equal(header(s, "X-Accel-Redirect"),
	                    arena_fmt(s->cx.mem, "/files/%s", sql_text(s, "SELECT storage_key FROM files")));
	assert_string_equal(header(s, "Content-Disposition"),
	                    "attachment; filename=\"recipe.pdf\"; filename*=UTF-8''recipe.pdf");
	assert_string_equal(s->reply.type, "application/pdf");
	assert_string_equal(header(s, "Cache-Control"), "no-store");
	assert_int_equal(s->reply.body.len, 0);
	expect_counts(s, 1);
	expect_rows(s, 1, "SELECT 1 FROM download_tokens WHERE last_download_at = '2030-01-02 12:00:00'");
}

static void
names_reach_the_browser_whole(void **state)
{
	struct shop *s = *state;
	const char *address = link_of(s, bought(s));
	static const struct { const char *name, *header; } rows[] = {
		{ "\xd9\x88\xd8\xb5\xd9\x81\xd8\xa9.pdf",
		  "attachment; filename=\"____.pdf\"; filename*=UTF-8''%D9%88%D8%B5%D9%81%D8%A9.pdf" },
		{ "my \"best\" 100%.pdf",
		  "attachment; filename=\"my _best_ 100_.pdf\"; filename*=UTF-8''my%20%22best%22%20100%25.pdf" },
		{ "a;b=c'd(e).pdf",
		  "attachment; filename=\"a;b=c'd(e).pdf\"; filename*=UTF-8''a%3Bb%3Dc%27d%28e%29.pdf" },
		{ "\xf0\x9f\x8d\xaa", "attachment; filename=\"_\"; filename*=UTF-8''%F0%9F%8D%AA" },
		{ "a\r\nSet-Cookie: x=y",	/* cannot come in, and does not come out */
		  "attachment; filename=\"a__Set-Cookie: x=y\"; "
		  "filename*=UTF-8''a%0D%0ASet-Cookie%3A%20x%3Dy" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct buf hex = buf_in(s->cx.mem, 1000);

		for (const char *c = rows[i].name; *c; c++)
			buf_fmt(&hex, "%02X", (unsigned char)*c);
		sql_do(s, "UPDATE files SET original_name = X'%s'", hex.data);
		sql_do(s, "UPDATE download_tokens SET download_count = 0");
		fetch(s, address, NULL);
		assert_string_equal(header(s, "Content-Disposition"), rows[i].header);
		assert_null(header(s, "Set-Cookie"));
	}
}

static void
a_link_that_is_spent_or_expired_is_over_and_others_are_unknown(void **state)
{
	struct shop *s = *state;
	int64_t delivery = bought(s);
	const char *spent = link_of(s, delivery), *late = link_of(s, delivery);

	for (int i = 0; i < 3; i++) {
		fetch(s, spent, NULL);
		expect_status(s, 200);
	}
	fetch(s, spent, NULL);
	expect_error(s, 410, "download_over");
	assert_null(header(s, "X-Accel-Redirect"));
	assert_null(header(s, "Content-Disposition"));
	expect_counts(s, 3);
	shop_at(SHOP_NOON + DAY_SECS - 1);
	fetch(s, late, NULL);
	expect_status(s, 200);
	shop_at(SHOP_NOON + DAY_SECS);
	fetch(s, late, NULL);
	expect_error(s, 410, "download_over");
	fetch(s, late, "bytes=5-");
	expect_error(s, 410, "download_over");
	expect_counts(s, 4);
	static const char *const unknown[] = {
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "x", "%20", "..%2f..%2fetc%2fpasswd",
	};
	for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
		fetch(s, arena_fmt(s->cx.mem, "/api/v1/downloads/%s", unknown[i]), NULL);
		expect_error(s, 404, "not_found");
	}
	/* Neither the hash nor the key of the file opens anything. */
	fetch(s, arena_fmt(s->cx.mem, "/api/v1/downloads/%.43s",
	                   sql_text(s, "SELECT HEX(token_hash) FROM download_tokens LIMIT 1")), NULL);
	expect_error(s, 404, "not_found");
}

static void
asking_for_the_head_alone_is_not_offered(void **state)
{
	struct shop *s = *state;
	const char *address = link_of(s, bought(s));

	request_raw(s, "HEAD", address, NULL, NULL, 0);
	expect_status(s, 405);
	assert_string_equal(header(s, "Allow"), "GET");
	expect_counts(s, 0);
}

static void
going_on_within_the_hour_does_not_count(void **state)
{
	struct shop *s = *state;
	int64_t delivery = bought(s);
	const char *address = link_of(s, delivery);
	int counted = 0;
	static const struct { int64_t after; const char *range; bool counts; } steps[] = {
		{ 0, "bytes=5-", true },	/* nothing was begun that it could go on with */
		{ 10, "bytes=5-", false },
		{ HOUR_SECS - 1, "bytes=5-9", false },
		{ HOUR_SECS, "bytes=5-", true },
		{ HOUR_SECS + 10, "bytes=0-", true },
		{ HOUR_SECS + 20, "bytes=6-", false },		/* spent, but begun within the hour */
		{ 2 * HOUR_SECS + 9, "bytes=6-", false },
	};

	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		shop_at(SHOP_NOON + steps[i].after);
		fetch(s, address, steps[i].range);
		expect_status(s, 200);
		counted += steps[i].counts;
		expect_counts(s, counted);
	}
	fetch(s, address, "bytes=0-");
	expect_error(s, 410, "download_over");
	shop_at(SHOP_NOON + 2 * HOUR_SECS + 10);
	fetch(s, address, "bytes=6-");
	expect_error(s, 410, "download_over");
	/* Another link to the same file is another matter. */
	fetch(s, link_of(s, delivery), "bytes=6-");
	expect_status(s, 200);
	expect_counts(s, 4);
}

static void
a_range_goes_on_when_it_begins_later(void **state)
{
	(void)state;
	static const struct { const char *range; bool is_rest; } rows[] = {
		{ NULL, false }, { "", false }, { "bytes=0-", false }, { "bytes=0-499", false },
		{ "bytes=00-", false }, { "bytes=1-", true }, { "bytes=1-1", true },
		{ "BYTES=1-", true }, { "bytes= 1-", true }, { "bytes=999999999999-", true },
		{ "bytes=-500", true },		/* the last half of 1000 */
		{ "bytes=-999", true }, { "bytes=-1000", false }, { "bytes=-5000", false },
		{ "bytes=-0", false }, { "bytes=-", false }, { "bytes=", false },
		{ "bytes=5", false }, { "bytes=x-", false }, { "bytes=5x-", false },
		{ "bytes=1-2,3-4", false }, { "bytes=5-,0-4", false }, { "bytes=-5,-1000", false },
		{ "items=5-", false }, { "5-", false }, { "bytes=99999999999999999999-", false },
		{ "bytes=-99999999999999999999", false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (download_is_rest(rows[i].range, 1000) != rows[i].is_rest)
			fail_msg("%s", rows[i].range);
}

static const char *shared;

static bool
fetch_at_once(struct shop *s, int i)
{
	(void)i;
	as(s, STRANGER);
	fetch(s, shared, i % 4 == 3 ? "bytes=0-3" : NULL);
	if (s->reply.status != 200 && s->reply.status != 410)
		print_error("%d: %s\n", s->reply.status, s->reply.body.data);
	return s->reply.status == 200;
}

static void
twenty_at_once_with_one_link_are_three(void **state)
{
	struct shop *s = *state;

	shared = link_of(s, bought(s));
	assert_int_equal(shop_parallel(s, 20, fetch_at_once), 3);
	expect_counts(s, 3);
	expect_sound(s);
}

/* ---- money back ---- */

static void
refund(struct shop *s, int64_t order, const char *what)
{
	static int n;
	int who = s->who;

	as_staff(s, MANAGER, "order_manager");
	once(s, arena_fmt(s->cx.mem, "refund-key-%08d", ++n));
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/refunds", (long long)order),
	     "{%s'reason':'Changed her mind'}", what);
	expect_status(s, 201);
	as(s, who);
}

static void
what_was_paid_back_can_no_longer_be_fetched(void **state)
{
	struct shop *s = *state;
	int64_t a = digital_recipe(s, "20.00"), b = digital_recipe(s, "20.00");

	as_mona(s);
	int64_t order = digital_order(s, "40.00", a, b);
	digital_pay(s, order, "40.00");
	long long line = sql_number(s, "SELECT MIN(id) FROM order_items");
	int64_t gone = sql_number(s, "SELECT id FROM deliveries WHERE order_item_id = %lld", line);
	int64_t kept = sql_number(s, "SELECT MAX(id) FROM deliveries");
	const char *to_gone = link_of(s, gone), *to_kept = link_of(s, kept);

	fetch(s, to_gone, NULL);
	expect_status(s, 200);
	refund(s, order, quoted(s, "'items':[{'order_item_id':%lld,'quantity':1}],", line));
	fetch(s, to_gone, NULL);
	expect_error(s, 410, "download_over");
	fetch(s, to_gone, "bytes=5-");
	expect_error(s, 410, "download_over");
	ask_link(s, gone);
	expect_error(s, 410, "download_over");
	fetch(s, to_kept, NULL);
	expect_status(s, 200);
	get(s, "/api/v1/me/downloads");
	assert_false(json_flag(at(s, "items.0.is_over")));
	assert_true(json_flag(at(s, "items.1.is_over")));
	refund(s, order, "'whole':true,");
	fetch(s, to_kept, NULL);
	expect_error(s, 410, "download_over");
	expect_sound(s);
}

static void
a_guest_s_link_is_over_too(void **state)
{
	struct shop *s = *state;
	struct guest_order g = guest_bought(s, GUEST);

	refund(s, g.order, "'whole':true,");
	ask_guest_link(s, g.number, g.token, g.delivery);
	expect_error(s, 410, "download_over");
}

static void
one_of_two_pieces_paid_back_leaves_one(void **state)
{
	struct shop *s = *state;
	int64_t thing = digital_recipe(s, "20.00");

	as_mona(s);
	post(s, "/api/v1/cart/items", "{'product_instance_id':%lld,'quantity':1}", (long long)thing);
	int64_t order = digital_order(s, "40.00", thing, 0);
	digital_pay(s, order, "40.00");
	expect_rows(s, 1, "SELECT 1 FROM deliveries");
	const char *address = link_of(s, sql_number(s, "SELECT id FROM deliveries"));
	long long line = sql_number(s, "SELECT id FROM order_items");
	for (int i = 0; i < 2; i++) {
		fetch(s, address, NULL);
		expect_status(s, 200);
		refund(s, order, quoted(s, "'items':[{'order_item_id':%lld,'quantity':1}],", line));
	}
	fetch(s, address, NULL);
	expect_error(s, 410, "download_over");
	/* A refund that failed gave nothing back. */
	sql_do(s, "UPDATE refunds SET status = 'failed' WHERE refund_no = 2");
	fetch(s, address, NULL);
	expect_status(s, 200);
}

static void
a_deleted_order_has_no_downloads(void **state)
{
	struct shop *s = *state;
	int64_t delivery = bought(s);
	const char *address = link_of(s, delivery);

	sql_do(s, "UPDATE orders SET deleted_at = '2030-01-02 12:00:00'");
	fetch(s, address, NULL);
	expect_error(s, 404, "not_found");
	get(s, "/api/v1/me/downloads");
	assert_false(has(s, "items.0"));
	ask_link(s, delivery);
	expect_error(s, 404, "not_found");
}

/* ---- old ones ---- */

#define BEARER_TOKEN "correct-horse-battery-staple"

static void
tokens_are_forgotten_a_month_after_their_end(void **state)
{
	struct shop *s = *state;
	struct hash h = token_hash(BEARER_TOKEN);
	int64_t delivery = bought(s);

	link_of(s, delivery);
	shop_at(SHOP_NOON + DAY_SECS);
	const char *newer = link_of(s, delivery);
	shop_at(SHOP_NOON + 32 * DAY_SECS - 1);
	s->config.maintenance_token_hash = hex_text(s->cx.mem, h.b, HASH_BYTES);
	s->extra = "HTTP_AUTHORIZATION=Bearer " BEARER_TOKEN;
	request(s, "POST", "/api/v1/maintenance/purge", NULL);
	s->config.maintenance_token_hash = NULL;
	expect_status(s, 200);
	expect_rows(s, 1, "SELECT 1 FROM download_tokens");
	fetch(s, newer, NULL);
	expect_error(s, 410, "download_over");
}

SHOP_TESTS(
	digital_test(what_is_digital_alone_needs_no_place_no_day_and_no_fee),
	digital_test(everybody_sees_an_order_without_a_place),
	digital_test(a_place_that_is_given_for_nothing_is_not_looked_at),
	digital_test(with_something_to_bring_everything_is_needed_as_ever),
	digital_test(a_digital_thing_without_a_file_is_not_sold),
	digital_test(paying_delivers_and_says_so),
	digital_test(with_nothing_to_bring_paid_is_delivered),
	digital_test(with_cookies_beside_it_paid_is_not_delivered),
	digital_test(what_costs_nothing_is_delivered_with_its_order),
	digital_test(twenty_who_record_the_money_at_once_deliver_once),
	digital_test(who_paid_keeps_the_file_of_that_moment),
	digital_test(a_name_on_the_order_stays_when_the_product_is_renamed),
	digital_test(the_first_look_is_noted_once),
	digital_test(another_customer_s_delivery_is_as_if_it_were_missing),
	digital_test(downloads_are_listed_by_pages),
	digital_test(a_guest_gets_it_by_the_order_s_secret),
	digital_test(an_order_that_changes_hands_takes_its_downloads_along),
	digital_test(a_link_is_for_a_day_and_a_few_times_and_kept_as_a_hash),
	digital_test(there_are_ten_links_at_most_spent_ones_among_them),
	digital_test(of_thirty_who_ask_for_a_link_at_once_ten_get_one),
	digital_test(the_web_server_is_told_which_file_and_under_what_name),
	digital_test(names_reach_the_browser_whole),
	digital_test(a_link_that_is_spent_or_expired_is_over_and_others_are_unknown),
	digital_test(asking_for_the_head_alone_is_not_offered),
	digital_test(going_on_within_the_hour_does_not_count),
	digital_test(a_range_goes_on_when_it_begins_later),
	digital_test(twenty_at_once_with_one_link_are_three),
	digital_test(what_was_paid_back_can_no_longer_be_fetched),
	digital_test(a_guest_s_link_is_over_too),
	digital_test(one_of_two_pieces_paid_back_leaves_one),
	digital_test(a_deleted_order_has_no_downloads),
	digital_test(tokens_are_forgotten_a_month_after_their_end))
