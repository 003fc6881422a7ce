/* SPDX-License-Identifier: MIT */
#include "place/waitlist.h"

#include "db/db.h"

SQL_HOT(q_forget_mail, "DELETE FROM zone_waitlist WHERE email = ?");
SQL_HOT(q_forget_phone, "DELETE FROM zone_waitlist WHERE phone = ?");

enum err
waitlist_forget(struct ctx *cx, const char *email, const char *phone)
{
	TRY(db_exec(cx, &q_forget_mail, NULL, STR(email)));
	return db_exec(cx, &q_forget_phone, NULL, STR(phone));
}
