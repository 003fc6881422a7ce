/* SPDX-License-Identifier: MIT */
#include "support/fcgi_client.h"

#include <stdint.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

enum { BEGIN = 1, END = 3, PARAMS = 4, STDIN = 5, STDOUT = 6 };
#define PART 32768		/* of a record's content */

int
fcgi_connect(const char *path)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	struct timeval wait = { 10, 0 };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(to.sun_path, sizeof to.sun_path, "%s", path);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
	if (connect(fd, (struct sockaddr *)&to, sizeof to) == 0)
		return fd;
	close(fd);
	return -1;
}

struct bytes_out { char *to; size_t n, size; };

static void
put(struct bytes_out *o, const void *bytes, size_t n)
{
	if (o->n + n > o->size)
		abort();
	if (n)
		memcpy(o->to + o->n, bytes, n);
	o->n += n;
}

static void
put_record(struct bytes_out *o, int type, const void *content, size_t n)
{
	unsigned char head[8] = { 1, (unsigned char)type, 0, 1, (unsigned char)(n >> 8),
	                          (unsigned char)n, 0, 0 };

	put(o, head, sizeof head);
	put(o, content, n);
}

static void
put_param(struct bytes_out *o, const char *name, const char *value)
{
	size_t n = strlen(name), v = strlen(value);
	unsigned char lengths[5] = { (unsigned char)n, (unsigned char)(v >> 24 | 0x80),
	                             (unsigned char)(v >> 16), (unsigned char)(v >> 8),
	                             (unsigned char)v };

	put(o, lengths, 5);
	put(o, name, n);
	put(o, value, v);
}

size_t
fcgi_request(char *to, size_t size, const struct fcgi_ask *ask)
{
	struct bytes_out o = { to, 0, size };
	char params[8192], length[32];
	struct bytes_out p = { params, 0, sizeof params };
	const unsigned char begin[8] = { 0, 1, ask->close ? 0 : 1 };
	size_t n;

	put_record(&o, BEGIN, begin, sizeof begin);
	put_param(&p, "REQUEST_METHOD", ask->method ? ask->method : "GET");
	put_param(&p, "REQUEST_URI", ask->uri);
	put_param(&p, "QUERY_STRING", strchr(ask->uri, '?') ? strchr(ask->uri, '?') + 1 : "");
	put_param(&p, "REMOTE_ADDR", "127.0.0.1");
	put_param(&p, "REQUEST_ID", "0123456789abcdef0123456789abcdef");
	snprintf(length, sizeof length, "%ld", ask->declared ? ask->declared : (long)ask->body_n);
	put_param(&p, "CONTENT_LENGTH", ask->body_n || ask->declared ? length : "");
	put_param(&p, "CONTENT_TYPE", ask->body_n ? "application/json" : "");
	put_record(&o, PARAMS, params, p.n);
	put_record(&o, PARAMS, NULL, 0);
	for (size_t at = 0; at < ask->body_n; at += n) {
		n = ask->body_n - at < PART ? ask->body_n - at : PART;
		put_record(&o, STDIN, ask->body + at, n);
	}
	put_record(&o, STDIN, NULL, 0);
	return o.n;
}

static bool
send_all(int fd, const char *bytes, size_t n)
{
	while (n > 0) {
		ssize_t sent = send(fd, bytes, n, MSG_NOSIGNAL);
		if (sent <= 0)
			return false;
		bytes += sent;
		n -= (size_t)sent;
	}
	return true;
}

bool
fcgi_send(int fd, const struct fcgi_ask *ask)
{
	size_t size = ask->body_n + ask->body_n / PART * 8 + 16384;
	char *bytes = malloc(size);
	bool sent;

	if (!bytes)
		abort();
	sent = send_all(fd, bytes, fcgi_request(bytes, size, ask));
	free(bytes);
	return sent;
}

static bool
read_all(int fd, void *to, size_t n)
{
	char *at = to;

	while (n > 0) {
		ssize_t got = recv(fd, at, n, 0);
		if (got <= 0)
			return false;
		at += got;
		n -= (size_t)got;
	}
	return true;
}

int
fcgi_receive(int fd, struct fcgi_answer *ret)
{
	unsigned char head[8];
	char content[65536 + 256];
	size_t have = 0;
	const char *end;

	ret->status = 0;
	ret->open = true;
	ret->text[0] = '\0';
	ret->body = ret->text;
	do {
		size_t n;

		if (!read_all(fd, head, sizeof head) ||
		    !read_all(fd, content, n = (size_t)(head[4] << 8 | head[5]) + head[6])) {
			ret->open = false;
			return 0;
		}
		n -= head[6];
		if (head[1] == STDOUT && have + n < sizeof ret->text) {
			memcpy(ret->text + have, content, n);
			have += n;
			ret->text[have] = '\0';
		}
	} while (head[1] != END);
	if (strncmp(ret->text, "Status: ", 8) == 0)
		ret->status = (int)strtol(ret->text + 8, NULL, 10);
	end = strstr(ret->text, "\r\n\r\n");
	if (end)
		ret->body = end + 4;
	return ret->status;
}

int
fcgi_get(const char *path, const char *uri, struct fcgi_answer *ret)
{
	int fd = fcgi_connect(path);
	int status = 0;

	ret->status = 0;
	if (fd < 0)
		return 0;
	if (fcgi_send(fd, &(struct fcgi_ask){ .uri = uri }))
		status = fcgi_receive(fd, ret);
	close(fd);
	return status;
}
