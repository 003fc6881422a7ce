/* SPDX-License-Identifier: MIT */
/* Browsers, as they call themselves. */
#ifndef BASE_AGENT_H
#define BASE_AGENT_H

#include "base/ctx.h"

/* "Chrome on Android", from a User-Agent; "Unknown device" when it says nothing we know. */
const char *agent_name(struct ctx *cx, const char *agent);

#endif
