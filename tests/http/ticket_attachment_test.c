/* SPDX-License-Identifier: MIT */
/* Attachments: what is taken, by whom, how much a day, who gets it again, and when it goes. */
#include "support/account.h"
#include "support/asker.h"
#include "support/cutter.h"
#include "support/digital.h"
#include "support/job.h"
#include "support/order.h"
#include "support/staff.h"

#include "base/str.h"
#include "support/attachment.h"

#define PNG "\x89PNG\r\n\x1a\n of two broken cookies"
#define JPEG "\xff\xd8\xff\xe0 of two"
#define WEBP "RIFF\x10\0\0\0WEBPVP8 of two"
#define FILES "/api/v1/me/attachments"

/* By the present customer, or with a link. */
static void
send_path(struct shop *s, const struct link *l, const char *query, const char *path)
{
	const char *to = l ? ticket_at(s, *l, "attachments", 0, "") : FILES;

	s->extra = arena_fmt(s->cx.mem, "REQUEST_BODY_FILE=%s%s%s", path,
	                     l ? "\nHTTP_TRACKING_TOKEN=" : "", l ? l->token : "");
	request_raw(s, "POST", arena_fmt(s->cx.mem, "%s%s", to, query), "application/octet-stream",
	            NULL, 0);
}
#define send(s, l, query, bytes)                                                                   \
	send_path(s, l, query, digital_incoming(s, bytes, sizeof(bytes) - 1))

static int64_t
picture(struct shop *s, const struct link *l)
{
	send(s, l, "?name=two.png&type=image/png", PNG);
	expect_status(s, 201);
	return number_at(s, "id");
}

/* Asks with files. */
static void
ask_with(struct shop *s, const struct link *l, const char *ids)
{
	if (l)
		ticket_with(s, *l);
	once(s, ticket_key(s));
	post(s, l ? ticket_at(s, *l, "tickets", 0, "") : TICKETS,
	     "{'subject':'Broken','message':'Look.','attachments':[%s]}", ids);
}

static const char *
number(struct shop *s, int64_t id)
{
	return arena_fmt(s->cx.mem, "%lld", (long long)id);
}

static void
expect_sent(struct shop *s, int64_t id, const char *type, const char *name)
{
	const char *key = sql_text(s, "SELECT storage_key FROM files WHERE id = %lld", (long long)id);

	expect_status(s, 200);
	assert_string_equal(s->reply.type, type);
	assert_string_equal(header(s, "X-Accel-Redirect"), arena_fmt(s->cx.mem, "/files/%s", key));
	assert_non_null(strstr(header(s, "Content-Disposition"),
	                       arena_fmt(s->cx.mem, "attachment; filename=\"%s\"", name)));
}

/* ---- what is taken ---- */

static void
pictures_and_pdfs_are_taken_and_lie_under_random_names(void **state)
{
	struct shop *s = *state;

	ticket_people(s);
	send(s, NULL, "?name=Two%20cookies.PNG&type=image/png", PNG);
	expect_status(s, 201);
	expect_text(s, "original_name", "Two cookies.PNG");
	expect_text(s, "media_type", "image/png");
	expect_number(s, "size_bytes", sizeof(PNG) - 1);
	assert_false(has(s, "storage_key"));
	send(s, NULL, "?name=a.jpg&type=image/jpeg", JPEG);
	expect_status(s, 201);
	send(s, NULL, "?name=a.jpeg&type=image/jpeg", JPEG);
	expect_status(s, 201);
	send(s, NULL, "?name=a.webp&type=image/webp", WEBP);
	expect_status(s, 201);
	send(s, NULL, "?name=bill.pdf&type=application/pdf", PDF);
	expect_status(s, 201);
	assert_int_equal(digital_files(s, "stored"), 5);
	assert_int_equal(digital_files(s, "incoming"), 0);
	expect_rows(s, 5, "SELECT 1 FROM files WHERE purpose = 'attachment' AND customer_id IS NOT NULL "
	            "AND admin_user_id IS NULL AND LENGTH(storage_key) = 32");
	expect_rows(s, 0, "SELECT 1 FROM admin_activity_log");
	expect_sound(s);
}

