// SPDX-License-Identifier: MIT
// Tickets over real HTTPS: a customer asks with a picture that nginx takes, staff answer with a
// refund, a guest asks by the link of an order; what nginx keeps out, and what is left on the disk.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { register } from './support/account.mjs';
import { client, idempotencyKey } from './support/client.mjs';
import { brokenInvariants, checkoutBody, lastOffer, prove, six } from './support/order.mjs';
import { startShop } from './support/shop.mjs';

let shop;
before(async () => { shop = await startShop(); });
after(() => shop?.stop());

const MIB = 1024 * 1024;
const octets = { 'content-type': 'application/octet-stream' };
const files = (part) => readdirSync(join(shop.dir, 'shop/files', part));
const png = (size) => Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), randomBytes(size - 8)]);
const phones = { mona: '+201005550301', guest: '+201005550302' };
const note = 'She is right, but do not tell.';

async function nothingIncoming() {
  for (let i = 0; i < 100 && files('incoming').length > 0; i++) await sleep(50);
  assert.deepEqual(files('incoming'), []);
}

/** Sends a picture to `at` (of an account or an order). */
const upload = (who, at, bytes, { name = 'two.png', type = 'image/png', headers = {} } = {}) =>
  who.send('POST', `${at}/attachments?name=${encodeURIComponent(name)}&type=${type}`, bytes, { headers: { ...octets, ...headers } });

/** The status that comes although only a part of what was announced has been sent. */
const early = (who, path, length, headers = {}) => new Promise((resolve, reject) => {
  const request = httpsRequest(new URL(`${path}/attachments?name=a.png&type=image/png`, who.base), {
    method: 'POST', agent: false, ca: shop.ca, headers: { ...octets, 'content-length': length, ...headers },
  }, (response) => {
    response.resume();
    resolve(response.statusCode);
    request.destroy();
  });
  request.on('error', reject);
  request.write(Buffer.alloc(1000));
});

async function place(visitor, phone) {
  const offer = await lastOffer(visitor);
  (await visitor.post('/api/v1/cart/items', six())).expect(201);
  const proof = await prove(shop, visitor, phone);
  return (await visitor.post('/api/v1/checkout', checkoutBody({ phone, proof, offer, total: '365.00' }),
    { key: idempotencyKey() })).expect(201).body;
}

