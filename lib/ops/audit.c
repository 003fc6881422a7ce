/* SPDX-License-Identifier: MIT */
#include "ops/audit.h"

#include "db/db.h"

SQL(q_write,
	"INSERT INTO admin_activity_log (admin_user_id, action, entity, entity_id, before_json, "
	"after_json, note, ip_address, request_id, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

static struct db_val
filled(const char *s)
{
	return s && *s ? STR(s) : NIL();
}

enum err
audit_write(struct ctx *cx, const char *action, const char *entity, int64_t entity_id,
            const char *before_json, const char *after_json, const char *note)
{
	return db_exec(cx, &q_write, NULL,
	               ID(cx->actor.kind == ACTOR_STAFF ? cx->actor.id : 0), STR(action),
	               STR(entity), ID(entity_id), STR(before_json), STR(after_json), STR(note),
	               filled(cx->ip), filled(cx->request_id), TIME(cx->now));
}
