-- SPDX-License-Identifier: MIT
-- The accounts of the database, one a pool, each with no more than its work needs.
--
-- Run by an administrator after the schema was deployed, and again after each deploy: what is there
-- already stays. Before, @DB@ is replaced by the name of the database and @PASSWORD_SHOP@,
-- @PASSWORD_ADMIN@, @PASSWORD_JOBS@, @PASSWORD_SENDER@ and @PASSWORD_MIGRATE@ by the passwords.
-- It only gives: a right that is dropped from this file is revoked by hand, so that a running
-- shop is never without its rights for a moment.
--
-- Three rules hold for every account but crumbled_migrate:
--   1. No DDL: no CREATE, ALTER, DROP, INDEX, TRIGGER.
--   2. Ledgers and journals are only added to: no UPDATE and no DELETE on sales, payment_events,
--      capacity_moves, order_items, order_proofs, order_status_history, order_discounts,
--      promo_code_usage, refund_items, price_history, admin_activity_log, customer_activity_log,
--      claims, claim_orders, run_events, courier_cash, kitchen_prints, audit_seals. The exceptions are columns:
--      sales.customer_id, by which shop, admin and jobs link a sale to its customer (claim, undo,
--      backfill); how a claim was undone, which admin writes; and what names an erased person,
--      which jobs blank: details, ip_address and user_agent of customer_activity_log,
--      customer_email of promo_code_usage.
--   3. Rights are given table by table: a new table is nobody's until it is named here.

CREATE USER IF NOT EXISTS 'crumbled_shop'@'localhost' IDENTIFIED BY '@PASSWORD_SHOP@';
ALTER USER 'crumbled_shop'@'localhost' IDENTIFIED BY '@PASSWORD_SHOP@';

CREATE USER IF NOT EXISTS 'crumbled_admin'@'localhost' IDENTIFIED BY '@PASSWORD_ADMIN@';
ALTER USER 'crumbled_admin'@'localhost' IDENTIFIED BY '@PASSWORD_ADMIN@';

CREATE USER IF NOT EXISTS 'crumbled_jobs'@'localhost' IDENTIFIED BY '@PASSWORD_JOBS@';
ALTER USER 'crumbled_jobs'@'localhost' IDENTIFIED BY '@PASSWORD_JOBS@';

CREATE USER IF NOT EXISTS 'crumbled_sender'@'localhost' IDENTIFIED BY '@PASSWORD_SENDER@';
ALTER USER 'crumbled_sender'@'localhost' IDENTIFIED BY '@PASSWORD_SENDER@';

CREATE USER IF NOT EXISTS 'crumbled_migrate'@'localhost' IDENTIFIED BY '@PASSWORD_MIGRATE@';
ALTER USER 'crumbled_migrate'@'localhost' IDENTIFIED BY '@PASSWORD_MIGRATE@';

-- The shop serves customers and guests: the pool that strangers talk to.

-- What the shop shows: read only, staff write it.
GRANT SELECT ON @DB@.cities TO 'crumbled_shop'@'localhost';
GRANT SELECT ON @DB@.zones TO 'crumbled_shop'@'localhost';
GRANT SELECT ON @DB@.delivery_time_slots TO 'crumbled_shop'@'localhost';
GRANT SELECT ON @DB@.zone_time_slots TO 'crumbled_shop'@'localhost';
GRANT SELECT ON @DB@.delivery_closures TO 'crumbled_shop'@'localhost';
GRANT SELECT ON @DB@.product_types TO 'crumbled_shop'@'localhost';
GRANT SELECT ON @DB@.products TO 'crumbled_shop'@'localhost';
GRANT SELECT ON @DB@.cookie_pack TO 'crumbled_shop'@'localhost';
GRANT SELECT ON @DB@.flavors TO 'crumbled_shop'@'localhost';
GRANT SELECT ON @DB@.flavor_images TO 'crumbled_shop'@'localhost';
GRANT SELECT ON @DB@.sizes TO 'crumbled_shop'@'localhost';
GRANT SELECT ON @DB@.product_instance TO 'crumbled_shop'@'localhost';
GRANT SELECT ON @DB@.product_instance_flavor TO 'crumbled_shop'@'localhost';
GRANT SELECT ON @DB@.translations TO 'crumbled_shop'@'localhost';
GRANT SELECT ON @DB@.pricing_rules TO 'crumbled_shop'@'localhost';
GRANT SELECT ON @DB@.product_prices TO 'crumbled_shop'@'localhost';
GRANT SELECT ON @DB@.pricing_categories TO 'crumbled_shop'@'localhost';
GRANT SELECT ON @DB@.site_settings TO 'crumbled_shop'@'localhost';

