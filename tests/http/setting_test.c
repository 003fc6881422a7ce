/* SPDX-License-Identifier: MIT */
/* Settings at the desk: typed, limited, one after the other; what is secret stays so. */
#include "ops/setting.h"

#include "support/order.h"
#include "support/staff.h"

#include <string.h>

enum { GUEST, ADMIN };

#define SETTINGS "/api/v1/admin/settings"
#define SECRET "Authorization: Bearer marzipan-token-7731"

static int
begin(void **state)
{
	struct shop *s;

	if (shop_begin(state) != 0)
		return -1;
	s = *state;
	as_staff(s, ADMIN, "system_admin");
	as(s, ADMIN);
	return 0;
}
#define story(fn) cmocka_unit_test_setup(fn, begin)

/* The place of a setting in the list that was just read. */
static const char *
of(struct shop *s, const char *name, const char *member)
{
	size_t n = json_list_length(at(s, "items"));

	for (size_t i = 0; i < n; i++) {
		const char *path = arena_fmt(s->cx.mem, "items.%zu.name", i);
		if (strcmp(text_at(s, path), name) == 0)
			return arena_fmt(s->cx.mem, "items.%zu.%s", i, member);
	}
	fail_msg("no setting %s", name);
	return NULL;
}

static void
put(struct shop *s, const char *name, int version, const char *value)
{
	request(s, "PUT", arena_fmt(s->cx.mem, SETTINGS "/%s", name), "{'version':%d,'value':'%s'}",
	        version, value);
}

static void
the_list_tells_kinds_limits_and_defaults(void **state)
{
	struct shop *s = *state;

	sql_do(s, "DELETE FROM site_settings");
	get(s, SETTINGS);
	expect_status(s, 200);
	expect_text(s, of(s, "order_days_ahead", "type"), "number");
	expect_text(s, of(s, "order_days_ahead", "value"), "14");
	expect_number(s, of(s, "order_days_ahead", "min"), 1);
	expect_number(s, of(s, "order_days_ahead", "max"), 90);
	expect_number(s, of(s, "order_days_ahead", "version"), 0);
	assert_true(json_flag(at(s, of(s, "order_days_ahead", "is_public"))));
	assert_false(json_flag(at(s, of(s, "day_orders", "is_public"))));
	expect_text(s, of(s, "cutoff_hour", "type"), "hour");
	expect_text(s, of(s, "cutoff_hour", "usual"), "16:00");
	expect_text(s, of(s, "order_mail", "value"), "true");
	expect_text(s, of(s, "staff_totp", "choices.1"), "optional");
	expect_text(s, of(s, "sms_headers", "type"), "secret");
	assert_int_equal(json_kind(at(s, of(s, "sms_headers", "value"))), JSON_NULL);
	assert_false(json_flag(at(s, of(s, "sms_headers", "is_set"))));
}

static void
a_setting_is_set_at_a_version_and_holds_at_once(void **state)
{
	struct shop *s = *state;

	sql_do(s, "DELETE FROM site_settings WHERE setting_key = 'order_days_ahead'");
	put(s, "order_days_ahead", 0, "21");
	expect_status(s, 200);
	expect_text(s, "value", "21");
	expect_number(s, "version", 1);
	assert_true(json_flag(at(s, "is_set")));
	put(s, "order_days_ahead", 0, "30");
	expect_error(s, 409, "conflict");
	expect_text(s, "current.value", "21");
	expect_number(s, "current.version", 1);
	put(s, "order_days_ahead", 1, "30");
	expect_number(s, "version", 2);
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'setting.set' AND "
	            "before_json = '{\"name\":\"order_days_ahead\",\"value\":\"21\"}' AND "
	            "after_json = '{\"name\":\"order_days_ahead\",\"value\":\"30\"}'");
	as(s, GUEST);
	get(s, "/api/v1/settings");
	expect_number(s, "order_days_ahead", 30);
}

