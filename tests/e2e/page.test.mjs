// SPDX-License-Identifier: MIT
// A person with a phone, in English and in Arabic: chooses a pack, gets a code, places the order,
// sees it again by its link.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, desk, launch, open, overflows, phone, shot } from './support/browser.mjs';
import { startShop } from './support/shop.mjs';

let shop, browser;
before(async () => {
  shop = await startShop();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await shop?.stop();
});

const words = {
  en: { fill: 'Choose flavors', add: 'Add to cart', order: 'Order now', send: 'Send code', promo: 'Promo code', apply: 'Apply', full: 'Your pack is full', name: 'Your name', tel: /Phone number/, code: 'Code from the message', mail: 'E-mail (optional)', street: 'Street, building, floor', thanks: 'Thank you! Your order is in.' },
  ar: { fill: 'اختر النكهات', add: 'أضف إلى السلة', order: 'اطلب الآن', send: 'أرسل الرمز', promo: 'رمز الخصم', apply: 'تطبيق', full: 'اكتملت علبتك', name: 'الاسم', tel: /رقم الهاتف/, code: 'الرمز من الرسالة', mail: 'البريد الإلكتروني (اختياري)', street: 'الشارع والمبنى والدور', thanks: 'شكرًا لك! وصلنا طلبك.' },
};

for (const [language, w] of Object.entries(words)) {
  test(`a pack of six, ordered on a phone, ${language}`, async () => {
    const number = language === 'en' ? '01001112223' : '01001112224';
    const { page, faults, close } = await open(browser, shop.shop, language === 'ar' ? '/?lang=ar' : '/', phone);
    assert.equal(await page.evaluate(() => document.documentElement.dir), language === 'ar' ? 'rtl' : 'ltr');
    await page.getByRole('button', { name: w.fill }).nth(1).tap();
    const plus = page.locator('#builder .stepper button:last-child');
    for (const flavor of [0, 0, 0, 4, 4, 7]) await plus.nth(flavor).tap();
    await page.getByText(w.full).waitFor();
    await shot(page, `builder-${language}`);
    await page.locator('#builder').getByRole('button', { name: w.add }).tap();
    await page.locator('#promo').fill('welcome10');
    await page.getByRole('button', { name: w.apply }).tap();
    await page.locator('#promo-state.good').waitFor();
    assert.deepEqual(await axe(page), []);
    assert.equal(await overflows(page), false, 'no sideways scroll');
    await shot(page, `cart-${language}`);
    await page.getByRole('button', { name: w.order }).tap();
    await page.getByLabel(w.name).fill('Mona Adel');
    await page.getByLabel(w.tel).fill(number);
    await page.getByRole('button', { name: w.send }).tap();
    await page.getByLabel(w.code).fill(await shop.code(`+2${number}`, { kind: 'sms' }));
    await page.getByLabel(w.mail).fill('mona@example.com');
    await page.getByLabel(w.street).fill('Street 5, Building 12');
    assert.deepEqual(await axe(page), []);
    await shot(page, `checkout-${language}`);
    await page.locator('#place').tap();
    await page.getByRole('heading', { name: w.thanks }).waitFor();
    await shot(page, `order-${language}`);
    const shown = await page.locator('#order-number').textContent();
    await page.reload();
    await page.getByRole('heading', { name: w.thanks }).waitFor();
    assert.equal(await page.locator('#order-number').textContent(), shown);
    assert.deepEqual(await axe(page), []);
    assert.deepEqual(faults, []);
    await close();
    const rows = await shop.sql(`SELECT COUNT(*) FROM orders WHERE customer_phone = '+2${number}'`);
    assert.equal(rows[0][0], '1');
  });
}

test('the shop on a desktop, and the API reference', async () => {
  const { page, faults, close } = await open(browser, shop.shop, '/', desk);
  await page.locator('#packs .card').nth(2).waitFor();
  await shot(page, 'shop-desk');
  assert.deepEqual(await axe(page), []);
  await page.goto('/docs/');
  await page.locator('#operations-tag-checkout').waitFor();
  assert.deepEqual(faults, []);
  await close();
});
