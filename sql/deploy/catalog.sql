-- SPDX-License-Identifier: MIT
-- Deploy crumbled:catalog to mysql
-- requires: files
--
-- What the shop sells. Nothing here is removed once it was sold: it is marked deleted. New tables
-- only: locks nothing that is in use.

CREATE TABLE IF NOT EXISTS product_types (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  name VARCHAR(100) NOT NULL COMMENT 'Name in English; pricing categories refer to it',
  slug VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
    COMMENT 'Name in addresses of pages',
  description TEXT NULL COMMENT 'Text in English',
  is_active BOOLEAN NOT NULL DEFAULT 1 COMMENT '0: not in the shop',
  version INT UNSIGNED NOT NULL DEFAULT 1
    COMMENT 'Rises with every edit; an edit names the version it saw',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  updated_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP
    COMMENT 'When the row last changed (UTC)',
  deleted_at DATETIME NULL
    COMMENT 'When staff deleted it (UTC); it keeps its unique names; NULL: not deleted',
  PRIMARY KEY (id),
  UNIQUE KEY product_types_name (name),
  UNIQUE KEY product_types_slug (slug),
  KEY product_types_active (is_active, deleted_at)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Kinds of products: cookies, packs, bundles, digital goods';

CREATE TABLE IF NOT EXISTS products (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  product_type_id BIGINT UNSIGNED NOT NULL COMMENT 'Its type',
  name VARCHAR(255) NOT NULL COMMENT 'Name in English',
  slug VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
    COMMENT 'Name in addresses of pages',
  description TEXT NULL COMMENT 'Text in English',
  base_price DECIMAL(10,2) NOT NULL COMMENT 'Price that sale and tier prices compare to',
  image_url VARCHAR(500) NULL COMMENT 'Main picture',
  is_active BOOLEAN NOT NULL DEFAULT 1 COMMENT '0: not in the shop',
  original_price DECIMAL(10,2) NULL COMMENT 'Price shown beside a sale; NULL: base_price',
  sale_price DECIMAL(10,2) NULL COMMENT 'Price while its sale is on; NULL: no sale',
  sale_start_date DATETIME NULL COMMENT 'First moment of the sale (UTC)',
  sale_end_date DATETIME NULL COMMENT 'First moment after the sale (UTC)',
  is_on_sale BOOLEAN NOT NULL DEFAULT 0
    COMMENT 'For lists, set by the job sales; without dates it is the sale itself',
  current_price DECIMAL(10,2) NOT NULL DEFAULT (base_price)
    COMMENT 'What everybody pays at its base price now; lists sort and filter by it',
  version INT UNSIGNED NOT NULL DEFAULT 1
    COMMENT 'Rises with every edit; an edit names the version it saw',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  updated_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP
    COMMENT 'When the row last changed (UTC)',
  deleted_at DATETIME NULL
    COMMENT 'When staff deleted it (UTC); it keeps its unique names; NULL: not deleted',
  PRIMARY KEY (id),
  UNIQUE KEY products_slug (slug),
  KEY products_type (product_type_id, is_active, deleted_at, id),
  KEY products_listed (is_active, deleted_at, id),
  KEY products_price (current_price, id),
  KEY products_name (name, id),
  KEY products_is_on_sale (is_on_sale),
  KEY products_sale_start_date (sale_start_date),
  KEY products_sale_end_date (sale_end_date),
  CONSTRAINT products_product_type_fk FOREIGN KEY (product_type_id)
    REFERENCES product_types (id) ON DELETE RESTRICT,
  CONSTRAINT products_prices_check
    CHECK (base_price >= 0 AND original_price >= 0 AND sale_price >= 0),
  CONSTRAINT products_sale_dates_check CHECK (sale_start_date < sale_end_date)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='What is sold, apart from packs; its instances are what goes into a cart';

CREATE TABLE IF NOT EXISTS cookie_pack (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  name VARCHAR(255) NOT NULL COMMENT 'Name in English',
  slug VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
    COMMENT 'Name in addresses of pages',
  description TEXT NULL COMMENT 'Text in English',
  count INT UNSIGNED NOT NULL COMMENT 'How many cookies it holds',
  max_per_flavor INT UNSIGNED NULL COMMENT 'Most cookies of one flavor; NULL: as many as it holds',
  min_flavors INT UNSIGNED NULL COMMENT 'Least number of different flavors; NULL: one',
  base_price DECIMAL(10,2) NOT NULL COMMENT 'Price that tier prices compare to',
  image_url VARCHAR(500) NULL COMMENT 'Main picture',
  is_active BOOLEAN NOT NULL DEFAULT 1 COMMENT '0: not in the shop',
  version INT UNSIGNED NOT NULL DEFAULT 1
    COMMENT 'Rises with every edit; an edit names the version it saw',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  updated_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP
    COMMENT 'When the row last changed (UTC)',
  deleted_at DATETIME NULL
    COMMENT 'When staff deleted it (UTC); it keeps its unique names; NULL: not deleted',
  PRIMARY KEY (id),
  UNIQUE KEY cookie_pack_slug (slug),
  KEY cookie_pack_listed (is_active, deleted_at, id),
  CONSTRAINT cookie_pack_price_check CHECK (base_price >= 0),
  CONSTRAINT cookie_pack_count_check CHECK (count > 0),
  CONSTRAINT cookie_pack_max_per_flavor_check CHECK (max_per_flavor BETWEEN 1 AND count),
  CONSTRAINT cookie_pack_min_flavors_check CHECK (min_flavors BETWEEN 1 AND count)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Packs of a number of cookies whose flavors the customer chooses';

CREATE TABLE IF NOT EXISTS flavors (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  name VARCHAR(100) NOT NULL COMMENT 'Name in English',
  slug VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
    COMMENT 'Name in addresses of pages',
  description TEXT NULL COMMENT 'Text in English',
  category VARCHAR(100) NULL COMMENT 'Group such as Chocolate; pricing categories refer to it',
  image_url VARCHAR(500) NULL COMMENT 'Main picture',
  is_active BOOLEAN NOT NULL DEFAULT 1 COMMENT '0: not in the shop',
  version INT UNSIGNED NOT NULL DEFAULT 1
    COMMENT 'Rises with every edit; an edit names the version it saw',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  updated_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP
    COMMENT 'When the row last changed (UTC)',
  deleted_at DATETIME NULL
    COMMENT 'When staff deleted it (UTC); it keeps its unique names; NULL: not deleted',
  PRIMARY KEY (id),
  UNIQUE KEY flavors_name (name),
  UNIQUE KEY flavors_slug (slug),
  KEY flavors_listed (is_active, deleted_at, id),
  KEY flavors_category (category)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Flavors of cookies';

CREATE TABLE IF NOT EXISTS flavor_images (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  flavor_id BIGINT UNSIGNED NOT NULL COMMENT 'The flavor',
  image_url VARCHAR(500) NOT NULL COMMENT 'The picture',
  is_primary BOOLEAN NULL COMMENT '1: the main one, at most one a flavor; NULL: not',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY flavor_images_primary (flavor_id, is_primary),
  CONSTRAINT flavor_images_flavor_fk FOREIGN KEY (flavor_id)
    REFERENCES flavors (id) ON DELETE CASCADE,
  CONSTRAINT flavor_images_primary_check CHECK (is_primary = 1)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Pictures of a flavor, oldest first';

CREATE TABLE IF NOT EXISTS sizes (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  name VARCHAR(50) NOT NULL COMMENT 'Name in English, such as Mini; pricing categories refer to it',
  description TEXT NULL COMMENT 'Text in English',
  is_active BOOLEAN NOT NULL DEFAULT 1 COMMENT '0: not in the shop',
  version INT UNSIGNED NOT NULL DEFAULT 1
    COMMENT 'Rises with every edit; an edit names the version it saw',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  updated_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP
    COMMENT 'When the row last changed (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY sizes_name (name)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Sizes of cookies';

CREATE TABLE IF NOT EXISTS product_instance (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  product_type ENUM('cookie', 'pack', 'bundle', 'digital') NOT NULL
    COMMENT 'How it is priced, baked and delivered',
  product_id BIGINT UNSIGNED NULL COMMENT 'The product; NULL for packs',
  cookie_pack_id BIGINT UNSIGNED NULL COMMENT 'The pack; NULL for products',
  size_id BIGINT UNSIGNED NULL COMMENT 'The size; NULL: has none',
  file_id BIGINT UNSIGNED NULL COMMENT 'The file that a digital good delivers',
  base_price DECIMAL(10,2) NOT NULL COMMENT 'Price before sales, tiers and chosen flavors',
  is_active BOOLEAN NOT NULL DEFAULT 1 COMMENT '0: not in the shop',
  version INT UNSIGNED NOT NULL DEFAULT 1
    COMMENT 'Rises with every edit; an edit names the version it saw',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  updated_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP
    COMMENT 'When the row last changed (UTC)',
  PRIMARY KEY (id),
  KEY product_instance_product (product_id, is_active, size_id),
  KEY product_instance_pack (cookie_pack_id, is_active, size_id),
  KEY product_instance_size (size_id),
  KEY product_instance_file (file_id),
  CONSTRAINT product_instance_product_fk FOREIGN KEY (product_id)
    REFERENCES products (id) ON DELETE RESTRICT,
  CONSTRAINT product_instance_pack_fk FOREIGN KEY (cookie_pack_id)
    REFERENCES cookie_pack (id) ON DELETE RESTRICT,
  CONSTRAINT product_instance_size_fk FOREIGN KEY (size_id)
    REFERENCES sizes (id) ON DELETE RESTRICT,
  CONSTRAINT product_instance_file_fk FOREIGN KEY (file_id)
    REFERENCES files (id) ON DELETE RESTRICT,
  CONSTRAINT product_instance_owner_check
    CHECK ((product_id IS NULL) <> (cookie_pack_id IS NULL) AND (product_type = 'pack') =
    (cookie_pack_id IS NOT NULL)),
  CONSTRAINT product_instance_file_check CHECK (file_id IS NULL OR product_type = 'digital'),
  CONSTRAINT product_instance_price_check CHECK (base_price >= 0)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='What can be bought: a product or pack in a size, at a price';

CREATE TABLE IF NOT EXISTS product_instance_flavor (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  product_instance_id BIGINT UNSIGNED NOT NULL COMMENT 'The instance',
  flavor_id BIGINT UNSIGNED NOT NULL COMMENT 'The flavor',
  flavor_name VARCHAR(100) NOT NULL COMMENT 'Copy of the flavor''s name; written with it',
  size_id BIGINT UNSIGNED NULL COMMENT 'Size of these cookies; NULL: that of the instance',
  size_name VARCHAR(50) NULL COMMENT 'Copy of the size''s name; written with it',
  quantity INT UNSIGNED NOT NULL DEFAULT 1
    COMMENT 'Bundle: how many are inside; cookie: 1; pack: 1, the row allows the flavor',
  price_adjustment DECIMAL(10,2) NOT NULL DEFAULT 0.00
    COMMENT 'Added to the price for each cookie of this flavor; may be negative',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY product_instance_flavor_choice (product_instance_id, flavor_id, size_id),
  KEY product_instance_flavor_flavor (flavor_id),
  KEY product_instance_flavor_size (size_id),
  CONSTRAINT product_instance_flavor_instance_fk FOREIGN KEY (product_instance_id)
    REFERENCES product_instance (id) ON DELETE CASCADE,
  CONSTRAINT product_instance_flavor_flavor_fk FOREIGN KEY (flavor_id)
    REFERENCES flavors (id) ON DELETE RESTRICT,
  CONSTRAINT product_instance_flavor_size_fk FOREIGN KEY (size_id)
    REFERENCES sizes (id) ON DELETE RESTRICT,
  CONSTRAINT product_instance_flavor_quantity_check CHECK (quantity > 0)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Flavors of an instance: what it consists of, or what a pack allows';

CREATE TABLE IF NOT EXISTS translations (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the row; gives no right by itself',
  entity ENUM('product_type', 'product', 'cookie_pack', 'flavor', 'size', 'city', 'zone',
    'time_slot') NOT NULL
    COMMENT 'What is translated',
  entity_id BIGINT UNSIGNED NOT NULL COMMENT 'Which one; several tables, so no foreign key',
  language CHAR(2) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
    COMMENT 'Language of this row, ISO 639-1',
  name VARCHAR(255) NOT NULL COMMENT 'Its name in that language',
  description TEXT NULL COMMENT 'Its text in that language; NULL: the English one',
  version INT UNSIGNED NOT NULL DEFAULT 1
    COMMENT 'Rises with every edit; an edit names the version it saw',
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'When the row was made (UTC)',
  updated_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP
    COMMENT 'When the row last changed (UTC)',
  PRIMARY KEY (id),
  UNIQUE KEY translations_text (entity, entity_id, language)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
  COMMENT='Names and descriptions in other languages than English';