-- Accounts; the rows are never removed, what proves and remembers is.
GRANT SELECT, INSERT, UPDATE ON @DB@.customers TO 'crumbled_shop'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.addresses TO 'crumbled_shop'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.customer_sessions TO 'crumbled_shop'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.customer_otp_codes TO 'crumbled_shop'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.phone_proofs TO 'crumbled_shop'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE
  ON @DB@.email_verification_tokens TO 'crumbled_shop'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.password_reset_tokens TO 'crumbled_shop'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.zone_waitlist TO 'crumbled_shop'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.export_tokens TO 'crumbled_shop'@'localhost';

-- Who was erased is noted for cron, which finishes it; the shop does not read it again.
GRANT INSERT ON @DB@.erasures TO 'crumbled_shop'@'localhost';

-- Journal of customers: written, shown to them, never changed.
GRANT SELECT, INSERT ON @DB@.customer_activity_log TO 'crumbled_shop'@'localhost';

-- Claims are made here; only staff undo them.
GRANT SELECT, INSERT ON @DB@.claims TO 'crumbled_shop'@'localhost';
GRANT SELECT, INSERT ON @DB@.claim_orders TO 'crumbled_shop'@'localhost';

-- Carts are the customer's own.
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.carts TO 'crumbled_shop'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.cart_items TO 'crumbled_shop'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.cart_item_flavors TO 'crumbled_shop'@'localhost';

-- Prices that were told.
GRANT SELECT, INSERT ON @DB@.quotes TO 'crumbled_shop'@'localhost';

-- Orders move on; what was ordered and charged is only added.
GRANT SELECT, INSERT ON @DB@.order_proofs TO 'crumbled_shop'@'localhost';
GRANT SELECT, INSERT, UPDATE ON @DB@.orders TO 'crumbled_shop'@'localhost';
GRANT SELECT, INSERT ON @DB@.order_items TO 'crumbled_shop'@'localhost';
GRANT SELECT, INSERT ON @DB@.order_status_history TO 'crumbled_shop'@'localhost';
GRANT SELECT, INSERT ON @DB@.order_discounts TO 'crumbled_shop'@'localhost';
GRANT SELECT, INSERT ON @DB@.promo_code_usage TO 'crumbled_shop'@'localhost';
GRANT SELECT, INSERT ON @DB@.capacity_moves TO 'crumbled_shop'@'localhost';
GRANT SELECT, INSERT ON @DB@.sales TO 'crumbled_shop'@'localhost';
GRANT SELECT, INSERT ON @DB@.payment_events TO 'crumbled_shop'@'localhost';
GRANT UPDATE (customer_id) ON @DB@.sales TO 'crumbled_shop'@'localhost';
GRANT SELECT, INSERT, DELETE ON @DB@.order_words TO 'crumbled_shop'@'localhost';
GRANT SELECT, INSERT, UPDATE ON @DB@.payments TO 'crumbled_shop'@'localhost';
GRANT SELECT, INSERT, UPDATE ON @DB@.refunds TO 'crumbled_shop'@'localhost';
GRANT SELECT, INSERT ON @DB@.refund_items TO 'crumbled_shop'@'localhost';

