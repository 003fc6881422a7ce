/* SPDX-License-Identifier: MIT */
/* What staff keep: every kind of record goes through the same life. */
#include "support/staff.h"

#include "base/str.h"
#include "support/order.h"

enum { BOSS = 1, OTHER };

struct sample {
	const char *path;
	const char *good, *changed;		/* bodies, without the braces */
	const char *field, *was, *is;		/* a text that the change changes */
	const char *taken, *taken_field;	/* a body whose unique name is there; NULL: none is */
	const char *bad, *bad_field;		/* a body that the database refuses; NULL: none */
	const char *used;			/* a row of the demo shop that others need; NULL: none */
	const char *sort;
	bool is_marked;				/* taking away marks it */
};

#define RULE_REST "'discount_type':'percentage','minimum_order_amount':'0.00','priority':1"
#define CODE_REST "'discount_type':'percentage','minimum_order_amount':'0.00'"

static const struct sample kinds[] = {
	{ "cities", "'name':'Tanta'", "'name':'Tanta city','is_active':false", "name", "Tanta",
	  "Tanta city", "'name':'Cairo'", "name", NULL, NULL, "1", "name", false },
	{ "zones", "'name':'Zayed','city_id':1,'delivery_fee':'45.00','delivery_days':0",
	  "'name':'Zayed','city_id':1,'delivery_fee':'50.00','delivery_days':1", "delivery_fee",
	  "45.00", "50.00", "'name':'Madinaty','city_id':1,'delivery_fee':'1.00','delivery_days':0",
	  "name", "'name':'Nowhere','city_id':999,'delivery_fee':'1.00','delivery_days':0", "city_id",
	  "1", "delivery_fee", false },
	{ "time-slots", "'name':'Night','from_hour':'21:00','to_hour':'23:00'",
	  "'name':'Late','from_hour':'21:00','to_hour':'23:00','capacity_orders':0", "name", "Night",
	  "Late", "'name':'Evening','from_hour':'21:00','to_hour':'23:00'", "name",
	  "'name':'Back','from_hour':'21:00','to_hour':'20:00'", "to_hour", NULL, "from_hour", false },
	{ "closures", "'day':'2030-04-01','reason':'Feast'", "'day':'2030-04-01','reason':'Eid'",
	  "reason", "Feast", "Eid", "'day':'2030-04-02'", "day", "'day':'2030-04-01','zone_id':999",
	  "zone_id", NULL, "day", false },
	{ "product-types", "'name':'Cakes','slug':'cakes'", "'name':'Tarts','slug':'cakes'", "name",
	  "Cakes", "Tarts", "'name':'Other','slug':'cookies'", "slug", "'name':'Other','slug':'-x'",
	  "slug", NULL, "name", true },
	{ "products", "'name':'Lemon bar','slug':'lemon-bar','product_type_id':1,'base_price':'40.00'",
	  "'name':'Lemon bar','slug':'lemon-bar','product_type_id':1,'base_price':'42.50'", "base_price",
	  "40.00", "42.50",
	  "'name':'X2','slug':'chocolate-chip-cookie','product_type_id':1,'base_price':'1.00'", "slug",
	  "'name':'X2','slug':'x2','product_type_id':999,'base_price':'1.00'", "product_type_id", NULL,
	  "name", true },
	{ "packs", "'name':'Ten','slug':'ten','count':10,'base_price':'500.00'",
	  "'name':'Ten','slug':'ten','count':10,'base_price':'490.00','max_per_flavor':10", "base_price",
	  "500.00", "490.00", NULL, NULL,
	  "'name':'Ten','slug':'ten-2','count':10,'base_price':'1.00','max_per_flavor':11",
	  "max_per_flavor", NULL, "count", true },
	{ "flavors", "'name':'Ginger','slug':'ginger'", "'name':'Ginger nut','slug':'ginger'", "name",
	  "Ginger", "Ginger nut", "'name':'Vanilla','slug':'vanilla-2'", "name",
	  "'name':'A b','slug':'A b'", "slug", NULL, "name", true },
	{ "sizes", "'name':'Giant'", "'name':'Huge'", "name", "Giant", "Huge", "'name':'Medium'", "name",
	  NULL, NULL, "2", "name", false },
	{ "product-instances", "'product_type':'cookie','product_id':1,'size_id':2,'base_price':'61.00'",
	  "'product_type':'cookie','product_id':1,'size_id':2,'base_price':'62.00'", "base_price",
	  "61.00", "62.00", NULL, NULL, "'product_type':'pack','product_id':1,'base_price':'1.00'",
	  "product_type", NULL, "base_price", false },
	{ "translations", "'entity':'zone','entity_id':1,'language':'ar','name':'مدينتي'",
	  "'entity':'zone','entity_id':1,'language':'ar','name':'مدينتى'", "name", "مدينتي", "مدينتى",
	  "'entity':'zone','entity_id':2,'language':'ar','name':'x'", "language",
	  "'entity':'city','entity_id':999,'language':'ar','name':'x'", "entity_id", NULL, "name",
	  false },
	{ "pricing-rules", "'name':'Zone days','rule_type':'location','target_id':1,"
	  "'discount_value':'10.00'," RULE_REST, "'name':'Cairo days','rule_type':'location',"
	  "'target_value':'cairo','discount_value':'10.00'," RULE_REST, "name", "Zone days",
	  "Cairo days", NULL, NULL, "'name':'Much','rule_type':'time','discount_value':'100.01',"
	  RULE_REST, "discount_value", NULL, "priority", false },
	{ "pricing-categories", "'name':'Big ones','category_type':'size_category','target_value':'Large'",
	  "'name':'Bigger ones','category_type':'size_category','target_value':'Large'", "name",
	  "Big ones", "Bigger ones", NULL, NULL,
	  "'name':'None','category_type':'size_category','target_value':'Nano'", "target_value", NULL,
	  "name", false },
	{ "promo-codes", "'code':'feast10','name':'Feast','discount_value':'10.00'," CODE_REST,
	  "'code':'FEAST10','name':'Feasts','discount_value':'10.00','usage_limit':0," CODE_REST, "name",
	  "Feast", "Feasts", "'code':'welcome10','name':'Again','discount_value':'1.00'," CODE_REST,
	  "code", "'code':'ZERO','name':'Nothing','discount_value':'0.00'," CODE_REST, "discount_value",
	  NULL, "code", true },
	{ "canned-answers", "'name':'Sorry','text_en':'We are sorry.','text_ar':'نأسف لذلك.'",
	  "'name':'Sorry','text_en':'So sorry.','text_ar':'نأسف جدًا.','is_active':false", "text_en",
	  "We are sorry.", "So sorry.", "'name':'Late','text_en':'x','text_ar':'x'", "name", NULL, NULL,
	  NULL, "name", false },
};

