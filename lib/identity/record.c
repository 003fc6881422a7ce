/* SPDX-License-Identifier: MIT */
#include "identity/record.h"

#include "account/email_proof.h"
#include "base/str.h"
#include "db/db.h"

/* A reply has 4 MiB, of which each list has a share; what is short and few needs none. */
#define KIB ((size_t)1024)
#define ORDERS_BYTES (2048 * KIB)
#define TICKETS_BYTES (384 * KIB)
#define ACTIVITY_BYTES (896 * KIB)
#define CARTS_BYTES (128 * KIB)
#define OTHERS_BYTES (64 * KIB)		/* of each other one */

#define ORDERS_MAX 1000
#define TICKETS_MAX 500
#define ACTIVITY_MAX 2000
#define CARTS_MAX 10
#define OTHERS_MAX 200

SQL_HOT(q_profile,
	"SELECT id, first_name, last_name, full_name, email, phone, username, type, status, "
	"age_group, customer_group, preferred_language AS language, avatar_url, birth_date, "
	"email_verified, phone_verified, created_at, last_login_at, password_changed_at "
	"FROM customers WHERE id = ?");
SQL_HOT(q_sessions,
	"SELECT id, created_at, last_activity_at, expires_at, revoked_at, device_name, "
	"device_fingerprint, user_agent, ip_address, revoke_reason, is_remembered "
	"FROM customer_sessions WHERE customer_id = ? ORDER BY id DESC LIMIT 200");
SQL_HOT(q_activity,
	"SELECT id, created_at, action, details, ip_address, user_agent "
	"FROM customer_activity_log WHERE customer_id = ? ORDER BY id DESC LIMIT 2000");
SQL_HOT(q_carts, "SELECT id, created_at, ordered_at, promo_code FROM carts "
                 "WHERE customer_id = ? ORDER BY id DESC LIMIT 10");
SQL_HOT(q_lines,
	"SELECT i.cart_id, COALESCE(p.name, k.name) AS product_name, i.quantity, "
	"(SELECT JSON_ARRAYAGG(JSON_OBJECT('flavor_name', f.flavor_name, 'size_name', f.size_name, "
	"'quantity', f.quantity)) FROM cart_item_flavors f WHERE f.cart_item_id = i.id) AS flavors "
	"FROM carts c JOIN cart_items i ON i.cart_id = c.id "
	"JOIN product_instance n ON n.id = i.product_instance_id "
	"LEFT JOIN products p ON p.id = n.product_id "
	"LEFT JOIN cookie_pack k ON k.id = n.cookie_pack_id "
	"WHERE c.customer_id = ? AND c.id >= ? ORDER BY i.cart_id DESC, i.id LIMIT 500");
#define ORDER_NUMBER "CONCAT(LEFT(o.number, 5), '-', RIGHT(o.number, 5)) AS order_number"
SQL_HOT(q_payments,
	"SELECT " ORDER_NUMBER ", p.provider, p.status, p.currency, p.amount, p.refunded_amount, "
	"p.paid_at, p.created_at FROM orders o JOIN payments p ON p.order_id = o.id "
	"WHERE o.customer_id = ? ORDER BY p.id DESC LIMIT 200");
SQL_HOT(q_refunds,
	"SELECT " ORDER_NUMBER ", r.status, r.amount, r.created_at "
	"FROM orders o JOIN refunds r ON r.order_id = o.id WHERE o.customer_id = ? "
	"ORDER BY r.id DESC LIMIT 200");
SQL_HOT(q_claims, "SELECT via, orders_n AS orders, created_at, undone_at FROM claims "
                  "WHERE customer_id = ? ORDER BY id DESC LIMIT 200");
SQL_HOT(q_code_uses,
	"SELECT u.id, " ORDER_NUMBER ", p.code, u.kind, u.customer_email, u.discount_amount, "
	"u.order_amount, u.used_at FROM orders o JOIN promo_code_usage u ON u.order_id = o.id "
	"JOIN promo_codes p ON p.id = u.promo_code_id WHERE o.customer_id = ? "
	"ORDER BY u.id DESC LIMIT 200");
SQL_HOT(q_downloads,
	"SELECT d.id, " ORDER_NUMBER ", i.product_name, d.created_at, "
	"d.customer_viewed_at AS viewed_at, d.customer_download_count AS download_count "
	"FROM orders o JOIN deliveries d ON d.order_id = o.id "
	"JOIN order_items i ON i.id = d.order_item_id WHERE o.customer_id = ? "
	"ORDER BY d.id DESC LIMIT 200");
/* What the customer uploaded, and pictures of the customer's door. */
#define FILE_COLUMNS \
	"SELECT f.id, f.created_at, f.size_bytes, f.purpose, f.original_name, f.media_type "
