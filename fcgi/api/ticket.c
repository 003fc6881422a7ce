/* SPDX-License-Identifier: MIT */
/* Questions: a customer's, and those about one order for who has its link. */
#include "support/asking.h"
#include "support/attachment.h"

#include "web/common.h"
#include "web/sent_file.h"

/* Against floods; what counts is in lib/support. */
static const struct rate rate_write = { "ticket_write", 200, 3600, RATE_BY_IP };
static const struct rate rate_upload = { "attachment", 60, 3600, RATE_BY_IP };

#define FILES_DOC "Its attachments: an array of id, name, media_type, size_bytes"
VIEW(reply_view, struct ticket_reply,
	SHOW(id, "Reply"),
	SHOW_CHOICE(author_type, "customer|admin", "Who wrote it: the customer or the shop"),
	SHOW(message, "Text"),
	SHOW_JSON(files, FILES_DOC),
	SHOW_TIME(created_at, "When"));
#define SHOW_TICKET                                                                                \
	SHOW(id, "Ticket"),                                                                        \
	SHOW_OPT(order_number, "Order it is about"),                                               \
	SHOW(subject, "Subject"),                                                                  \
	SHOW_CHOICE(category, TICKET_CATEGORIES, "What it is about"),                              \
	SHOW_CHOICE(priority, TICKET_PRIORITIES, "How urgent it is"),                              \
	SHOW_CHOICE(status, TICKET_STATUSES,                                                       \
	            "Where it stands; awaiting_reply: the shop has answered"),                     \
	SHOW_TIME(created_at, "When it was opened"),                                               \
	SHOW_TIME_OPT(last_reply_at, "When the last reply came"),                                  \
	SHOW_CHOICE_OPT(last_reply_by, "customer|admin", "Who wrote that"),                        \
	SHOW_TIME_OPT(resolved_at, "When it was resolved"),                                        \
	SHOW_TIME_OPT(closed_at, "When it was closed")
VIEW(ticket_row_view, struct ticket, SHOW_TICKET);
VIEW(ticket_view, struct ticket, SHOW_TICKET,
	SHOW(message, "First message"),
	SHOW_JSON(files, FILES_DOC),
	SHOW_LIST(replies, reply_view, "Replies, oldest first"),
	SHOW_NEXT);
VIEW(ticket_list_view, struct ticket_list,
	SHOW_LIST(items, ticket_row_view, "Newest first"),
	SHOW_NEXT);
VIEW(attachment_view, struct file,
	SHOW(id, "Number to name it by in a message"),
	SHOW(original_name, "The name it came with"),
	SHOW(media_type, "What it is"),
	SHOW(size_bytes, "Its size"));

#define QUESTION_IN(F)                                                                             \
	F(BODY, str, subject, .min = 1, .max = TICKET_SUBJECT_MAX, .doc = "Subject")               \
	F(BODY, choice, category, .choices = TICKET_CATEGORIES, .optional = true,                  \
	  .doc = "What it is about; left out: general")                                            \
	F(BODY, choice, priority, .choices = TICKET_PRIORITIES, .optional = true,                  \
	  .doc = "How urgent it is; left out: normal")                                             \
	MESSAGE_IN(F)
#define MESSAGE_IN(F)                                                                              \
	F(BODY, text, message, .min = 1, .max = TICKET_MESSAGE_MAX, .doc = "Text")                 \
	F(BODY, ids, attachments, .max = ATTACHMENTS_MAX, .optional = true,                        \
	  .doc = "Numbers of files that were uploaded for it, each for one message")
#define STATUS_IN(F)                                                                               \
	F(QUERY, choice, status, .choices = TICKET_STATUSES, .optional = true,                     \
	  .doc = "Only those that stand there")
#define REPLIES_IN(F) PAGE_IN(F, TICKET_PAGE_MAX, 20)
#define NAMED_IN(F)                                                                                \
	F(QUERY, str, name, .min = 1, .max = FILE_NAME_MAX,                                        \
	  .doc = "Its name; the ending says what type it is")                                      \
	F(QUERY, choice, type, .choices = ATTACHMENT_TYPES, .doc = "What type it is")              \
	F(CONTENT, file, content, .max = ATTACHMENT_BYTES, .doc = "Its bytes")