#define EACH_KIND(k)                                                                               \
	for (const struct sample *k = kinds; k < kinds + sizeof kinds / sizeof *kinds; k++)

static const char *
address(struct shop *s, const struct sample *k, int64_t id, const char *rest)
{
	if (!id)
		return arena_fmt(s->cx.mem, "/api/v1/admin/%s%s", k->path, rest);
	return arena_fmt(s->cx.mem, "/api/v1/admin/%s/%lld%s", k->path, (long long)id, rest);
}

/* Of the demo shop, what would be in the way of the rows above. */
static void
begin(struct shop *s)
{
	as_staff(s, BOSS, "super_admin");
	sql_do(s, "DELETE FROM translations WHERE entity = 'zone' AND entity_id = 1");
	sql_do(s, "INSERT IGNORE INTO translations (entity, entity_id, language, name) "
	       "VALUES ('zone', 2, 'ar', 'الرحاب')");
	sql_do(s, "INSERT IGNORE INTO delivery_closures (zone_key, day) VALUES (0, '2030-04-02')");
	sql_do(s, "INSERT IGNORE INTO ticket_canned_answers (name, text_en, text_ar) "
	       "VALUES ('Late', 'Soon.', 'قريبًا.')");
}

static int64_t
make(struct shop *s, const struct sample *k)
{
	request(s, "POST", address(s, k, 0, ""), "{%s}", k->good);
	expect_status(s, 201);
	return number_at(s, "id");
}

static void
change(struct shop *s, const struct sample *k, int64_t id, int version, const char *body)
{
	request(s, "PUT", address(s, k, id, ""), "{'version':%d,%s}", version, body);
}

