/* SPDX-License-Identifier: MIT */
/* Pictures taken at the door: what is taken and from whom, which delivery each shows, who sees it,
 * and when it goes. */
#include "support/account.h"
#include "support/cutter.h"
#include "support/digital.h"
#include "support/drawing.h"
#include "support/job.h"
#include "support/run.h"

#include "base/str.h"
#include "dispatch/photo.h"

/* What a phone at that run sends, by its man's link. */
static void
send_path(struct shop *s, const struct outing *o, const char *name, const char *path)
{
	as(s, RUN_GUEST);
	s->extra = arena_fmt(s->cx.mem, "REQUEST_BODY_FILE=%s\nHTTP_RUN_TOKEN=%s", path, o->token);
	request_raw(s, "POST", arena_fmt(s->cx.mem, "/api/v1/runs/%lld/photos?client_id=%s",
	                                 (long long)o->run, name),
	            "application/octet-stream", NULL, 0);
}

static const char *
camera(struct shop *s)
{
	struct drawing d = drawing_with_exif(drawing("jpeg", 64, 48), 1);
	const char *path = digital_incoming(s, d.at, d.n);

	free(d.at);
	return path;
}

static void
send(struct shop *s, const struct outing *o, const char *name)
{
	send_path(s, o, name, camera(s));
}

static void
deliver_by(struct shop *s, const struct outing *o, int i, const char *photo)
{
	run_tell(s, o, run_event(s, o, i, arena_fmt(s->cx.mem, "by-%s-%d", photo, i), "delivered",
	                         arena_fmt(s->cx.mem, "'photo':'%s',", photo)));
}

/* ---- what is taken ---- */

static void
only_its_pixels_are_kept_and_not_where_customers_fetch_pictures(void **state)
{
	struct shop *s = *state;
	struct outing o;

	run_out(s, &o, 1);
	send(s, &o, "IMG_0042");
	expect_status(s, 201);
	expect_text(s, "client_id", "IMG_0042");
	expect_number(s, "width", 64);
	expect_number(s, "height", 48);
	assert_false(has(s, "storage_key"));
	assert_int_equal(digital_files(s, "pictures"), 0);
	assert_int_equal(digital_files(s, "stored"), 1);
	char bytes[20000];
	FILE *f = fopen(digital_path(s, "stored", sql_text(s, "SELECT storage_key FROM files")), "re");
	size_t n = fread(bytes, 1, sizeof bytes, f);
	fclose(f);
	assert_memory_equal(bytes + 8, "WEBP", 4);
	assert_null(memmem(bytes, n, DRAWING_SECRET, strlen(DRAWING_SECRET)));
	expect_rows(s, 1, "SELECT 1 FROM files WHERE purpose = 'delivery_photo' AND state = 'ready' "
	            "AND media_type = 'image/webp' AND original_name IS NULL AND customer_id IS NULL "
	            "AND admin_user_id IS NULL");
	expect_sound(s);
}

