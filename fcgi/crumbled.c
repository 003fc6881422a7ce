/* SPDX-License-Identifier: MIT */
/* The one program: the service, and the tools that belong to it.  `crumbled` alone lists them.
 *
 * Exit status: 0 done; 1 it failed, as one line on standard error says; 2 what was asked for, the
 * configuration, the keys or the schema is wrong, and trying again will not help. */
#include "api/api.h"
#include "base/log.h"
#include "base/str.h"
#include "db/db.h"
#include "manager.h"
#include "start.h"
#include "tools.h"
#include "upkeep.h"
#include "web/lint.h"
#include "web/openapi.h"
#include "web/output.h"
#include "worker.h"

#include <errno.h>
#include <unistd.h>

#define DOCUMENT_BYTES (8 * 1024 * 1024)

/* For what goes over all endpoints. */
#define EACH_ENDPOINT(ep)                                                                          \
	for (const struct module *const *m_ = api.modules; *m_; m_++)                              \
		for (const struct endpoint *const *e_ = (*m_)->list, *ep; (ep = *e_); e_++)

/* ---- the service ---- */

static int
run(char **args)
{
	if (lint_endpoints(&api) > 0)
		return EXIT_CONFIG;
	return manager_main(args[0]);
}

/* ---- check ---- */

/* What the accounts say to each statement. */
struct verdict { bool faulty, has_right; };

/* The number of statements that this account finds wrong; -1 without a database. */
static int
check_as(struct ctx *cx, bool is_pool, struct verdict *verdicts)
{
	size_t n;
	const struct sql *const *all = db_statements(&n);
	int faults = 0;

	if (db_ready(cx) != OK) {
		complain("%s", cx->why);
		return -1;
	}
	for (size_t i = 0; i < n; i++) {
		enum err e = db_prepare_try(cx, all[i]);

		if (e == OK && is_pool)
			verdicts[i].has_right = true;
		if (e == OK || e == E_FORBIDDEN || verdicts[i].faulty)
			continue;
		fprintf(stderr, "%s:%d: %s\n", all[i]->file, all[i]->line, cx->why);
		verdicts[i].faulty = true;
		faults++;
	}
	return faults;
}

/* A statement that no pool's account may run would fail for the first customer. */
static int
check_rights(const struct verdict *verdicts)
{
	size_t n;
	const struct sql *const *all = db_statements(&n);
	int faults = 0;

	for (size_t i = 0; i < n; i++)
		if (!verdicts[i].has_right && !verdicts[i].faulty) {
			fprintf(stderr, "%s:%d: %s: no pool's account has the right to run it\n",
			        all[i]->file, all[i]->line, all[i]->name);
			faults++;
		}
	return faults;
}

static int
check_database(struct start *s, bool is_test)
{
	static const char *const accounts[] = { "migrate", "shop", "admin", "jobs", "sender" };
	size_t n;
	struct verdict *verdicts;
	int faults = 0;

	db_statements(&n);
	verdicts = arena_array(s->mem, struct verdict, n + 1);
	for (size_t i = 0; i < sizeof accounts / sizeof *accounts; i++) {
		int found;

		if (is_test) {
			db_free(s->cx.db);
			s->cx.db = db_new((struct db_account){
				.socket = s->config->db_socket, .name = s->config->db_name,
				.user = arena_fmt(s->mem, "crumbled_%s", accounts[i]),
				.password = arena_fmt(s->mem, "test%s", accounts[i]),
			});
		} else if (i == 0 && !start_has_account(s, accounts[i])) {
			continue;
		} else if (!start_db(s, accounts[i])) {
			return EXIT_CONFIG;
		}
		found = check_as(&s->cx, i > 0, verdicts);
		if (found < 0)
			return EXIT_FAILURE;
		faults += found;
	}
	faults += check_rights(verdicts);
	return faults ? EXIT_CONFIG : EXIT_SUCCESS;
}

static int
check(char **args)
{
	const char *testdb = getenv("CRUMBLED_TESTDB");
	struct start s = { 0 };
	struct config config = { .db_name = "crumbled_nextDB" };
	int status = EXIT_SUCCESS;

	if (lint_endpoints(&api) > 0)
		return EXIT_CONFIG;
	if (args[0]) {
		status = start_keys(&s, args[0]) ? check_database(&s, false) : EXIT_CONFIG;
	} else if (testdb) {
		s = (struct start){ .mem = arena_new(REQUEST_BYTES), .config = &config,
		                    .cx.mem = arena_new(REQUEST_BYTES) };
		ctx_reset(&s.cx);
		config.db_socket = arena_fmt(s.mem, "%s/db.sock", testdb);
		status = check_database(&s, true);
	}
	start_end(&s);
	return status;
}

