/* SPDX-License-Identifier: MIT */
/* The table of errors, and what fail leaves in the context for web/serve.c. */
#include "base/err.h"
#include "base/ctx.h"
#include <stdarg.h>
#include <unistd.h>

static const struct err_info infos[E__COUNT] = {
#define ANY true
#define OWN false
	[OK] = { "OK", 200, true, "ok", { "", "" } },
#define ERR(name, http, any, slug, en, ar) [E_##name] = { "E_" #name, http, any, slug, { en, ar } },
#include "base/err.def"
#undef ERR
#undef ANY
#undef OWN
};

const struct err_info *
err_info(enum err e)
{
	BUG_ON((unsigned)e >= E__COUNT);
	return &infos[e];
}

enum err
fail(struct ctx *cx, enum err e, const char *why, ...)
{
	va_list ap;

	BUG_ON(e == OK);
	va_start(ap, why);
	cx->why = arena_vfmt(cx->mem, why, ap);
	va_end(ap);
	return e;
}

enum err
fail_at(struct ctx *cx, enum err e, const char *field, const char *why, ...)
{
	va_list ap;

	BUG_ON(e == OK);
	fault_add(cx, field, err_info(e)->slug, err_info(e)->text[cx->lang]);
	va_start(ap, why);
	cx->why = arena_fmt(cx->mem, "%s: %s", field, arena_vfmt(cx->mem, why, ap));
	va_end(ap);
	return e;
}

/* The text of the error with this code; what is no error of its own is one of E_INVALID. */
static const char *
text_of_code(enum lang lang, const char *code)
{
	for (int e = OK + 1; e < E__COUNT; e++) {
		if (strcmp(infos[e].slug, code) == 0)
			return infos[e].text[lang];
	}
	return infos[E_INVALID].text[lang];
}

void
fault_add(struct ctx *cx, const char *field, const char *code, const char *message)
{
	struct field_fault *f = arena_new_of(cx->mem, struct field_fault);

	f->field = arena_str(cx->mem, field);
	f->code = arena_str(cx->mem, code);
	f->message = message ? arena_str(cx->mem, message) : text_of_code(cx->lang, code);
	*cx->faults_end = f;
	cx->faults_end = &f->next;
}

void
fault_forget(struct ctx *cx)
{
	cx->faults = NULL;
	cx->faults_end = &cx->faults;
	cx->why = NULL;
}

void
bug(const char *file, int line, const char *what)
{
	dprintf(STDERR_FILENO, "bug: %s:%d: %s\n", file, line, what);
	abort();
}
