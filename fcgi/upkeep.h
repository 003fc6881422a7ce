/* SPDX-License-Identifier: MIT */
/* Subcommands that do cron's work by hand, with the account of the jobs: to its end, and without a
 * lease, so that one that was killed can be started again at once. */
#ifndef MAIN_UPKEEP_H
#define MAIN_UPKEEP_H

/* All return the process's exit status. */
int tool_backfill(char **args);		/* CONF [undo RUN] */
int tool_integrity(char **args);	/* CONF; 1 also when there were findings */
int tool_index_orders(char **args);	/* CONF */
int tool_replay_orders(char **args);	/* CONF */
int tool_audit(char **args);		/* verify CONF [SEAL]; 1 also when something is wrong */

#endif
