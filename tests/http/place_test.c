/* SPDX-License-Identifier: MIT */
/* Where and when the shop delivers. */
#include "support/order.h"
#include "support/staff.h"

static void
all_cities_show_and_inactive_ones_are_coming_soon(void **state)
{
	struct shop *s = *state;

	get(s, "/api/v1/cities");
	expect_status(s, 200);
	expect_text(s, "items.0.name", "Cairo");
	assert_true(json_flag(at(s, "items.0.is_active")));
	expect_text(s, "items.2.name", "Alexandria");
	assert_true(json_flag(at(s, "items.2.coming_soon")));
	assert_false(has(s, "next_cursor"));
}

static void
names_come_in_the_language_asked_for(void **state)
{
	struct shop *s = *state;

	s->lang = "ar-EG,en;q=0.5";
	get(s, "/api/v1/cities");
	expect_text(s, "items.0.name", "القاهرة");
	assert_string_equal(header(s, "Content-Language"), "ar");
	s->lang = "fr, en;q=0.4, ar;q=0.3";
	get(s, "/api/v1/cities");
	expect_text(s, "items.0.name", "Cairo");
}

static void
a_zone_has_fee_days_and_its_city(void **state)
{
	struct shop *s = *state;

	get(s, "/api/v1/zones?city_id=%d", DEMO_CAIRO);
	expect_text(s, "items.0.name", "Madinaty");
	expect_text(s, "items.0.delivery_fee", "35.00");
	expect_number(s, "items.0.delivery_days", 0);
	expect_text(s, "items.0.city_name", "Cairo");
	assert_int_equal(json_list_length(at(s, "items")), 4);
}

static void
a_zone_of_an_inactive_city_is_coming_soon_even_if_it_is_active(void **state)
{
	struct shop *s = *state;

	sql_do(s, "UPDATE zones SET is_active = 1 WHERE id = %d", DEMO_SMOUHA);
	get(s, "/api/v1/zones?city_id=%d", DEMO_ALEXANDRIA);
	assert_true(json_flag(at(s, "items.0.coming_soon")));
	assert_false(json_flag(at(s, "items.0.is_active")));
}

static void
pages_go_on_where_the_last_one_ended(void **state)
{
	struct shop *s = *state;
	int64_t seen = 0, last = 0;
	const char *cursor = NULL;

	do {
		get(s, "/api/v1/zones?limit=3%s%s", cursor ? "&cursor=" : "", cursor ? cursor : "");
		expect_status(s, 200);
		for (size_t i = 0; i < json_list_length(at(s, "items")); i++) {
			int64_t id = number_at(s, arena_fmt(s->cx.mem, "items.%zu.id", i));
			assert_true(id > last);
			last = id;
			seen++;
		}
		cursor = has(s, "next_cursor") ? text_at(s, "next_cursor") : NULL;
	} while (cursor);
	assert_int_equal(seen, 8);
}

