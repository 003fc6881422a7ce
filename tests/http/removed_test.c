/* SPDX-License-Identifier: MIT */
/* The authorisation matrix, with what was taken away: each address that names a row is tried by
 * everybody with one that is removed, switched off or over, as its kind knows it.
 *
 * For customers, and for guests who hold its secret, it is as if it had never been.  Staff read
 * what was only marked, and bring it back; nothing else happens to it.  An address without a line in
 * the table fails. */
#include "support/asker.h"
#include "support/customer.h"
#include "support/digital.h"
#include "support/endpoint.h"
#include "support/run.h"
#include "support/staff.h"
#include "support/sums.h"

#include "api/api.h"
#include "base/str.h"

#include <unistd.h>

enum holds {
	GONE,		/* there is no such row: 404 for staff, too */
	MARKED,		/* staff read it and bring it back; everything else is 404 */
	OVER,		/* staff read it; everything else is refused, or is done already */
	OFF,		/* staff read and change it as ever: how else would it be switched on */
};

struct removed {
	const char *under;		/* addresses that begin so, and as no longer one here */
	enum holds holds;
	const char *make;		/* NULL: it is there */
	const char *id;			/* what stands in the address, looked up before it goes */
	const char *inner;		/* in its second braces; NULL: it has one */
	const char *remove;		/* may be done again; %s is the id */
	const char *with;		/* body or query; NULL: the least that is read */
	const char *hidden_from;	/* who would not see it anyway; NULL: nobody */
	bool is_counted;		/* each try is, a refused one too */
};

#define MARK(table) "UPDATE " table " SET deleted_at = created_at WHERE id = %s"
#define SWITCH(table) "UPDATE " table " SET is_active = 0 WHERE id = %s"
#define DROP(table) "DELETE FROM " table " WHERE id = %s"
#define NEWEST(table) "SELECT MAX(id) FROM " table
#define ORDER NEWEST("orders")
#define NUMBER "SELECT number FROM orders ORDER BY id DESC LIMIT 1"
#define TAKE_ORDER                                                                                 \
	"UPDATE orders SET status = 'cancelled', deleted_at = created_at ORDER BY id DESC LIMIT 1"
#define TOKEN "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
#define END_RUN "UPDATE delivery_runs SET status = 'closed', token_expires_at = created_at"
#define ERASE                                                                                      \
	"UPDATE customers SET erased_at = '2030-01-01', status = 'inactive', email = NULL, "       \
	"phone = NULL WHERE id = %s"

