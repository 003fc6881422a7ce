/* SPDX-License-Identifier: MIT */
/* BEGIN, COMMIT, and what to do again after which error.
 *
 * The rules follow the servers' manuals: a deadlock (1213) has rolled everything back; a lock wait
 * (1205) has undone the statement only, so we roll back ourselves; a connection lost before COMMIT
 * was sent is rolled back by the server; one lost at COMMIT leaves the outcome open, and only
 * running the same keyed work again can tell. */
#include "db/internal.h"

#include "base/rand.h"

#include <time.h>

#define BUDGET_US (8 * 1000000LL)
#define TRIES 5

/* May a lost connection be made once more?  If there is less time than a new one could take, it gets
 * what is left. */
static bool
may_connect(struct db *db, int64_t until)
{
	int64_t left = (until - clock_monotonic_us()) / 1000000;

	if (left < 2)
		return false;
	if (left < DB_CONNECT_SECS + DB_IO_SECS)
		db->secs_left = (int)left;
	return true;
}

/* A connection made in a hurry serves nobody else. */
static enum err
finish(struct db *db, enum err e)
{
	if (db->secs_left)
		db_drop(db);
	db->secs_left = 0;
	return e;
}

/* What the last attempt left for the reply is not what the next one says. */
static void
begin_again(struct ctx *cx)
{
	cx->db->stats.retries++;
	cx->faults = NULL;
	cx->faults_end = &cx->faults;
	cx->detail = NULL;
	cx->retry_after_secs = 0;
}

static void
pause_before(int attempt)
{
	/* 5 ms x 2^n, each between half and the whole of it, so that rivals part. */
	long us = 5000L << attempt;
	struct timespec ts = { 0, (us / 2 + (long)rand_below((uint32_t)us / 2)) * 1000 };

	nanosleep(&ts, NULL);
}

static void
roll_back(struct ctx *cx)
{
	struct db *db = cx->db;

	if (!db->in_transaction)
		return;
	db->in_transaction = false;
	if (db->my && mysql_real_query(db->my, "ROLLBACK", 8) != 0)
		db_drop(db);
}

/* One attempt.  *at_commit says whether a lost connection leaves the outcome open. */
static enum err
attempt(struct ctx *cx, enum err (*work)(struct ctx *, void *), void *arg, bool *at_commit)
{
	struct db *db = cx->db;
	enum err e;

	*at_commit = false;
	BUG_ON(db->in_transaction);
	TRY(db_ready(cx));
	e = db_command(cx, "START TRANSACTION");
	if (e == E_DB_LOST)
		db_drop(db);		/* the next attempt connects again */
	TRY(e);
	db->in_transaction = true;
	e = work(cx, arg);
	if (e != OK) {
		if (e == E_DB_LOST)
			db_drop(db);
		roll_back(cx);
		return e;
	}
	e = db_command(cx, "COMMIT");
	db->in_transaction = false;
	if (e == OK)
		return OK;
	*at_commit = e != E_DB_RETRY && e != E_DB_LOCK_WAIT;
	db_drop(db);
	return e == E_DB_RETRY || e == E_DB_LOCK_WAIT ? e : E_DB_LOST;
}

static enum err
repeat(struct ctx *cx, enum db_again again, enum err (*work)(struct ctx *, void *), void *arg)
{
	int64_t until = clock_monotonic_us() + BUDGET_US;
	bool unknown = false;		/* an earlier COMMIT may have arrived */
	int lock_waits = 0;

	for (int n = 0; n < TRIES; n++) {
		bool at_commit, more = n < TRIES - 1;
		enum err e = attempt(cx, work, arg, &at_commit);

		if (at_commit)
			unknown = true;
		switch (e) {
		case E_DB_LOST:
			if (unknown && again == DB_ONCE)
				return fail(cx, E_OUTCOME_UNKNOWN, "connection lost at COMMIT");
			more = more && may_connect(cx->db, until);
			break;
		case E_UNAVAILABLE:
			if (!unknown)
				return e;	/* nothing happened, and nobody is there */
			break;
		case E_DB_LOCK_WAIT:
			if (lock_waits++ > 0)
				return fail(cx, unknown ? E_OUTCOME_UNKNOWN : E_UNAVAILABLE,
				            "waited twice for a lock");
			break;
		case E_DB_RETRY:
			break;
		case E_DB_FULL:
			return fail(cx, unknown ? E_OUTCOME_UNKNOWN : E_UNAVAILABLE,
			            "the database is full");
		default:
			return e;	/* OK, or an answer of the work itself */
		}
		if (!more || clock_monotonic_us() > until)
			break;
		begin_again(cx);
		pause_before(n);
	}
	return fail(cx, unknown ? E_OUTCOME_UNKNOWN : E_UNAVAILABLE, "gave up after repeating");
}

enum err
db_transaction(struct ctx *cx, enum db_again again, enum err (*work)(struct ctx *, void *),
               void *arg)
{
	return finish(cx->db, repeat(cx, again, work, arg));
}

static enum err
read_twice(struct ctx *cx, enum err (*work)(struct ctx *, void *), void *arg)
{
	int64_t until = clock_monotonic_us() + BUDGET_US;
	enum err e;

	/* A reconnect in here would go on outside of the transaction. */
	BUG_ON(cx->db->in_transaction);
	e = db_ready(cx);
	if (e == OK)
		e = work(cx, arg);
	if (e == E_DB_LOST)
		db_drop(cx->db);
	if (e == E_DB_RETRY || (e == E_DB_LOST && may_connect(cx->db, until))) {
		begin_again(cx);
		TRY(db_ready(cx));
		e = work(cx, arg);
		if (e == E_DB_LOST)
			db_drop(cx->db);
	}
	return e;
}

enum err
db_reading(struct ctx *cx, enum err (*work)(struct ctx *, void *), void *arg)
{
	enum err e = finish(cx->db, read_twice(cx, work, arg));

	switch (e) {
	case E_DB_LOST: case E_DB_RETRY: case E_DB_LOCK_WAIT: case E_DB_FULL:
		return fail(cx, E_UNAVAILABLE, "the database did not answer twice");
	default:
		return e;
	}
}

struct alone { const struct sql *q; const struct db_val *args; size_t args_n; int64_t rows; };

static enum err
alone(struct ctx *cx, void *arg)
{
	struct alone *a = arg;

	return db_exec_(cx, a->q, &a->rows, NULL, a->args, a->args_n);
}

enum err
db_alone_(struct ctx *cx, const struct sql *q, int64_t *ret, const struct db_val *args,
          size_t args_n)
{
	struct alone a = { q, args, args_n, 0 };

	TRY(db_reading(cx, alone, &a));
	*ret = a.rows;
	return OK;
}
