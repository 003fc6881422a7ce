/* SPDX-License-Identifier: MIT */
/* Registering, and proving the e-mail: who gets what, who learns nothing, and who comes first. */
#include "support/account.h"
#include "support/order.h"

#include "guard/password.h"

#define OTHER_PHONE "+201112223334"
#define OTHER_MAIL "other@example.com"

/* Registers with what a person needs; `with` is appended ("'username':'mona',") and may be "". */
static void
register_with(struct shop *s, const char *phone, const char *email, const char *with)
{
	const char *proof = account_proof(s, phone, "registration");

	post(s, "/api/v1/auth/register", "{%s'proof':'%s','phone':'%s','first_name':'Mona',"
	     "'last_name':'Adel','email':'%s','password':'a biscuit and tea'}", with, proof, phone, email);
}

static void
register_by(struct shop *s, const char *proof, const char *phone)
{
	post(s, "/api/v1/auth/register", "{'proof':'%s','phone':'%s','first_name':'Mona',"
	     "'last_name':'Adel','email':'" MONA "','password':'a biscuit and tea'}", proof, phone);
}

static void
prove_link(struct shop *s, const char *token)
{
	post(s, "/api/v1/auth/email/verify", "{'token':'%s'}", token);
}

static void
prove_code(struct shop *s, const char *handle, const char *code)
{
	post(s, "/api/v1/auth/email/verify", "{'handle':'%s','code':'%s'}", handle, code);
}

/* ---- the story ---- */

static void
a_proved_phone_becomes_an_account(void **state)
{
	struct shop *s = *state;

	register_with(s, "0100 123 4567", "  Mona@Example.com ", "");
	/* The proof is of the phone in its one form. */
	expect_error(s, 422, "phone_unproved");
	const char *proof = account_proof(s, DEMO_PHONE, "registration");
	post(s, "/api/v1/auth/register", "{'proof':'%s','phone':'0100 123 4567','first_name':'Mona',"
	     "'last_name':'Adel','email':' Mona@Example.com ','password':'a biscuit and tea',"
	     "'username':'Mona.A','age_group':'25-34','birth_date':'2000-02-29','language':'ar',"
	     "'city_id':%d,'zone_id':%d,'street_address':'Street 5'}", proof, DEMO_CAIRO, DEMO_MADINATY);
	expect_status(s, 200);
	expect_text(s, "coverage", "covered");
	assert_null(header(s, "Set-Cookie"));
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE phone = '+201001234567' AND phone_verified = 1 "
	            "AND type = 'registered' AND status = 'unverified' AND email = 'mona@example.com' "
	            "AND email_verified = 0 AND username = 'mona.a' AND age_group = '25-34' "
	            "AND birth_date = '2000-02-29' AND preferred_language = 'ar' "
	            "AND full_name = 'Mona Adel' AND password_hash LIKE '$argon2id$%' "
	            "AND pepper_id IS NOT NULL AND password_changed_at = '2030-01-02 12:00:00'");
	expect_rows(s, 1, "SELECT 1 FROM addresses WHERE is_default = 1 AND street_address = 'Street 5'");
	expect_rows(s, 1, "SELECT 1 FROM customer_activity_log WHERE action = 'account.registered'");
	/* In the language that was chosen. */
	assert_non_null(strstr(shop_message(s, MONA), "مرحبًا Mona"));
	prove_link(s, link_sent(s, MONA, "https://shop.test/ar/verify#token="));
	expect_status(s, 204);
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE email_verified = 1 AND status = 'active'");
}

static void
the_code_of_the_mail_does_as_well(void **state)
{
	struct shop *s = *state;

	register_with(s, DEMO_PHONE, MONA, "");
	expect_status(s, 200);
	const char *handle = text_at(s, "email_code.handle"), *code = digits_sent(s, MONA);
	const char *token = link_sent(s, MONA, "/verify#token=");
	prove_code(s, handle, other_digits(s, code));
	expect_error(s, 422, "code_wrong");
	prove_code(s, handle, code);
	expect_status(s, 204);
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE email_verified = 1 AND status = 'active'");
	/* Once, and the link ends with it. */
	prove_code(s, handle, code);
	expect_error(s, 422, "code_wrong");
	prove_link(s, token);
	expect_error(s, 422, "link_over");
}

