// SPDX-License-Identifier: MIT
// A digital good over real HTTPS: uploaded by staff, bought, paid, and fetched through nginx; what
// nginx keeps out, what it writes down, and what is left on the disk.

import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { client, idempotencyKey } from './support/client.mjs';
import { brokenInvariants, prove } from './support/order.mjs';
import { startShop } from './support/shop.mjs';

let shop;
before(async () => { shop = await startShop(); });
after(() => shop?.stop());

const MIB = 1024 * 1024;
const octets = { 'content-type': 'application/octet-stream' };
const folder = (part) => join(shop.dir, 'shop/files', part);
const files = (part) => readdirSync(folder(part));
const cookies = (who) => [...who.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
const upload = (who, name, bytes, headers = {}) =>
  who.send('POST', `/api/v1/admin/files?name=${encodeURIComponent(name)}`, bytes, { headers: { ...octets, ...headers } });

/** Waits until nothing is in incoming: nginx removes a file when its request has ended. */
async function nothingIncoming() {
  for (let i = 0; i < 100 && files('incoming').length > 0; i++) await sleep(50);
  assert.deepEqual(files('incoming'), []);
}

/** Sends only a part of what it announces; with `wait`, until there is an answer, else it hangs up. */
function broken(who, length, sent, wait) {
  return new Promise((resolve, reject) => {
    const request = httpsRequest(new URL('/api/v1/admin/files?name=a.bin', who.base), {
      method: 'POST', agent: false, ca: shop.ca,
      headers: { ...octets, 'content-length': length, cookie: cookies(who) },
    }, (response) => {
      response.resume();
      resolve(response.statusCode);
      request.destroy();
    });
    request.on('error', (error) => (wait ? reject(error) : resolve(0)));
    request.write(sent);
    if (!wait) setTimeout(() => request.destroy(), 500);
  });
}

/** Sends pieces without saying how long they are together. */
function chunked(who, pieces) {
  return new Promise((resolve, reject) => {
    const request = httpsRequest(new URL('/api/v1/admin/files?name=a.bin', who.base),
      { method: 'POST', agent: false, ca: shop.ca, headers: { ...octets, cookie: cookies(who) } },
      async (response) => {
        let text = '';
        for await (const chunk of response.setEncoding('utf8')) text += chunk;
        resolve({ status: response.statusCode, body: JSON.parse(text) });
      });
    request.on('error', reject);
    for (const piece of pieces) request.write(piece);
    request.end();
  });
}

describe('uploads', () => {
  let staff;
  const bytes = randomBytes(MIB);

  before(async () => { staff = await shop.staffClient('products'); });
  after(() => staff.close());

  test('nobody, and who has another role, is refused before the body is read', async () => {
    const nobody = client(shop, shop.admin);
    (await upload(nobody, 'a.bin', Buffer.alloc(1000))).expect(401, 'login_needed');
    assert.equal(await broken(nobody, 400 * MIB, Buffer.alloc(1000), true), 401);
    const orders = await shop.staffClient('orders');
    (await upload(orders, 'a.bin', Buffer.alloc(1000))).expect(403, 'forbidden');
    assert.equal(await broken(orders, 400 * MIB, Buffer.alloc(1000), true), 403);
    assert.deepEqual(files('incoming'), []);
    nobody.close();
    orders.close();
  });

  test('another site is refused', async () => {
    (await upload(staff, 'a.bin', bytes, { 'sec-fetch-site': 'cross-site' })).expect(403, 'cross_site');
    await nothingIncoming();
  });

  test("the shop's host takes none", async () => {
    const visitor = client(shop);
    (await upload(visitor, 'a.bin', Buffer.alloc(1000))).expect(404, 'not_found');
    visitor.close();
  });

  test('a body over the limit is refused, and leaves no file', async () => {
    assert.equal(await broken(staff, 512 * MIB + 1, Buffer.alloc(1000), true), 413);
    assert.deepEqual(files('incoming'), []);
  });

  test('what the program refuses leaves no file', async () => {
    (await upload(staff, '../../etc/passwd', bytes)).expect(422, 'invalid');
    (await upload(staff, 'a.bin', bytes, { 'content-type': 'text/plain' })).expect(415, 'unsupported_media_type');
    (await upload(staff, 'a.bin', '')).expect(422, 'invalid');
    // What a client says of a file is not believed, under whatever name.
    (await staff.send('POST', '/api/v1/admin/files?name=a.bin', undefined,
      { headers: { ...octets, 'request-body-file': '/etc/passwd', 'content-length': 0 } })).expect(422, 'invalid');
    await nothingIncoming();
    assert.deepEqual(files('stored'), []);
  });

  test('who hangs up in the middle leaves no file', async () => {
    await broken(staff, 20 * MIB, Buffer.alloc(5 * MIB), false);
    await nothingIncoming();
  });

  test('one of unknown length is taken, and can be removed again', async () => {
    const { body } = await chunked(staff, [bytes.subarray(0, 1000), bytes.subarray(1000)]);
    assert.equal(body.sha256, createHash('sha256').update(bytes).digest('hex'));
    assert.equal(body.media_type, 'application/octet-stream');
    assert.equal(files('stored').length, 1);
    (await staff.delete(`/api/v1/admin/files/${body.id}`)).expect(204);
    assert.deepEqual(files('stored'), []);
  });

  test('a list is no upload', async () => {
    (await staff.get('/api/v1/admin/files')).expect(200);
    await nothingIncoming();
  });
});

describe('a recipe of 20 MB', () => {
  const book = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(20 * MIB)]);
  const name = 'وصفات الكوكيز.pdf';
  const phone = '+201005550199';
  const tokens = [];
  let visitor, staff, thing, order, delivery;

  const secret = () => ({ headers: { 'tracking-token': order.tracking_token } });
  async function newLink() {
    const { body } = (await visitor.post(`/api/v1/orders/${order.number}/downloads/${delivery.id}/token`, {}, secret()))
      .expect(201);
    tokens.push(body.url.split('/').at(-1));
    return body.url;
  }
  const fetched = async () => {
    const rows = await shop.sql('SELECT SUM(download_count), (SELECT customer_download_count FROM deliveries) FROM download_tokens');
    return rows[0].map(Number);
  };

  before(async () => {
    visitor = client(shop);
    staff = await shop.staffClient('products');
  });
  after(() => { visitor.close(); staff.close(); });

  test('staff upload it and sell it', async () => {
    const { body } = (await upload(staff, name, book)).expect(201);
    assert.equal(body.sha256, createHash('sha256').update(book).digest('hex'));
    assert.equal(body.size_bytes, book.length);
    assert.equal(body.media_type, 'application/pdf');
    assert.deepEqual(files('incoming'), []);
    assert.equal(files('stored').length, 1);
    const rows = await shop.sql(`
      INSERT INTO products (product_type_id, name, slug, base_price) VALUES (4, 'Recipes', 'recipes', 50);
      INSERT INTO product_instance (product_type, product_id, base_price) SELECT 'digital', MAX(id), 50 FROM products;
      SELECT MAX(id) FROM product_instance`);
    thing = Number(rows[0][0]);
    (await visitor.post('/api/v1/cart/items', { product_instance_id: thing, quantity: 1 })).expect(422, 'not_sold');
    (await staff.put(`/api/v1/admin/product-instances/${thing}/file`, { file_id: body.id })).expect(200);
  });

  test('a guest orders it without saying where and when', async () => {
    (await visitor.post('/api/v1/cart/items', { product_instance_id: thing, quantity: 1 })).expect(201);
    const proof = await prove(shop, visitor, phone);
    order = (await visitor.post('/api/v1/checkout',
      { name: 'Mona Adel', phone, proof, payment_method: 'cash', expected_total: '50.00' },
      { key: idempotencyKey() })).expect(201).body;
    (await visitor.get(`/api/v1/orders/${order.number}/downloads`, secret())).expect(200);
  });

  test('when it is paid, a message tells that it is ready', async () => {
    const [[id]] = await shop.sql('SELECT MAX(id) FROM orders');
    const orders = await shop.staffClient('orders');
    (await orders.post(`/api/v1/admin/orders/${id}/payments`, { method: 'cash', amount: '50.00' })).expect(201);
    orders.close();
    const sms = await shop.mailbox(phone, /downloads/, { kind: 'sms' });
    assert.ok(sms.text.includes(`token=${order.tracking_token}`));
    const { items } = (await visitor.get(`/api/v1/orders/${order.number}/downloads`, secret())).expect(200).body;
    [delivery] = items;
    assert.equal(delivery.file_name, name);
    assert.equal(delivery.size_bytes, book.length);
  });

  test('it comes whole, under its name, and as nothing that a browser would run', async () => {
    const reply = (await client(shop).get(await newLink())).expect(200);
    assert.ok(reply.data.equals(book));
    assert.equal(reply.headers['content-type'], 'application/pdf');
    assert.equal(reply.headers['content-disposition'],
      `attachment; filename="_____ _______.pdf"; filename*=UTF-8''${encodeURIComponent(name)}`);
    assert.equal(reply.headers['cache-control'], 'no-store');
    assert.equal(reply.headers['x-content-type-options'], 'nosniff');
    assert.equal(reply.headers['content-security-policy'], "default-src 'none'; sandbox");
    assert.equal(reply.headers['accept-ranges'], 'bytes');
    assert.equal(reply.headers['x-accel-redirect'], undefined);
    assert.deepEqual(await fetched(), [1, 1]);
  });

  test('what broke off goes on where it stopped, without counting', async () => {
    const url = await newLink();
    const first = (await visitor.get(url, { headers: { range: 'bytes=0-9999999' } })).expect(206);
    const rest = (await visitor.get(url, { headers: { range: 'bytes=10000000-' } })).expect(206);
    assert.equal(rest.headers['content-range'], `bytes 10000000-${book.length - 1}/${book.length}`);
    assert.ok(Buffer.concat([first.data, rest.data]).equals(book));
    // As browsers do it.
    const again = (await visitor.get(url, { headers: { range: 'bytes=5-', 'if-range': first.headers.etag } })).expect(206);
    assert.ok(again.data.equals(book.subarray(5)));
    (await visitor.get(url, { headers: { range: `bytes=${book.length}-` } })).expect(416, 'range_not_satisfiable');
    assert.deepEqual(await fetched(), [2, 2]);
  });

  test('twenty at once with one link of three are three', async () => {
    const url = await newLink();
    const many = Array.from({ length: 20 }, () => client(shop));
    const replies = await Promise.all(many.map((one) => one.get(url)));
    many.forEach((one) => one.close());
    const good = replies.filter((reply) => reply.status === 200);
    assert.equal(good.length, 3);
    assert.ok(good.every((reply) => reply.data.equals(book)));
    assert.ok(replies.filter((reply) => reply.status !== 200).every((reply) => reply.body.code === 'download_over'));
    assert.deepEqual(await fetched(), [5, 5]);
  });

  test('a link that has expired is over, one that is none is not there, and its head is not told', async () => {
    const url = await newLink();
    (await visitor.send('HEAD', url)).expect(405);
    await shop.sql('UPDATE download_tokens SET expires_at = created_at');
    (await visitor.get(url)).expect(410, 'download_over');
    (await visitor.get(`/api/v1/downloads/${'A'.repeat(43)}`)).expect(404, 'not_found');
    (await visitor.get('/api/v1/downloads/')).expect(404, 'not_found');
  });

  test('the folder of files is not reachable from outside', async () => {
    const [key] = files('stored');
    for (const path of [`/files/${key}`, '/files/', `/files//${key}`, `/files/../files/${key}`, `/files/%2e%2e/stored/${key}`,
      `/api/v1/downloads/../../../files/${key}`, `/stored/${key}`, '/may-upload']) {
      for (const base of [shop.shop, shop.admin]) {
        const reply = await client(shop, base).get(path, { headers: { 'x-accel-redirect': `/files/${key}` } });
        assert.ok(!reply.data.includes('%PDF'), path);
        assert.ok(reply.status === 404 || /^text\/html/.test(reply.headers['content-type']), `${path}: ${reply.status}`);
      }
    }
  });

  test('no log has a token, whatever goes wrong', async () => {
    const url = await newLink();
    const [key] = files('stored');
    const path = join(folder('stored'), key);
    chmodSync(path, 0o000); // nginx would write the whole request line into its log of errors
    const reply = await visitor.get(url);
    chmodSync(path, 0o600);
    assert.equal(reply.status, 403);
    (await visitor.get(url)).expect(200);
    await sleep(1500); // nginx writes its log once a second
    const logs = ['nginx/access.log', 'nginx/error.log', 'log/nginx.log', 'log/crumbled.log']
      .map((log) => readFileSync(join(shop.dir, 'shop', log), 'utf8'));
    for (const text of logs) {
      for (const token of tokens) assert.ok(!text.includes(token));
      assert.ok(!text.includes(key));
    }
    assert.match(logs[0], /"path":"\/files\/\*","status":206/);
    assert.match(logs[0], /"path":"\/api\/v1\/downloads\/\*","status":410/);
    assert.match(logs[3], /"route":"fetch_download"/);
  });

  test('and all is in order', async () => {
    assert.deepEqual(files('incoming'), []);
    assert.equal(files('stored').length, 1);
    assert.deepEqual(await brokenInvariants(shop), []);
    (await shop.maintenance('purge')).expect(200);
  });
});
