// SPDX-License-Identifier: MIT
// The panel in a browser, logged in as one of the staff.

import { open, desk } from './browser.mjs';

/** A page of the panel as `who` (owner, orders, products, delivery, system) sees it. */
export async function panel(browser, shop, who, path = '/', { language = 'en', options = desk } = {}) {
  const opened = await open(browser, shop.admin, `/${language}/login`, options);
  const { page } = opened;
  page.setDefaultTimeout(10_000);
  await page.fill('[name=username]', who);
  await page.fill('[name=password]', shop.staff[who].password);
  await page.click('form button[type=submit]');
  await page.waitForURL((url) => !url.pathname.endsWith('/login'));
  if (path !== '/') await page.goto(`/${language}${path}`);
  return opened;
}

/** Presses what needs the password once more, and gives it if it is asked for. */
export async function givePassword(page, shop, who) {
  const dialog = page.getByRole('dialog', { name: 'Is it you?' });
  await dialog.getByLabel('Your password').fill(shop.staff[who].password);
  await dialog.getByRole('button', { name: 'Go on' }).click();
}

/** Latin words in what the panel itself says: headings, buttons, labels.  Names of things are staff's own. */
export const englishWords = (page) => page.evaluate(() => [...document.querySelectorAll('h1, h2, button, label, legend, summary, thead th, dt, .mark')]
  .filter((e) => !e.querySelector('bdi, kbd, input') && !e.closest('.brand, .ltr, bdi, [role="group"]'))
  .flatMap((e) => [...(e.getAttribute('aria-label') ?? e.textContent).matchAll(/[A-Za-z]{4,}/g)].map(([word]) => word))
  .filter((word) => /[a-z]/.test(word) && word !== 'Ctrl'));
