/* SPDX-License-Identifier: MIT */
/* What a request costs beside its SQL: the same requests as the shop's, served in this process, with
 * the time that the database client and server took of each.  The share of the latter is how near
 * the whole request is to a loop that only sends the same statements.
 *
 * And the price of one hot promo code: so many checkouts at once with it and without. */
#include "support/order.h"

#include "base/str.h"

#include <stdlib.h>

#define ROUNDS 7

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double
median(double *v, size_t n)
{
	qsort(v, n, sizeof *v, by_value);
	return v[n / 2];
}

static void
forget_replies(struct shop *s)
{
	/* The arena of a test lives until its end; a benchmark's must not grow. */
	ctx_reset(&s->cx);
}

static void
measure(struct shop *s, const char *name, double goal, int times, void (*fn)(struct shop *, int))
{
	double shares[ROUNDS], micros[ROUNDS];

	for (int r = 0; r < ROUNDS; r++) {
		int64_t start = clock_monotonic_us();
		uint64_t db = db_stats(s->db_shop)->micros;
		for (int i = 0; i < times; i++) {
			fn(s, r * times + i);
			if (s->reply.status >= 300)
				fail_msg("%s: %s", name, s->reply.body.data);
		}
		double all = (double)(clock_monotonic_us() - start);
		shares[r] = (double)(db_stats(s->db_shop)->micros - db) / all;
		micros[r] = all / times;
	}
	print_message("BENCH|%s|only its SQL|%.2f|%.1f|%.0f us\n", name, median(shares, ROUNDS), goal,
	              median(micros, ROUNDS));
}

static void
zones(struct shop *s, int i)
{
	(void)i;
	get(s, "/api/v1/zones");
	forget_replies(s);
}

static void
product(struct shop *s, int i)
{
	(void)i;
	get(s, "/api/v1/products/chocolate-chip-cookie");
	forget_replies(s);
}

static void
quote(struct shop *s, int i)
{
	/* Each of another place, or the limit of quotes for one address would be measured. */
	s->ip = arena_fmt(s->cx.mem, "10.%d.%d.%d", i >> 16 & 255, i >> 8 & 255, i & 255);
	post(s, "/api/v1/cart/quote", "{'zone_id':1}");
	forget_replies(s);
}

static char *bodies[64 * ROUNDS];
static struct visitor buyers[64 * ROUNDS];

static void
checkout(struct shop *s, int i)
{
	s->visitors[0] = buyers[i];
	as(s, 0);
	once(s, arena_fmt(s->cx.mem, "bench-key-%010d", i));
	request_raw(s, "POST", "/api/v1/checkout", "application/json", bodies[i], strlen(bodies[i]));
}

/* Carts that are ready to be ordered, each of another phone. */
static void
gather(struct shop *s, int n, const char *code, const char *total)
{
	sql_do(s, "UPDATE delivery_time_slots SET capacity_orders = NULL, capacity_cookies = NULL");
	for (int i = 0; i < n; i++) {
		const char *phone = arena_fmt(s->cx.mem, "+2010%08d", i);
		memset(&s->visitors[0], 0, sizeof s->visitors[0]);
		as(s, 0);
		shop_add_pack(s);
		buyers[i] = s->visitors[0];
		bodies[i] = shop_checkout_body(s, shop_proof(s, phone), phone, total, "");
	}
	if (code)
		sql_do(s, "UPDATE carts SET promo_code = '%s'", code);
}

static void
reads(void **state)
{
	struct shop *s = *state;

	post(s, "/api/v1/cart/items", "{'product_instance_id':2,'quantity':1}");
	post(s, "/api/v1/cart/items", "{'product_instance_id':51,'quantity':1}");
	shop_add_pack(s);
	measure(s, "zones", 0.6, 2000, zones);
	measure(s, "product detail", 0.6, 2000, product);
	measure(s, "quote of three lines", 0.6, 2000, quote);
}

static void
checkouts(void **state)
{
	struct shop *s = *state;

	gather(s, 64 * ROUNDS, NULL, "365.00");
	measure(s, "checkout, durable", 0.7, 64, checkout);
}

static bool
checkout_own(struct shop *s, int i)
{
	/* Eight orders for each process, so that starting it does not count. */
	for (int k = 0; k < 7; k++) {
		checkout(s, i + 64 * k);
		if (s->reply.status != 201)
			return false;
	}
	return true;
}

static double
at_once(struct shop *s, const char *code, const char *total)
{
	void *state = s;

	shop_begin(&state);
	gather(s, 64 * 7, code, total);
	int64_t start = clock_monotonic_us();
	if (shop_parallel(s, 64, checkout_own) != 64)
		fail_msg("a checkout failed");
	return (double)(clock_monotonic_us() - start);
}

static void
a_hot_code(void **state)
{
	struct shop *s = *state;
	double ratios[3], with[3];

	for (int r = 0; r < 3; r++) {
		double without = at_once(s, NULL, "365.00");
		with[r] = at_once(s, "WELCOME10", "332.00");
		ratios[r] = without / with[r];
	}
	print_message("BENCH|64 clients on one code|the same without a code|%.2f|0.6|%.0f us\n",
	              median(ratios, 3), median(with, 3) / (64 * 7));
}

SHOP_TESTS(shop_test(reads), shop_test(checkouts), shop_test(a_hot_code))
