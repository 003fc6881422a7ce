/* SPDX-License-Identifier: MIT */
/* The sender, against a real mail server and a real gateway that keep what they get. */
#include "support/catcher.h"

#include "base/str.h"
#include "ops/message.h"
#include "ops/outbox.h"
#include "ops/setting.h"
#include "ops/smtp.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define PHONE "+201001234567"
#define EMAIL "mona@example.com"
#define HEADERS "Content-Type: application/json\nX-Idempotency-Key: {{id}}"

static struct catcher box;
static struct db *db_sender;

static struct db *
sender_account(struct shop *s)
{
	return db_new((struct db_account){
		.socket = arena_fmt(s->cx.mem, "%s/db.sock", getenv("CRUMBLED_TESTDB")),
		.name = s->name, .user = "crumbled_sender", .password = "testsender",
	});
}

static int
open_all(void **state)
{
	if (shop_open(state) != 0)
		return -1;
	box = catcher_start(NULL);
	db_sender = sender_account(*state);
	return 0;
}

static int
close_all(void **state)
{
	catcher_stop(&box);
	db_free(db_sender);
	return shop_close(state);
}

static void
use_mail_server(struct shop *s, struct email_settings es)
{
	s->cx.db = s->db_admin;
	es.smtp_host = es.smtp_host ? es.smtp_host : "127.0.0.1";
	es.smtp_port = es.smtp_port ? es.smtp_port : box.smtp_port;
	es.from_email = "shop@crumbled.example";
	es.from_name = "كرمبلد Crumbled";
	if (email_settings_write(&s->cx, &es) != OK)
		fail_msg("%s", s->cx.why);
}

static void
use_gateway(struct shop *s, int port, const char *headers)
{
	s->cx.db = s->db_admin;
	assert_int_equal(setting_write(&s->cx, "sms_url",
	                               arena_fmt(s->cx.mem, "http://127.0.0.1:%d/sms", port)), OK);
	assert_int_equal(setting_write(&s->cx, "sms_headers", headers), OK);
}

static int
begin(void **state)
{
	struct shop *s;

	if (shop_begin(state) != 0)
		return -1;
	s = *state;
	catcher_forget(s, &box);
	use_mail_server(s, (struct email_settings){ .use_tls = false });
	use_gateway(s, box.web_port, HEADERS);
	return 0;
}

struct queueing { struct message m; };

static enum err
queue(struct ctx *cx, void *arg)
{
	const struct queueing *q = arg;
	static const struct message_value values[] = {
		{ "number", "7K2MQ-X9F4T" }, { "link", "https://shop.test/en/orders/7K2MQ-X9F4T" },
		{ "shop", "Crumbled" }, { "code", "012345" }, { "minutes", "10" },
	};

	return message_queue(cx, &q->m, values, sizeof values / sizeof *values);
}

static void
queue_message(struct shop *s, struct message m)
{
	struct queueing q = { m };

	s->cx.db = s->db_shop;
	s->cx.now = shop_now();
	if (!q.m.language)
		q.m.language = "en";
	assert_int_equal(db_transaction(&s->cx, DB_ONCE, queue, &q), OK);
}

static void
queue_mail(struct shop *s)
{
	queue_message(s, (struct message){ .topic = "order_confirmed", .email = EMAIL, .is_secret = true });
}

static void
queue_sms(struct shop *s)
{
	queue_message(s, (struct message){ .topic = "phone_code", .phone = PHONE, .is_secret = true,
	                                   .expires_at = shop_now() + 600 });
}

static int
send_all(struct shop *s)
{
	int32_t sent = -1;

	s->cx.db = db_sender;
	s->cx.now = shop_now();
	if (outbox_send_round(&s->cx, 50, &sent) != OK)
		fail_msg("the sender: %s", s->cx.why);
	return sent;
}

static void
expect_state(struct shop *s, const char *state, int attempts, const char *error)
{
	char *have = sql_text(s, "SELECT CONCAT(state, ' ', attempts, ' ', COALESCE(last_error, '-')) FROM outbox");

	if (!str_starts(have, arena_fmt(s->cx.mem, "%s %d %s", state, attempts, error)))
		fail_msg("the message is: %s", have);
}

