-- SPDX-License-Identifier: MIT
-- People who were erased, of whom something is left; erasures nobody will finish; and those that
-- are done, but have not reached everything.
SELECT 'erased' AS what, c.id, 'customers' AS has
FROM customers c
WHERE c.erased_at IS NOT NULL
  AND (COALESCE(c.first_name, c.last_name, c.email, c.phone, c.username, c.password_hash,
      c.age_group, c.birth_date, c.customer_group, c.avatar_url) IS NOT NULL
    OR c.email_verified <> 0 OR c.phone_verified <> 0 OR c.status <> 'inactive')
UNION ALL
SELECT 'erased', c.id, 'no erasure'
FROM customers c
LEFT JOIN erasures e ON e.customer_id = c.id
WHERE (c.erased_at IS NULL) <> (e.customer_id IS NULL)
UNION ALL
SELECT 'erased', c.id, t.name
FROM customers c
JOIN (
  SELECT customer_id, 'addresses' AS name FROM addresses
  UNION SELECT customer_id, 'customer_sessions' FROM customer_sessions
  UNION SELECT customer_id, 'customer_otp_codes' FROM customer_otp_codes
  UNION SELECT customer_id, 'email_verification_tokens' FROM email_verification_tokens
  UNION SELECT customer_id, 'export_tokens' FROM export_tokens
  UNION SELECT customer_id, 'carts' FROM carts
  UNION SELECT customer_id, 'files' FROM files
  UNION SELECT user_id, 'password_reset_tokens' FROM password_reset_tokens
    WHERE user_type = 'customer'
  UNION SELECT customer_id, 'orders' FROM orders
    WHERE customer_name <> '' OR customer_email IS NOT NULL OR customer_phone IS NOT NULL
      OR delivery_address IS NOT NULL OR delivery_additional_info IS NOT NULL
      OR gift_note IS NOT NULL
  UNION SELECT o.customer_id, 'order_words' FROM orders o JOIN order_words w ON w.order_id = o.id
  UNION SELECT customer_id, 'customer_support_tickets' FROM customer_support_tickets
    WHERE subject <> '' OR message <> '' OR attachments IS NOT NULL
  UNION SELECT s.customer_id, 'customer_ticket_replies'
    FROM customer_support_tickets s JOIN customer_ticket_replies r ON r.ticket_id = s.id
    WHERE r.message <> '' OR r.attachments IS NOT NULL
) t ON t.customer_id = c.id
WHERE c.erased_at IS NOT NULL
UNION ALL
SELECT 'erased', e.customer_id, t.name
FROM erasures e
JOIN (
  SELECT customer_id, 'customer_activity_log' AS name FROM customer_activity_log
    WHERE details IS NOT NULL OR ip_address IS NOT NULL OR user_agent IS NOT NULL
  UNION SELECT o.customer_id, 'promo_code_usage'
    FROM orders o JOIN promo_code_usage u ON u.order_id = o.id
    WHERE u.customer_email IS NOT NULL
  UNION SELECT o.customer_id, 'outbox' FROM orders o JOIN outbox b ON b.order_id = o.id
) t ON t.customer_id = e.customer_id
WHERE e.done_at IS NOT NULL;
