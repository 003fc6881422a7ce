-- SPDX-License-Identifier: MIT
-- A former shop as it might be found: the documented tables and columns, some that nobody knows,
-- and in them whatever years leave behind. SQLite: `total` and `amount` have no type, so that they
-- keep numbers and text as they come.

CREATE TABLE users (
  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, email TEXT, password_hash TEXT, role TEXT,
  created_at TEXT DEFAULT CURRENT_TIMESTAMP);
INSERT INTO users VALUES
  (1, 'Sara', 'sara@shop.example', 'SECRET-of-sara', 'admin', '2023-01-01 08:00:00'),
  (2, 'Omar', ' Omar@Shop.Example ', 'SECRET-of-omar', 'affiliate', NULL),
  (3, 'Nobody', NULL, 'x', 'admin', '2023-01-03 08:00:00'),
  (4, 'Sara again', 'SARA@shop.example', 'x', 'admin', '2023-01-04 08:00:00');

CREATE TABLE customers (
  id INTEGER PRIMARY KEY AUTOINCREMENT, email TEXT NOT NULL UNIQUE, phone TEXT, password_hash TEXT,
  username TEXT, full_name TEXT, status TEXT DEFAULT 'active', email_verified INTEGER DEFAULT 0,
  phone_verified INTEGER DEFAULT 0, avatar_url TEXT, preferred_language TEXT DEFAULT 'en',
  created_at TEXT DEFAULT CURRENT_TIMESTAMP, updated_at TEXT DEFAULT CURRENT_TIMESTAMP,
  last_login_at TEXT, password_changed_at TEXT, loyalty_points INTEGER);
INSERT INTO customers (id, email, phone, password_hash, username, full_name, status,
  email_verified, phone_verified, avatar_url, preferred_language, created_at, updated_at)
VALUES
  (1, 'Mona@Example.com', '0100 123 4567',
    '$2y$04$abcdefghijklmnopqrstuuYPEDyc47jzHSMx2P4nZW7.sfMvEEUfG', 'Mona', 'Mona Adel Hassan',
    'active', 1, 1, NULL, 'ar', '2023-05-05 10:00:00', '2023-05-06 10:00:00'),
  (2, 'mona@example.com ', NULL, NULL, NULL, 'Mona Twice', 'active', 1, 0, NULL, 'en',
    '2023-05-06', NULL),
  (3, 'noor@example.com', '+20 (111) 222-3334', 'md5:0cc175b9c0f1b6a831c399e269772661', NULL,
    'نور' || char(10) || char(27) || 'الدين', 'active', 0, 0, NULL, 'fr', '2023-05-07T10:00:00Z', NULL),
  (4, 'same.phone@example.com', '٠١٠٠١٢٣٤٥٦٧',
    '$2b$10$abcdefghijklmnopqrstuuYPEDyc47jzHSMx2P4nZW7.sfMvEEUfG', NULL, 'Zoë 🍪', 'suspended', 1,
    0, NULL, 'en', '2023-05-08 10:00', NULL),
  (5, 'not an address', 'neither', NULL, NULL, 'Lost', 'active', 0, 0, NULL, 'en', '2023-05-09',
    NULL),
  (6, 'x@y', NULL, '$argon2id$v=19$m=65536,t=4,p=1$c2FsdHNhbHQ$aGFzaA', 'kept', 'Only A Username',
    'unverified', 1, 0, NULL, 'en', '2023-05-10', NULL),
  (7, 'banned@example.com', NULL, NULL, NULL, 'Banned', 'banned', 0, 0, NULL, 'en', '2023-05-11',
    NULL),
  (8, 'guest@example.com', '0122 000 1111', NULL, NULL, 'Made From Orders', 'active', 1, 0, NULL,
    'en', '2023-05-12 10:00:00', NULL),
  (9, 'clash@example.com', NULL, NULL, 'MONA', 'Same Username', 'active', 1, 0, '/avatars/9.png',
    'en', NULL, 'yesterday'),
  (10, 'held@example.com', NULL, NULL, NULL, 'Held', 'active', 1, 0, NULL, 'en', '2023-05-13',
    NULL),
  (11, 'phone.held@example.com', '+201555555555', NULL, '1st', 'Phone Held', 'inactive', 1, 1,
    'https://pictures.example/11.png', 'en', '2023-05-14 10:00:00.999', NULL),
  (9223372036854775807, 'huge@example.com', NULL, NULL, NULL, 'Huge', 'active', 1, 0, NULL, 'en',
    1684000000, NULL),
  (-5, 'below@example.com', NULL, NULL, NULL, 'Below', 'active', 1, 0, NULL, 'en', '2023-05-15',
    NULL);

