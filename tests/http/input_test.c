/* SPDX-License-Identifier: MIT */
/* What strangers send: bodies that are no JSON, addresses that are none, too much of anything.  Each
 * gets its documented answer, nothing is written, and the next request is served. */
#include "support/order.h"

struct body { const char *bytes; size_t n; };
#define B(text) { text, sizeof(text) - 1 }

/* One fault each (RFC 8259). */
static const struct body not_json[] = {
	B("{"), B("}"), B("{]"), B("[}"), B("[1,]"), B("[,1]"), B("[1,,2]"), B("[1 2]"), B("{\"a\"}"),
	B("{\"a\":}"), B("{\"a\" 1}"), B("{\"a\":1,}"), B("{,\"a\":1}"), B("{a:1}"), B("{'a':1}"),
	B("{1:1}"), B("{null:1}"), B("{\"a\":1 \"b\":2}"), B("{\"a\":1}}"), B("{}{}"), B("{} x"),
	B("{\"a\":tru}"), B("{\"a\":True}"), B("{\"a\":nul}"), B("{\"a\":NaN}"),
	B("{\"a\":Infinity}"), B("{\"a\":-Infinity}"), B("{\"a\":01}"), B("{\"a\":-01}"),
	B("{\"a\":+1}"), B("{\"a\":1.}"), B("{\"a\":.1}"), B("{\"a\":1e}"), B("{\"a\":1e+}"),
	B("{\"a\":1.e1}"), B("{\"a\":0x10}"), B("{\"a\":1_000}"), B("{\"a\":--1}"), B("{\"a\":-}"),
	B("{\"a\":1a}"), B("{\"a\":\"}"), B("{\"a\":\"\\x\"}"), B("{\"a\":\"\\u12\"}"),
	B("{\"a\":\"\\u12G4\"}"), B("{\"a\":\"\\\"}"), B("{\"a\":\"\n\"}"), B("{\"a\":\"\t\"}"),
	B("{\"a\":\"\x01\"}"), B("{\"a\":\"\x1f\"}"), B("{\"a\":\"\0\"}"), B("{\"a\":'x'}"),
	B("{\"a\":\"\xff\"}"), B("{\"a\":\"\xc0\xaf\"}"), B("{\"a\":\"\xe0\x80\xaf\"}"),
	B("{\"a\":\"\xed\xa0\x80\"}"), B("{\"a\":\"\xf4\x90\x80\x80\"}"), B("{\"a\":\"\xe2\x82\"}"),
	B("{\"a\":\"\\ud800\"}"), B("{\"a\":\"\\udc00\"}"), B("{\"a\":\"\\ud800\\u0041\"}"),
	B("\xef\xbb\xbf{}"), B("\xff\xfe{\0}\0"), B("{}\0"), B(" "), B("\n"), B("abc"), B("\""),
	B("/* */{}"), B("{}//"), B("{\"a\":/**/1}"), B("{\"a\":\f1}"), B("{\"a\":\xc2\xa0" "1}"),
	B("<b/>"), B("a=1"), B("\x00"), B("[1"), B("[\"a"), B("[\"a\","), B("{\"a\":[}"), B("*"),
};

static void
send_body(struct shop *s, const char *bytes, size_t n)
{
	request_raw(s, "POST", "/api/v1/cart/items", "application/json", bytes, n);
}

static void
what_is_not_json_is_refused(void **state)
{
	struct shop *s = *state;

	for (size_t i = 0; i < sizeof not_json / sizeof *not_json; i++) {
		send_body(s, not_json[i].bytes, not_json[i].n);
		if (s->reply.status != 400)
			fail_msg("%d for body %zu: %s", s->reply.status, i, not_json[i].bytes);
		expect_text(s, "code", "bad_json");
	}
	send_body(s, "", 0);
	expect_error(s, 400, "bad_json");
	expect_rows(s, 0, "SELECT 1 FROM carts");
}

static void
what_is_json_but_not_an_object_is_refused_too(void **state)
{
	struct shop *s = *state;
	static const char *const bodies[] = { "null", "true", "1", "\"text\"", "[]", "[{}]" };

	for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
		send_body(s, bodies[i], strlen(bodies[i]));
		expect_error(s, 400, "bad_json");
	}
}

static void
nesting_members_and_size_have_limits(void **state)
{
	struct shop *s = *state;
	struct buf b = buf_in(s->cx.mem, 1024 * 1024);

	for (int i = 0; i < 40; i++)
		buf_str(&b, "{\"a\":");
	send_body(s, b.data, b.len);
	expect_error(s, 400, "bad_json");
	b.len = 0;
	for (int i = 0; i < 300; i++)
		buf_fmt(&b, "%s\"m%d\":1", i ? "," : "{", i);
	buf_char(&b, '}');
	send_body(s, b.data, b.len);
	expect_error(s, 400, "bad_json");
	b.len = 0;
	buf_str(&b, "{\"quantity\":1");
	while (b.len < 256 * 1024)
		buf_str(&b, "                                                                ");
	buf_char(&b, '}');
	send_body(s, b.data, b.len);
	expect_error(s, 413, "payload_too_large");
}

