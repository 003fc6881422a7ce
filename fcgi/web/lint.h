/* SPDX-License-Identifier: MIT */
/* What the compiler cannot see in the endpoint tables. */
#ifndef WEB_LINT_H
#define WEB_LINT_H

#include "web/hooks.h"

/* Prints each fault to standard error and returns their number. */
int lint_endpoints(const struct app *app);

#endif
