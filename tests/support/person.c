/* SPDX-License-Identifier: MIT */
#include "support/person.h"

#include "base/buf.h"
#include "base/str.h"
#include "support/job.h"
#include "support/order.h"
#include "support/staff.h"

#include <stdio.h>

/* ---- the list ---- */

const struct personal *
personal_read(struct shop *s, size_t *ret_n)
{
	struct personal *list = arena_array(s->cx.mem, struct personal, 400);
	FILE *f = fopen("sql/personal.txt", "re");
	char line[200];
	size_t n = 0;

	assert_non_null(f);
	while (fgets(line, sizeof line, f)) {
		char name[80], whose[20] = "", export[20] = "", erasure[20] = "", why[100] = "";
		int got = sscanf(line, "%79s %19s %19s %19s %99[^\n]", name, whose, export, erasure,
		                 why);
		char *dot;

		if (got < 1 || *name == '#')
			continue;
		dot = strchr(name, '.');
		if (!dot || got < 2 || n == 400)
			fail_msg("sql/personal.txt: %s", line);
		*dot = '\0';
		list[n++] = (struct personal){
			.table = arena_str(s->cx.mem, name), .column = arena_str(s->cx.mem, dot + 1),
			.whose = arena_str(s->cx.mem, whose), .is_exported = str_eq(export, "yes"),
			.erasure = *erasure ? arena_str(s->cx.mem, erasure) : NULL,
			.reason = *why ? arena_str(s->cx.mem, why) : NULL,
		};
		/* The words are from closed lists. */
		assert_true(str_among(whose, "customer|staff|-"));
		assert_int_equal(got > 2, !str_eq(whose, "-"));
		if (got > 2) {
			assert_true(str_among(export, "yes|no"));
			assert_true(str_among(erasure, "blank|delete|keep|expires"));
			assert_int_equal(*why != '\0', str_among(erasure, "keep|expires"));
		}
	}
	fclose(f);
	*ret_n = n;
	return list;
}

/* ---- rows ---- */

struct row { const char *table, *where; };
struct rows { struct row list[64]; size_t n; };

/* A row of that table; where it is found is remembered. */
static int64_t __attribute__((format(printf, 4, 5)))
add(struct shop *s, struct rows *r, const char *table, const char *sql, ...)
{
	va_list ap;
	int64_t id;

	va_start(ap, sql);
	sql_do(s, "INSERT INTO %s %s", table, arena_vfmt(s->cx.mem, sql, ap));
	va_end(ap);
	id = sql_number(s, "SELECT MAX(id) FROM %s", table);
	BUG_ON(r->n == 64);
	r->list[r->n++] = (struct row){
		table, arena_fmt(s->cx.mem, "id = %lld", (long long)id),
	};
	return id;
}

static void
know(struct shop *s, struct rows *r, const char *table, const char *key, int64_t id)
{
	BUG_ON(r->n == 64);
	r->list[r->n++] = (struct row){
		table, arena_fmt(s->cx.mem, "%s = %lld", key, (long long)id),
	};
}

static void
add_account(struct shop *s, struct rows *r, const struct person *p, char x)
{
	long long c = p->id;

	know(s, r, "customers", "id", c);
	add(s, r, "addresses", "(customer_id, city_id, zone_id, street_address) VALUES "
	    "(%lld, %d, %d, 'x')", c, DEMO_CAIRO, DEMO_MADINATY);
	add(s, r, "customer_sessions", "(customer_id, family_id, token_hash, expires_at) VALUES "
	    "(%lld, 'f%c', 't%c', '2031-01-01')", c, x, x);
	add(s, r, "customer_otp_codes", "(customer_id, phone, otp_type, code_hash, salt, "
	    "handle_hash, expires_at) VALUES (%lld, '+20', 'login', 'c', 's', 'h%c', '2031-01-01')", c, x);
	add(s, r, "phone_proofs", "(token_hash, otp_type, phone, expires_at) VALUES "
	    "('p%c', 'phone_verify', '+20', '2031-01-01')", x);
	add(s, r, "email_verification_tokens", "(customer_id, email, token_hash, expires_at) VALUES "
	    "(%lld, 'x', 'e%c', '2031-01-01')", c, x);
	add(s, r, "password_reset_tokens", "(user_type, user_id, token_hash, expires_at) VALUES "
	    "('customer', %lld, 'r%c', '2031-01-01')", c, x);
	sql_do(s, "INSERT INTO export_tokens (customer_id, token_hash, customer_version, expires_at) "
	       "VALUES (%lld, 'x%c', 1, '2031-01-01')", c, x);
	know(s, r, "export_tokens", "customer_id", c);
	add(s, r, "customer_activity_log", "(customer_id, action) VALUES (%lld, 'x')", c);
	add(s, r, "zone_waitlist", "(zone_id, phone) VALUES (%d, '+20%c')", DEMO_OCTOBER, x);
}

