/* SPDX-License-Identifier: MIT */
/* Memory of one request: chunks from malloc, each filled from the front. */
#include "base/arena.h"
#include "base/err.h"
#include <stdint.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WITH_ASAN 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define WITH_ASAN 1
#endif

#ifdef WITH_ASAN
#include <sanitizer/asan_interface.h>
#define GUARD 16 /* a forbidden gap behind each piece finds writes past its end */
#else
#define GUARD				  0
#define ASAN_POISON_MEMORY_REGION(p, n)	  ((void)(p), (void)(n))
#define ASAN_UNPOISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
#endif

#define CHUNK	    ((size_t)16 * 1024)
#define CHUNK_LATER ((size_t)64 * 1024)
#define ALIGN	    _Alignof(max_align_t)

struct chunk {
	struct chunk *older;
	size_t size, used;
	_Alignas(max_align_t) unsigned char data[];
};

struct deferred {
	struct deferred *older;
	void (*fn)(void *);
	void *thing;
};

struct arena {
	struct chunk *newest; /* the first one, which is kept, is at the end of the list */
	struct deferred *deferred;
	size_t used, max;
};

static struct chunk *
chunk_new(size_t size, struct chunk *older)
{
	struct chunk *c = malloc(sizeof *c + size);

	if (!c)
		bug(__FILE__, __LINE__, "the machine has no memory left");
	*c = (struct chunk){ .older = older, .size = size };
	ASAN_POISON_MEMORY_REGION(c->data, size);
	return c;
}

static void
chunk_free(struct chunk *c)
{
	ASAN_UNPOISON_MEMORY_REGION(c->data, c->size);
	free(c);
}

struct arena *
arena_new(size_t max_bytes)
{
	struct arena *a = malloc(sizeof *a);

	if (!a)
		bug(__FILE__, __LINE__, "the machine has no memory left");
	*a = (struct arena){ .max = max_bytes, .newest = chunk_new(CHUNK, NULL) };
	return a;
}

void
arena_free(struct arena *a)
{
	if (!a)
		return;
	arena_reset(a);
	chunk_free(a->newest);
	free(a);
}

void
arena_reset(struct arena *a)
{
	/* A deferred call may defer another one. */
	while (a->deferred) {
		struct deferred *d = a->deferred;

		a->deferred = d->older;
		d->fn(d->thing);
	}
	while (a->newest->older) {
		struct chunk *c = a->newest;

		a->newest = c->older;
		chunk_free(c);
	}
	ASAN_POISON_MEMORY_REGION(a->newest->data, a->newest->size);
	a->newest->used = 0;
	a->used = 0;
}

void *
arena_alloc(struct arena *a, size_t bytes)
{
	size_t size;
	struct chunk *c = a->newest;
	void *p;

	if (bytes > a->max || a->used > a->max - bytes)
		bug(__FILE__, __LINE__, "a request wants more memory than its maximum");
	size = (bytes + GUARD + ALIGN - 1) / ALIGN * ALIGN;
	if (size == 0)
		size = ALIGN;
	if (size > c->size - c->used)
		a->newest = c = chunk_new(size > CHUNK_LATER ? size : CHUNK_LATER, c);
	p = c->data + c->used;
	c->used += size;
	a->used += bytes;
	ASAN_UNPOISON_MEMORY_REGION(p, bytes);
	return memset(p, 0, bytes);
}

void *
arena_alloc_n(struct arena *a, size_t size, size_t n)
{
	size_t bytes;

	BUG_ON(__builtin_mul_overflow(size, n, &bytes));
	return arena_alloc(a, bytes);
}

void *
arena_copy(struct arena *a, const void *from, size_t bytes)
{
	void *p = arena_alloc(a, bytes);

	return bytes ? memcpy(p, from, bytes) : p;
}

char *
arena_str(struct arena *a, const char *s)
{
	return s ? arena_strn(a, s, strlen(s)) : NULL;
}

char *
arena_strn(struct arena *a, const char *s, size_t n)
{
	char *p;

	BUG_ON(n == SIZE_MAX);
	p = arena_alloc(a, n + 1);
	if (n)
		memcpy(p, s, n);
	return p;
}

char *
arena_fmt(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	s = arena_vfmt(a, fmt, ap);
	va_end(ap);
	return s;
}

char *
arena_vfmt(struct arena *a, const char *fmt, va_list ap)
{
	va_list again;
	char *s;
	int n;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	BUG_ON(n < 0);
	s = arena_alloc(a, (size_t)n + 1);
	vsnprintf(s, (size_t)n + 1, fmt, ap);
	return s;
}

void
arena_defer(struct arena *a, void (*fn)(void *), void *thing)
{
	struct deferred *d = arena_new_of(a, struct deferred);

	*d = (struct deferred){ .older = a->deferred, .fn = fn, .thing = thing };
	a->deferred = d;
}

size_t
arena_used(const struct arena *a)
{
	return a->used;
}
