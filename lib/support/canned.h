/* SPDX-License-Identifier: MIT */
/* Canned answers: what staff write often, kept in English and Arabic.
 *
 * Owns      ticket_canned_answers.
 * Rules     Texts to begin an answer with; nothing refers to them.  One that is not wanted any more is
 *           switched off.
 * See       fcgi/api/admin_ticket.c, tests/http/admin_ticket_test.c */
#ifndef SUPPORT_CANNED_H
#define SUPPORT_CANNED_H

#include "base/ctx.h"
#include <stddef.h>

#define CANNED_NAME_MAX 100
#define CANNED_PAGE_MAX 100

struct canned {
	int64_t id;
	const char *name, *text_en, *text_ar;
	bool is_active;
	int32_t version;
};
struct canned_list { struct canned *items; size_t items_n; const char *next_cursor; };

/* By number; only those that are not switched off, unless `all`. */
enum err canned_list(struct ctx *cx, bool all, const char *cursor, int32_t limit,
                     struct canned_list *ret) MUST_CHECK;
/* E_CONFLICT naming "name" that is taken. */
enum err canned_add(struct ctx *cx, const char *name, const char *text_en, const char *text_ar,
                    struct canned *ret) MUST_CHECK;

struct canned_edit {
	const char *name, *text_en, *text_ar;	/* NULL: as it is */
	int32_t is_active;		/* a switch; below 0: as it is */
};
/* E_NOT_FOUND; E_CONFLICT for another version, and naming "name" that is taken. */
enum err canned_edit(struct ctx *cx, int64_t id, int32_t version, const struct canned_edit *edit,
                     struct canned *ret) MUST_CHECK;

#endif
