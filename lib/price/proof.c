/* SPDX-License-Identifier: MIT */
/* Two tables say what is written of each struct; writer and reader go by the same ones. */
#include "price/proof.h"

#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"

/* Reading a list back: room for what was there when it was written. */
#define LIST_MAX 8000

enum kind { INT, WHOLE, FLAG, TEXT, MONEY };	/* WHOLE: 32 bits */

struct member { const char *name; size_t off; enum kind kind; };
#define KIND_OF(m)                                                                                 \
	_Generic((m), int64_t: INT, int32_t: WHOLE, bool: FLAG, const char *: TEXT,                \
	         struct money: MONEY)
#define M(T, m) { #m, offsetof(struct T, m), KIND_OF(((struct T *)0)->m) }
#define END { NULL, 0, INT }

static const struct member facts_members[] = {
	M(quote_facts, at), M(quote_facts, group), M(quote_facts, zone_id), M(quote_facts, city),
	M(quote_facts, fee), M(quote_facts, code), END,
};
static const struct member line_members[] = {
	M(line, id), M(line, product_instance_id), M(line, product_id), M(line, type),
	M(line, type_name), M(line, base_size), M(line, quantity), M(line, pack_count), END,
};
static const struct member flavor_members[] = {
	M(line_flavor, flavor_id), M(line_flavor, category), M(line_flavor, quantity),
	M(line_flavor, price_adjustment), M(line_flavor, chosen), END,
};
static const struct member tariff_members[] = {
	M(tariff, base), M(tariff, product_base), M(tariff, original), M(tariff, sale), END,
};
static const struct member tier_members[] = {
	M(tier, id), M(tier, type), M(tier, price), M(tier, is_own), END,
};
static const struct member rule_members[] = {
	M(rule, id), M(rule, name), M(rule, type), M(rule, target_id), M(rule, target_value),
	M(rule, category_type), M(rule, category_value), M(rule, kind), M(rule, value),
	M(rule, minimum), M(rule, maximum), END,
};
static const struct member promo_members[] = {
	M(promo, id), M(promo, code), M(promo, name), M(promo, is_percentage), M(promo, value),
	M(promo, minimum), M(promo, maximum), M(promo, per_customer_limit), M(promo, has_limit),
	M(promo, is_spent), M(promo, is_active), M(promo, valid_from), M(promo, valid_until), END,
};

/* ---- writing ---- */

static void
write_money(struct buf *b, struct money m)
{
	char text[MONEY_TEXT];

	if (money_is_none(m))
		buf_str(b, "null");
	else
		buf_json(b, money_text(m, text));
}

static void
write_member(struct buf *b, const struct member *m, const void *at)
{
	switch (m->kind) {
	case INT:   buf_int(b, *(const int64_t *)at); break;
	case WHOLE: buf_int(b, *(const int32_t *)at); break;
	case FLAG:  buf_str(b, *(const bool *)at ? "true" : "false"); break;
	case TEXT:  buf_json(b, *(const char *const *)at); break;
	case MONEY: write_money(b, *(const struct money *)at); break;
	}
}

/* The members without the closing bracket: lists may follow. */
static void
write_members(struct buf *b, const struct member *m, const void *from)
{
	const char *sign = "{";

	for (; m->name; m++, sign = ",") {
		buf_str(b, sign);
		buf_json(b, m->name);
		buf_char(b, ':');
		write_member(b, m, (const char *)from + m->off);
	}
}

static void
write_line(struct buf *b, const struct line *line)
{
	write_members(b, line_members, line);
	buf_str(b, ",\"tariff\":");
	write_members(b, tariff_members, line->tariff);
	buf_str(b, ",\"tiers\":[");
	for (size_t i = 0; i < line->tariff->tiers_n; i++) {
		buf_str(b, i ? "," : "");
		write_members(b, tier_members, &line->tariff->tiers[i]);
		buf_char(b, '}');
	}
	buf_str(b, "]},\"flavors\":[");
	for (size_t i = 0; i < line->flavors_n; i++) {
		buf_str(b, i ? "," : "");
		write_members(b, flavor_members, &line->flavors[i]);
		buf_char(b, '}');
	}
	buf_str(b, "]}");
}

const char *
proof_write(struct ctx *cx, const struct quote_facts *f)
{
	struct buf b = buf_in(cx->mem, PROOF_BYTES);

	write_members(&b, facts_members, f);
	buf_str(&b, ",\"lines\":[");
	for (size_t i = 0; i < f->lines_n; i++) {
		buf_str(&b, i ? "," : "");
		write_line(&b, &f->lines[i]);
	}
	buf_str(&b, "],\"rules\":[");
	for (size_t i = 0; i < f->rules_n; i++) {
		buf_str(&b, i ? "," : "");
		write_members(&b, rule_members, &f->rules[i]);
		buf_char(&b, '}');
	}
	buf_str(&b, "],\"promo\":");
	if (f->promo) {
		write_members(&b, promo_members, f->promo);
		buf_char(&b, '}');
	} else {
		buf_str(&b, "null");
	}
	buf_char(&b, '}');
	BUG_ON(b.full);		/* LINES_MAX lines and RULES_MAX rules have room */
	return b.data;
}

