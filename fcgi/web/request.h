/* SPDX-License-Identifier: MIT */
/* One request as it came in, and one reply as it goes out. */
#ifndef WEB_REQUEST_H
#define WEB_REQUEST_H

#include "base/buf.h"
#include "base/ctx.h"

struct reply;

/* Where a reply too long for memory goes, part by part: sends what its body holds and empties it;
 * false when nobody is there any more. */
struct sink { bool (*part)(void *arg, struct reply *rp); void *arg; };

struct request {
	const char *const *params;	/* "NAME=value", NULL at the end; as FastCGI gives them */
	const char *body;
	size_t body_n;
	bool body_too_large;
	const struct sink *sink;	/* NULL: a long reply is gathered as a whole */
};

/* A FastCGI parameter ("REQUEST_METHOD", "HTTP_COOKIE"); NULL if absent. */
const char *request_param(const struct request *rq, const char *name);
/* A cookie's value; NULL if absent. */
const char *request_cookie(const struct request *rq, struct arena *mem, const char *name);
/* English or Arabic, whichever Accept-Language prefers; English without one (RFC 9110, 12.5.4). */
enum lang request_lang(const struct request *rq);

/* Percent-decodes; NULL if malformed, not UTF-8 or with a NUL. */
char *percent_decode(struct arena *mem, const char *s, size_t n, bool plus_is_blank);

struct reply {
	int status;
	struct buf headers;		/* "Name: value\r\n" lines, besides those of serve.c */
	struct buf body;
	const char *type;		/* NULL: application/json */
	const char *route;		/* name of the endpoint, for log and metrics; "-" if none */
	int route_index;		/* -1 if none */
	bool begun;			/* its first part was sent, with the headers */
	enum err err;
};

/* Cookies of replies: Secure, HttpOnly, Path=/.  An age of 0 lasts for the browser's session, a
 * negative one removes the cookie.  Called by handlers, the cookie leaves only with a success; called
 * by who (web/hooks.h), it leaves in any case. */
void reply_cookie(struct ctx *cx, const char *name, const char *value, int64_t age_secs,
                  bool strict);

#endif
