/* SPDX-License-Identifier: MIT */
/* Claiming orders by a proved e-mail or phone: who gets which, who sees nothing, once and back. */
#include "account/registration.h"
#include "identity/claim.h"
#include "support/account.h"
#include "support/order.h"
#include "support/staff.h"

#include "base/str.h"

#include <unistd.h>

#define CLAIMS "/api/v1/me/claims"
#define MINE "/api/v1/me/orders"
#define ADEL "adel@example.com"
#define ADEL_PHONE "+201112223334"
#define OLD_PHONE "+201200000001"
#define NEW_PHONE "+201200000002"

/* ---- what there is to claim ---- */

static const char *
id_or_null(struct shop *s, int64_t id)
{
	return id ? arena_fmt(s->cx.mem, "%lld", (long long)id) : "NULL";
}

static const char *
text_or_null(struct shop *s, const char *text)
{
	return text ? arena_fmt(s->cx.mem, "'%s'", text) : "NULL";
}

/* Orders of last year, each delivered and paid, with a download and a token for it; numbered from 1. */
static void
old_orders(struct shop *s, int n, const char *email, const char *phone, int64_t customer_id)
{
	long long last = sql_number(s, "SELECT COALESCE(MAX(id), 0) FROM orders");
	long long number = sql_number(s, "SELECT COUNT(*) FROM orders");
	const char *owner = id_or_null(s, customer_id);

	sql_do(s, "INSERT INTO orders (number, tracking_nonce, tracking_token_hash, customer_id, "
	       "customer_name, customer_email, customer_phone, status, payment_method, payment_status, "
	       "subtotal, total, version, created_at, updated_at) SELECT LPAD(%lld + seq, 10, '0'), "
	       "UNHEX(MD5(%lld + seq)), UNHEX(SHA2(%lld + seq, 256)), %s, 'Old', %s, %s, 'delivered', "
	       "'cash', 'paid', 100, 100, 3, '2029-06-01', '2029-06-02' FROM seq_1_to_%d", number, number,
	       number, owner, text_or_null(s, email), text_or_null(s, phone), n);
	sql_do(s, "INSERT INTO order_items (order_id, product_name, product_type, quantity, unit_price) "
	       "SELECT id, 'Recipe', 'digital', 1, 100 FROM orders WHERE id > %lld", last);
	sql_do(s, "INSERT INTO order_status_history (order_id, to_status, actor_type) "
	       "SELECT id, 'delivered', 'system' FROM orders WHERE id > %lld", last);
	sql_do(s, "INSERT INTO sales (order_id, customer_id, amount, paid_at) "
	       "SELECT id, %s, 100, '2029-06-01' FROM orders WHERE id > %lld", owner, last);
	sql_do(s, "INSERT IGNORE INTO files (purpose, sha256, size_bytes, media_type, storage_key) "
	       "VALUES ('digital_good', UNHEX(SHA2('a', 256)), 1, 'application/pdf', 'a')");
	sql_do(s, "INSERT INTO deliveries (order_id, order_item_id, file_id) SELECT i.order_id, i.id, "
	       "f.id FROM order_items i JOIN files f WHERE i.order_id > %lld", last);
	sql_do(s, "INSERT INTO download_tokens (delivery_id, order_id, customer_id, token_hash, "
	       "expires_at) SELECT id, order_id, %s, UNHEX(SHA2(id, 256)), '2030-06-01' "
	       "FROM deliveries WHERE order_id > %lld", owner, last);
}

/* A guest as the backfill makes them, unless the phone is proved; either may be NULL. */
static int64_t
guest(struct shop *s, const char *email, const char *phone, bool is_proved)
{
	sql_do(s, "INSERT INTO customers (first_name, email, email_verified, phone, phone_verified, type) "
	       "VALUES ('Old', %s, %d, %s, %d, 'guest')", text_or_null(s, email), email != NULL,
	       text_or_null(s, phone), is_proved);
	return sql_number(s, "SELECT MAX(id) FROM customers");
}

/* Two orders with Mona's e-mail: nobody's, and a guest's.  Returns the guest. */
static int64_t
two_orders(struct shop *s)
{
	int64_t old = guest(s, MONA, OLD_PHONE, false);

	old_orders(s, 1, MONA, NULL, 0);
	old_orders(s, 1, MONA, OLD_PHONE, old);
	return old;
}

/* Every column of every row whose owner a claim changes. */
static const char *
rows_of(struct shop *s)
{
	static const char *const tables[] = { "orders", "sales", "download_tokens" };
	const char *all = "";

	for (size_t i = 0; i < 3; i++) {
		char *columns = sql_text(s, "SELECT GROUP_CONCAT('COALESCE(HEX(', column_name, "
			"'), ''-'')') FROM information_schema.columns WHERE table_schema = DATABASE() "
			"AND table_name = '%s'", tables[i]);
		all = arena_fmt(s->cx.mem, "%s\n%s", all,
		                sql_text(s, "SELECT GROUP_CONCAT(CONCAT_WS('|', %s) ORDER BY id) FROM %s",
		                         columns, tables[i]));
	}
	assert_true(strlen(all) > 100);
	return all;
}

/* ---- what is done ---- */

/* Registers an account and is it, as that visitor; the e-mail is not proved yet. */
static int64_t
register_as(struct shop *s, int visitor, const char *phone, const char *email)
{
	post(s, "/api/v1/auth/register", "{'proof':'%s','phone':'%s','first_name':'Mona',"
	     "'last_name':'Adel','email':'%s','password':'a biscuit and tea'}",
	     account_proof(s, phone, "registration"), phone, email);
	expect_status(s, 200);
	int64_t id = sql_number(s, "SELECT id FROM customers WHERE phone = '%s'", phone);
	as_customer(s, visitor, id, false);
	return id;
}

static void
prove_email(struct shop *s, const char *email)
{
	post(s, "/api/v1/auth/email/verify", "{'token':'%s'}", link_sent(s, email, "/verify#token="));
	expect_status(s, 204);
}

