/* SPDX-License-Identifier: MIT */
#include "ops/deliver.h"

#include "base/config.h"

CURL *
deliver_open(struct ctx *cx)
{
	CURL *curl = curl_easy_init();

	BUG_ON(!curl);
	deliver_set(curl, CURLOPT_NOSIGNAL, 1L);
	deliver_set(curl, CURLOPT_CONNECTTIMEOUT, 5L);
	deliver_set(curl, CURLOPT_TIMEOUT, 10L);
	deliver_set(curl, CURLOPT_FOLLOWLOCATION, 0L);
	deliver_set(curl, CURLOPT_PROXY, "");
	deliver_set(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	deliver_set(curl, CURLOPT_SSL_VERIFYPEER, 1L);
	deliver_set(curl, CURLOPT_SSL_VERIFYHOST, 2L);
	deliver_set(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	/* The folder of the system's authorities, libcurl's default, counts beside the file. */
	if (cx->config && cx->config->ca_file)
		deliver_set(curl, CURLOPT_CAINFO, cx->config->ca_file);
	return curl;
}
