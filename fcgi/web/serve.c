/* SPDX-License-Identifier: MIT */
/* The life of a request.  serve() at the end is the order; the steps stand above it. */
#include "web/serve.h"

#include "base/config.h"
#include "base/crypto.h"
#include "base/json.h"
#include "base/str.h"
#include "db/db.h"
#include "guard/once.h"
#include "web/input.h"
#include "web/output.h"
#include "web/problem.h"
#include "web/sent_file.h"
#include "web/table.h"

#define REPLY_BYTES (4 * 1024 * 1024)
#define CSV ".csv"			/* behind the address of a list */
#define CSV_N (sizeof CSV - 1)

struct call {
	struct server *sv;
	const struct request *rq;
	struct reply *rp;
	const struct endpoint *ep;
	struct match match;
	const struct json *body;
	void *in, *out;
	bool csv;			/* the whole list is asked for, as a table */
	struct once once;
	struct buf kept;		/* cookies that `who` set: they leave in any case */
};

const struct shape *
nothing(void)
{
	static const struct shape s = { "nothing", sizeof(struct nothing), NULL, 0 };

	return &s;
}

const char *
pool_of(const char *path)
{
	if (str_starts(path, "/api/v1/admin"))
		return "admin";
	return str_starts(path, "/api/v1/maintenance") ? "jobs" : "shop";
}

static bool
is_safe(const char *method)
{
	return str_eq(method, "GET") || str_eq(method, "HEAD");
}

static const char *
param(const struct call *c, const char *name)
{
	const char *v = request_param(c->rq, name);

	return v ? v : "";
}

/* route: address and method, within this pool. */
static enum err
find(struct call *c, struct ctx *cx)
{
	const char *uri = param(c, "REQUEST_URI"), *method = param(c, "REQUEST_METHOD");
	size_t n = strcspn(uri, "?#"), stem = n < CSV_N ? 0 : n - CSV_N;

	c->csv = str_eq(method, "GET") && memcmp(uri + stem, CSV, n - stem) == 0 &&
	         routes_find(&c->sv->routes, cx, method, uri, stem, &c->match) == OK &&
	         table_fits(c->match.route->ep);
	if (!c->csv)
		TRY(routes_find(&c->sv->routes, cx, method, uri, n, &c->match));
	if (c->sv->pool && str_starts(c->match.route->ep->path, "/api/v1/") &&
	    !str_eq(pool_of(c->match.route->ep->path), c->sv->pool))
		return fail(cx, E_NOT_FOUND, "not in this pool");
	c->ep = c->match.route->ep;
	c->rp->route = c->ep->name;
	c->rp->route_index = c->match.route->index;
	if (c->sv->found)
		c->sv->found(c->sv->done_arg, c->match.route->index);
	return OK;
}

static bool
is_local(struct ctx *cx)
{
	const char *list = cx->config ? cx->config->maintenance_allow : NULL;
	const char *p = list ? list : "127.0.0.1,::1";
	size_t n = strlen(cx->ip);

	while (*p) {
		p += strspn(p, ", ");
		size_t len = strcspn(p, ", ");
		if (len == n && memcmp(p, cx->ip, n) == 0)
			return true;
		p += len;
	}
	return false;
}

/* CSRF: a browser says where an unsafe request comes from; one that says neither is no browser. */
static enum err
same_site(struct call *c, struct ctx *cx)
{
	const char *site = request_param(c->rq, "HTTP_SEC_FETCH_SITE");
	const char *origin = request_param(c->rq, "HTTP_ORIGIN");

	if (is_safe(c->ep->method) || !request_param(c->rq, "HTTP_COOKIE"))
		return OK;
	if (site)
		return str_eq(site, "same-origin") ? OK : fail(cx, E_CROSS_SITE, "fetch site");
	if (origin && cx->config && !str_eq(origin, cx->config->shop_url) &&
	    !str_eq(origin, cx->config->admin_url))
		return fail(cx, E_CROSS_SITE, "origin");
	return OK;
}

static enum err
identify(struct ctx *cx, void *arg)
{
	struct call *c = arg;
	enum err e;

	/* What an earlier run of it set is kept: it was committed. */
	cx->actor = (struct actor){ 0 };
	cx->reply_headers = &c->kept;
	e = c->sv->app->who(cx, c->rq, c->ep);
	cx->reply_headers = &c->rp->headers;
	return e;
}

