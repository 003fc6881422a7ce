/* SPDX-License-Identifier: MIT */
/* Pictures of what is sold, and the customer's own: who may, what is refused, what names them, and
 * when they go. */
#include "support/account.h"
#include "support/cutter.h"
#include "support/digital.h"
#include "support/drawing.h"
#include "support/job.h"
#include "support/order.h"
#include "support/staff.h"

#include "account/avatar.h"
#include "base/picture.h"
#include "base/str.h"
#include "ops/file.h"

#include <unistd.h>

enum { BUYER, OTHER_BUYER, KEEPER, TAKER };

#define PICTURES_AT "/api/v1/admin/pictures"
#define AVATAR "/api/v1/me/avatar"
#define IMAGES "/api/v1/admin/flavors/3/images"
#define OTHER_PHONE "+201112223334"

static void
send_path(struct shop *s, const char *method, const char *to, const char *path)
{
	s->extra = arena_fmt(s->cx.mem, "REQUEST_BODY_FILE=%s", path);
	request_raw(s, method, to, "application/octet-stream", NULL, 0);
}

static void
send_drawing(struct shop *s, const char *method, const char *to, struct drawing d)
{
	send_path(s, method, to, digital_incoming(s, d.at, d.n));
	free(d.at);
}

/* A new picture of something sold; its address. */
static const char *
picture(struct shop *s)
{
	as_staff(s, KEEPER, "product_manager");
	send_drawing(s, "POST", PICTURES_AT, drawing("jpeg", 64, 48));
	expect_status(s, 201);
	return text_at(s, "url");
}

static void
set_avatar(struct shop *s)
{
	send_drawing(s, "PUT", AVATAR, drawing_with_exif(drawing("jpeg", 64, 48), 6));
}

static int64_t
as_mona(struct shop *s)
{
	int64_t id = customer_add(s, DEMO_PHONE, CUSTOMER_MAIL);

	as_customer(s, BUYER, id, false);
	return id;
}

static int
pictures_kept(struct shop *s)
{
	return digital_files(s, "pictures");
}

static const char *
key_of(const char *url)
{
	assert_true(str_starts(url, FILE_PICTURES));
	return url + strlen(FILE_PICTURES);
}

/* ---- what staff upload ---- */

static void
a_picture_is_made_anew_and_kept_under_a_random_address(void **state)
{
	struct shop *s = *state;
	const char *url = picture(s);
	int64_t id = number_at(s, "id");

	expect_number(s, "width", 64);
	expect_number(s, "height", 48);
	assert_false(has(s, "storage_key"));
	assert_int_equal(strlen(key_of(url)), 32);
	assert_int_equal(access(digital_path(s, "pictures", key_of(url)), R_OK), 0);
	assert_int_equal(pictures_kept(s), 1);
	assert_int_equal(digital_files(s, "stored"), 0);
	assert_int_equal(digital_files(s, "incoming"), 1);	/* the web server removes it */
	expect_rows(s, 1, "SELECT 1 FROM files WHERE purpose = 'product_image' AND state = 'ready' "
	            "AND media_type = 'image/webp' AND width = 64 AND height = 48 "
	            "AND original_name IS NULL AND admin_user_id IS NOT NULL AND customer_id IS NULL");
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'picture.add'");
	/* It is none of the goods. */
	get(s, "/api/v1/admin/files/%lld", (long long)id);
	expect_error(s, 404, "not_found");
	expect_sound(s);
}

static void
pictures_are_listed_newest_first_by_pages(void **state)
{
	struct shop *s = *state;
	const char *urls[3];

	for (int i = 0; i < 3; i++)
		urls[i] = picture(s);
	get(s, PICTURES_AT "?limit=2");
	expect_status(s, 200);
	expect_text(s, "items.0.url", urls[2]);
	expect_text(s, "items.1.url", urls[1]);
	get(s, PICTURES_AT "?limit=2&cursor=%s", text_at(s, "next_cursor"));
	expect_text(s, "items.0.url", urls[0]);
	assert_false(has(s, "items.1"));
}

static struct drawing
of_text(const char *text, size_t n)
{
	struct drawing d = { malloc(n), n };

	memcpy(d.at, text, n);
	return d;
}

static const char moving[] = "RIFF\x16\0\0\0WEBP" "VP8X\x0a\0\0\0\x02\0\0\0\x3f\0\0\x2f\0\0";

