// SPDX-License-Identifier: MIT
// The kitchen's day by clicking: print, bake, mark trays, pack with a check list, run short.  What is on
// the paper: kitchen_paper.test.mjs.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, launch, phone, shot } from './support/browser.mjs';
import { brokenInvariants, demo } from './support/order.mjs';
import { panel, settled, sound } from './support/panel.mjs';
import { latinWords } from './support/pages.mjs';
import { move, placeOrders } from './support/run.mjs';
import { startShop } from './support/shop.mjs';

let shop, browser, kitchen, orders, slot, cook;

before(async () => {
  shop = await startShop();
  browser = await launch();
  kitchen = await shop.staffClient('orders');
  ({ orders, slot } = await placeOrders(shop, 4));
  await move(kitchen, orders.slice(0, 3), 'confirmed');
  cook = await panel(browser, shop, 'orders', `/en/kitchen?date=${slot.date}&slot=${slot.time_slot_id}`);
  // A browser without a head has no paper; what would be printed is looked at below.
  await cook.context.addInitScript(() => { globalThis.prints = 0; globalThis.print = () => { globalThis.prints++; }; });
  await cook.page.reload();
  await settled(cook.page);
});
after(async () => {
  kitchen?.close();
  cook?.staff.close();
  await browser?.close();
  await shop?.stop();
});

const address = (part = '', language = 'en') => `/${language}/kitchen?date=${slot.date}&slot=${slot.time_slot_id}${part && `&part=${part}`}`;
const api = async () => (await kitchen.get(`/api/v1/admin/kitchen?date=${slot.date}&time_slot_id=${slot.time_slot_id}`)).expect(200).body;

/** Flavor and count of each row that can be seen of a bake list. */
const shown = async (page) => {
  const rows = await page.locator('table.bake tbody tr').filter({ visible: true }).all();
  return Promise.all(rows.map(async (row) => [(await row.locator('th').innerText()).trim(), Number(await row.locator('td b').first().innerText())]));
};

test('the bake list is what the orders have, and can be printed once', async () => {
  const { page } = cook;
  assert.deepEqual(await shown(page), (await api()).bake.map((row) => [row.flavor_name, row.quantity]));
  assert.match(await page.locator('main').innerText(), /18 cookies/);
  await page.getByRole('button', { name: 'Print the bake list' }).click();
  await page.getByText('Print no. 1 is kept.').waitFor();
  assert.equal(await page.evaluate(() => globalThis.prints), 1);

  await page.emulateMedia({ media: 'print' });
  const paper = page.locator('.paper');
  await paper.waitFor();
  assert.match(await paper.innerText(), /Print no\. 1, .*18 cookies/);
  assert.deepEqual(await shown(page), [['Chocolate chip', 9], ['Vanilla', 9]]);
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await paper.waitFor({ state: 'detached' });
  await page.emulateMedia({ media: 'screen' });
});

test('a late order appears by itself, and as a difference to what was printed', async () => {
  const { page } = cook;
  await move(kitchen, orders.slice(3), 'confirmed');
  await page.getByRole('heading', { name: 'What changed since the print before' }).waitFor({ timeout: 25_000 });
  assert.deepEqual(await shown(page), [['Chocolate chip', 12], ['Vanilla', 12]]);
  assert.deepEqual(await page.locator('.changed tbody td.num b').allInnerTexts(), ['\u2066+3\u2069', '\u2066+3\u2069']);
  await sound(page);
  await shot(page, 'kitchen-bake-en');

  // Two print at the same time: the second is told.
  (await kitchen.post('/api/v1/admin/kitchen/prints', { ...slot, last_no: 1 })).expect(201);
  await page.getByRole('button', { name: 'Print the bake list' }).click();
  await page.getByText('Somebody else printed meanwhile').waitFor();
  assert.equal(await page.evaluate(() => globalThis.prints), 1);
  // The first one is lost: it is printed again as it was, without what came later.
  await page.getByText('Print an earlier one again').click();
  await page.getByRole('button', { name: /^Print no. 1,/ }).click();
  await page.waitForFunction(() => globalThis.prints === 2);
  const [[was]] = await shop.sql('SELECT cookies FROM kitchen_prints WHERE print_no = 1');
  const rows = await page.locator('.paper tbody .num').allInnerTexts();
  assert.equal(rows.reduce((sum, n) => sum + Number(n), 0), Number(was));
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
});

