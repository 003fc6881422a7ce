/* SPDX-License-Identifier: MIT */
/* What a balancer and an alarm ask: does the database answer, and do messages leave?
 *
 * Owns      nothing; reads site_settings and outbox.
 * See       fcgi/api/status.c, tests/process/process_test.c */
#ifndef OPS_HEALTH_H
#define OPS_HEALTH_H

#include "base/ctx.h"

/* Reads a row of a table: a server that answers but has lost its data does not count. */
enum err health_read(struct ctx *cx) MUST_CHECK;

/* For how long the oldest message that is due has been waiting; 0 if none is. */
enum err health_outbox_oldest(struct ctx *cx, int64_t *ret_secs) MUST_CHECK;

#endif
