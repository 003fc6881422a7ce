/* SPDX-License-Identifier: MIT */
/* One loop: wait for a signal, a word of a worker or the next look; then tick() goes over all
 * slots.  What is to happen is not remembered as events but seen from the state of the slots. */
#include "manager.h"

#include "base/log.h"
#include "base/str.h"
#include "board.h"
#include "start.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define BACKLOG 1024
#define LIVES 4			/* processes of a slot at once: one serves, one starts, two drain */
#define SECOND 1000000LL
#define STOP_US (10 * SECOND)	/* for draining at the end */
#define DRAIN_US (35 * SECOND)	/* of a replaced worker, which counts to 30 by itself */
#define BACK_OFF_MOST 30
#define LONG_JOB 4		/* jobs and the sender may take so many times longer */
#define TICK_MS 100
#define IDLE_MS 500

enum state { FREE, STARTING, READY, DRAINING };

struct life {
	enum state state;
	pid_t pid;
	long generation;
	int64_t kill_at;		/* while draining */
	struct board_entry *entry;
	bool killed;
};

/* One place in a pool: a socket and the processes that serve it. */
struct slot {
	enum pool pool;
	int index, listen;		/* -1: the sender has no socket */
	long wanted;			/* the generation that should serve */
	int failures;			/* of starts in a row */
	int64_t not_before;		/* the next start */
	struct life lives[LIVES];
};

struct manager {
	struct start start;
	const char *program;		/* as a path, so that a new file is found by it */
	struct board *board;
	int board_fd, notify, signals;
	struct slot *slots;
	size_t slots_n;
	int64_t began_at, stop_at;	/* monotonic; 0: not stopping */
	bool told_ready, pool_was_ready[POOL__COUNT];
	int status;			/* of the process, at its end */
};

static int
pool_size(const struct config *c, enum pool pool)
{
	switch (pool) {
	case POOL_SHOP: return c->workers_shop;
	case POOL_ADMIN: return c->workers_admin;
	case POOL_JOBS: return c->workers_jobs;
	case POOL_SENDER: return c->workers_sender;
	case POOL__COUNT: break;
	}
	return 0;
}

static const char *
route_of(const struct manager *m, const struct life *l)
{
	uint32_t row = l->entry->row;

	return l->entry->started_at && row < BOARD_ROWS ? m->board->names[row] : NULL;
}

static void
tell(const struct manager *m, bool is_error, const char *event, const struct slot *s,
     const struct life *l, const char *how, int64_t number)
{
	log_line(is_error ? "error" : "info", event, (const struct log_pair[]){
		LOG_STR("pool", pool_names[s->pool]), LOG_INT("slot", s->index),
		LOG_INT("pid", l->pid), LOG_STR("route", route_of(m, l)),
		LOG_INT(how, number) }, 5);
}

/* ---- processes ---- */

static void
inherit(int fd)
{
	if (fd >= 0)
		fcntl(fd, F_SETFD, 0);
}

static _Noreturn void
become_worker(const struct manager *m, const struct slot *s, const struct life *l)
{
	char entry[16], board[16], notify[16], sock[16];
	sigset_t none;

	snprintf(entry, sizeof entry, "%d", (int)(l->entry - m->board->entries));
	snprintf(board, sizeof board, "%d", m->board_fd);
	snprintf(notify, sizeof notify, "%d", m->notify);
	snprintf(sock, sizeof sock, "%d", s->listen);
	inherit(m->board_fd);
	inherit(m->notify);
	inherit(s->listen);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	execl(m->program, "crumbled", "worker", pool_names[s->pool], entry, board, notify, sock,
	      m->start.config->path, (char *)NULL);
	complain("%s: %s", m->program, strerror(errno));
	_exit(1);
}

static void
start_worker(struct manager *m, struct slot *s, struct life *l, int64_t now)
{
	board_enter(l->entry);
	l->pid = fork();
	if (l->pid == 0)
		become_worker(m, s, l);
	if (l->pid < 0) {
		log_error("fork", LOG_STR("why", strerror(errno)));
		s->not_before = now + SECOND;
		return;
	}
	l->entry->pid = l->pid;
	l->state = STARTING;
	l->generation = s->wanted;
	l->killed = false;
	s->not_before = now + SECOND;
}

