// SPDX-License-Identifier: MIT
// The moment in which money is spent, when everything goes wrong: the answer is lost, workers die, the
// page is loaded again, the button is pressed on and on, the price or the hour is another one.  There is
// one order, and the person sees it; or none, and the person knows why.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, launch, open, phone } from './support/browser.mjs';
import { brokenInvariants, killWorkers } from './support/order.mjs';
import { fillBox, fillCheckout, looksRight, ready, words } from './support/pages.mjs';
import { startShop } from './support/shop.mjs';

const w = words.en;
let shop, browser;
before(async () => {
  shop = await startShop();
  browser = await launch();
});
after(async () => {
  assert.deepEqual(await brokenInvariants(shop), []);
  await browser?.close();
  await shop?.stop();
});

let nextPhone = 1;

/** A guest before the last button. */
async function readyToPlace() {
  const number = `0100222${String(nextPhone++).padStart(4, '0')}`;
  const opened = await open(browser, shop.shop, '/en/packs/2-six', phone);
  await ready(opened.page);
  await fillBox(opened.page, w);
  await opened.page.getByRole('link', { name: w.checkOut }).click();
  await fillCheckout(opened.page, w, shop, { phone: number });
  return { ...opened, number, place: () => opened.page.getByRole('button', { name: w.place }) };
}

const ordersOf = async (number) => Number((await shop.sql(`SELECT COUNT(*) FROM orders WHERE customer_phone = '+2${number}'`))[0][0]);
const thanks = (page) => page.getByRole('heading', { name: w.thanks }).waitFor();

test('the answer is lost on the way: the page asks again, and there is one order', async () => {
  const { page, number, place, close } = await readyToPlace();
  let lost = 0;
  await page.route('**/api/v1/checkout', async (route) => {
    if (lost++ > 0) return route.continue();
    await route.fetch(); // the shop has it
    await route.abort('connectionreset');
  });
  await place().click();
  await thanks(page);
  assert.equal(lost, 2);
  assert.equal(await ordersOf(number), 1);
  await close();
});

test('the network is cut while it is ordered, and the page loaded again: one order, and it is seen', async () => {
  const { page, number, place, close } = await readyToPlace();
  await page.route('**/api/v1/checkout', async (route) => {
    await route.fetch();
    await route.abort('internetdisconnected');
  });
  await place().click();
  await page.getByRole('alert').filter({ hasText: 'Nothing is ordered twice' }).waitFor();
  assert.deepEqual(await axe(page), []);
  await looksRight(page, 'placing-cut-en-phone');
  await page.unroute('**/api/v1/checkout');
  await page.reload();
  await thanks(page);
  assert.equal(await ordersOf(number), 1);
  await close();
});

test('the page is closed before the shop heard of it: it is ordered once when it is opened again', async () => {
  const { page, number, place, close } = await readyToPlace();
  await page.route('**/api/v1/checkout', () => {}); // never gets there
  await place().click();
  await page.getByRole('status').filter({ hasText: /looking/ }).waitFor();
  await page.unroute('**/api/v1/checkout');
  await page.goto('/en/checkout');
  await thanks(page);
  assert.equal(await ordersOf(number), 1);
  await close();
});

test('workers are killed all the time: one order', async () => {
  const { page, number, place, close } = await readyToPlace();
  const fire = killWorkers(shop);
  await place().click();
  await thanks(page);
  await fire.stop();
  assert.equal(await ordersOf(number), 1);
  await close();
});

test('the button is pressed ten times: one order', async () => {
  const { page, number, place, close } = await readyToPlace();
  await place().evaluate((button) => { for (let i = 0; i < 10; i++) button.click(); });
  await thanks(page);
  assert.equal(await ordersOf(number), 1);
  await close();
});

test('the price is another one by then: it is said, and asked again', async () => {
  const { page, number, place, close } = await readyToPlace();
  const owner = await shop.staffClient('owner');
  const { body: zone } = (await owner.get('/api/v1/admin/zones/1')).expect(200);
  const { version, city_id, name, delivery_days, is_active } = zone;
  (await owner.put('/api/v1/admin/zones/1', { version, city_id, name, delivery_days, is_active, delivery_fee: '40.00' })).expect(200);
  await shop.sql('UPDATE quotes SET expires_at = UTC_TIMESTAMP() - INTERVAL 1 MINUTE'); // else it keeps its promise
  const before = await place().textContent();
  await place().click();
  await page.getByRole('alert').filter({ hasText: 'The price has changed' }).waitFor();
  assert.equal(await ordersOf(number), 0, 'nobody pays another total than the one they saw');
  assert.deepEqual(await axe(page), []);
  await page.locator('#place').filter({ hasNotText: before }).waitFor();
  await place().click();
  await thanks(page);
  assert.equal(await ordersOf(number), 1);
  await close();
});

test('the day is closed by then: another one is chosen, and nothing typed is lost', async () => {
  const { page, number, place, close } = await readyToPlace();
  const { delivery_date } = await page.evaluate(() => JSON.parse(sessionStorage.getItem('checkout/plan')));
  const owner = await shop.staffClient('owner');
  (await owner.post('/api/v1/admin/closures', { day: delivery_date, zone_id: 1, reason: 'Feast' })).expect(201);
  await place().click();
  await page.getByRole('alert').first().waitFor();
  assert.equal(await ordersOf(number), 0);
  assert.equal(await page.getByLabel(w.address).inputValue(), 'Street 5, Building 12');
  await page.waitForTimeout(6000); // slots may be five seconds old
  await page.reload();
  await ready(page);
  await page.locator('input[name="slot"]:enabled').first().check();
  await page.getByRole('button', { name: w.next }).click();
  await place().click();
  await thanks(page);
  assert.equal(await ordersOf(number), 1);
  await close();
});

test('a wrong code is said at its field; the right one goes on', async () => {
  const { page, close } = await open(browser, shop.shop, '/en/products/vanilla-cookie', phone);
  await ready(page);
  await page.getByRole('button', { name: w.add }).click();
  await page.getByRole('link', { name: 'See the cart' }).click();
  await page.getByRole('link', { name: w.checkOut }).click();
  await page.getByLabel(w.phone).fill('12');
  await page.getByRole('button', { name: w.send }).click();
  await page.locator('.summary').waitFor();
  await page.getByLabel(w.phone).fill('٠١٠٠ ٢٢٢ ٩٩٩٩');
  await page.getByRole('button', { name: w.send }).click();
  const code = await shop.code('+201002229999', { kind: 'sms' });
  await page.getByLabel(w.code).fill(code === '000000' ? '111111' : '000000');
  await page.getByRole('button', { name: w.check }).click();
  await page.locator('#f-code-fault').waitFor();
  await looksRight(page, 'checkout-wrong-code-en-phone');
  await page.getByLabel(w.code).fill(code);
  await page.getByRole('button', { name: w.check }).click();
  await page.getByLabel(w.name, { exact: true }).waitFor();
  await page.getByRole('button', { name: w.next }).click();
  await page.locator('.summary').waitFor();
  await page.waitForFunction(() => document.activeElement.className === 'summary'); // what is missing is said
  await looksRight(page, 'checkout-missing-en-phone');
  await close();
});
