/* SPDX-License-Identifier: MIT */
/* The reference for "not cached": a worker that answers every request with the bytes of one file.
 *   hello SOCKET FILE */
#include "web/fcgi_io.h"

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static struct buf
read_file(struct arena *mem, const char *path)
{
	struct buf b = buf_in(mem, 1024 * 1024);
	char part[4096];
	ssize_t n;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	BUG_ON(fd < 0);
	while ((n = read(fd, part, sizeof part)) > 0)
		buf_add(&b, part, (size_t)n);
	close(fd);
	return b;
}

static int
listen_at(const char *path)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(a.sun_path, sizeof a.sun_path, "%s", path);
	BUG_ON(fd < 0 || bind(fd, (struct sockaddr *)&a, sizeof a) != 0 || listen(fd, 1024) != 0);
	BUG_ON(chmod(path, 0666) != 0);
	return fd;
}

static void
watch(int ep, int fd, struct fcgi *c)
{
	struct epoll_event ev = { .events = EPOLLIN, .data.ptr = c };

	BUG_ON(epoll_ctl(ep, EPOLL_CTL_ADD, fd, &ev) != 0);
}

int
main(int argc, char **argv)
{
	struct arena *keep = arena_new(4 * 1024 * 1024), *mem = arena_new(4 * 1024 * 1024);
	struct buf file;
	struct epoll_event ev;
	int ep = epoll_create1(EPOLL_CLOEXEC), listener;

	BUG_ON(argc != 3 || ep < 0);
	file = read_file(keep, argv[2]);
	listener = listen_at(argv[1]);
	fcgi_start();
	watch(ep, listener, NULL);
	while (epoll_wait(ep, &ev, 1, -1) == 1) {
		struct fcgi *c = ev.data.ptr;
		if (!c) {
			int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
			if (fd >= 0)
				watch(ep, fd, fcgi_open(fd));
			continue;
		}
		struct request rq = { 0 };
		struct reply rp = { .status = 200, .body = file, .headers = buf_in(mem, 1024) };
		buf_str(&rp.headers, "Cache-Control: no-store\r\n");
		if (!fcgi_read(c, mem, &rq) || !fcgi_write(c, mem, &rp, false))
			fcgi_free(c);
		arena_reset(mem);
	}
	return 1;
}
