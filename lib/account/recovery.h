/* SPDX-License-Identifier: MIT */
/* A forgotten password: a link or a code, and a new password for it.
 *
 * Rules     Asking is answered the same way whether there is an account or not, and does the same
 *           work.  A mail goes only to a proved e-mail and carries link and code; an SMS goes to
 *           the proved phone and carries the code.  A code is exchanged for the token that a link
 *           has. The token sets a password once (guard/reset_token.h); then all sessions end,
 *           nobody is logged in by it, and the customer gets a notice.
 *           An e-mail that is not proved names nobody: such an account goes by its phone.
 *           Suspended and inactive accounts get nothing.
 * See       fcgi/api/recovery.c, tests/http/recovery_test.c */
#ifndef ACCOUNT_RECOVERY_H
#define ACCOUNT_RECOVERY_H

#include "account/otp.h"

#define RECOVERY_METHODS "email|sms"

/* `login` is an e-mail or a phone: E_INVALID naming "login" for what is neither.  E_CODE_SOON and
 * E_TOO_MANY go by it alone.  Commits by itself. */
enum err recovery_ask(struct ctx *cx, const char *login, const char *method,
                      struct otp *ret) MUST_CHECK;

struct recovery_token { const char *token; int64_t expires_at; };
/* E_CODE_WRONG, E_CODE_SPENT.  Commits by itself. */
enum err recovery_exchange(struct ctx *cx, const char *handle, const char *code,
                           struct recovery_token *ret) MUST_CHECK;

/* E_LINK_OVER, E_PASSWORD_WEAK.  Commits by itself. */
enum err recovery_reset(struct ctx *cx, const char *token, const char *password) MUST_CHECK;

#endif
