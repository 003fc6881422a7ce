// SPDX-License-Identifier: MIT
// An order manager's day in the panel, by clicking: board and list, a call that changes an order, an order
// by phone, a cancellation, a refund, two colleagues with the same order open; and who may not.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { desk as wide, gone, launch, phone as narrow } from './support/browser.mjs';
import { client, idempotencyKey } from './support/client.mjs';
import { brokenInvariants, checkoutBody, demo, lastOffer, place, prove, six } from './support/order.mjs';
import { looksRight, ready } from './support/pages.mjs';
import { englishWords, givePassword, panel } from './support/panel.mjs';
import { startShop } from './support/shop.mjs';

let shop, browser, staff, offer;
const mona = {}, ali = {};
const api = '/api/v1/admin/orders';

before(async () => {
  shop = await startShop();
  browser = await launch();
  staff = await shop.staffClient('owner'); // three logins of one person at a time: the browser's are those of `orders`
  offer = await lastOffer(client(shop));
  Object.assign(mona, await ordered('+201005550401', 'Mona Adel'));
  Object.assign(ali, await ordered('+201005550402', 'علي حسن', { email: 'ali.hassan@example.com', code: 'WELCOME10' }));
});
after(async () => {
  await browser?.close();
  await shop?.stop();
});

async function ordered(phone, name, { code, ...more } = {}) {
  const visitor = client(shop);
  (await visitor.post('/api/v1/cart/items', six())).expect(201);
  if (code) (await visitor.post('/api/v1/cart/promo', { promo_code: code })).expect(200);
  const body = { ...checkoutBody({ phone, proof: await prove(shop, visitor, phone), offer, total: code ? '332.00' : '365.00' }), name, ...more };
  const { number } = (await place({ visitor, key: idempotencyKey(), body })).expect(201).body;
  const [row] = (await staff.get(`${api}?q=${encodeURIComponent(number)}`)).expect(200).body.items;
  return { id: row.id, number, phone };
}
const now = async ({ id }) => (await staff.get(`${api}/${id}`)).expect(200).body;
/** Orders and cookies of a slot of that day. */
const room = async (slot) => {
  const { items } = (await staff.get(`/api/v1/admin/capacity?date=${offer.date}`)).expect(200).body;
  const { orders, cookies } = items.find((row) => row.time_slot_id === slot);
  return [orders, cookies];
};
const used = async () => Number((await shop.sql(`SELECT used_count FROM promo_codes WHERE code = 'WELCOME10'`))[0][0]);
const heading = (page, name) => page.getByRole('heading', { level: 1, name }).waitFor();
const said = (page, text) => page.locator('.toasts').getByText(text).waitFor();

