/* SPDX-License-Identifier: MIT */
/* Stands between a test and the database and cuts the connection once, at a statement of its choice:
 * what a broken network does, at the worst moment. */
#ifndef TESTS_SUPPORT_CUTTER_H
#define TESTS_SUPPORT_CUTTER_H

#include <stdbool.h>

enum cut_when {
	CUT_NEVER,
	CUT_BEFORE,		/* the server does not get the statement */
	CUT_AFTER,		/* the server has done it, but its answer does not arrive */
	CUT_STALL,		/* the server does not get it, and nobody hears of it */
};

struct cutter;

/* Forwards to the server's socket, from a process of its own. */
struct cutter *cutter_start(const char *server_socket);
void cutter_stop(struct cutter *c);
const char *cutter_socket(const struct cutter *c);

/* At the n-th statement from now on (0 is the next), only counting those that begin with `text`
 * unless it is NULL; prepares and executions are statements too. */
void cutter_set(struct cutter *c, enum cut_when when, int n, const char *text);
/* Not once only: whatever comes after the cut is cut too. */
void cutter_keep_on(struct cutter *c);
bool cutter_has_cut(const struct cutter *c);

#endif