static void
a_link_works_once_and_for_a_day(void **state)
{
	struct shop *s = *state;

	register_with(s, DEMO_PHONE, MONA, "");
	const char *token = link_sent(s, MONA, "/verify#token=");
	shop_at(SHOP_NOON + 86400);
	prove_link(s, token);
	expect_error(s, 422, "link_over");
	shop_at(SHOP_NOON + 86399);
	prove_link(s, token);
	expect_status(s, 204);
	prove_link(s, token);
	expect_error(s, 422, "link_over");
	prove_link(s, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
	expect_error(s, 422, "link_over");
}

static void
after_five_wrong_codes_the_right_one_is_no_use(void **state)
{
	struct shop *s = *state;

	register_with(s, DEMO_PHONE, MONA, "");
	const char *handle = text_at(s, "email_code.handle"), *code = digits_sent(s, MONA);
	for (int i = 0; i < 5; i++) {
		prove_code(s, handle, other_digits(s, code));
		expect_error(s, 422, "code_wrong");
	}
	prove_code(s, handle, code);
	expect_error(s, 429, "code_attempts");
}

static void
either_way_but_one_and_whole(void **state)
{
	struct shop *s = *state;

	post(s, "/api/v1/auth/email/verify", "{}");
	expect_error(s, 422, "invalid");
	post(s, "/api/v1/auth/email/verify", "{'handle':'x'}");
	expect_error(s, 422, "invalid");
	post(s, "/api/v1/auth/email/verify", "{'token':'x','handle':'x','code':'123456'}");
	expect_error(s, 422, "invalid");
}

static void
a_guest_becomes_the_account_and_keeps_orders(void **state)
{
	struct shop *s = *state;

	int64_t order = shop_order(s, DEMO_PHONE);
	int64_t guest = sql_number(s, "SELECT id FROM customers WHERE phone = '%s'", DEMO_PHONE);
	register_with(s, DEMO_PHONE, MONA, "");
	expect_status(s, 200);
	assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM customers WHERE id = %lld AND "
	                            "type = 'registered' AND status = 'unverified'", (long long)guest), 1);
	assert_int_equal(sql_number(s, "SELECT customer_id FROM orders WHERE id = %lld", (long long)order),
	                 guest);
	expect_rows(s, 1, "SELECT 1 FROM customers");
}

static void
a_row_that_nobody_proved_only_gives_the_phone_up(void **state)
{
	struct shop *s = *state;

	sql_do(s, "INSERT INTO customers (first_name, phone, phone_verified, type) "
	       "VALUES ('Old', '" DEMO_PHONE "', 0, 'guest')");
	register_with(s, DEMO_PHONE, MONA, "");
	expect_status(s, 200);
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE first_name = 'Old' AND phone IS NULL "
	            "AND type = 'guest'");
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE phone = '" DEMO_PHONE "' AND type = 'registered'");
}

/* ---- nobody learns who has an account ---- */

static void
a_phone_that_has_an_account_is_answered_alike(void **state)
{
	struct shop *s = *state;

	register_with(s, OTHER_PHONE, OTHER_MAIL, "");
	const char *fresh = reply_text(s);
	customer_add(s, DEMO_PHONE, MONA);
	register_with(s, DEMO_PHONE, "new@example.com", "");
	assert_string_equal(reply_text(s), fresh);
	/* Nothing is changed; the owner is told; the address that was entered hears nothing. */
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE phone = '" DEMO_PHONE "' AND email = '" MONA "' "
	            "AND version = 1");
	assert_non_null(strstr(shop_message(s, DEMO_PHONE), "already have an account"));
	assert_non_null(strstr(shop_message(s, MONA), "tried to open an account"));
	assert_null(shop_message(s, "new@example.com"));
	/* The handle opens nothing, like one with a wrong code. */
	prove_code(s, text_at(s, "email_code.handle"), "123456");
	expect_error(s, 422, "code_wrong");
}

static void
an_email_that_somebody_proved_is_answered_alike(void **state)
{
	struct shop *s = *state;

	register_with(s, OTHER_PHONE, OTHER_MAIL, "");
	const char *fresh = reply_text(s);
	customer_add(s, "+201200000001", MONA);
	register_with(s, DEMO_PHONE, MONA, "");
	assert_string_equal(reply_text(s), fresh);
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE phone = '" DEMO_PHONE "' AND email IS NULL");
	assert_non_null(strstr(shop_message(s, MONA), "It belongs to your account already"));
	assert_null(strstr(shop_message(s, MONA), "/verify#token="));
	for (int i = 0; i < 5; i++) {
		prove_code(s, text_at(s, "email_code.handle"), "123456");
		expect_error(s, 422, "code_wrong");
		register_with(s, DEMO_PHONE, MONA, "");
		if (s->reply.status != 200)
			break;
	}
}