/* ---- what the endpoints say of themselves ---- */

static const char *
who_text(unsigned auth)
{
	static const char *const names[] = { "anyone", "guest", "customer", "staff", "job", "local" };
	static char text[64];
	struct buf b = buf_over(text, sizeof text);

	for (unsigned i = 0; i < 6; i++)
		if (auth & 1U << i)
			buf_fmt(&b, "%s%s", b.len ? "+" : "", names[i]);
	return text;
}

static int
routes(char **args)
{
	static const char *const tx[] = { "?", "none", "read", "write", "own" };
	(void)args;

	printf("%-6s %-58s %-15s %-22s %-5s %-4s %5s %s\n", "METHOD", "PATH", "WHO", "PERMISSION",
	       "TX", "ONCE", "CACHE", "RATE");
	EACH_ENDPOINT(ep) {
		char rate[64] = "-";

		if (ep->rate)
			snprintf(rate, sizeof rate, "%s %d/%ds", ep->rate->name, ep->rate->limit,
			         ep->rate->window_secs);
		printf("%-6s %-58s %-15s %-22s %-5s %-4s %5d %s\n", ep->method, ep->path,
		       who_text(ep->auth), ep->perm && *ep->perm ? ep->perm : "-", tx[ep->tx],
		       ep->once ? "yes" : "-", ep->cache_secs, rate);
	}
	return EXIT_SUCCESS;
}

