/* SPDX-License-Identifier: MIT */
/* libfcgi 2.4 keeps several connections under conditions that its manual does not tell:
 * - listen_sock is -1, else FCGX_Accept_r waits in accept when the web server closes;
 * - ipcFd and keepConnection are set before the first FCGX_Accept_r, which else closes;
 * - the body is read to its end before FCGX_Finish_r, else what is left of it is taken for the
 *   next request, and the connection dies;
 * - a "detached" connection is closed at once; else closing waits up to two seconds for the other
 *   side.
 * And it trusts whoever writes to the socket: a length that no memory holds ends the process.  So
 * the records are looked at (MSG_PEEK) before it gets to read them: the first WINDOW bytes, which
 * is all that a web server sends before the body and nearly every body. */
#include "web/fcgi_io.h"

#include "base/clock.h"
#include "base/json.h"
#include "base/str.h"

#include <fcgiapp.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#define WINDOW (64 * 1024)

struct fcgi { FCGX_Request rq; };

/* ---- the look ahead ---- */

enum record { BEGIN_REQUEST = 1, PARAMS = 4, STDIN = 5 };
enum look { BAD, GOOD, MORE };

/* Where in a list of "name length, value length, name, value" the bytes so far have ended. */
struct pairs {
	int lengths;			/* complete ones: 0, 1; at 2 the bytes follow */
	uint32_t length, total;
	int length_bytes;		/* still missing of a long one */
};

/* False if a name or value is longer than the window, and so than what is there. */
static bool
walk_pairs(struct pairs *p, const unsigned char *at, size_t n)
{
	while (n > 0) {
		if (p->lengths == 2) {
			size_t skip = p->total < n ? p->total : n;

			p->total -= (uint32_t)skip;
			at += skip;
			n -= skip;
			if (p->total == 0)
				p->lengths = 0;
			continue;
		}
		n--;
		if (p->length_bytes > 0) {
			p->length = p->length << 8 | *at++;
			p->length_bytes--;
		} else {
			p->length = *at & 0x7f;
			p->length_bytes = *at++ & 0x80 ? 3 : 0;
		}
		if (p->length_bytes > 0)
			continue;
		if (p->length > WINDOW)
			return false;
		p->total = (p->lengths == 0 ? 0 : p->total) + p->length;
		if (++p->lengths == 2 && p->total == 0)
			p->lengths = 0;
	}
	return true;
}

/* One request of a responder: BEGIN_REQUEST, PARAMS to an empty one, STDIN to an empty one.  MORE
 * when that cannot be told before *need bytes are there. */
static enum look
look_at(const unsigned char *p, size_t have, size_t *need)
{
	enum record expected = BEGIN_REQUEST;
	struct pairs pairs = { 0 };
	size_t at = 0;

	for (;;) {
		const unsigned char *r = p + at;
		size_t n;

		*need = at + 8;
		if (*need > WINDOW)
			return expected == STDIN ? GOOD : BAD;
		if (have < *need)
			return MORE;
		n = (size_t)(r[4] << 8 | r[5]);
		if (r[0] != 1 || r[1] != expected || (r[2] == 0 && r[3] == 0) ||
		    r[2] != p[2] || r[3] != p[3])
			return BAD;
		*need = at + 8 + n + r[6];
		if (*need > WINDOW)
			return expected == STDIN ? GOOD : BAD;
		if (have < *need)
			return MORE;
		if (expected == BEGIN_REQUEST && (n != 8 || r[8] != 0 || r[9] != 1))
			return BAD;
		if (expected == PARAMS && !walk_pairs(&pairs, r + 8, n))
			return BAD;
		if (expected == PARAMS && n == 0 && (pairs.lengths != 0 || pairs.length_bytes != 0))
			return BAD;
		if (expected == STDIN && n == 0)
			return GOOD;
		if (expected == BEGIN_REQUEST)
			expected = PARAMS;
		else if (expected == PARAMS && n == 0)
			expected = STDIN;
		at = *need;
	}
}

/* Waits until `need` bytes can be seen, of which `have` are in p.  A look alone never waits when
 * there is something to see, so it begins where the last one ended (SO_PEEK_OFF). */
static bool
see(int fd, unsigned char *p, size_t have, size_t need, int64_t until)
{
	int from = (int)have, off = -1;

	if (setsockopt(fd, SOL_SOCKET, SO_PEEK_OFF, &from, sizeof from) != 0)
		return false;
	while (have < need && clock_monotonic_us() < until) {
		ssize_t n = recv(fd, p + have, need - have, MSG_PEEK);
		if (n <= 0)
			break;
		have += (size_t)n;
	}
	setsockopt(fd, SOL_SOCKET, SO_PEEK_OFF, &off, sizeof off);
	return have >= need;
}

