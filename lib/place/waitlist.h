/* SPDX-License-Identifier: MIT */
/* Who waits for a zone: a phone or an e-mail that somebody left, without an account.
 *
 * Owns      zone_waitlist.
 * Rules     An address is there once for a zone, and saying so again changes nothing.
 *           When zone and city are on, each gets one message, by the job `waitlist`.
 * See       fcgi/api/{place,admin_place}.c, identity/erasure.h, tests/http/waitlist_test.c */
#ifndef PLACE_WAITLIST_H
#define PLACE_WAITLIST_H

#include "base/ctx.h"
#include <stddef.h>

#define WAITING_PAGE_MAX 200

/* Leaves an address, one of the two.  E_NOT_FOUND for no such zone, E_CONFLICT for one that is open. */
enum err waitlist_join(struct ctx *cx, int64_t zone_id, const char *email,
                       const char *phone) MUST_CHECK;

struct waiting {
	int64_t id;
	const char *email, *phone, *language;
	int64_t created_at, notified_at;	/* 0: still waiting */
};
struct waiting_page {
	int64_t waiting;
	struct waiting *items;
	size_t items_n;
	const char *next_cursor;
};
/* Oldest first. */
enum err waitlist_list(struct ctx *cx, int64_t zone_id, const char *cursor, int32_t limit,
                       struct waiting_page *ret) MUST_CHECK;

/* A step of the job `waitlist`: writes to at most `max` people whose zone is open. */
enum err waitlist_tell_step(struct ctx *cx, int32_t max, int32_t *ret_done) MUST_CHECK;

/* Forgets a person by the addresses that were proved; NULL: none. */
enum err waitlist_forget(struct ctx *cx, const char *email, const char *phone) MUST_CHECK;

#endif
