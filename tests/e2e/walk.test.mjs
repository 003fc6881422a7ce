// SPDX-License-Identifier: MIT
// Every page of the shop in both languages, on a phone and at a desk, light and dark: no fault that a
// machine sees, no word of the other language, no request elsewhere.  The pictures are for people.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, desk, launch, open, phone } from './support/browser.mjs';
import { client, idempotencyKey } from './support/client.mjs';
import { checkoutBody, lastOffer, prove, six } from './support/order.mjs';
import { latinWords, looksRight, ready } from './support/pages.mjs';
import { startShop } from './support/shop.mjs';

let shop, browser, order, token;
before(async () => {
  shop = await startShop();
  browser = await launch();
  const mona = client(shop), number = '+201003334444';
  (await mona.post('/api/v1/cart/items', six())).expect(201);
  (await mona.post('/api/v1/cart/promo', { promo_code: 'welcome10' })).expect(200);
  const quote = (await mona.post('/api/v1/cart/quote', { zone_id: 1 })).expect(200).body;
  const body = checkoutBody({ phone: number, proof: await prove(shop, mona, number), offer: await lastOffer(mona), total: quote.total, name: 'منى عادل', address: 'شارع 5، مبنى 12' });
  const placed = (await mona.post('/api/v1/checkout', body, { key: idempotencyKey() })).expect(201).body;
  [order, token] = [placed.number, placed.tracking_token];
});
after(async () => {
  await browser?.close();
  await shop?.stop();
});

const PUBLIC = {
  home: '/', shop: '/shop', 'shop-filtered': '/shop?type=cookies&sort=-price', product: '/products/pistachio-cookie', bundle: '/products/family-box', pack: '/packs/3-twelve',
  cart: '/cart', checkout: '/checkout', track: '/track', help: '/help', terms: '/terms', privacy: '/privacy', offline: '/offline',
  login: '/login', register: '/register', forgot: '/forgot', reset: '/reset', verify: '/verify', export: '/export', 'not-found': '/nowhere', gone: '/products/nothing',
};

// The shop's own, a code, and what an order's number may have.
const isName = (word) => ['Crumbled', 'WELCOME'].includes(word) || order.includes(word);

for (const language of ['en', 'ar']) {
  for (const [device, options] of Object.entries({ phone, desk })) {
    test(`all public pages, ${language}, ${device}`, async () => {
      const { page, faults, close } = await open(browser, shop.shop, `/${language}/`, options);
      const pages = { ...PUBLIC, order: `/orders/${order}#token=${token}`, questions: `/orders/${order}/questions` };
      for (const [name, path] of Object.entries(pages)) {
        await page.goto('about:blank'); // else a # is the same page
        await page.goto(`/${language}${path}`);
        await looksRight(page, `walk-${name}-${language}-${device}`);
        assert.equal(await page.locator('main h1').count(), 1, `${name} has one heading`);
        assert.match(await page.title(), /\S · Crumbled$/, `${name} has a title`);
        if (language === 'ar') assert.deepEqual((await latinWords(page)).filter((word) => !isName(word)), [], `${name} is in Arabic`);
      }
      assert.deepEqual(faults.filter((fault) => !/404/.test(fault)), []);
      await close();
    });
  }

  test(`dark, ${language}`, async () => {
    const { page, close } = await open(browser, shop.shop, `/${language}/`, { ...phone, colorScheme: 'dark' });
    for (const name of ['home', 'shop', 'product', 'pack', 'login']) {
      await page.goto(`/${language}${PUBLIC[name]}`);
      await ready(page);
      assert.deepEqual(await axe(page), [], name);
    }
    await looksRight(page, `dark-${language}`);
    await close();
  });
}

test('the receipt is one sheet of paper with everything on it, and no button', async () => {
  const { page, close } = await open(browser, shop.shop, `/ar/orders/${order}#token=${token}`, desk);
  await page.locator('#order-number').waitFor();
  await page.emulateMedia({ media: 'print' });
  for (const hidden of ['.bar', '.zone-bar', '.foot', '.actions']) assert.equal(await page.locator(hidden).first().isVisible(), false, hidden);
  assert.equal(await page.locator('#total').isVisible(), true);
  const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
  assert.equal(pdf.match(/\/Type\s*\/Page\b/g).length, 1);
  await close();
});

test('without a connection the shop still opens, keeps no price, and goes on when it is back', async () => {
  const { page, context, close } = await open(browser, shop.shop, '/en/', phone);
  await ready(page);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(() => navigator.serviceWorker.controller);
  await page.reload();
  await ready(page);
  const kept = await page.evaluate(async () => {
    const all = [];
    for (const name of await caches.keys()) for (const request of await (await caches.open(name)).keys()) all.push(new URL(request.url).pathname);
    return all;
  });
  assert.ok(kept.length > 5);
  assert.deepEqual(kept.filter((path) => !/^\/(assets\/|(en|ar)\/offline$)/.test(path)), [], 'the shell, and nothing that has a price');
  await context.setOffline(true);
  await page.goto('/en/shop');
  await page.locator('.offline').waitFor();
  await page.getByRole('heading', { name: 'Shop' }).waitFor();
  await context.setOffline(false);
  await page.reload();
  await page.getByRole('link', { name: 'Vanilla cookie' }).waitFor();
  await close();
});

test('the order is found again by its number and a code to its phone, and by nobody else', async () => {
  const { page, close } = await open(browser, shop.shop, '/en/track', phone);
  await page.getByLabel(/Phone number/).fill('01005556666');
  await page.getByRole('button', { name: 'Send the code' }).click();
  await page.getByLabel('Code from the message').fill(await shop.code('+201005556666', { kind: 'sms' }));
  await page.getByRole('button', { name: 'Check the code' }).click();
  await page.getByLabel('Order number').fill(order);
  await page.getByRole('button', { name: 'Open the order' }).click();
  await page.locator('#f-number-fault').waitFor();
  await looksRight(page, 'track-wrong-en-phone');

  const after = (await shop.messages('+201003334444'))[0].id;
  await page.reload();
  await page.getByLabel(/Phone number/).fill('01003334444');
  await page.getByRole('button', { name: 'Send the code' }).click();
  await page.getByLabel('Code from the message').fill(await shop.code('+201003334444', { kind: 'sms', after }));
  await page.getByRole('button', { name: 'Check the code' }).click();
  await page.getByLabel('Order number').fill(order.toLowerCase());
  await page.getByRole('button', { name: 'Open the order' }).click();
  await page.locator('#order-number').waitFor();
  await close();
});
