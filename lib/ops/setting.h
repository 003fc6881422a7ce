/* SPDX-License-Identifier: MIT */
/* Settings: the rules of the shop that its owner may change, typed and limited.
 *
 * Owns      site_settings.
 * Rules     setting.def lists all of them; a row that is missing, or that does not fit, counts as
 *           its default.  Read fresh whenever they are needed: one statement.
 * See       ops/setting.def, fcgi/api/place.c */
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
struct settings {
#include "ops/setting.def"
};
#undef SETTING_STR
#undef SETTING_NUM
#undef SETTING_FLAG
#undef SETTING_HOUR
#undef SETTING_CHOICE
#undef SETTING_SECRET

/* All of them; also sets the process's time zone to the shop's. */
enum err settings_read(struct ctx *cx, struct settings *ret) MUST_CHECK;

/* Checks the text against the setting's kind and limits and stores it; a secret one sealed.
 * E_NOT_FOUND for a name that is none, E_INVALID with the reason as a fault of field "value". */
enum err setting_write(struct ctx *cx, const char *name, const char *text) MUST_CHECK;

#endif
