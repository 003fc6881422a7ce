/* SPDX-License-Identifier: MIT */
#include "api/admin_user_view.h"

#include "staff/role.h"
#include "web/common.h"

#define SHOW_ME                                                                                    \
	SHOW(id, "Account"),                                                                       \
	SHOW(username, "Login name"),                                                              \
	SHOW(email, "E-mail address"),                                                             \
	SHOW_CHOICE(role, ROLES, "What the person is"),                                            \
	SHOW_CHOICE(language, LANGUAGES, "Language of messages"),                                  \
	SHOW_JSON(permissions, "What the role may: an array of names"),                            \
	SHOW(has_totp, "Whether a second factor is set up"),                                       \
	SHOW(recovery_codes_left, "How many recovery codes are still good"),                       \
	SHOW_TIME_OPT(last_login_at, "Last login"),                                                \
	SHOW(version, "Names this state in an edit")

SHARED_VIEW(admin_me_view, struct admin_user, SHOW_ME);
SHARED_VIEW(admin_codes_view, struct admin_user, SHOW_ME,
	SHOW_JSON(recovery_codes, "Each logs in once in place of the second factor; shown only now: "
	                          "an array of texts"));

VIEW(admin_session_view, struct admin_session,
	SHOW(id, "Session"),
	SHOW(device_name, "Browser and system, as the browser says"),
	SHOW_OPT(ip_address, "Address of the login"),
	SHOW(is_current, "True: the one that asks"),
	SHOW_TIME(created_at, "When it began"),
	SHOW_TIME(last_activity_at, "Last use, to five minutes"),
	SHOW_TIME(expires_at, "When it ends at the latest"));
SHARED_VIEW(admin_session_list_view, struct admin_session_page,
	SHOW_LIST(items, admin_session_view, "Newest first"),
	SHOW_NEXT);
