/* SPDX-License-Identifier: MIT */
#include "tools.h"

#include "base/buf.h"
#include "base/str.h"
#include "db/db.h"
#include "ops/setting.h"
#include "ops/smtp.h"
#include "staff/admin_user.h"
#include "start.h"

#include <stdlib.h>
#include <unistd.h>

#define INPUT_BYTES (64 * 1024)

int
tool_keys(char **args)
{
	struct arena *mem = arena_new(REQUEST_BYTES);
	const char *why = NULL;
	bool made = keys_make(mem, args[0], &why);

	if (!made)
		complain("%s", why);
	arena_free(mem);
	return made ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* Standard input without the line feed at its end; NULL after a complaint. */
static const char *
read_value(struct start *s)
{
	struct buf b = buf_in(s->mem, INPUT_BYTES);
	char part[4096];
	ssize_t n;

	buf_str(&b, "");
	while ((n = read(STDIN_FILENO, part, sizeof part)) > 0)
		buf_add(&b, part, (size_t)n);
	if (n < 0 || b.full || strlen(b.data) != b.len || !utf8_valid(b.data, b.len)) {
		complain("standard input: not text, or too long");
		return NULL;
	}
	if (b.len > 0 && b.data[b.len - 1] == '\n')
		b.data[b.len - 1] = '\0';
	return b.data;
}

/* Configuration, keys, the admin account and the value: then use(s, args, value). */
static int
with_value(char **args, const char *conf, enum err (*use)(struct start *, char **, const char *))
{
	struct start s = { 0 };
	const char *value = NULL;
	int status = EXIT_CONFIG;

	if (start_keys(&s, conf) && start_db(&s, "admin")) {
		value = read_value(&s);
		status = value ? start_outcome(&s, use(&s, args, value)) : EXIT_FAILURE;
	}
	start_end(&s);
	return status;
}

struct change { char **args; const char *value; int64_t id; };

static enum err
write_setting(struct ctx *cx, void *arg)
{
	const struct change *c = arg;

	return setting_write(cx, c->args[1], c->value);
}

static enum err
use_setting(struct start *s, char **args, const char *value)
{
	struct change c = { args, value, 0 };

	return db_transaction(&s->cx, DB_AGAIN, write_setting, &c);
}

int
tool_setting(char **args)
{
	return with_value(args, args[0], use_setting);
}

static enum err
use_smtp(struct start *s, char **args, const char *password)
{
	int64_t port = 0;
	struct email_settings es = {
		.smtp_host = args[1],
		.smtp_port = int_parse(args[2], &port) && port > 0 && port < 65536 ? (int32_t)port : 0,
		.use_tls = str_eq(args[3], "starttls"),
		.use_ssl = str_eq(args[3], "tls"),
		.from_email = args[4],
		.from_name = args[5],
		.smtp_username = args[6],
		.smtp_password = args[6] ? password : NULL,
	};

	if (!str_among(args[3], "none|starttls|tls"))
		return fail_at(&s->cx, E_INVALID, "tls", "none, starttls or tls");
	return email_settings_write(&s->cx, &es);
}

int
tool_smtp(char **args)
{
	return with_value(args, args[0], use_smtp);
}

static enum err
create_admin(struct ctx *cx, void *arg)
{
	struct change *c = arg;

	return admin_user_create(cx, c->args[2], c->args[3], c->args[4], c->value, &c->id);
}

static enum err
use_admin(struct start *s, char **args, const char *password)
{
	struct change c = { args, password, 0 };

	/* A lost COMMIT is not repeated: the second run would say that the name is taken. */
	return db_transaction(&s->cx, DB_ONCE, create_admin, &c);
}

int
tool_admin(char **args)
{
	if (!str_eq(args[0], "create")) {
		complain("admin: the only thing it does is create");
		return EXIT_CONFIG;
	}
	return with_value(args, args[1], use_admin);
}