/* Nor does the account that was made tell later whose the e-mail is. */
static void
a_held_email_does_not_show_later(void **state)
{
	struct shop *s = *state;
	const char *phones[] = { DEMO_PHONE, OTHER_PHONE, "+201200000001" };
	const char *mails[] = { "aaaaaaaaa@example.com", "heldheld1@example.com", "claimed11@example.com" };
	const char *again[3];

	customer_add(s, "+201200000002", mails[1]);
	register_with(s, "+201200000003", mails[2], "");
	for (int i = 0; i < 3; i++) {
		register_with(s, phones[i], mails[i], "");
		as_customer(s, i + 1, sql_number(s, "SELECT id FROM customers WHERE phone = '%s'", phones[i]),
		            false);
		get(s, "/api/v1/me");
		assert_false(has(s, "email"));
		expect_text(s, "pending_email", mails[i]);
		expect_text(s, "status", "unverified");
		shop_at(SHOP_NOON + 60);
		request(s, "POST", "/api/v1/auth/email/resend", NULL);
		again[i] = reply_text(s);
		shop_at(SHOP_NOON);
	}
	assert_string_equal(again[1], again[0]);
	assert_string_equal(again[2], again[0]);
	assert_null(strstr(shop_message(s, mails[1]), "/verify#token="));
}

static void
every_way_does_the_same_work(void **state)
{
	struct shop *s = *state;
	uint64_t counts[3];

	customer_add(s, "+201200000001", MONA);
	customer_add(s, "+201200000002", "third@example.com");
	register_with(s, "+201200000009", "warm@example.com", "");
	const char *phones[] = { DEMO_PHONE, OTHER_PHONE, "+201200000002" };
	const char *mails[] = { "free@example.com", MONA, "also@example.com" };
	sql_do(s, "UPDATE customers SET email_verified = 0 WHERE email = 'third@example.com'");
	for (int i = 0; i < 3; i++) {
		const char *proof = account_proof(s, phones[i], "registration");
		uint64_t before = db_stats(s->db_shop)->statements;
		int64_t hashed = password_counts().argon2 + password_counts().bcrypt;
		post(s, "/api/v1/auth/register", "{'proof':'%s','phone':'%s','first_name':'Mona',"
		     "'last_name':'Adel','email':'%s','password':'a biscuit and tea'}", proof, phones[i],
		     mails[i]);
		expect_status(s, 200);
		counts[i] = db_stats(s->db_shop)->statements - before;
		assert_int_equal(password_counts().argon2 + password_counts().bcrypt - hashed, 1);
	}
	assert_int_equal(counts[1], counts[0]);
	assert_int_equal(counts[2], counts[0]);
}

/* ---- whose e-mail ---- */

static void
who_proves_an_email_first_has_it(void **state)
{
	struct shop *s = *state;

	register_with(s, DEMO_PHONE, MONA, "");
	const char *first = link_sent(s, MONA, "/verify#token=");
	register_with(s, OTHER_PHONE, MONA, "");
	const char *second = link_sent(s, MONA, "/verify#token=");
	assert_string_not_equal(first, second);
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE email = '" MONA "'");
	prove_link(s, second);
	expect_status(s, 204);
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE phone = '" OTHER_PHONE "' AND email = '" MONA "' "
	            "AND email_verified = 1 AND status = 'active'");
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE phone = '" DEMO_PHONE "' AND email IS NULL "
	            "AND status = 'unverified'");
	prove_link(s, first);
	expect_error(s, 422, "link_over");
}

/* The backfill trusts the addresses of old orders, but nobody has proved them. */
static void
an_email_of_an_old_order_goes_to_who_proves_it(void **state)
{
	struct shop *s = *state;

	sql_do(s, "INSERT INTO customers (first_name, email, email_verified, type) "
	       "VALUES ('Old', '" MONA "', 1, 'guest')");
	register_with(s, DEMO_PHONE, MONA, "");
	expect_status(s, 200);
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE phone = '" DEMO_PHONE "' AND email IS NULL");
	prove_link(s, link_sent(s, MONA, "/verify#token="));
	expect_status(s, 204);
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE phone = '" DEMO_PHONE "' AND email = '" MONA "' "
	            "AND email_verified = 1 AND status = 'active'");
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE first_name = 'Old' AND email IS NULL "
	            "AND email_verified = 0");
}

