/* SPDX-License-Identifier: MIT */
/* People and orders of the former shop, brought here by scripts/import-sqlite, as the shop sees
 * them.  What is taken and what is not: tests/import/import_test.py. */
#include "sale/order.h"
#include "support/account.h"
#include "support/order.h"

#include "base/str.h"

#include <crypt.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define MINE "/api/v1/me/orders"
#define NOOR "noor@example.com"
#define NOOR_PHONE "+201220001111"

/* ---- the former shop ---- */

static const char former_shop[] =
	"CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, created_at TEXT);"
	"CREATE TABLE customers (id INTEGER PRIMARY KEY, email TEXT, phone TEXT, username TEXT, "
	"password_hash TEXT, full_name TEXT, email_verified INTEGER, created_at TEXT);"
	"CREATE TABLE pending_orders (id INTEGER PRIMARY KEY, customer_id INTEGER, "
	"customer_name TEXT, customer_email TEXT, customer_phone TEXT, total TEXT, status TEXT, "
	"created_at TEXT);"
	"CREATE TABLE sales (id INTEGER PRIMARY KEY, pending_order_id INTEGER, amount TEXT, "
	"created_at TEXT);"
	"CREATE TABLE deliveries (id INTEGER PRIMARY KEY);"
	"CREATE TABLE download_tokens (id INTEGER PRIMARY KEY);"
	"CREATE TABLE cart_items (id INTEGER PRIMARY KEY);";

/* The exit status of a command. */
static int
run(const char *const *argv)
{
	pid_t pid = fork();
	int status = 0;

	if (pid == 0) {
		int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
		dup2(null, STDOUT_FILENO);
		execvp(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	assert_true(pid > 0 && waitpid(pid, &status, 0) == pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void
write_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "we");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(0, fclose(f));
}

/* Imports the former shop with these rows. */
static void
import(struct shop *s, const char *rows)
{
	char *dir = arena_str(s->cx.mem, "/tmp/crumbled-former.XXXXXX");
	const char *db = getenv("CRUMBLED_TESTDB");

	assert_non_null(mkdtemp(dir));
	const char *source = arena_fmt(s->cx.mem, "%s/former.db", dir);
	const char *conf = arena_fmt(s->cx.mem, "%s/conf", dir);
	const char *sql = arena_fmt(s->cx.mem, "%s%s", former_shop, rows);
	write_file(conf, arena_fmt(s->cx.mem, "key_dir = %s\ndb_password_dir = %s\n"
	           "db_socket = %s/db.sock\ndb_name = %s\n", dir, dir, db, s->name));
	write_file(arena_fmt(s->cx.mem, "%s/track.key", dir),
	           hex_text(s->cx.mem, s->keys.key[KEY_TRACK], 32));
	assert_int_equal(0, run((const char *[]){ "sqlite3", source, sql, NULL }));
	assert_int_equal(0, run((const char *[]){ "scripts/import-sqlite", source, "--conf", conf,
	                                          "--user", getenv("CRUMBLED_TESTDB_USER"), NULL }));
	assert_int_equal(0, run((const char *[]){ "rm", "-r", dir, NULL }));
	expect_sound(s);
}

static const char *
bcrypt(struct shop *s, const char *password)
{
	struct crypt_data data = { 0 };

	return arena_str(s->cx.mem, crypt_r(password, "$2y$04$abcdefghijklmnopqrstuu", &data));
}

/* Noor had an account there, with everything proved, and an order. */
static int64_t
noor(struct shop *s)
{
	import(s, arena_fmt(s->cx.mem,
		"INSERT INTO customers VALUES (7, 'Noor@Example.com', '0122 000 1111', 'Noor', '%s', "
		"'نور الدين', 1, '2029-01-01');"
		"INSERT INTO pending_orders VALUES (70, 7, 'نور الدين', 'NOOR@example.com', "
		"'01220001111', '149.50', 'completed', '2029-02-01');"
		"INSERT INTO sales VALUES (700, 70, 149.5, '2029-02-02');",
		bcrypt(s, CUSTOMER_PASSWORD)));
	return sql_number(s, "SELECT id FROM customers WHERE email = '" NOOR "'");
}

/* Somebody orders there as a guest, twice; once the former shop made a customer of it. */
static void
guests(struct shop *s)
{
	import(s, "INSERT INTO customers VALUES (8, '" MONA "', NULL, NULL, NULL, 'Mona', 1, "
	       "'2029-01-01');"
	       "INSERT INTO pending_orders VALUES (80, 8, 'Mona', '" MONA "', NULL, '80', 'delivered', "
	       "'2029-02-01'), (81, NULL, 'Mona', ' Mona@Example.com ', '01220001111', '81', 'pending', "
	       "'2029-02-02');");
}

/* ---- who comes along ---- */

/* Logs in with password and the code that goes to the proved e-mail. */
static void
log_in(struct shop *s, const char *name)
{
	customer_log_in(s, name, CUSTOMER_PASSWORD);
	expect_status(s, 200);
	customer_log_in_with(s, name, text_at(s, "handle"), customer_code_sent(s, NOOR));
	expect_status(s, 200);
}

static void
a_password_of_the_former_shop_logs_in_and_is_replaced(void **state)
{
	struct shop *s = *state;
	int64_t id = noor(s);

	customer_log_in(s, NOOR, "not the password");
	expect_error(s, 401, "login_wrong");
	expect_rows(s, 1, "SELECT 1 FROM customers WHERE password_hash LIKE '$2y$%'");
	log_in(s, NOOR);
	assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM customers WHERE id = %lld AND "
	                            "password_hash LIKE '$argon2id$%%' AND pepper_id IS NOT NULL",
	                            (long long)id), 1);
	expect_rows(s, 0, "SELECT 1 FROM customers WHERE password_hash LIKE '$2%'");
	get(s, "/api/v1/me");
	expect_text(s, "email", NOOR);
}

