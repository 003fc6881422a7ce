/* SPDX-License-Identifier: MIT */
#include "report/analyze.h"

#include "base/str.h"
#include "db/db.h"

#define TABLES(T)                                                                                  \
	T(orders) T(order_items) T(order_discounts) T(order_status_history) T(order_words)         \
	T(payments) T(sales) T(capacity) T(capacity_moves) T(promo_code_usage) T(customers)        \
	T(customer_activity_log) T(carts) T(cart_items) T(outbox) T(admin_activity_log)      \
	T(report_days) T(report_rows)
#define STATEMENT(table) SQL(q_##table, "ANALYZE NO_WRITE_TO_BINLOG TABLE " #table);
TABLES(STATEMENT)
#define ITS_STATEMENT(table) &q_##table,
static const struct sql *const statements[] = { TABLES(ITS_STATEMENT) };

struct answer { const char *Table, *Op, *Msg_type, *Msg_text; };
static const struct col answer_cols[] = {
	COL(struct answer, Table), COL(struct answer, Op), COL(struct answer, Msg_type),
	COL(struct answer, Msg_text),
};

#define LINES 8				/* of the server's answer about one table */

static enum err
analyze(struct ctx *cx, void *arg)
{
	const struct sql *const *q = arg;
	struct answer *lines;
	size_t n;

	TRY(db_all(cx, *q, answer_cols, &lines, &n, LINES));
	for (size_t i = 0; i < n; i++)
		if (str_eq(lines[i].Msg_type, "Error"))
			return fail(cx, E_INTERNAL, "%s: %s", (*q)->name, lines[i].Msg_text);
	return OK;
}

static enum err
analyze_all(struct ctx *cx, void *arg, int64_t *done)
{
	(void)arg;
	for (size_t i = 0; i < sizeof statements / sizeof *statements; i++, ++*done)
		TRY(db_reading(cx, analyze, (void *)(uintptr_t)&statements[i]));
	return OK;
}

enum err
analyze_job(struct ctx *cx, struct job_report *ret)
{
	return job_alone(cx, "analyze", analyze_all, NULL, ret);
}