static void
a_mail_arrives_as_it_was_meant(void **state)
{
	struct shop *s = *state;

	queue_message(s, (struct message){ .topic = "order_confirmed", .email = EMAIL, .language = "ar" });
	int64_t id = sql_number(s, "SELECT MAX(id) FROM outbox");
	assert_int_equal(send_all(s), 1);
	const struct json *m = catcher_messages(s, &box);
	assert_int_equal(json_list_length(m), 1);
	assert_string_equal(caught_text(m, 0, "kind"), "email");
	assert_string_equal(caught_text(m, 0, "to"), EMAIL);
	assert_string_equal(caught_text(m, 0, "sender"), "shop@crumbled.example");
	assert_string_equal(caught_text(m, 0, "subject"), "تم تأكيد طلبك \u200e7K2MQ-X9F4T");
	assert_non_null(strstr(caught_text(m, 0, "text"), "أكّد Crumbled طلبك رقم"));
	assert_non_null(strstr(caught_text(m, 0, "raw"), "Auto-Submitted: auto-generated\r\n"));
	assert_non_null(strstr(caught_text(m, 0, "raw"), "Content-Language: ar\r\n"));
	assert_non_null(strstr(caught_text(m, 0, "raw"), "Date: Wed, 02 Jan 2030 12:00:00 +0000\r\n"));
	assert_string_equal(caught_text(m, 0, "key"), arena_fmt(s->cx.mem, "<outbox-%lld-%d@crumbled.example>",
	                                                        (long long)id, SHOP_NOON));
	expect_state(s, "sent", 1, "-");
	expect_rows(s, 1, "SELECT 1 FROM outbox WHERE sent_at = '2030-01-02 12:00:00' AND lease_until IS NULL "
	            "AND lease_holder IS NULL AND body IS NOT NULL");
	assert_int_equal(send_all(s), 0);
}

static void
an_sms_arrives_and_its_code_is_wiped(void **state)
{
	struct shop *s = *state;

	queue_sms(s);
	int64_t id = sql_number(s, "SELECT MAX(id) FROM outbox");
	assert_int_equal(send_all(s), 1);
	const struct json *m = catcher_messages(s, &box);
	assert_int_equal(json_list_length(m), 1);
	assert_string_equal(caught_text(m, 0, "kind"), "sms");
	assert_string_equal(caught_text(m, 0, "to"), PHONE);
	assert_non_null(strstr(caught_text(m, 0, "text"), "012345 is your Crumbled code"));
	assert_string_equal(caught_text(m, 0, "key"), arena_fmt(s->cx.mem, "outbox-%lld-%d", (long long)id,
	                                                        SHOP_NOON));
	expect_rows(s, 1, "SELECT 1 FROM outbox WHERE state = 'sent' AND body IS NULL "
	            "AND provider_ref LIKE 'sms-%'");
}

static void
nothing_is_sent_before_its_time(void **state)
{
	struct shop *s = *state;

	queue_mail(s);
	sql_do(s, "UPDATE outbox SET next_try_at = '2030-01-02 12:00:01'");
	assert_int_equal(send_all(s), 0);
	expect_state(s, "pending", 0, "-");
	shop_at(SHOP_NOON + 1);
	assert_int_equal(send_all(s), 1);
}

static void
what_has_expired_is_not_sent(void **state)
{
	struct shop *s = *state;

	queue_sms(s);
	shop_at(SHOP_NOON + 600);
	assert_int_equal(send_all(s), 0);
	assert_int_equal(json_list_length(catcher_messages(s, &box)), 0);
	expect_state(s, "failed", 1, "expired");
	expect_rows(s, 1, "SELECT 1 FROM outbox WHERE body IS NULL AND sent_at IS NULL");
}

