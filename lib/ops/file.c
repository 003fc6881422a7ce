/* SPDX-License-Identifier: MIT */
#include "ops/file.h"

#include "base/buf.h"
#include "base/config.h"
#include "base/crypto.h"
#include "base/media.h"
#include "base/picture.h"
#include "base/rand.h"
#include "base/str.h"
#include "db/db.h"
#include "db/page.h"
#include "ops/audit.h"
#include "ops/reencode.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define PAGE_MAX 100
#define SWEEP_SECS 86400
#define SWEEP_NAMES 200			/* looked up at once */

#define FILE_COLUMNS                                                                               \
	"SELECT id, size_bytes, admin_user_id, created_at, original_name, media_type, "            \
	"storage_key, LOWER(HEX(sha256)) AS sha256, width, height FROM files "
#define FILE_GOODS FILE_COLUMNS "WHERE purpose = 'digital_good' "
SQL_HOT(q_list, FILE_GOODS "AND id < ? ORDER BY id DESC LIMIT ?");
SQL_HOT(q_get, FILE_GOODS "AND id = ?");
SQL_HOT(q_by_key, FILE_COLUMNS "WHERE storage_key = ?");
SQL(q_insert,
	"INSERT INTO files (purpose, sha256, size_bytes, media_type, storage_key, original_name, "
	"width, height, customer_id, admin_user_id, created_at) "
	"VALUES (?, UNHEX(?), ?, ?, ?, ?, ?, ?, ?, ?, ?)");
SQL(q_remove, "DELETE FROM files WHERE id = ?");
SQL_HOT(q_forget, "DELETE FROM files WHERE customer_id = ?");
/* Of these names, those that no row has. */
SQL_HOT(q_orphans,
	"SELECT n.name FROM JSON_TABLE(?, '$[*]' COLUMNS (name VARCHAR(255) CHARACTER SET utf8mb4 "
	"COLLATE utf8mb4_bin PATH '$')) AS n LEFT JOIN files fi ON fi.storage_key = n.name "
	"WHERE fi.id IS NULL LIMIT 200");

static const struct col file_cols[] = {
	COL(struct file, id), COL(struct file, size_bytes), COL(struct file, admin_user_id),
	COL_TIME(struct file, created_at), COL(struct file, original_name),
	COL(struct file, media_type), COL(struct file, storage_key), COL(struct file, sha256),
	COL(struct file, width), COL(struct file, height),
};
struct orphan { const char *name; };
static const struct col orphan_cols[] = { COL(struct orphan, name) };

static const char *
path_of(struct ctx *cx, const char *folder, const char *name)
{
	return arena_fmt(cx->mem, "%s/%s/%s", cx->config->files_dir, folder, name);
}

static enum err
disk_fails(struct ctx *cx, const char *what)
{
	return fail(cx, E_INTERNAL, "files_dir: %s: %s", what, strerror(errno));
}

/* ---- taking ---- */

struct taking {
	const struct file_new *new;
	file_entering *enter;
	void *arg;
	struct file file;
};

/* The web server numbers what it writes: no other name is opened, wherever it is said to lie. */
static const char *
incoming_name(const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;

	return *name && strspn(name, "0123456789") == strlen(name) ? name : NULL;
}

/* It is shown to customers, and their browsers save under it. */
static enum err
check_name(struct ctx *cx, const char *name)
{
	if (strpbrk(name, "/\\") || *name == '.')
		return fail_at(cx, E_INVALID, "name", "a path, or hidden");
	return OK;
}

static enum err
weigh(struct ctx *cx, int fd, struct taking *t)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return disk_fails(cx, "stat");
	if (!S_ISREG(st.st_mode) || st.st_nlink != 1)
		return fail(cx, E_INTERNAL, "what arrived is no file of its own");
	if (st.st_size == 0)
		return fail_at(cx, E_INVALID, "content", "nothing in it");
	if (st.st_size > t->new->max_bytes)
		return fail(cx, E_TOO_LARGE, "%lld bytes", (long long)st.st_size);
	return OK;
}

