/* SPDX-License-Identifier: MIT */
/* Secrets: by functions that no compiler shortens. */
#include "base/secret.h"
#include <openssl/crypto.h>

bool
secret_equal(const void *a, const void *b, size_t n)
{
	return CRYPTO_memcmp(a, b, n) == 0;
}

void
secret_wipe(void *p, size_t n)
{
	if (n)
		OPENSSL_cleanse(p, n);
}