static void
what_fails_is_tried_again_later_and_later_and_given_up(void **state)
{
	struct shop *s = *state;
	static const int pauses[] = { 5, 30, 120, 600, 3600, 3600, 3600 };
	int64_t now = SHOP_NOON;

	queue_mail(s);
	catcher_control(s, &box, "{'channel':'email','fail':100}");
	for (int i = 0; i < 7; i++) {
		assert_int_equal(send_all(s), 0);
		expect_state(s, "pending", i + 1, "SMTP 451");
		expect_rows(s, 1, "SELECT 1 FROM outbox WHERE body IS NOT NULL AND lease_holder IS NULL");
		shop_at(now + pauses[i] - 1);
		send_all(s);
		expect_state(s, "pending", i + 1, "SMTP 451");
		shop_at(now += pauses[i]);
	}
	assert_int_equal(send_all(s), 0);
	expect_state(s, "failed", 8, "SMTP 451");
	expect_rows(s, 1, "SELECT 1 FROM outbox WHERE body IS NULL");
	assert_int_equal(json_list_length(catcher_messages(s, &box)), 0);
}

static void
a_mail_whose_answer_was_lost_is_sent_again_under_the_same_id(void **state)
{
	struct shop *s = *state;

	queue_mail(s);
	catcher_control(s, &box, "{'channel':'email','lose':1}");
	assert_int_equal(send_all(s), 0);
	shop_at(SHOP_NOON + 5);
	assert_int_equal(send_all(s), 1);
	const struct json *m = catcher_messages(s, &box);
	assert_int_equal(json_list_length(m), 2);
	assert_string_equal(caught_text(m, 0, "key"), caught_text(m, 1, "key"));
	assert_string_equal(caught_text(m, 0, "raw"), caught_text(m, 1, "raw"));
}

static void
an_sms_whose_answer_was_lost_reaches_nobody_twice(void **state)
{
	struct shop *s = *state;

	queue_sms(s);
	catcher_control(s, &box, "{'channel':'sms','lose':1}");
	assert_int_equal(send_all(s), 0);
	expect_state(s, "pending", 1, "");
	shop_at(SHOP_NOON + 5);
	assert_int_equal(send_all(s), 1);
	assert_int_equal(json_list_length(catcher_messages(s, &box)), 1);
	/* Without a key nobody can tell, so it is left at that. */
	catcher_forget(s, &box);
	sql_do(s, "DELETE FROM outbox");
	use_gateway(s, box.web_port, "Content-Type: application/json");
	queue_sms(s);
	catcher_control(s, &box, "{'channel':'sms','lose':1}");
	assert_int_equal(send_all(s), 0);
	expect_state(s, "unknown", 1, "");
	expect_rows(s, 1, "SELECT 1 FROM outbox WHERE body IS NULL");
	shop_at(SHOP_NOON + 7200);
	assert_int_equal(send_all(s), 0);
	assert_int_equal(json_list_length(catcher_messages(s, &box)), 1);
}

static void
the_gateway_s_answer_decides(void **state)
{
	struct shop *s = *state;

	/* 503: again. */
	queue_sms(s);
	catcher_control(s, &box, "{'channel':'sms','fail':1}");
	assert_int_equal(send_all(s), 0);
	expect_state(s, "pending", 1, "HTTP 503");
	shop_at(SHOP_NOON + 5);
	assert_int_equal(send_all(s), 1);
	/* 404: never. */
	sql_do(s, "DELETE FROM outbox");
	queue_sms(s);
	s->cx.db = s->db_admin;
	assert_int_equal(setting_write(&s->cx, "sms_url",
	                               arena_fmt(s->cx.mem, "http://127.0.0.1:%d/nowhere", box.web_port)), OK);
	assert_int_equal(send_all(s), 0);
	expect_state(s, "failed", 1, "HTTP 404");
	expect_rows(s, 1, "SELECT 1 FROM outbox WHERE body IS NULL");
}

static void
without_a_gateway_or_server_it_is_said(void **state)
{
	struct shop *s = *state;

	sql_do(s, "DELETE FROM site_settings WHERE setting_key = 'sms_url'; DELETE FROM email_settings");
	queue_sms(s);
	assert_int_equal(send_all(s), 0);
	expect_state(s, "failed", 1, "no SMS gateway is set up");
	sql_do(s, "DELETE FROM outbox");
	queue_mail(s);
	assert_int_equal(send_all(s), 0);
	expect_state(s, "pending", 1, "no mail server is set up");
	use_mail_server(s, (struct email_settings){ .use_tls = false });
	shop_at(SHOP_NOON + 5);
	assert_int_equal(send_all(s), 1);
}

