// SPDX-License-Identifier: MIT
// Pictures over real HTTPS: staff upload one, customers see it in a few widths, an avatar is its
// owner's; what nginx keeps out, and that nothing of the camera comes through.

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { client } from './support/client.mjs';
import { register } from './support/account.mjs';
import { brokenInvariants } from './support/order.mjs';
import { camera, secret } from './support/picture.mjs';
import { startShop } from './support/shop.mjs';

let shop;
before(async () => { shop = await startShop(); });
after(() => shop?.stop());

const MIB = 1024 * 1024;
const octets = { 'content-type': 'application/octet-stream' };
const files = (part) => readdirSync(join(shop.dir, 'shop/files', part));
const pictures = '/api/v1/admin/pictures';
const avatar = '/api/v1/me/avatar';

/** Width and height of a WebP of the plain kind. */
function sizeOf(webp) {
  assert.equal(webp.toString('latin1', 0, 4) + webp.toString('latin1', 8, 16), 'RIFFWEBPVP8 ');
  return [webp.readUInt16LE(26) & 0x3fff, webp.readUInt16LE(28) & 0x3fff];
}

const upload = (who, method, path, bytes, headers = {}) =>
  who.send(method, path, bytes, { headers: { ...octets, ...headers } });

async function nothingIncoming() {
  for (let i = 0; i < 100 && files('incoming').length > 0; i++) await sleep(50);
  assert.deepEqual(files('incoming'), []);
}

function expectPicture(reply, width, height) {
  reply.expect(200);
  assert.equal(reply.headers['content-type'], 'image/webp');
  assert.equal(reply.headers['cache-control'], 'public, max-age=31536000, immutable');
  assert.equal(reply.headers['x-content-type-options'], 'nosniff');
  assert.match(reply.headers['content-security-policy'], /sandbox/);
  assert.deepEqual(sizeOf(reply.data), [width, height]);
  assert.equal(reply.data.includes(secret), false);
}

describe('a picture of a product', () => {
  const photo = camera();
  let staff, other, visitor, url;

  before(async () => {
    staff = await shop.staffClient('products');
    other = await shop.staffClient('delivery');
    visitor = client(shop);
  });
  after(() => [staff, other, visitor].forEach((one) => one.close()));

  test('nobody else uploads one', async () => {
    (await upload(client(shop, shop.admin), 'POST', pictures, photo)).expect(401, 'login_needed');
    (await upload(other, 'POST', pictures, photo)).expect(403, 'forbidden');
    (await upload(visitor, 'POST', pictures, Buffer.alloc(100))).expect(404);
    await nothingIncoming();
  });

  test('what is no picture is refused and leaves nothing', async () => {
    (await upload(staff, 'POST', pictures, Buffer.from('<svg onload="alert(1)"/>'))).expect(422, 'picture_broken');
    (await upload(staff, 'POST', pictures, photo.subarray(0, 2000))).expect(422, 'picture_broken');
    (await upload(staff, 'POST', pictures, Buffer.alloc(10 * MIB + 1))).expect(413);
    const bomb = Buffer.from(photo);
    bomb.writeUInt32BE(60000, 16);
    bomb.writeUInt32BE(60000, 20);
    (await upload(staff, 'POST', pictures, bomb)).expect(422, 'picture_too_large');
    (await upload(staff, 'POST', pictures, photo, { 'content-type': 'image/png' })).expect(415);
    await nothingIncoming();
    assert.deepEqual(files('pictures'), []);
  });

  test('staff upload it and name it in a product', async () => {
    const { body } = (await upload(staff, 'POST', pictures, photo)).expect(201);
    assert.deepEqual([body.width, body.height], [1500, 1000]);
    url = body.url;
    (await staff.post('/api/v1/admin/products', { name: 'Lemon bar', slug: 'lemon-bar', product_type_id: 1,
      base_price: '40.00', image_url: url })).expect(201);
    await nothingIncoming();
    assert.equal(files('pictures').length, 1);
  });

  test('customers see it, large and small, and from then on out of the cache', async () => {
    const product = (await visitor.get('/api/v1/products/lemon-bar')).expect(200).body;
    assert.equal(product.image_url, url);
    expectPicture(await visitor.get(url), 1500, 1000);
    for (const width of [160, 320, 640, 1280]) {
      const height = Math.round(width * 2 / 3);
      for (let i = 0; i < 2; i++) {
        const reply = await visitor.get(url.replace('/pictures/', `/pictures/${width}/`));
        assert.ok(Math.abs(sizeOf(reply.data)[1] - height) <= 1);
        expectPicture(reply, width, sizeOf(reply.data)[1]);
      }
    }
    const kept = readdirSync(join(shop.dir, 'shop/nginx/thumbs'), { recursive: true, withFileTypes: true });
    assert.equal(kept.filter((one) => one.isFile()).length, 4);
  });

  test('other widths, names and folders are not there', async () => {
    const key = url.slice('/pictures/'.length);
    for (const path of [`161/${key}`, `0/${key}`, `0320/${key}`, `99999/${key}`, '0'.repeat(32), `320/${'0'.repeat(32)}`,
      `${key}.webp`, `${key}x`, '', '320/', `${key}/`, key.toUpperCase()]) {
      (await visitor.get(`/pictures/${path}`)).expect(404);
    }
    const [[name]] = [files('pictures')];
    assert.equal(name, key);
    // A digital good is no picture.
    (await upload(staff, 'POST', '/api/v1/admin/files?name=a.pdf', Buffer.from('%PDF-1.7'))).expect(201);
    const [good] = files('stored');
    for (const path of [`/pictures/${good}`, `/pictures/320/${good}`]) (await visitor.get(path)).expect(404);
    const kept = readdirSync(join(shop.dir, 'shop/nginx/thumbs'), { recursive: true, withFileTypes: true });
    assert.equal(kept.filter((one) => one.isFile()).length, 4);
  });
});

describe('the picture of a customer', () => {
  let mona, adel;

  before(async () => {
    [mona, adel] = [client(shop), client(shop)];
    await register(shop, mona, '+201005550401', 'mona.pictures@example.com');
    await register(shop, adel, '+201005550402', 'adel.pictures@example.com');
  });
  after(() => [mona, adel].forEach((one) => one.close()));

  test('it is set by its owner and by nobody else', async () => {
    (await upload(client(shop), 'PUT', avatar, camera())).expect(401, 'login_needed');
    const { avatar_url: url } = (await upload(mona, 'PUT', avatar, camera())).expect(200).body;
    (await upload(mona, 'PUT', avatar, camera(), { 'sec-fetch-site': 'cross-site' })).expect(403);
    (await upload(mona, 'PUT', avatar, Buffer.alloc(5 * MIB + 1))).expect(413);
    (await upload(adel, 'PUT', avatar, camera())).expect(200);
    (await adel.delete(avatar)).expect(204);
    assert.equal((await mona.get('/api/v1/me')).expect(200).body.avatar_url, url);
    assert.equal((await adel.get('/api/v1/me')).expect(200).body.avatar_url, null);
    expectPicture(await adel.get(url), 1500, 1000);
    expectPicture(await adel.get(url.replace('/pictures/', '/pictures/160/')), 160, 106);
    await nothingIncoming();
    (await mona.delete(avatar)).expect(204);
    (await mona.get(url)).expect(404);
    assert.equal(files('pictures').length, 1);
  });

  test('nothing is wrong in the database', async () => {
    assert.deepEqual(await brokenInvariants(shop), []);
  });
});