static void
what_is_no_picture_is_refused_and_leaves_nothing(void **state)
{
	struct shop *s = *state;
	static const char svg[] = "<svg onload=\"alert(1)\"/>", cut[] = "\xff\xd8\xff\xe0 cut off";
	struct outing o;
	char *big = calloc(1, PHOTO_BYTES + 1);

	run_out(s, &o, 1);
	send_path(s, &o, "IMG_0001", digital_incoming(s, svg, sizeof svg - 1));
	expect_error(s, 422, "picture_broken");
	send_path(s, &o, "IMG_0001", digital_incoming(s, cut, sizeof cut - 1));
	expect_error(s, 422, "picture_broken");
	send_path(s, &o, "IMG_0001", digital_incoming(s, "", 0));
	expect_field(s, "content", "invalid");
	send_path(s, &o, "IMG_0001", digital_incoming(s, big, PHOTO_BYTES + 1));
	expect_error(s, 413, "payload_too_large");
	free(big);
	struct drawing bomb = drawing("png", 64, 48);
	memcpy(bomb.at + 16, "\0\0\xea\x60\0\0\xea\x60", 8);
	send_path(s, &o, "IMG_0001", digital_incoming(s, bomb.at, bomb.n));
	free(bomb.at);
	expect_error(s, 422, "picture_too_large");
	struct drawing moving = drawing("webp", 64, 48);
	memcpy(moving.at + 12, "VP8X\x0a\0\0\0\x02", 9);
	send_path(s, &o, "IMG_0001", digital_incoming(s, moving.at, moving.n));
	free(moving.at);
	expect_error(s, 422, "picture_animated");
	send(s, &o, "short");
	expect_field(s, "client_id", "too_short");
	assert_int_equal(digital_files(s, "stored"), 0);
	assert_int_equal(digital_files(s, "pictures"), 0);
	expect_rows(s, 0, "SELECT 1 FROM files");
	expect_rows(s, 0, "SELECT 1 FROM run_photos");
	/* The name is still free. */
	send(s, &o, "IMG_0001");
	expect_status(s, 201);
}

static void
only_the_link_of_a_run_that_is_good_takes_any(void **state)
{
	struct shop *s = *state;
	struct outing a, b, mixed;

	run_out(s, &a, 1);
	run_out(s, &b, 1);
	mixed = a;
	mixed.run = b.run;
	send(s, &mixed, "IMG_0001");
	expect_error(s, 404, "not_found");
	mixed.run = 999999;
	send(s, &mixed, "IMG_0001");
	expect_error(s, 404, "not_found");
	mixed = a;
	memset(mixed.token, 'x', 43);
	send(s, &mixed, "IMG_0001");
	expect_error(s, 404, "not_found");
	mixed.token[0] = '\0';
	send(s, &mixed, "IMG_0001");
	expect_error(s, 422, "invalid");
	send(s, &a, "IMG_0001");
	expect_status(s, 201);
	shop_at(sql_number(s, "SELECT TIMESTAMPDIFF(SECOND, '1970-01-01', token_expires_at) "
	                   "FROM delivery_runs WHERE id = %lld", (long long)a.run));
	send(s, &a, "IMG_0002");
	expect_error(s, 422, "link_over");
	/* Not even what is there already is told. */
	send(s, &a, "IMG_0001");
	expect_error(s, 422, "link_over");
	assert_int_equal(digital_files(s, "stored"), 1);
	expect_rows(s, 1, "SELECT 1 FROM run_photos");
}

static void
a_run_has_so_many_and_each_name_is_one(void **state)
{
	struct shop *s = *state;
	struct outing a, b;

	run_out(s, &a, 1);
	run_out(s, &b, 1);
	for (int i = 1; i < RUN_PHOTOS_MAX; i++)
		run_photo(s, &a, arena_fmt(s->cx.mem, "IMG_%04d", i));
	send(s, &a, "the-last");
	expect_status(s, 201);
	send(s, &a, "too-much");
	expect_error(s, 409, "photos_full");
	/* What is there already is no further one; and another run has its own. */
	for (int i = 0; i < 3; i++) {
		send(s, &a, "the-last");
		expect_status(s, 201);
		expect_number(s, "width", 64);
	}
	send(s, &b, "the-last");
	expect_status(s, 201);
	assert_int_equal(digital_files(s, "stored"), 2);
	assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM run_photos WHERE run_id = %lld",
	                            (long long)a.run), RUN_PHOTOS_MAX);
	expect_sound(s);
}

/* ---- at once ---- */

static struct outing shared;
static const char *paths[20];

static bool
sends_the_same(struct shop *s, int i)
{
	send_path(s, &shared, "IMG_0042", paths[i]);
	return s->reply.status == 201;
}

