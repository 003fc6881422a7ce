-- SPDX-License-Identifier: MIT
-- The demo shop: what a shop of cookies in and around Cairo might sell, and where.
--
-- May run again: ids are fixed, rows that are there are set back to what this file says. It takes
-- no lock for longer than a moment. Staff accounts are not in here, the program makes them.
-- Run in a database whose schema is deployed, with a client that speaks utf8mb4.

SET NAMES utf8mb4;
SET time_zone = '+00:00';
START TRANSACTION;

-- When: three slots a day, hours of the shop.
INSERT INTO delivery_time_slots (id, name, from_hour, to_hour, capacity_orders, capacity_cookies)
VALUES
  (1, 'Morning', '10:00:00', '13:00:00', 40, 400),
  (2, 'Afternoon', '14:00:00', '17:00:00', 40, 400),
  (3, 'Evening', '18:00:00', '21:00:00', 60, 600)
ON DUPLICATE KEY UPDATE name = VALUES(name), from_hour = VALUES(from_hour),
  to_hour = VALUES(to_hour), capacity_orders = VALUES(capacity_orders),
  capacity_cookies = VALUES(capacity_cookies);

-- Where: Alexandria and Nasr City are coming soon.
INSERT INTO cities (id, name, is_active)
VALUES
  (1, 'Cairo', 1),
  (2, 'Giza', 1),
  (3, 'Alexandria', 0)
ON DUPLICATE KEY UPDATE name = VALUES(name), is_active = VALUES(is_active);
INSERT INTO zones (id, name, city_id, delivery_fee, delivery_days, time_slot_id, is_active)
VALUES
  (1, 'Madinaty', 1, 35.00, 0, 2, 1),
  (2, 'Al-Rehab', 1, 40.00, 0, 2, 1),
  (3, 'New Cairo', 1, 45.00, 0, 2, 1),
  (4, 'Nasr City', 1, 50.00, 1, 3, 0),
  (5, '6th of October', 2, 60.00, 1, 3, 1),
  (6, 'Sheikh Zayed', 2, 60.00, 1, 3, 1),
  (7, 'Smouha', 3, 90.00, 2, NULL, 0),
  (8, 'Stanley', 3, 90.00, 2, NULL, 0)
ON DUPLICATE KEY UPDATE name = VALUES(name), city_id = VALUES(city_id),
  delivery_fee = VALUES(delivery_fee), delivery_days = VALUES(delivery_days),
  time_slot_id = VALUES(time_slot_id), is_active = VALUES(is_active);

-- 127: every day; 95: every day but Saturday (bit 5).
INSERT INTO zone_time_slots (zone_id, time_slot_id, weekdays)
VALUES
  (1, 1, 127),
  (1, 2, 127),
  (1, 3, 127),
  (2, 1, 127),
  (2, 2, 127),
  (2, 3, 127),
  (3, 1, 127),
  (3, 2, 127),
  (3, 3, 127),
  (4, 3, 127),
  (5, 2, 95),
  (5, 3, 127),
  (6, 2, 95),
  (6, 3, 127)
ON DUPLICATE KEY UPDATE weekdays = VALUES(weekdays);

-- Who brings it.
INSERT INTO delivery_men (id, name, phone, email, zones)
VALUES
  (1, 'Karim Fathy', '+201000000101', 'karim@example.com', '[1, 2, 3]'),
  (2, 'Mahmoud Adel', '+201000000102', NULL, '[3, 5, 6]')
ON DUPLICATE KEY UPDATE name = VALUES(name), phone = VALUES(phone), email = VALUES(email),
  zones = VALUES(zones);

-- What: types, sizes, flavors. There is nothing digital yet.
INSERT INTO product_types (id, name, slug, description)
VALUES
  (1, 'Cookies', 'cookies', 'Single cookies in three sizes.'),
  (2, 'Packs', 'packs', 'Boxes that you fill with the flavors you like.'),
  (3, 'Bundles', 'bundles', 'Boxes that we have filled for you.'),
  (4, 'Digital', 'digital', 'Recipes and gifts to download.')
ON DUPLICATE KEY UPDATE name = VALUES(name), slug = VALUES(slug),
  description = VALUES(description);
INSERT INTO sizes (id, name, description)
VALUES
  (1, 'Mini', 'About 40 g, two bites'),
  (2, 'Medium', 'About 80 g'),
  (3, 'Large', 'About 130 g, to share')
