-- SPDX-License-Identifier: MIT
-- Password reset tokens of nobody.
SELECT 'reset_owners' AS what, t.id, t.user_type, t.user_id
FROM password_reset_tokens t
LEFT JOIN customers c ON t.user_type = 'customer' AND c.id = t.user_id
LEFT JOIN admin_users a ON t.user_type = 'admin' AND a.id = t.user_id
WHERE c.id IS NULL AND a.id IS NULL
