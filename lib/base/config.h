/* SPDX-License-Identifier: MIT */
/* The configuration file: where things are on this machine.  Rules of the shop are not here, they
 * are settings in the database (ops/setting.h). */
#ifndef BASE_CONFIG_H
#define BASE_CONFIG_H

#include "base/arena.h"
#include <stdbool.h>

struct config {
	const char *path;
	const char *run_dir;		/* sockets and the pid file */
	const char *key_dir;
	const char *log;		/* a file, or "stderr" */
	const char *db_socket;		/* or host and port */
	const char *db_host;
	int         db_port;
	const char *db_name;
	const char *db_password_dir;	/* one file per account: shop admin jobs sender */
	int workers_shop, workers_admin, workers_jobs, workers_sender;
	int request_seconds;		/* a worker that sits on one request for longer is killed */
	const char *shop_url, *admin_url;	/* what links in messages begin with */
	const char *ca_file;		/* further authorities for outgoing TLS; may be NULL */
	const char *common_passwords;	/* a file of passwords that are refused; may be NULL */
	const char *common_passwords_text;	/* what is in it; NULL: there is none */
	const char *files_dir;		/* where uploaded files lie; NULL: none are taken */
	const char *picture_program;	/* makes pictures anew; NULL: crumbled-picture, beside this one */
	const char *maintenance_token_file;	/* SHA-256 of the bearer token, in hex */
	const char *maintenance_token_hash;	/* what is in it; NULL: there is none, cron is refused */
	const char *maintenance_allow;	/* addresses, separated by commas */
};

/* Lines of `name = value`, # begins a comment.  Unknown and repeated names are refused.  On
 * failure returns NULL and a sentence with file and line in *why. */
struct config *config_load(struct arena *mem, const char *path, const char **why);

#endif
