/* SPDX-License-Identifier: MIT */
#include "guard/easy_password.h"

#include "base/str.h"
#include "guard/common_password.h"

#include <string.h>

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

enum err
easy_password(struct ctx *cx, const char *field, const char *password, const char *const *known,
              size_t known_n)
{
	const char *own = core(cx, password);

	if (strspn(password, (char[]){ password[0], '\0' }) == strlen(password))
		return fail_at(cx, E_PASSWORD_WEAK, field, "one character");
	if (common_password(cx, password))
		return fail_at(cx, E_PASSWORD_WEAK, field, "a common one");
	for (size_t i = 0; i < known_n; i++)
		if (known[i] && *known[i] && str_eq(own, core(cx, known[i])))
			return fail_at(cx, E_PASSWORD_WEAK, field, "something that is known");
	return OK;
}

const char *
email_local(struct ctx *cx, const char *email)
{
	return email ? arena_strn(cx->mem, email, strcspn(email, "@")) : NULL;
}
