/* SPDX-License-Identifier: MIT */
/* Who waits for a zone that is coming soon, and hears of it once. */
#include "support/job.h"
#include "support/order.h"
#include "support/staff.h"

#include "base/str.h"

#define NASR "/api/v1/zones/4/waitlist"		/* inactive in the demo shop */

static void
an_address_is_left_once(void **state)
{
	struct shop *s = *state;

	for (int i = 0; i < 2; i++) {
		post(s, NASR, "{'email':'Mona@Example.com'}");
		expect_status(s, 204);
		post(s, NASR, "{'phone':'01001234567'}");
		expect_status(s, 204);
	}
	expect_rows(s, 1, "SELECT 1 FROM zone_waitlist WHERE email = 'mona@example.com' AND zone_id = 4");
	expect_rows(s, 1, "SELECT 1 FROM zone_waitlist WHERE phone = '+201001234567'");
	expect_rows(s, 2, "SELECT 1 FROM zone_waitlist");
}

static void
only_one_address_and_only_where_it_is_coming_soon(void **state)
{
	struct shop *s = *state;

	post(s, NASR, "{}");
	expect_error(s, 422, "invalid");
	post(s, NASR, "{'email':'mona@example.com','phone':'01001234567'}");
	expect_error(s, 422, "invalid");
	post(s, "/api/v1/zones/1/waitlist", "{'phone':'01001234567'}");
	expect_error(s, 409, "conflict");
	post(s, "/api/v1/zones/999/waitlist", "{'phone':'01001234567'}");
	expect_error(s, 404, "not_found");
	expect_rows(s, 0, "SELECT 1 FROM zone_waitlist");
}

static void
a_stranger_cannot_fill_the_list(void **state)
{
	struct shop *s = *state;

	for (int i = 0; i < 20; i++) {
		post(s, NASR, "{'phone':'010012345%02d'}", i);
		expect_status(s, 204);
	}
	post(s, NASR, "{'phone':'01001234599'}");
	expect_error(s, 429, "too_many_requests");
	expect_rows(s, 20, "SELECT 1 FROM zone_waitlist");
}

static void
staff_see_who_waits_page_by_page(void **state)
{
	struct shop *s = *state;

	for (int i = 0; i < 3; i++)
		post(s, NASR, "{'phone':'010012345%02d'}", i);
	as_staff(s, 1, "order_manager");
	get(s, "/api/v1/admin/zones/4/waitlist?limit=2");
	expect_number(s, "waiting", 3);
	expect_text(s, "items.1.phone", "+201001234501");
	get(s, "/api/v1/admin/zones/4/waitlist?cursor=%s", text_at(s, "next_cursor"));
	expect_text(s, "items.0.phone", "+201001234502");
	assert_false(has(s, "next_cursor"));
	as_staff(s, 2, "delivery_manager");	/* may see no e-mail of a customer */
	get(s, "/api/v1/admin/zones/4/waitlist");
	expect_error(s, 403, "forbidden");
}

static void
when_it_opens_each_hears_once(void **state)
{
	struct shop *s = *state;

	job_allow(s);
	post(s, NASR, "{'email':'mona@example.com'}");
	s->lang = "ar";
	post(s, NASR, "{'phone':'01001234567'}");
	s->lang = NULL;
	run_job(s, "waitlist");
	expect_number(s, "done", 0);	/* still coming soon */
	as_staff(s, 1, "delivery_manager");
	get(s, "/api/v1/admin/zones/4");
	request(s, "PUT", "/api/v1/admin/zones/4", "{'version':%lld,'name':'Nasr City','city_id':%lld,"
	        "'delivery_fee':'45.00','delivery_days':1}", (long long)number_at(s, "version"),
	        (long long)number_at(s, "city_id"));
	expect_status(s, 200);
	run_job(s, "waitlist");
	expect_number(s, "done", 2);
	run_job(s, "waitlist");
	expect_number(s, "done", 0);
	expect_rows(s, 2, "SELECT 1 FROM outbox WHERE topic = 'zone_open'");
	assert_non_null(strstr(shop_message(s, "mona@example.com"), "delivers to Nasr City"));
	assert_non_null(strstr(shop_message(s, "+201001234567"), "يوصّل"));
}

SHOP_TESTS(shop_test(an_address_is_left_once),
           shop_test(only_one_address_and_only_where_it_is_coming_soon),
           shop_test(a_stranger_cannot_fill_the_list),
           shop_test(staff_see_who_waits_page_by_page),
           shop_test(when_it_opens_each_hears_once))