CREATE TABLE customer_sessions (id INTEGER PRIMARY KEY, customer_id INTEGER, session_token TEXT);
INSERT INTO customer_sessions VALUES (1, 1, 'SECRET-session-1'), (2, 3, 'SECRET-session-2');
CREATE TABLE customer_otp_codes (id INTEGER PRIMARY KEY, email TEXT, otp_code TEXT);
INSERT INTO customer_otp_codes VALUES (1, 'mona@example.com', 'SECRET-code');
CREATE TABLE customer_password_resets (
  id INTEGER PRIMARY KEY, customer_id INTEGER, reset_token TEXT);
INSERT INTO customer_password_resets VALUES (1, 1, 'SECRET-reset');

CREATE TABLE customer_activity_log (
  id INTEGER PRIMARY KEY AUTOINCREMENT, customer_id INTEGER NOT NULL, action TEXT NOT NULL,
  details TEXT, ip_address TEXT, user_agent TEXT, created_at TEXT DEFAULT CURRENT_TIMESTAMP);
INSERT INTO customer_activity_log VALUES
  (1, 1, 'login', 'SECRET-mail was old@example.com', '192.0.2.1', 'Agent', '2023-06-01 10:00:00'),
  (2, 2, 'login', NULL, NULL, NULL, '2023-06-01 10:00:00'),
  (3, 77, 'login', NULL, NULL, NULL, '2023-06-01 10:00:00'),
  (4, 1, '', NULL, NULL, NULL, '2023-06-01 10:00:00');

CREATE TABLE pending_orders (
  id INTEGER PRIMARY KEY AUTOINCREMENT, customer_name TEXT, customer_email TEXT,
  customer_phone TEXT, total, items, status TEXT DEFAULT 'pending', payment_method TEXT,
  affiliate_code TEXT, created_at TEXT DEFAULT CURRENT_TIMESTAMP, updated_at TEXT,
  customer_id INTEGER);
INSERT INTO pending_orders (id, customer_id, customer_name, customer_email, customer_phone, total,
  items, status, payment_method, affiliate_code, created_at, updated_at)