static void
who_comes_along_has_the_orders_of_then(void **state)
{
	struct shop *s = *state;

	as_customer(s, 0, noor(s), false);
	get(s, MINE);
	expect_status(s, 200);
	assert_int_equal(json_list_length(at(s, "items")), 1);
	expect_text(s, "items.0.total", "149.50");
	expect_text(s, "items.0.payment_status", "paid");
	expect_text(s, "items.0.status", "delivered");
	get(s, MINE "/%s", text_at(s, "items.0.number"));
	expect_status(s, 200);
	expect_text(s, "items.0.product_name", "Order 70 of the former shop");
	get(s, "/api/v1/me");
	expect_text(s, "first_name", "نور");
	expect_text(s, "last_name", "الدين");
}

static void
a_username_of_the_former_shop_logs_in(void **state)
{
	struct shop *s = *state;

	noor(s);
	log_in(s, "NOOR");
}

static void
a_phone_of_the_former_shop_is_not_proved(void **state)
{
	struct shop *s = *state;
	int64_t id = noor(s);

	post(s, "/api/v1/auth/otp", "{'phone':'" NOOR_PHONE "','purpose':'login'}");
	expect_status(s, 200);
	assert_null(shop_message(s, NOOR_PHONE));
	/* Whoever proves it has it. */
	int64_t order = shop_order(s, NOOR_PHONE);
	assert_true(sql_number(s, "SELECT customer_id FROM orders WHERE id = %lld", (long long)order) !=
	            id);
	assert_int_equal(sql_number(s, "SELECT phone IS NULL FROM customers WHERE id = %lld",
	                            (long long)id), 1);
	expect_sound(s);
}

static void
staff_of_the_former_shop_has_no_way_in(void **state)
{
	struct shop *s = *state;

	import(s, "INSERT INTO users VALUES (1, 'sara@shop.example', '2029-01-01');");
	expect_rows(s, 1, "SELECT 1 FROM admin_users WHERE username = 'sara' AND is_active = 0");
	post(s, "/api/v1/admin/auth/login", "{'username':'sara','password':''}");
	assert_true(s->reply.status >= 400);
	post(s, "/api/v1/admin/auth/login", "{'username':'sara','password':'a long enough password'}");
	expect_error(s, 401, "login_wrong");
}

/* ---- whose the orders are ---- */

