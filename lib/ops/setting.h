/* SPDX-License-Identifier: MIT */
/* Settings: the rules of the shop that its owner may change, typed and limited.
 *
 * Owns      site_settings.
 * Rules     setting.def lists all of them; a row that is missing, or that does not fit, counts as
 *           its default.  Read fresh whenever they are needed: one statement.
 *           At the desk a change names the version it saw.  A secret is never told, only whether
 *           there is one, and does not follow the gateway's address to another host: who changes
 *           sms_url enters sms_headers again.
 * See       ops/setting.def, fcgi/api/place.c, fcgi/api/admin_setting.c */
#ifndef OPS_SETTING_H
#define OPS_SETTING_H

#include "base/clock.h"
#include "base/ctx.h"

#define SETTING_STR(name, def, min, max, audience, help) const char *name;
#define SETTING_NUM(name, def, min, max, audience, help) int64_t name;
#define SETTING_FLAG(name, def, audience, help) bool name;
#define SETTING_HOUR(name, def, audience, help) struct hour name;
#define SETTING_CHOICE(name, def, list, audience, help) const char *name;
#define SETTING_SECRET(name, audience, help) const char *name;
#define SETTING_LINES(name, max, audience, help)
struct settings {
#include "ops/setting.def"
};
#undef SETTING_STR
#undef SETTING_NUM
#undef SETTING_FLAG
#undef SETTING_HOUR
#undef SETTING_CHOICE
#undef SETTING_SECRET
#undef SETTING_LINES

/* All of them; also sets the process's time zone to the shop's. */
enum err settings_read(struct ctx *cx, struct settings *ret) MUST_CHECK;

/* A text of LINES, by its name behind "page_" and without the language: "help".  In the language asked
 * for, else in the other one; *ret_language says which.  E_NOT_FOUND when neither is set. */
enum err setting_page(struct ctx *cx, const char *name, const char **ret_text,
                      const char **ret_language) MUST_CHECK;

/* Checks the text against the setting's kind and limits and stores it; a secret one sealed.
 * E_NOT_FOUND for a name that is none, E_INVALID with the reason as a fault of field "value". */
enum err setting_write(struct ctx *cx, const char *name, const char *text) MUST_CHECK;

/* ---- at the desk ---- */

#define SETTING_TYPES "text|lines|number|flag|hour|choice|secret"

struct setting_entry {
	const char *name, *type;
	const char *value;		/* that holds; NULL: a secret one */
	const char *usual;		/* its default; NULL: a secret has none */
	const char *choices;		/* as a JSON array; NULL: not a choice */
	int64_t min, max;
	const char *help;
	bool is_public, is_set;
	int32_t version;		/* 0: never set */
	int64_t updated_at;		/* 0: never set */
};
struct setting_list { struct setting_entry *items; size_t items_n; };

enum err setting_list(struct ctx *cx, struct setting_list *ret) MUST_CHECK;
/* Inside a transaction.  E_NOT_FOUND, E_INVALID as of setting_write; E_CONFLICT with the entry as
 * it is now as cx->detail. */
enum err setting_change(struct ctx *cx, const char *name, int32_t version, const char *text,
                        struct setting_entry *ret) MUST_CHECK;

#endif
