/* SPDX-License-Identifier: MIT */
/* Customers at the order desk: finding them, their standing, their sessions. */
#include "account/customer_desk.h"
#include "account/session.h"

#include "web/common.h"

VIEW(customer_row_view, struct customer_row,
	SHOW(id, "Customer"),
	SHOW(full_name, "First and last name"),
	SHOW_OPT(email, "E-mail address"),
	SHOW_OPT(phone, "Phone"),
	SHOW_CHOICE(type, CUSTOMER_TYPES, "Guests have no login"),
	SHOW_CHOICE(status, CUSTOMER_STATUSES, "Whether the account is open"),
	SHOW_OPT(customer_group, "Group for prices and rules"),
	SHOW_TIME(created_at, "Since when"),
	SHOW_TIME_OPT(last_login_at, "Last login; null: never"));
VIEW(customer_page_view, struct customer_page,
	SHOW_LIST(items, customer_row_view, "Newest first; with q by name"),
	SHOW_NEXT);

#define CUSTOMER_LIST_IN(F)                                                                        \
	F(QUERY, str, q, .min = 2, .max = 100, .optional = true,                                   \
	  .doc = "Phone, e-mail or user name, or how the whole name begins")                       \
	F(QUERY, choice, status, .choices = CUSTOMER_STATUSES, .optional = true, .doc = "Only such") \
	F(QUERY, choice, type, .choices = CUSTOMER_TYPES, .optional = true, .doc = "Only such")    \
	F(QUERY, str, customer_group, .max = 64, .optional = true, .doc = "Only of this group")    \
	PAGE_IN(F, CUSTOMER_PAGE_MAX, 50)
INPUT(customer_list_in, CUSTOMER_LIST_IN);

static enum err
search_customers(struct ctx *cx, const struct customer_list_in *in, struct customer_page *out)
{
	struct customer_filter f = { in->q, in->status, in->type, in->customer_group };

	return customer_desk_list(cx, &f, in->cursor, in->limit, out);
}
ENDPOINT(search_customers, GET, "/api/v1/admin/customers", customer_list_in, customer_page_view,
	.auth = AUTH_STAFF, .perm = "customer.read", .tx = TX_READ,
	.doc = "Customers and guests, but for those who were erased.");

VIEW(customer_address_view, struct address,
	SHOW(id, "Address"),
	SHOW(city_name, "City"),
	SHOW(zone_id, "Zone"),
	SHOW(zone_name, "Its name"),
	SHOW(street_address, "Street, building, flat"),
	SHOW_OPT(additional_info, "What helps to find it"),
	SHOW(is_default, "The one to begin with"),
	SHOW_CHOICE(coverage, COVERAGES, "Whether it can be delivered to"));
VIEW(customer_file_view, struct customer_file,
	SHOW(id, "Customer"),
	SHOW(version, "Names this state in a change"),
	SHOW_OPT(first_name, "First name"),
	SHOW_OPT(last_name, "Last name"),
	SHOW_OPT(email, "E-mail address"),
	SHOW(email_verified, "True: it was proved"),
	SHOW_OPT(phone, "Phone"),
	SHOW(phone_verified, "True: it was proved"),
	SHOW_OPT(username, "User name"),
	SHOW_CHOICE(type, CUSTOMER_TYPES, "Guests have no login"),
	SHOW_CHOICE(status, CUSTOMER_STATUSES, "Whether the account is open"),
	SHOW_OPT(customer_group, "Group for prices and rules"),
	SHOW_OPT(age_group, "Age group, as chosen"),
	SHOW_OPT(birth_date, "Birthday, if told"),
	SHOW(language, "Language of messages"),
	SHOW(orders, "Orders that were not cancelled"),
	SHOW(paid, "What was paid for them, less what was given back"),
	SHOW_TIME_OPT(last_order_at, "Last order; null: none yet"),
	SHOW_TIME(created_at, "Since when"),
	SHOW_TIME_OPT(last_login_at, "Last login; null: never"),
	SHOW_LIST(addresses, customer_address_view, "The default first"));