-- Of a code it moves the counter, of capacity the counters; never a limit. MariaDB
-- asks for UPDATE on every column that an INSERT ... ON DUPLICATE KEY UPDATE names.
GRANT SELECT ON @DB@.promo_codes TO 'crumbled_shop'@'localhost';
GRANT UPDATE (used_count, updated_at) ON @DB@.promo_codes TO 'crumbled_shop'@'localhost';
GRANT SELECT, INSERT ON @DB@.capacity TO 'crumbled_shop'@'localhost';
GRANT UPDATE (id, slot_key, time_slot_id, day, held_orders, used_orders, held_cookies,
  used_cookies, version)
  ON @DB@.capacity TO 'crumbled_shop'@'localhost';

-- Digital goods and attachments.
GRANT SELECT, INSERT, UPDATE ON @DB@.deliveries TO 'crumbled_shop'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.download_tokens TO 'crumbled_shop'@'localhost';
GRANT SELECT, INSERT, DELETE ON @DB@.files TO 'crumbled_shop'@'localhost';

-- Tickets; replies are read through the view without internal notes. Erasing a person empties
-- the texts of that person's tickets, for which the rows are found by ticket and author.
GRANT SELECT, INSERT, UPDATE ON @DB@.customer_support_tickets TO 'crumbled_shop'@'localhost';
GRANT INSERT ON @DB@.customer_ticket_replies TO 'crumbled_shop'@'localhost';
GRANT SELECT ON @DB@.customer_ticket_replies_public TO 'crumbled_shop'@'localhost';
GRANT SELECT ON @DB@.ticket_assignees TO 'crumbled_shop'@'localhost';
GRANT SELECT, INSERT, UPDATE ON @DB@.ticket_attachments TO 'crumbled_shop'@'localhost';
GRANT SELECT (id, ticket_id, author_type, author_id), UPDATE (author_name, message, attachments)
  ON @DB@.customer_ticket_replies TO 'crumbled_shop'@'localhost';

-- A delivery man's phone tells the results of his stops and the cash he took; it plans nothing. A
-- run is locked meanwhile, for which MariaDB asks for UPDATE on a column.
GRANT SELECT, UPDATE (updated_at) ON @DB@.delivery_runs TO 'crumbled_shop'@'localhost';
GRANT SELECT, UPDATE (status, is_live, reason, note, wrong_codes, result_at, updated_at)
  ON @DB@.run_stops TO 'crumbled_shop'@'localhost';
GRANT SELECT, INSERT ON @DB@.run_events TO 'crumbled_shop'@'localhost';
GRANT SELECT, INSERT, UPDATE (stop_id) ON @DB@.run_photos TO 'crumbled_shop'@'localhost';
GRANT SELECT, INSERT, UPDATE ON @DB@.courier_accounts TO 'crumbled_shop'@'localhost';
GRANT INSERT ON @DB@.courier_cash TO 'crumbled_shop'@'localhost';

-- Names and phones of delivery men, for who waits for one.
GRANT SELECT (id, name, phone, is_active) ON @DB@.delivery_men TO 'crumbled_shop'@'localhost';

-- Messages are left for the sender; their bodies cannot be read back.
GRANT INSERT, SELECT (id, kind, topic, order_id, recipient, language, subject, is_secret, state,
  attempts, next_try_at, lease_until, expires_at, provider_ref, last_error, created_at, sent_at)
  ON @DB@.outbox TO 'crumbled_shop'@'localhost';

-- Limits and keys of requests.
GRANT SELECT, INSERT, UPDATE ON @DB@.rate_limits TO 'crumbled_shop'@'localhost';
GRANT SELECT, INSERT, UPDATE ON @DB@.idempotency_keys TO 'crumbled_shop'@'localhost';

-- The admin panel: staff, with a role each. What a role may, the program decides.

