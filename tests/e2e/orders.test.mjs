// SPDX-License-Identifier: MIT
// An order manager's morning over HTTPS: the list, a call that changes an order, an order taken on
// the phone, a cancellation, a refund, and two colleagues with the same order open.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { client, idempotencyKey } from './support/client.mjs';
import { brokenInvariants, checkoutBody, demo, lastOffer, place, prove, six } from './support/order.mjs';
import { startShop } from './support/shop.mjs';

let shop, desk, colleague, offer, later;
const api = '/api/v1/admin/orders';
const flavors = (...list) => list.map(([flavor_id, quantity]) => ({ flavor_id, quantity }));

before(async () => {
  shop = await startShop();
  desk = await shop.staffClient('orders');
  colleague = await shop.staffClient('owner');
  const visitor = client(shop);
  const offers = (await visitor.get(`/api/v1/time-slots?zone_id=${demo.madinaty}`)).expect(200).body.items
    .filter((o) => o.available);
  [later, offer] = [offers.at(-1), offers.at(-2)];
});
after(() => shop?.stop());

/** A guest's order, proved by the code that arrives. */
async function ordered(phone, name, more = {}) {
  const visitor = client(shop);
  (await visitor.post('/api/v1/cart/items', six())).expect(201);
  const proof = await prove(shop, visitor, phone);
  const body = { ...checkoutBody({ phone, proof, offer, total: '365.00' }), name, ...more };
  return (await place({ visitor, key: idempotencyKey(), body })).expect(201).body;
}
const find = async (query) => (await desk.get(`${api}?${query}`)).expect(200).body.items;
const open = async (id, by = desk) => (await by.get(`${api}/${id}`)).expect(200).body;

const mona = '+201005550401';

describe('the list', () => {
  test('of a day and slot, by status, and one order by phone, number or name', async () => {
    const order = await ordered(mona, 'Mona Adel');
    await ordered('+201005550402', 'منى حسن');
    const board = await find(`date=${offer.date}&time_slot_id=${offer.time_slot_id}&status=pending`);
    assert.equal(board.length, 2);
    assert.deepEqual(await find(`date=${later.date}&time_slot_id=${later.time_slot_id}&status=pending`), []);
    for (const q of ['0100 555 0401', order.number, order.number.replace('-', '').toLowerCase(), 'mona ad']) {
      assert.deepEqual((await find(`q=${encodeURIComponent(q)}`)).map((o) => o.number), [order.number], q);
    }
    assert.deepEqual((await find(`q=${encodeURIComponent('مني')}`)).map((o) => o.customer_name), ['منى حسن']);
  });
});

describe('a call: Oreo instead of vanilla, and in another slot', () => {
  let id, seen, edit;

  test('the difference is shown before anything changes', async () => {
    [{ id }] = await find(`q=${encodeURIComponent(mona)}`);
    seen = await open(id);
    edit = {
      version: seen.version, delivery_date: later.date, time_slot_id: later.time_slot_id,
      items: [{ product_instance_id: demo.packOf6, quantity: 1,
        flavors: flavors([demo.chocolateChip, 3], [demo.pistachio, 3]) }],
    };
    const { body } = (await desk.post(`${api}/${id}/edit/quote`, edit)).expect(200);
    assert.equal(body.total_before, '365.00');
    edit.expected_total = body.quote.total;
    assert.equal(Number(body.difference), Number(body.quote.total) - 365);
    assert.equal((await open(id)).version, seen.version);
  });

  test('two have it open: the second to save gets the fresh order', async () => {
    edit.reason = 'Mona called';
    (await desk.post(`${api}/${id}/edit`, edit)).expect(200);
    (await colleague.post(`${api}/${id}/edit`, { ...edit, reason: 'She called me too' })).expect(409, 'conflict');
    const now = await open(id, colleague);
    assert.equal(now.delivery_date, later.date);
    assert.match(JSON.stringify(now.items), /Pistachio/i);
    assert.doesNotMatch(JSON.stringify(now.items), /Vanilla/);
    assert.deepEqual(await brokenInvariants(shop), []);
  });

  test('capacity went along, and she was told once', async () => {
    const held = async (o) => Number((await shop.sql(`SELECT COALESCE(SUM(held_orders + used_orders), 0)
      FROM capacity WHERE day = '${o.date}' AND slot_key = ${o.time_slot_id}`))[0][0]);
    assert.equal(await held(later), 1);
    assert.equal(await held(offer), 1); // the other guest's
    const messages = (await desk.get(`${api}/${id}/messages`)).expect(200).body.items;
    assert.equal(messages.filter((m) => m.topic === 'order_changed' && m.kind === 'sms').length, 1);
  });
});

