/* SPDX-License-Identifier: MIT */
/* Pictures of what is sold, and which of them a flavor has. */
#include "base/picture.h"
#include "catalog/flavor_image.h"
#include "catalog/picture.h"

#include "web/common.h"

static const struct rate rate_upload = { "picture", 120, 3600, RATE_BY_ACTOR };

VIEW(picture_view, struct picture,
	SHOW(id, "Picture"),
	SHOW(url, "Its address on the shop's host, for image_url of products, packs and flavors; "
	          "/pictures/WIDTH/... has it 160, 320, 640 or 1280 pixels wide"),
	SHOW(width, "In pixels"),
	SHOW(height, "In pixels"),
	SHOW(size_bytes, "Its size"),
	SHOW_OPT(admin_user_id, "Who uploaded it"),
	SHOW_TIME(created_at, "When"));
VIEW(picture_list_view, struct picture_list,
	SHOW_LIST(items, picture_view, "Newest first"),
	SHOW_NEXT);

#define ADD_PICTURE_IN(F)                                                                          \
	F(CONTENT, file, content, .max = PICTURE_IN_BYTES, .doc = "Its bytes")
INPUT(add_picture_in, ADD_PICTURE_IN);

static enum err
add_picture(struct ctx *cx, const struct add_picture_in *in, struct picture *out)
{
	return picture_add(cx, in->content, out);
}
ENDPOINT(add_picture, POST, "/api/v1/admin/pictures", add_picture_in, picture_view,
	.auth = AUTH_STAFF, .perm = "catalog.write", .tx = TX_OWN, .status = 201,
	.rate = &rate_upload, .errors = ERRORS(E_PICTURE_BROKEN, E_PICTURE_ANIMATED, E_PICTURE_HUGE),
	.doc = "Takes a picture: the body is a JPEG, PNG or WebP of at most 10 MiB and 40 megapixels, "
	       "as application/octet-stream. A new one is made of it, of at most 2000 pixels a side and "
	       "without what the camera noted. One that nothing names within a day is removed.");

#define PICTURES_IN(F) PAGE_IN(F, 100, 20)
INPUT(pictures_in, PICTURES_IN);

static enum err
list_pictures(struct ctx *cx, const struct pictures_in *in, struct picture_list *out)
{
	return picture_list(cx, in->cursor, in->limit, out);
}
ENDPOINT(list_pictures, GET, "/api/v1/admin/pictures", pictures_in, picture_list_view,
	.auth = AUTH_STAFF, .perm = "catalog.write", .tx = TX_READ, .doc = "The pictures there are.");

INPUT(picture_in, ID_IN);

static enum err
remove_picture(struct ctx *cx, const struct picture_in *in, struct nothing *out)
{
	(void)out;
	return picture_remove(cx, in->id);
}
ENDPOINT(remove_picture, DELETE, "/api/v1/admin/pictures/{id}", picture_in, nothing,
	.auth = AUTH_STAFF, .perm = "catalog.write", .tx = TX_OWN,
	.errors = ERRORS(E_NOT_FOUND, E_IN_USE),
	.doc = "Removes a picture that no product, pack or flavor names, removed ones included.");

/* ---- of a flavor ---- */

VIEW(flavor_image_view, struct image,
	SHOW(url, "Address of the picture"),
	SHOW(is_primary, "The one to show first"));
VIEW(flavor_images_view, struct flavor_images,
	SHOW(id, "Flavor"),
	SHOW(version, "Names this state in a change"),
	SHOW_LIST(items, flavor_image_view, "In the order in which they are shown"));

static enum err
get_flavor_images(struct ctx *cx, const struct picture_in *in, struct flavor_images *out)
{
	return flavor_images_get(cx, in->id, out);
}
ENDPOINT(get_flavor_images, GET, "/api/v1/admin/flavors/{id}/images", picture_in,
	flavor_images_view, .auth = AUTH_STAFF, .perm = "catalog.read", .tx = TX_READ,
	.errors = ERRORS(E_NOT_FOUND), .doc = "The pictures of a flavor.");

#define FLAVOR_IMAGE_IN(F)                                                                         \
	F(BODY, str, url, .min = 1, .max = 500, .doc = "Address of the picture")                   \
	F(BODY, flag, is_primary, .optional = true, .doc = "The one to show first; at most one")
INPUT(flavor_image_in, FLAVOR_IMAGE_IN);
#define SET_FLAVOR_IMAGES_IN(F)                                                                    \
	F(PATH, id, id, .doc = "Which flavor")                                                     \
	F(BODY, i32, version, .min = 1, .max = INT32_MAX, .doc = "The version that was seen")      \
	F(BODY, list, images, .of = flavor_image_in, .max = FLAVOR_IMAGES_MAX,                     \
	  .doc = "All of them, in the order in which they are shown")
INPUT(set_flavor_images_in, SET_FLAVOR_IMAGES_IN);

static enum err
set_flavor_images(struct ctx *cx, const struct set_flavor_images_in *in, struct flavor_images *out)
{
	const struct flavor_image_in *from = in->images;
	struct image *images = arena_array(cx->mem, struct image, in->images_n + 1);

	for (size_t i = 0; i < in->images_n; i++)
		images[i] = (struct image){ .url = from[i].url, .is_primary = from[i].is_primary };
	return flavor_images_set(cx, in->id, in->version, images, in->images_n, out);
}
ENDPOINT(set_flavor_images, PUT, "/api/v1/admin/flavors/{id}/images", set_flavor_images_in,
	flavor_images_view, .auth = AUTH_STAFF, .perm = "catalog.write", .tx = TX_WRITE,
	.errors = ERRORS(E_NOT_FOUND, E_CONFLICT),
	.doc = "Sets the pictures of a flavor: adds, orders, takes away. The primary one becomes its "
	       "main picture; without one it has none.");

ENDPOINTS(admin_picture, &add_picture_endpoint, &list_pictures_endpoint, &remove_picture_endpoint,
          &get_flavor_images_endpoint, &set_flavor_images_endpoint);
