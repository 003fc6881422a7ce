/* SPDX-License-Identifier: MIT */
#include "guard/password.h"

#include "base/bcrypt.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/crypto.h"
#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define WAIT_US 200000

/* A command run by root must not leave a file that the shop cannot use. */
static void
give_to_owner(int fd, const char *dir)
{
	struct stat st;

	if (geteuid() == 0 && stat(dir, &st) == 0 && st.st_uid != 0 &&
	    fchown(fd, st.st_uid, st.st_gid) != 0)
		return;		/* then the next one who opens it says so */
}

/* Takes one of the host's places, until *ret is closed; -1 is a place that needs no lock. */
static enum err
take_place(struct ctx *cx, int *ret)
{
	const char *dir = cx->config ? cx->config->run_dir : NULL;
	int64_t until = clock_monotonic_us() + WAIT_US;
	long places = sysconf(_SC_NPROCESSORS_ONLN) - 1;
	int fd;

	*ret = -1;
	if (!dir)
		return OK;
	fd = open(arena_fmt(cx->mem, "%s/password.lock", dir), O_RDWR | O_CREAT | O_CLOEXEC, 0660);
	if (fd < 0)
		return errno == ENOENT ? OK : fail(cx, E_UNAVAILABLE, "password.lock: %s",
		                                   strerror(errno));
	give_to_owner(fd, dir);
	do {
		for (long i = 0; i < (places > 1 ? places : 1); i++) {
			struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET,
			                      .l_start = i, .l_len = 1 };
			if (fcntl(fd, F_OFD_SETLK, &lock) == 0) {
				*ret = fd;
				return OK;
			}
		}
		nanosleep(&(struct timespec){ 0, 5000000 }, NULL);
	} while (clock_monotonic_us() < until);
	close(fd);
	cx->retry_after_secs = 1;
	return fail(cx, E_TOO_MANY, "no place for a password");
}

static void
leave_place(int fd)
{
	if (fd >= 0)
		close(fd);
}

static struct password_count counts;

struct password_count
password_counts(void)
{
	return counts;
}

/* Of nobody's password: the same work for accounts that are unknown or have none. */
static const char dummy[] = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
                            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

static bool
argon2_fits(struct ctx *cx, const char *stored, const char *plain)
{
	counts.argon2++;
	return argon2_matches(stored ? stored : dummy, plain, cx->keys->key[KEY_PEPPER]) && stored;
}

static bool
bcrypt_fits(const char *stored, const char *plain)
{
	counts.bcrypt++;
	return bcrypt_matches(stored, plain);
}

enum err
password_hash(struct ctx *cx, const char *plain, const char **ret)
{
	int place;

	TRY(take_place(cx, &place));
	counts.argon2++;
	*ret = argon2_text(cx->mem, plain, cx->keys->key[KEY_PEPPER]);
	leave_place(place);
	return OK;
}

enum err
password_verify(struct ctx *cx, const char *stored, const char *plain, bool *ret)
{
	int place;

	TRY(take_place(cx, &place));
	*ret = argon2_fits(cx, stored, plain);
	leave_place(place);
	return OK;
}

enum err
password_verify_old(struct ctx *cx, const char *stored, const char *sample, const char *plain,
                    bool *ret)
{
	bool is_old = bcrypt_is(stored), right;
	int place;

	TRY(take_place(cx, &place));
	/* In one order, too: argon2id leaves the caches cold, which shows in what comes after it. */
	right = argon2_fits(cx, is_old ? NULL : stored, plain);
	if (is_old)
		right = bcrypt_fits(stored, plain);
	else if (!right && sample)
		(void)bcrypt_fits(sample, plain);
	leave_place(place);
	*ret = right;
	return OK;
}

bool
password_is_current(struct ctx *cx, const char *stored, const char *pepper_id)
{
	return str_starts(stored, "$argon2id$v=19$m=19456,t=2,p=1$") && pepper_id &&
	       str_eq(pepper_id, password_pepper_id(cx));
}

const char *
password_pepper_id(struct ctx *cx)
{
	struct hash h = sha256(cx->keys->key[KEY_PEPPER], sizeof cx->keys->key[KEY_PEPPER]);

	return hex_text(cx->mem, h.b, 4);
}
