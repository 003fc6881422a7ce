/* SPDX-License-Identifier: MIT */
/* The configuration file. */
#include "base/config.h"
#include "unit.h"

#define REQUIRED                                                                                   \
	"run_dir = /run/crumbled\n"                                                                \
	"key_dir = /etc/crumbled/keys\n"                                                           \
	"db_socket = /run/mysqld/mysqld.sock\n"                                                    \
	"db_password_dir = /etc/crumbled/db\n"                                                     \
	"shop_url = https://shop.example\n"                                                        \
	"admin_url = https://admin.example\n"

static struct config *
load_bytes(struct ctx *cx, const char *text, size_t n, const char **why)
{
	char path[] = "/tmp/config_test.XXXXXX";
	int fd = mkstemp(path);
	struct config *c;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, n), n);
	close(fd);
	c = config_load(cx->mem, path, why);
	unlink(path);
	return c;
}

static struct config *
load(struct ctx *cx, const char *text, const char **why)
{
	return load_bytes(cx, text, strlen(text), why);
}

static void
what_is_left_out_has_its_usual_value(void **state)
{
	struct ctx *cx = *state;
	const char *why = NULL;
	struct config *c = load(cx, REQUIRED, &why);

	assert_null(why);
	assert_non_null(c);
	assert_string_equal(c->run_dir, "/run/crumbled");
	assert_string_equal(c->db_socket, "/run/mysqld/mysqld.sock");
	assert_string_equal(c->admin_url, "https://admin.example");
	assert_string_equal(c->db_name, "crumbled_nextDB");
	assert_string_equal(c->log, "stderr");
	assert_null(c->db_host);
	assert_int_equal(c->db_port, 3306);
	assert_int_equal(c->workers_shop, 2);
	assert_int_equal(c->workers_admin, 1);
	assert_int_equal(c->workers_jobs, 1);
	assert_int_equal(c->workers_sender, 1);
	assert_null(c->ca_file);
	assert_null(c->files_dir);
	assert_null(c->maintenance_token_file);
	assert_null(c->maintenance_allow);
}

static void
everything_can_be_set(void **state)
{
	struct ctx *cx = *state;
	const char *why = NULL;
	struct config *c =
	    load(cx,
		 REQUIRED "log=/var/log/crumbled.log\ndb_host = db.example\ndb_port=1\n"
			  "db_name = shop\nworkers_shop = 64\nworkers_admin = 3\nworkers_jobs = 1\n"
			  "workers_sender = 2\nca_file = /etc/ca.pem\nmaintenance_token_file = /t\n"
			  "maintenance_allow = 10.0.0.1,10.0.0.2\nfiles_dir = /srv/files",
		 &why);

	assert_non_null(c);
	assert_string_equal(c->log, "/var/log/crumbled.log");
	assert_string_equal(c->db_host, "db.example");
	assert_int_equal(c->db_port, 1);
	assert_string_equal(c->db_name, "shop");
	assert_int_equal(c->workers_shop, 64);
	assert_int_equal(c->workers_sender, 2);
	assert_string_equal(c->ca_file, "/etc/ca.pem");
	assert_string_equal(c->files_dir, "/srv/files");
	assert_string_equal(c->maintenance_token_file, "/t");
	assert_string_equal(c->maintenance_allow, "10.0.0.1,10.0.0.2");
}

static void
comments_and_blanks_do_not_count(void **state)
{
	struct ctx *cx = *state;
	const char *why = NULL;
	struct config *c = load(
	    cx, "# the shop\n\n  \t\n" REQUIRED "  db_name=a b # two words\r\n#log = x\n", &why);

	assert_non_null(c);
	assert_string_equal(c->db_name, "a b");
	assert_string_equal(c->log, "stderr");
}

static void
a_value_may_have_an_equals_sign(void **state)
{
	struct ctx *cx = *state;
	const char *why = NULL;
	struct config *c = load(cx, REQUIRED "db_name = a=b\n", &why);

	assert_non_null(c);
	assert_string_equal(c->db_name, "a=b");
}

