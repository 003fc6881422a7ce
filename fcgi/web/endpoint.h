/* SPDX-License-Identifier: MIT */
/* An endpoint, declared once.
 *
 * INPUT   one list makes the C struct a handler gets and the rules its fields are checked by.
 * VIEW    which members of a struct go out, and what they mean.  What is not shown cannot leave.
 * ENDPOINT ties a handler to its address, input, view, caller, transaction and errors.
 *
 * Router, validation, login, permission, rate, idempotency, transaction, cache headers, OpenAPI,
 * `crumbled routes` and the checks of `crumbled check` all read these constants; nothing about an
 * endpoint is said anywhere else.  serve.c is the order in which it happens. */
#ifndef WEB_ENDPOINT_H
#define WEB_ENDPOINT_H

#include "base/clock.h"
#include "base/ctx.h"
#include "base/money.h"
#include "guard/rate.h"

#include <stddef.h>

/* ---- fields ---- */

enum place {
	PATH, QUERY, BODY, HEADER,
	CONTENT,	/* the whole body, of any kind: the web server has put it into a file */
	OUT,
};

enum kind {
	K_id,		/* a positive number */
	K_i32, K_i64,
	K_limit,	/* an int32_t; left out or null is none: -1 in C */
	K_flag,
	K_switch,	/* in only: a flag that may be left out; SWITCH_OFF, SWITCH_ON or SWITCH_KEEP */
	K_str,		/* one line, trimmed; .min and .max count characters */
	K_text,		/* lines, trimmed at both ends */
	K_secret,	/* exactly as typed, e.g. a password; .min and .max count bytes */
	K_money,	/* "149.50"; .min and .max in minor units */
	K_sum,		/* out only: what many amounts come to, "1234567890.00" */
	K_date,		/* a day of the shop, "2026-03-01" */
	K_time,		/* a moment, "2026-03-01T08:00:00Z" */
	K_hour,		/* "18:00" */
	K_phone, K_email, K_code,	/* brought into one form; a code has six digits */
	K_choice,	/* one of .choices = "a|b|c" */
	K_list,		/* of objects: .of names their INPUT, .max their number */
	K_ids,		/* in only: a list of positive numbers, at most .max */
	K_file,		/* of CONTENT only: the path of a file of at most .max bytes */
	K_object,	/* out only: one nested object, or null */
	K_json,		/* out only: JSON text kept as it is */
};

/* What a K_switch says: an edit that leaves it out keeps what is there. */
enum { SWITCH_KEEP = -1, SWITCH_OFF, SWITCH_ON };

struct shape;

struct field {
	enum place place;
	enum kind kind;
	const char *name;
	size_t off, off_n;			/* of the member; of a list's count */
	const struct shape *(*of)(void);	/* of a list's or object's members */
	const char *choices;
	int64_t min, max;
	int64_t def;				/* a number or flag that was left out */
	bool optional;				/* in: may be left out; out: may be null */
	bool inside;				/* out: a struct inside the struct, not a pointer */
	const char *doc;
};

struct shape {
	const char *name;
	size_t size;
	const struct field *fields;
	size_t fields_n;
};

/* Members of an input struct, by kind.  What was left out is 0, NULL or the NONE of its type. */
#define MEMBER_id(n) int64_t n;
#define MEMBER_i32(n) int32_t n;
#define MEMBER_i64(n) int64_t n;
#define MEMBER_flag(n) bool n;
#define MEMBER_switch(n) int32_t n;
#define MEMBER_str(n) const char *n;
#define MEMBER_text(n) const char *n;
#define MEMBER_secret(n) const char *n;
#define MEMBER_money(n) struct money n;
#define MEMBER_date(n) struct day n;
#define MEMBER_time(n) int64_t n;
#define MEMBER_hour(n) struct hour n;
#define MEMBER_phone(n) const char *n;
#define MEMBER_email(n) const char *n;
#define MEMBER_code(n) const char *n;
#define MEMBER_choice(n) const char *n;
#define MEMBER_list(n) const void *n; size_t n##_n;
#define MEMBER_ids(n) const int64_t *n; size_t n##_n;
#define MEMBER_file(n) const char *n;

