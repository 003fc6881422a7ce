-- SPDX-License-Identifier: MIT
-- Revert crumbled:digital from mysql
--
-- Drops the tables with all they hold; only metadata locks, at most a moment each.

DROP TABLE IF EXISTS download_tokens;
DROP TABLE IF EXISTS deliveries;
