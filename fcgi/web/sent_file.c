/* SPDX-License-Identifier: MIT */
#include "web/sent_file.h"

#include <ctype.h>

SHARED_VIEW(sent_file, struct sent_file,
	SHOW(key, "Not sent: where it lies"),
	SHOW(media_type, "Sent as Content-Type"),
	SHOW(name, "Sent as the name in Content-Disposition"));

/* For clients that know quoted names only (RFC 6266, appendix D): one _ for each character that they
 * could misread. */
static void
write_plain_name(struct buf *b, const char *name)
{
	for (const unsigned char *c = (const unsigned char *)name; *c; c++) {
		if ((*c & 0xc0) == 0x80)
			continue;	/* the rest of a character of several bytes */
		buf_char(b, *c < 0x20 || *c >= 0x7f || strchr("\"\\%", *c) ? '_' : (char)*c);
	}
}

/* RFC 8187, section 3.2.1: everything but attr-char is percent-encoded. */
static void
write_utf8_name(struct buf *b, const char *name)
{
	for (const unsigned char *c = (const unsigned char *)name; *c; c++) {
		if (*c < 0x80 && (isalnum(*c) || strchr("!#$&+-.^_`|~", *c)))
			buf_char(b, (char)*c);
		else
			buf_fmt(b, "%%%02X", *c);
	}
}

void
sent_file_write(const struct sent_file *f, struct reply *rp)
{
	rp->type = f->media_type;
	/* The address of an internal location: nginx/nginx.conf.in. */
	buf_fmt(&rp->headers, "X-Accel-Redirect: /files/%s\r\n"
	                      "Content-Disposition: attachment; filename=\"", f->key);
	write_plain_name(&rp->headers, f->name);
	buf_str(&rp->headers, "\"; filename*=UTF-8''");
	write_utf8_name(&rp->headers, f->name);
	buf_str(&rp->headers, "\r\n");
}
