/* SPDX-License-Identifier: MIT */
/* What every way of running the program begins with: configuration, keys, a database account. */
#ifndef MAIN_START_H
#define MAIN_START_H

#include "base/config.h"
#include "base/crypto.h"
#include "base/ctx.h"

#define EXIT_CONFIG 2		/* configuration, keys or schema are wrong: do not restart me */
#define REQUEST_BYTES (16 * 1024 * 1024)	/* most memory of one request */

struct start {
	struct arena *mem;	/* lives as long as the process */
	struct config *config;
	struct keys keys;
	struct ctx cx;
	int answer_secs;	/* how long the database may take to answer; 0: five seconds */
};

/* One line on standard error, with the program's name. */
void complain(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Reads the configuration; false after a complaint. */
bool start_config(struct start *s, const char *conf);
/* Reads the keys too and makes a context with both. */
bool start_keys(struct start *s, const char *conf);
/* Gives the context the database account of a pool.  Nothing is connected yet. */
bool start_db(struct start *s, const char *account);
/* Is there a password for this account? */
bool start_has_account(const struct start *s, const char *account);
/* The exit status of work that ended so; a complaint says why, and about which field. */
int start_outcome(struct start *s, enum err e);
void start_end(struct start *s);

#endif
