/* SPDX-License-Identifier: MIT */
/* What staff accounts and their sessions look like, to their owner and to colleagues. */
#ifndef API_ADMIN_USER_VIEW_H
#define API_ADMIN_USER_VIEW_H

#include "staff/admin_session.h"
#include "staff/admin_user.h"
#include "web/endpoint.h"

SHARED_VIEW_TYPE(admin_me_view, struct admin_user);
/* With the recovery codes, which are told this once. */
SHARED_VIEW_TYPE(admin_codes_view, struct admin_user);
SHARED_VIEW_TYPE(admin_session_list_view, struct admin_session_page);

#endif
