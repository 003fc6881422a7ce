/* SPDX-License-Identifier: MIT */
#include "account/password_rule.h"

#include "base/str.h"
#include "guard/common_password.h"
#include "ops/setting.h"

/* Small letters without blanks and signs, so that "Mona-Adel" is "mona adel". */
static char *
core(struct ctx *cx, const char *s)
{
	char *copy = str_lower(cx->mem, s), *to = copy;

	for (const char *p = copy; *p; p++)
		if (!strchr(" \t.-_+()@", *p))
			*to++ = *p;
	*to = '\0';
	return copy;
}

static bool
is_same(struct ctx *cx, const char *password, const char *known)
{
	return known && *known && str_eq(core(cx, password), core(cx, known));
}

static bool
is_phone(struct ctx *cx, const char *password, const char *phone)
{
	const char *typed = phone ? phone_normalize(cx->mem, password) : NULL;

	return typed && str_eq(typed, phone);
}

static bool
is_own(struct ctx *cx, const char *password, const struct customer *c)
{
	const char *local = c->email ? arena_strn(cx->mem, c->email, strcspn(c->email, "@")) : NULL;

	return is_same(cx, password, c->email) || is_same(cx, password, local) ||
	       is_phone(cx, password, c->phone) || is_same(cx, password, c->username) ||
	       is_same(cx, password, c->first_name) || is_same(cx, password, c->last_name) ||
	       is_same(cx, password, c->full_name);
}

enum err
password_rule(struct ctx *cx, const char *field, const char *password, const struct customer *whose)
{
	size_t n = strlen(password);
	struct settings set;

	if (n < CUSTOMER_PASSWORD_MIN || n > CUSTOMER_PASSWORD_MAX)
		return fail_at(cx, E_INVALID, field, "%zu bytes", n);
	if (strspn(password, (char[]){ password[0], '\0' }) == n)
		return fail_at(cx, E_PASSWORD_WEAK, field, "one character");
	if (common_password(cx, password))
		return fail_at(cx, E_PASSWORD_WEAK, field, "a common one");
	TRY(settings_read(cx, &set));
	if (is_same(cx, password, set.shop_name))
		return fail_at(cx, E_PASSWORD_WEAK, field, "the shop's name");
	if (is_own(cx, password, whose))
		return fail_at(cx, E_PASSWORD_WEAK, field, "something of the person");
	return OK;
}
