/* SPDX-License-Identifier: MIT */
#include "support/endpoint.h"

#include "base/buf.h"
#include "base/str.h"
#include "staff/role.h"

static void write_object(struct buf *b, const struct shape *shape);

static void
write_value(struct buf *b, const struct field *f)
{
	switch (f->kind) {
	case K_id:                  buf_str(b, "999999"); break;
	case K_i32: case K_i64:     buf_int(b, f->min > 1 ? f->min : 1); break;
	case K_flag: case K_switch: buf_str(b, "true"); break;
	case K_money:               buf_str(b, "\"1.00\""); break;
	case K_date:                buf_str(b, "\"2030-01-03\""); break;
	case K_time:                buf_str(b, "\"2030-01-03T10:00:00Z\""); break;
	case K_hour:                buf_str(b, "\"10:00\""); break;
	case K_phone:               buf_str(b, "\"+201001234567\""); break;
	case K_email:               buf_str(b, "\"mona@example.com\""); break;
	case K_code:                buf_str(b, "\"123456\""); break;
	case K_choice:
		/* The last one: of roles, the first is more than some may give. */
		buf_fmt(b, "\"%s\"", strrchr(f->choices, '|') ? strrchr(f->choices, '|') + 1
		                                              : f->choices);
		break;
	case K_list:
		buf_char(b, '[');
		if (f->min > 0)
			write_object(b, f->of());
		buf_char(b, ']');
		break;
	case K_ids:
		buf_str(b, "[]");
		break;
	default:
		buf_char(b, '"');
		for (int64_t i = 0; i < (f->min > 3 ? f->min : 3); i++)
			buf_char(b, 'x');
		buf_char(b, '"');
	}
}

static void
write_object(struct buf *b, const struct shape *shape)
{
	bool first = true;

	buf_char(b, '{');
	for (size_t i = 0; i < shape->fields_n; i++) {
		const struct field *f = &shape->fields[i];
		if (f->place != BODY || f->optional)
			continue;
		buf_fmt(b, "%s\"%s\":", first ? "" : ",", f->name);
		write_value(b, f);
		first = false;
	}
	buf_char(b, '}');
}

static const char *
body_of(struct shop *s, const struct endpoint *ep)
{
	struct buf b = buf_in(s->cx.mem, 64 * 1024);

	write_object(&b, ep->in());
	return b.data;
}

static bool
takes(const struct endpoint *ep, enum place place)
{
	bool found = false;

	for (size_t i = 0; i < ep->in()->fields_n; i++)
		found = found || ep->in()->fields[i].place == place;
	return found;
}

/* The address with what the path and the query need. */
static const char *
address_of(struct shop *s, const struct endpoint *ep, const char *const parts[],
           const char *query)
{
	struct buf b = buf_in(s->cx.mem, 4096);
	const char *p = ep->path;
	char sep = '?';

	while (*p) {
		size_t n = strcspn(p, "{");
		buf_add(&b, p, n);
		p += n;
		if (*p) {
			buf_str(&b, *parts++);
			p += strcspn(p, "}") + 1;
		}
	}
	if (query)
		buf_fmt(&b, "?%s", query);
	for (size_t i = 0; i < ep->in()->fields_n && !query; i++) {
		const struct field *f = &ep->in()->fields[i];
		struct buf v = buf_in(s->cx.mem, 4096);
		if (f->place != QUERY || f->optional)
			continue;
		write_value(&v, f);
		char *text = v.data;
		if (*text == '"') {
			text++;
			text[strlen(text) - 1] = '\0';
		}
		buf_fmt(&b, "%c%s=%s", sep, f->name, text);
		sep = '&';
	}
	return b.data;
}

void
endpoint_call_with(struct shop *s, const struct endpoint *ep, const char *const parts[],
                   const char *with)
{
	static int n;
	const char *body = !takes(ep, BODY) ? NULL : with ? with : body_of(s, ep);
	const char *type = takes(ep, CONTENT) ? "application/octet-stream"
	                                      : body ? "application/json" : NULL;

	if (ep->once)
		once(s, arena_fmt(s->cx.mem, "endpoint-key-%010d", ++n));
	request_raw(s, ep->method, address_of(s, ep, parts, body ? NULL : with), type, body,
	            body ? strlen(body) : 0);
}

void
endpoint_call(struct shop *s, const struct endpoint *ep, const char *id, const char *number)
{
	const char *parts[ENDPOINT_PARTS], *p = ep->path;

	for (int i = 0; (p = strchr(p, '{')); p++) {
		BUG_ON(i == ENDPOINT_PARTS);
		parts[i++] = str_starts(p, "{number}") ? number : id;
	}
	endpoint_call_with(s, ep, parts, NULL);
}

