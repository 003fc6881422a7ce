/* SPDX-License-Identifier: MIT */
#include "support/canned.h"

#define CANNED_TABLE "ticket_canned_answers"
#define CANNED_DELETED RECORD_GONE

static const struct record_blame blames[] = { { "ticket_canned_answers_name", "name" }, { 0 } };

RECORD_GOES(CANNED, canned_record, .blames = blames);
