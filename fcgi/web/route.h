/* SPDX-License-Identifier: MIT */
/* Which endpoint an address belongs to.  Literal segments win over {parameters}. */
#ifndef WEB_ROUTE_H
#define WEB_ROUTE_H

#include "web/endpoint.h"

#define SEGMENTS_MAX 12

struct route {
	const struct endpoint *ep;
	const char *segment[SEGMENTS_MAX];	/* NULL: a parameter */
	const char *param[SEGMENTS_MAX];	/* its name */
	size_t n;
	int index;
};

struct routes { struct route *list; size_t n; };

struct routes routes_make(const struct module *const *modules);
void routes_free(struct routes *r);

struct match {
	const struct route *route;
	const char *value[SEGMENTS_MAX];	/* decoded, of parameters */
	char allow[64];				/* "GET, POST" when only the method is wrong */
};

/* OK, E_NOT_FOUND, E_METHOD or E_BAD_REQUEST (an address that cannot be decoded). */
enum err routes_find(const struct routes *r, struct ctx *cx, const char *method, const char *path,
                     size_t path_n, struct match *ret) MUST_CHECK;

#endif
