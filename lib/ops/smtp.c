/* SPDX-License-Identifier: MIT */
#include "ops/smtp.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "base/str.h"

#define MAIL_BYTES (256 * 1024)
#define LINE_BYTES 57		/* of 76 letters of base64 (RFC 2045, 6.8) */
#define WORD_BYTES 42		/* of one encoded word, at most 75 letters (RFC 2047, 2) */

/* ---- the message ---- */

/* Base64 with padding (RFC 4648, 4). */
static void
add_base64(struct arena *mem, struct buf *b, const char *bytes, size_t n)
{
	char *text = base64url_text(mem, bytes, n);

	for (char *c = text; *c; c++)
		*c = *c == '-' ? '+' : *c == '_' ? '/' : *c;
	buf_str(b, text);
	buf_str(b, &"=="[2 - (3 - n % 3) % 3]);
}

/* How many bytes of UTF-8, at most max, end with a whole character. */
static size_t
whole(const char *s, size_t n, size_t max)
{
	if (n <= max)
		return n;
	while (max > 0 && ((unsigned char)s[max] & 0xc0) == 0x80)
		max--;
	return max;
}

static void
add_words(struct arena *mem, struct buf *b, const char *text)
{
	for (size_t left = strlen(text), n; left > 0; text += n, left -= n) {
		n = whole(text, left, WORD_BYTES);
		buf_str(b, "=?UTF-8?B?");
		add_base64(mem, b, text, n);
		buf_str(b, n < left ? "?=\r\n " : "?=");
	}
}

/* "Sun, 01 Mar 2026 08:00:00 +0000" (RFC 5322, 3.3) */
static void
add_date(struct buf *b, int64_t at)
{
	static const char days[] = "MonTueWedThuFriSatSun";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	char t[CLOCK_TEXT];
	int weekday = day_weekday((struct day){ (int32_t)(at / 86400) }), month;

	clock_text(at, t);		/* 2026-03-01T08:00:00Z */
	month = (t[5] - '0') * 10 + t[6] - '1';
	buf_fmt(b, "Date: %.3s, %.2s %.3s %.4s %.8s +0000\r\n", days + (ptrdiff_t)3 * weekday,
	        t + 8, months + (ptrdiff_t)3 * month, t, t + 11);
}

/* Lines end with CR LF inside base64 too: it is text (RFC 2045, 6.8). */
static const char *
with_crlf(struct arena *mem, const char *text, size_t *n)
{
	struct buf b = buf_in(mem, MAIL_BYTES);

	for (const char *c = text; *c; c++) {
		if (*c == '\n' && (c == text || c[-1] != '\r'))
			buf_char(&b, '\r');
		buf_char(&b, *c);
	}
	*n = b.len;
	return b.data ? b.data : "";
}

const char *
smtp_text(struct ctx *cx, const struct email_settings *es, const struct mail *m)
{
	struct buf b = buf_in(cx->mem, MAIL_BYTES);
	const char *at = strrchr(es->from_email, '@'), *text;
	size_t n;

	buf_str(&b, "From: ");
	if (es->from_name && *es->from_name) {
		add_words(cx->mem, &b, es->from_name);
		buf_char(&b, ' ');
	}
	buf_fmt(&b, "<%s>\r\nTo: <%s>\r\nSubject: ", es->from_email, m->to);
	add_words(cx->mem, &b, m->subject);
	buf_str(&b, "\r\n");
	add_date(&b, m->at);
	buf_fmt(&b, "Message-ID: <%s%s>\r\n", m->id, at ? at : "@localhost");
	buf_fmt(&b, "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n"
	            "Content-Transfer-Encoding: base64\r\nContent-Language: %s\r\n"
	            "Auto-Submitted: auto-generated\r\n\r\n",
	        str_eq(m->language, "ar") ? "ar" : "en");
	text = with_crlf(cx->mem, m->text, &n);
	for (size_t i = 0; i < n; i += LINE_BYTES) {
		add_base64(cx->mem, &b, text + i, n - i < LINE_BYTES ? n - i : LINE_BYTES);
		buf_str(&b, "\r\n");
	}
	BUG_ON(b.full);
	return b.data;
}

/* ---- handing it over ---- */

struct upload { const char *at; size_t left; };

static size_t
give(char *to, size_t size, size_t n, void *arg)
{
	struct upload *u = arg;
	size_t now = size * n < u->left ? size * n : u->left;

	memcpy(to, u->at, now);
	u->at += now;
	u->left -= now;
	return now;
}

/* An address that cannot end the line or the brackets it stands in. */
static bool
is_safe(const char *address)
{
	for (const char *c = address; *c; c++)
		if ((unsigned char)*c <= ' ' || *c == '<' || *c == '>' || *c == 0x7f)
			return false;
	return *address != '\0';
}

static struct delivery
outcome(struct ctx *cx, CURL *curl, CURLcode rc)
{
	long code = 0;
	const char *why;

	if (rc == CURLE_OK)
		return (struct delivery){ DELIVERED, NULL, NULL };
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &code);
	why = code ? arena_fmt(cx->mem, "SMTP %ld: %s", code, curl_easy_strerror(rc))
	           : curl_easy_strerror(rc);
	/* What a server refuses because of us (login, TLS) may be put right; a recipient or a text
	 * not. */
	if (code >= 500 && code < 600 && code != 530 && rc != CURLE_LOGIN_DENIED &&
	    rc != CURLE_USE_SSL_FAILED && rc != CURLE_REMOTE_ACCESS_DENIED)
		return (struct delivery){ DELIVERY_REFUSED, why, NULL };
	return (struct delivery){ DELIVERY_LATER, why, NULL };
}

struct delivery
smtp_send(struct ctx *cx, const struct email_settings *es, const struct mail *m)
{
	bool v6 = strchr(es->smtp_host, ':') != NULL;
	const char *text;
	struct upload upload;
	struct curl_slist *to;
	struct delivery d;
	CURL *curl;

	if (!is_safe(m->to) || !is_safe(es->from_email))
		return (struct delivery){ DELIVERY_REFUSED, "an address that cannot be written",
		                          NULL };
	text = smtp_text(cx, es, m);
	upload = (struct upload){ text, strlen(text) };
	curl = deliver_open(cx);
	to = curl_slist_append(NULL, arena_fmt(cx->mem, "<%s>", m->to));
	BUG_ON(!to);
	deliver_set(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	deliver_set(curl, CURLOPT_URL,
	            arena_fmt(cx->mem, "%s://%s%s%s:%d", es->use_ssl ? "smtps" : "smtp",
	                      v6 ? "[" : "", es->smtp_host, v6 ? "]" : "", es->smtp_port));
	deliver_set(curl, CURLOPT_USE_SSL, (long)(es->use_tls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
	if (es->smtp_username) {
		deliver_set(curl, CURLOPT_USERNAME, es->smtp_username);
		deliver_set(curl, CURLOPT_PASSWORD, es->smtp_password);
	}
	deliver_set(curl, CURLOPT_MAIL_FROM, arena_fmt(cx->mem, "<%s>", es->from_email));
	deliver_set(curl, CURLOPT_MAIL_RCPT, to);
	deliver_set(curl, CURLOPT_UPLOAD, 1L);
	deliver_set(curl, CURLOPT_READFUNCTION, give);
	deliver_set(curl, CURLOPT_READDATA, &upload);
	d = outcome(cx, curl, curl_easy_perform(curl));
	curl_easy_cleanup(curl);
	curl_slist_free_all(to);
	return d;
}
