/* SPDX-License-Identifier: MIT */
/* A web server as a worker sees it: FastCGI records over a unix socket, written by hand so that they
 * can be wrong too. */
#ifndef TESTS_SUPPORT_FCGI_CLIENT_H
#define TESTS_SUPPORT_FCGI_CLIENT_H

#include <stdbool.h>
#include <stddef.h>

struct fcgi_answer {
	int status;			/* 0: the connection ended without one */
	char text[64 * 1024];		/* head and body, cut at this */
	const char *body;
	bool open;			/* the connection is still there */
};

/* A connection; -1 if nobody listens. */
int fcgi_connect(const char *path);

struct fcgi_ask {
	const char *method, *uri;	/* NULL: GET */
	const char *body;
	size_t body_n;
	long declared;			/* CONTENT_LENGTH if it is not body_n; 0: it is */
	bool close;			/* do not keep the connection */
};

/* The bytes of a request, in memory of the caller; returns their number. */
size_t fcgi_request(char *to, size_t size, const struct fcgi_ask *ask);
/* False when the connection is gone. */
bool fcgi_send(int fd, const struct fcgi_ask *ask);
/* Waits at most ten seconds; the status, or 0. */
int fcgi_receive(int fd, struct fcgi_answer *ret);

/* One request on a connection of its own: the status, or 0. */
int fcgi_get(const char *path, const char *uri, struct fcgi_answer *ret);

#endif
