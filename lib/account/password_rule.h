/* SPDX-License-Identifier: MIT */
/* Which passwords a customer may choose.
 *
 * Rules     8 to 256 bytes, any of them, exactly as typed: no other rule of form.
 *           Not one that is easy to guess: the own e-mail, phone, name or user name, the shop's
 *           name, one character again and again, one of the list of common ones.
 * See       guard/password.h, guard/easy_password.h, tests/http/register_test.c */
#ifndef ACCOUNT_PASSWORD_RULE_H
#define ACCOUNT_PASSWORD_RULE_H

#include "account/customer.h"

/* E_PASSWORD_WEAK naming `field`; E_INVALID for a length that inputs should have refused. */
enum err password_rule(struct ctx *cx, const char *field, const char *password,
                       const struct customer *whose) MUST_CHECK;

#endif