/* Asks for a code to an e-mail or phone; returns the handle. */
static const char *
ask(struct shop *s, const char *field, const char *contact)
{
	post(s, CLAIMS "/code", "{'%s':'%s'}", field, contact);
	expect_status(s, 200);
	return text_at(s, "handle");
}

static void
claim_with(struct shop *s, const char *handle, const char *code)
{
	post(s, CLAIMS, "{'handle':'%s','code':'%s'}", handle, code);
}

static void
claim_by(struct shop *s, const char *field, const char *contact)
{
	const char *handle = ask(s, field, contact);

	claim_with(s, handle, digits_sent(s, contact));
	expect_status(s, 200);
}

static void
undo(struct shop *s, int64_t id)
{
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/claims/%lld/undo", (long long)id),
	     "{'note':'not hers'}");
}

static int64_t
newest_claim(struct shop *s)
{
	return sql_number(s, "SELECT MAX(id) FROM claims");
}

static void
expect_orders(struct shop *s, size_t n)
{
	get(s, MINE);
	expect_status(s, 200);
	assert_int_equal(json_list_length(at(s, "items")), n);
}

/* ---- nobody sees what was not proved ---- */

static void
who_only_writes_an_email_sees_nothing_until_it_is_proved(void **state)
{
	struct shop *s = *state;

	two_orders(s);
	const char *before = rows_of(s);
	int64_t id = register_as(s, 0, DEMO_PHONE, MONA);
	get(s, "/api/v1/me");
	assert_false(has(s, "email"));
	expect_text(s, "status", "unverified");
	expect_orders(s, 0);
	get(s, CLAIMS);
	expect_status(s, 200);
	assert_int_equal(json_list_length(at(s, "items")), 0);
	get(s, MINE "/%s", sql_text(s, "SELECT MAX(number) FROM orders"));
	expect_error(s, 404, "not_found");
	assert_string_equal(rows_of(s), before);
	expect_rows(s, 0, "SELECT 1 FROM claims");

	prove_email(s, MONA);
	expect_orders(s, 2);
	get(s, CLAIMS);
	assert_int_equal(json_list_length(at(s, "items")), 0);
	assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM claims WHERE customer_id = %lld AND "
	                            "via = 'email' AND orders_n = 2 AND undone_at IS NULL",
	                            (long long)id), 1);
	expect_rows(s, 1, "SELECT 1 FROM claim_orders WHERE previous_customer_id IS NULL");
	expect_rows(s, 1, "SELECT 1 FROM customer_activity_log WHERE action = 'orders.claimed' "
	            "AND details = '{\"orders\":2,\"via\":\"email\"}'");
	assert_non_null(strstr(shop_message(s, MONA), "earlier orders at"));
	/* All goes along; nothing else of the order changes. */
	assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM orders o JOIN sales s ON s.order_id = o.id "
		"AND s.customer_id = o.customer_id JOIN download_tokens t ON t.order_id = o.id "
		"AND t.customer_id = o.customer_id WHERE o.customer_id = %lld AND o.version = 3 "
		"AND o.updated_at = '2029-06-02'", (long long)id), 2);
	expect_sound(s);
}

static void
the_code_of_the_mail_claims_as_well(void **state)
{
	struct shop *s = *state;

	two_orders(s);
	register_as(s, 0, DEMO_PHONE, NEW_PHONE "@example.com");
	sql_do(s, "DELETE FROM customer_otp_codes");
	post(s, "/api/v1/me/email", "{'email':'" MONA "','password':'a biscuit and tea'}");
	const char *handle = text_at(s, "handle");
	post(s, "/api/v1/auth/email/verify", "{'handle':'%s','code':'%s'}", handle, digits_sent(s, MONA));
	expect_status(s, 204);
	expect_orders(s, 2);
}

static void
a_phone_claims_when_it_is_registered(void **state)
{
	struct shop *s = *state;

	int64_t old = guest(s, MONA, DEMO_PHONE, false);
	old_orders(s, 1, MONA, DEMO_PHONE, old);
	old_orders(s, 1, MONA, OLD_PHONE, old);
	old_orders(s, 1, NULL, DEMO_PHONE, 0);
	int64_t id = register_as(s, 0, DEMO_PHONE, ADEL);
	expect_orders(s, 2);
	assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM claims WHERE customer_id = %lld AND "
	                            "via = 'phone' AND orders_n = 2", (long long)id), 1);
	assert_non_null(strstr(shop_message(s, DEMO_PHONE), "earlier orders"));
	/* The third carries only the e-mail that another row has. */
	assert_int_equal(sql_number(s, "SELECT customer_id FROM orders WHERE customer_phone = '"
	                            OLD_PHONE "'"), old);
	expect_sound(s);
}

static void
registering_a_phone_that_has_an_account_claims_nothing(void **state)
{
	struct shop *s = *state;

	int64_t adel = customer_add(s, DEMO_PHONE, ADEL);
	old_orders(s, 1, NULL, DEMO_PHONE, 0);
	old_orders(s, 1, NULL, OLD_PHONE, 0);
	post(s, "/api/v1/auth/register", "{'proof':'%s','phone':'" OLD_PHONE "','first_name':'Mona',"
	     "'last_name':'Adel','email':'new@example.com','password':'a biscuit and tea'}",
	     account_proof(s, OLD_PHONE, "registration"));
	const char *fresh = reply_text(s), *before = rows_of(s);
	expect_rows(s, 1, "SELECT 1 FROM claims");
	post(s, "/api/v1/auth/register", "{'proof':'%s','phone':'" DEMO_PHONE "','first_name':'Mona',"
	     "'last_name':'Adel','email':'" MONA "','password':'a biscuit and tea'}",
	     account_proof(s, DEMO_PHONE, "registration"));
	assert_string_equal(reply_text(s), fresh);
	assert_string_equal(rows_of(s), before);
	/* Its holder sees that it waits. */
	as_customer(s, 0, adel, false);
	get(s, CLAIMS);
	expect_text(s, "items.0.via", "phone");
	expect_number(s, "items.0.orders", 1);
}