static bool
sends_its_own(struct shop *s, int i)
{
	send_path(s, &shared, arena_fmt(s->cx.mem, "IMG_%04d", i), paths[i]);
	return s->reply.status == 201;
}

static bool
delivers(struct shop *s, int i)
{
	deliver_by(s, &shared, i % shared.n, "IMG_0042");
	return s->reply.status == 200;
}

static void
the_same_upload_twenty_times_at_once_is_one(void **state)
{
	struct shop *s = *state;

	run_out(s, &shared, 1);
	for (int i = 0; i < 20; i++)
		paths[i] = camera(s);
	assert_int_equal(shop_parallel(s, 20, sends_the_same), 20);
	expect_rows(s, 1, "SELECT 1 FROM run_photos");
	expect_rows(s, 1, "SELECT 1 FROM files");
	assert_int_equal(digital_files(s, "stored"), 1);
	expect_sound(s);
}

static void
of_twenty_at_once_no_more_are_taken_than_there_is_room(void **state)
{
	struct shop *s = *state;

	run_out(s, &shared, 1);
	for (int i = 0; i < RUN_PHOTOS_MAX - 3; i++)
		run_photo(s, &shared, arena_fmt(s->cx.mem, "before-%04d", i));
	for (int i = 0; i < 20; i++)
		paths[i] = camera(s);
	assert_int_equal(shop_parallel(s, 20, sends_its_own), 3);
	assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM run_photos"), RUN_PHOTOS_MAX);
	assert_int_equal(digital_files(s, "stored"), 3);
	expect_sound(s);
}

static void
a_picture_shows_one_delivery_however_many_name_it(void **state)
{
	struct shop *s = *state;

	run_out(s, &shared, 4);
	send(s, &shared, "IMG_0042");
	/* The same events of one stop, five times, and of three others. */
	assert_int_equal(shop_parallel(s, 20, delivers), 5);
	expect_rows(s, 1, "SELECT 1 FROM run_photos WHERE stop_id IS NOT NULL");
	expect_rows(s, 1, "SELECT 1 FROM run_stops WHERE status = 'delivered'");
	expect_sound(s);
}

/* ---- which delivery it shows ---- */

static void
an_event_names_a_picture_of_its_own_run(void **state)
{
	struct shop *s = *state;
	struct outing a, b;

	run_out(s, &a, 2);
	run_out(s, &b, 1);
	send(s, &b, "IMG_0042");
	deliver_by(s, &a, 0, "IMG_0042");
	expect_error(s, 422, "invalid");
	expect_field(s, "events.0.photo", "invalid");
	/* The whole batch waits for it, and may be sent again then. */
	const char *batch = arena_fmt(s->cx.mem, "%s,%s",
		run_event(s, &a, 1, "nobody-1", "failed", "'reason':'no_answer',"),
		run_event(s, &a, 0, "picture1", "delivered", "'photo':'IMG_0042',"));
	run_tell(s, &a, batch);
	expect_field(s, "events.1.photo", "invalid");
	expect_rows(s, 0, "SELECT 1 FROM run_events");
	send(s, &a, "IMG_0042");
	expect_status(s, 201);
	for (int i = 0; i < 2; i++) {
		run_tell(s, &a, batch);
		expect_status(s, 200);
		expect_text(s, "items.1.outcome", "applied");
	}
	assert_int_equal(sql_number(s, "SELECT stop_id FROM run_photos WHERE run_id = %lld",
	                            (long long)a.run), a.stops[0]);
	/* It shows that one and no other; where a code was said, none is needed. */
	deliver_by(s, &a, 1, "IMG_0042");
	expect_field(s, "events.0.photo", "invalid");
	run_tell(s, &a, run_event(s, &a, 1, "with-code", "delivered",
	         arena_fmt(s->cx.mem, "'photo':'IMG_0042','delivery_code':'%s',",
	                   run_code(s, a.orders[1]))));
	expect_text(s, "items.0.outcome", "applied");
	expect_rows(s, 2, "SELECT 1 FROM run_photos");
	expect_sound(s);
}

