-- SPDX-License-Identifier: MIT
-- Rows that refer to what is not there: one anti-join for each foreign key, named like it. The
-- server refuses such rows, but not while a dump is loaded with foreign_key_checks = 0.
-- scripts/check-sql compares this file with the schema.
SELECT 'addresses_city_fk' AS what, id FROM addresses
WHERE city_id NOT IN (SELECT id FROM cities)
UNION ALL SELECT 'addresses_customer_fk', id FROM addresses
WHERE customer_id NOT IN (SELECT id FROM customers)
UNION ALL SELECT 'addresses_zone_fk', id FROM addresses
WHERE (zone_id, city_id) NOT IN (SELECT id, city_id FROM zones)
UNION ALL SELECT 'admin_activity_log_admin_user_fk', id FROM admin_activity_log
WHERE admin_user_id IS NOT NULL AND admin_user_id NOT IN (SELECT id FROM admin_users)
UNION ALL SELECT 'admin_recovery_codes_admin_user_fk', id FROM admin_recovery_codes
WHERE admin_user_id NOT IN (SELECT id FROM admin_users)
UNION ALL SELECT 'admin_sessions_admin_user_fk', id FROM admin_sessions
WHERE admin_user_id NOT IN (SELECT id FROM admin_users)
UNION ALL SELECT 'admin_view_preferences_admin_user_fk', id FROM admin_view_preferences
WHERE admin_user_id NOT IN (SELECT id FROM admin_users)
UNION ALL SELECT 'backfill_customers_customer_fk', customer_id FROM backfill_customers
WHERE customer_id NOT IN (SELECT id FROM customers)
UNION ALL SELECT 'backfill_customers_run_fk', customer_id FROM backfill_customers
WHERE run_id NOT IN (SELECT id FROM backfill_runs)
UNION ALL SELECT 'backfill_emails_run_fk', id FROM backfill_emails
WHERE run_id NOT IN (SELECT id FROM backfill_runs)
UNION ALL SELECT 'backfill_orders_customer_fk', order_id FROM backfill_orders
WHERE customer_id NOT IN (SELECT id FROM customers)
UNION ALL SELECT 'backfill_orders_order_fk', order_id FROM backfill_orders
WHERE order_id NOT IN (SELECT id FROM orders)
UNION ALL SELECT 'backfill_orders_run_fk', order_id FROM backfill_orders
WHERE run_id NOT IN (SELECT id FROM backfill_runs)
UNION ALL SELECT 'capacity_moves_capacity_fk', id FROM capacity_moves
WHERE capacity_id NOT IN (SELECT id FROM capacity)
UNION ALL SELECT 'capacity_moves_order_fk', id FROM capacity_moves
WHERE order_id NOT IN (SELECT id FROM orders)
UNION ALL SELECT 'capacity_slot_fk', id FROM capacity
WHERE time_slot_id IS NOT NULL AND time_slot_id NOT IN (SELECT id FROM delivery_time_slots)
UNION ALL SELECT 'cart_item_flavors_flavor_fk', id FROM cart_item_flavors
WHERE flavor_id NOT IN (SELECT id FROM flavors)
UNION ALL SELECT 'cart_item_flavors_item_fk', id FROM cart_item_flavors
WHERE cart_item_id NOT IN (SELECT id FROM cart_items)
UNION ALL SELECT 'cart_item_flavors_size_fk', id FROM cart_item_flavors
WHERE size_id IS NOT NULL AND size_id NOT IN (SELECT id FROM sizes)
UNION ALL SELECT 'cart_items_cart_fk', id FROM cart_items
WHERE cart_id NOT IN (SELECT id FROM carts)
UNION ALL SELECT 'cart_items_instance_fk', id FROM cart_items
WHERE product_instance_id NOT IN (SELECT id FROM product_instance)
UNION ALL SELECT 'carts_customer_fk', id FROM carts
WHERE customer_id IS NOT NULL AND customer_id NOT IN (SELECT id FROM customers)
UNION ALL SELECT 'claim_orders_claim_fk', claim_id FROM claim_orders
WHERE claim_id NOT IN (SELECT id FROM claims)
UNION ALL SELECT 'claim_orders_order_fk', claim_id FROM claim_orders
WHERE order_id NOT IN (SELECT id FROM orders)
UNION ALL SELECT 'claim_orders_previous_fk', claim_id FROM claim_orders
WHERE previous_customer_id IS NOT NULL AND previous_customer_id NOT IN (SELECT id FROM customers)
UNION ALL SELECT 'claims_customer_fk', id FROM claims
WHERE customer_id NOT IN (SELECT id FROM customers)
UNION ALL SELECT 'claims_undone_by_fk', id FROM claims
WHERE undone_by IS NOT NULL AND undone_by NOT IN (SELECT id FROM admin_users)
UNION ALL SELECT 'saved_views_admin_user_fk', id FROM saved_views
WHERE admin_user_id NOT IN (SELECT id FROM admin_users)
UNION ALL SELECT 'staff_notes_customer_fk', id FROM staff_notes
WHERE customer_id IS NOT NULL AND customer_id NOT IN (SELECT id FROM customers)
UNION ALL SELECT 'staff_notes_order_fk', id FROM staff_notes
WHERE order_id IS NOT NULL AND order_id NOT IN (SELECT id FROM orders)
UNION ALL SELECT 'staff_notes_admin_user_fk', id FROM staff_notes
WHERE admin_user_id NOT IN (SELECT id FROM admin_users)
UNION ALL SELECT 'courier_accounts_man_fk', delivery_man_id FROM courier_accounts
WHERE delivery_man_id NOT IN (SELECT id FROM delivery_men)
UNION ALL SELECT 'courier_cash_difference_fk', id FROM courier_cash
WHERE difference_id IS NOT NULL AND difference_id NOT IN (SELECT id FROM courier_differences)
UNION ALL SELECT 'courier_cash_handover_fk', id FROM courier_cash
WHERE handover_id IS NOT NULL AND handover_id NOT IN (SELECT id FROM courier_handovers)
UNION ALL SELECT 'courier_cash_man_fk', id FROM courier_cash
WHERE delivery_man_id NOT IN (SELECT id FROM delivery_men)
UNION ALL SELECT 'courier_cash_payment_fk', id FROM courier_cash
WHERE payment_id IS NOT NULL AND payment_id NOT IN (SELECT id FROM payments)
UNION ALL SELECT 'courier_differences_handover_fk', id FROM courier_differences
WHERE handover_id NOT IN (SELECT id FROM courier_handovers)
UNION ALL SELECT 'courier_differences_man_fk', id FROM courier_differences
WHERE delivery_man_id NOT IN (SELECT id FROM delivery_men)
UNION ALL SELECT 'courier_differences_owner_fk', id FROM courier_differences
WHERE owner_id IS NOT NULL AND owner_id NOT IN (SELECT id FROM admin_users)
UNION ALL SELECT 'courier_handovers_counted_by_fk', id FROM courier_handovers
WHERE counted_by IS NOT NULL AND counted_by NOT IN (SELECT id FROM admin_users)
UNION ALL SELECT 'courier_handovers_declared_by_fk', id FROM courier_handovers
WHERE declared_by NOT IN (SELECT id FROM admin_users)
UNION ALL SELECT 'courier_handovers_man_fk', id FROM courier_handovers
WHERE delivery_man_id NOT IN (SELECT id FROM delivery_men)
UNION ALL SELECT 'cst_assigned_fk', id FROM customer_support_tickets
WHERE assigned_admin_id IS NOT NULL AND assigned_admin_id NOT IN (SELECT id FROM admin_users)
UNION ALL SELECT 'cst_customer_fk', id FROM customer_support_tickets
WHERE customer_id IS NOT NULL AND customer_id NOT IN (SELECT id FROM customers)
UNION ALL SELECT 'cst_order_fk', id FROM customer_support_tickets
WHERE order_id IS NOT NULL AND order_id NOT IN (SELECT id FROM orders)
UNION ALL SELECT 'ctr_ticket_fk', id FROM customer_ticket_replies
WHERE ticket_id NOT IN (SELECT id FROM customer_support_tickets)
UNION ALL SELECT 'customer_activity_log_customer_fk', id FROM customer_activity_log
WHERE customer_id NOT IN (SELECT id FROM customers)
UNION ALL SELECT 'customer_otp_codes_customer_fk', id FROM customer_otp_codes
WHERE customer_id IS NOT NULL AND customer_id NOT IN (SELECT id FROM customers)
UNION ALL SELECT 'customer_sessions_customer_fk', id FROM customer_sessions
WHERE customer_id NOT IN (SELECT id FROM customers)
UNION ALL SELECT 'deliveries_file_fk', id FROM deliveries
WHERE file_id NOT IN (SELECT id FROM files)
UNION ALL SELECT 'deliveries_item_fk', id FROM deliveries
WHERE order_item_id NOT IN (SELECT id FROM order_items)
UNION ALL SELECT 'deliveries_order_fk', id FROM deliveries
WHERE order_id NOT IN (SELECT id FROM orders)
UNION ALL SELECT 'delivery_closures_created_by_fk', id FROM delivery_closures
WHERE created_by IS NOT NULL AND created_by NOT IN (SELECT id FROM admin_users)
UNION ALL SELECT 'delivery_closures_zone_fk', id FROM delivery_closures
WHERE zone_id IS NOT NULL AND zone_id NOT IN (SELECT id FROM zones)
UNION ALL SELECT 'delivery_runs_day_fk', id FROM delivery_runs
WHERE delivery_date NOT IN (SELECT day FROM dispatch_days)
UNION ALL SELECT 'delivery_runs_man_fk', id FROM delivery_runs
WHERE delivery_man_id NOT IN (SELECT id FROM delivery_men)
UNION ALL SELECT 'delivery_runs_slot_fk', id FROM delivery_runs
WHERE time_slot_id NOT IN (SELECT id FROM delivery_time_slots)
UNION ALL SELECT 'dispatch_days_closed_by_fk', closed_by FROM dispatch_days
WHERE closed_by IS NOT NULL AND closed_by NOT IN (SELECT id FROM admin_users)
UNION ALL SELECT 'download_tokens_customer_fk', id FROM download_tokens
WHERE customer_id IS NOT NULL AND customer_id NOT IN (SELECT id FROM customers)
UNION ALL SELECT 'download_tokens_delivery_fk', id FROM download_tokens
WHERE delivery_id NOT IN (SELECT id FROM deliveries)
UNION ALL SELECT 'download_tokens_order_fk', id FROM download_tokens
WHERE order_id NOT IN (SELECT id FROM orders)
UNION ALL SELECT 'email_verification_tokens_customer_fk', id FROM email_verification_tokens
WHERE customer_id NOT IN (SELECT id FROM customers)
UNION ALL SELECT 'erasures_customer_fk', customer_id FROM erasures
WHERE customer_id NOT IN (SELECT id FROM customers)
UNION ALL SELECT 'export_tokens_customer_fk', customer_id FROM export_tokens
WHERE customer_id NOT IN (SELECT id FROM customers)
UNION ALL SELECT 'files_admin_user_fk', id FROM files
WHERE admin_user_id IS NOT NULL AND admin_user_id NOT IN (SELECT id FROM admin_users)
UNION ALL SELECT 'files_customer_fk', id FROM files
WHERE customer_id IS NOT NULL AND customer_id NOT IN (SELECT id FROM customers)
UNION ALL SELECT 'flavor_images_flavor_fk', id FROM flavor_images
WHERE flavor_id NOT IN (SELECT id FROM flavors)
UNION ALL SELECT 'kitchen_prints_printed_by_fk', id FROM kitchen_prints
WHERE printed_by NOT IN (SELECT id FROM admin_users)
UNION ALL SELECT 'kitchen_prints_slot_fk', id FROM kitchen_prints
WHERE time_slot_id NOT IN (SELECT id FROM delivery_time_slots)
UNION ALL SELECT 'kitchen_trays_flavor_fk', id FROM kitchen_trays
WHERE flavor_id NOT IN (SELECT id FROM flavors)
UNION ALL SELECT 'kitchen_trays_slot_fk', id FROM kitchen_trays
WHERE time_slot_id NOT IN (SELECT id FROM delivery_time_slots)
UNION ALL SELECT 'order_discounts_code_fk', id FROM order_discounts
WHERE promo_code_id IS NOT NULL AND promo_code_id NOT IN (SELECT id FROM promo_codes)
UNION ALL SELECT 'order_discounts_order_fk', id FROM order_discounts
WHERE order_id NOT IN (SELECT id FROM orders)
UNION ALL SELECT 'order_discounts_rule_fk', id FROM order_discounts
WHERE pricing_rule_id IS NOT NULL AND pricing_rule_id NOT IN (SELECT id FROM pricing_rules)
UNION ALL SELECT 'order_items_instance_fk', id FROM order_items
WHERE product_instance_id IS NOT NULL
  AND product_instance_id NOT IN (SELECT id FROM product_instance)
