/* SPDX-License-Identifier: MIT */
/* Messages: every topic in both languages, what the outbox holds of them, and what is left out. */
#include "support/order.h"

#include "base/str.h"
#include "ops/message.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct message_value values[] = {
	{ "number", "7K2MQ-X9F4T" }, { "link", "https://shop.test/en/orders/7K2MQ-X9F4T#token=abc" },
	{ "shop", "Crumbled" }, { "reason", "Nobody was at home" }, { "total", "EGP 365.00" },
	{ "date", "2030-01-03" }, { "slot", "18:00-21:00" }, { "code", "012345" }, { "minutes", "10" },
	{ "name", "Mona" }, { "amount", "EGP 35.00" }, { "left", "9" },
};
#define VALUES_N (sizeof values / sizeof *values)

struct queueing { struct message m; const struct message_value *values; size_t n; };

static enum err
queue(struct ctx *cx, void *arg)
{
	const struct queueing *q = arg;

	return message_queue(cx, &q->m, q->values, q->n);
}

static void
queue_one(struct shop *s, struct message m, const struct message_value *with, size_t n)
{
	struct queueing q = { m, with, n };

	s->cx.db = s->db_shop;
	assert_int_equal(db_transaction(&s->cx, DB_ONCE, queue, &q), OK);
}

static char *
text_of(struct shop *s, const char *kind)
{
	char *sealed = sql_text(s, "SELECT body FROM outbox WHERE kind = '%s' ORDER BY id DESC LIMIT 1", kind);
	size_t n;

	return unseal(&s->cx, "outbox.body", sealed, &n);
}

static void
every_topic_has_its_text_in_both_languages(void **state)
{
	struct shop *s = *state;
	static const char *const topics[] = {
		"phone_code", "order_placed", "order_confirmed", "order_out_for_delivery", "order_delivered",
		"order_delayed", "order_cancelled", "order_changed", "order_refunded", "verify_email",
		"email_taken", "account_exists", "password_reset", "password_changed",
		"email_changed", "phone_changed", "export_link", "account_erased", "claim_code",
		"orders_claimed", "downloads_ready", "staff_invited", "staff_reset",
		"staff_test_mail", "staff_password_changed", "staff_email_changed", "staff_totp_reset",
		"staff_recovery_used", "staff_recovery_new",
	};

	for (size_t i = 0; i < sizeof topics / sizeof *topics; i++)
		for (int ar = 0; ar < 2; ar++) {
			queue_one(s, (struct message){ .topic = topics[i], .language = ar ? "ar" : "en",
			                               .email = "mona@example.com", .phone = DEMO_PHONE,
			                               .order_id = 7 }, values, VALUES_N);
			const char *texts[] = { text_of(s, "email"), text_of(s, "sms"),
			                        sql_text(s, "SELECT subject FROM outbox WHERE kind = 'email' "
			                                 "ORDER BY id DESC LIMIT 1") };
			for (int k = 0; k < 3; k++) {
				assert_true(strlen(texts[k]) > 10);
				assert_null(strstr(texts[k], "{{"));
				/* "\xd8" and "\xd9" begin most letters of Arabic. */
				assert_int_equal(strpbrk(texts[k], "\xd8\xd9") != NULL, ar);
			}
			assert_null(strstr(texts[2], "012345"));
			assert_null(strstr(texts[2], "token"));
		}
	assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM outbox"),
	                 (int64_t)(sizeof topics / sizeof *topics) * 4);
}

static void
there_is_one_row_for_each_way(void **state)
{
	struct shop *s = *state;
	struct message m = { .topic = "order_confirmed", .language = "en", .order_id = 7,
	                     .is_secret = true, .expires_at = SHOP_NOON + 60 };

	queue_one(s, m, values, VALUES_N);
	expect_rows(s, 0, "SELECT 1 FROM outbox");
	m.email = "mona@example.com";
	queue_one(s, m, values, VALUES_N);
	expect_rows(s, 1, "SELECT 1 FROM outbox WHERE kind = 'email' AND recipient = 'mona@example.com' "
	            "AND topic = 'order_confirmed' AND language = 'en' AND order_id = 7 AND is_secret = 1 "
	            "AND subject = 'Your order 7K2MQ-X9F4T is confirmed' AND state = 'pending' "
	            "AND attempts = 0 AND next_try_at = '2030-01-02 12:00:00' "
	            "AND expires_at = '2030-01-02 12:01:00' AND created_at = '2030-01-02 12:00:00'");
	m.email = NULL;
	m.phone = DEMO_PHONE;
	queue_one(s, m, values, VALUES_N);
	expect_rows(s, 1, "SELECT 1 FROM outbox WHERE kind = 'sms'");
	expect_rows(s, 2, "SELECT 1 FROM outbox");
}

