/* SPDX-License-Identifier: MIT */
/* What the files of this folder share; nobody else includes it. */
#ifndef DB_INTERNAL_H
#define DB_INTERNAL_H

#include "db/db.h"

#include <mysql.h>

#define DB_CONNECT_SECS 2
#define DB_IO_SECS 5			/* how long a connection waits for the server */

struct prepared { MYSQL_STMT *stmt; bool names_compared; };

struct db {
	struct db_account account;
	MYSQL *my;			/* NULL: not connected */
	struct prepared *stmts;
	size_t stmts_n;
	bool in_transaction;
	int secs_left;			/* for connecting and an answer; 0: there is no hurry */
	unsigned code;			/* of the last error */
	char broken[80];		/* the key or constraint that it was about */
	int64_t clock_base;		/* wall clock minus monotonic clock when they were compared */
	struct db_stats stats;
};

enum err db_classify(unsigned code);
/* What the server said about a statement (q may be NULL), as an error of ours. */
enum err db_report(struct ctx *cx, unsigned code, const char *text,
                   const struct sql *q) MUST_CHECK;
enum err db_command(struct ctx *cx, const char *text) MUST_CHECK;
/* The statement of this connection; connects first, outside of a transaction. */
enum err db_prepare(struct ctx *cx, const struct sql *q, struct prepared **ret) MUST_CHECK;

#endif