/* What will be kept of it: how large, what, and which bytes.  They are on the disk then. */
static enum err
describe(struct ctx *cx, int fd, struct taking *t)
{
	char first[MEDIA_BYTES];
	struct hash hash;
	struct stat st;
	ssize_t n = pread(fd, first, sizeof first, 0);

	if (n < 0 || !sha256_file(fd, &hash) || fsync(fd) != 0 || fstat(fd, &st) != 0)
		return disk_fails(cx, "read or flush");
	t->file.size_bytes = st.st_size;
	t->file.media_type = media_type(first, (size_t)n);
	t->file.sha256 = hex_text(cx->mem, hash.b, HASH_BYTES);
	return OK;
}

static enum err
inspect(struct ctx *cx, int fd, struct taking *t)
{
	TRY(weigh(cx, fd, t));
	TRY(describe(cx, fd, t));
	if (t->new->media_type && !str_eq(t->file.media_type, t->new->media_type))
		return fail_at(cx, E_INVALID, "content", "%s, not %s", t->file.media_type,
		               t->new->media_type);
	return OK;
}

static bool
flush_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return ok;
}

/* Gives it its name for good. */
static enum err
move(struct ctx *cx, const char *name, const char *to)
{
	if (rename(path_of(cx, "incoming", name), to) != 0)
		return disk_fails(cx, "rename");
	return OK;
}

/* What was sent stays where it is, and goes with its request. */
static enum err
make_anew(struct ctx *cx, int in, int out, struct taking *t)
{
	struct picture_size size;

	TRY(weigh(cx, in, t));
	TRY(reencode(cx, in, out, &size));
	TRY(describe(cx, out, t));
	/* It came out of a process that a stranger's bytes went through. */
	if (!str_eq(t->file.media_type, PICTURE_TYPE) || t->file.size_bytes > PICTURE_OUT_BYTES)
		return fail(cx, E_PICTURE_BROKEN, "%s came out", t->file.media_type);
	t->file.width = size.width;
	t->file.height = size.height;
	return OK;
}

