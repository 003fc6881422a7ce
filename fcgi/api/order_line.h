/* SPDX-License-Identifier: MIT */
/* Lines as staff name them: what an edited order shall have, what one from the phone has,
 * and what is asked about. */
#ifndef API_ORDER_LINE_H
#define API_ORDER_LINE_H

#include "sale/order_edit.h"
#include "web/endpoint.h"

#define ORDER_CHOICE_IN(F)                                                                         \
	F(BODY, id, flavor_id, .doc = "Flavor")                                                    \
	F(BODY, i32, quantity, .min = 1, .max = 99, .doc = "How many of it, in one pack")
INPUT_OF(order_choice_in, struct choice, ORDER_CHOICE_IN);
#define ORDER_LINE_IN(F)                                                                           \
	F(BODY, id, product_instance_id, .doc = "What: a product or pack in a size")               \
	F(BODY, i32, quantity, .min = 1, .max = QUANTITY_MAX, .doc = "How many")                   \
	F(BODY, list, flavors, .of = order_choice_in, .max = CHOICES_MAX, .optional = true,        \
	  .doc = "A pack's choice; adds up to its count")
INPUT_OF(order_line_in, struct order_edit_line, ORDER_LINE_IN);

#endif