static void
take(struct shop *s, const struct sample *k, int64_t id, int version)
{
	request(s, "DELETE", address(s, k, id, arena_fmt(s->cx.mem, "?version=%d", version)), NULL);
}

/* ---- the life of one ---- */

static void
each_is_made_read_changed_and_taken_away(void **state)
{
	struct shop *s = *state;

	begin(s);
	EACH_KIND(k) {
		int64_t id = make(s, k);

		expect_text(s, k->field, k->was);
		expect_number(s, "version", 1);
		get(s, "%s", address(s, k, id, ""));
		expect_status(s, 200);
		expect_text(s, k->field, k->was);
		change(s, k, id, 1, k->changed);
		expect_status(s, 200);
		expect_text(s, k->field, k->is);
		expect_number(s, "version", 2);
		take(s, k, id, 2);
		expect_status(s, 204);
		get(s, "%s", address(s, k, id, ""));
		expect_status(s, k->is_marked ? 200 : 404);
		take(s, k, id, 3);
		expect_error(s, 404, "not_found");
		change(s, k, id, 3, k->changed);
		expect_error(s, 404, "not_found");
	}
	expect_sound(s);
}

static void
each_that_was_marked_can_be_brought_back(void **state)
{
	struct shop *s = *state;

	begin(s);
	EACH_KIND(k) {
		if (!k->is_marked)
			continue;
		int64_t id = make(s, k);
		take(s, k, id, 1);
		get(s, "%s", address(s, k, 0, "?sort=-id&limit=1"));
		assert_false(number_at(s, "items.0.id") == id);
		get(s, "%s", address(s, k, 0, "?sort=-id&limit=1&show_deleted=true"));
		expect_number(s, "items.0.id", id);
		assert_true(has(s, "items.0.deleted_at"));
		request(s, "POST", address(s, k, 0, ""), "{%s}", k->good);
		expect_error(s, 409, "conflict");	/* it keeps its name */
		for (int i = 0; i < 2; i++) {
			request(s, "POST", address(s, k, id, "/restore"), NULL);
			expect_status(s, 200);
			assert_false(has(s, "deleted_at"));
			expect_number(s, "version", 3);
		}
		request(s, "POST", address(s, k, 999999, "/restore"), NULL);
		expect_error(s, 404, "not_found");
	}
}

static void
every_change_is_in_the_audit_with_what_changed(void **state)
{
	struct shop *s = *state;

	begin(s);
	EACH_KIND(k) {
		sql_do(s, "DELETE FROM admin_activity_log");
		int64_t id = make(s, k);
		change(s, k, id, 1, k->changed);
		take(s, k, id, 2);
		assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM admin_activity_log WHERE entity_id = "
		                            "%lld AND admin_user_id IS NOT NULL", (long long)id), 3);
		assert_string_equal(sql_text(s, "SELECT JSON_UNQUOTE(JSON_EXTRACT(before_json, '$.%s')) "
			"FROM admin_activity_log WHERE action LIKE '%%.set'", k->field), k->was);
		assert_string_equal(sql_text(s, "SELECT JSON_UNQUOTE(JSON_EXTRACT(after_json, '$.%s')) "
			"FROM admin_activity_log WHERE action LIKE '%%.set'", k->field), k->is);
		expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action LIKE '%.add' "
		            "AND before_json IS NULL AND after_json IS NOT NULL");
		expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action LIKE '%.remove' "
		            "AND after_json IS NULL AND before_json IS NOT NULL");
	}
}

/* ---- refusals ---- */

static void
the_second_who_saves_gets_the_present_state(void **state)
{
	struct shop *s = *state;

	begin(s);
	EACH_KIND(k) {
		int64_t id = make(s, k);

		change(s, k, id, 1, k->changed);
		change(s, k, id, 1, k->good);
		expect_error(s, 409, "conflict");
		expect_number(s, "current.version", 2);
		expect_text(s, arena_fmt(s->cx.mem, "current.%s", k->field), k->is);
		take(s, k, id, 1);
		expect_error(s, 409, "conflict");
		expect_number(s, "current.version", 2);
		take(s, k, id, 2);
		expect_status(s, 204);
	}
}

