/* SPDX-License-Identifier: MIT */
/* A mail to oneself, to see whether the mail server that was entered works.
 *
 * Rules     Goes to the actor's own address only, at once and not by the outbox, so that the answer
 *           is there: within the ten seconds of ops/deliver.h, with no transaction open.
 *           What is told of a failure names no login.  The journal has it either way.
 * See       fcgi/api/admin_email.c, tests/http/email_settings_test.c */
#ifndef STAFF_TEST_MAIL_H
#define STAFF_TEST_MAIL_H

#include "base/ctx.h"

struct test_mail {
	const char *to;
	bool is_delivered;
	const char *problem;		/* NULL when it was */
};

enum err test_mail_send(struct ctx *cx, struct test_mail *ret) MUST_CHECK;

#endif