describe('an order on the phone', () => {
  const order = () => ({
    items: [six()], zone_id: demo.madinaty, name: 'Ali Hassan', phone: '0100 555 0403', language: 'ar',
    address: 'Street 9, building 1', delivery_date: offer.date, time_slot_id: offer.time_slot_id,
    payment_method: 'cash',
  });

  test('is quoted, taken once, and told to who called', async () => {
    const { items, zone_id } = order();
    const { total } = (await desk.post(`${api}/quote`, { items, zone_id })).expect(200).body;
    assert.equal(total, '365.00');
    const key = idempotencyKey();
    const took = [];
    for (let i = 0; i < 2; i++) {
      took.push((await desk.post(api, { ...order(), expected_total: total }, { key })).expect(201).body);
    }
    assert.equal(took[0].number, took[1].number);
    assert.equal((await find(`q=${encodeURIComponent('Ali Has')}`)).length, 1);
    await shop.mailbox('+201005550403', new RegExp(took[0].number), { kind: 'sms' });
  });

  test('is checked as the shop checks', async () => {
    (await desk.post(api, { ...order(), expected_total: '1.00' }, { key: idempotencyKey() })).expect(409, 'price_changed');
    (await desk.post(api, { ...order(), zone_id: demo.nasrCity, expected_total: '365.00' },
      { key: idempotencyKey() })).expect(422, 'zone_inactive');
    const delivery = await shop.staffClient('delivery');
    (await delivery.post(api, { ...order(), expected_total: '365.00' }, { key: idempotencyKey() })).expect(403, 'forbidden');
  });
});

describe('cancelled, and paid back', () => {
  test('a cancelled order gives its slot and its code back, once', async () => {
    const used = async () => Number((await shop.sql(
      `SELECT used_count FROM promo_codes WHERE code = 'WELCOME10'`))[0][0]);
    const before = await used();
    const visitor = client(shop);
    const phone = '+201005550404';
    (await visitor.post('/api/v1/cart/items', six())).expect(201);
    (await visitor.post('/api/v1/cart/promo', { promo_code: 'WELCOME10' })).expect(200);
    const proof = await prove(shop, visitor, phone);
    await place({ visitor, key: idempotencyKey(), body: checkoutBody({ phone, proof, offer, total: '332.00' }) });
    assert.equal(await used(), before + 1);
    const [{ id }] = await find(`q=${encodeURIComponent(phone)}`);
    (await desk.post(`${api}/${id}/status`, { status: 'cancelled' })).expect(422, 'reason_needed');
    (await desk.post(`${api}/${id}/status`, { status: 'cancelled', note: 'Changed his mind' })).expect(200);
    (await desk.post(`${api}/${id}/status`, { status: 'cancelled', note: 'Again' })).expect(409, 'move_refused');
    assert.equal(await used(), before);
    assert.deepEqual(await brokenInvariants(shop), []);
  });

  test('a refund with the same key pays once', async () => {
    const [{ id }] = await find(`q=${encodeURIComponent('Ali Has')}`);
    (await desk.post(`${api}/${id}/status`, { status: 'confirmed' })).expect(200);
    (await desk.post(`${api}/${id}/payments`, { method: 'cash', amount: '365.00' })).expect(201);
    const key = idempotencyKey();
    for (let i = 0; i < 3; i++) {
      (await desk.post(`${api}/${id}/refunds`, { delivery_fee: true, reason: 'It came late' }, { key })).expect(201);
    }
    assert.equal((await open(id)).refunded_amount, '35.00');
    const money = (await desk.get(`${api}/${id}/payments`)).expect(200).body;
    assert.equal(money.refunds.length, 1);
    assert.deepEqual(await brokenInvariants(shop), []);
  });

  test('what she should know stays among colleagues', async () => {
    const [{ id }] = await find(`q=${encodeURIComponent(mona)}`);
    (await desk.post(`${api}/${id}/notes`, { note: 'Rings twice' })).expect(201);
    const { items } = (await colleague.get(`${api}/${id}/notes`)).expect(200).body;
    assert.deepEqual(items.map((n) => [n.author, n.note]), [['orders', 'Rings twice']]);
  });
});
