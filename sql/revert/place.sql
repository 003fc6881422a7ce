-- SPDX-License-Identifier: MIT
-- Revert crumbled:place from mysql
--
-- Drops the tables with all they hold; only metadata locks, at most a moment each.

DROP TABLE IF EXISTS zone_waitlist;
DROP TABLE IF EXISTS delivery_closures;
DROP TABLE IF EXISTS zone_time_slots;
DROP TABLE IF EXISTS zones;
DROP TABLE IF EXISTS cities;
DROP TABLE IF EXISTS delivery_time_slots;
