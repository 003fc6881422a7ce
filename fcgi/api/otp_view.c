/* SPDX-License-Identifier: MIT */
#include "api/otp_view.h"

SHARED_VIEW(otp_view, struct otp,
	SHOW(handle, "Goes with the code when it is checked; keep it to yourself"),
	SHOW_TIME(expires_at, "Until when the code is good"),
	SHOW_TIME(resend_at, "From when another one can be asked for"));
