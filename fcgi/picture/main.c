/* SPDX-License-Identifier: MIT */
/* crumbled-picture: reads a picture that a stranger sent and writes a new one, which has nothing of
 * the old file but its pixels.
 *
 * It is a program of its own because decoders are where a hostile file strikes: no process that
 * serves requests links one.  This one has no environment and no descriptors but its three
 * (lib/ops/reencode.c), little memory and time, and before the first byte is decoded it gives up
 * every system call but those of memory and write: what strikes it can spoil its own output. */
#include "base/picture.h"
#include "picture/header.h"

#include <gd.h>

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define QUALITY 82
#define CPU_SECS 8
#define MEMORY (1024UL * 1024 * 1024)	/* 40 megapixels twice, and what a decoder keeps beside */

#if defined __SANITIZE_ADDRESS__
#define IS_SANITIZED 1			/* its shadow is larger than any limit, its report opens files */
#elif defined __has_feature
#if __has_feature(address_sanitizer)
#define IS_SANITIZED 1
#endif
#endif
#ifndef IS_SANITIZED
#define IS_SANITIZED 0
#endif

#if defined __x86_64__
#define ARCH AUDIT_ARCH_X86_64
#elif defined __aarch64__
#define ARCH AUDIT_ARCH_AARCH64
#else
#error "name the architecture for seccomp here"
#endif

/* ---- giving up what is not needed ---- */

static bool
limit(__rlimit_resource_t what, rlim_t to)
{
	return setrlimit(what, &(struct rlimit){ to, to }) == 0;
}

#define LOAD(member) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, member))
#define ANSWER(what) BPF_STMT(BPF_RET | BPF_K, what)
#define ALLOW(call)                                                                                \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_##call, 0, 1), ANSWER(SECCOMP_RET_ALLOW)

static bool
give_up_calls(void)
{
	struct sock_filter filter[] = {
		LOAD(arch), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCH, 1, 0),
		ANSWER(SECCOMP_RET_KILL_PROCESS), LOAD(nr),
		ALLOW(write), ALLOW(brk), ALLOW(mmap), ALLOW(munmap), ALLOW(mremap), ALLOW(mprotect),
		ALLOW(madvise), ALLOW(futex), ALLOW(getrandom), ALLOW(exit_group),
		ANSWER(SECCOMP_RET_KILL_PROCESS),
	};
	struct sock_fprog program = { sizeof filter / sizeof *filter, filter };

	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	       prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

static bool
give_up(void)
{
	return limit(RLIMIT_CORE, 0) && limit(RLIMIT_CPU, CPU_SECS) &&
	       limit(RLIMIT_FSIZE, PICTURE_OUT_BYTES) &&
	       (IS_SANITIZED || (limit(RLIMIT_AS, MEMORY) && limit(RLIMIT_NOFILE, 0) &&
	                         limit(RLIMIT_NPROC, 0) && give_up_calls()));
}

/* ---- in ---- */

struct bytes { uint8_t *at; size_t n; };

/* The whole input, or nothing in it when that is too much. */
static struct bytes
read_all(void)
{
	struct bytes b = { malloc(PICTURE_IN_BYTES + 1), 0 };
	ssize_t n;

	if (!b.at)
		return b;
	while ((n = read(STDIN_FILENO, b.at + b.n, PICTURE_IN_BYTES + 1 - b.n)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 || (b.n += (size_t)n) > PICTURE_IN_BYTES)
			return (struct bytes){ b.at, 0 };
	}
	return b;
}

/* libjpeg goes on after what it only warns of, with grey where it has nothing; gd passes that on. */
static bool is_damaged;

static void
note_damage(int priority, const char *format, va_list args)
{
	(void)priority, (void)format, (void)args;
	is_damaged = true;
}

