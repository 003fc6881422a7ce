/* SPDX-License-Identifier: MIT */
/* Files: what staff uploaded for sale, people attached to messages, and pictures; where the bytes lie.
 *
 * Owns      files; the folder files_dir of the configuration: incoming/, into which the web server
 *           writes what arrives, stored/, and pictures/, which anybody may fetch who knows a name.
 * Rules     A stored file never changes.  Its name on the disk is random; the one it had with its
 *           owner is only ever shown.  What it is, its first bytes say.
 *           Of a picture only a new one is kept (ops/reencode.h), and no name; one that not everybody
 *           may see lies in stored/, too.
 *           First the bytes, flushed and under their name, then the row: a crash may leave bytes
 *           without a row, which file_sweep_step removes, and never a row without bytes.
 * Does not  send them (the web server does, fcgi/web/sent_file.h) or know who may have them:
 *           attachments are support/attachment.h's, pictures of deliveries dispatch/photo.h's.
 * See       fcgi/api/admin_file.c, tests/http/file_test.c, tests/e2e/downloads.test.mjs */
#ifndef OPS_FILE_H
#define OPS_FILE_H

#include "base/ctx.h"
#include <stddef.h>

#define FILE_BYTES (512LL * 1024 * 1024)	/* as in nginx/upload.conf */
#define FILE_NAME_MAX 255
#define FILE_PICTURES "/pictures/"	/* as in nginx/nginx.conf.in: addresses of pictures */

struct file {
	int64_t id, size_bytes, admin_user_id, created_at;
	const char *original_name, *media_type, *storage_key;
	const char *sha256;		/* 64 hexadecimal digits */
	int32_t width, height;		/* of a picture; else 0 */
};

/* What is kept of it, and where. */
enum file_kind {
	FILE_AS_SENT,			/* in stored/: digital goods, attachments */
	FILE_PICTURE,			/* made anew, in pictures/ */
	FILE_PRIVATE_PICTURE,		/* made anew, in stored/ */
};

/* What is about to be taken over. */
struct file_new {
	const char *purpose;		/* as in files.purpose */
	enum file_kind kind;
	const char *name;		/* that it had with its owner; NULL: a picture's */
	const char *media_type;		/* that its first bytes have to say; NULL: any */
	int64_t max_bytes;
	int64_t customer_id, admin_user_id;	/* who uploaded it; 0: another */
};
struct file_list { struct file *items; size_t items_n; const char *next_cursor; };

/* Takes over what the web server put at that path of incoming/, as a digital good.  E_INVALID naming
 * "name" or "content", E_TOO_LARGE.  Commits by itself; what it refuses stays where it is, and goes
 * with its request. */
enum err file_take(struct ctx *cx, const char *path, const char *name, struct file *ret) MUST_CHECK;

/* The same for any purpose; enter(cx, arg, f) writes, in a transaction of its own, whatever belongs
 * with the file, and calls file_enter for the row.  *is_new is false when the row and all that belongs
 * with it is there already, because an earlier COMMIT arrived. */
typedef enum err file_entering(struct ctx *cx, void *arg, struct file *f);
enum err file_take_new(struct ctx *cx, const char *path, const struct file_new *new,
                       file_entering *enter, void *arg, struct file *ret) MUST_CHECK;
enum err file_enter(struct ctx *cx, const struct file_new *new, struct file *f,
                    bool *ret_is_new) MUST_CHECK;

/* The address a picture has on the shop's host; whoever knows it may see it. */
const char *file_picture_url(struct ctx *cx, const struct file *f);

/* Digital goods, newest first; `limit` at most 100. */
enum err file_list(struct ctx *cx, const char *cursor, int32_t limit,
                   struct file_list *ret) MUST_CHECK;
enum err file_get(struct ctx *cx, int64_t id, struct file *ret) MUST_CHECK;

/* E_FILE_USED while something is sold with it, or was.  Commits by itself. */
enum err file_remove(struct ctx *cx, int64_t id) MUST_CHECK;

/* In the caller's transaction: the row of a file.  E_NOT_FOUND when it is gone already. */
enum err file_delete(struct ctx *cx, int64_t id) MUST_CHECK;
/* After it: the bytes.  What cannot be removed now is an orphan, which the sweep finds. */
void file_unlink(struct ctx *cx, enum file_kind kind, const char *storage_key);

/* All that an erased customer uploaded go; their bytes are orphans, which the sweep finds.  In the
 * transaction of the erasure. */
enum err file_forget(struct ctx *cx, int64_t customer_id) MUST_CHECK;

/* A step of the job `purge`: removes at most max files that a crash left, after a day. */
enum err file_sweep_step(struct ctx *cx, int32_t max, int32_t *ret_done) MUST_CHECK;

#endif