static void
the_text_is_sealed(void **state)
{
	struct shop *s = *state;

	queue_one(s, (struct message){ .topic = "order_placed", .language = "en",
	                               .email = "mona@example.com" }, values, VALUES_N);
	expect_rows(s, 1, "SELECT 1 FROM outbox WHERE body LIKE 'v1.%'");
	assert_non_null(strstr(text_of(s, "email"), "https://shop.test/en/orders/7K2MQ-X9F4T#token=abc\n"));
	size_t n;
	assert_null(unseal(&s->cx, "outbox.subject", sql_text(s, "SELECT body FROM outbox"), &n));
}

static void
a_line_that_would_say_nothing_is_left_out(void **state)
{
	struct shop *s = *state;
	struct message_value no_reason[VALUES_N];
	struct message m = { .topic = "order_cancelled", .language = "en", .email = "mona@example.com" };

	queue_one(s, m, values, VALUES_N);
	assert_non_null(strstr(text_of(s, "email"), "\nReason: Nobody was at home\n"));
	memcpy(no_reason, values, sizeof values);
	no_reason[3].text = "";
	queue_one(s, m, no_reason, VALUES_N);
	assert_null(strstr(text_of(s, "email"), "Reason"));
	assert_non_null(strstr(text_of(s, "email"), "was cancelled.\n\nYou can see"));
}

static void
a_value_is_never_read_as_a_name(void **state)
{
	struct shop *s = *state;
	struct message_value odd[VALUES_N];

	memcpy(odd, values, sizeof values);
	odd[3].text = "{{link}} {{nobody}}";
	queue_one(s, (struct message){ .topic = "order_cancelled", .language = "en",
	                               .email = "mona@example.com" }, odd, VALUES_N);
	assert_non_null(strstr(text_of(s, "email"), "\nReason: {{link}} {{nobody}}\n"));
}

static void
a_placed_order_tells_its_customer(void **state)
{
	struct shop *s = *state;

	shop_order(s, DEMO_PHONE);
	const char *number = text_at(s, "number");
	expect_rows(s, 1, arena_fmt(s->cx.mem, "SELECT 1 FROM outbox WHERE topic = 'order_placed' AND kind = 'email' "
	            "AND subject = 'We have your order %s'", number));
	assert_non_null(strstr(text_of(s, "email"), "Delivery: 2030-01-03, 18:00-21:00\nTotal: EGP 365.00\n"));
	assert_non_null(strstr(text_of(s, "sms"), number));
}

/* Does queueing it end the process, as a bug does?  It does so before the database is asked. */
static bool
is_bug(struct shop *s, struct message m, size_t n)
{
	struct queueing q = { m, values, n };
	int status;
	pid_t child = fork();

	if (child == 0) {
		setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
		signal(SIGABRT, SIG_DFL);
		dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
		s->cx.db = NULL;
		_exit(queue(&s->cx, &q) == OK ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

static void
a_value_that_was_forgotten_and_a_topic_that_is_none_are_bugs(void **state)
{
	struct shop *s = *state;

	assert_true(is_bug(s, (struct message){ .topic = "order_placed", .language = "en", .phone = DEMO_PHONE },
	                   5));
	assert_true(is_bug(s, (struct message){ .topic = "nonsense", .language = "en", .phone = DEMO_PHONE },
	                   VALUES_N));
}

SHOP_TESTS(shop_test(a_value_that_was_forgotten_and_a_topic_that_is_none_are_bugs),
           shop_test(every_topic_has_its_text_in_both_languages),
           shop_test(there_is_one_row_for_each_way), shop_test(the_text_is_sealed),
           shop_test(a_line_that_would_say_nothing_is_left_out),
           shop_test(a_value_is_never_read_as_a_name), shop_test(a_placed_order_tells_its_customer))
