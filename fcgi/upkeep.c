/* SPDX-License-Identifier: MIT */
#include "upkeep.h"

#include "base/clock.h"
#include "base/str.h"
#include "db/db.h"
#include "identity/backfill.h"
#include "ops/audit_seal.h"
#include "report/integrity.h"
#include "sale/order_search.h"
#include "sale/reckoning.h"
#include "start.h"

#include <stdlib.h>

#define ANSWER_SECS 3600		/* a check of a large shop takes its time */

static bool
begin(struct start *s, const char *conf)
{
	s->answer_secs = ANSWER_SECS;
	return start_keys(s, conf) && start_db(s, "jobs");
}

/* ---- backfill ---- */

static void
say(const char *what, int64_t n)
{
	printf("%-18s %10lld\n", what, (long long)n);
}

static void
say_run(const struct backfill_run *r)
{
	if (r->id)
		say("run", r->id);
	else
		printf("%-18s %10s\n", "run", "none");
	say("scanned", r->scanned);
	say("linked", r->linked);
	say("blank", r->blank);
	say("invalid", r->invalid);
	say("owned", r->owned);
	say("customers made", r->customers_made);
	say("sales linked", r->sales_linked);
	say("tokens linked", r->tokens_linked);
	say("phones left out", r->phones_left_out);
	if (!r->undone_at)
		return;
	say("orders unlinked", r->orders_unlinked);
	say("customers removed", r->customers_removed);
}

/* To the end of one run, in memory that does not grow. */
static enum err
finish(struct start *s, struct backfill_run *run)
{
	int64_t began = clock_monotonic_us(), ms;
	int32_t n;

	do {
		ctx_reset(&s->cx);
		s->cx.now = clock_now();
		TRY(backfill_step(&s->cx, BACKFILL_BATCH, run, &n));
	} while (n > 0);
	say_run(run);
	ms = (clock_monotonic_us() - began) / 1000;
	printf("%-18s %6lld.%03d s\n", "time", (long long)(ms / 1000), (int)(ms % 1000));
	return OK;
}

static enum err
backfill(struct start *s, char **args)
{
	struct backfill_run run = { 0 };

	if (!args[1])
		return finish(s, &run);
	if (!str_eq(args[1], "undo") || !args[2] || !int_parse(args[2], &run.id) || run.id <= 0)
		return fail(&s->cx, E_INVALID, "backfill CONF, or backfill CONF undo RUN");
	TRY(backfill_undo(&s->cx, run.id));
	return finish(s, &run);
}

int
tool_backfill(char **args)
{
	struct start s = { 0 };
	int status = EXIT_CONFIG;

	if (begin(&s, args[0]))
		status = start_outcome(&s, backfill(&s, args));
	start_end(&s);
	return status;
}

/* ---- integrity ---- */

static enum err
look(struct start *s, struct integrity *io)
{
	static const char *const others[] = { "shop", "admin", "sender" };

	TRY(integrity_run(&s->cx, io));
	/* Statements of the other pools are explained to their own accounts. */
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (start_has_account(s, others[i]) && start_db(s, others[i]))
			TRY(integrity_plans(&s->cx, io));
	return OK;
}

static void
say_finding(const struct finding *f)
{
	if (f->detail)
		printf("%s: %s\n", f->what, f->detail);
	else
		printf("%s: row %lld, one of %lld\n", f->what, (long long)f->id, (long long)f->n);
}

static int
say_all(const struct integrity *io)
{
	for (size_t i = 0; i < io->findings_n; i++)
		say_finding(&io->findings[i]);
	if (!io->complete)
		puts("integrity: there is more");
	if (io->findings_n == 0)
		printf("integrity: %d checks, nothing found\n", io->checks);
	else
		printf("integrity: %d checks, %zu findings\n", io->checks, io->findings_n);
	return io->findings_n ? EXIT_FAILURE : EXIT_SUCCESS;
}

int
tool_integrity(char **args)
{
	struct start s = { 0 };
	struct integrity io = { 0 };
	int status = EXIT_CONFIG;

	if (begin(&s, args[0])) {
		status = start_outcome(&s, look(&s, &io));
		if (status == EXIT_SUCCESS)
			status = say_all(&io);
	}
	start_end(&s);
	return status;
}