ON DUPLICATE KEY UPDATE name = VALUES(name), description = VALUES(description);
INSERT INTO flavors (id, name, slug, category, image_url, description)
VALUES
  (1, 'Chocolate chip', 'chocolate-chip', 'Chocolate', '/img/flavors/chocolate-chip-640.webp',
    'Golden dough with plenty of dark chocolate chips.'),
  (2, 'Double chocolate', 'double-chocolate', 'Chocolate',
    '/img/flavors/double-chocolate-640.webp', 'Cocoa dough with milk and dark chocolate.'),
  (3, 'Red velvet', 'red-velvet', 'Premium', '/img/flavors/red-velvet-640.webp',
    'Red cocoa dough around a cream cheese filling.'),
  (4, 'Cookies and cream', 'cookies-and-cream', 'Cream',
    '/img/flavors/cookies-and-cream-640.webp',
    'Vanilla dough with dark biscuits and white cream.'),
  (5, 'Pistachio', 'pistachio', 'Premium', '/img/flavors/pistachio-640.webp',
    'Roasted pistachios and a soft pistachio cream.'),
  (6, 'Caramel biscuit', 'caramel-biscuit', 'Caramel', '/img/flavors/caramel-biscuit-640.webp',
    'Spiced caramel biscuit spread and crumbs.'),
  (7, 'Strawberry', 'strawberry', 'Fruit', '/img/flavors/strawberry-640.webp',
    'Strawberry pieces and white chocolate.'),
  (8, 'Vanilla', 'vanilla', 'Cream', '/img/flavors/vanilla-640.webp',
    'Butter, sugar and real vanilla, nothing else.'),
  (9, 'Salted caramel', 'salted-caramel', 'Caramel', '/img/flavors/salted-caramel-640.webp',
    'A soft heart of caramel with flakes of sea salt.'),
  (10, 'Peanut butter', 'peanut-butter', 'Nuts', '/img/flavors/peanut-butter-640.webp',
    'Roasted peanuts and peanut butter. Contains nuts.'),
  (11, 'Brownie', 'brownie', 'Chocolate', '/img/flavors/brownie-640.webp',
    'Dense and fudgy, with a crackled top.'),
  (12, 'Oat and raisin', 'oat-and-raisin', 'Fruit', '/img/flavors/oat-and-raisin-640.webp',
    'Oats, raisins and a little cinnamon.')
ON DUPLICATE KEY UPDATE name = VALUES(name), slug = VALUES(slug), category = VALUES(category),
  image_url = VALUES(image_url), description = VALUES(description);
INSERT INTO flavor_images (id, flavor_id, image_url, is_primary)
VALUES
  (1, 1, '/img/flavors/chocolate-chip-640.webp', 1),
  (2, 1, '/img/flavors/chocolate-chip-1000.webp', NULL),
  (3, 2, '/img/flavors/double-chocolate-640.webp', 1),
  (4, 2, '/img/flavors/double-chocolate-1000.webp', NULL),
  (5, 3, '/img/flavors/red-velvet-640.webp', 1),
  (6, 3, '/img/flavors/red-velvet-1000.webp', NULL),
  (7, 4, '/img/flavors/cookies-and-cream-640.webp', 1),
  (8, 4, '/img/flavors/cookies-and-cream-1000.webp', NULL),
  (9, 5, '/img/flavors/pistachio-640.webp', 1),
  (10, 5, '/img/flavors/pistachio-1000.webp', NULL),
  (11, 6, '/img/flavors/caramel-biscuit-640.webp', 1),
  (12, 6, '/img/flavors/caramel-biscuit-1000.webp', NULL),
  (13, 7, '/img/flavors/strawberry-640.webp', 1),
  (14, 7, '/img/flavors/strawberry-1000.webp', NULL),
  (15, 8, '/img/flavors/vanilla-640.webp', 1),
  (16, 8, '/img/flavors/vanilla-1000.webp', NULL),
  (17, 9, '/img/flavors/salted-caramel-640.webp', 1),
  (18, 9, '/img/flavors/salted-caramel-1000.webp', NULL),
  (19, 10, '/img/flavors/peanut-butter-640.webp', 1),
  (20, 10, '/img/flavors/peanut-butter-1000.webp', NULL),
  (21, 11, '/img/flavors/brownie-640.webp', 1),
  (22, 11, '/img/flavors/brownie-1000.webp', NULL),
  (23, 12, '/img/flavors/oat-and-raisin-640.webp', 1),
  (24, 12, '/img/flavors/oat-and-raisin-1000.webp', NULL)
ON DUPLICATE KEY UPDATE flavor_id = VALUES(flavor_id), image_url = VALUES(image_url),
  is_primary = VALUES(is_primary);