static void
refuses_each(struct shop *s, const char *method, const char *to, int64_t most)
{
	struct drawing huge = drawing("png", 64, 48), cut = drawing("webp", 64, 48);
	struct drawing large = { calloc(1, (size_t)most + 1), (size_t)most + 1 };

	huge.at[16] = huge.at[20] = 0x10;
	cut.n -= 20;
	send_drawing(s, method, to, huge);
	expect_error(s, 422, "picture_too_large");
	send_drawing(s, method, to, of_text(moving, sizeof moving - 1));
	expect_error(s, 422, "picture_animated");
	send_drawing(s, method, to, cut);
	expect_error(s, 422, "picture_broken");
	send_drawing(s, method, to, of_text(PDF, sizeof PDF));
	expect_error(s, 422, "picture_broken");
	send_drawing(s, method, to, of_text("", 0));
	expect_field(s, "content", "invalid");
	send_drawing(s, method, to, large);
	expect_error(s, 413, "payload_too_large");
	request_raw(s, method, to, "application/octet-stream", NULL, 0);
	expect_status(s, 422);
	assert_int_equal(pictures_kept(s), 0);
	expect_rows(s, 0, "SELECT 1 FROM files");
}

static void
what_is_refused_leaves_nothing(void **state)
{
	struct shop *s = *state;

	as_staff(s, KEEPER, "product_manager");
	refuses_each(s, "POST", PICTURES_AT, PICTURE_IN_BYTES);
	expect_rows(s, 0, "SELECT 1 FROM admin_activity_log");
	as_mona(s);
	refuses_each(s, "PUT", AVATAR, AVATAR_BYTES);
	expect_rows(s, 0, "SELECT 1 FROM customers WHERE avatar_url IS NOT NULL");
}

static void
without_its_process_or_folder_nothing_is_taken(void **state)
{
	struct shop *s = *state;

	as_staff(s, KEEPER, "product_manager");
	s->config.picture_program = "/bin/false";
	send_drawing(s, "POST", PICTURES_AT, drawing("png", 8, 8));
	expect_error(s, 500, "internal");
	assert_int_equal(pictures_kept(s), 0);
	s->config.files_dir = NULL;
	send_drawing(s, "POST", PICTURES_AT, drawing("png", 8, 8));
	expect_error(s, 503, "unavailable");
	expect_rows(s, 0, "SELECT 1 FROM files");
}

/* ---- what names them ---- */

static void
product(struct shop *s, const char *slug, const char *image)
{
	post(s, "/api/v1/admin/products", "{'name':'Lemon bar','slug':'%s','product_type_id':1,"
	     "'base_price':'40.00','image_url':'%s'}", slug, image);
}

