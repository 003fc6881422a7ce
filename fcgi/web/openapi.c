/* SPDX-License-Identifier: MIT */
/* Paths in the order of the modules, then the schemas that they name.  One line for each field, so
 * that tests/golden/openapi.json shows a change of the API as a change of a line. */
#include "web/openapi.h"

#include "base/str.h"
#include "web/input.h"
#include "web/sent_file.h"
#include "web/table.h"

#define SCHEMAS_MAX 512

struct out {
	struct buf *b;
	struct arena *mem;
	const struct shape *(*seen[SCHEMAS_MAX])(void);	/* schemas that were named */
	bool is_input[SCHEMAS_MAX];
	size_t seen_n;
};

/* A declaration in a header is there once for each file that includes it. */
static bool
is_same(const struct shape *a, const struct shape *b)
{
	for (size_t i = 0; i < a->fields_n && i < b->fields_n; i++)
		if (!str_eq(a->fields[i].name, b->fields[i].name) || a->fields[i].kind != b->fields[i].kind)
			return false;
	return a->fields_n == b->fields_n;
}

/* Two shapes of one name would be one in the document, and whoever reads it misled. */
static void
name_schema(struct out *o, const struct shape *(*shape)(void), bool is_input)
{
	for (size_t i = 0; i < o->seen_n; i++) {
		if (!str_eq(o->seen[i]()->name, shape()->name))
			continue;
		if (!is_same(o->seen[i](), shape()))
			bug(__FILE__, __LINE__, shape()->name);	/* declared twice, differently */
		return;
	}
	BUG_ON(o->seen_n == SCHEMAS_MAX);
	o->is_input[o->seen_n] = is_input;
	o->seen[o->seen_n++] = shape;
}

static void
write_ref(struct out *o, const struct shape *(*shape)(void), bool is_input)
{
	name_schema(o, shape, is_input);
	buf_fmt(o->b, "{\"$ref\":\"#/components/schemas/%s\"}", shape()->name);
}

static void
write_type(struct out *o, const char *type, const struct field *f)
{
	/* What may be null says so; an input field that may be left out may be null as well. */
	if (f->optional && f->place != PATH && f->place != QUERY && f->place != HEADER)
		buf_fmt(o->b, "\"type\":[\"%s\",\"null\"]", type);
	else
		buf_fmt(o->b, "\"type\":\"%s\"", type);
}

static void
write_choices(struct out *o, const struct field *f)
{
	const char *p = f->choices;

	buf_str(o->b, ",\"enum\":[");
	while (*p) {
		size_t n = strcspn(p, "|");
		buf_fmt(o->b, "%s\"%.*s\"", p == f->choices ? "" : ",", (int)n, p);
		p += n + (p[n] == '|');
	}
	if (f->optional && (f->place == BODY || f->place == OUT))
		buf_str(o->b, ",null");
	buf_char(o->b, ']');
}

static void
write_length(struct out *o, const struct field *f)
{
	if (f->place == OUT)
		return;
	if (f->min > 0)
		buf_fmt(o->b, ",\"minLength\":%lld", (long long)f->min);
	buf_fmt(o->b, ",\"maxLength\":%lld", (long long)f->max);
}

