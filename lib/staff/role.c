/* SPDX-License-Identifier: MIT */
#include "staff/role.h"

#include "base/buf.h"
#include "base/str.h"

struct may { const char *role, *perm; };

#define MAY(role, perm) { #role, perm },
static const struct may table[] = {
#include "staff/role.def"
};
#undef MAY

#define ROWS (sizeof table / sizeof *table)

static bool
may_one(const char *role, const char *perm)
{
	for (size_t i = 0; i < ROWS; i++)
		if (str_eq(table[i].perm, perm) &&
		    (str_eq(role, "super_admin") || str_eq(table[i].role, role)))
			return true;
	return false;
}

/* Calls one() for each of "a|b|c", until one of them says `until`. */
static bool
each(const char *perm, const char *role, bool (*one)(const char *, const char *), bool until)
{
	char name[64];

	while (*perm) {
		size_t n = strcspn(perm, "|");
		BUG_ON(n >= sizeof name);
		memcpy(name, perm, n);
		name[n] = '\0';
		if (one(role, name) == until)
			return until;
		perm += n + (perm[n] == '|');
	}
	return !until;
}

bool
role_may(const char *role, const char *perm)
{
	if (!role || !str_among(role, ROLES))
		return false;
	return *perm == '\0' || each(perm, role, may_one, true);
}

bool
role_knows(const char *perm)
{
	/* super_admin may what is known. */
	return each(perm, "super_admin", may_one, false);
}

const char *
role_who_may(struct ctx *cx, const char *perm)
{
	struct buf b = buf_in(cx->mem, 1024);

	buf_str(&b, "super_admin");
	for (size_t i = 0; i < ROWS; i++)
		if (str_eq(table[i].perm, perm) && !str_eq(table[i].role, "super_admin")) {
			buf_char(&b, ',');
			buf_str(&b, table[i].role);
		}
	BUG_ON(b.full);
	return b.data;
}

const char *
role_permissions(struct ctx *cx, const char *role)
{
	struct buf b = buf_in(cx->mem, 4096);

	buf_char(&b, '[');
	for (size_t i = 0; i < ROWS; i++) {
		bool told = !may_one(role, table[i].perm);
		for (size_t k = 0; k < i; k++)
			told = told || str_eq(table[k].perm, table[i].perm);
		if (told)
			continue;
		buf_str(&b, b.len > 1 ? "," : "");
		buf_json(&b, table[i].perm);
	}
	buf_char(&b, ']');
	BUG_ON(b.full);
	return b.data;
}