static void
products_packs_and_flavors_name_one_that_is_there(void **state)
{
	struct shop *s = *state;
	const char *url = picture(s);
	const char *gone = "/pictures/0123456789abcdef0123456789abcdef";

	product(s, "lemon-bar", gone);
	expect_field(s, "image_url", "invalid");
	product(s, "lemon-bar", arena_fmt(s->cx.mem, "/pictures/320/%s", key_of(url)));
	expect_field(s, "image_url", "invalid");
	product(s, "lemon-bar", url);
	expect_status(s, 201);
	expect_text(s, "image_url", url);
	product(s, "lime-bar", "https://pictures.example/lime.webp");
	expect_status(s, 201);
	for (int i = 0; i < 2; i++) {
		post(s, "/api/v1/admin/packs", "{'name':'Ten','slug':'ten','count':10,"
		     "'base_price':'500.00','image_url':'%s'}", i ? url : gone);
		expect_status(s, i ? 201 : 422);
		post(s, "/api/v1/admin/flavors", "{'name':'Ginger','slug':'ginger','image_url':'%s'}",
		     i ? url : gone);
		expect_status(s, i ? 201 : 422);
	}
	/* Customers see it where they see the product. */
	as(s, BUYER);
	get(s, "/api/v1/products/lemon-bar");
	expect_text(s, "image_url", url);
	/* An attachment is no picture, whoever knows its name. */
	sql_do(s, "INSERT INTO files (purpose, sha256, size_bytes, media_type, storage_key) VALUES "
	       "('attachment', UNHEX(SHA2('b', 256)), 1, 'image/png', REPEAT('b', 32))");
	as(s, KEEPER);
	product(s, "other", "/pictures/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
	expect_field(s, "image_url", "invalid");
	expect_sound(s);
}

static int64_t
flavor_version(struct shop *s)
{
	return sql_number(s, "SELECT version FROM flavors WHERE id = %d", DEMO_RED_VELVET);
}

static void
set_images(struct shop *s, int64_t version, const char *images)
{
	request(s, "PUT", IMAGES, "{'version':%lld,'images':[%s]}", (long long)version, images);
}

static void
the_pictures_of_a_flavor_are_set_as_a_whole_in_their_order(void **state)
{
	struct shop *s = *state;
	const char *a = picture(s), *b = picture(s);
	int64_t version = flavor_version(s);

	set_images(s, version, arena_fmt(s->cx.mem, "{'url':'%s'},{'url':'%s','is_primary':true}", a, b));
	expect_status(s, 200);
	expect_number(s, "version", version + 1);
	expect_text(s, "items.0.url", a);
	expect_text(s, "items.1.url", b);
	assert_true(json_flag(at(s, "items.1.is_primary")));
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'flavor.images' "
	            "AND before_json LIKE '%/img/%' AND after_json LIKE '%/pictures/%'");
	as(s, BUYER);
	get(s, "/api/v1/flavors");
	expect_text(s, "items.2.image_url", b);
	expect_text(s, "items.2.images.0.url", b);	/* the primary one leads */
	expect_text(s, "items.2.images.1.url", a);
	/* The other order, and another primary one. */
	as(s, KEEPER);
	set_images(s, version + 1,
	           arena_fmt(s->cx.mem, "{'url':'%s'},{'url':'%s','is_primary':true}", b, a));
	expect_status(s, 200);
	expect_text(s, "items.0.url", b);
	expect_rows(s, 1, "SELECT 1 FROM flavors f JOIN flavor_images i ON i.flavor_id = f.id "
	            "AND i.is_primary AND i.image_url = f.image_url WHERE f.id = 3");
	/* None at all. */
	set_images(s, version + 2, "");
	expect_status(s, 200);
	get(s, IMAGES);
	expect_status(s, 200);
	assert_false(has(s, "items.0"));
	expect_rows(s, 1, "SELECT 1 FROM flavors WHERE id = 3 AND image_url IS NULL");
	expect_sound(s);
}

static void
what_a_flavor_cannot_have_is_refused(void **state)
{
	struct shop *s = *state;
	const char *a = picture(s);
	const char *one = arena_fmt(s->cx.mem, "{'url':'%s'}", a);
	struct buf many = buf_in(s->cx.mem, 4096);
	int64_t version = flavor_version(s);

	set_images(s, version, arena_fmt(s->cx.mem, "%s,%s", one, one));
	expect_field(s, "images", "invalid");
	set_images(s, version, "{'url':'/img/a','is_primary':true},{'url':'/img/b','is_primary':true}");
	expect_field(s, "images", "invalid");
	set_images(s, version, "{'url':'/pictures/gone'}");
	expect_field(s, "images", "invalid");
	for (int i = 0; i < 21; i++)
		buf_fmt(&many, "%s{'url':'/img/%d'}", i ? "," : "", i);
	set_images(s, version, many.data);
	expect_status(s, 422);
	set_images(s, version + 1, one);
	expect_error(s, 409, "conflict");
	set_images(s, version - 1, one);
	expect_status(s, version > 1 ? 409 : 422);
	request(s, "PUT", "/api/v1/admin/flavors/999999/images", "{'version':1,'images':[]}");
	expect_error(s, 404, "not_found");
	get(s, "/api/v1/admin/flavors/999999/images");
	expect_error(s, 404, "not_found");
	sql_do(s, "UPDATE flavors SET deleted_at = '2030-01-01' WHERE id = 3");
	set_images(s, version, one);
	expect_error(s, 404, "not_found");
	expect_rows(s, 0, "SELECT 1 FROM flavor_images WHERE image_url LIKE '/pictures/%'");
	/* Who may see it may not change it. */
	as_staff(s, TAKER, "order_manager");
	get(s, IMAGES);
	expect_status(s, 200);
	set_images(s, version, one);
	expect_error(s, 403, "forbidden");
	send_drawing(s, "POST", PICTURES_AT, drawing("png", 8, 8));
	expect_error(s, 403, "forbidden");
}

