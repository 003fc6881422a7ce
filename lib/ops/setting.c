/* SPDX-License-Identifier: MIT */
/* Reading goes row by row over the typed list; nothing is looked up by text elsewhere. */
#include "ops/setting.h"

#include "base/buf.h"
#include "base/crypto.h"
#include "base/str.h"
#include "db/db.h"
#include "ops/audit.h"

#define ROWS_MAX 200
#define JOURNAL_BYTES 65000	/* the longest text as JSON, which may be twice as long */

SQL_HOT(q_all, "SELECT setting_key, setting_value FROM site_settings WHERE setting_key NOT LIKE 'page\\_%' "
               "ORDER BY setting_key LIMIT 200");
SQL_HOT(q_page, "SELECT setting_key, setting_value FROM site_settings WHERE setting_key IN (?, ?) "
                "AND setting_value <> '' ORDER BY setting_key = ? DESC LIMIT 1");
SQL(q_write, "INSERT INTO site_settings (setting_key, setting_value, is_secret, created_at, updated_at) "
             "VALUES (?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE setting_value = VALUES(setting_value), "
             "is_secret = VALUES(is_secret), updated_at = VALUES(updated_at), version = version + 1");

#define DESK_COLUMNS                                                                               \
	"SELECT id, setting_key, setting_value, version, updated_at FROM site_settings "
SQL(q_desk, DESK_COLUMNS "ORDER BY setting_key LIMIT 200");
SQL(q_get, DESK_COLUMNS "WHERE setting_key = ?");
SQL(q_lock, DESK_COLUMNS "WHERE setting_key = ? FOR UPDATE");
SQL(q_add, "INSERT INTO site_settings (setting_key, setting_value, is_secret, created_at, "
           "updated_at) VALUES (?, ?, ?, ?, ?)");
SQL(q_set, "UPDATE site_settings SET setting_value = ?, is_secret = ?, version = version + 1, "
           "updated_at = ? WHERE setting_key = ? AND version = ?");

enum setting_kind { S_STR, S_LINES, S_NUM, S_FLAG, S_HOUR, S_CHOICE, S_SECRET };

struct setting {
	const char *name;
	enum setting_kind kind;
	size_t off;
	const char *choices;
	int64_t min, max;
	bool is_public;
	const char *help;
};

enum { PRIVATE, PUBLIC };
#define AT(n) offsetof(struct settings, n)
#define SETTING_STR(n, d, lo, hi, a, h) { #n, S_STR, AT(n), NULL, lo, hi, a, h },
#define SETTING_NUM(n, d, lo, hi, a, h) { #n, S_NUM, AT(n), NULL, lo, hi, a, h },
#define SETTING_FLAG(n, d, a, h) { #n, S_FLAG, AT(n), NULL, 0, 1, a, h },
#define SETTING_HOUR(n, d, a, h) { #n, S_HOUR, AT(n), NULL, 0, 1440, a, h },
#define SETTING_CHOICE(n, d, list, a, h) { #n, S_CHOICE, AT(n), list, 0, 0, a, h },
#define SETTING_SECRET(n, a, h) { #n, S_SECRET, AT(n), NULL, 0, 2000, a, h },
#define SETTING_LINES(n, hi, a, h) { #n, S_LINES, 0, NULL, 0, hi, a, h },
static const struct setting all[] = {
#include "ops/setting.def"
};
#undef SETTING_STR
#undef SETTING_NUM
#undef SETTING_FLAG
#undef SETTING_HOUR
#undef SETTING_CHOICE
#undef SETTING_SECRET
#undef SETTING_LINES

#define SETTING_STR(n, d, lo, hi, a, h) .n = d,
#define SETTING_NUM(n, d, lo, hi, a, h) .n = d,
#define SETTING_FLAG(n, d, a, h) .n = d,
#define SETTING_HOUR(n, d, a, h) .n = { d },
#define SETTING_CHOICE(n, d, list, a, h) .n = d,
#define SETTING_SECRET(n, a, h) .n = "",
#define SETTING_LINES(n, hi, a, h)
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
	case S_STR: case S_SECRET: case S_LINES:
		n = (int64_t)strlen(text);
		if (n < s->min || n > s->max)
			return "length";
		if (s->kind != S_LINES)
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
		if (!str_among(text, s->choices))
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
	TRY(db_all(cx, &q_all, row_cols, &rows, &n, ROWS_MAX));
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
setting_page(struct ctx *cx, const char *name, const char **ret_text, const char **ret_language)
{
	const char *own = arena_fmt(cx->mem, "page_%s_%s", name, ctx_language(cx));
	struct row row;

	TRY(db_one(cx, &q_page, row_cols, &row, STR(arena_fmt(cx->mem, "page_%s_en", name)),
	           STR(arena_fmt(cx->mem, "page_%s_ar", name)), STR(own)));
	*ret_text = row.setting_value;
	*ret_language = arena_str(cx->mem, row.setting_key + strlen(row.setting_key) - 2);
	return OK;
}