UNION ALL SELECT 'order_items_order_fk', id FROM order_items
WHERE order_id NOT IN (SELECT id FROM orders)
UNION ALL SELECT 'order_proofs_order_fk', order_id FROM order_proofs
WHERE order_id NOT IN (SELECT id FROM orders)
UNION ALL SELECT 'order_status_history_order_fk', id FROM order_status_history
WHERE order_id NOT IN (SELECT id FROM orders)
UNION ALL SELECT 'order_words_order_fk', order_id FROM order_words
WHERE order_id NOT IN (SELECT id FROM orders)
UNION ALL SELECT 'orders_cart_fk', id FROM orders
WHERE cart_id IS NOT NULL AND cart_id NOT IN (SELECT id FROM carts)
UNION ALL SELECT 'orders_city_fk', id FROM orders
WHERE city_id IS NOT NULL AND city_id NOT IN (SELECT id FROM cities)
UNION ALL SELECT 'orders_customer_fk', id FROM orders
WHERE customer_id IS NOT NULL AND customer_id NOT IN (SELECT id FROM customers)
UNION ALL SELECT 'orders_delivery_man_fk', id FROM orders
WHERE delivery_man_id IS NOT NULL AND delivery_man_id NOT IN (SELECT id FROM delivery_men)
UNION ALL SELECT 'orders_promo_fk', id FROM orders
WHERE promo_code_id IS NOT NULL AND promo_code_id NOT IN (SELECT id FROM promo_codes)
UNION ALL SELECT 'orders_time_slot_fk', id FROM orders
WHERE time_slot_id IS NOT NULL AND time_slot_id NOT IN (SELECT id FROM delivery_time_slots)
UNION ALL SELECT 'orders_zone_fk', id FROM orders
WHERE zone_id IS NOT NULL AND zone_id NOT IN (SELECT id FROM zones)
UNION ALL SELECT 'payment_events_payment_fk', id FROM payment_events
WHERE payment_id IS NOT NULL AND payment_id NOT IN (SELECT id FROM payments)
UNION ALL SELECT 'payments_order_fk', id FROM payments
WHERE order_id NOT IN (SELECT id FROM orders)
UNION ALL SELECT 'price_history_admin_user_fk', id FROM price_history
WHERE admin_user_id IS NOT NULL AND admin_user_id NOT IN (SELECT id FROM admin_users)
UNION ALL SELECT 'pricing_rules_created_by_fk', id FROM pricing_rules
WHERE created_by IS NOT NULL AND created_by NOT IN (SELECT id FROM admin_users)
UNION ALL SELECT 'product_instance_file_fk', id FROM product_instance
WHERE file_id IS NOT NULL AND file_id NOT IN (SELECT id FROM files)
UNION ALL SELECT 'product_instance_flavor_flavor_fk', id FROM product_instance_flavor
WHERE flavor_id NOT IN (SELECT id FROM flavors)
UNION ALL SELECT 'product_instance_flavor_instance_fk', id FROM product_instance_flavor
WHERE product_instance_id NOT IN (SELECT id FROM product_instance)
UNION ALL SELECT 'product_instance_flavor_size_fk', id FROM product_instance_flavor
WHERE size_id IS NOT NULL AND size_id NOT IN (SELECT id FROM sizes)
UNION ALL SELECT 'product_instance_pack_fk', id FROM product_instance
WHERE cookie_pack_id IS NOT NULL AND cookie_pack_id NOT IN (SELECT id FROM cookie_pack)
UNION ALL SELECT 'product_instance_product_fk', id FROM product_instance
WHERE product_id IS NOT NULL AND product_id NOT IN (SELECT id FROM products)
UNION ALL SELECT 'product_instance_size_fk', id FROM product_instance
WHERE size_id IS NOT NULL AND size_id NOT IN (SELECT id FROM sizes)
UNION ALL SELECT 'product_prices_created_by_fk', id FROM product_prices
WHERE created_by IS NOT NULL AND created_by NOT IN (SELECT id FROM admin_users)
UNION ALL SELECT 'product_prices_instance_fk', id FROM product_prices
WHERE product_instance_id IS NOT NULL
  AND product_instance_id NOT IN (SELECT id FROM product_instance)
