// SPDX-License-Identifier: MIT
// Tickets in the panel, by clicking: whose they are, the thread with its notes, answers that are ready,
// answers that give money back or move the order; what the customer then reads; and who may not.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { register } from './support/account.mjs';
import { launch } from './support/browser.mjs';
import { client, idempotencyKey } from './support/client.mjs';
import { brokenInvariants, checkoutBody, demo, prove, six } from './support/order.mjs';
import { looksRight, ready } from './support/pages.mjs';
import { camera } from './support/picture.mjs';
import { panel } from './support/panel.mjs';
import { startShop } from './support/shop.mjs';

let shop, browser, staff, mona, order, offers;
const tickets = {};
const phone = '+201005550601';

before(async () => {
  shop = await startShop();
  browser = await launch();
  staff = await shop.staffClient('owner');
  mona = client(shop);
  await register(shop, mona, phone, 'mona.panel@example.com');
  offers = (await mona.get(`/api/v1/time-slots?zone_id=${demo.madinaty}`)).expect(200).body.items.filter((o) => o.available);
  (await mona.post('/api/v1/cart/items', six())).expect(201);
  const body = checkoutBody({ phone, proof: await prove(shop, mona, phone), offer: offers.at(-1), total: '365.00' });
  order = (await mona.post('/api/v1/checkout', body, { key: idempotencyKey() })).expect(201).body;
  order.id = Number((await shop.sql('SELECT MAX(id) FROM orders'))[0][0]);
  (await staff.post(`/api/v1/admin/orders/${order.id}/payments`, { method: 'cash', amount: '365.00' })).expect(201);
  for (const [name, subject] of [['broken', 'Two are broken'], ['later', 'Could it come earlier?'], ['third', 'سؤال عن الدفع']]) {
    // The first one with a picture.
    const attachments = name === 'broken' ? [(await mona.send('POST', '/api/v1/me/attachments?name=two.png&type=image/png', camera(),
      { headers: { 'content-type': 'application/octet-stream' } })).expect(201).body.id] : [];
    const asked = { attachments, subject, message: `${subject}, said Mona.`, category: 'order', order_number: order.number };
    tickets[name] = (await mona.post('/api/v1/me/tickets', asked, { key: idempotencyKey() })).expect(201).body.id;
  }
});
after(async () => {
  await browser?.close();
  await shop?.stop();
});

const said = (page, text) => page.locator('.toasts').getByText(text).waitFor();
const heading = (page, name) => page.getByRole('heading', { level: 1, name }).waitFor();
const now = async (id) => (await staff.get(`/api/v1/admin/tickets/${id}`)).expect(200).body;
const read = async (id) => (await mona.get(`/api/v1/me/tickets/${id}`)).expect(200).body;

describe('whose they are', () => {
  test('one is taken, and is mine; the rest is nobody’s; all of them wait', async () => {
    const { page, faults, close } = await panel(browser, shop, 'orders', '/en/tickets');
    const rows = page.locator('tbody tr');
    const tab = (name) => page.getByRole('navigation', { name: 'Whose' }).getByRole('link', { name, exact: true });
    await tab('Mine').click();
    await page.getByText('There is nothing here yet.').waitFor();
    await tab('Nobody’s').click();
    await rows.nth(2).waitFor();
    await rows.getByRole('link', { name: 'Two are broken' }).click();
    await page.getByRole('button', { name: 'I look after it' }).click();
    await said(page, 'It is yours.');
    await page.getByRole('button', { name: 'I look after it' }).waitFor({ state: 'detached' });
    await page.getByLabel('Priority').selectOption('urgent');
    await said(page, 'Changed.');
    assert.equal((await now(tickets.broken)).priority, 'urgent');
    await page.locator('.toasts').getByRole('button', { name: 'Undo' }).click();
    await page.waitForFunction(() => document.getElementById('set-priority').value === 'normal');
    assert.equal((await now(tickets.broken)).priority, 'normal');
    await page.goto('/en/tickets?mine=true');
    await rows.filter({ hasText: 'Two are broken' }).waitFor();
    assert.equal(await rows.count(), 1);
    await tab('Waiting for an answer').click();
    await rows.nth(2).waitFor();
    await page.getByLabel('Search').fill('Could');
    await page.waitForURL('**search=Could');
    await ready(page);
    assert.equal(await rows.count(), 1);
    assert.deepEqual(faults, []);
    await close();
  });
});

describe('a colleague', () => {
  test('gets a ticket from the order desk, hears of it, and has it among hers', async () => {
    const role = 'order_manager', email = 'sara@crumbled.example';
    (await staff.post('/api/v1/admin/admin-users', { username: 'sara', email, role })).expect(201);
    const { page, faults, close } = await panel(browser, shop, 'orders', `/en/tickets/${tickets.third}`);
    const to = page.getByLabel('Give it to');
    assert.deepEqual((await to.locator('option').allTextContents()).sort(), ['nobody', 'orders', 'owner', 'sara']);
    await to.selectOption('sara');
    await said(page, 'It is given on.');
    assert.equal((await now(tickets.third)).assigned_name, 'sara');
    await shop.mailbox(email, /tickets/);
    await to.selectOption('nobody');
    await page.getByRole('button', { name: 'Give it back' }).waitFor({ state: 'detached' });
    assert.equal((await now(tickets.third)).assigned_name, null);
    assert.deepEqual(faults, []);
    await close();
  });
});

