/* SPDX-License-Identifier: MIT */
/* The states of a run are a table, near the end: what a batch does in each, and what comes next. */
#include "identity/backfill.h"

#include "account/customer.h"
#include "base/str.h"
#include "db/db.h"
#include "ops/job.h"
#include "sale/owner.h"

#define BATCH_MAX 1000

#define RUN_COLUMNS                                                                                \
	"SELECT id, state, done_to, staged_to, scanned, linked, blank, invalid, owned, "           \
	"customers_made, sales_linked, tokens_linked, phones_left_out, orders_unlinked, "          \
	"customers_removed, started_at, finished_at, undone_at FROM backfill_runs "
SQL_HOT(q_open, RUN_COLUMNS "WHERE is_open = 1 FOR UPDATE");
SQL_HOT(q_lock, RUN_COLUMNS "WHERE id = ? FOR UPDATE");
SQL_HOT(q_last, RUN_COLUMNS "ORDER BY id DESC LIMIT 1");
SQL(q_begin, "INSERT INTO backfill_runs (is_open, started_at) VALUES (1, ?)");
SQL_HOT(q_save,
	"UPDATE backfill_runs SET state = ?, is_open = ?, done_to = ?, staged_to = ?, scanned = ?, "
	"linked = ?, blank = ?, invalid = ?, owned = ?, customers_made = ?, sales_linked = ?, "
	"tokens_linked = ?, phones_left_out = ?, orders_unlinked = ?, customers_removed = ?, "
	"finished_at = ?, undone_at = ? WHERE id = ?");
SQL_HOT(q_forget, "DELETE FROM backfill_runs WHERE id = ?");

/* Orders that are history and nobody's. */
SQL_HOT(q_orders,
	"SELECT id, customer_email, customer_name, customer_phone, created_at FROM orders "
	"WHERE customer_id IS NULL AND deleted_at IS NULL "
	"AND NOT (otp_verified = 0 AND verify_by IS NOT NULL) "
	"AND id > ? AND id <= ? ORDER BY id LIMIT ?");
/* Assigned from left to right: the moment after what goes by it. */
SQL(q_stage,
	"INSERT INTO backfill_emails (run_id, email, first_at, name, name_at, phone, phone_at) "
	"VALUES (?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE "
	"first_at = LEAST(first_at, VALUES(first_at)), "
	"name = CASE WHEN VALUES(name_at) >= COALESCE(name_at, VALUES(name_at)) "
	"THEN VALUES(name) ELSE name END, "
	"name_at = CASE WHEN VALUES(name_at) >= COALESCE(name_at, VALUES(name_at)) "
	"THEN VALUES(name_at) ELSE name_at END, "
	"phone = CASE WHEN VALUES(phone_at) >= COALESCE(phone_at, VALUES(phone_at)) "
	"THEN VALUES(phone) ELSE phone END, "
	"phone_at = CASE WHEN VALUES(phone_at) >= COALESCE(phone_at, VALUES(phone_at)) "
	"THEN VALUES(phone_at) ELSE phone_at END");
SQL_HOT(q_staged, "SELECT id, email, first_at, name, phone FROM backfill_emails "
                  "WHERE run_id = ? AND id > ? ORDER BY id LIMIT ?");
SQL_HOT(q_unstage, "DELETE FROM backfill_emails WHERE id = ?");
SQL_HOT(q_unstage_email, "DELETE e FROM backfill_runs r JOIN backfill_emails e ON e.run_id = r.id "
                         "WHERE r.is_open = 1 AND e.email = ?");
SQL(q_made, "INSERT INTO backfill_customers (customer_id, run_id) VALUES (?, ?)");

/* Nobody has done anything with this guest. */
#define IS_UNUSED                                                                                  \
	"type = 'guest' AND phone_verified = 0 AND last_login_at IS NULL AND erased_at IS NULL "
SQL_HOT(q_holder,
	"SELECT u.id, b.customer_id IS NOT NULL AND " IS_UNUSED "AS is_unused FROM customers u "
	"LEFT JOIN backfill_customers b ON b.customer_id = u.id WHERE u.email = ? FOR UPDATE");
SQL(q_linked, "INSERT INTO backfill_orders (run_id, order_id, customer_id, sales_linked, "
              "tokens_linked) VALUES (?, ?, ?, ?, ?)");

