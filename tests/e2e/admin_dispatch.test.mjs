// SPDX-License-Identifier: MIT
// The dispatcher's day by clicking: a proposal, stops moved by menu and by dragging, a run sent out, its
// rest given to another man, what came of it, and in the evening the cash and the close.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { gone, launch, phone, shot } from './support/browser.mjs';
import { client } from './support/client.mjs';
import { brokenInvariants } from './support/order.mjs';
import { latinWords } from './support/pages.mjs';
import { panel, settled, sound } from './support/panel.mjs';
import { camera } from './support/picture.mjs';
import { doorCode, karim, mahmoud, move, placeOrders, runLink, tell as toldBy, TOTAL } from './support/run.mjs';
import { startShop } from './support/shop.mjs';

let shop, browser, kitchen, desk, orders, slot, runs;

before(async () => {
  shop = await startShop();
  browser = await launch();
  kitchen = await shop.staffClient('orders');
  ({ orders, slot } = await placeOrders(shop, 4));
  await move(kitchen, orders, 'confirmed', 'preparing');
  for (const order of orders.slice(0, 3)) (await kitchen.post(`/api/v1/admin/kitchen/orders/${order.id}/packed`)).expect(200);
  desk = await panel(browser, shop, 'delivery', address());
  const man = (await desk.staff.get('/api/v1/admin/delivery-men')).expect(200).body.items.find((m) => m.id === mahmoud.id);
  (await desk.staff.patch(`/api/v1/admin/delivery-men/${mahmoud.id}`, { version: man.version, zones: [...new Set([...man.zones, 1])] })).expect(200);
});
after(async () => {
  kitchen?.close();
  desk?.staff.close();
  await browser?.close();
  await shop?.stop();
});

const address = (language = 'en') => `/${language}/dispatch?date=${slot.date}&slot=${slot.time_slot_id}`;
const column = (page, key) => page.locator(`#${key}`);
const card = (page, order) => page.locator('.runs li').filter({ hasText: order.number });
const numbers = async (where) => (await where.locator('.runs li b.ltr, li b.ltr').allInnerTexts()).sort();

const tell = (link, ...events) => toldBy(shop, link, ...events);

test('what is prepared is proposed by zones and load; orders move by menu and by dragging', async () => {
  const { page } = desk;
  await page.goto(`/en/dispatch?date=${slot.date}`);
  const row = page.getByRole('row', { name: /Madinaty/ });
  await row.waitFor();
  assert.deepEqual((await row.getByRole('cell').allInnerTexts()).map((text) => text.trim()), ['Madinaty', '1', '3', '–', '–'], 'one to pack, three packed');
  await shot(page, 'dispatch-day-en');
  await row.getByRole('link').click();
  await settled(page);
  await card(page, orders[0]).waitFor();
  assert.equal(await page.locator('.runs h4').filter({ hasText: 'Madinaty' }).count(), await page.locator('.runs section').filter({ has: page.locator('li') }).count(), 'by zone in each column');
  assert.equal(await page.locator('.runs li').count(), 4);
  assert.equal(await page.locator('.runs').getByText('not packed yet').count(), 1);
  for (const order of orders.slice(0, 3)) {
    const at = await card(page, order).evaluate((e) => e.closest('section').id);
    if (at !== 'man-1') await card(page, order).getByRole('combobox').selectOption('man/1');
  }
  await page.waitForFunction(() => document.querySelectorAll('#man-1 li').length >= 3);
  await card(page, orders[3]).getByRole('combobox').selectOption('nobody');
  await column(page, 'nobody').getByText(orders[3].number).waitFor();
  await sound(page);
  await shot(page, 'dispatch-board-en');
  // What was moved and is not saved is asked about.
  await page.getByLabel('Slot', { exact: true }).selectOption('');
  const dialog = page.getByRole('dialog', { name: 'Leave without saving?' });
  await dialog.getByRole('button', { name: 'Stay here' }).click();
  assert.equal(await page.getByLabel('Slot', { exact: true }).inputValue(), String(slot.time_slot_id));
  await column(page, 'nobody').getByText(orders[3].number).waitFor();
  // Nothing is changed before it is saved.
  assert.deepEqual(await shop.sql('SELECT COUNT(*) FROM delivery_runs'), [['0']]);
  await page.getByRole('button', { name: 'Save these runs' }).click();
  await page.getByText('The runs are planned.').waitFor();
  runs = (await desk.staff.get(`/api/v1/admin/runs?date=${slot.date}`)).expect(200).body.items;
  assert.deepEqual(runs.map((run) => [run.delivery_man_id, run.open_n]), [[karim.id, 3]]);
  const planned = column(page, `run-${runs[0].id}`);
  await planned.waitFor();

  await card(page, orders[3]).dragTo(planned);
  await planned.getByText(orders[3].number).waitFor();
  assert.equal((await desk.staff.get(`/api/v1/admin/runs/${runs[0].id}`)).expect(200).body.open_n, 4);
  await card(page, orders[3]).getByRole('combobox').selectOption('nobody');
  await page.waitForFunction((id) => document.querySelectorAll(`#run-${id} li`).length === 3, runs[0].id);
  assert.deepEqual(await numbers(planned), orders.slice(0, 3).map((o) => o.number).sort());
});