static void
a_new_phone_brings_its_orders(void **state)
{
	struct shop *s = *state;

	shop_order(s, NEW_PHONE);
	as_customer(s, 1, customer_add(s, DEMO_PHONE, ADEL), false);
	post(s, "/api/v1/me/phone", "{'phone':'" NEW_PHONE "','proof':'%s','password':'%s'}",
	     account_proof(s, NEW_PHONE, "phone_verify"), CUSTOMER_PASSWORD);
	expect_status(s, 200);
	expect_orders(s, 1);
	expect_rows(s, 1, "SELECT 1 FROM claim_orders WHERE previous_customer_id IS NOT NULL");
	assert_non_null(strstr(shop_message(s, ADEL), "earlier orders"));
	expect_sound(s);
}

/* ---- by a code ---- */

static void
any_contact_that_one_can_read_claims(void **state)
{
	struct shop *s = *state;

	two_orders(s);
	as_customer(s, 0, customer_add(s, ADEL_PHONE, ADEL), false);
	get(s, CLAIMS);
	assert_int_equal(json_list_length(at(s, "items")), 0);
	const char *handle = ask(s, "email", "Mona@Example.com ");
	claim_with(s, handle, digits_sent(s, MONA));
	expect_number(s, "claimed", 2);
	assert_false(json_flag(at(s, "more_wait")));
	expect_orders(s, 2);
	/* The account stays as it is. */
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE email = '" ADEL "' AND version = 1");
	/* It can be asked for again, and finds nothing more. */
	shop_at(SHOP_NOON + 60);
	claim_by(s, "phone", OLD_PHONE);
	expect_number(s, "claimed", 0);
	expect_rows(s, 1, "SELECT 1 FROM claims");
	expect_sound(s);
}

static void
a_contact_without_orders_claims_nothing_and_leaves_no_trace(void **state)
{
	struct shop *s = *state;

	as_customer(s, 0, customer_add(s, ADEL_PHONE, ADEL), false);
	claim_by(s, "email", MONA);
	expect_number(s, "claimed", 0);
	assert_false(json_flag(at(s, "more_wait")));
	expect_rows(s, 0, "SELECT 1 FROM claims");
	expect_rows(s, 0, "SELECT 1 FROM customer_activity_log WHERE action = 'orders.claimed'");
	assert_null(shop_message(s, ADEL));
}

static void
asking_for_a_code_tells_nothing(void **state)
{
	struct shop *s = *state;
	static const char *const mails[] = { "free@example.com", MONA, ADEL, "holder@example.com" };
	const char *first = NULL;

	two_orders(s);
	customer_add(s, NEW_PHONE, "holder@example.com");
	as_customer(s, 0, customer_add(s, ADEL_PHONE, ADEL), false);
	for (int i = 0; i < 4; i++) {
		sql_do(s, "DELETE FROM customer_otp_codes");
		ask(s, "email", mails[i]);
		assert_non_null(strstr(shop_message(s, mails[i]), "enter this code"));
		/* No words of the asker's in it. */
		assert_null(strstr(shop_message(s, mails[i]), "Mona"));
		first = first ? first : reply_text(s);
		assert_string_equal(reply_text(s), first);
	}
}

static void
a_code_is_for_who_asked(void **state)
{
	struct shop *s = *state;

	two_orders(s);
	as_customer(s, 0, customer_add(s, ADEL_PHONE, ADEL), false);
	as_customer(s, 1, customer_add(s, NEW_PHONE, "other@example.com"), false);
	as(s, 0);
	const char *handle = ask(s, "email", MONA), *code = digits_sent(s, MONA);
	as(s, 1);
	claim_with(s, handle, code);
	expect_error(s, 422, "code_wrong");
	as(s, 0);
	claim_with(s, handle, other_digits(s, code));
	expect_error(s, 422, "code_wrong");
	claim_with(s, "nonsense", code);
	expect_error(s, 422, "code_wrong");
	/* Nor is it good for anything else, or another code for this. */
	post(s, "/api/v1/auth/email/verify", "{'handle':'%s','code':'%s'}", handle, code);
	expect_error(s, 422, "code_wrong");
	claim_with(s, handle, code);
	expect_number(s, "claimed", 2);
	claim_with(s, handle, code);
	expect_error(s, 422, "code_wrong");
}

static void
after_five_wrong_codes_the_right_one_is_no_use(void **state)
{
	struct shop *s = *state;

	two_orders(s);
	as_customer(s, 0, customer_add(s, ADEL_PHONE, ADEL), false);
	const char *handle = ask(s, "email", MONA), *code = digits_sent(s, MONA);
	for (int i = 0; i < 5; i++) {
		claim_with(s, handle, other_digits(s, code));
		expect_error(s, 422, "code_wrong");
	}
	claim_with(s, handle, code);
	expect_error(s, 429, "code_attempts");
	expect_rows(s, 0, "SELECT 1 FROM claims");
}

static void
codes_are_sent_a_minute_apart_and_five_an_hour(void **state)
{
	struct shop *s = *state;

	as_customer(s, 0, customer_add(s, ADEL_PHONE, ADEL), false);
	ask(s, "email", MONA);
	post(s, CLAIMS "/code", "{'email':'free@example.com'}");
	expect_error(s, 429, "code_too_soon");
	for (int i = 1; i < 5; i++) {
		shop_at(SHOP_NOON + i * 60);
		ask(s, "email", MONA);
	}
	shop_at(SHOP_NOON + 5 * 60);
	post(s, CLAIMS "/code", "{'email':'" MONA "'}");
	expect_error(s, 429, "too_many_requests");
}