static int64_t seen;

static bool
sets_the_images(struct shop *s, int i)
{
	set_images(s, seen, arena_fmt(s->cx.mem, "{'url':'/img/%d','is_primary':true}", i));
	return s->reply.status == 200;
}

static void
of_twenty_edits_of_one_state_one_is_done(void **state)
{
	struct shop *s = *state;

	as_staff(s, KEEPER, "product_manager");
	seen = flavor_version(s);
	assert_int_equal(shop_parallel(s, 20, sets_the_images), 1);
	expect_rows(s, 1, "SELECT 1 FROM flavor_images WHERE flavor_id = 3");
	assert_int_equal(flavor_version(s), seen + 1);
}

/* ---- when they go ---- */

static void
remove_picture(struct shop *s, int64_t id)
{
	request(s, "DELETE", arena_fmt(s->cx.mem, PICTURES_AT "/%lld", (long long)id), NULL);
}

static int64_t
id_of(struct shop *s, const char *url)
{
	return sql_number(s, "SELECT id FROM files WHERE storage_key = '%s'", key_of(url));
}

static void
a_picture_is_removed_unless_something_names_it(void **state)
{
	struct shop *s = *state;
	const char *used = picture(s), *unused = picture(s);

	product(s, "lemon-bar", used);
	remove_picture(s, id_of(s, used));
	expect_error(s, 409, "in_use");
	/* A removed product can be brought back. */
	sql_do(s, "UPDATE products SET deleted_at = '2030-01-01' WHERE slug = 'lemon-bar'");
	remove_picture(s, id_of(s, used));
	expect_error(s, 409, "in_use");
	remove_picture(s, id_of(s, unused));
	expect_status(s, 204);
	assert_int_equal(pictures_kept(s), 1);
	expect_rows(s, 1, "SELECT 1 FROM admin_activity_log WHERE action = 'picture.remove'");
	remove_picture(s, 999999);
	expect_error(s, 404, "not_found");
	int64_t good = upload_text(s, "a.pdf", PDF);
	as(s, KEEPER);
	remove_picture(s, good);
	expect_error(s, 404, "not_found");
	as_mona(s);
	set_avatar(s);
	int64_t avatar = id_of(s, text_at(s, "avatar_url"));
	as(s, KEEPER);
	remove_picture(s, avatar);
	expect_error(s, 404, "not_found");
}

static const char *raced;
static int64_t raced_id;

static bool
name_or_remove(struct shop *s, int i)
{
	if (i % 2) {
		product(s, arena_fmt(s->cx.mem, "bar-%d", i), raced);
		return s->reply.status == 201;
	}
	remove_picture(s, raced_id);
	return false;
}

static void
of_naming_and_removing_at_once_one_wins(void **state)
{
	struct shop *s = *state;

	for (int round = 0; round < 5; round++) {
		raced = picture(s);
		raced_id = id_of(s, raced);
		int named = shop_parallel(s, 8, name_or_remove);
		int64_t rows = sql_number(s, "SELECT COUNT(*) FROM files WHERE storage_key = '%s'",
		                          key_of(raced));

		assert_int_equal(rows, named > 0);
		expect_sound(s);
		sql_do(s, "DELETE FROM products WHERE slug LIKE 'bar-%%'");
	}
	assert_int_equal(pictures_kept(s), sql_number(s, "SELECT COUNT(*) FROM files"));
}

