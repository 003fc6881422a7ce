/* SPDX-License-Identifier: MIT */
/* The mail server that staff enter: its password goes in and nobody ever reads it again. */
#include "ops/mail_server.h"

#include "api/api.h"
#include "base/str.h"
#include "ops/setting.h"
#include "support/catcher.h"
#include "support/dump.h"
#include "support/endpoint.h"
#include "support/order.h"
#include "support/staff.h"

#include <string.h>

enum { GUEST, ADMIN };

#define EMAIL "/api/v1/admin/email-settings"
#define TEST "/api/v1/admin/email-settings/test"
#define PASSWORD "nougat-and-brittle-90125"
#define HEADERS "Authorization: Bearer praline-4711"

static struct catcher box;

static int
open_all(void **state)
{
	if (shop_open(state) != 0)
		return -1;
	box = catcher_start(NULL);
	return 0;
}

static int
close_all(void **state)
{
	catcher_stop(&box);
	return shop_close(state);
}

static int
begin(void **state)
{
	struct shop *s;

	if (shop_begin(state) != 0)
		return -1;
	s = *state;
	catcher_forget(s, &box);
	sql_do(s, "DELETE FROM email_settings");
	as_staff(s, ADMIN, "system_admin");
	as(s, ADMIN);
	return 0;
}
#define story(fn) cmocka_unit_test_setup(fn, begin)

/* `with` begins with a comma, or is empty. */
static void
put(struct shop *s, int version, const char *host, const char *with)
{
	request(s, "PUT", EMAIL, "{'version':%d,'smtp_host':'%s','smtp_port':587,"
	        "'from_email':'shop@crumbled.example','use_tls':true%s}", version, host, with);
}
#define LOGIN ",'smtp_username':'shop'"
#define SECRET ",'smtp_password':'" PASSWORD "'"

static void
a_server_is_entered_and_shown_without_its_password(void **state)
{
	struct shop *s = *state;
	struct email_settings es;
	bool found;

	get(s, EMAIL);
	expect_status(s, 200);
	expect_number(s, "version", 0);
	assert_int_equal(json_kind(at(s, "smtp_host")), JSON_NULL);
	put(s, 0, "mail.example.com", LOGIN SECRET ",'from_name':'Crumbled'");
	expect_status(s, 200);
	expect_text(s, "smtp_host", "mail.example.com");
	assert_true(json_flag(at(s, "has_password")));
	assert_null(strstr(s->reply.body.data, "nougat"));
	get(s, EMAIL);
	expect_number(s, "version", 1);
	expect_text(s, "smtp_username", "shop");
	assert_null(strstr(s->reply.body.data, "nougat"));
	s->cx.db = s->db_admin;
	assert_int_equal(email_settings_read(&s->cx, &es, &found), OK);
	assert_string_equal(es.smtp_password, PASSWORD);
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'email_settings.set' AND "
	            "before_json IS NULL AND after_json LIKE '%\"password_changed\":true%' AND "
	            "after_json NOT LIKE '%nougat%'");
}

static void
the_stored_password_is_not_sent_to_a_host_of_one_s_own(void **state)
{
	struct shop *s = *state;
	static const char *const bodies[] = {
		"'smtp_host':'mine.example','smtp_port':587,'smtp_username':'shop','use_tls':true",
		"'smtp_host':'mail.example.com','smtp_port':588,'smtp_username':'shop','use_tls':true",
		"'smtp_host':'mail.example.com','smtp_port':587,'smtp_username':'me','use_tls':true",
		"'smtp_host':'mail.example.com','smtp_port':587,'smtp_username':'shop','use_ssl':true",
	};

	put(s, 0, "mail.example.com", LOGIN SECRET);
	for (size_t i = 0; i < 4; i++) {
		request(s, "PUT", EMAIL, "{'version':1,'from_email':'shop@crumbled.example',%s}",
		        bodies[i]);
		expect_error(s, 422, "invalid");
		expect_field(s, "smtp_password", "invalid");
	}
	/* Who it is from may change without it. */
	put(s, 1, "mail.example.com", LOGIN ",'from_name':'Kahk'");
	expect_status(s, 200);
	expect_number(s, "version", 2);
	assert_true(json_flag(at(s, "has_password")));
	/* What is not in use any more is kept without its password. */
	put(s, 2, "mine.example", "");
	expect_status(s, 200);
	assert_false(json_flag(at(s, "has_password")));
	expect_rows(s, 0, "SELECT 1 FROM email_settings WHERE smtp_password IS NOT NULL");
	put(s, 3, "mine.example", LOGIN);
	expect_field(s, "smtp_password", "invalid");
}

