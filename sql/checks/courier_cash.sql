-- SPDX-License-Identifier: MIT
-- Accounts of delivery men that are not the sum of their ledger, or of their open differences; and
-- entries that say another amount than the payment, the handover or the difference they are about.
SELECT 'courier_cash' AS what, a.delivery_man_id AS id, a.expected_amount, a.differing_amount
FROM courier_accounts a
WHERE a.expected_amount <> (SELECT COALESCE(SUM(c.amount), 0) FROM courier_cash c
    WHERE c.delivery_man_id = a.delivery_man_id)
  OR a.differing_amount <> (SELECT COALESCE(SUM(d.amount), 0) FROM courier_differences d
    WHERE d.delivery_man_id = a.delivery_man_id AND d.status = 'open')
UNION ALL
SELECT 'courier_cash', c.id, c.amount, c.delivery_man_id
FROM courier_cash c
LEFT JOIN courier_accounts a ON a.delivery_man_id = c.delivery_man_id
LEFT JOIN payments p ON p.id = c.payment_id
LEFT JOIN courier_handovers h ON h.id = c.handover_id
LEFT JOIN courier_differences d ON d.id = c.difference_id
WHERE a.delivery_man_id IS NULL
  OR NOT (c.amount <=> COALESCE(p.amount, -h.counted_amount, -d.amount))
  OR p.id IS NOT NULL AND p.is_counted IS NULL
  OR d.id IS NOT NULL AND d.status <> 'settled'
UNION ALL
SELECT 'courier_cash', h.id, h.counted_amount, h.expected_amount
FROM courier_handovers h
LEFT JOIN courier_differences d ON d.handover_id = h.id
LEFT JOIN courier_cash c ON c.handover_id = h.id
WHERE (h.is_open IS NULL) <> (c.id IS NOT NULL)
  OR h.is_open IS NULL AND h.expected_amount - h.counted_amount <> COALESCE(d.amount, 0)