VALUES
  (1, 1, 'Mona Adel', 'mona@example.com', '01001234567', 149.5,
    '[{"name": "كعكة", "quantity": 2, "price": 74.75, "sku": "k"}]', 'paid', 'online', 'AFF1',
    '2023-06-01 10:00:00', '2023-06-02 10:00:00'),
  (2, NULL, 'Guest One', ' Guest@Example.com', '0122 000 1111', '300.00',
    '{"items": [{"title": "A", "qty": 1, "unit_price": "100.00"}]}', 'pending', 'cod', NULL,
    '2023-06-02', NULL),
  (3, 2, 'Mona Twice', 'MONA@example.com', NULL, 50, NULL, 'completed', NULL, NULL,
    '2023-06-03 10:00:00', NULL),
  (4, 1, 'No Total', 'mona@example.com', NULL, NULL, NULL, 'paid', NULL, NULL, '2023-06-04', NULL),
  (5, 1, 'Text', 'mona@example.com', NULL, 'EGP 12', NULL, 'paid', NULL, NULL, '2023-06-04', NULL),
  (6, 1, 'Three digits', 'mona@example.com', NULL, '10.005', NULL, 'paid', NULL, NULL,
    '2023-06-04', NULL),
  (7, 1, 'Float', 'mona@example.com', NULL, 0.1 + 0.2, NULL, 'paid', NULL, NULL, '2023-06-04',
    NULL),
  (8, 1, 'Lost', 'mona@example.com', NULL, 10, NULL, 'lost', NULL, NULL, '2023-06-04', NULL),
  (9, 1, 'Soon', 'mona@example.com', NULL, 10, NULL, 'pending', NULL, NULL, 'soon', NULL),
  (10, 3, 'نور الدين', 'noor@example.com', '+201112223334', 99999999.99, NULL, 'delivered', 'bank',
    NULL, '2023-06-10T12:00:00.123Z', '2020-01-01'),
  (11, NULL, NULL, NULL, NULL, 0, '[]', 'cancelled', 'cash', NULL, '2023-06-11 12:00:00+03:00',
    NULL),
  (12, NULL, 'Seconds', 'seconds@example.com', NULL, '7.5', 'not JSON', 'Pending ', NULL, NULL,
    1686484800, NULL),
  (13, NULL, 'Odd', 'nobody', '123', 13, '[{"name": "x", "quantity": 1, "price": 12.999}]', 'new',
    NULL, NULL, '2023-06-13 12:00', NULL),
  (14, NULL, 'Unproved', 'unproved@example.com', NULL, 14, NULL, 'paid', NULL, NULL, '2023-06-14',
    NULL),
  (15, NULL, 'Negative', NULL, NULL, -5, NULL, 'pending', NULL, NULL, '2023-06-15', NULL),
  (16, 9223372036854775807, 'Huge', 'huge@example.com', NULL, '16.00', NULL, 'processing', NULL,
    NULL, '2023-06-16', NULL),
  (17, 77, 'Refunded', 'refunded@example.com', '0111 222 3334', 80, NULL, 'refunded', 'cash', NULL,
    '2023-06-17', NULL),
  (18, 8, 'Backwards', 'guest@example.com', NULL, '18.18', NULL, 'shipped', 'card_on_delivery',
    NULL,
    '2023-06-18', NULL),
  (19, NULL, X'ff00', X'ff', NULL, X'3130', NULL, 'pending', NULL, NULL, '2023-06-19', NULL),
  (20, NULL, 'Too dear', NULL, NULL, 100000000, NULL, 'pending', NULL, NULL, '2023-06-20', NULL),
  (9223372036854775806, NULL, 'Huge', 'huge.order@example.com', NULL, 1.01, NULL, 'pending', NULL,
    NULL, '2023-06-21', NULL);

CREATE TABLE sales (
  id INTEGER PRIMARY KEY AUTOINCREMENT, pending_order_id INTEGER, amount, commission REAL,
  paid_at TEXT, created_at TEXT, customer_id INTEGER);
INSERT INTO sales VALUES
  (1, 1, 149.5, 1.5, '2023-06-01 11:00:00', '2023-06-01 10:30:00', 1),
  (2, 3, '50.00', NULL, NULL, '2023-06-03 11:00:00', 2),
  (3, 1, 149.5, NULL, NULL, '2023-06-01 11:00:01', 1),
  (4, 10, 99999999.99, NULL, NULL, '2023-06-10 13:00:00', NULL),
  (5, 2, 299.99, NULL, NULL, '2023-06-10 13:00:00', NULL),
  (6, 4, 10, NULL, NULL, '2023-06-10 13:00:00', NULL),
  (7, 17, '80.00', NULL, NULL, '2023-06-17 13:00:00', NULL),
  (8, 17, -30, NULL, NULL, '2023-06-18 13:00:00', NULL),
  (9, 17, '-49.99', NULL, NULL, '2023-06-19 13:00:00', NULL),
  (10, 17, -0.02, NULL, NULL, '2023-06-20 13:00:00', NULL),
  (11, 12, -5, NULL, NULL, '2023-06-20 13:00:00', NULL),
  (12, 12, NULL, NULL, NULL, '2023-06-20 13:00:00', NULL),
  (13, 12, 7.5, NULL, 'later', NULL, NULL),
  (14, 11, 0, NULL, NULL, '2023-06-20 13:00:00', NULL),
  (15, 18, -18.18, NULL, NULL, '2023-06-21 13:00:00', 8),
  (16, 18, 18.18, NULL, NULL, '2023-06-19 13:00:00', 1),
  (17, NULL, 1, NULL, NULL, '2023-06-19 13:00:00', NULL);