static const struct removed table[] = {
	/* In the shop. */
	{ .under = "/api/v1/zones/", .holds = GONE,
	  .make = "INSERT INTO zones (name, city_id, delivery_fee) VALUES ('Zayed', 1, 1)",
	  .id = NEWEST("zones"), .remove = DROP("zones"), .with = "{\"phone\":\"+201001234567\"}" },
	{ .under = "/api/v1/products/", .holds = GONE,
	  .id = "SELECT slug FROM products WHERE id = 1",
	  .remove = "UPDATE products SET deleted_at = created_at WHERE slug = '%s'" },
	{ .under = "/api/v1/products/", .holds = GONE,
	  .id = "SELECT slug FROM products WHERE id = 2",
	  .remove = "UPDATE products SET is_active = 0 WHERE slug = '%s'" },
	{ .under = "/api/v1/packs/", .holds = GONE, .id = "SELECT 1",
	  .remove = MARK("cookie_pack") },
	{ .under = "/api/v1/packs/", .holds = GONE, .id = "SELECT 2",
	  .remove = SWITCH("cookie_pack") },
	{ .under = "/api/v1/cart/items/", .holds = GONE,
	  .id = "SELECT i.id FROM cart_items i JOIN carts c ON c.id = i.cart_id WHERE "
	    "c.customer_id IS NOT NULL",
	  .remove = "UPDATE carts c JOIN cart_items i ON i.cart_id = c.id SET c.ordered_at = "
	    "c.created_at WHERE i.id = %s" },
	{ .under = "/api/v1/orders/{number}", .holds = GONE, .id = NUMBER, .remove = TAKE_ORDER },
	{ .under = "/api/v1/orders/{number}/downloads/", .holds = GONE, .id = NUMBER,
	  .inner = NEWEST("deliveries"), .remove = TAKE_ORDER },
	{ .under = "/api/v1/orders/{number}/tickets/", .holds = GONE, .id = NUMBER,
	  .inner = "SELECT MAX(id) FROM customer_support_tickets WHERE belongs_to = 'order'",
	  .remove = TAKE_ORDER },
	{ .under = "/api/v1/orders/{number}/attachments/", .holds = GONE, .id = NUMBER,
	  .inner = "SELECT MAX(file_id) FROM ticket_attachments WHERE order_id IS NOT NULL",
	  .remove = TAKE_ORDER },
	{ .under = "/api/v1/orders/{number}/attachments", .holds = GONE, .id = NUMBER,
	  .remove = TAKE_ORDER, .with = "name=a.png&type=image/png" },
	{ .under = "/api/v1/orders/{number}/find", .holds = GONE, .id = NUMBER,
	  .remove = TAKE_ORDER "; UPDATE phone_proofs SET tries = 0",
	  .with = "{\"proof\":\"" TOKEN "\"}", .is_counted = true },
	{ .under = "/api/v1/me/orders/", .holds = GONE, .id = NUMBER, .remove = TAKE_ORDER },
	{ .under = "/api/v1/me/downloads/", .holds = GONE, .id = NEWEST("deliveries"),
	  .remove = TAKE_ORDER },
	{ .under = "/api/v1/downloads/", .holds = GONE,
	  .make = "INSERT INTO download_tokens (delivery_id, order_id, token_hash, expires_at) "
	    "SELECT d.id, d.order_id, UNHEX(SHA2('" TOKEN "', 256)), '2031-01-01' FROM deliveries "
	    "d", .id = "SELECT '" TOKEN "'", .remove = TAKE_ORDER },
	{ .under = "/api/v1/runs/", .holds = OVER, .id = NEWEST("delivery_runs"),
	  .remove = END_RUN },
	{ .under = "/api/v1/me/addresses/", .holds = GONE,
	  .make = "INSERT INTO addresses (customer_id, city_id, zone_id, street_address) SELECT "
	    "id, 1, 1, 'Street 5' FROM customers WHERE phone = '" DEMO_PHONE "'",
	  .id = NEWEST("addresses"), .remove = DROP("addresses") },
	{ .under = "/api/v1/me/sessions/", .holds = GONE,
	  .make = "INSERT INTO customer_sessions (customer_id, family_id, token_hash, expires_at) "
	    "SELECT id, 'f', 't', '2031-01-01' FROM customers WHERE phone = '" DEMO_PHONE "'",
	  .id = NEWEST("customer_sessions"),
	  .remove = "UPDATE customer_sessions SET is_active = 0, revoked_at = created_at WHERE id "
	    "= %s" },
	{ .under = "/api/v1/me/tickets/", .holds = GONE,
	  .make = "INSERT INTO customer_support_tickets (customer_id, subject, message) SELECT "
	    "id, 'x', 'x' FROM customers WHERE phone = '" DEMO_PHONE "'",
	  .id = NEWEST("customer_support_tickets"), .remove = DROP("customer_support_tickets") },
	{ .under = "/api/v1/me/attachments/", .holds = GONE,
	  .id = "SELECT MIN(file_id) FROM ticket_attachments",
	  .remove = "UPDATE files SET state = 'refused' WHERE id = %s" },

	/* Staff. */
	{ .under = "/api/v1/admin/me/sessions/", .holds = GONE,
	  .make = "INSERT INTO admin_sessions (admin_user_id, token_hash, expires_at) SELECT id, "
	    "'r', '2031-01-01' FROM admin_users WHERE role = 'super_admin' LIMIT 1",
	  .id = NEWEST("admin_sessions"),
	  .remove = "UPDATE admin_sessions SET revoked_at = created_at WHERE id = %s" },
	{ .under = "/api/v1/admin/admin-users/", .holds = OFF,
	  .make = "INSERT INTO admin_users (username, email, role) VALUES ('hany', "
	    "'hany@example.com', 'product_manager')", .id = NEWEST("admin_users"),
	  .remove = SWITCH("admin_users") },
	{ .under = "/api/v1/admin/admin-users/", .holds = GONE,
	  .make = "INSERT INTO admin_sessions (admin_user_id, token_hash, expires_at) SELECT "
	    "MAX(id), 's', '2031-01-01' FROM admin_users", .id = NEWEST("admin_users"),
	  .inner = NEWEST("admin_sessions"),
	  .remove = "UPDATE admin_sessions SET revoked_at = created_at WHERE admin_user_id = %s" },
	{ .under = "/api/v1/admin/product-types/", .holds = MARKED, .id = "SELECT 3",
	  .remove = MARK("product_types") },
	{ .under = "/api/v1/admin/products/", .holds = MARKED, .id = "SELECT 1",
	  .remove = MARK("products") },
	{ .under = "/api/v1/admin/products/{id}/price", .holds = GONE, .id = "SELECT 1",
	  .remove = MARK("products") },
	{ .under = "/api/v1/admin/packs/", .holds = MARKED, .id = "SELECT 1",
	  .remove = MARK("cookie_pack") },
	{ .under = "/api/v1/admin/flavors/", .holds = MARKED, .id = "SELECT 1",
	  .remove = MARK("flavors") },
	{ .under = "/api/v1/admin/promo-codes/", .holds = MARKED, .id = "SELECT 1",
	  .remove = MARK("promo_codes") },
	{ .under = "/api/v1/admin/sizes/", .holds = GONE,
	  .make = "INSERT INTO sizes (name) VALUES ('Giant')", .id = NEWEST("sizes"),
	  .remove = DROP("sizes") },
	{ .under = "/api/v1/admin/product-instances/", .holds = GONE,
	  .make = "INSERT INTO product_instance (product_type, product_id, base_price) VALUES "
	    "('cookie', 1, 1)", .id = NEWEST("product_instance"),
	  .remove = DROP("product_instance") },
	{ .under = "/api/v1/admin/translations/", .holds = GONE, .id = NEWEST("translations"),
	  .remove = DROP("translations") },
	{ .under = "/api/v1/admin/product-prices/", .holds = GONE,
	  .make = "INSERT INTO product_prices (product_id, price_type, price) VALUES (1, "
	    "'member', 1)", .id = NEWEST("product_prices"), .remove = DROP("product_prices") },
	{ .under = "/api/v1/admin/pricing-rules/", .holds = GONE,
	  .make = "INSERT INTO pricing_rules (name, rule_type, discount_type, discount_value) "
	    "VALUES ('x', 'time', 'percentage', 1)", .id = NEWEST("pricing_rules"),
	  .remove = DROP("pricing_rules") },
	{ .under = "/api/v1/admin/pricing-categories/", .holds = GONE,
	  .make = "INSERT INTO pricing_categories (name, category_type, target_value) VALUES "
	    "('x', 'size_category', 'Mini')", .id = NEWEST("pricing_categories"),
	  .remove = DROP("pricing_categories") },
	{ .under = "/api/v1/admin/cities/", .holds = GONE,
	  .make = "INSERT INTO cities (name) VALUES ('Tanta')", .id = NEWEST("cities"),
	  .remove = DROP("cities") },
	{ .under = "/api/v1/admin/zones/", .holds = GONE,
	  .make = "INSERT INTO zones (name, city_id, delivery_fee) VALUES ('Helwan', 1, 1)",
	  .id = NEWEST("zones"), .remove = DROP("zones") },
	{ .under = "/api/v1/admin/time-slots/", .holds = GONE,
	  .make = "INSERT INTO delivery_time_slots (name, from_hour, to_hour) VALUES ('Night', "
	    "'21:00', '22:00')", .id = NEWEST("delivery_time_slots"),
	  .remove = DROP("delivery_time_slots") },
	{ .under = "/api/v1/admin/closures/", .holds = GONE,
	  .make = "INSERT INTO delivery_closures (zone_key, day) VALUES (0, '2030-05-01')",
	  .id = NEWEST("delivery_closures"), .remove = DROP("delivery_closures") },
	{ .under = "/api/v1/admin/canned-answers/", .holds = GONE,
	  .make = "INSERT INTO ticket_canned_answers (name, text_en, text_ar) VALUES ('x', 'x', "
	    "'x')", .id = NEWEST("ticket_canned_answers"), .remove = DROP("ticket_canned_answers") },
	{ .under = "/api/v1/admin/saved-views/", .holds = GONE,
	  .make = "INSERT INTO saved_views (admin_user_id, list_name, name, query) SELECT "
	    "MIN(id), 'orders', 'x', 'status=pending' FROM admin_users",
	  .id = NEWEST("saved_views"), .remove = DROP("saved_views") },
	/* What is only switched off. */
	{ .under = "/api/v1/admin/sizes/", .holds = OFF, .id = "SELECT 1",
	  .remove = SWITCH("sizes") },
	{ .under = "/api/v1/admin/product-instances/", .holds = OFF, .id = "SELECT 44",
	  .remove = SWITCH("product_instance") },
	{ .under = "/api/v1/admin/product-prices/", .holds = OFF,
	  .make = "INSERT INTO product_prices (product_id, price_type, price) VALUES (1, "
	    "'member', 1)", .id = NEWEST("product_prices"), .remove = SWITCH("product_prices") },
	{ .under = "/api/v1/admin/cities/", .holds = OFF, .id = "SELECT 1",
	  .remove = SWITCH("cities") },
	{ .under = "/api/v1/admin/zones/", .holds = OFF, .id = "SELECT 1",
	  .remove = SWITCH("zones") },
	{ .under = "/api/v1/admin/time-slots/", .holds = OFF, .id = "SELECT 3",
	  .remove = SWITCH("delivery_time_slots") },
	{ .under = "/api/v1/admin/delivery-men/", .holds = OFF, .id = "SELECT 1",
	  .remove = SWITCH("delivery_men") },
	/* Orders, from the oven to the door. */
	{ .under = "/api/v1/admin/orders/", .holds = MARKED, .id = ORDER, .remove = TAKE_ORDER,
	  .hidden_from = "delivery_manager" },
	{ .under = "/api/v1/admin/orders/", .holds = MARKED,
	  .make = "UPDATE outbox SET state = 'failed', is_secret = 0", .id = ORDER,
	  .inner = "SELECT MAX(id) FROM outbox WHERE order_id = (SELECT MAX(id) FROM orders)",
	  .remove = TAKE_ORDER },
	{ .under = "/api/v1/admin/carts/", .holds = GONE, .id = NEWEST("carts"),
	  .remove = DROP("carts") },
	{ .under = "/api/v1/admin/kitchen/orders/", .holds = GONE, .id = ORDER,
	  .remove = TAKE_ORDER },
	{ .under = "/api/v1/admin/kitchen/shortages/", .holds = GONE,
	  .make = "INSERT INTO shortages (delivery_date, time_slot_id, flavor_id, existing, needed) "
	    "VALUES ('2030-01-03', 3, 2, 1, 2)",
	  .id = NEWEST("shortages"), .remove = DROP("shortages") },
	{ .under = "/api/v1/admin/kitchen/shortages/", .holds = GONE,
	  .id = "SELECT MIN(id) FROM shortages", .inner = ORDER, .remove = TAKE_ORDER },
	{ .under = "/api/v1/admin/delivery-photos/", .holds = GONE,
	  .id = "SELECT MIN(file_id) FROM run_photos", .remove = DROP("files") },
	{ .under = "/api/v1/admin/runs/", .holds = OVER, .id = NEWEST("delivery_runs"),
	  .remove = END_RUN },
	{ .under = "/api/v1/admin/dispatch/days/", .holds = OVER,
	  .id = "SELECT MAX(day) FROM dispatch_days",
	  .remove = "UPDATE dispatch_days SET closed_at = created_at, closed_by = (SELECT MIN(id) "
	    "FROM admin_users) WHERE day = '%s'" },
	{ .under = "/api/v1/admin/cash/handovers/", .holds = OVER,
	  .id = NEWEST("courier_handovers"),
	  .remove = "UPDATE courier_handovers SET is_open = NULL, counted_amount = 0, counted_at "
	    "= created_at, counted_by = (SELECT MAX(id) FROM admin_users) WHERE id = %s" },
	{ .under = "/api/v1/admin/cash/differences/", .holds = OVER,
	  .id = NEWEST("courier_differences"),
	  .remove = "UPDATE courier_differences SET status = 'settled', settled_at = created_at, "
	    "note = 'x', owner_id = (SELECT MAX(id) FROM admin_users) WHERE id = %s" },
	/* Files. */
	{ .under = "/api/v1/admin/files/", .holds = GONE,
	  .make = "INSERT INTO files (purpose, sha256, size_bytes, media_type, storage_key) "
	    "VALUES ('digital_good', 's', 1, 'application/pdf', 'g')", .id = NEWEST("files"),
	  .remove = DROP("files") },
	{ .under = "/api/v1/admin/pictures/", .holds = GONE,
	  .make = "INSERT INTO files (purpose, sha256, size_bytes, media_type, storage_key) "
	    "VALUES ('product_image', 's', 1, 'image/webp', 'p')", .id = NEWEST("files"),
	  .remove = DROP("files") },
	{ .under = "/api/v1/admin/attachments/", .holds = GONE,
	  .id = "SELECT MIN(file_id) FROM ticket_attachments",
	  .remove = "UPDATE files SET state = 'refused' WHERE id = %s" },
	/* People. */
	{ .under = "/api/v1/admin/customers/", .holds = GONE,
	  .make = "INSERT INTO customers (first_name, email, type) VALUES ('Huda', "
	    "'huda@example.com', 'registered')", .id = NEWEST("customers"), .remove = ERASE },
	/* Nothing of the person is in these any more. */
	{ .under = "/api/v1/admin/customers/{id}/notes", .holds = OVER,
	  .id = NEWEST("customers"), .remove = ERASE },
	{ .under = "/api/v1/admin/customers/{id}/sessions", .holds = OVER,
	  .id = NEWEST("customers"), .remove = ERASE },
	{ .under = "/api/v1/admin/customers/{id}/claims", .holds = OVER,
	  .id = NEWEST("customers"), .remove = ERASE },
	{ .under = "/api/v1/admin/claims/", .holds = OVER,
	  .make = "INSERT INTO claims (customer_id, via, orders_n) SELECT MIN(id), 'email', 1 "
	    "FROM customers", .id = NEWEST("claims"),
	  .remove = "UPDATE claims SET undone_at = created_at, undone_by = (SELECT MIN(id) FROM "
	    "admin_users), undo_note = 'x' WHERE id = %s" },
	{ .under = "/api/v1/admin/tickets/", .holds = GONE,
	  .make = "INSERT INTO customer_support_tickets (customer_id, subject, message) SELECT "
	    "MIN(id), 'x', 'x' FROM customers", .id = NEWEST("customer_support_tickets"),
	  .remove = DROP("customer_support_tickets") },
};
#define ROWS (sizeof table / sizeof *table)