-- Staff themselves; accounts are switched off, not removed.
GRANT SELECT, INSERT, UPDATE ON @DB@.admin_users TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.admin_sessions TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.admin_view_preferences TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.admin_recovery_codes TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.saved_views TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.password_reset_tokens TO 'crumbled_admin'@'localhost';

-- Journals: written and read, never changed.
GRANT SELECT, INSERT ON @DB@.admin_activity_log TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT ON @DB@.customer_activity_log TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT ON @DB@.price_history TO 'crumbled_admin'@'localhost';

-- Settings, places, catalog, prices: theirs to edit.
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.site_settings TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.email_settings TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.cities TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.zones TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.delivery_time_slots TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.zone_time_slots TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.delivery_closures TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.product_types TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.products TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.cookie_pack TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.flavors TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.flavor_images TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.sizes TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.product_instance TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE
  ON @DB@.product_instance_flavor TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.translations TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.pricing_rules TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.product_prices TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.pricing_categories TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.promo_codes TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.delivery_men TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.files TO 'crumbled_admin'@'localhost';

-- Reports: what cron worked out.
GRANT SELECT ON @DB@.report_days TO 'crumbled_admin'@'localhost';
GRANT SELECT ON @DB@.report_rows TO 'crumbled_admin'@'localhost';
GRANT SELECT ON @DB@.report_seen TO 'crumbled_admin'@'localhost';

-- People who wait for a zone are told when it opens.
GRANT SELECT, UPDATE, DELETE ON @DB@.zone_waitlist TO 'crumbled_admin'@'localhost';

-- Customers: edited, suspended (which ends their sessions), erased; codes and proofs are not
-- staff's to see.
GRANT SELECT, INSERT, UPDATE ON @DB@.customers TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT ON @DB@.staff_notes TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.addresses TO 'crumbled_admin'@'localhost';
GRANT SELECT, UPDATE, DELETE ON @DB@.customer_sessions TO 'crumbled_admin'@'localhost';
GRANT SELECT, UPDATE, DELETE ON @DB@.email_verification_tokens TO 'crumbled_admin'@'localhost';
GRANT DELETE ON @DB@.customer_otp_codes TO 'crumbled_admin'@'localhost';
GRANT SELECT (id, customer_id, email, phone)
  ON @DB@.customer_otp_codes TO 'crumbled_admin'@'localhost';

-- Claims are undone, not made, here.
GRANT SELECT ON @DB@.claims TO 'crumbled_admin'@'localhost';
GRANT UPDATE (undone_at, undone_by, undo_note) ON @DB@.claims TO 'crumbled_admin'@'localhost';
GRANT SELECT ON @DB@.claim_orders TO 'crumbled_admin'@'localhost';

-- Orders by phone have a cart too.
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.carts TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.cart_items TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.cart_item_flavors TO 'crumbled_admin'@'localhost';

-- Orders move on; what was ordered and charged is only added.
GRANT SELECT, INSERT ON @DB@.order_proofs TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE ON @DB@.orders TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT ON @DB@.order_items TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT ON @DB@.order_status_history TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT ON @DB@.order_discounts TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT ON @DB@.promo_code_usage TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT ON @DB@.capacity_moves TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT ON @DB@.sales TO 'crumbled_admin'@'localhost';
GRANT UPDATE (customer_id) ON @DB@.sales TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT ON @DB@.payment_events TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, DELETE ON @DB@.order_words TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE ON @DB@.payments TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE ON @DB@.refunds TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT ON @DB@.refund_items TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE ON @DB@.capacity TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE ON @DB@.deliveries TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE ON @DB@.download_tokens TO 'crumbled_admin'@'localhost';

-- Tickets.
GRANT SELECT, INSERT, UPDATE ON @DB@.customer_support_tickets TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT ON @DB@.customer_ticket_replies TO 'crumbled_admin'@'localhost';
GRANT SELECT ON @DB@.ticket_attachments TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.ticket_canned_answers TO 'crumbled_admin'@'localhost';