CREATE TABLE deliveries (
  id INTEGER PRIMARY KEY AUTOINCREMENT, pending_order_id INTEGER, product_name TEXT, file_path TEXT,
  created_at TEXT, customer_viewed_at TEXT, customer_download_count INTEGER DEFAULT 0);
INSERT INTO deliveries VALUES
  (1, 1, 'Recipe', 'a/recipe.pdf', '2023-06-01 12:00:00', '2023-06-01 13:00:00', 2),
  (2, 3, NULL, '/a/copy.pdf', '2023-06-03 12:00:00', NULL, NULL),
  (3, 1, 'Gone', 'gone.zip', '2023-06-01 12:00:00', NULL, 0),
  (4, 1, 'Outside', '../outside.txt', '2023-06-01 12:00:00', NULL, 0),
  (5, 2, 'Unpaid', 'a/unpaid.pdf', '2023-06-01 12:00:00', NULL, 0),
  (6, 1, 'Link', 'https://elsewhere.example/x.zip', '2023-06-01 12:00:00', NULL, 0),
  (7, 99, 'Orphan', 'a/recipe.pdf', '2023-06-01 12:00:00', NULL, 0),
  (8, 17, 'كتاب', 'كتاب.bin', '2023-06-17 14:00:00', 'once', -1),
  (9, 1, 'Symbolic', 'symbolic', '2023-06-01 12:00:00', NULL, 0),
  (10, 1, 'None', NULL, '2023-06-01 12:00:00', NULL, 0),
  (11, 17, 'Second', 'a/recipe.pdf', '2023-06-17 14:00:00', NULL, 0);

CREATE TABLE download_tokens (
  id INTEGER PRIMARY KEY AUTOINCREMENT, pending_order_id INTEGER, delivery_id INTEGER, token TEXT,
  download_count INTEGER, max_downloads INTEGER, expires_at TEXT, created_at TEXT,
  customer_id INTEGER);
INSERT INTO download_tokens VALUES
  (1, 3, NULL, 'SECRET-token-of-order-3-0123456789', 1, 5, '2023-07-01', '2023-06-03', 2),
  (2, 17, 11, 'SECRET-token-of-order-17-012345678', NULL, NULL, '2099-07-01', '2023-06-03', NULL),
  (3, 1, 1, 'short', 0, 5, '2023-07-01', '2023-06-03', 1),
  (4, 1, 1, 'SECRET-token-overused-0123456789', 6, 5, '2023-07-01', '2023-06-03', 1),
  (5, 17, NULL, 'SECRET-token-which-one-0123456789', 0, 5, '2023-07-01', '2023-06-03', NULL),
  (6, 1, 1, 'SECRET-token-for-ever-0123456789', 0, 5, NULL, '2023-06-03', 1),
  (7, 3, 2, 'SECRET-token-of-order-3-0123456789', 0, 5, '2023-07-01', '2023-06-03', 2),
  (8, 2, NULL, 'SECRET-token-of-nothing-0123456789', 0, 5, '2023-07-01', '2023-06-03', NULL),
  (9, 1, 2, 'SECRET-token-of-another-0123456789', 0, 5, '2023-07-01', '2023-06-03', NULL);

CREATE TABLE products (id INTEGER PRIMARY KEY, name TEXT, price REAL);
INSERT INTO products VALUES (1, 'family box', 400), (2, 'Template', 10);

CREATE TABLE cart_items (
  id INTEGER PRIMARY KEY AUTOINCREMENT, session_id TEXT, product_id INTEGER, slug TEXT,
  quantity INTEGER, created_at TEXT, customer_id INTEGER);