static void
a_code_goes_to_one_contact_in_a_country_we_serve(void **state)
{
	struct shop *s = *state;

	as_customer(s, 0, customer_add(s, ADEL_PHONE, ADEL), false);
	post(s, CLAIMS "/code", "{}");
	expect_error(s, 422, "invalid");
	post(s, CLAIMS "/code", "{'email':'" MONA "','phone':'" DEMO_PHONE "'}");
	expect_error(s, 422, "invalid");
	sql_do(s, "REPLACE INTO site_settings (setting_key, setting_value) "
	       "VALUES ('phone_countries', '+20')");
	post(s, CLAIMS "/code", "{'phone':'+14155552671'}");
	expect_error(s, 422, "phone_country");
	expect_rows(s, 0, "SELECT 1 FROM outbox");
	ask(s, "phone", DEMO_PHONE);
	expect_rows(s, 1, "SELECT 1 FROM outbox WHERE kind = 'sms' AND is_secret = 1");
}

static void
nobody_claims_or_sees_anything_without_a_login(void **state)
{
	struct shop *s = *state;

	two_orders(s);
	get(s, CLAIMS);
	expect_error(s, 401, "login_needed");
	post(s, CLAIMS "/code", "{'email':'" MONA "'}");
	expect_error(s, 401, "login_needed");
	claim_with(s, "x", "123456");
	expect_error(s, 401, "login_needed");
	get(s, MINE);
	expect_error(s, 401, "login_needed");
	get(s, MINE "/0000000001");
	expect_error(s, 401, "login_needed");
}

/* ---- which orders ---- */

static void
an_order_of_an_account_is_never_claimed(void **state)
{
	struct shop *s = *state;

	int64_t adel = customer_add(s, ADEL_PHONE, ADEL);
	old_orders(s, 1, MONA, DEMO_PHONE, adel);
	const char *before = rows_of(s);
	register_as(s, 0, DEMO_PHONE, MONA);
	prove_email(s, MONA);
	get(s, CLAIMS);
	assert_int_equal(json_list_length(at(s, "items")), 0);
	claim_by(s, "email", MONA);
	expect_number(s, "claimed", 0);
	shop_at(SHOP_NOON + 60);
	claim_by(s, "phone", DEMO_PHONE);
	expect_number(s, "claimed", 0);
	assert_string_equal(rows_of(s), before);
	/* However closed that account is. */
	sql_do(s, "UPDATE customers SET status = 'suspended' WHERE id = %lld", (long long)adel);
	shop_at(SHOP_NOON + 120);
	claim_by(s, "email", MONA);
	expect_number(s, "claimed", 0);
	assert_string_equal(rows_of(s), before);
}

static void
a_proved_guest_s_order_is_claimed_and_a_deleted_one_is_not(void **state)
{
	struct shop *s = *state;

	old_orders(s, 2, MONA, OLD_PHONE, guest(s, NULL, OLD_PHONE, true));
	sql_do(s, "UPDATE orders SET deleted_at = '2029-07-01' ORDER BY id LIMIT 1");
	as_customer(s, 0, customer_add(s, DEMO_PHONE, MONA), false);
	get(s, CLAIMS);
	expect_text(s, "items.0.via", "email");
	expect_number(s, "items.0.orders", 1);
	claim_by(s, "email", MONA);
	expect_number(s, "claimed", 1);
	expect_orders(s, 1);
}

static void
what_may_be_one_s_own_is_only_counted(void **state)
{
	struct shop *s = *state;

	old_orders(s, 2, MONA, NULL, 0);
	old_orders(s, 1, MONA, DEMO_PHONE, 0);
	old_orders(s, 3, NULL, DEMO_PHONE, 0);
	int64_t id = customer_add(s, DEMO_PHONE, MONA);
	as_customer(s, 0, id, false);
	get(s, CLAIMS);
	expect_status(s, 200);
	assert_string_equal(s->reply.body.data, "{\"items\":[{\"via\":\"email\",\"orders\":3},"
	                    "{\"via\":\"phone\",\"orders\":4}]}");
	/* Of a contact that was not proved nothing is said. */
	sql_do(s, "UPDATE customers SET email_verified = 0, status = 'unverified'");
	get(s, CLAIMS);
	assert_string_equal(s->reply.body.data, "{\"items\":[{\"via\":\"phone\",\"orders\":4}]}");
	sql_do(s, "UPDATE customers SET phone_verified = 0");
	get(s, CLAIMS);
	assert_string_equal(s->reply.body.data, "{\"items\":[]}");
}

static void
a_suspended_account_claims_nothing(void **state)
{
	struct shop *s = *state;

	two_orders(s);
	const char *before = rows_of(s);
	register_as(s, 0, DEMO_PHONE, MONA);
	sql_do(s, "UPDATE customers SET status = 'suspended' WHERE type = 'registered'");
	prove_email(s, MONA);
	assert_string_equal(rows_of(s), before);
	expect_rows(s, 0, "SELECT 1 FROM claims");
}

static void
five_hundred_are_claimed_and_the_rest_by_asking_again(void **state)
{
	struct shop *s = *state;

	old_orders(s, 501, MONA, NULL, 0);
	register_as(s, 0, DEMO_PHONE, MONA);
	prove_email(s, MONA);
	expect_rows(s, 500, "SELECT 1 FROM orders WHERE customer_id IS NOT NULL");
	/* The newest is left. */
	expect_rows(s, 1, "SELECT 1 FROM orders WHERE customer_id IS NULL AND number = '0000000501'");
	get(s, CLAIMS);
	expect_number(s, "items.0.orders", 1);
	old_orders(s, 500, MONA, NULL, guest(s, NULL, OLD_PHONE, true));
	claim_by(s, "email", MONA);
	expect_number(s, "claimed", 500);
	assert_true(json_flag(at(s, "more_wait")));
	shop_at(SHOP_NOON + 60);
	claim_by(s, "email", MONA);
	expect_number(s, "claimed", 1);
	assert_false(json_flag(at(s, "more_wait")));
	expect_rows(s, 0, "SELECT 1 FROM orders WHERE customer_id IS NULL");
	expect_rows(s, 3, "SELECT 1 FROM claims");
	expect_sound(s);
	/* All of it can be looked at, and undone. */
	int64_t id = sql_number(s, "SELECT MIN(customer_id) FROM claims");
	as_staff(s, 1, "order_manager");
	get(s, "/api/v1/admin/customers/%lld/claims", (long long)id);
	assert_int_equal(json_list_length(at(s, "items.0.orders")), 1);
	assert_int_equal(json_list_length(at(s, "items.2.orders")), 500);
	undo(s, sql_number(s, "SELECT MIN(id) FROM claims"));
	expect_number(s, "returned", 500);
	expect_sound(s);
}