static void
a_name_that_is_taken_is_told_by_its_field(void **state)
{
	struct shop *s = *state;

	begin(s);
	EACH_KIND(k) {
		if (!k->taken)
			continue;
		request(s, "POST", address(s, k, 0, ""), "{%s}", k->taken);
		expect_error(s, 409, "conflict");
		expect_field(s, k->taken_field, "conflict");
		int64_t id = make(s, k);
		change(s, k, id, 1, k->taken);
		expect_error(s, 409, "conflict");
		get(s, "%s", address(s, k, id, ""));
		expect_text(s, k->field, k->was);
	}
}

static void
what_the_database_refuses_is_told_by_its_field(void **state)
{
	struct shop *s = *state;

	begin(s);
	EACH_KIND(k) {
		if (!k->bad)
			continue;
		request(s, "POST", address(s, k, 0, ""), "{%s}", k->bad);
		expect_error(s, 422, "invalid");
		expect_field(s, k->bad_field, "invalid");
	}
}

static void
what_others_need_stays(void **state)
{
	struct shop *s = *state;
	static const struct { const char *path; const char *made; } rows[] = {
		{ "cities/1", NULL }, { "zones/1", NULL }, { "time-slots/3", NULL }, { "sizes/2", NULL },
		{ "product-instances/44", NULL }, { "pricing-categories/%lld", "category" },
	};

	shop_order(s, DEMO_PHONE);
	begin(s);
	request(s, "POST", "/api/v1/admin/pricing-categories",
	        "{'name':'Big','category_type':'size_category','target_value':'Large'}");
	long long category = number_at(s, "id");
	request(s, "POST", "/api/v1/admin/pricing-rules", "{'name':'Big','rule_type':'category',"
	        "'target_id':%lld,'discount_value':'1.00'," RULE_REST "}", category);
	expect_status(s, 201);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *path = rows[i].made ? arena_fmt(s->cx.mem, "pricing-categories/%lld", category)
		                                : rows[i].path;
		get(s, "/api/v1/admin/%s", path);
		request(s, "DELETE", arena_fmt(s->cx.mem, "/api/v1/admin/%s?version=%lld", path,
		                               (long long)number_at(s, "version")), NULL);
		expect_error(s, 409, "in_use");
	}
	expect_sound(s);
}

static void
a_name_that_a_rule_goes_by_stays(void **state)
{
	struct shop *s = *state;

	begin(s);
	request(s, "POST", "/api/v1/admin/pricing-rules", "{'name':'Cairo','rule_type':'location',"
	        "'target_value':' cairo ','discount_value':'1.00'," RULE_REST "}");
	expect_status(s, 201);
	get(s, "/api/v1/admin/cities/1");
	request(s, "PUT", "/api/v1/admin/cities/1", "{'version':%lld,'name':'Kairo'}",
	        (long long)number_at(s, "version"));
	expect_error(s, 409, "conflict");
	expect_field(s, "name", "conflict");
	request(s, "PUT", "/api/v1/admin/cities/1", "{'version':1,'name':'Cairo','is_active':false}");
	expect_status(s, 200);
	expect_sound(s);
}

static void
a_rule_looks_at_what_is_there(void **state)
{
	struct shop *s = *state;
	static const struct { const char *target, *field; } rows[] = {
		{ "'rule_type':'product'", "target_id" },
		{ "'rule_type':'product','target_id':9999", "target_id" },
		{ "'rule_type':'product','target_value':'Cookie'", "target_value" },
		{ "'rule_type':'flavor','target_id':9999", "target_id" },
		{ "'rule_type':'category','target_id':9999", "target_id" },
		{ "'rule_type':'location','target_id':9999", "target_id" },
		{ "'rule_type':'location','target_value':'Atlantis'", "target_value" },
		{ "'rule_type':'location','target_id':1,'target_value':'Cairo'", "target_value" },
		{ "'rule_type':'customer_group'", "target_value" },
		{ "'rule_type':'customer_group','target_id':1", "target_id" },
		{ "'rule_type':'time','target_id':1", "target_id" },
		{ "'rule_type':'time','end_date':'2029-01-01T00:00:00Z'", "end_date" },
	};

	begin(s);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		request(s, "POST", "/api/v1/admin/pricing-rules", "{'name':'Rule',%s,"
		        "'discount_value':'1.00'," RULE_REST "}", rows[i].target);
		expect_error(s, 422, "invalid");
		expect_field(s, rows[i].field, "invalid");
	}
}

