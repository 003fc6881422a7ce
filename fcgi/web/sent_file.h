/* SPDX-License-Identifier: MIT */
/* A reply that is a file: the program says which and under what name, the web server sends it
 * (X-Accel-Redirect), parts of it included.  An endpoint has such a reply by naming sent_file as its
 * view. */
#ifndef WEB_SENT_FILE_H
#define WEB_SENT_FILE_H

#include "web/endpoint.h"
#include "web/request.h"

struct sent_file {
	const char *key;		/* its name in the folder of files */
	const char *media_type;
	const char *name;		/* what a browser saves it as */
};
SHARED_VIEW_TYPE(sent_file, struct sent_file);

void sent_file_write(const struct sent_file *f, struct reply *rp);

#endif
