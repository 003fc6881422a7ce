-- SPDX-License-Identifier: MIT
-- Revert crumbled:claims from mysql
--
-- Drops the tables with all they hold; only metadata locks, at most a moment each. The orders stay
-- whose they are.

DROP TABLE IF EXISTS claim_orders;
DROP TABLE IF EXISTS claims;
