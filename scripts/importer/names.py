# SPDX-License-Identifier: MIT
"""What the former shop may call things.  Only a part of its schema is documented; here is what we
look for, in the order in which it is looked for.  A column that is not here is left behind, and the
report names it."""

# Must be there, or it is another shop's file.
NEEDED_TABLES = ("pending_orders", "sales", "deliveries", "download_tokens", "cart_items", "users")

# table: {what we need: the columns it may be in}.  The first of them that the table has is the one;
# the others are left behind.
COLUMNS = {
    "users": {
        "username": ("username", "login"),
        "email": ("email",),
        "created_at": ("created_at",),
    },
    "customers": {
        "email": ("email",),
        "phone": ("phone",),
        "username": ("username",),
        "name": ("full_name", "name"),
        "password_hash": ("password_hash", "password"),
        "status": ("status",),
        "email_verified": ("email_verified",),
        "phone_verified": ("phone_verified",),
        "avatar_url": ("avatar_url",),
        "language": ("preferred_language", "language"),
        "created_at": ("created_at",),
        "updated_at": ("updated_at",),
        "last_login_at": ("last_login_at",),
        "password_changed_at": ("password_changed_at",),
    },
    "customer_activity_log": {
        "customer": ("customer_id",),
        "action": ("action",),
        "ip_address": ("ip_address",),
        "user_agent": ("user_agent",),
        "created_at": ("created_at",),
    },
    "pending_orders": {
        "customer": ("customer_id",),
        "name": ("customer_name", "name"),
        "email": ("customer_email", "email"),
        "phone": ("customer_phone", "phone"),
        "address": ("delivery_address", "shipping_address", "address"),
        "total": ("total", "total_amount", "final_amount", "grand_total", "amount"),
        "items": ("items", "order_items", "cart_snapshot"),
        "status": ("status", "order_status"),
        "method": ("payment_method",),
        "created_at": ("created_at", "order_date"),
        "updated_at": ("updated_at",),
    },
    "sales": {
        "order": ("pending_order_id", "order_id"),
        "customer": ("customer_id",),
        "amount": ("amount", "amount_paid", "total", "total_amount"),
        "paid_at": ("paid_at", "payment_confirmed_at", "sale_date"),
        "created_at": ("created_at",),
    },
    "deliveries": {
        "order": ("pending_order_id", "order_id"),
        "name": ("product_name", "name", "title"),
        "file": ("file_path", "file", "path"),
        "viewed_at": ("customer_viewed_at",),
        "downloads": ("customer_download_count",),
        "created_at": ("created_at",),
    },
    "download_tokens": {
        "order": ("pending_order_id", "order_id"),
        "delivery": ("delivery_id",),
        "token": ("token", "download_token"),
        "expires_at": ("expires_at",),
        "downloads": ("download_count", "downloads"),
        "max_downloads": ("max_downloads", "download_limit"),
        "downloaded_at": ("last_downloaded_at", "last_download_at"),
        "created_at": ("created_at",),
    },
    "cart_items": {
        "customer": ("customer_id",),
        "product": ("product_id",),
        "slug": ("product_slug", "slug"),
        "name": ("product_name", "name", "title"),
        "quantity": ("quantity", "qty"),
        "created_at": ("created_at", "added_at"),
    },
    "customer_support_tickets": {
        "customer": ("customer_id",),
        "order": ("order_id",),
        "subject": ("subject",),
        "message": ("message",),
        "category": ("category",),
        "priority": ("priority",),
        "status": ("status",),
        "assigned": ("assigned_admin_id",),
        "created_at": ("created_at",),
        "updated_at": ("updated_at",),
        "resolved_at": ("resolved_at",),
        "closed_at": ("closed_at",),
        "last_reply_at": ("last_reply_at",),
        "last_reply_by": ("last_reply_by",),
    },
    "customer_ticket_replies": {
        "ticket": ("ticket_id",),
        "author_type": ("author_type",),
        "author": ("author_id",),
        "author_name": ("author_name",),
        "message": ("message",),
        "internal": ("is_internal",),
        "created_at": ("created_at",),
    },
}

# Looked up for the products in carts, if it is there; itself it is left behind.
PRODUCTS = "products"
PRODUCT_SLUGS = ("slug",)
PRODUCT_NAMES = ("name", "title")

# Names of an item in the list that an order may carry as JSON; its price is that of one piece.
ITEM_NAMES = ("product_name", "name", "title")
ITEM_QUANTITIES = ("quantity", "qty")
ITEM_PRICES = ("unit_price", "price")

# Left behind as a whole, however many rows there are.
SECRETS = {
    "customer_sessions": "sessions end with the move: everybody logs in once more",
    "customer_otp_codes": "codes end with the move",
    "customer_password_resets": "reset links end with the move",
}

# status of an order there: ours.  --status adds to it and overrides.
ORDER_STATUSES = {
    "pending": "pending",
    "new": "pending",
    "unpaid": "pending",
    "awaiting_payment": "pending",
    "on_hold": "pending",
    "paid": "confirmed",
    "confirmed": "confirmed",
    "approved": "confirmed",
    "processing": "preparing",
    "preparing": "preparing",
    "shipped": "out_for_delivery",
    "out_for_delivery": "out_for_delivery",
    "delivered": "delivered",
    "completed": "delivered",
    "complete": "delivered",
    "fulfilled": "delivered",
    "refunded": "cancelled",
    "cancelled": "cancelled",
    "canceled": "cancelled",
    "rejected": "cancelled",
    "failed": "cancelled",
    "expired": "cancelled",
}
OUR_ORDER_STATUSES = ("pending", "confirmed", "preparing", "out_for_delivery", "delivered",
                      "cancelled")

# These say that money came; without a sale the order is taken as not paid, and the report says so.
PAID_STATUSES = ("paid", "completed", "complete", "refunded")

# payment_method there: ours.  What is not here was paid online, in some way that ended with it.
PAYMENT_METHODS = {
    "cash": "cash",
    "cod": "cash",
    "cash_on_delivery": "cash",
    "card_on_delivery": "card",
    "pos": "card",
}
