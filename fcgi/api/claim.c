/* SPDX-License-Identifier: MIT */
/* Earlier orders that may be the customer's. */
#include "identity/claim.h"

#include "api/otp_view.h"

static const struct rate rate_claim = { "me_claims", 60, 3600, RATE_BY_ACTOR };

VIEW(claim_waiting_view, struct claim_waiting,
	SHOW_CHOICE(via, CLAIM_VIAS, "Which of the account's own contacts they carry"),
	SHOW(orders, "How many; one that carries both counts for each"));
VIEW(claim_waiting_list_view, struct claim_waiting_list,
	SHOW_LIST(items, claim_waiting_view, "One for each proved contact that has any"));

static enum err
list_waiting_claims(struct ctx *cx, const struct nothing *in, struct claim_waiting_list *out)
{
	(void)in;
	return claim_list_waiting(cx, out);
}
ENDPOINT(list_waiting_claims, GET, "/api/v1/me/claims", nothing, claim_waiting_list_view,
	.auth = AUTH_CUSTOMER, .tx = TX_READ,
	.doc = "How many orders without an account carry the customer's proved e-mail or phone, and "
	       "no more about them: claim them by a code. An e-mail that waits to be proved says "
	       "nothing.");

#define CLAIM_ASK_IN(F)                                                                            \
	F(BODY, email, email, .optional = true, .doc = "The e-mail on the orders; or phone")       \
	F(BODY, phone, phone, .optional = true, .doc = "The phone on the orders")
INPUT(claim_ask_in, CLAIM_ASK_IN);

static enum err
ask_claim_code(struct ctx *cx, const struct claim_ask_in *in, struct otp *out)
{
	return claim_ask(cx, in->email, in->phone, out);
}
ENDPOINT(ask_claim_code, POST, "/api/v1/me/claims/code", claim_ask_in, otp_view,
	.auth = AUTH_CUSTOMER, .tx = TX_OWN, .rate = &rate_claim,
	.errors = ERRORS(E_PHONE_COUNTRY, E_CODE_SOON),
	.doc = "Sends a code to an e-mail or phone of earlier orders, any that the customer can read. "
	       "The reply is the same whatever it is.");

INPUT(claim_code_in, CODE_IN);
VIEW(claimed_view, struct claimed,
	SHOW(claimed, "How many orders came into the account"),
	SHOW(more_wait, "True: there are more; ask for another code"));

static enum err
claim_orders(struct ctx *cx, const struct claim_code_in *in, struct claimed *out)
{
	return claim_prove(cx, in->handle, in->code, out);
}
ENDPOINT(claim_orders, POST, "/api/v1/me/claims", claim_code_in, claimed_view,
	.auth = AUTH_CUSTOMER, .tx = TX_OWN, .rate = &rate_claim,
	.errors = ERRORS(E_CODE_WRONG, E_CODE_SPENT),
	.doc = "Takes over the orders that carry the e-mail or phone which the code went to, oldest "
	       "first and at most 500. An account's orders stay its own.");

ENDPOINTS(claim, &list_waiting_claims_endpoint, &ask_claim_code_endpoint, &claim_orders_endpoint);
