/* SPDX-License-Identifier: MIT */
/* The real program with its workers, in a folder of its own. */
#ifndef TESTS_SUPPORT_SERVICE_H
#define TESTS_SUPPORT_SERVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct service {
	char dir[64];			/* run/ keys/ secrets/ conf log */
	const char *program;
	pid_t manager;
};

/* Makes the folder with keys, passwords and a configuration for the database server in `db`; `more`
 * are further lines of it.  Without them each pool has one worker. */
void service_make(struct service *s, const char *db, const char *more);
/* Starts the manager; its output goes to the file log. */
void service_start(struct service *s);
/* Waits until the manager says that it is ready. */
void service_ready(struct service *s);
/* Waits for the manager's end: its exit status, or -1 after `ms`, when it is killed. */
int service_wait(struct service *s, int ms);
/* Ends what runs and removes the folder (KEEP=1 leaves it); fails the test if the manager did not
 * end well. */
void service_end(struct service *s);

/* Runs the program with arguments: its exit status; output goes to the file `out`. */
int service_run(struct service *s, const char *const *args);

/* Path of a file in the folder, in a static buffer of several. */
const char *service_path(const struct service *s, const char *name);
/* "shop-0": the path of that socket. */
const char *service_socket(const struct service *s, const char *name);
/* The pids of a pool's workers; returns their number. */
int service_workers(const struct service *s, const char *pool, pid_t *ret, int max);
/* How often the log, or another file of the folder, has this text. */
int service_says(const struct service *s, const char *file, const char *text);
/* Waits until it has it `n` times; false after `ms`. */
bool service_told(const struct service *s, const char *text, int n, int ms);
/* Prints the log's end. */
void service_show(const struct service *s);

int64_t milliseconds(void);
void pause_ms(int ms);

#endif
