// SPDX-License-Identifier: MIT
// Two hundred clients at once on what is scarce, while workers are killed (-9), orders are cancelled
// and unproved ones expire: never above a limit at any moment that is looked at, exact at rest.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { client } from './support/client.mjs';
import { brokenInvariants, crowd, killWorkers, lastOffer, place } from './support/order.mjs';
import { startShop } from './support/shop.mjs';

let shop;
before(async () => { shop = await startShop(); });
after(() => shop?.stop());

const CROWD = 200;
const one = async (query) => Number((await shop.sql(query))[0][0]);
const placed = (replies) => replies.filter((r) => r.status === 201);

// Runs `work` under fire and looks at `tooMuch` (a query that counts what is above) all the while.
async function underFire(tooMuch, work) {
  await shop.sql('DELETE FROM rate_limits'); // the crowd shares one address
  const fire = killWorkers(shop);
  let running = true;
  let looks = 0;
  const watch = (async () => {
    while (running) {
      assert.equal(await one(tooMuch), 0, tooMuch);
      looks++;
      await sleep(20);
    }
  })();
  try {
    return await work();
  } finally {
    running = false;
    const kills = await fire.stop();
    await watch;
    assert.ok(kills > 0 && looks > 3, `${kills} workers killed, looked ${looks} times`);
  }
}

const gather = async (count, options = {}) =>
  crowd(shop, count, { offer: await lastOffer(client(shop)), total: '365.00', ...options });

for (const limit of [1, 5, 50]) {
  test(`${CROWD} clients, a code for ${limit}: so many use it`, async () => {
    const code = `FOR${limit}`;
    await shop.sql(`INSERT INTO promo_codes (code, name, discount_type, discount_value, usage_limit,
      valid_from) VALUES ('${code}', 'Few', 'fixed_amount', 30, ${limit}, '2026-01-01')`);
    const guests = await gather(CROWD, { code, total: '335.00' });
    const replies = await underFire(
      `SELECT COUNT(*) FROM promo_codes WHERE used_count > usage_limit`,
      () => Promise.all(guests.map((guest) => place(guest))));
    for (const r of replies) if (r.status !== 201) r.expect(409, 'promo_spent');
    assert.equal(placed(replies).length, limit);
    assert.equal(await one(`SELECT used_count FROM promo_codes WHERE code = '${code}'`), limit);
    assert.deepEqual(await brokenInvariants(shop), []);
  });
}

test('one person in forty carts uses a code for one each once', async () => {
  await shop.sql(`INSERT INTO promo_codes (code, name, discount_type, discount_value,
    per_customer_limit, valid_from) VALUES ('EACH', 'Each', 'fixed_amount', 30, 1, '2026-01-01')`);
  const guests = await gather(40, { code: 'EACH', total: '335.00' });
  const { phone } = guests[0].body;
  await shop.sql(`UPDATE phone_proofs SET phone = '${phone}' WHERE used_at IS NULL`);
  for (const guest of guests) guest.body.phone = phone;
  const replies = await underFire(
    `SELECT COUNT(*) FROM promo_codes WHERE code = 'EACH' AND used_count > 1`,
    () => Promise.all(guests.map((guest) => place(guest))));
  for (const r of replies) if (r.status !== 201) r.expect(409, 'promo_used');
  assert.equal(placed(replies).length, 1);
  assert.deepEqual(await brokenInvariants(shop), []);
});

// Orders come, some are cancelled at once by who placed them, and others never proved their phone and
// expire: what is given back is taken by who comes later.
async function comeAndGo(guests) {
  const cancelled = [];
  const one = async (guest, i) => {
    if (i % 4 === 3) delete guest.body.proof; // to be proved later, and never is
    const reply = await place(guest);
    if (reply.status !== 201) return reply;
    if (i % 4 === 1) {
      const { number, tracking_token: token } = reply.body;
      for (let tries = 0; tries < 40; tries++) {
        const gone = await guest.visitor.post(`/api/v1/orders/${number}/cancel`, {},
          { headers: { 'tracking-token': token } }).catch(() => undefined);
        if (gone?.status === 200 || gone?.body?.code === 'move_refused') break;
        await sleep(50);
      }
      cancelled.push(number);
    }
    return reply;
  };
  let running = true;
  const expiring = (async () => {
    while (running) {
      await shop.sql(`UPDATE orders SET verify_by = UTC_TIMESTAMP() - INTERVAL 1 MINUTE
        WHERE verify_by IS NOT NULL AND status = 'pending'`);
      await shop.maintenance('expire-orders').catch(() => undefined);
      await sleep(50);
    }
  })();
  try {
    return await Promise.all(guests.map(one));
  } finally {
    running = false;
    await expiring;
    assert.equal((await shop.maintenance('expire-orders')).status, 200);
  }
}

test('a slot for 7 orders, with orders that come and go', async () => {
  const offer = await lastOffer(client(shop));
  await shop.sql(`INSERT INTO capacity (slot_key, time_slot_id, day, limit_orders)
    VALUES (${offer.time_slot_id}, ${offer.time_slot_id}, '${offer.date}', 7)
    ON DUPLICATE KEY UPDATE limit_orders = held_orders + used_orders + 7`);
  const guests = await gather(CROWD, { offer });
  const replies = await underFire(
    'SELECT COUNT(*) FROM capacity WHERE held_orders + used_orders > limit_orders',
    () => comeAndGo(guests));
  for (const r of replies) if (r.status !== 201) r.expect(409, 'slot_full');
  assert.ok(placed(replies).length >= 7, 'what was given back was taken');
  assert.deepEqual(await brokenInvariants(shop), []);
});

test('a day of 300 cookies, with orders that come and go', async () => {
  const offers = (await client(shop).get('/api/v1/time-slots?zone_id=1')).expect(200).body.items;
  const offer = offers.filter((o) => o.available).at(-4);
  await shop.sql(`INSERT INTO capacity (slot_key, time_slot_id, day, limit_cookies)
    VALUES (0, NULL, '${offer.date}', 300)
    ON DUPLICATE KEY UPDATE limit_cookies = held_cookies + used_cookies + 300`);
  const guests = await gather(CROWD, { offer });
  const replies = await underFire(
    'SELECT COUNT(*) FROM capacity WHERE held_cookies + used_cookies > limit_cookies',
    () => comeAndGo(guests));
  for (const r of replies) if (r.status !== 201) r.expect(409, 'slot_full');
  assert.ok(placed(replies).length >= 50, 'fifty packs of six fit');
  // At rest: one more order fits exactly if there is room for it.
  const room = await one(`SELECT limit_cookies - held_cookies - used_cookies FROM capacity
    WHERE slot_key = 0 AND day = '${offer.date}'`);
  const [last] = await gather(1, { offer });
  assert.equal((await place(last)).status, room >= 6 ? 201 : 409);
  assert.deepEqual(await brokenInvariants(shop), []);
});
