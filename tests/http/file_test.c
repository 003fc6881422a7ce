/* SPDX-License-Identifier: MIT */
/* Files of digital goods: what staff upload, what is refused, and what is left behind. */
#include "support/cutter.h"
#include "support/digital.h"
#include "support/order.h"
#include "support/staff.h"

#include "base/str.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { UPLOADER, OTHER };

static void
as_uploader(struct shop *s)
{
	as_staff(s, UPLOADER, "product_manager");
}

static const char *
incoming_pdf(struct shop *s)
{
	return digital_incoming(s, PDF, strlen(PDF));
}

static char *
bytes_of(struct shop *s, const char *path)
{
	char *text = arena_alloc(s->cx.mem, 4096);
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	assert_true(fd >= 0);
	assert_true(read(fd, text, 4095) >= 0);
	close(fd);
	return text;
}

static const char *
file_address(struct shop *s, int64_t id)
{
	return arena_fmt(s->cx.mem, "/api/v1/admin/files/%lld", (long long)id);
}

static void
attach(struct shop *s, int64_t thing, const char *body)
{
	request(s, "PUT", arena_fmt(s->cx.mem, "/api/v1/admin/product-instances/%lld/file",
	                            (long long)thing), "%s", body);
}

/* ---- what is taken ---- */

static void
an_uploaded_file_lies_under_a_random_name_and_is_known_by_its_row(void **state)
{
	struct shop *s = *state;

	as_uploader(s);
	upload_path(s, incoming_pdf(s), "?name=My%20recipe.pdf");
	expect_status(s, 201);
	expect_text(s, "original_name", "My recipe.pdf");
	expect_text(s, "media_type", "application/pdf");
	expect_number(s, "size_bytes", (int64_t)strlen(PDF));
	assert_string_equal(text_at(s, "sha256"), sql_text(s, "SELECT SHA2('%s', 256)", PDF));
	assert_false(has(s, "storage_key"));
	assert_int_equal(digital_files(s, "incoming"), 0);
	assert_int_equal(digital_files(s, "stored"), 1);
	const char *key = sql_text(s, "SELECT storage_key FROM files WHERE purpose = 'digital_good' "
	                              "AND state = 'ready' AND admin_user_id IS NOT NULL "
	                              "AND sha256 = UNHEX(SHA2('%s', 256))", PDF);
	assert_int_equal(strlen(key), 32);
	assert_string_equal(bytes_of(s, digital_path(s, "stored", key)), PDF);
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'file.add' "
	            "AND JSON_VALUE(after_json, '$.original_name') = 'My recipe.pdf'");
	int64_t id = number_at(s, "id");
	get(s, "%s", file_address(s, id));
	expect_status(s, 200);
	expect_number(s, "id", id);
	expect_text(s, "original_name", "My recipe.pdf");
}

static void
the_same_bytes_may_come_twice(void **state)
{
	struct shop *s = *state;

	assert_true(upload_text(s, "a.pdf", PDF) != upload_text(s, "a.pdf", PDF));
	assert_int_equal(digital_files(s, "stored"), 2);
}

static void
files_are_listed_newest_first_by_pages(void **state)
{
	struct shop *s = *state;
	int64_t ids[3];

	for (int i = 0; i < 3; i++)
		ids[i] = upload_text(s, "a.pdf", PDF);
	sql_do(s, "INSERT INTO files (purpose, sha256, size_bytes, media_type, storage_key) "
	       "VALUES ('attachment', UNHEX(SHA2('x', 256)), 1, 'image/png', 'x')");
	as_uploader(s);
	get(s, "/api/v1/admin/files?limit=2");
	expect_status(s, 200);
	expect_number(s, "items.0.id", ids[2]);
	expect_number(s, "items.1.id", ids[1]);
	get(s, "/api/v1/admin/files?limit=2&cursor=%s", text_at(s, "next_cursor"));
	expect_number(s, "items.0.id", ids[0]);
	assert_false(has(s, "items.1"));
	assert_false(has(s, "next_cursor"));
	/* Other files are not theirs to see. */
	get(s, "/api/v1/admin/files/%lld", (long long)sql_number(s, "SELECT MAX(id) FROM files"));
	expect_error(s, 404, "not_found");
}

