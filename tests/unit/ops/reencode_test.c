/* SPDX-License-Identifier: MIT */
/* Pictures made anew: what is refused, what is left of a file, and what a hostile one can do. */
#include "../base/unit.h"

#include "base/clock.h"
#include "base/config.h"
#include "base/picture.h"
#include "ops/reencode.h"
#include "support/drawing.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static struct config config;

/* What came out, and how it ended. */
struct result { enum err e; struct drawing out; struct picture_size size; };

static void
forget(struct result *r)
{
	free(r->out.at);
	r->out.at = NULL;
}

static struct result
send_bytes(struct ctx *cx, const void *bytes, size_t n)
{
	struct result r = { 0 };
	int in = memfd_create("in", MFD_CLOEXEC), out = memfd_create("out", MFD_CLOEXEC);
	struct stat st;
	char program[4096];

	if (!config.picture_program) {
		snprintf(program, sizeof program, "%s/crumbled-picture", getenv("CRUMBLED_BUILD"));
		config.picture_program = program;
	}
	cx->config = &config;
	assert_int_equal(write(in, bytes, n), n);
	assert_int_equal(lseek(in, 0, SEEK_SET), 0);
	r.e = reencode(cx, in, out, &r.size);
	assert_int_equal(fstat(out, &st), 0);
	r.out = (struct drawing){ malloc((size_t)st.st_size + 1), (size_t)st.st_size };
	assert_int_equal(pread(out, r.out.at, r.out.n, 0), st.st_size);
	close(in);
	close(out);
	if (config.picture_program == program)
		config.picture_program = NULL;
	return r;
}

static struct result
send_on(struct ctx *cx, struct drawing d)
{
	struct result r = send_bytes(cx, d.at, d.n);

	free(d.at);
	return r;
}

static void
expect_refused(struct ctx *cx, struct drawing d, enum err e)
{
	struct result r = send_on(cx, d);

	assert_int_equal(r.e, e);
	forget(&r);
}

static void
expect_made(struct result *r, int w, int h)
{
	assert_int_equal(r->e, OK);
	assert_int_equal(r->size.width, w);
	assert_int_equal(r->size.height, h);
	assert_memory_equal(r->out.at, "RIFF", 4);
	assert_memory_equal(r->out.at + 8, "WEBPVP8", 7);
}

/* ---- what is taken ---- */

static const char *const types[] = { "jpeg", "png", "webp" };
#define EACH_TYPE(type)                                                                            \
	for (const char *const *type = types; type < types + sizeof types / sizeof *types; type++)

static void
the_three_kinds_come_out_as_one(void **state)
{
	EACH_TYPE(type) {
		struct result r = send_on(*state, drawing(*type, 64, 48));

		expect_made(&r, 64, 48);
		assert_int_equal(drawing_color(r.out, 8, 8), DRAWING_RED);
		assert_int_equal(drawing_color(r.out, 56, 8), DRAWING_GREEN);
		assert_int_equal(drawing_color(r.out, 8, 40), DRAWING_BLUE);
		assert_int_equal(drawing_color(r.out, 56, 40), DRAWING_WHITE);
		forget(&r);
	}
}

static void
a_large_one_becomes_two_thousand_pixels_and_keeps_its_shape(void **state)
{
	struct result r = send_on(*state, drawing("jpeg", 6000, 3000));

	expect_made(&r, 2000, 1000);
	forget(&r);
	r = send_on(*state, drawing("png", 3, 9000));
	expect_made(&r, 1, 2000);
	forget(&r);
	r = send_on(*state, drawing("webp", 1, 1));
	expect_made(&r, 1, 1);
	forget(&r);
}

static void
what_is_transparent_stays_so(void **state)
{
	gdImagePtr im = gdImageCreateTrueColor(2400, 20), made;
	struct result r;

	gdImageAlphaBlending(im, 0);
	gdImageSaveAlpha(im, 1);
	gdImageFilledRectangle(im, 0, 0, 2399, 19, gdTrueColorAlpha(255, 0, 0, 127));
	r = send_on(*state, drawing_of(im, "png"));
	expect_made(&r, 2000, 16);
	made = gdImageCreateFromWebpPtr((int)r.out.n, r.out.at);
	assert_int_equal(gdTrueColorGetAlpha(gdImageGetTrueColorPixel(made, 1000, 8)), 127);
	gdImageDestroy(made);
	forget(&r);
}

