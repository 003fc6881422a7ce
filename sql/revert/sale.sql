-- SPDX-License-Identifier: MIT
-- Revert crumbled:sale from mysql
--
-- Drops the tables with all they hold; only metadata locks, at most a moment each.

DROP TABLE IF EXISTS order_words;
DROP TABLE IF EXISTS promo_code_usage;
DROP TABLE IF EXISTS order_discounts;
DROP TABLE IF EXISTS order_status_history;
DROP TABLE IF EXISTS order_items;
DROP TABLE IF EXISTS orders;