static void
a_server_that_is_not_there_is_tried_again(void **state)
{
	struct shop *s = *state;

	use_mail_server(s, (struct email_settings){ .smtp_port = 1 });
	use_gateway(s, 1, "Content-Type: application/json");
	queue_mail(s);
	assert_int_equal(send_all(s), 0);
	expect_state(s, "pending", 1, "Couldn't connect");
	/* Nothing went out, so this is safe without a key too. */
	sql_do(s, "DELETE FROM outbox");
	queue_sms(s);
	assert_int_equal(send_all(s), 0);
	expect_state(s, "pending", 1, "Couldn't connect");
}

static void
a_text_that_cannot_be_opened_is_not_sent(void **state)
{
	struct shop *s = *state;

	queue_mail(s);
	sql_do(s, "UPDATE outbox SET body = 'v1.test.AAAA.AAAA.AAAA'");
	assert_int_equal(send_all(s), 0);
	expect_state(s, "failed", 1, "its text is gone");
	sql_do(s, "UPDATE outbox SET state = 'pending', attempts = 0, body = NULL, "
	       "next_try_at = '2030-01-02 12:00:00'");
	assert_int_equal(send_all(s), 0);
	expect_state(s, "failed", 1, "its text is gone");
}

static void
a_recipient_that_would_end_the_line_is_refused(void **state)
{
	struct shop *s = *state;

	queue_mail(s);
	sql_do(s, "UPDATE outbox SET recipient = CONCAT('a@b.example>', CHAR(13), CHAR(10), 'DATA')");
	assert_int_equal(send_all(s), 0);
	expect_state(s, "failed", 1, "an address");
	assert_int_equal(json_list_length(catcher_messages(s, &box)), 0);
}

static void
payment_calls_are_left_alone(void **state)
{
	struct shop *s = *state;

	sql_do(s, "INSERT INTO outbox (kind, topic, next_try_at) VALUES ('payment', 'capture', '2030-01-01')");
	assert_int_equal(send_all(s), 0);
	expect_state(s, "pending", 0, "-");
}

/* ---- several senders, and dead ones ---- */

static bool
sends_what_it_finds(struct shop *s, int i)
{
	int32_t sent = 0;
	(void)i;

	s->cx.db = sender_account(s);
	do {
		if (outbox_send_round(&s->cx, 10, &sent) != OK)
			_exit(3);
	} while (sent > 0);
	return true;
}

static void
six_senders_send_each_message_once(void **state)
{
	struct shop *s = *state;

	use_gateway(s, box.web_port, "Content-Type: application/json");
	for (int i = 0; i < 40; i++) {
		queue_mail(s);
		queue_message(s, (struct message){ .topic = "order_delivered", .phone = PHONE });
	}
	pid_t pids[6];
	db_drop(s->db_shop);
	db_drop(s->db_admin);
	db_drop(db_sender);
	for (int i = 0; i < 6; i++) {
		pids[i] = fork();
		if (pids[i] == 0)
			_exit(sends_what_it_finds(s, i) ? 0 : 1);
	}
	for (int i = 0; i < 6; i++) {
		int status;
		waitpid(pids[i], &status, 0);
		assert_int_equal(status, 0);
	}
	send_all(s);		/* what the last ones saw in others' hands */
	expect_rows(s, 80, "SELECT 1 FROM outbox WHERE state = 'sent' AND attempts = 1");
	assert_int_equal(json_list_length(catcher_messages(s, &box)), 80);
}

static void
two_connections_of_one_process_do_not_share_a_message(void **state)
{
	struct shop *s = *state;
	struct db *second = sender_account(s), *first = db_sender;

	queue_mail(s);
	/* The first has claimed it and is still at it. */
	sql_do(s, "UPDATE outbox SET state = 'sending', attempts = 1, lease_holder = 'host:1', "
	       "lease_until = '2030-01-02 12:01:00'");
	db_sender = second;
	assert_int_equal(send_all(s), 0);
	shop_at(SHOP_NOON + 59);
	assert_int_equal(send_all(s), 0);
	expect_state(s, "sending", 1, "-");
	/* Its lease has run out: mail is sent again. */
	shop_at(SHOP_NOON + 60);
	assert_int_equal(send_all(s), 1);
	expect_state(s, "sent", 2, "-");
	db_sender = first;
	db_free(second);
}

