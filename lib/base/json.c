/* SPDX-License-Identifier: MIT */
/* JSON: the strict scan, and json-c behind it.  The only file that includes json-c. */
#include "base/json.h"
#include "base/buf.h"
#include "base/str.h"
#include <json-c/json.h>

struct scan {
	struct arena *mem;
	const char *p, *end;
	int depth;
	const char *wrong;
	enum err e;
};

/* A text without its quotes; names of one object are a list. */
struct text {
	struct text *before;
	const char *s;
	size_t n;
	bool escaped;
};

static bool
refuse(struct scan *s, const char *wrong)
{
	s->wrong = wrong;
	s->e = E_BAD_JSON;
	return false;
}

/* JSON, but not for us. */
static bool
refuse_name(struct scan *s, const char *wrong)
{
	s->wrong = wrong;
	s->e = E_UNKNOWN_FIELD;
	return false;
}

static bool
take(struct scan *s, char c)
{
	if (s->p == s->end || *s->p != c)
		return false;
	s->p++;
	return true;
}

static void
skip_blanks(struct scan *s)
{
	while (take(s, ' ') || take(s, '\t') || take(s, '\n') || take(s, '\r'))
		;
}

static bool
take_digits(struct scan *s)
{
	const char *from = s->p;

	while (s->p < s->end && *s->p >= '0' && *s->p <= '9')
		s->p++;
	return s->p > from;
}

static bool
scan_number(struct scan *s)
{
	take(s, '-');
	if (!take(s, '0') && !take_digits(s))
		return refuse(s, "a value was expected");
	if (take(s, '.') && !take_digits(s))
		return refuse(s, "a digit was expected behind the point");
	if (take(s, 'e') || take(s, 'E')) {
		if (!take(s, '-'))
			take(s, '+');
		if (!take_digits(s))
			return refuse(s, "a digit was expected in the exponent");
	}
	return true;
}

static bool
scan_word(struct scan *s, const char *word)
{
	size_t n = strlen(word);

	if ((size_t)(s->end - s->p) < n || memcmp(s->p, word, n) != 0)
		return refuse(s, "a value was expected");
	s->p += n;
	return true;
}

static bool
scan_hex4(struct scan *s, uint32_t *ret)
{
	uint32_t v = 0;

	for (int i = 0; i < 4; i++, s->p++) {
		uint32_t c = s->p < s->end ? (unsigned char)*s->p : 0, letter = c | 0x20;

		if (c >= '0' && c <= '9')
			v = v << 4 | (c - '0');
		else if (letter >= 'a' && letter <= 'f')
			v = v << 4 | (letter - 'a' + 10);
		else
			return refuse(s, "four hexadecimal digits were expected");
	}
	*ret = v;
	return true;
}

/* What follows a backslash, as a code point. */
static bool
scan_escape(struct scan *s, uint32_t *ret)
{
	static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
	uint32_t low;

	for (size_t i = 0; letters[i]; i++) {
		if (take(s, letters[i])) {
			*ret = (unsigned char)meanings[i];
			return true;
		}
	}
	if (!take(s, 'u'))
		return refuse(s, "there is no such escape");
	if (!scan_hex4(s, ret))
		return false;
	if (*ret < 0xd800 || *ret > 0xdfff)
		return true;
	if (*ret > 0xdbff || !take(s, '\\') || !take(s, 'u'))
		return refuse(s, "a surrogate stands alone");
	if (!scan_hex4(s, &low))
		return false;
	if (low < 0xdc00 || low > 0xdfff)
		return refuse(s, "a surrogate stands alone");
	*ret = 0x10000 + ((*ret - 0xd800) << 10) + (low - 0xdc00);
	return true;
}

static bool
scan_text(struct scan *s, struct text *ret)
{
	uint32_t c;

	*ret = (struct text){ .s = s->p };
	while (!take(s, '"')) {
		if (s->p == s->end)
			return refuse(s, "a text does not end");
		if ((unsigned char)*s->p < 0x20)
			return refuse(s, "a control character stands in a text");
		if (!take(s, '\\'))
			s->p++;
		else if (scan_escape(s, &c))
			ret->escaped = true;
		else
			return false;
	}
	ret->n = (size_t)(s->p - ret->s) - 1;
	return utf8_valid(ret->s, ret->n) || refuse(s, "a text is not UTF-8");
}

