-- SPDX-License-Identifier: MIT
-- Revert crumbled:capacity from mysql
--
-- Drops the tables with all they hold; only metadata locks, at most a moment each.

DROP TABLE IF EXISTS capacity_moves;
DROP TABLE IF EXISTS capacity;
