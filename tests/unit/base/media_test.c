/* SPDX-License-Identifier: MIT */
/* What a file is, by its first bytes. */
#include "base/media.h"
#include "unit.h"

static void
a_file_is_what_its_first_bytes_say(void **state)
{
	(void)state;
	static const struct { const char *bytes; size_t n; const char *type; } rows[] = {
#define ROW(bytes, type) { bytes, sizeof bytes - 1, type }
		ROW("%PDF-1.7", "application/pdf"),
		ROW("%PDF", "application/octet-stream"),
		ROW(" %PDF-1.7", "application/octet-stream"),
		ROW("PK\3\4\24\0\0\0\0\0", "application/zip"),
		ROW("PK\3\4\24\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\10\0\0\0mimetypeapplication/epub+zip",
		    "application/epub+zip"),
		ROW("PK\3\4\24\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\10\0\0\0mimetypeapplication/epub",
		    "application/zip"),
		ROW("PK\5\6", "application/octet-stream"),
		ROW("ID3\4\0", "audio/mpeg"), ROW("\xff\xfb\x90\x64", "audio/mpeg"),
		ROW("\xff\xfe<\0h\0", "application/octet-stream"),
		ROW("\0\0\0\x20" "ftypisom", "video/mp4"), ROW("\0\0\0\x20" "ftypmp42", "video/mp4"),
		ROW("\0\0\0\x20" "ftypheic", "application/octet-stream"),
		ROW("\x89PNG\r\n\x1a\n", "image/png"),
		ROW("\x89PNG\n\x1a\n", "application/octet-stream"),
		ROW("\xff\xd8\xff\xe0", "image/jpeg"),
		ROW("RIFF\x24\0\0\0WEBPVP8 ", "image/webp"),
		ROW("RIFF\x24\0\0\0WAVEfmt ", "application/octet-stream"),
		ROW("<html><script>alert(1)</script>", "application/octet-stream"),
		ROW("#!/bin/sh\n", "application/octet-stream"),
		ROW("\0", "application/octet-stream"), ROW("", "application/octet-stream"),
#undef ROW
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_string_equal(media_type(rows[i].bytes, rows[i].n), rows[i].type);
		/* Nothing behind the end is looked at. */
		for (size_t n = 0; n < rows[i].n; n++) {
			char copy[MEDIA_BYTES];

			memset(copy, 0, sizeof copy);
			memcpy(copy, rows[i].bytes, n);
			assert_string_equal(media_type(copy, n), media_type(rows[i].bytes, n));
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(a_file_is_what_its_first_bytes_say) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
