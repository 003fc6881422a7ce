/* SPDX-License-Identifier: MIT */
/* Calls any endpoint by its declaration, for tests that try all of them. */
#ifndef TESTS_SUPPORT_ENDPOINT_H
#define TESTS_SUPPORT_ENDPOINT_H

#include "support/shop.h"

#include "web/endpoint.h"

/* With the least that it would read: each needed field has its smallest value, the path has these, and
 * there is a new Idempotency-Key if it needs one. */
void endpoint_call(struct shop *s, const struct endpoint *ep, const char *id, const char *number);

#endif
