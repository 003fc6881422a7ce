/* SPDX-License-Identifier: MIT */
/* Rules every endpoint has to keep; run by `crumbled check` and at every start. */
#include "web/lint.h"

#include "base/str.h"
#include "web/input.h"

static int faults;

static void __attribute__((format(printf, 2, 3)))
say(const struct endpoint *ep, const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "%s %s: ", ep->method, ep->path);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	faults++;
}

static void
check_field(const struct endpoint *ep, const struct field *f, int depth)
{
	bool length = f->kind == K_str || f->kind == K_text || f->kind == K_secret;
	bool range = f->kind == K_i32 || f->kind == K_i64 || f->kind == K_limit ||
	             f->kind == K_money;

	if (!f->doc || !*f->doc)
		say(ep, "field %s has no doc", f->name);
	if (f->kind == K_choice && !f->choices)
		say(ep, "field %s has no choices", f->name);
	if (f->place == OUT) {
		for (size_t i = 0; f->of && depth < 8 && i < f->of()->fields_n; i++)
			check_field(ep, &f->of()->fields[i], depth + 1);
		return;
	}
	if ((f->kind == K_file) != (f->place == CONTENT))
		say(ep, "field %s: a file is the whole content, and the content a file", f->name);
	if ((length || f->kind == K_file) && f->max <= 0)
		say(ep, "field %s has no max", f->name);
	if (f->kind == K_limit && (!f->optional || f->min < 0))
		say(ep, "field %s: none is -1, so it is optional and never below 0", f->name);
	if (range && f->min >= f->max)
		say(ep, "field %s has no range", f->name);
	if (f->kind == K_list && (f->max <= 0 || !f->of))
		say(ep, "list %s has no max or no kind of entry", f->name);
	if (f->kind == K_ids && f->max <= 0)
		say(ep, "list %s has no max", f->name);
	if ((f->kind == K_list || f->kind == K_ids) && f->place != BODY)
		say(ep, "list %s is not in the body", f->name);
	for (size_t i = 0; f->of && depth < 8 && i < f->of()->fields_n; i++)
		check_field(ep, &f->of()->fields[i], depth + 1);
}

static void
check_path(const struct endpoint *ep)
{
	const struct shape *in = ep->in();

	for (const char *p = strchr(ep->path, '{'); p; p = strchr(p + 1, '{')) {
		bool found = false;
		for (size_t i = 0; i < in->fields_n; i++)
			found = found || (in->fields[i].place == PATH &&
			                  strncmp(p + 1, in->fields[i].name,
			                          strlen(in->fields[i].name)) == 0 &&
			                  p[1 + strlen(in->fields[i].name)] == '}');
		if (!found)
			say(ep, "a parameter of the path has no field");
	}
	for (size_t i = 0; i < in->fields_n; i++) {
		char want[80];
		snprintf(want, sizeof want, "{%s}", in->fields[i].name);
		if (in->fields[i].place == PATH && !strstr(ep->path, want))
			say(ep, "field %s is not in the path", in->fields[i].name);
	}
}

/* Its file is moved, which no rolling back undoes: lib sees to that. */
static void
check_content(const struct endpoint *ep)
{
	int n = 0;

	for (size_t i = 0; i < ep->in()->fields_n; i++)
		n += ep->in()->fields[i].place == CONTENT;
	if (n > 1 || (n == 1 && input_takes(ep->in(), BODY)))
		say(ep, "a body is one file, or JSON");
	if (n == 1 && (ep->tx != TX_OWN || !str_among(ep->method, "POST|PUT")))
		say(ep, "a file is taken by POST or PUT, with TX_OWN");
}

static void
check_endpoint(const struct endpoint *ep)
{
	bool get = str_eq(ep->method, "GET");
	bool staff = (ep->auth & AUTH_STAFF) != 0;

	if (ep->auth == 0)
		say(ep, "no .auth");
	if (staff != (ep->perm != NULL))
		say(ep, "AUTH_STAFF and .perm go together");
	if (staff != str_starts(ep->path, "/api/v1/admin/") && !str_starts(ep->path, "/api/v1/admin/auth/"))
		say(ep, "staff endpoints, and only they, are under /api/v1/admin/");
	if (ep->tx == TX_UNSET)
		say(ep, "no .tx");
	if (get && (ep->tx == TX_WRITE || ep->tx == TX_OWN) && !ep->counts)
		say(ep, "GET that writes");
	if (ep->counts && (!get || ep->tx != TX_WRITE))
		say(ep, "only a GET counts, with TX_WRITE");
	if (get && input_takes(ep->in(), BODY))
		say(ep, "GET with a body");
	if (ep->cache_secs && (!get || ep->auth != AUTH_ANYONE))
		say(ep, "only public GETs can be cached");
	if (ep->once && ep->tx != TX_WRITE)
		say(ep, "an Idempotency-Key needs TX_WRITE");
	if (!ep->doc || !*ep->doc)
		say(ep, "no doc");
	for (const enum err *e = ep->errors; e && *e; e++)
		if (err_info(*e)->any && *e != E_NOT_FOUND && *e != E_CONFLICT)
			say(ep, "%s need not be declared", err_info(*e)->name);
	if ((ep->detail != NULL) != (ep->detail_name != NULL))
		say(ep, ".detail and .detail_name go together");
	if (ep->plain && (ep->out()->fields_n != 1 || ep->out()->fields[0].kind != K_str))
		say(ep, "a plain reply has one member, which is text");
	check_path(ep);
	check_content(ep);
	for (size_t i = 0; i < ep->in()->fields_n; i++)
		check_field(ep, &ep->in()->fields[i], 0);
	for (size_t i = 0; i < ep->out()->fields_n; i++)
		check_field(ep, &ep->out()->fields[i], 0);
}

int
lint_endpoints(const struct app *app)
{
	faults = 0;
	for (const struct module *const *m = app->modules; *m; m++)
		for (const struct endpoint *const *e = (*m)->list; *e; e++) {
			check_endpoint(*e);
			for (const struct module *const *m2 = app->modules; *m2; m2++)
				for (const struct endpoint *const *e2 = (*m2)->list; *e2; e2++) {
					if (*e2 == *e)
						continue;
					if (str_eq((*e)->path, (*e2)->path) && str_eq((*e)->method, (*e2)->method))
						say(*e, "declared twice");
					if (str_eq((*e)->name, (*e2)->name))
						say(*e, "another endpoint is called %s too", (*e)->name);
				}
		}
	return faults;
}
