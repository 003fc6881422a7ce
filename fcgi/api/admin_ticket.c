/* SPDX-License-Identifier: MIT */
/* Tickets at the desk: what waits, answers with what goes with them, notes, ready answers. */
#include "support/attachment.h"
#include "support/canned.h"
#include "support/ticket_desk.h"
#include "support/ticket_list.h"

#include "api/admin_order_view.h"
#include "api/record_api.h"
#include "web/sent_file.h"

static const struct rate rate_answer = { "ticket_answer", 300, 3600, RATE_BY_ACTOR };

#define SIDES "customer|admin"
VIEW(desk_row_view, struct ticket_row,
	SHOW(id, "Ticket"),
	SHOW(subject, "Subject"),
	SHOW_CHOICE(category, TICKET_CATEGORIES, "What it is about"),
	SHOW_CHOICE(priority, TICKET_PRIORITIES, "How urgent it is"),
	SHOW_CHOICE(status, TICKET_STATUSES, "Where it stands"),
	SHOW_OPT(customer_id, "Customer, if known"),
	SHOW_OPT(customer_name, "Who asks"),
	SHOW_OPT(order_id, "Order it is about"),
	SHOW_OPT(order_number, "Its public number"),
	SHOW_OPT(assigned_admin_id, "Who looks after it"),
	SHOW_OPT(assigned_name, "That one's name"),
	SHOW_CHOICE_OPT(last_reply_by, SIDES, "Who wrote the last reply"),
	SHOW_TIME_OPT(last_reply_at, "When"),
	SHOW_TIME(last_customer_at, "When the customer last wrote"),
	SHOW_TIME(created_at, "When it was opened"),
	SHOW(version, "Names this state in an edit"));
VIEW(desk_rows_view, struct ticket_rows,
	SHOW_LIST(items, desk_row_view, "By when the customer last wrote"),
	SHOW_NEXT);

#define FILES_DOC "Attachments: an array of id, name, media_type, size_bytes"
VIEW(desk_reply_view, struct ticket_reply,
	SHOW(id, "Reply"),
	SHOW_CHOICE(author_type, SIDES, "Who wrote it"),
	SHOW_OPT(author_id, "Which one; null: who has the order's link"),
	SHOW_OPT(author_name, "That one's name"),
	SHOW(is_internal, "True: a note that the customer never sees"),
	SHOW(message, "Text"),
	SHOW_JSON(files, FILES_DOC),
	SHOW_TIME(created_at, "When"));
VIEW(ticket_other_view, struct ticket_other,
	SHOW(id, "Ticket"),
	SHOW(subject, "Subject"),
	SHOW_CHOICE(status, TICKET_STATUSES, "Where it stands"),
	SHOW_TIME(created_at, "When it was opened"));
VIEW(desk_ticket_view, struct desk_ticket,
	SHOW(id, "Ticket"),
	SHOW(version, "Names this state in an edit or answer"),
	SHOW_CHOICE(belongs_to, "customer|order", "order: it came by the order's link"),
	SHOW(subject, "Subject"),
	SHOW(message, "First message"),
	SHOW_JSON(files, FILES_DOC),
	SHOW_CHOICE(category, TICKET_CATEGORIES, "What it is about"),
	SHOW_CHOICE(priority, TICKET_PRIORITIES, "How urgent it is"),
	SHOW_CHOICE(status, TICKET_STATUSES, "Where it stands"),
	SHOW_OPT(customer_id, "Customer, if known"),
	SHOW_OPT(customer_name, "Who asks"),
	SHOW_OPT(customer_email, "E-mail; null for roles that may not see it"),
	SHOW_OPT(customer_phone, "Phone"),
	SHOW_OPT(order_id, "Order it is about"),
	SHOW_OPT(assigned_admin_id, "Who looks after it"),
	SHOW_OPT(assigned_name, "That one's name"),
	SHOW_CHOICE_OPT(last_reply_by, SIDES, "Who wrote the last reply"),
	SHOW_TIME_OPT(last_reply_at, "When"),
	SHOW_TIME(last_customer_at, "When the customer last wrote"),
	SHOW_TIME_OPT(resolved_at, "When it was resolved"),
	SHOW_TIME_OPT(closed_at, "When it was closed"),
	SHOW_TIME(created_at, "When it was opened"),
	SHOW_LIST(replies, desk_reply_view, "Replies and notes, oldest first"),
	SHOW_OBJECT(order, admin_order_view, "The order: status, payment, history"),
	SHOW_LIST(others, ticket_other_view, "Other tickets of the customer or order, newest first"),
	SHOW_NEXT);

