/* SPDX-License-Identifier: MIT */
/* Included by force into every file: functions that this project does not use, and why not. */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

#pragma GCC system_header
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* strcpy and strcat too, but <mysql.h> names them: scripts/check-layers looks for those. */
#pragma GCC poison sprintf vsprintf gets			/* no bound */
#pragma GCC poison strtok atoi atol atof			/* hidden state, no errors */
#pragma GCC poison gmtime localtime ctime asctime		/* hidden state: base/clock.h */
#pragma GCC poison srand random rand_r			/* predictable: base/rand.h */
#pragma GCC poison system popen				/* no shell, ever */

/* OpenSSL's headers name arguments like this one, so only its call is forbidden. */
int rand(void) __attribute__((deprecated("predictable: base/rand.h")));

#endif
