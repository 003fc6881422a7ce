/* SPDX-License-Identifier: MIT */
/* Memory of one request: taken piece by piece, given back all at once.
 *
 * arena_alloc never returns NULL: a request that wants more than the arena's maximum ends the
 * process (inputs are limited, so that is a bug), and so does a machine without memory. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

struct arena *arena_new(size_t max_bytes);
void arena_free(struct arena *a);

/* Runs the deferred calls, newest first, and forgets everything; the first chunk is kept. */
void arena_reset(struct arena *a);

/* Zeroed memory, aligned for any type. */
void *arena_alloc(struct arena *a, size_t bytes) __attribute__((malloc, returns_nonnull));
#define arena_new_of(a, T) ((T *)arena_alloc((a), sizeof(T)))
#define arena_array(a, T, n) ((T *)arena_alloc_n((a), sizeof(T), (n)))
void *arena_alloc_n(struct arena *a, size_t size, size_t n) __attribute__((malloc, returns_nonnull));

void *arena_copy(struct arena *a, const void *from, size_t bytes);
char *arena_str(struct arena *a, const char *s);		/* NULL stays NULL */
char *arena_strn(struct arena *a, const char *s, size_t n);
char *arena_fmt(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
char *arena_vfmt(struct arena *a, const char *fmt, va_list ap)
	__attribute__((format(printf, 2, 0)));

/* Calls fn(thing) at the next reset: for what is not memory. */
void arena_defer(struct arena *a, void (*fn)(void *), void *thing);

size_t arena_used(const struct arena *a);

#endif