static void
write_schema(struct out *o, const struct field *f)
{
	struct buf *b = o->b;

	buf_char(b, '{');
	switch (f->kind) {
	case K_id:
		write_type(o, "integer", f);
		buf_str(b, ",\"format\":\"int64\",\"minimum\":1");
		break;
	case K_i32: case K_i64: case K_limit:
		write_type(o, "integer", f);
		buf_fmt(b, ",\"format\":\"%s\"", f->kind == K_i64 ? "int64" : "int32");
		if (f->place != OUT)
			buf_fmt(b, ",\"minimum\":%lld,\"maximum\":%lld", (long long)f->min,
			        (long long)f->max);
		if (f->place != OUT && f->optional && f->def)
			buf_fmt(b, ",\"default\":%lld", (long long)f->def);
		break;
	case K_flag: case K_switch:
		write_type(o, "boolean", f);
		break;
	case K_str: case K_text: case K_secret:
		write_type(o, "string", f);
		write_length(o, f);
		break;
	case K_money:
		write_type(o, "string", f);
		buf_str(b, ",\"pattern\":\"^-?[0-9]{1,8}([.][0-9]{2})?$\",\"examples\":[\"149.50\"]");
		break;
	case K_sum:
		write_type(o, "string", f);
		buf_str(b, ",\"pattern\":\"^-?[0-9]+[.][0-9]{2}$\",\"examples\":[\"1234567890.00\"]");
		break;
	case K_date:
		write_type(o, "string", f);
		buf_str(b, ",\"format\":\"date\"");
		break;
	case K_time:
		write_type(o, "string", f);
		buf_str(b, ",\"format\":\"date-time\"");
		break;
	case K_hour:
		write_type(o, "string", f);
		buf_str(b, ",\"pattern\":\"^[0-2][0-9]:[0-5][0-9]$\",\"examples\":[\"18:00\"]");
		break;
	case K_phone:
		write_type(o, "string", f);
		buf_str(b, ",\"maxLength\":32,\"examples\":[\"+201012345678\"]");
		break;
	case K_email:
		write_type(o, "string", f);
		buf_str(b, ",\"format\":\"email\",\"maxLength\":254");
		break;
	case K_code:
		write_type(o, "string", f);
		buf_str(b, ",\"pattern\":\"^[0-9]{6}$\"");
		break;
	case K_choice:
		write_type(o, "string", f);
		write_choices(o, f);
		break;
	case K_list:
		write_type(o, "array", f);
		buf_str(b, ",\"items\":");
		write_ref(o, f->of, f->place != OUT);
		if (f->place != OUT)
			buf_fmt(b, ",\"minItems\":%lld,\"maxItems\":%lld", (long long)f->min,
			        (long long)f->max);
		break;
	case K_ids:
		write_type(o, "array", f);
		buf_fmt(b, ",\"items\":{\"type\":\"integer\",\"format\":\"int64\",\"minimum\":1},"
		           "\"minItems\":%lld,\"maxItems\":%lld", (long long)f->min, (long long)f->max);
		break;
	case K_object:
		buf_str(b, f->optional ? "\"anyOf\":[" : "\"allOf\":[");
		write_ref(o, f->of, false);
		buf_str(b, f->optional ? ",{\"type\":\"null\"}]" : "]");
		break;
	case K_file:
		write_type(o, "string", f);
		buf_fmt(b, ",\"format\":\"binary\",\"maxLength\":%lld", (long long)f->max);
		break;
	case K_json:
		buf_str(b, "\"description\":\"any JSON value\"}");
		return;
	}
	if (f->doc) {
		buf_str(b, ",\"description\":");
		buf_json(b, f->doc);
	}
	buf_char(b, '}');
}

static void
write_members(struct out *o, const struct shape *s, enum place place)
{
	bool first = true;

	buf_str(o->b, "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[");
	for (size_t i = 0; i < s->fields_n; i++) {
		const struct field *f = &s->fields[i];
		if (f->place == place && (place == OUT || !f->optional)) {
			buf_fmt(o->b, "%s\"%s\"", first ? "" : ",", f->name);
			first = false;
		}
	}
	buf_str(o->b, "],\"properties\":{");
	first = true;
	for (size_t i = 0; i < s->fields_n; i++) {
		const struct field *f = &s->fields[i];
		if (f->place != place)
			continue;
		buf_fmt(o->b, "%s\n      \"%s\":", first ? "" : ",", f->name);
		write_schema(o, f);
		first = false;
	}
	buf_str(o->b, "}}");
}

static void
write_parameters(struct out *o, const struct endpoint *ep)
{
	const struct shape *in = ep->in();
	static const char *const where[] = { [PATH] = "path", [QUERY] = "query", [HEADER] = "header" };
	bool first = true;

	buf_str(o->b, ",\n    \"parameters\":[");
	for (size_t i = 0; i < in->fields_n; i++) {
		const struct field *f = &in->fields[i];
		char *name;

		if (f->place == BODY || f->place == CONTENT)
			continue;
		name = arena_str(o->mem, f->name);
		for (char *c = name; f->place == HEADER && *c; c++)
			if (*c == '_')
				*c = '-';
		buf_fmt(o->b, "%s\n      {\"name\":\"%s\",\"in\":\"%s\",\"required\":%s,\"schema\":",
		        first ? "" : ",", name, where[f->place], f->optional ? "false" : "true");
		write_schema(o, f);
		buf_char(o->b, '}');
		first = false;
	}
	if (ep->once)
		buf_fmt(o->b, "%s\n      {\"name\":\"Idempotency-Key\",\"in\":\"header\",\"required\":true,"
		        "\"schema\":{\"type\":\"string\",\"pattern\":\"^[A-Za-z0-9_-]{16,64}$\"},"
		        "\"description\":\"The same key and body is done once; the reply is given again\"}",
		        first ? "" : ",");
	buf_char(o->b, ']');
}

