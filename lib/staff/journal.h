/* SPDX-License-Identifier: MIT */
/* The journal of the staff, to look at: who did what to which thing, and who changed this one.
 *
 * Does not  write (ops/audit.h), nor seal (ops/audit_seal.h).
 * See       fcgi/api/admin_audit.c, tests/http/audit_test.c */
#ifndef STAFF_JOURNAL_H
#define STAFF_JOURNAL_H

#include "base/ctx.h"
#include <stddef.h>

struct journal_entry {
	int64_t id, created_at;
	int64_t admin_user_id;		/* 0: nobody was logged in, or the command line */
	const char *username;
	const char *action, *entity;
	int64_t entity_id;		/* 0: not one row */
	const char *before_json, *after_json, *note, *ip_address, *request_id;
};
struct journal_page { struct journal_entry *items; size_t items_n; const char *next_cursor; };

/* 0 and NULL are any. */
struct journal_filter {
	int64_t admin_user_id, entity_id;
	const char *action, *entity;
	int64_t from, to;		/* `to` is no longer in it */
};

/* Newest first. */
enum err journal_list(struct ctx *cx, const struct journal_filter *filter, const char *cursor,
                      int32_t limit, struct journal_page *ret) MUST_CHECK;

#endif
