/* SPDX-License-Identifier: MIT */
/* The second factor: codes of an app (RFC 6238, SHA-1, 6 digits, 30 s, one step either way).
 *
 * Rules     A code is good once, over all processes: its step has to be later than the last one that
 *           was accepted for the account.
 * See       staff/login.h, tests/http/admin_auth_test.c */
#ifndef STAFF_TOTP_H
#define STAFF_TOTP_H

#include "staff/admin_user.h"

#define TOTP_SEED_BYTES 20

/* The step whose code this is; 0 if none. */
int64_t totp_step(struct ctx *cx, const uint8_t *seed, size_t n, const char *code);
/* The same for the account's own seed; 0 also without one, or without a code. */
int64_t totp_step_of(struct ctx *cx, const struct admin_user *u, const char *code);
/* Uses the code of that step up, in the caller's transaction; E_LOGIN_WRONG when it or a later one
 * was used, or the account changed. */
enum err totp_use(struct ctx *cx, const struct admin_user *u, int64_t step) MUST_CHECK;

/* What an app is given: "otpauth://totp/Crumbled:owner?secret=...". */
const char *totp_uri(struct ctx *cx, const char *shop, const char *username, const char *secret);

#endif
