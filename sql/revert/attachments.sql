-- SPDX-License-Identifier: MIT
-- Revert crumbled:attachments from mysql
--
-- Drops the table; only a metadata lock, a moment. The files stay in `files`.

DROP TABLE IF EXISTS ticket_attachments;
