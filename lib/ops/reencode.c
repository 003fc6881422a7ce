/* SPDX-License-Identifier: MIT */
#include "ops/reencode.h"

#include "base/clock.h"
#include "base/config.h"
#include "base/picture.h"
#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define SIZE_TEXT 32
#define NOT_STARTED 127

/* Beside this program, unless the configuration says otherwise. */
static const char *
program(struct ctx *cx)
{
	char path[4096];
	ssize_t n;

	if (cx->config->picture_program)
		return cx->config->picture_program;
	n = readlink("/proc/self/exe", path, sizeof path - 1);
	BUG_ON(n <= 0);
	path[n] = '\0';
	return arena_fmt(cx->mem, "%.*s/crumbled-picture", (int)(strrchr(path, '/') - path), path);
}

/* In the child: nothing of the worker stays but these three, and so only what is safe after a fork
 * is called. */
static _Noreturn void
become(const char *path, const int fds[3])
{
	char *args[] = { "crumbled-picture", NULL }, *environment[] = { NULL };
	sigset_t none;

	sigemptyset(&none);
	if (sigprocmask(SIG_SETMASK, &none, NULL) == 0 &&
	    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0 &&
	    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && dup2(fds[0], 0) == 0 &&
	    dup2(fds[1], 1) == 1 && dup2(fds[2], 2) == 2 && close_range(3, ~0U, 0) == 0)
		execve(path, args, environment);
	_exit(NOT_STARTED);
}

/* Waits until it has ended, and sees to it that it does; its status for waitpid. */
static int
end_of(pid_t pid)
{
	int64_t deadline = clock_monotonic_us() + REENCODE_SECS * 1000000LL;
	struct pollfd p = { .fd = pidfd_open(pid, 0), .events = POLLIN };
	int status = 0;

	while (p.fd >= 0) {
		int64_t left = (deadline - clock_monotonic_us()) / 1000;
		int n = poll(&p, 1, left > 0 ? (int)left : 0);

		if (n > 0 || (n == 0 && left <= 0) || (n < 0 && errno != EINTR))
			break;
	}
	/* Of one that has ended, this changes nothing. */
	kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (p.fd >= 0)
		close(p.fd);
	return status;
}

static bool
read_size(int fd, struct picture_size *ret)
{
	char text[SIZE_TEXT + 1], *blank, *line;
	ssize_t n = read(fd, text, SIZE_TEXT);
	int64_t w, h;

	if (n <= 0)
		return false;
	text[n] = '\0';
	blank = strchr(text, ' ');
	line = strchr(text, '\n');
	if (!blank || !line || blank > line)
		return false;
	*blank = *line = '\0';
	if (!int_parse(text, &w) || !int_parse(blank + 1, &h) || w < 1 || h < 1 ||
	    w > PICTURE_SIDE || h > PICTURE_SIDE)
		return false;
	*ret = (struct picture_size){ (int32_t)w, (int32_t)h };
	return true;
}

static enum err
outcome(struct ctx *cx, int status)
{
	if (WIFSIGNALED(status))
		return fail(cx, E_PICTURE_BROKEN, "its process died of signal %d", WTERMSIG(status));
	switch (WEXITSTATUS(status)) {
	case PICTURE_DONE: return OK;
	case PICTURE_ANIMATED: return fail(cx, E_PICTURE_ANIMATED, "animated");
	case PICTURE_HUGE: return fail(cx, E_PICTURE_HUGE, "more than %d pixels", PICTURE_PIXELS);
	case PICTURE_FAULT: return fail(cx, E_INTERNAL, "it could not begin, or not write");
	case NOT_STARTED: return fail(cx, E_INTERNAL, "no %s", program(cx));
	default: return fail(cx, E_PICTURE_BROKEN, "its process ended with %d",
	                     WEXITSTATUS(status));
	}
}

static enum err
run(struct ctx *cx, int in, int out, const int said[2], struct picture_size *ret)
{
	const char *path = program(cx);
	pid_t pid = fork();

	if (pid == 0)
		become(path, (const int[]){ in, out, said[1] });
	if (pid < 0)
		return fail(cx, E_INTERNAL, "fork: %s", strerror(errno));
	TRY(outcome(cx, end_of(pid)));
	return read_size(said[0], ret)
	       ? OK : fail(cx, E_PICTURE_BROKEN, "its process did not say how large");
}

enum err
reencode(struct ctx *cx, int in, int out, struct picture_size *ret)
{
	int said[2];
	enum err e;

	if (pipe2(said, O_CLOEXEC | O_NONBLOCK) != 0)
		return fail(cx, E_INTERNAL, "pipe: %s", strerror(errno));
	e = run(cx, in, out, said, ret);
	close(said[0]);
	close(said[1]);
	return e;
}
