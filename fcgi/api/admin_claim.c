/* SPDX-License-Identifier: MIT */
/* What customers claimed, and undoing it. */
#include "identity/claim.h"

#include "web/common.h"

VIEW(claim_order_view, struct claim_order,
	SHOW(id, "Order"),
	SHOW(number, "Its public number"),
	SHOW_OPT(previous_customer_id, "Whose it was; null: nobody's"),
	SHOW_OPT(customer_id, "Whose it is now"));
VIEW(claim_view, struct claim,
	SHOW(id, "Claim"),
	SHOW_CHOICE(via, CLAIM_VIAS, "Which contact of the orders was proved"),
	SHOW_TIME(created_at, "When"),
	SHOW_TIME_OPT(undone_at, "When it was undone; null: it holds"),
	SHOW_OPT(undone_by, "By whom of the staff"),
	SHOW_OPT(undo_note, "And why"),
	SHOW_LIST(orders, claim_order_view, "What it moved, oldest first"));
VIEW(claim_page_view, struct claim_page,
	SHOW_LIST(items, claim_view, "Newest first"),
	SHOW_NEXT);

#define CLAIM_LIST_IN(F)                                                                           \
	F(PATH, id, id, .doc = "Which customer")                                                   \
	PAGE_IN(F, CLAIM_PAGE_MAX, CLAIM_PAGE_MAX)
INPUT(claim_list_in, CLAIM_LIST_IN);

static enum err
list_claims(struct ctx *cx, const struct claim_list_in *in, struct claim_page *out)
{
	return claim_list(cx, in->id, in->cursor, in->limit, out);
}
ENDPOINT(list_claims, GET, "/api/v1/admin/customers/{id}/claims", claim_list_in, claim_page_view,
	.auth = AUTH_STAFF, .perm = "claim.read", .tx = TX_READ, .errors = ERRORS(E_NOT_FOUND),
	.doc = "Which orders an account took over by proving their e-mail or phone.");

#define CLAIM_UNDO_IN(F)                                                                           \
	F(PATH, id, id, .doc = "Which claim")                                                      \
	F(BODY, str, note, .min = 1, .max = 500, .doc = "Why; kept with the claim")
INPUT(claim_undo_in, CLAIM_UNDO_IN);
VIEW(claim_undone_view, struct claim_undone,
	SHOW(returned, "Orders that went back to whose they were"),
	SHOW(kept, "Orders that were no longer the claimant's, and stayed"));

static enum err
undo_claim(struct ctx *cx, const struct claim_undo_in *in, struct claim_undone *out)
{
	return claim_undo(cx, in->id, in->note, out);
}
ENDPOINT(undo_claim, POST, "/api/v1/admin/claims/{id}/undo", claim_undo_in, claim_undone_view,
	.auth = AUTH_STAFF, .perm = "claim.undo", .tx = TX_WRITE,
	.errors = ERRORS(E_NOT_FOUND, E_CONFLICT),
	.doc = "Takes a claim back, once. The customer can claim again by proving again.");

ENDPOINTS(admin_claim, &list_claims_endpoint, &undo_claim_endpoint);
