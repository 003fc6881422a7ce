/* SPDX-License-Identifier: MIT */
#include "support/digital.h"

#include "base/str.h"
#include "support/order.h"
#include "support/staff.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CASHIER = 5, UPLOADER = 6 };

static char folder[40];
static const char *const parts[] = { "incoming", "stored", "pictures" };
#define PARTS (sizeof parts / sizeof *parts)

int
digital_begin(void **state)
{
	struct shop *s;

	if (shop_begin(state) != 0)
		return -1;
	s = *state;
	snprintf(folder, sizeof folder, "/tmp/crumbled-files.XXXXXX");
	if (!mkdtemp(folder))
		return -1;
	s->config.files_dir = folder;
	s->config.picture_program = arena_fmt(s->cx.mem, "%s/crumbled-picture", getenv("CRUMBLED_BUILD"));
	for (size_t i = 0; i < PARTS; i++)
		if (mkdir(digital_path(s, parts[i], ""), 0700) != 0)
			return -1;
	return 0;
}

/* Calls fn, if there is one, for each file; how many there are. */
static int
each_file(struct shop *s, const char *part, int (*fn)(const char *))
{
	DIR *dir = opendir(digital_path(s, part, ""));
	struct dirent *entry;
	int n = 0;

	BUG_ON(!dir);
	while ((entry = readdir(dir))) {
		if (*entry->d_name == '.')
			continue;
		n++;
		if (fn)
			fn(digital_path(s, part, entry->d_name));
	}
	closedir(dir);
	return n;
}

int
digital_end(void **state)
{
	struct shop *s = *state;

	for (size_t i = 0; i < PARTS; i++) {
		each_file(s, parts[i], remove);
		rmdir(digital_path(s, parts[i], ""));
	}
	s->config.files_dir = s->config.picture_program = NULL;
	return rmdir(folder);
}

const char *
digital_path(struct shop *s, const char *part, const char *name)
{
	return arena_fmt(s->cx.mem, "%s/%s/%s", folder, part, name);
}

int
digital_files(struct shop *s, const char *part)
{
	return each_file(s, part, NULL);
}

const char *
digital_incoming(struct shop *s, const void *bytes, size_t n)
{
	static int serial;
	const char *path = digital_path(s, "incoming", arena_fmt(s->cx.mem, "%010d", ++serial));
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	BUG_ON(fd < 0 || write(fd, bytes, n) != (ssize_t)n);
	close(fd);
	return path;
}

void
upload_path(struct shop *s, const char *path, const char *query)
{
	if (path)
		s->extra = arena_fmt(s->cx.mem, "REQUEST_BODY_FILE=%s", path);
	request_raw(s, "POST", arena_fmt(s->cx.mem, "/api/v1/admin/files%s", query),
	            "application/octet-stream", NULL, 0);
}

int64_t
upload_text(struct shop *s, const char *name, const char *text)
{
	int who = s->who;

	as_staff(s, UPLOADER, "product_manager");
	upload_path(s, digital_incoming(s, text, strlen(text)),
	            arena_fmt(s->cx.mem, "?name=%s", name));
	expect_status(s, 201);
	as(s, who);
	return number_at(s, "id");
}

int64_t
digital_thing(struct shop *s, const char *name, const char *price)
{
	static int serial;

	sql_do(s, "INSERT INTO products (product_type_id, name, slug, base_price) "
	       "VALUES (4, '%s', 'digital-%d', %s)", name, ++serial, price);
	sql_do(s, "INSERT INTO product_instance (product_type, product_id, base_price) "
	       "SELECT 'digital', MAX(id), %s FROM products", price);
	return sql_number(s, "SELECT MAX(id) FROM product_instance");
}

int64_t
digital_recipe(struct shop *s, const char *price)
{
	int64_t thing = digital_thing(s, "Recipe", price);
	int64_t file = upload_text(s, "recipe.pdf", PDF);
	int who = s->who;

	as(s, UPLOADER);
	request(s, "PUT", arena_fmt(s->cx.mem, "/api/v1/admin/product-instances/%lld/file",
	                            (long long)thing), "{'file_id':%lld}", (long long)file);
	expect_status(s, 200);
	as(s, who);
	return thing;
}

int64_t
digital_order(struct shop *s, const char *total, int64_t first, int64_t second)
{
	static int serial;
	int64_t things[] = { first, second };

	for (int i = 0; i < 2 && things[i]; i++) {
		post(s, "/api/v1/cart/items", "{'product_instance_id':%lld,'quantity':1}",
		     (long long)things[i]);
		expect_status(s, 201);
	}
	const char *proof = shop_proof(s, DEMO_PHONE);
	once(s, arena_fmt(s->cx.mem, "digital-key-%010d", ++serial));
	post(s, "/api/v1/checkout", "{'name':'Mona Adel','phone':'" DEMO_PHONE "','proof':'%s',"
	     "'email':'mona@example.com','payment_method':'cash','expected_total':'%s'}", proof, total);
	expect_status(s, 201);
	return sql_number(s, "SELECT MAX(id) FROM orders");
}

void
digital_pay(struct shop *s, int64_t order, const char *amount)
{
	int who = s->who;

	as_staff(s, CASHIER, "order_manager");
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/payments", (long long)order),
	     "{'method':'cash','amount':'%s'}", amount);
	expect_status(s, 201);
	as(s, who);
}
