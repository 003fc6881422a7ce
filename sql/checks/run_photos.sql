-- SPDX-License-Identifier: MIT
-- Pictures taken at the door that show no delivery or failed try of their run, or whose file was
-- uploaded for something else, and such files that are no run's.
SELECT 'run_photos' AS what, p.file_id AS id, p.run_id, p.stop_id
FROM run_photos p
JOIN files f ON f.id = p.file_id
LEFT JOIN run_stops s ON s.id = p.stop_id
WHERE f.purpose <> 'delivery_photo'
  OR (p.stop_id IS NOT NULL AND (s.run_id <> p.run_id OR s.status NOT IN ('delivered', 'failed')))
UNION ALL SELECT 'run_photos', f.id, NULL, NULL
FROM files f
LEFT JOIN run_photos p ON p.file_id = f.id
WHERE f.purpose = 'delivery_photo' AND p.file_id IS NULL