/* Closed lists of the program's own: nothing in them goes. */
static bool
is_no_row(const struct endpoint *ep)
{
	return str_among(ep->path, "/api/v1/pages/{name}|"
	                           "/api/v1/admin/me/view-preferences/{view_type}|"
	                           "/api/v1/admin/settings/{name}");
}

/* ---- the shop ---- */

static struct outing out;
static struct link secret;
static const char *ids[ROWS], *inner[ROWS];

static void
add_file(struct shop *s, const char *owner, const char *customer)
{
	sql_do(s, "INSERT INTO files (purpose, sha256, size_bytes, media_type, storage_key) VALUES "
	       "('attachment', 's', 1, 'image/png', '%s')", owner);
	sql_do(s, "INSERT INTO ticket_attachments (file_id, customer_id, order_id, ticket_id) SELECT "
	       "MAX(f.id), %s, IF(%s IS NULL, %lld, NULL), (SELECT MIN(id) FROM "
	       "customer_support_tickets) FROM files f", customer, customer, (long long)secret.id);
}

/* An order of Mona's, of which a guest has the link, with all that hangs on one; and a run. */
static void
begin(struct shop *s)
{
	for (size_t i = 0; i < STAFF_ROLES; i++)
		as_staff(s, 5, staff_roles[i]);
	run_out(s, &out, 1);
	run_photo(s, &out, "IMG_0001");
	sql_do(s, "UPDATE run_photos SET stop_id = %lld", (long long)out.stops[0]);
	sql_do(s, "UPDATE customers SET phone = NULL");	/* Mona has it */
	long long mona = ticket_people(s);
	shop_add_pack(s);
	ticket_ask(s, "Broken");
	add_file(s, "own", arena_fmt(s->cx.mem, "%lld", mona));
	as(s, GUEST_ASKS);
	secret = ticket_order(s, DEMO_PHONE);
	ticket_ask_with(s, secret, "Late");
	add_file(s, "link", "NULL");
	sql_do(s, "UPDATE orders SET customer_id = %lld WHERE id = %lld", mona, (long long)secret.id);
	sql_do(s, "INSERT INTO deliveries (order_id, order_item_id, file_id) SELECT i.order_id, i.id, "
	       "(SELECT MAX(id) FROM files) FROM order_items i WHERE i.order_id = %lld",
	       (long long)secret.id);
	sql_do(s, "INSERT INTO phone_proofs (token_hash, otp_type, phone, expires_at) VALUES "
	       "(UNHEX(SHA2('" TOKEN "', 256)), 'order_tracking', '" DEMO_PHONE "', '2031-01-01')");
	sql_do(s, "INSERT INTO courier_accounts (delivery_man_id) VALUES (2)");
	sql_do(s, "INSERT INTO courier_handovers (delivery_man_id, expected_amount, declared_amount, "
	       "declared_by) SELECT 2, 5, 5, MIN(id) FROM admin_users");
	sql_do(s, "INSERT INTO courier_differences (delivery_man_id, handover_id, amount) "
	       "SELECT 2, MAX(id), 5 FROM courier_handovers");
	sql_do(s, "INSERT INTO shortages (delivery_date, time_slot_id, flavor_id, existing, needed) "
	       "VALUES ('2030-01-03', 3, 1, 1, 2)");
	sql_do(s, "INSERT INTO shortage_orders (shortage_id, order_id, missing) SELECT id, %lld, 1 "
	       "FROM shortages", (long long)secret.id);
	for (size_t i = 0; i < ROWS; i++) {
		if (table[i].make)
			sql_do(s, "%s", table[i].make);
		ids[i] = sql_text(s, "%s", table[i].id);
		inner[i] = table[i].inner ? sql_text(s, "%s", table[i].inner) : NULL;
		if (!ids[i] || (table[i].inner && !inner[i]))
			fail_msg("%s: there is none", table[i].under);
	}
}

