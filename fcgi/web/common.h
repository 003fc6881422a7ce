/* SPDX-License-Identifier: MIT */
/* Input that many endpoints share. */
#ifndef WEB_COMMON_H
#define WEB_COMMON_H

#include "web/endpoint.h"

/* A page of a list: where to go on, and how much of it. */
#define PAGE_IN(F, most_, usual_)                                                                  \
	F(QUERY, str, cursor, .max = 500, .optional = true,                                        \
	  .doc = "next_cursor of the page before")                                                 \
	F(QUERY, i32, limit, .min = 1, .max = most_, .def = usual_, .optional = true,              \
	  .doc = "Most entries of a page")
#define SHOW_NEXT SHOW_OPT(next_cursor, "Cursor of the next page; null on the last")

#define ID_IN(F) F(PATH, id, id, .doc = "Which one")

#endif
