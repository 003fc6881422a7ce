/* SPDX-License-Identifier: MIT */
/* What a span of time came to, straight from the ledgers: one SELECT for each kind of report_rows.
 * report/summary.c keeps their rows by days, report/figure.c reads them where none are kept; said
 * here once, so that both are the same.
 *
 * Rules     Money counts when it moved: a sale with its payment, a refund when it was paid back.
 *           Lines, flavors and discounts count with the sale of their order, as it is now; uses of
 *           codes and events when they happened.
 *           Each has (from, to) as often as its FIGURE says, all of one span. */
#ifndef REPORT_DAY_ROWS_H
#define REPORT_DAY_ROWS_H

/* Names are told apart to the last mark. */
#define EXACTLY "COLLATE utf8mb4_bin "
#define OF_SALES_THEN "WHERE s.paid_at >= ? AND s.paid_at < ? "

/* Of a row of sales with its order: a sale, or a refund. */
#define SALE_AMOUNTS                                                                               \
	"s.refund_no = 0 AS n, 0 AS quantity, IF(s.refund_no = 0, s.amount, 0.00) AS amount, "     \
	"IF(s.refund_no = 0, o.rules_discount_amount + o.discount_amount, 0.00) "                  \
	"AS discount_amount, s.refund_no > 0 AS back_n, 0 AS back_quantity, "                      \
	"IF(s.refund_no = 0, 0.00, -s.amount) AS back_amount "
#define FROM_SALES "FROM sales s JOIN orders o ON o.id = s.order_id "

#define METHOD_ROWS                                                                                \
	"SELECT COALESCE(p.provider, '') AS part, 0 AS ref_id, '' AS name, " SALE_AMOUNTS          \
	FROM_SALES "LEFT JOIN payments p ON p.order_id = o.id AND p.is_counted = 1 " OF_SALES_THEN

#define ZONE_ROWS                                                                                  \
	"SELECT '' AS part, COALESCE(o.zone_id, 0) AS ref_id, "                                    \
	"COALESCE(o.delivery_zone, '') " EXACTLY "AS name, " SALE_AMOUNTS                            \
	FROM_SALES OF_SALES_THEN

#define OF_LINE                                                                                    \
	"SELECT '' AS part, COALESCE(i.product_instance_id, 0) AS ref_id, "                        \
	"CONCAT_WS(', ', i.product_name, i.pack_size) " EXACTLY "AS name, "
#define FROM_SOLD_LINES                                                                            \
	FROM_SALES "JOIN order_items i ON i.order_id = o.id AND i.edit_no = o.edit_no "
#define FROM_REFUNDED_LINES                                                                        \
	"FROM sales s JOIN refunds r ON r.order_id = s.order_id AND r.refund_no = s.refund_no "    \
	"JOIN refund_items t ON t.refund_id = r.id JOIN order_items i ON i.id = t.order_item_id "
#define PRODUCT_ROWS                                                                               \
	OF_LINE "1 AS n, i.quantity, "                                                             \
	"i.unit_price * i.quantity - i.rules_discount_amount - i.discount_amount AS amount, "      \
	"i.rules_discount_amount + i.discount_amount AS discount_amount, 0 AS back_n, "            \
	"0 AS back_quantity, 0.00 AS back_amount "                                                 \
	FROM_SOLD_LINES OF_SALES_THEN "AND s.refund_no = 0 UNION ALL "                             \
	OF_LINE "0, 0, 0.00, 0.00, 1, t.quantity, t.amount "                                       \
	FROM_REFUNDED_LINES OF_SALES_THEN "AND s.refund_no > 0"

/* What is of no line: delivery fees, and refunds that name none. */
#define FEE_ROWS                                                                                   \
	"SELECT '' AS part, 0 AS ref_id, '' AS name, s.refund_no = 0 AS n, 0 AS quantity, "        \
	"IF(s.refund_no = 0, o.delivery_fee, 0.00) AS amount, 0.00 AS discount_amount, "           \
	"s.refund_no > 0 AS back_n, 0 AS back_quantity, IF(s.refund_no = 0, 0.00, -s.amount - "    \
	"(SELECT COALESCE(SUM(t.amount), 0.00) FROM refunds r JOIN refund_items t "                \
	"ON t.refund_id = r.id WHERE r.order_id = s.order_id AND r.refund_no = s.refund_no)) "     \
	"AS back_amount " FROM_SALES OF_SALES_THEN

#define THEIR_FLAVORS                                                                              \
	"JOIN JSON_TABLE(i.flavor_details, '$[*]' COLUMNS (flavor_id BIGINT PATH '$.flavor_id', "  \
	"flavor_name VARCHAR(100) PATH '$.flavor_name', quantity INT PATH '$.quantity')) AS f "
#define FLAVOR_ROWS                                                                                \
	"SELECT '' AS part, COALESCE(f.flavor_id, 0) AS ref_id, "                                  \
	"COALESCE(f.flavor_name, '') " EXACTLY "AS name, 1 AS n, "                                 \
	"f.quantity * i.quantity AS quantity, "                                                    \
	"0.00 AS amount, 0.00 AS discount_amount, 0 AS back_n, 0 AS back_quantity, "               \
	"0.00 AS back_amount " FROM_SOLD_LINES THEIR_FLAVORS                                       \
	OF_SALES_THEN "AND s.refund_no = 0 UNION ALL "                                             \
	"SELECT '', COALESCE(f.flavor_id, 0), COALESCE(f.flavor_name, '') " EXACTLY ", 0, 0, "     \
	"0.00, 0.00, 1, f.quantity * t.quantity, 0.00 " FROM_REFUNDED_LINES THEIR_FLAVORS          \
	OF_SALES_THEN "AND s.refund_no > 0"