static enum err
store_anew(struct ctx *cx, int in, const char *to, struct taking *t)
{
	int out = open(to, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	enum err e;

	if (out < 0)
		return disk_fails(cx, "create");
	e = make_anew(cx, in, out, t);
	close(out);
	return e;
}

static const char *
folder_of(enum file_kind kind)
{
	return kind == FILE_PICTURE ? "pictures" : "stored";
}

/* Brings it under its name for good; on failure, nothing is left under it. */
static enum err
store(struct ctx *cx, const char *incoming, struct taking *t)
{
	const char *folder = folder_of(t->new->kind);
	int in = open(path_of(cx, "incoming", incoming), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	const char *to;
	uint8_t key[16];
	enum err e;

	if (in < 0)
		return disk_fails(cx, "open");
	rand_bytes(key, sizeof key);
	t->file.storage_key = hex_text(cx->mem, key, sizeof key);
	to = path_of(cx, folder, t->file.storage_key);
	if (t->new->kind != FILE_AS_SENT)
		e = store_anew(cx, in, to, t);
	else if ((e = inspect(cx, in, t)) == OK)
		e = move(cx, incoming, to);
	close(in);
	if (e == OK && !flush_folder(path_of(cx, folder, "")))
		e = disk_fails(cx, "flush");
	if (e != OK)
		unlink(to);
	return e;
}

static const char *
as_json(struct ctx *cx, const struct file *f)
{
	struct buf b = buf_in(cx->mem, 4096);

	buf_str(&b, "{\"original_name\":");
	buf_json(&b, f->original_name);
	buf_fmt(&b, ",\"media_type\":\"%s\",\"size_bytes\":%lld,\"sha256\":\"%s\"}", f->media_type,
	        (long long)f->size_bytes, f->sha256);
	return b.data;
}

enum err
file_enter(struct ctx *cx, const struct file_new *new, struct file *f, bool *ret_is_new)
{
	enum err e = db_insert(cx, &q_insert, &f->id, STR(new->purpose), STR(f->sha256),
	                       I64(f->size_bytes), STR(f->media_type), STR(f->storage_key),
	                       STR(f->original_name), ID(f->width), ID(f->height),
	                       ID(new->customer_id), ID(new->admin_user_id),
	                       TIME(f->created_at));

	*ret_is_new = e != E_DUPLICATE;
	/* Nobody else has that key. */
	return *ret_is_new ? e : db_one(cx, &q_by_key, file_cols, f, STR(f->storage_key));
}

static enum err
enter(struct ctx *cx, void *arg)
{
	struct taking *t = arg;

	return t->enter(cx, t->arg, &t->file);
}

enum err
file_take_new(struct ctx *cx, const char *path, const struct file_new *new, file_entering *entering,
              void *arg, struct file *ret)
{
	struct taking t = {
		.new = new, .enter = entering, .arg = arg,
		.file = { .original_name = new->name, .admin_user_id = new->admin_user_id,
		          .created_at = cx->now },
	};
	const char *incoming = incoming_name(path);
	enum err e;

	if (!cx->config->files_dir)
		return fail(cx, E_UNAVAILABLE, "files_dir is not configured");
	if (!incoming)
		return fail(cx, E_INTERNAL, "not a file that the web server has written");
	if (new->name)
		TRY(check_name(cx, new->name));
	TRY(store(cx, incoming, &t));
	e = db_transaction(cx, DB_AGAIN, enter, &t);
	if (e != OK && e != E_OUTCOME_UNKNOWN)
		file_unlink(cx, new->kind, t.file.storage_key);
	TRY(e);
	*ret = t.file;
	return OK;
}

const char *
file_picture_url(struct ctx *cx, const struct file *f)
{
	return arena_fmt(cx->mem, FILE_PICTURES "%s", f->storage_key);
}

static enum err
enter_good(struct ctx *cx, void *arg, struct file *f)
{
	bool is_new;

	TRY(file_enter(cx, arg, f, &is_new));
	return is_new ? audit_write(cx, "file.add", "files", f->id, NULL, as_json(cx, f), NULL) : OK;
}

enum err
file_take(struct ctx *cx, const char *path, const char *name, struct file *ret)
{
	struct file_new new = {
		.purpose = "digital_good", .name = name, .max_bytes = FILE_BYTES,
		.admin_user_id = cx->actor.id,
	};

	return file_take_new(cx, path, &new, enter_good, &new, ret);
}

/* ---- looking and removing ---- */

enum err
file_list(struct ctx *cx, const char *cursor, int32_t limit, struct file_list *ret)
{
	struct page_from from;

	TRY(cursor_read(cx, cursor, &from));
	TRY(db_all(cx, &q_list, file_cols, &ret->items, &ret->items_n, PAGE_MAX + 1,
	           I64(from.id ? from.id : INT64_MAX), I32(limit + 1)));
	if (page_cut(&ret->items_n, limit))
		ret->next_cursor = cursor_text(cx, NULL, ret->items[limit - 1].id);
	return OK;
}

enum err
file_get(struct ctx *cx, int64_t id, struct file *ret)
{
	return db_one(cx, &q_get, file_cols, ret, I64(id));
}

enum err
file_delete(struct ctx *cx, int64_t id)
{
	int64_t changed;

	TRY(db_exec(cx, &q_remove, &changed, I64(id)));
	return changed == 1 ? OK : fail(cx, E_NOT_FOUND, "file %lld", (long long)id);
}

void
file_unlink(struct ctx *cx, enum file_kind kind, const char *storage_key)
{
	if (cx->config->files_dir)
		unlink(path_of(cx, folder_of(kind), storage_key));
}

/* Whatever refers to the file keeps it: the foreign keys say so. */
static enum err
delete_row(struct ctx *cx, void *arg)
{
	struct file *f = arg;
	enum err e;

	TRY(file_get(cx, f->id, f));
	e = file_delete(cx, f->id);
	if (e == E_LIMIT)
		return fail(cx, E_FILE_USED, "file %lld", (long long)f->id);
	TRY(e);
	return audit_write(cx, "file.remove", "files", f->id, as_json(cx, f), NULL, NULL);
}

enum err
file_remove(struct ctx *cx, int64_t id)
{
	struct file f = { .id = id };

	TRY(db_transaction(cx, DB_ONCE, delete_row, &f));
	file_unlink(cx, FILE_AS_SENT, f.storage_key);
	return OK;
}

enum err
file_forget(struct ctx *cx, int64_t customer_id)
{
	return db_exec(cx, &q_forget, NULL, I64(customer_id));
}

/* ---- what a crash left ---- */

struct sweep {
	DIR *dir;
	const char *letters;		/* of the names that are ours */
	int64_t before;			/* younger ones may still be somebody's */
	int32_t left;			/* how many more this step may remove */
};

/* The next file that is old enough; NULL after the last. */
static const char *
next_old(struct sweep *w)
{
	struct dirent *entry;
	struct stat st;

	while ((entry = readdir(w->dir)))
		if (strspn(entry->d_name, w->letters) == strlen(entry->d_name) &&
		    fstatat(dirfd(w->dir), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
		    S_ISREG(st.st_mode) && st.st_mtime < w->before)
			return entry->d_name;
	return NULL;
}

static void
drop(struct sweep *w, const char *name)
{
	if (w->left > 0 && unlinkat(dirfd(w->dir), name, 0) == 0)
		w->left--;
}

static enum err
sweep_incoming(struct ctx *cx, struct sweep *w)
{
	const char *name;
	(void)cx;

	while (w->left > 0 && (name = next_old(w)))
		drop(w, name);
	return OK;
}

static enum err
drop_orphans(struct ctx *cx, struct sweep *w, const char *names)
{
	struct orphan *list;
	size_t n;

	TRY(db_all(cx, &q_orphans, orphan_cols, &list, &n, SWEEP_NAMES, STR(names)));
	for (size_t i = 0; i < n; i++)
		drop(w, list[i].name);
	return OK;
}

static enum err
sweep_stored(struct ctx *cx, struct sweep *w)
{
	struct buf names = buf_in(cx->mem, SWEEP_NAMES * 300);
	const char *name;

	do {
		names.len = 0;
		for (int n = 0; n < SWEEP_NAMES && (name = next_old(w)); n++) {
			buf_char(&names, n ? ',' : '[');
			buf_json(&names, name);
		}
		if (names.len == 0)
			return OK;
		buf_char(&names, ']');
		BUG_ON(names.full);
		TRY(drop_orphans(cx, w, names.data));
	} while (w->left > 0);
	return OK;
}

static enum err
sweep_folder(struct ctx *cx, const char *folder, const char *letters, int32_t *left,
             enum err (*sweep)(struct ctx *, struct sweep *))
{
	struct sweep w = {
		.dir = opendir(path_of(cx, folder, "")), .letters = letters,
		.before = cx->now - SWEEP_SECS, .left = *left,
	};
	enum err e;

	if (!w.dir)
		return disk_fails(cx, folder);
	e = sweep(cx, &w);
	closedir(w.dir);
	*left = w.left;
	return e;
}

enum err
file_sweep_step(struct ctx *cx, int32_t max, int32_t *ret_done)
{
	int32_t left = max;

	*ret_done = 0;
	if (!cx->config->files_dir)
		return OK;
	TRY(sweep_folder(cx, "incoming", "0123456789", &left, sweep_incoming));
	TRY(sweep_folder(cx, "stored", "0123456789abcdef", &left, sweep_stored));
	TRY(sweep_folder(cx, "pictures", "0123456789abcdef", &left, sweep_stored));
	*ret_done = max - left;
	return OK;
}