static void
values_out_of_kind_or_limits_are_refused(void **state)
{
	struct shop *s = *state;
	static const struct { const char *name, *bad, *good; } rows[] = {
		{ "order_days_ahead", "0", "1" }, { "order_days_ahead", "91", "90" },
		{ "order_days_ahead", "1.5", "2" }, { "order_days_ahead", "", "3" },
		{ "order_mail", "yes", "false" }, { "order_mail", "2", "true" },
		{ "cutoff_hour", "25:00", "23:30" }, { "cutoff_hour", "noon", "00:00" },
		{ "staff_totp", "never", "required" }, { "timezone", "Mars/Olympus", "Europe/Paris" },
		{ "timezone", "../../etc/passwd", "Africa/Cairo" }, { "currency", "egp", "EUR" },
		{ "currency", "EURO", "EGP" }, { "shop_name", "", "Kahk & Co" },
		{ "shop_name", "two\\nlines", "One line" }, { "phone_countries", "all", "+20 +966" },
		{ "support_email", "nobody", "help@crumbled.example" },
		{ "contact_email", "nobody", "help@crumbled.example" },
		{ "sms_url", "http://gateway.example/sms", "https://gateway.example/sms" },
		{ "sms_url", "http://127.0.0.1.evil.example/", "http://127.0.0.1:8025/sms" },
		{ "sms_url", "file:///etc/passwd", "" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int version = (int)sql_number(s, "SELECT COALESCE(MAX(version), 0) FROM site_settings "
		                              "WHERE setting_key = '%s'", rows[i].name);
		put(s, rows[i].name, version, rows[i].bad);
		if (s->reply.status != 422)
			fail_msg("%s: %s was taken", rows[i].name, rows[i].bad);
		expect_error(s, 422, "invalid");
		expect_field(s, "value", "invalid");
		put(s, rows[i].name, version, rows[i].good);
		expect_status(s, 200);
		expect_text(s, "value", rows[i].good);
	}
	put(s, "no_such_thing", 0, "1");
	expect_error(s, 404, "not_found");
}

static void
a_page_s_text_is_long_and_in_the_journal_as_a_whole(void **state)
{
	struct shop *s = *state;
	struct settings set;
	char text[30002];
	int version = (int)sql_number(s, "SELECT COALESCE(MAX(version), 0) FROM site_settings "
	                                 "WHERE setting_key = 'page_help_en'");

	memset(text, 'x', sizeof text);
	text[30001] = '\0';
	put(s, "page_help_en", version, text);
	expect_error(s, 422, "invalid");
	memset(text, '\n', sizeof text);	/* as JSON it is twice as long */
	for (size_t i = 0; i < 30000; i += 2)
		memcpy(text + i, "\\n", 2);
	text[0] = text[1] = text[29998] = text[29999] = 'x';
	text[30000] = '\0';
	put(s, "page_help_en", version, text);
	expect_status(s, 200);
	expect_text(s, "type", "lines");
	assert_int_equal(strlen(text_at(s, "value")), 15002);
	put(s, "page_help_en", version + 1, "one\\n\\ntwo");
	expect_status(s, 200);
	expect_text(s, "value", "one\n\ntwo");
	get(s, SETTINGS);
	expect_text(s, of(s, "page_help_en", "value"), "one\n\ntwo");
	expect_text(s, of(s, "page_help_en", "usual"), "");
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE after_json = "
	            "'{\"name\":\"page_help_en\",\"value\":\"one\\\\n\\\\ntwo\"}' "
	            "AND LENGTH(before_json) > 30000");
	get(s, "/api/v1/pages/help");
	expect_text(s, "text", "one\n\ntwo");
	s->cx.db = s->db_admin;
	assert_int_equal(settings_read(&s->cx, &set), OK);	/* does not read it */
}