/* A rule goes by its name, for it may have been removed since. */
#define DISCOUNT_ROWS                                                                              \
	"SELECT CASE WHEN d.kind = 'free_delivery' THEN 'free_delivery' WHEN d.source = 'code' "   \
	"THEN 'code' ELSE 'rule' END AS part, COALESCE(d.promo_code_id, 0) AS ref_id, "            \
	"d.name " EXACTLY "AS name, 1 AS n, 0 AS quantity, o.total AS amount, "                    \
	"d.amount AS discount_amount, 0 AS back_n, 0 AS back_quantity, 0.00 AS back_amount "       \
	FROM_SALES                                                                                 \
	"JOIN order_discounts d ON d.order_id = o.id AND d.edit_no = o.edit_no "                   \
	OF_SALES_THEN "AND s.refund_no = 0"

/* amount: what the orders cost before discounts; back_amount: the discount of those given back.
 * Quantities: orders that were their customer's first. */
#define PROMO_ROWS                                                                                 \
	"SELECT '' AS part, u.promo_code_id AS ref_id, '' AS name, u.kind = 'use' AS n, "          \
	"IF(u.kind = 'use', u.is_first, 0) AS quantity, IF(u.kind = 'use', u.order_amount, 0.00) AS amount, "                      \
	"IF(u.kind = 'use', u.discount_amount, 0.00) AS discount_amount, "                         \
	"u.kind = 'return' AS back_n, IF(u.kind = 'return', u.is_first, 0) AS back_quantity, "     \
	"IF(u.kind = 'return', u.discount_amount, 0.00) AS back_amount "                           \
	"FROM promo_code_usage u WHERE u.used_at >= ? AND u.used_at < ?"

/* A delivery is on time when the delivery man was at the door before its slot ended, however late
 * his phone told it. */
#define EVENT_ROWS                                                                                 \
	"SELECT 'placed' AS part, 0 AS ref_id, '' AS name, 1 AS n, 0 AS quantity, 0.00 AS amount, " \
	"0.00 AS discount_amount, 0 AS back_n, 0 AS back_quantity, 0.00 AS back_amount "           \
	"FROM orders o WHERE o.created_at >= ? AND o.created_at < ? UNION ALL "                    \
	"SELECT CASE WHEN h.to_status = 'delivered' THEN CASE "                                    \
	"WHEN o.expected_delivery_date IS NULL THEN 'not_brought' "                                \
	"WHEN COALESCE(r.result_at, h.created_at) <= o.expected_delivery_date + "                  \
	"INTERVAL TIME_TO_SEC(TIMEDIFF(o.to_hour, o.from_hour)) SECOND THEN 'on_time' "            \
	"ELSE 'late' END WHEN h.from_status <=> 'out_for_delivery' THEN "                          \
	"CASE WHEN h.to_status = 'cancelled' THEN 'failed_for_good' ELSE 'failed' END "            \
	"ELSE 'cancelled' END, 0, '', 1, 0, 0.00, 0.00, 0, 0, 0.00 "                               \
	"FROM order_status_history h JOIN orders o ON o.id = h.order_id "                          \
	"LEFT JOIN run_stops r ON r.order_id = o.id AND r.is_live = 1 AND r.status = 'delivered' " \
	"WHERE h.created_at >= ? AND h.created_at < ? AND (h.to_status IN ('delivered', "          \
	"'cancelled') OR h.from_status = 'out_for_delivery')"

/* F(kind, rows, how often it has the span) */
#define FIGURES(F)                                                                                 \
	F(method, METHOD_ROWS, 1) F(zone, ZONE_ROWS, 1) F(product, PRODUCT_ROWS, 2)                \
	F(fee, FEE_ROWS, 1) F(flavor, FLAVOR_ROWS, 2) F(discount, DISCOUNT_ROWS, 1)                \
	F(promo, PROMO_ROWS, 1) F(event, EVENT_ROWS, 2)

#define SUMMED                                                                                     \
	"SUM(x.n) AS n, SUM(x.quantity) AS quantity, SUM(x.amount) AS amount, "                    \
	"SUM(x.discount_amount) AS discount_amount, SUM(x.back_n) AS back_n, "                     \
	"SUM(x.back_quantity) AS back_quantity, SUM(x.back_amount) AS back_amount "
/* Money in minor units, since sums are wide. */
#define SUMMED_FOR_US                                                                              \
	"CAST(SUM(x.n) AS SIGNED) AS n, CAST(SUM(x.quantity) AS SIGNED) AS quantity, "             \
	"CAST(SUM(x.amount) * 100 AS SIGNED) AS amount, "                                          \
	"CAST(SUM(x.discount_amount) * 100 AS SIGNED) AS discount_amount, "                        \
	"CAST(SUM(x.back_n) AS SIGNED) AS back_n, "                                                \
	"CAST(SUM(x.back_quantity) AS SIGNED) AS back_quantity, "                                  \
	"CAST(SUM(x.back_amount) * 100 AS SIGNED) AS back_amount "

#endif