/* ---- what is refused ---- */

static void
expect_nothing_stored(struct shop *s)
{
	assert_int_equal(digital_files(s, "stored"), 0);
	expect_rows(s, 0, "SELECT 1 FROM files");
}

static void
a_name_is_no_path(void **state)
{
	struct shop *s = *state;
	static const struct { const char *query, *code; int status; } rows[] = {
		{ "", "required", 422 }, { "?name=", "required", 422 }, { "?name=%20", "required", 422 },
		{ "?name=..%2f..%2fetc%2fpasswd", "invalid", 422 }, { "?name=a%2fb.pdf", "invalid", 422 },
		{ "?name=a%5cb.pdf", "invalid", 422 }, { "?name=.htaccess", "invalid", 422 },
		{ "?name=..", "invalid", 422 }, { "?name=a%0d%0aX-Evil:1.pdf", "control", 422 },
		{ "?name=a%0ab.pdf", "control", 422 },
	};
	char *longest = arena_alloc(s->cx.mem, 300);

	as_uploader(s);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		upload_path(s, incoming_pdf(s), rows[i].query);
		expect_error(s, rows[i].status, "invalid");
		expect_field(s, "name", rows[i].code);
	}
	memset(longest, 'a', 256);
	upload_path(s, incoming_pdf(s), arena_fmt(s->cx.mem, "?name=%s", longest));
	expect_field(s, "name", "too_long");
	upload_path(s, incoming_pdf(s), "?name=a.pdf&name=b.pdf");
	expect_error(s, 400, "unknown_field");
	upload_path(s, incoming_pdf(s), "?name=a.pdf&storage_key=x");
	expect_error(s, 400, "unknown_field");
	expect_nothing_stored(s);
	/* Left to the web server, which removes what a request has brought. */
	assert_int_equal(digital_files(s, "incoming"), (int)(sizeof rows / sizeof *rows) + 3);
}

static void
nothing_and_too_much_are_refused(void **state)
{
	struct shop *s = *state;
	const char *path;

	as_uploader(s);
	upload_path(s, NULL, "?name=a.pdf");
	expect_error(s, 422, "invalid");
	expect_field(s, "content", "required");
	upload_path(s, "", "?name=a.pdf");
	expect_field(s, "content", "required");
	upload_path(s, digital_incoming(s, "", 0), "?name=a.pdf");
	expect_error(s, 422, "invalid");
	expect_field(s, "content", "invalid");
	path = digital_incoming(s, "", 0);
	assert_int_equal(truncate(path, 512LL * 1024 * 1024 + 1), 0);	/* a hole: it costs nothing */
	upload_path(s, path, "?name=a.pdf");
	expect_error(s, 413, "payload_too_large");
	expect_nothing_stored(s);
}

static void
a_body_that_a_form_could_send_is_no_upload(void **state)
{
	struct shop *s = *state;
	static const char *const types[] = {
		"text/plain", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded",
		"application/json", "application/pdf", "application/octet-streams", NULL,
	};

	as_uploader(s);
	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		s->extra = arena_fmt(s->cx.mem, "REQUEST_BODY_FILE=%s", incoming_pdf(s));
		request_raw(s, "POST", "/api/v1/admin/files?name=a.pdf", types[i], NULL, 0);
		expect_error(s, 415, "unsupported_media_type");
	}
	/* One that came past the web server's folder is not taken either. */
	request_raw(s, "POST", "/api/v1/admin/files?name=a.pdf", "application/octet-stream", PDF,
	            strlen(PDF));
	expect_error(s, 415, "unsupported_media_type");
	expect_nothing_stored(s);
}

