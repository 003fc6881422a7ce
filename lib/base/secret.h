/* SPDX-License-Identifier: MIT */
/* Secrets: compared in constant time, wiped so that the compiler does not drop it. */
#ifndef BASE_SECRET_H
#define BASE_SECRET_H

#include <stdbool.h>
#include <stddef.h>

bool secret_equal(const void *a, const void *b, size_t n);
void secret_wipe(void *p, size_t n);

#endif