INPUT(customer_in, ID_IN);

static enum err
get_customer(struct ctx *cx, const struct customer_in *in, struct customer_file *out)
{
	return customer_desk_get(cx, in->id, out);
}
ENDPOINT(get_customer, GET, "/api/v1/admin/customers/{id}", customer_in, customer_file_view,
	.auth = AUTH_STAFF, .perm = "customer.read", .tx = TX_READ, .errors = ERRORS(E_NOT_FOUND),
	.doc = "One customer, with what he ordered and paid.");

#define SET_CUSTOMER_IN(F)                                                                         \
	F(PATH, id, id, .doc = "Which customer")                                                   \
	F(BODY, i32, version, .min = 1, .max = INT32_MAX, .doc = "The version that was seen")      \
	F(BODY, choice, status, .choices = "active|inactive|suspended",                            \
	  .doc = "Not active: all sessions end, and no login; active again: as the e-mail is proved") \
	F(BODY, str, customer_group, .min = 1, .max = 64, .optional = true,                        \
	  .doc = "Group for prices and rules, e.g. member or wholesale; left out: none")
INPUT(set_customer_in, SET_CUSTOMER_IN);

static enum err
set_customer(struct ctx *cx, const struct set_customer_in *in, struct customer_file *out)
{
	struct customer_decision d = { in->version, in->status, in->customer_group };

	return customer_desk_set(cx, in->id, &d, out);
}
ENDPOINT(set_customer, PUT, "/api/v1/admin/customers/{id}", set_customer_in, customer_file_view,
	.auth = AUTH_STAFF, .perm = "customer.write", .tx = TX_WRITE,
	.errors = ERRORS(E_NOT_FOUND, E_CONFLICT), .detail = customer_file_view,
	.detail_name = "current", .doc = "Sets what staff decide about a customer: standing and group.");

/* ---- sessions ---- */

VIEW(customer_session_view, struct session,
	SHOW(id, "Session"),
	SHOW(device_name, "Browser and system, as the browser says"),
	SHOW_OPT(ip_address, "Address of the last use"),
	SHOW(is_remembered, "True: the long kind"),
	SHOW_TIME(created_at, "When it began"),
	SHOW_TIME(last_activity_at, "Last use, to five minutes"),
	SHOW_TIME(expires_at, "When it ends at the latest"));
VIEW(customer_session_page_view, struct session_page,
	SHOW_LIST(items, customer_session_view, "Newest first"),
	SHOW_NEXT);

#define CUSTOMER_SESSIONS_IN(F)                                                                    \
	F(PATH, id, id, .doc = "Which customer")                                                   \
	PAGE_IN(F, SESSIONS_MAX, SESSIONS_MAX)
INPUT(customer_sessions_in, CUSTOMER_SESSIONS_IN);

static enum err
list_customer_sessions(struct ctx *cx, const struct customer_sessions_in *in,
                       struct session_page *out)
{
	return session_list(cx, in->id, in->cursor, in->limit, out);
}
ENDPOINT(list_customer_sessions, GET, "/api/v1/admin/customers/{id}/sessions",
	customer_sessions_in, customer_session_page_view, .auth = AUTH_STAFF,
	.perm = "customer.read", .tx = TX_READ, .doc = "Where a customer is logged in.");

static enum err
end_customer_sessions(struct ctx *cx, const struct customer_in *in, struct nothing *out)
{
	(void)out;
	return customer_desk_log_out(cx, in->id);
}
ENDPOINT(end_customer_sessions, DELETE, "/api/v1/admin/customers/{id}/sessions", customer_in,
	nothing, .auth = AUTH_STAFF, .perm = "customer.write", .tx = TX_WRITE, .step_up = true,
	.twice_is_once = true, .errors = ERRORS(E_NOT_FOUND),
	.doc = "Logs a customer out everywhere, on the next request.");

ENDPOINTS(admin_customer, &search_customers_endpoint, &get_customer_endpoint,
          &set_customer_endpoint, &list_customer_sessions_endpoint,
          &end_customer_sessions_endpoint);