static void
an_sms_of_a_dead_sender_is_sent_again_only_with_a_key(void **state)
{
	struct shop *s = *state;

	queue_sms(s);
	sql_do(s, "UPDATE outbox SET state = 'sending', attempts = 1, lease_holder = 'host:1', "
	       "lease_until = '2030-01-02 11:59:00'");
	assert_int_equal(send_all(s), 1);
	expect_state(s, "sent", 2, "-");
	sql_do(s, "DELETE FROM outbox");
	catcher_forget(s, &box);
	use_gateway(s, box.web_port, "Content-Type: application/json");
	queue_sms(s);
	sql_do(s, "UPDATE outbox SET state = 'sending', attempts = 1, lease_holder = 'host:1', "
	       "lease_until = '2030-01-02 11:59:00'");
	assert_int_equal(send_all(s), 0);
	expect_state(s, "unknown", 2, "a sender stopped in the middle");
	expect_rows(s, 1, "SELECT 1 FROM outbox WHERE body IS NULL AND lease_holder IS NULL");
	assert_int_equal(json_list_length(catcher_messages(s, &box)), 0);
}

static void
a_message_that_kills_its_senders_is_given_up(void **state)
{
	struct shop *s = *state;

	queue_mail(s);
	sql_do(s, "UPDATE outbox SET state = 'sending', attempts = 8, lease_holder = 'host:1', "
	       "lease_until = '2030-01-02 11:59:00'");
	assert_int_equal(send_all(s), 0);
	expect_state(s, "failed", 9, "senders stopped in the middle");
}

/* A sender that is killed while the mail server keeps it waiting. */
static void
a_killed_sender_loses_no_message(void **state)
{
	struct shop *s = *state;
	pid_t child;

	queue_mail(s);
	catcher_control(s, &box, "{'channel':'email','delay_ms':5000}");
	db_drop(s->db_shop);
	db_drop(s->db_admin);
	db_drop(db_sender);
	child = fork();
	if (child == 0)
		_exit(sends_what_it_finds(s, 0) ? 0 : 1);
	while (sql_number(s, "SELECT COUNT(*) FROM outbox WHERE state = 'sending'") == 0)
		continue;
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	catcher_control(s, &box, "{'channel':'email','delay_ms':0}");
	assert_int_equal(send_all(s), 0);
	expect_state(s, "sending", 1, "-");
	shop_at(SHOP_NOON + OUTBOX_LEASE_SECS);
	assert_int_equal(send_all(s), 1);
	expect_state(s, "sent", 2, "-");
}

/* ---- TLS and login ---- */

struct secure { char cert[80], key[80], password[80], dir[64]; struct catcher box; };

static void
write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

