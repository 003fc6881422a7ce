-- SPDX-License-Identifier: MIT
-- E-mails, names and phones that a backfill gathered and left behind when it ended.
SELECT 'backfill_emails' AS what, e.id, e.run_id
FROM backfill_emails e
LEFT JOIN backfill_runs r ON r.id = e.run_id AND r.is_open = 1
WHERE r.id IS NULL
