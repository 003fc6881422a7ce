/* SPDX-License-Identifier: MIT */
#include "board.h"

#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

const char *const pool_names[POOL__COUNT] = { "shop", "admin", "jobs", "sender" };

static const int bucket_ms[BOARD_BUCKETS - 1] = { 1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 5000 };
static const char *const bucket_text[BOARD_BUCKETS] = {
	"0.001", "0.002", "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "5", "+Inf",
};

static size_t
bytes_of(size_t entries)
{
	return sizeof(struct board) + entries * sizeof(struct board_entry);
}

static struct board *
map(int fd, size_t bytes)
{
	struct board *b = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	return b == MAP_FAILED ? NULL : b;
}

struct board *
board_new(size_t entries, int *ret_fd)
{
	int fd = memfd_create("crumbled-board", MFD_CLOEXEC);
	struct board *b;

	if (fd < 0 || ftruncate(fd, (off_t)bytes_of(entries)) != 0)
		return NULL;
	b = map(fd, bytes_of(entries));
	if (!b)
		return NULL;
	b->bytes = bytes_of(entries);
	b->entries_n = entries;
	b->manager = getpid();
	snprintf(b->names[0], sizeof b->names[0], "-");
	b->rows_n = 1;
	*ret_fd = fd;
	return b;
}

struct board *
board_open(int fd)
{
	struct stat st;
	struct board *b;

	if (fstat(fd, &st) != 0 || st.st_size < (off_t)sizeof *b)
		return NULL;
	b = map(fd, (size_t)st.st_size);
	if (!b || b->bytes != (size_t)st.st_size || b->bytes != bytes_of(b->entries_n))
		return NULL;
	return b;
}

static uint32_t
row_of(struct board *b, const char *name)
{
	uint32_t n = b->rows_n;

	for (uint32_t i = 0; i < n; i++)
		if (str_eq(b->names[i], name))
			return i;
	if (n == BOARD_ROWS)
		return 0;
	snprintf(b->names[n], sizeof b->names[n], "%s", name);
	b->rows_n = n + 1;
	return n;
}

void
board_rows(struct board *b, int fd, const struct routes *routes, uint32_t *ret_rows)
{
	/* A lock of the process: it goes with it, whatever happens. */
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

	BUG_ON(routes->n > BOARD_ROWS);
	while (fcntl(fd, F_SETLKW, &lock) != 0 && errno == EINTR)
		;
	for (size_t i = 0; i < routes->n; i++)
		ret_rows[routes->list[i].index] = row_of(b, routes->list[i].ep->name);
	lock.l_type = F_UNLCK;
	fcntl(fd, F_SETLK, &lock);
}

void
board_enter(struct board_entry *e)
{
	e->ready = e->draining = e->wants_successor = false;
	e->row = 0;
	e->started_at = 0;
}

void
board_begin(struct board_entry *e)
{
	e->row = 0;
	e->started_at = clock_monotonic_us();
}

static void
add(_Atomic uint64_t *counter, uint64_t n)
{
	/* One writer: no locked addition is needed. */
	atomic_store_explicit(counter, atomic_load_explicit(counter, memory_order_relaxed) + n,
	                      memory_order_relaxed);
}

void
board_count(struct board_entry *e, uint32_t row, int status, int64_t us)
{
	struct board_row *r = &e->rows[row];
	int i = 0;

	while (i < BOARD_BUCKETS - 1 && us > bucket_ms[i] * 1000LL)
		i++;
	add(&r->bucket[i], 1);
	add(&r->status[status >= 100 && status < 600 ? status / 100 : 5], 1);
	add(&r->us, (uint64_t)us);
}

void
board_db(struct board_entry *e, struct db_stats *before, const struct db_stats *now)
{
	add(&e->db_errors, now->errors - before->errors);
	add(&e->db_retries, now->retries - before->retries);
	add(&e->db_reconnects, now->reconnects - before->reconnects);
	add(&e->db_statements, now->statements - before->statements);
	*before = *now;
}

/* ---- the numbers ---- */

struct sum { uint64_t status[6], bucket[BOARD_BUCKETS], us, n; };

static struct sum
sum_row(const struct board *board, enum pool pool, uint32_t row)
{
	struct sum s = { 0 };

	for (size_t i = 0; i < board->entries_n; i++) {
		const struct board_row *r = &board->entries[i].rows[row];
		if (board->entries[i].pool != pool)
			continue;
		for (int k = 0; k < 6; k++)
			s.status[k] += r->status[k];
		for (int k = 0; k < BOARD_BUCKETS; k++)
			s.bucket[k] += r->bucket[k];
		s.us += r->us;
	}
	for (int k = 0; k < BOARD_BUCKETS; k++)
		s.n += s.bucket[k];
	return s;
}

