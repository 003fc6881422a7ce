/* SPDX-License-Identifier: MIT */
#include "account/password_rule.h"

#include "base/str.h"
#include "guard/easy_password.h"
#include "ops/setting.h"

static bool
is_phone(struct ctx *cx, const char *password, const char *phone)
{
	const char *typed = phone ? phone_normalize(cx->mem, password) : NULL;

	return typed && str_eq(typed, phone);
}

enum err
password_rule(struct ctx *cx, const char *field, const char *password, const struct customer *whose)
{
	size_t n = strlen(password);
	struct settings set;

	if (n < CUSTOMER_PASSWORD_MIN || n > CUSTOMER_PASSWORD_MAX)
		return fail_at(cx, E_INVALID, field, "%zu bytes", n);
	TRY(settings_read(cx, &set));
	const char *const known[] = {
		set.shop_name, whose->email, email_local(cx, whose->email), whose->username,
		whose->first_name, whose->last_name, whose->full_name,
	};
	TRY(easy_password(cx, field, password, known, sizeof known / sizeof *known));
	if (is_phone(cx, password, whose->phone))
		return fail_at(cx, E_PASSWORD_WEAK, field, "the phone");
	return OK;
}