SQL_HOT(q_links,
	"SELECT b.order_id, b.customer_id, EXISTS (SELECT 1 FROM backfill_orders n "
	"WHERE n.order_id = b.order_id AND n.run_id > b.run_id) AS is_again "
	"FROM backfill_orders b WHERE b.run_id = ? AND b.order_id > ? ORDER BY b.order_id LIMIT ?");
SQL_HOT(q_unlink, "DELETE FROM backfill_orders WHERE run_id = ? AND order_id = ?");
SQL_HOT(q_made_by, "SELECT customer_id FROM backfill_customers "
                   "WHERE run_id = ? AND customer_id > ? ORDER BY customer_id LIMIT ?");
SQL_HOT(q_next_run,
	"SELECT COALESCE((SELECT MIN(run_id) FROM backfill_orders WHERE customer_id = u.id), 0) "
	"AS run_id FROM customers u WHERE u.id = ? FOR UPDATE");
SQL_HOT(q_hand_on, "UPDATE backfill_customers SET run_id = ? WHERE customer_id = ?");
SQL_HOT(q_count_one, "UPDATE backfill_runs SET customers_made = customers_made + 1 WHERE id = ?");
SQL_HOT(q_unmake, "DELETE FROM backfill_customers WHERE customer_id = ?");
/* Whatever refers to customers stands here, also what would let the row go (a test compares). */
#define NONE_IN(table) "AND NOT EXISTS (SELECT 1 FROM " table " r WHERE r.customer_id = customers.id) "
SQL_HOT(q_remove,
	"DELETE FROM customers WHERE id = ? AND status = 'active' AND password_hash IS NULL "
	"AND username IS NULL AND " IS_UNUSED NONE_IN("addresses") NONE_IN("carts") NONE_IN("claims")
	NONE_IN("customer_activity_log") NONE_IN("customer_otp_codes") NONE_IN("customer_sessions")
	NONE_IN("customer_support_tickets") NONE_IN("download_tokens")
	NONE_IN("email_verification_tokens") NONE_IN("erasures") NONE_IN("export_tokens")
	NONE_IN("files") NONE_IN("orders") NONE_IN("promo_code_usage") NONE_IN("sales")
	NONE_IN("staff_notes") NONE_IN("ticket_attachments")
	"AND NOT EXISTS (SELECT 1 FROM password_reset_tokens r "
	"WHERE r.user_id = customers.id AND r.user_type = 'customer')");

static const struct col run_cols[] = {
	COL(struct backfill_run, id), COL(struct backfill_run, state),
	COL(struct backfill_run, done_to), COL(struct backfill_run, staged_to),
	COL(struct backfill_run, scanned), COL(struct backfill_run, linked),
	COL(struct backfill_run, blank), COL(struct backfill_run, invalid),
	COL(struct backfill_run, owned), COL(struct backfill_run, customers_made),
	COL(struct backfill_run, sales_linked), COL(struct backfill_run, tokens_linked),
	COL(struct backfill_run, phones_left_out), COL(struct backfill_run, orders_unlinked),
	COL(struct backfill_run, customers_removed), COL_TIME(struct backfill_run, started_at),
	COL_TIME(struct backfill_run, finished_at), COL_TIME(struct backfill_run, undone_at),
};

struct order_row {
	int64_t id;
	const char *customer_email, *customer_name, *customer_phone;
	int64_t created_at;
};
static const struct col order_cols[] = {
	COL(struct order_row, id), COL(struct order_row, customer_email),
	COL(struct order_row, customer_name), COL(struct order_row, customer_phone),
	COL_TIME(struct order_row, created_at),
};

struct staged { int64_t id; const char *email; int64_t first_at; const char *name, *phone; };
static const struct col staged_cols[] = {
	COL(struct staged, id), COL(struct staged, email), COL_TIME(struct staged, first_at),
	COL(struct staged, name), COL(struct staged, phone),
};

struct holder { int64_t id; bool is_unused; };
static const struct col holder_cols[] = {
	COL(struct holder, id), COL(struct holder, is_unused),
};

struct link { int64_t order_id, customer_id; bool is_again; };
static const struct col link_cols[] = {
	COL(struct link, order_id), COL(struct link, customer_id), COL(struct link, is_again),
};