static void
head(struct buf *b, const char *name, const char *type, const char *help)
{
	buf_fmt(b, "# HELP crumbled_%s %s\n# TYPE crumbled_%s %s\n", name, help, name, type);
}

static void
write_requests(const struct board *board, struct buf *b)
{
	head(b, "requests_total", "counter", "Requests answered");
	for (int p = 0; p < POOL__COUNT; p++)
		for (uint32_t row = 0; row < board->rows_n; row++) {
			struct sum s = sum_row(board, (enum pool)p, row);
			for (int k = 1; k < 6; k++)
				if (s.status[k])
					buf_fmt(b, "crumbled_requests_total{pool=\"%s\",route=\"%s\","
					        "status=\"%dxx\"} %llu\n", pool_names[p],
					        board->names[row], k,
					        (unsigned long long)s.status[k]);
		}
}

static void
write_seconds(const struct board *board, struct buf *b)
{
	head(b, "request_seconds", "histogram", "Time from the parameters to the reply");
	for (int p = 0; p < POOL__COUNT; p++)
		for (uint32_t row = 0; row < board->rows_n; row++) {
			struct sum s = sum_row(board, (enum pool)p, row);
			uint64_t n = 0;
			for (int k = 0; s.n && k < BOARD_BUCKETS; k++)
				buf_fmt(b, "crumbled_request_seconds_bucket{pool=\"%s\",route=\"%s\","
				        "le=\"%s\"} %llu\n", pool_names[p], board->names[row],
				        bucket_text[k], (unsigned long long)(n += s.bucket[k]));
			if (s.n)
				buf_fmt(b, "crumbled_request_seconds_sum{pool=\"%s\",route=\"%s\"} "
				        "%llu.%06llu\ncrumbled_request_seconds_count{pool=\"%s\","
				        "route=\"%s\"} %llu\n", pool_names[p], board->names[row],
				        (unsigned long long)(s.us / 1000000),
				        (unsigned long long)(s.us % 1000000), pool_names[p],
				        board->names[row], (unsigned long long)s.n);
		}
}

/* One counter of each pool: the member of the entries at this place. */
static void
write_database(const struct board *board, struct buf *b, const char *name, const char *help,
               size_t off)
{
	head(b, name, "counter", help);
	for (int p = 0; p < POOL__COUNT; p++) {
		uint64_t n = 0;
		for (size_t i = 0; i < board->entries_n; i++)
			if (board->entries[i].pool == (enum pool)p)
				n += *(const _Atomic uint64_t *)((const char *)&board->entries[i] + off);
		buf_fmt(b, "crumbled_%s{pool=\"%s\"} %llu\n", name, pool_names[p],
		        (unsigned long long)n);
	}
}

static void
write_workers(const struct board *board, struct buf *b)
{
	static const char *const states[] = { "starting", "idle", "busy", "draining" };
	int n[POOL__COUNT][4] = { 0 };

	for (size_t i = 0; i < board->entries_n; i++) {
		const struct board_entry *e = &board->entries[i];
		if (e->pid)
			n[e->pool][e->draining ? 3 : !e->ready ? 0 : e->started_at ? 2 : 1]++;
	}
	head(b, "workers", "gauge", "Processes by what they do");
	for (int p = 0; p < POOL__COUNT; p++)
		for (int k = 0; k < 4; k++)
			buf_fmt(b, "crumbled_workers{pool=\"%s\",state=\"%s\"} %d\n", pool_names[p],
			        states[k], n[p][k]);
	head(b, "worker_restarts_total", "counter", "Workers replaced because they died");
	for (int p = 0; p < POOL__COUNT; p++)
		buf_fmt(b, "crumbled_worker_restarts_total{pool=\"%s\"} %llu\n", pool_names[p],
		        (unsigned long long)board->restarts[p]);
	head(b, "worker_stuck_total", "counter", "Workers killed because a request took too long");
	for (int p = 0; p < POOL__COUNT; p++)
		buf_fmt(b, "crumbled_worker_stuck_total{pool=\"%s\"} %llu\n", pool_names[p],
		        (unsigned long long)board->stuck[p]);
}

void
board_metrics(const struct board *board, struct buf *b)
{
	write_requests(board, b);
	write_seconds(board, b);
	write_database(board, b, "db_errors_total", "Statements that the database failed",
	               offsetof(struct board_entry, db_errors));
	write_database(board, b, "db_retries_total", "Transactions run again",
	               offsetof(struct board_entry, db_retries));
	write_database(board, b, "db_reconnects_total", "Connections made",
	               offsetof(struct board_entry, db_reconnects));
	write_database(board, b, "db_statements_total", "Statements run",
	               offsetof(struct board_entry, db_statements));
	write_workers(board, b);
}