/* ---- who sees it ---- */

static void
who_sees_the_order_sees_the_attempts_and_the_picture(void **state)
{
	struct shop *s = *state;
	static const struct { const char *role; int status; } rows[] = {
		{ "super_admin", 200 }, { "order_manager", 200 }, { "delivery_manager", 200 },
		{ "product_manager", 403 }, { "system_admin", 403 },
	};
	struct outing o;

	run_out(s, &o, 2);
	send(s, &o, "IMG_0042");
	send(s, &o, "IMG_0043");
	deliver_by(s, &o, 0, "IMG_0042");
	int64_t id = sql_number(s, "SELECT file_id FROM run_photos WHERE stop_id IS NOT NULL");
	int64_t other = sql_number(s, "SELECT file_id FROM run_photos WHERE stop_id IS NULL");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		as_staff(s, 5, rows[i].role);
		get(s, "/api/v1/admin/orders/%lld/attempts", (long long)o.orders[0]);
		expect_status(s, rows[i].status);
		if (rows[i].status == 200) {
			expect_number(s, "items.0.photo_id", id);
			expect_text(s, "items.0.status", "delivered");
			expect_text(s, "items.0.delivery_man_name", "Karim Fathy");
		}
		get(s, "/api/v1/admin/delivery-photos/%lld", (long long)id);
		expect_status(s, rows[i].status);
	}
	as_dispatcher(s);
	get(s, "/api/v1/admin/delivery-photos/%lld", (long long)id);
	assert_string_equal(s->reply.type, "image/webp");
	assert_string_equal(header(s, "X-Accel-Redirect"), arena_fmt(s->cx.mem, "/files/%s",
	                    sql_text(s, "SELECT storage_key FROM files WHERE id = %lld", (long long)id)));
	/* Not one that shows nothing yet, nor another kind of file by this address. */
	get(s, "/api/v1/admin/delivery-photos/%lld", (long long)other);
	expect_error(s, 404, "not_found");
	sql_do(s, "INSERT INTO files (purpose, sha256, size_bytes, media_type, storage_key) VALUES "
	       "('digital_good', '', 1, 'application/pdf', 'good')");
	get(s, "/api/v1/admin/delivery-photos/%lld", (long long)sql_number(s, "SELECT MAX(id) FROM files"));
	expect_error(s, 404, "not_found");
	get(s, "/api/v1/admin/orders/999999/attempts");
	expect_error(s, 404, "not_found");
	/* Nor is it an attachment, a good or a product's picture. */
	as_staff(s, 5, "super_admin");
	get(s, "/api/v1/admin/attachments/%lld", (long long)id);
	expect_error(s, 404, "not_found");
	get(s, "/api/v1/admin/files/%lld", (long long)id);
	expect_error(s, 404, "not_found");
	get(s, "/api/v1/admin/pictures");
	assert_false(has(s, "items.0"));
}

static void
a_failed_attempt_stands_before_the_next_one(void **state)
{
	struct shop *s = *state;
	struct outing o;

	run_out(s, &o, 1);
	run_tell(s, &o, run_event(s, &o, 0, "nobody-1", "failed", "'reason':'no_answer',"));
	as_dispatcher(s);
	post(s, "/api/v1/admin/runs", "{'date':'" RUN_DAY "','time_slot_id':%d,'runs':["
	     "{'delivery_man_id':%d,'orders':[%lld]}]}", DEMO_EVENING, DEMO_KARIM,
	     (long long)o.orders[0]);
	expect_status(s, 201);
	get(s, "/api/v1/admin/orders/%lld/attempts", (long long)o.orders[0]);
	expect_text(s, "items.0.status", "failed");
	expect_text(s, "items.0.reason", "no_answer");
	expect_text(s, "items.1.status", "open");
	assert_false(has(s, "items.1.photo_id"));
}