static void
expect_orders(struct shop *s, size_t n)
{
	get(s, MINE);
	expect_status(s, 200);
	assert_int_equal(json_list_length(at(s, "items")), n);
}

static void
orders_of_guests_are_claimed_only_by_proof(void **state)
{
	struct shop *s = *state;

	guests(s);
	post(s, "/api/v1/auth/register", "{'proof':'%s','phone':'" DEMO_PHONE "','first_name':'Mona',"
	     "'last_name':'Adel','email':'" MONA "','password':'" CUSTOMER_PASSWORD "'}",
	     account_proof(s, DEMO_PHONE, "registration"));
	expect_status(s, 200);
	as_customer(s, 0, sql_number(s, "SELECT id FROM customers WHERE phone = '" DEMO_PHONE "'"), false);
	expect_orders(s, 0);
	post(s, "/api/v1/auth/email/verify", "{'token':'%s'}", link_sent(s, MONA, "/verify#token="));
	expect_status(s, 204);
	expect_orders(s, 2);
	expect_rows(s, 1, "SELECT 1 FROM claims WHERE via = 'email' AND orders_n = 2");
	expect_sound(s);
}

static void
an_order_of_a_guest_is_claimed_by_its_phone_too(void **state)
{
	struct shop *s = *state;

	guests(s);
	post(s, "/api/v1/auth/register", "{'proof':'%s','phone':'" NOOR_PHONE "','first_name':'Noor',"
	     "'last_name':'Ali','email':'" NOOR "','password':'" CUSTOMER_PASSWORD "'}",
	     account_proof(s, NOOR_PHONE, "registration"));
	as_customer(s, 0, sql_number(s, "SELECT id FROM customers WHERE phone = '" NOOR_PHONE "'"), false);
	expect_orders(s, 1);
}

static void
an_order_of_the_former_shop_has_a_tracking_link(void **state)
{
	struct shop *s = *state;
	uint8_t nonce[16];

	noor(s);
	const char *number = sql_text(s, "SELECT number FROM orders");
	assert_true(hex_parse(str_lower(s->cx.mem, sql_text(s, "SELECT HEX(tracking_nonce) FROM orders")),
	                      nonce, sizeof nonce));
	s->extra = arena_fmt(s->cx.mem, "HTTP_TRACKING_TOKEN=%s",
	                     order_tracking_token(&s->cx, number, nonce));
	get(s, "/api/v1/orders/%s", number);
	expect_status(s, 200);
	expect_text(s, "total", "149.50");
	s->extra = "HTTP_TRACKING_TOKEN=another";
	get(s, "/api/v1/orders/%s", number);
	expect_error(s, 404, "not_found");
}

/* ---- one form of an address ---- */

#define CONTACTS 500

static const char *const contacts[] = {
	/* e-mails */
	"a@b.co", "A.B@C.EXAMPLE", " trimmed@example.com\t", "\302\240nbsp@example.com\342\200\213",
	"José@Example.com", "jose@EXAMPLE.com", "منى@example.com", "a..b@example.com", ".a@example.com",
	"a.@example.com", "a@b", "a@b.1", "a@1.b2", "a@-b.co", "a@b-.co", "a@b_c.co", "a@b..co", "a@b.co.",
	"a b@c.co", "a@b@c.co", "\"a\"@b.co", "a,b@c.co", "a@b.c", "+tag+x@b.co", "a\302\255b@c.co",
	"full\357\274\241@b.co", "a\342\200\216@b.co", "@b.co", "a@", "@", "",
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@b.co",
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@b.co",
	"a@bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.co",
	"a@bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.co",
	/* phones */
	"01001234567", "0100 123 4567", "+20 100 123 4567", "0020 100 123 4567", "201001234567",
	"+20 (0)100 1234567", "1001234567", "010-0123-4567", "٠١٠٠١٢٣٤٥٦٧", "۰۱۰۰۱۲۳۴۵۶۷",
	"\342\200\252+201001234567\342\200\254", "０１００１２３４５６７", "＋201001234567", "01301234567",
	"0100123456", "010012345678", "0223456789", "+20 2 23456789", "022345678", "+1 202 555 0100",
	"+44 20 7946 0958", "+800 1234 5678", "+870 123 456 789", "+999 1234567", "+12345678",
	"+1234567", "+123456789012345", "+1234567890123456", "00 44 20 7946 0958", "000123456789",
	"+", "++201001234567", "0100+1234567", "phone", "0100123456x", "+0 100 1234567", "20",
	"2010012345",
	"12345678901234567", "123456789012345678", "(010) 0123.4567", "[010] 0123 4567",
};

