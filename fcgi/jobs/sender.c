/* SPDX-License-Identifier: MIT */
#include "jobs/sender.h"

#include "ops/outbox.h"

/* Few, so that a round ends long before the worker counts as stuck. */
#define ROUND 10

enum err
sender_round(struct ctx *cx, int *ret_sent)
{
	int32_t sent = 0;

	TRY(outbox_send_round(cx, ROUND, &sent));
	*ret_sent = sent;
	return OK;
}
