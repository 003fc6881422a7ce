/* SPDX-License-Identifier: MIT */
/* Reading what came in: parameters, cookies, language, percent-encoding. */
#include "web/request.h"

#include "base/str.h"

const char *
request_param(const struct request *rq, const char *name)
{
	size_t n = strlen(name);

	for (const char *const *p = rq->params; p && *p; p++)
		if (strncmp(*p, name, n) == 0 && (*p)[n] == '=')
			return *p + n + 1;
	return NULL;
}

const char *
request_cookie(const struct request *rq, struct arena *mem, const char *name)
{
	const char *p = request_param(rq, "HTTP_COOKIE");
	size_t n = strlen(name);

	while (p && *p) {
		p += strspn(p, "; \t");
		if (strncmp(p, name, n) == 0 && p[n] == '=')
			return arena_strn(mem, p + n + 1, strcspn(p + n + 1, "; \t"));
		p = strchr(p, ';');
	}
	return NULL;
}

enum lang
request_lang(const struct request *rq)
{
	const char *p = request_param(rq, "HTTP_ACCEPT_LANGUAGE");
	int best = 0;
	enum lang lang = LANG_EN;

	while (p && *p) {
		p += strspn(p, ", \t");
		size_t n = strcspn(p, ",");
		const char *q = memmem(p, n, ";q=", 3);
		int weight = 1000;

		if (q) {	/* "0.8" in thousandths; anything odd counts as nothing */
			weight = q[3] == '1' ? 1000 : 0;
			if (q[3] == '0' && q[4] == '.')
				for (int i = 0, unit = 100; i < 3 && q[5 + i] >= '0' &&
				     q[5 + i] <= '9'; i++, unit /= 10)
					weight += (q[5 + i] - '0') * unit;
		}
		bool ar = strncasecmp(p, "ar", 2) == 0 && strchr("-,; ", p[2]);
		bool en = strncasecmp(p, "en", 2) == 0 && strchr("-,; ", p[2]);
		if ((ar || en) && weight > best) {
			best = weight;
			lang = ar ? LANG_AR : LANG_EN;
		}
		p += n;
	}
	return lang;
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

char *
percent_decode(struct arena *mem, const char *s, size_t n, bool plus_is_blank)
{
	char *to = arena_alloc(mem, n + 1), *p = to;

	for (size_t i = 0; i < n; i++) {
		if (s[i] == '%') {
			if (n - i < 3)
				return NULL;
			int hi = hex_digit(s[i + 1]), lo = hex_digit(s[i + 2]);
			if (hi < 0 || lo < 0)
				return NULL;
			*p++ = (char)(hi * 16 + lo);
			i += 2;
		} else {
			*p++ = s[i] == '+' && plus_is_blank ? ' ' : s[i];
		}
	}
	return utf8_valid(to, (size_t)(p - to)) ? to : NULL;
}

void
reply_cookie(struct ctx *cx, const char *name, const char *value, int64_t age_secs, bool strict)
{
	buf_fmt(cx->reply_headers, "Set-Cookie: %s=%s; Path=/; Secure; HttpOnly; SameSite=%s", name,
	        value, strict ? "Strict" : "Lax");
	if (age_secs != 0)
		buf_fmt(cx->reply_headers, "; Max-Age=%lld", age_secs < 0 ? 0LL : (long long)age_secs);
	buf_str(cx->reply_headers, "\r\n");
}
