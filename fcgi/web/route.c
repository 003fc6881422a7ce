/* SPDX-License-Identifier: MIT */
/* The table of addresses, made once from the endpoints. */
#include "web/route.h"

#include "base/str.h"
#include "web/request.h"

static void
split_pattern(struct route *r, const char *path)
{
	while (*path == '/') {
		size_t n = strcspn(++path, "/");

		BUG_ON(r->n == SEGMENTS_MAX);
		if (*path == '{')
			r->param[r->n] = strndup(path + 1, n - 2);
		else
			r->segment[r->n] = strndup(path, n);
		r->n++;
		path += n;
	}
}

struct routes
routes_make(const struct module *const *modules)
{
	struct routes all = { 0 };
	size_t n = 0;

	for (const struct module *const *m = modules; *m; m++)
		for (const struct endpoint *const *e = (*m)->list; *e; e++)
			n++;
	all.list = calloc(n + 1, sizeof *all.list);
	BUG_ON(!all.list);
	for (const struct module *const *m = modules; *m; m++)
		for (const struct endpoint *const *e = (*m)->list; *e; e++) {
			struct route *r = &all.list[all.n];
			r->ep = *e;
			r->index = (int)all.n++;
			split_pattern(r, (*e)->path);
		}
	return all;
}

void
routes_free(struct routes *r)
{
	for (size_t i = 0; i < r->n; i++)
		for (size_t k = 0; k < r->list[i].n; k++) {
			free((void *)(uintptr_t)r->list[i].segment[k]);
			free((void *)(uintptr_t)r->list[i].param[k]);
		}
	free(r->list);
	*r = (struct routes){ 0 };
}

static bool
matches(const struct route *r, char *const *seg, size_t n, size_t *params)
{
	*params = 0;
	if (r->n != n)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (r->param[i])
			++*params;
		else if (strcmp(r->segment[i], seg[i]) != 0)
			return false;
	}
	return true;
}

enum err
routes_find(const struct routes *all, struct ctx *cx, const char *method, const char *path,
            size_t path_n, struct match *ret)
{
	char *seg[SEGMENTS_MAX];
	size_t n = 0, best_params = SEGMENTS_MAX + 1;
	const char *p = path, *end = path + path_n;
	bool get = str_eq(method, "GET") || str_eq(method, "HEAD");

	*ret = (struct match){ 0 };
	while (p < end && *p == '/') {
		const char *stop = memchr(p + 1, '/', (size_t)(end - p - 1));

		if (!stop)
			stop = end;
		if (n == SEGMENTS_MAX)
			return fail(cx, E_NOT_FOUND, "too many segments");
		seg[n] = percent_decode(cx->mem, p + 1, (size_t)(stop - p - 1), false);
		if (!seg[n++])
			return fail(cx, E_BAD_REQUEST, "the address cannot be decoded");
		p = stop;
	}
	for (size_t i = 0; i < all->n; i++) {
		const struct route *r = &all->list[i];
		size_t params;

		if (!matches(r, seg, n, &params))
			continue;
		/* HEAD is GET without its body, but for one that counts. */
		if (!str_eq(r->ep->method, get && !r->ep->counts ? "GET" : method)) {
			size_t used = strlen(ret->allow);
			snprintf(ret->allow + used, sizeof ret->allow - used, "%s%s",
			         used ? ", " : "", r->ep->method);
			continue;
		}
		if (params < best_params) {
			best_params = params;
			ret->route = r;
		}
	}
	if (!ret->route)
		return ret->allow[0] ? fail(cx, E_METHOD, "%s", method)
		                     : fail(cx, E_NOT_FOUND, "no such address");
	for (size_t i = 0; i < n; i++)
		ret->value[i] = seg[i];
	return OK;
}