static int
openapi(char **args)
{
	struct arena *mem = arena_new(3 * DOCUMENT_BYTES);
	struct buf b = buf_in(mem, DOCUMENT_BYTES);
	bool written;
	(void)args;

	openapi_write(&b, mem, &api);
	written = !b.full && fwrite(b.data, 1, b.len, stdout) == b.len && fflush(stdout) == 0;
	if (!written)
		complain("openapi: %s", b.full ? "the document is too long" : strerror(errno));
	arena_free(mem);
	return written ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* ---- job ---- */

#define JOBS_PATH "/api/v1/maintenance/"
#define JOB_ANSWER_SECS 3600		/* whoever does it by hand has the time */

static const struct endpoint *
job_named(const char *name)
{
	EACH_ENDPOINT(ep)
		if (str_starts(ep->path, JOBS_PATH) && str_eq(ep->path + strlen(JOBS_PATH), name))
			return ep;
	return NULL;
}

/* What cron's call does, lease and report included, without a web server. */
static enum err
do_job(struct ctx *cx, const struct endpoint *ep)
{
	struct buf b = buf_in(cx->mem, DOCUMENT_BYTES);
	void *in = arena_alloc(cx->mem, ep->in()->size);
	void *out = arena_alloc(cx->mem, ep->out()->size);

	cx->now = clock_now();
	cx->actor.kind = ACTOR_JOB;
	TRY(ep->call(cx, in, out));
	output_write(&b, ep->out(), out);
	if (b.full || puts(b.data) == EOF || fflush(stdout) != 0)
		return fail(cx, E_INTERNAL, "the report cannot be written");
	return OK;
}

static int
job(char **args)
{
	const struct endpoint *ep = job_named(args[1]);
	struct start s = { .answer_secs = JOB_ANSWER_SECS };
	int status = EXIT_CONFIG;

	if (!ep) {
		complain("there is no job %s; these are:", args[1]);
		EACH_ENDPOINT(one)
			if (str_starts(one->path, JOBS_PATH))
				fprintf(stderr, "  %s\n", one->path + strlen(JOBS_PATH));
		return EXIT_FAILURE;
	}
	if (start_keys(&s, args[0]) && start_db(&s, "jobs"))
		status = start_outcome(&s, do_job(&s.cx, ep));
	start_end(&s);
	return status;
}

/* ---- covered ---- */

/* The whole of a file or of standard input; NULL after a complaint. */
static char *
read_all(struct arena *mem, FILE *f, const char *name, size_t max)
{
	struct buf b = buf_in(mem, max);
	char part[4096];
	size_t n;

	while ((n = fread(part, 1, sizeof part, f)) > 0)
		buf_add(&b, part, n);
	if (ferror(f) || b.full)
		complain("%s: %s", name, b.full ? "too long" : strerror(errno));
	return ferror(f) || b.full ? NULL : b.len ? b.data : arena_str(mem, "");
}

static bool
seen(const char *lines, const char *name, const char *answer)
{
	char line[200];

	snprintf(line, sizeof line, "\n%s %s\n", name, answer);
	return strstr(lines, line) != NULL;
}

static int
lack(const char *lines, const struct endpoint *ep, const char *answer)
{
	if (seen(lines, ep->name, answer))
		return 0;
	printf("%s %s: no test of %s\n", ep->method, ep->path, answer);
	return 1;
}

static int
covered(char **args)
{
	struct arena *mem = arena_new(2 * DOCUMENT_BYTES);
	FILE *f = fopen(args[0], "re");
	const char *lines = NULL;
	int lacking = 0;

	if (!f) {
		complain("%s: %s", args[0], strerror(errno));
	} else {
		lines = read_all(mem, f, args[0], DOCUMENT_BYTES / 2);
		fclose(f);
	}
	if (!lines) {
		arena_free(mem);
		return EXIT_FAILURE;
	}
	lines = arena_fmt(mem, "\n%s\n", lines);
	EACH_ENDPOINT(ep) {
		bool login = (ep->auth & (AUTH_CUSTOMER | AUTH_STAFF | AUTH_JOB)) &&
		             !(ep->auth & AUTH_GUEST);

		lacking += lack(lines, ep, "ok");
		for (const enum err *e = ep->errors; e && *e; e++)
			lacking += lack(lines, ep, err_info(*e)->slug);
		if (login)
			lacking += lack(lines, ep, "login_needed");
		if (ep->auth & AUTH_STAFF && ep->perm && *ep->perm)
			lacking += lack(lines, ep, "forbidden");
	}
	arena_free(mem);
	return lacking ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* ---- the table of commands ---- */

static const struct command {
	const char *name, *args;
	int least, most;		/* number of arguments */
	int (*run)(char **args);	/* NULL at the end */
	const char *help;		/* NULL: not for people */
} commands[] = {
	{ "run", "CONF", 1, 1, run, "serve, in the foreground; TERM ends, HUP replaces the workers" },
	{ "worker", "", WORKER_ARGS, WORKER_ARGS, worker_main, NULL },
	{ "check", "[CONF]", 0, 1, check, "the endpoint tables; with CONF also every SQL statement" },
	{ "routes", "", 0, 0, routes, "all endpoints and who may call them" },
	{ "openapi", "", 0, 0, openapi, "the API as an OpenAPI document" },
	{ "job", "CONF NAME", 2, 2, job, "do once what cron calls for, and say what was done" },
	{ "covered", "FILE", 1, 1, covered, "which answers no test has seen" },
	{ "keys", "DIR", 1, 1, tool_keys, "make the key files that are missing" },
	{ "setting", "CONF NAME", 2, 2, tool_setting, "set a setting of the shop, from standard input" },
	{ "smtp", "CONF HOST PORT none|starttls|tls FROM_EMAIL FROM_NAME [USERNAME]", 6, 7, tool_smtp,
	  "the mail server to send by; its password from standard input" },
	{ "admin", "create CONF USERNAME EMAIL ROLE", 5, 5, tool_admin,
	  "a staff account; its password from standard input" },
	{ "backfill", "CONF [undo RUN]", 1, 3, tool_backfill,
	  "make customers from orders that have none, to the end; or take a run back" },
	{ "integrity", "CONF", 1, 1, tool_integrity, "look for what is wrong in the database" },
	{ "replay-orders", "CONF", 1, 1, tool_replay_orders,
	  "work out every order again from its stored facts; fails if one comes out otherwise" },
	{ 0 },
};

static int
usage(void)
{
	fputs("usage:\n", stderr);
	for (const struct command *c = commands; c->name; c++)
		if (c->help)
			fprintf(stderr, "  crumbled %s %-*s %s\n", c->name, (int)(24 - strlen(c->name)),
			        c->args, c->help);
	return EXIT_CONFIG;
}

int
main(int argc, char **argv)
{
	if (argc < 2)
		return usage();
	for (const struct command *c = commands; c->name; c++)
		if (str_eq(c->name, argv[1]) && argc - 2 >= c->least && argc - 2 <= c->most)
			return c->run(argv + 2);
	return usage();
}
