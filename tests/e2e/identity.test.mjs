// SPDX-License-Identifier: MIT
// Whose orders these are, and how a person leaves: claiming by the link and the code that really
// arrive, undone by staff; a session that was ended is refused by every worker; the export by its
// link; the erasure. Afterwards neither the logs nor a dump of the database tell what they must not.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { client } from './support/client.mjs';
import { brokenInvariants } from './support/order.mjs';
import { startShop } from './support/shop.mjs';

let shop;
before(async () => { shop = await startShop(); });
after(() => shop?.stop());

const run = promisify(execFile);
const victim = { phone: '+201005550101', email: 'nadia.canary@example.com', password: 'walnut river 7 lamp' };
const thief = { phone: '+201005550202', password: 'another river 8 lamp' };

// Everything that must be nowhere in clear: each code, token, link and password that was used.
const secrets = new Set([victim.password, thief.password]);
const persons = new Set([victim.phone, victim.email, thief.phone, 'Canarystreet']);

const newestTo = async (to) => (await shop.messages(to))[0]?.id ?? 0;

function keep(reply) {
  for (const [, token] of reply.text.matchAll(/"(?:proof|handle|tracking_token|token)":"([\w-]{20,})"/g)) secrets.add(token);
  return reply;
}

async function code(to, options) {
  const digits = await shop.code(to, options);
  secrets.add(digits);
  return digits;
}

async function prove(visitor, phone, purpose) {
  const after = await newestTo(phone);
  const { handle } = keep((await visitor.post('/api/v1/auth/otp', { phone, purpose })).expect(200)).body;
  const reply = await visitor.post('/api/v1/auth/otp/verify', { handle, code: await code(phone, { kind: 'sms', after }) });
  return keep(reply.expect(200)).body.proof;
}

async function register(visitor, { phone, email = victim.email, password }) {
  const proof = await prove(visitor, phone, 'registration');
  keep((await visitor.post('/api/v1/auth/register', {
    proof, phone, email, password, first_name: 'Nadia', last_name: 'Canarystreet',
  })).expect(200));
  const newest = await newestTo(phone);
  const asked = keep((await visitor.post('/api/v1/auth/login', { login: phone, password })).expect(200)).body;
  if (!asked.needs_code) return;
  const digits = await code(phone, { kind: 'sms', after: newest });
  (await visitor.post('/api/v1/auth/login', { login: phone, password, handle: asked.handle, code: digits })).expect(200);
}

async function linkIn(to, mark, options) {
  const mail = await shop.mailbox(to, new RegExp(mark), options);
  const token = mail.text.match(new RegExp(`${mark}=([\\w-]{43})`))[1];
  secrets.add(token);
  return token;
}

const orders = async (visitor) => (await visitor.get('/api/v1/me/orders')).expect(200).body.items.map((o) => o.number).sort();
const rows = (table) => shop.sql(`SELECT * FROM ${table} ORDER BY id`);
const sums = () => shop.sql('SELECT COUNT(*), SUM(total), SUM(subtotal), SUM(refunded_amount) FROM orders');

