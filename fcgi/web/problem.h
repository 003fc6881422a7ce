/* SPDX-License-Identifier: MIT */
/* Refusals as problem documents (RFC 9457). */
#ifndef WEB_PROBLEM_H
#define WEB_PROBLEM_H

#include "web/endpoint.h"
#include "web/request.h"

/* {"type","title","status","code","detail","errors":[{"field","code","message"}],"request_id"}; with
 * the endpoint's detail when the refusal left one. */
void problem_write(struct ctx *cx, const struct endpoint *ep, enum err e, struct reply *rp);

#endif
