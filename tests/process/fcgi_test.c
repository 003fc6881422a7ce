/* SPDX-License-Identifier: MIT */
/* One worker and what the web server, or something worse, may send to its socket. */
#include "support/fcgi_client.h"
#include "support/service.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static struct service s;
static struct fcgi_answer answer;
static const char *socket_path;

static int
open_all(void **state)
{
	(void)state;
	service_make(&s, getenv("CRUMBLED_TESTDB"), "");
	service_start(&s);
	service_ready(&s);
	socket_path = strdup(service_socket(&s, "shop-0"));
	return 0;
}

static int
close_all(void **state)
{
	(void)state;
	free((void *)(uintptr_t)socket_path);
	service_end(&s);
	return 0;
}

static pid_t
worker(void)
{
	pid_t pids[4] = { 0 };

	assert_int_equal(service_workers(&s, "shop", pids, 4), 1);
	return pids[0];
}

static void
expect_worker(pid_t before)
{
	if (worker() != before) {
		service_show(&s);
		fail_msg("the worker was replaced");
	}
}

static int
ask(int fd, const struct fcgi_ask *what)
{
	return fcgi_send(fd, what) ? fcgi_receive(fd, &answer) : 0;
}

static void
expect(int fd, const char *method, const char *uri, int status)
{
	if (ask(fd, &(struct fcgi_ask){ .method = method, .uri = uri }) != status)
		fail_msg("%s %s: %d %s", method, uri, answer.status, answer.text);
}

static void
one_connection_takes_many_requests(void **state)
{
	int fd = fcgi_connect(socket_path);
	(void)state;

	for (int i = 0; i < 50; i++)
		expect(fd, "GET", i % 2 ? "/healthz" : "/readyz", 200);
	expect(fd, "GET", "/no/such/page", 404);
	assert_non_null(strstr(answer.text, "Content-Type: application/problem+json"));
	assert_non_null(strstr(answer.body, "\"code\":\"not_found\""));
	expect(fd, "DELETE", "/readyz", 405);
	assert_non_null(strstr(answer.text, "Allow: GET\r\n"));
	expect(fd, "GET", "/api/v1/admin/orders", 404);
	expect(fd, "HEAD", "/readyz", 200);
	assert_string_equal(answer.body, "");
	expect(fd, "GET", "/healthz", 200);
	assert_string_equal(answer.body, "{\"status\":\"ok\"}");
	close(fd);
}

/* A worker that waited for one of them would hang all others. */
static void
forty_kept_connections_take_turns(void **state)
{
	int fds[40];
	(void)state;

	for (int i = 0; i < 40; i++)
		assert_true((fds[i] = fcgi_connect(socket_path)) >= 0);
	for (int round = 0; round < 5; round++) {
		int64_t began = milliseconds();
		for (int i = 0; i < 40; i++)
			assert_true(fcgi_send(fds[i], &(struct fcgi_ask){ .uri = "/readyz" }));
		for (int i = 39; i >= 0; i--)
			assert_int_equal(fcgi_receive(fds[i], &answer), 200);
		assert_true(milliseconds() - began < 2000);
	}
	for (int i = 0; i < 40; i++)
		close(fds[i]);
}

static void
a_connection_not_to_be_kept_is_closed(void **state)
{
	int fd = fcgi_connect(socket_path);
	char byte;
	(void)state;

	assert_int_equal(ask(fd, &(struct fcgi_ask){ .uri = "/healthz", .close = true }), 200);
	assert_int_equal(recv(fd, &byte, 1, 0), 0);
	close(fd);
}

static void
ten_megabytes_are_refused_and_the_next_request_is_served(void **state)
{
	static char body[10 * 1024 * 1024];
	int fd = fcgi_connect(socket_path);
	(void)state;

	memset(body, 'x', sizeof body);
	assert_int_equal(ask(fd, &(struct fcgi_ask){ .method = "POST", .uri = "/api/v1/cart/items",
	                                             .body = body, .body_n = sizeof body }), 413);
	assert_non_null(strstr(answer.body, "\"code\":\"payload_too_large\""));
	assert_true(answer.open);
	expect(fd, "GET", "/healthz", 200);
	close(fd);
}

static void
a_body_longer_than_it_says_is_refused(void **state)
{
	int fd = fcgi_connect(socket_path);
	(void)state;

	assert_int_equal(ask(fd, &(struct fcgi_ask){ .method = "POST", .uri = "/api/v1/cart/items",
	                                             .body = "{\"quantity\":1}  ", .body_n = 16,
	                                             .declared = 5 }), 413);
	expect(fd, "GET", "/healthz", 200);
	close(fd);
}

static void
a_body_shorter_than_it_says_is_not_served(void **state)
{
	int fd = fcgi_connect(socket_path);
	(void)state;

	assert_int_equal(ask(fd, &(struct fcgi_ask){ .method = "POST", .uri = "/api/v1/cart/items",
	                                             .body = "{}", .body_n = 2, .declared = 50 }), 0);
	close(fd);
	fd = fcgi_connect(socket_path);
	expect(fd, "GET", "/healthz", 200);
	close(fd);
}

static void
send_in_pieces(int fd, const char *bytes, size_t n, size_t piece, int pause)
{
	for (size_t at = 0; at < n; at += piece) {
		size_t part = n - at < piece ? n - at : piece;
		assert_int_equal(send(fd, bytes + at, part, MSG_NOSIGNAL), (ssize_t)part);
		if (pause)
			pause_ms(pause);
	}
}