/* NULL when any of it is damaged. */
static gdImagePtr
decode(enum picture_kind kind, struct bytes b)
{
	gdImagePtr im = NULL;

	switch (kind) {
	case PICTURE_JPEG: im = gdImageCreateFromJpegPtrEx((int)b.n, b.at, 0); break;
	case PICTURE_PNG: im = gdImageCreateFromPngPtr((int)b.n, b.at); break;
	case PICTURE_WEBP: im = gdImageCreateFromWebpPtr((int)b.n, b.at); break;
	case PICTURE_NONE: break;
	}
	return im && !is_damaged && gdImagePaletteToTrueColor(im) ? im : NULL;
}

/* ---- small enough, and upright ---- */

static gdImagePtr
empty(int width, int height)
{
	gdImagePtr im = gdImageCreateTrueColor(width, height);

	if (im) {
		gdImageAlphaBlending(im, 0);	/* what is transparent stays so */
		gdImageSaveAlpha(im, 1);
	}
	return im;
}

static int
shrunk(int side, int longest)
{
	int to = (int)((int64_t)side * PICTURE_SIDE / longest);

	return to > 0 ? to : 1;
}

static gdImagePtr
shrink(gdImagePtr im)
{
	int w = gdImageSX(im), h = gdImageSY(im), longest = w > h ? w : h;
	gdImagePtr small;

	if (longest <= PICTURE_SIDE)
		return im;
	small = empty(shrunk(w, longest), shrunk(h, longest));
	if (small)
		gdImageCopyResampled(small, im, 0, 0, 0, 0, gdImageSX(small), gdImageSY(small), w, h);
	return small;
}

/* EXIF counts eight ways to hold a camera: from 5 on, rows and columns are exchanged. */
static gdImagePtr
set_upright(gdImagePtr im, int orientation)
{
	bool is_turned = orientation >= 5;
	int w = gdImageSX(im), h = gdImageSY(im);
	gdImagePtr to;

	if (orientation == 1)
		return im;
	to = empty(is_turned ? h : w, is_turned ? w : h);
	if (!to)
		return NULL;
	for (int y = 0; y < h; y++)
		for (int x = 0; x < w; x++) {
			int across = is_turned ? y : x, down = is_turned ? x : y;

			if (orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7)
				across = gdImageSX(to) - 1 - across;
			if (orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8)
				down = gdImageSY(to) - 1 - down;
			gdImageSetPixel(to, across, down, gdImageGetTrueColorPixel(im, x, y));
		}
	return to;
}

/* ---- out ---- */

static bool
write_all(int fd, const uint8_t *at, size_t n)
{
	while (n > 0) {
		ssize_t done = write(fd, at, n);

		if (done < 0)
			return false;
		at += done;
		n -= (size_t)done;
	}
	return true;
}

static enum picture_exit
encode(gdImagePtr im)
{
	char size[32];
	int n = 0, digits;
	void *bytes = gdImageWebpPtrEx(im, &n, QUALITY);

	if (!bytes)
		return PICTURE_BROKEN;
	digits = snprintf(size, sizeof size, "%d %d\n", gdImageSX(im), gdImageSY(im));
	return write_all(STDOUT_FILENO, bytes, (size_t)n) &&
	       write_all(STDERR_FILENO, (uint8_t *)size, (size_t)digits) ? PICTURE_DONE : PICTURE_FAULT;
}

static enum picture_exit
make_anew(struct bytes b)
{
	struct picture_header h = picture_header(b.at, b.n);
	gdImagePtr im;

	if (h.kind == PICTURE_NONE)
		return PICTURE_BROKEN;
	if (h.is_animated)
		return PICTURE_ANIMATED;
	if ((uint64_t)h.width * h.height > PICTURE_PIXELS)
		return PICTURE_HUGE;
	im = decode(h.kind, b);
	if (!im || gdImageSX(im) != (int)h.width || gdImageSY(im) != (int)h.height)
		return PICTURE_BROKEN;
	im = shrink(im);
	if (im)
		im = set_upright(im, h.orientation);
	return im ? encode(im) : PICTURE_BROKEN;
}

/* Frees nothing: its end is near. */
int
main(void)
{
	struct bytes b = read_all();

	gdSetErrorMethod(note_damage);
	if (!b.at || !give_up())
		return PICTURE_FAULT;
	_exit((int)make_anew(b));
}