static void
what_nothing_names_goes_after_a_day(void **state)
{
	struct shop *s = *state;
	const char *in_product = picture(s), *in_pack = picture(s), *in_flavor = picture(s);
	const char *in_gallery = picture(s), *unnamed = picture(s);

	as_mona(s);
	set_avatar(s);
	as(s, KEEPER);
	product(s, "lemon-bar", in_product);
	sql_do(s, "UPDATE cookie_pack SET image_url = '%s' WHERE id = 1", in_pack);
	sql_do(s, "UPDATE flavors SET image_url = '%s' WHERE id = 1", in_flavor);
	sql_do(s, "INSERT INTO flavor_images (flavor_id, image_url) VALUES (1, '%s')", in_gallery);
	job_allow(s);
	shop_at(shop_now() + 86400);
	run_job(s, "purge");
	expect_status(s, 200);
	assert_int_equal(pictures_kept(s), 6);
	shop_at(shop_now() + 1);
	run_job(s, "purge");
	expect_status(s, 200);
	assert_int_equal(pictures_kept(s), 5);
	assert_int_not_equal(access(digital_path(s, "pictures", key_of(unnamed)), F_OK), 0);
	sql_do(s, "UPDATE products SET image_url = NULL");
	run_job(s, "purge");
	assert_int_equal(pictures_kept(s), 4);
	expect_rows(s, 3, "SELECT 1 FROM files WHERE purpose = 'product_image'");
	expect_rows(s, 1, "SELECT 1 FROM files WHERE purpose = 'avatar'");
	expect_sound(s);
}

/* ---- the customer's own ---- */

static void
an_avatar_is_shown_replaced_and_taken_away(void **state)
{
	struct shop *s = *state;
	const char *first, *second;

	as_mona(s);
	get(s, "/api/v1/me");
	assert_false(has(s, "avatar_url"));
	set_avatar(s);
	expect_status(s, 200);
	first = text_at(s, "avatar_url");
	expect_rows(s, 1, "SELECT 1 FROM files WHERE purpose = 'avatar' AND width = 48 AND height = 64 "
	            "AND customer_id IS NOT NULL AND original_name IS NULL");
	get(s, "/api/v1/me");
	expect_text(s, "avatar_url", first);
	set_avatar(s);
	expect_status(s, 200);
	second = text_at(s, "avatar_url");
	assert_string_not_equal(first, second);
	assert_int_not_equal(access(digital_path(s, "pictures", key_of(first)), F_OK), 0);
	assert_int_equal(pictures_kept(s), 1);
	expect_rows(s, 1, "SELECT 1 FROM files");
	expect_rows(s, 2, "SELECT 1 FROM customer_activity_log WHERE action = 'avatar.changed'");
	expect_sound(s);
	for (int i = 0; i < 2; i++) {
		request(s, "DELETE", AVATAR, NULL);
		expect_status(s, 204);
	}
	expect_rows(s, 1, "SELECT 1 FROM customer_activity_log WHERE action = 'avatar.removed'");
	get(s, "/api/v1/me");
	assert_false(has(s, "avatar_url"));
	assert_int_equal(pictures_kept(s), 0);
	expect_rows(s, 0, "SELECT 1 FROM files");
	expect_sound(s);
}

static void
nobody_changes_another_customer_s(void **state)
{
	struct shop *s = *state;
	const char *mona;

	as_mona(s);
	set_avatar(s);
	mona = text_at(s, "avatar_url");
	as_customer(s, OTHER_BUYER, customer_add(s, OTHER_PHONE, "adel@example.com"), false);
	request(s, "DELETE", AVATAR, NULL);
	expect_status(s, 204);
	set_avatar(s);
	expect_status(s, 200);
	request(s, "PATCH", "/api/v1/me", "{'version':2,'avatar_url':'%s'}", mona);
	expect_error(s, 400, "unknown_field");
	/* A guest has none. */
	as(s, TAKER);
	set_avatar(s);
	expect_error(s, 401, "login_needed");
	as(s, BUYER);
	get(s, "/api/v1/me");
	expect_text(s, "avatar_url", mona);
	assert_int_equal(pictures_kept(s), 2);
	/* Nor is it a picture for products. */
	as_staff(s, KEEPER, "product_manager");
	product(s, "lemon-bar", mona);
	expect_field(s, "image_url", "invalid");
	expect_sound(s);
}

static void
twenty_a_day_are_taken(void **state)
{
	struct shop *s = *state;

	as_mona(s);
	for (int i = 0; i < 20; i++) {
		set_avatar(s);
		expect_status(s, 200);
	}
	set_avatar(s);
	expect_error(s, 429, "too_many_requests");
	assert_int_equal(pictures_kept(s), 1);
}

static const char *paths[10];

static bool
sets_an_avatar(struct shop *s, int i)
{
	send_path(s, "PUT", AVATAR, paths[i]);
	return s->reply.status == 200;
}

