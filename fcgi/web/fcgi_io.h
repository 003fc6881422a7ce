/* SPDX-License-Identifier: MIT */
/* FastCGI: requests from kept connections of the web server.
 *
 * Several connections are open at once, one request is served at a time.  The caller polls the
 * descriptors and calls fcgi_read for one that is readable, so that nothing here waits for a
 * request, only, and never for longer than FCGI_SECONDS, for the rest of one. */
#ifndef WEB_FCGI_IO_H
#define WEB_FCGI_IO_H

#include "web/request.h"

#define FCGI_SECONDS 5
#define FCGI_BODY_BYTES (64 * 1024 * 1024)	/* the rest of a longer body is not waited for */

struct fcgi;				/* one connection */

/* Once, before any connection.  Sets signal handlers: install your own afterwards. */
void fcgi_start(void);

/* Takes an accepted descriptor over, in blocking mode. */
struct fcgi *fcgi_open(int fd);

/* Reads one request with its whole body into `mem`; false when the connection is gone, whether the
 * web server closed it, sent nonsense or stopped in the middle.  Then only fcgi_free is left. */
bool fcgi_read(struct fcgi *c, struct arena *mem, struct request *ret);

/* Sends what the body holds, the first time with the headers, and empties it; false when the
 * connection is gone. */
bool fcgi_part(struct fcgi *c, struct arena *mem, struct reply *rp);

/* Sends the reply, or the rest of one that was begun, and ends the request; false when the connection
 * is gone.  One that was begun and failed is not ended: close it, or it would look whole. */
bool fcgi_write(struct fcgi *c, struct arena *mem, const struct reply *rp, bool is_head);

/* Closes it if it is still open. */
void fcgi_free(struct fcgi *c);

#endif