static void
only_what_the_web_server_has_written_is_taken(void **state)
{
	struct shop *s = *state;
	const char *secret = digital_path(s, "stored", "secret"), *link, *hard;
	int fd = open(secret, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	assert_int_equal(write(fd, PDF, strlen(PDF)), strlen(PDF));
	close(fd);
	link = digital_path(s, "incoming", "77");
	assert_int_equal(symlink(secret, link), 0);
	assert_int_equal(mkdir(digital_path(s, "incoming", "78"), 0700), 0);
	hard = digital_path(s, "incoming", "79");
	assert_int_equal(linkat(AT_FDCWD, secret, AT_FDCWD, hard, 0), 0);
	const char *forged[] = {
		"/etc/passwd", secret, "../stored/secret", digital_path(s, "incoming", "../stored/secret"),
		digital_path(s, "incoming", ""), digital_path(s, "incoming", "."), link, hard,
		digital_path(s, "incoming", "78"), digital_path(s, "incoming", "404"),
	};

	as_uploader(s);
	for (size_t i = 0; i < sizeof forged / sizeof *forged; i++) {
		upload_path(s, forged[i], "?name=a.pdf");
		expect_error(s, 500, "internal");
	}
	/* The folder that is named does not matter, only the number. */
	upload_path(s, arena_fmt(s->cx.mem, "/elsewhere%s", strrchr(incoming_pdf(s), '/')),
	            "?name=a.pdf");
	expect_status(s, 201);
	/* What a client sends is another parameter. */
	s->extra = arena_fmt(s->cx.mem, "HTTP_REQUEST_BODY_FILE=%s", incoming_pdf(s));
	request_raw(s, "POST", "/api/v1/admin/files?name=a.pdf", "application/octet-stream", NULL, 0);
	expect_field(s, "content", "required");
	expect_rows(s, 1, "SELECT 1 FROM files");
	assert_string_equal(bytes_of(s, secret), PDF);
	rmdir(digital_path(s, "incoming", "78"));
}

static void
who_may_have_to_do_with_files(void **state)
{
	struct shop *s = *state;
	int64_t id = upload_text(s, "a.pdf", PDF), thing = digital_thing(s, "A", "10.00");
	static const char *const roles[] = {
		NULL, "order_manager", "delivery_manager", "system_admin", "super_admin",
	};

	for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
		int status = !roles[i] ? 401 : str_eq(roles[i], "super_admin") ? 200 : 403;

		as(s, OTHER);
		if (roles[i])
			as_staff(s, OTHER, roles[i]);
		get(s, "/api/v1/admin/files");
		expect_status(s, status);
		get(s, "%s", file_address(s, id));
		expect_status(s, status);
		attach(s, thing, arena_fmt(s->cx.mem, "{'file_id':%lld}", (long long)id));
		expect_status(s, status);
		upload_path(s, incoming_pdf(s), "?name=a.pdf");
		expect_status(s, status == 200 ? 201 : status);
		if (status == 200)
			id = number_at(s, "id");
		request(s, "DELETE", file_address(s, id), NULL);
		expect_status(s, status == 200 ? 204 : status);
	}
	as_uploader(s);
	s->extra = "HTTP_SEC_FETCH_SITE=cross-site";
	request_raw(s, "POST", "/api/v1/admin/files?name=a.pdf", "application/octet-stream", NULL, 0);
	expect_error(s, 403, "cross_site");
}

static void
without_a_folder_nothing_is_taken(void **state)
{
	struct shop *s = *state;
	const char *path = incoming_pdf(s), *dir = s->config.files_dir;

	s->config.files_dir = NULL;
	as_uploader(s);
	upload_path(s, path, "?name=a.pdf");
	s->config.files_dir = dir;
	expect_error(s, 503, "unavailable");
	expect_nothing_stored(s);
}

/* ---- what is sold with it ---- */