/* ---- writing ---- */

/* A gateway at any other address is spoken to over TLS only: what it is told are codes. */
static bool
is_gateway(const char *url)
{
	return !*url || str_starts(url, "https://") || str_starts(url, "http://127.0.0.1:") ||
	       str_starts(url, "http://127.0.0.1/");
}

/* NULL, or what is wrong with the text beyond kind and limits. */
static const char *
odd(struct ctx *cx, const struct setting *s, const char *text)
{
	if (s->kind == S_STR && (str_has_control(text) || strpbrk(text, "\n\t")))
		return "letters";
	if (s->kind == S_LINES && str_has_control(text))
		return "letters";
	if (str_eq(s->name, "timezone") && !clock_zone(text))
		return "unknown";
	if (str_eq(s->name, "currency") && strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 3)
		return "format";
	if (str_eq(s->name, "phone_countries") && text[strspn(text, "+0123456789 ")])
		return "format";
	if (str_among(s->name, "support_email|contact_email") && *text && !email_normalize(cx->mem, text))
		return "format";
	return NULL;
}

/* Flags are stored as 1 and 0. */
static enum err
check(struct ctx *cx, const struct setting *s, const char **text)
{
	const char *wrong;

	if (s->kind == S_FLAG && str_among(*text, "true|false"))
		*text = str_eq(*text, "true") ? "1" : "0";
	wrong = take(s, *text, NULL);
	if (!wrong)
		wrong = odd(cx, s, *text);
	return wrong ? fail_at(cx, E_INVALID, "value", "%s: %s", s->name, wrong) : OK;
}

static const char *
as_stored(struct ctx *cx, const struct setting *s, const char *text)
{
	if (s->kind != S_SECRET)
		return text;
	if (!text || !*text)
		return NULL;		/* there is none any more */
	return seal(cx, arena_fmt(cx->mem, "site_settings|%s", s->name), text, strlen(text));
}

enum err
setting_write(struct ctx *cx, const char *name, const char *text)
{
	const struct setting *s = find(name);

	if (!s)
		return fail(cx, E_NOT_FOUND, "setting %s", name);
	TRY(check(cx, s, &text));
	return db_exec(cx, &q_write, NULL, STR(name), STR(as_stored(cx, s, text)),
	               FLAG(s->kind == S_SECRET), TIME(cx->now), TIME(cx->now));
}

/* ---- at the desk ---- */

struct desk_row {
	int64_t id;
	const char *setting_key, *setting_value;
	int32_t version;
	int64_t updated_at;
};
static const struct col desk_cols[] = {
	COL(struct desk_row, id), COL(struct desk_row, setting_key),
	COL(struct desk_row, setting_value), COL(struct desk_row, version),
	COL_TIME(struct desk_row, updated_at),
};

static const char *
value_text(struct ctx *cx, const struct setting *s, const struct settings *from)
{
	const char *at = (const char *)from + s->off;
	char text[CLOCK_TEXT];

	switch (s->kind) {
	case S_STR: case S_CHOICE:
		return *(const char *const *)at;
	case S_NUM:
		return arena_fmt(cx->mem, "%lld", (long long)*(const int64_t *)at);
	case S_FLAG:
		return *(const bool *)at ? "true" : "false";
	case S_HOUR:
		return arena_str(cx->mem, hour_text(*(const struct hour *)at, text));
	case S_LINES:
		return "";
	case S_SECRET:
		break;
	}
	return NULL;
}

static const char *
choices_json(struct ctx *cx, const char *choices)
{
	struct buf b = buf_in(cx->mem, 2000);

	if (!choices)
		return NULL;
	buf_str(&b, "[\"");
	for (const char *c = choices; *c; c++)
		if (*c == '|')
			buf_str(&b, "\",\"");
		else
			buf_char(&b, *c);
	buf_str(&b, "\"]");
	return b.data;
}

/* `row` NULL: it was never set. */
static struct setting_entry
entry(struct ctx *cx, const struct setting *s, const struct desk_row *row)
{
	static const char *const types[] = {
		[S_STR] = "text", [S_LINES] = "lines", [S_NUM] = "number", [S_FLAG] = "flag", [S_HOUR] = "hour",
		[S_CHOICE] = "choice", [S_SECRET] = "secret",
	};
	const char *text = row ? row->setting_value : NULL;
	struct settings now = defaults;
	/* What does not fit counts as the default, here as in settings_read. */
	bool is_set = text && (s->kind == S_SECRET || take(s, text, &now) == NULL);

	return (struct setting_entry){
		.name = s->name, .type = types[s->kind],
		.value = s->kind == S_LINES && is_set ? text : value_text(cx, s, &now),
		.usual = value_text(cx, s, &defaults), .choices = choices_json(cx, s->choices),
		.min = s->min, .max = s->max, .help = s->help, .is_public = s->is_public,
		.is_set = is_set, .version = row ? row->version : 0,
		.updated_at = row ? row->updated_at : 0,
	};
}

