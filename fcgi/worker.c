/* SPDX-License-Identifier: MIT */
#include "worker.h"

#include "api/api.h"
#include "api/status.h"
#include "base/log.h"
#include "base/str.h"
#include "board.h"
#include "db/db.h"
#include "jobs/sender.h"
#include "schema.h"
#include "start.h"
#include "web/fcgi_io.h"
#include "web/serve.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define CONNECTIONS 800		/* below RLIMIT_NOFILE, which FD_SET of libfcgi cannot exceed */
#define DESCRIPTORS 1024
#define EVENTS 64
#define DRAIN_US (30 * 1000000LL)
#define LOOK_US 500000LL	/* how often an unready worker looks for the database */
#define JOB_ANSWER_SECS 30	/* cron's checks read whole tables; nobody waits for them */
#define SENDER_IDLE_MS 250
#define SENDER_SICK_MS 2000

struct worker {
	struct start start;
	struct server server;
	struct board *board;
	struct board_entry *entry;
	enum pool pool;
	int board_fd, notify, listen, epoll, statm;
	uint32_t rows[BOARD_ROWS];	/* of the board, by route */
	struct db_stats stats;		/* as told to the board so far */
	uint64_t statements;		/* when the request began */
	long served;
	struct fcgi *connections[CONNECTIONS];
	int connections_n;
	bool listening, told_no_database;
	int64_t drain_until;		/* 0: not draining */
	int64_t look_at;		/* for the database, next time */
};

/* What a signal and the hook of /metrics cannot be given otherwise. */
static volatile sig_atomic_t term;
static struct board *metrics_board;

static void
on_term(int sig)
{
	(void)sig;
	term = 1;
}

static void
write_metrics(struct buf *b)
{
	board_metrics(metrics_board, b);
}

static void
notify(struct worker *w)
{
	/* Full means that the manager has been told already. */
	if (eventfd_write(w->notify, 1) != 0)
		return;
}

/* ---- one request ---- */

static void
found(void *arg, int route_index)
{
	struct worker *w = arg;

	w->entry->row = w->rows[route_index];
}

static const char *
actor_text(enum actor_kind kind)
{
	static const char *const text[] = { "nobody", "guest", "customer", "staff", "job" };

	return text[kind];
}

/* The request's one line: no address, no person. */
static void
done(void *arg, struct ctx *cx, const struct endpoint *ep, const struct reply *rp, int64_t us)
{
	struct worker *w = arg;
	uint64_t statements = cx->db ? db_stats(cx->db)->statements - w->statements : 0;
	bool undeclared = cx->why && str_starts(cx->why, "undeclared: ");
	const struct log_pair pairs[] = {
		LOG_STR("pool", pool_names[w->pool]),
		LOG_STR("route", rp->route),
		LOG_STR("method", ep ? ep->method : NULL),
		LOG_INT("status", rp->status),
		LOG_STR("code", rp->err ? err_info(rp->err)->slug : NULL),
		LOG_INT("us", us),
		LOG_STR("request_id", cx->request_id),
		LOG_STR("actor", actor_text(cx->actor.kind)),
		LOG_INT("statements", (int64_t)statements),
		LOG_STR("why", rp->err ? cx->why : NULL),
	};

	log_line(undeclared || rp->err == E_INTERNAL ? "error" : "info", "request", pairs,
	         sizeof pairs / sizeof *pairs);
	board_count(w->entry, w->entry->row, rp->status, us);
	if (cx->db)
		board_db(w->entry, &w->stats, db_stats(cx->db));
}

static bool
is_fat(struct worker *w)
{
	char text[64] = { 0 };
	const char *p;

	/* "total resident ..." in pages; now and then is enough. */
	if (w->served % 100 != 0 || pread(w->statm, text, sizeof text - 1, 0) <= 0)
		return false;
	p = strchr(text, ' ');
	return p && strtol(p, NULL, 10) * sysconf(_SC_PAGESIZE) > WORKER_RSS;
}

/* A long reply moves on: it is not stuck. */
struct stream { struct worker *w; struct fcgi *c; };

static bool
send_part(void *arg, struct reply *rp)
{
	const struct stream *s = arg;

	s->w->entry->started_at = clock_monotonic_us();
	return fcgi_part(s->c, s->w->start.cx.mem, rp);
}

