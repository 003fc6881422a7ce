/* SPDX-License-Identifier: MIT */
/* One field after the other; every fault is noted, none ends the reading. */
#include "web/input.h"

#include "base/str.h"

#include <ctype.h>

/* A value before it is understood: text of an address or header, or a JSON value. */
struct raw { const char *text; const struct json *json; };

static const struct { const char *code, *text[2]; } faults[] = {
	{ "required",  { "This is needed.", "هذا الحقل مطلوب." } },
	{ "type",      { "This is not of the right type.", "نوع القيمة غير صحيح." } },
	{ "min",       { "This is less than %s.", "القيمة أقل من %s." } },
	{ "max",       { "This is more than %s.", "القيمة أكبر من %s." } },
	{ "too_short", { "This needs at least %s characters.", "الحد الأدنى %s من الأحرف." } },
	{ "too_long",  { "This may have at most %s characters.", "الحد الأقصى %s من الأحرف." } },
	{ "too_few",   { "This needs at least %s entries.", "الحد الأدنى %s من العناصر." } },
	{ "too_many",  { "This may have at most %s entries.", "الحد الأقصى %s من العناصر." } },
	{ "choice",    { "This must be one of: %s.", "يجب أن تكون القيمة واحدة من: %s." } },
	{ "format",    { "This does not have the right form.", "صيغة القيمة غير صحيحة." } },
	{ "control",   { "This holds characters that cannot be used here.", "يحتوي على رموز غير مسموح بها." } },
	{ "unknown",   { "This is not known here.", "هذا الحقل غير معروف هنا." } },
	{ "twice",     { "This was given twice.", "تكرر هذا الحقل." } },
};

static bool
note(struct ctx *cx, const char *field, const char *code, const char *bound)
{
	size_t i = 0;

	while (strcmp(faults[i].code, code) != 0)
		BUG_ON(++i == sizeof faults / sizeof *faults);
	const char *text = faults[i].text[cx->lang], *mark = strstr(text, "%s");
	if (mark)
		text = arena_fmt(cx->mem, "%.*s%s%s", (int)(mark - text), text, bound, mark + 2);
	fault_add(cx, field, code, text);
	return false;
}

enum err
input_needs(struct ctx *cx, const char *field)
{
	note(cx, field, "required", NULL);
	return fail(cx, E_INVALID, "%s is needed here", field);
}

static bool
note_number(struct ctx *cx, const char *field, const char *code, int64_t bound)
{
	return note(cx, field, code, arena_fmt(cx->mem, "%lld", (long long)bound));
}

static bool
in_range(struct ctx *cx, const struct field *f, const char *name, int64_t v)
{
	if (v < f->min)
		return note_number(cx, name, "min", f->min);
	if (v > f->max)
		return note_number(cx, name, "max", f->max);
	return true;
}

static bool
read_number(struct ctx *cx, const struct field *f, const char *name, struct raw raw, int64_t *ret)
{
	if (raw.text ? !int_parse(raw.text, ret) : json_kind(raw.json) != JSON_INT)
		return note(cx, name, "type", NULL);
	if (raw.json)
		*ret = json_int(raw.json);
	return f->kind == K_id ? *ret >= 1 || note(cx, name, "min", "1") : in_range(cx, f, name, *ret);
}

static bool
read_flag(struct ctx *cx, const char *name, struct raw raw, bool *ret)
{
	if (raw.json) {
		*ret = json_kind(raw.json) == JSON_FLAG && json_flag(raw.json);
		return json_kind(raw.json) == JSON_FLAG || note(cx, name, "type", NULL);
	}
	*ret = str_eq(raw.text, "true");
	return *ret || str_eq(raw.text, "false") || note(cx, name, "type", NULL);
}

/* The bytes of a text value; NULL and a fault when it is none, or holds a NUL. */
static const char *
text_of(struct ctx *cx, const char *name, struct raw raw)
{
	size_t n;
	const char *s;

	if (raw.text)
		return raw.text;
	if (json_kind(raw.json) != JSON_TEXT)
		return note(cx, name, "type", NULL) ? "" : NULL;
	s = json_text(raw.json, &n);
	if (strlen(s) != n)
		return note(cx, name, "control", NULL) ? "" : NULL;
	return arena_str(cx->mem, s);
}

