/* SPDX-License-Identifier: MIT */
/* One connection at a time.  What matters of the protocol: a packet is three bytes of length, a
 * number and the payload; number 0 begins a command, whose first byte says which. */
#include "support/cutter.h"

#include "base/err.h"

#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <signal.h>
#include <unistd.h>

enum { COM_QUERY = 3, COM_STMT_PREPARE = 0x16, COM_STMT_EXECUTE = 0x17 };

struct cutter {
	char socket[64], server[108], text[32];
	atomic_int when, left;
	atomic_bool has_cut, keeps_on;
	pid_t pid;
	int listener;
};

static struct sockaddr_un
address(const char *path)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };

	BUG_ON(strlen(path) >= sizeof a.sun_path);
	memcpy(a.sun_path, path, strlen(path));
	return a;
}

static bool
read_all(int fd, unsigned char *to, size_t n)
{
	for (ssize_t got; n > 0; to += got, n -= (size_t)got)
		if ((got = read(fd, to, n)) <= 0)
			return false;
	return true;
}

static bool
write_all(int fd, const unsigned char *from, size_t n)
{
	for (ssize_t put; n > 0; from += put, n -= (size_t)put)
		if ((put = send(fd, from, n, MSG_NOSIGNAL)) <= 0)
			return false;
	return true;
}

/* Does this packet end the connection? */
static bool
is_the_one(struct cutter *c, const unsigned char *packet, size_t n)
{
	size_t text_n = strlen(c->text);

	if (c->when == CUT_NEVER || packet[3] != 0 || n < 5 ||
	    (packet[4] != COM_QUERY && packet[4] != COM_STMT_PREPARE &&
	     packet[4] != COM_STMT_EXECUTE))
		return false;
	if (text_n && (n < 5 + text_n || memcmp(packet + 5, c->text, text_n) != 0))
		return false;
	return c->left-- == 0;
}

/* One packet of the client; false when the connection is over. */
static bool
forward_packet(struct cutter *c, int client, int server)
{
	static unsigned char packet[4 + (1 << 24)];
	unsigned char answer[4];
	size_t n;
	int when = c->when;

	if (!read_all(client, packet, 4))
		return false;
	n = 4 + (packet[0] | (size_t)packet[1] << 8 | (size_t)packet[2] << 16);
	if (!read_all(client, packet + 4, n - 4))
		return false;
	if (!is_the_one(c, packet, n))
		return write_all(server, packet, n);
	if (c->keeps_on)
		c->left = 0;
	else
		c->when = CUT_NEVER;
	c->has_cut = true;
	if (when == CUT_AFTER && write_all(server, packet, n))
		(void)!read(server, answer, sizeof answer);
	if (when == CUT_STALL)		/* until the client has had enough */
		(void)!read(client, answer, 1);
	return false;
}

static bool
forward_answer(int server, int client)
{
	unsigned char some[16384];
	ssize_t n = read(server, some, sizeof some);

	return n > 0 && write_all(client, some, (size_t)n);
}

static void
forward(struct cutter *c, int client)
{
	struct sockaddr_un a = address(c->server);
	int server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct pollfd p[2] = { { client, POLLIN, 0 }, { server, POLLIN, 0 } };
	bool open = connect(server, (struct sockaddr *)&a, sizeof a) == 0;

	while (open && poll(p, 2, -1) > 0) {
		if (p[1].revents)
			open = forward_answer(server, client);
		if (open && p[0].revents)
			open = forward_packet(c, client, server);
	}
	close(server);
	close(client);
}

struct cutter *
cutter_start(const char *server_socket)
{
	struct cutter *c = mmap(NULL, sizeof *c, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
	                        -1, 0);
	struct sockaddr_un a;

	BUG_ON(c == MAP_FAILED);
	snprintf(c->socket, sizeof c->socket, "/tmp/crumbled-cutter-%d.sock", (int)getpid());
	snprintf(c->server, sizeof c->server, "%s", server_socket);
	unlink(c->socket);
	a = address(c->socket);
	c->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	BUG_ON(c->listener < 0 || bind(c->listener, (struct sockaddr *)&a, sizeof a) != 0 ||
	       listen(c->listener, 8) != 0);
	pid_t pid = fork();
	BUG_ON(pid < 0);
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (;;) {
			int client = accept(c->listener, NULL, NULL);
			if (client >= 0)
				forward(c, client);
		}
	}
	c->pid = pid;
	return c;
}

void
cutter_stop(struct cutter *c)
{
	kill(c->pid, SIGKILL);
	waitpid(c->pid, NULL, 0);
	close(c->listener);
	unlink(c->socket);
	munmap(c, sizeof *c);
}

const char *
cutter_socket(const struct cutter *c)
{
	return c->socket;
}

void
cutter_set(struct cutter *c, enum cut_when when, int n, const char *text)
{
	c->when = CUT_NEVER;
	snprintf(c->text, sizeof c->text, "%s", text ? text : "");
	c->left = n;
	c->has_cut = c->keeps_on = false;
	c->when = when;
}

void
cutter_keep_on(struct cutter *c)
{
	c->keeps_on = true;
}

bool
cutter_has_cut(const struct cutter *c)
{
	return c->has_cut;
}
