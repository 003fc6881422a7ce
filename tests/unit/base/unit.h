/* SPDX-License-Identifier: MIT */
/* What the tests of lib/base share: cmocka, a context without database, rows, and a look at what
 * ends the process. */
#ifndef UNIT_BASE_UNIT_H
#define UNIT_BASE_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* ours raises an error */

#include "base/ctx.h"
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define ROWS(rows)	(sizeof(rows) / sizeof *(rows))
#define each(row, rows) (size_t i_ = 0; i_ < ROWS(rows) && ((row) = &(rows)[i_], true); i_++)

/* State of a test: an arena of its own, in a context that has nothing else. */
static inline int
with_ctx(void **state)
{
	struct ctx *cx = calloc(1, sizeof *cx);

	cx->mem = arena_new((size_t)16 << 20);
	ctx_reset(cx);
	*state = cx;
	return 0;
}

static inline int
without_ctx(void **state)
{
	struct ctx *cx = *state;

	arena_free(cx->mem);
	free(cx);
	return 0;
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, with_ctx, without_ctx)

/* True if fn(arg) ends the process as a bug does; in a child, so that the test goes on. */
static inline bool
is_bug(void (*fn)(void *), void *arg)
{
	int status = 0;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
		signal(SIGABRT, SIG_DFL);
		dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
		fn(arg);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

#endif
