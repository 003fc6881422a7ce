// SPDX-License-Identifier: MIT
// A guest with a phone or at a desk, in English and in Arabic: looks around, fills a box, enters a code,
// proves the phone, places the order, and sees it again tomorrow.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { desk, gone, launch, open, phone, watchVitals } from './support/browser.mjs';
import { fillBox, fillCheckout, looksRight, ready, words } from './support/pages.mjs';
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

let nextPhone = 1;
const newPhone = () => `0100111${String(nextPhone++).padStart(4, '0')}`;
const ordersOf = async (number) => Number((await shop.sql(`SELECT COUNT(*) FROM orders WHERE customer_phone = '+2${number}'`))[0][0]);

for (const language of ['en', 'ar']) {
  for (const [device, options] of Object.entries({ phone, desk })) {
    test(`a box of six, from the first page to the order's own, ${language}, ${device}`, async () => {
      const w = words[language], number = newPhone(), tag = `${language}-${device}`;
      const { page, context, faults, close } = await open(browser, shop.shop, `/${language}/`, options);
      assert.equal(await page.evaluate(() => document.documentElement.dir), language === 'ar' ? 'rtl' : 'ltr');
      await looksRight(page, `home-${tag}`);

      await page.locator('a[href*="/packs/2-"]').click();
      await ready(page);
      assert.equal(await page.getByRole('button', { name: w.add }).getAttribute('aria-disabled'), 'true', 'an empty box is no purchase');
      await looksRight(page, `pack-${tag}`);
      await fillBox(page, w);

      await page.getByLabel(w.promo).fill('NO-SUCH');
      await page.getByRole('button', { name: w.apply }).click();
      await page.locator('#promo-fault').waitFor();
      await page.getByLabel(w.promo).fill('welcome10');
      await page.getByRole('button', { name: w.apply }).click();
      await page.locator('.promo .good').waitFor();
      await looksRight(page, `cart-${tag}`);

      await page.getByRole('link', { name: w.checkOut }).click();
      await page.getByLabel(w.phone).waitFor();
      await looksRight(page, `checkout-phone-${tag}`);
      await fillCheckout(page, w, shop, { phone: number, email: 'mona@example.com' });
      await looksRight(page, `checkout-${tag}`);
      const total = await page.locator('#total').textContent();
      await page.getByRole('button', { name: w.place }).click();
      await page.getByRole('heading', { name: w.thanks }).waitFor();
      assert.equal(await page.locator('#total').textContent(), total, 'what was shown is what is charged');
      await looksRight(page, `order-${tag}`);
      assert.equal(new URL(page.url()).hash, '', 'no secret in the address');

      const shown = await page.locator('#order-number').textContent();
      await page.reload();
      await page.locator('#order-number').waitFor();
      assert.equal(await page.locator('#order-number').textContent(), shown);
      assert.equal(await ordersOf(number), 1);

      const tomorrow = await context.newPage();
      await tomorrow.goto(`/${language}/orders/${shown}`);
      await tomorrow.locator('#order-number').waitFor();
      assert.deepEqual(faults, []);
      await close();

      const { page: stranger, close: leave } = await open(browser, shop.shop, `/${language}/orders/${shown}`, options);
      await ready(stranger);
      assert.equal(await stranger.locator('#order-number').count(), 0, 'an address without its secret shows nothing');
      await looksRight(stranger, `order-closed-${tag}`);
      await leave();
    });
  }
}

test('filters stand in the address, and Back takes them away again', async () => {
  const { page, faults, close } = await open(browser, shop.shop, '/en/shop', desk);
  await ready(page);
  await looksRight(page, 'shop-en-desk');
  await page.getByLabel('Flavor').selectOption('pistachio');
  await page.waitForURL('**/shop?flavor=pistachio');
  await page.getByRole('link', { name: 'Pistachio cookie' }).waitFor();
  await gone(page.getByRole('link', { name: 'Vanilla cookie' }));
  await page.goBack();
  await page.getByRole('link', { name: 'Vanilla cookie' }).waitFor();

  await page.getByLabel('Price to').fill('٥٠');
  await page.getByRole('button', { name: 'Show' }).click();
  await page.waitForURL('**max_price=50**');
  await page.getByLabel('Search').fill('zzz');
  await page.getByRole('button', { name: 'Show' }).click();
  await page.getByText('Nothing matches these filters.').waitFor();
  await looksRight(page, 'shop-empty-en-desk');
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await page.getByRole('link', { name: 'Vanilla cookie' }).waitFor();
  assert.deepEqual(faults, []);
  await close();
});