#define OF_THE_DOOR \
	"FROM orders o JOIN run_stops s ON s.order_id = o.id JOIN run_photos p ON p.stop_id = s.id "
SQL_HOT(q_files,
	FILE_COLUMNS "FROM files f WHERE f.customer_id = ? UNION ALL "
	FILE_COLUMNS OF_THE_DOOR "JOIN files f ON f.id = p.file_id WHERE o.customer_id = ? "
	"ORDER BY id DESC LIMIT 200");
SQL_HOT(q_waiting,
	"SELECT w.id, w.created_at, w.notified_at, z.name AS zone_name, w.phone, w.email "
	"FROM zone_waitlist w JOIN zones z ON z.id = w.zone_id WHERE w.phone = ? OR w.email = ? "
	"ORDER BY w.id DESC LIMIT 200");
SQL_HOT(q_there,
	"SELECT (SELECT COUNT(*) FROM orders WHERE customer_id = c.id) AS orders, "
	"(SELECT COUNT(*) FROM orders o JOIN payments p ON p.order_id = o.id "
	"WHERE o.customer_id = c.id) AS payments, "
	"(SELECT COUNT(*) FROM orders o JOIN refunds r ON r.order_id = o.id "
	"WHERE o.customer_id = c.id) AS refunds, "
	"(SELECT COUNT(*) FROM claims WHERE customer_id = c.id) AS claims, "
	"(SELECT COUNT(*) FROM customer_activity_log WHERE customer_id = c.id) AS activity, "
	"(SELECT COUNT(*) FROM customer_sessions WHERE customer_id = c.id) AS sessions, "
	"(SELECT COUNT(*) FROM carts WHERE customer_id = c.id) AS carts, "
	"(SELECT COUNT(*) FROM orders o JOIN promo_code_usage u ON u.order_id = o.id "
	"WHERE o.customer_id = c.id) AS code_uses, "
	"(SELECT COUNT(*) FROM orders o JOIN deliveries d ON d.order_id = o.id "
	"WHERE o.customer_id = c.id) AS downloads, "
	"(SELECT COUNT(*) FROM customer_support_tickets WHERE customer_id = c.id) AS tickets, "
	"(SELECT COUNT(*) FROM customer_support_tickets t JOIN customer_ticket_replies_public r "
	"ON r.ticket_id = t.id WHERE t.customer_id = c.id) AS replies, "
	"(SELECT COUNT(*) FROM files WHERE customer_id = c.id) "
	"+ (SELECT COUNT(*) " OF_THE_DOOR "WHERE o.customer_id = c.id) AS files, "
	"(SELECT COUNT(*) FROM zone_waitlist WHERE phone = ? OR email = ?) AS waiting "
	"FROM customers c WHERE c.id = ?");

