// SPDX-License-Identifier: MIT
// A browser that is logged in as a client of the API is.

import { open } from './browser.mjs';

/** Like open(), at `path`, with the visitor's cookies and the mark that somebody is logged in. */
export async function enter(browser, shop, visitor, path, options) {
  const opened = await open(browser, shop.shop, '/robots.txt', options);
  await opened.context.addCookies([...visitor.cookies].map(([name, value]) => ({ name, value, url: shop.shop, secure: true })));
  await opened.context.addInitScript(() => localStorage.setItem('customer', 'yes'));
  opened.page.setDefaultTimeout(10_000);
  await opened.page.goto(path);
  return opened;
}
