/* SPDX-License-Identifier: MIT */
#include "support/catcher.h"

#include <curl/curl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

struct catcher
catcher_start(const char *const *more)
{
	struct catcher c = { 0 };
	const char *argv[20] = { "mailcatcher" };
	int out[2], n = 1;
	FILE *f;

	while (more && *more)
		argv[n++] = *more++;
	BUG_ON(pipe(out) != 0);
	c.pid = fork();
	BUG_ON(c.pid < 0);
	if (c.pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		dup2(out[1], STDOUT_FILENO);
		close(out[0]);
		close(out[1]);
		execv("scripts/mailcatcher", (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	close(out[1]);
	f = fdopen(out[0], "r");
	BUG_ON(!f);
	if (fscanf(f, "smtp %d web %d", &c.smtp_port, &c.web_port) != 2)
		fail_msg("scripts/mailcatcher does not start");
	fclose(f);
	return c;
}

void
catcher_stop(struct catcher *c)
{
	if (c->pid > 0) {
		kill(c->pid, SIGTERM);
		waitpid(c->pid, NULL, 0);
	}
	c->pid = 0;
}

static size_t
keep(char *bytes, size_t size, size_t n, void *arg)
{
	buf_add(arg, bytes, size * n);
	return size * n;
}

static struct buf
ask(struct shop *s, const struct catcher *c, const char *method, const char *path, const char *body)
{
	struct buf reply = buf_in(s->cx.mem, 8 * 1024 * 1024);
	CURL *curl = curl_easy_init();
	CURLcode rc;

	BUG_ON(!curl);
	curl_easy_setopt(curl, CURLOPT_URL,
	                 arena_fmt(s->cx.mem, "http://127.0.0.1:%d%s", c->web_port, path));
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, 10L);
	curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method);
	if (body)
		curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, &reply);
	rc = curl_easy_perform(curl);
	curl_easy_cleanup(curl);
	if (rc != CURLE_OK)
		fail_msg("mailcatcher: %s", curl_easy_strerror(rc));
	return reply;
}

const struct json *
catcher_messages(struct shop *s, const struct catcher *c)
{
	struct buf b = ask(s, c, "GET", "/messages.json", NULL);
	const struct json *v;

	if (json_parse(&s->cx, b.data, b.len, &v) != OK)
		fail_msg("mailcatcher: %s", b.data);
	return v;
}

void
catcher_forget(struct shop *s, const struct catcher *c)
{
	ask(s, c, "DELETE", "/messages", NULL);
}

void
catcher_control(struct shop *s, const struct catcher *c, const char *json)
{
	ask(s, c, "POST", "/control", quoted(s, "%s", json));
}

const char *
caught_text(const struct json *messages, size_t i, const char *name)
{
	size_t n;

	assert_true(i < json_list_length(messages));
	return json_text(json_member(json_list_at(messages, i), name), &n);
}