/* Some pieces in any order, but the same ones at each run. */
static const char *
pieces(struct shop *s, const char *const *of, size_t of_n, size_t n)
{
	static uint32_t state = 1;
	char *text = arena_str(s->cx.mem, "");

	for (size_t k = 0; k < n; k++) {
		state = state * 1664525 + 1013904223;
		text = arena_fmt(s->cx.mem, "%s%s", text, of[(state >> 16) % of_n]);
	}
	return text;
}

/* Those above, then what nobody thought of. */
static const char *
contact(struct shop *s, size_t i)
{
	static const char *const letters[] = {
		"a", "a", "B", "c1", "1", "é", "م", ".", "-", "_", "@", " ", "+", "\302\240",
	};
	static const char *const digits[] = {
		"+", "+20", "00", "20", "10", "0", "1", "5", "8", "23", "456", "7890123", "٠", "١٢", "＋",
		"(", ")", "-", " ", "\342\200\217",
	};
	size_t n = sizeof contacts / sizeof *contacts;

	if (i < n)
		return contacts[i];
	if (i % 2)
		return pieces(s, digits, sizeof digits / sizeof *digits, 3 + i % 5);
	return arena_fmt(s->cx.mem, "%s@%s.co",
	                 pieces(s, letters, sizeof letters / sizeof *letters, 1 + i % 3),
	                 pieces(s, letters, sizeof letters / sizeof *letters, 1 + i % 2));
}

static void
contacts_get_the_form_that_the_program_gives_them(void **state)
{
	struct shop *s = *state;
	struct buf b = buf_in(s->cx.mem, 256 * 1024);
	const char *typed[CONTACTS];
	int emails = 0, phones = 0;

	for (size_t i = 0; i < CONTACTS; i++) {
		typed[i] = contact(s, i);
		buf_fmt(&b, "INSERT INTO pending_orders (id, customer_email, customer_phone, total, "
		        "status, created_at) VALUES (%zu, '%s', '%s', '1', 'pending', '2029-01-01');",
		        i + 1, typed[i], typed[i]);
	}
	import(s, b.data);
	for (size_t i = 0; i < CONTACTS; i++) {
		const char *email = email_normalize(s->cx.mem, typed[i]);
		const char *phone = phone_normalize(s->cx.mem, typed[i]);
		const char *have = sql_text(s, "SELECT CONCAT(COALESCE(o.customer_email, '-'), ' ', "
			"COALESCE(o.customer_phone, '-')) FROM imported_rows i JOIN orders o "
			"ON o.id = i.target_id WHERE i.source_id = %zu", i + 1);
		const char *want = arena_fmt(s->cx.mem, "%s %s", email ? email : "-", phone ? phone : "-");
		if (!str_eq(have, want))
			fail_msg("\"%s\" became \"%s\", not \"%s\"", typed[i], have, want);
		emails += email != NULL;
		phones += phone != NULL;
	}
	assert_true(emails > 30 && phones > 30);
}

SHOP_TESTS(
	shop_test(a_password_of_the_former_shop_logs_in_and_is_replaced),
	shop_test(who_comes_along_has_the_orders_of_then),
	shop_test(a_username_of_the_former_shop_logs_in),
	shop_test(a_phone_of_the_former_shop_is_not_proved),
	shop_test(staff_of_the_former_shop_has_no_way_in),
	shop_test(orders_of_guests_are_claimed_only_by_proof),
	shop_test(an_order_of_a_guest_is_claimed_by_its_phone_too),
	shop_test(an_order_of_the_former_shop_has_a_tracking_link),
	shop_test(contacts_get_the_form_that_the_program_gives_them),
)