struct made { int64_t customer_id; };
static const struct col made_cols[] = { COL(struct made, customer_id) };
struct next_run { int64_t run_id; };
static const struct col next_run_cols[] = { COL(struct next_run, run_id) };

struct batch {
	int32_t max;
	int64_t id;			/* of the run; 0: the open one, or a new one */
	struct backfill_run run;
	size_t n;			/* rows it handled; 0: none are left in this state */
	bool over;			/* the run has ended */
};

/* ---- first pass: gather ---- */

/* NULL for what is none, which is counted. */
static const char *
email_of(struct ctx *cx, const struct order_row *o, int32_t *blank, int32_t *invalid)
{
	const char *typed = o->customer_email ? str_trim(cx->mem, o->customer_email) : "";
	const char *email = *typed ? email_normalize(cx->mem, typed) : NULL;

	if (!email)
		++*(*typed ? invalid : blank);
	return email;
}

static enum err
stage_order(struct ctx *cx, int64_t run_id, const char *email, const struct order_row *o)
{
	const char *name = str_trim(cx->mem, o->customer_name);
	const char *phone = o->customer_phone ? phone_normalize(cx->mem, o->customer_phone) : NULL;

	return db_exec(cx, &q_stage, NULL, I64(run_id), STR(email), TIME(o->created_at),
	               *name ? STR(name) : NIL(), *name ? TIME(o->created_at) : NIL(), STR(phone),
	               phone ? TIME(o->created_at) : NIL());
}

static enum err
stage(struct ctx *cx, struct batch *b)
{
	struct backfill_run *run = &b->run;
	struct order_row *orders;
	int32_t unused = 0;		/* they are counted when they are decided about */

	TRY(db_all(cx, &q_orders, order_cols, &orders, &b->n, BATCH_MAX, I64(run->done_to),
	           I64(INT64_MAX), I32(b->max)));
	for (size_t i = 0; i < b->n; i++) {
		const char *email = email_of(cx, &orders[i], &unused, &unused);

		if (email)
			TRY(stage_order(cx, run->id, email, &orders[i]));
		run->staged_to = run->done_to = orders[i].id;
	}
	return OK;
}

/* ---- second pass: make customers ---- */

static enum err
make_customer(struct ctx *cx, struct backfill_run *run, const struct staged *s)
{
	struct unproved_guest g = { s->email, s->name, s->phone, s->first_at };
	bool left_out = false;
	int64_t id;
	enum err e = customer_add_unproved(cx, &g, &id);

	if (e == E_DUPLICATE && db_duplicate_of(cx->db, "customers_phone")) {
		left_out = true;
		g.phone = NULL;
		e = customer_add_unproved(cx, &g, &id);
	}
	if (e == E_DUPLICATE)		/* somebody has the e-mail: whose orders they are shows later */
		return OK;
	TRY(e);
	run->customers_made++;
	run->phones_left_out += left_out;
	return db_exec(cx, &q_made, NULL, I64(id), I64(run->id));
}

static enum err
make_customers(struct ctx *cx, struct batch *b)
{
	struct staged *staged;

	TRY(db_all(cx, &q_staged, staged_cols, &staged, &b->n, BATCH_MAX, I64(b->run.id),
	           I64(b->run.done_to), I32(b->max)));
	for (size_t i = 0; i < b->n; i++) {
		TRY(make_customer(cx, &b->run, &staged[i]));
		TRY(db_exec(cx, &q_unstage, NULL, I64(staged[i].id)));
		b->run.done_to = staged[i].id;
	}
	return OK;
}

/* ---- third pass: link ---- */

static enum err
link_order(struct ctx *cx, struct backfill_run *run, int64_t order_id, const struct holder *h)
{
	struct owner_given given = { 0 };

	if (h->is_unused)
		TRY(owner_give(cx, order_id, h->id, &given));
	if (!given.order) {
		run->owned++;
		return OK;
	}
	run->linked++;
	run->sales_linked += given.sales;
	run->tokens_linked += given.tokens;
	return db_exec(cx, &q_linked, NULL, I64(run->id), I64(order_id), I64(h->id),
	               I32(given.sales), I32(given.tokens));
}