static void
limits_of_a_code_are_not_set_below_what_is_used(void **state)
{
	struct shop *s = *state;

	begin(s);
	sql_do(s, "UPDATE promo_codes SET used_count = 5 WHERE code = 'WELCOME10'");
	int64_t id = sql_number(s, "SELECT id FROM promo_codes WHERE code = 'WELCOME10'");
	request(s, "PUT", arena_fmt(s->cx.mem, "/api/v1/admin/promo-codes/%lld", (long long)id),
	        "{'version':1,'code':'WELCOME10','name':'Welcome','discount_value':'10.00',"
	        "'usage_limit':4," CODE_REST "}");
	expect_error(s, 422, "invalid");
	expect_field(s, "usage_limit", "invalid");
	expect_rows(s, 1, "SELECT 1 FROM promo_codes WHERE code = 'WELCOME10' AND used_count = 5 "
	            "AND version = 1");
}

/* ---- lists ---- */

static void
each_list_is_sorted_and_goes_on_page_by_page(void **state)
{
	struct shop *s = *state;

	begin(s);
	EACH_KIND(k) {
		static const char *const ways[] = { "", "-" };
		int64_t total = 0;

		make(s, k);
		for (int w = 0; w < 2; w++) {
			const char *cursor = "";
			int64_t seen = 0, last = 0;

			for (;;) {
				get(s, "%s", address(s, k, 0, arena_fmt(s->cx.mem, "?limit=2&sort=%s%s%s", ways[w],
				                                        w ? k->sort : "id", cursor)));
				expect_status(s, 200);
				size_t n = json_list_length(at(s, "items"));
				for (size_t i = 0; i < n; i++) {
					int64_t id = number_at(s, arena_fmt(s->cx.mem, "items.%zu.id", i));
					assert_true(w == 1 || id > last);
					last = id;
				}
				seen += (int64_t)n;
				if (!has(s, "next_cursor"))
					break;
				cursor = arena_fmt(s->cx.mem, "&cursor=%s", text_at(s, "next_cursor"));
			}
			assert_true(seen > 0 && (w == 0 || seen == total));
			total = seen;
		}
		get(s, "%s", address(s, k, 0, "?sort=price_of_gold"));
		expect_error(s, 422, "invalid");
		get(s, "%s", address(s, k, 0, "?cursor=nonsense"));
		expect_error(s, 422, "invalid");
	}
}

static void
lists_are_filtered_and_searched(void **state)
{
	struct shop *s = *state;
	static const struct { const char *path, *sql; } rows[] = {
		{ "cities?q=air", "SELECT COUNT(*) FROM cities WHERE name LIKE '%air%'" },
		{ "cities?is_active=false", "SELECT COUNT(*) FROM cities WHERE is_active = 0" },
		{ "cities?q=%25", "SELECT 0" },
		{ "zones?city_id=1&is_active=true&limit=200",
		  "SELECT COUNT(*) FROM zones WHERE city_id = 1 AND is_active = 1" },
		{ "closures?from=2030-04-02", "SELECT COUNT(*) FROM delivery_closures "
		  "WHERE day >= '2030-04-02'" },
		{ "products?product_type_id=1&limit=200",
		  "SELECT COUNT(*) FROM products WHERE product_type_id = 1 AND deleted_at IS NULL" },
		{ "flavors?category=Chocolate",
		  "SELECT COUNT(*) FROM flavors WHERE category = 'Chocolate' AND deleted_at IS NULL" },
		{ "product-instances?product_type=pack&limit=200",
		  "SELECT COUNT(*) FROM product_instance WHERE product_type = 'pack'" },
		{ "translations?entity=city&limit=200",
		  "SELECT COUNT(*) FROM translations WHERE entity = 'city'" },
		{ "promo-codes?q=welcome", "SELECT COUNT(*) FROM promo_codes WHERE deleted_at IS NULL AND "
		  "CONCAT(code, ' ', name) LIKE '%welcome%'" },
	};

	begin(s);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		get(s, "/api/v1/admin/%s", rows[i].path);
		expect_status(s, 200);
		assert_int_equal(json_list_length(at(s, "items")), sql_number(s, "%s", rows[i].sql));
	}
}

