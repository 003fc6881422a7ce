/* SPDX-License-Identifier: MIT */
/* What machines ask about this machine: alive, ready, numbers, and what the API is. */
#include "api/status.h"

#include "api/api.h"
#include "db/db.h"
#include "ops/health.h"
#include "web/openapi.h"

#define METRICS_BYTES (1024 * 1024)
#define OPENAPI_BYTES (4 * 1024 * 1024)

struct status { const char *status; };
struct text { const char *text; };

VIEW(status_view, struct status,
	SHOW(status, "\"ok\""));
VIEW(metrics_view, struct text,
	SHOW(text, "Prometheus text format"));
VIEW(openapi_view, struct text,
	SHOW(text, "An OpenAPI 3.1 document"));

static void (*write_counters)(struct buf *b);

void
status_metrics_from(void (*write)(struct buf *b))
{
	write_counters = write;
}

static enum err
healthz(struct ctx *cx, const struct nothing *in, struct status *out)
{
	(void)cx;
	(void)in;
	out->status = "ok";
	return OK;
}
ENDPOINT(healthz, GET, "/healthz", nothing, status_view,
	.auth = AUTH_ANYONE, .tx = TX_NONE,
	.doc = "Answers as long as the process lives.");

static enum err
readyz(struct ctx *cx, const struct nothing *in, struct status *out)
{
	(void)in;
	TRY(health_read(cx));
	out->status = "ok";
	return OK;
}
ENDPOINT(readyz, GET, "/readyz", nothing, status_view,
	.auth = AUTH_ANYONE, .tx = TX_READ,
	.doc = "Answers 200 when the database gives a row of a table, 503 otherwise.");

static enum err
read_oldest(struct ctx *cx, void *ret_secs)
{
	return health_outbox_oldest(cx, ret_secs);
}

/* TX_NONE: the other numbers are wanted most when the database is silent. */
static enum err
metrics(struct ctx *cx, const struct nothing *in, struct text *out)
{
	struct buf b = buf_in(cx->mem, METRICS_BYTES);
	int64_t oldest;
	(void)in;

	if (write_counters)
		write_counters(&b);
	if (db_reading(cx, read_oldest, &oldest) == OK)
		buf_fmt(&b, "# HELP crumbled_outbox_oldest_seconds How late the oldest message is\n"
		            "# TYPE crumbled_outbox_oldest_seconds gauge\n"
		            "crumbled_outbox_oldest_seconds %lld\n", (long long)oldest);
	cx->why = NULL;
	if (b.full)
		return fail(cx, E_INTERNAL, "too many numbers");
	out->text = b.len ? b.data : "";
	return OK;
}
ENDPOINT(metrics, GET, "/metrics", nothing, metrics_view,
	.auth = AUTH_LOCAL, .tx = TX_NONE, .plain = "text/plain; version=0.0.4",
	.doc = "Counters of all workers of this machine, for Prometheus.");

static enum err
openapi(struct ctx *cx, const struct nothing *in, struct text *out)
{
	struct buf b = buf_in(cx->mem, OPENAPI_BYTES);
	(void)in;

	openapi_write(&b, cx->mem, &api);
	if (b.full)
		return fail(cx, E_INTERNAL, "the document is too long");
	out->text = b.data;
	return OK;
}
ENDPOINT(openapi, GET, "/api/openapi.json", nothing, openapi_view,
	.auth = AUTH_ANYONE, .tx = TX_NONE, .cache_secs = 300, .plain = "application/json",
	.doc = "This document.");

ENDPOINTS(status, &healthz_endpoint, &readyz_endpoint, &metrics_endpoint, &openapi_endpoint);