static void
a_digital_thing_gets_a_file_and_another_one_later(void **state)
{
	struct shop *s = *state;
	int64_t thing = digital_thing(s, "A", "10.00");
	long long first = upload_text(s, "a.pdf", PDF), second = upload_text(s, "b.pdf", PDF);

	as_uploader(s);
	attach(s, thing, arena_fmt(s->cx.mem, "{'file_id':%lld}", first));
	expect_status(s, 200);
	expect_number(s, "version", 2);
	attach(s, thing, arena_fmt(s->cx.mem, "{'file_id':%lld,'version':1}", second));
	expect_error(s, 409, "conflict");
	attach(s, thing, arena_fmt(s->cx.mem, "{'file_id':%lld,'version':2}", second));
	expect_status(s, 200);
	expect_number(s, "file_id", second);
	expect_number(s, "product_instance_id", thing);
	expect_rows(s, 2, "SELECT 1 FROM admin_activity_log WHERE action = 'instance.file'");
	expect_rows(s, 1, "SELECT 1 FROM product_instance i JOIN files f ON f.id = i.file_id "
	            "WHERE f.original_name = 'b.pdf' AND i.version = 3 "
	            "AND i.updated_at = '2030-01-02 12:00:00'");
}

static void
a_file_is_for_digital_things_and_has_to_be_there(void **state)
{
	struct shop *s = *state;
	int64_t thing = digital_thing(s, "A", "10.00");
	long long file = upload_text(s, "a.pdf", PDF), other;

	as_uploader(s);
	attach(s, 999999, arena_fmt(s->cx.mem, "{'file_id':%lld}", file));
	expect_error(s, 404, "not_found");
	attach(s, DEMO_CHIP_MEDIUM, arena_fmt(s->cx.mem, "{'file_id':%lld}", file));
	expect_error(s, 422, "invalid");
	expect_field(s, "file_id", "invalid");
	attach(s, thing, "{'file_id':999999}");
	expect_field(s, "file_id", "invalid");
	attach(s, thing, "{'file_id':null}");	/* it is replaced, never taken away */
	expect_field(s, "file_id", "required");
	sql_do(s, "INSERT INTO files (purpose, sha256, size_bytes, media_type, storage_key) "
	       "VALUES ('attachment', UNHEX(SHA2('x', 256)), 1, 'image/png', 'x')");
	other = sql_number(s, "SELECT MAX(id) FROM files");
	attach(s, thing, arena_fmt(s->cx.mem, "{'file_id':%lld}", other));
	expect_field(s, "file_id", "invalid");
	expect_rows(s, 0, "SELECT 1 FROM product_instance WHERE file_id IS NOT NULL");
}

static void
a_file_is_removed_unless_something_refers_to_it(void **state)
{
	struct shop *s = *state;
	int64_t thing = digital_thing(s, "A", "10.00"), file = upload_text(s, "a.pdf", PDF);

	as_uploader(s);
	request(s, "DELETE", file_address(s, 999999), NULL);
	expect_error(s, 404, "not_found");
	attach(s, thing, arena_fmt(s->cx.mem, "{'file_id':%lld}", (long long)file));
	request(s, "DELETE", file_address(s, file), NULL);
	expect_error(s, 409, "file_in_use");
	assert_int_equal(digital_files(s, "stored"), 1);

	/* Sold once, it stays, whatever is sold now. */
	as(s, OTHER);
	digital_pay(s, digital_order(s, "10.00", thing, 0), "10.00");
	int64_t newer = upload_text(s, "b.pdf", PDF);
	as(s, UPLOADER);
	attach(s, thing, arena_fmt(s->cx.mem, "{'file_id':%lld}", (long long)newer));
	expect_status(s, 200);
	request(s, "DELETE", file_address(s, file), NULL);
	expect_error(s, 409, "file_in_use");

	int64_t unused = upload_text(s, "c.pdf", PDF);
	as(s, UPLOADER);
	request(s, "DELETE", file_address(s, unused), NULL);
	expect_status(s, 204);
	assert_int_equal(digital_files(s, "stored"), 2);
	request(s, "DELETE", file_address(s, unused), NULL);
	expect_error(s, 404, "not_found");
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'file.remove' "
	            "AND JSON_VALUE(before_json, '$.original_name') = 'c.pdf'");
}

static int64_t raced_thing, raced_file;