static void
let_drain(struct life *l, int64_t until)
{
	kill(l->pid, SIGTERM);
	l->state = DRAINING;
	l->kill_at = until;
}

/* ---- deaths ---- */

static void
plan_next(struct slot *s, bool was_ready, int64_t now)
{
	int secs;

	if (was_ready) {
		s->failures = 0;	/* not before one second after its start, as set there */
		return;
	}
	secs = s->failures < 5 ? 1 << s->failures : BACK_OFF_MOST;
	s->failures++;
	s->not_before = now + secs * SECOND;
}

static void
bury(struct manager *m, struct slot *s, struct life *l, int status, int64_t now)
{
	bool expected = l->state == DRAINING || m->stop_at;
	bool refused = WIFEXITED(status) && WEXITSTATUS(status) == EXIT_CONFIG;

	if (!expected) {
		tell(m, true, "worker_died", s, l, WIFSIGNALED(status) ? "signal" : "status",
		     WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
		m->board->restarts[s->pool]++;
		plan_next(s, l->state == READY, now);
		if (refused && !m->pool_was_ready[s->pool]) {
			complain("pool %s cannot start: see the line above", pool_names[s->pool]);
			m->status = EXIT_CONFIG;
			m->stop_at = now;
		}
	}
	board_enter(l->entry);
	l->entry->pid = 0;
	l->state = FREE;
}

static void
reap(struct manager *m, int64_t now)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		for (size_t i = 0; i < m->slots_n; i++)
			for (int k = 0; k < LIVES; k++) {
				struct life *l = &m->slots[i].lives[k];
				if (l->state != FREE && l->pid == pid)
					bury(m, &m->slots[i], l, status, now);
			}
}

/* ---- what is to be done ---- */

/* The newest process that serves or is about to; NULL if there is none. */
static struct life *
newest(struct slot *s)
{
	struct life *best = NULL;

	for (int k = 0; k < LIVES; k++) {
		struct life *l = &s->lives[k];
		if ((l->state == STARTING || l->state == READY) &&
		    (!best || l->generation > best->generation))
			best = l;
	}
	return best;
}

static struct life *
free_life(struct slot *s)
{
	for (int k = 0; k < LIVES; k++)
		if (s->lives[k].state == FREE)
			return &s->lives[k];
	return NULL;
}

/* A worker that became ready takes the place of all older ones. */
static void
promote(struct manager *m, struct slot *s, struct life *l, int64_t now)
{
	l->state = READY;
	s->failures = 0;
	if (s->index == 0)		/* which has compared the schema */
		m->pool_was_ready[s->pool] = true;
	for (int k = 0; k < LIVES; k++) {
		struct life *old = &s->lives[k];
		if (old != l && (old->state == READY || old->state == STARTING))
			let_drain(old, now + DRAIN_US);
	}
}

static bool
is_stuck(const struct manager *m, const struct slot *s, const struct life *l, int64_t now)
{
	int64_t since = l->entry->started_at;
	int64_t limit = m->start.config->request_seconds * SECOND;

	if (s->pool == POOL_JOBS || s->pool == POOL_SENDER)
		limit *= LONG_JOB;
	return since && now - since > limit;
}

static void
look_after(struct manager *m, struct slot *s, struct life *l, int64_t now)
{
	if (l->state == STARTING && l->entry->ready)
		promote(m, s, l, now);
	if (l->state == FREE || l->killed)
		return;
	if (is_stuck(m, s, l, now)) {
		tell(m, true, "worker_stuck", s, l, "seconds",
		     (now - l->entry->started_at) / SECOND);
		m->board->stuck[s->pool]++;
	} else if (l->state != DRAINING || now < l->kill_at) {
		return;
	}
	kill(l->pid, SIGKILL);
	l->killed = true;
}

