-- SPDX-License-Identifier: MIT
-- Seals of the staff's journal that do not hang on the one before, or cover more or fewer rows than
-- when they were made. Whether a row was changed only the hashes tell: `crumbled audit verify`.
SELECT 'audit_seals' AS what, s.first_id AS id, s.last_id, s.rows_n, r.found
FROM audit_seals s
LEFT JOIN audit_seals p ON p.last_id = s.first_id - 1
LEFT JOIN (
  SELECT c.first_id, COUNT(*) AS found
  FROM audit_seals c JOIN admin_activity_log l ON l.id BETWEEN c.first_id AND c.last_id
  GROUP BY c.first_id
) r ON r.first_id = s.first_id
WHERE s.rows_n <> COALESCE(r.found, 0)
  OR s.previous_hash <> CASE s.first_id WHEN 1 THEN UNHEX(REPEAT('00', 32))
    ELSE COALESCE(p.hash, '') END