static void
money_sorts_as_money(void **state)
{
	struct shop *s = *state;

	begin(s);
	for (int i = 0; i < 3; i++) {
		static const char *const fees[] = { "9.00", "100.00", "35.50" };
		request(s, "POST", "/api/v1/admin/zones", "{'name':'Z%d','city_id':3,'delivery_fee':'%s',"
		        "'delivery_days':0}", i, fees[i]);
		expect_status(s, 201);
	}
	sql_do(s, "UPDATE zones SET delivery_fee = 50 WHERE name NOT LIKE 'Z%%'");
	get(s, "/api/v1/admin/zones?sort=delivery_fee&limit=1");
	expect_text(s, "items.0.delivery_fee", "9.00");
	get(s, "/api/v1/admin/zones?sort=delivery_fee&limit=1&cursor=%s", text_at(s, "next_cursor"));
	expect_text(s, "items.0.delivery_fee", "35.50");
	get(s, "/api/v1/admin/zones?sort=-delivery_fee&limit=1");
	expect_text(s, "items.0.delivery_fee", "100.00");
}

/* ---- at once ---- */

static bool
rename_first_zone(struct shop *s, int i)
{
	as(s, BOSS);
	request(s, "PUT", "/api/v1/admin/zones/1", "{'version':1,'name':'Zone %d','city_id':1,"
	        "'delivery_fee':'35.00','delivery_days':0}", i);
	return s->reply.status == 200;
}

static void
of_twenty_who_save_one_version_one_does(void **state)
{
	struct shop *s = *state;

	begin(s);
	assert_int_equal(shop_parallel(s, 20, rename_first_zone), 1);
	expect_rows(s, 1, "SELECT 1 FROM zones WHERE id = 1 AND version = 2");
}

static bool
rename_or_refer(struct shop *s, int i)
{
	as(s, BOSS);
	if (i % 2)
		request(s, "PUT", "/api/v1/admin/cities/2", "{'version':1,'name':'City %d'}", i);
	else
		request(s, "POST", "/api/v1/admin/pricing-rules", "{'name':'R%d','rule_type':'location',"
		        "'target_value':'Giza','discount_value':'1.00'," RULE_REST "}", i);
	return s->reply.status < 500;
}

static void
a_rule_and_a_renaming_at_once_do_not_pass_each_other(void **state)
{
	struct shop *s = *state;

	begin(s);
	sql_do(s, "UPDATE cities SET name = 'Giza' WHERE id = 2");
	assert_int_equal(shop_parallel(s, 16, rename_or_refer), 16);
	expect_sound(s);
}

/* ---- what a change brings with it ---- */

static void
prices_and_fees_are_in_the_history(void **state)
{
	struct shop *s = *state;

	begin(s);
	request(s, "POST", "/api/v1/admin/products", "{'name':'Lemon','slug':'lemon',"
	        "'product_type_id':1,'base_price':'40.00'}");
	int64_t product = number_at(s, "id");
	request(s, "PUT", arena_fmt(s->cx.mem, "/api/v1/admin/products/%lld", (long long)product),
	        "{'version':1,'name':'Lemon','slug':'lemon','product_type_id':1,'base_price':'44.00'}");
	expect_text(s, "current_price", "44.00");	/* what lists go by, at once */
	request(s, "PUT", arena_fmt(s->cx.mem, "/api/v1/admin/products/%lld", (long long)product),
	        "{'version':2,'name':'Lemons','slug':'lemon','product_type_id':1,'base_price':'44.00'}");
	expect_status(s, 200);
	assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM price_history WHERE entity = 'product' "
	                            "AND entity_id = %lld AND kind = 'base'", (long long)product), 2);
	request(s, "PUT", "/api/v1/admin/zones/1", "{'version':1,'name':'Madinaty','city_id':1,"
	        "'delivery_fee':'77.00','delivery_days':1}");
	expect_status(s, 200);
	expect_rows(s, 1, "SELECT 1 FROM price_history WHERE entity = 'zone' AND entity_id = 1 "
	            "AND kind = 'fee' AND amount = 77 AND admin_user_id IS NOT NULL");
	expect_sound(s);
}

