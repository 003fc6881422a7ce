/* SPDX-License-Identifier: MIT */
/* The board: memory that the manager and all workers share.  A worker writes what it does and what
 * it has done, anybody reads.
 *
 * Rules     Each worker has one entry and alone writes its counters, so that nothing needs a lock.
 *           An entry is used again by a later worker of the same pool and slot, which goes on
 *           counting: the sums over all entries, which /metrics shows, never go down while the
 *           manager lives.
 *           Counters go by rows, a row is a route's name: a new program after HUP may have other
 *           routes at other indexes, but finds the rows of those that it shares. */
#ifndef MAIN_BOARD_H
#define MAIN_BOARD_H

#include "base/buf.h"
#include "db/db.h"
#include "web/route.h"

#include <stdatomic.h>
#include <sys/types.h>

#define BOARD_ROWS 512		/* names of routes; row 0 is "-", no route */
#define BOARD_BUCKETS 12	/* 1 2 5 10 25 50 100 250 500 1000 5000 ms, and more */

enum pool { POOL_SHOP, POOL_ADMIN, POOL_JOBS, POOL_SENDER, POOL__COUNT };
extern const char *const pool_names[POOL__COUNT];

struct board_row {
	_Atomic uint64_t status[6];	/* requests by the first digit of the status */
	_Atomic uint64_t bucket[BOARD_BUCKETS];
	_Atomic uint64_t us;
};

struct board_entry {
	/* The manager's. */
	enum pool pool;
	int slot;
	_Atomic pid_t pid;		/* 0: nobody's */
	/* The worker's. */
	_Atomic bool ready, draining;
	_Atomic bool wants_successor;	/* it is old or fat */
	_Atomic uint32_t row;		/* what it is busy with */
	_Atomic int64_t started_at;	/* since when, monotonic microseconds; 0: idle */
	_Atomic uint64_t db_errors, db_retries, db_reconnects, db_statements;
	struct board_row rows[BOARD_ROWS];
};

struct board {
	size_t bytes;			/* of this layout: a program with another one stays away */
	size_t entries_n;
	pid_t manager;
	_Atomic uint64_t restarts[POOL__COUNT], stuck[POOL__COUNT];
	_Atomic uint32_t rows_n;
	char names[BOARD_ROWS][64];
	struct board_entry entries[];
};

/* A new board without a name in the file system; NULL with errno.  *ret_fd is to be inherited. */
struct board *board_new(size_t entries, int *ret_fd);
/* The one that was inherited; NULL if it is not laid out like ours. */
struct board *board_open(int fd);

/* The rows of these routes, by their index. */
void board_rows(struct board *b, int fd, const struct routes *routes, uint32_t *ret_rows);

/* A worker begins its life in an entry. */
void board_enter(struct board_entry *e);
void board_begin(struct board_entry *e);
void board_count(struct board_entry *e, uint32_t row, int status, int64_t us);
/* Adds what the connection has counted since `before`, and moves `before` on. */
void board_db(struct board_entry *e, struct db_stats *before, const struct db_stats *now);

/* Prometheus text format. */
void board_metrics(const struct board *board, struct buf *b);

#endif