-- What the kitchen printed stays as it was.
GRANT SELECT, INSERT ON @DB@.kitchen_prints TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE ON @DB@.kitchen_trays TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE ON @DB@.shortages TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE ON @DB@.shortage_orders TO 'crumbled_admin'@'localhost';

-- Runs and what came of them; cash, of which the ledger is only added to.
GRANT SELECT, INSERT, UPDATE ON @DB@.dispatch_days TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE ON @DB@.delivery_runs TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE ON @DB@.run_stops TO 'crumbled_admin'@'localhost';
GRANT SELECT ON @DB@.run_events TO 'crumbled_admin'@'localhost';
GRANT SELECT ON @DB@.run_photos TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE ON @DB@.courier_accounts TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT ON @DB@.courier_cash TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE ON @DB@.courier_handovers TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE ON @DB@.courier_differences TO 'crumbled_admin'@'localhost';

-- Messages: written, looked at without their bodies, tried again.
GRANT INSERT, SELECT (id, kind, topic, order_id, recipient, language, subject, is_secret, state,
  attempts, next_try_at, lease_until, expires_at, provider_ref, last_error, created_at,
  sent_at), UPDATE (state, next_try_at, attempts)
  ON @DB@.outbox TO 'crumbled_admin'@'localhost';

-- Limits and keys of requests; when the jobs last ran.
GRANT SELECT, INSERT, UPDATE ON @DB@.rate_limits TO 'crumbled_admin'@'localhost';
GRANT SELECT, INSERT, UPDATE ON @DB@.idempotency_keys TO 'crumbled_admin'@'localhost';
GRANT SELECT ON @DB@.job_leases TO 'crumbled_admin'@'localhost';
GRANT SELECT ON @DB@.job_runs TO 'crumbled_admin'@'localhost';

-- Timed work: reads nearly everything, since it checks everything; clears what has expired.

-- Settings, places, catalog, prices: read. The flag of sales is the one thing it keeps right.
GRANT SELECT ON @DB@.site_settings TO 'crumbled_jobs'@'localhost';
GRANT SELECT ON @DB@.zone_waitlist TO 'crumbled_jobs'@'localhost';
GRANT SELECT ON @DB@.price_history TO 'crumbled_jobs'@'localhost';
GRANT SELECT ON @DB@.promo_codes TO 'crumbled_jobs'@'localhost';
GRANT SELECT ON @DB@.delivery_men TO 'crumbled_jobs'@'localhost';
GRANT SELECT ON @DB@.cities TO 'crumbled_jobs'@'localhost';
GRANT SELECT ON @DB@.zones TO 'crumbled_jobs'@'localhost';
GRANT SELECT ON @DB@.delivery_time_slots TO 'crumbled_jobs'@'localhost';
GRANT SELECT ON @DB@.zone_time_slots TO 'crumbled_jobs'@'localhost';
GRANT SELECT ON @DB@.delivery_closures TO 'crumbled_jobs'@'localhost';
GRANT SELECT ON @DB@.product_types TO 'crumbled_jobs'@'localhost';
GRANT SELECT ON @DB@.products TO 'crumbled_jobs'@'localhost';
GRANT SELECT ON @DB@.cookie_pack TO 'crumbled_jobs'@'localhost';
GRANT SELECT ON @DB@.flavors TO 'crumbled_jobs'@'localhost';
GRANT SELECT ON @DB@.flavor_images TO 'crumbled_jobs'@'localhost';
GRANT SELECT ON @DB@.sizes TO 'crumbled_jobs'@'localhost';
GRANT SELECT ON @DB@.product_instance TO 'crumbled_jobs'@'localhost';
GRANT SELECT ON @DB@.product_instance_flavor TO 'crumbled_jobs'@'localhost';
GRANT SELECT ON @DB@.translations TO 'crumbled_jobs'@'localhost';
GRANT SELECT ON @DB@.pricing_rules TO 'crumbled_jobs'@'localhost';
GRANT SELECT ON @DB@.product_prices TO 'crumbled_jobs'@'localhost';
GRANT SELECT ON @DB@.pricing_categories TO 'crumbled_jobs'@'localhost';
GRANT UPDATE (is_on_sale, current_price, updated_at) ON @DB@.products TO 'crumbled_jobs'@'localhost';

