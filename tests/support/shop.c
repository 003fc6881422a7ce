/* SPDX-License-Identifier: MIT */
#include "support/shop.h"

#include "api/api.h"
#include "base/str.h"

#include <fcntl.h>
#include <mysql.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static int64_t moment = SHOP_NOON;

static int64_t
test_clock(void)
{
	return moment;
}

void
shop_at(int64_t when)
{
	moment = when;
}

int64_t
shop_now(void)
{
	return moment;
}

/* ---- the database ---- */

static const char *
db_dir(void)
{
	const char *dir = getenv("CRUMBLED_TESTDB");

	if (!dir)
		fprintf(stderr, "CRUMBLED_TESTDB is not set: run this through `make test T=NAME`\n");
	BUG_ON(!dir);
	return dir;
}

static MYSQL *
root_connect(const char *name)
{
	char socket[200];
	MYSQL *my = mysql_init(NULL);

	snprintf(socket, sizeof socket, "%s/db.sock", db_dir());
	mysql_options(my, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	if (!mysql_real_connect(my, NULL, getenv("CRUMBLED_TESTDB_USER"), NULL, name, 0, socket,
	                        CLIENT_MULTI_STATEMENTS | CLIENT_FOUND_ROWS)) {
		fprintf(stderr, "test database: %s\n", mysql_error(my));
		BUG_ON(true);
	}
	return my;
}

static struct db *
pool_db(struct shop *s, const char *pool)
{
	return db_new((struct db_account){
		.socket = arena_fmt(s->cx.mem, "%s/db.sock", db_dir()),
		.name = s->name,
		.user = arena_fmt(s->cx.mem, "crumbled_%s", pool),
		.password = arena_fmt(s->cx.mem, "test%s", pool),
	});
}

/* Runs all statements of a text and throws their results away. */
static void
run_all(MYSQL *my, const char *text, size_t n)
{
	int rc;

	if (mysql_real_query(my, text, n) != 0) {
		fprintf(stderr, "SQL of a test: %s\n", mysql_error(my));
		BUG_ON(true);
	}
	do {
		mysql_free_result(mysql_store_result(my));
		rc = mysql_next_result(my);
	} while (rc == 0);
	if (rc > 0)
		fprintf(stderr, "SQL of a test: %s\n", mysql_error(my));
	BUG_ON(rc > 0);
}

static char *demo;
static size_t demo_n;
static char *wipe;

static void
read_demo(void)
{
	int fd = open("sql/demo/demo.sql", O_RDONLY | O_CLOEXEC);
	struct stat st;

	BUG_ON(fd < 0 || fstat(fd, &st) != 0);
	demo_n = (size_t)st.st_size;
	demo = malloc(demo_n + 1);
	BUG_ON(!demo || read(fd, demo, demo_n) != (ssize_t)demo_n);
	close(fd);
}

/* "DELETE FROM each table", made once from what the schema has. */
static void
make_wipe(struct shop *s)
{
	MYSQL *my = s->root;
	MYSQL_RES *res;
	MYSQL_ROW row;
	struct buf b = buf_in(s->cx.mem, 64 * 1024);

	BUG_ON(mysql_query(my, "SELECT table_name FROM information_schema.tables WHERE "
	                       "table_schema = DATABASE() AND table_type = 'BASE TABLE'") != 0);
	res = mysql_store_result(my);
	buf_str(&b, "SET foreign_key_checks = 0;");
	while ((row = mysql_fetch_row(res)))
		buf_fmt(&b, "DELETE FROM `%s`;", row[0]);
	buf_str(&b, "SET foreign_key_checks = 1");
	mysql_free_result(res);
	wipe = strdup(b.data);
}

int64_t
sql_number(struct shop *s, const char *sql, ...)
{
	va_list ap;
	MYSQL_RES *res;
	MYSQL_ROW row;
	int64_t v = 0;

	va_start(ap, sql);
	char *text = arena_vfmt(s->cx.mem, sql, ap);
	va_end(ap);
	if (mysql_query(s->root, text) != 0)
		fail_msg("%s: %s", text, mysql_error(s->root));
	res = mysql_store_result(s->root);
	row = mysql_fetch_row(res);
	if (!row)
		fail_msg("no row: %s", text);
	if (row[0])
		v = strtoll(row[0], NULL, 10);
	mysql_free_result(res);
	return v;
}

char *
sql_text(struct shop *s, const char *sql, ...)
{
	va_list ap;
	MYSQL_RES *res;
	MYSQL_ROW row;
	char *v;

	va_start(ap, sql);
	char *text = arena_vfmt(s->cx.mem, sql, ap);
	va_end(ap);
	if (mysql_query(s->root, text) != 0)
		fail_msg("%s: %s", text, mysql_error(s->root));
	res = mysql_store_result(s->root);
	row = mysql_fetch_row(res);
	v = row ? arena_str(s->cx.mem, row[0]) : NULL;
	mysql_free_result(res);
	return v;
}

void
sql_do(struct shop *s, const char *sql, ...)
{
	va_list ap;

	va_start(ap, sql);
	char *text = arena_vfmt(s->cx.mem, sql, ap);
	va_end(ap);
	run_all(s->root, text, strlen(text));
}

void
expect_rows_(struct shop *s, int64_t n, const char *sql, const char *file, int line)
{
	int64_t have = sql_number(s, "SELECT COUNT(*) FROM (%s) AS counted", sql);

	if (have != n) {
		print_error("%lld rows, not %lld: %s\n", (long long)have, (long long)n, sql);
		_fail(file, line);
	}
}

/* ---- a shop ---- */

/* Which endpoint answered how: the list that scripts/check compares with the declarations. */
static void
note_answer(void *arg, struct ctx *cx, const struct endpoint *ep, const struct reply *rp,
            int64_t micros)
{
	const char *file = getenv("CRUMBLED_COVERED");
	struct shop *s = arg;
	char line[200];
	int fd;
	(void)cx;
	(void)micros;

	s->asked = ep;
	if (!file || !ep)
		return;
	snprintf(line, sizeof line, "%s %s\n", ep->name, rp->err ? err_info(rp->err)->slug : "ok");
	fd = open(file, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
	if (fd >= 0 && write(fd, line, strlen(line)) < 0)
		print_error("cannot write %s\n", file);
	close(fd);
}

int
shop_open(void **state)
{
	struct shop *s = calloc(1, sizeof *s);

	BUG_ON(!s);
	s->cx.mem = arena_new(128 * 1024 * 1024);
	s->name = strdup(arena_fmt(s->cx.mem, "t_%d", (int)getpid()));
	BUG_ON(mysql_library_init(0, NULL, NULL) != 0);
	pid_t child = fork();
	if (child == 0) {
		execl("scripts/testdb", "testdb", "clone", db_dir(), s->name, (char *)NULL);
		_exit(127);
	}
	int status = 0;
	BUG_ON(child < 0 || waitpid(child, &status, 0) != child || status != 0);
	s->root = root_connect(s->name);
	s->root_owner = getpid();
	s->db_shop = pool_db(s, "shop");
	s->db_admin = pool_db(s, "admin");
	s->db_jobs = pool_db(s, "jobs");
	for (size_t i = 0; i < KEY__COUNT; i++)
		memset(s->keys.key[i], (int)i + 1, 32);
	snprintf(s->keys.seal_kid, sizeof s->keys.seal_kid, "test");
	s->config.shop_url = "https://shop.test";
	s->config.admin_url = "https://admin.test";
	s->config.maintenance_allow = "127.0.0.1";
	s->server = (struct server){ .app = &api, .done = note_answer, .done_arg = s, .strict = true };
	s->server.routes = routes_make(api.modules);
	read_demo();
	make_wipe(s);
	BUG_ON(!clock_zone("Africa/Cairo"));
	*state = s;
	return 0;
}

int
shop_close(void **state)
{
	struct shop *s = *state;

	run_all(s->root, arena_fmt(s->cx.mem, "DROP DATABASE `%s`", s->name),
	        strlen(s->name) + strlen("DROP DATABASE ``"));
	db_free(s->db_shop);
	db_free(s->db_admin);
	db_free(s->db_jobs);
	mysql_close(s->root);
	routes_free(&s->server.routes);
	free(demo);
	free(wipe);
	free((void *)(uintptr_t)s->name);
	arena_free(s->cx.mem);
	free(s);
	mysql_library_end();
	return 0;
}

void
shop_wipe(struct shop *s)
{
	run_all(s->root, wipe, strlen(wipe));
}

int
shop_begin(void **state)
{
	struct shop *s = *state;
	struct arena *mem = s->cx.mem;

	shop_wipe(s);
	run_all(s->root, demo, demo_n);
	s->cx = (struct ctx){ .mem = mem, .keys = &s->keys, .config = &s->config,
	                      .clock = test_clock };
	ctx_reset(&s->cx);
	s->cx.now = moment = SHOP_NOON;
	s->cx.db = s->db_shop;
	memset(s->visitors, 0, sizeof s->visitors);
	s->who = 0;
	s->lang = s->key = s->extra = NULL;
	s->ip = "198.51.100.7";
	s->body = NULL;
	return 0;
}

void
as(struct shop *s, int visitor)
{
	BUG_ON(visitor < 0 || visitor >= 8);
	s->who = visitor;
}

/* ---- requests ---- */

static char *__attribute__((format(printf, 2, 0)))
to_json(struct shop *s, const char *fmt, va_list ap)
{
	char *text = arena_vfmt(s->cx.mem, fmt, ap);

	for (char *c = text; *c; c++)
		if (*c == '\'')
			*c = '"';
	return text;
}

char *
quoted(struct shop *s, const char *json, ...)
{
	va_list ap;

	va_start(ap, json);
	char *text = to_json(s, json, ap);
	va_end(ap);
	return text;
}

static void
keep_cookies(struct shop *s)
{
	struct visitor *v = &s->visitors[s->who];
	const char *p = s->reply.headers.data;

	while (p && (p = strstr(p, "Set-Cookie: "))) {
		p += strlen("Set-Cookie: ");
		size_t name = strcspn(p, "=") + 1, all = strcspn(p, ";");
		int i = 0;
		while (i < v->cookies_n && strncmp(v->cookie[i], p, name) != 0)
			i++;
		BUG_ON(i == 4);
		if (i == v->cookies_n)
			v->cookies_n++;
		snprintf(v->cookie[i], sizeof v->cookie[i], "%.*s", (int)all, p);
	}
}

static const char *
cookie_line(struct shop *s)
{
	struct visitor *v = &s->visitors[s->who];
	struct buf b = buf_in(s->cx.mem, 2048);

	if (v->cookies_n == 0)
		return NULL;
	buf_str(&b, "HTTP_COOKIE=");
	for (int i = 0; i < v->cookies_n; i++)
		buf_fmt(&b, "%s%s", i ? "; " : "", v->cookie[i]);
	return b.data;
}

/* The newest entry of the staff's journal; -1 where it cannot be asked. */
static int64_t
journal_end(struct shop *s, const char *method, const char *pool)
{
	if (str_eq(method, "GET") || !str_eq(pool, "admin") || getpid() != s->root_owner)
		return -1;
	return sql_number(s, "SELECT COALESCE(MAX(id), 0) FROM admin_activity_log");
}

/* The same answer again is no new deed, nor is doing again what twice is once, nor asking for
 * something by a POST. */
static bool
is_deed(struct shop *s)
{
	return s->reply.err == OK && s->cx.actor.kind == ACTOR_STAFF &&
	       !header(s, "Idempotent-Replayed") && s->asked->tx != TX_READ && !s->asked->twice_is_once &&
	       !str_starts(s->asked->name, "quote_");
}

static void
expect_in_journal(struct shop *s, const char *method, const char *pool, int64_t before)
{
	if (before >= 0 && is_deed(s) && journal_end(s, method, pool) == before)
		fail_msg("%s is not in the journal of the staff", s->asked->name);
}

void
request_raw(struct shop *s, const char *method, const char *path, const char *type,
            const char *body, size_t n)
{
	struct arena *mem = s->cx.mem;
	const char *query = strchr(path, '?');
	const char *pool = pool_of(path);
	const char *params[16];
	int k = 0;
	struct request rq = { .params = params, .body = body, .body_n = n };
	int64_t journal = journal_end(s, method, pool);

	s->cx.actor = (struct actor){ 0 };
	s->cx.why = NULL;
	s->cx.faults = NULL;
	s->cx.faults_end = &s->cx.faults;
	s->cx.retry_after_secs = 0;
	s->cx.detail = NULL;
	s->cx.once_key = NULL;
	s->cx.db = str_eq(pool, "admin") ? s->db_admin : str_eq(pool, "jobs") ? s->db_jobs : s->db_shop;
	params[k++] = arena_fmt(mem, "REQUEST_METHOD=%s", method);
	params[k++] = arena_fmt(mem, "REQUEST_URI=%s", path);
	params[k++] = arena_fmt(mem, "QUERY_STRING=%s", query ? query + 1 : "");
	params[k++] = arena_fmt(mem, "REMOTE_ADDR=%s", str_eq(pool, "jobs") ? "127.0.0.1" : s->ip);
	params[k++] = "REQUEST_ID=0123456789abcdef0123456789abcdef";
	params[k++] = "HTTP_USER_AGENT=test";
	if (type)
		params[k++] = arena_fmt(mem, "CONTENT_TYPE=%s", type);
	if (s->lang)
		params[k++] = arena_fmt(mem, "HTTP_ACCEPT_LANGUAGE=%s", s->lang);
	if (s->key)
		params[k++] = arena_fmt(mem, "HTTP_IDEMPOTENCY_KEY=%s", s->key);
	char *save = NULL, *extra = arena_str(mem, s->extra ? s->extra : "");
	for (char *one = strtok_r(extra, "\n", &save); one; one = strtok_r(NULL, "\n", &save))
		params[k++] = one;
	if (cookie_line(s))
		params[k++] = cookie_line(s);
	params[k] = NULL;
	rq.sink = s->sink;
	s->key = s->extra = NULL;
	s->sink = NULL;
	serve(&s->server, &s->cx, &rq, &s->reply);
	keep_cookies(s);
	expect_in_journal(s, method, pool, journal);
	s->body = NULL;
	if (s->reply.body.len > 0 && s->reply.body.len <= JSON_BYTES &&
	    (!s->reply.type || strstr(s->reply.type, "json")) &&
	    json_parse(&s->cx, s->reply.body.data, s->reply.body.len, &s->body) != OK)
		fail_msg("the reply is not JSON: %s", s->reply.body.data);
}

void
request(struct shop *s, const char *method, const char *path, const char *json, ...)
{
	va_list ap;

	va_start(ap, json);
	char *body = json ? to_json(s, json, ap) : NULL;
	va_end(ap);
	request_raw(s, method, path, body ? "application/json" : NULL, body, body ? strlen(body) : 0);
}

void
post(struct shop *s, const char *path, const char *json, ...)
{
	va_list ap;

	va_start(ap, json);
	char *body = to_json(s, json, ap);
	va_end(ap);
	request_raw(s, "POST", path, "application/json", body, strlen(body));
}

void
get(struct shop *s, const char *path, ...)
{
	va_list ap;

	va_start(ap, path);
	char *full = arena_vfmt(s->cx.mem, path, ap);
	va_end(ap);
	request_raw(s, "GET", full, NULL, NULL, 0);
}

/* ---- what came back ---- */

static const struct json *
find(struct shop *s, const char *path)
{
	const struct json *v = s->body;

	while (v && *path) {
		size_t n = strcspn(path, ".");
		char *name = arena_strn(s->cx.mem, path, n);
		int64_t i;
		if (json_kind(v) == JSON_LIST)
			v = int_parse(name, &i) && (size_t)i < json_list_length(v)
			    ? json_list_at(v, (size_t)i) : NULL;
		else
			v = json_kind(v) == JSON_OBJECT ? json_member(v, name) : NULL;
		path += n + (path[n] == '.');
	}
	return v;
}

const struct json *
at(struct shop *s, const char *path)
{
	const struct json *v = find(s, path);

	if (!v)
		fail_msg("no %s in %d %s", path, s->reply.status, s->reply.body.data);
	return v;
}

bool
has(struct shop *s, const char *path)
{
	const struct json *v = find(s, path);

	return v && json_kind(v) != JSON_NULL;
}

const char *
text_at(struct shop *s, const char *path)
{
	const struct json *v = at(s, path);
	size_t n;

	if (json_kind(v) != JSON_TEXT)
		fail_msg("%s is not text in %s", path, s->reply.body.data);
	return json_text(v, &n);
}

int64_t
number_at(struct shop *s, const char *path)
{
	const struct json *v = at(s, path);

	if (json_kind(v) != JSON_INT)
		fail_msg("%s is not a number in %s", path, s->reply.body.data);
	return json_int(v);
}

const char *
header(struct shop *s, const char *name)
{
	const char *p = s->reply.headers.data;
	size_t n = strlen(name);

	while (p && *p) {
		if (strncasecmp(p, name, n) == 0 && p[n] == ':')
			return arena_strn(s->cx.mem, p + n + 2, strcspn(p + n + 2, "\r"));
		p = strstr(p, "\r\n");
		p = p ? p + 2 : NULL;
	}
	return NULL;
}

static void
say(struct shop *s)
{
	print_error("reply: %d %s\nwhy: %s\n", s->reply.status,
	            s->reply.body.data ? s->reply.body.data : "", s->cx.why ? s->cx.why : "-");
}

void
expect_status_(struct shop *s, int status, const char *file, int line)
{
	if (s->reply.status != status) {
		say(s);
		_assert_int_equal((unsigned long)s->reply.status, (unsigned long)status, file, line);
	}
}

void
expect_error_(struct shop *s, int status, const char *code, const char *file, int line)
{
	expect_status_(s, status, file, line);
	expect_text_(s, "code", code, file, line);
}

void
expect_field_(struct shop *s, const char *field, const char *code, const char *file, int line)
{
	for (size_t i = 0; i < json_list_length(at(s, "errors")); i++) {
		char path[64];
		snprintf(path, sizeof path, "errors.%zu.field", i);
		if (!str_eq(text_at(s, path), field))
			continue;
		snprintf(path, sizeof path, "errors.%zu.code", i);
		expect_text_(s, path, code, file, line);
		return;
	}
	say(s);
	print_error("field %s is not named\n", field);
	_fail(file, line);
}

void
expect_text_(struct shop *s, const char *path, const char *want, const char *file, int line)
{
	const char *have = text_at(s, path);

	if (!str_eq(have, want)) {
		say(s);
		_assert_string_equal(have, want, file, line);
	}
}

void
expect_number_(struct shop *s, const char *path, int64_t want, const char *file, int line)
{
	int64_t have = number_at(s, path);

	if (have != want) {
		say(s);
		_assert_int_equal((unsigned long)have, (unsigned long)want, file, line);
	}
}

char *
shop_message(struct shop *s, const char *recipient)
{
	int64_t id = sql_number(s, "SELECT COALESCE(MAX(id), 0) FROM outbox WHERE recipient = '%s'",
	                        recipient);
	char *sealed;
	size_t n;

	if (id == 0)
		return NULL;
	sealed = sql_text(s, "SELECT body FROM outbox WHERE id = %lld", (long long)id);
	return sealed ? unseal(&s->cx, "outbox.body", sealed, &n) : NULL;
}

const char *
column(struct shop *s, const char *member)
{
	const char *all = "";

	for (int i = 0; has(s, arena_fmt(s->cx.mem, "items.%d", i)); i++)
		all = arena_fmt(s->cx.mem, "%s%s%s", all, i ? "|" : "",
		                text_at(s, arena_fmt(s->cx.mem, "items.%d.%s", i, member)));
	return all;
}
