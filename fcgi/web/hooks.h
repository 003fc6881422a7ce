/* SPDX-License-Identifier: MIT */
/* What the application gives to the web layer: its endpoints, who somebody is, what a role may. */
#ifndef WEB_HOOKS_H
#define WEB_HOOKS_H

#include "web/endpoint.h"
#include "web/request.h"

struct app {
	const struct module *const *modules;	/* NULL at the end */
	/* Sets cx->actor from cookies or a bearer token, for an endpoint that wants one.  Nobody is
	 * not an error; what keeps it from finding out is. */
	enum err (*who)(struct ctx *cx, const struct request *rq, const struct endpoint *ep);
	/* Does this role of staff have this permission? */
	bool (*may)(const char *role, const char *perm);
	/* Writes down that somebody of the staff takes a whole list away, before he gets it. */
	enum err (*exports)(struct ctx *cx, const struct endpoint *ep, const char *query);
};

#endif