#define TRACKED_IN(F)                                                                              \
	F(PATH, str, number, .min = 1, .max = 20, .doc = "The order's number")                     \
	F(HEADER, str, tracking_token, .min = 1, .max = 64,                                        \
	  .doc = "The secret from the confirmation")
#define KEY_OF(in) { (in)->number, (in)->tracking_token }

#define QUESTION_OF(in)                                                                            \
	{                                                                                          \
		.subject = (in)->subject, .message = (in)->message, .category = (in)->category,    \
		.priority = (in)->priority, .attachments = (in)->attachments,                      \
		.attachments_n = (in)->attachments_n,                                              \
	}

/* ---- the customer ---- */

#define OPEN_TICKET_IN(F)                                                                          \
	QUESTION_IN(F)                                                                             \
	F(BODY, str, order_number, .min = 1, .max = 20, .optional = true,                          \
	  .doc = "One of the customer's orders, if it is about one")
INPUT(open_ticket_in, OPEN_TICKET_IN);

static enum err
open_ticket(struct ctx *cx, const struct open_ticket_in *in, struct ticket *out)
{
	struct question q = QUESTION_OF(in);

	q.order_number = in->order_number;
	return asking_open(cx, NULL, &q, out);
}
ENDPOINT(open_ticket, POST, "/api/v1/me/tickets", open_ticket_in, ticket_view,
	.auth = AUTH_CUSTOMER, .tx = TX_WRITE, .once = true, .status = 201, .rate = &rate_write,
	.doc = "Asks the shop something; ten a day.");

#define LIST_TICKETS_IN(F) STATUS_IN(F) PAGE_IN(F, TICKET_PAGE_MAX, 20)
INPUT(list_tickets_in, LIST_TICKETS_IN);

static enum err
list_tickets(struct ctx *cx, const struct list_tickets_in *in, struct ticket_list *out)
{
	return ticket_list(cx, NULL, in->status, in->cursor, in->limit, out);
}
ENDPOINT(list_tickets, GET, "/api/v1/me/tickets", list_tickets_in, ticket_list_view,
	.auth = AUTH_CUSTOMER, .tx = TX_READ,
	.doc = "The customer's questions, those that came by the links of the own orders too.");

#define GET_TICKET_IN(F) ID_IN(F) REPLIES_IN(F)
INPUT(get_ticket_in, GET_TICKET_IN);

static enum err
get_ticket(struct ctx *cx, const struct get_ticket_in *in, struct ticket *out)
{
	return ticket_get(cx, NULL, in->id, in->cursor, in->limit, out);
}
ENDPOINT(get_ticket, GET, "/api/v1/me/tickets/{id}", get_ticket_in, ticket_view,
	.auth = AUTH_CUSTOMER, .tx = TX_READ, .errors = ERRORS(E_NOT_FOUND),
	.doc = "One of them, with a page of its replies.");

#define REPLY_TICKET_IN(F) ID_IN(F) MESSAGE_IN(F)
INPUT(reply_ticket_in, REPLY_TICKET_IN);

static enum err
reply_ticket(struct ctx *cx, const struct reply_ticket_in *in, struct ticket *out)
{
	return asking_reply(cx, NULL, in->id, in->message, in->attachments, in->attachments_n, out);
}
ENDPOINT(reply_ticket, POST, "/api/v1/me/tickets/{id}/replies", reply_ticket_in, ticket_view,
	.auth = AUTH_CUSTOMER, .tx = TX_WRITE, .once = true, .status = 201, .rate = &rate_write,
	.errors = ERRORS(E_NOT_FOUND, E_TICKET_CLOSED),
	.doc = "Writes on; an answered or resolved one is open again. Sixty an hour.");

INPUT(ticket_in, ID_IN);

static enum err
close_ticket(struct ctx *cx, const struct ticket_in *in, struct ticket *out)
{
	return asking_close(cx, NULL, in->id, out);
}
ENDPOINT(close_ticket, POST, "/api/v1/me/tickets/{id}/close", ticket_in, ticket_view,
	.auth = AUTH_CUSTOMER, .tx = TX_WRITE, .rate = &rate_write,
	.errors = ERRORS(E_NOT_FOUND, E_TICKET_MOVE),
	.doc = "Closes it: there is nothing more to ask.");

