/* SPDX-License-Identifier: MIT */
/* Statistics of the tables that grow, by which the server chooses its plans: after a busy day they
 * may tell of a smaller shop.
 *
 * Does not  change a row, nor wait for one. */
#ifndef REPORT_ANALYZE_H
#define REPORT_ANALYZE_H

#include "ops/job.h"

/* With the lease of "analyze"; `done` counts tables. */
enum err analyze_job(struct ctx *cx, struct job_report *ret) MUST_CHECK;

#endif