/* ---- own orders ---- */

static void
a_customer_sees_the_own_orders_newest_first(void **state)
{
	struct shop *s = *state;
	const char *cursor, *last = "z";
	int pages = 0;

	int64_t id = customer_add(s, DEMO_PHONE, MONA);
	old_orders(s, 5, MONA, DEMO_PHONE, id);
	sql_do(s, "UPDATE orders SET deleted_at = '2029-07-01' WHERE number = '0000000003'");
	old_orders(s, 1, NULL, NULL, customer_add(s, ADEL_PHONE, ADEL));
	as_customer(s, 0, id, false);
	for (cursor = ""; cursor; pages++) {
		get(s, MINE "?limit=2%s%s", *cursor ? "&cursor=" : "", cursor);
		expect_status(s, 200);
		for (size_t i = 0; i < json_list_length(at(s, "items")); i++) {
			const char *number = text_at(s, arena_fmt(s->cx.mem, "items.%zu.number", i));
			assert_true(strcmp(number, last) < 0);
			assert_string_not_equal(number, "00000-00003");
			last = number;
		}
		cursor = has(s, "next_cursor") ? text_at(s, "next_cursor") : NULL;
	}
	assert_int_equal(pages, 2);
	assert_string_equal(last, "00000-00001");
	get(s, MINE);
	expect_text(s, "items.0.status", "delivered");
	expect_text(s, "items.0.total", "100.00");
	assert_null(strstr(s->reply.body.data, "Old"));
	get(s, MINE "?cursor=nonsense");
	expect_error(s, 422, "invalid");
}

static void
an_order_of_somebody_else_is_as_missing_as_none(void **state)
{
	struct shop *s = *state;
	const char *missing;

	int64_t mona = customer_add(s, DEMO_PHONE, MONA);
	old_orders(s, 1, MONA, DEMO_PHONE, mona);
	/* Also with the same e-mail: one that another has, and one to be claimed. */
	old_orders(s, 1, MONA, DEMO_PHONE, customer_add(s, ADEL_PHONE, ADEL));
	old_orders(s, 1, MONA, DEMO_PHONE, 0);
	as_customer(s, 0, mona, false);
	get(s, MINE "/00000-00001");
	expect_status(s, 200);
	expect_text(s, "number", "00000-00001");
	expect_text(s, "items.0.product_name", "Recipe");
	expect_text(s, "history.0.to_status", "delivered");
	assert_false(has(s, "tracking_token"));
	get(s, MINE "/ooooo-0000i");
	expect_status(s, 200);
	get(s, MINE "/00000-00009");
	expect_error(s, 404, "not_found");
	missing = reply_text(s);
	get(s, MINE "/00000-00002");
	assert_string_equal(reply_text(s), missing);
	get(s, MINE "/00000-00003");
	assert_string_equal(reply_text(s), missing);
	sql_do(s, "UPDATE orders SET deleted_at = '2029-07-01'");
	get(s, MINE "/00000-00001");
	assert_string_equal(reply_text(s), missing);
}

/* ---- undoing ---- */

static void
an_undo_gives_back_and_a_new_proof_claims_the_same(void **state)
{
	struct shop *s = *state;

	int64_t old = two_orders(s);
	const char *before = rows_of(s);
	int64_t mona = register_as(s, 0, DEMO_PHONE, MONA);
	prove_email(s, MONA);
	const char *claimed = rows_of(s);
	int64_t claim = newest_claim(s), staff = as_staff(s, 1, "order_manager");
	undo(s, claim);
	expect_status(s, 200);
	expect_number(s, "returned", 2);
	expect_number(s, "kept", 0);
	assert_string_equal(rows_of(s), before);
	expect_sound(s);
	assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM claims WHERE undone_by = %lld AND "
	                            "undo_note = 'not hers' AND undone_at = '2030-01-02 12:00:00'",
	                            (long long)staff), 1);
	assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM admin_activity_log WHERE "
		"action = 'claim.undo' AND entity = 'claims' AND entity_id = %lld AND note = 'not hers' "
		"AND after_json = '{\"returned\":2,\"kept\":0}' AND admin_user_id = %lld",
		(long long)claim, (long long)staff), 1);
	/* The customer hears of it, and not from where the staff did it. */
	assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM customer_activity_log WHERE "
		"action = 'orders.claim_undone' AND customer_id = %lld AND ip_address IS NULL "
		"AND user_agent IS NULL", (long long)mona), 1);
	as(s, 0);
	expect_orders(s, 0);
	get(s, "/api/v1/me/activity");
	expect_text(s, "items.0.action", "orders.claim_undone");
	get(s, CLAIMS);
	expect_number(s, "items.0.orders", 2);
	claim_by(s, "email", MONA);
	expect_number(s, "claimed", 2);
	assert_string_equal(rows_of(s), claimed);
	assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM claim_orders WHERE claim_id > %lld AND "
	                            "previous_customer_id <=> IF(order_id = (SELECT MAX(id) FROM orders), "
	                            "%lld, NULL)", (long long)claim, (long long)old), 2);
	expect_sound(s);
}

