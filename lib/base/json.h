/* SPDX-License-Identifier: MIT */
/* JSON from strangers.  A strict scan (RFC 8259) comes first and refuses what json-c would let
 * pass: bad UTF-8, lone surrogates, repeated names, names with NUL, NaN, leading zeros, text after
 * the end, more than JSON_DEPTH levels or JSON_MEMBERS members in one object.  Then json-c reads it. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/ctx.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define JSON_DEPTH 32
#define JSON_MEMBERS 256
#define JSON_BYTES (256 * 1024)

struct json;				/* a value; lives as long as the arena */

enum json_kind { JSON_NULL, JSON_FLAG, JSON_INT, JSON_REAL, JSON_TEXT, JSON_LIST, JSON_OBJECT };

/* E_BAD_JSON with where and why in cx->why; E_UNKNOWN_FIELD if a name is repeated or has a NUL
 * character, which is JSON but not for us. */
enum err json_parse(struct ctx *cx, const char *text, size_t n, const struct json **ret) MUST_CHECK;

/* The scan alone: NULL if the text is valid, else what is wrong, with *at its position. */
const char *json_scan(struct arena *mem, const char *text, size_t n, size_t *at);

enum json_kind json_kind(const struct json *v);
bool json_flag(const struct json *v);
int64_t json_int(const struct json *v);		/* beyond int64 it is the nearest end */
/* Its bytes; may hold NUL characters, so compare *n with strlen. */
const char *json_text(const struct json *v, size_t *n);
size_t json_list_length(const struct json *v);
const struct json *json_list_at(const struct json *v, size_t i);
const struct json *json_member(const struct json *v, const char *name);	/* NULL: absent */
/* Calls fn for each member, in the order of the text. */
void json_members(const struct json *v, void (*fn)(void *arg, const char *name, size_t name_n,
                                                    const struct json *value), void *arg);

/* The same value with sorted names and no blanks: equal requests have equal text.  A number that is
 * not whole keeps its notation. */
const char *json_canonical(struct ctx *cx, const struct json *v);

#endif
