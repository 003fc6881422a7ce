/* SPDX-License-Identifier: MIT */
#include "support/service.h"

#include "base/clock.h"
#include "base/err.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <setjmp.h>

#include <cmocka.h>

int64_t
milliseconds(void)
{
	return clock_monotonic_us() / 1000;
}

void
pause_ms(int ms)
{
	poll(NULL, 0, ms);
}

const char *
service_path(const struct service *s, const char *name)
{
	static char paths[8][160];
	static int next;
	char *p = paths[next++ % 8];

	snprintf(p, sizeof paths[0], "%s/%s", s->dir, name);
	return p;
}

const char *
service_socket(const struct service *s, const char *name)
{
	char file[40];

	snprintf(file, sizeof file, "run/%s.sock", name);
	return service_path(s, file);
}

static void
write_file(const struct service *s, const char *name, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
static void
write_file(const struct service *s, const char *name, const char *fmt, ...)
{
	FILE *f = fopen(service_path(s, name), "we");
	va_list ap;

	BUG_ON(!f);
	va_start(ap, fmt);
	vfprintf(f, fmt, ap);
	va_end(ap);
	fclose(f);
}

void
service_make(struct service *s, const char *db, const char *more)
{
	static const char *const accounts[] = { "shop", "admin", "jobs", "sender", "migrate" };
	static char program[256];
	const char *build = getenv("CRUMBLED_BUILD");

	BUG_ON(!build || !db);		/* run this through `make test T=process` */
	snprintf(program, sizeof program, "%s/crumbled", build);
	*s = (struct service){ .dir = "/tmp/crumbled-proc.XXXXXX", .program = program };
	BUG_ON(!mkdtemp(s->dir));
	BUG_ON(mkdir(service_path(s, "run"), 0700) != 0 || mkdir(service_path(s, "keys"), 0700) != 0 ||
	       mkdir(service_path(s, "secrets"), 0700) != 0);
	for (size_t i = 0; i < sizeof accounts / sizeof *accounts; i++) {
		char name[40];
		snprintf(name, sizeof name, "secrets/%s", accounts[i]);
		write_file(s, name, "test%s\n", accounts[i]);
	}
	write_file(s, "conf", "run_dir = %s/run\nkey_dir = %s/keys\ndb_password_dir = %s/secrets\n"
	                      "db_socket = %s/db.sock\nshop_url = https://shop.test\n"
	                      "admin_url = https://admin.test\n%s%s", s->dir, s->dir, s->dir, db,
	           strstr(more, "workers_shop") ? "" : "workers_shop = 1\n", more);
	BUG_ON(service_run(s, (const char *[]){ "keys", service_path(s, "keys"), NULL }) != 0);
}

static pid_t
spawn(const struct service *s, const char *const *args, const char *out)
{
	pid_t pid = fork();

	if (pid == 0) {
		const char *argv[16] = { s->program };
		int fd = open(service_path(s, out), O_WRONLY | O_CREAT | O_APPEND, 0600);
		for (int i = 0; args[i] && i < 14; i++)
			argv[i + 1] = args[i];
		prctl(PR_SET_PDEATHSIG, SIGTERM);	/* a test that failed leaves nothing running */
		dup2(fd, STDOUT_FILENO);
		dup2(fd, STDERR_FILENO);
		execv(s->program, (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	return pid;
}

static int
wait_for(pid_t pid, int ms)
{
	int64_t until = milliseconds() + ms;
	int status;

	while (waitpid(pid, &status, WNOHANG) == 0) {
		if (milliseconds() > until) {
			kill(pid, SIGKILL);
			waitpid(pid, &status, 0);
			return -1;
		}
		pause_ms(5);
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int
service_run(struct service *s, const char *const *args)
{
	unlink(service_path(s, "out"));
	return wait_for(spawn(s, args, "out"), 60000);
}

void
service_start(struct service *s)
{
	s->manager = spawn(s, (const char *[]){ "run", service_path(s, "conf"), NULL }, "log");
}

int
service_wait(struct service *s, int ms)
{
	int status = wait_for(s->manager, ms);

	s->manager = 0;
	return status;
}

int
service_says(const struct service *s, const char *file, const char *text)
{
	static char all[8 * 1024 * 1024];
	int fd = open(service_path(s, file), O_RDONLY | O_CLOEXEC);
	size_t n = 0;
	ssize_t got;
	int times = 0;

	while (fd >= 0 && n < sizeof all - 1 && (got = read(fd, all + n, sizeof all - 1 - n)) > 0)
		n += (size_t)got;
	close(fd);
	all[n] = '\0';
	for (const char *p = all; (p = strstr(p, text)); p++)
		times++;
	return times;
}

bool
service_told(const struct service *s, const char *text, int n, int ms)
{
	int64_t until = milliseconds() + ms;

	while (service_says(s, "log", text) < n) {
		if (milliseconds() > until)
			return false;
		pause_ms(10);
	}
	return true;
}

void
service_show(const struct service *s)
{
	char tail[4096];
	int fd = open(service_path(s, "log"), O_RDONLY | O_CLOEXEC);
	off_t size = lseek(fd, 0, SEEK_END);
	ssize_t n = pread(fd, tail, sizeof tail, size > 4096 ? size - 4096 : 0);

	close(fd);
	print_error("--- the log's end:\n%.*s\n", (int)(n < 0 ? 0 : n), tail);
}

void
service_ready(struct service *s)
{
	if (!service_told(s, "\"event\":\"ready\"", 1, 20000)) {
		service_show(s);
		fail_msg("not ready");
	}
}

int
service_workers(const struct service *s, const char *pool, pid_t *ret, int max)
{
	char path[64], line[4096] = { 0 }, *p = line, *next;
	int n = 0, fd;

	snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)s->manager, (int)s->manager);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	BUG_ON(fd < 0 || read(fd, line, sizeof line - 1) < 0);
	close(fd);
	for (long pid; (pid = strtol(p, &next, 10)) > 0 && n < max; p = next) {
		char words[256] = { 0 };
		snprintf(path, sizeof path, "/proc/%ld/cmdline", pid);
		fd = open(path, O_RDONLY | O_CLOEXEC);
		/* "crumbled\0worker\0POOL\0..." */
		if (fd >= 0 && read(fd, words, sizeof words - 1) > 16 &&
		    strcmp(words + strlen(words) + 1 + 7, pool) == 0)
			ret[n++] = (pid_t)pid;
		close(fd);
	}
	return n;
}

static void
remove_folder(const char *dir)
{
	pid_t pid = fork();

	if (pid == 0) {
		execlp("rm", "rm", "-rf", dir, (char *)NULL);
		_exit(127);
	}
	waitpid(pid, NULL, 0);
}

void
service_end(struct service *s)
{
	int status = 0;

	if (s->manager > 0) {
		kill(s->manager, SIGTERM);
		status = service_wait(s, 15000);
	}
	if (status != 0 || service_says(s, "log", "Sanitizer") || service_says(s, "log", "bug: ")) {
		service_show(s);
		fail_msg("the manager ended with %d, or a sanitizer complained", status);
	}
	if (!getenv("KEEP"))
		remove_folder(s->dir);
}