static void
an_order_that_moved_on_stays(void **state)
{
	struct shop *s = *state;

	two_orders(s);
	register_as(s, 0, DEMO_PHONE, MONA);
	prove_email(s, MONA);
	int64_t adel = customer_add(s, ADEL_PHONE, ADEL);
	sql_do(s, "UPDATE orders o JOIN sales s ON s.order_id = o.id JOIN download_tokens t "
	       "ON t.order_id = o.id SET o.customer_id = %lld, s.customer_id = %lld, t.customer_id = %lld "
	       "WHERE o.number = '0000000001'", (long long)adel, (long long)adel, (long long)adel);
	as_staff(s, 1, "super_admin");
	undo(s, newest_claim(s));
	expect_status(s, 200);
	expect_number(s, "returned", 1);
	expect_number(s, "kept", 1);
	assert_int_equal(sql_number(s, "SELECT customer_id FROM orders WHERE number = '0000000001'"), adel);
	expect_sound(s);
}

static void
what_went_back_is_whose_it_was_by_then(void **state)
{
	struct shop *s = *state;

	/* One guest got an account meanwhile, another was taken back by the backfill. */
	int64_t proved = guest(s, NULL, OLD_PHONE, true), made = guest(s, MONA, NULL, false);
	old_orders(s, 1, MONA, NULL, proved);
	old_orders(s, 1, MONA, NULL, made);
	register_as(s, 0, DEMO_PHONE, MONA);
	prove_email(s, MONA);
	expect_orders(s, 2);
	assert_int_equal(register_as(s, 2, OLD_PHONE, ADEL), proved);
	expect_orders(s, 0);
	sql_do(s, "DELETE FROM customers WHERE id = %lld", (long long)made);
	as_staff(s, 1, "order_manager");
	undo(s, newest_claim(s));
	expect_number(s, "returned", 2);
	as(s, 2);
	expect_orders(s, 1);
	expect_rows(s, 1, "SELECT 1 FROM orders WHERE customer_id IS NULL");
	expect_sound(s);
}

/* ---- who was erased ---- */

static void
erase(struct shop *s, int visitor)
{
	as(s, visitor);
	request(s, "DELETE", "/api/v1/me", "{'password':'a biscuit and tea'}");
	expect_status(s, 204);
}

static void
an_erased_account_s_claim_stays_and_its_orders_are_nobody_else_s(void **state)
{
	struct shop *s = *state;

	two_orders(s);
	int64_t mona = register_as(s, 0, DEMO_PHONE, MONA);
	prove_email(s, MONA);
	shop_at(SHOP_NOON + 60);
	const char *handle = ask(s, "phone", OLD_PHONE), *code = digits_sent(s, OLD_PHONE);
	erase(s, 0);
	expect_sound(s);
	/* The guest of one of the orders was made of nothing else. */
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE type = 'guest'");
	expect_rows(s, 0, "SELECT 1 FROM customers "
	            "WHERE COALESCE(first_name, email, phone) IS NOT NULL");
	claim_with(s, handle, code);
	expect_error(s, 401, "login_needed");
	/* Who comes back is a stranger, with the same e-mail and phone. */
	register_as(s, 0, DEMO_PHONE, MONA);
	prove_email(s, MONA);
	expect_orders(s, 0);
	as_staff(s, 1, "order_manager");
	get(s, "/api/v1/admin/customers/%lld/claims", (long long)mona);
	expect_number(s, "items.0.id", newest_claim(s));
	undo(s, newest_claim(s));
	expect_error(s, 409, "conflict");
	expect_rows(s, 0, "SELECT 1 FROM claims WHERE undone_at IS NOT NULL");
	assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM orders WHERE customer_id = %lld "
	                            "AND customer_name = ''", (long long)mona), 2);
	expect_sound(s);
}

static void
what_was_a_guest_s_who_was_erased_goes_back_to_nobody(void **state)
{
	struct shop *s = *state;

	int64_t old = guest(s, NULL, OLD_PHONE, true);
	old_orders(s, 2, MONA, NULL, old);
	register_as(s, 0, DEMO_PHONE, MONA);
	prove_email(s, MONA);
	expect_orders(s, 2);
	assert_int_equal(register_as(s, 2, OLD_PHONE, ADEL), old);
	erase(s, 2);
	as_staff(s, 1, "order_manager");
	undo(s, newest_claim(s));
	expect_number(s, "returned", 2);
	expect_rows(s, 2, "SELECT 1 FROM orders o JOIN sales s ON s.order_id = o.id WHERE "
	            "o.customer_id IS NULL AND s.customer_id IS NULL AND o.customer_name = 'Old'");
	expect_sound(s);
}

static void
a_guest_who_is_somebody_outlives_who_claimed_of_him(void **state)
{
	struct shop *s = *state;

	/* One has proved the phone, another has an order left. */
	int64_t proved = guest(s, NULL, OLD_PHONE, true);
	int64_t made = guest(s, "aunt@example.com", NULL, false);
	old_orders(s, 1, MONA, NULL, proved);
	old_orders(s, 1, MONA, NULL, made);
	old_orders(s, 1, "aunt@example.com", NULL, made);
	register_as(s, 0, DEMO_PHONE, MONA);
	prove_email(s, MONA);
	expect_orders(s, 2);
	erase(s, 0);
	expect_rows(s, 2, "SELECT 1 FROM customers WHERE type = 'guest' AND first_name = 'Old' "
	            "AND COALESCE(email, phone) IS NOT NULL AND version = 1");
	expect_sound(s);
}

static int64_t undone;

static bool
undoes(struct shop *s, int i)
{
	(void)i;
	undo(s, undone);
	BUG_ON(s->reply.status != 200 && s->reply.status != 409);
	return s->reply.status == 200;
}

