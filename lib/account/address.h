/* SPDX-License-Identifier: MIT */
/* Addresses of customers: where they want their orders.
 *
 * Owns      addresses.
 * Rules     At most 20 a customer and at most one default; the first one is it, and when it goes
 *           the oldest that is left.  A zone must lie in its city; it need not be delivered to yet.
 *           Whose an address is stands in the WHERE clause: another's is as missing as none.
 * See       fcgi/api/address.c, tests/http/profile_test.c */
#ifndef ACCOUNT_ADDRESS_H
#define ACCOUNT_ADDRESS_H

#include "base/ctx.h"
#include <stddef.h>

#define ADDRESSES_MAX 20

struct address {
	int64_t id, city_id, zone_id;
	const char *city_name, *zone_name, *street_address, *additional_info;
	bool is_default;
	const char *coverage;		/* COVERAGES */
	int32_t version;
};
struct address_list { struct address *items; size_t items_n; };

/* An edit: 0, NULL and -1 keep what is there. */
struct address_edit {
	int64_t city_id, zone_id;
	const char *street_address, *additional_info;
	int32_t is_default;		/* a switch */
};

/* covered: orders can be delivered there; coming_soon: not yet; none: no place was named. */
#define COVERAGES "covered|coming_soon|none"
/* Of a zone, which has to lie in the city: E_ZONE_CITY naming "zone_id", also for one that does not
 * exist.  Zone 0 is "none". */
enum err address_coverage(struct ctx *cx, int64_t city_id, int64_t zone_id,
                          const char **ret) MUST_CHECK;

/* Of a customer, the default first. */
enum err address_list(struct ctx *cx, int64_t customer_id, struct address_list *ret) MUST_CHECK;
/* The actor's own. */
enum err address_get_own(struct ctx *cx, int64_t id, struct address *ret) MUST_CHECK;

/* For a customer whose row the caller has locked.  E_ZONE_CITY, E_ADDRESSES_FULL. */
enum err address_add(struct ctx *cx, int64_t customer_id, const struct address_edit *edit,
                     int64_t *ret_id) MUST_CHECK;
/* The actor's own.  E_NOT_FOUND; E_CONFLICT when it has another version by now; E_ZONE_CITY. */
enum err address_add_own(struct ctx *cx, const struct address_edit *edit,
                         int64_t *ret_id) MUST_CHECK;
enum err address_edit_own(struct ctx *cx, int64_t id, int32_t version,
                          const struct address_edit *edit) MUST_CHECK;
enum err address_remove_own(struct ctx *cx, int64_t id) MUST_CHECK;
/* All of an erased customer go. */
enum err address_forget(struct ctx *cx, int64_t customer_id) MUST_CHECK;

#endif