/* Replaces escapes by what they mean, so that names can be compared. */
static void
decode(struct scan *s, struct text *t)
{
	struct scan in = { .p = t->s, .end = t->s + t->n };
	char *begin = arena_alloc(s->mem, t->n), *to = begin; /* escapes are longer */
	uint32_t c = 0;

	while (in.p < in.end) {
		if (!take(&in, '\\')) {
			*to++ = *in.p++;
		} else {
			BUG_ON(!scan_escape(&in, &c)); /* it went well before */
			to = utf8_put(to, c);
		}
	}
	t->s = begin;
	t->n = (size_t)(to - begin);
}

static bool scan_value(struct scan *s);

static bool
scan_member(struct scan *s, struct text **names)
{
	struct text *name = arena_new_of(s->mem, struct text);

	if (!take(s, '"'))
		return refuse(s, "a name in quotation marks was expected");
	if (!scan_text(s, name))
		return false;
	if (name->escaped)
		decode(s, name);
	for (const struct text *t = *names; t; t = t->before) {
		if (t->n == name->n && memcmp(t->s, name->s, t->n) == 0)
			return refuse_name(s, "a name is repeated");
	}
	/* json-c would cut the name there, and it could become one that we know. */
	if (memchr(name->s, '\0', name->n))
		return refuse_name(s, "a name has a NUL character");
	name->before = *names;
	*names = name;
	skip_blanks(s);
	return take(s, ':') ? scan_value(s) : refuse(s, "a colon was expected");
}

static bool
scan_object(struct scan *s)
{
	struct text *names = NULL;

	skip_blanks(s);
	if (take(s, '}'))
		return true;
	for (int n = 0;; n++) {
		if (n == JSON_MEMBERS)
			return refuse(s, "an object has too many members");
		skip_blanks(s);
		if (!scan_member(s, &names))
			return false;
		if (take(s, '}'))
			return true;
		if (!take(s, ','))
			return refuse(s, "a comma or the end of the object was expected");
	}
}

static bool
scan_list(struct scan *s)
{
	skip_blanks(s);
	if (take(s, ']'))
		return true;
	for (;;) {
		if (!scan_value(s))
			return false;
		if (take(s, ']'))
			return true;
		if (!take(s, ','))
			return refuse(s, "a comma or the end of the list was expected");
	}
}

/* Blanks, a value, blanks. */
static bool
scan_value(struct scan *s)
{
	struct text text;
	bool good;

	skip_blanks(s);
	if (s->p == s->end)
		return refuse(s, "a value was expected");
	if (*s->p == '{' || *s->p == '[') {
		if (s->depth++ == JSON_DEPTH)
			return refuse(s, "there are too many levels");
		good = take(s, '{') ? scan_object(s) : take(s, '[') && scan_list(s);
		s->depth--;
	} else if (take(s, '"')) {
		good = scan_text(s, &text);
	} else if (*s->p == 't') {
		good = scan_word(s, "true");
	} else if (*s->p == 'f') {
		good = scan_word(s, "false");
	} else if (*s->p == 'n') {
		good = scan_word(s, "null");
	} else {
		good = scan_number(s);
	}
	skip_blanks(s);
	return good;
}

static bool
scan(struct scan *s, size_t n)
{
	if (n > JSON_BYTES)
		return refuse(s, "it is too long");
	if (!scan_value(s))
		return false;
	return s->p == s->end || refuse(s, "something follows the value");
}

const char *
json_scan(struct arena *mem, const char *text, size_t n, size_t *at)
{
	struct scan s = { .mem = mem, .p = text, .end = text + n };

	scan(&s, n);
	*at = (size_t)(s.p - text);
	return s.wrong;
}

/* A value is a json_object, but json-c's null is NULL, which here means that there is nothing. */
struct json {
	char unused;
};
static const struct json null_value;

static const struct json *
wrap(struct json_object *o)
{
	return o ? (const struct json *)o : &null_value;
}

static struct json_object *
unwrap(const struct json *v)
{
	BUG_ON(!v);
	return v == &null_value ? NULL : (struct json_object *)v;
}

static void
free_tokener(void *tokener)
{
	json_tokener_free(tokener);
}

static void
free_value(void *value)
{
	json_object_put(value);
}