/* False when the connection is gone. */
static bool
serve_one(struct worker *w, struct fcgi *c)
{
	struct ctx *cx = &w->start.cx;
	struct request rq;
	struct reply rp;
	struct sink sink = { send_part, &(struct stream){ w, c } };
	const char *method;
	bool open;

	ctx_reset(cx);
	board_begin(w->entry);
	w->statements = db_stats(cx->db)->statements;
	open = fcgi_read(c, cx->mem, &rq);
	if (open) {
		/* From here on it is the handler's time, not the web server's. */
		board_begin(w->entry);
		rq.sink = &sink;
		serve(&w->server, cx, &rq, &rp);
		method = request_param(&rq, "REQUEST_METHOD");
		open = fcgi_write(c, cx->mem, &rp, method && str_eq(method, "HEAD"));
		w->served++;
	}
	w->entry->started_at = 0;
	ctx_reset(cx);
	if (!w->entry->wants_successor && (w->served >= WORKER_REQUESTS || is_fat(w))) {
		w->entry->wants_successor = true;
		notify(w);
	}
	return open;
}

/* ---- ready, or not yet ---- */

/* Looks for the database; EXIT_CONFIG when it is there and does not fit, else 0. */
static int
look(struct worker *w)
{
	struct ctx *cx = &w->start.cx;
	const char *fault = NULL;
	enum err e;

	w->look_at = clock_monotonic_us() + LOOK_US;
	ctx_reset(cx);
	/* One of each pool asks for all: the schema is the same for the others. */
	e = w->entry->slot == 0 ? schema_check(cx, &fault) : db_ready(cx);
	board_db(w->entry, &w->stats, db_stats(cx->db));
	if (e == E_INTERNAL) {
		log_error("schema", LOG_STR("pool", pool_names[w->pool]), LOG_STR("why", fault));
		complain("%s", fault);
		return EXIT_CONFIG;
	}
	if (e != OK) {
		if (!w->told_no_database)
			log_error("no_database", LOG_STR("pool", pool_names[w->pool]),
			          LOG_STR("why", cx->why));
		w->told_no_database = true;
	} else {
		w->entry->ready = true;
		notify(w);
	}
	ctx_reset(cx);
	return 0;
}

/* ---- the loop ---- */

static void
watch(struct worker *w, int fd, uint32_t what)
{
	struct epoll_event ev = { .events = EPOLLIN, .data.u32 = what };

	BUG_ON(epoll_ctl(w->epoll, EPOLL_CTL_ADD, fd, &ev) != 0);
}

/* Takes connections only while there is room for them and nobody else is to have them. */
static void
listen_if(struct worker *w, bool yes)
{
	if (yes == w->listening)
		return;
	if (yes)
		watch(w, w->listen, CONNECTIONS);
	else
		epoll_ctl(w->epoll, EPOLL_CTL_DEL, w->listen, NULL);
	w->listening = yes;
}

static void
take_connections(struct worker *w)
{
	for (uint32_t i = 0; i < CONNECTIONS; i++) {
		int fd;

		if (w->connections[i])
			continue;
		fd = accept4(w->listen, NULL, NULL, SOCK_CLOEXEC);
		if (fd < 0)
			return;
		w->connections[i] = fcgi_open(fd);
		w->connections_n++;
		watch(w, fd, i);
	}
}

/* The descriptor leaves the poll by being closed: nobody else has it. */
static void
forget(struct worker *w, uint32_t i)
{
	fcgi_free(w->connections[i]);
	w->connections[i] = NULL;
	w->connections_n--;
}

static void
drain(struct worker *w)
{
	w->drain_until = clock_monotonic_us() + DRAIN_US;
	w->entry->draining = true;
	listen_if(w, false);
}

static int
loop(struct worker *w)
{
	struct epoll_event events[EVENTS];
	sigset_t waiting;

	/* TERM arrives only here, between two requests. */
	sigemptyset(&waiting);
	for (;;) {
		int n, status;

		if (term && !w->drain_until)
			drain(w);
		if (w->drain_until && (w->connections_n == 0 || clock_monotonic_us() > w->drain_until))
			return 0;
		if (!w->drain_until)
			listen_if(w, w->connections_n < CONNECTIONS);
		if (!w->entry->ready && clock_monotonic_us() >= w->look_at && (status = look(w)) != 0)
			return status;
		n = epoll_pwait(w->epoll, events, EVENTS,
		                w->entry->ready && !w->drain_until ? -1 : 100, &waiting);
		for (int i = 0; i < n; i++) {
			uint32_t what = events[i].data.u32;
			if (what == CONNECTIONS)
				take_connections(w);
			else if (w->connections[what] && !serve_one(w, w->connections[what]))
				forget(w, what);
		}
	}
}

