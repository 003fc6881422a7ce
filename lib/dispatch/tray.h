/* SPDX-License-Identifier: MIT */
/* Trays: how many cookies of a flavor and size are ready for a day and slot.
 *
 * Owns      kitchen_trays.
 * See       fcgi/api/admin_kitchen.c, tests/http/kitchen_test.c */
#ifndef DISPATCH_TRAY_H
#define DISPATCH_TRAY_H

#include "base/clock.h"
#include "base/ctx.h"
#include <stddef.h>

#define TRAY_READY_MAX 100000

struct tray {
	int64_t id, flavor_id, updated_at;
	const char *size_name;		/* "": has none */
	int32_t ready, version;
};
struct tray_edit {
	struct day date;
	int64_t time_slot_id, flavor_id;
	const char *size_name;		/* NULL: none */
	int32_t ready;
	int32_t version;		/* that was seen; 0: nothing was ready yet */
};

/* Of a slot, those that changed at or after `since`. */
enum err tray_list(struct ctx *cx, struct day date, int64_t time_slot_id, int64_t since,
                   struct tray **ret, size_t *ret_n) MUST_CHECK;
/* E_NOT_FOUND for a slot or flavor that is not there, E_CONFLICT for another version. */
enum err tray_set(struct ctx *cx, const struct tray_edit *edit, struct tray *ret) MUST_CHECK;

#endif
