/* SPDX-License-Identifier: MIT */
/* Money: every result is checked against the range of the columns. */
#include "base/money.h"
#include "base/err.h"
#include <inttypes.h>

static struct money
checked(int64_t minor)
{
	BUG_ON(minor > MONEY_MAX || minor < -MONEY_MAX);
	return money_of(minor);
}

struct money
money_add(struct money a, struct money b)
{
	int64_t v;

	BUG_ON(__builtin_add_overflow(checked(a.minor).minor, checked(b.minor).minor, &v));
	return checked(v);
}

struct money
money_sub(struct money a, struct money b)
{
	int64_t v;

	BUG_ON(__builtin_sub_overflow(checked(a.minor).minor, checked(b.minor).minor, &v));
	return checked(v);
}

struct money
money_min(struct money a, struct money b)
{
	return checked(a.minor).minor < checked(b.minor).minor ? a : b;
}

struct money
money_percent(struct money amount, int64_t hundredths)
{
	int64_t v;

	BUG_ON(checked(amount.minor).minor < 0 || hundredths < 0);
	BUG_ON(__builtin_mul_overflow(amount.minor, hundredths, &v));
	return checked(v / 10000 + (v % 10000 >= 5000));
}

static __int128
proportion(struct money whole, int64_t weight)
{
	return (__int128)whole.minor * weight;
}

void
money_split(struct money whole, const int64_t *weights, size_t n, struct money *shares)
{
	int64_t total = 0, left = checked(whole.minor).minor;

	BUG_ON(left < 0);
	for (size_t i = 0; i < n; i++)
		BUG_ON(weights[i] < 0 || __builtin_add_overflow(total, weights[i], &total));
	if (total == 0) {
		BUG_ON(left != 0);
		for (size_t i = 0; i < n; i++)
			shares[i] = money_of(0);
		return;
	}

	/* First the remainders stand where the shares will be. */
	for (size_t i = 0; i < n; i++) {
		left -= (int64_t)(proportion(whole, weights[i]) / total);
		shares[i] = money_of((int64_t)(proportion(whole, weights[i]) % total));
	}
	/* The remainders add up to left * total, so fewer than n units are left. */
	for (; left > 0; left--) {
		size_t most = 0;

		for (size_t i = 1; i < n; i++) {
			if (shares[i].minor > shares[most].minor)
				most = i;
		}
		shares[most] = money_of(-1); /* gets one more, once */
	}
	for (size_t i = 0; i < n; i++) {
		int64_t more = shares[i].minor < 0;

		shares[i] = money_of((int64_t)(proportion(whole, weights[i]) / total) + more);
	}
}

/* Reads at most `most` digits; their number. */
static int
read_digits(const char *s, int most, int64_t *v)
{
	int n = 0;

	for (; n < most && s[n] >= '0' && s[n] <= '9'; n++)
		*v = *v * 10 + (s[n] - '0');
	return n;
}

bool
money_parse(const char *text, struct money *ret)
{
	bool negative = *text == '-';
	const char *s = text + negative;
	int64_t v = 0;
	int n = read_digits(s, 8, &v);

	if (n == 0)
		return false;
	s += n;
	if (*s == '.') {
		if (read_digits(s + 1, 2, &v) != 2)
			return false;
		s += 3;
	} else {
		v *= 100;
	}
	if (*s)
		return false;
	*ret = money_of(negative ? -v : v);
	return true;
}

char *
money_sum_text(struct money_sum v, char to[MONEY_TEXT])
{
	int64_t size = v.minor < 0 ? -v.minor : v.minor;

	snprintf(to, MONEY_TEXT, "%s%" PRId64 ".%02d", v.minor < 0 ? "-" : "", size / 100,
		 (int)(size % 100));
	return to;
}

char *
money_text(struct money m, char to[MONEY_TEXT])
{
	return money_sum_text((struct money_sum){ checked(m.minor).minor }, to);
}