static void
add_cart(struct shop *s, struct rows *r, const struct person *p)
{
	long long cart = add(s, r, "carts", "(customer_id) VALUES (%lld)", (long long)p->id);
	long long line = add(s, r, "cart_items", "(cart_id, product_instance_id, choice_hash, "
	                     "quantity) VALUES (%lld, %d, 'c', 1)", cart, DEMO_PACK_OF_6);

	add(s, r, "quotes", "(cart_id, content_hash, facts, expires_at) VALUES "
	    "(%lld, 'q', 'x', '2031-01-01')", cart);
	add(s, r, "cart_item_flavors", "(cart_item_id, flavor_id, flavor_name, quantity) VALUES "
	    "(%lld, %d, 'x', 6)", line, DEMO_VANILLA);
}

static void
add_order(struct shop *s, struct rows *r, struct person *p, char x)
{
	long long c = p->id, o, item, payment, file, delivery;

	o = p->order_id = add(s, r, "orders", "(number, tracking_nonce, tracking_token_hash, "
		"customer_id, customer_name, payment_method, subtotal, total, status, delivery_date) "
		"VALUES ('%c', 'n%c', 'o%c', %lld, 'x', 'cash', 65, 65, 'delivered', '2030-01-01')",
		x, x, x, c);
	item = add(s, r, "order_items", "(order_id, product_name, product_type, quantity, unit_price) "
	           "VALUES (%lld, 'x', 'digital', 1, 65)", o);
	sql_do(s, "INSERT INTO order_proofs (order_id, facts) VALUES (%lld, 'x')", o);
	know(s, r, "order_proofs", "order_id", o);
	add(s, r, "order_status_history", "(order_id, to_status, actor_type) VALUES "
	    "(%lld, 'delivered', 'system')", o);
	add(s, r, "order_discounts", "(order_id, position, source, name, kind, amount) VALUES "
	    "(%lld, 1, 'rule', 'x', 'percentage', 0)", o);
	add(s, r, "promo_code_usage", "(promo_code_id, order_id, customer_id, discount_amount, "
	    "order_amount) SELECT MIN(id), %lld, %lld, 0, 65 FROM promo_codes", o, c);
	sql_do(s, "INSERT INTO order_words (word, order_id) VALUES ('x', %lld)", o);
	know(s, r, "order_words", "order_id", o);
	sql_do(s, "INSERT INTO sales (order_id, customer_id, amount, paid_at) VALUES "
	       "(%lld, %lld, 65, '2030-01-01')", o, c);
	payment = add(s, r, "payments", "(order_id, provider, amount, status) VALUES "
	              "(%lld, 'stripe', 65, 'paid')", o);
	add(s, r, "payment_events", "(provider, event_id, payment_id, kind, outcome) VALUES "
	    "('stripe', 'e%c', %lld, 'captured', 'applied')", x, payment);
	add(s, r, "refunds", "(order_id, payment_id, refund_no, amount, reason) VALUES "
	    "(%lld, %lld, 1, 1, 'x')", o, payment);
	sql_do(s, "INSERT INTO files (purpose, sha256, size_bytes, media_type, storage_key, "
	       "original_name) VALUES ('digital_good', 'g', 1, 'application/pdf', 'good-%c', 'a.pdf')", x);
	file = sql_number(s, "SELECT MAX(id) FROM files");
	sql_do(s, "INSERT INTO deliveries (order_id, order_item_id, file_id) VALUES "
	       "(%lld, %lld, %lld)", o, item, file);
	delivery = sql_number(s, "SELECT MAX(id) FROM deliveries");
	add(s, r, "download_tokens", "(delivery_id, order_id, customer_id, token_hash, expires_at) "
	    "VALUES (%lld, %lld, %lld, 'd%c', '2031-01-01')", delivery, o, c, x);
	add(s, r, "outbox", "(kind, topic, order_id, next_try_at, state) VALUES "
	    "('email', 'order_placed', %lld, '2030-01-01', 'sent')", o);
}

