/* SPDX-License-Identifier: MIT */
/* Customers: people who order, with an account (registered) or without (guest).
 *
 * Owns      customers.
 * Rules     A phone belongs to one customer, who proved it.
 * See       tests/http/checkout_test.c */
#ifndef ACCOUNT_CUSTOMER_H
#define ACCOUNT_CUSTOMER_H

#include "base/ctx.h"

/* The customer of a phone that was just proved, locked until the transaction ends; a new guest if
 * there is none.  Nothing of an existing customer is changed but that the phone is proved. */
enum err customer_of_proved_phone(struct ctx *cx, const char *phone, const char *name,
                                  int64_t *ret_id) MUST_CHECK;

#endif