describe('the board', () => {
  test('shows the day by status; a card goes on by its menu and by being dragged', async () => {
    const { page, faults, close } = await panel(browser, shop, 'orders', `/en/orders/board?date=${offer.date}`);
    const column = (name) => page.locator('.board > section').filter({ has: page.getByRole('heading', { level: 2, name }) });
    const card = (name) => column(name).locator('li').filter({ hasText: 'Mona Adel' });
    await card('New').waitFor();
    await card('New').getByLabel(`Move ${mona.number} on`).click();
    await card('New').getByRole('button', { name: 'Confirm', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('The customer gets a message').waitFor();
    await dialog.getByRole('button', { name: 'Confirm', exact: true }).click();
    await said(page, `${mona.number}: Confirmed`);
    await card('Confirmed').waitFor();
    assert.equal((await now(mona)).status, 'confirmed');

    // Past the kitchen there is no way; into it there is.
    await card('Confirmed').dragTo(column('Delivered').locator('h2'));
    await said(page, 'An order does not go');
    await card('Confirmed').dragTo(column('In the kitchen').locator('h2'));
    await page.getByRole('dialog').getByRole('button', { name: 'Into the kitchen' }).click();
    await card('In the kitchen').waitFor();
    assert.equal((await now(mona)).status, 'preparing');
    assert.deepEqual(faults, []);
    await close();
  });

  test('follows what colleagues do, and rests while nobody looks', async () => {
    const { page, close } = await panel(browser, shop, 'orders', '/en/');
    await page.clock.install();
    await page.goto(`/en/orders/board?date=${offer.date}`);
    await ready(page);
    let asked = 0;
    page.on('request', (request) => { if (request.url().includes(`${api}?`)) asked++; });
    (await staff.post(`${api}/${ali.id}/status`, { status: 'confirmed' })).expect(200);
    await page.clock.runFor(16_000);
    await page.locator('.board > section[data-is="confirmed"] li').filter({ hasText: 'علي حسن' }).waitFor();
    assert.equal(asked, 1);
    await page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { value: true, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await page.clock.runFor(60_000);
    assert.equal(asked, 1);
    await close();
  });
});

describe('the list', () => {
  test('finds an order by number, phone, name and e-mail, and keeps its filters in the address', async () => {
    const { page, faults, close } = await panel(browser, shop, 'orders', '/en/orders');
    const rows = page.locator('tbody tr');
    for (const [q, name] of [[mona.number, 'Mona Adel'], ['0100 555 0402', 'علي حسن'], ['mona ad', 'Mona Adel'], ['ali.hassan@example.com', 'علي حسن']]) {
      await page.getByLabel('Search').fill(q);
      await page.waitForURL((url) => url.searchParams.get('q') === q);
      await ready(page);
      assert.equal(await rows.count(), 1, q);
      await rows.filter({ hasText: name }).waitFor();
    }
    await page.getByLabel('Search').fill('');
    await page.waitForURL((url) => !url.searchParams.has('q'));
    await page.getByRole('combobox', { name: 'Status' }).selectOption('preparing');
    await page.waitForURL('**status=preparing');
    await page.reload();
    await rows.filter({ hasText: 'Mona Adel' }).waitFor();
    assert.equal(await rows.count(), 1);
    await page.getByRole('combobox', { name: 'Status' }).selectOption('delivered');
    await page.getByText('Nothing matches these filters.').waitFor();
    await page.locator('.empty').getByRole('button', { name: 'Clear the filters' }).click();
    await rows.filter({ hasText: 'Mona Adel' }).getByRole('link').click();
    await heading(page, `Order ${mona.number}`);
    assert.deepEqual(faults, []);
    await close();
  });
});

describe('a call: another flavor, another address', () => {
  let sara;
  before(async () => { sara = await ordered('+201005550405', 'Sara Nabil'); });

  test('the difference is shown before it is saved; what was not touched stays', async () => {
    const { page, faults, close } = await panel(browser, shop, 'orders', `/en/orders/${sara.id}`);
    await page.getByRole('button', { name: 'Change the order' }).click();
    await page.getByText(/Flavors of/).waitFor();
    await page.getByText(/Flavors of/).click();
    for (let i = 0; i < 3; i++) await page.getByRole('button', { name: /One Vanilla.* less/ }).click();
    for (let i = 0; i < 3; i++) await page.getByRole('button', { name: /One more Pistachio/ }).click();
    await page.getByLabel('Address', { exact: false }).fill('Street 7, Building 3');
    await looksRight(page, 'desk-order-edit');
    await page.getByRole('button', { name: 'What would it cost?' }).click();
    await page.getByText('Costs now').waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H1');
    const before = await now(sara);
    assert.equal(before.total, '365.00');
    assert.doesNotMatch(JSON.stringify(before.items), /Pistachio/);
    await page.getByLabel('Why').fill('She called');
    await looksRight(page, 'desk-order-edit-price');
    await page.getByRole('button', { name: 'Change the order' }).click();
    await said(page, 'The order is changed.');
    const after = await now(sara);
    assert.match(JSON.stringify(after.items), /Pistachio/);
    assert.equal(after.delivery_address, 'Street 7, Building 3');
    assert.equal(after.delivery_date, before.delivery_date);
    assert.deepEqual(faults, []);
    await close();
  });

  test('another box at other hours: price, discount and room go with it, and she gets one message', async () => {
    const nadia = await ordered('+201005550406', 'Nadia Shawky', { code: 'WELCOME10' });
    const morning = 1, [[before, beforeAt], codes] = [await Promise.all([room(offer.time_slot_id), room(morning)]), await used()];
    const { page, faults, close } = await panel(browser, shop, 'orders', `/en/orders/${nadia.id}`);
    await page.getByRole('button', { name: 'Change the order' }).click();
    await page.getByRole('button', { name: /^One more 6 pieces pack/ }).click();
    await page.getByLabel(/^Hours/).selectOption(String(morning));
    await page.getByRole('button', { name: 'What would it cost?' }).click();
    // Two boxes of 330, ten percent less, and the way.
    await page.locator('#difference').getByText('297.00').waitFor();
    assert.equal((await now(nadia)).total, '332.00');
    await page.getByLabel('Why').fill('Guests come');
    await page.getByRole('button', { name: 'Change the order' }).click();
    await said(page, 'The order is changed.');
    const { total, discount_amount, time_slot_id } = await now(nadia);
    assert.deepEqual({ total, discount_amount, time_slot_id }, { total: '629.00', discount_amount: '66.00', time_slot_id: morning });
    assert.deepEqual(await room(offer.time_slot_id), [before[0] - 1, before[1] - 6]);
    assert.deepEqual(await room(morning), [beforeAt[0] + 1, beforeAt[1] + 12]);
    assert.equal(await used(), codes);
    await shop.mailbox(nadia.phone, /changed/, { kind: 'sms' });
    assert.equal((await shop.sql(`SELECT 1 FROM outbox WHERE order_id = ${nadia.id} AND topic = 'order_changed'`)).length, 1);
    assert.deepEqual(await brokenInvariants(shop), []);
    assert.deepEqual(faults, []);
    await close();
  });

  test('who saves second sees both versions, chooses, and sees the price again', async () => {
    const { page, close } = await panel(browser, shop, 'orders', `/en/orders/${sara.id}`);
    await page.getByRole('button', { name: 'Change the order' }).click();
    await page.getByLabel('Address', { exact: false }).fill('Street 8, my version');
    const seen = await now(sara);
    const body = { version: seen.version, address: 'Street 9, of a colleague', additional_info: 'Ring twice' };
    const { quote } = (await staff.post(`${api}/${sara.id}/edit/quote`, body)).expect(200).body;
    (await staff.post(`${api}/${sara.id}/edit`, { ...body, expected_total: quote.total, reason: 'She called me' })).expect(200);
    await page.getByRole('button', { name: 'What would it cost?' }).click();
    const dialog = page.getByRole('dialog', { name: 'Somebody else changed this meanwhile' });
    await dialog.getByText('Street 9, of a colleague').waitFor();
    await dialog.getByText('Street 8, my version').click();
    await looksRight(page, 'desk-order-conflict');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The price stays.').waitFor();
    await page.getByLabel('Why').fill('She called again');
    await page.getByRole('button', { name: 'Change the order' }).click();
    await said(page, 'The order is changed.');
    const after = await now(sara);
    assert.equal(after.delivery_address, 'Street 8, my version');
    assert.equal(after.delivery_additional_info, 'Ring twice');
    await close();
  });
});

describe('an order by phone', () => {
  test('of somebody new is quoted, told, and placed once', async () => {
    const { page, faults, close } = await panel(browser, shop, 'orders', '/en/orders/new');
    await page.getByLabel('Find a customer').fill('0100 555 0499');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByText('Nobody is found').waitFor();
    await page.getByRole('button', { name: 'What does it cost?' }).click();
    await page.getByText('Name: please fill this in').first().waitFor();
    await page.getByLabel('Name', { exact: true }).fill('Hoda Samir');
    await page.getByLabel('Phone', { exact: true }).fill('٠١٠٠٥٥٥٠٤٩٩');
    await page.locator('.lines-edit select').selectOption(String(demo.packOf6));
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    for (let i = 0; i < 6; i++) await page.getByRole('button', { name: /One more Vanilla/ }).click();
    await page.getByText('6 of 6 chosen').waitFor();
    await page.getByLabel('Zone').selectOption(String(demo.madinaty));
    await page.getByLabel(/Street, building/).fill('Street 1, Building 2');
    await page.getByLabel(/^Day/).fill(offer.date);
    await page.getByLabel(/^Hours/).selectOption(String(offer.time_slot_id));
    await looksRight(page, 'desk-phone-order');
    // Six of one flavor are more than this box takes: the API says so.
    await page.getByRole('button', { name: 'What does it cost?' }).click();
    await page.locator('.summary').waitFor();
    for (let i = 0; i < 3; i++) await page.getByRole('button', { name: /One Vanilla.* less/ }).click();
    for (let i = 0; i < 3; i++) await page.getByRole('button', { name: /One more Chocolate chip/i }).click();
    await page.getByRole('button', { name: 'What does it cost?' }).click();
    await page.getByRole('heading', { name: /Tell the caller/ }).waitFor();
    await looksRight(page, 'desk-phone-order-price');
    await page.getByRole('button', { name: /Place the order/ }).dblclick();
    await page.waitForURL(/\/orders\/\d+$/);
    const { items } = (await staff.get(`${api}?q=${encodeURIComponent('Hoda Sam')}`)).expect(200).body;
    assert.equal(items.length, 1);
    await shop.mailbox('+201005550499', new RegExp(items[0].number), { kind: 'sms' });
    assert.deepEqual(await brokenInvariants(shop), []);
    assert.deepEqual(faults, []);
    await close();
  });

  test('of somebody known begins with what is known', async () => {
    const { page, close } = await panel(browser, shop, 'orders', '/en/orders/new');
    await page.getByLabel('Find a customer').fill('0100 555 0401');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('button', { name: 'Take' }).click();
    await page.getByText('Order of Mona Adel').waitFor();
    assert.equal(await page.getByLabel('Phone', { exact: true }).inputValue(), mona.phone);
    await close();
  });
});

describe('cancelled, and paid back', () => {
  test('a cancellation needs a reason; the order can be taken out of the lists, and comes back', async () => {
    const before = await room(offer.time_slot_id), codes = await used();
    const { page, faults, close } = await panel(browser, shop, 'orders', `/en/orders/${ali.id}`);
    await page.getByRole('button', { name: 'Cancel the order' }).click();
    const dialog = page.getByRole('dialog', { name: /Cancel the order/ });
    await dialog.getByRole('button', { name: 'Cancel the order' }).click();
    await dialog.getByText('Why: please fill this in').first().waitFor();
    await dialog.getByLabel('Why').fill('Changed his mind');
    await dialog.getByRole('button', { name: 'Cancel the order' }).click();
    await said(page, `${ali.number}: Cancelled`);
    assert.deepEqual(await room(offer.time_slot_id), [before[0] - 1, before[1] - 6]);
    assert.equal(await used(), codes - 1);
    await page.locator('.timeline').getByText('Changed his mind').waitFor();
    await gone(page.getByRole('button', { name: 'Cancel the order' }));
    await page.getByRole('button', { name: 'Remove from the lists' }).click();
    await page.getByRole('dialog').getByLabel('Why').fill('A test');
    await page.getByRole('dialog').getByRole('button', { name: 'Remove from the lists' }).click();
    await said(page, 'The order is removed.');
    assert.notEqual((await now(ali)).deleted_at, null);
    await page.locator('.toasts').getByRole('button', { name: 'Undo' }).click();
    await said(page, 'It is back.');
    assert.deepEqual(await room(offer.time_slot_id), [before[0] - 1, before[1] - 6]);
    assert.equal((await now(ali)).deleted_at, null);
    assert.deepEqual(faults, []);
    await close();
  });

  test('a payment is recorded, and a part of it goes back after the password, once', async () => {
    const { page, faults, close } = await panel(browser, shop, 'orders', `/en/orders/${mona.id}`);
    await page.getByRole('button', { name: 'Record a payment' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Record it' }).click();
    await said(page, 'The payment is recorded.');
    await shop.sql('UPDATE admin_sessions SET step_up_at = step_up_at - INTERVAL 6 MINUTE');
    await page.getByRole('button', { name: 'Pay back' }).click();
    const dialog = page.getByRole('dialog', { name: 'Pay back' });
    await dialog.getByLabel('Only some of it').check();
    await dialog.getByLabel('Why').fill('It came late');
    await dialog.getByRole('button', { name: 'Pay back' }).click();
    await dialog.getByText('Please say what goes back.').first().waitFor();
    await dialog.getByLabel(/The delivery fee/).check();
    await dialog.getByRole('button', { name: 'Pay back' }).click();
    await givePassword(page, shop, 'orders');
    await said(page, /35\.00.* goes back/);
    assert.equal((await now(mona)).refunded_amount, '35.00');
    await page.getByText('It came late').waitFor();
    assert.deepEqual(await brokenInvariants(shop), []);
    assert.deepEqual(faults, []);
    await close();
  });

  test('a note stays among colleagues; a message that was given up is sent again', async () => {
    // One that carried the order's link was wiped, and one that did not.
    await shop.sql(`UPDATE outbox SET state = 'failed', last_error = 'no answer' WHERE order_id = ${mona.id} AND topic = 'order_confirmed'`);
    await shop.sql(`UPDATE outbox SET state = 'failed', last_error = 'no answer', is_secret = 0, body = 'Again' WHERE order_id = ${mona.id} AND topic = 'order_refunded'`);
    const { page, faults, close } = await panel(browser, shop, 'orders', `/en/orders/${mona.id}`);
    await page.getByLabel('Note for colleagues').fill('Rings twice');
    await page.getByRole('button', { name: 'Write it down' }).click();
    await page.locator('.timeline').getByText('Rings twice').waitFor();
    await page.getByText('It had a secret link, which is gone').first().waitFor();
    assert.equal(await page.getByRole('button', { name: 'Send again' }).count(), 1);
    await page.getByRole('button', { name: 'Send again' }).click();
    await said(page, 'It is sent again.');
    // The sender has taken it once more; a text that was written here it cannot open.
    const untried = () => shop.sql(`SELECT 1 FROM outbox WHERE order_id = ${mona.id} AND topic = 'order_refunded' AND last_error = 'no answer'`);
    while ((await untried()).length > 0) await page.waitForTimeout(100);
    assert.deepEqual(faults, []);
    await close();
  });

  test('whose answer was lost is paid back once, however often it is pressed', async () => {
    const { page, close } = await panel(browser, shop, 'orders', `/en/orders/${mona.id}`);
    let lost = 0;
    await page.route('**/refunds', async (route) => {
      await route.fetch();
      lost++;
      await route.abort();
    }, { times: 4 }); // the page itself tries four times
    await page.getByRole('button', { name: 'Pay back' }).click();
    const dialog = page.getByRole('dialog', { name: 'Pay back' });
    await dialog.getByLabel('Everything that is left').check();
    await dialog.getByLabel('Why').fill('She did not like it');
    await dialog.getByRole('button', { name: 'Pay back' }).click();
    await dialog.getByText('No connection.').waitFor({ timeout: 30_000 });
    assert.equal(lost, 4);
    await dialog.getByRole('button', { name: 'Pay back' }).click();
    await said(page, /330\.00.* goes back/);
    assert.equal((await now(mona)).refunded_amount, '365.00');
    assert.equal((await shop.sql(`SELECT 1 FROM refunds WHERE order_id = ${mona.id}`)).length, 2);
    assert.deepEqual(await brokenInvariants(shop), []);
    await close();
  });

  test('it goes out with a delivery man, and comes home when nobody opened', async () => {
    const { page, close } = await panel(browser, shop, 'orders', `/en/orders/${mona.id}`);
    await page.getByRole('button', { name: 'Send out' }).click();
    const dialog = page.getByRole('dialog', { name: /Send out/ });
    await dialog.getByLabel('Delivery man').selectOption({ index: 1 });
    await dialog.getByRole('button', { name: 'Send out' }).click();
    await page.getByRole('button', { name: 'Could not be delivered' }).click();
    await page.getByRole('dialog').getByLabel('Why').fill('Nobody opened');
    await page.getByRole('dialog').getByRole('button', { name: 'Could not be delivered' }).click();
    await page.locator('.timeline').getByText('Nobody opened').waitFor();
    assert.equal((await now(mona)).status, 'preparing');
    await close();
  });
});

describe('who may not', () => {
  test('the delivery desk sees no money to give back, no edit, no orders that are not its own yet', async () => {
    const { page, close } = await panel(browser, shop, 'delivery', `/en/orders/${mona.id}`);
    await heading(page, `Order ${mona.number}`);
    for (const name of ['Cancel the order', 'Change the order', 'Pay back', 'Remove from the lists', 'Write it down']) {
      await gone(page.getByRole('button', { name }));
    }
    await gone(page.getByRole('link', { name: 'Order by phone' }));
    await page.goto('/en/orders/new');
    await heading(page, 'This is not open to you');
    await close();
  });
});

describe('a long day', () => {
  const day = '2026-01-06';
  before(async () => {
    // Behind all invariants: these have no history of their own.
    const orders = readFileSync(new URL('../bench/orders.sql', import.meta.url), 'utf8');
    await shop.sql(`SET foreign_key_checks = 0, @from = 900001, @to = 900120, @began = TIMESTAMP('2026-01-05') - INTERVAL 900000 * 31 SECOND; ${orders};
      UPDATE orders SET deleted_at = created_at WHERE id = 900110`);
  });

  test('is read page by page, by its hours and its status; what was removed is there when asked for', async () => {
    const { page, faults, close } = await panel(browser, shop, 'orders', '/en/orders');
    const rows = page.locator('tbody tr');
    const count = (n) => page.getByText(`${n} on this page`).waitFor();
    const first = (number) => rows.first().getByText(number).waitFor();
    await page.getByRole('textbox', { name: 'Day' }).fill(day);
    await page.waitForURL(`**date=${day}`);
    await first('00009-00120');
    await page.getByRole('link', { name: 'Next page' }).click();
    await first('00009-00069');
    await page.getByRole('link', { name: 'Next page' }).click();
    await first('00009-00019');
    await count(19);
    await gone(page.getByRole('link', { name: 'Next page' }));
    await page.goBack();
    await first('00009-00069');
    await page.getByRole('link', { name: 'First page' }).click();
    await first('00009-00120');
    await page.getByRole('combobox', { name: 'Status' }).selectOption('cancelled');
    await count(11);
    await page.getByLabel('Show removed ones').check();
    await count(12);
    await page.locator('tr.removed').getByText('00009-00110').waitFor();
    await page.getByRole('combobox', { name: 'Hours' }).selectOption({ label: 'Morning' });
    await page.getByText('Nothing matches these filters.').waitFor();
    await page.getByRole('combobox', { name: 'Hours' }).selectOption({ label: 'Evening' });
    await count(12);
    await page.getByLabel('Search').fill('01000900100');
    await count(1);
    await first('00009-00100');
    assert.deepEqual(faults, []);
    await close();
  });
});

describe('every page, in both languages', () => {
  for (const language of ['en', 'ar']) {
    for (const [device, options] of Object.entries({ phone: narrow, desk: wide })) {
      test(`${language}, ${device}`, async () => {
        const { page, faults, close } = await panel(browser, shop, 'orders', `/${language}/`, options);
        for (const [name, path] of Object.entries({ board: `/orders/board?date=${offer.date}`, orders: '/orders', order: `/orders/${mona.id}`, 'phone-order': '/orders/new' })) {
          await page.goto(`/${language}${path}`);
          await ready(page);
          await looksRight(page, `desk-${name}-${language}-${device}`);
          if (language === 'ar') assert.deepEqual(await englishWords(page), [], name);
        }
        assert.deepEqual(faults, []);
        await close();
      });
    }
  }
});