-- Each flavor as a cookie, and two bundles. The price is that of the medium size.
INSERT INTO products (id, product_type_id, name, slug, base_price, image_url, description)
VALUES
  (1, 1, 'Chocolate chip cookie', 'chocolate-chip-cookie', 65.00,
    '/img/flavors/chocolate-chip-640.webp', 'Golden dough with plenty of dark chocolate chips.'),
  (2, 1, 'Double chocolate cookie', 'double-chocolate-cookie', 65.00,
    '/img/flavors/double-chocolate-640.webp', 'Cocoa dough with milk and dark chocolate.'),
  (3, 1, 'Red velvet cookie', 'red-velvet-cookie', 70.00, '/img/flavors/red-velvet-640.webp',
    'Red cocoa dough around a cream cheese filling.'),
  (4, 1, 'Cookies and cream cookie', 'cookies-and-cream-cookie', 65.00,
    '/img/flavors/cookies-and-cream-640.webp',
    'Vanilla dough with dark biscuits and white cream.'),
  (5, 1, 'Pistachio cookie', 'pistachio-cookie', 75.00, '/img/flavors/pistachio-640.webp',
    'Roasted pistachios and a soft pistachio cream.'),
  (6, 1, 'Caramel biscuit cookie', 'caramel-biscuit-cookie', 70.00,
    '/img/flavors/caramel-biscuit-640.webp', 'Spiced caramel biscuit spread and crumbs.'),
  (7, 1, 'Strawberry cookie', 'strawberry-cookie', 65.00, '/img/flavors/strawberry-640.webp',
    'Strawberry pieces and white chocolate.'),
  (8, 1, 'Vanilla cookie', 'vanilla-cookie', 65.00, '/img/flavors/vanilla-640.webp',
    'Butter, sugar and real vanilla, nothing else.'),
  (9, 1, 'Salted caramel cookie', 'salted-caramel-cookie', 70.00,
    '/img/flavors/salted-caramel-640.webp', 'A soft heart of caramel with flakes of sea salt.'),
  (10, 1, 'Peanut butter cookie', 'peanut-butter-cookie', 65.00,
    '/img/flavors/peanut-butter-640.webp', 'Roasted peanuts and peanut butter. Contains nuts.'),
  (11, 1, 'Brownie cookie', 'brownie-cookie', 65.00, '/img/flavors/brownie-640.webp',
    'Dense and fudgy, with a crackled top.'),
  (12, 1, 'Oat and raisin cookie', 'oat-and-raisin-cookie', 65.00,
    '/img/flavors/oat-and-raisin-640.webp', 'Oats, raisins and a little cinnamon.'),
  (21, 3, 'Chocolate box', 'chocolate-box', 245.00, '/img/packs/bundle-chocolate-640.webp',
    'Four medium cookies for those who want chocolate and nothing else.'),
  (22, 3, 'Family box', 'family-box', 480.00, '/img/packs/bundle-family-640.webp',
    'Eight medium cookies that everybody at the table likes.')
ON DUPLICATE KEY UPDATE product_type_id = VALUES(product_type_id), name = VALUES(name),
  slug = VALUES(slug), base_price = VALUES(base_price),
  current_price = VALUES(base_price), image_url = VALUES(image_url),
  description = VALUES(description);

-- Packs of 3, 6 and 12.
INSERT INTO cookie_pack
  (id, name, slug, count, max_per_flavor, min_flavors, base_price, image_url, description)
VALUES
  (1, '3 pieces pack', '3-pieces-pack', 3, NULL, NULL, 180.00, '/img/packs/box-3-640.webp',
    'Three cookies of your choice.'),
  (2, '6 pieces pack', '6-pieces-pack', 6, 3, 2, 330.00, '/img/packs/box-6-640.webp',
    'Six cookies of your choice, at most three of one flavor.'),
  (3, '12 pieces pack', '12-pieces-pack', 12, 6, 3, 630.00, '/img/packs/box-12-640.webp',
    'A dozen cookies of your choice, of three flavors or more.')
ON DUPLICATE KEY UPDATE name = VALUES(name), slug = VALUES(slug), count = VALUES(count),
  max_per_flavor = VALUES(max_per_flavor), min_flavors = VALUES(min_flavors),
  base_price = VALUES(base_price), image_url = VALUES(image_url),
  description = VALUES(description);

-- What can be bought: cookies 1 to 36, packs 41 to 46, bundles 51 and 52.
INSERT INTO product_instance (id, product_type, product_id, cookie_pack_id, size_id, base_price)
VALUES
  (1, 'cookie', 1, NULL, 1, 45.00),
  (2, 'cookie', 1, NULL, 2, 65.00),
  (3, 'cookie', 1, NULL, 3, 90.00),
  (4, 'cookie', 2, NULL, 1, 45.00),
  (5, 'cookie', 2, NULL, 2, 65.00),
  (6, 'cookie', 2, NULL, 3, 90.00),
  (7, 'cookie', 3, NULL, 1, 50.00),
  (8, 'cookie', 3, NULL, 2, 70.00),
  (9, 'cookie', 3, NULL, 3, 95.00),
  (10, 'cookie', 4, NULL, 1, 45.00),
  (11, 'cookie', 4, NULL, 2, 65.00),
  (12, 'cookie', 4, NULL, 3, 90.00),
  (13, 'cookie', 5, NULL, 1, 55.00),
  (14, 'cookie', 5, NULL, 2, 75.00),
  (15, 'cookie', 5, NULL, 3, 100.00),
  (16, 'cookie', 6, NULL, 1, 50.00),
  (17, 'cookie', 6, NULL, 2, 70.00),
  (18, 'cookie', 6, NULL, 3, 95.00),
  (19, 'cookie', 7, NULL, 1, 45.00),
  (20, 'cookie', 7, NULL, 2, 65.00),
  (21, 'cookie', 7, NULL, 3, 90.00),
  (22, 'cookie', 8, NULL, 1, 45.00),
  (23, 'cookie', 8, NULL, 2, 65.00),
  (24, 'cookie', 8, NULL, 3, 90.00),
  (25, 'cookie', 9, NULL, 1, 50.00),
  (26, 'cookie', 9, NULL, 2, 70.00),
  (27, 'cookie', 9, NULL, 3, 95.00),
  (28, 'cookie', 10, NULL, 1, 45.00),
  (29, 'cookie', 10, NULL, 2, 65.00),
  (30, 'cookie', 10, NULL, 3, 90.00),
  (31, 'cookie', 11, NULL, 1, 45.00),
  (32, 'cookie', 11, NULL, 2, 65.00),
  (33, 'cookie', 11, NULL, 3, 90.00),
  (34, 'cookie', 12, NULL, 1, 45.00),
  (35, 'cookie', 12, NULL, 2, 65.00),
  (36, 'cookie', 12, NULL, 3, 90.00),
  (41, 'pack', NULL, 1, 1, 125.00),
  (42, 'pack', NULL, 1, 2, 180.00),
  (43, 'pack', NULL, 2, 1, 230.00),
  (44, 'pack', NULL, 2, 2, 330.00),
  (45, 'pack', NULL, 3, 1, 440.00),
  (46, 'pack', NULL, 3, 2, 630.00),
  (51, 'bundle', 21, NULL, 2, 245.00),
  (52, 'bundle', 22, NULL, 2, 480.00)