static void
take_away(struct shop *s, size_t row)
{
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	sql_do(s, table[row].remove, ids[row]);
#pragma GCC diagnostic pop
}

/* ---- who asks ---- */

struct caller { const char *name, *role; int visitor; };
static const struct caller callers[] = {
	{ "nobody", NULL, 4 }, { "who has the link", NULL, GUEST_ASKS },
	{ "its customer", CUSTOMER, MONA_ASKS }, { "another customer", CUSTOMER, ADEL_ASKS },
	{ "super_admin", "super_admin", 5 }, { "order_manager", "order_manager", 5 },
	{ "product_manager", "product_manager", 5 }, { "delivery_manager", "delivery_manager", 5 },
	{ "system_admin", "system_admin", 5 },
};
#define CALLERS (sizeof callers / sizeof *callers)

/* With every secret that there is. */
static void
call(struct shop *s, const struct endpoint *ep, size_t row)
{
	const char *file = digital_incoming(s, "\x89PNG\r\n\x1a\n", 8);

	sql_do(s, "DELETE FROM rate_limits");
	s->extra = arena_fmt(s->cx.mem, "REQUEST_BODY_FILE=%s\nHTTP_TRACKING_TOKEN=%s\n"
	                     "HTTP_RUN_TOKEN=%s", file, secret.token, out.token);
	endpoint_call_with(s, ep, (const char *const[]){ ids[row], inner[row] }, table[row].with);
	unlink(file);
}

