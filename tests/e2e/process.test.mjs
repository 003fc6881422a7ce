// SPDX-License-Identifier: MIT
// Workers come and go behind nginx while people use the shop; and what nginx keeps from them.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'node:tls';
import { client } from './support/client.mjs';
import { startShop } from './support/shop.mjs';

let shop;
before(async () => {
  process.env.CRUMBLED_RATE = '100000'; // the load is one address
  shop = await startShop();
});
after(() => shop?.stop());

const manager = () => Number(readFileSync(join(shop.dir, 'shop/run/crumbled.pid'), 'utf8'));

/** Process numbers of a pool's workers. */
function workers(pool) {
  const pid = manager();
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
  return children.map(Number).filter((child) => {
    try {
      return readFileSync(`/proc/${child}/cmdline`, 'utf8').split('\0')[2] === pool;
    } catch {
      return false; // gone since
    }
  });
}

/**
 * Eight visitors read and write for so long; what they got, counted by status, with errors of
 * the connection as status 0.
 */
async function load(seconds, tease) {
  const until = Date.now() + seconds * 1000;
  const counts = new Map();
  const count = (status) => counts.set(status, (counts.get(status) ?? 0) + 1);
  const visit = async () => {
    const visitor = client(shop);
    for (let i = 0; Date.now() < until; i++) {
      try {
        // The empty item is refused by the program; a write is never sent twice by nginx.
        const reply = await (i % 2 ? visitor.get('/readyz') : visitor.post('/api/v1/cart/items', {}));
        count(reply.status);
      } catch {
        count(0);
      }
    }
    visitor.close();
  };
  await Promise.all([...Array.from({ length: 8 }, visit), tease(until)]);
  return Object.fromEntries(counts);
}

describe('replacement', () => {
  test('HUP twice a second under load fails no request', async () => {
    const first = workers('shop');
    const counts = await load(10, async (until) => {
      while (Date.now() < until - 1000) {
        process.kill(manager(), 'SIGHUP');
        await sleep(500);
      }
    });
    const failed = Object.keys(counts).filter((status) => status === '0' || status >= '500');
    assert.deepEqual(failed, [], JSON.stringify(counts));
    assert.ok(counts[200] > 500, JSON.stringify(counts));
    // nginx lets go of a kept connection after five idle seconds.
    const old = () => workers('shop').filter((pid) => first.includes(pid));
    for (let i = 0; i < 100 && old().length > 0; i++) await sleep(100);
    assert.deepEqual(old(), [], 'an old worker stays');
  });

  test('a worker killed each second costs at most the request that it was serving', async () => {
    let kills = 0;
    const counts = await load(10, async (until) => {
      while (Date.now() < until - 2000) {
        const pids = workers('shop');
        const victim = pids[kills % pids.length];
        if (victim) process.kill(victim, 'SIGKILL');
        kills++;
        await sleep(1000);
      }
    });
    const failed = Object.entries(counts).filter(([status]) => status === '0' || status >= '500');
    assert.ok(failed.every(([status]) => status === '502'), JSON.stringify(counts));
    assert.ok((counts[502] ?? 0) <= kills, JSON.stringify({ kills, ...counts }));
    assert.equal(workers('shop').length >= 4, true);
    const visitor = client(shop);
    for (let i = 0; i < 50; i++) (await visitor.get('/readyz')).expect(200);
    visitor.close();
  });

  test('nginx reloaded under load fails no request', async () => {
    const nginx = Number(readFileSync(join(shop.dir, 'shop/nginx/pid'), 'utf8'));
    const counts = await load(4, async () => {
      await sleep(1000);
      process.kill(nginx, 'SIGHUP');
    });
    assert.deepEqual(Object.keys(counts).filter((status) => status >= '500'), [], JSON.stringify(counts));
  });
});

/** Sends bytes as they are; everything that comes back until the end. */
function raw(text, host = new URL(shop.shop)) {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: host.hostname, port: host.port, ca: shop.ca, servername: '' });
    let reply = '';
    socket.setTimeout(20_000, () => socket.destroy(new Error('no answer')));
    socket.setEncoding('utf8').on('data', (data) => { reply += data; });
    socket.on('error', (error) => (reply || error.code === 'ECONNRESET' ? resolve(reply) : reject(error)));
    socket.on('close', () => resolve(reply));
    socket.write(text);
  });
}

describe('what nginx refuses', () => {
  const host = () => new URL(shop.shop).host;

  test('two thousand header lines', async () => {
    const lines = Array.from({ length: 2000 }, (_, i) => `X-Number-${i}: ${i} of many\r\n`).join('');
    const reply = await raw(`GET /api/v1/cities HTTP/1.1\r\nHost: ${host()}\r\n${lines}\r\n`);
    assert.match(reply, /^HTTP\/1\.1 431 /);
    assert.match(reply, /"code":"[a-z_]+"/);
  });

  test('a body of ten megabytes', async () => {
    const visitor = client(shop);
    let status;
    try {
      const reply = await visitor.post('/api/v1/cart/items', Buffer.alloc(10 << 20, 'x'));
      status = reply.expect(413, 'payload_too_large').status;
    } catch (error) {
      if (error.code !== 'EPIPE' && error.code !== 'ECONNRESET') throw error; // it did not listen to the end
      status = 413;
    }
    assert.equal(status, 413);
    (await visitor.get('/healthz')).expect(200);
    visitor.close();
  });

  test('an address that is none', async () => {
    const visitor = client(shop);
    (await visitor.get('/api/v1/no/such/thing')).expect(404, 'not_found');
    (await visitor.get('/api/v1/admin/orders')).expect(404, 'not_found');
    (await visitor.get('/api/other')).expect(404, 'not_found');
    (await visitor.delete('/api/v1/cities')).expect(405, 'method_not_allowed');
    visitor.close();
  });

  test('a name that is not ours is not answered', async () => {
    assert.equal(await raw('GET /healthz HTTP/1.1\r\nHost: shop.example\r\n\r\n'), '');
  });

  test('the numbers are for this machine, and count what happened here', async () => {
    const visitor = client(shop);
    const text = (await visitor.get('/metrics')).expect(200).text;
    const count = (pattern) => Number(text.match(pattern)?.[1] ?? -1);
    assert.ok(count(/^crumbled_requests_total\{pool="shop",route="readyz",status="2xx"\} (\d+)$/m) > 500);
    // A worker that was draining when it was killed had its successor already and does not count.
    assert.ok(count(/^crumbled_worker_restarts_total\{pool="shop"\} (\d+)$/m) > 0);
    assert.equal(count(/^crumbled_workers\{pool="sender",state="starting"\} (\d+)$/m), 0);
    visitor.close();
  });
});