static void
name_type_and_first_bytes_have_to_agree(void **state)
{
	struct shop *s = *state;
	static const struct { const char *query; const char *bytes; size_t n; } rows[] = {
		{ "?name=a.png&type=image/png", JPEG, sizeof(JPEG) - 1 },
		{ "?name=a.png&type=image/jpeg", PNG, sizeof(PNG) - 1 },
		{ "?name=a.jpg&type=image/png", PNG, sizeof(PNG) - 1 },
		{ "?name=a.png&type=image/png", "<svg onload=alert(1)>", 21 },
		{ "?name=a.html&type=image/png", PNG, sizeof(PNG) - 1 },
		{ "?name=png&type=image/png", PNG, sizeof(PNG) - 1 },
		{ "?name=a.svg&type=image/svg%2Bxml", "<svg/>", 6 },
		{ "?name=a.zip&type=application/zip", "PK\3\4", 4 },
		{ "?name=..%2Fa.png&type=image/png", PNG, sizeof(PNG) - 1 },
		{ "?name=.png&type=image/png", PNG, sizeof(PNG) - 1 },
		{ "?name=a.png&type=image/png", "", 0 },
		{ "?name=a.png", PNG, sizeof(PNG) - 1 },
		{ "?type=image/png", PNG, sizeof(PNG) - 1 },
	};

	ticket_people(s);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		send_path(s, NULL, rows[i].query, digital_incoming(s, rows[i].bytes, rows[i].n));
		if (s->reply.status != 422)
			fail_msg("%s: %d", rows[i].query, s->reply.status);
	}
	assert_int_equal(digital_files(s, "stored"), 0);
	expect_rows(s, 0, "SELECT 1 FROM files");
	expect_rows(s, 0, "SELECT 1 FROM ticket_attachments");
}

static char big[ATTACHMENT_BYTES + 1];

static const char *
five_mib(struct shop *s)
{
	memcpy(big, PNG, sizeof(PNG) - 1);
	return digital_incoming(s, big, ATTACHMENT_BYTES);
}

#define BIG "?name=big.png&type=image/png"

static void
five_mib_each_and_twenty_five_a_day_are_taken(void **state)
{
	struct shop *s = *state;

	long long mona = ticket_people(s);
	send_path(s, NULL, BIG, five_mib(s));
	expect_status(s, 201);
	send_path(s, NULL, BIG, digital_incoming(s, big, ATTACHMENT_BYTES + 1));
	expect_error(s, 413, "payload_too_large");
	for (int i = 0; i < 4; i++) {
		send_path(s, NULL, BIG, five_mib(s));
		expect_status(s, 201);
	}
	send(s, NULL, "?name=two.png&type=image/png", PNG);
	expect_error(s, 429, "too_many_requests");
	assert_non_null(header(s, "Retry-After"));
	assert_int_equal(digital_files(s, "stored"), 5);
	expect_rows(s, 5, "SELECT 1 FROM files");
	as(s, ADEL_ASKS);
	picture(s, NULL);
	shop_at(shop_now() + 86400);
	as_customer(s, MONA_ASKS, mona, false);
	picture(s, NULL);
}

static const char *paths[12];

static bool
uploads_at_once(struct shop *s, int i)
{
	send_path(s, NULL, BIG, paths[i]);
	return s->reply.status == 201;
}

static void
many_at_once_are_never_more(void **state)
{
	struct shop *s = *state;

	ticket_people(s);
	for (int i = 0; i < 12; i++)
		paths[i] = five_mib(s);
	assert_int_equal(shop_parallel(s, 12, uploads_at_once), 5);
	expect_rows(s, 5, "SELECT 1 FROM files");
	expect_rows(s, 5, "SELECT 1 FROM ticket_attachments");
	assert_int_equal(digital_files(s, "stored"), 5);
}

/* ---- with a message ---- */

static void
a_message_takes_up_to_three_of_the_own_each_once(void **state)
{
	struct shop *s = *state;
	long long ids[4];

	ticket_people(s);
	for (int i = 0; i < 4; i++)
		ids[i] = picture(s, NULL);
	ask_with(s, NULL, arena_fmt(s->cx.mem, "%lld,%lld,%lld,%lld", ids[0], ids[1], ids[2], ids[3]));
	expect_error(s, 422, "invalid");
	ask_with(s, NULL, arena_fmt(s->cx.mem, "%lld,%lld", ids[0], ids[0]));
	expect_field(s, "attachments", "invalid");
	ask_with(s, NULL, arena_fmt(s->cx.mem, "%lld,%lld", ids[0], ids[1]));
	expect_status(s, 201);
	expect_number(s, "files.0.id", ids[0]);
	expect_text(s, "files.1.name", "two.png");
	int64_t ticket = number_at(s, "id");
	ask_with(s, NULL, arena_fmt(s->cx.mem, "%lld", ids[0]));
	expect_field(s, "attachments", "invalid");
	ticket_post(s, ticket, "replies", arena_fmt(s->cx.mem, "{'message':'x','attachments':[%lld]}",
	                                            ids[2]));
	expect_status(s, 201);
	expect_number(s, "replies.0.files.0.id", ids[2]);
	as(s, ADEL_ASKS);
	ask_with(s, NULL, arena_fmt(s->cx.mem, "%lld", ids[3]));
	expect_field(s, "attachments", "invalid");
	expect_rows(s, 1, "SELECT 1 FROM customer_support_tickets");
	expect_rows(s, 1, "SELECT 1 FROM ticket_attachments WHERE ticket_id IS NULL");
	expect_sound(s);
}

