/* SPDX-License-Identifier: MIT */
/* Reading goes row by row over the typed list; nothing is looked up by text elsewhere. */
#include "ops/setting.h"

#include "base/crypto.h"
#include "base/str.h"
#include "db/db.h"

SQL_HOT(q_all, "SELECT setting_key, setting_value FROM site_settings ORDER BY setting_key LIMIT 200");
SQL(q_write, "INSERT INTO site_settings (setting_key, setting_value, is_secret, created_at, updated_at) "
             "VALUES (?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE setting_value = VALUES(setting_value), "
             "is_secret = VALUES(is_secret), updated_at = VALUES(updated_at), version = version + 1");

enum setting_kind { S_STR, S_NUM, S_FLAG, S_HOUR, S_CHOICE, S_SECRET };

struct setting {
	const char *name;
	enum setting_kind kind;
	size_t off;
	const char *text;		/* default or choices */
	int64_t def, min, max;
};

#define SETTING_STR(n, d, lo, hi, a, h) { #n, S_STR, offsetof(struct settings, n), d, 0, lo, hi },
#define SETTING_NUM(n, d, lo, hi, a, h) { #n, S_NUM, offsetof(struct settings, n), NULL, d, lo, hi },
#define SETTING_FLAG(n, d, a, h) { #n, S_FLAG, offsetof(struct settings, n), NULL, d, 0, 1 },
#define SETTING_HOUR(n, d, a, h) { #n, S_HOUR, offsetof(struct settings, n), NULL, d, 0, 1440 },
#define SETTING_CHOICE(n, d, list, a, h) { #n, S_CHOICE, offsetof(struct settings, n), list, 0, 0, 0 },
#define SETTING_SECRET(n, a, h) { #n, S_SECRET, offsetof(struct settings, n), "", 0, 0, 2000 },
static const struct setting all[] = {
#include "ops/setting.def"
};
#undef SETTING_STR
#undef SETTING_NUM
#undef SETTING_FLAG
#undef SETTING_HOUR
#undef SETTING_CHOICE
#undef SETTING_SECRET

#define SETTING_STR(n, d, lo, hi, a, h) .n = d,
#define SETTING_NUM(n, d, lo, hi, a, h) .n = d,
#define SETTING_FLAG(n, d, a, h) .n = d,
#define SETTING_HOUR(n, d, a, h) .n = { d },
#define SETTING_CHOICE(n, d, list, a, h) .n = d,
#define SETTING_SECRET(n, a, h) .n = "",
static const struct settings defaults = {
#include "ops/setting.def"
};

struct row { const char *setting_key, *setting_value; };
static const struct col row_cols[] = { COL(struct row, setting_key), COL(struct row, setting_value) };

static const struct setting *
find(const char *name)
{
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (str_eq(all[i].name, name))
			return &all[i];
	return NULL;
}

/* NULL, or what is wrong with the text; writes it into `to` unless that is NULL. */
static const char *
take(const struct setting *s, const char *text, struct settings *to)
{
	int64_t n;
	struct hour hour;
	struct settings scratch;
	char *at = (char *)(to ? to : &scratch) + s->off;

	switch (s->kind) {
	case S_STR: case S_SECRET:
		n = (int64_t)strlen(text);
		if (n < s->min || n > s->max)
			return "length";
		*(const char **)at = text;
		return NULL;
	case S_NUM: case S_FLAG:
		if (!int_parse(text, &n) || n < s->min || n > s->max)
			return "range";
		if (s->kind == S_FLAG)
			*(bool *)at = n != 0;
		else
			*(int64_t *)at = n;
		return NULL;
	case S_HOUR:
		if (!hour_parse(text, &hour))
			return "format";
		*(struct hour *)at = hour;
		return NULL;
	case S_CHOICE:
		if (!str_among(text, s->text))
			return "choice";
		*(const char **)at = text;
		return NULL;
	}
	return "kind";
}

enum err
settings_read(struct ctx *cx, struct settings *ret)
{
	struct row *rows;
	size_t n;

	*ret = defaults;
	TRY(db_all(cx, &q_all, row_cols, &rows, &n, 200));
	for (size_t i = 0; i < n; i++) {
		const struct setting *s = find(rows[i].setting_key);
		const char *text = rows[i].setting_value;
		size_t plain_n;

		if (!s || !text)
			continue;
		if (s->kind == S_SECRET)
			text = unseal(cx, arena_fmt(cx->mem, "site_settings|%s", s->name), text, &plain_n);
		if (text && take(s, text, ret) != NULL)
			continue;	/* out of its limits: the default stays */
	}
	if (!clock_zone(ret->timezone))
		return fail(cx, E_INTERNAL, "no such time zone: %s", ret->timezone);
	return OK;
}

enum err
setting_write(struct ctx *cx, const char *name, const char *text)
{
	const struct setting *s = find(name);
	const char *wrong;
	bool secret;

	if (!s)
		return fail(cx, E_NOT_FOUND, "setting %s", name);
	wrong = take(s, text, NULL);
	if (!wrong && str_eq(name, "timezone") && !clock_zone(text))
		wrong = "unknown";
	if (wrong)
		return fail_at(cx, E_INVALID, "value", "%s: %s", name, wrong);
	secret = s->kind == S_SECRET;
	if (secret)
		text = seal(cx, arena_fmt(cx->mem, "site_settings|%s", name), text, strlen(text));
	return db_exec(cx, &q_write, NULL, STR(name), STR(text), FLAG(secret), TIME(cx->now),
	               TIME(cx->now));
}
