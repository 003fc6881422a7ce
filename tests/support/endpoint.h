/* SPDX-License-Identifier: MIT */
/* Calls any endpoint by its declaration, for tests that try all of them. */
#ifndef TESTS_SUPPORT_ENDPOINT_H
#define TESTS_SUPPORT_ENDPOINT_H

#include "support/shop.h"

#include "web/endpoint.h"

/* With the least that it would read: each needed field has its smallest value, the path has these, and
 * there is a new Idempotency-Key if it needs one. */
void endpoint_call(struct shop *s, const struct endpoint *ep, const char *id, const char *number);
/* The same with a value for each part of the path that is in braces, and `with` (NULL: the least) as the
 * body, or as the query where there is no body. */
#define ENDPOINT_PARTS 2
void endpoint_call_with(struct shop *s, const struct endpoint *ep, const char *const parts[],
                        const char *with);

#define STAFF_ROLES 5
extern const char *const staff_roles[STAFF_ROLES];
#define CUSTOMER "customer"

/* Who gets in: what follows from the declaration for a role, CUSTOMER or (NULL) nobody, and what the
 * last reply was. */
enum verdict { THROUGH, NOBODY, FORBIDDEN, HIDDEN };
enum verdict endpoint_expected(struct shop *s, const struct endpoint *ep, const char *role);
enum verdict endpoint_verdict(struct shop *s);

#endif
