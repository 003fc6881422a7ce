// SPDX-License-Identifier: MIT
// A customer's account over HTTPS, with the codes and links that really arrive: registering,
// proving the e-mail, logging in on a new device, seeing and ending sessions, a forgotten password.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { client, idempotencyKey } from './support/client.mjs';
import { demo, lastOffer, checkoutBody, prove, six } from './support/order.mjs';
import { startShop } from './support/shop.mjs';

let shop;
before(async () => { shop = await startShop(); });
after(() => shop?.stop());

const phone = '+201005556667';
const email = 'mona@example.com';
const first = 'a long enough secret';
const second = 'another long enough secret';

// The newest message to a phone so far: the code that is asked for next comes after it.
const newestTo = async (number) => (await shop.messages(number))[0]?.id ?? 0;

async function proveFor(visitor, number, purpose) {
  const before = await newestTo(number);
  const { handle } = (await visitor.post('/api/v1/auth/otp', { phone: number, purpose })).expect(200).body;
  const code = await shop.code(number, { kind: 'sms', after: before });
  return (await visitor.post('/api/v1/auth/otp/verify', { handle, code })).expect(200).body.proof;
}

// On a device that the shop does not know yet: the password, then the code that was sent.
async function logIn(visitor, login, password) {
  const newest = await newestTo(phone);
  const asked = (await visitor.post('/api/v1/auth/login', { login, password })).expect(200).body;
  assert.equal(asked.needs_code, true);
  const code = await shop.code(phone, { kind: 'sms', after: newest });
  return (await visitor.post('/api/v1/auth/login', { login, password, handle: asked.handle, code })).expect(200).body;
}