static void
bad_parameters_are_named(void **state)
{
	struct shop *s = *state;
	static const struct { const char *query, *field, *code; int status; } rows[] = {
		{ "limit=0", "limit", "min", 422 },
		{ "limit=201", "limit", "max", 422 },
		{ "limit=ten", "limit", "type", 422 },
		{ "limit=5&limit=6", "limit", "twice", 400 },
		{ "city_id=-1", "city_id", "min", 422 },
		{ "city_id=99999999999999999999", "city_id", "type", 422 },
		{ "zone=1", "zone", "unknown", 400 },
		{ "cursor=%00", "cursor", "format", 422 },
		{ "cursor=abc", "cursor", "invalid", 422 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		get(s, "/api/v1/zones?%s", rows[i].query);
		expect_status(s, rows[i].status);
		expect_field(s, rows[i].field, rows[i].code);
	}
}

static void
slots_begin_today_before_the_cut_off_and_tomorrow_after_it(void **state)
{
	struct shop *s = *state;

	/* 14:00 in Cairo: the afternoon slot has begun, the evening can still be had. */
	get(s, "/api/v1/time-slots?zone_id=%d", DEMO_MADINATY);
	expect_text(s, "items.0.date", "2030-01-02");
	expect_number(s, "items.0.time_slot_id", DEMO_EVENING);
	shop_at(SHOP_NOON + 2 * 3600 - 1);
	get(s, "/api/v1/time-slots?zone_id=%d", DEMO_MADINATY);
	expect_text(s, "items.0.date", "2030-01-02");
	shop_at(SHOP_NOON + 2 * 3600);	/* 16:00: the cut-off hour */
	get(s, "/api/v1/time-slots?zone_id=%d", DEMO_MADINATY);
	expect_text(s, "items.0.date", "2030-01-03");
	expect_number(s, "items.0.time_slot_id", DEMO_MORNING);
}

static void
nights_in_which_the_clocks_change_and_the_year_ends_are_days_like_others(void **state)
{
	struct shop *s = *state;
	static const struct { int64_t at; const char *first; } rows[] = {
		{ 1903384799, "2030-04-26" },	/* Thursday 23:59:59, after the cut-off */
		{ 1903384800, "2030-04-26" },	/* a second later it is Friday 01:00 */
		{ 1903384800 + 15 * 3600 - 1, "2030-04-26" },
		{ 1903384800 + 15 * 3600, "2030-04-27" },
		{ 1919710800 - 1, "2030-11-01" },	/* Thursday 23:59:59, */
		{ 1919710800, "2030-11-01" },	/* which becomes 23:00 again */
		{ 1919710800 + 3600, "2030-11-01" },	/* Friday 00:00 */
		{ 1924984799, "2031-01-01" },	/* New Year's Eve 23:59:59 */
		{ 1924984800, "2031-01-01" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		shop_at(rows[i].at);
		get(s, "/api/v1/time-slots?zone_id=%d", DEMO_MADINATY);
		expect_text(s, "items.0.date", rows[i].first);
		size_t last = json_list_length(at(s, "items")) - 1;
		struct day day = { clock_day(rows[i].at).n + 14 };
		char want[CLOCK_TEXT];
		expect_text(s, arena_fmt(s->cx.mem, "items.%zu.date", last), day_text(day, want));
	}
}

static void
closed_days_and_weekdays_without_the_slot_are_not_on_offer(void **state)
{
	struct shop *s = *state;

	sql_do(s, "INSERT INTO delivery_closures (zone_key, zone_id, day) VALUES (0, NULL, "
	       "'2030-01-03'), (%d, %d, '2030-01-05')", DEMO_MADINATY, DEMO_MADINATY);
	sql_do(s, "INSERT INTO site_settings (setting_key, setting_value) VALUES "
	       "('closed_weekdays', '16') ON DUPLICATE KEY UPDATE setting_value = '16'");
	get(s, "/api/v1/time-slots?zone_id=%d", DEMO_MADINATY);
	for (size_t i = 0; i < json_list_length(at(s, "items")); i++) {
		const char *day = text_at(s, arena_fmt(s->cx.mem, "items.%zu.date", i));
		assert_string_not_equal(day, "2030-01-03");
		assert_string_not_equal(day, "2030-01-04");	/* a Friday */
		assert_string_not_equal(day, "2030-01-05");
	}
	get(s, "/api/v1/time-slots?zone_id=2");
	bool found = false;
	for (size_t i = 0; i < json_list_length(at(s, "items")); i++)
		found = found || strcmp(text_at(s, arena_fmt(s->cx.mem, "items.%zu.date", i)),
		                        "2030-01-05") == 0;
	assert_true(found);		/* that closure is the other zone's */
}

static void
a_full_slot_is_shown_as_not_available(void **state)
{
	struct shop *s = *state;

	sql_do(s, "INSERT INTO capacity (slot_key, time_slot_id, day, limit_orders, used_orders) "
	       "VALUES (%d, %d, '2030-01-02', 2, 2)", DEMO_EVENING, DEMO_EVENING);
	get(s, "/api/v1/time-slots?zone_id=%d", DEMO_MADINATY);
	expect_text(s, "items.0.date", "2030-01-02");
	assert_false(json_flag(at(s, "items.0.available")));
	assert_true(json_flag(at(s, "items.1.available")));
}

enum { MANAGER, STRANGER };

static void
staff_see_how_full_a_day_is(void **state)
{
	struct shop *s = *state;

	get(s, "/api/v1/admin/capacity?date=2030-01-03");
	expect_error(s, 401, "login_needed");
	as_staff(s, STRANGER, "product_manager");
	as(s, STRANGER);
	get(s, "/api/v1/admin/capacity?date=2030-01-03");
	expect_error(s, 403, "forbidden");
	as_staff(s, MANAGER, "delivery_manager");
	as(s, MANAGER);
	get(s, "/api/v1/admin/capacity?date=2030-01-03");
	expect_status(s, 200);
	assert_false(has(s, "items.0.time_slot_id"));
	expect_number(s, "items.0.orders", 0);
	assert_false(has(s, "items.0.limit_orders"));
	expect_number(s, "items.1.time_slot_id", 1);
	expect_number(s, "items.1.cookies", 0);

	shop_order(s, DEMO_PHONE);
	sql_do(s, "UPDATE capacity SET limit_orders = 5 WHERE slot_key > 0");
	sql_do(s, "UPDATE delivery_time_slots SET is_active = 0");
	as(s, MANAGER);
	s->lang = "ar";
	get(s, "/api/v1/admin/capacity?date=%s", sql_text(s, "SELECT day FROM capacity LIMIT 1"));
	expect_number(s, "items.0.orders", 1);
	expect_number(s, "items.0.cookies", 6);
	assert_int_equal(json_list_length(at(s, "items")), 2);	/* the slot has an order */
	expect_number(s, "items.1.limit_orders", 5);
	get(s, "/api/v1/admin/capacity?date=yesterday");
	expect_error(s, 422, "invalid");
}

static void
a_zone_that_is_coming_soon_offers_nothing_and_a_missing_one_is_not_there(void **state)
{
	struct shop *s = *state;

	get(s, "/api/v1/time-slots?zone_id=%d", DEMO_NASR_CITY);
	expect_status(s, 200);
	assert_int_equal(json_list_length(at(s, "items")), 0);
	get(s, "/api/v1/time-slots?zone_id=999");
	expect_error(s, 404, "not_found");
	get(s, "/api/v1/time-slots");
	expect_error(s, 422, "invalid");
	expect_field(s, "zone_id", "required");
}

static void
settings_show_what_is_public_and_nothing_else(void **state)
{
	struct shop *s = *state;

	get(s, "/api/v1/settings");
	expect_text(s, "currency", "EGP");
	expect_text(s, "timezone", "Africa/Cairo");
	expect_text(s, "cutoff_hour", "16:00");
	assert_false(has(s, "sms_headers"));
	assert_false(has(s, "sms_url"));
}

static void
a_setting_out_of_its_limits_counts_as_its_default(void **state)
{
	struct shop *s = *state;

	sql_do(s, "INSERT INTO site_settings (setting_key, setting_value) VALUES "
	       "('order_days_ahead', '100000')");
	get(s, "/api/v1/settings");
	expect_number(s, "order_days_ahead", 14);
}

SHOP_TESTS(
	shop_test(all_cities_show_and_inactive_ones_are_coming_soon),
	shop_test(names_come_in_the_language_asked_for),
	shop_test(a_zone_has_fee_days_and_its_city),
	shop_test(a_zone_of_an_inactive_city_is_coming_soon_even_if_it_is_active),
	shop_test(pages_go_on_where_the_last_one_ended),
	shop_test(bad_parameters_are_named),
	shop_test(slots_begin_today_before_the_cut_off_and_tomorrow_after_it),
	shop_test(nights_in_which_the_clocks_change_and_the_year_ends_are_days_like_others),
	shop_test(closed_days_and_weekdays_without_the_slot_are_not_on_offer),
	shop_test(a_full_slot_is_shown_as_not_available),
	shop_test(staff_see_how_full_a_day_is),
	shop_test(a_zone_that_is_coming_soon_offers_nothing_and_a_missing_one_is_not_there),
	shop_test(settings_show_what_is_public_and_nothing_else),
	shop_test(a_setting_out_of_its_limits_counts_as_its_default))