enum err
setting_list(struct ctx *cx, struct setting_list *ret)
{
	size_t all_n = sizeof all / sizeof *all, n;
	struct desk_row *rows;

	TRY(db_all(cx, &q_desk, desk_cols, &rows, &n, ROWS_MAX));
	ret->items = arena_array(cx->mem, struct setting_entry, all_n);
	ret->items_n = all_n;
	for (size_t i = 0; i < all_n; i++) {
		size_t k = 0;
		while (k < n && !str_eq(rows[k].setting_key, all[i].name))
			k++;
		ret->items[i] = entry(cx, &all[i], k < n ? &rows[k] : NULL);
	}
	return OK;
}

/* What the journal keeps of it: of a secret only whether there is one. */
static const char *
entry_json(struct ctx *cx, const struct setting_entry *e)
{
	struct buf b = buf_in(cx->mem, JOURNAL_BYTES);

	buf_str(&b, "{\"name\":");
	buf_json(&b, e->name);
	if (str_eq(e->type, "secret")) {
		buf_fmt(&b, ",\"is_set\":%s}", e->is_set ? "true" : "false");
	} else {
		buf_str(&b, ",\"value\":");
		buf_json(&b, e->value);
		buf_char(&b, '}');
	}
	return b.data;
}

static enum err
outdated(struct ctx *cx, const struct setting *s, const struct desk_row *row, int32_t version)
{
	struct setting_entry now = entry(cx, s, row);

	cx->detail = arena_copy(cx->mem, &now, sizeof now);
	return fail_at(cx, E_CONFLICT, "version", "version %d, now %d", version, now.version);
}

/* The locked row of the setting, if it has one, becomes this. */
static enum err
store(struct ctx *cx, const struct setting *s, const struct desk_row *old, const char *text,
      struct setting_entry *ret)
{
	struct desk_row row = { 0 };
	bool is_secret = s->kind == S_SECRET;
	const char *stored = as_stored(cx, s, text);
	struct setting_entry before = entry(cx, s, old);

	if (old)
		TRY(db_exec(cx, &q_set, NULL, STR(stored), FLAG(is_secret), TIME(cx->now),
		            STR(s->name), I32(old->version)));
	else
		TRY(db_exec(cx, &q_add, NULL, STR(s->name), STR(stored), FLAG(is_secret),
		            TIME(cx->now), TIME(cx->now)));
	TRY(db_one(cx, &q_get, desk_cols, &row, STR(s->name)));
	*ret = entry(cx, s, &row);
	return audit_write(cx, "setting.set", "site_settings", row.id, entry_json(cx, &before),
	                   entry_json(cx, ret), NULL);
}

/* The headers, which log in at the gateway, were for the address before. */
static enum err
forget_headers(struct ctx *cx)
{
	const struct setting *s = find("sms_headers");
	struct desk_row row = { 0 };
	struct setting_entry gone;
	bool found;

	TRY(db_maybe(cx, &q_lock, desk_cols, &row, &found, STR(s->name)));
	return found && row.setting_value ? store(cx, s, &row, NULL, &gone) : OK;
}

enum err
setting_change(struct ctx *cx, const char *name, int32_t version, const char *text,
               struct setting_entry *ret)
{
	const struct setting *s = find(name);
	struct desk_row old = { 0 };
	bool found;
	enum err e;

	if (!s)
		return fail(cx, E_NOT_FOUND, "setting %s", name);
	TRY(db_maybe(cx, &q_lock, desk_cols, &old, &found, STR(name)));
	if (old.version != version)
		return outdated(cx, s, found ? &old : NULL, version);
	TRY(check(cx, s, &text));
	if (str_eq(name, "sms_url") && !is_gateway(text))
		return fail_at(cx, E_INVALID, "value", "neither TLS nor this machine");
	e = store(cx, s, found ? &old : NULL, text, ret);
	if (e == E_DUPLICATE) {		/* somebody was the first to set it, just now */
		TRY(db_one(cx, &q_get, desk_cols, &old, STR(name)));
		return outdated(cx, s, &old, version);
	}
	TRY(e);
	if (str_eq(name, "sms_url") && !str_eq(found ? old.setting_value : NULL, text))
		TRY(forget_headers(cx));
	return OK;
}