static enum err
link_orders(struct ctx *cx, struct batch *b)
{
	struct backfill_run *run = &b->run;
	struct order_row *orders;
	struct holder *holders;

	TRY(db_all(cx, &q_orders, order_cols, &orders, &b->n, BATCH_MAX, I64(run->done_to),
	           I64(run->staged_to), I32(b->max)));
	holders = arena_array(cx->mem, struct holder, b->n + 1);
	/* Customers are locked before orders. */
	for (size_t i = 0; i < b->n; i++) {
		const char *email = email_of(cx, &orders[i], &run->blank, &run->invalid);
		bool found;

		if (email)
			TRY(db_maybe(cx, &q_holder, holder_cols, &holders[i], &found, STR(email)));
	}
	for (size_t i = 0; i < b->n; i++) {
		/* Without a holder it came when its e-mail had been gathered: the next run's. */
		if (holders[i].id)
			TRY(link_order(cx, run, orders[i].id, &holders[i]));
		run->done_to = orders[i].id;
	}
	return OK;
}

/* ---- undo ---- */

static enum err
unstage(struct ctx *cx, struct batch *b)
{
	struct staged *staged;

	TRY(db_all(cx, &q_staged, staged_cols, &staged, &b->n, BATCH_MAX, I64(b->run.id),
	           I64(b->run.done_to), I32(b->max)));
	for (size_t i = 0; i < b->n; i++) {
		TRY(db_exec(cx, &q_unstage, NULL, I64(staged[i].id)));
		b->run.done_to = staged[i].id;
	}
	return OK;
}

static enum err
unlink_orders(struct ctx *cx, struct batch *b)
{
	struct backfill_run *run = &b->run;
	struct link *links;

	TRY(db_all(cx, &q_links, link_cols, &links, &b->n, BATCH_MAX, I64(run->id),
	           I64(run->done_to), I32(b->max)));
	for (size_t i = 0; i < b->n; i++) {
		const struct link *l = &links[i];
		bool taken = false;

		if (!l->is_again)	/* else the present link is a later run's */
			TRY(owner_take_back(cx, l->order_id, l->customer_id, &taken));
		run->orders_unlinked += taken;
		TRY(db_exec(cx, &q_unlink, NULL, I64(run->id), I64(l->order_id)));
		run->done_to = l->order_id;
	}
	return OK;
}

/* The customer's row is locked first: from then on nothing new can refer to it. */
static enum err
remove_customer(struct ctx *cx, struct backfill_run *run, int64_t id)
{
	struct next_run next = { 0 };
	int64_t removed;

	TRY(db_one(cx, &q_next_run, next_run_cols, &next, I64(id)));
	if (next.run_id) {
		TRY(db_exec(cx, &q_hand_on, NULL, I64(next.run_id), I64(id)));
		return db_exec(cx, &q_count_one, NULL, I64(next.run_id));
	}
	TRY(db_exec(cx, &q_unmake, NULL, I64(id)));
	TRY(db_exec(cx, &q_remove, &removed, I64(id)));
	run->customers_removed += (int32_t)removed;
	return OK;
}

static enum err
remove_customers(struct ctx *cx, struct batch *b)
{
	struct made *made;

	TRY(db_all(cx, &q_made_by, made_cols, &made, &b->n, BATCH_MAX, I64(b->run.id),
	           I64(b->run.done_to), I32(b->max)));
	for (size_t i = 0; i < b->n; i++) {
		TRY(remove_customer(cx, &b->run, made[i].customer_id));
		b->run.done_to = made[i].customer_id;
	}
	return OK;
}

/* ---- a run ---- */

static const struct state {
	const char *name, *next;
	enum err (*work)(struct ctx *cx, struct batch *b);	/* NULL: the run has ended */
} states[] = {
	{ "staging", "customers", stage },
	{ "customers", "linking", make_customers },
	{ "linking", "done", link_orders },
	{ "unstaging", "unlinking", unstage },
	{ "unlinking", "removing", unlink_orders },
	{ "removing", "undone", remove_customers },
	{ "done", NULL, NULL },
	{ "undone", NULL, NULL },
};

static const struct state *
state_of(const struct backfill_run *run)
{
	const struct state *s = states;

	while (!str_eq(s->name, run->state))
		s++;
	return s;
}

