/* SPDX-License-Identifier: MIT */
/* The manager and its workers: start, stop, replacement, death, and a database that goes away.  With
 * a database server of its own, since it is stopped. */
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

static char root[] = "/tmp/crumbled-procdb.XXXXXX";
static char db[64];
static struct fcgi_answer answer;

#define TWO "workers_shop = 2\n"

static int
testdb(const char *command, const char *more)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		execl("scripts/testdb", "testdb", command, db, more, (char *)NULL);
		_exit(127);
	}
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static MYSQL *
admin(void)
{
	MYSQL *my = mysql_init(NULL);
	char socket[100];

	snprintf(socket, sizeof socket, "%s/db.sock", db);
	if (!mysql_real_connect(my, NULL, getenv("CRUMBLED_TESTDB_USER"), NULL, "crumbled_nextDB", 0,
	                        socket, 0))
		fail_msg("%s", mysql_error(my));
	return my;
}

static void
sql(MYSQL *my, const char *text)
{
	if (mysql_real_query(my, text, strlen(text)) != 0)
		fail_msg("%s: %s", text, mysql_error(my));
}

static int
open_all(void **state)
{
	(void)state;
	if (!mkdtemp(root) || chmod(root, 0755) != 0)
		return -1;
	snprintf(db, sizeof db, "%s/db", root);
	return testdb("start", NULL);
}

static int
close_all(void **state)
{
	pid_t pid;
	(void)state;

	testdb("stop", NULL);
	mysql_library_end();
	pid = fork();
	if (pid == 0) {
		execlp("rm", "rm", "-rf", root, (char *)NULL);
		_exit(127);
	}
	waitpid(pid, NULL, 0);
	return 0;
}

static void
begin(struct service *s, const char *more)
{
	service_make(s, db, more);
	service_start(s);
	service_ready(s);
}

/* Waits until one worker is left of a pool that has one, and it is another than `before`. */
static pid_t
successor(const struct service *s, const char *pool, pid_t before)
{
	pid_t pids[8];

	for (int i = 0; i < 200; i++, pause_ms(20))
		if (service_workers(s, pool, pids, 8) == 1 && pids[0] != before)
			return pids[0];
	service_show(s);
	fail_msg("worker %d of %s is not replaced", (int)before, pool);
	return 0;
}

static void
expect_ok(const struct service *s, const char *socket, const char *uri)
{
	if (fcgi_get(service_socket(s, socket), uri, &answer) != 200) {
		service_show(s);
		fail_msg("%s answered %d %s", uri, answer.status, answer.text);
	}
}

/* Waits until this is the answer; false after `ms`. */
static bool
answers(const struct service *s, const char *uri, int status, int ms)
{
	int64_t until = milliseconds() + ms;

	while (fcgi_get(service_socket(s, "shop-0"), uri, &answer) != status) {
		if (milliseconds() > until)
			return false;
		pause_ms(20);
	}
	return true;
}

static pid_t
only_worker(const struct service *s, const char *pool)
{
	pid_t pids[8];

	assert_int_equal(service_workers(s, pool, pids, 8), 1);
	return pids[0];
}

/* ---- start and stop ---- */