static void
it_is_set_upright_and_what_the_camera_noted_is_gone(void **state)
{
	/* Top left, and next to it, as people see it. */
	static const int corners[][2] = {
		{ DRAWING_RED, DRAWING_GREEN }, { DRAWING_GREEN, DRAWING_RED },
		{ DRAWING_WHITE, DRAWING_BLUE }, { DRAWING_BLUE, DRAWING_WHITE },
		{ DRAWING_RED, DRAWING_BLUE }, { DRAWING_BLUE, DRAWING_RED },
		{ DRAWING_WHITE, DRAWING_GREEN }, { DRAWING_GREEN, DRAWING_WHITE },
	};

	for (uint8_t o = 1; o <= 8; o++) {
		struct drawing d = drawing_with_exif(drawing("jpeg", 64, 48), o);
		struct result r;
		int w = o < 5 ? 64 : 48, h = o < 5 ? 48 : 64;

		assert_true(drawing_has(d, DRAWING_SECRET, 17));
		r = send_on(*state, d);
		expect_made(&r, w, h);
		assert_int_equal(drawing_color(r.out, 8, 8), corners[o - 1][0]);
		assert_int_equal(drawing_color(r.out, w - 8, 8), corners[o - 1][1]);
		assert_false(drawing_has(r.out, DRAWING_SECRET, 17));
		assert_false(drawing_has(r.out, "Exif", 4));
		assert_false(drawing_has(r.out, "EXIF", 4));
		forget(&r);
	}
}

static void
what_else_is_in_the_file_does_not_come_out(void **state)
{
	static const char page[] = "<script>alert(1)</script>", zip[] = "PK\3\4 and a program";
	struct drawing d = drawing("jpeg", 64, 48);
	uint8_t comment[4 + sizeof page] = { 0xff, 0xfe, 0, sizeof page + 2 };
	struct result r;

	memcpy(comment + 4, page, sizeof page);
	d = drawing_with(d, 2, comment, sizeof comment);
	d = drawing_with(d, d.n, zip, sizeof zip);
	r = send_on(*state, d);
	expect_made(&r, 64, 48);
	assert_false(drawing_has(r.out, page, 8));
	assert_false(drawing_has(r.out, zip, 4));
	forget(&r);
}

/* ---- what is refused ---- */

static void
what_is_no_picture_is_refused(void **state)
{
	static const char *const texts[] = {
		"%PDF-1.7", "<svg onload=alert(1)>", "GIF89a\1\0\1\0", "\xff\xd8\xff", "\x89PNG\r\n\x1a\n",
		"RIFF\4\0\0\0WEBP", "BM", "\xff\xd8\xff\xe1\xff\xff\x45xif", "x",
	};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct result r = send_bytes(*state, texts[i], strlen(texts[i]) + 1);

		assert_int_equal(r.e, E_PICTURE_BROKEN);
		assert_int_equal(r.out.n, 0);
		forget(&r);
	}
}

static void
one_that_ends_too_early_is_refused(void **state)
{
	EACH_TYPE(type)
		for (int part = 1; part < 10; part++) {
			struct drawing d = drawing_noise(*type, 64, 48);

			d.n = d.n * (size_t)part / 10;
			expect_refused(*state, d, E_PICTURE_BROKEN);
		}
}

static void
one_that_moves_is_refused(void **state)
{
	static const uint8_t control[] = "\0\0\0\x08" "acTL" "\0\0\0\2\0\0\0\0" "\xf3\x8d\x93\x70";
	static const uint8_t webp[] = "RIFF\x2a\0\0\0WEBP" "VP8X\x0a\0\0\0\x02\0\0\0\x3f\0\0\x2f\0\0"
	                              "ANIM\6\0\0\0\0\0\0\0\0\0";
	struct result r;

	expect_refused(*state, drawing_with(drawing("png", 64, 48), 33, control, sizeof control - 1),
	               E_PICTURE_ANIMATED);
	r = send_bytes(*state, webp, sizeof webp - 1);
	assert_int_equal(r.e, E_PICTURE_ANIMATED);
	forget(&r);
}

/* Says that it is so large, in the place where its kind says it. */
static struct drawing
that_claims(const char *type, uint32_t w, uint32_t h)
{
	struct drawing d = drawing(type, 64, 48);

	if (strcmp(type, "png") == 0) {
		for (int i = 0; i < 4; i++) {
			d.at[16 + i] = (uint8_t)(w >> (24 - 8 * i));
			d.at[20 + i] = (uint8_t)(h >> (24 - 8 * i));
		}
	} else if (strcmp(type, "webp") == 0) {
		assert_memory_equal(d.at + 12, "VP8 ", 4);
		memcpy(d.at + 26, (uint8_t[]){ w & 255, w >> 8 & 63, h & 255, h >> 8 & 63 }, 4);
	} else {
		uint8_t *frame = memmem(d.at, d.n, "\xff\xc0", 2);

		memcpy(frame + 5, (uint8_t[]){ h >> 8 & 255, h & 255, w >> 8 & 255, w & 255 }, 4);
	}
	return d;
}

