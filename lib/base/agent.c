/* SPDX-License-Identifier: MIT */
#include "base/agent.h"

#include <string.h>

struct mark { const char *text, *name; };

/* The first that the agent names; those that also name another one stand before it. */
static const char *
first_mark(const char *agent, const struct mark *m, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strstr(agent, m[i].text))
			return m[i].name;
	return NULL;
}

const char *
agent_name(struct ctx *cx, const char *agent)
{
	static const struct mark programs[] = {
		{ "Edg", "Edge" }, { "OPR/", "Opera" }, { "SamsungBrowser", "Samsung Internet" },
		{ "YaBrowser", "Yandex Browser" }, { "Vivaldi", "Vivaldi" },
		{ "FxiOS", "Firefox" }, { "CriOS", "Chrome" }, { "Firefox/", "Firefox" },
		{ "HeadlessChrome", "Chrome" }, { "Chrome/", "Chrome" }, { "Safari/", "Safari" },
		{ "curl/", "curl" },
	};
	static const struct mark platforms[] = {
		{ "iPhone", "iPhone" }, { "iPad", "iPad" }, { "Android", "Android" },
		{ "CrOS", "ChromeOS" }, { "Windows", "Windows" }, { "Macintosh", "Mac" },
		{ "Linux", "Linux" },
	};
	const char *program, *platform;

	if (!agent)
		agent = "";
	program = first_mark(agent, programs, sizeof programs / sizeof *programs);
	platform = first_mark(agent, platforms, sizeof platforms / sizeof *platforms);
	if (program && platform)
		return arena_fmt(cx->mem, "%s on %s", program, platform);
	return program ? program : platform ? platform : "Unknown device";
}
