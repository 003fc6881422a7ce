-- SPDX-License-Identifier: MIT
-- Revert crumbled:saved_views from mysql
--
-- Drops the table with all it holds; only a metadata lock, a moment.

DROP TABLE IF EXISTS saved_views;
