/* SPDX-License-Identifier: MIT */
/* What the slot list does not show can never be ordered, and what it shows can: around the cut-off hour,
 * on closed days and in the nights in which the clocks of Cairo change (2030: on 26 April at midnight
 * they go forward, on 1 November at midnight back). */
#include "support/order.h"

#include "base/str.h"

#define APRIL_NIGHT 1903384800		/* 2030-04-25 22:00 UTC: midnight, and the hour after it is missing */
#define OCTOBER_NIGHT 1919710800	/* 2030-10-31 21:00 UTC: midnight, and the hour before it comes again */
#define HOUR 3600

static bool
is_listed(struct shop *s, const struct json *items, const char *date, int64_t slot)
{
	(void)s;
	for (size_t i = 0; i < json_list_length(items); i++) {
		const struct json *o = json_list_at(items, i);
		size_t n;

		if (str_eq(json_text(json_member(o, "date"), &n), date) &&
		    json_int(json_member(o, "time_slot_id")) == slot)
			return true;
	}
	return false;
}

/* Tries to place an order then; true if it was placed, false if that slot is not to be had. */
static bool
can_be_placed(struct shop *s, const char *date, int64_t slot)
{
	static int n;
	char *body = quoted(s, "{'name':'Mona Adel','phone':'" DEMO_PHONE "','zone_id':1,"
	                    "'address':'Street 5, Building 12','delivery_date':'%s',"
	                    "'time_slot_id':%lld,'payment_method':'cash','expected_total':'365.00'}",
	                    date, (long long)slot);

	memset(s->visitors, 0, sizeof s->visitors);
	s->ip = arena_fmt(s->cx.mem, "203.0.%d.%d", n / 200, n % 200);
	shop_add_pack(s);
	once(s, arena_fmt(s->cx.mem, "offer-key-%08d", n++));
	request_raw(s, "POST", "/api/v1/checkout", "application/json", body, strlen(body));
	if (s->reply.status == 201)
		return true;
	expect_error(s, 422, "slot_unavailable");
	return false;
}

/* Lists the offers of a moment and tries every slot from yesterday to past the last day on offer. */
static int
list_and_placing_agree_at(struct shop *s, int64_t at)
{
	const struct json *items;
	int listed = 0;
	char text[CLOCK_TEXT];

	shop_at(at);
	get(s, "/api/v1/time-slots?zone_id=1");
	expect_status(s, 200);
	items = json_member(s->body, "items");
	for (int day = -1; day <= 5; day++) {
		const char *date = arena_str(s->cx.mem, day_text((struct day){ clock_day(at).n + day },
		                                                 text));

		for (int64_t slot = DEMO_MORNING; slot <= DEMO_EVENING; slot++) {
			bool is = is_listed(s, items, date, slot);

			if (can_be_placed(s, date, slot) != is)
				fail_msg("%s slot %d is %slisted", date, (int)slot, is ? "" : "not ");
			listed += is;
		}
	}
	return listed;
}

static int
begin(void **state)
{
	struct shop *s;

	if (shop_begin(state) != 0)
		return -1;
	s = *state;
	sql_do(s, "UPDATE delivery_time_slots SET capacity_orders = NULL, capacity_cookies = NULL");
	sql_do(s, "INSERT INTO site_settings (setting_key, setting_value) VALUES "
	       "('order_days_ahead', '4') ON DUPLICATE KEY UPDATE setting_value = '4'");
	return 0;
}

static void
list_and_placing_agree_around_the_cut_off(void **state)
{
	struct shop *s = *state;
	/* 16:00 in Cairo is 14:00 UTC; for the same day also the slots' own beginnings. */
	static const int64_t moments[] = {
		SHOP_NOON + 2 * HOUR - 1, SHOP_NOON + 2 * HOUR, SHOP_NOON - 5 * HOUR - 1,
		SHOP_NOON - 5 * HOUR, SHOP_NOON + 9 * HOUR + 3599, SHOP_NOON + 10 * HOUR,
	};
	int listed = 0;

	for (size_t i = 0; i < sizeof moments / sizeof *moments; i++)
		listed += list_and_placing_agree_at(s, moments[i]);
	assert_in_range(listed, 6 * 6, 6 * 15);
}

static void
list_and_placing_agree_on_closed_days(void **state)
{
	struct shop *s = *state;
	int open, closed;

	open = list_and_placing_agree_at(s, SHOP_NOON - 6 * HOUR);
	sql_do(s, "INSERT INTO delivery_closures (zone_key, zone_id, day, reason) VALUES "
	       "(0, NULL, '2030-01-03', 'Feast'), (1, 1, '2030-01-04', 'Road works'), (4, 4, '2030-01-05', 'Other')");
	sql_do(s, "INSERT INTO site_settings (setting_key, setting_value) VALUES "
	       "('closed_weekdays', '32') ON DUPLICATE KEY UPDATE setting_value = '32'");
	closed = list_and_placing_agree_at(s, SHOP_NOON - 6 * HOUR);
	assert_int_equal(open - closed, 9);	/* two closures and a Saturday */
}

static void
list_and_placing_agree_in_the_nights_the_clocks_change(void **state)
{
	struct shop *s = *state;
	static const int64_t nights[] = { APRIL_NIGHT, OCTOBER_NIGHT };

	for (size_t i = 0; i < 2; i++)
		for (int half_hours = -3; half_hours <= 3; half_hours++)
			assert_true(list_and_placing_agree_at(s, nights[i] + half_hours * 1800) > 0);
	/* In April the evening of the 25th is the last before the hour that is missing. */
	expect_rows(s, 0, "SELECT 1 FROM orders WHERE expected_delivery_date IS NULL");
	expect_rows(s, 0, "SELECT 1 FROM orders WHERE delivery_date = '2030-04-26' AND "
	            "expected_delivery_date <> CAST(delivery_date AS DATETIME) + INTERVAL "
	            "TIME_TO_SEC(from_hour) - 10800 SECOND");
	expect_rows(s, 0, "SELECT 1 FROM orders WHERE delivery_date = '2030-11-01' AND "
	            "expected_delivery_date <> CAST(delivery_date AS DATETIME) + INTERVAL "
	            "TIME_TO_SEC(from_hour) - 7200 SECOND");
}

SHOP_TESTS(cmocka_unit_test_setup(list_and_placing_agree_around_the_cut_off, begin),
           cmocka_unit_test_setup(list_and_placing_agree_on_closed_days, begin),
           cmocka_unit_test_setup(list_and_placing_agree_in_the_nights_the_clocks_change, begin))
