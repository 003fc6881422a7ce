-- SPDX-License-Identifier: MIT
-- Stops that say something else than their order: delivered means delivered, and a delivered order
-- has no open stop; what a confirmed run has still to bring is on its way; a run that is closed
-- has nothing to bring. That an order is delivered once is a unique key.
SELECT 'run_stops' AS what, s.id, s.order_id, s.status, o.status AS order_status
FROM run_stops s
JOIN orders o ON o.id = s.order_id
JOIN delivery_runs r ON r.id = s.run_id
WHERE (s.status = 'delivered') AND o.status <> 'delivered'
  OR s.status = 'open' AND (o.status NOT IN ('preparing', 'out_for_delivery')
    OR r.status = 'closed'
    OR r.status = 'confirmed' AND o.status <> 'out_for_delivery'
    OR r.status = 'confirmed' AND NOT (o.delivery_man_id <=> r.delivery_man_id))
