/* SPDX-License-Identifier: MIT */
/* The sales ledger: one row for each paid order, a negative one for each refund.
 *
 * Owns      sales; orders.payment_status and orders.refunded_amount.
 * Rules     Rows are only ever added.  They add up to what was paid and paid back, at any moment: the
 *           row and the order's summary are written in the transaction of the payment's event.
 * See       sale/payment.h, sale/refund.h, sql/checks/sales.sql */
#ifndef SALE_LEDGER_H
#define SALE_LEDGER_H

#include "base/ctx.h"
#include "base/money.h"

/* The order, locked by the caller, was paid. */
enum err ledger_sale(struct ctx *cx, int64_t order_id, struct money amount) MUST_CHECK;
/* So much of it was paid back, as its refund number refund_no. */
enum err ledger_refund(struct ctx *cx, int64_t order_id, int32_t refund_no,
                       struct money amount) MUST_CHECK;

#endif
