/* SPDX-License-Identifier: MIT */
#include "support/order.h"

#include "account/proof.h"
#include "base/str.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

static enum err
make_proof(struct ctx *cx, void *arg)
{
	const char **io = arg;

	return proof_make(cx, "guest_checkout", io[0], &io[1]);
}

const char *
shop_proof(struct shop *s, const char *phone)
{
	const char *io[2] = { phone, NULL };

	s->cx.db = s->db_shop;
	s->cx.now = shop_now();
	if (db_transaction(&s->cx, DB_ONCE, make_proof, io) != OK)
		fail_msg("no proof: %s", s->cx.why);
	return io[1];
}

void
shop_add_pack(struct shop *s)
{
	post(s, "/api/v1/cart/items", "{'product_instance_id':%d,'quantity':1,'flavors':["
	     "{'flavor_id':%d,'quantity':3},{'flavor_id':%d,'quantity':3}]}", DEMO_PACK_OF_6,
	     DEMO_CHOCOLATE_CHIP, DEMO_VANILLA);
	expect_status(s, 201);
}

char *
shop_checkout_body(struct shop *s, const char *proof, const char *phone, const char *total,
                   const char *with)
{
	char day[CLOCK_TEXT];
	struct day tomorrow = { clock_day(shop_now()).n + 1 };

	return quoted(s, "{%s'name':'Mona Adel','phone':'%s','proof':'%s','email':'mona@example.com',"
	              "'zone_id':%d,'address':'Street 5, Building 12','delivery_date':'%s',"
	              "'time_slot_id':%d,'payment_method':'cash','expected_total':'%s'}",
	              with, phone, proof, DEMO_MADINATY, day_text(tomorrow, day), DEMO_EVENING, total);
}

int64_t
shop_order(struct shop *s, const char *phone)
{
	static int serial;
	const char *proof = shop_proof(s, phone);

	shop_add_pack(s);
	once(s, arena_fmt(s->cx.mem, "order-key-%010d", ++serial));
	const char *body = shop_checkout_body(s, proof, phone, "365.00", "");
	request_raw(s, "POST", "/api/v1/checkout", "application/json", body, strlen(body));
	expect_status(s, 201);
	return sql_number(s, "SELECT MAX(id) FROM orders");
}

int
shop_parallel(struct shop *s, int n, bool (*fn)(struct shop *s, int i))
{
	pid_t pids[256];
	int yes = 0, status, go[2];
	char c;

	BUG_ON(n > 256 || pipe(go) != 0);
	/* Connections are not shared with children: each begins without. */
	db_drop(s->db_shop);
	db_drop(s->db_admin);
	db_drop(s->db_jobs);
	for (int i = 0; i < n; i++) {
		pids[i] = fork();
		BUG_ON(pids[i] < 0);
		if (pids[i] == 0) {
			close(go[1]);
			if (read(go[0], &c, 1) != 0)	/* until the parent lets all go at once */
				_exit(2);
			_exit(fn(s, i) ? 0 : 1);
		}
	}
	close(go[0]);
	close(go[1]);
	for (int i = 0; i < n; i++) {
		BUG_ON(waitpid(pids[i], &status, 0) != pids[i]);
		if (!WIFEXITED(status) || WEXITSTATUS(status) > 1)
			fail_msg("process %d ended with %d", i, status);
		yes += WEXITSTATUS(status) == 0;
	}
	return yes;
}

#define SQL_BYTES (256 * 1024)		/* of one check */

void
expect_sound(struct shop *s)
{
	DIR *dir = opendir("sql/checks");
	struct dirent *entry;

	assert_non_null(dir);
	while ((entry = readdir(dir))) {
		char *sql = arena_alloc(s->cx.mem, SQL_BYTES);
		int fd = openat(dirfd(dir), entry->d_name, O_RDONLY | O_CLOEXEC);
		ssize_t n = *entry->d_name == '.' ? 0 : read(fd, sql, SQL_BYTES - 1);

		close(fd);
		if (n <= 0)
			continue;
		if (sql_text(s, "%s", sql))
			fail_msg("%s has rows", entry->d_name);
	}
	closedir(dir);
}