-- Staff: who there is, not their passwords and seeds; their expired sessions go.
GRANT SELECT (id, username, email, role, is_active)
  ON @DB@.admin_users TO 'crumbled_jobs'@'localhost';
GRANT SELECT, UPDATE, DELETE ON @DB@.admin_sessions TO 'crumbled_jobs'@'localhost';
GRANT SELECT, INSERT ON @DB@.admin_activity_log TO 'crumbled_jobs'@'localhost';
GRANT SELECT ON @DB@.admin_view_preferences TO 'crumbled_jobs'@'localhost';
GRANT SELECT ON @DB@.admin_recovery_codes TO 'crumbled_jobs'@'localhost';
GRANT SELECT ON @DB@.saved_views TO 'crumbled_jobs'@'localhost';

-- The journal of the staff is sealed; a seal is never changed, nor removed.
GRANT SELECT, INSERT ON @DB@.audit_seals TO 'crumbled_jobs'@'localhost';

-- Customers, also made by the backfill. INSERT is what ANALYZE TABLE asks for, too. DELETE is for the
-- undo of a backfill, which removes the customers it made while nothing refers to them; nobody else
-- removes a customer.
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.customers TO 'crumbled_jobs'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.backfill_runs TO 'crumbled_jobs'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.backfill_emails TO 'crumbled_jobs'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.backfill_customers TO 'crumbled_jobs'@'localhost';
GRANT SELECT, INSERT, DELETE ON @DB@.backfill_orders TO 'crumbled_jobs'@'localhost';
GRANT SELECT, INSERT ON @DB@.addresses TO 'crumbled_jobs'@'localhost';
GRANT SELECT, UPDATE, DELETE ON @DB@.customer_sessions TO 'crumbled_jobs'@'localhost';
GRANT SELECT, UPDATE, DELETE ON @DB@.customer_otp_codes TO 'crumbled_jobs'@'localhost';
GRANT SELECT, UPDATE, DELETE ON @DB@.phone_proofs TO 'crumbled_jobs'@'localhost';
GRANT SELECT, UPDATE, DELETE ON @DB@.email_verification_tokens TO 'crumbled_jobs'@'localhost';
GRANT SELECT, UPDATE, DELETE ON @DB@.password_reset_tokens TO 'crumbled_jobs'@'localhost';
GRANT SELECT, INSERT ON @DB@.customer_activity_log TO 'crumbled_jobs'@'localhost';
GRANT SELECT ON @DB@.claims TO 'crumbled_jobs'@'localhost';
GRANT SELECT ON @DB@.claim_orders TO 'crumbled_jobs'@'localhost';
GRANT SELECT, DELETE ON @DB@.staff_notes TO 'crumbled_jobs'@'localhost';
GRANT SELECT, DELETE ON @DB@.export_tokens TO 'crumbled_jobs'@'localhost';

-- Erasures are finished: what names the person goes from where only cron may change anything.
GRANT SELECT ON @DB@.erasures TO 'crumbled_jobs'@'localhost';
GRANT UPDATE (contacts, tried_at, done_at) ON @DB@.erasures TO 'crumbled_jobs'@'localhost';
GRANT UPDATE (details, ip_address, user_agent)
  ON @DB@.customer_activity_log TO 'crumbled_jobs'@'localhost';
GRANT UPDATE (customer_email) ON @DB@.promo_code_usage TO 'crumbled_jobs'@'localhost';