#define DESK_LIST_IN(F)                                                                            \
	F(QUERY, flag, mine, .optional = true, .doc = "Only those that I look after")              \
	F(QUERY, flag, unassigned, .optional = true, .doc = "Only those that nobody looks after")  \
	F(QUERY, flag, waiting, .optional = true,                                                  \
	  .doc = "Only those whose customer waits for an answer")                                  \
	F(QUERY, choice, status, .choices = TICKET_STATUSES, .optional = true,                     \
	  .doc = "Only those that stand there")                                                    \
	F(QUERY, choice, category, .choices = TICKET_CATEGORIES, .optional = true,                 \
	  .doc = "Only those about that")                                                          \
	F(QUERY, choice, priority, .choices = TICKET_PRIORITIES, .optional = true,                 \
	  .doc = "Only those that urgent")                                                         \
	F(QUERY, id, customer_id, .optional = true, .doc = "Only this customer's")                 \
	F(QUERY, id, order_id, .optional = true, .doc = "Only those about this order")             \
	F(QUERY, str, search, .min = 1, .max = TICKET_SUBJECT_MAX, .optional = true,               \
	  .doc = "Number of a ticket or an order, or how the subject begins")                      \
	F(QUERY, choice, sort, .choices = "newest|oldest", .optional = true,                       \
	  .doc = "By when the customer last wrote; left out: newest first")                        \
	PAGE_IN(F, TICKET_PAGE_MAX, 50)
INPUT(desk_list_in, DESK_LIST_IN);

static enum err
list_admin_tickets(struct ctx *cx, const struct desk_list_in *in, struct ticket_rows *out)
{
	struct ticket_filter f = {
		.is_mine = in->mine, .is_unassigned = in->unassigned, .is_waiting = in->waiting,
		.status = in->status, .category = in->category, .priority = in->priority,
		.customer_id = in->customer_id, .order_id = in->order_id, .search = in->search,
		.is_oldest_first = in->sort && *in->sort == 'o',
	};

	return ticket_list_desk(cx, &f, in->cursor, in->limit, out);
}
ENDPOINT(list_admin_tickets, GET, "/api/v1/admin/tickets", desk_list_in, desk_rows_view,
	.auth = AUTH_STAFF, .perm = "ticket.read", .tx = TX_READ,
	.doc = "Tickets, by when the customer last wrote.");

#define DESK_GET_IN(F) ID_IN(F) PAGE_IN(F, TICKET_PAGE_MAX, 50)
INPUT(desk_get_in, DESK_GET_IN);

static enum err
get_admin_ticket(struct ctx *cx, const struct desk_get_in *in, struct desk_ticket *out)
{
	return ticket_desk_get(cx, in->id, in->cursor, in->limit, out);
}
ENDPOINT(get_admin_ticket, GET, "/api/v1/admin/tickets/{id}", desk_get_in, desk_ticket_view,
	.auth = AUTH_STAFF, .perm = "ticket.read", .tx = TX_READ, .errors = ERRORS(E_NOT_FOUND),
	.doc = "A ticket with a page of its replies and notes, its order, and the customer's others.");

#define DESK_OPEN_IN(F)                                                                            \
	F(BODY, id, customer_id, .optional = true, .doc = "Customer who asks")                     \
	F(BODY, id, order_id, .optional = true,                                                    \
	  .doc = "Or the order: who has its link sees the ticket")                                 \
	F(BODY, str, subject, .min = 1, .max = TICKET_SUBJECT_MAX, .doc = "Subject")               \
	F(BODY, text, message, .min = 1, .max = TICKET_MESSAGE_MAX, .doc = "What was asked")       \
	F(BODY, choice, category, .choices = TICKET_CATEGORIES, .optional = true,                  \
	  .doc = "What it is about; left out: general")                                            \
	F(BODY, choice, priority, .choices = TICKET_PRIORITIES, .optional = true,                  \
	  .doc = "How urgent it is; left out: normal")
INPUT(desk_open_in, DESK_OPEN_IN);

static enum err
open_admin_ticket(struct ctx *cx, const struct desk_open_in *in, struct desk_ticket *out)
{
	struct desk_question q = {
		in->customer_id, in->order_id, in->subject, in->message, in->category, in->priority,
	};

	return ticket_desk_open(cx, &q, out);
}
ENDPOINT(open_admin_ticket, POST, "/api/v1/admin/tickets", desk_open_in, desk_ticket_view,
	.auth = AUTH_STAFF, .perm = "ticket.write", .tx = TX_WRITE, .once = true, .status = 201,
	.rate = &rate_answer,
	.doc = "Writes down what a customer asked by telephone; the one who does looks after it.");