static bool
read_text(struct ctx *cx, const struct field *f, const char *name, struct raw raw, const char **ret)
{
	const char *s = text_of(cx, name, raw);

	if (!s)
		return false;
	if (f->kind != K_secret) {
		s = str_trim(cx->mem, s);
		if (str_has_control(s) || (f->kind == K_str && strpbrk(s, "\n\t")))
			return note(cx, name, "control", NULL);
	}
	int64_t n = (int64_t)(f->kind == K_secret ? strlen(s) : utf8_length(s));
	if (n == 0 && f->optional)
		return true;	/* blanks alone are as if it had been left out */
	if (n < f->min)
		return n == 0 ? note(cx, name, "required", NULL)
		              : note_number(cx, name, "too_short", f->min);
	if (n > f->max)
		return note_number(cx, name, "too_long", f->max);
	*ret = s;
	return true;
}

static bool read_members(struct ctx *cx, const struct shape *shape, const char *prefix,
                         const struct json *object, void *ret);

static bool
read_list(struct ctx *cx, const struct field *f, const char *name, struct raw raw, char *to)
{
	const struct shape *of = f->of();
	size_t n;
	char *items;
	bool ok = true;

	if (json_kind(raw.json) != JSON_LIST)
		return note(cx, name, "type", NULL);
	n = json_list_length(raw.json);
	if ((int64_t)n < f->min)
		return note_number(cx, name, "too_few", f->min);
	if ((int64_t)n > f->max)
		return note_number(cx, name, "too_many", f->max);
	items = arena_alloc_n(cx->mem, of->size, n + 1);
	for (size_t i = 0; i < n; i++) {
		const char *prefix = arena_fmt(cx->mem, "%s.%zu", name, i);
		const struct json *v = json_list_at(raw.json, i);

		if (json_kind(v) != JSON_OBJECT)
			ok = note(cx, prefix, "type", NULL);
		else
			ok = read_members(cx, of, prefix, v, items + i * of->size) && ok;
	}
	*(const void **)(to + f->off) = items;
	*(size_t *)(to + f->off_n) = n;
	return ok;
}

static bool
read_ids(struct ctx *cx, const struct field *f, const char *name, struct raw raw, char *to)
{
	int64_t *ids;
	size_t n;

	if (json_kind(raw.json) != JSON_LIST)
		return note(cx, name, "type", NULL);
	n = json_list_length(raw.json);
	if ((int64_t)n < f->min)
		return note_number(cx, name, "too_few", f->min);
	if ((int64_t)n > f->max)
		return note_number(cx, name, "too_many", f->max);
	ids = arena_array(cx->mem, int64_t, n + 1);
	for (size_t i = 0; i < n; i++) {
		const struct json *v = json_list_at(raw.json, i);
		const char *which = arena_fmt(cx->mem, "%s.%zu", name, i);

		if (json_kind(v) != JSON_INT)
			return note(cx, which, "type", NULL);
		ids[i] = json_int(v);
		if (ids[i] < 1)
			return note(cx, which, "min", "1");
	}
	*(const int64_t **)(to + f->off) = ids;
	*(size_t *)(to + f->off_n) = n;
	return true;
}

static void
set_default(const struct field *f, char *to)
{
	void *at = to + f->off;

	switch (f->kind) {
	case K_i32:   *(int32_t *)at = (int32_t)f->def; break;
	case K_id: case K_i64: case K_time: *(int64_t *)at = f->def; break;
	case K_flag:  *(bool *)at = f->def != 0; break;
	case K_switch: *(int32_t *)at = SWITCH_KEEP; break;
	case K_limit: *(int32_t *)at = -1; break;
	case K_money: *(struct money *)at = MONEY_NONE; break;
	case K_date:  *(struct day *)at = DAY_NONE; break;
	case K_hour:  *(struct hour *)at = HOUR_NONE; break;
	default: break;		/* text and lists are NULL already */
	}
}

