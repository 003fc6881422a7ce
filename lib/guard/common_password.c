/* SPDX-License-Identifier: MIT */
#include "guard/common_password.h"

#include "base/config.h"
#include "base/str.h"

#include <string.h>

/* Compares a line, which ends at its line feed or at the end of the text, with a word. */
static int
compare(const char *line, const char *word)
{
	size_t n = strcspn(line, "\n"), m = strlen(word);
	int order = memcmp(line, word, n < m ? n : m);

	return order ? order : n < m ? -1 : n > m;
}

bool
common_password(struct ctx *cx, const char *password)
{
	const char *list = cx->config ? cx->config->common_passwords_text : NULL;
	const char *word = str_lower(cx->mem, password);
	const char *low = list, *high = list ? list + strlen(list) : NULL;

	/* The word is in a line that begins in [low, high). */
	while (low < high) {
		const char *line = low + (high - low) / 2;
		int order;

		while (line > low && line[-1] != '\n')
			line--;
		order = compare(line, word);
		if (order == 0)
			return true;
		if (order > 0) {
			high = line;
			continue;
		}
		low = line + strcspn(line, "\n");
		low += *low == '\n';
	}
	return false;
}
