/* SPDX-License-Identifier: MIT */
/* A whole shop inside one test program: the real endpoints, the real library and a real database,
 * without sockets.  Each test begins with the demo shop and nothing ordered yet.
 *
 *     static void
 *     an_empty_cart_costs_nothing(void **state)
 *     {
 *             struct shop *s = *state;
 *             get(s, "/api/v1/cart");
 *             expect_status(s, 200);
 *             expect_text(s, "total", "0.00");
 *     }
 *     SHOP_TESTS(shop_test(an_empty_cart_costs_nothing))
 */
#ifndef TESTS_SUPPORT_SHOP_H
#define TESTS_SUPPORT_SHOP_H

#include "base/config.h"
#include "base/crypto.h"
#include "base/json.h"
#include "db/db.h"
#include "web/serve.h"

/* After ours: cmocka has a macro called fail. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <cmocka.h>

/* One caller: a browser with its cookies. */
struct visitor { char cookie[4][256]; int cookies_n; };

struct shop {
	struct ctx cx;
	struct config config;
	struct keys keys;
	struct server server;
	struct db *db_shop, *db_admin, *db_jobs;	/* as the pools' accounts */
	void *root;				/* a connection that may everything */
	pid_t root_owner;			/* whose it is; not of shop_parallel's processes */
	struct visitor visitors[8];
	int who;				/* index of the present visitor */
	const char *lang;			/* Accept-Language; NULL: none */
	const char *key;			/* Idempotency-Key of the next request; NULL: none */
	const char *extra;			/* further "NAME=value" of the next request, one a line */
	const struct sink *sink;		/* where a long reply goes next time; NULL: into its body */
	const char *ip;
	struct reply reply;
	const struct endpoint *asked;		/* which one answered; NULL: none */
	const struct json *body;		/* of the reply, if it is JSON of at most JSON_BYTES */
	const char *name;			/* of this program's database */
};

#define SHOP_NOON 1893585600	/* 2030-01-02 12:00 UTC, a Wednesday, 14:00 in Cairo: every test's first moment */

int shop_open(void **state);
int shop_close(void **state);
int shop_begin(void **state);		/* before each test */
/* Takes everything away, also the demo shop. */
void shop_wipe(struct shop *s);
#define shop_test(fn) cmocka_unit_test_setup(fn, shop_begin)
#define SHOP_TESTS(...)                                                                            \
	int main(void)                                                                             \
	{                                                                                          \
		const struct CMUnitTest tests[] = { __VA_ARGS__ };                                 \
		return cmocka_run_group_tests(tests, shop_open, shop_close);                       \
	}

/* Moves the time; the next request happens then. */
void shop_at(int64_t at);
int64_t shop_now(void);
/* Who the next requests are from; each has cookies of its own. */
void as(struct shop *s, int visitor);

/* Requests.  In JSON text a ' stands for a ".  Whatever staff do has to be in their journal. */
void get(struct shop *s, const char *path, ...) __attribute__((format(printf, 2, 3)));
void post(struct shop *s, const char *path, const char *json, ...)
	__attribute__((format(printf, 3, 4)));
void request(struct shop *s, const char *method, const char *path, const char *json, ...)
	__attribute__((format(printf, 4, 5)));
void request_raw(struct shop *s, const char *method, const char *path, const char *type,
                 const char *body, size_t n);
/* The same with an Idempotency-Key. */
#define once(s, key_) ((s)->key = (key_))

/* A JSON body as the requests write it, for building parts. */
char *quoted(struct shop *s, const char *json, ...) __attribute__((format(printf, 2, 3)));

/* What came back.  A path is "items.0.name"; absent is a failure. */
const struct json *at(struct shop *s, const char *path);
bool has(struct shop *s, const char *path);
const char *text_at(struct shop *s, const char *path);
int64_t number_at(struct shop *s, const char *path);
const char *header(struct shop *s, const char *name);

void expect_status_(struct shop *s, int status, const char *file, int line);
#define expect_status(s, status) expect_status_(s, status, __FILE__, __LINE__)
void expect_error_(struct shop *s, int status, const char *code, const char *file, int line);
#define expect_error(s, status, code) expect_error_(s, status, code, __FILE__, __LINE__)
/* The problem document names this field. */
void expect_field_(struct shop *s, const char *field, const char *code, const char *file, int line);
#define expect_field(s, field, code) expect_field_(s, field, code, __FILE__, __LINE__)
void expect_text_(struct shop *s, const char *path, const char *want, const char *file, int line);
#define expect_text(s, path, want) expect_text_(s, path, want, __FILE__, __LINE__)
void expect_number_(struct shop *s, const char *path, int64_t want, const char *file, int line);
/* That member of all items in the reply, with | between them. */
const char *column(struct shop *s, const char *member);
#define expect_number(s, path, want) expect_number_(s, path, want, __FILE__, __LINE__)

/* The database, past the program. */
int64_t sql_number(struct shop *s, const char *sql, ...) __attribute__((format(printf, 2, 3)));
char *sql_text(struct shop *s, const char *sql, ...) __attribute__((format(printf, 2, 3)));
void sql_do(struct shop *s, const char *sql, ...) __attribute__((format(printf, 2, 3)));
void expect_rows_(struct shop *s, int64_t n, const char *sql, const char *file, int line);
#define expect_rows(s, n, sql) expect_rows_(s, n, sql, __FILE__, __LINE__)

/* The text of the newest message to somebody in the outbox; NULL if there is none. */
char *shop_message(struct shop *s, const char *recipient);

#endif
