/* SPDX-License-Identifier: MIT */
/* Random carts, rules and prices through the API: every quote is what an independent reckoning makes
 * of its facts (tests/unit/price/reference.py), every order is what its quote said, and can be worked
 * out again. */
#include "support/order.h"

#include "base/buf.h"
#include "base/str.h"
#include "sale/reckoning.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#define ROUNDS 200

static unsigned seed;

static int
any(int from, int to)
{
	seed = seed * 1103515245 + 12345;
	return from + (int)(seed >> 16) % (to - from + 1);
}

static void
fill_cart(struct shop *s)
{
	memset(s->visitors, 0, sizeof s->visitors);
	for (int n = any(1, 5); n > 0; n--) {
		int64_t id = sql_number(s, "SELECT id FROM product_instance WHERE "
		                        "product_type <> 'pack' ORDER BY id LIMIT %d, 1", any(0, 30));
		post(s, "/api/v1/cart/items", "{'product_instance_id':%lld,'quantity':%d}",
		     (long long)id, any(1, 19));
		expect_status(s, 201);
	}
	if (any(0, 1))
		shop_add_pack(s);
	if (any(0, 1)) {
		post(s, "/api/v1/cart/promo", "{'promo_code':'WELCOME10'}");
		expect_status(s, 200);
	}
}

/* Prices to the piastre, and a code of any kind. */
static void
shuffle_prices(struct shop *s)
{
	sql_do(s, "UPDATE product_instance SET base_price = base_price + 0.01 * ((id * %d) %% 100)",
	       any(1, 99));
	sql_do(s, "UPDATE zones SET delivery_fee = %d.%02d WHERE id = %d", any(0, 90), any(0, 99),
	       DEMO_MADINATY);
	sql_do(s, "UPDATE promo_codes SET discount_type = '%s', discount_value = %d.%02d, "
	       "maximum_discount = IF(%d, %d.%02d, NULL), minimum_order_amount = %d",
	       any(0, 2) ? "percentage" : "fixed_amount", any(0, 99), any(1, 99), any(0, 1),
	       any(0, 300), any(0, 99), any(0, 3) ? 0 : 2000);
	sql_do(s, "DELETE FROM product_prices");
	sql_do(s, "INSERT INTO product_prices (product_id, price_type, price, start_date) "
	       "SELECT id, ELT(1 + (id + %d) %% 4, 'regular', 'sale', 'member', 'wholesale'), "
	       "GREATEST(0, base_price + %d.%02d - 9), '2030-01-01' FROM products "
	       "WHERE (id * %d) %% 3 = 0", any(0, 3), any(0, 15), any(0, 99), any(1, 7));
}

/* Some rules of every type. */
static void
shuffle_rules(struct shop *s)
{
	static const char *const types[] = { "product", "category", "flavor", "time", "location",
	                                     "customer_group" };

	sql_do(s, "DELETE FROM pricing_rules");
	for (int n = any(0, 5); n > 0; n--) {
		const char *type = types[any(0, 5)];
		int kind = any(0, 3);

		sql_do(s, "INSERT INTO pricing_rules (name, rule_type, target_id, target_value, "
		       "discount_type, discount_value, minimum_order_amount, maximum_discount, "
		       "priority, start_date) VALUES ('Rule %d', '%s', %d, %s, '%s', %d.%02d, %d, "
		       "IF(%d, NULL, %d.%02d), %d, '2030-01-01')", n, type,
		       str_eq(type, "category") ? any(101, 104) : any(1, 8),
		       str_eq(type, "customer_group") ? "'member'" : "NULL",
		       kind == 3 ? "free_delivery" : kind == 2 ? "fixed_amount" : "percentage",
		       any(1, 99), any(0, 99), any(0, 2) ? 0 : 500, any(0, 2), any(0, 60),
		       any(0, 99), any(-2, 2));
	}
}

/* The reply's amounts, as reference.py writes them. */
static const char *
said(struct shop *s)
{
	struct buf b = buf_in(s->cx.mem, 32 * 1024);
	const char *sign = "|";

	buf_fmt(&b, "%s %s %s %s %s", text_at(s, "subtotal"), text_at(s, "rules_discount_amount"),
	        text_at(s, "discount_amount"), text_at(s, "delivery_fee"), text_at(s, "total"));
	for (size_t i = 0; has(s, arena_fmt(s->cx.mem, "discounts.%zu", i)); i++, sign = ";") {
		const char *d = arena_fmt(s->cx.mem, "discounts.%zu", i);
		bool applied = json_flag(at(s, arena_fmt(s->cx.mem, "%s.applied", d)));

		buf_fmt(&b, "%s%s", sign, text_at(s, arena_fmt(s->cx.mem, "%s.%s", d,
		                                               applied ? "amount" : "reason")));
		if (json_kind(at(s, arena_fmt(s->cx.mem, "%s.needed", d))) == JSON_TEXT)
			buf_fmt(&b, " %s %s", text_at(s, arena_fmt(s->cx.mem, "%s.needed", d)),
			        text_at(s, arena_fmt(s->cx.mem, "%s.have", d)));
	}
	buf_str(&b, *sign == '|' ? "|" : "");
	sign = "|";
	for (size_t i = 0; has(s, arena_fmt(s->cx.mem, "items.%zu", i)); i++, sign = ";") {
		const char *line = arena_fmt(s->cx.mem, "items.%zu", i);

		buf_fmt(&b, "%s%s %s %s", sign,
		        text_at(s, arena_fmt(s->cx.mem, "%s.unit_price", line)),
		        text_at(s, arena_fmt(s->cx.mem, "%s.rules_discount", line)),
		        text_at(s, arena_fmt(s->cx.mem, "%s.code_discount", line)));
	}
	return b.data;
}