#define VERSION_IN(F)                                                                              \
	F(BODY, i32, version, .min = 1, .max = INT32_MAX,                                          \
	  .doc = "The version that was seen; refused if it has changed since")
#define DESK_ASSIGN_IN(F)                                                                          \
	ID_IN(F)                                                                                   \
	F(BODY, id, admin_user_id, .optional = true, .doc = "Who looks after it; left out: nobody") \
	VERSION_IN(F)
INPUT(desk_assign_in, DESK_ASSIGN_IN);

static enum err
assign_ticket(struct ctx *cx, const struct desk_assign_in *in, struct desk_ticket *out)
{
	return ticket_desk_assign(cx, in->id, in->version, in->admin_user_id, out);
}
ENDPOINT(assign_ticket, POST, "/api/v1/admin/tickets/{id}/assign", desk_assign_in,
	desk_ticket_view, .auth = AUTH_STAFF, .perm = "ticket.write", .tx = TX_WRITE,
	.errors = ERRORS(E_NOT_FOUND, E_CONFLICT),
	.doc = "Gives it to somebody active who answers tickets, or to nobody.");

VIEW(assignee_view, struct ticket_assignee,
	SHOW(id, "Account"),
	SHOW(name, "Login name"));
VIEW(assignees_view, struct ticket_assignees,
	SHOW_LIST(items, assignee_view, "Oldest account first"),
	SHOW_NEXT);
#define ASSIGNEES_IN(F) PAGE_IN(F, TICKET_ASSIGNEES_MAX, 50)
INPUT(assignees_in, ASSIGNEES_IN);

static enum err
list_ticket_assignees(struct ctx *cx, const struct assignees_in *in, struct ticket_assignees *out)
{
	return ticket_desk_assignees(cx, in->cursor, in->limit, out);
}
ENDPOINT(list_ticket_assignees, GET, "/api/v1/admin/tickets/assignees", assignees_in,
	assignees_view, .auth = AUTH_STAFF, .perm = "ticket.write", .tx = TX_READ,
	.doc = "Colleagues to whom a ticket can be given.");

#define DESK_SET_IN(F)                                                                             \
	ID_IN(F)                                                                                   \
	F(BODY, choice, status, .choices = TICKET_STATUSES, .optional = true,                      \
	  .doc = "Where it stands from now on")                                                    \
	F(BODY, choice, category, .choices = TICKET_CATEGORIES, .optional = true,                  \
	  .doc = "What it is about")                                                               \
	F(BODY, choice, priority, .choices = TICKET_PRIORITIES, .optional = true,                  \
	  .doc = "How urgent it is")                                                               \
	VERSION_IN(F)
INPUT(desk_set_in, DESK_SET_IN);

static enum err
set_ticket(struct ctx *cx, const struct desk_set_in *in, struct desk_ticket *out)
{
	struct desk_state to = { in->status, in->category, in->priority };

	return ticket_desk_set(cx, in->id, in->version, &to, out);
}
ENDPOINT(set_ticket, PATCH, "/api/v1/admin/tickets/{id}", desk_set_in, desk_ticket_view,
	.auth = AUTH_STAFF, .perm = "ticket.write", .tx = TX_WRITE,
	.errors = ERRORS(E_NOT_FOUND, E_CONFLICT, E_TICKET_MOVE),
	.doc = "Sets status, category and priority.");

#define REFUND_ITEM_IN(F)                                                                          \
	F(BODY, id, order_item_id, .doc = "Line of the order")                                     \
	F(BODY, i32, quantity, .min = 1, .max = 99, .doc = "Pieces of it")
INPUT_OF(refund_item_in, struct refund_line, REFUND_ITEM_IN);
#define ANSWER_IN(F)                                                                               \
	ID_IN(F)                                                                                   \
	F(BODY, text, message, .min = 1, .max = TICKET_MESSAGE_MAX, .doc = "The answer")           \
	F(BODY, choice, status, .choices = "awaiting_reply|in_progress|resolved|closed",           \
	  .optional = true, .doc = "Where it stands then; left out: awaiting_reply")               \
	VERSION_IN(F)                                                                              \
	F(BODY, list, items, .of = refund_item_in, .max = REFUND_LINES_MAX, .optional = true,      \
	  .doc = "Goes with it: these lines are paid back")                                        \
	F(BODY, flag, delivery_fee, .optional = true, .doc = "And the delivery fee")               \
	F(BODY, date, delivery_date, .optional = true,                                             \
	  .doc = "Goes with it: the order comes on this day")                                      \
	F(BODY, id, time_slot_id, .optional = true, .doc = "And in this slot")                     \
	F(BODY, i32, order_version, .min = 1, .max = INT32_MAX, .optional = true,                  \
	  .doc = "The order's version that was seen; needed for another day or slot")              \
	F(BODY, str, reason, .min = 3, .max = 500, .optional = true,                               \
	  .doc = "Why; for the books, with a refund, a day or a slot")
