/* SPDX-License-Identifier: MIT */
/* Seals on the audit: that nobody changed it afterwards, not even who owns the database.
 *
 * Owns      audit_seals.
 * Rules     A seal covers the next rows of admin_activity_log, in the order of their numbers, and is
 *           a hash over all that is in them and over the seal before.  It takes a key that is not in
 *           the database (audit.key), so whoever can write there cannot make a new one.
 *           Rows are sealed a minute after they were written, when no transaction can be left that
 *           has a lower number (db/db.h: they last some seconds).
 *           That the newest seals were taken away together with their rows shows only to somebody
 *           who wrote one down elsewhere: each run of the job tells the newest one.
 * See       ops/audit.h, fcgi/api/maintenance.c, `crumbled audit verify`,
 *           tests/http/audit_seal_test.c */
#ifndef OPS_AUDIT_SEAL_H
#define OPS_AUDIT_SEAL_H

#include "base/crypto.h"

#define AUDIT_SEAL_ROWS 100		/* of one seal, at most */
#define AUDIT_SEAL_AFTER_SECS 60

struct audit_seal {
	int64_t first_id, last_id;	/* the numbers it covers; not each has a row */
	int32_t rows_n;
	struct hash previous_hash, hash;
	int64_t sealed_at;
};

/* A step of a job: makes the next seal.  *ret_done is the number of rows. */
enum err audit_seal_step(struct ctx *cx, int32_t max, int32_t *ret_done) MUST_CHECK;
/* The newest one; zeros before the first.  Never inside a transaction. */
enum err audit_seal_newest(struct ctx *cx, struct audit_seal *ret) MUST_CHECK;

struct audit_check {
	struct audit_seal last;		/* the one looked at last */
	int64_t seals, rows;		/* looked at so far */
	int64_t open;			/* rows that have no seal yet, once *more is false */
};

/* Looks at the next seal, and in the end at what has none.  *fault is NULL, or says in words what is
 * wrong with it. */
enum err audit_check_next(struct ctx *cx, struct audit_check *c, const char **fault,
                          bool *more) MUST_CHECK;

#endif
