/* SPDX-License-Identifier: MIT */
/* The text of a mail as it goes out, and the texts for the SMS gateway. */
#include "../base/unit.h"
#include "base/buf.h"
#include "base/crypto.h"
#include "base/str.h"
#include "ops/smtp.h"
#include "ops/sms.h"

static const struct email_settings server = {
	.smtp_host = "mail.example", .smtp_port = 587, .from_email = "shop@example.com",
	.from_name = "Crumbled", .use_tls = true,
};

static const char *
mail(struct ctx *cx, const char *subject, const char *text, const char *language)
{
	return smtp_text(cx, &server, &(struct mail){ "outbox-17-1772352000", "mona@example.com", subject,
	                                              text, language, 1772352000 });
}

static void
a_mail_has_its_headers_in_order(void **state)
{
	struct ctx *cx = *state;

	assert_string_equal(mail(cx, "Hi", "Text\n", "en"),
		"From: =?UTF-8?B?Q3J1bWJsZWQ=?= <shop@example.com>\r\n"
		"To: <mona@example.com>\r\n"
		"Subject: =?UTF-8?B?SGk=?=\r\n"
		"Date: Sun, 01 Mar 2026 08:00:00 +0000\r\n"
		"Message-ID: <outbox-17-1772352000@example.com>\r\n"
		"MIME-Version: 1.0\r\n"
		"Content-Type: text/plain; charset=UTF-8\r\n"
		"Content-Transfer-Encoding: base64\r\n"
		"Content-Language: en\r\n"
		"Auto-Submitted: auto-generated\r\n"
		"\r\n"
		"VGV4dA0K\r\n");
}

static void
a_subject_cannot_begin_another_header(void **state)
{
	struct ctx *cx = *state;
	const char *text = mail(cx, "Hi\r\nBcc: all@example.com\r\n\r\nBody", "x", "\r\n");

	assert_null(strstr(text, "Bcc"));
	assert_non_null(strstr(text, "\r\nContent-Language: en\r\n"));
}

static void
no_line_is_too_long_and_no_letter_is_cut(void **state)
{
	struct ctx *cx = *state;
	struct buf b = buf_in(cx->mem, 4000);

	for (int i = 0; i < 300; i++)
		buf_str(&b, i % 3 ? "ك" : "x");
	const char *text = mail(cx, b.data, b.data, "ar");
	int words = 0;
	for (const char *line = text, *end; (end = strstr(line, "\r\n")); line = end + 2) {
		assert_true(end - line <= 78);
		const char *word = memmem(line, (size_t)(end - line), "=?UTF-8?B?", 10);
		if (!word)
			continue;
		words++;
		assert_true(strcspn(word, " \r<") <= 75);
		/* Each word alone is whole UTF-8 (RFC 2047, 5). */
		size_t n;
		char *letters = arena_strn(cx->mem, word + 10, strcspn(word + 10, "=?"));
		for (char *c = letters; *c; c++)
			*c = *c == '+' ? '-' : *c == '/' ? '_' : *c;
		const uint8_t *bytes = base64url_parse(cx->mem, letters, &n);
		assert_non_null(bytes);
		assert_true(utf8_valid((const char *)bytes, n));
	}
	assert_true(words > 10);
}

static void
a_mail_server_that_cannot_be_is_refused(void **state)
{
	struct ctx *cx = *state;
	static const struct { struct email_settings es; const char *field; } rows[] = {
		{ { .smtp_host = "", .smtp_port = 25, .from_email = "a@b.example" }, "smtp_host" },
		{ { .smtp_host = "a b", .smtp_port = 25, .from_email = "a@b.example" }, "smtp_host" },
		{ { .smtp_host = "a/b", .smtp_port = 25, .from_email = "a@b.example" }, "smtp_host" },
		{ { .smtp_host = "a", .smtp_port = 0, .from_email = "a@b.example" }, "smtp_port" },
		{ { .smtp_host = "a", .smtp_port = 65536, .from_email = "a@b.example" }, "smtp_port" },
		{ { .smtp_host = "a", .smtp_port = 25, .from_email = "a@b.example", .use_ssl = true,
		    .use_tls = true }, "use_tls" },
		{ { .smtp_host = "a", .smtp_port = 25, .from_email = "a@b.example", .smtp_username = "u",
		    .smtp_password = "p" }, "use_tls" },
		{ { .smtp_host = "a", .smtp_port = 25, .from_email = "a@b.example", .smtp_username = "",
		    .use_tls = true }, "smtp_username" },
		{ { .smtp_host = "a", .smtp_port = 25, .from_email = "a@b.example", .smtp_username = "u",
		    .use_tls = true }, "smtp_password" },
		{ { .smtp_host = "a", .smtp_port = 25, .from_email = "a b@b.example" }, "from_email" },
		{ { .smtp_host = "a", .smtp_port = 25, .from_email = "a@b.example\r\nx" }, "from_email" },
		{ { .smtp_host = "a", .smtp_port = 25, .from_email = "a@b.example", .from_name = "a\r\nb" },
		  "from_name" },
	}, *row;

	for each (row, rows) {
		ctx_reset(cx);
		assert_int_equal(email_settings_write(cx, &row->es), E_INVALID);
		assert_string_equal(cx->faults->field, row->field);
	}
}

/* ---- SMS ---- */

static void
the_body_is_escaped_as_its_type_asks(void **state)
{
	struct ctx *cx = *state;
	struct sms sms = { "17-1", "+201001234567", "5 \"x\" & y\nz" };
	struct settings set = {
		.sms_url = "http://127.0.0.1/", .sms_headers = "",
		.sms_body = "{\"to\":\"{{to}}\",\"text\":\"{{text}}\",\"id\":\"{{id}}\"}",
	};

	assert_string_equal(sms_body_text(cx, &set, &sms),
	                    "{\"to\":\"+201001234567\",\"text\":\"5 \\\"x\\\" & y\\nz\",\"id\":\"17-1\"}");
	assert_string_equal(sms_header_text(cx, &set, &sms), "Content-Type: application/json\n");
	set.sms_headers = "X-Key: {{id}}\r\ncontent-type:application/x-www-form-urlencoded\nnonsense\n: x\n"
	                  "Authorization: Bearer abc {{to}}";
	set.sms_body = "to={{to}}&text={{text}}&x={{y}}";
	assert_string_equal(sms_body_text(cx, &set, &sms),
	                    "to=%2B201001234567&text=5%20%22x%22%20%26%20y%0Az&x={{y}}");
	assert_string_equal(sms_header_text(cx, &set, &sms),
	                    "X-Key: 17-1\ncontent-type:application/x-www-form-urlencoded\n"
	                    "Authorization: Bearer abc {{to}}\n");
}

static void
only_a_header_makes_it_safe_to_send_twice(void **state)
{
	struct settings set = { .sms_headers = "X-Key: {{id}}", .sms_body = "" };
	(void)state;

	assert_true(sms_takes_key(&set));
	set.sms_headers = "X-Key: id";
	set.sms_body = "{{id}}";
	assert_false(sms_takes_key(&set));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_mail_has_its_headers_in_order),
		TEST(a_subject_cannot_begin_another_header),
		TEST(no_line_is_too_long_and_no_letter_is_cut),
		TEST(a_mail_server_that_cannot_be_is_refused),
		TEST(the_body_is_escaped_as_its_type_asks),
		TEST(only_a_header_makes_it_safe_to_send_twice),
	};

	return cmocka_run_group_tests_name("smtp", tests, NULL, NULL);
}
