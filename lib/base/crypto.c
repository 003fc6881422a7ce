/* SPDX-License-Identifier: MIT */
/* Hashes, sealed text and passwords.  A primitive that fails leaves nothing to go on with, so it
 * ends the process; what somebody else wrote can be wrong and is only refused. */
#include "base/crypto.h"
#include "base/rand.h"
#include "base/secret.h"
#include "base/str.h"
#include <argon2.h>
#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define KEY_BYTES   32
#define NONCE_BYTES 12
#define TAG_BYTES   16

struct hash
sha256(const void *data, size_t n)
{
	struct hash h;

	BUG_ON(EVP_Digest(data, n, h.b, NULL, EVP_sha256(), NULL) != 1);
	return h;
}

bool
sha256_file(int fd, struct hash *ret)
{
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	uint8_t part[64 * 1024];
	off_t at = 0;
	ssize_t n;

	BUG_ON(!md || EVP_DigestInit_ex(md, EVP_sha256(), NULL) != 1);
	while ((n = pread(fd, part, sizeof part, at)) > 0) {
		BUG_ON(EVP_DigestUpdate(md, part, (size_t)n) != 1);
		at += n;
	}
	BUG_ON(EVP_DigestFinal_ex(md, ret->b, NULL) != 1);
	EVP_MD_CTX_free(md);
	return n == 0;
}

static void
hmac(const char *digest, const void *key, size_t key_n, const void *data, size_t n, uint8_t *to,
     size_t to_n)
{
	size_t got = 0;

	/* An empty key is no missing key. */
	BUG_ON(!EVP_Q_mac(NULL, "HMAC", NULL, digest, NULL, key_n ? key : "", key_n, data, n, to,
			  to_n, &got));
	BUG_ON(got != to_n);
}

struct hash
hmac_sha256(const void *key, size_t key_n, const void *data, size_t n)
{
	struct hash h;

	hmac("SHA256", key, key_n, data, n, h.b, sizeof h.b);
	return h;
}

uint32_t
totp_code(const uint8_t *seed, size_t seed_n, int64_t step)
{
	uint8_t counter[8], mac[20];
	const uint8_t *p;

	for (int i = 8; i-- > 0; step >>= 8)
		counter[i] = (uint8_t)(step & 0xff);
	hmac("SHA1", seed, seed_n, counter, sizeof counter, mac, sizeof mac);
	p = mac + (mac[19] & 15);
	return ((p[0] & 0x7fU) << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3]) % 1000000;
}

static const char *const key_names[KEY__COUNT] = {
	[KEY_OTP] = "otp",	 [KEY_TRACK] = "track", [KEY_SEAL] = "seal",
	[KEY_PEPPER] = "pepper", [KEY_LOG] = "log",	[KEY_RATE] = "rate",
	[KEY_DEVICE] = "device", [KEY_AUDIT] = "audit",
};

/* What is wrong with the file; NULL if nothing. */
static const char *
key_read(const char *path, uint8_t to[KEY_BYTES])
{
	char text[2 * KEY_BYTES + 2] = "";
	const char *wrong = NULL;
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return strerror(errno);
	n = read(fd, text, sizeof text - 1);
	if (n == 2 * KEY_BYTES + 1 && text[n - 1] == '\n')
		text[--n] = '\0';
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		wrong = "not a file";
	else if (st.st_mode & 077)
		wrong = "others than its owner may use it; chmod 0400";
	else if (st.st_size > 2 * KEY_BYTES + 1 || !hex_parse(text, to, KEY_BYTES))
		wrong = "not 64 hexadecimal digits";
	close(fd);
	secret_wipe(text, sizeof text);
	return wrong;
}

bool
keys_load(struct arena *mem, const char *dir, struct keys *ret, const char **why)
{
	static const char hex[] = "0123456789abcdef";
	struct hash name;

	for (int i = 0; i < KEY__COUNT; i++) {
		const char *path = arena_fmt(mem, "%s/%s.key", dir, key_names[i]);
		const char *wrong = key_read(path, ret->key[i]);

		if (wrong) {
			*why = arena_fmt(mem, "%s: %s", path, wrong);
			return false;
		}
	}
	name = sha256(ret->key[KEY_SEAL], KEY_BYTES);
	for (int i = 0; i < 8; i++)
		ret->seal_kid[i] = hex[i % 2 ? name.b[i / 2] & 15 : name.b[i / 2] >> 4];
	ret->seal_kid[8] = '\0';
	return true;
}

