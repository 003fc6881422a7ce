-- SPDX-License-Identifier: MIT
-- Revert crumbled:support from mysql
--
-- Drops the tables with all they hold; only metadata locks, at most a moment each.

DROP VIEW IF EXISTS ticket_assignees;
DROP VIEW IF EXISTS customer_ticket_replies_public;
DROP TABLE IF EXISTS customer_ticket_replies;
DROP TABLE IF EXISTS customer_support_tickets;
