-- SPDX-License-Identifier: MIT
-- Revert crumbled:catalog from mysql
--
-- Drops the tables with all they hold; only metadata locks, at most a moment each.

DROP TABLE IF EXISTS translations;
DROP TABLE IF EXISTS product_instance_flavor;
DROP TABLE IF EXISTS product_instance;
DROP TABLE IF EXISTS sizes;
DROP TABLE IF EXISTS flavor_images;
DROP TABLE IF EXISTS flavors;
DROP TABLE IF EXISTS cookie_pack;
DROP TABLE IF EXISTS products;
DROP TABLE IF EXISTS product_types;