static void
a_secret_goes_in_and_never_out(void **state)
{
	struct shop *s = *state;
	struct settings set;

	put(s, "sms_headers", 0, SECRET "\\nX-Id: {{id}}");
	expect_status(s, 200);
	assert_true(json_flag(at(s, "is_set")));
	assert_null(strstr(s->reply.body.data, "marzipan"));
	s->cx.db = s->db_admin;
	assert_int_equal(settings_read(&s->cx, &set), OK);
	assert_string_equal(set.sms_headers, SECRET "\nX-Id: {{id}}");
	get(s, SETTINGS);
	assert_true(json_flag(at(s, of(s, "sms_headers", "is_set"))));
	assert_null(strstr(s->reply.body.data, "marzipan"));
	put(s, "sms_headers", 0, "X: y");
	expect_error(s, 409, "conflict");
	assert_null(strstr(s->reply.body.data, "marzipan"));
	put(s, "sms_headers", 1, "");
	expect_status(s, 200);
	assert_false(json_flag(at(s, "is_set")));
	assert_int_equal(settings_read(&s->cx, &set), OK);
	assert_string_equal(set.sms_headers, "");
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'setting.set' AND "
	            "after_json = '{\"name\":\"sms_headers\",\"is_set\":true}'");
	expect_rows(s, 0, "SELECT 1 FROM site_settings WHERE setting_value LIKE '%marzipan%'");
}

static void
another_gateway_does_not_get_the_old_one_s_secret(void **state)
{
	struct shop *s = *state;
	int url;

	put(s, "sms_url", 0, "https://gateway.example/sms");
	expect_status(s, 200);
	put(s, "sms_headers", 0, SECRET);
	expect_status(s, 200);
	url = (int)number_at(s, "version");
	put(s, "sms_url", url, "https://gateway.example/sms");	/* the same: nothing is lost */
	expect_status(s, 200);
	expect_rows(s, 1, "SELECT 1 FROM site_settings WHERE setting_key = 'sms_headers' AND "
	            "setting_value IS NOT NULL");
	put(s, "sms_url", url + 1, "https://mine.example/sms");
	expect_status(s, 200);
	expect_rows(s, 1, "SELECT 1 FROM site_settings WHERE setting_key = 'sms_headers' AND "
	            "setting_value IS NULL AND version = 2");
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'setting.set' AND "
	            "after_json = '{\"name\":\"sms_headers\",\"is_set\":false}'");
}

static bool
sets_it(struct shop *s, int i)
{
	put(s, "day_orders", 0, arena_fmt(s->cx.mem, "%d", 100 + i));
	return s->reply.status == 200;
}

static void
of_twenty_at_once_one_is_the_first(void **state)
{
	struct shop *s = *state;

	assert_int_equal(shop_parallel(s, 20, sets_it), 1);
	expect_rows(s, 1, "SELECT 1 FROM site_settings WHERE setting_key = 'day_orders' AND version = 1");
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'setting.set'");
}

static void
settings_are_the_system_s_and_ask_for_a_step_up(void **state)
{
	struct shop *s = *state;
	static const char *const others[] = { "order_manager", "product_manager", "delivery_manager" };

	for (size_t i = 0; i < 3; i++) {
		as_staff(s, 2, others[i]);
		as(s, 2);
		get(s, SETTINGS);
		expect_error(s, 403, "forbidden");
		put(s, "day_orders", 0, "1");
		expect_error(s, 403, "forbidden");
	}
	as(s, GUEST);
	get(s, SETTINGS);
	expect_error(s, 401, "login_needed");
	put(s, "day_orders", 0, "1");
	expect_error(s, 401, "login_needed");
	as(s, ADMIN);
	staff_step_down(s);
	get(s, SETTINGS);
	expect_status(s, 200);
	put(s, "day_orders", 0, "1");
	expect_error(s, 403, "step_up_needed");
	expect_rows(s, 0, "SELECT 1 FROM site_settings WHERE setting_key = 'day_orders'");
}

SHOP_TESTS(story(the_list_tells_kinds_limits_and_defaults),
           story(a_setting_is_set_at_a_version_and_holds_at_once),
           story(values_out_of_kind_or_limits_are_refused),
           story(a_page_s_text_is_long_and_in_the_journal_as_a_whole),
           story(a_secret_goes_in_and_never_out),
           story(another_gateway_does_not_get_the_old_one_s_secret),
           story(of_twenty_at_once_one_is_the_first),
           story(settings_are_the_system_s_and_ask_for_a_step_up))
