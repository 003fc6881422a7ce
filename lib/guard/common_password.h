/* SPDX-License-Identifier: MIT */
/* Passwords that everybody tries first: refused whoever chooses them.
 *
 * Rules     The list is a file (configuration `common_passwords`): small letters, sorted by bytes, one
 *           a line; read once at the start.  Without one nothing is refused here.
 * See       guard/easy_password.h, scripts/common-passwords.mjs; NIST SP 800-63B, 5.1.1.2 */
#ifndef GUARD_COMMON_PASSWORD_H
#define GUARD_COMMON_PASSWORD_H

#include "base/ctx.h"

/* Is it on the list, in whatever case? */
bool common_password(struct ctx *cx, const char *password);

#endif
