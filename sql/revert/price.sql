-- SPDX-License-Identifier: MIT
-- Revert crumbled:price from mysql
--
-- Drops the tables with all they hold; only metadata locks, at most a moment each.

DROP TABLE IF EXISTS price_history;
DROP TABLE IF EXISTS pricing_categories;
DROP TABLE IF EXISTS product_prices;
DROP TABLE IF EXISTS pricing_rules;
