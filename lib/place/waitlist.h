/* SPDX-License-Identifier: MIT */
/* Who waits for a zone: a phone or an e-mail that somebody left, without an account.
 *
 * Owns      zone_waitlist.
 * See       identity/erasure.h */
#ifndef PLACE_WAITLIST_H
#define PLACE_WAITLIST_H

#include "base/ctx.h"

/* Forgets a person by the addresses that were proved; NULL: none. */
enum err waitlist_forget(struct ctx *cx, const char *email, const char *phone) MUST_CHECK;

#endif