static bool
attach_or_remove(struct shop *s, int i)
{
	as(s, UPLOADER);
	if (i % 2)
		attach(s, raced_thing, arena_fmt(s->cx.mem, "{'file_id':%lld}", (long long)raced_file));
	else
		request(s, "DELETE", file_address(s, raced_file), NULL);
	return s->reply.status == 200;
}

static void
of_selling_and_removing_at_once_one_wins(void **state)
{
	struct shop *s = *state;

	for (int round = 0; round < 5; round++) {
		raced_thing = digital_thing(s, "A", "10.00");
		raced_file = upload_text(s, "a.pdf", PDF);
		as_uploader(s);
		int sold = shop_parallel(s, 8, attach_or_remove);
		int64_t rows = sql_number(s, "SELECT COUNT(*) FROM files WHERE id = %lld",
		                          (long long)raced_file);

		assert_int_equal(rows, sold > 0);
		assert_int_equal(digital_files(s, "stored"), sql_number(s, "SELECT COUNT(*) FROM files"));
	}
}

/* ---- what is left behind ---- */

#define BEARER_TOKEN "correct-horse-battery-staple"

static void
run_purge(struct shop *s)
{
	struct hash h = token_hash(BEARER_TOKEN);

	s->config.maintenance_token_hash = hex_text(s->cx.mem, h.b, HASH_BYTES);
	s->extra = "HTTP_AUTHORIZATION=Bearer " BEARER_TOKEN;
	request(s, "POST", "/api/v1/maintenance/purge", NULL);
	s->config.maintenance_token_hash = NULL;
}