INSERT INTO cart_items VALUES
  (1, 's1', 9, 'chocolate-box', 2, '2023-06-01', 1),
  (2, 's1', 1, NULL, 1, '2023-06-02', 1),
  (3, 's2', 9, 'chocolate-box', 97, '2023-06-03', 1),
  (4, 's2', 9, 'chocolate-box', 1, '2023-06-03', 1),
  (5, 's3', 9, 'chocolate-box', 1, '2023-06-03', NULL),
  (6, 's3', 9, 'vanilla-cookie', 1, '2023-06-03', 1),
  (7, 's3', 2, NULL, 1, '2023-06-03', 1),
  (8, 's3', 9, 'chocolate-box', 0, '2023-06-03', 1),
  (9, 's3', 9, 'chocolate-box', 1, '2023-06-03', 2),
  (10, 's3', NULL, NULL, 1, '2023-06-03', 3),
  (11, 's4', 9, 'chocolate-box', 1, '2023-06-03', NULL);

CREATE TABLE customer_support_tickets (
  id INTEGER PRIMARY KEY AUTOINCREMENT, customer_id INTEGER NOT NULL, order_id INTEGER,
  subject TEXT NOT NULL, message TEXT NOT NULL, category TEXT DEFAULT 'general',
  priority TEXT DEFAULT 'normal', status TEXT DEFAULT 'open', attachments TEXT,
  assigned_admin_id INTEGER, created_at TEXT DEFAULT CURRENT_TIMESTAMP,
  updated_at TEXT DEFAULT CURRENT_TIMESTAMP, resolved_at TEXT, closed_at TEXT, last_reply_at TEXT,
  last_reply_by TEXT);
INSERT INTO customer_support_tickets VALUES
  (1, 1, 1, 'أين الطلب؟', 'Where is it?' || char(10) || char(7) || 'Please.', 'delivery', 'high',
    'resolved', '["a.png"]', 1, '2023-06-05 10:00:00', '2023-06-06 10:00:00',
    '2023-06-06 10:00:00', NULL, '2023-06-06 09:00:00', 'admin'),
  (2, 2, NULL, 'Lost', 'x', 'general', 'normal', 'open', NULL, NULL, '2023-06-05', NULL, NULL, NULL,
    NULL, NULL),
  (3, 3, 4, 'Order not here', 'x', 'order', 'low', 'open', '[]', 3, '2023-06-05', NULL, NULL,
    NULL, NULL, NULL),
  (4, 3, NULL, 'Odd', 'x', 'billing', 'normal', 'open', NULL, NULL, '2023-06-05', NULL, NULL,
    NULL, NULL, NULL),
  (5, 3, NULL, 'Empty', '  ', 'general', 'normal', 'open', NULL, NULL, '2023-06-05', NULL, NULL,
    NULL, NULL, NULL);

CREATE TABLE customer_ticket_replies (
  id INTEGER PRIMARY KEY AUTOINCREMENT, ticket_id INTEGER NOT NULL, author_type TEXT NOT NULL,
  author_id INTEGER NOT NULL, author_name TEXT, message TEXT NOT NULL, attachments TEXT,
  is_internal INTEGER DEFAULT 0, created_at TEXT DEFAULT CURRENT_TIMESTAMP);
INSERT INTO customer_ticket_replies VALUES
  (1, 1, 'admin', 1, 'Sara', 'On its way', NULL, 0, '2023-06-05 11:00:00'),
  (2, 1, 'admin', 4, 'Sara', 'He always asks', NULL, 1, '2023-06-05 11:01:00'),
  (3, 1, 'customer', 1, 'Mona', 'Thanks', NULL, 0, '2023-06-05 12:00:00'),
  (4, 1, 'customer', 3, 'Noor', 'Mine too', NULL, 0, '2023-06-05 12:00:00'),
  (5, 2, 'customer', 2, 'Mona', 'Lost', NULL, 0, '2023-06-05 12:00:00'),
  (6, 1, 'admin', 3, 'Nobody', 'Hello', NULL, 0, '2023-06-05 12:00:00'),
  (7, 1, 'customer', 1, 'Mona', 'Secretly', NULL, 1, '2023-06-05 12:00:00'),
  (8, 1, 'robot', 1, 'Bot', 'Beep', NULL, 0, '2023-06-05 12:00:00');