#define MEMBER_(place_, kind_, name_, ...) MEMBER_##kind_(name_)
#define COUNT_OFF_id(n) 0
#define COUNT_OFF_i32(n) 0
#define COUNT_OFF_i64(n) 0
#define COUNT_OFF_flag(n) 0
#define COUNT_OFF_switch(n) 0
#define COUNT_OFF_str(n) 0
#define COUNT_OFF_text(n) 0
#define COUNT_OFF_secret(n) 0
#define COUNT_OFF_money(n) 0
#define COUNT_OFF_date(n) 0
#define COUNT_OFF_time(n) 0
#define COUNT_OFF_hour(n) 0
#define COUNT_OFF_phone(n) 0
#define COUNT_OFF_email(n) 0
#define COUNT_OFF_code(n) 0
#define COUNT_OFF_choice(n) 0
#define COUNT_OFF_list(n) offsetof(self_, n##_n)
#define COUNT_OFF_ids(n) offsetof(self_, n##_n)
#define COUNT_OFF_file(n) 0
#define FIELD_(place_, kind_, name_, ...)                                                          \
	{ .place = place_, .kind = K_##kind_, .name = #name_, .off = offsetof(self_, name_),       \
	  .off_n = COUNT_OFF_##kind_(name_), __VA_ARGS__ },

#define SHAPE_FN_(tag, T, ...)                                                                     \
	const struct shape *tag(void)                                                              \
	{                                                                                          \
		typedef T self_;                                                                   \
		static const struct field f[] = { __VA_ARGS__ };                                   \
		static const struct shape s = { #tag, sizeof(self_), f, sizeof f / sizeof *f };    \
		return &s;                                                                         \
	}
#define SHAPE_(tag, T, ...)                                                                        \
	static SHAPE_FN_(tag, T, __VA_ARGS__)                                                      \
	typedef T tag##_type

#define INPUT(tag, LIST)                                                                           \
	struct tag { LIST(MEMBER_) };                                                              \
	SHAPE_(tag, struct tag, LIST(FIELD_))
/* The same for a struct of lib whose members have the fields' names and types. */
#define INPUT_OF(tag, T, LIST)                                                                     \
	struct tag##_like { LIST(MEMBER_) };                                                       \
	_Static_assert(sizeof(struct tag##_like) == sizeof(T), #tag " does not match " #T);        \
	SHAPE_(tag, T, LIST(FIELD_))

#define KIND_OF_(m)                                                                                \
	_Generic((m), int64_t: K_i64, int32_t: K_i32, bool: K_flag, char *: K_str,                 \
	         const char *: K_str, struct money: K_money, struct money_sum: K_sum,                    \
	         struct day: K_date, struct hour: K_hour)
#define SHOW_AS_(kind_, m, ...)                                                                    \
	{ .place = OUT, .kind = kind_, .name = #m, .off = offsetof(self_, m), __VA_ARGS__ }
#define SHOW(m, doc_) SHOW_AS_(KIND_OF_(((self_ *)0)->m), m, .doc = doc_)
/* May be null: 0, NULL or NONE in C. */
#define SHOW_OPT(m, doc_) SHOW_AS_(KIND_OF_(((self_ *)0)->m), m, .optional = true, .doc = doc_)
/* An int32_t that may be null: -1 in C, so that 0 is a limit, too. */
#define SHOW_LIMIT(m, doc_) SHOW_AS_(K_limit, m, .min = 0, .optional = true, .doc = doc_)
#define SHOW_TIME(m, doc_) SHOW_AS_(K_time, m, .doc = doc_)
#define SHOW_TIME_OPT(m, doc_) SHOW_AS_(K_time, m, .optional = true, .doc = doc_)
#define SHOW_CHOICE(m, list_, doc_) SHOW_AS_(K_choice, m, .choices = list_, .doc = doc_)
#define SHOW_CHOICE_OPT(m, list_, doc_)                                                            \
	SHOW_AS_(K_choice, m, .choices = list_, .optional = true, .doc = doc_)
#define SHOW_LIST(m, view, doc_)                                                                   \
	SHOW_AS_(K_list, m, .off_n = offsetof(self_, m##_n), .of = view, .doc = doc_)
#define SHOW_OBJECT(m, view, doc_) SHOW_AS_(K_object, m, .of = view, .optional = true, .doc = doc_)
#define SHOW_INSIDE(m, view, doc_) SHOW_AS_(K_object, m, .of = view, .inside = true, .doc = doc_)
#define SHOW_JSON(m, doc_) SHOW_AS_(K_json, m, .optional = true, .doc = doc_)

#define VIEW(tag, T, ...) SHAPE_(tag, T, __VA_ARGS__)
/* One that several files of endpoints use: declared in a header as SHARED_VIEW_TYPE. */
#define SHARED_VIEW(tag, T, ...) SHAPE_FN_(tag, T, __VA_ARGS__) _Static_assert(1, "")
#define SHARED_VIEW_TYPE(tag, T)                                                                   \
	const struct shape *tag(void);                                                             \
	typedef T tag##_type

/* ---- endpoints ---- */

enum auth {
	AUTH_ANYONE = 1,	/* cookies are not even looked at, so replies may be cached */
	AUTH_GUEST = 2,		/* a visitor, known by the cart's cookie or not yet at all */
	AUTH_CUSTOMER = 4,
	AUTH_STAFF = 8,		/* with .perm */
	AUTH_JOB = 16,		/* cron, with its bearer token */
	AUTH_LOCAL = 32,	/* anyone, from an allowed address */
};

enum tx {
	TX_UNSET,
	TX_NONE,		/* no database */
	TX_READ,
	TX_WRITE,
	TX_OWN,			/* lib commits by itself, because a refusal must leave a trace */
};

struct endpoint {
	const char *name, *method, *path;
	unsigned auth;			/* AUTH_* bits, never 0 */
	const char *perm;		/* permission of staff; "" for what every role may */
	bool step_up;			/* a secret was given a moment ago (staff/admin_step_up.h) */
	enum tx tx;
	bool once;			/* needs an Idempotency-Key */
	bool twice_is_once;		/* doing it again changes nothing, so a lost COMMIT is repeated */
	bool counts;			/* a GET that writes on purpose; it does not answer HEAD */
	int cache_secs;			/* public reads: how long a reply may be kept */
	const struct rate *rate;
	int status;			/* of success; 0 means 200, or 204 without a view */
	const enum err *errors;		/* every own E_* it may answer with, then OK */
	const struct shape *(*detail)(void);	/* what cx->detail is shown by, in a refusal */
	const char *detail_name;
	const char *plain;			/* of a reply that is no JSON: its type.  The view's one
						 * member is the text */
	const char *doc;
	const struct shape *(*in)(void), *(*out)(void);
	enum err (*call)(struct ctx *, const void *in, void *out);
};

#define ERRORS(...) (const enum err[]){ __VA_ARGS__, OK }
#define ENDPOINT(fn, method_, path_, in_, out_, ...)                                               \
	static enum err fn##_call(struct ctx *cx, const void *in, void *out)                       \
	{                                                                                          \
		const in_##_type *i = in;                                                          \
		out_##_type *o = out;                                                              \
		return fn(cx, i, o);                                                               \
	}                                                                                          \
	static const struct endpoint fn##_endpoint = {                                             \
		.name = #fn, .method = #method_, .path = path_, .in = in_, .out = out_,            \
		.call = fn##_call, __VA_ARGS__                                                     \
	}

/* For handlers without input, or without a reply. */
struct nothing { char none; };
const struct shape *nothing(void);
typedef struct nothing nothing_type;

/* The endpoints of a module, in its file's last lines: ENDPOINTS(cart, &a_endpoint, &b_endpoint); */
struct module {
	const char *name;
	const struct endpoint *const *list;
};
#define ENDPOINTS(module_, ...)                                                                    \
	extern const struct module module_##_module;                                               \
	const struct module module_##_module = {                                                   \
		#module_, (const struct endpoint *const[]){ __VA_ARGS__, NULL }                    \
	}

#endif