-- Carts and quotes expire.
GRANT SELECT, INSERT, DELETE ON @DB@.quotes TO 'crumbled_jobs'@'localhost';
GRANT SELECT, INSERT, DELETE, UPDATE ON @DB@.carts TO 'crumbled_jobs'@'localhost';
GRANT SELECT, INSERT, DELETE, UPDATE ON @DB@.cart_items TO 'crumbled_jobs'@'localhost';
GRANT SELECT, INSERT, DELETE, UPDATE ON @DB@.cart_item_flavors TO 'crumbled_jobs'@'localhost';

-- Orders expire and are linked; what was ordered and charged is only added.
GRANT SELECT, INSERT, UPDATE ON @DB@.orders TO 'crumbled_jobs'@'localhost';
GRANT SELECT, INSERT ON @DB@.order_proofs TO 'crumbled_jobs'@'localhost';
GRANT SELECT, INSERT ON @DB@.order_items TO 'crumbled_jobs'@'localhost';
GRANT SELECT, INSERT ON @DB@.order_status_history TO 'crumbled_jobs'@'localhost';
GRANT SELECT, INSERT ON @DB@.order_discounts TO 'crumbled_jobs'@'localhost';
GRANT SELECT, INSERT ON @DB@.promo_code_usage TO 'crumbled_jobs'@'localhost';
GRANT SELECT, INSERT ON @DB@.capacity_moves TO 'crumbled_jobs'@'localhost';
GRANT SELECT, INSERT ON @DB@.sales TO 'crumbled_jobs'@'localhost';
GRANT SELECT, INSERT ON @DB@.payment_events TO 'crumbled_jobs'@'localhost';
GRANT UPDATE (customer_id) ON @DB@.sales TO 'crumbled_jobs'@'localhost';
GRANT SELECT, INSERT, DELETE ON @DB@.order_words TO 'crumbled_jobs'@'localhost';
GRANT SELECT, INSERT, UPDATE ON @DB@.payments TO 'crumbled_jobs'@'localhost';
GRANT SELECT, INSERT, UPDATE ON @DB@.refunds TO 'crumbled_jobs'@'localhost';
GRANT SELECT, INSERT ON @DB@.refund_items TO 'crumbled_jobs'@'localhost';
GRANT SELECT, INSERT, UPDATE ON @DB@.deliveries TO 'crumbled_jobs'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.download_tokens TO 'crumbled_jobs'@'localhost';

-- What an expired order held is given back.
GRANT UPDATE (used_count, updated_at) ON @DB@.promo_codes TO 'crumbled_jobs'@'localhost';
GRANT SELECT, INSERT, UPDATE ON @DB@.capacity TO 'crumbled_jobs'@'localhost';

-- What reports are made of, worked out again whenever a day changed.
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.report_days TO 'crumbled_jobs'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.report_rows TO 'crumbled_jobs'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.report_seen TO 'crumbled_jobs'@'localhost';

-- Kitchen, runs and cash are checked.
GRANT SELECT ON @DB@.kitchen_prints TO 'crumbled_jobs'@'localhost';
GRANT SELECT ON @DB@.kitchen_trays TO 'crumbled_jobs'@'localhost';
GRANT SELECT ON @DB@.shortages TO 'crumbled_jobs'@'localhost';
GRANT SELECT ON @DB@.shortage_orders TO 'crumbled_jobs'@'localhost';
GRANT SELECT ON @DB@.dispatch_days TO 'crumbled_jobs'@'localhost';
GRANT SELECT ON @DB@.delivery_runs TO 'crumbled_jobs'@'localhost';
GRANT SELECT ON @DB@.run_stops TO 'crumbled_jobs'@'localhost';
GRANT SELECT ON @DB@.run_events TO 'crumbled_jobs'@'localhost';
GRANT SELECT, DELETE ON @DB@.run_photos TO 'crumbled_jobs'@'localhost';
GRANT SELECT ON @DB@.courier_accounts TO 'crumbled_jobs'@'localhost';
GRANT SELECT ON @DB@.courier_cash TO 'crumbled_jobs'@'localhost';
GRANT SELECT ON @DB@.courier_handovers TO 'crumbled_jobs'@'localhost';
GRANT SELECT ON @DB@.courier_differences TO 'crumbled_jobs'@'localhost';