static int64_t wanted;

static bool
takes_the_file(struct shop *s, int i)
{
	once(s, arena_fmt(s->cx.mem, "takes-the-file-%02d", i));
	post(s, TICKETS, "{'subject':'a','message':'x','attachments':[%lld]}", (long long)wanted);
	return s->reply.status == 201;
}

static void
of_many_messages_that_name_a_file_one_has_it(void **state)
{
	struct shop *s = *state;

	ticket_people(s);
	wanted = picture(s, NULL);
	assert_int_equal(shop_parallel(s, 8, takes_the_file), 1);
	expect_rows(s, 1, "SELECT 1 FROM customer_support_tickets");
	expect_sound(s);
}

/* ---- who gets it ---- */

static void
the_owner_and_staff_get_it_and_nobody_else(void **state)
{
	struct shop *s = *state;

	ticket_people(s);
	int64_t id = picture(s, NULL);
	get(s, FILES "/%lld", (long long)id);
	expect_sent(s, id, "image/png", "two.png");
	as_staff(s, DESK, "order_manager");
	get(s, "/api/v1/admin/attachments/%lld", (long long)id);
	expect_error(s, 404, "not_found");	/* in no message yet */
	as(s, MONA_ASKS);
	ask_with(s, NULL, number(s, id));
	expect_status(s, 201);
	get(s, FILES "/%lld", (long long)id);
	expect_sent(s, id, "image/png", "two.png");
	as(s, DESK);
	get(s, "/api/v1/admin/attachments/%lld", (long long)id);
	expect_sent(s, id, "image/png", "two.png");
	get(s, DESK_TICKETS "/%lld", (long long)sql_number(s, "SELECT MAX(id) FROM customer_support_tickets"));
	expect_number(s, "files.0.id", id);
	as(s, ADEL_ASKS);
	get(s, FILES "/%lld", (long long)id);
	expect_error(s, 404, "not_found");
	as(s, GUEST_ASKS);
	struct link l = ticket_order(s, GUEST_PHONE);
	ticket_with(s, l);
	get(s, "%s", ticket_at(s, l, "attachments", id, ""));
	expect_error(s, 404, "not_found");
	/* A digital good is none. */
	int64_t good = upload_text(s, "a.pdf", PDF);
	as(s, MONA_ASKS);
	get(s, FILES "/%lld", (long long)good);
	expect_error(s, 404, "not_found");
	as(s, DESK);
	get(s, "/api/v1/admin/attachments/%lld", (long long)good);
	expect_error(s, 404, "not_found");
}

static void
by_the_link_of_an_order_one_sends_and_gets_what_is_the_order_s(void **state)
{
	struct shop *s = *state;

	as(s, GUEST_ASKS);
	struct link l = ticket_order(s, GUEST_PHONE), other = ticket_order(s, "+201005550102");
	struct link wrong = { l.id, l.number, other.token };
	send(s, &wrong, "?name=two.png&type=image/png", PNG);
	expect_error(s, 404, "not_found");
	assert_int_equal(digital_files(s, "stored"), 0);
	int64_t id = picture(s, &l);
	ticket_with(s, other);
	get(s, "%s", ticket_at(s, other, "attachments", id, ""));
	expect_error(s, 404, "not_found");
	ask_with(s, &other, number(s, id));
	expect_field(s, "attachments", "invalid");
	ticket_with(s, l);
	get(s, "%s", ticket_at(s, l, "attachments", id, ""));
	expect_sent(s, id, "image/png", "two.png");
	ask_with(s, &l, number(s, id));
	expect_status(s, 201);
	ticket_with(s, l);
	get(s, "%s", ticket_at(s, l, "attachments", id, ""));
	expect_sent(s, id, "image/png", "two.png");
	expect_sound(s);
}

/* ---- how it goes ---- */

static void
what_no_message_took_goes_after_a_day(void **state)
{
	struct shop *s = *state;

	ticket_people(s);
	int64_t taken = picture(s, NULL), left = picture(s, NULL);
	ask_with(s, NULL, number(s, taken));
	expect_status(s, 201);
	job_allow(s);
	shop_at(shop_now() + 86400);
	run_job(s, "purge");
	expect_status(s, 200);
	expect_rows(s, 2, "SELECT 1 FROM ticket_attachments");
	shop_at(shop_now() + 1);
	run_job(s, "purge");
	expect_status(s, 200);
	assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM files WHERE id = %lld", (long long)left), 0);
	assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM files WHERE id = %lld", (long long)taken), 1);
	expect_rows(s, 1, "SELECT 1 FROM ticket_attachments");
	expect_sound(s);
}

