/* SPDX-License-Identifier: MIT */
/* Random carts, worked out by the shop and by an independent reckoning in another language
 * (reference.py): equal to the piastre, in every part.  A new seed each time; it is printed, and
 *
 *     REFERENCE_SEED=N REFERENCE_CARTS=1000000 scripts/check-tests build/debug reference
 *
 * does it again, with more carts. */
#include "price/proof.h"

#include "base/buf.h"
#include "base/rand.h"
#include "base/str.h"
#include "sale/refund.h"
#include "unit/base/unit.h"

#define CARTS "20000"

static void
add_money(struct buf *b, struct money m)
{
	char text[MONEY_TEXT];

	buf_str(b, money_text(m, text));
}

/* As reference.py writes it. */
static void
write_quote(struct buf *b, const struct quote *q)
{
	const struct money head[] = { q->subtotal, q->rules_discount_amount, q->discount_amount,
	                              q->delivery_fee, q->total };

	for (size_t i = 0; i < ROWS(head); i++) {
		buf_str(b, i ? " " : "");
		add_money(b, head[i]);
	}
	for (size_t i = 0; i < q->discounts_n; i++) {
		const struct quote_discount *d = &q->discounts[i];

		buf_str(b, i ? ";" : "|");
		if (d->applied) {
			add_money(b, d->amount);
			continue;
		}
		buf_str(b, d->reason);
		if (!money_is_none(d->needed)) {
			buf_char(b, ' ');
			add_money(b, d->needed);
			buf_char(b, ' ');
			add_money(b, d->have);
		}
	}
	buf_str(b, q->discounts_n ? "" : "|");
	for (size_t i = 0; i < q->items_n; i++) {
		buf_str(b, i ? ";" : "|");
		add_money(b, q->items[i].unit_price);
		buf_char(b, ' ');
		add_money(b, q->items[i].rules_discount);
		buf_char(b, ' ');
		add_money(b, q->items[i].code_discount);
	}
}

/* Whatever a reference says, these hold. */
static void
adds_up(const struct quote *q)
{
	int64_t rules = 0, code = 0;

	assert_int_equal(q->total.minor, q->subtotal.minor - q->rules_discount_amount.minor -
	                 q->discount_amount.minor + q->delivery_fee.minor);
	assert_true(q->total.minor >= 0 && q->delivery_fee.minor >= 0);
	for (size_t i = 0; i < q->items_n; i++) {
		const struct line *line = &q->items[i];

		assert_true(line->rules_discount.minor >= 0 && line->code_discount.minor >= 0);
		assert_true(line->rules_discount.minor + line->code_discount.minor <=
		            line->total.minor);
		rules += line->rules_discount.minor;
		code += line->code_discount.minor;
	}
	assert_int_equal(rules, q->rules_discount_amount.minor);
	assert_int_equal(code, q->discount_amount.minor);
}

/* Paid back piece by piece, an order gives back what was paid for it. */
static void
goes_back(struct ctx *cx, const struct quote *q)
{
	int64_t back = q->delivery_fee.minor;

	for (size_t i = 0; i < q->items_n; i++) {
		const struct line *line = &q->items[i];
		struct money paid = money_of(line->total.minor - line->rules_discount.minor -
		                             line->code_discount.minor);

		for (int32_t piece = 0; piece < line->quantity; piece++)
			back += refund_pieces(cx, paid, line->quantity, piece, 1).minor;
	}
	assert_int_equal(back, q->total.minor);
}

static const char *
worked_out(struct ctx *cx, const char *facts_text)
{
	struct buf b = buf_in(cx->mem, 64 * 1024);
	struct quote_facts facts, again;
	struct quote q;
	enum err e;

	assert_int_equal(proof_read(cx, facts_text, &facts), OK);
	/* What is stored is what was read. */
	assert_int_equal(proof_read(cx, proof_write(cx, &facts), &again), OK);
	e = quote_compute(cx, &again, &q);
	if (e == E_CART_FULL)
		return "full";
	assert_int_equal(e, OK);
	adds_up(&q);
	goes_back(cx, &q);
	write_quote(&b, &q);
	return b.data;
}

static const char *
from_environment(const char *name, const char *otherwise)
{
	const char *value = getenv(name);

	return value && *value ? value : otherwise;
}

/* The reference, running, and what it prints. */
static pid_t
begin_reference(const char *seed, const char *carts, FILE **out)
{
	int ends[2];
	pid_t child;

	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		dup2(ends[1], STDOUT_FILENO);
		execlp("python3", "python3", "tests/unit/price/reference.py", seed, carts,
		       (char *)NULL);
		_exit(127);
	}
	close(ends[1]);
	*out = fdopen(ends[0], "r");
	assert_non_null(*out);
	return child;
}

static void
random_carts_cost_what_the_reference_says(void **state)
{
	struct ctx *cx = *state;
	char new_seed[24], *facts = NULL, *want = NULL;
	const char *seed = from_environment("REFERENCE_SEED", new_seed);
	const char *carts = from_environment("REFERENCE_CARTS", CARTS);
	size_t facts_size = 0, want_size = 0;
	int64_t done = 0, wanted;
	int status;
	ssize_t n, m;
	pid_t child;
	FILE *f;

	snprintf(new_seed, sizeof new_seed, "%u", (unsigned)rand_below(1000000000));
	print_message("%s carts of REFERENCE_SEED=%s\n", carts, seed);
	child = begin_reference(seed, carts, &f);
	while ((n = getline(&facts, &facts_size, f)) > 0 &&
	       (m = getline(&want, &want_size, f)) > 0) {
		facts[n - 1] = want[m - 1] = '\0';
		const char *have = worked_out(cx, facts);

		if (!str_eq(have, want))
			print_error("%s\nreference %s\nshop      %s\n", facts, want, have);
		assert_string_equal(have, want);
		arena_reset(cx->mem);
		done++;
	}
	free(facts);
	free(want);
	fclose(f);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_true(int_parse(carts, &wanted));
	assert_int_equal(done, wanted);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { TEST(random_carts_cost_what_the_reference_says) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
