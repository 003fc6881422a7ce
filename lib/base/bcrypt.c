/* SPDX-License-Identifier: MIT */
#include "base/bcrypt.h"

#include "base/secret.h"

#include <crypt.h>
#include <string.h>

#define LENGTH 60		/* "$2y$10$", 22 characters of salt, 31 of hash */

bool
bcrypt_is(const char *stored)
{
	const char *s = stored;

	if (!s || strlen(s) != LENGTH || s[0] != '$' || s[1] != '2' || !strchr("aby", s[2]) ||
	    s[3] != '$' || s[6] != '$' || s[4] < '0' || s[4] > '1' || s[5] < '0' || s[5] > '9')
		return false;
	int cost = (s[4] - '0') * 10 + s[5] - '0';
	return cost >= 4 && cost <= 14 &&
	       strspn(s + 7, "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") ==
	       LENGTH - 7;
}

bool
bcrypt_matches(const char *stored, const char *password)
{
	static struct crypt_data data;	/* 32 KiB, wiped after each use */
	const char *made;
	bool same;

	if (!bcrypt_is(stored))
		return false;
	data.initialized = 0;
	made = crypt_r(password, stored, &data);
	/* Failures are "*0" and "*1": too short to be equal. */
	same = made && strlen(made) == LENGTH && secret_equal(made, stored, LENGTH);
	secret_wipe(&data, sizeof data);
	return same;
}