static void
a_bomb_is_refused_before_it_is_opened(void **state)
{
	int64_t start;

	expect_refused(*state, that_claims("png", 2000000000, 2000000000), E_PICTURE_HUGE);
	expect_refused(*state, that_claims("png", 0xffffffff, 0xffffffff), E_PICTURE_HUGE);
	expect_refused(*state, that_claims("jpeg", 65500, 65500), E_PICTURE_HUGE);
	expect_refused(*state, that_claims("webp", 16383, 16383), E_PICTURE_HUGE);
	expect_refused(*state, drawing("png", 6400, 6251), E_PICTURE_HUGE);
	start = clock_monotonic_us();
	for (int i = 0; i < 10; i++)
		expect_refused(*state, that_claims("png", 60000, 60000), E_PICTURE_HUGE);
	assert_true(clock_monotonic_us() - start < 5 * 1000000);
	/* One that says less than it has, and none at all. */
	expect_refused(*state, that_claims("png", 0, 48), E_PICTURE_BROKEN);
	expect_refused(*state, that_claims("png", 8, 8), E_PICTURE_BROKEN);
}

static void
the_largest_that_is_taken_fits_into_its_memory(void **state)
{
	EACH_TYPE(type) {
		struct result r = send_on(*state, drawing(*type, 6400, 6250));

		expect_made(&r, 2000, 1953);
		forget(&r);
	}
}

static void
whatever_is_changed_in_a_file_it_is_refused_or_a_picture(void **state)
{
	uint32_t seed = 7;
	int made = 0, refused = 0;

	for (int i = 0; i < 600; i++) {
		struct drawing d = drawing(types[i % 3], 40, 30);
		struct result r;

		if (i % 3 == 0)
			d = drawing_with_exif(d, 6);
		for (int k = 0; k <= i % 12; k++) {
			seed = seed * 1664525 + 1013904223;
			/* Most of all in the headers. */
			d.at[(seed >> 8) % (i % 2 ? d.n : d.n < 80 ? d.n : 80)] = (uint8_t)(seed >> 24);
		}
		r = send_on(*state, d);
		if (r.e == OK) {
			assert_true(r.size.width <= PICTURE_SIDE && r.size.height <= PICTURE_SIDE);
			assert_true(drawing_color(r.out, 0, 0) >= 0);
			made++;
		} else if (r.e != E_PICTURE_BROKEN && r.e != E_PICTURE_ANIMATED &&
		           r.e != E_PICTURE_HUGE) {
			print_error("mutation %d: %d\n", i, (int)r.e);
			assert_true(false);
		} else {
			refused++;
		}
		forget(&r);
	}
	assert_true(made > 30);
	assert_true(refused > 200);
}

static void
random_bytes_behind_a_mark_are_refused(void **state)
{
	static const struct { const char *mark; size_t n; } marks[] = {
		{ "\xff\xd8\xff", 3 }, { "\x89PNG\r\n\x1a\n", 8 }, { "RIFF\xff\x03\0\0WEBPVP8 ", 16 },
	};
	uint8_t bytes[1024];
	uint32_t seed = 3;

	for (int i = 0; i < 150; i++) {
		struct result r;

		for (size_t k = 0; k < sizeof bytes; k++)
			bytes[k] = (uint8_t)((seed = seed * 1664525 + 1013904223) >> 24);
		memcpy(bytes, marks[i % 3].mark, marks[i % 3].n);
		r = send_bytes(*state, bytes, sizeof bytes);
		assert_in_range(r.e, E_PICTURE_BROKEN, E_PICTURE_HUGE);
		forget(&r);
	}
}

/* ---- the process itself ---- */

/* A process that kills the children of this one, soon after they begin. */
static pid_t
start_killer(void)
{
	pid_t parent = getpid(), pid = fork();
	char path[64], list[256];

	if (pid != 0)
		return pid;
	snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)parent, (int)parent);
	for (;;) {
		int fd = open(path, O_RDONLY | O_CLOEXEC);
		ssize_t n = read(fd, list, sizeof list - 1);

		close(fd);
		list[n > 0 ? n : 0] = '\0';
		for (char *at = list, *end; (pid = (pid_t)strtol(at, &end, 10)) > 0; at = end)
			if (pid != getpid() && usleep(100 * 1000) == 0)
				kill(pid, SIGKILL);
	}
}

static void
killed_in_the_middle_it_is_refused(void **state)
{
	struct drawing d = drawing("png", 6400, 6250);
	pid_t killer = start_killer();

	for (int i = 0; i < 3; i++) {
		struct result r = send_bytes(*state, d.at, d.n);

		assert_int_equal(r.e, E_PICTURE_BROKEN);
		assert_non_null(strstr(((struct ctx *)*state)->why, "signal 9"));
		forget(&r);
	}
	kill(killer, SIGKILL);
	waitpid(killer, NULL, 0);
	free(d.at);
}