describe('Mona and her account', () => {
  const mona = () => visitor;
  let visitor, other, orderNumber;

  test('she orders as a guest first', async () => {
    visitor = client(shop);
    (await mona().post('/api/v1/cart/items', six())).expect(201);
    const proof = await prove(shop, mona(), phone);
    const body = checkoutBody({ phone, proof, offer: await lastOffer(mona()), total: '365.00' });
    orderNumber = (await mona().post('/api/v1/checkout', body, { key: idempotencyKey() })).expect(201).body.number;
  });

  test('she registers with the phone that she proved, from a zone without delivery', async () => {
    const proof = await proveFor(mona(), phone, 'registration');
    (await mona().post('/api/v1/auth/register', {
      proof, phone, first_name: 'Mona', last_name: 'Adel', email, password: 'Password1',
    })).expect(422, 'password_weak');
    const { coverage } = (await mona().post('/api/v1/auth/register', {
      proof, phone, first_name: 'Mona', last_name: 'Adel', email, password: first,
      age_group: '25-34', city_id: 1, zone_id: demo.nasrCity, street_address: 'Street 9',
    })).expect(200).body;
    assert.equal(coverage, 'coming_soon');
    const rows = await shop.sql(`SELECT c.type, c.status, COUNT(o.id) FROM customers c
      JOIN orders o ON o.customer_id = c.id WHERE c.phone = '${phone}' GROUP BY c.id, c.type, c.status`);
    assert.deepEqual(rows, [['registered', 'unverified', '1']], 'the guest became the account and kept the order');
  });

  test('her e-mail is proved by the link in the mail, once', async () => {
    const mail = await shop.mailbox(email, /\/verify#token=/);
    const token = mail.text.match(/\/verify#token=([\w-]{43})/)[1];
    (await client(shop).post('/api/v1/auth/email/verify', { token })).expect(204);
    const again = await client(shop).post('/api/v1/auth/email/verify', { token });
    assert.ok(again.status >= 400 && again.status < 500, `${again.status}`);
    assert.deepEqual(await shop.sql(`SELECT status, email FROM customers WHERE phone = '${phone}'`), [['active', email]]);
  });

  test('registering the same phone or e-mail again looks just the same, and changes nothing', async () => {
    const stranger = client(shop);
    const number = '+201005550000';
    const proof = await proveFor(stranger, number, 'registration');
    const reply = (await stranger.post('/api/v1/auth/register', {
      proof, phone: number, first_name: 'Not', last_name: 'Mona', email, password: first,
    })).expect(200).body;
    assert.equal(reply.coverage, 'none');
    const rows = await shop.sql(`SELECT email FROM customers WHERE phone = '${number}'`);
    assert.deepEqual(rows, [[null]]);
    assert.match((await shop.mailbox(email, /account/i, { kind: 'email' })).text, /./);
  });

  test('she logs in on a new device by password and code, and her cart comes along', async () => {
    other = client(shop);
    (await other.post('/api/v1/cart/items', { product_instance_id: 2, quantity: 1 })).expect(201);
    (await other.post('/api/v1/auth/login', { login: email, password: 'not her secret at all' })).expect(401, 'login_wrong');
    await logIn(other, email, first);
    const me = (await other.get('/api/v1/me')).expect(200).body;
    assert.deepEqual([me.first_name, me.email], ['Mona', email]);
    const cart = (await other.get('/api/v1/cart')).expect(200).body;
    assert.equal(cart.subtotal, '65.00');
    const addresses = (await other.get('/api/v1/me/addresses')).expect(200).body.items;
    assert.equal(addresses.length, 1);
  });

  test('the device is known from now on, and both sessions are listed', async () => {
    (await other.post('/api/v1/auth/logout')).expect(204);
    (await other.get('/api/v1/me')).expect(401, 'login_needed');
    const again = (await other.post('/api/v1/auth/login', { login: phone, password: first, remember: true })).expect(200).body;
    assert.equal(again.needs_code, false);
    const third = client(shop);
    // A resent code has to be a minute old; this test cannot wait.
    await shop.sql('UPDATE customer_otp_codes SET created_at = created_at - INTERVAL 2 MINUTE');
    await logIn(third, phone, first);
    const sessions = (await other.get('/api/v1/me/sessions')).expect(200).body.items;
    assert.equal(sessions.length, 2);
    assert.equal(sessions.filter((s) => s.is_current).length, 1);
    (await other.post('/api/v1/me/sessions/end-others')).expect(204);
    (await third.get('/api/v1/me')).expect(401, 'login_needed');
    (await other.get('/api/v1/me')).expect(200);
  });

  test('she forgets her password: the link in the mail sets a new one, once, and ends all sessions', async () => {
    const stranger = client(shop);
    (await stranger.post('/api/v1/auth/password/forgot', { login: 'nobody@example.com', delivery_method: 'email' })).expect(200);
    (await stranger.post('/api/v1/auth/password/forgot', { login: email, delivery_method: 'email' })).expect(200);
    const mail = await shop.mailbox(email, /\/reset#token=/);
    const token = mail.text.match(/\/reset#token=([\w-]{43})/)[1];
    const replies = await Promise.all(Array.from({ length: 5 }, () =>
      client(shop).post('/api/v1/auth/password/reset', { token, password: second })));
    assert.equal(replies.filter((r) => r.status === 204).length, 1, 'the link works once');
    (await other.get('/api/v1/me')).expect(401, 'login_needed');
    (await other.post('/api/v1/auth/login', { login: email, password: first })).expect(401, 'login_wrong');
    await shop.mailbox(email, /password/i, { after: mail.id });
  });

  test('what she did is in her activity, and no secret is in the database', async () => {
    const device = client(shop);
    await shop.sql('UPDATE customer_otp_codes SET created_at = created_at - INTERVAL 2 MINUTE');
    await logIn(device, email, second);
    const { items } = (await device.get('/api/v1/me/activity')).expect(200).body;
    assert.ok(items.length >= 3, JSON.stringify(items));
    const tables = await shop.sql(`SELECT table_name, column_name FROM information_schema.columns
      WHERE table_schema = DATABASE() AND data_type IN ('varchar', 'text', 'longtext', 'blob', 'mediumblob')`);
    for (const [table, column] of tables) {
      const [[found]] = await shop.sql(`SELECT COUNT(*) FROM \`${table}\` WHERE \`${column}\` LIKE '%${first}%' OR \`${column}\` LIKE '%${second}%'`);
      assert.equal(found, '0', `${table}.${column} holds a password`);
    }
    assert.ok(orderNumber);
  });
});
