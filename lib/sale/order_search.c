/* SPDX-License-Identifier: MIT */
#include "sale/order_search.h"

#include "base/buf.h"
#include "base/fold.h"
#include "base/str.h"
#include "db/page.h"
#include "sale/order_rows.h"

#define NAMES_MAX 100			/* different words that one beginning may stand for */
#define COUNTED 1000			/* beyond, a word is common */

#define FITS ROW_FITS "ORDER BY o.id DESC LIMIT ?"
#define FITS_OF(f, limit) ROW_FITS_OF(f), I32((limit) + 1)
SQL_HOT(q_number, ROW_COLUMNS "AND o.number = ? " FITS);
SQL_HOT(q_phone, ROW_COLUMNS "AND o.customer_phone = ? " FITS);
SQL_HOT(q_email, ROW_COLUMNS "AND o.customer_email = ? " FITS);

#define HAS_TOO                                                                                    \
	"AND (? IS NULL OR EXISTS (SELECT 1 FROM order_words x WHERE x.order_id = w.order_id "     \
	"AND x.word LIKE CONCAT(?, '%'))) "
/* Along one word, from the newest order on. */
SQL_HOT(q_word,
	"SELECT STRAIGHT_JOIN " ROW_FIELDS "FROM order_words w JOIN orders o ON o.id = w.order_id "
	"LEFT JOIN delivery_men m ON m.id = o.delivery_man_id "
	"WHERE w.word = ? AND w.order_id < ? AND w.order_id > ? "
	HAS_TOO HAS_TOO ROW_FITS
	"ORDER BY w.order_id DESC LIMIT ?");
SQL_HOT(q_beginnings,
	"SELECT DISTINCT word FROM order_words WHERE word LIKE CONCAT(?, '%') ORDER BY word LIMIT 101");
SQL_HOT(q_common,
	"SELECT COUNT(*) AS n FROM (SELECT 1 FROM order_words WHERE word LIKE CONCAT(?, '%') "
	"LIMIT 1000) AS some");

SQL_HOT(q_note,
	"INSERT IGNORE INTO order_words (word, order_id) SELECT word, ? FROM "
	"JSON_TABLE(?, '$[*]' COLUMNS (word VARCHAR(40) CHARACTER SET utf8mb4 PATH '$')) AS words");
SQL_HOT(q_forget, "DELETE w FROM order_words w JOIN orders o ON o.id = w.order_id "
                  "WHERE o.customer_id = ?");
SQL(q_unnoted, "SELECT o.id, o.customer_name AS name, "
               "EXISTS (SELECT 1 FROM order_words w WHERE w.order_id = o.id) AS noted "
               "FROM orders o WHERE o.id > ? ORDER BY o.id LIMIT ?");

struct word { const char *word; };
static const struct col word_cols[] = { COL(struct word, word) };
struct count { int64_t n; };
static const struct col count_cols[] = { COL(struct count, n) };

/* ---- keeping ---- */

enum err
order_search_note(struct ctx *cx, int64_t order_id, const char *name)
{
	const char *words[FOLD_WORDS];
	size_t n = fold_words(cx->mem, name, words);
	struct buf b = buf_in(cx->mem, FOLD_WORDS * (FOLD_CHARS * 4 + 4) + 4);

	if (n == 0)
		return OK;
	for (size_t i = 0; i < n; i++) {
		buf_char(&b, i ? ',' : '[');
		buf_json(&b, words[i]);
	}
	buf_char(&b, ']');
	return db_exec(cx, &q_note, NULL, I64(order_id), STR(b.data));
}

enum err
order_search_forget(struct ctx *cx, int64_t customer_id)
{
	return db_exec(cx, &q_forget, NULL, I64(customer_id));
}

struct unnoted { int64_t id; const char *name; bool noted; };
static const struct col unnoted_cols[] = {
	COL(struct unnoted, id), COL(struct unnoted, name), COL(struct unnoted, noted),
};
#define FILL_MAX 1000

enum err
order_search_fill(struct ctx *cx, int32_t max, int64_t *from, int32_t *ret_done)
{
	struct unnoted *list;
	size_t n;

	TRY(db_all(cx, &q_unnoted, unnoted_cols, &list, &n, FILL_MAX, I64(*from), I32(max)));
	for (size_t i = 0; i < n; i++)
		if (!list[i].noted)
			TRY(order_search_note(cx, list[i].id, list[i].name));
	if (n > 0)
		*from = list[n - 1].id;
	*ret_done = (int32_t)n;
	return OK;
}

/* ---- by names ---- */

struct search {
	const struct order_filter *f;
	const char *words[SEARCH_WORDS];	/* those after the first: NULL if there are none */
	int64_t before;
	int32_t limit;
	struct order_row *rows;			/* newest first, one more than the page */
	size_t n;
};