static void
of_many_undos_at_once_one_counts(void **state)
{
	struct shop *s = *state;

	two_orders(s);
	const char *before = rows_of(s);
	register_as(s, 0, DEMO_PHONE, MONA);
	prove_email(s, MONA);
	undone = newest_claim(s);
	as_staff(s, 1, "order_manager");
	assert_int_equal(shop_parallel(s, 50, undoes), 1);
	assert_string_equal(rows_of(s), before);
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'claim.undo'");
	expect_rows(s, 1, "SELECT 1 FROM customer_activity_log WHERE action = 'orders.claim_undone'");
	undo(s, undone);
	expect_error(s, 409, "conflict");
	undo(s, 999999);
	expect_error(s, 404, "not_found");
	post(s, "/api/v1/admin/claims/1/undo", "{'note':' '}");
	expect_error(s, 422, "invalid");
}

static void
staff_see_what_a_customer_claimed(void **state)
{
	struct shop *s = *state;
	static const char *const others[] = { "product_manager", "delivery_manager", "system_admin" };

	int64_t old = two_orders(s), mona = register_as(s, 0, DEMO_PHONE, MONA);
	prove_email(s, MONA);
	old_orders(s, 1, MONA, NULL, 0);
	claim_by(s, "email", MONA);
	as_staff(s, 1, "order_manager");
	undo(s, newest_claim(s));
	get(s, "/api/v1/admin/customers/%lld/claims?limit=1", (long long)mona);
	expect_status(s, 200);
	assert_int_equal(json_list_length(at(s, "items")), 1);
	expect_text(s, "items.0.undo_note", "not hers");
	expect_text(s, "items.0.orders.0.number", "00000-00003");
	assert_false(has(s, "items.0.orders.0.customer_id"));
	get(s, "/api/v1/admin/customers/%lld/claims?limit=1&cursor=%s", (long long)mona,
	    text_at(s, "next_cursor"));
	assert_false(has(s, "next_cursor"));
	expect_text(s, "items.0.via", "email");
	assert_false(has(s, "items.0.undone_at"));
	assert_int_equal(json_list_length(at(s, "items.0.orders")), 2);
	expect_text(s, "items.0.orders.0.number", "00000-00001");
	assert_false(has(s, "items.0.orders.0.previous_customer_id"));
	expect_number(s, "items.0.orders.1.previous_customer_id", old);
	expect_number(s, "items.0.orders.1.customer_id", mona);
	get(s, "/api/v1/admin/customers/%lld/claims", (long long)old);
	expect_status(s, 200);
	assert_int_equal(json_list_length(at(s, "items")), 0);
	get(s, "/api/v1/admin/customers/999999/claims");
	expect_error(s, 404, "not_found");
	for (size_t i = 0; i < 3; i++) {
		as_staff(s, 1, others[i]);
		get(s, "/api/v1/admin/customers/%lld/claims", (long long)mona);
		expect_error(s, 403, "forbidden");
		undo(s, newest_claim(s));
		expect_error(s, 403, "forbidden");
	}
	as(s, 3);
	undo(s, newest_claim(s));
	expect_error(s, 401, "login_needed");
}

/* ---- at once ---- */

static const char *token, *handles[8], *codes[8];

static bool
follows_the_link(struct shop *s, int i)
{
	(void)i;
	post(s, "/api/v1/auth/email/verify", "{'token':'%s'}", token);
	BUG_ON(s->reply.status != 204 && s->reply.status != 422);
	return s->reply.status == 204;
}

static void
a_link_used_often_at_once_claims_once(void **state)
{
	struct shop *s = *state;

	two_orders(s);
	register_as(s, 0, DEMO_PHONE, MONA);
	token = link_sent(s, MONA, "/verify#token=");
	assert_int_equal(shop_parallel(s, 20, follows_the_link), 1);
	expect_rows(s, 1, "SELECT 1 FROM claims WHERE orders_n = 2");
	expect_rows(s, 2, "SELECT 1 FROM claim_orders");
	expect_rows(s, 1, "SELECT 1 FROM outbox WHERE topic = 'orders_claimed'");
	expect_sound(s);
}

static bool
claims_with_its_code(struct shop *s, int i)
{
	as(s, i);
	claim_with(s, handles[i], codes[i]);
	if (s->reply.status != 200)
		print_error("%d: %s %s\n", s->reply.status, s->reply.body.data, s->cx.why);
	BUG_ON(s->reply.status != 200);
	return number_at(s, "claimed") > 0;
}

/* Four prove the e-mail and four the phone of the same orders, which are nobody's and of two guests. */
static void
of_many_who_prove_at_once_each_order_has_one_owner(void **state)
{
	struct shop *s = *state;
	int64_t guests[] = { 0, guest(s, MONA, NULL, false), guest(s, NULL, OLD_PHONE, true) };

	for (int i = 0; i < 30; i++)
		old_orders(s, 1, i % 4 ? MONA : NULL, i % 5 ? OLD_PHONE : NULL, guests[i % 3]);
	for (int i = 0; i < 8; i++) {
		as_customer(s, i, customer_add(s, arena_fmt(s->cx.mem, "+20111000000%d", i), NULL), false);
		handles[i] = ask(s, i % 2 ? "phone" : "email", i % 2 ? OLD_PHONE : MONA);
		codes[i] = digits_sent(s, i % 2 ? OLD_PHONE : MONA);
	}
	/* At least one of each kind finds something. */
	assert_true(shop_parallel(s, 8, claims_with_its_code) >= 2);
	/* 28 carry one or the other; none of them is a guest's any more, or claimed twice. */
	expect_rows(s, 28, "SELECT 1 FROM orders o JOIN customers c ON c.id = o.customer_id "
	            "WHERE c.type = 'registered'");
	expect_rows(s, 28, "SELECT 1 FROM claim_orders");
	expect_rows(s, 28, "SELECT DISTINCT order_id FROM claim_orders");
	expect_sound(s);
}

static struct shop *the_shop;
static int gate[2];

/* In the transaction in which a guest became an account: lets the claim go, and commits when it waits
 * for us.  Should it not, the commit comes a second later, and the outcome has to be the same. */