/* Who brought it, and what he said about it. */
static void
add_stop(struct shop *s, struct rows *r, const struct person *p)
{
	sql_do(s, "INSERT IGNORE INTO dispatch_days (day) VALUES ('2030-01-01')");
	sql_do(s, "INSERT INTO delivery_runs (delivery_date, time_slot_id, delivery_man_id, status) "
	       "VALUES ('2030-01-01', %d, 1, 'closed')", DEMO_EVENING);
	add(s, r, "run_stops", "(run_id, order_id, position, status, result_at) SELECT MAX(id), "
	    "%lld, 1, 'delivered', '2030-01-01 10:00:00' FROM delivery_runs", (long long)p->order_id);
}

/* What was made of orders: a claim, which staff undid, and what a backfill at work has found. */
static void
add_origins(struct shop *s, struct rows *r, const struct person *p, char x)
{
	long long claim = add(s, r, "claims", "(customer_id, via, orders_n, undone_at, undone_by, "
		"undo_note) VALUES (%lld, 'email', 1, '2030-01-01', %lld, 'x')", (long long)p->id,
		(long long)staff_add(s, x == 'a' ? "hany" : "huda", "order_manager"));

	sql_do(s, "INSERT INTO claim_orders (claim_id, order_id) VALUES (%lld, %lld)", claim,
	       (long long)p->order_id);
	sql_do(s, "INSERT IGNORE INTO backfill_runs (id, is_open) VALUES (1, 1)");
	add(s, r, "backfill_emails", "(run_id, email, first_at) VALUES (1, '%c', '2030-01-01')", x);
}

static void
add_words(struct shop *s, struct rows *r, const struct person *p, char x)
{
	long long c = p->id, ticket;

	add(s, r, "files", "(purpose, sha256, size_bytes, media_type, storage_key, customer_id) "
	    "VALUES ('attachment', 's', 1, 'x', 'k%c', %lld)", x, c);
	ticket = add(s, r, "customer_support_tickets", "(customer_id, order_id, subject, message) "
	             "VALUES (%lld, %lld, 'x', 'x')", c, (long long)p->order_id);
	add(s, r, "customer_ticket_replies", "(ticket_id, author_type, author_id, message) VALUES "
	    "(%lld, 'customer', %lld, 'x')", ticket, c);
	add(s, r, "staff_notes", "(customer_id, admin_user_id, note) VALUES "
	    "(%lld, (SELECT MAX(id) FROM admin_users), 'x')", c);
	add(s, r, "admin_activity_log", "(action, entity, entity_id) VALUES "
	    "('customer.edit', 'customers', %lld)", c);
}

/* ---- marks ---- */

/* The kind of a column: "text", "json", or a type too short for a mark of its own. */
static const char *
kind_of(struct shop *s, const struct personal *of)
{
	const char *type = sql_text(s, "SELECT CASE WHEN extra LIKE '%%GENERATED%%' THEN 'made' "
		"WHEN data_type IN ('date', 'datetime', 'enum', 'char') AND "
		"COALESCE(character_maximum_length, 0) < 10 THEN data_type ELSE 'text' END "
		"FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = '%s' "
		"AND column_name = '%s'", of->table, of->column);

	if (!type)
		fail_msg("sql/personal.txt: there is no %s.%s", of->table, of->column);
	/* JSON is text on this server. */
	return str_among(of->column, "attachments|flavor_details|translations|details|before_json|after_json") ? "json" : type;
}

static const char *
value_of(struct shop *s, const struct person *p, const struct personal *of, const char *kind,
         size_t i, char x)
{
	const char *name = of->column, *mark = arena_fmt(s->cx.mem, "%s%03zu", p->text, i);

	/* These go by the addresses that were proved. */
	if (str_among(of->table, "zone_waitlist|phone_proofs") && str_eq(name, "phone"))
		return p->phone;
	if (str_among(of->table, "zone_waitlist|backfill_emails") && str_eq(name, "email"))
		return p->email;
	if (str_eq(kind, "json"))
		return arena_fmt(s->cx.mem, "[\"%s\"]", mark);
	if (str_eq(kind, "date"))
		return arena_fmt(s->cx.mem, "199%c-01-%02zu", x == 'a' ? '0' : '1', i % 28 + 1);
	if (str_eq(kind, "datetime"))
		return arena_fmt(s->cx.mem, "2029-11-%02zu 00:00:0%c", i % 28 + 1,
		                 x == 'a' ? '1' : '2');
	if (str_eq(kind, "enum"))
		return x == 'a' ? "25-34" : "45-54";
	if (str_eq(kind, "char"))
		return x == 'a' ? "ar" : "en";
	if (strstr(name, "phone"))
		return arena_fmt(s->cx.mem, "%s%03zu", p->number, i);
	if (strstr(name, "email") || strstr(name, "recipient"))
		return arena_fmt(s->cx.mem, "%s@mail.test", mark);
	return mark;
}

