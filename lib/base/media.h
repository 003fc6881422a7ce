/* SPDX-License-Identifier: MIT */
/* What a file is, by its first bytes; its name and what its sender says do not matter. */
#ifndef BASE_MEDIA_H
#define BASE_MEDIA_H

#include <stddef.h>

#define MEDIA_BYTES 64			/* enough to tell */

/* "application/pdf", ...; "application/octet-stream" for what is not on the list. */
const char *media_type(const void *first, size_t n);

#endif