describe('an answer', () => {
  test('begins with a ready one, gives a part back with it, and the customer reads it; the note stays here', async () => {
    const { page, faults, close } = await panel(browser, shop, 'orders', `/en/tickets/${tickets.broken}`);
    await heading(page, 'Two are broken');
    const download = page.waitForEvent('download');
    await page.locator('.thread').getByRole('link', { name: 'two.png' }).click();
    assert.ok(readFileSync(await (await download).path()).equals(camera()));
    await page.getByLabel('Note for colleagues').fill('Be kind to her.');
    await page.getByRole('button', { name: 'Write it down' }).click();
    await said(page, 'The note is kept.');
    const note = page.locator('.thread li[data-internal]');
    await note.getByText('Note for colleagues: the customer does not see it').waitFor();
    await note.getByText('Be kind to her.').waitFor();

    await page.getByLabel('Ready answer').selectOption({ label: 'Broken in the box' });
    assert.match(await page.getByLabel('Your answer').inputValue(), /arrived broken/);
    await page.getByLabel('Pay back a part').check();
    await looksRight(page, 'desk-ticket-refund');
    await page.getByLabel('Why').fill('Two were broken');
    await page.getByRole('button', { name: 'Send the answer' }).click();
    await page.getByText('Please say what goes back.').first().waitFor();
    await page.getByLabel(/The delivery fee/).check();
    await page.getByLabel('Where it stands then').selectOption('resolved');
    await page.getByRole('button', { name: 'Send the answer' }).click();
    await said(page, 'The answer is sent.');
    await page.locator('.thread li[data-by="admin"]').getByText(/arrived broken/).waitFor();
    assert.equal(await page.getByLabel('Your answer').inputValue(), '');

    const hers = await read(tickets.broken);
    assert.equal(hers.status, 'resolved');
    assert.match(JSON.stringify(hers.replies), /arrived broken/);
    assert.doesNotMatch(JSON.stringify(hers), /Be kind/);
    assert.equal((await now(tickets.broken)).order.refunded_amount, '35.00');
    assert.deepEqual(await brokenInvariants(shop), []);
    assert.deepEqual(faults, []);
    await close();
  });

  test('that comes while the customer writes shows what she wrote, keeps the text, and goes then', async () => {
    const { page, close } = await panel(browser, shop, 'orders', `/en/tickets/${tickets.later}`);
    await page.getByLabel('Your answer').fill('We bring it on another day.');
    await page.getByLabel('Another day or hours').check();
    const other = offers.find((o) => o.date !== offers.at(-1).date);
    await page.getByLabel(/^Day/).fill(other.date);
    await page.getByLabel(/^Hours/).selectOption(String(other.time_slot_id));
    await page.getByLabel('Why').fill('She asked');
    (await mona.post(`/api/v1/me/tickets/${tickets.later}/replies`, { message: 'Before noon, please.' }, { key: idempotencyKey() })).expect(201);
    await page.getByRole('button', { name: 'Send the answer' }).click();
    await page.locator('.thread').getByText('Before noon, please.').waitFor();
    await page.locator('.summary').waitFor();
    assert.equal(await page.getByLabel('Your answer').inputValue(), 'We bring it on another day.');
    await page.getByRole('button', { name: 'Send the answer' }).click();
    await said(page, 'The answer is sent.');
    const { order: moved } = await now(tickets.later);
    assert.equal(moved.delivery_date, other.date);
    assert.deepEqual(await brokenInvariants(shop), []);
    await close();
  });

  test('a question from the telephone becomes a ticket of the order, and is closed', async () => {
    const { page, faults, close } = await panel(browser, shop, 'orders', '/en/tickets/new');
    await page.getByLabel('Number of the order').fill('AAAAA-AAAAA');
    await page.getByLabel('Subject').fill('She called');
    await page.getByLabel('What was asked').fill('Where is it?');
    await looksRight(page, 'desk-ticket-new');
    await page.getByRole('button', { name: 'Open the ticket' }).click();
    await page.getByText('There is no such order.').first().waitFor();
    await page.getByLabel('Number of the order').fill(order.number);
    await page.getByRole('button', { name: 'Open the ticket' }).click();
    await heading(page, 'She called');
    await page.getByLabel('Status').selectOption('closed');
    await page.getByText('This ticket is closed.').waitFor();
    await page.getByLabel('Status').selectOption('in_progress');
    await page.getByLabel('Your answer').waitFor();
    assert.deepEqual(faults, []);
    await close();
  });

  test('reaches a guest who asked by the link of an order', async () => {
    const guest = client(shop), number = '+201005550602';
    (await guest.post('/api/v1/cart/items', six())).expect(201);
    const body = checkoutBody({ phone: number, proof: await prove(shop, guest, number), offer: offers.at(-1), total: '365.00' });
    const placed = (await guest.post('/api/v1/checkout', body, { key: idempotencyKey() })).expect(201).body;
    const headers = { 'tracking-token': placed.tracking_token }, at = `/api/v1/orders/${placed.number}/tickets`;
    const { id } = (await guest.post(at, { subject: 'Without nuts?', message: 'My son must not eat any.' }, { key: idempotencyKey(), headers })).expect(201).body;
    const { page, faults, close } = await panel(browser, shop, 'orders', '/en/tickets?waiting=true&sort=oldest');
    await page.locator('tbody tr').last().getByRole('link', { name: 'Without nuts?' }).click();
    await page.locator('.thread li').first().getByText('My son must not eat any.').waitFor();
    await page.getByLabel('Your answer').fill('Yes, these are without.');
    await page.getByRole('button', { name: 'Send the answer' }).click();
    await said(page, 'The answer is sent.');
    await shop.mailbox(number, /answer/i, { kind: 'sms' });
    assert.match(JSON.stringify((await guest.get(`${at}/${id}`, { headers })).expect(200).body.replies), /these are without/);
    assert.deepEqual(faults, []);
    await close();
  });
});
