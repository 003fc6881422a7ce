-- SPDX-License-Identifier: MIT
-- Revert crumbled:dispatch from mysql
--
-- Drops the tables with all they hold; only metadata locks, at most a moment each.

DROP TABLE IF EXISTS delivery_men;
