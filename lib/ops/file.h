/* SPDX-License-Identifier: MIT */
/* Uploaded files: what is known of each; the bytes lie in a folder.
 *
 * Owns      files.
 * Rules     The row says whether there is a file: bytes without one are nobody's, are never served,
 *           and are swept away.
 * See       identity/erasure.h */
#ifndef OPS_FILE_H
#define OPS_FILE_H

#include "base/ctx.h"

/* All that an erased customer uploaded go. */
enum err file_forget(struct ctx *cx, int64_t customer_id) MUST_CHECK;

#endif
