/* SPDX-License-Identifier: MIT */
/* Does the database have what the program's statements name? */
#ifndef MAIN_SCHEMA_H
#define MAIN_SCHEMA_H

#include "base/ctx.h"

/* Prepares statements of the library as the context's account: those of the hot paths, which are
 * then ready for the first request, or all.  What the account has no right to is another pool's.
 * E_INTERNAL with "file:line: name: complaint" in *fault, E_UNAVAILABLE without a database. */
enum err schema_check(struct ctx *cx, bool only_hot, const char **fault) MUST_CHECK;

#endif