static const struct col profile_cols[] = {
	COL(struct record_profile, id), COL(struct record_profile, first_name),
	COL(struct record_profile, last_name), COL(struct record_profile, full_name),
	COL(struct record_profile, email), COL(struct record_profile, phone),
	COL(struct record_profile, username), COL(struct record_profile, type),
	COL(struct record_profile, status), COL(struct record_profile, age_group),
	COL(struct record_profile, customer_group), COL(struct record_profile, language),
	COL(struct record_profile, avatar_url), COL(struct record_profile, birth_date),
	COL(struct record_profile, email_verified), COL(struct record_profile, phone_verified),
	COL_TIME(struct record_profile, created_at),
	COL_TIME(struct record_profile, last_login_at),
	COL_TIME(struct record_profile, password_changed_at),
};
static const struct col session_cols[] = {
	COL(struct record_session, id), COL_TIME(struct record_session, created_at),
	COL_TIME(struct record_session, last_activity_at),
	COL_TIME(struct record_session, expires_at), COL_TIME(struct record_session, revoked_at),
	COL(struct record_session, device_name), COL(struct record_session, device_fingerprint),
	COL(struct record_session, user_agent), COL(struct record_session, ip_address),
	COL(struct record_session, revoke_reason), COL(struct record_session, is_remembered),
};
static const struct col activity_cols[] = {
	COL(struct record_activity, id), COL_TIME(struct record_activity, created_at),
	COL(struct record_activity, action), COL(struct record_activity, details),
	COL(struct record_activity, ip_address), COL(struct record_activity, user_agent),
};
static const struct col cart_cols[] = {
	COL(struct record_cart, id), COL_TIME(struct record_cart, created_at),
	COL_TIME(struct record_cart, ordered_at), COL(struct record_cart, promo_code),
};
static const struct col line_cols[] = {
	COL(struct record_line, cart_id), COL(struct record_line, product_name),
	COL(struct record_line, quantity), COL(struct record_line, flavors),
};
static const struct col payment_cols[] = {
	COL(struct record_payment, order_number), COL(struct record_payment, provider),
	COL(struct record_payment, status), COL(struct record_payment, currency),
	COL(struct record_payment, amount), COL(struct record_payment, refunded_amount),
	COL_TIME(struct record_payment, paid_at), COL_TIME(struct record_payment, created_at),
};
static const struct col refund_cols[] = {
	COL(struct record_refund, order_number), COL(struct record_refund, status),
	COL(struct record_refund, amount), COL_TIME(struct record_refund, created_at),
};
static const struct col claim_cols[] = {
	COL(struct record_claim, via), COL(struct record_claim, orders),
	COL_TIME(struct record_claim, created_at), COL_TIME(struct record_claim, undone_at),
};
static const struct col code_use_cols[] = {
	COL(struct record_code_use, id), COL(struct record_code_use, order_number),
	COL(struct record_code_use, code), COL(struct record_code_use, kind),
	COL(struct record_code_use, customer_email), COL(struct record_code_use, discount_amount),
	COL(struct record_code_use, order_amount), COL_TIME(struct record_code_use, used_at),
};
static const struct col download_cols[] = {
	COL(struct record_download, id), COL(struct record_download, order_number),
	COL(struct record_download, product_name), COL_TIME(struct record_download, created_at),
	COL_TIME(struct record_download, viewed_at), COL(struct record_download, download_count),
};
static const struct col file_cols[] = {
	COL(struct record_file, id), COL_TIME(struct record_file, created_at),
	COL(struct record_file, size_bytes), COL(struct record_file, purpose),
	COL(struct record_file, original_name), COL(struct record_file, media_type),
};
static const struct col waiting_cols[] = {
	COL(struct record_waiting, id), COL_TIME(struct record_waiting, created_at),
	COL_TIME(struct record_waiting, notified_at), COL(struct record_waiting, zone_name),
	COL(struct record_waiting, phone), COL(struct record_waiting, email),
};
static const struct col there_cols[] = {
	COL(struct record_left_out, orders), COL(struct record_left_out, payments),
	COL(struct record_left_out, refunds), COL(struct record_left_out, claims),
	COL(struct record_left_out, activity),
	COL(struct record_left_out, sessions), COL(struct record_left_out, carts),
	COL(struct record_left_out, code_uses), COL(struct record_left_out, downloads),
	COL(struct record_left_out, tickets), COL(struct record_left_out, replies),
	COL(struct record_left_out, files), COL(struct record_left_out, waiting),
};

/* How many of the rows fit into `bytes` of JSON. */
static size_t
fitting(const struct col *cols, size_t cols_n, const void *rows, size_t n, size_t size,
        size_t bytes)
{
	size_t i = 0;

	for (; i < n; i++) {
		size_t more = db_json_bytes_(cols, cols_n, (const char *)rows + i * size);

		if (more > bytes)
			break;
		bytes -= more;
	}
	return i;
}
#define FITTING(cols, rows, n, bytes)                                                              \
	fitting(cols, sizeof(cols) / sizeof *(cols), rows, n, sizeof *(rows), bytes)

static enum err
read_profile(struct ctx *cx, int64_t customer_id, struct record_profile *p)
{
	struct customer c = { .id = customer_id };

	TRY(db_one(cx, &q_profile, profile_cols, p, I64(customer_id)));
	c.email = p->email;
	c.email_verified = p->email_verified;
	TRY(email_waiting(cx, &c, &p->pending_email));
	/* Else who claims an address would see whether it is held. */
	if (!p->email_verified)
		p->email = NULL;
	return OK;
}

static enum err
read_carts(struct ctx *cx, int64_t customer_id, struct record *r)
{
	struct record_line *lines;
	size_t lines_n, k = 0;

	TRY(db_all(cx, &q_carts, cart_cols, &r->carts, &r->carts_n, CARTS_MAX, I64(customer_id)));
	if (r->carts_n == 0)
		return OK;
	TRY(db_all(cx, &q_lines, line_cols, &lines, &lines_n, CARTS_MAX * LINES_MAX,
	           I64(customer_id), I64(r->carts[r->carts_n - 1].id)));
	lines_n = FITTING(line_cols, lines, lines_n, CARTS_BYTES);
	for (size_t i = 0; i < r->carts_n; i++) {	/* both are in the order of the carts */
		r->carts[i].items = lines + k;
		for (; k < lines_n && lines[k].cart_id == r->carts[i].id; k++)
			r->carts[i].items_n++;
	}
	return OK;
}

