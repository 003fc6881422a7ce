// SPDX-License-Identifier: MIT
// The main job: from browsing to the door, over HTTPS through nginx, FastCGI and MariaDB, with
// the codes and mails that really arrive.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { client, idempotencyKey } from './support/client.mjs';
import { brokenInvariants, checkoutBody, demo, lastOffer, prove, six } from './support/order.mjs';
import { startShop } from './support/shop.mjs';

let shop;
before(async () => { shop = await startShop(); });
after(() => shop?.stop());

describe('a pack of six to Madinaty', () => {
  const mona = () => visitor;
  const phone = '+201001234567';
  let visitor, offer, order, orderId, staff, delivery;

  test('Mona looks at packs, zones and slots', async () => {
    visitor = client(shop);
    const packs = (await mona().get('/api/v1/packs')).expect(200).body.items;
    assert.equal(packs.find((p) => p.count === 6).instances.at(-1).price, '330.00');
    const zones = (await mona().get('/api/v1/zones')).expect(200).body.items;
    const madinaty = zones.find((z) => z.name === 'Madinaty');
    assert.equal(madinaty.delivery_fee, '35.00');
    assert.equal(zones.find((z) => z.name === 'Nasr City').coming_soon, true);
    offer = await lastOffer(mona());
  });

  test('she fills a pack, enters a code and sees the total', async () => {
    (await mona().post('/api/v1/cart/items', six())).expect(201);
    (await mona().post('/api/v1/cart/promo', { promo_code: 'welcome10' })).expect(200);
    const quote = (await mona().post('/api/v1/cart/quote', { zone_id: demo.madinaty })).expect(200).body;
    assert.deepEqual([quote.subtotal, quote.discount_amount, quote.delivery_fee, quote.total],
      ['330.00', '33.00', '35.00', '332.00']);
  });

  test('she proves her phone by a code and places the order', async () => {
    const began = Date.now();
    const proof = await prove(shop, mona(), phone);
    assert.ok(Date.now() - began < 5000, 'the code arrives at once');
    const body = checkoutBody({ phone: '0100 123 4567', proof, offer, total: '332.00', email: 'mona@example.com' });
    order = (await mona().post('/api/v1/checkout', body, { key: idempotencyKey() })).expect(201).body;
    assert.equal(order.status, 'pending');
    assert.equal(order.total, '332.00');
  });

  test('a mail and an SMS tell her, with a link that opens the order', async () => {
    const mail = await shop.mailbox('mona@example.com', /332\.00/);
    assert.ok(mail.tls && mail.auth, 'sent by STARTTLS with AUTH');
    assert.match(mail.text, new RegExp(order.number));
    const sms = await shop.mailbox(phone, new RegExp(order.number), { kind: 'sms' });
    const token = sms.text.match(/token=([\w-]{43})/)[1];
    const tracked = (await client(shop).get(`/api/v1/orders/${order.number}`,
      { headers: { 'tracking-token': token } })).expect(200).body;
    assert.equal(tracked.total, '332.00');
    assert.equal(tracked.tracking_token, undefined);
  });

  test('nobody else opens it: not by the number alone, not by another token', async () => {
    (await client(shop).get(`/api/v1/orders/${order.number}`)).expect(422);
    const foreign = (await client(shop).get(`/api/v1/orders/${order.number}`,
      { headers: { 'tracking-token': 'A'.repeat(43) } })).expect(404, 'not_found').body;
    const missing = (await client(shop).get('/api/v1/orders/00000-00000',
      { headers: { 'tracking-token': 'A'.repeat(43) } })).expect(404).body;
    assert.equal(foreign.title, missing.title);
  });

  test('an order manager finds and confirms it', async () => {
    staff = await shop.staffClient('orders');
    const list = (await staff.get(`/api/v1/admin/orders?status=pending&date=${offer.date}`)).expect(200).body.items;
    orderId = list.find((o) => o.number === order.number).id;
    (await staff.post(`/api/v1/admin/orders/${orderId}/status`, { status: 'delivered' })).expect(409, 'move_refused');
    (await staff.post(`/api/v1/admin/orders/${orderId}/status`, { status: 'confirmed' })).expect(200);
  });

  test('the kitchen sees what to bake', async () => {
    const kitchen = (await staff.get(`/api/v1/admin/kitchen?date=${offer.date}`)).expect(200);
    const lines = JSON.stringify(kitchen.body);
    assert.match(lines, /Chocolate chip/);
    assert.match(lines, /Vanilla/);
    (await staff.post(`/api/v1/admin/orders/${orderId}/status`, { status: 'preparing' })).expect(200);
  });

  test('dispatch assigns a man of the zone, and only one of the zone', async () => {
    delivery = await shop.staffClient('delivery');
    (await delivery.post(`/api/v1/admin/orders/${orderId}/status`, { status: 'out_for_delivery' }))
      .expect(409, 'courier_needed');
    (await delivery.post(`/api/v1/admin/orders/${orderId}/assign`, { delivery_man_id: 2 })).expect(422, 'courier_zone');
    (await delivery.post(`/api/v1/admin/orders/${orderId}/assign`, { delivery_man_id: 1 })).expect(200);
    (await delivery.post(`/api/v1/admin/orders/${orderId}/status`, { status: 'out_for_delivery' })).expect(200);
    await shop.mailbox(phone, /way|road|door/i, { kind: 'sms' });
  });

  test('it is delivered, and every step is on record', async () => {
    (await delivery.post(`/api/v1/admin/orders/${orderId}/status`, { status: 'delivered' })).expect(200);
    await shop.mailbox('mona@example.com', /delivered/i);
    const { body } = (await staff.get(`/api/v1/admin/orders/${orderId}`)).expect(200);
    assert.deepEqual(body.history.map((h) => h.to_status),
      ['pending', 'confirmed', 'preparing', 'out_for_delivery', 'delivered']);
    const audited = await shop.sql("SELECT COUNT(*) FROM admin_activity_log WHERE entity = 'orders'");
    assert.ok(Number(audited[0][0]) >= 5);
    assert.deepEqual(await brokenInvariants(shop), []);
  });
});