static enum err
save(struct ctx *cx, struct backfill_run *r)
{
	r->scanned = r->linked + r->blank + r->invalid + r->owned;
	return db_exec(cx, &q_save, NULL, STR(r->state), state_of(r)->work ? I32(1) : NIL(),
	               I64(r->done_to), I64(r->staged_to), I32(r->scanned), I32(r->linked),
	               I32(r->blank), I32(r->invalid), I32(r->owned), I32(r->customers_made),
	               I32(r->sales_linked), I32(r->tokens_linked), I32(r->phones_left_out),
	               I32(r->orders_unlinked), I32(r->customers_removed), TIME(r->finished_at),
	               TIME(r->undone_at), I64(r->id));
}

static enum err
move_on(struct ctx *cx, struct batch *b)
{
	struct backfill_run *r = &b->run;

	r->state = state_of(r)->next;
	r->done_to = 0;
	b->over = !state_of(r)->work;
	if (!b->over)
		return OK;
	if (str_eq(r->state, "undone"))
		r->undone_at = job_clock(cx);
	else
		r->finished_at = job_clock(cx);
	return OK;
}

/* The open run, locked, or a new one. */
static enum err
open_run(struct ctx *cx, struct backfill_run *ret)
{
	bool found;

	TRY(db_maybe(cx, &q_open, run_cols, ret, &found));
	if (found)
		return OK;
	/* Another process may do so at this moment: then the key makes us wait. */
	enum err e = db_exec(cx, &q_begin, NULL, TIME(cx->now));
	if (e == E_DUPLICATE)
		return fail(cx, E_DB_RETRY, "a run was begun");
	TRY(e);
	return db_one(cx, &q_open, run_cols, ret);
}

static enum err
work(struct ctx *cx, void *arg)
{
	struct batch *b = arg;
	bool found = true;

	b->run = (struct backfill_run){ 0 };
	b->n = 0;
	if (b->id)
		TRY(db_maybe(cx, &q_lock, run_cols, &b->run, &found, I64(b->id)));
	else
		TRY(open_run(cx, &b->run));
	b->over = !found || !state_of(&b->run)->work;
	if (b->over)
		return OK;
	TRY(state_of(&b->run)->work(cx, b));
	if (b->n == 0)
		TRY(move_on(cx, b));
	TRY(save(cx, &b->run));
	if (b->over && !b->run.undone_at && !b->run.linked && !b->run.customers_made) {
		TRY(db_exec(cx, &q_forget, NULL, I64(b->run.id)));
		b->run.id = 0;
	}
	return OK;
}

enum err
backfill_step(struct ctx *cx, int32_t max, struct backfill_run *run, int32_t *ret_done)
{
	struct batch b = { .max = max < BATCH_MAX ? max : BATCH_MAX, .id = run->id };

	do {
		TRY(db_transaction(cx, DB_AGAIN, work, &b));
		b.id = b.run.id;
	} while (b.n == 0 && !b.over);	/* it only moved the run on: that is no work done */
	*run = b.run;
	*ret_done = (int32_t)b.n;
	return OK;
}

enum err
backfill_job(struct ctx *cx, int32_t max, int32_t *ret_done)
{
	struct backfill_run run = { 0 };

	return backfill_step(cx, max, &run, ret_done);
}

/* ---- beginning an undo ---- */

static enum err
begin_undo(struct ctx *cx, void *arg)
{
	const int64_t *id = arg;
	struct backfill_run run = { 0 };
	enum err e;

	TRY(db_one(cx, &q_lock, run_cols, &run, I64(*id)));
	if (str_among(run.state, "unstaging|unlinking|removing|undone"))
		return OK;
	run.state = "unstaging";
	run.done_to = 0;
	if (!run.finished_at)
		run.finished_at = job_clock(cx);
	e = save(cx, &run);
	return e == E_DUPLICATE ? fail(cx, E_CONFLICT, "another run is open: it ends, or is undone, first")
	                        : e;
}

enum err
backfill_undo(struct ctx *cx, int64_t run_id)
{
	return db_transaction(cx, DB_AGAIN, begin_undo, &run_id);
}

enum err
backfill_forget(struct ctx *cx, const char *email)
{
	return db_exec(cx, &q_unstage_email, NULL, STR(email));
}

static enum err
read_last(struct ctx *cx, void *arg)
{
	bool found;

	return db_maybe(cx, &q_last, run_cols, (struct backfill_run *)arg, &found);
}

enum err
backfill_last(struct ctx *cx, struct backfill_run *ret)
{
	struct backfill_run run = { 0 };

	TRY(db_reading(cx, read_last, &run));
	*ret = run;
	return OK;
}
