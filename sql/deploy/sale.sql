-- SPDX-License-Identifier: MIT
-- Deploy crumbled:sale to mysql
-- requires: cart dispatch
--
-- Orders as they were placed; what was bought and charged never changes afterwards. New tables
-- only: locks nothing that is in use.

CREATE TABLE IF NOT EXISTS orders (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  number CHAR(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
    COMMENT 'Public number, random, Crockford base 32',
  tracking_nonce BINARY(16) NOT NULL
    COMMENT 'Random; tracking token and delivery code are derived from it',
  tracking_token_hash BINARY(32) NOT NULL COMMENT 'SHA-256 of the token in the tracking link',
  idempotency_scope BINARY(32) NULL
    COMMENT 'Hash of who placed it, as in idempotency_keys; NULL: imported',
  idempotency_key VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL
    COMMENT 'Idempotency-Key it was placed with; NULL: imported',
  cart_id BIGINT UNSIGNED NULL
    COMMENT 'Cart it came from, which is ordered once; NULL: none, or purged since',
  customer_id BIGINT UNSIGNED NULL COMMENT 'Customer; NULL until a guest''s phone is proved',
  customer_name VARCHAR(256) NOT NULL COMMENT 'Name as given with the order',
  customer_email VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL
    COMMENT 'E-mail as given with the order, lower-cased',
  customer_phone VARCHAR(16) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL
    COMMENT 'Phone as given with the order, E.164',
  language CHAR(2) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT 'en'
    COMMENT 'Language of its messages, ISO 639-1',
  status ENUM('pending', 'confirmed', 'preparing', 'out_for_delivery', 'delivered',
    'cancelled') NOT NULL DEFAULT 'pending'
    COMMENT 'Where it stands; every change is in order_status_history',
  payment_method ENUM('cash', 'card', 'online') NOT NULL
    COMMENT 'How it is paid; card: at the door',
  payment_status ENUM('pending', 'paid', 'failed') NOT NULL DEFAULT 'pending'
    COMMENT 'Summary; the finer states are in payments',
  subtotal DECIMAL(10,2) NOT NULL COMMENT 'Sum of its items before discounts',
  rules_discount_amount DECIMAL(10,2) NOT NULL DEFAULT 0.00
    COMMENT 'What rules took off, without free delivery',
  discount_amount DECIMAL(10,2) NOT NULL DEFAULT 0.00 COMMENT 'What the promo code took off',
  delivery_fee DECIMAL(10,2) NOT NULL DEFAULT 0.00
    COMMENT 'Fee charged; 0 after a rule of free delivery',
  total DECIMAL(10,2) NOT NULL COMMENT 'What is to pay',
  refunded_amount DECIMAL(10,2) NOT NULL DEFAULT 0.00 COMMENT 'What was paid back so far',
  promo_code_id BIGINT UNSIGNED NULL COMMENT 'Code that was used',
  promo_code VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL COMMENT 'That code as text',
  cookies INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Cookies to bake for it, as capacity counts them',
  city_id BIGINT UNSIGNED NULL COMMENT 'City; NULL: nothing to deliver, or imported',
  zone_id BIGINT UNSIGNED NULL COMMENT 'Zone; NULL: nothing to deliver, or imported',
  delivery_city VARCHAR(100) NULL COMMENT 'Name of the city when it was placed',
  delivery_zone VARCHAR(100) NULL COMMENT 'Name of the zone when it was placed',
  delivery_address TEXT NULL COMMENT 'Street, building, flat',
  delivery_additional_info TEXT NULL COMMENT 'What helps to find it',
  gift_note VARCHAR(500) NULL COMMENT 'Text for a card in the box',
  delivery_days INT UNSIGNED NULL COMMENT 'The zone''s delivery days when it was placed',
  delivery_date DATE NULL
    COMMENT 'Day of delivery in the shop''s time zone; capacity, kitchen, dispatch go by it',
  expected_delivery_date DATETIME NULL COMMENT 'Moment at which its slot begins (UTC)',
  time_slot_id BIGINT UNSIGNED NULL COMMENT 'Slot',
  delivery_time_slot_name VARCHAR(100) NULL COMMENT 'Name of the slot when it was placed',
  from_hour TIME NULL COMMENT 'Begin of the slot when it was placed, in hours of the shop',
  to_hour TIME NULL COMMENT 'End of the slot when it was placed, in hours of the shop',
  delivery_man_id BIGINT UNSIGNED NULL COMMENT 'Who brings it',
  packed_at DATETIME NULL COMMENT 'When the kitchen had packed it (UTC)',
  otp_verified BOOLEAN NOT NULL DEFAULT 0 COMMENT '1: the phone was proved by a code',
  edit_no INT UNSIGNED NOT NULL DEFAULT 0
    COMMENT 'How often staff changed what was ordered; items and discounts of that number hold',
  verify_by DATETIME NULL
    COMMENT 'A guest proves the phone until then (UTC), or it is cancelled; NULL: need not',
  version INT UNSIGNED NOT NULL DEFAULT 1
    COMMENT 'Rises with every edit; an edit names the version it saw',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  updated_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP
    COMMENT 'When the row last changed (UTC)',
  deleted_at DATETIME NULL
    COMMENT 'When staff deleted it (UTC); it keeps its unique names; NULL: not deleted',
  PRIMARY KEY (id),
  UNIQUE KEY orders_number (number),
  UNIQUE KEY orders_tracking (tracking_token_hash),
  UNIQUE KEY orders_idempotency (idempotency_scope, idempotency_key),
  UNIQUE KEY orders_cart (cart_id),
  KEY orders_status (status, id),
  KEY orders_slot (delivery_date, time_slot_id, status),
  KEY orders_phone (customer_phone, id),
  KEY orders_email (customer_email, id),
  KEY orders_customer (customer_id, id),
  KEY orders_man (delivery_man_id, delivery_date),
  KEY orders_created (created_at),
  KEY orders_updated (updated_at),
  KEY orders_promo_code (promo_code),
  KEY orders_promo (promo_code_id),
  KEY orders_verify (status, verify_by),
  KEY orders_payment (payment_status, payment_method, created_at),
  KEY orders_city (city_id),
  KEY orders_zone (zone_id, delivery_date),
  KEY orders_time_slot (time_slot_id),
  CONSTRAINT orders_cart_fk FOREIGN KEY (cart_id) REFERENCES carts (id) ON DELETE SET NULL,
  CONSTRAINT orders_customer_fk FOREIGN KEY (customer_id)
    REFERENCES customers (id) ON DELETE SET NULL,
  CONSTRAINT orders_promo_fk FOREIGN KEY (promo_code_id)
    REFERENCES promo_codes (id) ON DELETE RESTRICT,
  CONSTRAINT orders_city_fk FOREIGN KEY (city_id) REFERENCES cities (id) ON DELETE RESTRICT,
  CONSTRAINT orders_zone_fk FOREIGN KEY (zone_id) REFERENCES zones (id) ON DELETE RESTRICT,
  CONSTRAINT orders_time_slot_fk FOREIGN KEY (time_slot_id)
    REFERENCES delivery_time_slots (id) ON DELETE RESTRICT,
  CONSTRAINT orders_delivery_man_fk FOREIGN KEY (delivery_man_id)
    REFERENCES delivery_men (id) ON DELETE RESTRICT,
  CONSTRAINT orders_total_check
    CHECK (total = subtotal - rules_discount_amount - discount_amount + delivery_fee),
  CONSTRAINT orders_amounts_check
    CHECK (subtotal >= 0 AND rules_discount_amount >= 0 AND discount_amount >= 0 AND delivery_fee
    >= 0 AND total >= 0),
  CONSTRAINT orders_refunded_check CHECK (refunded_amount >= 0 AND refunded_amount <= total)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Orders, from the moment they are placed';

CREATE TABLE IF NOT EXISTS order_items (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  order_id BIGINT UNSIGNED NOT NULL COMMENT 'The order',
  edit_no INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Of which of its edits; 0: as it was placed',
  product_instance_id BIGINT UNSIGNED NULL
    COMMENT 'What; NULL: an imported item that the catalog does not have',
  product_name VARCHAR(255) NOT NULL COMMENT 'Name at order time',
  product_type ENUM('individual', 'pack', 'bundle', 'digital') NOT NULL
    COMMENT 'Kind at order time',
  pack_size VARCHAR(50) NULL COMMENT 'Name of the size at order time',
  flavor_details JSON NULL
    COMMENT 'Of one piece: [{flavor_id, flavor_name, size_name, quantity, price_adjustment}]',
  translations JSON NULL
    COMMENT 'Names at order time in other languages: {"ar": {"name", "size", "flavors": {id: name}}}',
  quantity INT UNSIGNED NOT NULL COMMENT 'How many',
  unit_price DECIMAL(10,2) NOT NULL
    COMMENT 'Price of one piece, chosen flavors included, before discounts',
  rules_discount_amount DECIMAL(10,2) NOT NULL DEFAULT 0.00
    COMMENT 'Share of the whole line in what rules took off; all lines add up to the order',
  discount_amount DECIMAL(10,2) NOT NULL DEFAULT 0.00
    COMMENT 'Share of the whole line in what the code took off; all lines add up to the order',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  PRIMARY KEY (id),
  KEY order_items_order (order_id, edit_no),
  KEY order_items_instance (product_instance_id),
  KEY order_items_product_name (product_name),
  KEY order_items_product_type (product_type),
  CONSTRAINT order_items_order_fk FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE RESTRICT,
  CONSTRAINT order_items_instance_fk FOREIGN KEY (product_instance_id)
    REFERENCES product_instance (id) ON DELETE RESTRICT,
  CONSTRAINT order_items_quantity_check CHECK (quantity > 0),
  CONSTRAINT order_items_price_check CHECK (unit_price >= 0),
  CONSTRAINT order_items_discounts_check
    CHECK (rules_discount_amount >= 0 AND discount_amount >= 0 AND
    rules_discount_amount + discount_amount <= unit_price * quantity)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='What was ordered, with names and prices as they were then';

CREATE TABLE IF NOT EXISTS order_status_history (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  order_id BIGINT UNSIGNED NOT NULL COMMENT 'The order',
  from_status ENUM('pending', 'confirmed', 'preparing', 'out_for_delivery', 'delivered',
    'cancelled') NULL
    COMMENT 'Status before; NULL: it was placed',
  to_status ENUM('pending', 'confirmed', 'preparing', 'out_for_delivery', 'delivered',
    'cancelled') NOT NULL
    COMMENT 'Status after',
  actor_type ENUM('customer', 'guest', 'staff', 'system', 'courier') NOT NULL COMMENT 'Who did it',
  actor_id BIGINT UNSIGNED NULL COMMENT 'Which one, by actor_type; NULL: a guest or the system',
  note VARCHAR(500) NULL COMMENT 'Reason that was given',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  PRIMARY KEY (id),
  KEY order_status_history_order (order_id, id),
  KEY order_status_history_created (created_at),
  CONSTRAINT order_status_history_order_fk FOREIGN KEY (order_id)
    REFERENCES orders (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Every change of an order''s status; rows are only ever added';

CREATE TABLE IF NOT EXISTS order_discounts (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  order_id BIGINT UNSIGNED NOT NULL COMMENT 'The order',
  edit_no INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Of which of its edits; 0: as it was placed',
  position INT UNSIGNED NOT NULL COMMENT '1 for the first one applied',
  source ENUM('rule', 'code') NOT NULL COMMENT 'A rule by itself, or the code that was typed',
  pricing_rule_id BIGINT UNSIGNED NULL COMMENT 'The rule; NULL: a code, or removed since',
  promo_code_id BIGINT UNSIGNED NULL COMMENT 'The code; NULL: a rule',
  name VARCHAR(255) NOT NULL COMMENT 'Name at order time',
  kind ENUM('percentage', 'fixed_amount', 'free_delivery') NOT NULL COMMENT 'What it did',
  amount DECIMAL(10,2) NOT NULL COMMENT 'What it took off; for free delivery the fee it spared',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY order_discounts_position (order_id, edit_no, position),
  KEY order_discounts_rule (pricing_rule_id),
  KEY order_discounts_code (promo_code_id),
  CONSTRAINT order_discounts_order_fk FOREIGN KEY (order_id)
    REFERENCES orders (id) ON DELETE RESTRICT,
  CONSTRAINT order_discounts_rule_fk FOREIGN KEY (pricing_rule_id)
    REFERENCES pricing_rules (id) ON DELETE SET NULL,
  CONSTRAINT order_discounts_code_fk FOREIGN KEY (promo_code_id)
    REFERENCES promo_codes (id) ON DELETE RESTRICT,
  CONSTRAINT order_discounts_amount_check CHECK (amount >= 0)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Rules and codes that were applied to an order, in their order';

CREATE TABLE IF NOT EXISTS promo_code_usage (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  promo_code_id BIGINT UNSIGNED NOT NULL COMMENT 'The code',
  order_id BIGINT UNSIGNED NOT NULL COMMENT 'The order',
  kind ENUM('use', 'return') NOT NULL DEFAULT 'use'
    COMMENT 'return: cancelled before payment or expired; each once an order',
  customer_id BIGINT UNSIGNED NULL COMMENT 'Customer, if known',
  customer_email VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL
    COMMENT 'E-mail of the order, lower-cased; for counting when there is no customer',
  discount_amount DECIMAL(10,2) NOT NULL COMMENT 'What the code took off',
  order_amount DECIMAL(10,2) NOT NULL COMMENT 'The order''s subtotal',
  is_first BOOLEAN NOT NULL DEFAULT 0
    COMMENT '1: its customer (a guest: the phone) had no other order then, but cancelled ones',
  used_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
    COMMENT 'When it was used or given back (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY promo_code_usage_order (order_id, kind),
  KEY promo_code_usage_code (promo_code_id, customer_id),
  KEY promo_code_usage_customer (customer_id),
  KEY promo_code_usage_used (used_at),
  KEY promo_code_usage_email (promo_code_id, customer_email),
  CONSTRAINT promo_code_usage_code_fk FOREIGN KEY (promo_code_id)
    REFERENCES promo_codes (id) ON DELETE RESTRICT,
  CONSTRAINT promo_code_usage_order_fk FOREIGN KEY (order_id)
    REFERENCES orders (id) ON DELETE RESTRICT,
  CONSTRAINT promo_code_usage_customer_fk FOREIGN KEY (customer_id)
    REFERENCES customers (id) ON DELETE SET NULL,
  CONSTRAINT promo_code_usage_amounts_check CHECK (discount_amount >= 0 AND order_amount >= 0)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Uses of promo codes and their returns; rows are only ever added';

CREATE TABLE IF NOT EXISTS order_words (
  word VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
    COMMENT 'One word of the name, folded: lower case, no marks, one form of each letter',
  order_id BIGINT UNSIGNED NOT NULL COMMENT 'The order',
  PRIMARY KEY (word, order_id),
  KEY order_words_order (order_id),
  CONSTRAINT order_words_order_fk FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Words of the names on orders, folded, so that staff find them by their beginning';
