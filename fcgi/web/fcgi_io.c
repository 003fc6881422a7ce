/* SPDX-License-Identifier: MIT */
/* libfcgi 2.4 keeps several connections under conditions that its manual does not tell:
 * - listen_sock is -1, else FCGX_Accept_r waits in accept when the web server closes;
 * - ipcFd and keepConnection are set before the first FCGX_Accept_r, which else closes;
 * - the body is read to its end before FCGX_Finish_r, else what is left of it is taken for the
 *   next request, and the connection dies;
 * - a "detached" connection is closed at once; else closing waits up to two seconds for the other
 *   side. */
#include "web/fcgi_io.h"

#include "base/json.h"
#include "base/str.h"

#include <fcgiapp.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

struct fcgi { FCGX_Request rq; };

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
	if (FCGX_Accept_r(&c->rq) != 0)
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

bool
fcgi_write(struct fcgi *c, struct arena *mem, const struct reply *rp, bool is_head)
{
	struct buf head = buf_in(mem, 32 * 1024);
	bool empty = rp->status == 204 || rp->status == 304;

	buf_fmt(&head, "Status: %d %s\r\n", rp->status, status_text(rp->status));
	if (!empty)
		buf_fmt(&head, "Content-Type: %s\r\n", rp->type ? rp->type : "application/json");
	if (!empty && !is_head)
		buf_fmt(&head, "Content-Length: %zu\r\n", rp->body.len);
	buf_add(&head, rp->headers.data, rp->headers.len);
	buf_str(&head, "\r\n");
	FCGX_PutStr(head.data, (int)head.len, c->rq.out);
	if (rp->body.len > 0 && !empty)
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
