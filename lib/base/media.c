/* SPDX-License-Identifier: MIT */
#include "base/media.h"

#include <string.h>

/* An EPUB is a ZIP whose first entry is called mimetype: it stands before ZIP. */
static const struct { const char *type; size_t at; const char *bytes; size_t n; } marks[] = {
#define MARK(type, at, bytes) { type, at, bytes, sizeof bytes - 1 }
	MARK("application/pdf",      0, "%PDF-"),
	MARK("application/epub+zip", 30, "mimetypeapplication/epub+zip"),
	MARK("application/zip",      0, "PK\3\4"),
	MARK("audio/mpeg",           0, "ID3"),
	MARK("audio/mpeg",           0, "\xff\xfb"),
	MARK("audio/mpeg",           0, "\xff\xf3"),
	MARK("audio/mpeg",           0, "\xff\xf2"),
	MARK("video/mp4",            4, "ftypiso"),
	MARK("video/mp4",            4, "ftypmp4"),
	MARK("video/mp4",            4, "ftypavc1"),
	MARK("video/mp4",            4, "ftypM4V"),
	MARK("image/png",            0, "\x89PNG\r\n\x1a\n"),
	MARK("image/jpeg",           0, "\xff\xd8\xff"),
	MARK("image/webp",           8, "WEBPVP8"),
#undef MARK
};

const char *
media_type(const void *first, size_t n)
{
	const char *bytes = first;

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (n >= marks[i].at + marks[i].n &&
		    memcmp(bytes + marks[i].at, marks[i].bytes, marks[i].n) == 0)
			return marks[i].type;
	return "application/octet-stream";
}
