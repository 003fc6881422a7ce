// SPDX-License-Identifier: MIT
// The owner's day over HTTPS: the numbers, a rule and a code tried out before they cost anything, a
// higher price that breaks no promise, a zone that opens, a day that closes, the books of the month.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { client, idempotencyKey } from './support/client.mjs';
import { brokenInvariants, checkoutBody, demo, place, prove, six } from './support/order.mjs';
import { startShop } from './support/shop.mjs';

const admin = '/api/v1/admin';
let shop, owner, offers, today;

before(async () => {
  shop = await startShop();
  owner = await shop.staffClient('owner');
  offers = await available(demo.madinaty);
  today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Africa/Cairo' }).format(new Date());
});
after(() => shop?.stop());

const available = async (zone) =>
  (await client(shop).get(`/api/v1/time-slots?zone_id=${zone}`)).expect(200).body.items.filter((o) => o.available);
/** What everybody may see is kept for five seconds: waits until it is so, for a while. */
async function soon(isSo, what) {
  const until = Date.now() + 30_000;
  while (!await isSo()) {
    assert.ok(Date.now() < until, what);
    await sleep(250);
  }
}
const read = async (path) => (await owner.get(`${admin}${path}`)).expect(200).body;
const cents = (amount) => Math.round(Number(amount) * 100);
const sum = (list, member) => list.reduce((all, one) => all + cents(one[member]), 0);

/** A guest with a cart of six and a proof, who has seen the price of now. */
async function ready(phone, name) {
  const visitor = client(shop);
  (await visitor.post('/api/v1/cart/items', six())).expect(201);
  const quote = (await visitor.post('/api/v1/cart/quote', { zone_id: demo.madinaty })).expect(200).body;
  const proof = await prove(shop, visitor, phone);
  const body = { ...checkoutBody({ phone, proof, offer: offers.at(-1), total: quote.total }), name };
  return { visitor, quote, order: { visitor, key: idempotencyKey(), body } };
}

async function paid(phone, name) {
  const { order } = await ready(phone, name);
  const { number } = (await place(order)).expect(201).body;
  const [{ id, total }] = (await read(`/orders?q=${number}`)).items;
  (await owner.post(`${admin}/orders/${id}/status`, { status: 'confirmed' })).expect(200);
  (await owner.post(`${admin}/orders/${id}/payments`, { method: 'cash', amount: total })).expect(201);
  return id;
}

describe('the numbers', () => {
  test('of a day are those of the ledger', async () => {
    const refunded = await paid('+201005550501', 'منى حسن');
    await paid('+201005550502', 'Ali Adel');
    (await owner.post(`${admin}/orders/${refunded}/refunds`, { delivery_fee: true, reason: 'It came late' },
      { key: idempotencyKey() })).expect(201);
    const { items } = await read(`/sales?from=${today}&to=${today}`);
    const day = await read(`/reports/dashboard?day=${today}`);
    assert.equal(items.length, 3);
    assert.equal(cents(day.sales.net_amount), sum(items, 'amount'));
    assert.deepEqual([day.sales.sales, day.sales.refunds, day.events.placed], [2, 1, 2]);
    assert.deepEqual(day.methods.map((m) => [m.name, m.net_amount]), [['cash', day.sales.net_amount]]);
  });

  test('are nobody else\'s', async () => {
    const products = await shop.staffClient('products');
    (await products.get(`${admin}/reports/dashboard?day=${today}`)).expect(403, 'forbidden');
    (await products.get(`${admin}/sales`)).expect(403, 'forbidden');
  });
});

describe('a rule and a code for Thursday evening', () => {
  const rule = { rule_type: 'location', target_id: demo.madinaty, discount_type: 'percentage',
    discount_value: '10.00', minimum_order_amount: '200.00', maximum_discount: '50.00' };
  const code = { discount_type: 'percentage', discount_value: '20.00', minimum_order_amount: '100.00' };
  const start = new Date(Date.now() + 7 * 86400_000);
  const at = (ms) => `${new Date(start.getTime() + ms).toISOString().slice(0, 19)}Z`;

  test('show what they would have cost, and change nothing', async () => {
    const tried = (await owner.post(`${admin}/pricing-rules/dry-run`, { ...rule, from: today, to: today })).expect(200).body;
    assert.deepEqual([tried.orders, tried.applied, tried.discount], [2, 2, '66.00']);
    const used = (await owner.post(`${admin}/promo-codes/dry-run`, { ...code, from: today, to: today })).expect(200).body;
    assert.equal(used.discount, '132.00');
    assert.equal((await read('/sales')).items.length, 3);
  });

  test('are there at their hour, for the simulator first', async () => {
    (await owner.post(`${admin}/pricing-rules`, { ...rule, name: 'Thursday in Madinaty', priority: 1,
      start_date: at(0), end_date: at(4 * 3600_000) })).expect(201);
    (await owner.post(`${admin}/promo-codes`, { ...code, code: 'THURSDAY', name: 'Thursday', usage_limit: 300,
      per_customer_limit: 1, valid_from: at(0), valid_until: at(4 * 3600_000) })).expect(201);
    const cart = { items: [six()], zone_id: demo.madinaty };
    const simulate = async (moment) =>
      (await owner.post(`${admin}/simulator`, { ...cart, at: moment })).expect(200).body;
    assert.equal((await simulate(at(-1000))).total, '365.00');
    assert.equal((await simulate(at(1000))).rules_discount_amount, '33.00');
    assert.equal((await simulate(at(5 * 3600_000))).total, '365.00');
    const { total } = (await owner.post(`${admin}/orders/quote`, cart)).expect(200).body;
    assert.equal(total, '365.00', 'not yet');
  });
});