/* Of two tries that are told, the earlier one counts (here, by its reason): so does its picture. */
static void
a_closed_door_is_shown_by_the_picture_of_the_try_that_holds(void **state)
{
	struct shop *s = *state;
	struct outing o;

	run_out(s, &o, 1);
	run_photo(s, &o, "closed-door");
	run_photo(s, &o, "broken-box");
	run_tell(s, &o, run_event(s, &o, 0, "nobody-1", "failed",
	                          "'reason':'no_answer','photo':'no-such-picture',"));
	expect_field(s, "events.0.photo", "invalid");
	run_tell(s, &o, run_event(s, &o, 0, "nobody-1", "failed",
	                          "'reason':'no_answer','photo':'closed-door',"));
	expect_text(s, "items.0.outcome", "applied");
	as_dispatcher(s);
	get(s, "/api/v1/admin/orders/%lld/attempts", (long long)o.orders[0]);
	assert_int_equal(number_at(s, "items.0.photo_id"), sql_number(s,
	                 "SELECT file_id FROM run_photos WHERE client_id = 'closed-door'"));
	expect_sound(s);
	run_tell(s, &o, run_event(s, &o, 0, "nobody-2", "failed",
	                          "'reason':'damaged','photo':'broken-box',"));
	expect_rows(s, 1, "SELECT 1 FROM run_photos WHERE stop_id IS NOT NULL AND client_id = 'broken-box'");
	run_tell(s, &o, run_event(s, &o, 0, "nobody-3", "failed",
	                          "'reason':'refused','photo':'closed-door',"));
	expect_rows(s, 1, "SELECT 1 FROM run_photos WHERE stop_id IS NOT NULL AND client_id = 'broken-box'");
	/* In the end he was there, and said his code. */
	run_deliver(s, &o, 0);
	expect_rows(s, 0, "SELECT 1 FROM run_photos WHERE stop_id IS NOT NULL");
	expect_sound(s);
}

/* ---- how it goes ---- */

static void
what_no_event_named_goes_after_a_day(void **state)
{
	struct shop *s = *state;
	struct outing o;

	run_out(s, &o, 1);
	send(s, &o, "IMG_0001");
	send(s, &o, "IMG_0002");
	deliver_by(s, &o, 0, "IMG_0001");
	expect_text(s, "items.0.outcome", "applied");
	job_allow(s);
	shop_at(shop_now() + 86400);
	run_job(s, "purge");
	expect_status(s, 200);
	expect_rows(s, 2, "SELECT 1 FROM run_photos");
	shop_at(shop_now() + 1);
	run_job(s, "purge");
	expect_status(s, 200);
	expect_rows(s, 1, "SELECT 1 FROM run_photos WHERE client_id = 'IMG_0001'");
	expect_rows(s, 1, "SELECT 1 FROM run_photos");
	expect_rows(s, 1, "SELECT 1 FROM files");
	/* Of that one the bytes are an orphan, as old as its file. */
	run_job(s, "purge");
	assert_int_equal(digital_files(s, "stored"), 1);
	expect_sound(s);
}

