/* SPDX-License-Identifier: MIT */
/* Whole lists as tables for spreadsheets. */
#include "support/order.h"
#include "support/staff.h"

#include "base/str.h"

#define BOM "\xef\xbb\xbf"
#define CITIES "/api/v1/admin/cities"

static void
expect_line(struct shop *s, const char *line)
{
	if (!strstr(s->reply.body.data, arena_fmt(s->cx.mem, "\r\n%s", line)))
		fail_msg("no line %s in %s", line, s->reply.body.data);
}

static size_t
lines(struct shop *s)
{
	size_t n = 0;

	for (const char *p = s->reply.body.data; (p = strstr(p, "\r\n")); p += 2)
		n++;
	return n;
}

static void
a_list_is_had_as_a_table(void **state)
{
	struct shop *s = *state;

	as_staff(s, 1, "super_admin");
	get(s, CITIES ".csv?sort=name");
	expect_status(s, 200);
	assert_string_equal(s->reply.type, "text/csv; charset=utf-8; header=present");
	assert_string_equal(header(s, "Content-Disposition"),
	                    "attachment; filename=\"cities-2030-01-02.csv\"");
	assert_string_equal(header(s, "Cache-Control"), "no-store");
	assert_ptr_equal(strstr(s->reply.body.data, BOM "id,name,"), s->reply.body.data);
	expect_line(s, "2,Giza,true,");
	/* The list itself is where it was, and a table of one city there is none. */
	get(s, CITIES);
	expect_text(s, "items.0.name", "Cairo");
	get(s, CITIES "/1.csv");
	expect_error(s, 404, "not_found");
	request(s, "POST", CITIES ".csv", "{}");
	expect_error(s, 404, "not_found");
}

static void
no_text_becomes_a_formula_and_none_breaks_the_table(void **state)
{
	struct shop *s = *state;
	static const struct { const char *name, *cell; } odd[] = {
		{ "=1+1", "'=1+1" }, { "+20", "'+20" }, { "-3", "'-3" }, { "@SUM(A1)", "'@SUM(A1)" },
		{ "6th \\'of\\' October", "\"6th \"\"of\"\" October\"" }, { "Giza, west", "\"Giza, west\"" },
		{ "=A1,\\'x\\'", "\"'=A1,\"\"x\"\"\"" }, { "القاهرة", "القاهرة" }, { "a;b", "a;b" },
	};

	as_staff(s, 1, "super_admin");
	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
		post(s, CITIES, "{'name':'%s'}", odd[i].name);
		expect_status(s, 201);
	}
	get(s, CITIES ".csv");
	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
		assert_non_null(strstr(s->reply.body.data,
		                       arena_fmt(s->cx.mem, ",%s,true,", odd[i].cell)));
	/* Sums stay numbers, also where they are below nothing. */
	get(s, "/api/v1/admin/zones.csv");
	expect_line(s, "1,Madinaty,1,");
	assert_non_null(strstr(s->reply.body.data, ",45.00,"));
}

static void
it_is_all_there_and_filtered_as_asked(void **state)
{
	struct shop *s = *state;

	as_staff(s, 1, "super_admin");
	sql_do(s, "INSERT INTO cities (name) SELECT CONCAT('Town ', seq) FROM seq_1_to_1234");
	get(s, CITIES ".csv?q=Town");
	expect_status(s, 200);
	assert_int_equal(lines(s), 1235);
	expect_rows(s, 1, "SELECT 1 FROM cities WHERE name = 'Town 1234'");
	assert_non_null(strstr(s->reply.body.data, "Town 1234,"));
	/* A page's size is not asked of a table, and does not cut it. */
	get(s, CITIES ".csv?q=Town&limit=5");
	assert_int_equal(lines(s), 1235);
	get(s, CITIES ".csv?q=Nowhere");
	expect_status(s, 200);
	assert_int_equal(lines(s), 1);
	get(s, CITIES ".csv?sort=colour");
	expect_error(s, 422, "invalid");
	assert_string_equal(s->reply.type, "application/problem+json");
	get(s, CITIES ".csv?cursor=nonsense");
	expect_error(s, 422, "invalid");
}

static void
only_who_may_read_it_may_have_it_and_it_is_written_down(void **state)
{
	struct shop *s = *state;

	get(s, CITIES ".csv");
	expect_error(s, 401, "login_needed");
	as_staff(s, 2, "delivery_manager");
	get(s, "/api/v1/admin/promo-codes.csv");
	expect_error(s, 403, "forbidden");
	expect_rows(s, 0, "SELECT 1 FROM admin_activity_log WHERE action = 'export'");
	as_staff(s, 1, "super_admin");
	get(s, CITIES ".csv?q=Cai");
	expect_status(s, 200);
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'export' "
	            "AND entity = 'cities' AND note = 'q=Cai'");
}

static void
nobody_empties_the_shop_in_one_night(void **state)
{
	struct shop *s = *state;

	as_staff(s, 1, "super_admin");
	for (int i = 0; i < 60; i++) {
		get(s, CITIES ".csv");
		expect_status(s, 200);
	}
	get(s, CITIES ".csv");
	expect_error(s, 429, "too_many_requests");
	get(s, CITIES);
	expect_status(s, 200);
}

/* ---- part by part ---- */

struct gone { int parts, after; size_t most; };

static bool
take_part(void *arg, struct reply *rp)
{
	struct gone *g = arg;

	rp->begun = true;
	if (rp->body.len > g->most)
		g->most = rp->body.len;
	rp->body.len = 0;
	return ++g->parts <= g->after;
}

static void
a_long_one_leaves_part_by_part(void **state)
{
	struct shop *s = *state;
	struct gone g = { .after = INT32_MAX };

	as_staff(s, 1, "super_admin");
	sql_do(s, "INSERT INTO cities (name) SELECT CONCAT('Town ', seq) FROM seq_1_to_5000");
	s->sink = &(struct sink){ take_part, &g };
	get(s, CITIES ".csv");
	assert_int_equal(s->reply.err, OK);
	assert_true(g.parts >= 5000 / 200);
	assert_true(g.most < 64 * 1024);	/* no part grows with the table */
	assert_int_equal(s->reply.body.len, 0);
}

static void
who_goes_away_in_the_middle_ends_it(void **state)
{
	struct shop *s = *state;
	struct gone g = { .after = 2 };

	as_staff(s, 1, "super_admin");
	sql_do(s, "INSERT INTO cities (name) SELECT CONCAT('Town ', seq) FROM seq_1_to_5000");
	s->sink = &(struct sink){ take_part, &g };
	get(s, CITIES ".csv");
	assert_int_equal(g.parts, 3);
	assert_int_equal(s->reply.err, E_UNAVAILABLE);
	assert_true(s->reply.begun);		/* the worker closes, and ends nothing */
	get(s, CITIES);
	expect_status(s, 200);
}

SHOP_TESTS(shop_test(a_list_is_had_as_a_table),
           shop_test(no_text_becomes_a_formula_and_none_breaks_the_table),
           shop_test(it_is_all_there_and_filtered_as_asked),
           shop_test(only_who_may_read_it_may_have_it_and_it_is_written_down),
           shop_test(nobody_empties_the_shop_in_one_night),
           shop_test(a_long_one_leaves_part_by_part),
           shop_test(who_goes_away_in_the_middle_ends_it))
