/* SPDX-License-Identifier: MIT */
#include "account/customer.h"

#include "base/str.h"
#include "db/db.h"

#define FIRST_NAME_MAX 100		/* characters that the column holds */

SQL(q_of_phone,
	"INSERT INTO customers (first_name, last_name, phone, phone_verified, type, status, "
	"preferred_language, created_at, updated_at) VALUES (?, ?, ?, 1, 'guest', 'active', ?, ?, ?) "
	"ON DUPLICATE KEY UPDATE id = LAST_INSERT_ID(id), phone_verified = 1");

enum err
customer_of_proved_phone(struct ctx *cx, const char *phone, const char *name, int64_t *ret_id)
{
	/* A name that comes whole is cut at its first blank, or where the column ends. */
	size_t n = 0;

	for (int chars = 0; chars < FIRST_NAME_MAX && name[n] && name[n] != ' '; chars++)
		for (n++; (name[n] & 0xc0) == 0x80; n++)
			;
	const char *last = name[n] ? str_trim(cx->mem, name + n) : NULL;

	return db_insert(cx, &q_of_phone, ret_id, STR(arena_strn(cx->mem, name, n)), STR(last),
	                 STR(phone), STR(ctx_language(cx)), TIME(cx->now), TIME(cx->now));
}
