-- SPDX-License-Identifier: MIT
-- Revert crumbled:notes from mysql
--
-- Drops the table with all it holds; only metadata locks, at most a moment.

DROP TABLE IF EXISTS staff_notes;