static enum err
holds_on(struct ctx *cx, int64_t customer_id, const char *contact)
{
	(void)cx;
	(void)customer_id;
	(void)contact;
	int64_t until = clock_monotonic_us() + 1000000;

	BUG_ON(write(gate[1], "", 1) != 1);
	while (clock_monotonic_us() < until &&
	       sql_number(the_shop, "SELECT variable_value FROM information_schema.global_status "
	                  "WHERE variable_name = 'innodb_row_lock_current_waits'") == 0)
		;
	return OK;
}

static enum err
claim_what_mona_s_email_has(struct ctx *cx, void *id)
{
	return claim_by_email(cx, *(int64_t *)id, MONA);
}

static int64_t mona;

static bool
registers_or_claims(struct shop *s, int i)
{
	struct registration r = {
		.proof = token, .phone = OLD_PHONE, .first_name = "Adel", .last_name = "Adel",
		.email = ADEL, .password = "a biscuit and tea", .birth_date = DAY_NONE,
	};
	struct registered done;
	char byte;

	if (i == 0)
		return registration_do(&s->cx, &r, holds_on, &done) == OK;
	BUG_ON(read(gate[0], &byte, 1) != 1);
	return db_transaction(&s->cx, DB_ONCE, claim_what_mona_s_email_has, &mona) == OK;
}

static void
an_order_whose_guest_registers_at_that_moment_stays(void **state)
{
	struct shop *s = *state;

	int64_t owner = guest(s, NULL, OLD_PHONE, true);
	old_orders(s, 10, MONA, NULL, owner);
	mona = customer_add(s, DEMO_PHONE, MONA);
	token = account_proof(s, OLD_PHONE, "registration");
	the_shop = s;
	assert_int_equal(pipe(gate), 0);
	assert_int_equal(shop_parallel(s, 2, registers_or_claims), 2);
	close(gate[0]);
	close(gate[1]);
	assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM orders o JOIN customers c "
		"ON c.id = o.customer_id WHERE c.id = %lld AND c.type = 'registered'",
		(long long)owner), 10);
	expect_rows(s, 0, "SELECT 1 FROM claims");
	expect_sound(s);
}

/* ---- a row that carries a phone nobody proved ---- */

/* The attacker ordered once with the victim's e-mail and the own phone, so that the backfill made one
 * customer of both. */
static void
a_phone_on_a_backfilled_row_opens_nothing_of_it(void **state)
{
	struct shop *s = *state;

	int64_t victim = guest(s, MONA, OLD_PHONE, false);
	old_orders(s, 1, MONA, DEMO_PHONE, victim);
	old_orders(s, 1, MONA, OLD_PHONE, victim);
	shop_order(s, OLD_PHONE);
	assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM customers WHERE id = %lld AND "
	                            "email = '" MONA "' AND phone IS NULL AND phone_verified = 0",
	                            (long long)victim), 1);
	int64_t attacker = register_as(s, 0, OLD_PHONE, ADEL);
	assert_int_not_equal(attacker, victim);
	expect_orders(s, 2);
	get(s, MINE "/00000-00001");
	expect_error(s, 404, "not_found");
	get(s, MINE "/00000-00002");
	expect_status(s, 200);
	get(s, "/api/v1/me");
	expect_text(s, "full_name", "Mona Adel");
	assert_null(strstr(s->reply.body.data, MONA));
	/* Who has the e-mail gets the rest. */
	register_as(s, 1, DEMO_PHONE, MONA);
	prove_email(s, MONA);
	expect_orders(s, 1);
	expect_sound(s);
}

SHOP_TESTS(shop_test(who_only_writes_an_email_sees_nothing_until_it_is_proved),
           shop_test(the_code_of_the_mail_claims_as_well),
           shop_test(a_phone_claims_when_it_is_registered),
           shop_test(registering_a_phone_that_has_an_account_claims_nothing),
           shop_test(a_new_phone_brings_its_orders),
           shop_test(any_contact_that_one_can_read_claims),
           shop_test(a_contact_without_orders_claims_nothing_and_leaves_no_trace),
           shop_test(asking_for_a_code_tells_nothing), shop_test(a_code_is_for_who_asked),
           shop_test(after_five_wrong_codes_the_right_one_is_no_use),
           shop_test(codes_are_sent_a_minute_apart_and_five_an_hour),
           shop_test(a_code_goes_to_one_contact_in_a_country_we_serve),
           shop_test(nobody_claims_or_sees_anything_without_a_login),
           shop_test(an_order_of_an_account_is_never_claimed),
           shop_test(a_proved_guest_s_order_is_claimed_and_a_deleted_one_is_not),
           shop_test(what_may_be_one_s_own_is_only_counted),
           shop_test(a_suspended_account_claims_nothing),
           shop_test(five_hundred_are_claimed_and_the_rest_by_asking_again),
           shop_test(a_customer_sees_the_own_orders_newest_first),
           shop_test(an_order_of_somebody_else_is_as_missing_as_none),
           shop_test(an_undo_gives_back_and_a_new_proof_claims_the_same),
           shop_test(an_order_that_moved_on_stays),
           shop_test(what_went_back_is_whose_it_was_by_then),
           shop_test(an_erased_account_s_claim_stays_and_its_orders_are_nobody_else_s),
           shop_test(what_was_a_guest_s_who_was_erased_goes_back_to_nobody),
           shop_test(a_guest_who_is_somebody_outlives_who_claimed_of_him),
           shop_test(of_many_undos_at_once_one_counts),
           shop_test(staff_see_what_a_customer_claimed),
           shop_test(a_link_used_often_at_once_claims_once),
           shop_test(of_many_who_prove_at_once_each_order_has_one_owner),
           shop_test(an_order_whose_guest_registers_at_that_moment_stays),
           shop_test(a_phone_on_a_backfilled_row_opens_nothing_of_it))
