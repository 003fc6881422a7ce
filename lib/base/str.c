/* SPDX-License-Identifier: MIT */
/* Text from strangers.  Everything but utf8_valid relies on valid UTF-8. */
#include "base/str.h"

bool
utf8_valid(const char *s, size_t n)
{
	const unsigned char *p = (const unsigned char *)s, *end = p + n;

	while (p < end) {
		unsigned char c = *p++, low = 0x80, high = 0xbf;
		int more;

		if (c > 0 && c < 0x80)
			continue;
		if (c >= 0xc2 && c <= 0xdf)
			more = 1;
		else if (c >= 0xe0 && c <= 0xef)
			more = 2;
		else if (c >= 0xf0 && c <= 0xf4)
			more = 3;
		else
			return false;
		if (c == 0xe0)
			low = 0xa0; /* below: overlong */
		else if (c == 0xed)
			high = 0x9f; /* above: surrogates */
		else if (c == 0xf0)
			low = 0x90;
		else if (c == 0xf4)
			high = 0x8f; /* above: beyond U+10FFFF */
		for (; more > 0; more--, p++, low = 0x80, high = 0xbf) {
			if (p == end || *p < low || *p > high)
				return false;
		}
	}
	return true;
}

size_t
utf8_length(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n;
}

uint32_t
utf8_next(const char **s)
{
	const unsigned char *p = (const unsigned char *)*s;
	uint32_t c = *p++;

	if (c >= 0xc0) {
		c &= c >= 0xf0 ? 0x07 : c >= 0xe0 ? 0x0f : 0x1f;
		while ((*p & 0xc0) == 0x80)
			c = c << 6 | (*p++ & 0x3f);
	}
	*s = (const char *)p;
	return c;
}

