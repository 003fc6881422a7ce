/* SPDX-License-Identifier: MIT */
/* Reading what was sent to customers, and comparing replies, for tests of accounts. */
#ifndef TESTS_SUPPORT_ACCOUNT_H
#define TESTS_SUPPORT_ACCOUNT_H

#include "support/customer.h"

#define MONA "mona@example.com"

/* A proof of the phone for that purpose, as if a code had just been verified. */
const char *account_proof(struct shop *s, const char *phone, const char *purpose);

/* What follows the mark ("/verify#token=") in the newest message to somebody, up to white space. */
const char *link_sent(struct shop *s, const char *recipient, const char *mark);
/* The six digits in the newest message to somebody. */
const char *digits_sent(struct shop *s, const char *recipient);
/* Six digits that are not these. */
const char *other_digits(struct shop *s, const char *code);

/* Status, headers and body of the last reply as one text, without what differs by chance (handles). */
const char *reply_text(struct shop *s);

#endif