/* The longest, and of these first the one that the fewest orders have. */
static enum err
choose_words(struct ctx *cx, struct search *s, const char **words, size_t n)
{
	int64_t fewest = INT64_MAX;

	for (size_t i = 1; i < n; i++)
		for (size_t k = i; k > 0 && strlen(words[k]) > strlen(words[k - 1]); k--) {
			const char *t = words[k];
			words[k] = words[k - 1];
			words[k - 1] = t;
		}
	if (n > SEARCH_WORDS)
		n = SEARCH_WORDS;
	for (size_t i = 0; i < n; i++) {
		struct count c = { 0 };

		s->words[i] = words[i];
		if (n == 1)
			break;
		TRY(db_one(cx, &q_common, count_cols, &c, STR(words[i])));
		if (c.n < fewest) {
			fewest = c.n;
			s->words[i] = s->words[0];
			s->words[0] = words[i];
		}
	}
	return OK;
}

/* Both lists are newest first, and no order is in both with a word of the same beginning twice. */
static void
merge(struct ctx *cx, struct search *s, const struct order_row *more, size_t more_n)
{
	size_t max = (size_t)s->limit + 1, n = 0, i = 0, k = 0;
	struct order_row *all = arena_array(cx->mem, struct order_row, max);

	while (n < max && (i < s->n || k < more_n)) {
		const struct order_row *next = k == more_n || (i < s->n && s->rows[i].id >= more[k].id)
		                               ? &s->rows[i++] : &more[k++];
		if (n == 0 || all[n - 1].id != next->id)
			all[n++] = *next;
	}
	s->rows = all;
	s->n = n;
}

static enum err
along(struct ctx *cx, struct search *s, const char *word)
{
	const struct order_filter *f = s->f;
	struct order_row *rows;
	size_t n;
	/* Once the page is full, older orders cannot get into it. */
	int64_t after = s->n > (size_t)s->limit ? s->rows[s->limit].id : 0;

	TRY(db_all(cx, &q_word, row_cols, &rows, &n, ORDER_ROWS_MAX + 1, STR(word), I64(s->before),
	           I64(after), STR(s->words[1]), STR(s->words[1]), STR(s->words[2]),
	           STR(s->words[2]), FITS_OF(f, s->limit)));
	merge(cx, s, rows, n);
	return OK;
}

static enum err
by_words(struct ctx *cx, const char *q, struct search *s)
{
	const char *words[FOLD_WORDS];
	size_t n = fold_words(cx->mem, q, words), found_n;
	struct word *found;

	if (n == 0)
		return fail_at(cx, E_INVALID, "q", "no letter in it");
	TRY(choose_words(cx, s, words, n));
	TRY(db_all(cx, &q_beginnings, word_cols, &found, &found_n, NAMES_MAX + 1, STR(s->words[0])));
	if (found_n > NAMES_MAX)
		return fail_at(cx, E_SEARCH_WIDE, "q", "%s", s->words[0]);
	for (size_t i = 0; i < found_n; i++)
		TRY(along(cx, s, found[i].word));
	return OK;
}

/* ---- by what is unique, or nearly ---- */

bool
order_search_by_email(const char *q)
{
	return strchr(q, '@') != NULL;
}

static enum err
by_value(struct ctx *cx, const struct sql *statement, const char *value, struct search *s)
{
	return db_all(cx, statement, row_cols, &s->rows, &s->n, ORDER_ROWS_MAX + 1, I64(s->before),
	              STR(value), FITS_OF(s->f, s->limit));
}

static enum err
look(struct ctx *cx, const char *q, struct search *s)
{
	const char *phone = phone_normalize(cx->mem, q), *email, *number = order_number(cx, q);

	if (phone)
		return by_value(cx, &q_phone, phone, s);
	if (order_search_by_email(q)) {
		email = email_normalize(cx->mem, q);
		return email ? by_value(cx, &q_email, email, s)
		             : fail_at(cx, E_INVALID, "q", "not an address");
	}
	/* A name may look like a number. */
	if (strlen(number) == ORDER_NUMBER_CHARS) {
		TRY(by_value(cx, &q_number, number, s));
		if (s->n > 0)
			return OK;
	}
	return by_words(cx, q, s);
}

enum err
order_search(struct ctx *cx, const struct order_filter *f, const char *q, const char *cursor,
             int32_t limit, struct order_list *ret)
{
	struct search s = { .f = f, .limit = limit };
	struct page_from from;

	TRY(cursor_read(cx, cursor, &from));
	s.before = from.id ? from.id : INT64_MAX;
	TRY(look(cx, q, &s));
	ret->items = s.rows;
	ret->items_n = s.n;
	if (page_cut(&ret->items_n, limit))
		ret->next_cursor = cursor_text(cx, NULL, ret->items[limit - 1].id);
	return OK;
}
