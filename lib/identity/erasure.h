/* SPDX-License-Identifier: MIT */
/* Erasure: a person leaves, the books stay.
 *
 * Owns      erasures.
 * Rules     At the customer's own wish, with the password, while no order is under way.
 *           In one transaction the person is taken out of everything the shop may change: the row
 *           stays as nobody's (account/customer.h); sessions, addresses, carts, codes, tokens,
 *           files, pictures of deliveries and waiting-list entries go; orders, tickets and guests whose orders were claimed
 *           lose what names the person.
 *           Numbers, things, amounts, dates and status of orders, sales, codes and capacity stay.
 *           What the shop's account may not touch, cron finishes: messages, the addresses in the
 *           journal and in code uses, and what a backfill gathered.  It waits until the last
 *           message (the farewell) is sent.  Until then it knows the addresses from a sealed list,
 *           wiped when it is done.
 *           The customer's row is locked first, here and by whoever writes something about a
 *           customer: what is written at the same moment is written before and erased, or refused.
 *           Phone and e-mail are free at once; whoever brings them next is a stranger.
 *           What goes and what stays, column by column, is in sql/personal.txt.
 * Does not  touch orders of others that name the same address, nor journals of the staff.
 * See       fcgi/api/privacy.c, fcgi/api/maintenance.c, tests/http/erasure_test.c */
#ifndef IDENTITY_ERASURE_H
#define IDENTITY_ERASURE_H

#include "base/ctx.h"

/* The actor's.  E_PASSWORD_WRONG, E_LOGIN_LATER, E_ORDERS_OPEN.  Commits by itself. */
enum err erasure_do(struct ctx *cx, const char *password) MUST_CHECK;

/* A step of a job: goes on with what is left of some erasures; *ret_done is how many pieces of work
 * it did.  Safe to run twice and at once.  E_INTERNAL when one can never be finished. */
enum err erasure_finish(struct ctx *cx, int32_t max, int32_t *ret_done) MUST_CHECK;

#endif
