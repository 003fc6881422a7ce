/* SPDX-License-Identifier: MIT */
/* The file that a digital good delivers.
 *
 * Owns      product_instance.file_id.
 * Rules     Only a digital thing has one, and none is sold without (sale/cart.h).  It is replaced, never
 *           taken away: what was ordered can always be delivered.  Who paid keeps the file of that
 *           moment (sale/delivery.h).
 * See       fcgi/api/admin_file.c, tests/http/file_test.c */
#ifndef CATALOG_INSTANCE_FILE_H
#define CATALOG_INSTANCE_FILE_H

#include "base/ctx.h"

struct instance_file { int64_t product_instance_id, file_id; int32_t version; };

/* E_NOT_FOUND for no such instance; E_INVALID naming "file_id" for no such file, or for a thing that
 * is not digital; E_CONFLICT when `version` (0: any) is no longer the instance's. */
enum err instance_file_set(struct ctx *cx, int64_t instance_id, int64_t file_id, int32_t version,
                           struct instance_file *ret) MUST_CHECK;

#endif