/* True when the slot has what it should have. */
static bool
tick_slot(struct manager *m, struct slot *s, int64_t now)
{
	struct life *l, *room;

	for (int k = 0; k < LIVES; k++)
		look_after(m, s, &s->lives[k], now);
	l = newest(s);
	if (l && l->state == READY && l->entry->wants_successor && s->wanted == l->generation)
		s->wanted++;
	room = free_life(s);
	/* One start at a time; the next one, if more was wanted since, follows when it is ready. */
	if ((!l || (l->state == READY && l->generation < s->wanted)) && room &&
	    (now >= s->not_before || (l && s->failures == 0))) {
		start_worker(m, s, room, now);
		l = room;
	}
	return l && l->state == READY && l->generation == s->wanted;
}

/* How long to wait for something to happen. */
static int
tick(struct manager *m, int64_t now)
{
	bool settled = true, draining = false;

	for (size_t i = 0; i < m->slots_n; i++) {
		settled = tick_slot(m, &m->slots[i], now) && settled;
		for (int k = 0; k < LIVES; k++)
			draining = draining || m->slots[i].lives[k].state == DRAINING;
	}
	if (settled && !m->told_ready) {
		m->told_ready = true;
		log_info("ready", LOG_INT("workers", (int64_t)m->slots_n),
		         LOG_INT("ms", (now - m->began_at) / 1000));
	}
	return settled && !draining ? IDLE_MS : TICK_MS;
}

/* False when the last worker has gone. */
static bool
tick_stopping(struct manager *m, int64_t now)
{
	int64_t until = m->status ? now : m->stop_at + STOP_US;
	bool any = false;

	for (size_t i = 0; i < m->slots_n; i++)
		for (int k = 0; k < LIVES; k++) {
			struct life *l = &m->slots[i].lives[k];
			if (l->state == FREE)
				continue;
			any = true;
			if (l->state != DRAINING)
				let_drain(l, until);
			if (l->kill_at > until)
				l->kill_at = until;
			look_after(m, &m->slots[i], l, now);
		}
	return any;
}

static void
on_signal(struct manager *m, int64_t now)
{
	struct signalfd_siginfo si;

	while (read(m->signals, &si, sizeof si) == sizeof si) {
		if (si.ssi_signo == SIGHUP) {
			log_open(m->start.config->log);		/* it may have been moved away */
			log_info("reload");
			for (size_t i = 0; i < m->slots_n; i++)
				m->slots[i].wanted++;
		} else if (si.ssi_signo != SIGCHLD && !m->stop_at) {
			log_info("stop");
			m->stop_at = now;
		}
	}
}

static void
loop(struct manager *m)
{
	struct pollfd fds[] = { { m->signals, POLLIN, 0 }, { m->notify, POLLIN, 0 } };
	int ms = 0;

	for (;;) {
		eventfd_t count;
		int64_t now;

		poll(fds, 2, ms);
		now = clock_monotonic_us();
		if (eventfd_read(m->notify, &count) != 0 && errno != EAGAIN)
			log_error("notify", LOG_STR("why", strerror(errno)));
		on_signal(m, now);
		reap(m, now);
		if (!m->stop_at)
			ms = tick(m, now);
		if (m->stop_at) {
			if (!tick_stopping(m, now))
				return;
			ms = 20;
		}
	}
}

/* ---- the start ---- */

/* Only one manager may own the folder, and only then are its sockets stale. */
static bool
lock_folder(struct manager *m)
{
	const char *dir = m->start.config->run_dir;
	const char *path = arena_fmt(m->start.mem, "%s/crumbled.lock", dir);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0) {
		complain("%s: %s", path, strerror(errno));
		m->status = EXIT_CONFIG;
		return false;
	}
	if (flock(fd, LOCK_EX | LOCK_NB) != 0) {	/* held until the process ends */
		complain("another crumbled runs in %s", dir);
		m->status = EXIT_FAILURE;
		return false;
	}
	return true;
}

static const char *
pid_path(const struct manager *m)
{
	return arena_fmt(m->start.mem, "%s/crumbled.pid", m->start.config->run_dir);
}

