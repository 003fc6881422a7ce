/* SPDX-License-Identifier: MIT */
/* What is told about a code that was sent. */
#ifndef API_OTP_VIEW_H
#define API_OTP_VIEW_H

#include "account/otp.h"
#include "web/endpoint.h"

SHARED_VIEW_TYPE(otp_view, struct otp);

#endif