UNION ALL SELECT 'product_prices_product_fk', id FROM product_prices
WHERE product_id IS NOT NULL AND product_id NOT IN (SELECT id FROM products)
UNION ALL SELECT 'products_product_type_fk', id FROM products
WHERE product_type_id NOT IN (SELECT id FROM product_types)
UNION ALL SELECT 'promo_code_usage_code_fk', id FROM promo_code_usage
WHERE promo_code_id NOT IN (SELECT id FROM promo_codes)
UNION ALL SELECT 'promo_code_usage_customer_fk', id FROM promo_code_usage
WHERE customer_id IS NOT NULL AND customer_id NOT IN (SELECT id FROM customers)
UNION ALL SELECT 'promo_code_usage_order_fk', id FROM promo_code_usage
WHERE order_id NOT IN (SELECT id FROM orders)
UNION ALL SELECT 'promo_codes_created_by_fk', id FROM promo_codes
WHERE created_by IS NOT NULL AND created_by NOT IN (SELECT id FROM admin_users)
UNION ALL SELECT 'quotes_cart_fk', id FROM quotes
WHERE cart_id NOT IN (SELECT id FROM carts)
UNION ALL SELECT 'refund_items_item_fk', refund_id FROM refund_items
WHERE order_item_id NOT IN (SELECT id FROM order_items)
UNION ALL SELECT 'refund_items_refund_fk', refund_id FROM refund_items
WHERE refund_id NOT IN (SELECT id FROM refunds)
UNION ALL SELECT 'refunds_admin_user_fk', id FROM refunds
WHERE admin_user_id IS NOT NULL AND admin_user_id NOT IN (SELECT id FROM admin_users)
UNION ALL SELECT 'refunds_order_fk', id FROM refunds
WHERE order_id NOT IN (SELECT id FROM orders)
UNION ALL SELECT 'refunds_payment_fk', id FROM refunds
WHERE payment_id NOT IN (SELECT id FROM payments)
UNION ALL SELECT 'run_events_run_fk', id FROM run_events
WHERE run_id NOT IN (SELECT id FROM delivery_runs)
UNION ALL SELECT 'run_events_stop_fk', id FROM run_events
WHERE stop_id NOT IN (SELECT id FROM run_stops)
UNION ALL SELECT 'run_photos_file_fk', file_id FROM run_photos
WHERE file_id NOT IN (SELECT id FROM files)
UNION ALL SELECT 'run_photos_run_fk', file_id FROM run_photos
WHERE run_id NOT IN (SELECT id FROM delivery_runs)
UNION ALL SELECT 'run_photos_stop_fk', file_id FROM run_photos
WHERE stop_id IS NOT NULL AND stop_id NOT IN (SELECT id FROM run_stops)
UNION ALL SELECT 'run_stops_order_fk', id FROM run_stops
WHERE order_id NOT IN (SELECT id FROM orders)
UNION ALL SELECT 'run_stops_run_fk', id FROM run_stops
WHERE run_id NOT IN (SELECT id FROM delivery_runs)
UNION ALL SELECT 'sales_customer_fk', id FROM sales
WHERE customer_id IS NOT NULL AND customer_id NOT IN (SELECT id FROM customers)
UNION ALL SELECT 'sales_order_fk', id FROM sales
WHERE order_id NOT IN (SELECT id FROM orders)
UNION ALL SELECT 'shortage_orders_answered_by_fk', id FROM shortage_orders
WHERE answered_by IS NOT NULL AND answered_by NOT IN (SELECT id FROM admin_users)
UNION ALL SELECT 'shortage_orders_order_fk', id FROM shortage_orders
WHERE order_id NOT IN (SELECT id FROM orders)
UNION ALL SELECT 'shortage_orders_refund_fk', id FROM shortage_orders
WHERE refund_id IS NOT NULL AND refund_id NOT IN (SELECT id FROM refunds)
UNION ALL SELECT 'shortage_orders_shortage_fk', id FROM shortage_orders
WHERE shortage_id NOT IN (SELECT id FROM shortages)
UNION ALL SELECT 'shortage_orders_substitute_fk', id FROM shortage_orders
WHERE substitute_flavor_id IS NOT NULL AND substitute_flavor_id NOT IN (SELECT id FROM flavors)
UNION ALL SELECT 'shortages_flavor_fk', id FROM shortages
WHERE flavor_id NOT IN (SELECT id FROM flavors)
UNION ALL SELECT 'shortages_slot_fk', id FROM shortages
WHERE time_slot_id NOT IN (SELECT id FROM delivery_time_slots)
UNION ALL SELECT 'ticket_attachments_customer_fk', file_id FROM ticket_attachments
WHERE customer_id IS NOT NULL AND customer_id NOT IN (SELECT id FROM customers)
UNION ALL SELECT 'ticket_attachments_file_fk', file_id FROM ticket_attachments
WHERE file_id NOT IN (SELECT id FROM files)
UNION ALL SELECT 'ticket_attachments_order_fk', file_id FROM ticket_attachments
WHERE order_id IS NOT NULL AND order_id NOT IN (SELECT id FROM orders)
UNION ALL SELECT 'ticket_attachments_reply_fk', file_id FROM ticket_attachments
WHERE reply_id IS NOT NULL AND reply_id NOT IN (SELECT id FROM customer_ticket_replies)
UNION ALL SELECT 'ticket_attachments_ticket_fk', file_id FROM ticket_attachments
WHERE ticket_id IS NOT NULL AND ticket_id NOT IN (SELECT id FROM customer_support_tickets)
UNION ALL SELECT 'zone_time_slots_time_slot_fk', zone_id FROM zone_time_slots
WHERE time_slot_id NOT IN (SELECT id FROM delivery_time_slots)
UNION ALL SELECT 'zone_time_slots_zone_fk', zone_id FROM zone_time_slots
WHERE zone_id NOT IN (SELECT id FROM zones)
UNION ALL SELECT 'zone_waitlist_zone_fk', id FROM zone_waitlist
WHERE zone_id NOT IN (SELECT id FROM zones)
UNION ALL SELECT 'zones_city_fk', id FROM zones
WHERE city_id NOT IN (SELECT id FROM cities)
UNION ALL SELECT 'zones_time_slot_fk', id FROM zones
WHERE time_slot_id IS NOT NULL AND time_slot_id NOT IN (SELECT id FROM delivery_time_slots)