static const char *tokens[2];

static bool
proves_its_own(struct shop *s, int i)
{
	prove_link(s, tokens[i % 2]);
	BUG_ON(s->reply.status != 204 && s->reply.status != 422);
	return s->reply.status == 204;
}

static void
of_many_proofs_at_once_one_has_it(void **state)
{
	struct shop *s = *state;

	register_with(s, DEMO_PHONE, MONA, "");
	tokens[0] = link_sent(s, MONA, "/verify#token=");
	register_with(s, OTHER_PHONE, MONA, "");
	tokens[1] = link_sent(s, MONA, "/verify#token=");
	assert_int_equal(shop_parallel(s, 20, proves_its_own), 1);
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE email = '" MONA "' AND email_verified = 1");
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE status = 'active'");
}

/* ---- once more ---- */

static void
another_mail_ends_the_one_before(void **state)
{
	struct shop *s = *state;

	register_with(s, DEMO_PHONE, MONA, "");
	const char *first = link_sent(s, MONA, "/verify#token=");
	as_customer(s, 1, sql_number(s, "SELECT id FROM customers"), false);
	shop_at(SHOP_NOON + 60);
	request(s, "POST", "/api/v1/auth/email/resend", NULL);
	expect_status(s, 200);
	const char *handle = text_at(s, "handle");
	request(s, "POST", "/api/v1/auth/email/resend", NULL);
	expect_error(s, 429, "code_too_soon");
	prove_link(s, first);
	expect_error(s, 422, "link_over");
	prove_code(s, handle, digits_sent(s, MONA));
	expect_status(s, 204);
	request(s, "POST", "/api/v1/auth/email/resend", NULL);
	expect_error(s, 409, "conflict");
}

static void
an_address_gets_five_mails_an_hour(void **state)
{
	struct shop *s = *state;

	register_with(s, DEMO_PHONE, MONA, "");
	as_customer(s, 1, sql_number(s, "SELECT id FROM customers"), false);
	for (int i = 1; i < 5; i++) {
		shop_at(SHOP_NOON + i * 60);
		request(s, "POST", "/api/v1/auth/email/resend", NULL);
		expect_status(s, 200);
	}
	shop_at(SHOP_NOON + 5 * 60);
	request(s, "POST", "/api/v1/auth/email/resend", NULL);
	expect_error(s, 429, "too_many_requests");
}

static void
nobody_asks_for_another_mail(void **state)
{
	struct shop *s = *state;

	request(s, "POST", "/api/v1/auth/email/resend", NULL);
	expect_error(s, 401, "login_needed");
}

/* ---- refusals ---- */

static void
a_proof_is_needed_for_this_phone_and_once(void **state)
{
	struct shop *s = *state;
	const char *proof = account_proof(s, DEMO_PHONE, "registration");

	register_by(s, "nonsense", DEMO_PHONE);
	expect_error(s, 422, "phone_unproved");
	register_by(s, proof, OTHER_PHONE);
	expect_error(s, 422, "phone_unproved");
	register_by(s, shop_proof(s, DEMO_PHONE), DEMO_PHONE);
	expect_error(s, 422, "phone_unproved");
	register_by(s, proof, DEMO_PHONE);
	expect_status(s, 200);
	register_by(s, proof, DEMO_PHONE);
	expect_error(s, 422, "phone_unproved");
	expect_rows(s, 1, "SELECT 1 FROM customers");
}