/* ---- reading ---- */

static bool
read_money(const struct json *v, struct money *ret)
{
	size_t n;

	*ret = MONEY_NONE;
	if (json_kind(v) == JSON_NULL)
		return true;
	return json_kind(v) == JSON_TEXT && money_parse(json_text(v, &n), ret);
}

static bool
read_text(struct ctx *cx, const struct json *v, const char **ret)
{
	size_t n;

	*ret = NULL;
	if (json_kind(v) == JSON_NULL)
		return true;
	if (json_kind(v) != JSON_TEXT)
		return false;
	*ret = arena_str(cx->mem, json_text(v, &n));
	return true;
}

static bool
read_member(struct ctx *cx, const struct member *m, const struct json *v, void *at)
{
	switch (m->kind) {
	case INT:
		*(int64_t *)at = json_kind(v) == JSON_INT ? json_int(v) : 0;
		return json_kind(v) == JSON_INT;
	case WHOLE:
		*(int32_t *)at = json_kind(v) == JSON_INT ? (int32_t)json_int(v) : 0;
		return json_kind(v) == JSON_INT;
	case FLAG:
		*(bool *)at = json_kind(v) == JSON_FLAG && json_flag(v);
		return json_kind(v) == JSON_FLAG;
	case TEXT:
		return read_text(cx, v, at);
	case MONEY:
		return read_money(v, at);
	}
	return false;
}

static bool
read_members(struct ctx *cx, const struct member *m, const struct json *v, void *to)
{
	if (!v || json_kind(v) != JSON_OBJECT)
		return false;
	for (; m->name; m++) {
		const struct json *member = json_member(v, m->name);

		if (!member || !read_member(cx, m, member, (char *)to + m->off))
			return false;
	}
	return true;
}

/* An array of structs from a list of objects; false if it is none. */
static bool
read_list(struct ctx *cx, const struct member *m, const struct json *v, size_t size, void *to,
          size_t *ret_n)
{
	size_t n = v && json_kind(v) == JSON_LIST ? json_list_length(v) : LIST_MAX + 1;
	char *list;

	if (n > LIST_MAX)
		return false;
	list = arena_alloc(cx->mem, size * (n + 1));
	for (size_t i = 0; i < n; i++)
		if (!read_members(cx, m, json_list_at(v, i), list + i * size))
			return false;
	*(void **)to = list;
	*ret_n = n;
	return true;
}

static bool
read_line(struct ctx *cx, const struct json *v, struct line *line)
{
	const struct json *tariff = json_member(v, "tariff");
	struct tariff *t = arena_new_of(cx->mem, struct tariff);
	struct tier *tiers;
	struct line_flavor *flavors;

	if (!tariff || !read_members(cx, tariff_members, tariff, t) ||
	    !read_list(cx, tier_members, json_member(tariff, "tiers"), sizeof *tiers, &tiers,
	               &t->tiers_n) ||
	    !read_list(cx, flavor_members, json_member(v, "flavors"), sizeof *flavors, &flavors,
	               &line->flavors_n))
		return false;
	t->product_instance_id = line->product_instance_id;
	t->tiers = tiers;
	line->tariff = t;
	line->flavors = flavors;
	return true;
}

static bool
read_facts(struct ctx *cx, const struct json *v, struct quote_facts *f)
{
	const struct json *lines_of = json_member(v, "lines"), *promo_of = json_member(v, "promo");
	struct promo *promo = arena_new_of(cx->mem, struct promo);
	struct line *lines;
	struct rule *rules;

	if (!read_members(cx, facts_members, v, f) ||
	    !read_list(cx, line_members, lines_of, sizeof *lines, &lines, &f->lines_n) ||
	    !read_list(cx, rule_members, json_member(v, "rules"), sizeof *rules, &rules,
	               &f->rules_n) || !promo_of)
		return false;
	for (size_t i = 0; i < f->lines_n; i++)
		if (!read_line(cx, json_list_at(lines_of, i), &lines[i]))
			return false;
	f->lines = lines;
	f->rules = rules;
	if (json_kind(promo_of) == JSON_NULL)
		return true;
	f->promo = promo;
	return read_members(cx, promo_members, promo_of, promo);
}

enum err
proof_read(struct ctx *cx, const char *text, struct quote_facts *ret)
{
	struct quote_facts f = { 0 };
	const struct json *v;
	enum err e = json_parse(cx, text, strlen(text), &v);

	if (e != OK || json_kind(v) != JSON_OBJECT || !read_facts(cx, v, &f))
		return fail(cx, E_INTERNAL, "this is no proof of a price");
	*ret = f;
	return OK;
}
