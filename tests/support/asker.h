/* SPDX-License-Identifier: MIT */
/* Tickets for tests: who asks, and who answers. */
#ifndef TESTS_SUPPORT_ASKER_H
#define TESTS_SUPPORT_ASKER_H

#include "support/shop.h"

/* Visitors: two customers, somebody with the link of an order, and staff. */
enum { MONA_ASKS, ADEL_ASKS, GUEST_ASKS, DESK };

#define ADEL_PHONE "+201112223334"
#define ADEL_MAIL "adel@example.com"
#define GUEST_PHONE "+201005550101"
#define TICKETS "/api/v1/me/tickets"
#define DESK_TICKETS "/api/v1/admin/tickets"

/* Makes Mona (DEMO_PHONE, CUSTOMER_MAIL) and Adel, logs them in, and is Mona.  Returns Mona's id. */
int64_t ticket_people(struct shop *s);

/* An order and its secret. */
struct link { int64_t id; const char *number, *token; };
/* The present visitor places one under that phone. */
struct link ticket_order(struct shop *s, const char *phone);
/* The next request has the secret. */
void ticket_with(struct shop *s, struct link l);
/* An address of it: "tickets", of its tickets ("replies") if there is an id. */
const char *ticket_at(struct shop *s, struct link l, const char *what, int64_t id,
                      const char *rest);

/* The present visitor asks: as a customer; with a link.  Returns the ticket. */
int64_t ticket_ask(struct shop *s, const char *subject);
int64_t ticket_ask_with(struct shop *s, struct link l, const char *subject);
/* Mona has asked; about an order of hers, the last one.  The present visitor is the desk then. */
int64_t ticket_asked(struct shop *s);
int64_t ticket_asked_about(struct shop *s, struct link *ret);
/* A request about a ticket of the present customer's: "replies", with a new key. */
void ticket_post(struct shop *s, int64_t id, const char *what, const char *json);
/* The same of the desk's, in whose body the present version is filled in: "answers". */
void ticket_desk(struct shop *s, int64_t id, const char *what, const char *json);
/* A key that no other request has. */
const char *ticket_key(struct shop *s);

/* One value of a ticket's row. */
const char *ticket_is(struct shop *s, int64_t id, const char *column);

#endif
