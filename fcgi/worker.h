/* SPDX-License-Identifier: MIT */
/* A worker: one process that serves the requests of one pool, one at a time, or sends the outbox.
 *
 * Rules     Started by the manager, which has opened the socket; ends when the manager does.
 *           TERM drains: it takes no new connection, and serves those that the web server keeps
 *           until it closes them.  A worker never closes one: requests would be lost.
 *           Ready is announced once the database was reached and, by the first of a pool, has what
 *           the statements name.
 *           Without a database it answers 503 and goes on trying.
 *           Asks for a successor after WORKER_REQUESTS requests or at WORKER_RSS bytes. */
#ifndef MAIN_WORKER_H
#define MAIN_WORKER_H

#define WORKER_REQUESTS 10000
#ifdef __SANITIZE_ADDRESS__
#define WORKER_RSS (1024L * 1024 * 1024)
#else
#define WORKER_RSS (64L * 1024 * 1024)
#endif

/* What the manager says on the command line: POOL ENTRY BOARD NOTIFY LISTEN CONF, the middle ones as
 * numbers (LISTEN is -1 for the sender).  Returns the process's exit status. */
#define WORKER_ARGS 6
int worker_main(char **args);

#endif