static void
of_many_at_once_one_is_left(void **state)
{
	struct shop *s = *state;

	as_mona(s);
	for (int i = 0; i < 10; i++) {
		struct drawing d = drawing("png", 64, 48);

		paths[i] = digital_incoming(s, d.at, d.n);
		free(d.at);
	}
	assert_int_equal(shop_parallel(s, 10, sets_an_avatar), 10);
	expect_rows(s, 1, "SELECT 1 FROM files");
	assert_int_equal(pictures_kept(s), 1);
	expect_sound(s);
}

static void
an_erasure_takes_it_and_an_export_names_it(void **state)
{
	struct shop *s = *state;

	int64_t id = as_mona(s);
	set_avatar(s);
	const char *url = text_at(s, "avatar_url");
	as_staff(s, KEEPER, "order_manager");
	get(s, "/api/v1/admin/customers/%lld", (long long)id);
	expect_status(s, 200);
	as(s, BUYER);
	post(s, "/api/v1/me/export", "{'password':'" CUSTOMER_PASSWORD "'}");
	expect_status(s, 200);
	post(s, "/api/v1/export", "{'token':'%s'}",
	     link_sent(s, CUSTOMER_MAIL, "https://shop.test/en/export#token="));
	expect_text(s, "profile.avatar_url", url);
	expect_text(s, "files.0.purpose", "avatar");
	request(s, "DELETE", "/api/v1/me", "{'password':'" CUSTOMER_PASSWORD "'}");
	expect_status(s, 204);
	expect_rows(s, 0, "SELECT 1 FROM files");
	expect_rows(s, 0, "SELECT 1 FROM customers WHERE avatar_url IS NOT NULL");
	expect_sound(s);
	/* Its bytes are an orphan now; it is as old as its file. */
	assert_int_equal(pictures_kept(s), 1);
	job_allow(s);
	run_job(s, "purge");
	expect_status(s, 200);
	assert_int_equal(pictures_kept(s), 0);
}

/* ---- faults ---- */

/* Wherever the connection breaks, there is one row and one picture. */
static void
an_upload_that_loses_its_connection_anywhere_is_one_picture(void **state)
{
	struct shop *s = *state;
	struct cutter *cutter = cutter_start(arena_fmt(s->cx.mem, "%s/db.sock",
	                                               getenv("CRUMBLED_TESTDB")));
	struct db *plain = s->db_shop;

	as_mona(s);
	s->db_shop = db_new((struct db_account){
		.socket = cutter_socket(cutter), .name = s->name, .user = "crumbled_shop",
		.password = "testshop",
	});
	for (int k = 0; k < 2; k++) {
		bool cut = true;

		for (int n = 0; cut && n < 60; n++) {
			sql_do(s, "DELETE FROM rate_limits");
			struct drawing d = drawing("png", 8, 8);
			const char *path = digital_incoming(s, d.at, d.n);

			free(d.at);
			cutter_set(cutter, k ? CUT_AFTER : CUT_BEFORE, n, NULL);
			send_path(s, "PUT", AVATAR, path);
			cut = cutter_has_cut(cutter);
			cutter_set(cutter, CUT_NEVER, 0, NULL);
			expect_status(s, 200);
			expect_rows(s, 1, "SELECT 1 FROM files");
			assert_int_equal(pictures_kept(s), 1);
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
	digital_test(a_picture_is_made_anew_and_kept_under_a_random_address),
	digital_test(pictures_are_listed_newest_first_by_pages),
	digital_test(what_is_refused_leaves_nothing),
	digital_test(without_its_process_or_folder_nothing_is_taken),
	digital_test(products_packs_and_flavors_name_one_that_is_there),
	digital_test(the_pictures_of_a_flavor_are_set_as_a_whole_in_their_order),
	digital_test(what_a_flavor_cannot_have_is_refused),
	digital_test(of_twenty_edits_of_one_state_one_is_done),
	digital_test(a_picture_is_removed_unless_something_names_it),
	digital_test(of_naming_and_removing_at_once_one_wins),
	digital_test(what_nothing_names_goes_after_a_day),
	digital_test(an_avatar_is_shown_replaced_and_taken_away),
	digital_test(nobody_changes_another_customer_s), digital_test(twenty_a_day_are_taken),
	digital_test(of_many_at_once_one_is_left),
	digital_test(an_erasure_takes_it_and_an_export_names_it),
	digital_test(an_upload_that_loses_its_connection_anywhere_is_one_picture))