/* who and may. */
static enum err
admit(struct call *c, struct ctx *cx)
{
	unsigned auth = c->ep->auth;

	if ((auth & (AUTH_LOCAL | AUTH_JOB)) && !is_local(cx))
		return fail(cx, E_NOT_FOUND, "from an address that is not allowed");
	/* Also where nobody need be logged in: a login forced from another site is an attack, too. */
	TRY(same_site(c, cx));
	if (auth & (AUTH_ANYONE | AUTH_LOCAL))
		return OK;
	TRY(db_reading(cx, identify, c));
	switch (cx->actor.kind) {
	case ACTOR_NOBODY:
	case ACTOR_GUEST:
		return auth & AUTH_GUEST ? OK : fail(cx, E_LOGIN_NEEDED, "nobody");
	case ACTOR_CUSTOMER:
		return auth & AUTH_CUSTOMER ? OK : fail(cx, E_LOGIN_NEEDED, "a customer");
	case ACTOR_JOB:
		return auth & AUTH_JOB ? OK : fail(cx, E_LOGIN_NEEDED, "a job");
	case ACTOR_STAFF:
		if (!(auth & AUTH_STAFF))
			return fail(cx, E_LOGIN_NEEDED, "staff");
		if (!c->sv->app->may(cx->actor.role, c->ep->perm))
			return fail(cx, E_FORBIDDEN, "%s may not %s", cx->actor.role, c->ep->perm);
		if ((c->ep->step_up || c->csv) && !cx->actor.stepped_up)
			return fail(cx, E_STEP_UP_NEEDED, "too long ago");
		return OK;
	}
	return fail(cx, E_INTERNAL, "no such kind of actor");
}

static enum err
count_rate(struct ctx *cx, void *arg)
{
	const struct call *c = arg;
	const struct rate *r = c->csv ? &table_rate : c->ep->rate;
	const struct actor *a = &cx->actor;

	return rate_take(cx, r, r->by == RATE_BY_IP ? rate_ip(cx)
	                        : arena_fmt(cx->mem, "%d:%lld", a->kind,
	                                    (long long)(a->id ? a->id : a->cart_id)));
}

static enum err
limit_rate(struct call *c, struct ctx *cx)
{
	return c->ep->rate || c->csv ? db_reading(cx, count_rate, c) : OK;
}

static bool
has_type(const struct call *c, const char *want)
{
	const char *type = param(c, "CONTENT_TYPE");
	size_t n = strlen(want);

	return strncasecmp(type, want, n) == 0 && (!type[n] || strchr("; ", type[n]));
}

/* input: the body is JSON or absent, and everything in it is declared; or it is a file, and sent as a
 * type that no form of another site can have. */
static enum err
read_input(struct call *c, struct ctx *cx)
{
	const struct shape *in = c->ep->in();
	bool is_json = has_type(c, "application/json");

	if (c->rq->body_too_large || c->rq->body_n > JSON_BYTES)
		return fail(cx, E_TOO_LARGE, "body");
	if (input_takes(in, CONTENT) && !has_type(c, "application/octet-stream"))
		return fail(cx, E_MEDIA_TYPE, "no bytes");
	/* An empty text is no JSON either, where JSON was announced and is wanted. */
	if (c->rq->body_n > 0 || (is_json && input_takes(in, BODY))) {
		if (!is_json)
			return fail(cx, E_MEDIA_TYPE, "content type");
		TRY(json_parse(cx, c->rq->body, c->rq->body_n, &c->body));
		/* Many clients send {} rather than nothing. */
		if (!input_takes(in, BODY) && !str_eq(json_canonical(cx, c->body), "{}"))
			return fail(cx, E_UNKNOWN_FIELD, "a body where none is taken");
	}
	c->in = arena_alloc(cx->mem, in->size);
	return input_read(cx, in, &c->match, c->rq, c->body, c->in);
}

