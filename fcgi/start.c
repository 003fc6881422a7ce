/* SPDX-License-Identifier: MIT */
#include "start.h"

#include "db/db.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#define PASSWORD_BYTES 256

void
complain(const char *fmt, ...)
{
	va_list ap;

	fputs("crumbled: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
}

bool
start_config(struct start *s, const char *conf)
{
	const char *why = NULL;

	s->mem = arena_new(REQUEST_BYTES);
	s->config = config_load(s->mem, conf, &why);
	if (!s->config)
		complain("%s", why);
	return s->config != NULL;
}

bool
start_keys(struct start *s, const char *conf)
{
	const char *why = NULL;

	if (!start_config(s, conf))
		return false;
	if (!keys_load(s->mem, s->config->key_dir, &s->keys, &why)) {
		complain("%s", why);
		return false;
	}
	s->cx = (struct ctx){ .mem = arena_new(REQUEST_BYTES), .keys = &s->keys,
	                      .config = s->config };
	ctx_reset(&s->cx);
	s->cx.now = clock_now();
	return true;
}

static const char *
password_file(const struct start *s, const char *account)
{
	return arena_fmt(s->mem, "%s/%s", s->config->db_password_dir, account);
}

bool
start_has_account(const struct start *s, const char *account)
{
	return access(password_file(s, account), R_OK) == 0;
}

/* The file's first line. */
static char *
read_password(const struct start *s, const char *account)
{
	const char *path = password_file(s, account);
	char *text = arena_alloc(s->mem, PASSWORD_BYTES + 1);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, text, PASSWORD_BYTES);

	if (n < 0)
		complain("%s: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	if (n < 0)
		return NULL;
	text[strcspn(text, "\r\n")] = '\0';
	if (!*text)
		complain("%s is empty", path);
	return *text ? text : NULL;
}

bool
start_db(struct start *s, const char *account)
{
	const struct config *c = s->config;
	char *password = read_password(s, account);

	if (!password)
		return false;
	db_free(s->cx.db);
	s->cx.db = db_new((struct db_account){
		.socket = c->db_socket, .host = c->db_host, .port = c->db_port, .name = c->db_name,
		.user = arena_fmt(s->mem, "crumbled_%s", account), .password = password,
		.answer_secs = s->answer_secs,
	});
	return true;
}

int
start_outcome(struct start *s, enum err e)
{
	const struct field_fault *f = s->cx.faults;

	if (e == OK)
		return EXIT_SUCCESS;
	complain("%s%s%s", f ? f->field : "", f ? ": " : "",
	         s->cx.why ? s->cx.why : err_info(e)->text[LANG_EN]);
	return EXIT_FAILURE;
}

void
start_end(struct start *s)
{
	db_free(s->cx.db);
	arena_free(s->cx.mem);
	arena_free(s->mem);
}