/* All errors of one status in one entry, with their codes. */
static void
write_errors(struct out *o, const struct endpoint *ep)
{
	for (int status = 400; status < 600; status++) {
		bool first = true;

		if (ep->step_up && status == 403) {
			buf_fmt(o->b, ",\n      \"403\":{\"description\":\"%s",
			        err_info(E_STEP_UP_NEEDED)->slug);
			first = false;
		}
		for (const enum err *e = ep->errors; e && *e; e++) {
			if (err_info(*e)->http != status)
				continue;
			if (first)
				buf_fmt(o->b, ",\n      \"%d\":{\"description\":\"", status);
			buf_fmt(o->b, "%s%s", first ? "" : ", ", err_info(*e)->slug);
			first = false;
		}
		if (!first)
			buf_str(o->b, "\",\"content\":{\"application/problem+json\":{\"schema\":"
			              "{\"$ref\":\"#/components/schemas/problem\"}}}}");
	}
}

static const char *
security(unsigned auth)
{
	if (auth & (AUTH_ANYONE | AUTH_LOCAL))
		return "[]";
	if (auth & AUTH_JOB)
		return "[{\"job\":[]}]";
	if (auth & AUTH_STAFF)
		return "[{\"staff\":[]}]";
	if (!(auth & AUTH_GUEST))
		return "[{\"customer\":[]}]";
	return auth & AUTH_CUSTOMER ? "[{},{\"cart\":[]},{\"customer\":[]}]" : "[{},{\"cart\":[]}]";
}

static void
write_operation(struct out *o, const struct module *m, const struct endpoint *ep, bool first)
{
	struct buf *b = o->b;
	char method[8];
	size_t i = 0;

	for (; ep->method[i]; i++)
		method[i] = (char)(ep->method[i] | 0x20);
	method[i] = '\0';
	buf_fmt(b, "%s\n   \"%s\":{\"operationId\":\"%s\",\"tags\":[\"%s\"],\"summary\":",
	        first ? "" : ",", method, ep->name, m->name);
	buf_json(b, ep->doc);
	if (table_fits(ep))
		buf_str(b, ",\"description\":\"All of it as a table, after a step-up: the same address "
		           "with .csv behind it.\"");
	buf_fmt(b, ",\"security\":%s", security(ep->auth));
	if (ep->perm)
		buf_fmt(b, ",\"x-permission\":\"%s\"", ep->perm);
	if (ep->step_up)
		buf_str(b, ",\"x-step-up\":true");
	write_parameters(o, ep);
	for (size_t k = 0; k < ep->in()->fields_n; k++)
		if (ep->in()->fields[k].place == CONTENT) {
			buf_str(b, ",\n    \"requestBody\":{\"required\":true,\"content\":"
			           "{\"application/octet-stream\":{\"schema\":");
			write_schema(o, &ep->in()->fields[k]);
			buf_str(b, "}}}");
		}
	if (input_takes(ep->in(), BODY)) {
		buf_str(b, ",\n    \"requestBody\":{\"required\":true,\"content\":{\"application/json\":"
		           "{\"schema\":");
		write_ref(o, ep->in, true);
		buf_str(b, "}}}");
	}
	bool empty = ep->out()->fields_n == 0;
	buf_fmt(b, ",\n    \"responses\":{\"%d\":{\"description\":\"Done\"",
	        ep->status ? ep->status : empty ? 204 : 200);
	if (ep->out == sent_file) {
		buf_str(b, ",\"content\":{\"application/octet-stream\":{}}");
	} else if (ep->plain) {
		buf_fmt(b, ",\"content\":{\"%s\":{}}", ep->plain);
	} else if (!empty) {
		buf_str(b, ",\"content\":{\"application/json\":{\"schema\":");
		write_ref(o, ep->out, false);
		buf_str(b, "}}");
	}
	buf_char(b, '}');
	write_errors(o, ep);
	buf_str(b, ",\n      \"default\":{\"$ref\":\"#/components/responses/problem\"}}}");
}

