/* SPDX-License-Identifier: MIT */
#include "base/fold.h"

#include "base/str.h"

enum { SEPARATOR = 0, NOTHING = 1 };	/* what is no letter: between words, or within one */

/* U+00C0 to U+017F: the letter below the mark. */
static const char latin[] =
	"aaaaaaaceeeeiiiidnooooo ouuuuytsaaaaaaaceeeeiiiidnooooo ouuuuyty"
	"aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
	"lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

static uint32_t
fold_arabic(uint32_t c)
{
	switch (c) {
	case 0x622: case 0x623: case 0x625: case 0x671: return 0x627;
	case 0x624: return 0x648;
	case 0x626: case 0x649: case 0x6cc: return 0x64a;
	case 0x629: return 0x647;
	case 0x6a9: return 0x643;
	case 0x640: case 0x670: return NOTHING;
	case 0x6d4: return SEPARATOR;
	}
	if (c >= 0x660 && c <= 0x669)
		return '0' + (c - 0x660);
	if (c >= 0x6f0 && c <= 0x6f9)
		return '0' + (c - 0x6f0);
	if ((c >= 0x610 && c <= 0x61a) || (c >= 0x64b && c <= 0x65f) || (c >= 0x6d6 && c <= 0x6ed))
		return NOTHING;
	return c < 0x620 || (c >= 0x66a && c <= 0x66d) ? SEPARATOR : c;
}

static uint32_t
fold_char(uint32_t c)
{
	if (c < 0x80) {
		if (c >= 'A' && c <= 'Z')
			return c | 0x20;
		return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : SEPARATOR;
	}
	if (c < 0xc0)
		return c == 0xad ? NOTHING : SEPARATOR;		/* a soft hyphen */
	if (c < 0xc0 + sizeof latin - 1)
		return latin[c - 0xc0] == ' ' ? SEPARATOR : (uint32_t)latin[c - 0xc0];
	if ((c >= 0x300 && c <= 0x36f) || (c >= 0x200b && c <= 0x200f) ||
	    (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff)
		return NOTHING;
	if (c >= 0x600 && c <= 0x6ff)
		return fold_arabic(c);
	return (c >= 0x2000 && c <= 0x206f) || (c >= 0x3000 && c <= 0x303f) ? SEPARATOR : c;
}

static bool
has_word(const char *const *words, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(words[i], word))
			return true;
	return false;
}

size_t
fold_words(struct arena *mem, const char *text, const char *words[FOLD_WORDS])
{
	size_t n = 0;

	while (*text && n < FOLD_WORDS) {
		char *word = arena_alloc(mem, FOLD_CHARS * 4 + 1), *end = word;
		size_t chars = 0;
		uint32_t c = NOTHING;

		while (*text && (c = fold_char(utf8_next(&text))) != SEPARATOR)
			if (c != NOTHING && chars++ < FOLD_CHARS)
				end = utf8_put(end, c);
		if (chars > 0 && !has_word(words, n, word))
			words[n++] = word;
	}
	return n;
}