static int
send_loop(struct worker *w)
{
	struct ctx *cx = &w->start.cx;
	sigset_t waiting;

	sigemptyset(&waiting);
	while (!term) {
		int ms = 0, sent = 0, status;
		enum err e;

		if (!w->entry->ready) {
			if ((status = look(w)) != 0)
				return status;
			ms = w->entry->ready ? 0 : SENDER_IDLE_MS;
		} else {
			ctx_reset(cx);
			cx->now = clock_now();
			board_begin(w->entry);
			e = sender_round(cx, &sent);
			w->entry->started_at = 0;
			board_db(w->entry, &w->stats, db_stats(cx->db));
			if (e != OK)
				log_error("sender", LOG_STR("code", err_info(e)->slug),
				          LOG_STR("why", cx->why));
			ctx_reset(cx);
			ms = e != OK ? SENDER_SICK_MS : sent ? 0 : SENDER_IDLE_MS;
		}
		epoll_pwait(w->epoll, &(struct epoll_event){ 0 }, 1, ms, &waiting);
	}
	return 0;
}

/* ---- the start ---- */

static void
take_signals(void)
{
	struct sigaction on = { .sa_handler = on_term }, off = { .sa_handler = SIG_IGN };
	sigset_t blocked;

	sigemptyset(&blocked);
	sigaddset(&blocked, SIGTERM);
	sigprocmask(SIG_BLOCK, &blocked, NULL);
	sigaction(SIGTERM, &on, NULL);
	sigaction(SIGPIPE, &off, NULL);
	sigaction(SIGUSR1, &off, NULL);
	/* Of the terminal: the manager decides. */
	sigaction(SIGINT, &off, NULL);
	sigaction(SIGHUP, &off, NULL);
}

/* No trace of secrets on the disk, no life without the manager, no more descriptors than fit. */
static bool
confine(struct worker *w)
{
	struct rlimit no_core = { 0, 0 }, files = { DESCRIPTORS, DESCRIPTORS };

	setrlimit(RLIMIT_CORE, &no_core);
	setrlimit(RLIMIT_NOFILE, &files);
#ifndef __SANITIZE_ADDRESS__		/* whose search for leaks has to look into the process */
	prctl(PR_SET_DUMPABLE, 0);
#endif
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	return getppid() == w->board->manager;	/* else it has died before that */
}

static bool
take_args(struct worker *w, char **args)
{
	int64_t number[4];
	int pool = 0;

	while (pool < POOL__COUNT && !str_eq(args[0], pool_names[pool]))
		pool++;
	if (pool == POOL__COUNT)
		return false;
	for (int i = 0; i < 4; i++)
		if (!int_parse(args[1 + i], &number[i]))
			return false;
	w->pool = (enum pool)pool;
	w->board_fd = (int)number[1];
	w->board = board_open(w->board_fd);
	if (!w->board || number[0] < 0 || (size_t)number[0] >= w->board->entries_n)
		return false;
	w->entry = &w->board->entries[number[0]];
	w->notify = (int)number[2];
	w->listen = (int)number[3];
	return true;
}

int
worker_main(char **args)
{
	struct worker w = { 0 };
	int status;

	if (!take_args(&w, args)) {
		complain("worker: not started by this version's manager");
		return EXIT_CONFIG;
	}
	if (w.pool == POOL_JOBS)
		w.start.answer_secs = JOB_ANSWER_SECS;
	if (!start_keys(&w.start, args[5]) || !start_db(&w.start, pool_names[w.pool]))
		return EXIT_CONFIG;
	if (!log_open(w.start.config->log)) {
		complain("%s: %s", w.start.config->log, strerror(errno));
		return EXIT_CONFIG;
	}
	fcgi_start();
	take_signals();
	if (!confine(&w))
		return 1;
	board_enter(w.entry);
	w.server = (struct server){ .app = &api, .routes = routes_make(api.modules),
	                            .pool = pool_names[w.pool], .found = found, .done = done,
	                            .done_arg = &w };
	board_rows(w.board, w.board_fd, &w.server.routes, w.rows);
	metrics_board = w.board;
	status_metrics_from(write_metrics);
	w.statm = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
	w.epoll = epoll_create1(EPOLL_CLOEXEC);
	BUG_ON(w.epoll < 0);
	status = w.pool == POOL_SENDER ? send_loop(&w) : loop(&w);
	for (uint32_t i = 0; i < CONNECTIONS; i++)
		if (w.connections[i])
			forget(&w, i);
	routes_free(&w.server.routes);
	start_end(&w.start);
	return status;
}
