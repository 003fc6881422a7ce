// SPDX-License-Identifier: MIT
// Customers in the panel, by clicking: finding one, what was ordered, what staff decide, notes, ending the
// logins, a claim that is taken back; and who may not.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { register } from './support/account.mjs';
import { gone, launch } from './support/browser.mjs';
import { client, idempotencyKey } from './support/client.mjs';
import { brokenInvariants, checkoutBody, lastOffer, prove, six } from './support/order.mjs';
import { givePassword, panel } from './support/panel.mjs';
import { startShop } from './support/shop.mjs';

let shop, browser, staff, mona, order, id;
const phone = '+201005550701', email = 'mona.record@example.com';

before(async () => {
  shop = await startShop();
  browser = await launch();
  staff = await shop.staffClient('owner');
  const guest = client(shop);
  (await guest.post('/api/v1/cart/items', six())).expect(201);
  const body = { ...checkoutBody({ phone, proof: await prove(shop, guest, phone), offer: await lastOffer(guest), total: '365.00' }), email };
  order = (await guest.post('/api/v1/checkout', body, { key: idempotencyKey() })).expect(201).body;
  // Of an earlier shop, with her address on it: hers when she proves it.
  await shop.sql(`INSERT INTO orders (number, tracking_nonce, tracking_token_hash, customer_name, customer_email, payment_method, subtotal, total, created_at)
    VALUES ('OLD0000001', REPEAT('n', 16), UNHEX(SHA2('old1', 256)), 'Mona Adel', '${email}', 'cash', 100, 100, '2026-01-01 10:00:00')`);
  await shop.sql(`INSERT INTO order_items (order_id, product_name, product_type, quantity, unit_price) SELECT id, 'Cookies', 'individual', 1, 100 FROM orders WHERE number = 'OLD0000001'`);
  await shop.sql(`INSERT INTO order_status_history (order_id, to_status, actor_type) SELECT id, 'pending', 'system' FROM orders WHERE number = 'OLD0000001'`);
  mona = client(shop);
  await register(shop, mona, phone, email);
  [{ id }] = (await staff.get(`/api/v1/admin/customers?q=${encodeURIComponent(email)}&type=registered`)).expect(200).body.items;
});
after(async () => {
  await browser?.close();
  await shop?.stop();
});

const said = (page, text) => page.locator('.toasts').getByText(text).waitFor();
const heading = (page, name) => page.getByRole('heading', { level: 1, name }).waitFor();
const now = async () => (await staff.get(`/api/v1/admin/customers/${id}`)).expect(200).body;

test('is found by e-mail and phone, and the record shows what was ordered', async () => {
  const { page, faults, close } = await panel(browser, shop, 'orders', '/en/customers');
  for (const q of [email, '0100 555 0701']) {
    await page.getByLabel('Search').fill(q);
    await page.waitForURL((url) => url.searchParams.get('q') === q);
    await page.locator('tbody tr').filter({ hasText: 'With an account' }).waitFor();
  }
  await page.locator('tbody tr').filter({ hasText: 'With an account' }).getByRole('link').click();
  await heading(page, 'Mona Adel');
  await page.getByRole('link', { name: order.number }).first().waitFor();
  await page.getByText('EGP').first().waitFor();
  assert.deepEqual(faults, []);
  await close();
});

test('gets a group, which can be taken back; what a colleague did meanwhile is not run over', async () => {
  const { page, faults, close } = await panel(browser, shop, 'orders', `/en/customers/${id}`);
  await page.getByLabel(/Group for prices/).fill('member');
  await page.getByRole('button', { name: 'Save' }).click();
  await said(page, 'Saved.');
  assert.equal((await now()).customer_group, 'member');
  await page.locator('.toasts').getByRole('button', { name: 'Undo' }).click();
  await page.waitForFunction(() => document.querySelector('[name=customer_group]').value === '');
  assert.equal((await now()).customer_group, null);

  await page.getByLabel(/Group for prices/).fill('wholesale');
  (await staff.put(`/api/v1/admin/customers/${id}`, { version: (await now()).version, status: 'active', customer_group: 'member' })).expect(200);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.waitForFunction(() => document.querySelector('[name=customer_group]').value === 'member');
  assert.equal((await now()).customer_group, 'member');
  assert.deepEqual(faults, []);
  await close();
});

test('a note stays among colleagues; the logins are ended after the password', async () => {
  const { page, faults, close } = await panel(browser, shop, 'orders', `/en/customers/${id}`);
  await page.getByLabel('Note for colleagues').fill('Prefers the evening.');
  await page.getByRole('button', { name: 'Write it down' }).click();
  await page.locator('.timeline').getByText('Prefers the evening.').waitFor();
  (await mona.get('/api/v1/me')).expect(200);
  await shop.sql('UPDATE admin_sessions SET step_up_at = step_up_at - INTERVAL 6 MINUTE');
  await page.getByRole('button', { name: 'Log out everywhere' }).click();
  await page.getByRole('dialog', { name: 'Log out everywhere' }).getByRole('button', { name: 'Log out everywhere' }).click();
  await givePassword(page, shop, 'orders');
  await said(page, 'The account is logged out everywhere.');
  await page.getByText('Nowhere.').waitFor();
  (await mona.get('/api/v1/me')).expect(401, 'login_needed');
  assert.deepEqual(faults, []);
  await close();
});

test('a claim is taken back with a reason, once', async () => {
  const { page, faults, close } = await panel(browser, shop, 'orders', `/en/customers/${id}`);
  await page.getByRole('button', { name: 'Take back' }).click();
  const dialog = page.getByRole('dialog', { name: 'Take the claim back?' });
  await dialog.getByRole('button', { name: 'Take back' }).click();
  await dialog.getByText('Why: please fill this in').first().waitFor();
  await dialog.getByLabel('Why').fill('Not hers');
  await dialog.getByRole('button', { name: 'Take back' }).click();
  await said(page, 'Taken back: 1 order.');
  await page.getByText('Not hers').waitFor();
  await gone(page.getByRole('button', { name: 'Take back' }));
  assert.deepEqual(await brokenInvariants(shop), []);
  assert.deepEqual(faults, []);
  await close();
});