describe('a higher price', () => {
  test('keeps what was promised, and the journal says who', async () => {
    const promised = await ready('+201005550503', 'Sara');
    (await owner.post(`${admin}/product-prices`, { product_instance_id: demo.packOf6, price_type: 'regular',
      price: '360.00' })).expect(201);
    const fresh = await ready('+201005550504', 'Omar');
    assert.equal(fresh.quote.total, '395.00');
    const late = { ...promised.order, body: { ...promised.order.body, quote_id: promised.quote.id } };
    assert.equal((await place(late)).expect(201).body.total, '365.00');
    const stale = { ...fresh.order, body: { ...fresh.order.body, expected_total: '365.00' } };
    (await place(stale)).expect(409, 'price_changed');
    const { items } = await read('/audit?entity=product_prices');
    assert.equal(items[0].username, 'owner');
    assert.match(JSON.stringify(items[0].after_json), /360\.00/);
  });
});

describe('a zone that opens', () => {
  test('tells who waits for it, once, and takes orders', async () => {
    const mail = 'waiting@example.com';
    (await client(shop).post(`/api/v1/zones/${demo.nasrCity}/waitlist`, { email: mail })).expect(204);
    const slots = await read(`/zones/${demo.nasrCity}/time-slots`);
    (await owner.put(`${admin}/zones/${demo.nasrCity}/time-slots`, { version: slots.version,
      slots: [{ time_slot_id: 2 }, { time_slot_id: 3 }] })).expect(200);
    const zone = await read(`/zones/${demo.nasrCity}`);
    assert.equal((await available(demo.nasrCity).catch(() => [])).length, 0);
    (await owner.put(`${admin}/zones/${demo.nasrCity}`, { version: zone.version, name: zone.name,
      city_id: zone.city_id, delivery_fee: '45.00', delivery_days: 1, is_active: true })).expect(200);
    for (let i = 0; i < 2; i++) (await shop.maintenance('waitlist')).expect(200);
    await shop.mailbox(mail, /Nasr City/);
    assert.equal((await shop.messages(mail)).length, 1);
    await soon(async () => `${[...new Set((await available(demo.nasrCity)).map((o) => o.time_slot_id))].sort()}` === '2,3',
      'its two slots are on offer');
  });
});

describe('a day that closes', () => {
  test('is not on offer any more, and its orders are listed', async () => {
    const { date, time_slot_id } = offers.at(-1);
    const waiting = await ready('+201005550505', 'Hany');
    (await owner.post(`${admin}/closures`, { day: date, reason: 'Feast' })).expect(201);
    (await place(waiting.order)).expect(422, 'slot_unavailable');
    await soon(async () => !(await available(demo.madinaty)).some((o) => o.date === date), 'the day is not on offer');
    const tasks = (await read(`/orders?date=${date}&time_slot_id=${time_slot_id}`)).items;
    assert.equal(tasks.length, 3);
    assert.deepEqual(await brokenInvariants(shop), []);
  });
});

describe('the books of the month', () => {
  test('come as tables that add up, with Arabic names', async () => {
    const span = `from=${today.slice(0, 8)}01&to=${today}`;
    const table = (await owner.get(`${admin}/sales.csv?${span}`)).expect(200).text.trim().split('\r\n');
    const amount = table[0].replace('\u{feff}', '').split(',').indexOf('amount');
    const earned = table.slice(1).reduce((all, line) => all + cents(line.split(',')[amount]), 0);
    assert.equal(earned, cents((await read(`/reports/sales?${span}`)).total.net_amount));
    const orders = (await owner.get(`${admin}/orders.csv?placed_from=${today}`)).expect(200).text;
    assert.match(orders, /^\u{feff}id,number,/u);
    assert.match(orders, /منى حسن/);
    const journal = (await read('/audit?action=export')).items.map((entry) => entry.entity);
    assert.deepEqual(journal.slice(0, 2).sort(), ['orders', 'sales']);
  });
});