/* ---- what has to come out ---- */

static bool
reads(const struct endpoint *ep)
{
	return str_eq(ep->method, "GET") && !ep->counts;
}

static bool
is_right(struct shop *s, const struct endpoint *ep, enum holds holds, enum verdict want,
         bool changed)
{
	enum verdict have = endpoint_verdict(s);
	bool done = s->reply.status < 300, refused = s->reply.status >= 400;

	if (s->reply.status >= 500)
		return false;
	if (want != THROUGH)
		return have == want && !changed;
	if (holds == OFF)
		return reads(ep) ? done : have != HIDDEN;
	if (holds == MARKED && strstr(ep->path, "/restore"))
		return done && changed;
	if (holds != GONE && reads(ep) && ep->auth & AUTH_STAFF)
		return done;
	return (holds == OVER ? refused || ep->twice_is_once : have == HIDDEN) && !changed;
}

static int
try_one(struct shop *s, const struct endpoint *ep, size_t row, const struct caller *c)
{
	enum verdict want = endpoint_expected(s, ep, c->role);
	bool writes = !reads(ep) && want == THROUGH, changed;
	int64_t before;

	take_away(s, row);
	as(s, c->visitor);
	if (c->role && !str_eq(c->role, CUSTOMER))
		as_staff(s, c->visitor, c->role);
	before = writes ? sums_now(s) : 0;
	call(s, ep, row);
	changed = writes && !table[row].is_counted && sums_now(s) != before;
	if (want == THROUGH && c->role && table[row].hidden_from &&
	    str_among(c->role, table[row].hidden_from))
		want = HIDDEN;
	if (is_right(s, ep, table[row].holds, want, changed))
		return 0;
	print_error("%s %s as %s: %d %s%s\n", ep->method, ep->path, c->name, s->reply.status,
	            s->reply.err ? err_info(s->reply.err)->slug : "ok",
	            changed ? ", and it changed something" : "");
	return 1;
}

