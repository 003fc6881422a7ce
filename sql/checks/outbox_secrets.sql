-- SPDX-License-Identifier: MIT
-- Messages with a code or token that were sent, but whose text is still there.
SELECT 'outbox_secrets' AS what, id, topic, sent_at
FROM outbox
WHERE is_secret = 1 AND state = 'sent' AND body IS NOT NULL