/* What the reference makes of the facts in a file. */
static FILE *
ask_reference(FILE *facts, pid_t *child)
{
	int ends[2];
	FILE *out;

	rewind(facts);
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	*child = fork();
	assert_true(*child >= 0);
	if (*child == 0) {
		dup2(fileno(facts), STDIN_FILENO);
		dup2(ends[1], STDOUT_FILENO);
		execlp("python3", "python3", "tests/unit/price/reference.py", (char *)NULL);
		_exit(127);
	}
	close(ends[1]);
	out = fdopen(ends[0], "r");
	assert_non_null(out);
	return out;
}

static void
place(struct shop *s, int i, int64_t quote_id, const char *total)
{
	char *body = shop_checkout_body(s, shop_proof(s, DEMO_PHONE), DEMO_PHONE, total,
	                                quoted(s, "'quote_id':%lld,", (long long)quote_id));

	once(s, arena_fmt(s->cx.mem, "quote-key-%08d", i));
	request_raw(s, "POST", "/api/v1/checkout", "application/json", body, strlen(body));
}

static void
every_order_comes_out_again(struct shop *s, int64_t orders)
{
	struct replay r = { 0 };
	bool more = true;

	s->cx.db = s->db_jobs;
	while (more)
		assert_int_equal(reckoning_replay(&s->cx, 50, &r, &more), OK);
	assert_int_equal(r.orders, orders);
	assert_int_equal(r.without_facts, 0);
	assert_int_equal(r.differ_n, 0);
	/* And it would be seen if one did not. */
	sql_do(s, "UPDATE order_items SET rules_discount_amount = 0.01, unit_price = unit_price + 1 "
	       "ORDER BY id DESC LIMIT 1");
	r = (struct replay){ 0 };
	assert_int_equal(reckoning_replay(&s->cx, 500, &r, &more), OK);
	assert_int_equal(r.differ_n, 1);
}

static void
quotes_are_what_the_reference_says_and_orders_what_their_quote_said(void **state)
{
	struct shop *s = *state;
	FILE *facts = tmpfile(), *wanted;
	const char *have[ROUNDS];
	int64_t orders = 0;
	char *line = NULL;
	size_t size = 0;
	pid_t child;
	int status;
	ssize_t n;

	assert_non_null(facts);
	seed = (unsigned)clock_monotonic_us();
	print_message("seed %u\n", seed);
	sql_do(s, "UPDATE delivery_time_slots SET capacity_orders = NULL, capacity_cookies = NULL");
	sql_do(s, "INSERT INTO pricing_categories (id, name, category_type, target_value) VALUES "
	       "(101, 'A', 'product_type', 'COOKIES'), (102, 'B', 'flavor_category', 'chocolate'), "
	       "(103, 'C', 'size_category', 'Medium'), (104, 'D', 'customer_group', 'member')");
	for (int i = 0; i < ROUNDS; i++) {
		s->ip = arena_fmt(s->cx.mem, "203.0.113.%d", i);
		fill_cart(s);
		shuffle_prices(s);
		shuffle_rules(s);
		post(s, "/api/v1/cart/quote", "{'zone_id':%d}", DEMO_MADINATY);
		expect_status(s, 200);
		have[i] = said(s);
		int64_t id = number_at(s, "id");
		const char *total = text_at(s, "total");
		fprintf(facts, "%s\n", sql_text(s, "SELECT facts FROM quotes WHERE id = %lld",
		                                (long long)id));
		if (strstr(have[i], "promo_"))
			continue;	/* an order with a code that does not apply is refused */
		shuffle_prices(s);	/* the quote keeps its price */
		place(s, i, id, total);
		expect_status(s, 201);
		assert_string_equal(text_at(s, "total"), total);
		orders++;
	}
	assert_true(orders > ROUNDS / 2);
	wanted = ask_reference(facts, &child);
	for (int i = 0; i < ROUNDS; i++) {
		n = getline(&line, &size, wanted);
		assert_true(n > 0);
		line[n - 1] = '\0';
		assert_string_equal(have[i], line);
	}
	free(line);
	fclose(wanted);
	fclose(facts);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	every_order_comes_out_again(s, orders);
}

SHOP_TESTS(shop_test(quotes_are_what_the_reference_says_and_orders_what_their_quote_said))
