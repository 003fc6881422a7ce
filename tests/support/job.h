/* SPDX-License-Identifier: MIT */
/* Jobs as cron starts them. */
#ifndef TESTS_SUPPORT_JOB_H
#define TESTS_SUPPORT_JOB_H

#include "support/shop.h"

#define JOB_TOKEN "correct-horse-battery-staple"
#define JOB_BEARER "HTTP_AUTHORIZATION=Bearer " JOB_TOKEN

/* From here on cron has that token. */
void job_allow(struct shop *s);
/* Before each test: a shop whose cron has that token. */
int job_begin(void **state);
/* Starts "expire-tokens", with the token. */
void run_job(struct shop *s, const char *name);

#endif
