-- SPDX-License-Identifier: MIT
-- Rules that look at something that does not exist.
SELECT 'rule_targets' AS what, r.id, r.rule_type, r.target_id, r.target_value
FROM pricing_rules r
LEFT JOIN products p ON r.rule_type = 'product' AND p.id = r.target_id
LEFT JOIN pricing_categories c ON r.rule_type = 'category' AND c.id = r.target_id
LEFT JOIN flavors f ON r.rule_type = 'flavor' AND f.id = r.target_id
LEFT JOIN zones z ON r.rule_type = 'location' AND z.id = r.target_id
LEFT JOIN cities t ON r.rule_type = 'location' AND t.name = TRIM(r.target_value)
WHERE (r.rule_type = 'product' AND p.id IS NULL)
  OR (r.rule_type = 'category' AND c.id IS NULL)
  OR (r.rule_type = 'flavor' AND f.id IS NULL)
  OR (r.rule_type = 'location' AND z.id IS NULL AND t.id IS NULL)
  OR (r.rule_type = 'customer_group' AND COALESCE(TRIM(r.target_value), '') = '')
