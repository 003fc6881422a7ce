/* SPDX-License-Identifier: MIT */
/* SMS through any gateway that takes an HTTP POST, as the settings sms_url, sms_headers and
 * sms_body describe it.
 *
 * Rules     2xx is sent; 4xx is refused for good, but 408 and 429 like all others are tried again.
 *           Values go into the body escaped as its Content-Type asks: JSON, else a form.
 * See       ops/setting.def, tests/http/outbox_test.c */
#ifndef OPS_SMS_H
#define OPS_SMS_H

#include "ops/deliver.h"
#include "ops/setting.h"

struct sms { const char *id, *to, *text; };

/* The settings must outlive the call only. */
struct delivery sms_send(struct ctx *cx, const struct settings *set, const struct sms *sms);

/* Does the gateway get our id as its idempotency key, so that sending twice is sending once? */
bool sms_takes_key(const struct settings *set);

/* Body and headers as they would be sent, one header a line. */
const char *sms_body_text(struct ctx *cx, const struct settings *set, const struct sms *sms);
const char *sms_header_text(struct ctx *cx, const struct settings *set, const struct sms *sms);

#endif
