/* SPDX-License-Identifier: MIT */
/* cases.txt, line by line. */
#include "price/quote.h"

#include "base/str.h"
#include "unit/base/unit.h"

#define AT 1893585600
#define LEAST_CASES 150
#define EACH_MAX 16		/* rules, tiers, flavors of a case; lines of a cart */

/* The text up to the mark, without blanks around it; *rest goes on after the mark. */
static char *
part(struct arena *mem, char **rest, const char *mark)
{
	char *end = *rest ? strstr(*rest, mark) : NULL, *from = *rest;

	if (!from)
		return NULL;
	*rest = end ? end + strlen(mark) : NULL;
	return str_trim(mem, end ? arena_strn(mem, from, (size_t)(end - from)) : from);
}

static struct money
amount(const char *text)
{
	struct money m;

	if (!money_parse(text, &m))
		print_error("no amount: %s\n", text);
	assert_true(money_parse(text, &m));
	return m;
}

static int64_t
number(const char *text)
{
	int64_t n;

	assert_true(int_parse(text, &n));
	return n;
}

/* ---- the cart ---- */

struct thing { struct line line; struct tariff tariff; struct tier tiers[EACH_MAX];
               struct line_flavor flavors[EACH_MAX]; };

static const char *
category_of(int64_t flavor)
{
	return flavor <= 3 ? "Chocolate" : flavor <= 5 ? "Nuts" : "Fruit";
}

static void
add_flavor(struct thing *t, char *word, struct arena *mem)
{
	char *rest = word + 1;
	int64_t id = number(part(mem, &rest, "*"));

	t->flavors[t->line.flavors_n++] = (struct line_flavor){
		.flavor_id = id, .quantity = (int32_t)number(rest), .category = category_of(id),
		.price_adjustment = money_of(0), .allowed = true,
	};
	assert_true(t->line.flavors_n < EACH_MAX);
}

/* name=amount */
static void
add_price(struct thing *t, const char *name, struct money m)
{
	bool is_own = str_starts(name, "own-");
	const char *type = is_own ? name + 4 : name;

	if (str_eq(name, "base")) {
		t->tariff.product_base = m;
	} else if (str_eq(name, "sale")) {
		t->tariff.sale = m;
	} else if (str_eq(name, "add")) {
		for (size_t i = 0; i < t->line.flavors_n; i++)
			t->flavors[i].price_adjustment = m;
	} else {
		assert_true(str_among(type, "regular|sales|member|wholesale"));
		t->tiers[t->tariff.tiers_n++] = (struct tier){
			.type = str_eq(type, "sales") ? "sale" : type, .price = m, .is_own = is_own,
		};
	}
}

static void
add_word(struct thing *t, char *word, struct arena *mem)
{
	char *rest = word, *name = part(mem, &rest, "=");

	if (rest)
		add_price(t, name, amount(rest));
	else if (str_eq(word, "pack"))
		t->line.type = "pack";
	else if (word[0] == 'p')
		t->line.product_id = number(word + 1);
	else if (word[0] == 'f')
		add_flavor(t, word, mem);
	else if (str_among(word, "Mini|Medium|Large"))
		t->line.base_size = word;
	else
		t->line.type_name = word;
}

/* 2x65.00(words) */
static struct line
read_thing(struct arena *mem, char *text)
{
	struct thing *t = arena_new_of(mem, struct thing);
	char *words = strchr(text, '('), *rest = text, *word;

	if (words) {
		*words++ = '\0';
		*strchr(words, ')') = '\0';
	}
	t->line = (struct line){ .type = "cookie", .is_sold = true, .tariff = &t->tariff,
	                         .flavors = t->flavors };
	t->line.quantity = (int32_t)number(part(mem, &rest, "x"));
	t->tariff = (struct tariff){ .base = amount(rest), .product_base = MONEY_NONE,
	                             .original = MONEY_NONE, .sale = MONEY_NONE,
	                             .tiers = t->tiers };
	while ((word = part(mem, &words, " ")))
		add_word(t, word, mem);
	for (size_t i = 0; i < t->line.flavors_n; i++)
		t->flavors[i].chosen = str_eq(t->line.type, "pack");
	return t->line;
}

/* ---- rules and the code ---- */

static const char *
without_marks(struct arena *mem, const char *word)
{
	char *text = arena_str(mem, word);

	for (char *c = text; *c; c++)
		*c = *c == '_' ? ' ' : *c;	/* a blank inside a word of the case */
	return text;
}

/* "10%", "20.00" or "free". */
static const char *
read_value(const char *word, struct money *value)
{
	size_t n = strlen(word);
	char digits[16];

	*value = money_of(0);
	if (str_eq(word, "free"))
		return "free_delivery";
	if (word[n - 1] != '%') {
		*value = amount(word);
		return "fixed_amount";
	}
	snprintf(digits, sizeof digits, "%.*s", (int)n - 1, word);
	*value = amount(digits);
	return "percentage";
}

static void
read_target(struct arena *mem, struct rule *r, const char *type, const char *target)
{
	static const struct { const char *word, *category; } categories[] = {
		{ "type", "product_type" }, { "size", "size_category" },
		{ "flavors", "flavor_category" }, { "members", "customer_group" },
		{ "nothing", NULL },
	};
	const char *name = target ? without_marks(mem, target) : NULL;

	r->type = str_eq(type, "zone") || str_eq(type, "city") ? "location"
	        : str_eq(type, "group") ? "customer_group" : type;
	if (str_among(type, "product|flavor|zone"))
		r->target_id = number(target);
	else
		r->target_value = name;
	for (size_t i = 0; i < ROWS(categories); i++)
		if (str_eq(type, categories[i].word)) {
			r->type = "category";
			r->category_type = categories[i].category;
			r->category_value = name;
		}
}

