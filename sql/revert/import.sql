-- SPDX-License-Identifier: MIT
-- Revert crumbled:import from mysql
--
-- Drops the table with all it holds; only a metadata lock, at most a moment. What was imported stays,
-- and a next import would take it once more.

DROP TABLE IF EXISTS imported_rows;