ON DUPLICATE KEY UPDATE product_type = VALUES(product_type), product_id = VALUES(product_id),
  cookie_pack_id = VALUES(cookie_pack_id), size_id = VALUES(size_id),
  base_price = VALUES(base_price);

-- A cookie is one of its flavor; a pack allows every flavor, some for more; a bundle is fixed.
INSERT INTO product_instance_flavor
  (id, product_instance_id, flavor_id, flavor_name, size_id, size_name, quantity, price_adjustment)
VALUES
  (1, 1, 1, 'Chocolate chip', 1, 'Mini', 1, 0.00),
  (2, 2, 1, 'Chocolate chip', 2, 'Medium', 1, 0.00),
  (3, 3, 1, 'Chocolate chip', 3, 'Large', 1, 0.00),
  (4, 4, 2, 'Double chocolate', 1, 'Mini', 1, 0.00),
  (5, 5, 2, 'Double chocolate', 2, 'Medium', 1, 0.00),
  (6, 6, 2, 'Double chocolate', 3, 'Large', 1, 0.00),
  (7, 7, 3, 'Red velvet', 1, 'Mini', 1, 0.00),
  (8, 8, 3, 'Red velvet', 2, 'Medium', 1, 0.00),
  (9, 9, 3, 'Red velvet', 3, 'Large', 1, 0.00),
  (10, 10, 4, 'Cookies and cream', 1, 'Mini', 1, 0.00),
  (11, 11, 4, 'Cookies and cream', 2, 'Medium', 1, 0.00),
  (12, 12, 4, 'Cookies and cream', 3, 'Large', 1, 0.00),
  (13, 13, 5, 'Pistachio', 1, 'Mini', 1, 0.00),
  (14, 14, 5, 'Pistachio', 2, 'Medium', 1, 0.00),
  (15, 15, 5, 'Pistachio', 3, 'Large', 1, 0.00),
  (16, 16, 6, 'Caramel biscuit', 1, 'Mini', 1, 0.00),
  (17, 17, 6, 'Caramel biscuit', 2, 'Medium', 1, 0.00),
  (18, 18, 6, 'Caramel biscuit', 3, 'Large', 1, 0.00),
  (19, 19, 7, 'Strawberry', 1, 'Mini', 1, 0.00),
  (20, 20, 7, 'Strawberry', 2, 'Medium', 1, 0.00),
  (21, 21, 7, 'Strawberry', 3, 'Large', 1, 0.00),
  (22, 22, 8, 'Vanilla', 1, 'Mini', 1, 0.00),
  (23, 23, 8, 'Vanilla', 2, 'Medium', 1, 0.00),
  (24, 24, 8, 'Vanilla', 3, 'Large', 1, 0.00),
  (25, 25, 9, 'Salted caramel', 1, 'Mini', 1, 0.00),
  (26, 26, 9, 'Salted caramel', 2, 'Medium', 1, 0.00),
  (27, 27, 9, 'Salted caramel', 3, 'Large', 1, 0.00),
  (28, 28, 10, 'Peanut butter', 1, 'Mini', 1, 0.00),
  (29, 29, 10, 'Peanut butter', 2, 'Medium', 1, 0.00),
  (30, 30, 10, 'Peanut butter', 3, 'Large', 1, 0.00),
  (31, 31, 11, 'Brownie', 1, 'Mini', 1, 0.00),
  (32, 32, 11, 'Brownie', 2, 'Medium', 1, 0.00),
  (33, 33, 11, 'Brownie', 3, 'Large', 1, 0.00),
  (34, 34, 12, 'Oat and raisin', 1, 'Mini', 1, 0.00),
  (35, 35, 12, 'Oat and raisin', 2, 'Medium', 1, 0.00),
  (36, 36, 12, 'Oat and raisin', 3, 'Large', 1, 0.00),
  (101, 41, 1, 'Chocolate chip', 1, 'Mini', 1, 0.00),
  (102, 41, 2, 'Double chocolate', 1, 'Mini', 1, 0.00),
  (103, 41, 3, 'Red velvet', 1, 'Mini', 1, 5.00),
  (104, 41, 4, 'Cookies and cream', 1, 'Mini', 1, 0.00),
  (105, 41, 5, 'Pistachio', 1, 'Mini', 1, 10.00),
  (106, 41, 6, 'Caramel biscuit', 1, 'Mini', 1, 5.00),
  (107, 41, 7, 'Strawberry', 1, 'Mini', 1, 0.00),
  (108, 41, 8, 'Vanilla', 1, 'Mini', 1, 0.00),
  (109, 41, 9, 'Salted caramel', 1, 'Mini', 1, 5.00),
  (110, 41, 10, 'Peanut butter', 1, 'Mini', 1, 0.00),
  (111, 41, 11, 'Brownie', 1, 'Mini', 1, 0.00),
  (112, 41, 12, 'Oat and raisin', 1, 'Mini', 1, 0.00),
  (113, 42, 1, 'Chocolate chip', 2, 'Medium', 1, 0.00),
  (114, 42, 2, 'Double chocolate', 2, 'Medium', 1, 0.00),
  (115, 42, 3, 'Red velvet', 2, 'Medium', 1, 5.00),
  (116, 42, 4, 'Cookies and cream', 2, 'Medium', 1, 0.00),
  (117, 42, 5, 'Pistachio', 2, 'Medium', 1, 10.00),
  (118, 42, 6, 'Caramel biscuit', 2, 'Medium', 1, 5.00),
  (119, 42, 7, 'Strawberry', 2, 'Medium', 1, 0.00),
  (120, 42, 8, 'Vanilla', 2, 'Medium', 1, 0.00),
  (121, 42, 9, 'Salted caramel', 2, 'Medium', 1, 5.00),
  (122, 42, 10, 'Peanut butter', 2, 'Medium', 1, 0.00),
  (123, 42, 11, 'Brownie', 2, 'Medium', 1, 0.00),
  (124, 42, 12, 'Oat and raisin', 2, 'Medium', 1, 0.00),
  (125, 43, 1, 'Chocolate chip', 1, 'Mini', 1, 0.00),
  (126, 43, 2, 'Double chocolate', 1, 'Mini', 1, 0.00),
  (127, 43, 3, 'Red velvet', 1, 'Mini', 1, 5.00),
  (128, 43, 4, 'Cookies and cream', 1, 'Mini', 1, 0.00),
  (129, 43, 5, 'Pistachio', 1, 'Mini', 1, 10.00),
  (130, 43, 6, 'Caramel biscuit', 1, 'Mini', 1, 5.00),
  (131, 43, 7, 'Strawberry', 1, 'Mini', 1, 0.00),
  (132, 43, 8, 'Vanilla', 1, 'Mini', 1, 0.00),
  (133, 43, 9, 'Salted caramel', 1, 'Mini', 1, 5.00),
  (134, 43, 10, 'Peanut butter', 1, 'Mini', 1, 0.00),
  (135, 43, 11, 'Brownie', 1, 'Mini', 1, 0.00),
  (136, 43, 12, 'Oat and raisin', 1, 'Mini', 1, 0.00),
  (137, 44, 1, 'Chocolate chip', 2, 'Medium', 1, 0.00),
  (138, 44, 2, 'Double chocolate', 2, 'Medium', 1, 0.00),
  (139, 44, 3, 'Red velvet', 2, 'Medium', 1, 5.00),
  (140, 44, 4, 'Cookies and cream', 2, 'Medium', 1, 0.00),
  (141, 44, 5, 'Pistachio', 2, 'Medium', 1, 10.00),
  (142, 44, 6, 'Caramel biscuit', 2, 'Medium', 1, 5.00),
  (143, 44, 7, 'Strawberry', 2, 'Medium', 1, 0.00),
  (144, 44, 8, 'Vanilla', 2, 'Medium', 1, 0.00),
  (145, 44, 9, 'Salted caramel', 2, 'Medium', 1, 5.00),
  (146, 44, 10, 'Peanut butter', 2, 'Medium', 1, 0.00),
  (147, 44, 11, 'Brownie', 2, 'Medium', 1, 0.00),
  (148, 44, 12, 'Oat and raisin', 2, 'Medium', 1, 0.00),
  (149, 45, 1, 'Chocolate chip', 1, 'Mini', 1, 0.00),
  (150, 45, 2, 'Double chocolate', 1, 'Mini', 1, 0.00),
  (151, 45, 3, 'Red velvet', 1, 'Mini', 1, 5.00),
  (152, 45, 4, 'Cookies and cream', 1, 'Mini', 1, 0.00),
  (153, 45, 5, 'Pistachio', 1, 'Mini', 1, 10.00),
  (154, 45, 6, 'Caramel biscuit', 1, 'Mini', 1, 5.00),
  (155, 45, 7, 'Strawberry', 1, 'Mini', 1, 0.00),
  (156, 45, 8, 'Vanilla', 1, 'Mini', 1, 0.00),
  (157, 45, 9, 'Salted caramel', 1, 'Mini', 1, 5.00),
  (158, 45, 10, 'Peanut butter', 1, 'Mini', 1, 0.00),
  (159, 45, 11, 'Brownie', 1, 'Mini', 1, 0.00),
  (160, 45, 12, 'Oat and raisin', 1, 'Mini', 1, 0.00),
  (161, 46, 1, 'Chocolate chip', 2, 'Medium', 1, 0.00),
  (162, 46, 2, 'Double chocolate', 2, 'Medium', 1, 0.00),
  (163, 46, 3, 'Red velvet', 2, 'Medium', 1, 5.00),
  (164, 46, 4, 'Cookies and cream', 2, 'Medium', 1, 0.00),
  (165, 46, 5, 'Pistachio', 2, 'Medium', 1, 10.00),
  (166, 46, 6, 'Caramel biscuit', 2, 'Medium', 1, 5.00),
  (167, 46, 7, 'Strawberry', 2, 'Medium', 1, 0.00),
  (168, 46, 8, 'Vanilla', 2, 'Medium', 1, 0.00),
  (169, 46, 9, 'Salted caramel', 2, 'Medium', 1, 5.00),
  (170, 46, 10, 'Peanut butter', 2, 'Medium', 1, 0.00),
  (171, 46, 11, 'Brownie', 2, 'Medium', 1, 0.00),
  (172, 46, 12, 'Oat and raisin', 2, 'Medium', 1, 0.00),
  (201, 51, 2, 'Double chocolate', 2, 'Medium', 1, 0.00),
  (202, 51, 11, 'Brownie', 2, 'Medium', 2, 0.00),
  (203, 51, 1, 'Chocolate chip', 2, 'Medium', 1, 0.00),
  (204, 52, 1, 'Chocolate chip', 2, 'Medium', 2, 0.00),
  (205, 52, 8, 'Vanilla', 2, 'Medium', 2, 0.00),
  (206, 52, 12, 'Oat and raisin', 2, 'Medium', 2, 0.00),
  (207, 52, 10, 'Peanut butter', 2, 'Medium', 1, 0.00),
  (208, 52, 11, 'Brownie', 2, 'Medium', 1, 0.00)
