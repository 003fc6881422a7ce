-- SPDX-License-Identifier: MIT
-- People who were erased, of whom something is left, erasures nobody will finish, and those that
-- are done, but have not reached everything.
SELECT 'erased' AS what, c.id, 'customers' AS has
FROM customers c
WHERE c.erased_at IS NOT NULL
  AND (COALESCE(c.first_name, c.last_name, c.email, c.phone, c.username, c.password_hash,
      c.age_group, c.birth_date, c.customer_group, c.avatar_url) IS NOT NULL
    OR c.email_verified <> 0 OR c.phone_verified <> 0 OR c.status <> 'inactive')
UNION ALL SELECT 'erased', c.id, 'no erasure' FROM customers c
LEFT JOIN erasures e ON e.customer_id = c.id
WHERE (c.erased_at IS NULL) <> (e.customer_id IS NULL)
UNION ALL SELECT 'erased', c.id, 'addresses' FROM customers c
JOIN addresses t ON t.customer_id = c.id WHERE c.erased_at IS NOT NULL
UNION ALL SELECT 'erased', c.id, 'customer_sessions' FROM customers c
JOIN customer_sessions t ON t.customer_id = c.id WHERE c.erased_at IS NOT NULL
UNION ALL SELECT 'erased', c.id, 'customer_otp_codes' FROM customers c
JOIN customer_otp_codes t ON t.customer_id = c.id WHERE c.erased_at IS NOT NULL
UNION ALL SELECT 'erased', c.id, 'email_verification_tokens' FROM customers c
JOIN email_verification_tokens t ON t.customer_id = c.id WHERE c.erased_at IS NOT NULL
UNION ALL SELECT 'erased', c.id, 'password_reset_tokens' FROM customers c
JOIN password_reset_tokens t ON t.user_id = c.id AND t.user_type = 'customer'
WHERE c.erased_at IS NOT NULL
UNION ALL SELECT 'erased', c.id, 'export_tokens' FROM customers c
JOIN export_tokens t ON t.customer_id = c.id WHERE c.erased_at IS NOT NULL
UNION ALL SELECT 'erased', c.id, 'carts' FROM customers c
JOIN carts t ON t.customer_id = c.id WHERE c.erased_at IS NOT NULL
UNION ALL SELECT 'erased', c.id, 'files' FROM customers c
JOIN files t ON t.customer_id = c.id WHERE c.erased_at IS NOT NULL
UNION ALL SELECT 'erased', c.id, 'orders' FROM customers c
JOIN orders t ON t.customer_id = c.id
WHERE c.erased_at IS NOT NULL
  AND (t.customer_name <> '' OR COALESCE(t.customer_email, t.customer_phone, t.delivery_address,
      t.delivery_additional_info, t.gift_note) IS NOT NULL)
UNION ALL SELECT 'erased', c.id, 'order_words' FROM customers c
JOIN orders o ON o.customer_id = c.id
JOIN order_words t ON t.order_id = o.id WHERE c.erased_at IS NOT NULL
UNION ALL SELECT 'erased', c.id, 'customer_support_tickets' FROM customers c
JOIN customer_support_tickets t ON t.customer_id = c.id
WHERE c.erased_at IS NOT NULL
  AND (t.subject <> '' OR t.message <> '' OR t.attachments IS NOT NULL)
UNION ALL SELECT 'erased', c.id, 'customer_ticket_replies' FROM customers c
JOIN customer_support_tickets s ON s.customer_id = c.id
JOIN customer_ticket_replies t ON t.ticket_id = s.id
WHERE c.erased_at IS NOT NULL AND (t.message <> '' OR t.attachments IS NOT NULL)
UNION ALL SELECT 'erased', c.id, 'run_photos' FROM customers c
JOIN orders o ON o.customer_id = c.id
JOIN run_stops s ON s.order_id = o.id
JOIN run_photos t ON t.stop_id = s.id WHERE c.erased_at IS NOT NULL
UNION ALL SELECT 'erased', e.customer_id, 'staff_notes' FROM erasures e
JOIN staff_notes t ON t.customer_id = e.customer_id WHERE e.done_at IS NOT NULL
UNION ALL SELECT 'erased', e.customer_id, 'customer_activity_log' FROM erasures e
JOIN customer_activity_log t ON t.customer_id = e.customer_id
WHERE e.done_at IS NOT NULL AND COALESCE(t.details, t.ip_address, t.user_agent) IS NOT NULL
UNION ALL SELECT 'erased', e.customer_id, 'promo_code_usage' FROM erasures e
JOIN orders o ON o.customer_id = e.customer_id
JOIN promo_code_usage t ON t.order_id = o.id
WHERE e.done_at IS NOT NULL AND t.customer_email IS NOT NULL
UNION ALL SELECT 'erased', e.customer_id, 'outbox' FROM erasures e
JOIN orders o ON o.customer_id = e.customer_id
JOIN outbox t ON t.order_id = o.id WHERE e.done_at IS NOT NULL