/* Waits for the window's part of a request; false if there is none, or it is not one. */
static bool
looks_good(int fd, struct arena *mem)
{
	unsigned char few[4096];	/* mostly enough */
	unsigned char *p = few;
	size_t room = sizeof few, need = 0;
	int64_t until = clock_monotonic_us() + FCGI_SECONDS * 1000000LL;

	for (;;) {
		ssize_t have = recv(fd, p, room, MSG_PEEK);
		enum look look;

		if (have <= 0)
			return false;
		look = look_at(p, (size_t)have, &need);
		if (look != MORE)
			return look == GOOD;
		if (need > room) {
			room = need > WINDOW / 2 ? WINDOW : need * 2;
			p = memcpy(arena_alloc(mem, room), p, (size_t)have);
		}
		if (!see(fd, p, (size_t)have, need, until))
			return false;
	}
}

/* ---- connections ---- */

void
fcgi_start(void)
{
	BUG_ON(FCGX_Init() != 0);
}

struct fcgi *
fcgi_open(int fd)
{
	struct timeval wait = { FCGI_SECONDS, 0 };
	struct fcgi *c = calloc(1, sizeof *c);

	BUG_ON(!c);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
	BUG_ON(FCGX_InitRequest(&c->rq, -1, 0) != 0);
	c->rq.ipcFd = fd;
	c->rq.keepConnection = 1;
	FCGX_Detach(&c->rq);
	return c;
}

static size_t
declared_length(char **params)
{
	const char *text = FCGX_GetParam("CONTENT_LENGTH", params);
	int64_t n;

	return text && int_parse(text, &n) && n > 0 ? (size_t)n : 0;
}

/* False when the connection broke before the body's end. */
static bool
read_body(FCGX_Request *rq, struct arena *mem, struct request *ret)
{
	size_t want = declared_length(rq->envp), have = 0;
	char *body = NULL, skipped[4096];
	int n;

	ret->body_too_large = want > JSON_BYTES;
	if (want > 0 && !ret->body_too_large) {
		body = arena_alloc(mem, want + 1);
		have = (size_t)FCGX_GetStr(body, (int)want, rq->in);
	}
	ret->body = body;
	ret->body_n = have;
	/* To the end of the stream, always. */
	while ((n = FCGX_GetStr(skipped, sizeof skipped, rq->in)) > 0) {
		ret->body_too_large = true;	/* or longer than it says: as good as that */
		have += (size_t)n;
		if (have > FCGI_BODY_BYTES)
			return false;
	}
	/* Shorter than it says: whatever it asks for was not asked for as a whole. */
	return FCGX_GetError(rq->in) == 0 && have >= want;
}

bool
fcgi_read(struct fcgi *c, struct arena *mem, struct request *ret)
{
	*ret = (struct request){ 0 };
	if (!looks_good(c->rq.ipcFd, mem))
		return false;
	if (FCGX_Accept_r(&c->rq) != 0)
		return false;
	/* It takes a connection that broke among the parameters for their end. */
	if (FCGX_GetError(c->rq.in) != 0)
		return false;
	ret->params = (const char *const *)c->rq.envp;
	return read_body(&c->rq, mem, ret);
}

static const char *
status_text(int status)
{
	switch (status) {
	case 200: return "OK";
	case 201: return "Created";
	case 202: return "Accepted";
	case 204: return "No Content";
	case 304: return "Not Modified";
	default: return status < 500 ? "Refused" : "Failed";
	}
}

static void
write_head(struct fcgi *c, struct arena *mem, const struct reply *rp, bool with_length)
{
	struct buf head = buf_in(mem, 32 * 1024);
	bool empty = rp->status == 204 || rp->status == 304;

	buf_fmt(&head, "Status: %d %s\r\n", rp->status, status_text(rp->status));
	if (!empty)
		buf_fmt(&head, "Content-Type: %s\r\n", rp->type ? rp->type : "application/json");
	if (!empty && with_length)
		buf_fmt(&head, "Content-Length: %zu\r\n", rp->body.len);
	buf_add(&head, rp->headers.data, rp->headers.len);
	buf_str(&head, "\r\n");
	FCGX_PutStr(head.data, (int)head.len, c->rq.out);
}

bool
fcgi_part(struct fcgi *c, struct arena *mem, struct reply *rp)
{
	if (!rp->begun)
		write_head(c, mem, rp, false);
	rp->begun = true;
	FCGX_PutStr(rp->body.data, (int)rp->body.len, c->rq.out);
	rp->body.len = 0;
	return FCGX_GetError(c->rq.out) == 0;
}

bool
fcgi_write(struct fcgi *c, struct arena *mem, const struct reply *rp, bool is_head)
{
	if (rp->begun && rp->err != OK)
		return false;
	if (!rp->begun)
		write_head(c, mem, rp, !is_head);
	if (rp->body.len > 0 && rp->status != 204 && rp->status != 304)
		FCGX_PutStr(rp->body.data, (int)rp->body.len, c->rq.out);
	FCGX_Finish_r(&c->rq);
	return c->rq.ipcFd >= 0;
}

void
fcgi_free(struct fcgi *c)
{
	FCGX_Free(&c->rq, 1);
	free(c);
}