static void
what_opens_too_easily_is_refused(void **state)
{
	struct shop *s = *state;
	static const char *const weak[] = {
		"mona@example.com", "MONA@EXAMPLE.COM", "01001234567", "+20 100 123 4567", "Mona Adel",
		"mona-adel", "aaaaaaaa", "Crumbled", "baseball", "Password1",
	};
	const char *proof = account_proof(s, DEMO_PHONE, "registration");

	s->config.common_passwords_text = "baseball\npassword1\n";
	for (size_t i = 0; i < sizeof weak / sizeof *weak; i++) {
		post(s, "/api/v1/auth/register", "{'proof':'%s','phone':'" DEMO_PHONE "','first_name':'Mona',"
		     "'last_name':'Adel','email':'" MONA "','password':'%s'}", proof, weak[i]);
		expect_error(s, 422, "password_weak");
		expect_field(s, "password", "password_weak");
	}
	post(s, "/api/v1/auth/register", "{'proof':'%s','phone':'" DEMO_PHONE "','first_name':'Mona',"
	     "'last_name':'Adel','email':'" MONA "','password':'7 bytes'}", proof);
	expect_field(s, "password", "too_short");
	expect_rows(s, 0, "SELECT 1 FROM customers");
	expect_rows(s, 0, "SELECT 1 FROM phone_proofs WHERE used_at IS NOT NULL");
	s->config.common_passwords_text = NULL;
}

static void
what_does_not_fit_is_refused_with_its_field(void **state)
{
	struct shop *s = *state;
	static const struct { const char *with, *field; } rows[] = {
		{ "'birth_date':'2031-01-01',", "birth_date" },
		{ "'birth_date':'2020-01-01',", "birth_date" },
		{ "'birth_date':'1899-01-01',", "birth_date" },
		{ "'username':'1mona',", "username" },
		{ "'username':'mona@home',", "username" },
		{ "'username':'mona adel',", "username" },
		{ "'age_group':'99',", "age_group" },
		{ "'language':'fr',", "language" },
		{ "'city_id':1,", "zone_id" },
		{ "'zone_id':1,", "city_id" },
		{ "'city_id':1,'zone_id':1,", "street_address" },
		{ "'street_address':'Street 5',", "city_id" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		register_with(s, DEMO_PHONE, MONA, rows[i].with);
		expect_error(s, 422, "invalid");
		if (!strstr(s->reply.body.data, arena_fmt(s->cx.mem, "\"%s\"", rows[i].field)))
			fail_msg("%s: %s", rows[i].with, s->reply.body.data);
	}
	expect_rows(s, 0, "SELECT 1 FROM customers");
}

static void
nobody_gives_oneself_a_group_or_a_status(void **state)
{
	struct shop *s = *state;
	static const char *const more[] = {
		"'role':'super_admin',", "'status':'active',", "'customer_group':'wholesale',",
		"'email_verified':true,", "'type':'guest',", "'id':1,",
	};

	for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
		register_with(s, DEMO_PHONE, MONA, more[i]);
		expect_error(s, 400, "unknown_field");
	}
	expect_rows(s, 0, "SELECT 1 FROM customers");
}

static void
the_reply_tells_what_is_covered(void **state)
{
	struct shop *s = *state;

	register_with(s, DEMO_PHONE, MONA, "'city_id':1,'zone_id':4,'street_address':'Street 5',");
	expect_text(s, "coverage", sql_number(s, "SELECT z.is_active AND c.is_active FROM zones z "
	            "JOIN cities c ON c.id = z.city_id WHERE z.id = 4") ? "covered" : "coming_soon");
	sql_do(s, "UPDATE zones SET is_active = 0 WHERE id = 1");
	register_with(s, OTHER_PHONE, OTHER_MAIL, "'city_id':1,'zone_id':1,'street_address':'Street 5',");
	expect_text(s, "coverage", "coming_soon");
	register_with(s, "+201200000001", "third@example.com", "");
	expect_text(s, "coverage", "none");
	expect_rows(s, 2, "SELECT 1 FROM addresses");
	register_with(s, "+201200000002", "4@example.com",
	              "'city_id':3,'zone_id':1,'street_address':'Street 5',");
	expect_error(s, 422, "zone_not_in_city");
	register_with(s, "+201200000002", "4@example.com",
	              "'city_id':3,'zone_id':999,'street_address':'Street 5',");
	expect_error(s, 422, "zone_not_in_city");
}

static void
a_user_name_belongs_to_one(void **state)
{
	struct shop *s = *state;

	register_with(s, DEMO_PHONE, MONA, "'username':'mona',");
	expect_status(s, 200);
	register_with(s, OTHER_PHONE, OTHER_MAIL, "'username':'MONA',");
	expect_error(s, 409, "username_taken");
	expect_field(s, "username", "username_taken");
	/* Also for a phone that has an account: the refusal tells nothing. */
	const char *refused = reply_text(s);
	register_with(s, DEMO_PHONE, OTHER_MAIL, "'username':'MONA',");
	assert_string_equal(reply_text(s), refused);
	/* The proof was not spent. */
	expect_rows(s, 1, "SELECT 1 FROM phone_proofs WHERE used_at IS NOT NULL");
}

