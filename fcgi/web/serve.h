/* SPDX-License-Identifier: MIT */
/* From a request to its reply.  Read serve.c: it is the order in which everything happens. */
#ifndef WEB_SERVE_H
#define WEB_SERVE_H

#include "web/hooks.h"
#include "web/request.h"
#include "web/route.h"

struct server {
	const struct app *app;
	struct routes routes;
	const char *pool;		/* only this pool's endpoints are served; NULL: all */
	/* Called as soon as it is known whose request it is; may be NULL. */
	void (*found)(void *arg, int route_index);
	/* Called once for each request, after it was answered: log, metrics, test coverage. */
	void (*done)(void *arg, struct ctx *cx, const struct endpoint *ep, const struct reply *rp,
	             int64_t micros);
	void *done_arg;
	bool strict;			/* tests: an undeclared error or a bad reply is a bug */
};

/* Answers in every case.  The caller resets the context before the next request. */
void serve(struct server *sv, struct ctx *cx, const struct request *rq, struct reply *rp);

/* "shop", "admin" or "jobs", by the address. */
const char *pool_of(const char *path);

#endif