ON DUPLICATE KEY UPDATE product_instance_id = VALUES(product_instance_id),
  flavor_id = VALUES(flavor_id), flavor_name = VALUES(flavor_name), size_id = VALUES(size_id),
  size_name = VALUES(size_name), quantity = VALUES(quantity),
  price_adjustment = VALUES(price_adjustment);

-- All of it in Arabic.
INSERT INTO translations (id, entity, entity_id, language, name, description)
VALUES
  (1, 'product_type', 1, 'ar', 'كوكيز', 'قطع كوكيز بثلاثة أحجام.'),
  (2, 'product_type', 2, 'ar', 'علب', 'علب تملؤها بالنكهات التي تحبها.'),
  (3, 'product_type', 3, 'ar', 'باقات', 'علب جهزناها لك.'),
  (4, 'product_type', 4, 'ar', 'منتجات رقمية', 'وصفات وهدايا للتحميل.'),
  (5, 'size', 1, 'ar', 'صغير', 'حوالي 40 جم، لقمتان'),
  (6, 'size', 2, 'ar', 'وسط', 'حوالي 80 جم'),
  (7, 'size', 3, 'ar', 'كبير', 'حوالي 130 جم، تكفي اثنين'),
  (8, 'city', 1, 'ar', 'القاهرة', NULL),
  (9, 'city', 2, 'ar', 'الجيزة', NULL),
  (10, 'city', 3, 'ar', 'الإسكندرية', NULL),
  (11, 'zone', 1, 'ar', 'مدينتي', NULL),
  (12, 'zone', 2, 'ar', 'الرحاب', NULL),
  (13, 'zone', 3, 'ar', 'القاهرة الجديدة', NULL),
  (14, 'zone', 4, 'ar', 'مدينة نصر', NULL),
  (15, 'zone', 5, 'ar', 'السادس من أكتوبر', NULL),
  (16, 'zone', 6, 'ar', 'الشيخ زايد', NULL),
  (17, 'zone', 7, 'ar', 'سموحة', NULL),
  (18, 'zone', 8, 'ar', 'ستانلي', NULL),
  (19, 'time_slot', 1, 'ar', 'صباحًا', NULL),
  (20, 'time_slot', 2, 'ar', 'بعد الظهر', NULL),
  (21, 'time_slot', 3, 'ar', 'مساءً', NULL),
  (22, 'flavor', 1, 'ar', 'رقائق الشوكولاتة', 'عجينة ذهبية مليئة برقائق الشوكولاتة الداكنة.'),
  (23, 'flavor', 2, 'ar', 'شوكولاتة مضاعفة', 'عجينة كاكاو مع شوكولاتة بالحليب وشوكولاتة داكنة.'),
  (24, 'flavor', 3, 'ar', 'ريد فيلفت', 'عجينة كاكاو حمراء محشوة بالجبن الكريمي.'),
  (25, 'flavor', 4, 'ar', 'بسكويت وكريمة', 'عجينة فانيليا مع بسكويت داكن وكريمة بيضاء.'),
  (26, 'flavor', 5, 'ar', 'فستق', 'فستق محمص مع كريمة فستق ناعمة.'),
  (27, 'flavor', 6, 'ar', 'بسكويت الكراميل', 'كريمة بسكويت الكراميل المتبّل مع فتات مقرمش.'),
  (28, 'flavor', 7, 'ar', 'فراولة', 'قطع فراولة مع شوكولاتة بيضاء.'),
  (29, 'flavor', 8, 'ar', 'فانيليا', 'زبدة وسكر وفانيليا طبيعية، لا أكثر.'),
  (30, 'flavor', 9, 'ar', 'كراميل مملّح', 'قلب طري من الكراميل مع رقائق ملح البحر.'),
  (31, 'flavor', 10, 'ar', 'زبدة الفول السوداني',
    'فول سوداني محمص وزبدة الفول السوداني. يحتوي على مكسرات.'),
  (32, 'flavor', 11, 'ar', 'براوني', 'غنية وطرية من الداخل بقشرة رقيقة مشققة.'),
  (33, 'flavor', 12, 'ar', 'شوفان وزبيب', 'شوفان وزبيب مع لمسة من القرفة.'),
  (34, 'product', 1, 'ar', 'كوكيز رقائق الشوكولاتة',
    'عجينة ذهبية مليئة برقائق الشوكولاتة الداكنة.'),
  (35, 'product', 2, 'ar', 'كوكيز شوكولاتة مضاعفة',
    'عجينة كاكاو مع شوكولاتة بالحليب وشوكولاتة داكنة.'),
  (36, 'product', 3, 'ar', 'كوكيز ريد فيلفت', 'عجينة كاكاو حمراء محشوة بالجبن الكريمي.'),
  (37, 'product', 4, 'ar', 'كوكيز بسكويت وكريمة', 'عجينة فانيليا مع بسكويت داكن وكريمة بيضاء.'),
  (38, 'product', 5, 'ar', 'كوكيز فستق', 'فستق محمص مع كريمة فستق ناعمة.'),
  (39, 'product', 6, 'ar', 'كوكيز بسكويت الكراميل',
    'كريمة بسكويت الكراميل المتبّل مع فتات مقرمش.'),
  (40, 'product', 7, 'ar', 'كوكيز فراولة', 'قطع فراولة مع شوكولاتة بيضاء.'),
  (41, 'product', 8, 'ar', 'كوكيز فانيليا', 'زبدة وسكر وفانيليا طبيعية، لا أكثر.'),
  (42, 'product', 9, 'ar', 'كوكيز كراميل مملّح', 'قلب طري من الكراميل مع رقائق ملح البحر.'),
  (43, 'product', 10, 'ar', 'كوكيز زبدة الفول السوداني',
    'فول سوداني محمص وزبدة الفول السوداني. يحتوي على مكسرات.'),
  (44, 'product', 11, 'ar', 'كوكيز براوني', 'غنية وطرية من الداخل بقشرة رقيقة مشققة.'),
  (45, 'product', 12, 'ar', 'كوكيز شوفان وزبيب', 'شوفان وزبيب مع لمسة من القرفة.'),
  (46, 'product', 21, 'ar', 'علبة الشوكولاتة', 'أربع قطع كوكيز وسط لعشاق الشوكولاتة.'),
  (47, 'product', 22, 'ar', 'علبة العائلة', 'ثماني قطع كوكيز وسط تعجب كل من على المائدة.'),
  (48, 'cookie_pack', 1, 'ar', 'علبة 3 قطع', 'ثلاث قطع كوكيز من اختيارك.'),
  (49, 'cookie_pack', 2, 'ar', 'علبة 6 قطع',
    'ست قطع كوكيز من اختيارك، ثلاث على الأكثر من النكهة الواحدة.'),
  (50, 'cookie_pack', 3, 'ar', 'علبة 12 قطعة',
    'اثنتا عشرة قطعة كوكيز من اختيارك، من ثلاث نكهات أو أكثر.')