static void
an_erasure_takes_texts_and_files_the_link_s_too(void **state)
{
	struct shop *s = *state;
	long long mona = ticket_people(s);
	struct link l = ticket_order(s, DEMO_PHONE);
	int64_t own = picture(s, NULL), by_link = picture(s, &l), foreign;

	ask_with(s, NULL, number(s, own));
	ask_with(s, &l, number(s, by_link));
	expect_status(s, 201);
	int64_t ticket = number_at(s, "id");
	as(s, ADEL_ASKS);
	foreign = picture(s, NULL);
	as_staff(s, DESK, "order_manager");
	ticket_desk(s, ticket, "answers", "{'message':'Dear Mona Adel.'}");
	post(s, arena_fmt(s->cx.mem, "/api/v1/admin/orders/%lld/status", (long long)l.id),
	     "{'status':'cancelled','note':'x'}");
	expect_status(s, 200);
	as_customer(s, MONA_ASKS, mona, false);
	request(s, "DELETE", "/api/v1/me", "{'password':'" CUSTOMER_PASSWORD "'}");
	expect_status(s, 204);
	expect_rows(s, 2, "SELECT 1 FROM customer_support_tickets WHERE subject = '' AND message = '' "
	            "AND attachments IS NULL AND status = 'closed' AND closed_at IS NOT NULL");
	expect_rows(s, 0, "SELECT 1 FROM customer_ticket_replies WHERE message <> ''");
	assert_int_equal(sql_number(s, "SELECT GROUP_CONCAT(id) FROM files"), foreign);
	expect_rows(s, 1, "SELECT 1 FROM ticket_attachments");
	/* The link opens nothing for who was erased. */
	ticket_with(s, l);
	once(s, ticket_key(s));
	post(s, ticket_at(s, l, "tickets", 0, ""), "{'subject':'a','message':'x'}");
	expect_error(s, 404, "not_found");
	expect_sound(s);
}

/* ---- faults ---- */

/* Wherever the connection breaks, there is one row for each file that lies there, counted once. */
static void
an_upload_that_loses_its_connection_anywhere_is_one_file(void **state)
{
	struct shop *s = *state;
	struct cutter *cutter = cutter_start(arena_fmt(s->cx.mem, "%s/db.sock",
	                                               getenv("CRUMBLED_TESTDB")));
	struct db *plain = s->db_shop;

	ticket_people(s);
	s->db_shop = db_new((struct db_account){
		.socket = cutter_socket(cutter), .name = s->name, .user = "crumbled_shop",
		.password = "testshop",
	});
	for (int k = 0; k < 2; k++) {
		bool cut = true;

		for (int n = 0; cut && n < 60; n++) {
			sql_do(s, "DELETE FROM rate_limits");
			const char *path = digital_incoming(s, PNG, sizeof(PNG) - 1);
			cutter_set(cutter, k ? CUT_AFTER : CUT_BEFORE, n, NULL);
			send_path(s, NULL, "?name=two.png&type=image/png", path);
			cut = cutter_has_cut(cutter);
			cutter_set(cutter, CUT_NEVER, 0, NULL);
			expect_status(s, 201);
			assert_int_equal(digital_files(s, "stored"),
			                 sql_number(s, "SELECT COUNT(*) FROM files"));
			assert_int_equal(sql_number(s, "SELECT COUNT(*) FROM files"),
			                 sql_number(s, "SELECT COUNT(*) FROM ticket_attachments"));
			assert_int_equal(sql_number(s, "SELECT MAX(hits) FROM rate_limits"),
			                 sizeof(PNG) - 1);
		}
		assert_false(cut);
	}
	db_free(s->db_shop);
	s->db_shop = plain;
	s->cx.db = plain;
	cutter_stop(cutter);
}

SHOP_TESTS(
	digital_test(pictures_and_pdfs_are_taken_and_lie_under_random_names),
	digital_test(name_type_and_first_bytes_have_to_agree),
	digital_test(five_mib_each_and_twenty_five_a_day_are_taken),
	digital_test(many_at_once_are_never_more),
	digital_test(a_message_takes_up_to_three_of_the_own_each_once),
	digital_test(of_many_messages_that_name_a_file_one_has_it),
	digital_test(the_owner_and_staff_get_it_and_nobody_else),
	digital_test(by_the_link_of_an_order_one_sends_and_gets_what_is_the_order_s),
	digital_test(what_no_message_took_goes_after_a_day),
	digital_test(an_erasure_takes_texts_and_files_the_link_s_too),
	digital_test(an_upload_that_loses_its_connection_anywhere_is_one_file))
