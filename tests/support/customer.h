/* SPDX-License-Identifier: MIT */
/* Customers with an account, for tests: logged in without a password where that is not the point. */
#ifndef TESTS_SUPPORT_CUSTOMER_H
#define TESTS_SUPPORT_CUSTOMER_H

#include "support/shop.h"

#define CUSTOMER_PASSWORD "a biscuit and tea"

/* Makes an account, Mona Adel's, with CUSTOMER_PASSWORD; phone and e-mail are proved (NULL: none).
 * Returns its id. */
int64_t customer_add(struct shop *s, const char *phone, const char *email);
/* Makes the visitor that customer, by a new session; returns the session's token. */
const char *as_customer(struct shop *s, int visitor, int64_t id, bool remember);
/* The value of a visitor's cookie, NULL if there is none; and giving one. */
const char *cookie_of(struct shop *s, int visitor, const char *name);
void visitor_cookie(struct shop *s, int visitor, const char *name, const char *value);

#endif