static void
the_shop_shows_what_staff_made(void **state)
{
	struct shop *s = *state;

	begin(s);
	request(s, "POST", "/api/v1/admin/products", "{'name':'Lemon bar','slug':'lemon-bar',"
	        "'product_type_id':1,'base_price':'40.00'}");
	long long product = number_at(s, "id");
	request(s, "POST", "/api/v1/admin/product-instances", "{'product_type':'cookie',"
	        "'product_id':%lld,'size_id':2,'base_price':'40.00'}", product);
	long long instance = number_at(s, "id");
	request(s, "PUT", arena_fmt(s->cx.mem, "/api/v1/admin/product-instances/%lld/flavors", instance),
	        "{'version':1,'flavors':[{'flavor_id':8,'price_adjustment':'2.00'}]}");
	expect_status(s, 200);
	request(s, "POST", "/api/v1/admin/translations", "{'entity':'product','entity_id':%lld,"
	        "'language':'ar','name':'حلوى الليمون'}", product);
	expect_status(s, 201);
	s->lang = "ar";
	get(s, "/api/v1/products/lemon-bar");
	expect_status(s, 200);
	expect_text(s, "name", "حلوى الليمون");
	s->lang = NULL;
	request(s, "DELETE", arena_fmt(s->cx.mem, "/api/v1/admin/products/%lld?version=1", product), NULL);
	expect_status(s, 204);
	get(s, "/api/v1/products/lemon-bar");
	expect_error(s, 404, "not_found");
	request(s, "POST", arena_fmt(s->cx.mem, "/api/v1/admin/products/%lld/restore", product), NULL);
	get(s, "/api/v1/products/lemon-bar");
	expect_status(s, 200);
}

static void
a_new_name_of_a_flavor_or_size_reaches_its_copies(void **state)
{
	struct shop *s = *state;

	begin(s);
	get(s, "/api/v1/admin/flavors/8");
	request(s, "PUT", "/api/v1/admin/flavors/8", "{'version':%lld,'name':'Bourbon vanilla',"
	        "'slug':'vanilla'}", (long long)number_at(s, "version"));
	expect_status(s, 200);
	expect_rows(s, 0, "SELECT 1 FROM product_instance_flavor WHERE flavor_id = 8 "
	            "AND flavor_name <> 'Bourbon vanilla'");
	expect_sound(s);
}

static void
the_flavors_of_an_instance_are_set_as_a_whole(void **state)
{
	struct shop *s = *state;
	const char *path = "/api/v1/admin/product-instances/51/flavors";

	begin(s);
	get(s, "%s", path);
	expect_status(s, 200);
	long long version = number_at(s, "version");
	request(s, "PUT", path, "{'version':%lld,'flavors':[{'flavor_id':8,'quantity':2,"
	        "'price_adjustment':'0.00'},{'flavor_id':1,'size_id':2,'price_adjustment':'-1.50'}]}", version);
	expect_status(s, 200);
	assert_int_equal(json_list_length(at(s, "items")), 2);
	expect_text(s, "items.0.price_adjustment", "-1.50");
	expect_text(s, "items.1.flavor_name", "Vanilla");
	expect_number(s, "version", version + 1);
	request(s, "PUT", path, "{'version':%lld,'flavors':[]}", version);
	expect_error(s, 409, "conflict");
	request(s, "PUT", path, "{'version':%lld,'flavors':[{'flavor_id':999,'price_adjustment':'0.00'}]}",
	        version + 1);
	expect_error(s, 422, "invalid");
	request(s, "PUT", path, "{'version':%lld,'flavors':[{'flavor_id':8,'price_adjustment':'0.00'},"
	        "{'flavor_id':8,'price_adjustment':'1.00'}]}", version + 1);
	expect_error(s, 422, "invalid");
	expect_field(s, "flavors", "invalid");
	request(s, "PUT", "/api/v1/admin/product-instances/999/flavors", "{'version':1,'flavors':[]}");
	expect_error(s, 404, "not_found");
	get(s, "/api/v1/admin/product-instances/999/flavors");
	expect_error(s, 404, "not_found");
	expect_rows(s, 1, "SELECT 1 FROM price_history WHERE entity = 'product_instance_flavor' "
	            "AND kind = 'adjustment' AND amount = -1.5");
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'product_instance.flavors'");
	expect_sound(s);
}