describe('Nadia, somebody who is not her, and her earlier orders', () => {
  const nadia = { get c() { return nadiaClient; } };
  let nadiaClient, stranger, owner, before, mine;

  test('orders of an earlier shop carry her e-mail, written in any way', async () => {
    for (const [n, email] of [[1, victim.email], [2, victim.email], [3, 'other@example.com']]) {
      await shop.sql(`INSERT INTO orders (number, tracking_nonce, tracking_token_hash, customer_name,
        customer_email, payment_method, subtotal, total, created_at) VALUES ('OLD000000${n}',
        REPEAT('n', 16), UNHEX(SHA2('old${n}', 256)), 'Nadia Canarystreet', '${email}', 'cash', 100, 100,
        '2026-01-0${n} 10:00:00')`);
      await shop.sql(`INSERT INTO order_items (order_id, product_name, product_type, quantity, unit_price)
        SELECT id, 'Cookies', 'individual', 1, 100 FROM orders WHERE number = 'OLD000000${n}'`);
      await shop.sql(`INSERT INTO order_status_history (order_id, to_status, actor_type)
        SELECT id, 'pending', 'system' FROM orders WHERE number = 'OLD000000${n}'`);
    }
    before = await rows('orders');
  });

  test('a stranger who registers her e-mail sees nothing of hers', async () => {
    stranger = client(shop);
    await register(stranger, thief);
    assert.deepEqual(await orders(stranger), []);
    assert.deepEqual((await stranger.get('/api/v1/me/claims')).expect(200).body.items, []);
    assert.equal((await stranger.get('/api/v1/me')).expect(200).body.email, null);
    assert.deepEqual(await rows('orders'), before);
  });

  test('she proves it by the link in her mail, and has her two orders', async () => {
    nadiaClient = client(shop);
    const newest = await newestTo(victim.email);
    await register(nadia.c, victim);
    assert.deepEqual(await orders(nadia.c), []);
    const token = await linkIn(victim.email, '/verify#token', { after: newest });
    (await nadia.c.post('/api/v1/auth/email/verify', { token })).expect(204);
    assert.deepEqual(await orders(nadia.c), ['OLD00-00001', 'OLD00-00002']);
    await shop.mailbox(victim.email, /earlier orders/i);
    assert.deepEqual(await orders(stranger), []);
    mine = await rows('orders');
  });

  test('staff undo the claim; by a code she claims the same rows again', async () => {
    owner = await shop.staffClient('owner');
    const [[id]] = await shop.sql(`SELECT id FROM customers WHERE email = '${victim.email}'`);
    const claims = (await owner.get(`/api/v1/admin/customers/${id}/claims`)).expect(200).body.items;
    assert.equal(claims.length, 1);
    (await owner.post(`/api/v1/admin/claims/${claims[0].id}/undo`, { note: 'She asked for it' })).expect(200);
    (await owner.post(`/api/v1/admin/claims/${claims[0].id}/undo`, { note: 'Once more' })).expect(409, 'conflict');
    assert.deepEqual(await orders(nadia.c), []);
    assert.deepEqual(await rows('orders'), before);
    assert.deepEqual((await nadia.c.get('/api/v1/me/claims')).body.items, [{ via: 'email', orders: 2 }]);
    const newest = await newestTo(victim.email);
    const { handle } = keep((await nadia.c.post('/api/v1/me/claims/code', { email: victim.email })).expect(200)).body;
    const digits = await code(victim.email, { after: newest });
    (await stranger.post('/api/v1/me/claims', { handle, code: digits })).expect(422, 'code_wrong');
    const done = (await nadia.c.post('/api/v1/me/claims', { handle, code: digits })).expect(200).body;
    assert.equal(done.claimed, 2);
    assert.deepEqual(await rows('orders'), mine);
  });

  test('a session that was ended is refused by whichever worker is asked next', async () => {
    const tablet = client(shop);
    await shop.sql('UPDATE customer_otp_codes SET created_at = created_at - INTERVAL 2 MINUTE');
    const newest = await newestTo(victim.phone);
    const login = { login: victim.email, password: victim.password };
    const asked = keep((await tablet.post('/api/v1/auth/login', login)).expect(200)).body;
    const digits = await code(victim.phone, { kind: 'sms', after: newest });
    (await tablet.post('/api/v1/auth/login', { ...login, handle: asked.handle, code: digits })).expect(200);
    await Promise.all(Array.from({ length: 20 }, async () => (await tablet.get('/api/v1/me')).expect(200)));
    (await nadia.c.post('/api/v1/me/sessions/end-others')).expect(204);
    const replies = await Promise.all(Array.from({ length: 40 }, () => tablet.get('/api/v1/me')));
    for (const reply of replies) reply.expect(401, 'login_needed');
    (await nadia.c.get('/api/v1/me')).expect(200);
  });

  test('her export comes by a link that works once', async () => {
    (await nadia.c.post('/api/v1/me/export', { password: 'not hers at all' })).expect(422, 'password_wrong');
    const newest = await newestTo(victim.email);
    const asked = await nadia.c.post('/api/v1/me/export', { password: victim.password });
    assert.ok(asked.status >= 200 && asked.status < 300, asked.text);
    const token = await linkIn(victim.email, '/export#token', { after: newest });
    const replies = await Promise.all(Array.from({ length: 5 }, () => client(shop).post('/api/v1/export', { token })));
    const good = replies.filter((r) => r.status === 200);
    assert.equal(good.length, 1, 'once');
    const text = good[0].text;
    for (const part of [victim.email, victim.phone, 'Canarystreet', 'OLD00-00001', 'OLD00-00002']) {
      assert.ok(text.includes(part), part);
    }
    for (const part of [thief.phone, 'OLD00-00003', 'other@example.com']) assert.ok(!text.includes(part), part);
  });

  test('no secret is in a dump of the database, and nobody at all in the logs', async () => {
    const dump = await dumped();
    for (const secret of secrets) {
      // Six digits alone may be part of any number: a code counts where it stands alone.
      const found = /^\d{6}$/.test(secret) ? new RegExp(`'${secret}'`).test(dump) : dump.includes(secret);
      assert.ok(!found, `the dump has ${secret}`);
    }
    const logs = readLogs();
    assert.ok(logs.length > 1000, 'there are logs');
    for (const canary of [...secrets, ...persons]) {
      const found = /^\d{6}$/.test(canary) ? new RegExp(`\\b${canary}\\b`).test(logs) : logs.includes(canary);
      assert.ok(!found, `the logs have ${canary}`);
    }
  });

  test('she leaves: name, address and login are gone, the books are as they were', async () => {
    const booked = await sums();
    (await nadia.c.delete('/api/v1/me', { password: victim.password })).expect(409, 'orders_open');
    await shop.sql(`INSERT INTO order_status_history (order_id, from_status, to_status, actor_type)
      SELECT id, 'pending', 'cancelled', 'system' FROM orders WHERE number LIKE 'OLD%'`);
    await shop.sql("UPDATE orders SET status = 'cancelled' WHERE number LIKE 'OLD%'");
    (await nadia.c.delete('/api/v1/me', { password: 'not hers at all' })).expect(422, 'password_wrong');
    const gone = await nadia.c.delete('/api/v1/me', { password: victim.password });
    assert.equal(gone.status, 204, gone.text);
    (await nadia.c.get('/api/v1/me')).expect(401, 'login_needed');
    await shop.mailbox(victim.email, /delet|erased|remove/i);
    for (let i = 0; i < 20; i++) {
      (await shop.maintenance('purge')).expect(200);
      const [[open]] = await shop.sql('SELECT COUNT(*) FROM erasures WHERE done_at IS NULL');
      if (open === '0') break;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    const dump = await dumped();
    for (const canary of [victim.email, victim.phone]) assert.ok(!dump.includes(canary), `the dump has ${canary}`);
    assert.deepEqual(await shop.sql("SELECT customer_name FROM orders WHERE number IN ('OLD0000001', 'OLD0000002')"), [[''], ['']]);
    assert.deepEqual(await sums(), booked);
    (await client(shop).post('/api/v1/auth/login', { login: victim.email, password: victim.password })).expect(401, 'login_wrong');
    assert.deepEqual(await brokenInvariants(shop), []);
  });
});

async function dumped() {
  const { socket, name, user } = shop.database;
  const command = ['mariadb-dump', '--no-defaults', '--hex-blob=false', '--skip-extended-insert', `--socket=${socket}`, `--user=${user}`, name];
  if (process.getuid() === 0) command.unshift('setpriv', `--reuid=${user}`, `--regid=${user}`, '--init-groups');
  return (await run(command[0], command.slice(1), { maxBuffer: 256 << 20 })).stdout;
}

// Everything below the shop's folder that is a log.
function readLogs(folder = join(shop.dir, 'shop')) {
  let text = '';
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !/^(db|data|mysql|keys|secrets|www)$/.test(entry.name)) text += readLogs(path);
    else if (entry.isFile() && /log|\.err$|\.out$/.test(path) && statSync(path).size < 64 << 20) text += readFileSync(path, 'latin1');
  }
  return text;
}
