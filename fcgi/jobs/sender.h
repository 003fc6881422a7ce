/* SPDX-License-Identifier: MIT */
/* One round of the sender's worker. */
#ifndef JOBS_SENDER_H
#define JOBS_SENDER_H

#include "base/ctx.h"

/* Sends what is due, a few messages at most; *ret_sent is their number. */
enum err sender_round(struct ctx *cx, int *ret_sent) MUST_CHECK;

#endif
