// SPDX-License-Identifier: MIT
// Short ways to what end-to-end tests begin with: a full cart, a proved phone, a checkout.

import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { client, idempotencyKey } from './client.mjs';

// The demo shop's ids (sql/demo/demo.sql).
export const demo = { madinaty: 1, nasrCity: 4, packOf6: 44, chocolateChip: 1, vanilla: 8, pistachio: 5 };

export const six = (first = 3, second = 3) => ({
  product_instance_id: demo.packOf6, quantity: 1,
  flavors: [{ flavor_id: demo.chocolateChip, quantity: first }, { flavor_id: demo.vanilla, quantity: second }],
});

/** Asks for a code, reads it from the message, and gives the proof of the phone. */
export async function prove(shop, visitor, phone) {
  const after = (await shop.messages(phone))[0]?.id ?? 0;
  const asked = (await visitor.post('/api/v1/auth/otp', { phone, purpose: 'guest_checkout' })).expect(200);
  const code = await shop.code(phone, { kind: 'sms', after });
  const { body } = (await visitor.post('/api/v1/auth/otp/verify', { handle: asked.body.handle, code })).expect(200);
  return body.proof;
}

/** The last day and slot on offer for a zone: never one that a slow test runs out of. */
export async function lastOffer(visitor, zone = demo.madinaty) {
  const { body } = (await visitor.get(`/api/v1/time-slots?zone_id=${zone}`)).expect(200);
  return body.items.filter((o) => o.available).at(-1);
}

export const checkoutBody = ({ phone, proof, offer, total, zone = demo.madinaty, ...more }) => ({
  name: 'Mona Adel', phone, proof, zone_id: zone, address: 'Street 5, Building 12, Floor 3',
  delivery_date: offer.date, time_slot_id: offer.time_slot_id, payment_method: 'cash',
  expected_total: total, ...more,
});

/**
 * Many guests, each with a cart of six (or of `box(i)`) and a proof of an own phone, ready to press the button.
 * The proofs are written into the database (codes for so many phones from one address are
 * refused, as they should be); everything else goes through the API.
 */
export async function crowd(shop, count, { code, offer, total, box = () => six() }) {
  const guests = [];
  const rows = [];
  for (let i = 0; i < count; i++) {
    const visitor = client(shop);
    (await visitor.post('/api/v1/cart/items', box(i))).expect(201);
    const phone = `+2012${String(10000000 + Math.floor(Math.random() * 89999999))}`;
    const proof = randomBytes(32).toString('base64url');
    const hash = createHash('sha256').update(proof).digest('hex');
    rows.push(`(UNHEX('${hash}'), 'guest_checkout', '${phone}', UTC_TIMESTAMP() + INTERVAL 30 MINUTE)`);
    guests.push({ visitor, key: idempotencyKey(), body: checkoutBody({ phone, proof, offer, total }) });
  }
  await shop.sql(`INSERT INTO phone_proofs (token_hash, otp_type, phone, expires_at) VALUES ${rows.join(', ')}`);
  if (code) {
    // Set as the cart's own code; trying so many from one address is limited too.
    await shop.sql(`UPDATE carts SET promo_code = '${code}' WHERE ordered_at IS NULL`);
  }
  return guests;
}

/** Presses the button until there is an answer: what a client does when the answer is lost. */
export async function place({ visitor, key, body }, tries = 40) {
  for (let i = 0; ; i++) {
    let reply;
    try {
      reply = await visitor.post('/api/v1/checkout', body, { key });
    } catch (error) {
      if (i === tries) throw error;
    }
    const again = !reply || reply.status >= 500 || reply.body?.code === 'idempotency_key_busy';
    if (!again || i === tries) return reply;
    await sleep(50 + Math.random() * 200);
  }
}

// Processes that are this shop's workers of the shop pool.
function workers(shop) {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      return words[1] === 'worker' && words[2] === 'shop' && words.includes(shop.conf);
    } catch {
      return false; // it has ended meanwhile
    }
  });
}

/** Kills a random worker of the shop pool (-9) every `every` ms until stopped; stop() tells how many. */
export function killWorkers(shop, every = 200) {
  let running = true;
  let kills = 0;
  const loop = (async () => {
    while (running) {
      const pids = workers(shop);
      if (pids.length > 0) {
        try {
          process.kill(pids[Math.floor(Math.random() * pids.length)], 'SIGKILL');
          kills++;
        } catch (error) {
          if (error.code !== 'ESRCH') throw error;
        }
      }
      await sleep(every);
    }
  })();
  return { stop: async () => { running = false; await loop; return kills; } };
}

/** Runs every query of sql/checks; each must return nothing. */
export async function brokenInvariants(shop) {
  const folder = join(import.meta.dirname, '../../../sql/checks');
  const found = [];
  for (const name of readdirSync(folder).filter((f) => f.endsWith('.sql'))) {
    const rows = await shop.sql(readFileSync(join(folder, name), 'utf8'));
    if (rows.length > 0) found.push(`${name}: ${JSON.stringify(rows[0])}`);
  }
  return found;
}