describe('another guest is refused, each time with the reason', () => {
  let visitor, offer, proof;
  const phone = '+201112223334';
  const order = (more = {}) => checkoutBody({ phone, proof, offer, total: '365.00', ...more });
  const place = (more, key = idempotencyKey()) => visitor.post('/api/v1/checkout', order(more), { key });

  before(async () => {
    visitor = client(shop);
    offer = await lastOffer(visitor);
    (await visitor.post('/api/v1/cart/items', six())).expect(201);
    proof = await prove(shop, visitor, phone);
  });

  test('an inactive zone', async () => {
    const { body } = (await place({ zone_id: demo.nasrCity })).expect(422, 'zone_inactive');
    assert.equal(body.errors[0].field, 'zone_id');
  });

  test('a pack that does not add up', async () => {
    const { body } = (await visitor.post('/api/v1/cart/items', six(3, 2))).expect(422, 'pack_sum');
    assert.equal(body.errors[0].field, 'flavors');
  });

  test('a spent code', async () => {
    await shop.sql("INSERT INTO promo_codes (code, name, discount_type, discount_value, usage_limit, valid_from) VALUES ('GONE', 'Gone', 'percentage', 10, 0, '2026-01-01')");
    (await visitor.post('/api/v1/cart/promo', { promo_code: 'gone' })).expect(409, 'promo_spent');
  });

  test('a changed total, with the new quote', async () => {
    const { body } = (await place({ expected_total: '300.00' })).expect(409, 'price_changed');
    assert.equal(body.quote.total, '365.00');
  });

  test('no idempotency key', async () => {
    (await visitor.post('/api/v1/checkout', order())).expect(400, 'idempotency_key_missing');
  });

  test('in Arabic, if that is what the guest reads', async () => {
    const { body } = (await visitor.post('/api/v1/checkout', order({ zone_id: demo.nasrCity }),
      { key: idempotencyKey(), language: 'ar' })).expect(422);
    assert.match(body.title, /[\u0600-\u06ff]/);
  });

  test('five wrong codes, after which the right one is too late', async () => {
    const other = '+201119998887';
    const { body } = (await visitor.post('/api/v1/auth/otp', { phone: other, purpose: 'guest_checkout' })).expect(200);
    const right = await shop.code(other, { kind: 'sms' });
    const wrong = right === '000000' ? '000001' : '000000';
    for (let i = 0; i < 4; i++) {
      (await visitor.post('/api/v1/auth/otp/verify', { handle: body.handle, code: wrong })).expect(422, 'code_wrong');
    }
    const fifth = await visitor.post('/api/v1/auth/otp/verify', { handle: body.handle, code: wrong });
    assert.ok(['code_wrong', 'code_attempts'].includes(fifth.body.code));
    (await visitor.post('/api/v1/auth/otp/verify', { handle: body.handle, code: right })).expect(429, 'code_attempts');
  });

  test('and after all that, the order itself still goes through', async () => {
    (await place()).expect(201);
    const orders = await shop.sql(`SELECT COUNT(*) FROM orders WHERE customer_phone = '${phone}'`);
    assert.equal(orders[0][0], '1');
  });
});