-- Tickets are checked, and go with their orders; files nobody refers to are removed.
GRANT SELECT, UPDATE (customer_id, updated_at)
  ON @DB@.customer_support_tickets TO 'crumbled_jobs'@'localhost';
GRANT SELECT ON @DB@.customer_ticket_replies TO 'crumbled_jobs'@'localhost';
GRANT SELECT, DELETE ON @DB@.ticket_attachments TO 'crumbled_jobs'@'localhost';
GRANT SELECT ON @DB@.ticket_canned_answers TO 'crumbled_jobs'@'localhost';
GRANT SELECT, UPDATE, DELETE ON @DB@.files TO 'crumbled_jobs'@'localhost';

-- Everything that runs out: messages, limits, keys; the leases of the jobs.
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.outbox TO 'crumbled_jobs'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.rate_limits TO 'crumbled_jobs'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.idempotency_keys TO 'crumbled_jobs'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.job_leases TO 'crumbled_jobs'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON @DB@.job_runs TO 'crumbled_jobs'@'localhost';
GRANT UPDATE (notified_at) ON @DB@.zone_waitlist TO 'crumbled_jobs'@'localhost';

-- Cron may send the outbox too, where no sender runs, and then needs the mail server.
GRANT SELECT ON @DB@.email_settings TO 'crumbled_jobs'@'localhost';

-- The sender drains the outbox and talks to mail servers, SMS and payment gateways.

-- The outbox, to which it adds what a payment's answer makes us tell, and the mail server.
GRANT SELECT, INSERT, UPDATE ON @DB@.outbox TO 'crumbled_sender'@'localhost';
GRANT SELECT ON @DB@.email_settings TO 'crumbled_sender'@'localhost';
GRANT SELECT ON @DB@.site_settings TO 'crumbled_sender'@'localhost';

-- It notes on a code that it was sent; the code itself it cannot see.
GRANT SELECT (id), UPDATE (sms_sent, email_sent, sms_message_id)
  ON @DB@.customer_otp_codes TO 'crumbled_sender'@'localhost';

-- Answers of gateways change payments and refunds, and the order's summary of them.
GRANT SELECT, UPDATE ON @DB@.payments TO 'crumbled_sender'@'localhost';
GRANT SELECT, UPDATE ON @DB@.refunds TO 'crumbled_sender'@'localhost';
GRANT SELECT ON @DB@.orders TO 'crumbled_sender'@'localhost';
GRANT UPDATE (payment_status, refunded_amount, version, updated_at)
  ON @DB@.orders TO 'crumbled_sender'@'localhost';
GRANT SELECT, INSERT ON @DB@.payment_events TO 'crumbled_sender'@'localhost';
GRANT SELECT, INSERT ON @DB@.sales TO 'crumbled_sender'@'localhost';
GRANT SELECT, INSERT ON @DB@.order_status_history TO 'crumbled_sender'@'localhost';

-- What was paid is delivered, if it is digital.
GRANT SELECT, INSERT ON @DB@.deliveries TO 'crumbled_sender'@'localhost';
GRANT SELECT ON @DB@.order_items TO 'crumbled_sender'@'localhost';
GRANT SELECT (id, file_id) ON @DB@.product_instance TO 'crumbled_sender'@'localhost';

-- Budgets of messages; its own lease.
GRANT SELECT, INSERT, UPDATE ON @DB@.rate_limits TO 'crumbled_sender'@'localhost';
GRANT SELECT, INSERT, UPDATE ON @DB@.job_leases TO 'crumbled_sender'@'localhost';

-- The migration owns the schema, and Sqitch's own notes about it; no pool uses this account.

GRANT ALL ON @DB@.* TO 'crumbled_migrate'@'localhost';
GRANT ALL ON sqitch.* TO 'crumbled_migrate'@'localhost';
