/* SPDX-License-Identifier: MIT */
/* The password once more, however long one has been logged in: it is really the customer, and not
 * somebody who found the browser open.
 *
 * Rules     For what opens the account, takes everything out of it, or ends it.
 *           Wrong ones slow down, counted together wherever the password is asked for.
 * See       account/profile.h, identity/export.h, identity/erasure.h; guard/backoff.h */
#ifndef ACCOUNT_STEP_UP_H
#define ACCOUNT_STEP_UP_H

#include "account/customer.h"

/* The actor, by the password.  E_PASSWORD_WRONG, E_LOGIN_LATER; E_LOGIN_NEEDED when the account was
 * closed or erased a moment ago.  Commits by itself; never inside a transaction. */
enum err step_up(struct ctx *cx, const char *password, struct customer *ret) MUST_CHECK;
/* Forgets the wrong ones, in the transaction of what the password was asked for. */
enum err step_up_done(struct ctx *cx) MUST_CHECK;

#endif
