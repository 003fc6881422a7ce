/* SPDX-License-Identifier: MIT */
/* Leaving while something is written about the person: it is written before and erased, or refused;
 * nothing comes back. */
#include "support/account.h"
#include "support/order.h"
#include "support/person.h"

#include "base/str.h"

#include <sys/wait.h>
#include <unistd.h>

#define ME "/api/v1/me"

static void
erase(struct shop *s)
{
	as(s, 0);
	request(s, "DELETE", ME, "{'password':'" CUSTOMER_PASSWORD "'}");
}

static bool
erases(struct shop *s, int i)
{
	(void)i;
	erase(s);
	/* Every try counts as a wrong one until one is right: so many at once have to wait. */
	BUG_ON(s->reply.status != 204 && s->reply.err != E_LOGIN_NEEDED &&
	       s->reply.err != E_LOGIN_LATER);
	return s->reply.status == 204;
}

static void
of_ten_at_once_one_erases(void **state)
{
	struct shop *s = *state;

	as_customer(s, 0, customer_mona(s), false);
	assert_int_equal(shop_parallel(s, 10, erases), 1);
	expect_rows(s, 1, "SELECT 1 FROM erasures");
	expect_rows(s, 1, "SELECT 1 FROM outbox WHERE topic = 'account_erased'");
	expect_rows(s, 1, "SELECT 1 FROM customer_activity_log WHERE action = 'account.erased'");
}

/* ---- one after the other ---- */

/* How many of this program's connections wait for a lock.  The server shows its locks anew only
 * when nobody has looked for a tenth of a second. */
static int64_t
waiting(struct shop *s)
{
	sql_number(s, "SELECT SLEEP(0.11)");
	return sql_number(s, "SELECT COUNT(*) FROM information_schema.innodb_trx t "
	                  "JOIN information_schema.processlist p ON p.id = t.trx_mysql_thread_id "
	                  "WHERE t.trx_state = 'LOCK WAIT' AND p.db = DATABASE()");
}

/* Begins fn in a process of its own and returns when it waits for a lock, or has ended. */
static pid_t
begin(struct shop *s, void (*fn)(struct shop *s), int64_t waits)
{
	pid_t pid = fork();
	siginfo_t ended = { .si_pid = 0 };

	BUG_ON(pid < 0);
	if (pid == 0) {
		fn(s);
		_exit(s->reply.status >= 500 ? 1 : 0);
	}
	while (waiting(s) < waits && ended.si_pid == 0)
		BUG_ON(waitid(P_PID, (id_t)pid, &ended, WEXITED | WNOHANG | WNOWAIT) != 0);
	return pid;
}

