/* SPDX-License-Identifier: MIT */
/* Does the time of a refused login tell whether there is an account?  Wrong passwords for an
 * unknown name and for each kind of account, by turns; the figure is the area under the ROC curve:
 * 0.5 is a toss of a coin, and 600 pairs are good for about 0.017 either way. */
#include "support/customer.h"

#include "base/clock.h"
#include "base/rand.h"
#include "support/order.h"

#include <crypt.h>

#define PAIRS 600

static double
login_micros(struct shop *s, const char *name)
{
	sql_do(s, "DELETE FROM rate_limits");
	ctx_reset(&s->cx);	/* the arena must not grow */
	int64_t start = clock_monotonic_us();
	post(s, "/api/v1/auth/login", "{'login':'%s','password':'not the password'}", name);
	int64_t took = clock_monotonic_us() - start;
	if (s->reply.status != 401)
		fail_msg("%s", s->reply.body.data);
	return (double)took;
}

/* How often the one takes longer than the other, over all pairs of values. */
static double
area(const double *a, const double *b, size_t n)
{
	double wins = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n; j++)
			wins += a[i] > b[j] ? 1 : a[i] == b[j] ? 0.5 : 0;
	return wins / ((double)n * (double)n);
}

static void
refused_logins_take_equally_long(void **state)
{
	struct shop *s = *state;
	static const char *const names[] = {
		"known@example.com", "bcrypt@example.com", "suspended@example.com",
	};
	static double unknown[PAIRS], known[PAIRS];
	struct crypt_data data = { 0 };

	customer_add(s, DEMO_PHONE, "known@example.com");
	customer_add(s, "+201112223334", "bcrypt@example.com");
	customer_add(s, "+201112223335", "suspended@example.com");
	sql_do(s, "UPDATE customers SET password_hash = '%s' WHERE email LIKE 'bcrypt%%'",
	       crypt_r("a biscuit and tea", "$2y$08$abcdefghijklmnopqrstuu", &data));
	sql_do(s, "UPDATE customers SET status = 'suspended' WHERE email LIKE 'suspended%%'");
	for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
		for (int i = -10; i < PAIRS; i++) {
			bool first = rand_below(2) != 0;	/* which of the two, by chance */
			double a = login_micros(s, first ? "nobody@example.com" : names[k]);
			double b = login_micros(s, first ? names[k] : "nobody@example.com");
			if (i < 0)
				continue;
			unknown[i] = first ? a : b;
			known[i] = first ? b : a;
		}
		print_message("BENCH|refused login of %s|unknown|%.3f|0.45-0.55|AUC of %d pairs\n",
		              names[k], area(known, unknown, PAIRS), PAIRS);
	}
}

SHOP_TESTS(shop_test(refused_logins_take_equally_long))