static void
of_thousands_of_faults_a_hundred_are_told(void **state)
{
	struct shop *s = *state;
	struct buf b = buf_in(s->cx.mem, 128 * 1024);

	buf_str(&b, "{'product_instance_id':2,'quantity':1,'flavors':[");
	for (int i = 0; i < 24; i++) {
		for (int k = 0; k < 250; k++)
			buf_fmt(&b, "%s'%x':0", k ? "," : i ? ",{" : "{", k);
		buf_char(&b, '}');
	}
	buf_str(&b, "]}");
	post(s, "/api/v1/cart/items", "%s", b.data);
	expect_error(s, 400, "unknown_field");
	assert_int_equal(json_list_length(at(s, "errors")), 100);
	assert_in_range(s->reply.body.len, 1, 16384);
}

static void
a_name_twice_or_one_that_is_cut_by_nul_is_refused(void **state)
{
	struct shop *s = *state;
	static const struct body bodies[] = {
		B("{\"quantity\":1,\"quantity\":1}"),
		B("{\"quantity\":1,\"qu\\u0061ntity\":1}"),
		B("{\"quantity\\u0000x\":1}"),
	};

	for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
		send_body(s, bodies[i].bytes, bodies[i].n);
		expect_error(s, 400, "unknown_field");
	}
}

static void
addresses_that_are_none_are_refused_and_never_reach_a_file(void **state)
{
	struct shop *s = *state;
	static const struct { const char *path; int status; } rows[] = {
		{ "/api/v1/../v1/cart", 404 },
		{ "/api/v1/%2e%2e/cart", 404 },
		{ "/api/v1/products/..%2f..%2fetc%2fpasswd", 404 },
		{ "/api/v1/products/%00", 400 },
		{ "/api/v1/products/%zz", 400 },
		{ "/api/v1/products/%c0%af", 400 },
		{ "/api/v1/products/%", 400 },
		{ "/api/v1/products/%4", 400 },
		{ "/api/v1/products/a%0ab", 404 },
		{ "//api/v1/cart", 404 },
		{ "/api/v1/cart/", 404 },
		{ "/API/v1/cart", 404 },
		{ "/", 404 },
		{ "", 404 },
		{ "/a/b/c/d/e/f/g/h/i/j/k/l/m/n", 404 },
		{ "/api/v1/packs/-1", 404 },
		{ "/api/v1/packs/0", 404 },
		{ "/api/v1/packs/1.0", 404 },
		{ "/api/v1/packs/99999999999999999999", 404 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		request_raw(s, "GET", rows[i].path, NULL, NULL, 0);
		if (s->reply.status != rows[i].status)
			fail_msg("%s: %d %s", rows[i].path, s->reply.status, s->reply.body.data);
	}
	get(s, "/api/v1/cart");
	expect_status(s, 200);
}

static void
methods_we_do_not_know_are_refused(void **state)
{
	struct shop *s = *state;
	static const char *const methods[] = { "PUT", "OPTIONS", "TRACE", "get", "", "DEBUG" };

	for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
		request_raw(s, methods[i], "/api/v1/cart", NULL, NULL, 0);
		expect_error(s, 405, "method_not_allowed");
	}
}

static void
every_reply_names_its_request_and_its_language(void **state)
{
	struct shop *s = *state;

	s->lang = "ar";
	get(s, "/api/v1/nothing");
	assert_string_equal(header(s, "X-Request-Id"), "0123456789abcdef0123456789abcdef");
	assert_string_equal(header(s, "Content-Language"), "ar");
	expect_text(s, "title", "غير موجود، أو ليس لك.");
	expect_text(s, "request_id", "0123456789abcdef0123456789abcdef");
	assert_string_equal(s->reply.type, "application/problem+json");
}

SHOP_TESTS(
	shop_test(what_is_not_json_is_refused),
	shop_test(what_is_json_but_not_an_object_is_refused_too),
	shop_test(nesting_members_and_size_have_limits),
	shop_test(of_thousands_of_faults_a_hundred_are_told),
	shop_test(a_name_twice_or_one_that_is_cut_by_nul_is_refused),
	shop_test(addresses_that_are_none_are_refused_and_never_reach_a_file),
	shop_test(methods_we_do_not_know_are_refused),
	shop_test(every_reply_names_its_request_and_its_language))