describe('a customer with a picture', () => {
  const email = 'mona.tickets@example.com';
  const picture = png(3 * MIB);
  let mona, other, staff, order, attachment, ticket, link;

  before(async () => {
    [mona, other] = [client(shop), client(shop)];
    staff = await shop.staffClient('orders');
  });
  after(() => [mona, other, staff].forEach((one) => one.close()));

  test('she has an account and an order that is paid', async () => {
    await register(shop, mona, phones.mona, email);
    order = await place(mona, phones.mona);
    const [[id]] = await shop.sql('SELECT MAX(id) FROM orders');
    order.id = Number(id);
    (await staff.post(`/api/v1/admin/orders/${id}/payments`, { method: 'cash', amount: '365.00' })).expect(201);
  });

  test('nobody uploads, and what is too large is refused before it is read', async () => {
    (await upload(other, '/api/v1/me', png(1000))).expect(401, 'login_needed');
    assert.equal(await early(other, '/api/v1/me', 5 * MIB), 401);
    (await upload(other, `/api/v1/orders/${order.number}`, png(1000))).expect(404, 'not_found');
    assert.equal(await early(other, `/api/v1/orders/${order.number}`, 5 * MIB, { 'tracking-token': 'x' }), 404);
    const cookie = [...mona.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    assert.equal(await early(mona, '/api/v1/me', 5 * MIB + 1, { cookie }), 413);
    assert.deepEqual(files('incoming'), []);
  });

  test('what is no picture is refused, and leaves no file', async () => {
    (await upload(mona, '/api/v1/me', Buffer.from('<svg onload="alert(1)"/>'))).expect(422, 'invalid');
    (await upload(mona, '/api/v1/me', picture, { name: 'two.html' })).expect(422, 'invalid');
    (await upload(mona, '/api/v1/me', picture, { headers: { 'content-type': 'image/png' } })).expect(415, 'unsupported_media_type');
    (await upload(mona, '/api/v1/me', picture, { headers: { 'sec-fetch-site': 'cross-site' } })).expect(403);
    await nothingIncoming();
    assert.deepEqual(files('stored'), []);
  });

  test('she asks about her order', async () => {
    attachment = (await upload(mona, '/api/v1/me', picture)).expect(201).body;
    assert.equal(attachment.size_bytes, picture.length);
    await nothingIncoming();
    assert.equal(files('stored').length, 1);
    ticket = (await mona.post('/api/v1/me/tickets', {
      subject: 'Two are broken', message: 'Look.', category: 'delivery', order_number: order.number,
      attachments: [attachment.id],
    }, { key: idempotencyKey() })).expect(201).body;
    assert.equal(ticket.files[0].name, 'two.png');
  });

  test('she and staff get the picture, as nothing that a browser would show; nobody else does', async () => {
    for (const [who, path] of [[mona, '/api/v1/me/attachments'], [staff, '/api/v1/admin/attachments']]) {
      const reply = (await who.get(`${path}/${attachment.id}`)).expect(200);
      assert.ok(reply.data.equals(picture));
      assert.equal(reply.headers['content-type'], 'image/png');
      assert.match(reply.headers['content-disposition'], /^attachment; filename="two.png"/);
      assert.equal(reply.headers['x-content-type-options'], 'nosniff');
      assert.equal(reply.headers['content-security-policy'], "default-src 'none'; sandbox");
      assert.equal(reply.headers['cache-control'], 'no-store');
      assert.equal(reply.headers['x-accel-redirect'], undefined);
    }
    (await other.get(`/api/v1/me/attachments/${attachment.id}`)).expect(401, 'login_needed');
    const products = await shop.staffClient('products');
    (await products.get(`/api/v1/admin/attachments/${attachment.id}`)).expect(403, 'forbidden');
    products.close();
    const [key] = files('stored');
    for (const base of [shop.shop, shop.admin]) {
      const reply = await client(shop, base).get(`/files/${key}`, { headers: { 'x-accel-redirect': `/files/${key}` } });
      assert.ok(!reply.data.includes('PNG') && reply.status === 404);
    }
  });

  test('staff note something, and answer with a refund', async () => {
    const { items } = (await staff.get('/api/v1/admin/tickets?waiting=true&unassigned=true')).expect(200).body;
    assert.equal(items[0].id, ticket.id);
    (await staff.post(`/api/v1/admin/tickets/${ticket.id}/notes`, { message: note }, { key: idempotencyKey() })).expect(201);
    const [[line]] = await shop.sql(`SELECT MIN(id) FROM order_items WHERE order_id = ${order.id}`);
    const answer = (quantity) => staff.post(`/api/v1/admin/tickets/${ticket.id}/answers`, {
      version: items[0].version, message: 'We are sorry.', status: 'resolved', reason: 'Broken',
      items: [{ order_item_id: Number(line), quantity }],
    }, { key: idempotencyKey() });
    (await answer(2)).expect(409, 'refund_too_much');
    assert.deepEqual(await shop.sql('SELECT id FROM customer_ticket_replies WHERE is_internal = 0'), []);
    const { body } = (await answer(1)).expect(201);
    assert.equal(body.order.refunded_amount, '330.00');
    await shop.mailbox(email, /answered your question/);
  });

  test('she reads the answer and no note, and is content', async () => {
    const reply = (await mona.get(`/api/v1/me/tickets/${ticket.id}`)).expect(200);
    assert.deepEqual(reply.body.replies.map((one) => one.message), ['We are sorry.']);
    assert.equal(reply.body.status, 'resolved');
    assert.ok(!reply.text.includes(note));
    (await mona.post(`/api/v1/me/tickets/${ticket.id}/close`)).expect(200);
  });

  test('a guest asks by the link of an order, with a picture too', async () => {
    const guest = client(shop);
    const placed = await place(guest, phones.guest);
    link = { headers: { 'tracking-token': placed.tracking_token } };
    const at = `/api/v1/orders/${placed.number}`;
    const { body } = (await upload(guest, at, png(1000), link)).expect(201);
    const asked = (await guest.post(`${at}/tickets`, { subject: 'Where?', message: 'Where is it?', attachments: [body.id] },
      { ...link, key: idempotencyKey() })).expect(201).body;
    (await guest.get(`${at}/tickets/${asked.id}`)).expect(422, 'invalid');
    (await other.get(`${at}/attachments/${body.id}`, { headers: { 'tracking-token': 'x' } })).expect(404, 'not_found');
    const [[version]] = await shop.sql(`SELECT version FROM customer_support_tickets WHERE id = ${asked.id}`);
    (await staff.post(`/api/v1/admin/tickets/${asked.id}/answers`, { version: Number(version), message: 'On its way.' },
      { key: idempotencyKey() })).expect(201);
    const sms = await shop.mailbox(phones.guest, /answered/, { kind: 'sms' });
    assert.ok(sms.text.includes(placed.tracking_token));
    const seen = (await guest.get(`${at}/tickets/${asked.id}`, link)).expect(200).body;
    assert.equal(seen.replies[0].message, 'On its way.');
    assert.equal((await guest.get(`${at}/attachments/${body.id}`, link)).expect(200).data.length, 1000);
    guest.close();
  });

  test('twenty-five MiB a day are taken, also at once', async () => {
    const replies = await Promise.all(Array.from({ length: 8 }, () => upload(mona, '/api/v1/me', png(5 * MIB))));
    assert.equal(replies.filter((reply) => reply.status === 201).length, 4); // with the three of before
    assert.ok(replies.every((reply) => reply.status === 201 || reply.body.code === 'too_many_requests'));
    await nothingIncoming();
    assert.equal(files('stored').length, 6);
  });

  test('and all is in order, and in no log', async () => {
    assert.deepEqual(await brokenInvariants(shop), []);
    (await shop.maintenance('purge')).expect(200);
    await sleep(1500); // nginx writes its log once a second
    for (const log of ['nginx/access.log', 'nginx/error.log', 'log/nginx.log', 'log/crumbled.log']) {
      const text = readFileSync(join(shop.dir, 'shop', log), 'utf8');
      for (const secret of [note, 'two.png', 'Where is it?', link.headers['tracking-token'], ...files('stored')]) {
        assert.ok(!text.includes(secret), `${log} has ${secret}`);
      }
    }
  });
});
