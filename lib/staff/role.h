/* SPDX-License-Identifier: MIT */
/* Roles of staff and what each may.  The list is staff/role.def; nothing else decides by a role's
 * name.
 *
 * See       tests/http/matrix_test.c */
#ifndef STAFF_ROLE_H
#define STAFF_ROLE_H

#include "base/ctx.h"

#define ROLES "super_admin|order_manager|product_manager|delivery_manager|system_admin"

/* Any one of "a|b|c" will do; "" is what every role may. */
bool role_may(const char *role, const char *perm);
/* Is each of "a|b|c" a permission that the list knows? */
bool role_knows(const char *perm);
/* The roles that may, with commas between them. */
const char *role_who_may(struct ctx *cx, const char *perm);
/* The role's permissions as a JSON array of strings. */
const char *role_permissions(struct ctx *cx, const char *role);

#endif
