/* SPDX-License-Identifier: MIT */
/* Hashes, keys, sealed text and passwords; the expected values are those of the standards. */
#include "base/crypto.h"
#include "base/str.h"
#include "unit.h"
#include <sys/stat.h>

static const char *
hex(struct ctx *cx, struct hash h)
{
	return hex_text(cx->mem, h.b, sizeof h.b);
}

static void
sha256_gives_the_values_of_fips_180(void **state)
{
	struct ctx *cx = *state;

	assert_string_equal(hex(cx, sha256("", 0)),
			    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	assert_string_equal(hex(cx, sha256("abc", 3)),
			    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	assert_string_equal(hex(cx, token_hash("abc")), hex(cx, sha256("abc", 3)));
	assert_string_not_equal(hex(cx, sha256("a\0b", 3)), hex(cx, sha256("a\0c", 3)));
}

static void
a_file_has_the_hash_of_its_bytes(void **state)
{
	struct ctx *cx = *state;
	char path[] = "/tmp/crypto_test.XXXXXX";
	static const size_t sizes[] = { 0, 1, 65535, 65536, 65537, 200000 };
	char *bytes = arena_alloc(cx->mem, 200000);
	int fd = mkstemp(path);
	struct hash h;

	assert_true(fd >= 0);
	unlink(path);
	for (size_t i = 0; i < 200000; i++)
		bytes[i] = (char)(i * 7 + i / 256);
	assert_int_equal(write(fd, bytes, 200000), 200000);	/* stays at the end: it reads from the start */
	for (size_t i = ROWS(sizes); i-- > 0;) {
		assert_int_equal(ftruncate(fd, (off_t)sizes[i]), 0);
		assert_true(sha256_file(fd, &h));
		assert_string_equal(hex(cx, h), hex(cx, sha256(bytes, sizes[i])));
	}
	close(fd);
	assert_false(sha256_file(fd, &h));
}

static void
hmac_gives_the_values_of_rfc_4231(void **state)
{
	struct ctx *cx = *state;
	static const char long_text[] = "Test Using Larger Than Block-Size Key - Hash Key First";
	unsigned char key[131], data[50];

	memset(key, 0x0b, 20);
	assert_string_equal(hex(cx, hmac_sha256(key, 20, "Hi There", 8)),
			    "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
	assert_string_equal(hex(cx, hmac_sha256("Jefe", 4, "what do ya want for nothing?", 28)),
			    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
	memset(key, 0xaa, sizeof key);
	memset(data, 0xdd, sizeof data);
	assert_string_equal(hex(cx, hmac_sha256(key, 20, data, sizeof data)),
			    "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
	assert_string_equal(hex(cx, hmac_sha256(key, 131, long_text, strlen(long_text))),
			    "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
	assert_string_equal(hex(cx, hmac_sha256("", 0, "", 0)),
			    "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

static void
codes_are_those_of_rfc_6238(void **state)
{
	static const struct {
		int64_t at;
		uint32_t code;
	} rows[] = {
		{ 59, 287082 },
		{ 1111111109, 81804 },
		{ 1111111111, 50471 },
		{ 1234567890, 5924 },
		{ 2000000000, 279037 },
		{ 20000000000, 353130 },
	}, *row;

	(void)state;
	for each (row, rows)
		assert_int_equal(
		    totp_code((const uint8_t *)"12345678901234567890", 20, row->at / 30),
		    row->code);
}

static void
hex_is_read_as_it_is_written(void **state)
{
	struct ctx *cx = *state;
	static const char *const bad[] = {
		"", "00", "0000", "00000g", "0000000", "00 00 ", "0x0000"
	};
	uint8_t b[3];

	assert_string_equal(hex_text(cx->mem, "\x00\x9f\xff", 3), "009fff");
	assert_string_equal(hex_text(cx->mem, "", 0), "");
	assert_true(hex_parse("009FfF", b, 3));
	assert_memory_equal(b, "\x00\x9f\xff", 3);
	for (size_t i = 0; i < ROWS(bad); i++)
		assert_false(hex_parse(bad[i], b, 3));
}

static void
base64url_is_that_of_rfc_4648(void **state)
{
	struct ctx *cx = *state;
	static const struct {
		const char *plain, *text;
	} rows[] = {
		{ "", "" },
		{ "f", "Zg" },
		{ "fo", "Zm8" },
		{ "foo", "Zm9v" },
		{ "foob", "Zm9vYg" },
		{ "fooba", "Zm9vYmE" },
		{ "foobar", "Zm9vYmFy" },
		{ "\xfb\xff\xfe", "-__-" },
	}, *row;
	static const char *const bad[] = { "Z",	   "A",	   "Zm9vA", "Zg==", "Zm8=",   "Zm9vY",
					   "+//+", "Zm 9", "Zh",    "Zm9",  "Zm9v\n", "é" };
	size_t n = 99;

	for each (row, rows) {
		uint8_t *plain;

		assert_string_equal(base64url_text(cx->mem, row->plain, strlen(row->plain)),
				    row->text);
		plain = base64url_parse(cx->mem, row->text, &n);
		assert_non_null(plain);
		assert_int_equal(n, strlen(row->plain));
		assert_memory_equal(plain, row->plain, n);
	}
	for (size_t i = 0; i < ROWS(bad); i++)
		assert_null(base64url_parse(cx->mem, bad[i], &n));
}

static void
tokens_are_long_and_new(void **state)
{
	struct ctx *cx = *state;
	const char *a = token_new(cx->mem), *b = token_new(cx->mem);
	size_t n;

	assert_int_equal(strlen(a), 43);
	assert_non_null(base64url_parse(cx->mem, a, &n));
	assert_int_equal(n, 32);
	assert_string_not_equal(a, b);
}

/* A folder of its own, removed at the next reset. */
static void
remove_keys(void *dir)
{
	static const char *const names[] = { "otp", "track", "seal", "pepper", "log", "rate",
	                                     "device", "audit" };
	char path[100];

	for (size_t i = 0; i < ROWS(names); i++) {
		snprintf(path, sizeof path, "%s/%s.key", (const char *)dir, names[i]);
		unlink(path);
	}
	rmdir(dir);
}

static char *
key_dir(struct ctx *cx)
{
	char *dir = arena_str(cx->mem, "/tmp/crypto_test.XXXXXX");

	assert_non_null(mkdtemp(dir));
	arena_defer(cx->mem, remove_keys, dir);
	return dir;
}

static void
keys_are_made_once_and_read_alike(void **state)
{
	struct ctx *cx = *state;
	const char *dir = key_dir(cx), *why = NULL;
	struct keys made, same;
	struct stat st;

	assert_true(keys_make(cx->mem, dir, &why));
	assert_true(keys_load(cx->mem, dir, &made, &why));
	assert_true(keys_make(cx->mem, dir, &why));
	assert_true(keys_load(cx->mem, dir, &same, &why));
	assert_null(why);
	assert_memory_equal(made.key, same.key, sizeof made.key);
	assert_string_equal(made.seal_kid, same.seal_kid);
	assert_int_equal(strlen(made.seal_kid), 8);
	for (int i = 0; i < KEY__COUNT; i++) {
		for (int j = 0; j < i; j++)
			assert_memory_not_equal(made.key[i], made.key[j], 32);
	}
	assert_int_equal(stat(arena_fmt(cx->mem, "%s/pepper.key", dir), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0400);
}

static void
put_key(struct ctx *cx, const char *dir, const char *text, mode_t mode)
{
	const char *path = arena_fmt(cx->mem, "%s/rate.key", dir);
	FILE *f;

	unlink(path);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	assert_int_equal(chmod(path, mode), 0);
}

static void
a_bad_key_file_is_refused_by_name(void **state)
{
	struct ctx *cx = *state;
	static const char good[] =
	    "00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF";
	static const struct {
		const char *text;
		mode_t mode;
		const char *why;
	} rows[] = {
		{ good, 0440, "rate.key: others than its owner may use it; chmod 0400" },
		{ good, 0404, "rate.key: others than its owner may use it; chmod 0400" },
		{ good, 0620, "rate.key: others than its owner may use it; chmod 0400" },
		{ "", 0400, "rate.key: not 64 hexadecimal digits" },
		{ "\n", 0400, "rate.key: not 64 hexadecimal digits" },
		{ good + 1, 0400, "rate.key: not 64 hexadecimal digits" },
		{ "x0112233445566778899aabbccddeeff00112233445566778899aabbccddeeff", 0400,
		    "rate.key: not 64 hexadecimal digits" },
		{ "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff00", 0400,
		    "rate.key: not 64 hexadecimal digits" },
		{ "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n\n", 0400,
		    "rate.key: not 64 hexadecimal digits" },
	}, *row;
	const char *dir = key_dir(cx), *why = NULL;
	struct keys keys;

	assert_true(keys_make(cx->mem, dir, &why));
	put_key(cx, dir, good, 0400);
	assert_true(keys_load(cx->mem, dir, &keys, &why));
	assert_int_equal(keys.key[KEY_RATE][31], 0xff);
	for each (row, rows) {
		put_key(cx, dir, row->text, row->mode);
		assert_false(keys_load(cx->mem, dir, &keys, &why));
		assert_string_equal(strrchr(why, '/') + 1, row->why);
	}
	unlink(arena_fmt(cx->mem, "%s/rate.key", dir));
	assert_false(keys_load(cx->mem, dir, &keys, &why));
	assert_string_equal(strrchr(why, '/') + 1, "rate.key: No such file or directory");
}

static void
keys_are_not_made_where_there_is_no_folder(void **state)
{
	struct ctx *cx = *state;
	const char *why = NULL;

	assert_false(keys_make(cx->mem, "/nonexistent", &why));
	assert_string_equal(why, "/nonexistent/otp.key: No such file or directory");
}

static void
each_key_hashes_differently(void **state)
{
	struct ctx *cx = *state;
	static const struct keys keys = { .key = { { 1 }, { 2 } } };

	assert_string_equal(hex(cx, keyed_hash(&keys, KEY_OTP, "x", 1)),
			    hex(cx, hmac_sha256(keys.key[KEY_OTP], 32, "x", 1)));
	assert_string_not_equal(hex(cx, keyed_hash(&keys, KEY_OTP, "x", 1)),
				hex(cx, keyed_hash(&keys, KEY_TRACK, "x", 1)));
}

static const struct keys sealing = { .key[KEY_SEAL] = { 7 }, .seal_kid = "0a1b2c3d" };

static void
sealed_text_opens_again(void **state)
{
	struct ctx *cx = *state;
	static const char text[] = "a\0secret of some length, longer than a block";
	size_t n = 99;
	char *sealed, *plain;

	cx->keys = &sealing;
	sealed = seal(cx, "outbox.body|17", text, sizeof text);
	assert_true(str_starts(sealed, "v1.0a1b2c3d."));
	assert_null(strstr(sealed, "secret"));
	plain = unseal(cx, "outbox.body|17", sealed, &n);
	assert_non_null(plain);
	assert_int_equal(n, sizeof text);
	assert_memory_equal(plain, text, n);
	plain = unseal(cx, "x", seal(cx, "x", "", 0), &n);
	assert_non_null(plain);
	assert_int_equal(n, 0);
	assert_string_equal(plain, "");
}

static void
the_same_text_is_sealed_differently_each_time(void **state)
{
	struct ctx *cx = *state;

	cx->keys = &sealing;
	assert_string_not_equal(seal(cx, "x", "abc", 3), seal(cx, "x", "abc", 3));
}

static void
sealed_text_opens_nowhere_else_and_not_with_another_key(void **state)
{
	struct ctx *cx = *state;
	struct keys other = sealing;
	size_t n;
	char *sealed;

	cx->keys = &sealing;
	sealed = seal(cx, "outbox.body|17", "abc", 3);
	assert_null(unseal(cx, "outbox.body|18", sealed, &n));
	assert_null(unseal(cx, "", sealed, &n));
	cx->keys = &other;
	other.key[KEY_SEAL][0]++;
	assert_null(unseal(cx, "outbox.body|17", sealed, &n));
	other = sealing;
	other.seal_kid[0] = '1';
	assert_null(unseal(cx, "outbox.body|17", sealed, &n));
}

static void
sealed_text_with_any_change_does_not_open(void **state)
{
	struct ctx *cx = *state;
	static const char *const bad[] = { "",
					   "v1",
					   "v1.0a1b2c3d",
					   "v1.0a1b2c3d...",
					   "v1.0a1b2c3d.AAAAAAAAAAAAAAAA..AAAAAAAAAAAAAAAAAAAAAA",
					   "v1.0a1b2c3d.AAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA",
					   "v1.0a1b2c3d.AAAAAAAAAAAAAAAA.AAAA.AAAA",
					   "abc",
					   "...." };
	char *sealed;
	size_t n;

	cx->keys = &sealing;
	sealed = seal(cx, "x", "some text", 9);
	for (size_t i = 0; sealed[i]; i++) {
		char *changed = arena_str(cx->mem, sealed);

		changed[i] = changed[i] == 'A' ? 'B' : 'A';
		assert_null(unseal(cx, "x", changed, &n));
		assert_null(unseal(cx, "x", arena_strn(cx->mem, sealed, i), &n));
	}
	assert_null(unseal(cx, "x", arena_fmt(cx->mem, "%s.", sealed), &n));
	assert_null(unseal(cx, "x", arena_fmt(cx->mem, "%sA", sealed), &n));
	for (size_t i = 0; i < ROWS(bad); i++)
		assert_null(unseal(cx, "x", bad[i], &n));
}

static void
a_password_matches_itself_under_its_pepper_only(void **state)
{
	struct ctx *cx = *state;
	static const uint8_t pepper[32] = { 1 }, other[32] = { 2 };
	const char *stored = argon2_text(cx->mem, "correct horse", pepper);

	assert_true(str_starts(stored, "$argon2id$v=19$m=19456,t=2,p=1$"));
	assert_int_equal(strlen(stored), 31 + 22 + 1 + 43);
	assert_true(argon2_matches(stored, "correct horse", pepper));
	assert_false(argon2_matches(stored, "correct horsf", pepper));
	assert_false(argon2_matches(stored, "correct horse ", pepper));
	assert_false(argon2_matches(stored, "", pepper));
	assert_false(argon2_matches(stored, "correct horse", other));
	assert_false(argon2_matches(stored, "correct horse", NULL));
	assert_string_not_equal(stored, argon2_text(cx->mem, "correct horse", pepper));
}

/* From the reference implementation, which has no pepper: "password", "somesalt". */
#define KNOWN "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"

static void
a_known_hash_of_the_reference_matches(void **state)
{
	(void)state;
	assert_true(argon2_matches(KNOWN, "password", NULL));
	assert_false(argon2_matches(KNOWN, "Password", NULL));
	assert_false(argon2_matches(KNOWN, "password", sealing.key[KEY_SEAL]));
}

static void
what_is_no_argon2id_hash_or_asks_too_much_matches_nothing(void **state)
{
	(void)state;
#define SALT_TAG "$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"
	static const char *const bad[] = {
		"",
		"password",
		"$",
		"$argon2id$",
		KNOWN "$",
		KNOWN "A",
		KNOWN "=",
		" " KNOWN,
		"$argon2i$v=19$m=256,t=2,p=1" SALT_TAG,
		"$argon2d$v=19$m=256,t=2,p=1" SALT_TAG,
		"$argon2id$v=16$m=256,t=2,p=1" SALT_TAG,
		"$argon2id$m=256,t=2,p=1" SALT_TAG,
		"$argon2id$v=19$t=2,m=256,p=1" SALT_TAG,
		"$argon2id$v=19$m=256,t=2" SALT_TAG,
		"$argon2id$v=19$m=0,t=2,p=1" SALT_TAG,
		"$argon2id$v=19$m=7,t=2,p=1" SALT_TAG,
		"$argon2id$v=19$m=31,t=2,p=4" SALT_TAG,
		"$argon2id$v=19$m=65537,t=2,p=1" SALT_TAG,
		"$argon2id$v=19$m=256,t=11,p=1" SALT_TAG,
		"$argon2id$v=19$m=256,t=0,p=1" SALT_TAG,
		"$argon2id$v=19$m=256,t=2,p=5" SALT_TAG,
		"$argon2id$v=19$m=256,t=2,p=0" SALT_TAG,
		"$argon2id$v=19$m=-1,t=2,p=1" SALT_TAG,
		"$argon2id$v=19$m=4294967552,t=2,p=1" SALT_TAG,
		"$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ",
		"$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$",
		"$argon2id$v=19$m=256,t=2,p=1$$",
		"$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR",
		"$argon2id$v=19$m=256,t=2,p=1$c29t$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
		"$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR_"
		"uIPnA4rEsF5h7TKyQwu9U1bMCHGi_4",
		"$2b$10$abcdefghijklmnopqrstuuCCZzTFVlLBqYyYyYyYyYyYyYyYyYyYy"
	};

	for (size_t i = 0; i < ROWS(bad); i++)
		assert_false(argon2_matches(bad[i], "password", NULL));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(sha256_gives_the_values_of_fips_180),
		TEST(a_file_has_the_hash_of_its_bytes),
		TEST(hmac_gives_the_values_of_rfc_4231),
		TEST(codes_are_those_of_rfc_6238),
		TEST(hex_is_read_as_it_is_written),
		TEST(base64url_is_that_of_rfc_4648),
		TEST(tokens_are_long_and_new),
		TEST(keys_are_made_once_and_read_alike),
		TEST(a_bad_key_file_is_refused_by_name),
		TEST(keys_are_not_made_where_there_is_no_folder),
		TEST(each_key_hashes_differently),
		TEST(sealed_text_opens_again),
		TEST(the_same_text_is_sealed_differently_each_time),
		TEST(sealed_text_opens_nowhere_else_and_not_with_another_key),
		TEST(sealed_text_with_any_change_does_not_open),
		TEST(a_password_matches_itself_under_its_pepper_only),
		TEST(a_known_hash_of_the_reference_matches),
		TEST(what_is_no_argon2id_hash_or_asks_too_much_matches_nothing),
	};

	return cmocka_run_group_tests_name("crypto", tests, NULL, NULL);
}
