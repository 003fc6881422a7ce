/* SPDX-License-Identifier: MIT */
/* People of the shop, for tests: logged in without a password where that is not the point. */
#ifndef TESTS_SUPPORT_STAFF_H
#define TESTS_SUPPORT_STAFF_H

#include "support/shop.h"

#define STAFF_PASSWORD "fifteen bytes or more"
/* Every staff test's address, so that CSRF checks see a browser's. */
#define STAFF_ORIGIN "https://admin.test"

/* Makes an account with STAFF_PASSWORD and no second factor; returns its id. */
int64_t staff_add(struct shop *s, const char *username, const char *role);
/* The setting staff_totp: "required" or "optional". */
void staff_totp_is(struct shop *s, const char *value);
/* Gives the account a second factor, with a seed that staff_code knows. */
void staff_enrol(struct shop *s, int64_t id);
/* The code of the present step, or of one before or after it. */
const char *staff_code(struct shop *s, int steps);

/* What an app shows that was given this secret. */
const char *staff_app_code(struct shop *s, const char *secret, int steps);

/* Makes the visitor a logged-in person of that role, once for each role; returns the account's id.
 * The session counts as stepped up as long as it lasts, until staff_step_down: all of them. */
int64_t as_staff(struct shop *s, int visitor, const char *role);
void staff_step_down(struct shop *s);
/* Gives the visitor a cookie with that token. */
void staff_cookie(struct shop *s, int visitor, const char *token);

#endif
