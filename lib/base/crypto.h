/* SPDX-License-Identifier: MIT */
/* Hashes, sealed text and passwords: with rand.c and secret.c the only files that include OpenSSL
 * or argon2. */
#ifndef BASE_CRYPTO_H
#define BASE_CRYPTO_H

#include "base/arena.h"
#include "base/ctx.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HASH_BYTES 32
struct hash { uint8_t b[HASH_BYTES]; };

struct hash sha256(const void *data, size_t n);
/* Of a whole file; false with errno when it cannot be read. */
bool sha256_file(int fd, struct hash *ret);
struct hash hmac_sha256(const void *key, size_t key_n, const void *data, size_t n);
/* RFC 6238 with SHA-1, 6 digits, 30 s: the code of that step. */
uint32_t totp_code(const uint8_t *seed, size_t seed_n, int64_t step);

/* What each key is for; one 32-byte file each, so that none does two jobs. */
enum key_use { KEY_OTP, KEY_TRACK, KEY_SEAL, KEY_PEPPER, KEY_LOG, KEY_RATE, KEY_DEVICE,
               KEY_AUDIT, KEY__COUNT };

struct keys {
	uint8_t key[KEY__COUNT][32];
	char seal_kid[9];		/* names the sealing key inside sealed text */
};

/* Reads all key files of a folder (otp.key …, each 64 hexadecimal digits); false and a sentence in *why when one is missing or has the
 * wrong size or is readable by others. */
bool keys_load(struct arena *mem, const char *dir, struct keys *ret, const char **why);
/* Makes those that are missing (mode 0400). */
bool keys_make(struct arena *mem, const char *dir, const char **why);

struct hash keyed_hash(const struct keys *k, enum key_use use, const void *data, size_t n);

/* AES-256-GCM with a fresh nonce: "v1.kid.nonce.ct.tag" in base64url.  `bound_to` is where the
 * text lives ("outbox.body|17"), so that it opens nowhere else. */
char *seal(struct ctx *cx, const char *bound_to, const void *plain, size_t n);
/* NULL when it was not sealed for this place with a key we have. */
char *unseal(struct ctx *cx, const char *bound_to, const char *sealed, size_t *ret_n);

char *hex_text(struct arena *mem, const void *bytes, size_t n);
bool hex_parse(const char *text, uint8_t *to, size_t n);	/* exactly n bytes */
/* RFC 4648, for a number of bytes that needs no padding (a multiple of five). */
char *base32_text(struct arena *mem, const void *bytes, size_t n);
char *base64url_text(struct arena *mem, const void *bytes, size_t n);
uint8_t *base64url_parse(struct arena *mem, const char *text, size_t *ret_n);	/* NULL: malformed */

/* A secret of 32 random bytes in base64url (43 characters). */
char *token_new(struct arena *mem);
/* What is stored of it. */
struct hash token_hash(const char *token);

/* argon2id m=19456 KiB, t=2, p=1 (OWASP Password Storage), the pepper as the argon2 secret, in the
 * PHC string format.  About 25 ms and 20 MB: call through guard/password.h, which limits how many
 * run at once.  The pepper has 32 bytes; NULL is none.  A stored text with other parameters matches
 * too, up to m=65536, t=10, p=4. */
char *argon2_text(struct arena *mem, const char *password, const uint8_t *pepper);
bool argon2_matches(const char *stored, const char *password, const uint8_t *pepper);

#endif