static struct rule
read_rule(struct arena *mem, char *text)
{
	struct rule r = { .name = text, .minimum = money_of(0), .maximum = MONEY_NONE };
	char *rest = text, *word;

	r.kind = read_value(part(mem, &rest, " "), &r.value);
	word = part(mem, &rest, " ");
	read_target(mem, &r, word, str_eq(word, "time") ? NULL : part(mem, &rest, " "));
	while ((word = part(mem, &rest, " "))) {
		assert_true(str_among(word, "min|max"));
		*(str_eq(word, "min") ? &r.minimum : &r.maximum) = amount(part(mem, &rest, " "));
	}
	return r;
}

static void
read_code(struct arena *mem, char *text, struct quote_facts *f)
{
	struct promo *p = arena_new_of(mem, struct promo);
	char *rest = text + 5, *word;

	*p = (struct promo){ .id = 1, .code = "CODE", .name = "Code", .is_active = true,
	                     .minimum = money_of(0), .maximum = MONEY_NONE, .valid_from = AT };
	p->is_percentage = str_eq(read_value(part(mem, &rest, " "), &p->value), "percentage");
	f->code = "CODE";
	f->promo = p;
	while ((word = part(mem, &rest, " "))) {
		if (str_among(word, "min|max"))
			*(str_eq(word, "min") ? &p->minimum : &p->maximum) =
				amount(part(mem, &rest, " "));
		else if (str_eq(word, "early"))
			p->valid_from = AT + 1;
		else if (str_eq(word, "late"))
			p->valid_until = AT;
		else if (str_eq(word, "spent"))
			p->has_limit = p->is_spent = true;
		else if (str_eq(word, "off"))
			p->is_active = false;
		else
			f->promo = NULL;
	}
}

static void
read_who(char *text, struct quote_facts *f)
{
	f->zone_id = 1;
	f->city = "Cairo";
	f->fee = money_of(3500);
	if (str_eq(text, "nozone")) {
		f->zone_id = 0;
		f->city = NULL;
		f->fee = money_of(0);
	} else if (str_starts(text, "fee ")) {
		f->fee = amount(text + 4);
	} else if (!str_eq(text, "-")) {
		f->group = text;
	}
}

static struct quote_facts
read_case(struct arena *mem, char **rest)
{
	struct line *lines = arena_array(mem, struct line, EACH_MAX);
	struct rule *rules = arena_array(mem, struct rule, EACH_MAX);
	struct quote_facts f = { .at = AT, .lines = lines, .rules = rules };
	char *cart = part(mem, rest, " | "), *reductions = part(mem, rest, " | "), *one;

	while ((one = part(mem, &cart, ", ")))
		lines[f.lines_n++] = read_thing(mem, one);
	while ((one = part(mem, &reductions, "; "))) {
		if (str_starts(one, "code "))
			read_code(mem, one, &f);
		else if (!str_eq(one, "-"))
			rules[f.rules_n++] = read_rule(mem, one);
	}
	assert_true(f.lines_n < EACH_MAX && f.rules_n < EACH_MAX);
	read_who(part(mem, rest, " | "), &f);
	return f;
}

/* ---- what comes out ---- */

static const char *
came_out(struct ctx *cx, const struct quote *q)
{
	const struct money m[] = { q->subtotal, q->rules_discount_amount, q->discount_amount,
	                           q->delivery_fee, q->total };
	const char *text = "", *sign = " :";
	char one[MONEY_TEXT];

	for (size_t i = 0; i < ROWS(m); i++)
		text = arena_fmt(cx->mem, "%s%s%s", text, i ? " " : "", money_text(m[i], one));
	for (size_t i = 0; i < q->discounts_n; i++)
		if (!q->discounts[i].applied) {
			text = arena_fmt(cx->mem, "%s%s %s", text, sign, q->discounts[i].reason);
			sign = ",";
		}
	return text;
}

/* "0" in a case is "0.00". */
static const char *
wanted(struct ctx *cx, char *text)
{
	char *reasons = strstr(text, " :"), *rest = text, *word, one[MONEY_TEXT];
	const char *out = "";

	if (reasons)
		*reasons++ = '\0';
	while ((word = part(cx->mem, &rest, " ")))
		out = arena_fmt(cx->mem, "%s%s%s", out, *out ? " " : "",
		                money_text(amount(word), one));
	return reasons ? arena_fmt(cx->mem, "%s %s", out, reasons) : out;
}

static bool
holds(struct ctx *cx, char *line)
{
	char *rest = line, *name = part(cx->mem, &rest, " | ");
	struct quote_facts f = read_case(cx->mem, &rest);
	const char *want = wanted(cx, rest);
	struct quote q;

	assert_int_equal(quote_compute(cx, &f, &q), OK);
	if (str_eq(came_out(cx, &q), want))
		return true;
	print_error("%s\n  wanted   %s\n  came out %s\n", name, want, came_out(cx, &q));
	return false;
}

static void
every_case_comes_out_as_written(void **state)
{
	struct ctx *cx = *state;
	FILE *f = fopen("tests/unit/price/cases.txt", "re");
	char *line = NULL;
	size_t size = 0;
	int cases = 0, wrong = 0;
	ssize_t n;

	assert_non_null(f);
	while ((n = getline(&line, &size, f)) > 0) {
		if (*line == '#' || *line == '\n')
			continue;
		line[n - 1] = '\0';
		cases++;
		wrong += !holds(cx, line);
		arena_reset(cx->mem);
	}
	free(line);
	fclose(f);
	assert_true(cases >= LEAST_CASES);
	assert_int_equal(wrong, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { TEST(every_case_comes_out_as_written) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