test('a zone that is not served yet takes a phone, and says what is wrong with it', async () => {
  const { page, faults, close } = await open(browser, shop.shop, '/en/', phone);
  await ready(page);
  await page.getByRole('button', { name: /Deliver to/ }).click();
  await looksRight(page, 'zones-en-phone');
  await page.getByRole('button', { name: /Nasr City/ }).click();
  await page.getByLabel('Phone or e-mail').fill('12');
  await page.getByRole('button', { name: 'Tell me' }).click();
  await page.locator('.summary').waitFor();
  assert.match(await page.title(), /^Error: /);
  await page.getByLabel('Phone or e-mail').fill('0100 222 33 44');
  assert.doesNotMatch(await page.title(), /^Error: /, 'a fault goes when it is mended');
  await page.getByRole('button', { name: 'Tell me' }).click();
  await page.getByText('You will hear from us once.').first().waitFor();
  assert.deepEqual(await shop.sql("SELECT phone FROM zone_waitlist WHERE zone_id = 4"), [['+201002223344']]);
  await page.keyboard.press('Escape');
  await gone(page.locator('dialog[open]'));
  assert.deepEqual(faults, []);
  await close();
});

test('a removed line comes back; a change that does not get through is taken back', async () => {
  const { page, context, faults, close } = await open(browser, shop.shop, '/en/products/vanilla-cookie', phone);
  await ready(page);
  await looksRight(page, 'product-en-phone');
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await page.getByRole('link', { name: 'See the cart' }).click();
  await page.waitForURL('**/cart');
  const quantity = (n) => page.locator('.line output', { hasText: n });
  await page.getByRole('button', { name: 'One more Vanilla cookie' }).click();
  await quantity('2').waitFor();
  await page.getByRole('button', { name: 'Remove: Vanilla cookie' }).click();
  await page.getByText('Nothing in it yet.').waitFor();
  await page.locator('main h1:focus').waitFor(); // the focus is not lost
  await page.getByRole('button', { name: 'Undo' }).click();
  await quantity('2').waitFor();

  await context.setOffline(true);
  await page.getByRole('button', { name: 'One more Vanilla cookie' }).click();
  await quantity('3').waitFor(); // shown at once
  await page.locator('.toasts .bad').waitFor();
  await quantity('2').waitFor(); // and taken back
  await page.locator('.offline').waitFor();
  await context.setOffline(false);
  await page.locator('.offline').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Remove: Vanilla cookie' }).click();
  await page.getByText('Nothing in it yet.').waitFor();
  await looksRight(page, 'cart-empty-en-phone');
  assert.deepEqual(faults.filter((f) => !f.includes('ERR_INTERNET_DISCONNECTED')), []);
  await close();
});

test('a box in the cart is chosen again as a whole', async () => {
  const { page, faults, close } = await open(browser, shop.shop, '/en/packs/2-six', phone);
  await ready(page);
  await fillBox(page, words.en);
  await page.getByRole('button', { name: 'One more 6 pieces pack' }).click();
  await page.getByRole('link', { name: 'Choose again: 6 pieces pack' }).click();
  await page.getByRole('status').filter({ hasText: words.en.full }).waitFor();
  await page.getByRole('button', { name: 'One Vanilla less' }).click();
  await page.getByRole('button', { name: 'One more Brownie' }).click();
  await page.getByRole('status').filter({ hasText: words.en.full }).waitFor();
  await page.getByRole('button', { name: 'Change the box' }).click();
  await page.waitForURL('**/cart');
  await page.getByText('1 × Brownie').waitFor();
  await page.locator('.line').nth(1).waitFor({ state: 'detached' });
  await page.locator('.line output', { hasText: '2' }).waitFor();
  await gone(page.getByText('1 × Vanilla'));
  assert.deepEqual(faults, []);
  await close();
});

