-- SPDX-License-Identifier: MIT
-- Revert crumbled:staff from mysql
--
-- Drops the tables with all they hold; only metadata locks, at most a moment each.

DROP TABLE IF EXISTS admin_activity_log;
DROP TABLE IF EXISTS admin_view_preferences;
DROP TABLE IF EXISTS admin_sessions;
DROP TABLE IF EXISTS admin_users;
