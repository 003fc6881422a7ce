/* SPDX-License-Identifier: MIT */
/* Fills an input struct from address, query, header fields and body, by its shape. */
#ifndef WEB_INPUT_H
#define WEB_INPUT_H

#include "base/json.h"
#include "web/endpoint.h"
#include "web/request.h"
#include "web/route.h"

/* Where the web server has put the whole body; what a client sends can only be called HTTP_... */
#define CONTENT_PARAM "REQUEST_BODY_FILE"

/* All faults of all fields are collected in cx->faults before it fails: E_INVALID, or
 * E_UNKNOWN_FIELD for what is not declared or given twice.  `body` may be NULL. */
enum err input_read(struct ctx *cx, const struct shape *shape, const struct match *match,
                    const struct request *rq, const struct json *body, void *ret) MUST_CHECK;

/* Does the shape take anything from this place? */
bool input_takes(const struct shape *shape, enum place place);

/* The name of a header field as FastCGI has it ("tracking_token" -> "HTTP_TRACKING_TOKEN"). */
char *input_header_param(struct arena *mem, const char *field);

/* For handlers, where a field is needed in some cases only: E_INVALID, naming it as "required". */
enum err input_needs(struct ctx *cx, const char *field) MUST_CHECK;

#endif
