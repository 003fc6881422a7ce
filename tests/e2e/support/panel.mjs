// SPDX-License-Identifier: MIT
// The staff's panel in a browser.

import { createHmac } from 'node:crypto';
import assert from 'node:assert/strict';
import { axe, desk, open, overflows } from './browser.mjs';

/** The panel at `path`, as owner, orders, products, delivery or system, who have just logged in. */
export async function panel(browser, shop, role, path, options = desk) {
  const staff = await shop.staffClient(role);
  const opened = await enter(browser, shop, staff, options);
  await opened.page.goto(path);
  await settled(opened.page);
  return { ...opened, staff };
}

/** A browser that this client's login holds in, and that has seen nothing of the panel yet. */
export async function enter(browser, shop, staff, options = desk) {
  const opened = await open(browser, shop.admin, '/healthz', options);
  await opened.context.addCookies([...staff.cookies].map(([name, value]) => ({ name, value, url: shop.admin, secure: true })));
  opened.page.setDefaultTimeout(10_000);
  return opened;
}

/** Nothing is being read any more. */
export async function settled(page) {
  await page.locator('main h1').first().waitFor();
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
}

/** What every page has to be, in both languages. */
export async function sound(page, where = page.url()) {
  assert.deepEqual(await axe(page), [], where);
  assert.equal(await overflows(page), false, `${where} scrolls sideways`);
}

/** What an authenticator app shows for this secret (RFC 6238). */
export function appCode(secret, at = Date.now()) {
  const bits = [...secret].map((letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const seed = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const mac = createHmac('sha1', seed).update(step).digest();
  return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** Gives the password once more, where the API wants it. */
export async function givePassword(page, shop, who) {
  const dialog = page.getByRole('dialog', { name: 'Is it you?' });
  await dialog.getByLabel('Your password').fill(shop.staff[who].password);
  await dialog.getByRole('button', { name: 'Go on' }).click();
}

/** Latin words in what the panel itself says: headings, buttons, labels.  Names of things are staff's own. */
export const englishWords = (page) => page.evaluate(() => [...document.querySelectorAll('h1, h2, button, label, legend, summary, thead th, dt, .mark')]
  .filter((e) => !e.querySelector('bdi, kbd, input, select') && !e.closest('.brand, .ltr, bdi, [role="group"]'))
  .flatMap((e) => [...(e.getAttribute('aria-label') ?? e.textContent).matchAll(/[A-Za-z]{4,}/g)].map(([word]) => word))
  .filter((word) => /[a-z]/.test(word) && word !== 'Ctrl'));