char *
utf8_put(char *to, uint32_t c)
{
	static const unsigned char first[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

	for (size_t i = n; i-- > 1; c >>= 6)
		to[i] = (char)(0x80 | (c & 0x3f));
	to[0] = (char)(first[n] | c);
	return to + n;
}

static bool
is_blank(uint32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0 || c == 0x202f || /* no-break */
	       (c >= 0x200b && c <= 0x200d) || c == 0x2060 || c == 0xfeff;	   /* no width */
}

static bool
is_dash(uint32_t c)
{
	return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
}

/* Marks of direction, which come along when a number is copied out of Arabic text. */
static bool
is_direction(uint32_t c)
{
	return c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
	       (c >= 0x2066 && c <= 0x2069);
}

/* ASCII, Arabic-Indic, its eastern form, full width; -1 if it is no digit. */
static int
digit_of(uint32_t c)
{
	static const uint32_t zeros[] = { '0', 0x660, 0x6f0, 0xff10 };

	for (size_t i = 0; i < sizeof zeros / sizeof *zeros; i++) {
		if (c >= zeros[i] && c <= zeros[i] + 9)
			return (int)(c - zeros[i]);
	}
	return -1;
}

char *
str_trim(struct arena *mem, const char *s)
{
	const char *begin = NULL, *end = s;

	while (*s) {
		const char *at = s;

		if (is_blank(utf8_next(&s)))
			continue;
		if (!begin)
			begin = at;
		end = s;
	}
	return begin ? arena_strn(mem, begin, (size_t)(end - begin)) : arena_str(mem, "");
}

static char *
in_case(struct arena *mem, const char *s, char first, char last)
{
	char *copy = arena_str(mem, s);

	for (char *p = copy; *p; p++) {
		if (*p >= first && *p <= last)
			*p ^= 'a' ^ 'A';
	}
	return copy;
}

char *
str_lower(struct arena *mem, const char *s)
{
	return in_case(mem, s, 'A', 'Z');
}

char *
str_upper(struct arena *mem, const char *s)
{
	return in_case(mem, s, 'a', 'z');
}

bool
str_eq(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

bool
str_starts(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

bool
str_among(const char *s, const char *list)
{
	size_t n = strlen(s);

	for (;;) {
		size_t item_n = strcspn(list, "|");

		if (item_n == n && memcmp(list, s, n) == 0)
			return true;
		if (!list[item_n])
			return false;
		list += item_n + 1;
	}
}

bool
str_has_control(const char *s)
{
	while (*s) {
		uint32_t c = utf8_next(&s);

		if ((c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c <= 0x9f))
			return true;
	}
	return false;
}

/* Country codes that nobody has, and those of satellites and services: no customer's phone, but
 * what fraud likes to have messages sent to. */
static bool
is_country(const char *digits)
{
	char two[3] = { digits[0], digits[1] }, three[4] = { digits[0], digits[1], digits[2] };

	return digits[0] != '0' && !str_among(two, "28|83|87|88|89") &&
	       !str_among(three, "210|214|215|217|219|259|292|293|294|295|296|384|388|422|424|425|"
				 "426|427|428|429|671|684|693|694|695|696|697|698|699|800|801|"
				 "802|803|804|805|806|807|808|809|851|854|857|858|859|969|978|"
				 "979|990|991|997|999");
}

static bool
is_egyptian_mobile(const char *national, size_t n)
{
	return n == 10 && national[0] == '1' && national[1] && strchr("0125", national[1]);
}

char *
phone_normalize(struct arena *mem, const char *typed)
{
	char digits[18] = ""; /* 15, and 00 before them */
	const char *d = digits;
	bool plus = false;
	size_t n = 0;

	while (*typed) {
		uint32_t c = utf8_next(&typed);
		int digit = digit_of(c);

		if (digit >= 0 && n < sizeof digits - 1)
			digits[n++] = (char)('0' + digit);
		else if ((c == '+' || c == 0xff0b) && n == 0)
			plus = true;
		else if (digit >= 0 || !(is_blank(c) || is_dash(c) || is_direction(c) ||
					 (c < 0x80 && strchr(".()[]", (int)c))))
			return NULL;
	}
	if (!plus && str_starts(d, "00")) {
		plus = true;
		d += 2;
		n -= 2;
	}
	if (!plus && d[0] == '0') {
		d += 1;
		n -= 1;
	} else if (str_starts(d, "20") && (plus || is_egyptian_mobile(d + 2, n - 2))) {
		plus = false;
		d += 2;
		n -= 2;
		if (d[0] == '0') { /* +20 (0)10… */
			d += 1;
			n -= 1;
		}
	} else if (plus) {
		return n >= 8 && n <= 15 && is_country(d) ? arena_fmt(mem, "+%s", d) : NULL;
	} else if (!is_egyptian_mobile(d, n)) {
		return NULL;
	}
	if (is_egyptian_mobile(d, n) || ((n == 8 || n == 9) && d[0] >= '2'))
		return arena_fmt(mem, "+20%s", d);
	return NULL;
}

/* Characters of a dot-string: RFC 5321's atext, and of others what can be a letter. */
static bool
is_local(uint32_t c)
{
	if (c < 0x80)
		return c > ' ' && c < 0x7f && !strchr("()<>[]:;@\\,\".", (int)c);
	return c > 0xa0 && !(c >= 0x2000 && c <= 0x206f) &&    /* spaces, marks of direction */
	       c != 0x3000 && !(c >= 0xd800 && c <= 0xf8ff) && /* private use */
	       !(c >= 0xfdd0 && c <= 0xfdef) && !(c >= 0xfe00 && c <= 0xfe6f) &&
	       c < 0xff00; /* full width: looks like @ and . */
}

static bool
is_host_name(const char *s)
{
	size_t labels = 0, label_n = 0;
	bool numeric = true;

	for (char before = '.';; before = *s++) {
		bool ends = *s == '.' || *s == '\0';

		if (ends) {
			if (label_n == 0 || label_n > 63 || before == '-')
				return false;
			labels++;
			if (!*s)
				return labels >= 2 && !numeric; /* an address is no name */
			label_n = 0;
			numeric = true;
			continue;
		}
		if (!((*s >= 'a' && *s <= 'z') || (*s >= '0' && *s <= '9') ||
		      (*s == '-' && before != '.')))
			return false;
		numeric = numeric && *s >= '0' && *s <= '9';
		label_n++;
	}
}

char *
email_normalize(struct arena *mem, const char *typed)
{
	char *address = str_lower(mem, str_trim(mem, typed));
	const char *at = strchr(address, '@'), *s = address;
	uint32_t before = '.';

	if (strlen(address) > 254 || !at || at - address > 64)
		return NULL;
	while (s < at) {
		uint32_t c = utf8_next(&s);

		if (c == '.' ? before == '.' : !is_local(c))
			return NULL;
		before = c;
	}
	return before != '.' && is_host_name(at + 1) ? address : NULL;
}

char *
digits_normalize(struct arena *mem, const char *typed, size_t n)
{
	char *digits = arena_alloc(mem, n + 1);
	size_t got = 0;

	while (*typed) {
		uint32_t c = utf8_next(&typed);
		int digit = digit_of(c);

		if (digit >= 0 && got < n)
			digits[got++] = (char)('0' + digit);
		else if (digit >= 0 || !(is_blank(c) || is_dash(c) || is_direction(c)))
			return NULL;
	}
	return got == n ? digits : NULL;
}

bool
int_parse(const char *s, int64_t *ret)
{
	bool negative = *s == '-';
	int64_t v = 0;

	s += negative;
	if (!*s)
		return false;
	for (; *s; s++) {
		int digit = *s - '0';

		if (digit < 0 || digit > 9 || __builtin_mul_overflow(v, 10, &v) ||
		    __builtin_sub_overflow(v, digit, &v)) /* downwards, where there is one more */
			return false;
	}
	if (!negative && v == INT64_MIN)
		return false;
	*ret = negative ? v : -v;
	return true;
}