static void
end(pid_t pid)
{
	int status;

	BUG_ON(waitpid(pid, &status, 0) != pid);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

/* Both come to the customer's row, the first one first, while we hold it. */
static void
in_turn(struct shop *s, int64_t id, void (*first)(struct shop *s), void (*second)(struct shop *s))
{
	pid_t a, b;

	db_drop(s->db_shop);
	db_drop(s->db_admin);
	db_drop(s->db_jobs);
	sql_do(s, "START TRANSACTION");
	sql_number(s, "SELECT id FROM customers WHERE id = %lld FOR UPDATE", (long long)id);
	a = begin(s, first, 1);
	b = begin(s, second, 2);
	sql_do(s, "COMMIT");
	end(a);
	end(b);
}

/* What can be written about Mona; visitor 1 is her too, on a device that is known, visitor 2 a
 * guest with a cart, who has proved her phone. */
static const char *proof, *checkout, *old_handle, *old_code, *verify;

#define OLD_MAIL "old@example.com"

static void
log_in(struct shop *s)
{
	as(s, 1);
	customer_log_in(s, "mona", CUSTOMER_PASSWORD);
}

static void
log_in_wrongly(struct shop *s)
{
	as(s, 1);
	customer_log_in(s, "mona", "wrong");
}

static void
log_in_elsewhere(struct shop *s)
{
	as(s, 3);
	customer_log_in(s, "mona", CUSTOMER_PASSWORD);
}

static void
ask_for_a_code(struct shop *s)
{
	as(s, 3);
	post(s, "/api/v1/auth/otp", "{'phone':'" DEMO_PHONE "','purpose':'login'}");
}

static void
forget_the_password(struct shop *s)
{
	as(s, 3);
	post(s, "/api/v1/auth/password/forgot", "{'login':'" MONA "','delivery_method':'email'}");
}

static void
add_an_address(struct shop *s)
{
	as(s, 1);
	post(s, ME "/addresses", "{'city_id':%d,'zone_id':%d,'street_address':'Street 5'}", DEMO_CAIRO,
	     DEMO_MADINATY);
}

static void
fill_the_cart(struct shop *s)
{
	as(s, 1);
	post(s, "/api/v1/cart/items", "{'product_instance_id':%d,'quantity':1}", DEMO_CHIP_MEDIUM);
}

static void
change_the_name(struct shop *s)
{
	as(s, 1);
	request(s, "PATCH", ME, "{'version':1,'first_name':'Muna'}");
	if (s->reply.err == E_CONFLICT)
		request(s, "PATCH", ME, "{'version':2,'first_name':'Muna'}");
}

static void
change_the_email(struct shop *s)
{
	as(s, 1);
	post(s, ME "/email", "{'email':'new@example.com','password':'" CUSTOMER_PASSWORD "'}");
}

static void
change_the_phone(struct shop *s)
{
	as(s, 1);
	post(s, ME "/phone", "{'phone':'+201112223334','proof':'%s','password':'"
	     CUSTOMER_PASSWORD "'}", account_proof(s, "+201112223334", "phone_verify"));
}

static void
change_the_password(struct shop *s)
{
	as(s, 1);
	post(s, ME "/password", "{'password':'" CUSTOMER_PASSWORD "',"
	     "'new_password':'another biscuit'}");
}

static void
ask_for_the_export(struct shop *s)
{
	as(s, 1);
	post(s, ME "/export", "{'password':'" CUSTOMER_PASSWORD "'}");
}

static void
end_other_sessions(struct shop *s)
{
	as(s, 1);
	post(s, ME "/sessions/end-others", "{}");
}

static void
order_as_a_guest(struct shop *s)
{
	as(s, 2);
	once(s, "order-as-a-guest-1");
	request_raw(s, "POST", "/api/v1/checkout", "application/json", checkout, strlen(checkout));
}

static void
claim_old_orders(struct shop *s)
{
	as(s, 1);
	post(s, ME "/claims", "{'handle':'%s','code':'%s'}", old_handle, old_code);
}

static void
prove_the_old_email(struct shop *s)
{
	as(s, 3);
	post(s, "/api/v1/auth/email/verify", "{'token':'%s'}", verify);
}

static void
register_with_the_phone(struct shop *s)
{
	as(s, 3);
	post(s, "/api/v1/auth/register", "{'proof':'%s','phone':'" DEMO_PHONE "','first_name':'Mona',"
	     "'last_name':'Adel','email':'" MONA "','password':'" CUSTOMER_PASSWORD "'}", proof);
}

static int64_t
prepare(struct shop *s)
{
	int64_t id = customer_mona(s);

	as(s, 1);
	customer_get_to_know(s, "mona");
	post(s, ME "/email", "{'email':'" OLD_MAIL "','password':'" CUSTOMER_PASSWORD "'}");
	verify = link_sent(s, OLD_MAIL, "/verify#token=");
	post(s, ME "/claims/code", "{'email':'" OLD_MAIL "'}");
	old_handle = text_at(s, "handle");
	old_code = digits_sent(s, OLD_MAIL);
	sql_do(s, "INSERT INTO orders (number, tracking_nonce, tracking_token_hash, customer_name, "
	       "customer_email, payment_method, subtotal, total, status) VALUES ('OLD', 'n', 't', "
	       "'Mona', '" OLD_MAIL "', 'cash', 65, 65, 'delivered')");
	/* So that codes can be asked for again. */
	sql_do(s, "DELETE FROM customer_otp_codes WHERE otp_type <> 'claim'; DELETE FROM rate_limits");
	as_customer(s, 0, id, false);
	as(s, 2);
	shop_add_pack(s);
	checkout = shop_checkout_body(s, shop_proof(s, DEMO_PHONE), DEMO_PHONE, "365.00", "");
	proof = account_proof(s, DEMO_PHONE, "registration");
	return id;
}

static void
expect_gone(struct shop *s, int64_t id, const char *what)
{
	static const char *const tables[] = {
		"customer_sessions WHERE customer_id", "addresses WHERE customer_id",
		"carts WHERE customer_id", "customer_otp_codes WHERE customer_id",
		"email_verification_tokens WHERE customer_id", "export_tokens WHERE customer_id",
		"password_reset_tokens WHERE user_id",
		"orders WHERE customer_name <> '' AND customer_id",
		"customers WHERE COALESCE(first_name, email, phone, username, password_hash) "
		"IS NOT NULL AND id",
		"customer_activity_log WHERE id > (SELECT MAX(id) FROM customer_activity_log "
		"WHERE action = 'account.erased') AND customer_id",
	};

	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		if (sql_number(s, "SELECT COUNT(*) FROM %s = %lld", tables[i], (long long)id))
			fail_msg("%s leaves something: %s", what, tables[i]);
	assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM customers WHERE id = %lld "
	                            "AND erased_at IS NOT NULL", (long long)id), 1);
}