static void
touch(const char *path, int64_t at)
{
	struct timespec times[2] = { { (time_t)at, 0 }, { (time_t)at, 0 } };

	assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static const char *
stored_file(struct shop *s, const char *name, int64_t at)
{
	const char *path = digital_path(s, "stored", name);

	assert_int_equal(rename(incoming_pdf(s), path), 0);
	touch(path, at);
	return path;
}

static void
what_a_crash_left_goes_after_a_day(void **state)
{
	struct shop *s = *state;
	const char *young, *kept, *foreign;

	upload_text(s, "a.pdf", PDF);
	kept = digital_path(s, "stored", sql_text(s, "SELECT storage_key FROM files"));
	touch(kept, SHOP_NOON - 90 * 86400);
	for (int i = 0; i < 3; i++)
		touch(incoming_pdf(s), SHOP_NOON - 86401);
	young = incoming_pdf(s);
	touch(young, SHOP_NOON - 86399);
	stored_file(s, "0123456789abcdef0123456789abcdef", SHOP_NOON - 86401);
	stored_file(s, "00000000000000000000000000000000", SHOP_NOON - 60);
	foreign = stored_file(s, "lost+found.txt", SHOP_NOON - 90 * 86400);
	run_purge(s);
	expect_status(s, 200);
	expect_number(s, "done", 4);
	assert_int_equal(access(young, F_OK), 0);
	assert_int_equal(access(kept, F_OK), 0);
	assert_int_equal(access(foreign, F_OK), 0);
	assert_int_equal(digital_files(s, "incoming"), 1);
	assert_int_equal(digital_files(s, "stored"), 3);
	run_purge(s);
	expect_number(s, "done", 0);
	shop_at(SHOP_NOON + 86400);
	run_purge(s);
	expect_number(s, "done", 2);
	assert_int_equal(digital_files(s, "stored"), 2);
}

static void
more_than_a_batch_goes_too(void **state)
{
	struct shop *s = *state;

	for (int i = 0; i < 450; i++)
		stored_file(s, arena_fmt(s->cx.mem, "%032d", i), SHOP_NOON - 90 * 86400);
	sql_do(s, "INSERT INTO files (purpose, sha256, size_bytes, media_type, storage_key) "
	       "SELECT 'attachment', UNHEX(SHA2('x', 256)), 1, 'image/png', LPAD(seq, 32, '0') "
	       "FROM seq_100_to_399");
	run_purge(s);
	expect_number(s, "done", 150);
	assert_int_equal(digital_files(s, "stored"), 300);
}

static void
purging_is_one_run_at_a_time_and_for_cron_only(void **state)
{
	struct shop *s = *state;

	request(s, "POST", "/api/v1/maintenance/purge", NULL);
	expect_error(s, 401, "login_needed");
	sql_do(s, "INSERT INTO job_leases (job, holder, leased_until, started_at) VALUES "
	       "('purge', 'host:1', '2030-01-02 12:00:30', '2030-01-02 11:59:30')");
	run_purge(s);
	expect_error(s, 409, "job_running");
	sql_do(s, "DELETE FROM job_leases");
	s->config.files_dir = NULL;	/* no digital goods here */
	run_purge(s);
	expect_status(s, 200);
	expect_number(s, "done", 0);
}

/* Wherever the connection breaks, there is one row for each file that lies there. */
static void
an_upload_that_loses_its_connection_anywhere_is_one_file(void **state)
{
	struct shop *s = *state;
	struct cutter *cutter = cutter_start(arena_fmt(s->cx.mem, "%s/db.sock",
	                                               getenv("CRUMBLED_TESTDB")));
	struct db *plain = s->db_admin;

	as_uploader(s);
	s->db_admin = db_new((struct db_account){
		.socket = cutter_socket(cutter), .name = s->name, .user = "crumbled_admin",
		.password = "testadmin",
	});
	for (int k = 0; k < 2; k++) {
		bool cut = true;

		for (int n = 0; cut && n < 40; n++) {
			sql_do(s, "DELETE FROM rate_limits");
			const char *path = incoming_pdf(s);
			cutter_set(cutter, k ? CUT_AFTER : CUT_BEFORE, n, NULL);
			upload_path(s, path, "?name=a.pdf");
			cut = cutter_has_cut(cutter);
			cutter_set(cutter, CUT_NEVER, 0, NULL);
			expect_status(s, 201);
			assert_int_equal(digital_files(s, "stored"),
			                 sql_number(s, "SELECT COUNT(*) FROM files"));
			assert_int_equal(sql_number(s, "SELECT MAX(id) FROM files"), number_at(s, "id"));
		}
		assert_false(cut);
	}
	assert_int_equal(digital_files(s, "incoming"), 0);
	assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM admin_activity_log "
	                            "WHERE action = 'file.add'"),
	                 sql_number(s, "SELECT COUNT(*) FROM files"));
	/* Without a database, nothing lies there that nobody knows. */
	int before = digital_files(s, "stored");
	const char *path = incoming_pdf(s);
	cutter_set(cutter, CUT_BEFORE, 0, "START");
	cutter_keep_on(cutter);
	upload_path(s, path, "?name=a.pdf");
	expect_error(s, 503, "unavailable");
	assert_int_equal(digital_files(s, "stored"), before);
	db_free(s->db_admin);
	s->db_admin = plain;
	s->cx.db = plain;
	cutter_stop(cutter);
}

SHOP_TESTS(
	digital_test(an_uploaded_file_lies_under_a_random_name_and_is_known_by_its_row),
	digital_test(the_same_bytes_may_come_twice),
	digital_test(files_are_listed_newest_first_by_pages), digital_test(a_name_is_no_path),
	digital_test(nothing_and_too_much_are_refused),
	digital_test(a_body_that_a_form_could_send_is_no_upload),
	digital_test(only_what_the_web_server_has_written_is_taken),
	digital_test(who_may_have_to_do_with_files),
	digital_test(without_a_folder_nothing_is_taken),
	digital_test(a_digital_thing_gets_a_file_and_another_one_later),
	digital_test(a_file_is_for_digital_things_and_has_to_be_there),
	digital_test(a_file_is_removed_unless_something_refers_to_it),
	digital_test(of_selling_and_removing_at_once_one_wins),
	digital_test(what_a_crash_left_goes_after_a_day), digital_test(more_than_a_batch_goes_too),
	digital_test(purging_is_one_run_at_a_time_and_for_cron_only),
	digital_test(an_upload_that_loses_its_connection_anywhere_is_one_file))