static int
braces(const char *path)
{
	int n = 0;

	for (; (path = strchr(path, '{')); path++)
		n++;
	return n;
}

/* How much of its address the row is about; 0: it is about another one. */
static size_t
fits(const struct endpoint *ep, const struct removed *r)
{
	return str_starts(ep->path, r->under) && braces(ep->path) == (r->inner ? 2 : 1)
	       ? strlen(r->under) : 0;
}

static int
try_rows(struct shop *s, const struct endpoint *ep)
{
	int faults = 0, tried = 0;
	size_t longest = 1;

	for (size_t row = 0; row < ROWS; row++)
		longest = fits(ep, &table[row]) > longest ? fits(ep, &table[row]) : longest;
	for (size_t row = 0; row < ROWS; row++) {
		if (fits(ep, &table[row]) != longest)
			continue;
		tried++;
		for (size_t c = 0; c < CALLERS; c++)
			faults += try_one(s, ep, row, &callers[c]);
	}
	if (!tried)
		print_error("nothing is taken away for %s %s\n", ep->method, ep->path);
	return faults + !tried;
}

static void
what_was_taken_away_is_nobody_s_but_staff_s_to_read_and_restore(void **state)
{
	struct shop *s = *state;
	int faults = 0, tried = 0;

	begin(s);
	sums_begin(s);
	for (const struct module *const *m = api.modules; *m; m++)
		for (const struct endpoint *const *e = (*m)->list; *e; e++)
			if (strchr((*e)->path, '{') && !is_no_row(*e)) {
				faults += try_rows(s, *e);
				tried++;
			}
	sums_end(s);
	assert_int_equal(faults, 0);
	assert_true(tried > 100);
}

SHOP_TESTS(digital_test(what_was_taken_away_is_nobody_s_but_staff_s_to_read_and_restore))