static enum err
read_bought(struct ctx *cx, int64_t id, struct record *r)
{
	size_t most = r->left_out.orders < ORDERS_MAX ? (size_t)r->left_out.orders : ORDERS_MAX;

	TRY(order_read_all(cx, id, most, ORDERS_BYTES, &r->orders, &r->orders_n));
	TRY(db_all(cx, &q_payments, payment_cols, &r->payments, &r->payments_n, OTHERS_MAX,
	           I64(id)));
	r->payments_n = FITTING(payment_cols, r->payments, r->payments_n, OTHERS_BYTES);
	TRY(db_all(cx, &q_refunds, refund_cols, &r->refunds, &r->refunds_n, OTHERS_MAX, I64(id)));
	r->refunds_n = FITTING(refund_cols, r->refunds, r->refunds_n, OTHERS_BYTES);
	TRY(db_all(cx, &q_claims, claim_cols, &r->claims, &r->claims_n, OTHERS_MAX, I64(id)));
	r->claims_n = FITTING(claim_cols, r->claims, r->claims_n, OTHERS_BYTES);
	TRY(db_all(cx, &q_code_uses, code_use_cols, &r->code_uses, &r->code_uses_n, OTHERS_MAX,
	           I64(id)));
	r->code_uses_n = FITTING(code_use_cols, r->code_uses, r->code_uses_n, OTHERS_BYTES);
	TRY(db_all(cx, &q_downloads, download_cols, &r->downloads, &r->downloads_n, OTHERS_MAX,
	           I64(id)));
	r->downloads_n = FITTING(download_cols, r->downloads, r->downloads_n, OTHERS_BYTES);
	return read_carts(cx, id, r);
}

static enum err
read_written(struct ctx *cx, int64_t id, const char *email, const char *phone, struct record *r)
{
	size_t most = r->left_out.tickets < TICKETS_MAX ? (size_t)r->left_out.tickets : TICKETS_MAX;

	TRY(ticket_read_all(cx, id, most, TICKETS_BYTES, &r->tickets, &r->tickets_n));
	TRY(db_all(cx, &q_files, file_cols, &r->files, &r->files_n, OTHERS_MAX, I64(id), I64(id)));
	r->files_n = FITTING(file_cols, r->files, r->files_n, OTHERS_BYTES);
	TRY(db_all(cx, &q_waiting, waiting_cols, &r->waiting, &r->waiting_n, OTHERS_MAX,
	           STR(phone), STR(email)));
	r->waiting_n = FITTING(waiting_cols, r->waiting, r->waiting_n, OTHERS_BYTES);
	return OK;
}

static enum err
read_done(struct ctx *cx, int64_t id, struct record *r)
{
	TRY(db_all(cx, &q_sessions, session_cols, &r->sessions, &r->sessions_n, OTHERS_MAX,
	           I64(id)));
	r->sessions_n = FITTING(session_cols, r->sessions, r->sessions_n, OTHERS_BYTES);
	TRY(db_all(cx, &q_activity, activity_cols, &r->activity, &r->activity_n, ACTIVITY_MAX,
	           I64(id)));
	r->activity_n = FITTING(activity_cols, r->activity, r->activity_n, ACTIVITY_BYTES);
	return OK;
}

/* From how many there are to how many are not shown. */
static void
subtract_shown(struct record *r)
{
	struct record_left_out *l = &r->left_out;

	l->orders -= (int64_t)r->orders_n;
	l->payments -= (int64_t)r->payments_n;
	l->refunds -= (int64_t)r->refunds_n;
	l->claims -= (int64_t)r->claims_n;
	l->activity -= (int64_t)r->activity_n;
	l->sessions -= (int64_t)r->sessions_n;
	l->carts -= (int64_t)r->carts_n;
	l->code_uses -= (int64_t)r->code_uses_n;
	l->downloads -= (int64_t)r->downloads_n;
	l->tickets -= (int64_t)r->tickets_n;
	l->files -= (int64_t)r->files_n;
	l->waiting -= (int64_t)r->waiting_n;
	for (size_t i = 0; i < r->tickets_n; i++)
		l->replies -= (int64_t)r->tickets[i].replies_n;
}

enum err
record_read(struct ctx *cx, int64_t customer_id, struct record *ret)
{
	struct record r = { .made_at = cx->now };
	struct address_list addresses;
	const char *email, *phone;

	TRY(read_profile(cx, customer_id, &r.profile));
	email = r.profile.email;
	phone = r.profile.phone_verified ? r.profile.phone : NULL;
	TRY(db_one(cx, &q_there, there_cols, &r.left_out, STR(phone), STR(email),
	           I64(customer_id)));
	TRY(address_list(cx, customer_id, &addresses));
	r.addresses = addresses.items;
	r.addresses_n = addresses.items_n;
	TRY(read_bought(cx, customer_id, &r));
	TRY(read_written(cx, customer_id, email, phone, &r));
	TRY(read_done(cx, customer_id, &r));
	subtract_shown(&r);
	*ret = r;
	return OK;
}