static enum err
read_once(struct call *c, struct ctx *cx)
{
	const char *who;
	struct buf text = buf_in(cx->mem, 2 * JSON_BYTES);

	if (!c->ep->once)
		return OK;
	c->once.key = request_param(c->rq, "HTTP_IDEMPOTENCY_KEY");
	if (!once_key_valid(c->once.key))
		return fail(cx, E_KEY_MISSING, "no usable key");
	/* A customer's cart changes with the order; a guest is known by nothing else. */
	who = arena_fmt(cx->mem, "%d|%lld|%lld", cx->actor.kind, (long long)cx->actor.id,
	                (long long)(cx->actor.id ? 0 : cx->actor.cart_id));
	c->once.scope = sha256(who, strlen(who));
	c->once.route = c->ep->name;
	buf_str(&text, param(c, "REQUEST_URI"));
	/* A secret in a header decides what is answered: without it, the reply is not told again. */
	for (size_t i = 0; i < c->ep->in()->fields_n; i++)
		if (c->ep->in()->fields[i].place == HEADER)
			buf_fmt(&text, "\n%s", param(c, input_header_param(cx->mem,
			                                  c->ep->in()->fields[i].name)));
	buf_fmt(&text, "\n%s", c->body ? json_canonical(cx, c->body) : "");
	BUG_ON(text.full);
	c->once.body = sha256(text.data, text.len);
	cx->once_scope = &c->once.scope;
	cx->once_key = c->once.key;
	return OK;
}

static int
success_status(const struct endpoint *ep)
{
	return ep->status ? ep->status : ep->out()->fields_n ? 200 : 204;
}

static void
write_reply(struct call *c, const struct shape *view)
{
	if (c->ep->out == sent_file) {
		sent_file_write(c->out, c->rp);
	} else if (c->ep->plain) {
		c->rp->type = c->ep->plain;
		buf_str(&c->rp->body, *(const char *const *)((const char *)c->out + view->fields[0].off));
	} else if (view->fields_n) {
		output_write(&c->rp->body, view, c->out);
	}
}

/* Kept cookies come first, so that the handler's of the same name take their place. */
static void
begin_headers(struct call *c)
{
	c->rp->headers.len = 0;
	if (c->kept.len > 0)
		buf_add(&c->rp->headers, c->kept.data, c->kept.len);
}

/* The handler and its reply; runs again as a whole when the transaction does. */
static enum err
work(struct ctx *cx, void *arg)
{
	struct call *c = arg;
	const struct shape *view = c->ep->out();
	struct once_reply kept;
	bool found = false;

	c->rp->body.len = 0;
	begin_headers(c);
	if (c->ep->once)
		TRY(once_claim(cx, &c->once, &found, &kept));
	if (found) {
		c->rp->status = kept.status;
		buf_add(&c->rp->body, kept.body, kept.n);
		buf_str(&c->rp->headers, "Idempotent-Replayed: true\r\n");
		return OK;
	}
	c->out = arena_alloc(cx->mem, view->size);
	TRY(c->ep->call(cx, c->in, c->out));
	c->rp->status = success_status(c->ep);
	write_reply(c, view);
	if (c->rp->body.full)
		return fail(cx, E_INTERNAL, "the reply is too long");
	if (c->ep->once)
		TRY(once_keep(cx, &c->once, c->rp->status, c->rp->body.data, c->rp->body.len));
	return OK;
}

static void
common_headers(struct call *c, struct ctx *cx, bool no_store)
{
	struct buf *b = &c->rp->headers;

	if (no_store)
		buf_str(b, "Cache-Control: no-store\r\n");
	buf_fmt(b, "Content-Language: %s\r\n", cx->lang == LANG_AR ? "ar" : "en");
	if (*cx->request_id)
		buf_fmt(b, "X-Request-Id: %s\r\n", cx->request_id);
}

static enum err
tell_export(struct ctx *cx, void *arg)
{
	struct call *c = arg;

	return c->sv->app->exports(cx, c->ep, param(c, "QUERY_STRING"));
}

static enum err
send_table(struct call *c, struct ctx *cx)
{
	TRY(db_transaction(cx, DB_ONCE, tell_export, c));
	begin_headers(c);
	common_headers(c, cx, true);
	return table_send(cx, c->ep, c->in, c->rq->sink, c->rp);
}

static enum err
run(struct call *c, struct ctx *cx)
{
	if (c->csv)
		return send_table(c, cx);
	switch (c->ep->tx) {
	case TX_WRITE:
		return db_transaction(cx, c->ep->once || c->ep->twice_is_once ? DB_AGAIN : DB_ONCE,
		                      work, c);
	case TX_READ:
		return db_reading(cx, work, c);
	case TX_OWN:
	case TX_NONE:
		return work(cx, c);
	case TX_UNSET:
		break;
	}
	return fail(cx, E_INTERNAL, "no transaction declared");
}

