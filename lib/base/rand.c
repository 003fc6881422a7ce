/* SPDX-License-Identifier: MIT */
/* Random numbers.  Without them nothing may go on, so a failure ends the process. */
#include "base/rand.h"
#include "base/err.h"
#include <limits.h>
#include <openssl/rand.h>

void
rand_bytes(void *to, size_t n)
{
	BUG_ON(n > INT_MAX);
	BUG_ON(RAND_bytes(to, (int)n) != 1);
}

uint32_t
rand_below(uint32_t below)
{
	uint32_t v, biased;

	BUG_ON(below == 0);
	/* 2^32 mod below numbers at the bottom would come once more often than the others. */
	biased = (0 - below) % below;
	do {
		rand_bytes(&v, sizeof v);
	} while (v < biased);
	return v % below;
}
