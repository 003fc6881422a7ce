/* SPDX-License-Identifier: MIT */
/* The mail server that the shop sends by. */
#include "ops/mail_server.h"
#include "staff/test_mail.h"
#include "web/endpoint.h"

VIEW(email_settings_view, struct email_settings,
	SHOW_OPT(smtp_host, "Name of the mail server; null: there is none"),
	SHOW_OPT(smtp_port, "Its port"),
	SHOW_OPT(smtp_username, "Login there; null: none"),
	SHOW(has_password, "Whether a password is stored; it is never told"),
	SHOW_OPT(from_email, "Address the mail comes from"),
	SHOW_OPT(from_name, "Name shown beside it"),
	SHOW(use_ssl, "TLS from the first byte"),
	SHOW(use_tls, "TLS by STARTTLS"),
	SHOW(version, "Names this state in a change; 0: there is none"),
	SHOW_TIME_OPT(created_at, "When it was entered"));

static enum err
get_email_settings(struct ctx *cx, const struct nothing *in, struct email_settings *out)
{
	(void)in;
	return email_settings_show(cx, out);
}
ENDPOINT(get_email_settings, GET, "/api/v1/admin/email-settings", nothing, email_settings_view,
	.auth = AUTH_STAFF, .perm = "setting.read", .tx = TX_READ,
	.doc = "The mail server in use, without its password.");

#define EMAIL_SETTINGS_IN(F)                                                                       \
	F(BODY, i32, version, .min = 0, .max = INT32_MAX, .doc = "The version that was seen")      \
	F(BODY, str, smtp_host, .min = 1, .max = 255, .doc = "Name of the mail server")            \
	F(BODY, i32, smtp_port, .min = 1, .max = 65535, .doc = "Its port")                         \
	F(BODY, str, smtp_username, .min = 1, .max = 255, .optional = true,                        \
	  .doc = "Login there; left out: none")                                                    \
	F(BODY, secret, smtp_password, .min = 1, .max = 512, .optional = true,                     \
	  .doc = "Password there; left out: the stored one, if host, port, login and TLS stay")    \
	F(BODY, email, from_email, .doc = "Address the mail comes from")                           \
	F(BODY, str, from_name, .min = 1, .max = 100, .optional = true,                            \
	  .doc = "Name shown beside it")                                                           \
	F(BODY, flag, use_ssl, .optional = true, .doc = "TLS from the first byte")                 \
	F(BODY, flag, use_tls, .optional = true, .doc = "TLS by STARTTLS")
INPUT(email_settings_in, EMAIL_SETTINGS_IN);

static enum err
set_email_settings(struct ctx *cx, const struct email_settings_in *in, struct email_settings *out)
{
	struct email_settings wanted = {
		.smtp_host = in->smtp_host, .smtp_port = in->smtp_port,
		.smtp_username = in->smtp_username, .smtp_password = in->smtp_password,
		.from_email = in->from_email, .from_name = in->from_name, .use_ssl = in->use_ssl,
		.use_tls = in->use_tls,
	};

	return email_settings_change(cx, in->version, &wanted, out);
}
ENDPOINT(set_email_settings, PUT, "/api/v1/admin/email-settings", email_settings_in,
	email_settings_view, .auth = AUTH_STAFF, .perm = "setting.write", .step_up = true,
	.tx = TX_WRITE, .errors = ERRORS(E_CONFLICT),
	.detail = email_settings_view, .detail_name = "current",
	.doc = "Enters the mail server to use. A login goes out over TLS only. Another host, port, "
	       "login or kind of TLS needs the password again.");

VIEW(test_mail_view, struct test_mail,
	SHOW(to, "Where it went: the own address"),
	SHOW(is_delivered, "Whether the mail server took it"),
	SHOW_OPT(problem, "Why not"));
static const struct rate rate_test_mail = { "test_mail", 5, 600, RATE_BY_ACTOR };

static enum err
send_test_mail(struct ctx *cx, const struct nothing *in, struct test_mail *out)
{
	(void)in;
	return test_mail_send(cx, out);
}
ENDPOINT(send_test_mail, POST, "/api/v1/admin/email-settings/test", nothing, test_mail_view,
	.auth = AUTH_STAFF, .perm = "setting.write", .tx = TX_OWN, .rate = &rate_test_mail,
	.doc = "Sends a mail to the own address now and tells what came of it.");

ENDPOINTS(admin_email, &get_email_settings_endpoint, &set_email_settings_endpoint,
          &send_test_mail_endpoint);
