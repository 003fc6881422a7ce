/* SPDX-License-Identifier: MIT */
/* The part of /metrics that only the process knows. */
#ifndef API_STATUS_H
#define API_STATUS_H

#include "base/buf.h"

/* Once, at the start of a process that serves: who writes the counters of all workers. */
void status_metrics_from(void (*write)(struct buf *b));

#endif
