/* SPDX-License-Identifier: MIT */
/* Reads the configuration file by a table of the names it may have. */
#include "base/config.h"
#include "base/crypto.h"
#include "base/str.h"
#include <errno.h>
#include <stddef.h>

#define FILE_BYTES 65536
#define PASSWORDS_BYTES (4 * 1024 * 1024)

struct name {
	const char *name;
	size_t offset;
	bool required;
	int min, max; /* of a number; 0, 0: text */
};

#define TEXT(member, required)                                                                     \
	{                                                                                          \
#member, offsetof(struct config, member), required, 0, 0                           \
	}
#define NUMBER(member, min, max)                                                                   \
	{                                                                                          \
#member, offsetof(struct config, member), false, min, max                          \
	}

static const struct name names[] = {
	TEXT(run_dir, true),
	TEXT(key_dir, true),
	TEXT(log, false),
	TEXT(db_socket, false),
	TEXT(db_host, false),
	NUMBER(db_port, 1, 65535),
	TEXT(db_name, false),
	TEXT(db_password_dir, true),
	NUMBER(workers_shop, 1, 64),
	NUMBER(workers_admin, 1, 64),
	NUMBER(workers_jobs, 1, 64),
	NUMBER(workers_sender, 1, 64),
	NUMBER(request_seconds, 1, 3600),
	TEXT(shop_url, true),
	TEXT(admin_url, true),
	TEXT(ca_file, false),
	TEXT(common_passwords, false),
	TEXT(files_dir, false),
	TEXT(picture_program, false),
	TEXT(maintenance_token_file, false),
	TEXT(maintenance_allow, false),
};
#define NAMES (sizeof names / sizeof *names)

/* The whole file; NULL with errno. */
static char *
read_all(struct arena *mem, const char *path, size_t max)
{
	FILE *f = fopen(path, "re");
	char *text = arena_alloc(mem, max + 1);
	size_t n;
	int wrong = 0;

	if (!f)
		return NULL;
	errno = EIO;
	n = fread(text, 1, max + 1, f);
	if (ferror(f))
		wrong = errno;
	else if (n > max)
		wrong = EFBIG;
	else if (!utf8_valid(text, n))
		wrong = EILSEQ;
	fclose(f);
	errno = wrong;
	return wrong ? NULL : text;
}

static const struct name *
find(const char *name)
{
	for (size_t i = 0; i < NAMES; i++) {
		if (str_eq(names[i].name, name))
			return &names[i];
	}
	return NULL;
}

/* What is wrong with the line; NULL if nothing. */
static const char *
take_line(struct arena *mem, struct config *c, bool *given, char *line)
{
	char *equals, *value;
	const char *name;
	const struct name *of;
	int64_t number;

	line[strcspn(line, "#")] = '\0';
	equals = strchr(line, '=');
	if (!equals)
		return *str_trim(mem, line) ? "expected name = value" : NULL;
	*equals = '\0';
	name = str_trim(mem, line);
	value = str_trim(mem, equals + 1);
	of = find(name);
	if (!of)
		return arena_fmt(mem, "unknown name %s", name);
	if (given[of - names])
		return arena_fmt(mem, "%s is given twice", name);
	given[of - names] = true;
	if (!*value)
		return arena_fmt(mem, "%s has no value", name);
	if (of->max == 0)
		memcpy((char *)c + of->offset, &value, sizeof value);
	else if (!int_parse(value, &number) || number < of->min || number > of->max)
		return arena_fmt(mem, "%s must be a number from %d to %d", name, of->min, of->max);
	else
		memcpy((char *)c + of->offset, &(int){ (int)number }, sizeof(int));
	return NULL;
}

/* What is missing in the whole; NULL if nothing. */
static const char *
lacks(struct arena *mem, const struct config *c, const bool *given)
{
	for (size_t i = 0; i < NAMES; i++) {
		if (names[i].required && !given[i])
			return arena_fmt(mem, "%s is missing", names[i].name);
	}
	return c->db_socket || c->db_host ? NULL : "db_socket or db_host is missing";
}

/* A list that was asked for and cannot be read is an error: nobody would miss it otherwise. */
static const char *
read_common_passwords(struct arena *mem, struct config *c)
{
	if (!c->common_passwords)
		return NULL;
	c->common_passwords_text = read_all(mem, c->common_passwords, PASSWORDS_BYTES);
	return c->common_passwords_text
	           ? NULL
	           : arena_fmt(mem, "%s: %s", c->common_passwords, strerror(errno));
}

/* The hash of cron's token, unless its file cannot be read: then nobody may start jobs. */
static const char *
read_token_hash(struct arena *mem, struct config *c)
{
	uint8_t hash[32];
	char *text;

	if (!c->maintenance_token_file)
		return NULL;
	text = read_all(mem, c->maintenance_token_file, FILE_BYTES);
	if (!text)
		return NULL;
	text = str_trim(mem, text);
	if (!hex_parse(text, hash, sizeof hash))
		return arena_fmt(mem, "%s: not a SHA-256 in hexadecimal digits",
		                 c->maintenance_token_file);
	c->maintenance_token_hash = text;
	return NULL;
}

struct config *
config_load(struct arena *mem, const char *path, const char **why)
{
	struct config *c = arena_new_of(mem, struct config);
	bool given[NAMES] = { false };
	char *text = read_all(mem, path, FILE_BYTES), *line;
	const char *wrong;
	int line_no = 0;

	if (!text) {
		*why = arena_fmt(mem, "%s: %s", path, strerror(errno));
		return NULL;
	}
	*c = (struct config){
		.path = arena_str(mem, path),
		.log = "stderr",
		.db_port = 3306,
		.db_name = "crumbled_nextDB",
		.workers_shop = 2,
		.workers_admin = 1,
		.workers_jobs = 1,
		.workers_sender = 1,
		.request_seconds = 30,
	};
	while ((line = strsep(&text, "\n"))) {
		line_no++;
		wrong = take_line(mem, c, given, line);
		if (wrong) {
			*why = arena_fmt(mem, "%s:%d: %s", path, line_no, wrong);
			return NULL;
		}
	}
	wrong = lacks(mem, c, given);
	if (wrong) {
		*why = arena_fmt(mem, "%s: %s", path, wrong);
		return NULL;
	}
	*why = read_token_hash(mem, c);
	if (!*why)
		*why = read_common_passwords(mem, c);
	return *why ? NULL : c;
}
