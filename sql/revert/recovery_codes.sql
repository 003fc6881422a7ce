-- SPDX-License-Identifier: MIT
-- Revert crumbled:recovery_codes from mysql
--
-- Drops the table with all it holds; only a metadata lock, at most a moment. Who has lost the second
-- factor then needs a colleague to reset it.

DROP TABLE IF EXISTS admin_recovery_codes;
