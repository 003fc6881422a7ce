/* SPDX-License-Identifier: MIT */
/* The price of a line, how many cookies it is, and whether a choice fits its pack. */
#include "price/line.h"

#include "unit/base/unit.h"

static struct line_flavor
flavor(int32_t quantity, int64_t adjustment, bool chosen, bool allowed)
{
	return (struct line_flavor){ .flavor_id = 1, .quantity = quantity, .chosen = chosen,
	                             .allowed = allowed, .price_adjustment = { adjustment } };
}

static void
a_line_costs_its_base_and_what_was_chosen(void **state)
{
	static const struct {
		const char *type;
		int64_t base, adjustment, each, total;
		int32_t quantity, flavors, cookies;
		bool chosen, allowed, available;
	} rows[] = {
		{ "cookie", 6500, 0, 6500, 13000, 2, 1, 2, false, true, true },
		{ "digital", 6500, 0, 6500, 13000, 2, 0, 0, false, true, true },
		{ "pack", 33000, 500, 34500, 69000, 2, 3, 12, true, true, true },
		{ "pack", 1000, -500, 0, 0, 1, 3, 6, true, true, true },	/* never below 0 */
		{ "bundle", 24500, 500, 24500, 24500, 1, 4, 4, false, true, true },
		{ "cookie", 6500, 0, 6500, 6500, 1, 1, 1, false, false, false },
		{ "cookie", MONEY_MAX, 0, MONEY_MAX, MONEY_MAX, 1, 0, 1, false, true, true },
		{ "cookie", MONEY_MAX / 2 + 1, 0, 0, 0, 2, 0, 2, false, true, false },
		{ "pack", MONEY_MAX, 1, 0, 0, 1, 1, 6, true, true, false },
	};
	(void)state;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct line_flavor f = flavor(rows[i].flavors, rows[i].adjustment, rows[i].chosen,
		                              rows[i].allowed);
		struct tariff tariff = { .base = { rows[i].base }, .product_base = MONEY_NONE,
		                         .original = MONEY_NONE, .sale = MONEY_NONE };
		struct line line = { .type = rows[i].type, .tariff = &tariff,
		                     .quantity = rows[i].quantity, .pack_count = 6,
		                     .is_sold = true, .flavors = &f,
		                     .flavors_n = rows[i].flavors > 0 };
		line_price(&line, NULL);
		assert_int_equal(line.unit_price.minor, rows[i].each);
		assert_int_equal(line.total.minor, rows[i].total);
		assert_int_equal(line.cookies, rows[i].cookies);
		assert_int_equal(line.available, rows[i].available);
	}
}

static void
a_choice_fits_its_pack_or_says_what_does_not(void **state)
{
	struct ctx *cx = *state;
	static const struct {
		const char *type;
		int32_t first, second;
		bool allowed;
		enum err want;
	} rows[] = {
		{ "pack", 3, 3, true, OK },
		{ "pack", 3, 2, true, E_PACK_SUM },
		{ "pack", 4, 2, true, E_PACK_MAX },
		{ "pack", 3, 0, true, E_PACK_SUM },
		{ "pack", 3, 3, false, E_PACK_FLAVOR },
		{ "cookie", 3, 3, true, E_NO_CHOICE },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct line_flavor f[2] = { flavor(rows[i].first, 0, true, true),
		                            flavor(rows[i].second, 0, true, rows[i].allowed) };
		struct line line = { .type = rows[i].type, .pack_count = 6, .max_per_flavor = 3,
		                     .min_flavors = 2, .flavors = f,
		                     .flavors_n = rows[i].second ? 2 : 1 };
		assert_int_equal(line_check_choice(cx, &line, "flavors"), rows[i].want);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_line_costs_its_base_and_what_was_chosen),
		TEST(a_choice_fits_its_pack_or_says_what_does_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