static enum err
reopen_ticket(struct ctx *cx, const struct ticket_in *in, struct ticket *out)
{
	return asking_reopen(cx, NULL, in->id, out);
}
ENDPOINT(reopen_ticket, POST, "/api/v1/me/tickets/{id}/reopen", ticket_in, ticket_view,
	.auth = AUTH_CUSTOMER, .tx = TX_WRITE, .rate = &rate_write,
	.errors = ERRORS(E_NOT_FOUND, E_TICKET_MOVE, E_TICKET_LATE),
	.doc = "Opens it again, some days after it was closed at the latest.");

INPUT(upload_attachment_in, NAMED_IN);

static enum err
upload_attachment(struct ctx *cx, const struct upload_attachment_in *in, struct file *out)
{
	return attachment_add(cx, NULL, in->content, in->name, in->type, out);
}
ENDPOINT(upload_attachment, POST, "/api/v1/me/attachments", upload_attachment_in, attachment_view,
	.auth = AUTH_CUSTOMER, .tx = TX_OWN, .status = 201, .rate = &rate_upload,
	.doc = "Takes a picture or PDF for a message: the body is the file itself, as "
	       "application/octet-stream. At most 5 MiB, and 25 MiB a day; one that no message names "
	       "within a day is removed.");

INPUT(attachment_in, ID_IN);

static enum err
get_attachment(struct ctx *cx, const struct attachment_in *in, struct sent_file *out)
{
	struct file f = { 0 };

	TRY(attachment_get(cx, NULL, in->id, &f));
	*out = (struct sent_file){ f.storage_key, f.media_type, f.original_name };
	return OK;
}
ENDPOINT(get_attachment, GET, "/api/v1/me/attachments/{id}", attachment_in, sent_file,
	.auth = AUTH_CUSTOMER, .tx = TX_READ, .errors = ERRORS(E_NOT_FOUND),
	.doc = "The file itself, as an attachment.");

/* ---- whoever holds the order's secret ---- */

#define ASK_ORDER_IN(F) TRACKED_IN(F) QUESTION_IN(F)
INPUT(ask_order_in, ASK_ORDER_IN);

static enum err
open_order_ticket(struct ctx *cx, const struct ask_order_in *in, struct ticket *out)
{
	struct order_key key = KEY_OF(in);
	struct question q = QUESTION_OF(in);

	return asking_open(cx, &key, &q, out);
}
ENDPOINT(open_order_ticket, POST, "/api/v1/orders/{number}/tickets", ask_order_in, ticket_view,
	.auth = AUTH_ANYONE, .tx = TX_WRITE, .once = true, .status = 201, .rate = &rate_write,
	.errors = ERRORS(E_NOT_FOUND),
	.doc = "Asks the shop something about an order, for who holds its secret.");

#define LIST_ORDER_TICKETS_IN(F) TRACKED_IN(F) STATUS_IN(F) PAGE_IN(F, TICKET_PAGE_MAX, 20)
INPUT(list_order_tickets_in, LIST_ORDER_TICKETS_IN);

static enum err
list_order_tickets(struct ctx *cx, const struct list_order_tickets_in *in, struct ticket_list *out)
{
	struct order_key key = KEY_OF(in);

	return ticket_list(cx, &key, in->status, in->cursor, in->limit, out);
}
ENDPOINT(list_order_tickets, GET, "/api/v1/orders/{number}/tickets", list_order_tickets_in,
	ticket_list_view, .auth = AUTH_ANYONE, .tx = TX_READ, .errors = ERRORS(E_NOT_FOUND),
	.doc = "What was asked by the order's link.");

#define GET_ORDER_TICKET_IN(F) TRACKED_IN(F) ID_IN(F) REPLIES_IN(F)
INPUT(get_order_ticket_in, GET_ORDER_TICKET_IN);

static enum err
get_order_ticket(struct ctx *cx, const struct get_order_ticket_in *in, struct ticket *out)
{
	struct order_key key = KEY_OF(in);

	return ticket_get(cx, &key, in->id, in->cursor, in->limit, out);
}
ENDPOINT(get_order_ticket, GET, "/api/v1/orders/{number}/tickets/{id}", get_order_ticket_in,
	ticket_view, .auth = AUTH_ANYONE, .tx = TX_READ, .errors = ERRORS(E_NOT_FOUND),
	.doc = "One of them, with a page of its replies.");

