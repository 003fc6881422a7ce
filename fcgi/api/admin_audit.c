/* SPDX-License-Identifier: MIT */
/* What staff did, for those who look after it. */
#include "staff/journal.h"
#include "web/common.h"
#include "web/input.h"

VIEW(journal_entry_view, struct journal_entry,
	SHOW(id, "Entry"),
	SHOW_TIME(created_at, "When it was done"),
	SHOW_OPT(admin_user_id, "Who did it; null: nobody was logged in, or the command line"),
	SHOW_OPT(username, "Login name of the account"),
	SHOW(action, "What was done, such as order.move"),
	SHOW(entity, "Kind of thing it was done to, mostly the name of its table"),
	SHOW_OPT(entity_id, "Which one; null: not one row"),
	SHOW_JSON(before_json, "The changed fields before"),
	SHOW_JSON(after_json, "The changed fields after"),
	SHOW_OPT(note, "Reason that was given"),
	SHOW_OPT(ip_address, "Address it came from"),
	SHOW_OPT(request_id, "Request in the log file"));
VIEW(journal_page_view, struct journal_page,
	SHOW_LIST(items, journal_entry_view, "Newest first"),
	SHOW_NEXT);

#define LIST_AUDIT_IN(F)                                                                           \
	F(QUERY, id, admin_user_id, .optional = true, .doc = "Only by this account")               \
	F(QUERY, str, action, .min = 1, .max = 64, .optional = true, .doc = "Only this action")    \
	F(QUERY, str, entity, .min = 1, .max = 40, .optional = true,                               \
	  .doc = "Only about this kind of thing")                                                  \
	F(QUERY, id, entity_id, .optional = true,                                                  \
	  .doc = "Only about this one, with `entity`: who changed it")                             \
	F(QUERY, time, from, .optional = true, .doc = "Only from then on")                         \
	F(QUERY, time, to, .optional = true, .doc = "Only before then")                            \
	PAGE_IN(F, 200, 50)
INPUT(list_audit_in, LIST_AUDIT_IN);

static enum err
list_audit(struct ctx *cx, const struct list_audit_in *in, struct journal_page *out)
{
	struct journal_filter filter = {
		.admin_user_id = in->admin_user_id, .action = in->action, .entity = in->entity,
		.entity_id = in->entity_id, .from = in->from, .to = in->to,
	};

	if (in->entity_id && !in->entity)
		return input_needs(cx, "entity");
	return journal_list(cx, &filter, in->cursor, in->limit, out);
}
ENDPOINT(list_audit, GET, "/api/v1/admin/audit", list_audit_in, journal_page_view,
	.auth = AUTH_STAFF, .perm = "audit.read", .tx = TX_READ,
	.doc = "What staff did, with what it changed; logins and refused ones too.");

ENDPOINTS(admin_audit, &list_audit_endpoint);
