/* SPDX-License-Identifier: MIT */
/* Names and texts in other languages than English, as staff keep them.
 *
 * Owns      translations.
 * Rules     One for each thing and language; the thing is there, locked while its text is written.
 *           They go with a thing that goes.
 * See       ops/record.h, fcgi/api/admin_catalog.c, tests/http/record_test.c, sql/checks/translations.sql */
#ifndef MANAGE_TRANSLATION_H
#define MANAGE_TRANSLATION_H

#include "ops/record.h"

#define TRANSLATED "product_type|product|cookie_pack|flavor|size|city|zone|time_slot"

#define TRANSLATION_FIELDS(F)                                                                      \
	F(BODY, NEEDED, choice, entity, "What is translated", .choices = TRANSLATED)               \
	F(BODY, NEEDED, id, entity_id, "Which one")                                                \
	F(BODY, NEEDED, choice, language, "Language, ISO 639-1", .choices = "ar")                  \
	F(BODY, NEEDED, str, name, "Name in that language", .min = 1, .max = 255)                  \
	F(BODY, OPEN, text, description, "Text in that language; null: the English one",           \
	  .max = 5000)
#define TRANSLATION_FILTERS(F)                                                                     \
	F(search, q, "r.name LIKE ?", "Part of the name", .max = 100)                              \
	F(choice, entity, "r.entity = ?", "Of such things", .choices = TRANSLATED)                 \
	F(id, entity_id, "r.entity_id = ?", "Of this one")
#define TRANSLATION_SORTS(S) S(TRANSLATION, name, "r.name")
RECORD(TRANSLATION, translation_record);

/* Takes all of a thing away, which is going. */
enum err translation_drop(struct ctx *cx, const char *entity, int64_t entity_id) MUST_CHECK;

#endif
