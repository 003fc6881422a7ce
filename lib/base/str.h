/* SPDX-License-Identifier: MIT */
/* Text from strangers: checked, trimmed, brought into one form. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include "base/arena.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Valid UTF-8 (RFC 3629: no overlong form, no surrogate, at most U+10FFFF) without NUL. */
bool utf8_valid(const char *s, size_t n);
/* Number of code points of valid UTF-8. */
size_t utf8_length(const char *s);
/* The code point at *s, which moves behind it. */
uint32_t utf8_next(const char **s);
/* Writes one, of at most four bytes; returns where it ends. */
char *utf8_put(char *to, uint32_t c);

/* Without white space at both ends (ASCII, no-break and zero-width spaces); a copy. */
char *str_trim(struct arena *mem, const char *s);
/* ASCII letters only, in a copy. */
char *str_lower(struct arena *mem, const char *s);
char *str_upper(struct arena *mem, const char *s);
bool str_eq(const char *a, const char *b);
bool str_starts(const char *s, const char *prefix);
/* True if one of the items in "a|b|c" equals s. */
bool str_among(const char *s, const char *list);

/* Has control characters other than line feed and tab. */
bool str_has_control(const char *s);

/* E.164 from what people type: blanks, dashes, brackets, points and marks of direction go,
 * Arabic-Indic digits are read, 00 is +, a national Egyptian number (0…) gets +20; for a mobile
 * number 0 or + may be missing.  NULL if it cannot be a phone number (ITU-T E.164: 8 to 15 digits,
 * a country code that is in use; Egypt: +20 1[0125] and 8 digits, or a land line of 8 or 9). */
char *phone_normalize(struct arena *mem, const char *typed);

/* Trimmed and lower-cased; NULL if it is not one plausible address: one @, local part of at most
 * 64 bytes of RFC 5321's dot-string or UTF-8 letters, a host name of at least two labels, in all
 * at most 254 bytes. */
char *email_normalize(struct arena *mem, const char *typed);

/* Digits only, Arabic-Indic ones turned into ASCII; NULL unless exactly n digits are left after
 * blanks and dashes are gone. */
char *digits_normalize(struct arena *mem, const char *typed, size_t n);

bool int_parse(const char *s, int64_t *ret);	/* whole text, no blanks, no overflow */

#endif
