// SPDX-License-Identifier: MIT
// Many at once, through the whole stack, and the same again while a worker is killed (-9) every
// 200 ms and the clients press the button again: an order is placed once, limits hold exactly,
// nothing is half written.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { brokenInvariants, crowd, killWorkers, lastOffer, place } from './support/order.mjs';
import { client } from './support/client.mjs';
import { startShop } from './support/shop.mjs';

let shop;
before(async () => { shop = await startShop(); });
after(() => shop?.stop());

const one = async (query) => Number((await shop.sql(query))[0][0]);

// Prepares in peace, then runs what is tested: once as it is, and once under fire.
function both(name, prepare, run) {
  test(name, async () => run(await prepare()));
  test(`${name}, with workers killed meanwhile`, async () => {
    const prepared = await prepare();
    const fire = killWorkers(shop);
    let kills;
    try {
      await run(prepared);
    } finally {
      kills = await fire.stop();
    }
    assert.ok(kills > 0, 'workers were killed');
  });
}

const gather = async (count, options = {}) =>
  crowd(shop, count, { offer: options.offer ?? await lastOffer(client(shop)), total: '365.00', ...options });

both('50 checkouts with one key are one order and 50 equal replies', async () => {
  const [guest] = await gather(1);
  return { guest, before: await one('SELECT COUNT(*) FROM orders') };
}, async ({ guest, before }) => {
  const replies = await Promise.all(Array.from({ length: 50 }, () => place(guest)));
  for (const reply of replies) reply.expect(201);
  assert.equal(new Set(replies.map((r) => r.text)).size, 1, 'all replies are equal');
  assert.equal(await one('SELECT COUNT(*) FROM orders'), before + 1);
  assert.deepEqual(await brokenInvariants(shop), []);
});

let codes = 0;
both('64 checkouts on a code for 10: exactly 10 use it', async () => {
  const code = `TEN${++codes}`;
  await shop.sql(`INSERT INTO promo_codes (code, name, discount_type, discount_value, usage_limit,
    valid_from) VALUES ('${code}', 'Ten', 'fixed_amount', 30, 10, '2026-01-01')`);
  return { code, guests: await gather(64, { code, total: '335.00' }) };
}, async ({ code, guests }) => {
  const replies = await Promise.all(guests.map((guest) => place(guest)));
  for (const r of replies) if (r.status !== 201) r.expect(409, 'promo_spent');
  assert.equal(replies.filter((r) => r.status === 201).length, 10);
  assert.equal(await one(`SELECT used_count FROM promo_codes WHERE code = '${code}'`), 10);
  assert.equal(await one(`SELECT COUNT(*) FROM orders WHERE promo_code = '${code}'`), 10);
  assert.deepEqual(await brokenInvariants(shop), []);
});

let day = 0;
both('40 checkouts on a slot for 7: exactly 7 get it', async () => {
  const offers = (await client(shop).get('/api/v1/time-slots?zone_id=1')).expect(200).body.items;
  const offer = offers.filter((o) => o.time_slot_id === 2).at(++day);
  await shop.sql(`INSERT INTO capacity (slot_key, time_slot_id, day, limit_orders)
    VALUES (2, 2, '${offer.date}', 7)`);
  return { offer, guests: await gather(40, { offer }) };
}, async ({ offer, guests }) => {
  const replies = await Promise.all(guests.map((guest) => place(guest)));
  for (const r of replies) if (r.status !== 201) r.expect(409, 'slot_full');
  assert.equal(replies.filter((r) => r.status === 201).length, 7);
  const where = `delivery_date = '${offer.date}' AND time_slot_id = 2`;
  assert.equal(await one(`SELECT COUNT(*) FROM orders WHERE ${where}`), 7);
  assert.equal(await one(`SELECT held_orders FROM capacity WHERE slot_key = 2 AND day = '${offer.date}'`), 7);
  assert.deepEqual(await brokenInvariants(shop), []);
});

test('no order is half written, and every message was put down with its order', async () => {
  const lacking = (what) => one(`SELECT COUNT(*) FROM orders o WHERE NOT EXISTS (${what})`);
  assert.equal(await lacking('SELECT 1 FROM order_items i WHERE i.order_id = o.id'), 0);
  assert.equal(await lacking("SELECT 1 FROM outbox m WHERE m.order_id = o.id AND m.kind = 'sms'"), 0);
  assert.equal(await lacking('SELECT 1 FROM capacity_moves m WHERE m.order_id = o.id HAVING COUNT(*) = 2'), 0);
  assert.equal(await one('SELECT COUNT(*) FROM idempotency_keys WHERE reply IS NULL'), 0);
});
