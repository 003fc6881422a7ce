/* SPDX-License-Identifier: MIT */
/* Errors, and what they leave in the context. */
#include "base/str.h"
#include "unit.h"

static void
each_error_has_a_status_a_code_and_two_texts(void **state)
{
	(void)state;
	for (enum err e = OK + 1; e < E__COUNT; e++) {
		const struct err_info *info = err_info(e);

		assert_true(str_starts(info->name, "E_"));
		assert_in_range(info->http, 400, 599);
		assert_true(strlen(info->slug) > 2);
		for (int lang = LANG_EN; lang <= LANG_AR; lang++) {
			assert_true(strlen(info->text[lang]) > 5);
			assert_true(utf8_valid(info->text[lang], strlen(info->text[lang])));
		}
	}
	assert_string_equal(err_info(E_NOT_FOUND)->name, "E_NOT_FOUND");
	assert_int_equal(err_info(E_NOT_FOUND)->http, 404);
	assert_true(err_info(E_NOT_FOUND)->any);
	assert_false(err_info(E_SLOT_FULL)->any);
}

static void
a_code_has_one_status(void **state)
{
	(void)state;
	for (enum err a = OK + 1; a < E__COUNT; a++) {
		for (enum err b = OK + 1; b < a; b++) {
			if (str_eq(err_info(a)->slug, err_info(b)->slug))
				assert_int_equal(err_info(a)->http, err_info(b)->http);
		}
	}
}

static void
ask_for_no_error(void *arg)
{
	(void)arg;
	err_info(E__COUNT);
}

static void
an_error_that_does_not_exist_is_a_bug(void **state)
{
	(void)state;
	assert_true(is_bug(ask_for_no_error, NULL));
}

static void
fail_says_why(void **state)
{
	struct ctx *cx = *state;

	assert_int_equal(fail(cx, E_SLOT_FULL, "slot %d", 7), E_SLOT_FULL);
	assert_string_equal(cx->why, "slot 7");
	assert_null(cx->faults);
}

static enum err
gives(struct ctx *cx, enum err e, int *reached)
{
	TRY(e == OK ? OK : fail(cx, e, "as asked"));
	++*reached;
	return OK;
}

static void
try_returns_only_an_error(void **state)
{
	struct ctx *cx = *state;
	int reached = 0;

	assert_int_equal(gives(cx, E_CONFLICT, &reached), E_CONFLICT);
	assert_int_equal(reached, 0);
	assert_int_equal(gives(cx, OK, &reached), OK);
	assert_int_equal(reached, 1);
}

static void
fail_at_names_the_field(void **state)
{
	struct ctx *cx = *state;

	assert_int_equal(fail_at(cx, E_PACK_SUM, "items.2", "%d of %d", 5, 6), E_PACK_SUM);
	assert_string_equal(cx->why, "items.2: 5 of 6");
	assert_string_equal(cx->faults->field, "items.2");
	assert_string_equal(cx->faults->code, "pack_sum");
	assert_string_equal(cx->faults->message, err_info(E_PACK_SUM)->text[LANG_EN]);
	assert_null(cx->faults->next);
}

static void
faults_keep_their_order_and_own_their_text(void **state)
{
	struct ctx *cx = *state;
	char field[] = "first";

	fault_add(cx, field, "too_long", "At most 10 characters.");
	field[0] = 'x';
	fault_add(cx, "second", "slot_full", NULL);
	fault_add(cx, "third", "no_code_of_an_error", NULL);
	assert_null(cx->why);
	assert_string_equal(cx->faults->field, "first");
	assert_string_equal(cx->faults->message, "At most 10 characters.");
	assert_string_equal(cx->faults->next->message, err_info(E_SLOT_FULL)->text[LANG_EN]);
	assert_string_equal(cx->faults->next->next->message, err_info(E_INVALID)->text[LANG_EN]);
	assert_null(cx->faults->next->next->next);
}

static void
a_fault_speaks_the_language_of_the_request(void **state)
{
	struct ctx *cx = *state;

	cx->lang = LANG_AR;
	fault_add(cx, "slot", "slot_full", NULL);
	assert_string_equal(cx->faults->message, err_info(E_SLOT_FULL)->text[LANG_AR]);
}

static void
a_reset_context_has_nothing_of_the_last_request(void **state)
{
	struct ctx *cx = *state;
	struct arena *mem = cx->mem;
	const struct config *config = (const struct config *)"any";

	cx->config = config;
	cx->actor = (struct actor){ .kind = ACTOR_STAFF, .id = 1, .role = "manager" };
	cx->lang = LANG_AR;
	cx->ip = cx->agent = cx->request_id = "x";
	cx->retry_after_secs = 5;
	cx->detail = cx;
	assert_int_equal(fail_at(cx, E_INVALID, "a", "b"), E_INVALID);
	ctx_reset(cx);
	assert_ptr_equal(cx->mem, mem);
	assert_ptr_equal(cx->config, config);
	assert_int_equal(cx->actor.kind, ACTOR_NOBODY);
	assert_int_equal(cx->actor.id, 0);
	assert_null(cx->actor.role);
	assert_int_equal(cx->lang, LANG_EN);
	assert_string_equal(cx->ip, "");
	assert_string_equal(cx->agent, "");
	assert_string_equal(cx->request_id, "");
	assert_null(cx->why);
	assert_null(cx->faults);
	assert_int_equal(cx->retry_after_secs, 0);
	assert_null(cx->detail);
	fault_add(cx, "new", "invalid", NULL);
	assert_string_equal(cx->faults->field, "new");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_error_has_a_status_a_code_and_two_texts),
		TEST(a_code_has_one_status),
		TEST(an_error_that_does_not_exist_is_a_bug),
		TEST(fail_says_why),
		TEST(try_returns_only_an_error),
		TEST(fail_at_names_the_field),
		TEST(faults_keep_their_order_and_own_their_text),
		TEST(a_fault_speaks_the_language_of_the_request),
		TEST(a_reset_context_has_nothing_of_the_last_request),
	};

	return cmocka_run_group_tests_name("err", tests, NULL, NULL);
}