static void
an_export_names_it_and_an_erasure_takes_it(void **state)
{
	struct shop *s = *state;
	int64_t mona = customer_add(s, DEMO_PHONE, CUSTOMER_MAIL);
	struct outing o;

	run_out(s, &o, 2);
	sql_do(s, "UPDATE orders SET customer_id = IF(id = %lld, %lld, NULL)",
	       (long long)o.orders[0], (long long)mona);
	send(s, &o, "IMG_0001");
	send(s, &o, "IMG_0002");
	deliver_by(s, &o, 0, "IMG_0001");
	deliver_by(s, &o, 1, "IMG_0002");
	int64_t id = sql_number(s, "SELECT MIN(file_id) FROM run_photos");
	as_customer(s, 3, mona, false);
	post(s, "/api/v1/me/export", "{'password':'" CUSTOMER_PASSWORD "'}");
	expect_status(s, 200);
	post(s, "/api/v1/export", "{'token':'%s'}",
	     link_sent(s, CUSTOMER_MAIL, "https://shop.test/en/export#token="));
	expect_text(s, "files.0.purpose", "delivery_photo");
	expect_number(s, "files.0.id", id);
	assert_false(has(s, "files.1"));
	expect_number(s, "left_out.files", 0);
	request(s, "DELETE", "/api/v1/me", "{'password':'" CUSTOMER_PASSWORD "'}");
	expect_status(s, 204);
	assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM files WHERE id = %lld", (long long)id), 0);
	expect_rows(s, 1, "SELECT 1 FROM run_photos WHERE client_id = 'IMG_0002'");
	expect_rows(s, 1, "SELECT 1 FROM run_photos");
	as_dispatcher(s);
	get(s, "/api/v1/admin/delivery-photos/%lld", (long long)id);
	expect_error(s, 404, "not_found");
	job_allow(s);
	run_job(s, "purge");
	assert_int_equal(digital_files(s, "stored"), 1);
	expect_rows(s, 2, "SELECT 1 FROM run_stops WHERE status = 'delivered'");
}

/* ---- faults ---- */

/* Wherever the connection breaks, there is one row and one file. */
static void
an_upload_that_loses_its_connection_anywhere_is_one_picture(void **state)
{
	struct shop *s = *state;
	struct cutter *cutter = cutter_start(arena_fmt(s->cx.mem, "%s/db.sock",
	                                               getenv("CRUMBLED_TESTDB")));
	struct db *plain = s->db_shop;
	struct outing o;
	int sent = 0;

	run_out(s, &o, 1);
	s->db_shop = db_new((struct db_account){
		.socket = cutter_socket(cutter), .name = s->name, .user = "crumbled_shop",
		.password = "testshop",
	});
	for (int k = 0; k < 2; k++) {
		bool cut = true;

		for (int n = 0; cut && n < 60; n++) {
			sql_do(s, "DELETE FROM rate_limits");
			const char *path = camera(s), *name = arena_fmt(s->cx.mem, "IMG_%04d", ++sent);

			cutter_set(cutter, k ? CUT_AFTER : CUT_BEFORE, n, NULL);
			send_path(s, &o, name, path);
			cut = cutter_has_cut(cutter);
			cutter_set(cutter, CUT_NEVER, 0, NULL);
			expect_status(s, 201);
			assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM run_photos"), sent);
			assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM files"), sent);
			assert_int_equal(digital_files(s, "stored"), sent);
		}
		assert_false(cut);
	}
	expect_sound(s);
	db_free(s->db_shop);
	s->db_shop = plain;
	s->cx.db = plain;
	cutter_stop(cutter);
}

SHOP_TESTS(
	digital_test(only_its_pixels_are_kept_and_not_where_customers_fetch_pictures),
	digital_test(what_is_no_picture_is_refused_and_leaves_nothing),
	digital_test(only_the_link_of_a_run_that_is_good_takes_any),
	digital_test(a_run_has_so_many_and_each_name_is_one),
	digital_test(the_same_upload_twenty_times_at_once_is_one),
	digital_test(of_twenty_at_once_no_more_are_taken_than_there_is_room),
	digital_test(a_picture_shows_one_delivery_however_many_name_it),
	digital_test(an_event_names_a_picture_of_its_own_run),
	digital_test(who_sees_the_order_sees_the_attempts_and_the_picture),
	digital_test(a_failed_attempt_stands_before_the_next_one),
	digital_test(a_closed_door_is_shown_by_the_picture_of_the_try_that_holds),
	digital_test(what_no_event_named_goes_after_a_day),
	digital_test(an_export_names_it_and_an_erasure_takes_it),
	digital_test(an_upload_that_loses_its_connection_anywhere_is_one_picture))