static bool
read_field(struct ctx *cx, const struct field *f, const char *name, struct raw raw, char *to)
{
	void *at = to + f->off;
	const char *s = NULL;
	int64_t v = 0;
	bool ok = true;

	switch (f->kind) {
	case K_id: case K_i64:
		return read_number(cx, f, name, raw, at);
	case K_i32: case K_limit:
		ok = read_number(cx, f, name, raw, &v);
		*(int32_t *)at = (int32_t)v;
		return ok;
	case K_flag:
		return read_flag(cx, name, raw, at);
	case K_switch: {
		bool on;
		ok = read_flag(cx, name, raw, &on);
		*(int32_t *)at = on ? SWITCH_ON : SWITCH_OFF;
		return ok;
	}
	case K_ids:
		return read_ids(cx, f, name, raw, to);
	case K_list:
		return read_list(cx, f, name, raw, to);
	case K_file:
		*(const char **)at = raw.text;
		return true;
	case K_str: case K_text: case K_secret:
		return read_text(cx, f, name, raw, at);
	default:
		break;
	}
	s = text_of(cx, name, raw);
	if (!s)
		return false;
	switch (f->kind) {
	case K_money:
		if (!money_parse(s, at))
			return note(cx, name, "format", NULL);
		v = ((struct money *)at)->minor;
		if (v < f->min || v > f->max) {
			char bound[MONEY_TEXT];
			return note(cx, name, v < f->min ? "min" : "max",
			            money_text(money_of(v < f->min ? f->min : f->max), bound));
		}
		return true;
	case K_date:
		ok = day_parse(s, at);
		break;
	case K_time:
		ok = clock_parse(s, at);
		break;
	case K_hour:
		ok = hour_parse(s, at);
		break;
	case K_phone:
		ok = (*(const char **)at = phone_normalize(cx->mem, s)) != NULL;
		break;
	case K_email:
		ok = (*(const char **)at = email_normalize(cx->mem, s)) != NULL;
		break;
	case K_code:
		ok = (*(const char **)at = digits_normalize(cx->mem, s, 6)) != NULL;
		break;
	case K_choice:
		*(const char **)at = s;
		return str_among(s, f->choices) || note(cx, name, "choice", f->choices);
	default:
		BUG_ON(true);
	}
	return ok || note(cx, name, "format", NULL);
}

/* ---- the body ---- */

struct unknown_search { struct ctx *cx; const struct shape *shape; const char *prefix; bool found; };

static void
look_for_unknown(void *arg, const char *name, size_t name_n, const struct json *value)
{
	struct unknown_search *u = arg;
	(void)value;

	for (size_t i = 0; i < u->shape->fields_n; i++) {
		const struct field *f = &u->shape->fields[i];
		if (f->place == BODY && strlen(f->name) == name_n && memcmp(f->name, name, name_n) == 0)
			return;
	}
	u->found = true;
	note(u->cx, arena_fmt(u->cx->mem, "%s%s%.64s", u->prefix, *u->prefix ? "." : "", name),
	     "unknown", NULL);
}

static bool
read_members(struct ctx *cx, const struct shape *shape, const char *prefix,
             const struct json *object, void *ret)
{
	struct unknown_search u = { cx, shape, prefix, false };
	bool ok = true;

	if (object)
		json_members(object, look_for_unknown, &u);
	for (size_t i = 0; i < shape->fields_n; i++) {
		const struct field *f = &shape->fields[i];
		if (f->place != BODY)
			continue;
		const struct json *v = object ? json_member(object, f->name) : NULL;
		const char *name = *prefix ? arena_fmt(cx->mem, "%s.%s", prefix, f->name) : f->name;
		set_default(f, ret);
		if (!v || json_kind(v) == JSON_NULL)
			ok = (f->optional || note(cx, name, "required", NULL)) && ok;
		else
			ok = read_field(cx, f, name, (struct raw){ NULL, v }, ret) && ok;
	}
	return ok && !u.found;
}

/* ---- address, query and header fields ---- */

static const char *
path_value(const struct match *m, const char *name)
{
	for (size_t i = 0; i < m->route->n; i++)
		if (m->route->param[i] && str_eq(m->route->param[i], name))
			return m->value[i];
	return NULL;
}