/* ---- at once ---- */

static const char *proofs[16];

static bool
registers_the_phone(struct shop *s, int i)
{
	post(s, "/api/v1/auth/register", "{'proof':'%s','phone':'" DEMO_PHONE "','first_name':'Mona',"
	     "'last_name':'Adel','email':'mail%d@example.com','password':'a biscuit and tea'}", proofs[i], i);
	BUG_ON(s->reply.status >= 500);
	return s->reply.status == 200;
}

static void
of_many_with_one_phone_one_has_the_account(void **state)
{
	struct shop *s = *state;

	for (int i = 0; i < 16; i++)
		proofs[i] = account_proof(s, DEMO_PHONE, "registration");
	assert_int_equal(shop_parallel(s, 16, registers_the_phone), 16);
	expect_rows(s, 1, "SELECT 1 FROM customers");
	expect_rows(s, 15, "SELECT 1 FROM outbox WHERE topic = 'account_exists'");
	expect_rows(s, 1, "SELECT 1 FROM outbox WHERE topic = 'verify_email' AND recipient <> '-'");
}

static bool
registers_with_the_mail(struct shop *s, int i)
{
	register_with(s, arena_fmt(s->cx.mem, "+2012000000%02d", i), MONA, "");
	BUG_ON(s->reply.status >= 500);
	return s->reply.status == 200;
}

static void
of_many_with_one_email_one_has_it_in_its_row(void **state)
{
	struct shop *s = *state;

	/* Five mails an hour go to one address. */
	assert_int_equal(shop_parallel(s, 12, registers_with_the_mail), 5);
	expect_rows(s, 5, "SELECT 1 FROM customers");
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE email = '" MONA "'");
	expect_rows(s, 5, "SELECT 1 FROM email_verification_tokens WHERE email = '" MONA "'");
}

static bool
registers_with_the_name(struct shop *s, int i)
{
	register_with(s, arena_fmt(s->cx.mem, "+2012000000%02d", i),
	              arena_fmt(s->cx.mem, "m%d@example.com", i), "'username':'mona',");
	BUG_ON(s->reply.status != 200 && s->reply.status != 409);
	return s->reply.status == 200;
}

static void
of_many_with_one_user_name_one_has_it(void **state)
{
	struct shop *s = *state;

	assert_int_equal(shop_parallel(s, 16, registers_with_the_name), 1);
	expect_rows(s, 1, "SELECT 1 FROM customers");
}

SHOP_TESTS(shop_test(a_proved_phone_becomes_an_account),
           shop_test(the_code_of_the_mail_does_as_well), shop_test(a_link_works_once_and_for_a_day),
           shop_test(after_five_wrong_codes_the_right_one_is_no_use),
           shop_test(either_way_but_one_and_whole),
           shop_test(a_guest_becomes_the_account_and_keeps_orders),
           shop_test(a_row_that_nobody_proved_only_gives_the_phone_up),
           shop_test(a_phone_that_has_an_account_is_answered_alike),
           shop_test(an_email_that_somebody_proved_is_answered_alike),
           shop_test(a_held_email_does_not_show_later),
           shop_test(every_way_does_the_same_work), shop_test(who_proves_an_email_first_has_it),
           shop_test(an_email_of_an_old_order_goes_to_who_proves_it),
           shop_test(of_many_proofs_at_once_one_has_it),
           shop_test(another_mail_ends_the_one_before),
           shop_test(an_address_gets_five_mails_an_hour), shop_test(nobody_asks_for_another_mail),
           shop_test(a_proof_is_needed_for_this_phone_and_once),
           shop_test(what_opens_too_easily_is_refused),
           shop_test(what_does_not_fit_is_refused_with_its_field),
           shop_test(nobody_gives_oneself_a_group_or_a_status),
           shop_test(the_reply_tells_what_is_covered), shop_test(a_user_name_belongs_to_one),
           shop_test(of_many_with_one_phone_one_has_the_account),
           shop_test(of_many_with_one_email_one_has_it_in_its_row),
           shop_test(of_many_with_one_user_name_one_has_it))