ON DUPLICATE KEY UPDATE entity = VALUES(entity), entity_id = VALUES(entity_id),
  language = VALUES(language), name = VALUES(name), description = VALUES(description);

-- A code for everybody.
INSERT INTO promo_codes
  (id, code, name, description, discount_type, discount_value, minimum_order_amount,
    maximum_discount, usage_limit, valid_from)
VALUES
  (1, 'WELCOME10', 'Welcome', 'Ten percent off, up to 80.', 'percentage', 10.00, 100.00, 80.00,
    NULL, '2026-01-01 00:00:00')
ON DUPLICATE KEY UPDATE code = VALUES(code), name = VALUES(name),
  description = VALUES(description), discount_type = VALUES(discount_type),
  discount_value = VALUES(discount_value), minimum_order_amount = VALUES(minimum_order_amount),
  maximum_discount = VALUES(maximum_discount), usage_limit = VALUES(usage_limit),
  valid_from = VALUES(valid_from);

-- What staff write often.
INSERT INTO ticket_canned_answers (id, name, text_en, text_ar)
VALUES
  (1, 'Broken in the box', 'We are sorry that something arrived broken. We pay it back.',
   'نعتذر عن وصول جزء من الطلب مكسورًا. سنرد لك ثمنه.'),
  (2, 'On its way', 'Your order is on its way and arrives within its hours.',
   'طلبك في الطريق وسيصل خلال الموعد المحدد.'),
  (3, 'Another time', 'We bring your order again. Which day and slot suit you?',
   'سنعيد توصيل طلبك. أي يوم وموعد يناسبك؟')
