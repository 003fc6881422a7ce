/* SPDX-License-Identifier: MIT */
#include "ops/file.h"

#include "db/db.h"

SQL_HOT(q_forget, "DELETE FROM files WHERE customer_id = ?");

enum err
file_forget(struct ctx *cx, int64_t customer_id)
{
	return db_exec(cx, &q_forget, NULL, I64(customer_id));
}
