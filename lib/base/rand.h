/* SPDX-License-Identifier: MIT */
/* Random numbers of the operating system's quality (OpenSSL RAND_bytes). */
#ifndef BASE_RAND_H
#define BASE_RAND_H

#include <stddef.h>
#include <stdint.h>

void rand_bytes(void *to, size_t n);
/* Uniform in 0 .. below-1, by rejection. */
uint32_t rand_below(uint32_t below);

#endif
