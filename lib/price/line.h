/* SPDX-License-Identifier: MIT */
/* A line: one thing, so many of it, with its chosen flavors; and what it costs.
 *
 * Rules     The price of one is the instance's price for who buys it (price/tariff.h) plus price
 *           adjustment times quantity of each chosen flavor, and never below zero.
 *           A pack's choice adds up to its count, from the flavors its instance allows, with at
 *           most max_per_flavor of one and at least min_flavors different ones.
 *           Cookies of one: single 1, pack its count, bundle the sum of its parts, digital 0.
 * See       tests/unit/price/line_test.c */
#ifndef PRICE_LINE_H
#define PRICE_LINE_H

#include "price/tariff.h"

#define LINES_MAX 50			/* of one cart or order */
#define CHOICES_MAX 24			/* different flavors of one line */
#define QUANTITY_MAX 99

/* What a customer chooses of one flavor, for one piece of the line. */
struct choice { int64_t flavor_id; int32_t quantity; };

struct line_flavor {
	int64_t line_id, flavor_id;
	const char *name, *base_name;	/* in the request's language; untranslated */
	const char *category;		/* group of flavors; NULL: none */
	const char *size;		/* NULL: the line's own */
	int32_t quantity;
	struct money price_adjustment;
	bool chosen;			/* by the customer; else part of the thing */
	bool allowed;			/* still on sale, and still allowed here */
};

struct line {
	int64_t id, product_instance_id;
	int64_t product_id;		/* 0: a pack */
	const char *type;		/* "cookie", "pack", "bundle" or "digital" */
	const char *type_name;		/* untranslated name of its product type; NULL: a pack */
	const char *name, *base_name, *size, *base_size, *image_url;
	int32_t quantity;
	int32_t pack_count, max_per_flavor, min_flavors;
	bool is_sold;			/* the thing itself can be bought at present */
	const struct tariff *tariff;

	const struct line_flavor *flavors;
	size_t flavors_n;

	/* Filled by line_price. */
	struct money unit_price, total;
	struct money original_price;	/* of one, when it is on sale; else NONE */
	const char *price_kind;		/* which of the tariff's prices holds */
	int32_t cookies;		/* of all pieces */
	bool available;			/* the thing and all its flavors */
	bool on_sale;

	/* Shares of what rules and the code take off the order; filled by the quote. */
	struct money rules_discount, code_discount;
};

/* Does the choice fit the pack?  E_PACK_SUM, E_PACK_FLAVOR, E_PACK_MAX or E_PACK_MIN, naming the
 * field under `prefix` ("flavors"); for what is no pack, E_NO_CHOICE if there is one. */
enum err line_check_choice(struct ctx *cx, const struct line *line, const char *prefix) MUST_CHECK;

/* Fills price, cookies and availability, for somebody of that group (NULL: none).  A line that costs
 * more than a price column can hold is not available. */
void line_price(struct line *line, const char *group);

#endif
