/* SPDX-License-Identifier: MIT */
/* How many may work on passwords at once. */
#include "support/staff.h"

#include "base/clock.h"
#include "base/str.h"
#include "guard/password.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static const char *
hash_of(struct shop *s, const char *plain)
{
	const char *hash = NULL;

	assert_int_equal(OK, password_hash(&s->cx, plain, &hash));
	return hash;
}

static bool
fits(struct shop *s, const char *stored, const char *plain)
{
	bool ok = true;

	assert_int_equal(OK, password_verify(&s->cx, stored, plain, &ok));
	return ok;
}

static void
a_password_fits_its_hash_only(void **state)
{
	struct shop *s = *state;
	const char *a = hash_of(s, "correct horse"), *b = hash_of(s, "correct horse");

	assert_true(str_starts(a, "$argon2id$v=19$m=19456,t=2,p=1$"));
	assert_string_not_equal(a, b);
	assert_true(fits(s, a, "correct horse"));
	assert_false(fits(s, a, "correct horse "));
	assert_false(fits(s, a, ""));
	/* Without the pepper it is worth nothing. */
	memset(s->keys.key[KEY_PEPPER], 99, 32);
	assert_false(fits(s, a, "correct horse"));
	memset(s->keys.key[KEY_PEPPER], KEY_PEPPER + 1, 32);
}

static int64_t
cost(struct shop *s, const char *stored)
{
	int64_t best = INT64_MAX;

	for (int i = 0; i < 3; i++) {
		int64_t begin = clock_monotonic_us();
		assert_false(fits(s, stored, "another one"));
		int64_t took = clock_monotonic_us() - begin;
		best = took < best ? took : best;
	}
	return best;
}

static void
an_unknown_account_costs_the_same(void **state)
{
	struct shop *s = *state;
	int64_t known = cost(s, hash_of(s, "correct horse")), unknown = cost(s, NULL);

	/* A refusal without work would take a thousandth. */
	assert_true(unknown > known / 4 && known > unknown / 4);
}

/* A folder whose places are all taken but `free_n`; returns the descriptor that holds them. */
static int
crowd(struct shop *s, char *dir, int free_n)
{
	long places = sysconf(_SC_NPROCESSORS_ONLN) - 1;
	char path[64];

	places = places < 1 ? 1 : places;
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof path, "%s/password.lock", dir);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0660);
	assert_true(fd >= 0);
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0,
	                      .l_len = places - free_n };
	if (places > free_n)
		assert_int_equal(0, fcntl(fd, F_OFD_SETLK, &lock));
	s->config.run_dir = dir;
	return fd;
}

static void
leave(struct shop *s, const char *dir, int fd)
{
	close(fd);
	s->config.run_dir = NULL;
	unlink(arena_fmt(s->cx.mem, "%s/password.lock", dir));
	rmdir(dir);
}

static void
without_a_place_one_is_sent_away(void **state)
{
	struct shop *s = *state;
	char dir[] = "/tmp/crumbled-places.XXXXXX";
	int fd = crowd(s, dir, 0);
	int64_t begin = clock_monotonic_us();
	const char *hash;
	bool ok;

	assert_int_equal(E_TOO_MANY, password_verify(&s->cx, NULL, "x", &ok));
	assert_int_equal(1, s->cx.retry_after_secs);
	assert_true(clock_monotonic_us() - begin >= 190000);
	assert_int_equal(E_TOO_MANY, password_hash(&s->cx, "x", &hash));
	/* Through the whole request: 429, and no session. */
	staff_totp_is(s, "optional");
	post(s, "/api/v1/admin/auth/login", "{'username':'owner','password':'%s'}", STAFF_PASSWORD);
	expect_error(s, 429, "too_many_requests");
	assert_string_equal(header(s, "Retry-After"), "1");
	leave(s, dir, fd);
}

static void
one_place_is_enough_and_is_given_back(void **state)
{
	struct shop *s = *state;
	char dir[] = "/tmp/crumbled-places.XXXXXX";
	int fd = crowd(s, dir, 1);

	const char *hash = hash_of(s, "correct horse");
	assert_true(fits(s, hash, "correct horse"));
	assert_false(fits(s, NULL, "correct horse"));
	leave(s, dir, fd);
}

static void
before_the_first_start_nothing_is_locked(void **state)
{
	struct shop *s = *state;

	s->config.run_dir = "/tmp/crumbled-has-not-started";
	assert_true(fits(s, hash_of(s, "correct horse"), "correct horse"));
	s->config.run_dir = NULL;
}

SHOP_TESTS(
	shop_test(a_password_fits_its_hash_only),
	shop_test(an_unknown_account_costs_the_same),
	shop_test(without_a_place_one_is_sent_away),
	shop_test(one_place_is_enough_and_is_given_back),
	shop_test(before_the_first_start_nothing_is_locked))