ON DUPLICATE KEY UPDATE name = VALUES(name), text_en = VALUES(text_en), text_ar = VALUES(text_ar);

-- In a demo nobody should need a second device.
INSERT INTO site_settings (setting_key, setting_value)
VALUES
  ('staff_totp', 'optional')
ON DUPLICATE KEY UPDATE setting_value = VALUES(setting_value);

-- What the shop says of itself.
INSERT INTO site_settings (setting_key, setting_value)
VALUES
  ('contact_email', 'hello@crumbled.example'),
  ('page_help_en', 'This is a demo shop: nothing is baked, delivered or charged.

To order, choose a pack and fill it with flavors, or take single cookies and bundles. Choose your zone, a day and a time. We send a code to your phone, and the order is placed when you enter it.

You follow an order by the link in its messages, or with its number and your phone. Before it is prepared you can cancel it there; later, write to us from the same page.

If something is wrong with what you got, ask us from the page of the order, with a picture if you can. We answer there.'),
  ('page_help_ar', 'هذا متجر تجريبي: لا خبز ولا توصيل ولا دفع فعلي.

للطلب، اختر علبة واملأها بالنكهات، أو خذ قطعًا منفردة وتشكيلات جاهزة. اختر منطقتك واليوم والموعد. نرسل رمزًا إلى هاتفك، ويُسجَّل الطلب عندما تُدخله.

تتابع طلبك من الرابط الموجود في رسائله، أو برقمه ورقم هاتفك. يمكنك إلغاؤه من هناك قبل تحضيره، وبعد ذلك راسلنا من الصفحة نفسها.

إن وصلك شيء غير سليم فاسألنا من صفحة الطلب، ومعه صورة إن أمكن. نرد عليك هناك.'),
  ('page_terms_en', 'This is a demo shop. An order placed here is no purchase, and nobody owes anything for it.

In a real shop this page says who sells, how and when payment is due, until when an order can be cancelled, and what happens when something arrives late or broken. The owner writes it in the settings.'),
  ('page_terms_ar', 'هذا متجر تجريبي. الطلب هنا ليس شراءً، ولا يترتب عليه أي التزام.

في متجر حقيقي توضّح هذه الصفحة من هو البائع، وكيف ومتى يُدفع الثمن، وحتى متى يمكن إلغاء الطلب، وما يحدث عند التأخير أو التلف. يكتبها صاحب المتجر في الإعدادات.'),
  ('page_privacy_en', 'This is a demo shop: enter no data of real people.

It keeps what an order needs: name, phone, address, e-mail if you give one, and what was ordered. A phone and an e-mail are proved by a code or a link before they open anything. Logins are kept with time and device, so that you can end them.

In your account you can take along everything that is stored about you, and you can leave: then your name goes from everywhere, and only the amounts stay in the books.'),
  ('page_privacy_ar', 'هذا متجر تجريبي: لا تُدخل بيانات أشخاص حقيقيين.

يحتفظ المتجر بما يحتاجه الطلب: الاسم والهاتف والعنوان والبريد الإلكتروني إن كتبته، وما طُلب. لا يفتح هاتف أو بريد شيئًا قبل إثباته برمز أو رابط. تُحفظ عمليات الدخول بوقتها وجهازها كي تستطيع إنهاءها.

من حسابك يمكنك أخذ كل ما هو محفوظ عنك، ويمكنك المغادرة: عندها يُحذف اسمك من كل مكان، ولا تبقى إلا المبالغ في الدفاتر.')
ON DUPLICATE KEY UPDATE setting_value = VALUES(setting_value);

-- The history of prices begins with these prices; a price that has a history already keeps it.

INSERT INTO price_history (entity, entity_id, kind, amount, changed_at)
SELECT 'product', t.id, 'base', t.base_price, '2026-01-01 00:00:00'
FROM products t
WHERE NOT EXISTS (
  SELECT 1 FROM price_history h
  WHERE h.entity = 'product' AND h.entity_id = t.id AND h.kind = 'base');
INSERT INTO price_history (entity, entity_id, kind, amount, changed_at)
SELECT 'cookie_pack', t.id, 'base', t.base_price, '2026-01-01 00:00:00'
FROM cookie_pack t
WHERE NOT EXISTS (
  SELECT 1 FROM price_history h
  WHERE h.entity = 'cookie_pack' AND h.entity_id = t.id AND h.kind = 'base');
INSERT INTO price_history (entity, entity_id, kind, amount, changed_at)
SELECT 'product_instance', t.id, 'base', t.base_price, '2026-01-01 00:00:00'
FROM product_instance t
WHERE NOT EXISTS (
  SELECT 1 FROM price_history h
  WHERE h.entity = 'product_instance' AND h.entity_id = t.id AND h.kind = 'base');
INSERT INTO price_history (entity, entity_id, kind, amount, changed_at)
SELECT 'product_instance_flavor', t.id, 'adjustment', t.price_adjustment, '2026-01-01 00:00:00'
FROM product_instance_flavor t
WHERE NOT EXISTS (
  SELECT 1 FROM price_history h
  WHERE h.entity = 'product_instance_flavor' AND h.entity_id = t.id AND h.kind = 'adjustment');
INSERT INTO price_history (entity, entity_id, kind, amount, changed_at)
SELECT 'zone', t.id, 'fee', t.delivery_fee, '2026-01-01 00:00:00'
FROM zones t
WHERE NOT EXISTS (
  SELECT 1 FROM price_history h
  WHERE h.entity = 'zone' AND h.entity_id = t.id AND h.kind = 'fee');

COMMIT;
