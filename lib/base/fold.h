/* SPDX-License-Identifier: MIT */
/* Names as people search for them: one form of each letter, without marks.
 *
 * Latin    lower case, without accents ("Zoë" is "zoe").
 * Arabic   alef with whatever sits on it is alef, alef maqsura is ya, ta marbuta is ha, hamza on waw
 *          or ya is its seat; vowels and tatweel go; Persian kaf and ya are the Arabic ones.
 * Digits   Arabic-Indic ones are ASCII.
 * Other letters stay as they are.  Whatever is neither letter nor digit separates words. */
#ifndef BASE_FOLD_H
#define BASE_FOLD_H

#include "base/arena.h"

#define FOLD_WORDS 10			/* of a text; the rest is left out */
#define FOLD_CHARS 40			/* of a word; the rest is cut off */

/* Each word once, in the order of the text; returns how many. */
size_t fold_words(struct arena *mem, const char *text, const char *words[FOLD_WORDS]);

#endif