test('trays are marked; who is slower is told; the wall shows it', async () => {
  const { page } = cook;
  const vanilla = page.locator(`tr[data-flavor="${demo.vanilla}"]`);
  await vanilla.getByLabel('Ready of Vanilla').fill('5');
  await vanilla.getByRole('button').click();
  await page.waitForFunction(() => [...document.querySelectorAll('.ready button')].every((b) => b.disabled));
  assert.equal((await api()).trays[0].ready, 5);
  (await kitchen.put('/api/v1/admin/kitchen/trays', { ...slot, flavor_id: demo.vanilla, size_name: 'Medium', ready: 12, version: 1 })).expect(200);
  await vanilla.getByLabel('Ready of Vanilla').fill('6');
  await vanilla.getByRole('button').click();
  await page.getByText('Somebody else changed this tray').waitFor();
  await page.waitForFunction((id) => document.querySelector(`tr[data-flavor="${id}"] input`).value === '12', demo.vanilla);

  await page.getByRole('link', { name: 'Screen for the wall' }).click();
  await page.locator('.wall li.enough').filter({ hasText: 'Vanilla' }).waitFor();
  assert.deepEqual(await axe(page), []);
  await shot(page, 'kitchen-wall-en');
  const asked = [];
  page.on('request', (request) => { if (request.url().includes('/admin/kitchen')) asked.push(new URL(request.url()).pathname); });
  (await kitchen.put('/api/v1/admin/kitchen/trays', { ...slot, flavor_id: demo.chocolateChip, size_name: 'Medium', ready: 12, version: 0 })).expect(200);
  await page.locator('.wall li.enough').filter({ hasText: 'Chocolate chip' }).waitFor({ timeout: 25_000 });
  const [before] = [asked.filter((path) => path === '/api/v1/admin/kitchen').length];
  await page.waitForResponse('**/kitchen/changes**', { timeout: 25_000 });
  assert.equal(asked.filter((path) => path === '/api/v1/admin/kitchen').length, before, 'the list is read again only when something changed');
  await page.getByRole('link', { name: 'Back to work' }).click();
});

test('an order is packed when everything on its list is ticked', async () => {
  const { page } = cook;
  await page.getByRole('link', { name: 'Pack', exact: true }).click();
  const [first] = orders;
  const box = page.locator(`#pack-${first.id}`);
  await box.getByRole('button', { name: /^Begin/ }).click();
  await box.getByRole('button', { name: /^Packed/ }).waitFor();
  assert.deepEqual((await box.locator('label').allInnerTexts()).map((text) => text.trim().replace(/\s+/g, ' ')), ['3 × Chocolate chip, Medium', '3 × Vanilla, Medium']);
  await box.getByRole('checkbox').first().check();
  await box.getByRole('button', { name: /^Packed/ }).click({ force: true }); // it says that it is not ready
  await page.getByText('Tick everything').waitFor();
  await page.reload();
  assert.equal(await box.getByRole('checkbox').first().isChecked(), true, 'ticks stay');
  await box.getByRole('checkbox').last().check();
  await box.getByRole('button', { name: /^Packed/ }).click();
  await page.getByText(`${first.number} is packed.`).waitFor();
  await box.getByText(/^Packed /).waitFor();
  await sound(page);
  await shot(page, 'kitchen-pack-en');
  assert.deepEqual(await shop.sql('SELECT COUNT(*) FROM orders WHERE packed_at IS NOT NULL'), [['1']]);
});

test('ten minutes without a connection lose nothing, and what came meanwhile is there afterwards', async () => {
  const { page, context } = cook;
  const [, second, third] = orders;
  const box = page.locator(`#pack-${second.id}`);
  await page.clock.install();
  await page.goto(address('pack'));
  await box.getByRole('button', { name: /^Begin/ }).click();
  await box.getByRole('button', { name: /^Packed/ }).waitFor();
  await context.setOffline(true);
  await page.locator('.offline').waitFor();
  for (const tick of await box.getByRole('checkbox').all()) await tick.check();
  await box.getByRole('button', { name: /^Packed/ }).click();
  await page.locator('.toasts').getByText('No connection').waitFor();
  await move(kitchen, [third], 'preparing');
  await page.clock.runFor(10 * 60_000);
  assert.equal(await box.getByRole('checkbox', { checked: true }).count(), 2);
  assert.match(await page.locator(`#pack-${third.id}`).innerText(), /Confirmed/);

  await context.setOffline(false);
  await page.clock.runFor(11_000);
  await page.locator(`#pack-${third.id}`).getByText('Being prepared').waitFor();
  await page.locator('.offline').waitFor({ state: 'detached' });
  assert.equal(await box.getByRole('checkbox', { checked: true }).count(), 2);
  await box.getByRole('button', { name: /^Packed/ }).click();
  await page.getByText(`${second.number} is packed.`).waitFor();
});

