/* SPDX-License-Identifier: MIT */
/* Errors: one closed list (err.def), one way to pass them on (TRY) and one to raise them (fail). */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdbool.h>

struct ctx;

enum err {
	OK = 0,
#define ERR(name, http, any, slug, en, ar) E_##name,
#include "base/err.def"
#undef ERR
	E__COUNT
};

enum lang { LANG_EN, LANG_AR };

struct err_info {
	const char *name;
	int         http;
	bool        any;		/* the framework may answer with it on any endpoint */
	const char *slug;		/* the stable code of the API */
	const char *text[2];		/* by enum lang */
};

const struct err_info *err_info(enum err e);

#define MUST_CHECK __attribute__((warn_unused_result))

/* The only macro that hides a return. */
#define TRY(expr)                                                                                  \
	do {                                                                                       \
		enum err try_ = (expr);                                                            \
		if (try_ != OK)                                                                    \
			return try_;                                                               \
	} while (0)

/* Raises e; the text is for the log only and must not name a person. */
enum err fail(struct ctx *cx, enum err e, const char *why, ...)
	__attribute__((format(printf, 3, 4))) MUST_CHECK;

/* Raises e because of one input field, which the reply names ("items.2.quantity"). */
enum err fail_at(struct ctx *cx, enum err e, const char *field, const char *why, ...)
	__attribute__((format(printf, 4, 5))) MUST_CHECK;

/* One fault of one field.  `message` NULL means the text of the error itself. */
struct field_fault {
	const char *field, *code, *message;
	struct field_fault *next;
};

/* Collects a fault without raising anything, so that all are told at once. */
void fault_add(struct ctx *cx, const char *field, const char *code, const char *message);

/* Forgets them, and the reason: what was refused is told in another way. */
void fault_forget(struct ctx *cx);

/* What cannot happen.  Ends the process: the manager starts another one. */
_Noreturn void bug(const char *file, int line, const char *what);
#define BUG_ON(cond)                                                                               \
	do {                                                                                       \
		if (__builtin_expect(!!(cond), 0))                                                 \
			bug(__FILE__, __LINE__, #cond);                                            \
	} while (0)

#endif
