/* SPDX-License-Identifier: MIT */
/* What is told about a code that was sent, and what it is exchanged with. */
#ifndef API_OTP_VIEW_H
#define API_OTP_VIEW_H

#include "account/otp.h"
#include "web/endpoint.h"

SHARED_VIEW_TYPE(otp_view, struct otp);

#define CODE_IN(F)                                                                                 \
	F(BODY, str, handle, .min = 1, .max = 64, .doc = "From the reply that announced the code") \
	F(BODY, code, code, .doc = "The six digits")

#endif
