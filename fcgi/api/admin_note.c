/* SPDX-License-Identifier: MIT */
/* Notes of staff about a customer or an order. */
#include "manage/note.h"

#include "web/common.h"

VIEW(note_view, struct note,
	SHOW(id, "Note"),
	SHOW(admin_user_id, "Who wrote it"),
	SHOW(author, "User name of who wrote it"),
	SHOW(note, "What was written"),
	SHOW_TIME(created_at, "When"));
VIEW(note_page_view, struct note_page,
	SHOW_LIST(items, note_view, "Newest first"),
	SHOW_NEXT);

#define NOTE_LIST_IN(F)                                                                            \
	F(PATH, id, id, .doc = "About which one")                                                  \
	PAGE_IN(F, NOTE_PAGE_MAX, 50)
INPUT(note_list_in, NOTE_LIST_IN);
#define NOTE_IN(F)                                                                                 \
	F(PATH, id, id, .doc = "About which one")                                                  \
	F(BODY, text, note, .min = 1, .max = NOTE_CHARS, .doc = "What colleagues should know")
INPUT(note_in, NOTE_IN);

#define NOTES(things, thing, about, read, write)                                                   \
	static enum err                                                                            \
	list_##thing##_notes(struct ctx *cx, const struct note_list_in *in, struct note_page *out) \
	{                                                                                          \
		return note_list(cx, about, in->id, in->cursor, in->limit, out);                   \
	}                                                                                          \
	ENDPOINT(list_##thing##_notes, GET, "/api/v1/admin/" things "/{id}/notes", note_list_in,   \
		note_page_view, .auth = AUTH_STAFF, .perm = read, .tx = TX_READ,                   \
		.doc = "What staff wrote about it; no customer ever sees it.");                    \
	static enum err                                                                            \
	add_##thing##_note(struct ctx *cx, const struct note_in *in, struct note *out)             \
	{                                                                                          \
		return note_add(cx, about, in->id, in->note, out);                                 \
	}                                                                                          \
	ENDPOINT(add_##thing##_note, POST, "/api/v1/admin/" things "/{id}/notes", note_in,         \
		note_view, .auth = AUTH_STAFF, .perm = write, .tx = TX_WRITE, .status = 201,       \
		.errors = ERRORS(E_NOT_FOUND),                                                     \
		.doc = "Writes something down for colleagues; it stays.")

NOTES("customers", customer, NOTE_CUSTOMER, "customer.read", "customer.write");
NOTES("orders", order, NOTE_ORDER, "order.read", "order.move");

ENDPOINTS(admin_note, &list_customer_notes_endpoint, &add_customer_note_endpoint,
          &list_order_notes_endpoint, &add_order_note_endpoint);
