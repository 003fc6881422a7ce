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

#define CUSTOMER_MAIL "mona@example.com"

/* A customer with everything proved: DEMO_PHONE, CUSTOMER_MAIL, user name "mona". */
int64_t customer_mona(struct shop *s);
/* Logs in by a password; with a handle and a code as well. */
void customer_log_in(struct shop *s, const char *name, const char *password);
void customer_log_in_with(struct shop *s, const char *name, const char *handle, const char *code);
/* The six digits in the newest message to somebody. */
const char *customer_code_sent(struct shop *s, const char *to);
/* Logs in on this visitor's device for the first time, so that it is known from then on. */
void customer_get_to_know(struct shop *s, const char *name);

#endif
