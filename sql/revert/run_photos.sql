-- SPDX-License-Identifier: MIT
-- Revert crumbled:run_photos from mysql
--
-- Drops the table with all it holds; only a metadata lock, a moment. The files stay, in a folder that
-- nobody is shown; which delivery each shows is lost.

DROP TABLE IF EXISTS run_photos;