#define REPLY_ORDER_TICKET_IN(F) TRACKED_IN(F) ID_IN(F) MESSAGE_IN(F)
INPUT(reply_order_ticket_in, REPLY_ORDER_TICKET_IN);

static enum err
reply_order_ticket(struct ctx *cx, const struct reply_order_ticket_in *in, struct ticket *out)
{
	struct order_key key = KEY_OF(in);

	return asking_reply(cx, &key, in->id, in->message, in->attachments, in->attachments_n, out);
}
ENDPOINT(reply_order_ticket, POST, "/api/v1/orders/{number}/tickets/{id}/replies",
	reply_order_ticket_in, ticket_view, .auth = AUTH_ANYONE, .tx = TX_WRITE, .once = true,
	.status = 201, .rate = &rate_write, .errors = ERRORS(E_NOT_FOUND, E_TICKET_CLOSED),
	.doc = "Writes on, for who holds the order's secret.");

#define ORDER_TICKET_IN(F) TRACKED_IN(F) ID_IN(F)
INPUT(order_ticket_in, ORDER_TICKET_IN);

static enum err
close_order_ticket(struct ctx *cx, const struct order_ticket_in *in, struct ticket *out)
{
	struct order_key key = KEY_OF(in);

	return asking_close(cx, &key, in->id, out);
}
ENDPOINT(close_order_ticket, POST, "/api/v1/orders/{number}/tickets/{id}/close", order_ticket_in,
	ticket_view, .auth = AUTH_ANYONE, .tx = TX_WRITE, .rate = &rate_write,
	.errors = ERRORS(E_NOT_FOUND, E_TICKET_MOVE), .doc = "Closes it.");

static enum err
reopen_order_ticket(struct ctx *cx, const struct order_ticket_in *in, struct ticket *out)
{
	struct order_key key = KEY_OF(in);

	return asking_reopen(cx, &key, in->id, out);
}
ENDPOINT(reopen_order_ticket, POST, "/api/v1/orders/{number}/tickets/{id}/reopen",
	order_ticket_in, ticket_view, .auth = AUTH_ANYONE, .tx = TX_WRITE, .rate = &rate_write,
	.errors = ERRORS(E_NOT_FOUND, E_TICKET_MOVE, E_TICKET_LATE), .doc = "Opens it again.");

#define UPLOAD_ORDER_ATTACHMENT_IN(F) TRACKED_IN(F) NAMED_IN(F)
INPUT(upload_order_attachment_in, UPLOAD_ORDER_ATTACHMENT_IN);

static enum err
upload_order_attachment(struct ctx *cx, const struct upload_order_attachment_in *in,
                        struct file *out)
{
	struct order_key key = KEY_OF(in);

	return attachment_add(cx, &key, in->content, in->name, in->type, out);
}
ENDPOINT(upload_order_attachment, POST, "/api/v1/orders/{number}/attachments",
	upload_order_attachment_in, attachment_view, .auth = AUTH_ANYONE, .tx = TX_OWN,
	.status = 201, .rate = &rate_upload, .errors = ERRORS(E_NOT_FOUND),
	.doc = "Takes a picture or PDF for a message about an order, for who holds its secret.");

static enum err
get_order_attachment(struct ctx *cx, const struct order_ticket_in *in, struct sent_file *out)
{
	struct order_key key = KEY_OF(in);
	struct file f = { 0 };

	TRY(attachment_get(cx, &key, in->id, &f));
	*out = (struct sent_file){ f.storage_key, f.media_type, f.original_name };
	return OK;
}
ENDPOINT(get_order_attachment, GET, "/api/v1/orders/{number}/attachments/{id}", order_ticket_in,
	sent_file, .auth = AUTH_ANYONE, .tx = TX_READ, .errors = ERRORS(E_NOT_FOUND),
	.doc = "The file itself, as an attachment.");

ENDPOINTS(ticket, &open_ticket_endpoint, &list_tickets_endpoint, &get_ticket_endpoint,
          &reply_ticket_endpoint, &close_ticket_endpoint, &reopen_ticket_endpoint,
          &upload_attachment_endpoint, &get_attachment_endpoint, &open_order_ticket_endpoint,
          &list_order_tickets_endpoint, &get_order_ticket_endpoint, &reply_order_ticket_endpoint,
          &close_order_ticket_endpoint, &reopen_order_ticket_endpoint,
          &upload_order_attachment_endpoint, &get_order_attachment_endpoint);