static void
the_slots_of_a_zone_are_set_as_a_whole(void **state)
{
	struct shop *s = *state;
	const char *path = "/api/v1/admin/zones/1/time-slots";

	begin(s);
	request(s, "PUT", path, "{'version':1,'slots':[{'time_slot_id':3,'weekdays':8}]}");
	expect_status(s, 200);
	expect_number(s, "items.0.weekdays", 8);
	assert_false(has(s, "items.1"));
	get(s, "/api/v1/time-slots?zone_id=1");
	expect_text(s, "items.0.date", "2030-01-03");	/* a Thursday */
	get(s, "%s", path);
	expect_number(s, "version", 2);
	request(s, "PUT", path, "{'version':1,'slots':[]}");
	expect_error(s, 409, "conflict");
	request(s, "PUT", path, "{'version':2,'slots':[{'time_slot_id':99}]}");
	expect_error(s, 422, "invalid");
	request(s, "PUT", path, "{'version':2,'slots':[{'time_slot_id':3},{'time_slot_id':3}]}");
	expect_error(s, 422, "invalid");
	get(s, "/api/v1/admin/zones/999/time-slots");
	expect_error(s, 404, "not_found");
	request(s, "PUT", "/api/v1/admin/zones/999/time-slots", "{'version':1,'slots':[]}");
	expect_error(s, 404, "not_found");
	expect_rows(s, 1, "SELECT 1 FROM zone_time_slots WHERE zone_id = 1");
}

static void
a_day_that_staff_close_is_off_the_list_at_once(void **state)
{
	struct shop *s = *state;

	begin(s);
	get(s, "/api/v1/time-slots?zone_id=1");
	const char *first = text_at(s, "items.0.date");
	request(s, "POST", "/api/v1/admin/closures", "{'day':'%s','reason':'Eid'}", first);
	expect_status(s, 201);
	get(s, "/api/v1/time-slots?zone_id=1");
	assert_string_not_equal(text_at(s, "items.0.date"), first);
}

static void
many_codes_are_made_at_once_and_only_once(void **state)
{
	struct shop *s = *state;

	begin(s);
	for (int i = 0; i < 2; i++) {
		once(s, "promo-batch-0001");
		request(s, "POST", "/api/v1/admin/promo-codes/batches", "{'count':50,'prefix':'eid-',"
		        "'name':'Eid','discount_value':'10.00','usage_limit':1," CODE_REST "}");
		expect_status(s, 201);
		assert_int_equal(json_list_length(at(s, "codes")), 50);
	}
	expect_rows(s, 50, "SELECT 1 FROM promo_codes WHERE code LIKE 'EID-__________' "
	            "AND usage_limit = 1 AND used_count = 0");
	once(s, "promo-batch-0002");
	request(s, "POST", "/api/v1/admin/promo-codes/batches", "{'count':1001,'prefix':'eid-',"
	        "'name':'Eid','discount_value':'10.00'," CODE_REST "}");
	expect_error(s, 422, "invalid");
}

SHOP_TESTS(shop_test(each_is_made_read_changed_and_taken_away),
           shop_test(each_that_was_marked_can_be_brought_back),
           shop_test(every_change_is_in_the_audit_with_what_changed),
           shop_test(the_second_who_saves_gets_the_present_state),
           shop_test(a_name_that_is_taken_is_told_by_its_field),
           shop_test(what_the_database_refuses_is_told_by_its_field),
           shop_test(what_others_need_stays), shop_test(a_name_that_a_rule_goes_by_stays),
           shop_test(a_rule_looks_at_what_is_there),
           shop_test(limits_of_a_code_are_not_set_below_what_is_used),
           shop_test(each_list_is_sorted_and_goes_on_page_by_page),
           shop_test(lists_are_filtered_and_searched), shop_test(money_sorts_as_money),
           shop_test(of_twenty_who_save_one_version_one_does),
           shop_test(a_rule_and_a_renaming_at_once_do_not_pass_each_other),
           shop_test(prices_and_fees_are_in_the_history),
           shop_test(the_shop_shows_what_staff_made),
           shop_test(a_new_name_of_a_flavor_or_size_reaches_its_copies),
           shop_test(the_flavors_of_an_instance_are_set_as_a_whole),
           shop_test(the_slots_of_a_zone_are_set_as_a_whole),
           shop_test(a_day_that_staff_close_is_off_the_list_at_once),
           shop_test(many_codes_are_made_at_once_and_only_once))