test('too few of a flavor: who ordered last gets another one, and is told', async () => {
  const { page, context } = cook;
  await page.goto(address('short'));
  await page.getByLabel('What is short').selectOption({ label: 'Vanilla (Medium): 12' });
  await page.getByLabel('How many there are').fill('10');
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Find the orders' }).click();
  await page.locator('main').getByText('No connection. What you entered is kept').waitFor();
  assert.equal(await page.getByLabel('How many there are').inputValue(), '10');
  await context.setOffline(false);
  await page.getByRole('button', { name: 'Find the orders' }).click();
  await page.getByText('1 order without an answer').waitFor();
  await page.getByRole('button', { name: /^Answer/ }).click();
  await page.getByLabel('Instead').selectOption({ index: 1 });
  await page.getByLabel('What was agreed').fill('Called: agreed');
  await page.getByRole('button', { name: 'Save the answer' }).click();
  // The box has as much of that one as it may; with another one it holds.
  await page.locator('#answer-flavor_id-fault').waitFor();
  await page.getByLabel('Instead').selectOption({ index: 2 });
  await page.getByRole('button', { name: 'Save the answer' }).click();
  await page.getByText('Every order has its answer.').waitFor();
  await page.getByText('Gets another flavor').waitFor();
  await sound(page);
  await shot(page, 'kitchen-short-en');
  await shop.mailbox(orders[3].phone, /chang/i, { kind: 'sms' });
  assert.deepEqual(cook.faults.filter((fault) => !/ERR_INTERNET_DISCONNECTED/.test(fault)), []);
});

test('after the cut-off what is in an order stays, and what is cancelled is marked', async () => {
  const { page } = cook;
  // The last moment is so many days before.
  await shop.sql('UPDATE zones SET delivery_days = delivery_days + 60');
  await page.goto(address());
  await page.getByText('The cut-off has passed').waitFor();
  await page.goto(`/en/orders/${orders[1].id}`);
  await page.getByRole('button', { name: 'Change the order' }).click();
  await page.getByText(/Flavors of/).click();
  await page.getByRole('button', { name: /One Vanilla.* less/ }).click();
  await page.getByRole('button', { name: /One more Pistachio/ }).click();
  await page.getByRole('button', { name: 'What would it cost?' }).click();
  await page.getByText('The kitchen bakes this already').first().waitFor();

  await page.goto(address());
  await page.getByRole('button', { name: 'Print the bake list' }).click();
  await page.getByText(/Print no\. \d+ is kept\./).waitFor();
  assert.match(await page.locator('.paper').textContent(), /The cut-off has passed/);
  (await kitchen.post(`/api/v1/admin/orders/${orders[1].id}/status`, { status: 'cancelled', note: 'Called' })).expect(200);
  const change = page.locator('section:not(.paper) > .changed');
  await change.waitFor({ timeout: 25_000 });
  assert.match(await change.innerText(), /Vanilla\s+Medium\s+\u2066−3\u2069/);
  await shop.sql('UPDATE zones SET delivery_days = delivery_days - 60');
});

test('in Arabic, on a phone, and with nothing to do', async () => {
  const { page, faults, staff, close } = await panel(browser, shop, 'orders', address('', 'ar'), phone);
  for (const part of ['bake', 'pack', 'short', 'wall']) {
    await page.goto(address(part, 'ar'));
    await settled(page);
    await sound(page, part);
    await shot(page, `kitchen-${part}-ar-phone`);
    assert.deepEqual((await latinWords(page)).filter((word) => !/^(Crumbled|orders|Mona|Adel|Chocolate|chip|Vanilla|Medium|Pack|of|Evening|Morning|Afternoon|Box|Cookie|Ctrl|Double|pieces)$/i.test(word)), [], part);
  }
  await page.goto('/ar/kitchen?date=2020-01-01');
  await page.getByText('لا توجد طلبات مؤكدة').waitFor();
  assert.deepEqual(faults, []);
  staff.close();
  await close();
});

test('the books hold', async () => assert.deepEqual(await brokenInvariants(shop), []));
