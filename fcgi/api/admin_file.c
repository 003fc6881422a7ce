/* SPDX-License-Identifier: MIT */
/* The files that digital goods deliver. */
#include "catalog/instance_file.h"
#include "ops/file.h"

#include "web/common.h"

static const struct rate rate_upload = { "upload", 60, 3600, RATE_BY_ACTOR };

VIEW(file_view, struct file,
	SHOW(id, "File"),
	SHOW(original_name, "The name it came with; customers save it as that"),
	SHOW(media_type, "What its first bytes say it is"),
	SHOW(size_bytes, "Its size"),
	SHOW(sha256, "SHA-256 of its bytes, in hexadecimal digits"),
	SHOW_OPT(admin_user_id, "Who uploaded it"),
	SHOW_TIME(created_at, "When"));
VIEW(file_list_view, struct file_list,
	SHOW_LIST(items, file_view, "Newest first"),
	SHOW_NEXT);

#define UPLOAD_IN(F)                                                                               \
	F(QUERY, str, name, .min = 1, .max = FILE_NAME_MAX,                                        \
	  .doc = "Its name, with which customers will save it; no path")                           \
	F(CONTENT, file, content, .max = FILE_BYTES, .doc = "Its bytes")
INPUT(upload_in, UPLOAD_IN);

static enum err
upload_file(struct ctx *cx, const struct upload_in *in, struct file *out)
{
	return file_take(cx, in->content, in->name, out);
}
ENDPOINT(upload_file, POST, "/api/v1/admin/files", upload_in, file_view,
	.auth = AUTH_STAFF, .perm = "file.write", .tx = TX_OWN, .status = 201, .rate = &rate_upload,
	.doc = "Takes a digital good: the body is the file itself, as application/octet-stream.");

#define FILES_IN(F) PAGE_IN(F, 100, 20)
INPUT(files_in, FILES_IN);

static enum err
list_files(struct ctx *cx, const struct files_in *in, struct file_list *out)
{
	return file_list(cx, in->cursor, in->limit, out);
}
ENDPOINT(list_files, GET, "/api/v1/admin/files", files_in, file_list_view,
	.auth = AUTH_STAFF, .perm = "file.write", .tx = TX_READ,
	.doc = "The digital goods there are.");

INPUT(file_in, ID_IN);

static enum err
get_file(struct ctx *cx, const struct file_in *in, struct file *out)
{
	return file_get(cx, in->id, out);
}
ENDPOINT(get_file, GET, "/api/v1/admin/files/{id}", file_in, file_view,
	.auth = AUTH_STAFF, .perm = "file.write", .tx = TX_READ, .errors = ERRORS(E_NOT_FOUND),
	.doc = "What is known of a file.");

static enum err
remove_file(struct ctx *cx, const struct file_in *in, struct nothing *out)
{
	(void)out;
	return file_remove(cx, in->id);
}
ENDPOINT(remove_file, DELETE, "/api/v1/admin/files/{id}", file_in, nothing,
	.auth = AUTH_STAFF, .perm = "file.write", .tx = TX_OWN,
	.errors = ERRORS(E_NOT_FOUND, E_FILE_USED),
	.doc = "Removes a file with which nothing is sold and nothing was.");

VIEW(instance_file_view, struct instance_file,
	SHOW(product_instance_id, "What is sold"),
	SHOW(file_id, "The file it delivers"),
	SHOW(version, "Names this state in an edit"));
#define INSTANCE_FILE_IN(F)                                                                        \
	F(PATH, id, id, .doc = "Which thing of type digital")                                      \
	F(BODY, id, file_id, .doc = "The file it delivers from now on")                            \
	F(BODY, i32, version, .min = 1, .max = INT32_MAX, .optional = true,                        \
	  .doc = "The version that was seen; refused if it has changed since")
INPUT(instance_file_in, INSTANCE_FILE_IN);

static enum err
set_instance_file(struct ctx *cx, const struct instance_file_in *in, struct instance_file *out)
{
	return instance_file_set(cx, in->id, in->file_id, in->version, out);
}
ENDPOINT(set_instance_file, PUT, "/api/v1/admin/product-instances/{id}/file", instance_file_in,
	instance_file_view, .auth = AUTH_STAFF, .perm = "file.write", .tx = TX_WRITE,
	.errors = ERRORS(E_NOT_FOUND, E_CONFLICT),
	.doc = "Sets or replaces the file of a digital thing. Who has paid keeps the one of then.");

ENDPOINTS(admin_file, &upload_file_endpoint, &list_files_endpoint, &get_file_endpoint,
          &remove_file_endpoint, &set_instance_file_endpoint);