/* Instead of the program, these lines of a shell. */
static struct result
with_script(struct ctx *cx, const char *lines)
{
	char path[] = "/tmp/crumbled-script.XXXXXX";
	int fd = mkstemp(path);
	struct result r;

	assert_true(fd >= 0);
	dprintf(fd, "#!/bin/sh\n%s\n", lines);
	assert_int_equal(fchmod(fd, 0755), 0);
	close(fd);
	config.picture_program = path;
	r = send_bytes(cx, "x", 1);
	config.picture_program = NULL;
	unlink(path);
	return r;
}

static void
it_has_no_environment_and_no_descriptors_but_its_own(void **state)
{
	int secret = dup2(0, 200);	/* without O_CLOEXEC, as a library might */
	sigset_t some;
	struct result r;

	sigemptyset(&some);
	sigaddset(&some, SIGUSR1);
	assert_int_equal(sigprocmask(SIG_BLOCK, &some, NULL), 0);
	assert_int_equal(setenv("CRUMBLED_SECRET", "walnut", 1), 0);
	r = with_script(*state, "env; for f in /proc/$$/fd/*; do echo \"$f\" | sed 's/.*fd.//'; done; "
	                        "grep -i -e NoNewPrivs -e SigBlk /proc/self/status; echo 1 1 >&2");
	close(secret);
	assert_int_equal(r.e, OK);
	r.out.at[r.out.n] = '\0';
	assert_null(strstr((char *)r.out.at, "walnut"));
	assert_non_null(strstr((char *)r.out.at, "NoNewPrivs:\t1"));
	assert_non_null(strstr((char *)r.out.at, "SigBlk:\t0000000000000000"));
	assert_non_null(strstr((char *)r.out.at, "\n2\n"));
	assert_null(strstr((char *)r.out.at, "\n200\n"));
	forget(&r);
}

static void
what_it_says_is_believed_within_limits(void **state)
{
	static const struct { const char *lines; enum err e; } rows[] = {
		{ "echo 20 10 >&2", OK }, { "exit 0", E_PICTURE_BROKEN },
		{ "echo 20 >&2", E_PICTURE_BROKEN }, { "echo 20 0 >&2", E_PICTURE_BROKEN },
		{ "echo 20 2001 >&2", E_PICTURE_BROKEN }, { "echo -1 1 >&2", E_PICTURE_BROKEN },
		{ "echo 99999999999999999999999999999999 1 >&2", E_PICTURE_BROKEN },
		{ "exit 10", E_PICTURE_BROKEN }, { "exit 11", E_PICTURE_ANIMATED },
		{ "exit 12", E_PICTURE_HUGE }, { "exit 77", E_PICTURE_BROKEN }, { "exit 1", E_INTERNAL },
		{ "printf RIFF; kill -11 $$", E_PICTURE_BROKEN },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct result r = with_script(*state, rows[i].lines);

		assert_int_equal(r.e, rows[i].e);
		forget(&r);
	}
	config.picture_program = "/nonexistent/crumbled-picture";
	struct result r = send_bytes(*state, "x", 1);
	assert_int_equal(r.e, E_INTERNAL);
	forget(&r);
	config.picture_program = NULL;
}

static void
one_that_does_not_end_is_ended(void **state)
{
	int64_t start = clock_monotonic_us(), took;
	struct result r = with_script(*state, "echo 1 1 >&2; exec 2>&-; sleep 100");

	took = clock_monotonic_us() - start;
	assert_int_equal(r.e, E_PICTURE_BROKEN);
	assert_true(took >= REENCODE_SECS * 1000000LL && took < 3 * REENCODE_SECS * 1000000LL);
	forget(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_three_kinds_come_out_as_one),
		TEST(a_large_one_becomes_two_thousand_pixels_and_keeps_its_shape),
		TEST(what_is_transparent_stays_so),
		TEST(it_is_set_upright_and_what_the_camera_noted_is_gone),
		TEST(what_else_is_in_the_file_does_not_come_out),
		TEST(what_is_no_picture_is_refused),
		TEST(one_that_ends_too_early_is_refused),
		TEST(one_that_moves_is_refused),
		TEST(a_bomb_is_refused_before_it_is_opened),
		TEST(the_largest_that_is_taken_fits_into_its_memory),
		TEST(whatever_is_changed_in_a_file_it_is_refused_or_a_picture),
		TEST(random_bytes_behind_a_mark_are_refused),
		TEST(killed_in_the_middle_it_is_refused),
		TEST(it_has_no_environment_and_no_descriptors_but_its_own),
		TEST(what_it_says_is_believed_within_limits),
		TEST(one_that_does_not_end_is_ended),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
