/* SPDX-License-Identifier: MIT */
/* Does the database have what the program's statements name? */
#ifndef MAIN_SCHEMA_H
#define MAIN_SCHEMA_H

#include "base/ctx.h"

/* Prepares the statements of the hot paths as the context's account.  What it has no right to is
 * another pool's.  (`crumbled check` prepares all, as all accounts.)
 * E_INTERNAL with "file:line: name: complaint" in *fault, E_UNAVAILABLE without a database. */
enum err schema_check(struct ctx *cx, const char **fault) MUST_CHECK;

#endif