struct pair { const char *name, *value; };

/* The pairs of a query; false with faults when one is unknown, repeated or malformed. */
static bool
read_query(struct ctx *cx, const struct shape *shape, const char *query, struct pair *pairs,
           size_t max, size_t *n)
{
	bool ok = true;

	*n = 0;
	while (query && *query) {
		size_t len = strcspn(query, "&");
		const char *eq = memchr(query, '=', len);
		size_t name_n = eq ? (size_t)(eq - query) : len;
		char *name = percent_decode(cx->mem, query, name_n, true);
		char *value = eq ? percent_decode(cx->mem, eq + 1, len - name_n - 1, true) : NULL;
		bool known = false;

		if (len > 0) {
			for (size_t i = 0; name && i < shape->fields_n; i++)
				known = known || (shape->fields[i].place == QUERY &&
				                  str_eq(shape->fields[i].name, name));
			if (!known)
				ok = note(cx, name ? arena_fmt(cx->mem, "%.64s", name) : "?", "unknown",
				          NULL);
			for (size_t i = 0; known && i < *n; i++)
				if (str_eq(pairs[i].name, name))
					ok = note(cx, name, "twice", NULL);
			if (known && !value)
				ok = note(cx, name, "format", NULL);
			if (known && value && *n < max)
				pairs[(*n)++] = (struct pair){ name, value };
		}
		query += len + (query[len] == '&');
	}
	return ok;
}

char *
input_header_param(struct arena *mem, const char *field)
{
	char *p = arena_fmt(mem, "HTTP_%s", field);

	for (char *c = p; *c; c++)
		*c = (char)toupper((unsigned char)*c);
	return p;
}

bool
input_takes(const struct shape *shape, enum place place)
{
	for (size_t i = 0; i < shape->fields_n; i++)
		if (shape->fields[i].place == place)
			return true;
	return false;
}

enum err
input_read(struct ctx *cx, const struct shape *shape, const struct match *match,
           const struct request *rq, const struct json *body, void *ret)
{
	struct pair pairs[32];
	size_t pairs_n;
	bool known = read_query(cx, shape, request_param(rq, "QUERY_STRING"), pairs, 32, &pairs_n);
	bool ok = known;

	for (size_t i = 0; i < shape->fields_n; i++) {
		const struct field *f = &shape->fields[i];
		const char *text = NULL;

		if (f->place == BODY)
			continue;
		if (f->place == PATH)
			text = path_value(match, f->name);
		else if (f->place == HEADER)
			text = request_param(rq, input_header_param(cx->mem, f->name));
		else if (f->place == CONTENT)
			text = request_param(rq, CONTENT_PARAM);
		for (size_t k = 0; f->place == QUERY && k < pairs_n; k++)
			if (str_eq(pairs[k].name, f->name))
				text = pairs[k].value;
		set_default(f, ret);
		if (text && f->place == HEADER && !utf8_valid(text, strlen(text)))
			ok = note(cx, f->name, "format", NULL);
		else if (text && (*text || f->place == PATH))
			ok = read_field(cx, f, f->name, (struct raw){ text, NULL }, ret) && ok;
		else if (!f->optional)
			ok = note(cx, f->name, "required", NULL);
	}
	if (body && json_kind(body) != JSON_OBJECT)
		return fail(cx, E_BAD_JSON, "the body is not an object");
	if (input_takes(shape, BODY))
		ok = read_members(cx, shape, "", body, ret) && ok;
	if (ok)
		return OK;
	for (const struct field_fault *f = cx->faults; f; f = f->next)
		if (str_eq(f->code, "unknown") || str_eq(f->code, "twice"))
			return fail(cx, E_UNKNOWN_FIELD, "undeclared or repeated input");
	/* A path that cannot be what its parameter is leads nowhere. */
	for (size_t i = 0; i < shape->fields_n; i++)
		for (const struct field_fault *f = cx->faults; f; f = f->next)
			if (shape->fields[i].place == PATH && str_eq(f->field, shape->fields[i].name))
				return fail(cx, E_NOT_FOUND, "no such %s", f->field);
	return fail(cx, E_INVALID, "invalid input");
}
