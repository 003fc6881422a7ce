/* SPDX-License-Identifier: MIT */
/* The shop's settings, for those who run it. */
#include "ops/setting.h"

#include "web/common.h"

VIEW(setting_view, struct setting_entry,
	SHOW(name, "Which setting"),
	SHOW_CHOICE(type, SETTING_TYPES, "What its value is"),
	SHOW_OPT(value, "Its value as text; null: a secret, which is never told"),
	SHOW_OPT(usual, "The value it has when none is set; null: a secret"),
	SHOW_JSON(choices, "Of a choice: an array of what it may be"),
	SHOW(min, "Least number, or fewest bytes of a text"),
	SHOW(max, "Greatest number, or most bytes of a text"),
	SHOW(help, "What it means"),
	SHOW(is_public, "True: GET /api/v1/settings may tell it to everybody"),
	SHOW(is_set, "False: it has its usual value, or a secret is not there"),
	SHOW(version, "Names this state in a change; 0: it was never set"),
	SHOW_TIME_OPT(updated_at, "When it was last set"));
VIEW(setting_list_view, struct setting_list, SHOW_LIST(items, setting_view, "All there are"));

static enum err
list_settings(struct ctx *cx, const struct nothing *in, struct setting_list *out)
{
	(void)in;
	return setting_list(cx, out);
}
ENDPOINT(list_settings, GET, "/api/v1/admin/settings", nothing, setting_list_view,
	.auth = AUTH_STAFF, .perm = "setting.read", .tx = TX_READ,
	.doc = "All settings with their kinds and limits.");

#define SETTING_IN(F)                                                                              \
	F(PATH, str, name, .min = 1, .max = 64, .doc = "Which setting")                            \
	F(BODY, i32, version, .min = 0, .max = INT32_MAX, .doc = "The version that was seen")      \
	F(BODY, text, value, .max = 30000,                                                         \
	  .doc = "The new value as text: 14, true, 16:00; an empty one takes a secret away")
INPUT(setting_in, SETTING_IN);

static enum err
set_setting(struct ctx *cx, const struct setting_in *in, struct setting_entry *out)
{
	return setting_change(cx, in->name, in->version, in->value, out);
}
ENDPOINT(set_setting, PUT, "/api/v1/admin/settings/{name}", setting_in, setting_view,
	.auth = AUTH_STAFF, .perm = "setting.write", .step_up = true, .tx = TX_WRITE,
	.errors = ERRORS(E_NOT_FOUND, E_CONFLICT), .detail = setting_view, .detail_name = "current",
	.doc = "Sets one. Another sms_url takes sms_headers away: they were for the one before.");

ENDPOINTS(admin_setting, &list_settings_endpoint, &set_setting_endpoint);
