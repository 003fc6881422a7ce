/* SPDX-License-Identifier: MIT */
/* {{name}}, and the ways to put a value where it cannot do harm. */
#include "../base/unit.h"
#include "ops/template.h"

static const struct message_value values[] = {
	{ "to", "+20100" }, { "text", "a \"b\"\n\\c & d=é" }, { "none", "" },
};

static void
names_are_replaced(void **state)
{
	struct ctx *cx = *state;
	static const struct {
		const char *text;
		void (*put)(struct buf *, const char *);
		enum template_end end;
		const char *want;
	} rows[] = {
		{ "", template_plain, TEMPLATE_FULL, "" },
		{ "plain", template_plain, TEMPLATE_FULL, "plain" },
		{ "{{to}}", template_plain, TEMPLATE_FULL, "+20100" },
		{ "<{{to}}|{{to}}>", template_plain, TEMPLATE_FULL, "<+20100|+20100>" },
		{ "{{none}}", template_plain, TEMPLATE_EMPTY, "" },
		{ "{{who}}", template_plain, TEMPLATE_UNKNOWN, "{{who}}" },
		{ "{{none}} {{who}} {{to}}", template_plain, TEMPLATE_UNKNOWN, " {{who}} +20100" },
		{ "{{who}} {{none}}", template_plain, TEMPLATE_UNKNOWN, "{{who}} " },
		{ "{{to", template_plain, TEMPLATE_FULL, "{{to" },
		{ "to}}", template_plain, TEMPLATE_FULL, "to}}" },
		{ "{{}}", template_plain, TEMPLATE_UNKNOWN, "{{}}" },
		{ "\"{{text}}\"", template_json, TEMPLATE_FULL, "\"a \\\"b\\\"\\n\\\\c & d=é\"" },
		{ "x{{none}}y", template_json, TEMPLATE_EMPTY, "xy" },
		{ "t={{text}}", template_url, TEMPLATE_FULL, "t=a%20%22b%22%0A%5Cc%20%26%20d%3D%C3%A9" },
		{ "to={{to}}", template_url, TEMPLATE_FULL, "to=%2B20100" },
	}, *row;

	for each (row, rows) {
		struct buf b = buf_in(cx->mem, 200);

		assert_int_equal(template_fill(&b, row->text, strlen(row->text), values, ROWS(values),
		                               row->put), row->end);
		assert_string_equal(b.data ? b.data : "", row->want);
	}
}

static void
nothing_is_read_past_the_end(void **state)
{
	struct ctx *cx = *state;
	struct buf b = buf_in(cx->mem, 200);

	assert_int_equal(template_fill(&b, "a{{to}}b", 6, values, ROWS(values), template_plain),
	                 TEMPLATE_FULL);
	assert_string_equal(b.data, "a{{to}");
}

int
main(void)
{
	const struct CMUnitTest tests[] = { TEST(names_are_replaced), TEST(nothing_is_read_past_the_end) };

	return cmocka_run_group_tests_name("template", tests, NULL, NULL);
}