/* ---- index-orders ---- */

#define INDEX_BATCH 500

struct filling { int64_t from; int32_t n; };

static enum err
fill_batch(struct ctx *cx, void *arg)
{
	struct filling *f = arg;
	int64_t from = f->from;

	TRY(order_search_fill(cx, INDEX_BATCH, &from, &f->n));
	f->from = from;
	return OK;
}

static enum err
fill_all(struct ctx *cx)
{
	struct filling f = { .n = 1 };
	int64_t done = 0;

	for (; f.n > 0; done += f.n) {
		TRY(db_transaction(cx, DB_AGAIN, fill_batch, &f));
		arena_reset(cx->mem);
	}
	printf("%lld orders looked at\n", (long long)done);
	return OK;
}

int
tool_index_orders(char **args)
{
	struct start s = { 0 };
	int status = EXIT_CONFIG;

	if (begin(&s, args[0]))
		status = start_outcome(&s, fill_all(&s.cx));
	start_end(&s);
	return status;
}

/* ---- replay-orders ---- */

#define REPLAY_BATCH 100

struct replaying { struct replay r; bool more; };

static enum err
replay_batch(struct ctx *cx, void *arg)
{
	struct replaying *p = arg;
	struct replay r = p->r;

	TRY(reckoning_replay(cx, REPLAY_BATCH, &r, &p->more));
	p->r = r;
	return OK;
}

static enum err
replay_all(struct ctx *cx)
{
	struct replaying p = { .more = true };

	while (p.more) {
		TRY(db_reading(cx, replay_batch, &p));
		arena_reset(cx->mem);
	}
	printf("%lld orders worked out again, %lld more have no facts, %lld differ%s%s\n",
	       (long long)(p.r.orders - p.r.without_facts), (long long)p.r.without_facts,
	       (long long)p.r.differ_n, p.r.differ_n ? ", the first is " : "", p.r.first);
	return p.r.differ_n ? fail(cx, E_INTERNAL, "an order does not add up") : OK;
}

int
tool_replay_orders(char **args)
{
	struct start s = { 0 };
	int status = EXIT_CONFIG;

	if (begin(&s, args[0]))
		status = start_outcome(&s, replay_all(&s.cx));
	start_end(&s);
	return status;
}

/* ---- audit verify ---- */

struct verifying {
	struct audit_check check;
	const char *fault;
	bool more;
};

static enum err
verify_next(struct ctx *cx, void *arg)
{
	struct verifying *v = arg;
	struct audit_check c = v->check;

	TRY(audit_check_next(cx, &c, &v->fault, &v->more));
	v->check = c;
	return OK;
}

/* Goes on after a fault, so that one look tells all of them. */
static enum err
verify_all(struct ctx *cx, const char *kept)
{
	struct verifying v = { .more = true };
	bool seen = !kept;
	int faults = 0;

	while (v.more) {
		TRY(db_reading(cx, verify_next, &v));
		if (v.fault) {
			printf("audit: %s\n", v.fault);
			faults++;
		}
		if (kept && strcasecmp(kept, hex_text(cx->mem, v.check.last.hash.b, HASH_BYTES)) == 0)
			seen = true;
		arena_reset(cx->mem);
	}
	if (!seen)
		printf("audit: the seal %s is gone\n", kept);
	printf("audit: %lld rows under %lld seals, %lld without one yet, %d faults\n"
	       "newest seal: %s\n", (long long)v.check.rows, (long long)v.check.seals,
	       (long long)v.check.open, faults + !seen,
	       hex_text(cx->mem, v.check.last.hash.b, HASH_BYTES));
	return faults || !seen ? fail(cx, E_INTERNAL, "the journal was changed") : OK;
}

int
tool_audit(char **args)
{
	struct start s = { 0 };
	int status = EXIT_CONFIG;

	if (!str_eq(args[0], "verify")) {
		complain("audit: the only thing it does is verify");
		return EXIT_CONFIG;
	}
	if (begin(&s, args[1]))
		status = start_outcome(&s, verify_all(&s.cx, args[2]));
	start_end(&s);
	return status;
}