static void
a_request_may_come_in_pieces(void **state)
{
	static char body[200 * 1024], bytes[220 * 1024];
	struct fcgi_ask get = { .uri = "/healthz" };
	struct fcgi_ask post = { .method = "POST", .uri = "/api/v1/cart/items", .body = body };
	int fd = fcgi_connect(socket_path);
	size_t n;
	(void)state;

	n = fcgi_request(bytes, sizeof bytes, &get);
	send_in_pieces(fd, bytes, n, 7, 2);
	assert_int_equal(fcgi_receive(fd, &answer), 200);
	send_in_pieces(fd, bytes, n, n - 1, 300);
	assert_int_equal(fcgi_receive(fd, &answer), 200);

	/* Shorter and longer than what is looked at before. */
	memset(body, ' ', sizeof body);
	memcpy(body, "{}", 2);
	for (post.body_n = 10 * 1024; post.body_n <= sizeof body; post.body_n += 38 * 1024) {
		n = fcgi_request(bytes, sizeof bytes, &post);
		send_in_pieces(fd, bytes, n, 5000, 3);
		assert_int_equal(fcgi_receive(fd, &answer), 422);
		send_in_pieces(fd, bytes, n, n, 0);
		assert_int_equal(fcgi_receive(fd, &answer), 422);
	}
	expect(fd, "GET", "/healthz", 200);
	close(fd);
}

/* The half stays open: the worker waits five seconds for its rest. */
static void
half_a_request_holds_the_worker_for_six_seconds_at_most(void **state)
{
	char bytes[4096];
	size_t n = fcgi_request(bytes, sizeof bytes, &(struct fcgi_ask){ .uri = "/healthz" });
	size_t cuts[] = { 20, n - 4 };
	pid_t before = worker();
	(void)state;

	for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
		int half = fcgi_connect(socket_path), fd;
		int64_t began = milliseconds();

		assert_int_equal(send(half, bytes, cuts[i], MSG_NOSIGNAL), (ssize_t)cuts[i]);
		pause_ms(50);
		fd = fcgi_connect(socket_path);
		expect(fd, "GET", "/healthz", 200);
		assert_in_range(milliseconds() - began, 4500, 6000);
		close(fd);
		close(half);
	}
	expect_worker(before);
}

static void
a_connection_without_a_word_holds_nothing(void **state)
{
	int silent = fcgi_connect(socket_path), fd = fcgi_connect(socket_path);
	int64_t began = milliseconds();
	(void)state;

	for (int i = 0; i < 10; i++)
		expect(fd, "GET", "/healthz", 200);
	assert_true(milliseconds() - began < 1000);
	close(silent);
	close(fd);
}

/* Whoever asks and goes away before the answer. */
static void
a_vanished_asker_does_no_harm(void **state)
{
	pid_t before = worker();
	(void)state;

	for (int i = 0; i < 50; i++) {
		int fd = fcgi_connect(socket_path);
		assert_true(fcgi_send(fd, &(struct fcgi_ask){ .uri = "/api/openapi.json" }));
		close(fd);
	}
	assert_int_equal(fcgi_get(socket_path, "/healthz", &answer), 200);
	expect_worker(before);
}

/* The same numbers at every run; MUTATIONS=1000000 makes a long one. */
static uint32_t
next(uint32_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}

static void
damaged_records_kill_no_worker(void **state)
{
	char whole[4096], bytes[4096];
	uint32_t seed = 20260301;
	const char *many = getenv("MUTATIONS");
	long n_most = many ? strtol(many, NULL, 10) : 5000;
	(void)state;

	for (long i = 0; i < n_most; i++) {
		struct fcgi_ask what = { .method = "POST", .uri = "/api/v1/cart/items",
		                         .body = "{\"quantity\":1}", .body_n = 14 };
		size_t n = fcgi_request(whole, sizeof whole, &what);
		int fd = fcgi_connect(socket_path);

		assert_true(fd >= 0);
		memcpy(bytes, whole, n);
		for (uint32_t k = 1 + next(&seed) % 4; k > 0; k--)
			bytes[next(&seed) % n] = (char)next(&seed);
		if (next(&seed) % 8 == 0)
			n = next(&seed) % n;
		if (send(fd, bytes, n, MSG_NOSIGNAL) < 0)
			print_message("record %ld was not taken\n", i);
		shutdown(fd, SHUT_WR);		/* what is missing will not come: no waiting */
		close(fd);
	}
	assert_int_equal(fcgi_get(socket_path, "/healthz", &answer), 200);
	if (service_says(&s, "log", "worker_died"))
		service_show(&s);
	assert_int_equal(service_says(&s, "log", "worker_died"), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_connection_takes_many_requests),
		cmocka_unit_test(forty_kept_connections_take_turns),
		cmocka_unit_test(a_connection_not_to_be_kept_is_closed),
		cmocka_unit_test(ten_megabytes_are_refused_and_the_next_request_is_served),
		cmocka_unit_test(a_body_longer_than_it_says_is_refused),
		cmocka_unit_test(a_body_shorter_than_it_says_is_not_served),
		cmocka_unit_test(a_request_may_come_in_pieces),
		cmocka_unit_test(half_a_request_holds_the_worker_for_six_seconds_at_most),
		cmocka_unit_test(a_connection_without_a_word_holds_nothing),
		cmocka_unit_test(a_vanished_asker_does_no_harm),
		cmocka_unit_test(damaged_records_kill_no_worker),
	};

	return cmocka_run_group_tests(tests, open_all, close_all);
}
