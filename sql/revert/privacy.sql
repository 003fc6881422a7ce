-- SPDX-License-Identifier: MIT
-- Revert crumbled:privacy from mysql
--
-- Drops the tables with all they hold; only metadata locks, at most a moment each. Erasures that
-- are not done are then never finished.

DROP TABLE IF EXISTS erasures;
DROP TABLE IF EXISTS export_tokens;