static void
what_is_wrong_is_said_with_its_line(void **state)
{
	struct ctx *cx = *state;
	static const struct {
		const char *text, *why;
	} rows[] = {
		{ REQUIRED "colour = blue\n", ":7: unknown name colour" },
		{ REQUIRED "path = x\n", ":7: unknown name path" },
		{ REQUIRED "\nrun_dir = /x\n", ":8: run_dir is given twice" },
		{ REQUIRED "workers_shop = 0\n", ":7: workers_shop must be a number from 1 to 64" },
		{ REQUIRED "workers_jobs = 65\n", ":7: workers_jobs must be a number from 1 to 64" },
		{ REQUIRED "workers_admin = two\n",
		    ":7: workers_admin must be a number from 1 to 64" },
		{ REQUIRED "workers_sender = 4294967297\n",
		    ":7: workers_sender must be a number from 1 to 64" },
		{ REQUIRED "db_port = 65536\n", ":7: db_port must be a number from 1 to 65535" },
		{ REQUIRED "db_port = -1\n", ":7: db_port must be a number from 1 to 65535" },
		{ REQUIRED "log =\n", ":7: log has no value" },
		{ REQUIRED "log = # none\n", ":7: log has no value" },
		{ REQUIRED "verbose\n", ":7: expected name = value" },
		{ REQUIRED "= x\n", ":7: unknown name " },
		{ "", ": run_dir is missing" },
		{ "run_dir = x\n", ": key_dir is missing" },
		{ "run_dir = x\nkey_dir = x\ndb_password_dir = x\nshop_url = x\nadmin_url = x\n",
		    ": db_socket or db_host is missing" },
	}, *row;

	for each (row, rows) {
		const char *why = NULL;

		assert_null(load(cx, row->text, &why));
		assert_non_null(why);
		assert_string_equal(strchr(why, ':'), row->why);
	}
}

static void
a_file_that_cannot_be_read_is_refused(void **state)
{
	struct ctx *cx = *state;
	static const char nul[] = REQUIRED "log = a\0b\n";
	char *big = arena_alloc(cx->mem, 70000);
	const char *why = NULL;

	assert_null(config_load(cx->mem, "/nonexistent/crumbled.conf", &why));
	assert_string_equal(why, "/nonexistent/crumbled.conf: No such file or directory");
	why = NULL;
	assert_null(config_load(cx->mem, "/", &why));
	assert_non_null(why);
	why = NULL;
	assert_null(load_bytes(cx, nul, sizeof nul - 1, &why));
	assert_non_null(why);
	why = NULL;
	assert_null(load(cx, REQUIRED "log = caf\xe9\n", &why));
	assert_non_null(why);
	why = NULL;
	memset(big, '#', 69999);
	assert_null(load(cx, big, &why));
	assert_non_null(why);
}

static void
the_hash_of_cron_s_token_is_read_from_its_file(void **state)
{
	struct ctx *cx = *state;
	static const char hash[] = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";
	char path[] = "/tmp/config_test.XXXXXX";
	int fd = mkstemp(path);
	const char *why = NULL;
	const char *with = arena_fmt(cx->mem, REQUIRED "maintenance_token_file = %s\n", path);
	struct config *c;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, hash, 64), 64);
	assert_int_equal(write(fd, "\n", 1), 1);
	c = load(cx, with, &why);
	assert_non_null(c);
	assert_string_equal(c->maintenance_token_hash, hash);
	assert_int_equal(write(fd, "more", 4), 4);
	close(fd);
	assert_null(load(cx, with, &why));
	assert_non_null(strstr(why, "not a SHA-256"));
	unlink(path);
	/* Without the file nobody may start jobs, but the shop runs. */
	c = load(cx, with, &why);
	assert_non_null(c);
	assert_null(c->maintenance_token_hash);
}

static void
the_common_passwords_are_read_and_a_list_that_is_not_there_is_an_error(void **state)
{
	struct ctx *cx = *state;
	char path[] = "/tmp/config_test.XXXXXX";
	int fd = mkstemp(path);
	const char *why = NULL;
	const char *with = arena_fmt(cx->mem, REQUIRED "common_passwords = %s\n", path);
	struct config *c;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, "password\n", 9), 9);
	close(fd);
	c = load(cx, with, &why);
	assert_non_null(c);
	assert_string_equal(c->common_passwords_text, "password\n");
	unlink(path);
	assert_null(load(cx, with, &why));
	assert_non_null(strstr(why, path));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_left_out_has_its_usual_value),
		TEST(everything_can_be_set),
		TEST(comments_and_blanks_do_not_count),
		TEST(a_value_may_have_an_equals_sign),
		TEST(what_is_wrong_is_said_with_its_line),
		TEST(a_file_that_cannot_be_read_is_refused),
		TEST(the_hash_of_cron_s_token_is_read_from_its_file),
		TEST(the_common_passwords_are_read_and_a_list_that_is_not_there_is_an_error),
	};

	return cmocka_run_group_tests_name("config", tests, NULL, NULL);
}
