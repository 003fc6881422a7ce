/* SPDX-License-Identifier: MIT */
/* People with a mark in every column that is about them, so that one can look where they are. */
#ifndef TESTS_SUPPORT_PERSON_H
#define TESTS_SUPPORT_PERSON_H

#include "support/customer.h"

/* A line of sql/personal.txt. */
struct personal {
	const char *table, *column;
	const char *whose;		/* customer, staff or - */
	const char *erasure;		/* blank, delete, keep, expires; NULL: nobody's */
	const char *reason;		/* NULL: none given */
	bool is_exported;
};
const struct personal *personal_read(struct shop *s, size_t *ret_n);

struct mark {
	const struct personal *of;
	const char *value;		/* what stands in the column */
	const char *shown;		/* as it stands in the export */
	bool is_own;			/* found by its text alone, wherever it is */
};

struct person {
	int64_t id, order_id;
	const char *email, *phone;
	struct mark marks[200];
	size_t marks_n;
	/* What every mark that is found by its text contains, and every phone. */
	const char *text, *number;
};

/* Makes a customer, 'a' or 'b', with CUSTOMER_PASSWORD and a row in every table that knows
 * customers: a delivered order, a cart, tickets, sessions, codes ...  Each column of a customer's in
 * sql/personal.txt gets a mark of its own; one that cannot be marked fails the test. */
void person_add(struct shop *s, struct person *p, char letter);

/* In how many rows of the column the person's marks are found. */
int64_t person_found(struct shop *s, const struct person *p, const char *table, const char *column);

/* Runs the job that finishes erasures; its messages were sent before if `sent`. */
void person_purge(struct shop *s, bool sent);

#endif
