/* SPDX-License-Identifier: MIT */
/* Purging: what is too old to be of use goes, and what erasures left for cron.
 *
 * Rules     Each kind is removed by the module that owns it, in small batches that commit by
 *           themselves.
 * See       fcgi/api/maintenance.c, ops/job.h, tests/http/erasure_test.c */
#ifndef IDENTITY_PURGE_H
#define IDENTITY_PURGE_H

#include "base/ctx.h"

/* One step of the job: at most `max` of each kind; *ret_done is how many things it did. */
enum err purge_step(struct ctx *cx, int32_t max, int32_t *ret_done) MUST_CHECK;

#endif