static void
secure_start(struct secure *x)
{
	int status;

	snprintf(x->dir, sizeof x->dir, "/tmp/outbox_test.XXXXXX");
	assert_non_null(mkdtemp(x->dir));
	snprintf(x->cert, sizeof x->cert, "%s/cert", x->dir);
	snprintf(x->key, sizeof x->key, "%s/key", x->dir);
	snprintf(x->password, sizeof x->password, "%s/password", x->dir);
	write_file(x->password, "correct horse");
	pid_t child = fork();
	if (child == 0) {
		int null = open("/dev/null", O_WRONLY);
		dup2(null, STDERR_FILENO);
		execlp("openssl", "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
		       "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=mail.test",
		       "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", x->key, "-out", x->cert,
		       (char *)NULL);
		_exit(127);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	x->box = catcher_start((const char *const[]){ "--cert", x->cert, "--key", x->key,
	                                              "--password-file", x->password, NULL });
}

static void
secure_stop(struct secure *x)
{
	catcher_stop(&x->box);
	unlink(x->cert);
	unlink(x->key);
	unlink(x->password);
	rmdir(x->dir);
}

static void
mail_goes_through_starttls_and_login_to_a_server_we_trust(void **state)
{
	struct shop *s = *state;
	struct secure x;
	struct email_settings es = { .use_tls = true, .smtp_username = "crumbled" };

	secure_start(&x);
	es.smtp_port = x.box.smtp_port;
	es.smtp_password = "correct horse";
	use_mail_server(s, es);
	expect_rows(s, 1, "SELECT 1 FROM email_settings WHERE is_active = 1 AND smtp_password LIKE 'v1.%'");
	expect_rows(s, 0, "SELECT 1 FROM email_settings WHERE smtp_password LIKE '%correct%'");
	queue_mail(s);

	/* Signed by nobody we know. */
	assert_int_equal(send_all(s), 0);
	expect_state(s, "pending", 1, "SMTP 220: SSL peer certificate");

	s->config.ca_file = x.cert;
	shop_at(SHOP_NOON + 5);
	assert_int_equal(send_all(s), 1);
	const struct json *m = catcher_messages(s, &x.box);
	assert_int_equal(json_list_length(m), 1);
	assert_true(json_flag(json_member(json_list_at(m, 0), "tls")));
	assert_true(json_flag(json_member(json_list_at(m, 0), "auth")));

	/* A wrong password may be put right: it is tried again. */
	es.smtp_password = "wrong";
	use_mail_server(s, es);
	sql_do(s, "DELETE FROM outbox");
	queue_mail(s);
	assert_int_equal(send_all(s), 0);
	expect_state(s, "pending", 1, "SMTP 535");

	/* A server without TLS, where TLS is asked for, gets nothing. */
	use_mail_server(s, (struct email_settings){ .use_tls = true });
	sql_do(s, "DELETE FROM outbox");
	queue_mail(s);
	assert_int_equal(send_all(s), 0);
	expect_state(s, "pending", 1, "SMTP ");
	assert_int_equal(json_list_length(catcher_messages(s, &box)), 0);
	s->config.ca_file = NULL;
	secure_stop(&x);
}

static void
one_mail_server_is_in_use(void **state)
{
	struct shop *s = *state;
	struct email_settings es = { 0 };
	bool found;

	use_mail_server(s, (struct email_settings){ .smtp_host = "mail.example", .smtp_port = 587, .use_tls = true,
	                                            .smtp_username = "u", .smtp_password = "p" });
	expect_rows(s, 2, "SELECT 1 FROM email_settings");
	expect_rows(s, 1, "SELECT 1 FROM email_settings WHERE is_active = 1");
	s->cx.db = db_sender;
	assert_int_equal(email_settings_read(&s->cx, &es, &found), OK);
	assert_true(found);
	assert_string_equal(es.smtp_host, "mail.example");
	assert_int_equal(es.smtp_port, 587);
	assert_string_equal(es.smtp_password, "p");
	assert_true(es.use_tls);
	assert_false(es.use_ssl);
}

#define outbox_test(fn) cmocka_unit_test_setup(fn, begin)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		outbox_test(a_mail_arrives_as_it_was_meant),
		outbox_test(an_sms_arrives_and_its_code_is_wiped),
		outbox_test(nothing_is_sent_before_its_time),
		outbox_test(what_has_expired_is_not_sent),
		outbox_test(what_fails_is_tried_again_later_and_later_and_given_up),
		outbox_test(a_mail_whose_answer_was_lost_is_sent_again_under_the_same_id),
		outbox_test(an_sms_whose_answer_was_lost_reaches_nobody_twice),
		outbox_test(the_gateway_s_answer_decides),
		outbox_test(without_a_gateway_or_server_it_is_said),
		outbox_test(a_server_that_is_not_there_is_tried_again),
		outbox_test(a_text_that_cannot_be_opened_is_not_sent),
		outbox_test(a_recipient_that_would_end_the_line_is_refused),
		outbox_test(payment_calls_are_left_alone),
		outbox_test(six_senders_send_each_message_once),
		outbox_test(two_connections_of_one_process_do_not_share_a_message),
		outbox_test(an_sms_of_a_dead_sender_is_sent_again_only_with_a_key),
		outbox_test(a_message_that_kills_its_senders_is_given_up),
		outbox_test(a_killed_sender_loses_no_message),
		outbox_test(mail_goes_through_starttls_and_login_to_a_server_we_trust),
		outbox_test(one_mail_server_is_in_use),
	};

	return cmocka_run_group_tests(tests, open_all, close_all);
}
