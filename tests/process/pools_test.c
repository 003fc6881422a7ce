/* SPDX-License-Identifier: MIT */
/* Two installations of the program with one database, as on two hosts: what is limited is limited over
 * both together, exactly. */
#include "support/fcgi_client.h"
#include "support/service.h"

#include <mysql.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define CROWD 48
#define WORKERS "workers_shop = 2\n"

static char root[] = "/tmp/crumbled-poolsdb.XXXXXX";
static char db[64];
static struct service hosts[2];
static MYSQL *my;

static int
run(const char *program, const char *a, const char *b, const char *c)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		execlp(program, program, a, b, c, (char *)NULL);
		_exit(127);
	}
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void
sql(const char *text)
{
	if (mysql_query(my, text) != 0)
		fail_msg("%s: %s", text, mysql_error(my));
}

static int
open_all(void **state)
{
	char socket[100];
	(void)state;

	if (!mkdtemp(root) || chmod(root, 0755) != 0)
		return -1;
	snprintf(db, sizeof db, "%s/db", root);
	if (run("scripts/testdb", "start", db, NULL) != 0)
		return -1;
	my = mysql_init(NULL);
	snprintf(socket, sizeof socket, "%s/db.sock", db);
	if (!mysql_real_connect(my, NULL, getenv("CRUMBLED_TESTDB_USER"), NULL, "crumbled_nextDB", 0,
	                        socket, 0))
		return -1;
	for (int i = 0; i < 2; i++)
		service_make(&hosts[i], db, WORKERS);
	/* Hosts share their keys. */
	if (run("cp", "-fR", service_path(&hosts[0], "keys"), hosts[1].dir) != 0)
		return -1;
	for (int i = 0; i < 2; i++) {
		service_start(&hosts[i]);
		service_ready(&hosts[i]);
	}
	return 0;
}

static int
close_all(void **state)
{
	(void)state;
	for (int i = 0; i < 2; i++)
		service_end(&hosts[i]);
	mysql_close(my);
	run("scripts/testdb", "stop", db, NULL);
	mysql_library_end();
	run("rm", "-rf", root, NULL);
	return 0;
}

/* Everybody begins afresh. */
static int
begin(void **state)
{
	(void)state;
	sql("DELETE FROM rate_limits");
	sql("DELETE FROM customer_otp_codes");
	sql("DELETE FROM site_settings WHERE setting_key IN ('sms_an_hour', 'sms_a_day')");
	return 0;
}

/* The requests from `from` on, all at once over all workers of both hosts; how many were answered with
 * 200. */
static int
ask(const char *(*body_of)(int i), int from, int n)
{
	static struct fcgi_answer answer;
	int fds[CROWD], ok = 0;

	for (int i = from; i < from + n; i++) {
		const char *body = body_of(i), *worker = i / 2 % 2 ? "shop-1" : "shop-0";
		struct fcgi_ask ask = { .method = "POST", .uri = "/api/v1/auth/otp", .body = body,
		                        .body_n = strlen(body) };

		fds[i - from] = fcgi_connect(service_socket(&hosts[i % 2], worker));
		assert_true(fds[i - from] >= 0 && fcgi_send(fds[i - from], &ask));
	}
	for (int i = 0; i < n; i++) {
		int status = fcgi_receive(fds[i], &answer);

		if (status != 200 && status != 429)
			fail_msg("%d: %.500s", status, answer.text);
		ok += status == 200;
		close(fds[i]);
	}
	return ok;
}

static const char *
the_same_phone(int i)
{
	(void)i;
	return "{\"phone\":\"+201005550000\",\"purpose\":\"registration\"}";
}

static const char *
another_phone(int i)
{
	static char body[80];

	snprintf(body, sizeof body, "{\"phone\":\"+2010055500%02d\",\"purpose\":\"registration\"}", i);
	return body;
}

static void
one_code_goes_out_in_a_minute(void **state)
{
	(void)state;
	assert_int_equal(ask(the_same_phone, 0, CROWD), 1);
}

static void
five_codes_go_to_a_phone_in_an_hour(void **state)
{
	(void)state;
	for (int i = 0; i < 8; i++) {
		assert_int_equal(ask(the_same_phone, i, 1), i < 5);
		/* A minute later, as far as the pause is concerned. */
		sql("UPDATE customer_otp_codes SET created_at = created_at - INTERVAL 61 SECOND");
	}
}

static void
twenty_codes_are_asked_for_from_one_address(void **state)
{
	(void)state;
	assert_int_equal(ask(another_phone, 0, CROWD), 20);
	assert_int_equal(ask(another_phone, 0, CROWD), 0);
}

static void
the_budget_of_messages_is_for_all_together(void **state)
{
	(void)state;
	sql("INSERT INTO site_settings (setting_key, setting_value) VALUES ('sms_an_hour', '7')");
	assert_int_equal(ask(another_phone, 0, CROWD), 7);
}

static void
and_that_of_a_day_too(void **state)
{
	(void)state;
	sql("INSERT INTO site_settings (setting_key, setting_value) VALUES ('sms_a_day', '11')");
	assert_int_equal(ask(another_phone, 0, CROWD), 11);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(one_code_goes_out_in_a_minute, begin),
		cmocka_unit_test_setup(five_codes_go_to_a_phone_in_an_hour, begin),
		cmocka_unit_test_setup(twenty_codes_are_asked_for_from_one_address, begin),
		cmocka_unit_test_setup(the_budget_of_messages_is_for_all_together, begin),
		cmocka_unit_test_setup(and_that_of_a_day_too, begin),
	};

	return cmocka_run_group_tests(tests, open_all, close_all);
}