/* Does the client have these bytes already (RFC 9110, 13.1.2)?  What no cache may store can have a tag,
 * too: a page that looks again by itself keeps its last reply in memory, and is told that it holds. */
static void
conditional(struct call *c, struct ctx *cx)
{
	struct reply *rp = c->rp;
	const char *have = request_param(c->rq, "HTTP_IF_NONE_MATCH");
	struct hash h = sha256(rp->body.data, rp->body.len);
	const char *tag = arena_fmt(cx->mem, "\"%s\"", hex_text(cx->mem, h.b, 12));

	buf_fmt(&rp->headers, "ETag: %s\r\n", tag);
	if (have && (str_eq(have, "*") || strstr(have, tag))) {
		rp->status = 304;
		rp->body.len = 0;
	}
}

static bool
declared(const struct endpoint *ep, enum err e)
{
	if (err_info(e)->any)
		return true;
	for (const enum err *d = ep ? ep->errors : NULL; d && *d; d++)
		if (*d == e)
			return true;
	return false;
}

static void
finish(struct call *c, struct ctx *cx, enum err e)
{
	struct reply *rp = c->rp;
	bool is_read = e == OK && rp->status == 200 && is_safe(c->ep->method) && !c->ep->counts;
	bool is_public = is_read && c->ep->cache_secs;

	rp->err = e;
	if (e == E_DB_LOST)
		db_drop(cx->db);	/* the next request connects again */
	if (rp->begun || (c->csv && e == OK))
		return;			/* as it went out, it went out */
	if (e != OK) {
		begin_headers(c);
		rp->body.len = 0;
		rp->type = NULL;
		if (e == E_METHOD)
			buf_fmt(&rp->headers, "Allow: %s\r\n", c->match.allow);
		if (!declared(c->ep, e)) {
			if (c->sv->strict)
				fprintf(stderr, "%s answered %s, which it does not declare\n",
				        c->ep ? c->ep->name : "-", err_info(e)->name);
			BUG_ON(c->sv->strict);
			cx->why = arena_fmt(cx->mem, "undeclared: %s", cx->why ? cx->why : "");
		}
		problem_write(cx, c->ep, e, rp);
	} else if (is_read && rp->body.len > 0) {
		conditional(c, cx);		/* not a file, whose tag is the web server's */
	}
	if (is_public)
		buf_fmt(&rp->headers, "Cache-Control: public, max-age=%d\r\n"
		                      "Vary: Accept-Language\r\n", c->ep->cache_secs);
	common_headers(c, cx, !is_public);
	if (str_eq(param(c, "REQUEST_METHOD"), "HEAD"))
		rp->body.len = 0;
}

static void
begin(struct call *c, struct ctx *cx)
{
	cx->now = cx->clock ? cx->clock() : clock_now();
	cx->ip = param(c, "REMOTE_ADDR");
	cx->agent = arena_fmt(cx->mem, "%.255s", param(c, "HTTP_USER_AGENT"));
	if (!utf8_valid(cx->agent, strlen(cx->agent)))
		cx->agent = "";
	cx->request_id = arena_fmt(cx->mem, "%.32s", param(c, "REQUEST_ID"));
	cx->lang = request_lang(c->rq);
	c->rp->headers = buf_in(cx->mem, 16 * 1024);
	c->kept = buf_in(cx->mem, 4 * 1024);
	c->rp->body = buf_in(cx->mem, REPLY_BYTES);
	c->rp->route = "-";
	c->rp->route_index = -1;
	cx->reply_headers = &c->rp->headers;
}

static enum err
answer(struct call *c, struct ctx *cx)
{
	TRY(find(c, cx));
	TRY(admit(c, cx));
	TRY(limit_rate(c, cx));
	TRY(read_input(c, cx));
	TRY(read_once(c, cx));
	return run(c, cx);
}

void
serve(struct server *sv, struct ctx *cx, const struct request *rq, struct reply *rp)
{
	struct call c = { .sv = sv, .rq = rq, .rp = rp };
	int64_t start = clock_monotonic_us();

	*rp = (struct reply){ 0 };
	begin(&c, cx);
	finish(&c, cx, answer(&c, cx));
	if (sv->done)
		sv->done(sv->done_arg, cx, c.ep, rp, clock_monotonic_us() - start);
}
