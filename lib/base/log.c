/* SPDX-License-Identifier: MIT */
/* The log: each line is put together on the stack and leaves by one write, so that the lines of
 * several workers do not mix and a request without memory can still be logged. */
#include "base/log.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "base/str.h"
#include <fcntl.h>
#include <unistd.h>

#define LINE_BYTES 4096
#define TEXT_BYTES 1024 /* of one value */

static int log_fd = STDERR_FILENO;

bool
log_open(const char *path)
{
	int fd = STDERR_FILENO;

	if (!str_eq(path, "stderr")) {
		fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640);
		if (fd < 0)
			return false;
	}
	if (log_fd != STDERR_FILENO)
		close(log_fd);
	log_fd = fd;
	return true;
}

static void
add_text(struct buf *b, const char *text)
{
	char cut[TEXT_BYTES + 1];
	size_t n = strnlen(text, sizeof cut);

	if (n == sizeof cut) {
		/* Not within a character. */
		for (n--; n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80; n--)
			;
	}
	memcpy(cut, text, n);
	cut[n] = '\0';
	buf_json(b, utf8_valid(cut, n) ? cut : "(not UTF-8)");
}

/* False if it does not fit: then nothing of it is left. */
static bool
add_pair(struct buf *b, struct log_pair p)
{
	size_t before = b->len;

	if (p.is_text && !p.text)
		return true;
	buf_char(b, ',');
	buf_json(b, p.name);
	buf_char(b, ':');
	if (p.is_text)
		add_text(b, p.text);
	else
		buf_int(b, p.number);
	if (!b->full)
		return true;
	b->len = before;
	b->full = false;
	return false;
}

void
log_line(const char *level, const char *event, const struct log_pair *pairs, size_t n)
{
	static const char whole[] = "}\n", lacking[] = ",\"cut\":true}\n";
	char line[LINE_BYTES], at[CLOCK_TEXT];
	struct buf b = buf_over(line, sizeof line - sizeof lacking);
	const char *end;
	bool fits;

	buf_fmt(&b, "{\"at\":\"%s\"", clock_text(clock_now(), at));
	fits = add_pair(&b, LOG_STR("level", level)) && add_pair(&b, LOG_STR("event", event));
	for (size_t i = 0; i < n; i++)
		fits = add_pair(&b, pairs[i]) && fits;
	end = fits ? whole : lacking;
	memcpy(line + b.len, end, strlen(end));
	/* Whoever logs has better things to do than to fail because of it. */
	if (write(log_fd, line, b.len + strlen(end)) < 0)
		return;
}

char *
log_alias(struct ctx *cx, const char *personal)
{
	struct hash h;

	if (!personal)
		return NULL;
	h = keyed_hash(cx->keys, KEY_LOG, personal, strlen(personal));
	return hex_text(cx->mem, h.b, 8);
}