/* False with errno. */
static bool
key_write(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0400);
	size_t n = strlen(text);
	bool written;

	if (fd < 0)
		return errno == EEXIST;
	errno = EIO;
	written = write(fd, text, n) == (ssize_t)n && fsync(fd) == 0;
	if (close(fd) != 0 || !written) {
		unlink(path);
		return false;
	}
	return true;
}

bool
keys_make(struct arena *mem, const char *dir, const char **why)
{
	for (int i = 0; i < KEY__COUNT; i++) {
		const char *path = arena_fmt(mem, "%s/%s.key", dir, key_names[i]);
		uint8_t key[KEY_BYTES];
		char *text;
		bool made;

		rand_bytes(key, sizeof key);
		text = arena_fmt(mem, "%s\n", hex_text(mem, key, sizeof key));
		made = key_write(path, text);
		secret_wipe(key, sizeof key);
		secret_wipe(text, strlen(text));
		if (!made) {
			*why = arena_fmt(mem, "%s: %s", path, strerror(errno));
			return false;
		}
	}
	return true;
}

struct hash
keyed_hash(const struct keys *k, enum key_use use, const void *data, size_t n)
{
	return hmac_sha256(k->key[use], KEY_BYTES, data, n);
}

char *
hex_text(struct arena *mem, const void *bytes, size_t n)
{
	static const char hex[] = "0123456789abcdef";
	const uint8_t *b = bytes;
	char *text = arena_alloc_n(mem, 2, n + 1);

	for (size_t i = 0; i < n; i++) {
		text[2 * i] = hex[b[i] >> 4];
		text[2 * i + 1] = hex[b[i] & 15];
	}
	return text;
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))
		return (c | 0x20) - 'a' + 10;
	return -1;
}