enum err
json_parse(struct ctx *cx, const char *text, size_t n, const struct json **ret)
{
	struct scan s = { .mem = cx->mem, .p = text, .end = text + n };
	struct json_tokener *tokener;
	struct json_object *value;

	if (!scan(&s, n))
		return fail(cx, s.e, "byte %zu: %s", (size_t)(s.p - text), s.wrong);
	tokener = json_tokener_new_ex(JSON_DEPTH + 1);
	BUG_ON(!tokener);
	arena_defer(cx->mem, free_tokener, tokener);
	value = json_tokener_parse_ex(tokener, text, (int)n);
	if (json_tokener_get_error(tokener) == json_tokener_continue)
		value =
		    json_tokener_parse_ex(tokener, "", 1); /* a number ends where the text does */
	if (json_tokener_get_error(tokener) != json_tokener_success)
		return fail(cx, E_BAD_JSON, "json-c: %s",
			    json_tokener_error_desc(json_tokener_get_error(tokener)));
	arena_defer(cx->mem, free_value, value);
	*ret = wrap(value);
	return OK;
}

enum json_kind
json_kind(const struct json *v)
{
	switch (json_object_get_type(unwrap(v))) {
	case json_type_boolean:
		return JSON_FLAG;
	case json_type_int:
		return JSON_INT;
	case json_type_double:
		return JSON_REAL;
	case json_type_string:
		return JSON_TEXT;
	case json_type_array:
		return JSON_LIST;
	case json_type_object:
		return JSON_OBJECT;
	case json_type_null:
		break;
	}
	return JSON_NULL;
}

bool
json_flag(const struct json *v)
{
	BUG_ON(json_kind(v) != JSON_FLAG);
	return json_object_get_boolean(unwrap(v));
}

int64_t
json_int(const struct json *v)
{
	BUG_ON(json_kind(v) != JSON_INT);
	return json_object_get_int64(unwrap(v));
}

const char *
json_text(const struct json *v, size_t *n)
{
	BUG_ON(json_kind(v) != JSON_TEXT);
	*n = (size_t)json_object_get_string_len(unwrap(v));
	return json_object_get_string(unwrap(v));
}

size_t
json_list_length(const struct json *v)
{
	BUG_ON(json_kind(v) != JSON_LIST);
	return json_object_array_length(unwrap(v));
}

const struct json *
json_list_at(const struct json *v, size_t i)
{
	BUG_ON(i >= json_list_length(v));
	return wrap(json_object_array_get_idx(unwrap(v), i));
}

const struct json *
json_member(const struct json *v, const char *name)
{
	struct json_object *member;

	BUG_ON(json_kind(v) != JSON_OBJECT);
	return json_object_object_get_ex(unwrap(v), name, &member) ? wrap(member) : NULL;
}

void
json_members(const struct json *v,
	     void (*fn)(void *arg, const char *name, size_t name_n, const struct json *value),
	     void *arg)
{
	BUG_ON(json_kind(v) != JSON_OBJECT);
	json_object_object_foreach(unwrap(v), name, value) fn(arg, name, strlen(name), wrap(value));
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
write_canonical(struct buf *b, struct json_object *o)
{
	if (json_object_is_type(o, json_type_array)) {
		size_t n = json_object_array_length(o);

		buf_char(b, '[');
		for (size_t i = 0; i < n; i++) {
			if (i > 0)
				buf_char(b, ',');
			write_canonical(b, json_object_array_get_idx(o, i));
		}
		buf_char(b, ']');
	} else if (json_object_is_type(o, json_type_object)) {
		size_t n = 0, names_n = (size_t)json_object_object_length(o);
		const char **names = arena_array(b->mem, const char *, names_n);

		json_object_object_foreach(o, name, value)
		{
			(void)value;
			names[n++] = name;
		}
		qsort(names, n, sizeof *names, by_name);
		for (size_t i = 0; i < n; i++) {
			buf_char(b, i == 0 ? '{' : ',');
			buf_json(b, names[i]);
			buf_char(b, ':');
			write_canonical(b, json_object_object_get(o, names[i]));
		}
		buf_str(b, n ? "}" : "{}");
	} else {
		buf_str(b, json_object_to_json_string_ext(o, JSON_C_TO_STRING_PLAIN |
								 JSON_C_TO_STRING_NOSLASHESCAPE));
	}
}

const char *
json_canonical(struct ctx *cx, const struct json *v)
{
	struct buf b = buf_in(cx->mem, JSON_BYTES);

	write_canonical(&b, unwrap(v));
	BUG_ON(b.full); /* it is never longer than what was read */
	return b.data;
}
