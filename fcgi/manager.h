/* SPDX-License-Identifier: MIT */
/* The manager: opens the sockets, starts a worker for each, and keeps one running for each.
 *
 * Rules     Knows nothing of commerce and reads nothing that comes from outside.
 *           HUP and a worker's wish replace workers: the new one starts, and when it is ready the
 *           old one drains.  The program is looked up again for each start, so that a new version
 *           is taken by HUP.  Sizes of pools and the folder of the sockets change by a restart only.
 *           A worker that was ready and died is replaced at once (at most once a second for each
 *           socket); one that did not become ready waits 1, 2, 4 .. 30 s.
 *           A worker that sits on one request for too long is killed, by its number. */
#ifndef MAIN_MANAGER_H
#define MAIN_MANAGER_H

/* Runs until TERM or INT; the process's exit status. */
int manager_main(const char *conf);

#endif