static bool
write_pid(struct manager *m)
{
	const char *path = pid_path(m);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	bool ok = fd >= 0 && dprintf(fd, "%d\n", (int)getpid()) > 0;

	if (!ok)
		complain("%s: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return ok;
}

static const char *
socket_path(const struct manager *m, const struct slot *s)
{
	return arena_fmt(m->start.mem, "%s/%s-%d.sock", m->start.config->run_dir,
	                 pool_names[s->pool], s->index);
}

/* The socket for one worker; -1 after a complaint. */
static int
bind_socket(const struct manager *m, const struct slot *s)
{
	const char *path = socket_path(m, s);
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	int fd;
	mode_t mask;
	bool bound;

	if (strlen(path) >= sizeof to.sun_path) {
		complain("%s: too long for a socket (107 bytes)", path);
		return -1;
	}
	memcpy(to.sun_path, path, strlen(path));
	unlink(path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	mask = umask(0117);		/* 0660 from its first moment */
	bound = fd >= 0 && bind(fd, (struct sockaddr *)&to, sizeof to) == 0 &&
	        listen(fd, BACKLOG) == 0;
	umask(mask);
	if (bound)
		return fd;
	complain("%s: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return -1;
}

static bool
make_slots(struct manager *m)
{
	const struct config *c = m->start.config;
	size_t n = 0, entries = 0;

	for (int p = 0; p < POOL__COUNT; p++)
		n += (size_t)pool_size(c, (enum pool)p);
	m->board = board_new(n * LIVES, &m->board_fd);
	if (!m->board) {
		complain("shared memory: %s", strerror(errno));
		return false;
	}
	m->slots = arena_array(m->start.mem, struct slot, n);
	for (int p = 0; p < POOL__COUNT; p++)
		for (int i = 0; i < pool_size(c, (enum pool)p); i++) {
			struct slot *s = &m->slots[m->slots_n++];

			*s = (struct slot){ .pool = (enum pool)p, .index = i, .wanted = 1,
			                    .listen = -1 };
			for (int k = 0; k < LIVES; k++) {
				s->lives[k].entry = &m->board->entries[entries++];
				s->lives[k].entry->pool = (enum pool)p;
				s->lives[k].entry->slot = i;
			}
			if (p != POOL_SENDER && (s->listen = bind_socket(m, s)) < 0)
				return false;
		}
	return true;
}

static bool
take_signals(struct manager *m)
{
	static const int taken[] = { SIGCHLD, SIGTERM, SIGINT, SIGHUP };
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
		sigaddset(&set, taken[i]);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
	m->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	m->notify = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (m->signals < 0 || m->notify < 0)
		complain("signals: %s", strerror(errno));
	return m->signals >= 0 && m->notify >= 0;
}

/* Where this program is: by its path, not by /proc/self/exe, which stays with the old file. */
static bool
find_program(struct manager *m)
{
	char path[4096];
	ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);

	if (n <= 0) {
		complain("/proc/self/exe: %s", strerror(errno));
		return false;
	}
	m->program = arena_strn(m->start.mem, path, (size_t)n);
	return true;
}

static bool
has_accounts(struct manager *m)
{
	for (int p = 0; p < POOL__COUNT; p++)
		if (!start_db(&m->start, pool_names[p]))
			return false;
	return true;
}

static void
clean_up(struct manager *m)
{
	for (size_t i = 0; i < m->slots_n; i++)
		if (m->slots[i].listen >= 0)
			unlink(socket_path(m, &m->slots[i]));
	unlink(pid_path(m));
}

int
manager_main(const char *conf)
{
	struct manager m = { .status = EXIT_CONFIG, .began_at = clock_monotonic_us() };

	if (start_keys(&m.start, conf) && has_accounts(&m) && find_program(&m) && lock_folder(&m) &&
	    take_signals(&m) && make_slots(&m) && write_pid(&m)) {
		if (log_open(m.start.config->log)) {
			m.status = EXIT_SUCCESS;
			loop(&m);
		} else {
			complain("%s: %s", m.start.config->log, strerror(errno));
		}
		clean_up(&m);
	}
	start_end(&m.start);
	return m.status;
}
