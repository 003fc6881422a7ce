-- SPDX-License-Identifier: MIT
-- Verify crumbled:place on mysql

-- Every column.
SELECT id, name, from_hour, to_hour, is_active, capacity_orders, capacity_cookies, version,
  created_at, updated_at
FROM delivery_time_slots WHERE 0;
SELECT id, name, is_active, version, created_at, updated_at FROM cities WHERE 0;
SELECT id, name, city_id, delivery_fee, delivery_days, time_slot_id, is_active, version,
  created_at, updated_at
FROM zones WHERE 0;
SELECT zone_id, time_slot_id, weekdays FROM zone_time_slots WHERE 0;
SELECT id, zone_key, zone_id, day, reason, created_by, version, created_at
FROM delivery_closures WHERE 0;
SELECT id, zone_id, phone, email, language, notified_at, created_at FROM zone_waitlist WHERE 0;

-- At least as many indexes, foreign keys and checks as this change made: a row with fewer is
-- refused, which fails the verification.
CREATE TEMPORARY TABLE verified (
  what VARCHAR(20) NOT NULL,
  found INT NOT NULL,
  wanted INT NOT NULL,
  CHECK (found >= wanted)
);
INSERT INTO verified
SELECT 'indexes', COUNT(DISTINCT table_name, index_name), 25
FROM information_schema.statistics
WHERE table_schema = DATABASE()
  AND table_name IN ('delivery_time_slots', 'cities', 'zones', 'zone_time_slots',
    'delivery_closures', 'zone_waitlist');
INSERT INTO verified
SELECT 'foreign keys', COUNT(*), 7
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'FOREIGN KEY'
  AND table_name IN ('delivery_time_slots', 'cities', 'zones', 'zone_time_slots',
    'delivery_closures', 'zone_waitlist');
INSERT INTO verified
SELECT 'checks', COUNT(*), 5
FROM information_schema.table_constraints
WHERE table_schema = DATABASE()
  AND constraint_type = 'CHECK' AND constraint_name LIKE '%\_check'
  AND table_name IN ('delivery_time_slots', 'cities', 'zones', 'zone_time_slots',
    'delivery_closures', 'zone_waitlist');
DROP TEMPORARY TABLE verified;