/* One entry for each address, with all its methods. */
static void
write_paths(struct out *o, const struct app *app)
{
	bool first_path = true;

	for (const struct module *const *m = app->modules; *m; m++)
		for (const struct endpoint *const *e = (*m)->list; *e; e++) {
			bool told = false, first = true;
			/* Told already with an earlier endpoint of the same address? */
			for (const struct module *const *m2 = app->modules; !told; m2++) {
				const struct endpoint *const *e2 = (*m2)->list;
				while (*e2 && *e2 != *e && !str_eq((*e2)->path, (*e)->path))
					e2++;
				if (*e2 == *e)
					break;
				told = *e2 != NULL;
			}
			if (told)
				continue;
			buf_fmt(o->b, "%s\n  \"%s\":{", first_path ? "" : ",", (*e)->path);
			first_path = false;
			for (const struct module *const *m2 = app->modules; *m2; m2++)
				for (const struct endpoint *const *e2 = (*m2)->list; *e2; e2++)
					if (str_eq((*e2)->path, (*e)->path)) {
						write_operation(o, *m2, *e2, first);
						first = false;
					}
			buf_char(o->b, '}');
		}
}

static const char problem_schema[] =
	"{\"type\":\"object\",\"required\":[\"type\",\"title\",\"status\",\"code\",\"errors\","
	"\"request_id\"],\"properties\":{\"type\":{\"type\":\"string\"},\"title\":{\"type\":\"string\","
	"\"description\":\"What happened, in the language of the request\"},\"status\":{\"type\":"
	"\"integer\"},\"code\":{\"type\":\"string\",\"description\":\"Stable; go by this\"},\"errors\":"
	"{\"type\":\"array\",\"items\":{\"type\":\"object\",\"required\":[\"field\",\"code\",\"message\"],"
	"\"properties\":{\"field\":{\"type\":\"string\",\"description\":\"items.0.quantity\"},\"code\":"
	"{\"type\":\"string\"},\"message\":{\"type\":\"string\"}}}},\"request_id\":{\"type\":\"string\"}}}";

void
openapi_write(struct buf *b, struct arena *mem, const struct app *app)
{
	struct out o = { .b = b, .mem = mem };

	buf_str(b, "{\"openapi\":\"3.1.0\",\n \"info\":{\"title\":\"Crumbled\",\"version\":\"1\","
	           "\"description\":\"Money is a decimal string, a moment is RFC 3339 in UTC. Errors are "
	           "problem documents (RFC 9457) with a stable code.\"},\n \"paths\":{");
	write_paths(&o, app);
	buf_str(b, "},\n \"components\":{\"securitySchemes\":{"
	           "\"cart\":{\"type\":\"apiKey\",\"in\":\"cookie\",\"name\":\"__Host-cart\"},"
	           "\"customer\":{\"type\":\"apiKey\",\"in\":\"cookie\",\"name\":\"__Host-sid\"},"
	           "\"staff\":{\"type\":\"apiKey\",\"in\":\"cookie\",\"name\":\"__Host-asid\"},"
	           "\"job\":{\"type\":\"http\",\"scheme\":\"bearer\"}},\n  \"responses\":{\"problem\":"
	           "{\"description\":\"Any other error\",\"content\":{\"application/problem+json\":"
	           "{\"schema\":{\"$ref\":\"#/components/schemas/problem\"}}}}},\n  \"schemas\":{\n"
	           "   \"problem\":");
	buf_str(b, problem_schema);
	for (size_t i = 0; i < o.seen_n; i++) {	/* grows while it is written */
		buf_fmt(b, ",\n   \"%s\":", o.seen[i]()->name);
		write_members(&o, o.seen[i](), o.is_input[i] ? BODY : OUT);
	}
	buf_str(b, "}}}\n");
}