test('the run is put in order and sent out: the man has his link, the customers their codes', async () => {
  const { page } = desk;
  await column(page, `run-${runs[0].id}`).getByRole('link', { name: /^Open/ }).click();
  await page.getByRole('heading', { name: /^Run \d+: / }).waitFor();
  const order = async () => (await page.locator('tbody th').allInnerTexts()).map((text) => text.trim());
  const [first, second] = await order();
  await page.getByRole('button', { name: `${second} earlier` }).click();
  await page.waitForFunction((number) => document.querySelector('tbody th').innerText.trim() === number, second);
  assert.deepEqual((await order()).slice(0, 2), [second, first]);
  await page.getByRole('button', { name: 'Send out' }).click();
  await page.getByText('The run is on its way; he has his link.').waitFor();
  await page.getByText(/^Link of Karim/).waitFor();
  assert.match(await page.locator('a.cut').innerText(), /\/ar\/run\/\d+#token=[\w-]{43}$/);
  await runLink(shop, karim);
  for (const o of orders.slice(0, 3)) o.code = await doorCode(shop, o);
  await page.getByText('On the way').waitFor();
  await sound(page);
});

test('a flat tyre: what is left goes to another man at once', async () => {
  const { page } = desk;
  await tell(await runLink(shop, karim), { order: orders[0], kind: 'delivered', delivery_code: orders[0].code, amount: TOTAL });
  await page.getByRole('button', { name: 'Give the rest to somebody else' }).click();
  await page.getByLabel('Who takes over').selectOption(String(mahmoud.id));
  await page.getByRole('button', { name: 'Give it to him' }).click();
  await page.getByText('What was left is in a run of his.').waitFor();
  await page.getByText(/^Link of Mahmoud/).waitFor();
  await page.getByText('Left this run').first().waitFor();
  assert.equal(await page.getByText('Left this run').count(), 3, 'two went now, one while it was planned');
  assert.equal(await page.getByText('The code').count(), 1);
  await shot(page, 'dispatch-run-en');

  const link = await runLink(shop, mahmoud);
  const [, id, token] = link.path.match(/run\/(\d+)#token=(.+)/);
  const man = client(shop);
  for (const name of ['IMG_0001.jpg', 'IMG_0002.jpg']) {
    (await man.send('POST', `/api/v1/runs/${id}/photos?client_id=${name}`, camera(), { headers: { 'run-token': token, 'content-type': 'application/octet-stream' } })).expect(201);
  }
  man.close();
  await tell(link, { order: orders[1], kind: 'delivered', photo: 'IMG_0001.jpg', amount: TOTAL }, { order: orders[2], kind: 'failed', reason: 'no_answer', note: 'Rang twice', photo: 'IMG_0002.jpg' });
  const sorry = await shop.mailbox(orders[2].phone, /could not be delivered this time/, { kind: 'sms' });
  assert.match(sorry.text, new RegExp(`/orders/${orders[2].number}#token=`), 'and says where to follow it, to ask for another time or to cancel');
  await page.goto(`/en/runs/${id}`);
  await page.getByText('Not delivered: Nobody answered (Rang twice)').waitFor();
  await page.getByRole('button', { name: `A photo ${orders[1].number}` }).click();
  const picture = page.getByRole('img', { name: `At the door of ${orders[1].number}` });
  await page.waitForFunction((e) => e.naturalWidth > 0, await picture.elementHandle());
  await sound(page);
  await page.keyboard.press('Escape');
});

test('the order desk sees the attempt: when, why, and the closed door', async () => {
  const { page, faults, staff, close } = await panel(browser, shop, 'orders', `/en/orders/${orders[2].id}`);
  const tries = page.locator('section').filter({ has: page.getByRole('heading', { name: 'At the door' }) });
  await tries.getByText(/Not delivered: Nobody answered · .*\d:\d\d/).waitFor();
  await tries.getByText('Rang twice').waitFor();
  await tries.getByRole('button', { name: /^A photo/ }).click();
  await page.waitForFunction((e) => e.naturalWidth > 0, await page.getByRole('img', { name: `At the door of ${orders[2].number}` }).elementHandle());
  await sound(page);
  assert.deepEqual(faults, []);
  staff.close();
  await close();
});

test('the cash is counted by a second person, a difference is owned, and the day is closed', async () => {
  const { page } = desk;
  await page.goto(address());
  await page.getByRole('button', { name: 'Close the day' }).click();
  await page.getByText('Something is still open').waitFor();
  await page.locator('#evening').getByText('Not delivered, and nothing came of it yet: Nobody answered').waitFor();
  await shot(page, 'dispatch-evening-en');
  (await kitchen.post(`/api/v1/admin/orders/${orders[2].id}/status`, { status: 'cancelled', note: 'Nobody at home' })).expect(200);
  (await kitchen.post(`/api/v1/admin/orders/${orders[3].id}/status`, { status: 'cancelled', note: 'Baked tomorrow' })).expect(200);

  await page.locator('#evening').getByRole('link', { name: 'Cash of the delivery men' }).click();
  const owner = await panel(browser, shop, 'owner', '/en/cash');
  for (const [man, counted] of [[karim, TOTAL], [mahmoud, '335.00']]) {
    const account = page.locator(`#cash-${man.id}`);
    await account.getByLabel('What he says it is').fill(TOTAL);
    await account.getByRole('button', { name: 'Take it' }).click();
    await account.getByText('waits to be counted by somebody else').waitFor();
    await account.getByLabel('What you counted').fill(counted);
    await account.getByRole('button', { name: 'Count it' }).click();
    await account.locator('.summary').waitFor(); // not by who took it

    await owner.page.reload();
    const second = owner.page.locator(`#cash-${man.id}`);
    await second.getByLabel('What you counted').fill(counted);
    await second.getByRole('button', { name: 'Count it' }).click();
    await owner.page.getByText('Counted.').waitFor();
  }
  await sound(owner.page);
  await owner.page.getByRole('cell', { name: /30\.00/ }).waitFor();
  await shot(owner.page, 'cash-en');
  await owner.page.getByRole('button', { name: 'I see to it' }).click();
  await owner.page.getByLabel('What is done about it').fill('He brings it on Thursday');
  await owner.page.getByRole('button', { name: 'Save', exact: true }).click();
  await owner.page.getByText('He brings it on Thursday').waitFor();
  assert.deepEqual(await shop.sql('SELECT SUM(expected_amount), SUM(differing_amount) FROM courier_accounts'), [['30.00', '30.00']]);

  await page.goto(address());
  await page.getByText('Nothing is in the way.').waitFor();
  await page.getByRole('button', { name: 'Close the day' }).click();
  await page.getByText(/This day was closed/).waitFor();
  assert.deepEqual([...desk.faults, ...owner.faults], []);
  owner.staff.close();
  await owner.close();
});

test('a page at rest asks whether something changed, gets no more than a no, and asks nothing while nobody looks', async () => {
  const { page, faults, staff, close } = await panel(browser, shop, 'orders', '/en/account');
  await page.clock.install();
  let replies = [];
  page.on('response', (reply) => { if (reply.request().method() === 'GET' && reply.url().includes('/api/')) replies.push(reply); });
  /** So many minutes go by; that many answers, at least, have come then. */
  const look = async (minutes, least) => {
    replies = [];
    await page.clock.runFor(minutes * 60_000);
    for (const end = Date.now() + 10_000; replies.length < least; await sleep(20)) assert.ok(Date.now() < end, `${page.url()} looked ${replies.length} times`);
  };
  for (const [path, least] of [[`/en/orders/board?date=${slot.date}`, 1], [`/en/orders/${orders[0].id}`, 1], [address(), 2], ['/en/', 2]]) {
    await page.goto(path);
    await settled(page);
    await page.waitForLoadState('networkidle');
    await look(1, least);
    const full = replies.filter((reply) => reply.status() !== 304);
    assert.deepEqual(full.map((reply) => `${reply.status()} ${reply.url()}`), [], path);
  }

  await page.goto(`/en/orders/board?date=${slot.date}`);
  await settled(page);
  await page.waitForLoadState('networkidle');
  const moved = (await placeOrders(shop, 1)).orders[0];
  await look(1, 1);
  await page.locator('.board li').filter({ hasText: moved.number }).waitFor();
  assert.ok(replies.some((reply) => reply.status() === 200), 'what changed is told');

  const hide = (hidden) => page.evaluate((is) => {
    Object.defineProperty(document, 'hidden', { value: is, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
  await hide(true);
  await look(10, 0);
  assert.deepEqual(replies.map((reply) => reply.url()), [], 'nobody looks');
  const again = page.waitForResponse('**/api/v1/admin/orders?**');
  await hide(false);
  assert.equal((await again).status(), 304);
  assert.deepEqual(faults, []);
  staff.close();
  await close();
});

test('in Arabic and on a phone', async () => {
  const { page, faults, staff, close } = await panel(browser, shop, 'delivery', address('ar'), phone);
  for (const [name, path] of [['dispatch', address('ar')], ['run', `/ar/runs/${runs[0].id}`], ['cash', '/ar/cash']]) {
    await page.goto(path);
    await settled(page);
    await sound(page, name);
    await shot(page, `${name}-ar-phone`);
    const names = /^(Crumbled|delivery|owner|brings|it|on|[A-Z][a-z]+)$/;
    assert.deepEqual((await latinWords(page)).filter((word) => !names.test(word) && !orders.some((o) => o.number.includes(word))), [], name);
  }
  assert.deepEqual(faults, []);
  staff.close();
  await close();
});

test('an order manager looks on', async () => {
  const looks = await panel(browser, shop, 'orders', address());
  await looks.page.getByRole('cell', { name: /Karim/ }).first().waitFor();
  await gone(looks.page.getByRole('button', { name: 'Close the day' }));
  assert.deepEqual(looks.faults, []);
  looks.staff.close();
  await looks.close();
});

test('the books hold', async () => assert.deepEqual(await brokenInvariants(shop), []));
