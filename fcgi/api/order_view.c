/* SPDX-License-Identifier: MIT */
/* Without ids of staff, internal notes or anything another role wrote for itself. */
#include "api/order_view.h"

#include "api/quote_view.h"

VIEW(order_item_view, struct order_item,
	SHOW(product_name, "Name at order time"),
	SHOW_CHOICE(product_type, "individual|pack|bundle|digital", "Kind at order time"),
	SHOW_OPT(pack_size, "Size at order time"),
	SHOW_JSON(flavor_details, "Flavors at order time: flavor_id, flavor_name, size_name, quantity, price_adjustment"),
	SHOW_JSON(translations, "Names at order time by language: {\"ar\": {name, size, flavors by id}}; null: none"),
	SHOW(quantity, "How many"),
	SHOW(unit_price, "Price of one"),
	SHOW(total, "Price of the line"),
	SHOW(rules_discount_amount, "Its share of what rules took off"),
	SHOW(discount_amount, "Its share of what the code took off"));
VIEW(order_step_view, struct order_event,
	SHOW_CHOICE(to_status, ORDER_STATUSES, "What it became"),
	SHOW_TIME(at, "When"));
VIEW(applied_discount_view, struct quote_discount,
	SHOW_CHOICE(source, "rule|code", "Where it comes from"),
	SHOW(name, "Its name"),
	SHOW_CHOICE(kind, "percentage|fixed_amount|free_delivery", "How it counts"),
	SHOW(amount, "What it took off"));
#define ORDER_MEMBERS(discounts_shown)                                                             \
	SHOW(number, "Order number"),                                                              \
	SHOW_CHOICE(status, ORDER_STATUSES, "Where it stands"),                                    \
	SHOW_CHOICE(payment_method, PAYMENT_METHODS, "How it is paid"),                            \
	SHOW_CHOICE(payment_status, PAYMENT_STATUSES, "Whether it is paid"),                       \
	SHOW(customer_name, "Who ordered"),                                                        \
	SHOW_OPT(delivery_city, "City at order time"),                                             \
	SHOW_OPT(delivery_zone, "Zone at order time"),                                             \
	SHOW_OPT(delivery_address, "Street address"),                                              \
	SHOW_OPT(delivery_additional_info, "Notes for the delivery"),                              \
	SHOW_OPT(gift_note, "Text for the gift card"),                                             \
	SHOW_OPT(delivery_date, "Day of delivery"),                                                \
	SHOW_OPT(delivery_time_slot_name, "Slot"),                                                 \
	SHOW_OPT(from_hour, "Delivery from"),                                                      \
	SHOW_OPT(to_hour, "Delivery until"),                                                       \
	SHOW_TIME_OPT(expected_delivery_date, "When its slot begins"),                             \
	SHOW(subtotal, "Sum of the lines"),                                                        \
	SHOW(rules_discount_amount, "Taken off by rules"),                                         \
	SHOW(discount_amount, "Taken off by the code"),                                            \
	SHOW(delivery_fee, "Delivery"),                                                            \
	SHOW(total, "subtotal - rules_discount_amount - discount_amount + delivery_fee"),          \
	SHOW_OPT(promo_code, "Code used"),                                                         \
	SHOW_TIME(created_at, "When it was placed"),                                               \
	SHOW_LIST(items, order_item_view, "What was ordered"),                                     \
	discounts_shown,                                                                           \
	SHOW_LIST(history, order_step_view, "Every step so far")
#define CONSIDERED SHOW_LIST(discounts, quote_discount_view, "Every discount considered, in order")
#define APPLIED SHOW_LIST(discounts, applied_discount_view, "Every discount applied, in order")

SHARED_VIEW(placed_order_view, struct order, ORDER_MEMBERS(CONSIDERED),
	SHOW(tracking_token, "Secret that opens the order later; keep it"));
SHARED_VIEW(tracked_order_view, struct order, ORDER_MEMBERS(CONSIDERED),
	SHOW_OPT(delivery_code, "What to tell the courier at the door; null unless it is on its way"));
SHARED_VIEW(own_order_view, struct order, ORDER_MEMBERS(APPLIED),
	SHOW_OPT(customer_email, "E-mail given with the order"),
	SHOW_OPT(customer_phone, "Phone given with the order"),
	SHOW(refunded_amount, "What was paid back so far"));