test('the whole way by keyboard', async () => {
  const number = newPhone();
  const { page, close } = await open(browser, shop.shop, '/en/', desk);
  await ready(page);
  const key = (name) => page.keyboard.press(name);
  // To what has the focus' name, as a person with a keyboard gets there.
  const to = async (pattern) => {
    for (let i = 0; i < 120; i++) {
      await key('Tab');
      const name = await page.evaluate(() => {
        const e = document.activeElement;
        if (e === document.body) return ''; // between the last and the first
        return `${e.getAttribute('aria-label') ?? ''} ${e.labels?.[0]?.textContent ?? ''} ${e.textContent}`;
      });
      if (pattern.test(name)) return;
    }
    assert.fail(`no way to ${pattern} by Tab`);
  };
  await key('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip', 'the skip link is first');
  await key('Enter');
  await to(/6 pieces pack/);
  await key('Enter');
  await page.waitForURL('**/packs/2-**');
  await ready(page);
  await page.locator('main h1:focus').waitFor(); // a new page is announced
  for (const flavor of ['Chocolate chip', 'Red velvet']) {
    await to(new RegExp(`One more ${flavor}`));
    for (let i = 0; i < 3; i++) { await key('Space'); await page.waitForTimeout(300); }
  }
  await to(/^ *Add to cart/);
  await key('Enter');
  await page.waitForURL('**/cart');
  await ready(page);
  await page.getByRole('link', { name: /Check out/ }).waitFor(); // it is none before there is a total
  await to(/Check out/);
  await key('Enter');
  await page.waitForURL('**/checkout');
  await ready(page);
  await to(/Phone number/);
  await page.keyboard.type(number);
  await key('Enter');
  await page.getByLabel('Code from the message').waitFor();
  await page.keyboard.type(await shop.code(`+2${number}`, { kind: 'sms' }));
  await key('Enter');
  await page.getByLabel('Name', { exact: true }).waitFor();
  await to(/^ *Name/);
  await page.keyboard.type('Omar');
  await to(/Street, building/);
  await page.keyboard.type('Street 9');
  await to(/\d\d:00–\d\d:00/);
  await key('Space');
  await to(/^ *Go on/);
  await key('Enter');
  await page.locator('#place').waitFor();
  await to(/Place the order/);
  await key('Enter');
  await page.getByRole('heading', { name: 'Thank you! Your order is in.' }).waitFor();
  assert.equal(await ordersOf(number), 1);
  await close();
});

test('the first page is there soon on a slow phone, and does not jump', async () => {
  const context = await browser.newContext({ baseURL: shop.shop, ignoreHTTPSErrors: true, ...phone });
  const page = await context.newPage();
  await watchVitals(page);
  await page.goto('/en/', { waitUntil: 'networkidle' });
  await ready(page);
  const scripts = await page.evaluate(() => performance.getEntriesByType('resource')
    .filter((r) => r.name.endsWith('.js')).reduce((sum, r) => sum + r.encodedBodySize, 0));
  assert.ok(scripts > 5_000 && scripts <= 30_000, `${scripts} bytes of script`);
  const { cls } = await page.evaluate(() => globalThis.vitals);
  assert.ok(cls < 0.05, `CLS ${cls}`);
  await context.close();
});

test('what is not there says so, in the shop\'s own words', async () => {
  const { page, close } = await open(browser, shop.shop, '/ar/', phone);
  const reply = await page.goto('/ar/nothing/here');
  assert.equal(reply.status(), 404);
  await page.getByRole('heading', { name: 'هذه الصفحة تفتتت' }).waitFor();
  await looksRight(page, 'not-found-ar-phone');
  for (const name of ['help', 'terms', 'privacy']) {
    await page.goto(`/ar/${name}`);
    await page.locator('.prose p').first().waitFor();
    await looksRight(page, `${name}-ar-phone`);
  }
  await close();
});
