// SPDX-License-Identifier: MIT
// Ways through the shop's pages that several tests take, in both languages.

import assert from 'node:assert/strict';
import { axe, overflows, shot } from './browser.mjs';

/** The words that tests press and read. */
export const words = {
  en: {
    add: 'Add to cart', full: /Your box is full/, checkOut: /Check out ·/, promo: 'Promo code', apply: 'Apply',
    phone: /Phone number/, send: 'Send the code', code: 'Code from the message', check: 'Check the code', name: 'Name', email: /E-mail/,
    address: /Street, building/, next: 'Go on', place: /Place the order/, thanks: 'Thank you! Your order is in.', more: (name) => `One more ${name}`,
    flavors: ['Chocolate chip', 'Pistachio', 'Vanilla'],
  },
  ar: {
    add: 'أضف إلى السلة', full: /اكتملت علبتك/, checkOut: /إتمام الطلب ·/, promo: 'رمز الخصم', apply: 'تطبيق',
    phone: /رقم الهاتف/, send: 'إرسال الرمز', code: 'الرمز الذي وصلك', check: 'تأكيد الرمز', name: 'الاسم', email: /البريد الإلكتروني/,
    address: /الشارع والمبنى/, next: 'متابعة', place: /أكّد الطلب/, thanks: 'شكرًا لك! وصلنا طلبك.', more: (name) => `زد ${name}`,
    flavors: ['رقائق الشوكولاتة', 'فستق', 'فانيليا'],
  },
};

/** Waits until the page is the scripts' own, and has read what it shows. */
export async function ready(page) {
  await page.locator('#app:not([hidden])').waitFor();
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
}

/** No fault that a machine sees, one heading, in either width of small phones; and a picture for people. */
export async function looksRight(page, name) {
  await ready(page);
  assert.deepEqual(await axe(page), [], name);
  const size = page.viewportSize();
  const widths = size.width < 500 ? [320, 430] : [size.width];
  for (const width of widths) {
    await page.setViewportSize({ ...size, width });
    assert.equal(await overflows(page), false, `${name}: no sideways scroll at ${width}`);
  }
  await page.setViewportSize(size);
  assert.equal(await page.locator('main h1').count(), 1, `${name} has one heading`);
  await page.evaluate(() => scrollTo(0, 0)); // or what is sticky lies over the middle
  await shot(page, name);
}

/** Latin words on an Arabic page that are nobody's name. */
export function latinWords(page) {
  return page.evaluate(() => {
    const found = new Set();
    const walker = document.createTreeWalker(document.getElementById('app'), NodeFilter.SHOW_TEXT);
    const own = (e) => e.closest('[lang="en"], .ltr, [dir="ltr"], .brand, script, style');
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (own(node.parentElement)) continue;
      for (const [word] of node.textContent.matchAll(/[A-Za-z]{2,}/g)) found.add(word);
    }
    for (const e of document.querySelectorAll('#app [aria-label], #app [placeholder], #app [alt], #app [title]')) {
      for (const name of ['aria-label', 'placeholder', 'alt', 'title']) for (const [word] of (e.getAttribute(name) ?? '').matchAll(/[A-Za-z]{2,}/g)) found.add(word);
    }
    for (const [word] of document.title.matchAll(/[A-Za-z]{2,}/g)) found.add(word);
    return [...found];
  });
}

/** A full box of six in the cart: three of the first flavor, two of the second, one of the third. */
export async function fillBox(page, w) {
  for (const [i, name] of [0, 0, 0, 1, 1, 2].entries()) {
    await page.getByRole('button', { name: w.more(w.flavors[name]), exact: true }).click();
    await page.getByRole('status').filter({ hasText: new RegExp(`${i + 1} `) }).first().waitFor();
  }
  await page.getByRole('status').filter({ hasText: w.full }).waitFor();
  await page.getByRole('button', { name: w.add }).click();
  await page.waitForURL('**/cart');
}

/** The steps of checking out, up to the last button. */
export async function fillCheckout(page, w, shop, { phone, name = 'Mona Adel', address = 'Street 5, Building 12', email }) {
  await page.getByLabel(w.phone).fill(phone);
  await page.getByRole('button', { name: w.send }).click();
  await page.getByLabel(w.code).fill(await shop.code(`+2${phone}`, { kind: 'sms' }));
  await page.getByRole('button', { name: w.check }).click();
  await page.getByLabel(w.name, { exact: true }).fill(name);
  if (email) await page.getByLabel(w.email).fill(email);
  await page.getByLabel(w.address).fill(address);
  await page.locator('input[name="slot"]:enabled').first().check();
  await page.getByRole('button', { name: w.next }).click();
  await page.getByRole('button', { name: w.place }).waitFor();
}
