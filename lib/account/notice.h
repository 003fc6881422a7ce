/* SPDX-License-Identifier: MIT */
/* Notices: what a customer is told about the own account, in the own language.
 *
 * Rules     Queued in the transaction of what they tell about (ops/message.h).
 *           Links lead to the shop's page in the customer's language; what is secret in them stands
 *           after #, so that no server on the way sees it: SHOP/ar/verify#token=..., and so for reset
 *           and export; SHOP/ar/login, /forgot and /account/questions/ID have no secret.
 *           A decoy is a message to nobody that is over before it is sent: the same work, where the
 *           reply must not tell whether there was somebody to write to.
 * See       ops/message.def, tests/http/register_test.c */
#ifndef ACCOUNT_NOTICE_H
#define ACCOUNT_NOTICE_H

#include "account/customer.h"

struct notice {
	const char *topic;
	const char *email, *phone;	/* one message to each; both NULL: a decoy */
	const char *link;		/* behind shop_url and language; NULL: "" */
	const char *code;		/* NULL: none */
	int64_t expires_at;		/* of link or code; 0: it carries none */
};

/* `to` gives name and language; NULL: nobody's, in the request's language. */
enum err notice_queue(struct ctx *cx, const struct customer *to,
                      const struct notice *n) MUST_CHECK;

/* About a change: to the proved e-mail, else to the proved phone. */
enum err notice_change(struct ctx *cx, const struct customer *to, const char *topic) MUST_CHECK;

#endif