static void
what_cannot_be_a_mail_server_is_refused_by_field(void **state)
{
	struct shop *s = *state;
	static const struct { const char *body, *field; } rows[] = {
		{ "'smtp_host':'a b','smtp_port':25,'from_email':'shop@crumbled.example'", "smtp_host" },
		{ "'smtp_host':'h','smtp_port':70000,'from_email':'shop@crumbled.example'", "smtp_port" },
		{ "'smtp_host':'h','smtp_port':25,'from_email':'shop'", "from_email" },
		{ "'smtp_host':'h','smtp_port':25,'from_email':'shop@crumbled.example',"
		  "'use_tls':true,'use_ssl':true", "use_tls" },
		{ "'smtp_host':'h','smtp_port':25,'from_email':'shop@crumbled.example',"
		  "'smtp_username':'u','smtp_password':'p'", "use_tls" },
		{ "'smtp_host':'h','smtp_port':25,'from_email':'shop@crumbled.example',"
		  "'smtp_password':'p'", "smtp_username" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		request(s, "PUT", EMAIL, "{'version':0,%s}", rows[i].body);
		assert_int_equal(s->reply.status, 422);
		assert_non_null(strstr(s->reply.body.data, arena_fmt(s->cx.mem, "\"field\":\"%s\"",
		                                                     rows[i].field)));
	}
	expect_rows(s, 0, "SELECT 1 FROM email_settings");
}

static void
a_stale_version_gets_what_is_there_now(void **state)
{
	struct shop *s = *state;

	put(s, 0, "mail.example.com", LOGIN SECRET);
	put(s, 0, "other.example.com", "");
	expect_error(s, 409, "conflict");
	expect_text(s, "current.smtp_host", "mail.example.com");
	expect_number(s, "current.version", 1);
	assert_null(strstr(s->reply.body.data, "nougat"));
}

static bool
enters_one(struct shop *s, int i)
{
	put(s, 0, arena_fmt(s->cx.mem, "mail%d.example.com", i), "");
	return s->reply.status == 200;
}

static void
of_twenty_at_once_one_is_entered(void **state)
{
	struct shop *s = *state;

	assert_int_equal(shop_parallel(s, 20, enters_one), 1);
	expect_rows(s, 1, "SELECT 1 FROM email_settings WHERE is_active = 1");
	expect_rows(s, 1, "SELECT 1 FROM email_settings");
}

static void
use_catcher(struct shop *s, int version, int port)
{
	request(s, "PUT", EMAIL, "{'version':%d,'smtp_host':'127.0.0.1','smtp_port':%d,"
	        "'from_email':'shop@crumbled.example'}", version, port);
	expect_status(s, 200);
}

static void
a_test_mail_goes_to_oneself_and_tells_what_came_of_it(void **state)
{
	struct shop *s = *state;
	const struct json *caught;

	post(s, TEST, "{}");
	expect_status(s, 200);
	assert_false(json_flag(at(s, "is_delivered")));
	expect_text(s, "problem", "no mail server is set up");
	use_catcher(s, 0, box.smtp_port);
	post(s, TEST, "{}");
	expect_status(s, 200);
	assert_true(json_flag(at(s, "is_delivered")));
	caught = catcher_messages(s, &box);
	assert_int_equal(json_list_length(caught), 1);
	assert_string_equal(caught_text(caught, 0, "to"), text_at(s, "to"));
	expect_rows(s, 1, "SELECT 1 FROM admin_users WHERE role = 'system_admin' AND "
	            "email = (SELECT email FROM admin_users WHERE id = (SELECT MAX(admin_user_id) "
	            "FROM admin_activity_log WHERE action = 'email_settings.test'))");
	use_catcher(s, 1, 1);		/* nobody listens there */
	post(s, TEST, "{}");
	expect_status(s, 200);
	assert_false(json_flag(at(s, "is_delivered")));
	assert_true(strlen(text_at(s, "problem")) > 5);
	expect_rows(s, 3, "SELECT 1 FROM admin_activity_log WHERE action = 'email_settings.test'");
	post(s, TEST, "{}");
	post(s, TEST, "{}");
	expect_status(s, 200);
	post(s, TEST, "{}");
	expect_error(s, 429, "too_many_requests");
}

static void
the_mail_server_is_the_system_s_and_asks_for_a_step_up(void **state)
{
	struct shop *s = *state;

	as_staff(s, 2, "order_manager");
	as(s, 2);
	get(s, EMAIL);
	expect_error(s, 403, "forbidden");
	put(s, 0, "mail.example.com", "");
	expect_error(s, 403, "forbidden");
	post(s, TEST, "{}");
	expect_error(s, 403, "forbidden");
	as(s, GUEST);
	get(s, EMAIL);
	expect_error(s, 401, "login_needed");
	put(s, 0, "mail.example.com", "");
	expect_error(s, 401, "login_needed");
	post(s, TEST, "{}");
	expect_error(s, 401, "login_needed");
	as(s, ADMIN);
	staff_step_down(s);
	put(s, 0, "mail.example.com", "");
	expect_error(s, 403, "step_up_needed");
}

static void
expect_silent(const char *where, const char *text)
{
	if (text && (strstr(text, "nougat") || strstr(text, "praline")))
		fail_msg("%s tells a secret", where);
}

/* Neither what came back nor what the log gets of it, which is the reason. */
static void
expect_silent_reply(struct shop *s, const char *where)
{
	expect_silent(where, s->reply.body.data);
	expect_silent(where, s->cx.why);
}

static void
nobody_reads_a_stored_secret(void **state)
{
	struct shop *s = *state;
	int asked = 0;

	put(s, 0, "127.0.0.1", LOGIN SECRET);
	expect_status(s, 200);
	request(s, "PUT", "/api/v1/admin/settings/sms_headers", "{'version':0,'value':'" HEADERS "'}");
	expect_status(s, 200);
	/* The mail server there does not take the login; nor does another one get it. */
	post(s, TEST, "{}");
	expect_status(s, 200);
	assert_false(json_flag(at(s, "is_delivered")));
	expect_silent_reply(s, "the test mail");
	put(s, 1, "mine.example", LOGIN);
	expect_silent_reply(s, "a refusal");
	put(s, 7, "mine.example", LOGIN SECRET);
	expect_silent_reply(s, "a conflict");
	as_staff(s, 2, "super_admin");
	as(s, 2);
	for (const struct module *const *m = api.modules; *m; m++)
		for (const struct endpoint *const *e = (*m)->list; *e; e++) {
			if (!((*e)->auth & AUTH_STAFF) || strcmp((*e)->method, "GET") != 0)
				continue;
			sql_do(s, "DELETE FROM rate_limits");
			endpoint_call(s, *e, "1", "1");
			expect_silent_reply(s, (*e)->path);
			asked++;
		}
	assert_true(asked > 40);
	expect_silent("the audit", dump_table(s->root, s->cx.mem, "admin_activity_log"));
	expect_silent("email_settings", dump_table(s->root, s->cx.mem, "email_settings"));
	expect_silent("site_settings", dump_table(s->root, s->cx.mem, "site_settings"));
	expect_silent("the outbox", dump_table(s->root, s->cx.mem, "outbox"));
	/* They are there. */
	expect_rows(s, 1, "SELECT 1 FROM email_settings WHERE is_active = 1 AND "
	            "smtp_password IS NOT NULL");
	expect_rows(s, 1, "SELECT 1 FROM site_settings WHERE setting_key = 'sms_headers' AND "
	            "setting_value IS NOT NULL");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		story(a_server_is_entered_and_shown_without_its_password),
		story(the_stored_password_is_not_sent_to_a_host_of_one_s_own),
		story(what_cannot_be_a_mail_server_is_refused_by_field),
		story(a_stale_version_gets_what_is_there_now),
		story(of_twenty_at_once_one_is_entered),
		story(a_test_mail_goes_to_oneself_and_tells_what_came_of_it),
		story(the_mail_server_is_the_system_s_and_asks_for_a_step_up),
		story(nobody_reads_a_stored_secret),
	};

	return cmocka_run_group_tests(tests, open_all, close_all);
}
