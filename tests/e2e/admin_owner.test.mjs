// SPDX-License-Identifier: MIT
// The owner's day in the panel, by clicking: yesterday's numbers, a rule and a code tried out before they
// cost anything, a price from Saturday on, a zone that opens, a day that closes, the books of the month.
// (Invitations: admin_sign_in.test.mjs; what roles may: admin_pages.test.mjs.)

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { gone, launch, shot } from './support/browser.mjs';
import { client, idempotencyKey } from './support/client.mjs';
import { brokenInvariants, checkoutBody, demo, place, prove, six } from './support/order.mjs';
import { panel, settled, sound } from './support/panel.mjs';
import { startShop } from './support/shop.mjs';

let shop, browser, owner, offers;
const orders = [];
const saturday = (() => {
  const day = new Date(Date.now() + 86_400_000);
  while (day.getUTCDay() !== 6) day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().slice(0, 10);
})();
const dayAfter = (day, n) => new Date(Date.parse(`${day}T12:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10);
const cents = (amount) => Math.round(Number(amount) * 100);
/** As pages write it. */
const money = (amount) => Number(amount).toLocaleString('en', { minimumFractionDigits: 2 });
/** What is to be read there, in one line and without the marks of direction. */
const text = async (locator) => (await locator.innerText()).replace(/[\u2066-\u2069]/g, '').replace(/\s+/g, ' ');
const one = async (query) => (await shop.sql(query))[0][0];

/** A guest with a cart of six and a proof, who has seen the price of now. */
async function ready(phone, name, code) {
  const visitor = client(shop);
  (await visitor.post('/api/v1/cart/items', six())).expect(201);
  if (code) (await visitor.post('/api/v1/cart/promo', { promo_code: code })).expect(200);
  const quote = (await visitor.post('/api/v1/cart/quote', { zone_id: demo.madinaty })).expect(200).body;
  const proof = await prove(shop, visitor, phone);
  return { visitor, key: idempotencyKey(), quote, body: { ...checkoutBody({ phone, proof, offer: offers.at(-1), total: quote.total }), name } };
}

before(async () => {
  [shop, browser] = await Promise.all([startShop(), launch()]);
  owner = await shop.staffClient('owner');
  const visitor = client(shop);
  offers = (await visitor.get(`/api/v1/time-slots?zone_id=${demo.madinaty}`)).expect(200).body.items.filter((o) => o.available);
  visitor.close();
  for (const [phone, name, method, code] of [['+201005550901', 'منى حسن', 'cash'], ['+201005550902', 'Ali Adel', 'card', 'WELCOME10'], ['+201005550903', 'Sara', 'cash']]) {
    const guest = await ready(phone, name, code);
    const { number, total } = (await place(guest)).expect(201).body;
    const id = Number(await one(`SELECT id FROM orders WHERE number = '${number.replace('-', '')}'`));
    (await owner.post(`/api/v1/admin/orders/${id}/status`, { status: 'confirmed' })).expect(200);
    (await owner.post(`/api/v1/admin/orders/${id}/payments`, { method, amount: total }, { key: idempotencyKey() })).expect(201);
    orders.push({ id, number, total });
    guest.visitor.close();
  }
  (await owner.post(`/api/v1/admin/orders/${orders[0].id}/refunds`, { delivery_fee: true, reason: 'It came late' }, { key: idempotencyKey() })).expect(201);
  // All of it was yesterday.
  for (const [table, column] of [['sales', 'paid_at'], ['orders', 'created_at'], ['order_status_history', 'created_at']]) await shop.sql(`UPDATE ${table} SET ${column} = ${column} - INTERVAL 1 DAY`);
});
after(async () => {
  await browser?.close();
  await shop?.stop();
});

test('08:00: yesterday’s numbers are the ledger’s sums', async () => {
  const { page, faults, close } = await panel(browser, shop, 'owner', '/en/');
  const tile = (name) => page.locator('.figures section', { has: page.getByRole('heading', { name, exact: true }) });
  await tile('Sales').getByText('0.00').first().waitFor();
  await page.getByRole('link', { name: 'Yesterday' }).click();
  const net = await one('SELECT SUM(amount) FROM sales');
  await tile('Sales').getByText(money(net)).waitFor();
  await sound(page);
  await shot(page, 'owner-yesterday');
  assert.match(await text(tile('Orders')), /3 placed/);
  assert.ok((await text(tile('Sales'))).includes(`EGP ${money(await one('SELECT -SUM(amount) FROM sales WHERE refund_no > 0'))} paid back`));
  const methods = await shop.sql('SELECT p.provider, SUM(s.amount) FROM sales s JOIN payments p ON p.order_id = s.order_id GROUP BY p.provider');
  assert.equal(methods.length, 2);
  for (const [method, amount] of methods) assert.ok((await text(tile('Paid by'))).toLowerCase().includes(`${method} egp ${money(amount)}`), method);
  const [[name, amount]] = await shop.sql('SELECT name, SUM(amount) FROM order_discounts WHERE amount > 0 GROUP BY name');
  assert.ok((await text(tile('Discounts'))).includes(`${name} EGP ${money(amount)}`), name);
  assert.ok((await text(tile('Cash out'))).includes(`EGP ${money(await one('SELECT COALESCE(SUM(expected_amount), 0.00) FROM courier_accounts'))}`));
  assert.deepEqual(faults, []);
  await close();
});

test('a rule and a code for Thursday evening show what they would have cost, before they are switched on', async () => {
  const { page, faults, close } = await panel(browser, shop, 'owner', '/en/rules');
  const thursday = dayAfter(saturday, 5);
  const fill = (values) => Object.entries(values).reduce((done, [field, value]) => done.then(() => page.locator(`main [name=${field}]`).fill(value)), Promise.resolve());
  const total = async () => {
    await page.getByRole('button', { name: 'Try it on the orders' }).click();
    await page.locator('tfoot').waitFor();
    return text(page.locator('tfoot'));
  };
  const before_ = await one('SELECT SUM(amount) FROM sales');
  await page.locator('.title').getByRole('link', { name: 'Add' }).click();
  await fill({ name: 'Thursday in Madinaty', discount_value: '10.00', minimum_order_amount: '200.00', maximum_discount: '50.00', start_date: `${thursday}T18:00`, end_date: `${thursday}T22:00` });
  await gone(page.locator('[name^=target]')); // of what, it is not said yet
  await page.locator('[name=rule_type]').selectOption('customer_group');
  await page.locator('[name=target_value]').waitFor();
  await gone(page.locator('[name=target_id]')); // groups have no numbers
  await page.locator('[name=rule_type]').selectOption('location');
  await page.locator('[name=target_id]').selectOption({ label: 'Madinaty' });
  await page.locator('[name=discount_type]').selectOption('percentage');
  await page.locator('[name=is_active]').uncheck();
  await sound(page);
  await page.getByRole('button', { name: 'Add' }).click();
  await page.waitForURL(/rules\/\d+$/);
  const rule = page.url().match(/\d+$/)[0];
  assert.deepEqual(await shop.sql(`SELECT target_id, is_active FROM pricing_rules WHERE id = ${rule}`), [[String(demo.madinaty), '0']]);
  assert.equal(await page.locator('[name=target_id] option:checked').innerText(), 'Madinaty');
  await page.getByRole('link', { name: 'Try it on the orders' }).click();
  await page.waitForFunction((id) => document.querySelector('[name=id]')?.value === id, rule);
  assert.match(await total(), /3\s+3\s+EGP 99\.00/, 'a tenth of three boxes');

  await page.goto('/en/codes/new');
  await settled(page);
  await page.locator('[name=discount_type]').selectOption('fixed_amount');
  await fill({ code: 'THURSDAY', name: 'Thursday', discount_value: '20.00', minimum_order_amount: '100.00', usage_limit: '300', per_customer_limit: '1', valid_from: `${thursday}T18:00`, valid_until: `${thursday}T22:00` });
  await page.getByRole('button', { name: 'Add' }).click();
  await page.waitForURL(/codes\/\d+$/);
  await page.getByRole('link', { name: 'Try it on the orders' }).click();
  await page.waitForFunction(() => /THURSDAY/.test(document.querySelector('[name=id] option:checked')?.textContent));
  assert.match(await total(), /EGP 40\.00|EGP 60\.00/);
  assert.equal(await one('SELECT SUM(amount) FROM sales'), before_, 'it was a dry run');

  await page.goto(`/en/rules/${rule}`);
  await settled(page);
  await page.locator('[name=is_active]').check();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved.').waitFor();
  await page.goto('/en/simulator');
  await settled(page);
  for (const [moment, said] of [[`${thursday}T17:00`, '365.00'], [`${thursday}T19:00`, '332.00']]) {
    await page.getByLabel('What', { exact: true }).selectOption({ label: '6 pieces pack · Medium' });
    await page.getByLabel('Chocolate chip').fill('3');
    await page.getByLabel('Vanilla').fill('3');
    await page.getByLabel('Zone').selectOption({ label: 'Madinaty' });
    await page.getByLabel('At the moment').fill(moment);
    await page.getByRole('button', { name: 'Work it out' }).click();
    await page.locator('.answer #total').filter({ hasText: said }).waitFor();
  }
  assert.deepEqual(faults, []);
  await close();
});

test('a box costs more from Saturday on; who saw the price on Friday gets it, and the journal says who did it', async () => {
  const friday = await ready('+201005550904', 'Omar');
  const { page, faults, close } = await panel(browser, shop, 'owner', '/en/prices');
  const row = page.locator('tbody tr', { has: page.locator(`a[href="/en/catalog/product-instances/${demo.packOf6}"]`) });
  await page.getByRole('link', { name: 'More' }).click();
  await row.getByText('330.00').waitFor();
  await row.getByRole('button', { name: 'Change' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change' });
  await dialog.getByLabel('Which price').selectOption('regular');
  await dialog.getByLabel('New price').fill('360.00');
  await dialog.getByLabel('From').fill(`${saturday}T00:00`);
  await sound(page);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByText('The price is changed.').waitFor();
  const later = page.url();
  for (const [moment, price] of [[`${dayAfter(saturday, -1)}T23:59`, '330.00'], [`${saturday}T00:01`, '360.00']]) {
    await page.goto(later);
    await settled(page);
    await page.locator('[name=at]').fill(moment);
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByRole('link', { name: 'More' }).click();
    await row.getByText(price).first().waitFor();
  }
  // Saturday comes.
  await shop.sql(`UPDATE product_prices SET start_date = UTC_TIMESTAMP() - INTERVAL 1 MINUTE WHERE product_instance_id = ${demo.packOf6}`);
  const fresh = await ready('+201005550905', 'Hany');
  assert.equal(fresh.quote.total, '395.00');
  friday.body.quote_id = friday.quote.id;
  assert.equal((await place(friday)).expect(201).body.total, '365.00');
  (await place({ ...fresh, body: { ...fresh.body, expected_total: '365.00' } })).expect(409, 'price_changed');
  await page.goto('/en/audit?entity=product_prices');
  await settled(page);
  const entry = await page.locator('tbody tr').first().innerText();
  assert.match(entry, /owner/);
  assert.match(entry, /360\.00/);
  assert.deepEqual(faults, []);
  await close();
});

test('a zone opens with two slots of sixty cookies, and who waits for it is told once', async () => {
  const mail = 'waiting@example.com';
  (await client(shop).post(`/api/v1/zones/${demo.nasrCity}/waitlist`, { email: mail })).expect(204);
  const { page, faults, close } = await panel(browser, shop, 'owner', '/en/catalog/time-slots');
  const slots = [];
  for (const [name, from, to] of [['Noon', '12:00', '14:00'], ['Late', '20:00', '22:00']]) {
    await page.goto('/en/catalog/time-slots/new');
    await settled(page);
    for (const [field, value] of Object.entries({ name, from_hour: from, to_hour: to, capacity_orders: '30', capacity_cookies: '60' })) await page.locator(`main [name=${field}]`).fill(value);
    await page.getByRole('button', { name: 'Add' }).click();
    await page.waitForURL(/time-slots\/\d+$/);
    slots.push(page.url().match(/\d+$/)[0]);
  }
  await page.goto(`/en/catalog/zones/${demo.nasrCity}`);
  await settled(page);
  await page.getByText('1 person waits').waitFor();
  for (const box of await page.locator('.days input').all()) await box.uncheck();
  for (const slot of slots) for (let day = 0; day < 7; day++) await page.locator(`[name="${slot}.${day}"]`).check();
  await page.locator('form', { has: page.locator('.days') }).getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  assert.deepEqual((await shop.sql(`SELECT time_slot_id FROM zone_time_slots WHERE zone_id = ${demo.nasrCity} ORDER BY time_slot_id`)).flat(), slots);
  await page.locator('.record [name=delivery_fee]').fill('45.00');
  await page.locator('.record [name=is_active]').check();
  await page.locator('.record').getByRole('button', { name: 'Save' }).click();
  await page.getByText('Not saved yet').waitFor({ state: 'detached' });
  await page.locator('.timeline').getByText('45.00').first().waitFor();
  for (let i = 0; i < 2; i++) (await shop.maintenance('waitlist')).expect(200);
  await shop.mailbox(mail, /Nasr City/);
  assert.equal((await shop.messages(mail)).length, 1);
  await page.reload();
  await settled(page);
  await page.getByText('Nobody waits.').or(page.getByText('0 people wait')).first().waitFor();
  await sound(page);
  assert.deepEqual(await shop.sql(`SELECT delivery_fee, is_active FROM zones WHERE id = ${demo.nasrCity}`), [['45.00', '1']]);
  assert.deepEqual(faults, []);
  await close();
});

test('a feast closes a day: nobody gets it any more, and the orders that are there are a list', async () => {
  const late = await ready('+201005550906', 'Nada');
  const { date } = offers.at(-1);
  const { page, faults, close } = await panel(browser, shop, 'owner', '/en/catalog/closures');
  await page.getByRole('link', { name: 'Add' }).first().click();
  await page.locator('[name=day]').fill(date);
  await page.locator('[name=reason]').fill('Feast');
  await page.getByRole('button', { name: 'Add' }).click();
  await page.waitForURL(/closures\/\d+$/);
  const list = page.locator('section', { has: page.getByRole('heading', { name: 'Orders already placed for it' }) });
  for (const { number } of orders) await list.getByRole('link', { name: number }).waitFor();
  await sound(page);
  await shot(page, 'owner-closure');
  await list.getByRole('link', { name: 'All in the list' }).click();
  await page.waitForURL(`**/orders?date=${date}`);
  await page.locator('tbody tr').nth(3).waitFor();
  (await place(late)).expect(422, 'slot_unavailable');
  assert.deepEqual(faults, []);
  await close();
});

test('month end: orders, payments, refunds and cash at the door leave as tables that add up, with Arabic names', async () => {
  const { page, faults, close } = await panel(browser, shop, 'owner', '/en/reports/sales');
  const isItYou = page.getByRole('dialog', { name: 'Is it you?' });
  const table = async () => {
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as CSV' }).click();
    await Promise.race([saved, isItYou.waitFor().then(async () => {
      await isItYou.getByLabel('Your password').fill(shop.staff.owner.password);
      await isItYou.getByRole('button', { name: 'Go on' }).click();
    }, () => undefined)]);
    const text = readFileSync(await (await saved).path(), 'utf8');
    assert.equal(text.charCodeAt(0), 0xfeff, 'spreadsheets read Arabic by it');
    const [head, ...rows] = text.slice(1).trim().split('\r\n').map((line) => line.split(','));
    return rows.map((row) => Object.fromEntries(head.map((name, i) => [name, row[i]])));
  };
  const sum = (rows) => rows.reduce((all, row) => all + cents(row.amount), 0);
  const net = await text(page.locator('tfoot td').last());
  await page.goto('/en/reports/methods');
  const cash = await text(page.locator('tbody tr', { hasText: 'Cash' }).locator('td').last());
  await page.goto('/en/reports/ledger');
  await settled(page);
  await sound(page);
  const books = await table();
  assert.equal(`EGP ${money(sum(books) / 100)}`, net);
  assert.equal(sum(books.filter((row) => row.refund_no !== '0')), cents(await one('SELECT SUM(amount) FROM sales WHERE refund_no > 0')));
  await page.goto('/en/reports/ledger?method=cash');
  await settled(page);
  assert.equal(`EGP ${money(sum(await table()) / 100)}`, cash);
  await page.goto('/en/orders');
  await settled(page);
  assert.ok((await table()).some((row) => row.customer_name === 'منى حسن'));
  assert.deepEqual(faults, []);
  await close();
});

test('the books hold', async () => assert.deepEqual(await brokenInvariants(shop), []));