bool
hex_parse(const char *text, uint8_t *to, size_t n)
{
	if (strlen(text) != 2 * n)
		return false;
	for (size_t i = 0; i < n; i++) {
		int high = hex_digit(text[2 * i]), low = hex_digit(text[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		to[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}

/* RFC 4648 without padding; the two alphabets differ in their last two letters. */
#define BASE64_COMMON "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
static const char base64[] = BASE64_COMMON "+/";
static const char base64url[] = BASE64_COMMON "-_";

static char *
base64_write(struct arena *mem, const char *alphabet, const uint8_t *b, size_t n)
{
	char *text = arena_alloc_n(mem, 4, n / 3 + 2), *to = text;
	uint32_t bits = 0;
	int bits_n = 0;

	for (size_t i = 0; i < n; i++) {
		bits = bits << 8 | b[i];
		for (bits_n += 8; bits_n >= 6; bits_n -= 6)
			*to++ = alphabet[bits >> (bits_n - 6) & 63];
	}
	if (bits_n > 0)
		*to = alphabet[bits << (6 - bits_n) & 63];
	return text;
}

/* At most max bytes.  Each value has one form only: bits that are left over must be zero. */
static bool
base64_read(const char *alphabet, const char *text, size_t text_n, uint8_t *to, size_t max,
	    size_t *ret_n)
{
	uint32_t bits = 0;
	size_t n = 0;
	int bits_n = 0;

	for (size_t i = 0; i < text_n; i++) {
		const char *letter = text[i] ? strchr(alphabet, text[i]) : NULL;

		if (!letter)
			return false;
		bits = bits << 6 | (uint32_t)(letter - alphabet);
		bits_n += 6;
		if (bits_n < 8)
			continue;
		if (n == max)
			return false;
		bits_n -= 8;
		to[n++] = (uint8_t)(bits >> bits_n & 0xff);
	}
	*ret_n = n;
	return bits_n < 6 && (bits & ((1U << bits_n) - 1)) == 0;
}

char *
base32_text(struct arena *mem, const void *bytes, size_t n)
{
	const uint8_t *b = bytes;
	size_t letters = n / 5 * 8;
	char *text = arena_alloc(mem, letters + 1);

	BUG_ON(n % 5 != 0);
	for (size_t i = 0; i < letters; i++) {
		size_t bit = i * 5, at = bit / 8;
		unsigned two = (unsigned)b[at] << 8 | (at + 1 < n ? b[at + 1] : 0U);
		text[i] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[two >> (11 - bit % 8) & 31];
	}
	return text;
}

char *
base64url_text(struct arena *mem, const void *bytes, size_t n)
{
	return base64_write(mem, base64url, bytes, n);
}

uint8_t *
base64url_parse(struct arena *mem, const char *text, size_t *ret_n)
{
	size_t text_n = strlen(text), max = text_n / 4 * 3 + 2;
	uint8_t *bytes = arena_alloc(mem, max + 1);

	return base64_read(base64url, text, text_n, bytes, max, ret_n) ? bytes : NULL;
}

static void
free_cipher(void *cipher)
{
	EVP_CIPHER_CTX_free(cipher);
}

/* AES-256-GCM, ready for the text. */
static EVP_CIPHER_CTX *
cipher_begin(struct ctx *cx, bool encrypt, const uint8_t *nonce, const char *bound_to)
{
	EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
	size_t bound_n = strlen(bound_to);
	int n;

	BUG_ON(!c || bound_n > 255);
	arena_defer(cx->mem, free_cipher, c);
	BUG_ON(EVP_CipherInit_ex2(c, EVP_aes_256_gcm(), cx->keys->key[KEY_SEAL], nonce, encrypt,
				  NULL) != 1);
	BUG_ON(EVP_CipherUpdate(c, NULL, &n, (const uint8_t *)bound_to, (int)bound_n) != 1);
	return c;
}

char *
seal(struct ctx *cx, const char *bound_to, const void *plain, size_t n)
{
	uint8_t nonce[NONCE_BYTES], tag[TAG_BYTES], *text = arena_alloc(cx->mem, n + 1);
	EVP_CIPHER_CTX *c;
	int done = 0;

	BUG_ON(n > INT32_MAX);
	rand_bytes(nonce, sizeof nonce);
	c = cipher_begin(cx, true, nonce, bound_to);
	BUG_ON(n && EVP_CipherUpdate(c, text, &done, plain, (int)n) != 1);
	BUG_ON(EVP_CipherFinal_ex(c, text + done, &done) != 1);
	BUG_ON(EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_GET_TAG, TAG_BYTES, tag) != 1);
	return arena_fmt(cx->mem, "v1.%s.%s.%s.%s", cx->keys->seal_kid,
			 base64url_text(cx->mem, nonce, sizeof nonce),
			 base64url_text(cx->mem, text, n),
			 base64url_text(cx->mem, tag, sizeof tag));
}

char *
unseal(struct ctx *cx, const char *bound_to, const char *sealed, size_t *ret_n)
{
	char *rest = arena_str(cx->mem, sealed), *part[5];
	uint8_t *nonce, *text, *tag, *plain;
	size_t nonce_n, text_n, tag_n;
	EVP_CIPHER_CTX *c;
	int done = 0;

	for (int i = 0; i < 5; i++) {
		part[i] = strsep(&rest, ".");
		if (!part[i])
			return NULL;
	}
	if (rest || !str_eq(part[0], "v1") || !str_eq(part[1], cx->keys->seal_kid))
		return NULL;
	nonce = base64url_parse(cx->mem, part[2], &nonce_n);
	text = base64url_parse(cx->mem, part[3], &text_n);
	tag = base64url_parse(cx->mem, part[4], &tag_n);
	if (!nonce || nonce_n != NONCE_BYTES || !text || text_n > INT32_MAX || !tag ||
	    tag_n != TAG_BYTES)
		return NULL;
	plain = arena_alloc(cx->mem, text_n + 1);
	c = cipher_begin(cx, false, nonce, bound_to);
	BUG_ON(text_n && EVP_CipherUpdate(c, plain, &done, text, (int)text_n) != 1);
	BUG_ON(EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_SET_TAG, TAG_BYTES, tag) != 1);
	if (EVP_CipherFinal_ex(c, plain + done, &done) != 1)
		return NULL;
	*ret_n = text_n;
	return (char *)plain;
}

char *
token_new(struct arena *mem)
{
	uint8_t b[32];

	rand_bytes(b, sizeof b);
	return base64url_text(mem, b, sizeof b);
}

struct hash
token_hash(const char *token)
{
	return sha256(token, strlen(token));
}

struct argon2 {
	uint32_t m, t, p;
	uint8_t salt[64], tag[64];
	size_t salt_n, tag_n;
};

/* malloc would keep 20 MB for itself after the first password. */
static int
map(uint8_t **memory, size_t bytes)
{
	void *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	*memory = p == MAP_FAILED ? NULL : p;
	return *memory ? ARGON2_OK : ARGON2_MEMORY_ALLOCATION_ERROR;
}

static void
unmap(uint8_t *memory, size_t bytes)
{
	munmap(memory, bytes);
}

static void
argon2_tag(const struct argon2 *a, const char *password, const uint8_t *pepper, uint8_t *tag)
{
	size_t n = strlen(password);
	argon2_context c = {
		.out = tag,
		.outlen = (uint32_t)a->tag_n,
		.pwd = (uint8_t *)password,
		.pwdlen = (uint32_t)n,
		.salt = (uint8_t *)a->salt,
		.saltlen = (uint32_t)a->salt_n,
		.secret = (uint8_t *)pepper,
		.secretlen = pepper ? KEY_BYTES : 0,
		.t_cost = a->t,
		.m_cost = a->m,
		.lanes = a->p,
		.threads = 1,
		.version = ARGON2_VERSION_13,
		.allocate_cbk = map,
		.free_cbk = unmap,
	};

	BUG_ON(n > UINT32_MAX);
	BUG_ON(argon2id_ctx(&c) != ARGON2_OK);
}

char *
argon2_text(struct arena *mem, const char *password, const uint8_t *pepper)
{
	struct argon2 a = { .m = 19456, .t = 2, .p = 1, .salt_n = 16, .tag_n = 32 };

	rand_bytes(a.salt, a.salt_n);
	argon2_tag(&a, password, pepper, a.tag);
	return arena_fmt(mem, "$argon2id$v=19$m=%u,t=%u,p=%u$%s$%s", a.m, a.t, a.p,
			 base64_write(mem, base64, a.salt, a.salt_n),
			 base64_write(mem, base64, a.tag, a.tag_n));
}

/* Reads prefix and a number from 1 to max. */
static bool
take_number(const char **s, const char *prefix, uint32_t max, uint32_t *ret)
{
	uint32_t v = 0;

	if (!str_starts(*s, prefix))
		return false;
	for (*s += strlen(prefix); **s >= '0' && **s <= '9'; ++*s) {
		if (v > max / 10)
			return false;
		v = v * 10 + (uint32_t)(**s - '0');
	}
	*ret = v;
	return v >= 1 && v <= max;
}

static bool
take_base64(const char **s, uint8_t *to, size_t max, size_t *ret_n)
{
	size_t n;

	if (**s != '$')
		return false;
	n = strcspn(++*s, "$");
	if (!base64_read(base64, *s, n, to, max, ret_n))
		return false;
	*s += n;
	return true;
}

/* Limits keep a strange row from taking the machine; too short ones would match by chance. */
static bool
argon2_parse(const char *s, struct argon2 *a)
{
	return take_number(&s, "$argon2id$v=19$m=", 65536, &a->m) &&
	       take_number(&s, ",t=", 10, &a->t) && take_number(&s, ",p=", 4, &a->p) &&
	       take_base64(&s, a->salt, sizeof a->salt, &a->salt_n) &&
	       take_base64(&s, a->tag, sizeof a->tag, &a->tag_n) && !*s && a->m >= 8 * a->p &&
	       a->salt_n >= 8 && a->tag_n >= 16;
}

bool
argon2_matches(const char *stored, const char *password, const uint8_t *pepper)
{
	struct argon2 a = { 0 };
	uint8_t tag[sizeof a.tag];
	bool same;

	if (!argon2_parse(stored, &a))
		return false;
	argon2_tag(&a, password, pepper, tag);
	same = secret_equal(tag, a.tag, a.tag_n);
	secret_wipe(tag, sizeof tag);
	return same;
}
