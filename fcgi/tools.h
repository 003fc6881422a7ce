/* SPDX-License-Identifier: MIT */
/* Subcommands for the one who runs the shop: each reads its secret from standard input, writes with
 * the admin account in one transaction, and says in one line what is wrong. */
#ifndef MAIN_TOOLS_H
#define MAIN_TOOLS_H

/* All return the process's exit status. */
int tool_keys(char **args);		/* DIR */
int tool_setting(char **args);		/* CONF NAME, the value on standard input */
int tool_smtp(char **args);		/* CONF HOST PORT none|starttls|tls FROM_EMAIL FROM_NAME [USERNAME] */
int tool_admin(char **args);		/* create CONF USERNAME EMAIL ROLE, the password on standard input */

#endif