/* ---- who gets in ---- */

const char *const staff_roles[STAFF_ROLES] = {
	"super_admin", "order_manager", "product_manager", "delivery_manager", "system_admin",
};

/* What each role may, said once more, apart from the program.  A permission that is new fails. */
static const struct { const char *perm, *roles; } rights[] = {
	{ "", ROLES },
	{ "order.read", "super_admin|order_manager" },
	{ "order.move", "super_admin|order_manager" },
	{ "order.read|dispatch.read", "super_admin|order_manager|delivery_manager" },
	{ "order.move|dispatch.move", "super_admin|order_manager|delivery_manager" },
	{ "order.assign", "super_admin|order_manager|delivery_manager" },
	{ "order.edit", "super_admin|order_manager" },
	{ "price.read", "super_admin|product_manager|order_manager" },
	{ "price.write", "super_admin|product_manager" },
	{ "order.pay", "super_admin|order_manager|delivery_manager" },
	{ "order.refund", "super_admin|order_manager" },
	{ "cart.read", "super_admin|order_manager" },
	{ "kitchen.read", "super_admin|order_manager" },
	{ "kitchen.write", "super_admin|order_manager" },
	{ "run.read", "super_admin|order_manager|delivery_manager" },
	{ "run.write", "super_admin|delivery_manager" },
	{ "cash.read", "super_admin|order_manager|delivery_manager" },
	{ "cash.write", "super_admin|delivery_manager" },
	{ "courier.read", "super_admin|order_manager|delivery_manager" },
	{ "courier.write", "super_admin|delivery_manager" },
	{ "file.write", "super_admin|product_manager" },
	{ "catalog.read", "super_admin|product_manager|order_manager" },
	{ "catalog.write", "super_admin|product_manager" },
	{ "sale.read", "super_admin|order_manager" },
	{ "order.take", "super_admin|order_manager" },
	{ "customer.read", "super_admin|order_manager" },
	{ "customer.write", "super_admin|order_manager" },
	{ "job.read", "super_admin|system_admin" },
	{ "place.read", "super_admin|delivery_manager|order_manager" },
	{ "place.write", "super_admin|delivery_manager" },
	{ "catalog.read|place.read",
	  "super_admin|product_manager|order_manager|delivery_manager" },
	{ "catalog.write|place.write", "super_admin|product_manager|delivery_manager" },
	{ "customer.contact", "super_admin|order_manager" },
	{ "claim.read", "super_admin|order_manager" },
	{ "claim.undo", "super_admin|order_manager" },
	{ "admin_user.read", "super_admin|system_admin" },
	{ "admin_user.write", "super_admin|system_admin" },
	{ "audit.read", "super_admin|system_admin" },
	{ "report.read", "super_admin|order_manager" },
	{ "setting.read", "super_admin|system_admin" },
	{ "setting.write", "super_admin|system_admin" },
	{ "ticket.read", "super_admin|order_manager" },
	{ "ticket.write", "super_admin|order_manager" },
};

enum verdict
endpoint_verdict(struct shop *s)
{
	const char *code = s->reply.err ? err_info(s->reply.err)->slug : "ok";

	if (str_eq(code, "login_needed"))
		return NOBODY;
	if (str_eq(code, "forbidden") || str_eq(code, "cross_site"))
		return FORBIDDEN;
	return str_eq(code, "not_found") ? HIDDEN : THROUGH;
}

static const char *
roles_of(const char *perm)
{
	for (size_t i = 0; i < sizeof rights / sizeof *rights; i++)
		if (str_eq(rights[i].perm, perm))
			return rights[i].roles;
	fail_msg("tests/support/endpoint.c does not say who may %s", perm);
	return NULL;
}

enum verdict
endpoint_expected(struct shop *s, const struct endpoint *ep, const char *role)
{
	if (ep->auth & AUTH_LOCAL)
		return str_eq(s->ip, "127.0.0.1") ? THROUGH : HIDDEN;
	if (ep->auth & (AUTH_ANYONE | AUTH_GUEST))
		return THROUGH;
	if (role && str_eq(role, CUSTOMER))
		return ep->auth & AUTH_CUSTOMER ? THROUGH : NOBODY;
	if (!(ep->auth & AUTH_STAFF) || !role)
		return NOBODY;
	return str_among(role, roles_of(ep->perm)) ? THROUGH : FORBIDDEN;
}
