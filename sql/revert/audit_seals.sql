-- SPDX-License-Identifier: MIT
-- Revert crumbled:audit_seals from mysql
--
-- Drops the table with all it holds; only a metadata lock, at most a moment. The journal stays.

DROP TABLE IF EXISTS audit_seals;
