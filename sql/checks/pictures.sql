-- SPDX-License-Identifier: MIT
-- Addresses of pictures that are not there, or that somebody else uploaded for something else, and
-- pictures of customers who do not show them.
SELECT 'pictures' AS what, u.id, u.named_by, u.url
FROM (
  SELECT id, 'products' AS named_by, image_url AS url FROM products
  UNION ALL SELECT id, 'cookie_pack', image_url FROM cookie_pack
  UNION ALL SELECT id, 'flavors', image_url FROM flavors
  UNION ALL SELECT id, 'flavor_images', image_url FROM flavor_images
) u
LEFT JOIN files f ON f.storage_key = SUBSTRING(u.url, 11)
  AND f.purpose = 'product_image' AND f.state = 'ready'
WHERE u.url LIKE '/pictures/%' AND f.id IS NULL
UNION ALL SELECT 'pictures', c.id, 'customers', c.avatar_url
FROM customers c
LEFT JOIN files f ON f.storage_key = SUBSTRING(c.avatar_url, 11)
  AND f.purpose = 'avatar' AND f.state = 'ready' AND f.customer_id = c.id
WHERE c.avatar_url LIKE '/pictures/%' AND f.id IS NULL
UNION ALL SELECT 'pictures', f.id, 'files', f.storage_key
FROM files f
LEFT JOIN customers c ON c.id = f.customer_id
  AND c.avatar_url = CONCAT('/pictures/', f.storage_key)
WHERE f.purpose = 'avatar' AND c.id IS NULL