INPUT(answer_ticket_in, ANSWER_IN);

/* Both together or neither. */
static enum err
needed(struct ctx *cx, bool wanted, bool given, const char *field)
{
	return wanted && !given ? fail_at(cx, E_INVALID, field, "needed for what goes with it") : OK;
}

static enum err
answer_ticket(struct ctx *cx, const struct answer_ticket_in *in, struct desk_ticket *out)
{
	bool refunds = in->items_n > 0 || in->delivery_fee;
	bool edits = in->time_slot_id || !day_is_none(in->delivery_date);
	struct refund_wish refund = {
		.lines = in->items, .lines_n = in->items_n,
		.delivery_fee = in->delivery_fee, .reason = in->reason,
	};
	struct desk_slot slot = {
		.version = in->order_version, .delivery_date = in->delivery_date,
		.time_slot_id = in->time_slot_id, .reason = in->reason,
	};
	struct desk_answer a = {
		.message = in->message, .status = in->status, .version = in->version,
		.refund = refunds ? &refund : NULL, .slot = edits ? &slot : NULL,
	};

	TRY(needed(cx, refunds || edits, in->reason != NULL, "reason"));
	TRY(needed(cx, edits, in->order_version > 0, "order_version"));
	return ticket_desk_answer(cx, in->id, &a, out);
}
ENDPOINT(answer_ticket, POST, "/api/v1/admin/tickets/{id}/answers", answer_ticket_in, desk_ticket_view,
	.auth = AUTH_STAFF, .perm = "ticket.write", .tx = TX_WRITE, .once = true, .status = 201,
	.rate = &rate_answer,
	.errors = ERRORS(E_NOT_FOUND, E_CONFLICT, E_TICKET_CLOSED, E_UNPAID, E_REFUND_NOTHING,
	                 E_REFUND_TOO_MUCH, E_MOVE_REFUSED, E_ZONE_INACTIVE, E_CITY_INACTIVE,
	                 E_SLOT_UNAVAILABLE, E_SLOT_FULL),
	.doc = "Answers the customer, who is told. What goes with it, a refund of some lines or another "
	       "day or slot, happens with the answer or not at all.");

#define NOTE_IN(F)                                                                                 \
	ID_IN(F)                                                                                   \
	F(BODY, text, message, .min = 1, .max = TICKET_MESSAGE_MAX, .doc = "The note")
INPUT(note_ticket_in, NOTE_IN);

static enum err
note_ticket(struct ctx *cx, const struct note_ticket_in *in, struct desk_ticket *out)
{
	return ticket_desk_note(cx, in->id, in->message, out);
}
ENDPOINT(note_ticket, POST, "/api/v1/admin/tickets/{id}/notes", note_ticket_in, desk_ticket_view,
	.auth = AUTH_STAFF, .perm = "ticket.write", .tx = TX_WRITE, .once = true, .status = 201,
	.rate = &rate_answer, .errors = ERRORS(E_NOT_FOUND),
	.doc = "Writes a note for staff alone; the customer never sees it.");

INPUT(desk_attachment_in, ID_IN);

static enum err
get_admin_attachment(struct ctx *cx, const struct desk_attachment_in *in, struct sent_file *out)
{
	struct file f = { 0 };

	TRY(attachment_get_any(cx, in->id, &f));
	*out = (struct sent_file){ f.storage_key, f.media_type, f.original_name };
	return OK;
}
ENDPOINT(get_admin_attachment, GET, "/api/v1/admin/attachments/{id}", desk_attachment_in, sent_file,
	.auth = AUTH_STAFF, .perm = "ticket.read", .tx = TX_READ, .errors = ERRORS(E_NOT_FOUND),
	.doc = "A file of a ticket, as an attachment.");

/* ---- ready answers ---- */

RECORD_ENDPOINTS(CANNED, canned_record, canned_answer, canned_answers,
                 "/api/v1/admin/canned-answers", "ticket.read", "ticket.write",
                 RECORD_UNIQUE, RECORD_LOOSE);

ENDPOINTS(admin_ticket, &list_admin_tickets_endpoint, &list_ticket_assignees_endpoint,
          &open_admin_ticket_endpoint, &get_admin_ticket_endpoint, &set_ticket_endpoint,
          &assign_ticket_endpoint, &answer_ticket_endpoint, &note_ticket_endpoint,
          &get_admin_attachment_endpoint,
          RECORD_LISTED(canned_answer, canned_answers));
