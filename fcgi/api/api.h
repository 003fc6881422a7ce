/* SPDX-License-Identifier: MIT */
/* The application as the web layer sees it: all endpoints, who somebody is, what a role may. */
#ifndef API_API_H
#define API_API_H

#include "web/hooks.h"

extern const struct app api;

#define CART_COOKIE "__Host-cart"
#define STAFF_COOKIE "__Host-asid"

/* The cookie of a session that has just begun (account/session.h). */
void reply_session(struct ctx *cx, const char *token, bool remember);

#endif
