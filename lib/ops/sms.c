/* SPDX-License-Identifier: MIT */
#include "ops/sms.h"

#include "base/json.h"
#include "base/str.h"
#include "ops/template.h"

#define REPLY_BYTES 4096
#define REF_BYTES 120		/* the width of outbox.provider_ref */

/* The line of a header, without what precedes its value; NULL if it is not among them. */
static const char *
header_value(const char *headers, const char *name)
{
	size_t n = strlen(name);

	for (const char *line = headers; *line; line += strcspn(line, "\n"), line += *line == '\n')
		if (strncasecmp(line, name, n) == 0 && line[n] == ':')
			return line + n + 1 + strspn(line + n + 1, " \t");
	return NULL;
}

static bool
is_json(const struct settings *set)
{
	const char *type = header_value(set->sms_headers, "Content-Type");

	return !type || strncasecmp(type, "application/json", 16) == 0;
}

bool
sms_takes_key(const struct settings *set)
{
	/* In the body it is only data: gateways take their key in a header. */
	return strstr(set->sms_headers, "{{id}}") != NULL;
}

const char *
sms_body_text(struct ctx *cx, const struct settings *set, const struct sms *sms)
{
	struct message_value values[] = {
		{ "to", sms->to }, { "text", sms->text }, { "id", sms->id },
	};
	struct buf b = buf_in(cx->mem, 64 * 1024);

	template_fill(&b, set->sms_body, strlen(set->sms_body), values, 3,
	              is_json(set) ? template_json : template_url);
	return b.data && !b.full ? b.data : "";
}

const char *
sms_header_text(struct ctx *cx, const struct settings *set, const struct sms *sms)
{
	struct message_value id = { "id", sms->id };
	struct buf b = buf_in(cx->mem, 8 * 1024);

	if (!header_value(set->sms_headers, "Content-Type"))
		buf_str(&b, "Content-Type: application/json\n");
	for (const char *line = set->sms_headers, *next; *line; line = next) {
		size_t n = strcspn(line, "\n"), name = strcspn(line, ": \t\n");

		next = line + n + (line[n] == '\n');
		n -= n > 0 && line[n - 1] == '\r';
		if (name == 0 || line[name] != ':' || memchr(line, '\r', n))
			continue;	/* not a header */
		template_fill(&b, line, n, &id, 1, template_plain);
		buf_char(&b, '\n');
	}
	return b.data ? b.data : "";
}

static size_t
take_reply(char *bytes, size_t size, size_t n, void *arg)
{
	struct buf *b = arg;
	size_t room = REPLY_BYTES - b->len;

	buf_add(b, bytes, size * n < room ? size * n : room);
	return size * n;
}

/* {"id": "..."} of the reply, if it has one that we can keep. */
static const char *
ref_of(struct ctx *cx, const struct buf *reply)
{
	const struct json *v, *id;
	const char *text;
	size_t n;

	if (reply->len == 0 || json_parse(cx, reply->data, reply->len, &v) != OK ||
	    json_kind(v) != JSON_OBJECT || !(id = json_member(v, "id")))
		return NULL;
	if (json_kind(id) == JSON_INT)
		return arena_fmt(cx->mem, "%lld", (long long)json_int(id));
	if (json_kind(id) != JSON_TEXT)
		return NULL;
	text = json_text(id, &n);
	if (n == 0 || n > REF_BYTES || strlen(text) != n || str_has_control(text))
		return NULL;
	return arena_str(cx->mem, text);
}

static struct delivery
outcome(struct ctx *cx, CURL *curl, CURLcode rc, const struct buf *reply)
{
	long status = 0, sent = 0;

	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(curl, CURLINFO_REQUEST_SIZE, &sent);
	if (status >= 200 && status < 300)	/* also if its body then broke off */
		return (struct delivery){ DELIVERED, NULL,
		                          rc == CURLE_OK ? ref_of(cx, reply) : NULL };
	if (rc != CURLE_OK)
		return (struct delivery){ sent > 0 ? DELIVERY_UNSURE : DELIVERY_LATER,
		                          curl_easy_strerror(rc), NULL };
	return (struct delivery){
		status >= 400 && status < 500 && status != 408 && status != 429 ? DELIVERY_REFUSED
		                                                                 : DELIVERY_LATER,
		arena_fmt(cx->mem, "HTTP %ld", status), NULL,
	};
}

struct delivery
sms_send(struct ctx *cx, const struct settings *set, const struct sms *sms)
{
	struct buf reply = buf_in(cx->mem, REPLY_BYTES + 1);
	struct curl_slist *headers = NULL;
	char *lines = arena_str(cx->mem, sms_header_text(cx, set, sms)), *line;
	const char *body = sms_body_text(cx, set, sms);
	struct delivery d;
	CURL *curl;

	if (!*set->sms_url)
		return (struct delivery){ DELIVERY_REFUSED, "no SMS gateway is set up", NULL };
	curl = deliver_open(cx);
	while ((line = strsep(&lines, "\n")))
		if (*line)
			headers = curl_slist_append(headers, line);
	headers = curl_slist_append(headers, "Expect:");
	BUG_ON(!headers);
	deliver_set(curl, CURLOPT_PROTOCOLS_STR, "http,https");
	deliver_set(curl, CURLOPT_URL, set->sms_url);
	deliver_set(curl, CURLOPT_HTTPHEADER, headers);
	deliver_set(curl, CURLOPT_POSTFIELDSIZE, (long)strlen(body));
	deliver_set(curl, CURLOPT_POSTFIELDS, body);
	deliver_set(curl, CURLOPT_WRITEFUNCTION, take_reply);
	deliver_set(curl, CURLOPT_WRITEDATA, &reply);
	d = outcome(cx, curl, curl_easy_perform(curl), &reply);
	curl_easy_cleanup(curl);
	curl_slist_free_all(headers);
	return d;
}
