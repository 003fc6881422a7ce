/* SPDX-License-Identifier: MIT */
/* A shop with a folder of files and something digital to sell, for tests. */
#ifndef TESTS_SUPPORT_DIGITAL_H
#define TESTS_SUPPORT_DIGITAL_H

#include "support/shop.h"

/* Before and after each test: shop_begin, and the folder. */
int digital_begin(void **state);
int digital_end(void **state);
#define digital_test(fn) cmocka_unit_test_setup_teardown(fn, digital_begin, digital_end)

#define PDF "%PDF-1.7 a recipe"

/* Puts bytes where the web server does, and returns their path. */
const char *digital_incoming(struct shop *s, const void *bytes, size_t n);
/* A path in the folder of files; how many files there are in incoming,
 * stored or pictures. */
const char *digital_path(struct shop *s, const char *folder, const char *name);
int digital_files(struct shop *s, const char *folder);

/* Sends the file at that path as an upload with this query ("?name=a.pdf"). */
void upload_path(struct shop *s, const char *path, const char *query);
/* Uploads text as a product manager (visitor 6) and returns its id. */
int64_t upload_text(struct shop *s, const char *name, const char *text);

/* A digital thing without a file; one that delivers PDF as "recipe.pdf".  Return the instance. */
int64_t digital_thing(struct shop *s, const char *name, const char *price);
int64_t digital_recipe(struct shop *s, const char *price);

/* The present visitor orders one of each, without a place or a day, under DEMO_PHONE; the reply is in
 * s.  Returns the order. */
int64_t digital_order(struct shop *s, const char *total, int64_t first, int64_t second);
/* An order manager (visitor 5) records the money; the present visitor stays who it was. */
void digital_pay(struct shop *s, int64_t order, const char *amount);

#endif
