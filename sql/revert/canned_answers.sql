-- SPDX-License-Identifier: MIT
-- Revert crumbled:canned_answers from mysql
--
-- Drops the table with all it holds; only a metadata lock, a moment.

DROP TABLE IF EXISTS ticket_canned_answers;
