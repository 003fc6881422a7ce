/* SPDX-License-Identifier: MIT */
#include "web/problem.h"

#include "web/output.h"

#define FAULTS_MAX 100			/* shown: no small request makes a large reply */

void
problem_write(struct ctx *cx, const struct endpoint *ep, enum err e, struct reply *rp)
{
	const struct err_info *info = err_info(e);
	struct buf *b = &rp->body;
	int n = 0;

	rp->status = info->http;
	rp->type = "application/problem+json";
	b->len = 0;
	buf_str(b, "{\"type\":\"about:blank\",\"title\":");
	buf_json(b, info->text[cx->lang]);
	buf_fmt(b, ",\"status\":%d,\"code\":\"%s\",\"errors\":[", info->http, info->slug);
	for (const struct field_fault *f = cx->faults; f && n < FAULTS_MAX; f = f->next, n++) {
		buf_str(b, f == cx->faults ? "{\"field\":" : ",{\"field\":");
		buf_json(b, f->field);
		buf_fmt(b, ",\"code\":\"%s\",\"message\":", f->code);
		buf_json(b, f->message ? f->message : info->text[cx->lang]);
		buf_char(b, '}');
	}
	buf_char(b, ']');
	if (ep && ep->detail && cx->detail) {
		buf_fmt(b, ",\"%s\":", ep->detail_name);
		output_write(b, ep->detail(), cx->detail);
	}
	buf_str(b, ",\"request_id\":");
	buf_json(b, cx->request_id);
	buf_char(b, '}');
	if (cx->retry_after_secs > 0)
		buf_fmt(&rp->headers, "Retry-After: %lld\r\n", (long long)cx->retry_after_secs);
	else if (info->http == 503 || info->http == 429)
		buf_str(&rp->headers, "Retry-After: 1\r\n");
}
