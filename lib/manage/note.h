/* SPDX-License-Identifier: MIT */
/* Notes that staff write about a customer or an order, for each other only.
 *
 * Owns      staff_notes: only added; those about an erased person go.
 * Rules     The shop's database account cannot read them.
 * See       fcgi/api/admin_note.c, tests/http/admin_customer_test.c */
#ifndef MANAGE_NOTE_H
#define MANAGE_NOTE_H

#include "base/ctx.h"
#include <stddef.h>

enum note_about { NOTE_CUSTOMER, NOTE_ORDER };

struct note {
	int64_t id, admin_user_id;
	const char *author;		/* user name of who wrote it */
	const char *note;
	int64_t created_at;
};
struct note_page { struct note *items; size_t items_n; const char *next_cursor; };

#define NOTE_PAGE_MAX 100
#define NOTE_CHARS 2000

/* Newest first. */
enum err note_list(struct ctx *cx, enum note_about about, int64_t id, const char *cursor,
                   int32_t limit, struct note_page *ret) MUST_CHECK;
/* By the actor.  E_NOT_FOUND when there is no such customer or order, or the person was erased. */
enum err note_add(struct ctx *cx, enum note_about about, int64_t id, const char *text,
                  struct note *ret) MUST_CHECK;
/* Those about an erased person and the orders; at most `max` at a time. */
enum err note_forget(struct ctx *cx, int64_t customer_id, int32_t max, int64_t *ret_n) MUST_CHECK;

#endif
