/* SPDX-License-Identifier: MIT */
/* One line for each module of endpoints, in the order of the reference page. */
#include "api/api.h"

#include "account/login.h"
#include "account/session.h"
#include "base/config.h"
#include "base/crypto.h"
#include "base/secret.h"
#include "base/str.h"
#include "ops/audit.h"
#include "sale/cart.h"
#include "staff/admin_session.h"
#include "staff/role.h"

#define MODULES(M)                                                                                 \
	M(status)                                                                                  \
	M(place)                                                                                   \
	M(catalog)                                                                                 \
	M(page)                                                                                    \
	M(cart)                                                                                    \
	M(checkout)                                                                                \
	M(order)                                                                                   \
	M(download)                                                                                \
	M(run_sheet)                                                                               \
	M(auth)                                                                                    \
	M(registration)                                                                            \
	M(recovery)                                                                                \
	M(profile)                                                                                 \
	M(address)                                                                                 \
	M(session)                                                                                 \
	M(privacy)                                                                                 \
	M(claim)                                                                                   \
	M(ticket)                                                                                  \
	M(admin_auth)                                                                              \
	M(admin_me)                                                                                \
	M(admin_user)                                                                              \
	M(admin_audit)                                                                             \
	M(admin_catalog)                                                                           \
	M(admin_order)                                                                             \
	M(admin_phone_order)                                                                       \
	M(admin_cart)                                                                              \
	M(admin_payment)                                                                           \
	M(admin_sale)                                                                              \
	M(admin_price)                                                                             \
	M(admin_simulator)                                                                         \
	M(admin_dry_run)                                                                           \
	M(admin_pricing)                                                                           \
	M(admin_place)                                                                             \
	M(admin_dispatch)                                                                          \
	M(admin_kitchen)                                                                           \
	M(admin_shortage)                                                                          \
	M(admin_run)                                                                               \
	M(admin_cash)                                                                              \
	M(admin_file)                                                                              \
	M(admin_picture)                                                                           \
	M(admin_note)                                                                              \
	M(admin_customer)                                                                          \
	M(admin_claim)                                                                             \
	M(admin_ticket)                                                                            \
	M(admin_report)                                                                            \
	M(admin_view)                                                                              \
	M(admin_setting)                                                                           \
	M(admin_email)                                                                             \
	M(admin_job)                                                                               \
	M(maintenance)

#define DECLARE(name) extern const struct module name##_module;
MODULES(DECLARE)
#define ADDRESS(name) &name##_module,
static const struct module *const modules[] = { MODULES(ADDRESS) NULL };

/* A visitor is known by the cart's cookie alone; a cookie that fits no cart is nobody's. */
static enum err
who_visitor(struct ctx *cx, const struct request *rq)
{
	const char *token = request_cookie(rq, cx->mem, CART_COOKIE);

	cx->actor.kind = ACTOR_GUEST;
	return token ? cart_find_by_token(cx, token, &cx->actor.cart_id) : OK;
}

/* A customer is known by the session's cookie; the cart goes with the account, on every device. */
static enum err
who_customer(struct ctx *cx, const struct request *rq)
{
	const char *token = request_cookie(rq, cx->mem, CUSTOMER_COOKIE);
	struct session_renewal renewal;

	if (!token)
		return OK;
	TRY(session_find(cx, token, &renewal));
	if (renewal.token)
		reply_cookie(cx, CUSTOMER_COOKIE, renewal.token, renewal.age_secs, false);
	return cx->actor.kind == ACTOR_CUSTOMER
	       ? cart_find_by_customer(cx, cx->actor.id, &cx->actor.cart_id) : OK;
}

/* Cron is known by its bearer token, of which we have the hash; without one, nobody is. */
static void
who_job(struct ctx *cx, const struct request *rq)
{
	const char *header = request_param(rq, "HTTP_AUTHORIZATION");
	const char *want = cx->config ? cx->config->maintenance_token_hash : NULL;
	struct hash given, hash;

	if (!header || strncasecmp(header, "Bearer ", 7) != 0 || !want ||
	    !hex_parse(want, hash.b, HASH_BYTES))
		return;
	given = token_hash(header + 7);
	if (secret_equal(given.b, hash.b, HASH_BYTES))
		cx->actor.kind = ACTOR_JOB;
}

static enum err
who_staff(struct ctx *cx, const struct request *rq)
{
	const char *token = request_cookie(rq, cx->mem, STAFF_COOKIE);

	return token ? admin_session_admit(cx, token) : OK;
}

static enum err
who(struct ctx *cx, const struct request *rq, const struct endpoint *ep)
{
	if (ep->auth & AUTH_JOB)
		who_job(cx, rq);
	if (ep->auth & AUTH_CUSTOMER) {
		cx->device = request_cookie(rq, cx->mem, DEVICE_COOKIE);
		TRY(who_customer(cx, rq));
	}
	if (cx->actor.kind == ACTOR_CUSTOMER)
		return OK;
	if (ep->auth & AUTH_GUEST)
		return who_visitor(cx, rq);
	if (ep->auth & AUTH_STAFF)
		return who_staff(cx, rq);
	return OK;
}

/* What was searched by belongs to what was taken away. */
static enum err
exports(struct ctx *cx, const struct endpoint *ep, const char *query)
{
	return audit_write(cx, "export", strrchr(ep->path, '/') + 1, 0, NULL, NULL,
	                   *query ? arena_fmt(cx->mem, "%.500s", query) : NULL);
}

const struct app api = { modules, who, role_may, exports };
