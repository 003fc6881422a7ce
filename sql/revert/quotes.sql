-- SPDX-License-Identifier: MIT
-- Revert crumbled:quotes from mysql
--
-- Drops the tables with all they hold; only metadata locks, at most a moment each.

DROP TABLE IF EXISTS order_proofs;
DROP TABLE IF EXISTS quotes;
