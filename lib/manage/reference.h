/* SPDX-License-Identifier: MIT */
/* What rules look at by a name or a number, where no foreign key can hold it.
 *
 * Rules     A name that a rule or pricing category uses is neither changed nor taken away, nor is a
 *           zone that a rule names.
 *           Whoever writes a rule locks what it looks at (manage/rule.c); whoever renames that has
 *           it locked, too.  So one of them sees the other.
 * See       sql/checks/rule_targets.sql */
#ifndef MANAGE_REFERENCE_H
#define MANAGE_REFERENCE_H

#include "base/ctx.h"

enum reference { REFERENCE_CITY, REFERENCE_TYPE, REFERENCE_SIZE };

/* Before `name` becomes `to` (NULL: is taken away): E_CONFLICT naming `field`, or E_IN_USE. */
enum err reference_keep(struct ctx *cx, enum reference what, const char *field, const char *name,
                        const char *to) MUST_CHECK;
/* Before a zone is taken away, which delivery men may serve, too; before a pricing category is:
 * E_IN_USE. */
enum err reference_keep_zone(struct ctx *cx, int64_t zone_id) MUST_CHECK;
enum err reference_keep_category(struct ctx *cx, int64_t category_id) MUST_CHECK;

#endif
