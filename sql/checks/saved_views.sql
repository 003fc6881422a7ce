-- SPDX-License-Identifier: MIT
-- Nobody has more than a hundred saved views, and no view keeps whom it searches for.
SELECT 'saved_views' AS what, admin_user_id AS id, CAST(COUNT(*) AS CHAR) AS why FROM saved_views
GROUP BY admin_user_id HAVING COUNT(*) > 100
UNION ALL SELECT 'saved_views', id, query FROM saved_views
WHERE list_name IN ('orders', 'carts', 'customers', 'tickets', 'claims')
AND CONCAT('&', query) LIKE '%&q=%'
