/* SPDX-License-Identifier: MIT */
/* Digital goods for who bought them: what there is, links to it, and the file itself. */
#include "sale/delivery.h"
#include "sale/download.h"

#include "web/common.h"
#include "web/sent_file.h"

static const struct rate rate_link = { "download_link", 60, 600, RATE_BY_IP };
static const struct rate rate_download = { "download", 1000, 600, RATE_BY_IP };

VIEW(delivery_view, struct delivery,
	SHOW(id, "The delivery"),
	SHOW(order_number, "Order it came with"),
	SHOW(product_name, "Name at order time"),
	SHOW(file_name, "What it is saved as"),
	SHOW(media_type, "What kind of file it is"),
	SHOW(size_bytes, "Its size"),
	SHOW_TIME_OPT(customer_viewed_at, "When it was first looked at; null: not yet"),
	SHOW(customer_download_count, "How often it was downloaded"),
	SHOW(is_over, "True: it was paid back and can no longer be downloaded"),
	SHOW_TIME(created_at, "When it was paid"));
VIEW(delivery_list_view, struct delivery_list,
	SHOW_LIST(items, delivery_view, "Newest first"),
	SHOW_NEXT);
VIEW(download_link_view, struct download_link,
	SHOW(url, "Address of the file, told only now; whoever has it can download"),
	SHOW_TIME(expires_at, "Until when"),
	SHOW(max_downloads, "And how often; going on within the hour does not count"));

#define LINK_ERRORS ERRORS(E_NOT_FOUND, E_DOWNLOAD_OVER, E_DOWNLOAD_LINKS)

/* ---- the customer ---- */

#define DOWNLOADS_IN(F) PAGE_IN(F, 100, 20)
INPUT(downloads_in, DOWNLOADS_IN);

static enum err
list_downloads(struct ctx *cx, const struct downloads_in *in, struct delivery_list *out)
{
	return delivery_list_own(cx, in->cursor, in->limit, out);
}
ENDPOINT(list_downloads, GET, "/api/v1/me/downloads", downloads_in, delivery_list_view,
	.auth = AUTH_CUSTOMER, .tx = TX_READ,
	.doc = "The digital goods that the customer has paid.");

INPUT(download_in, ID_IN);

static enum err
view_download(struct ctx *cx, const struct download_in *in, struct delivery *out)
{
	return delivery_view_own(cx, in->id, out);
}
ENDPOINT(view_download, POST, "/api/v1/me/downloads/{id}/viewed", download_in, delivery_view,
	.auth = AUTH_CUSTOMER, .tx = TX_WRITE, .twice_is_once = true, .errors = ERRORS(E_NOT_FOUND),
	.doc = "Notes that the customer has seen it; the first time counts.");

static enum err
link_download(struct ctx *cx, const struct download_in *in, struct download_link *out)
{
	return download_offer(cx, NULL, in->id, out);
}
ENDPOINT(link_download, POST, "/api/v1/me/downloads/{id}/token", download_in, download_link_view,
	.auth = AUTH_CUSTOMER, .tx = TX_WRITE, .status = 201, .rate = &rate_link,
	.errors = LINK_ERRORS,
	.doc = "Makes a link to the file, good for a day and a few downloads.");

/* ---- whoever holds the order's secret ---- */

#define TRACKED_IN(F)                                                                              \
	F(PATH, str, number, .min = 1, .max = 20, .doc = "The order's number")                     \
	F(HEADER, str, tracking_token, .min = 1, .max = 64,                                        \
	  .doc = "The secret from the confirmation")
#define ORDER_DOWNLOADS_IN(F) TRACKED_IN(F) PAGE_IN(F, 100, 20)
INPUT(order_downloads_in, ORDER_DOWNLOADS_IN);

static enum err
list_order_downloads(struct ctx *cx, const struct order_downloads_in *in,
                     struct delivery_list *out)
{
	struct order_key key = { in->number, in->tracking_token };

	return delivery_list_of(cx, &key, in->cursor, in->limit, out);
}
ENDPOINT(list_order_downloads, GET, "/api/v1/orders/{number}/downloads", order_downloads_in,
	delivery_list_view, .auth = AUTH_ANYONE, .tx = TX_READ, .errors = ERRORS(E_NOT_FOUND),
	.doc = "The digital goods of a paid order, for who holds its secret.");

#define ORDER_DOWNLOAD_IN(F) TRACKED_IN(F) ID_IN(F)
INPUT(order_download_in, ORDER_DOWNLOAD_IN);

static enum err
link_order_download(struct ctx *cx, const struct order_download_in *in, struct download_link *out)
{
	struct order_key key = { in->number, in->tracking_token };

	return download_offer(cx, &key, in->id, out);
}
ENDPOINT(link_order_download, POST, "/api/v1/orders/{number}/downloads/{id}/token",
	order_download_in, download_link_view, .auth = AUTH_ANYONE, .tx = TX_WRITE, .status = 201,
	.rate = &rate_link, .errors = LINK_ERRORS,
	.doc = "Makes a link to a file of that order, good for a day and a few downloads.");

/* ---- whoever holds the link ---- */

#define FETCH_IN(F)                                                                                \
	F(PATH, str, token, .min = 43, .max = 43, .doc = "From the link")                          \
	F(HEADER, str, range, .max = 8000, .optional = true,                                       \
	  .doc = "Part of the file; one that begins later and comes within the hour does not count")
INPUT(fetch_in, FETCH_IN);

static enum err
fetch_download(struct ctx *cx, const struct fetch_in *in, struct sent_file *out)
{
	struct download d = { 0 };

	TRY(download_take(cx, in->token, in->range, &d));
	*out = (struct sent_file){ d.storage_key, d.media_type, d.file_name };
	return OK;
}
ENDPOINT(fetch_download, GET, "/api/v1/downloads/{token}", fetch_in, sent_file,
	.auth = AUTH_ANYONE, .tx = TX_WRITE, .counts = true, .rate = &rate_download,
	.errors = ERRORS(E_NOT_FOUND, E_DOWNLOAD_OVER),
	.doc = "The file itself, as an attachment; ranges are served (206).");

ENDPOINTS(download, &list_downloads_endpoint, &view_download_endpoint, &link_download_endpoint,
          &list_order_downloads_endpoint, &link_order_download_endpoint,
          &fetch_download_endpoint);
