-- SPDX-License-Identifier: MIT
-- Revert crumbled:cart from mysql
--
-- Drops the tables with all they hold; only metadata locks, at most a moment each.

DROP TABLE IF EXISTS cart_item_flavors;
DROP TABLE IF EXISTS cart_items;
DROP TABLE IF EXISTS carts;
