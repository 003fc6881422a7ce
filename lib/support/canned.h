/* SPDX-License-Identifier: MIT */
/* Canned answers: what staff write often, kept in English and Arabic.
 *
 * Owns      ticket_canned_answers.
 * Rules     Texts to begin an answer with; nothing refers to them.  A name is there once.
 * See       ops/record.h, fcgi/api/admin_ticket.c, tests/http/record_test.c */
#ifndef SUPPORT_CANNED_H
#define SUPPORT_CANNED_H

#include "ops/record.h"

#define CANNED_FIELDS(F)                                                                           \
	F(BODY, NEEDED, str, name, "What staff find it by", .min = 1, .max = 100)                  \
	F(BODY, NEEDED, text, text_en, "The answer in English", .min = 1, .max = 5000)             \
	F(BODY, NEEDED, text, text_ar, "The answer in Arabic", .min = 1, .max = 5000)              \
	F(BODY, USUAL, flag, is_active, "Whether it is offered", .def = 1)
#define CANNED_FILTERS(F)                                                                          \
	F(search, q, "r.name LIKE ?", "Part of the name", .max = 100)                              \
	F(switch, is_active, "r.is_active = ?", "Only such")
#define CANNED_SORTS(S) S(CANNED, name, "r.name")
RECORD(CANNED, canned_record);

#endif
