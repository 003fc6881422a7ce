// SPDX-License-Identifier: MIT
// The reports and the simulator, as the panel shows them: the API's figures.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { launch, shot } from './support/browser.mjs';
import { client, idempotencyKey } from './support/client.mjs';
import { checkoutBody, lastOffer, prove, six } from './support/order.mjs';
import { panel, settled, sound } from './support/panel.mjs';
import { startShop } from './support/shop.mjs';

let shop, browser;
before(async () => {
  shop = await startShop();
  browser = await launch();
  const mona = client(shop), number = '+201003330000';
  (await mona.post('/api/v1/cart/items', six())).expect(201);
  const { total } = (await mona.post('/api/v1/cart/quote', { zone_id: 1 })).expect(200).body;
  const body = checkoutBody({ phone: number, proof: await prove(shop, mona, number), offer: await lastOffer(mona), total });
  const order = (await mona.post('/api/v1/checkout', body, { key: idempotencyKey() })).expect(201).body;
  // Confirmed and paid: what reports are about.
  const [[id]] = await shop.sql(`SELECT id FROM orders WHERE number = '${order.number.replace('-', '')}'`);
  const owner = await shop.staffClient('owner');
  (await owner.post(`/api/v1/admin/orders/${id}/status`, { status: 'confirmed' })).expect(200);
  (await owner.post(`/api/v1/admin/orders/${id}/payments`, { method: 'cash', amount: total }, { key: idempotencyKey() })).expect(201);
});
after(async () => {
  await browser?.close();
  await shop?.stop();
});

test('a report is the API\'s, span and all, and leaves as a table', async () => {
  const { page, close, staff } = await panel(browser, shop, 'owner', '/en/reports/products');
  const rows = await page.locator('tbody tr').count();
  const { from, to } = await page.evaluate(() => Object.fromEntries([...document.querySelectorAll('input[type=date]')].map((e) => [e.name, e.value])));
  const { body } = (await staff.get(`/api/v1/admin/reports/products?from=${from}&to=${to}`)).expect(200);
  assert.equal(rows, body.items.length);
  assert.match(await page.locator('tfoot').textContent(), new RegExp(body.total.net_amount));
  await page.getByRole('link', { name: '7 days' }).click();
  await page.waitForURL('**from=**');
  await settled(page);
  await page.getByRole('button', { name: 'Save as CSV' }).click();
  const isItYou = page.getByRole('dialog', { name: 'Is it you?' });
  await isItYou.getByLabel('Your password').fill(shop.staff.owner.password);
  const [file] = await Promise.all([page.waitForEvent('download'), isItYou.getByRole('button', { name: 'Go on' }).click()]);
  const text = readFileSync(await file.path(), 'utf8');
  assert.equal(text.charCodeAt(0), 0xfeff, 'spreadsheets read Arabic by it');
  assert.equal(text.trim().split('\r\n').length, rows + 1);
  await page.getByLabel('To', { exact: true }).fill('2020-01-01');
  await page.getByRole('button', { name: 'Show' }).click();
  await page.getByRole('alert').waitFor();
  await close();
});

test('the simulator says what a cart costs, and why a code does not apply; a dry run what a code would have cost', async () => {
  const { page, faults, close } = await panel(browser, shop, 'orders', '/en/simulator');
  await page.locator('[name="thing-0"] option').nth(3).waitFor({ state: 'attached' });
  await page.getByRole('button', { name: 'Work it out' }).click();
  await page.getByRole('alert').first().waitFor();
  await page.getByLabel('What', { exact: true }).selectOption({ label: '6 pieces pack · Medium' });
  await page.getByLabel('Chocolate chip').fill('6');
  await page.getByRole('button', { name: 'Work it out' }).click();
  await page.getByRole('alert').filter({ hasText: /flavor/ }).waitFor();
  await page.getByLabel('Chocolate chip').fill('3');
  await page.getByLabel('Vanilla').fill('3');
  await page.getByLabel('Promo code').fill('welcome10');
  await page.getByLabel('Zone').selectOption({ label: 'Madinaty' });
  await page.getByRole('button', { name: 'Work it out' }).click();
  await page.locator('.answer #total').filter({ hasText: '332.00' }).waitFor();
  await page.getByText('applies: EGP').waitFor();
  await sound(page);

  await page.getByLabel('A code').check();
  await page.getByLabel('Which').selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Try it on the orders' }).click();
  await page.locator('tfoot').filter({ hasText: /EGP/ }).waitFor();
  await sound(page);
  await shot(page, 'admin-simulator-answer-en');
  assert.deepEqual(faults, []);
  await close();
});