static void
every_pool_serves_its_own_part(void **state)
{
	struct service s;
	struct stat st;
	(void)state;

	begin(&s, TWO);
	expect_ok(&s, "shop-0", "/readyz");
	expect_ok(&s, "shop-1", "/readyz");
	expect_ok(&s, "admin-0", "/healthz");
	expect_ok(&s, "shop-0", "/api/v1/cities");
	assert_int_equal(fcgi_get(service_socket(&s, "admin-0"), "/api/v1/cities", &answer), 404);
	assert_int_equal(stat(service_socket(&s, "shop-0"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0660);
	service_end(&s);
}

static void
a_wrong_configuration_ends_with_2(void **state)
{
	struct service s;
	(void)state;

	service_make(&s, db, "no_such_name = 1\n");
	service_start(&s);
	assert_int_equal(service_wait(&s, 5000), 2);
	assert_int_equal(service_says(&s, "log", "unknown name no_such_name"), 1);
	service_end(&s);

	service_make(&s, db, "");
	unlink(service_path(&s, "keys/otp.key"));
	service_start(&s);
	assert_int_equal(service_wait(&s, 5000), 2);
	assert_int_equal(service_says(&s, "log", "otp.key"), 1);
	service_end(&s);

	service_make(&s, db, "");
	unlink(service_path(&s, "secrets/admin"));
	service_start(&s);
	assert_int_equal(service_wait(&s, 5000), 2);
	assert_int_equal(service_says(&s, "log", "secrets/admin"), 1);
	service_end(&s);
}

static void
a_wrong_schema_ends_with_2_and_names_the_statement(void **state)
{
	struct service s;
	MYSQL *my = admin();
	(void)state;

	assert_int_equal(testdb("clone", "behind"), 0);
	sql(my, "ALTER TABLE behind.site_settings CHANGE setting_value other TEXT");
	service_make(&s, db, "db_name = behind\n");
	service_start(&s);
	assert_int_equal(service_wait(&s, 10000), 2);
	assert_true(service_says(&s, "log", "lib/ops/setting.c:") > 0);
	assert_true(service_says(&s, "log", "Unknown column") > 0);
	assert_int_equal(service_run(&s, (const char *[]){ "check", service_path(&s, "conf"), NULL }),
	                 2);
	assert_true(service_says(&s, "out", "lib/ops/setting.c:") > 0);
	service_end(&s);
	sql(my, "DROP DATABASE behind");
	mysql_close(my);
}

static void
check_takes_the_present_schema(void **state)
{
	struct service s;
	(void)state;

	service_make(&s, db, "");
	if (service_run(&s, (const char *[]){ "check", service_path(&s, "conf"), NULL }) != 0)
		fail_msg("crumbled check: see scripts/check-statements");
	service_end(&s);
}

static void
a_second_manager_is_refused_and_does_no_harm(void **state)
{
	struct service s;
	(void)state;

	begin(&s, "");
	assert_int_equal(service_run(&s, (const char *[]){ "run", service_path(&s, "conf"), NULL }),
	                 1);
	assert_int_equal(service_says(&s, "out", "another crumbled runs in"), 1);
	expect_ok(&s, "shop-0", "/readyz");
	service_end(&s);
}

static void
term_drains_a_kept_connection(void **state)
{
	struct service s;
	int fd;
	(void)state;

	begin(&s, "");
	fd = fcgi_connect(service_socket(&s, "shop-0"));
	assert_true(fcgi_send(fd, &(struct fcgi_ask){ .uri = "/healthz" }));
	assert_int_equal(fcgi_receive(fd, &answer), 200);
	kill(s.manager, SIGTERM);
	assert_true(service_told(&s, "\"event\":\"stop\"", 1, 2000));
	pause_ms(100);
	assert_true(fcgi_send(fd, &(struct fcgi_ask){ .uri = "/readyz" }));
	assert_int_equal(fcgi_receive(fd, &answer), 200);
	close(fd);
	assert_int_equal(service_wait(&s, 2000), 0);
	assert_int_equal(access(service_socket(&s, "shop-0"), F_OK), -1);
	service_end(&s);
}

/* Left open for ever by the web server: the manager waits ten seconds, no longer. */
static void
a_connection_that_stays_does_not_keep_the_manager(void **state)
{
	struct service s;
	int64_t began;
	int fd;
	(void)state;

	begin(&s, "");
	fd = fcgi_connect(service_socket(&s, "shop-0"));
	assert_true(fcgi_send(fd, &(struct fcgi_ask){ .uri = "/healthz" }));
	assert_int_equal(fcgi_receive(fd, &answer), 200);
	began = milliseconds();
	kill(s.manager, SIGTERM);
	assert_int_equal(service_wait(&s, 13000), 0);
	assert_true(milliseconds() - began >= 9000);
	close(fd);
	service_end(&s);
}

static void
workers_end_with_a_killed_manager_and_the_next_one_starts(void **state)
{
	struct service s;
	pid_t worker;
	int64_t until = milliseconds() + 3000;
	(void)state;

	begin(&s, "");
	worker = only_worker(&s, "shop");
	kill(s.manager, SIGKILL);
	assert_int_equal(service_wait(&s, 1000), 128 + SIGKILL);
	while (kill(worker, 0) == 0 && milliseconds() < until)
		pause_ms(10);
	unlink(service_path(&s, "log"));
	service_start(&s);
	service_ready(&s);
	expect_ok(&s, "shop-0", "/readyz");
	service_end(&s);
}

static void
the_tools_say_what_is_wrong_in_one_line(void **state)
{
	struct service s;
	FILE *f;
	(void)state;

	service_make(&s, db, "");
	assert_int_equal(service_run(&s, (const char *[]){ "no_such_tool", NULL }), 2);
	assert_int_equal(service_run(&s, (const char *[]){ "check", "/no/such/file", NULL }), 2);
	assert_int_equal(service_says(&s, "out", "crumbled: /no/such/file: No such file"), 1);
	assert_int_equal(service_run(&s, (const char *[]){ "worker", "shop", "0", "0", "0", "0", "x",
	                                                   NULL }), 2);
	assert_int_equal(service_run(&s, (const char *[]){ "routes", NULL }), 0);
	assert_int_equal(service_says(&s, "out", "GET    /readyz"), 1);

	f = fopen(service_path(&s, "seen"), "we");
	fprintf(f, "healthz ok\nreadyz unavailable\n");
	fclose(f);
	assert_int_equal(service_run(&s, (const char *[]){ "covered", service_path(&s, "seen"), NULL }),
	                 1);
	assert_int_equal(service_says(&s, "out", "GET /healthz: no test of ok"), 0);
	assert_int_equal(service_says(&s, "out", "GET /readyz: no test of ok"), 1);
	assert_true(service_says(&s, "out", "no test of login_needed") > 0);
	assert_true(service_says(&s, "out", "no test of forbidden") > 0);
	service_end(&s);
}

/* ---- replacement ---- */

/* Like the web server: keeps connections for a while, one request after the other; the number of
 * failed ones. */
static int
hammer(const char *socket, int ms)
{
	int64_t until = milliseconds() + ms;
	int fds[4] = { -1, -1, -1, -1 }, used[4] = { 0 }, failed = 0;

	for (int i = 0; milliseconds() < until; i = (i + 1) % 4) {
		if (fds[i] >= 0 && used[i] >= 100 + 37 * i) {
			close(fds[i]);
			fds[i] = -1;
		}
		if (fds[i] < 0) {
			fds[i] = fcgi_connect(socket);
			used[i] = 0;
		}
		used[i]++;
		if (fds[i] < 0 || !fcgi_send(fds[i], &(struct fcgi_ask){ .uri = "/readyz" }) ||
		    fcgi_receive(fds[i], &answer) != 200)
			failed++;
	}
	return failed;
}

/* Two processes hammer at a socket each while `tease` is called, every `every` ms for `ms`. */
static int
under_load(struct service *s, void (*tease)(struct service *), int every, int ms)
{
	static const char *const names[] = { "shop-0", "shop-1" };
	pid_t pids[2];
	int failed = 0;
	int64_t until = milliseconds() + ms - 500;

	for (int i = 0; i < 2; i++) {
		const char *socket = service_socket(s, names[i]);
		pids[i] = fork();
		if (pids[i] == 0) {
			int n = hammer(socket, ms);
			_exit(n > 100 ? 100 : n);
		}
	}
	while (milliseconds() < until) {
		pause_ms(every);
		tease(s);
	}
	for (int i = 0; i < 2; i++) {
		int status;
		waitpid(pids[i], &status, 0);
		failed += WIFEXITED(status) ? WEXITSTATUS(status) : 1000;
	}
	return failed;
}

static void
hup(struct service *s)
{
	kill(s->manager, SIGHUP);
}

static void
hup_replaces_all_workers_without_a_failed_request(void **state)
{
	struct service s;
	pid_t before[8], after[8];
	int n, failed;
	(void)state;

	begin(&s, TWO);
	n = service_workers(&s, "shop", before, 8);
	assert_int_equal(n, 2);
	failed = under_load(&s, hup, 300, 4000);
	if (failed)
		service_show(&s);
	assert_int_equal(failed, 0);
	assert_int_equal(service_says(&s, "log", "worker_died"), 0);
	pause_ms(1000);
	n = service_workers(&s, "shop", after, 8);
	for (int i = 0; i < n; i++)
		for (int k = 0; k < 2; k++)
			assert_int_not_equal(after[i], before[k]);
	service_end(&s);
}

static void
copy(const char *from, const char *to)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		execlp("cp", "cp", from, to, (char *)NULL);
		_exit(127);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static void
hup_takes_the_program_that_is_there_now(void **state)
{
	struct service s;
	char built[4096], own[64];
	FILE *f;
	(void)state;

	service_make(&s, db, "");
	/* A copy, so that the file there can be replaced; the library beside it, as installed. */
	assert_non_null(realpath(s.program, built));
	snprintf(own, sizeof own, "%s", service_path(&s, "crumbled"));
	copy(built, own);
	s.program = own;
	strrchr(built, '/')[1] = '\0';
	snprintf(built + strlen(built), sizeof built - strlen(built), "libcrumbled.so");
	copy(built, service_path(&s, "libcrumbled.so"));
	service_start(&s);
	service_ready(&s);

	assert_int_equal(rename(own, service_path(&s, "older")), 0);
	f = fopen(own, "we");
	fprintf(f, "#!/bin/sh\necho taken >>%s\nexec %s \"$@\"\n", service_path(&s, "taken"),
	        service_path(&s, "older"));
	fchmod(fileno(f), 0755);
	fclose(f);
	kill(s.manager, SIGHUP);
	for (int i = 0; i < 100 && service_says(&s, "taken", "taken") < 4; i++)
		pause_ms(50);
	assert_int_equal(service_says(&s, "taken", "taken"), 4);
	expect_ok(&s, "shop-0", "/readyz");
	service_end(&s);
}

static void
a_worker_is_replaced_after_ten_thousand_requests(void **state)
{
	struct service s;
	pid_t first;
	int fd;
	(void)state;

	begin(&s, "");
	first = only_worker(&s, "shop");
	fd = fcgi_connect(service_socket(&s, "shop-0"));
	for (int i = 0; i < 10100; i++)
		if (!fcgi_send(fd, &(struct fcgi_ask){ .uri = "/healthz" }) ||
		    fcgi_receive(fd, &answer) != 200)
			fail_msg("request %d failed", i);
	close(fd);
	successor(&s, "shop", first);
	expect_ok(&s, "shop-0", "/healthz");
	service_end(&s);
}

/* ---- deaths ---- */

static void
a_killed_worker_is_replaced_within_a_second(void **state)
{
	struct service s;
	(void)state;

	begin(&s, "");
	for (int i = 1; i <= 3; i++) {
		pid_t worker = only_worker(&s, "shop");
		int64_t began = milliseconds();

		kill(worker, SIGKILL);
		assert_true(service_told(&s, "worker_died", i, 1000));
		/* Waits in the socket's queue until the next one is there. */
		expect_ok(&s, "shop-0", "/readyz");
		assert_true(milliseconds() - began < 1500);
		pause_ms(200);
	}
	assert_int_equal(service_says(&s, "log", "\"signal\":9"), 3);
	service_end(&s);
}

static void
a_stuck_worker_is_killed_and_its_route_named(void **state)
{
	struct service s;
	MYSQL *my = admin();
	int fd;
	(void)state;

	begin(&s, "request_seconds = 1\n");
	sql(my, "LOCK TABLES site_settings WRITE");
	fd = fcgi_connect(service_socket(&s, "shop-0"));
	assert_true(fcgi_send(fd, &(struct fcgi_ask){ .uri = "/readyz" }));
	assert_true(service_told(&s, "worker_stuck", 1, 3000));
	sql(my, "UNLOCK TABLES");
	assert_int_equal(service_says(&s, "log", "\"event\":\"worker_stuck\",\"pool\":\"shop\","
	                                         "\"slot\":0"), 1);
	assert_true(service_says(&s, "log", "\"route\":\"readyz\",\"seconds\":1") >= 1);
	assert_int_equal(fcgi_receive(fd, &answer), 0);
	close(fd);
	assert_true(answers(&s, "/readyz", 200, 8000));
	mysql_close(my);
	service_end(&s);
}

/* ---- the database ---- */

static void
without_a_database_it_answers_503_and_comes_back(void **state)
{
	struct service s;
	pid_t worker;
	(void)state;

	begin(&s, "");
	worker = only_worker(&s, "shop");
	expect_ok(&s, "shop-0", "/readyz");
	assert_int_equal(testdb("stop", NULL), 0);
	assert_true(answers(&s, "/readyz", 503, 8000));
	assert_non_null(strstr(answer.text, "\"code\":\"unavailable\""));
	assert_non_null(strstr(answer.text, "Retry-After: "));
	expect_ok(&s, "shop-0", "/healthz");
	expect_ok(&s, "shop-0", "/metrics");

	/* HUP now: the new workers serve, but are not ready, so that the old ones stay. */
	kill(s.manager, SIGHUP);
	pause_ms(500);
	expect_ok(&s, "shop-0", "/healthz");
	assert_int_equal(testdb("start", NULL), 0);
	assert_true(answers(&s, "/readyz", 200, 8000));
	assert_int_equal(service_says(&s, "log", "worker_died"), 0);
	successor(&s, "shop", worker);
	service_end(&s);
}

static void
the_same_workers_serve_when_the_database_is_back(void **state)
{
	struct service s;
	pid_t worker;
	(void)state;

	begin(&s, "");
	worker = only_worker(&s, "shop");
	assert_int_equal(testdb("stop", NULL), 0);
	assert_true(answers(&s, "/readyz", 503, 8000));
	assert_int_equal(testdb("start", NULL), 0);
	assert_true(answers(&s, "/readyz", 200, 3000));
	assert_int_equal(only_worker(&s, "shop"), worker);
	service_end(&s);
}

static void
it_starts_without_a_database(void **state)
{
	struct service s;
	(void)state;

	assert_int_equal(testdb("stop", NULL), 0);
	service_make(&s, db, "");
	service_start(&s);
	assert_true(service_told(&s, "no_database", 4, 5000));
	assert_true(answers(&s, "/readyz", 503, 2000));
	expect_ok(&s, "shop-0", "/healthz");
	assert_int_equal(service_says(&s, "log", "\"event\":\"ready\""), 0);
	assert_int_equal(testdb("start", NULL), 0);
	service_ready(&s);
	assert_true(answers(&s, "/readyz", 200, 2000));
	assert_int_equal(service_says(&s, "log", "worker_died"), 0);
	service_end(&s);
}

/* ---- what is told ---- */

/* The value of a metric's line; -1 if there is none. */
static long long
metric(const struct service *s, const char *line)
{
	const char *at;

	expect_ok(s, "admin-0", "/metrics");
	at = strstr(answer.body, line);
	return at ? strtoll(at + strlen(line), NULL, 10) : -1;
}

static void
counters_do_not_go_back_when_workers_are_replaced(void **state)
{
	static const char line[] = "crumbled_requests_total{pool=\"shop\",route=\"readyz\",status=\"2xx\"} ";
	static const char idle[] = "crumbled_workers{pool=\"shop\",state=\"idle\"} ";
	struct service s;
	(void)state;

	begin(&s, "");
	for (int i = 0; i < 5; i++)
		expect_ok(&s, "shop-0", "/readyz");
	assert_int_equal(metric(&s, line), 5);
	assert_non_null(strstr(answer.text, "Content-Type: text/plain; version=0.0.4"));
	/* It is idle when it has answered: a moment after the answer came. */
	for (int i = 0; i < 500 && metric(&s, idle) != 1; i++)
		usleep(10 * 1000);
	assert_int_equal(metric(&s, idle), 1);
	assert_int_equal(metric(&s, "crumbled_outbox_oldest_seconds "), 0);
	for (int round = 1; round <= 6; round++) {
		pid_t before = only_worker(&s, "shop");

		kill(s.manager, SIGHUP);
		successor(&s, "shop", before);
		assert_int_equal(metric(&s, line), 4 + round);
		expect_ok(&s, "shop-0", "/readyz");
		assert_int_equal(metric(&s, line), 5 + round);
	}
	service_end(&s);
}

static void
the_log_names_the_route_and_not_the_address(void **state)
{
	struct service s;
	(void)state;

	begin(&s, "");
	fcgi_get(service_socket(&s, "shop-0"), "/api/v1/cities?limit=0&cursor=sesame", &answer);
	assert_int_equal(answer.status, 422);
	assert_true(service_told(&s, "\"event\":\"request\"", 1, 1000));
	assert_int_equal(service_says(&s, "log", "\"route\":\"list_cities\",\"method\":\"GET\","
	                                         "\"status\":422,\"code\":\"invalid\""), 1);
	assert_int_equal(service_says(&s, "log", "sesame"), 0);
	assert_int_equal(service_says(&s, "log", "/api/v1/"), 0);
	service_end(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_pool_serves_its_own_part),
		cmocka_unit_test(a_wrong_configuration_ends_with_2),
		cmocka_unit_test(a_wrong_schema_ends_with_2_and_names_the_statement),
		cmocka_unit_test(check_takes_the_present_schema),
		cmocka_unit_test(a_second_manager_is_refused_and_does_no_harm),
		cmocka_unit_test(term_drains_a_kept_connection),
		cmocka_unit_test(a_connection_that_stays_does_not_keep_the_manager),
		cmocka_unit_test(workers_end_with_a_killed_manager_and_the_next_one_starts),
		cmocka_unit_test(the_tools_say_what_is_wrong_in_one_line),
		cmocka_unit_test(hup_replaces_all_workers_without_a_failed_request),
		cmocka_unit_test(hup_takes_the_program_that_is_there_now),
		cmocka_unit_test(a_worker_is_replaced_after_ten_thousand_requests),
		cmocka_unit_test(a_killed_worker_is_replaced_within_a_second),
		cmocka_unit_test(a_stuck_worker_is_killed_and_its_route_named),
		cmocka_unit_test(without_a_database_it_answers_503_and_comes_back),
		cmocka_unit_test(the_same_workers_serve_when_the_database_is_back),
		cmocka_unit_test(it_starts_without_a_database),
		cmocka_unit_test(counters_do_not_go_back_when_workers_are_replaced),
		cmocka_unit_test(the_log_names_the_route_and_not_the_address),
	};

	return cmocka_run_group_tests(tests, open_all, close_all);
}