static const struct { const char *what; void (*run)(struct shop *s); } acts[] = {
#define ACT(fn) { #fn, fn }
	ACT(log_in), ACT(log_in_wrongly), ACT(log_in_elsewhere), ACT(ask_for_a_code),
	ACT(forget_the_password), ACT(add_an_address), ACT(fill_the_cart), ACT(change_the_name),
	ACT(change_the_email), ACT(change_the_phone), ACT(change_the_password),
	ACT(ask_for_the_export), ACT(end_other_sessions), ACT(order_as_a_guest),
	ACT(register_with_the_phone), ACT(claim_old_orders), ACT(prove_the_old_email),
};

static void
what_comes_a_moment_later_leaves_nothing(void **state)
{
	struct shop *s = *state;

	for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
		int64_t id;

		shop_begin(state);
		id = prepare(s);
		in_turn(s, id, erase, acts[i].run);
		expect_gone(s, id, acts[i].what);
		person_purge(s, true);
		expect_status(s, 200);
		expect_rows(s, 1, "SELECT 1 FROM erasures WHERE done_at IS NOT NULL");
		/* Who proved her phone before has to prove it anew. */
		expect_rows(s, 0, "SELECT 1 FROM phone_proofs WHERE phone = '" DEMO_PHONE "'");
		expect_rows(s, 0, "SELECT 1 FROM orders WHERE customer_id IS NOT NULL");
		expect_rows(s, 0, "SELECT 1 FROM claims");
	}
}

static void
what_comes_a_moment_before_is_erased_as_well(void **state)
{
	struct shop *s = *state;

	for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
		int64_t id;

		shop_begin(state);
		id = prepare(s);
		in_turn(s, id, acts[i].run, erase);
		/* An order that is under way is a reason to stay, and so is another password. */
		if (acts[i].run == order_as_a_guest || acts[i].run == change_the_password) {
			expect_rows(s, 0, "SELECT 1 FROM erasures");
			expect_rows(s, 1, "SELECT 1 FROM customers WHERE phone = '" DEMO_PHONE "'");
			continue;
		}
		if (acts[i].run == change_the_phone) {	/* which ends the other sessions */
			sql_do(s, "UPDATE customer_sessions SET is_active = 1");
			erase(s);
		}
		expect_gone(s, id, acts[i].what);
		assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM customers"), 1);
		if (acts[i].run == claim_old_orders || acts[i].run == prove_the_old_email)
			expect_rows(s, 1, "SELECT 1 FROM claims c JOIN orders o "
			            "ON o.customer_id = c.customer_id WHERE o.customer_email IS NULL");
	}
}

/* ---- all at once ---- */

static const char *bodies[4];

static bool
leaves_or_orders(struct shop *s, int i)
{
	if (i % 2 == 0)
		erase(s);
	else {
		as(s, 0);
		once(s, arena_fmt(s->cx.mem, "erasing-order-%02d", i));
		request_raw(s, "POST", "/api/v1/checkout", "application/json", bodies[i],
		            strlen(bodies[i]));
	}
	BUG_ON(s->reply.status >= 500);
	return i % 2 == 0 && s->reply.status == 204;
}

static void
who_orders_at_the_same_moment_either_stays_or_has_not_ordered(void **state)
{
	struct shop *s = *state;

	for (int round = 0; round < 6; round++) {
		int left;

		shop_begin(state);
		as_customer(s, 0, customer_mona(s), false);
		shop_add_pack(s);
		for (int i = 0; i < 4; i++)
			bodies[i] = shop_checkout_body(s, shop_proof(s, DEMO_PHONE), DEMO_PHONE,
			                               "365.00", "");
		left = shop_parallel(s, 4, leaves_or_orders);
		assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM erasures"), left);
		expect_rows(s, 1, "SELECT 1 FROM customers");
		expect_rows(s, left ? 0 : 1, "SELECT 1 FROM orders WHERE status = 'pending' "
		            "AND customer_name = 'Mona Adel'");
		expect_rows(s, 0, "SELECT 1 FROM orders WHERE customer_name = ''");
	}
}

SHOP_TESTS(shop_test(of_ten_at_once_one_erases),
           shop_test(what_comes_a_moment_later_leaves_nothing),
           shop_test(what_comes_a_moment_before_is_erased_as_well),
           shop_test(who_orders_at_the_same_moment_either_stays_or_has_not_ordered))
