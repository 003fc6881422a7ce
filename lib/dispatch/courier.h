/* SPDX-License-Identifier: MIT */
/* Delivery men: who brings the orders, and to which zones.
 *
 * Owns      delivery_men.
 * Rules     Their zones exist.  A man is not removed but switched off; then he gets no orders.
 *           An edit names the version it saw.
 * See       fcgi/api/admin_dispatch.c, tests/http/admin_dispatch_test.c */
#ifndef DISPATCH_COURIER_H
#define DISPATCH_COURIER_H

#include "base/ctx.h"
#include <stddef.h>

#define COURIER_ZONES_MAX 200

struct courier {
	int64_t id;
	const char *name, *phone, *email;
	const char *zones;		/* JSON array of zone ids, ascending */
	bool is_active;
	int32_t version;
};
struct courier_list { struct courier *items; size_t items_n; const char *next_cursor; };

/* What an edit changes: NULL and -1 leave what is there. */
struct courier_edit {
	const char *name, *phone, *email;
	const int64_t *zones;
	size_t zones_n;
	int32_t is_active;
};

/* By id, the inactive ones too. */
enum err courier_list(struct ctx *cx, const char *cursor, int32_t limit,
                      struct courier_list *ret) MUST_CHECK;
/* E_INVALID naming "zones" if one of them does not exist. */
enum err courier_add(struct ctx *cx, const struct courier_edit *edit,
                     struct courier *ret) MUST_CHECK;
/* E_CONFLICT when `version` is no longer his. */
enum err courier_edit(struct ctx *cx, int64_t id, int32_t version, const struct courier_edit *edit,
                      struct courier *ret) MUST_CHECK;
enum err courier_serves(struct ctx *cx, const struct courier *c, int64_t zone_id,
                        bool *ret) MUST_CHECK;
/* May he get an order to that zone (0: none)?  Locks him until the transaction ends.  E_INVALID
 * naming "delivery_man_id" if there is no such man, E_COURIER_OFF, E_COURIER_ZONE. */
enum err courier_check(struct ctx *cx, int64_t id, int64_t zone_id) MUST_CHECK;

#endif