static const char *
shown_of(struct shop *s, const struct personal *of, const char *kind, const char *value)
{
	const char *name = of->column;

	if (str_eq(of->table, "orders") && str_eq(name, "number"))
		return arena_fmt(s->cx.mem, "%.5s-%s", value, value + strlen(value) - 5);
	if (str_eq(kind, "datetime"))
		value = arena_fmt(s->cx.mem, "%.10sT%sZ", value, value + 11);
	if (!str_among(kind, "date|datetime|enum|char"))
		return value;
	if (str_eq(name, "preferred_language"))
		name = "language";
	return arena_fmt(s->cx.mem, "\"%s\":\"%s\"", name, value);
}

static void
mark(struct shop *s, struct person *p, const struct rows *r, const struct personal *of, size_t i,
     char x)
{
	const char *kind = kind_of(s, of), *value;
	size_t k = 0;

	while (k < r->n && !str_eq(r->list[k].table, of->table))
		k++;
	if (k == r->n)
		fail_msg("tests/support/person.c makes no row in %s for %s", of->table, of->column);
	if (str_eq(kind, "made"))		/* of other columns, which have marks */
		return;
	value = value_of(s, p, of, kind, i, x);
	if (x == 'a' && str_eq(of->column, "password_hash"))	/* has to be one */
		value = sql_text(s, "SELECT password_hash FROM customers WHERE %s", r->list[k].where);
	else
		sql_do(s, "UPDATE %s SET %s = '%s' WHERE %s", of->table, of->column, value,
		       r->list[k].where);
	if (str_eq(of->table, "customers") && str_eq(of->column, "email"))
		p->email = value;
	if (str_eq(of->table, "customers") && str_eq(of->column, "phone"))
		p->phone = value;
	BUG_ON(p->marks_n == sizeof p->marks / sizeof *p->marks);
	p->marks[p->marks_n++] = (struct mark){
		of, value, shown_of(s, of, kind, value),
		!str_among(kind, "date|datetime|enum|char"),
	};
}

void
person_add(struct shop *s, struct person *p, char letter)
{
	struct rows rows = { .n = 0 };
	const struct personal *list;
	size_t n;

	*p = (struct person){
		.text = letter == 'a' ? "zqa7" : "zqb7",
		.number = letter == 'a' ? "+2019100" : "+2019200",
	};
	p->id = customer_add(s, NULL, NULL);
	sql_do(s, "UPDATE customers SET email = '%c@mail.test', email_verified = 1, "
	       "phone_verified = 1, status = 'active' WHERE id = %lld", letter, (long long)p->id);
	add_account(s, &rows, p, letter);
	add_cart(s, &rows, p);
	add_order(s, &rows, p, letter);
	add_stop(s, &rows, p);
	add_origins(s, &rows, p, letter);
	add_words(s, &rows, p, letter);
	list = personal_read(s, &n);
	for (size_t i = 0; i < n; i++) {
		if (!str_eq(list[i].whose, "customer") || str_eq(list[i].erasure, "expires"))
			continue;
		/* Written by the erasure itself. */
		if (!str_eq(list[i].table, "erasures"))
			mark(s, p, &rows, &list[i], i, letter);
	}
}

int64_t
person_found(struct shop *s, const struct person *p, const char *table, const char *column)
{
	struct buf b = buf_in(s->cx.mem, 4096);

	buf_fmt(&b, "SELECT COUNT(*) FROM %s WHERE LOCATE('%s', CAST(%s AS BINARY)) > 0 "
	        "OR LOCATE('%s', CAST(%s AS BINARY)) > 0", table, p->text, column, p->number, column);
	for (size_t i = 0; i < p->marks_n; i++)
		if (str_eq(p->marks[i].of->column, "password_hash"))
			buf_fmt(&b, " OR LOCATE('%s', CAST(%s AS BINARY)) > 0", p->marks[i].value,
			        column);
	return sql_number(s, "%s", b.data);
}

void
person_purge(struct shop *s, bool sent)
{
	if (sent)
		sql_do(s, "UPDATE outbox SET state = 'sent', body = IF(is_secret, NULL, body) "
		       "WHERE state = 'pending'");
	job_allow(s);
	run_job(s, "purge");
}
