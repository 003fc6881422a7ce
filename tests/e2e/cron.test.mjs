// SPDX-License-Identifier: MIT
// Cron's entries, and tables for spreadsheets, as they come through nginx.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request as httpsRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { client } from './support/client.mjs';
import { startShop } from './support/shop.mjs';

const script = join(import.meta.dirname, '../../scripts/cron');
let shop, dir, token, authority;

before(async () => {
  shop = await startShop();
  dir = await mkdtemp(join(tmpdir(), 'crumbled-cron-'));
  token = join(dir, 'token');
  authority = join(dir, 'ca.pem');
  await writeFile(authority, shop.ca);
  await writeFile(token, `${shop.maintenance_token}\n`, { mode: 0o600 });
});
after(async () => {
  await shop?.stop();
  if (dir) await rm(dir, { recursive: true });
});

const cron = (...args) => promisify(execFile)(script, args,
  { env: { ...process.env, CRUMBLED_CA: authority, CRUMBLED_CRON_FILE: join(dir, 'crumbled') } });

/** Runs it and gives what it complained. */
async function refused(...args) {
  const failed = await cron(...args).then(() => undefined, (error) => error);
  assert.ok(failed, `cron ${args.join(' ')} was taken`);
  return failed.stderr;
}

describe('cron', () => {
  test('each job of the shop has its entry', async () => {
    await cron('install', shop.admin, token, 'www-data');
    const entries = (await readFile(join(dir, 'crumbled'), 'utf8')).trim().split('\n').slice(2);
    const called = entries.map((line) => {
      assert.match(line, /^(\*|\*\/5|\d+) +(\*|\d+) +\* \* \* +www-data \S+\/cron call https:\S+ \S+ [a-z-]+$/);
      return line.split(' ').at(-1);
    });
    const { paths } = (await client(shop, shop.admin).get('/api/openapi.json')).expect(200).body;
    const jobs = Object.keys(paths).filter((path) => path.startsWith('/api/v1/maintenance/'));
    assert.deepEqual(called.sort(), jobs.map((path) => path.split('/').at(-1)).sort());
    await cron('remove');
    await assert.rejects(readFile(join(dir, 'crumbled')));
  });

  test('an entry runs its job, which is written down', async () => {
    await cron('call', shop.admin, token, 'expire-tokens');
    const [[runs]] = await shop.sql(
      "SELECT COUNT(*) FROM job_runs WHERE job = 'expire-tokens' AND finished_at IS NOT NULL");
    assert.equal(runs, '1');
  });

  test('a run beside another one is no fault', async () => {
    await shop.sql("UPDATE job_leases SET holder = 'x:1', leased_until = NOW() + INTERVAL 1 MINUTE "
      + "WHERE job = 'expire-tokens'");
    await cron('call', shop.admin, token, 'expire-tokens');
    await shop.sql('UPDATE job_leases SET holder = NULL, leased_until = NULL');
  });

  test('what is wrong is said', async () => {
    const wrong = join(dir, 'wrong');
    await writeFile(wrong, 'sesame\n');
    assert.match(await refused('call', shop.admin, wrong, 'outbox'), /outbox: the shop answered 401/);
    assert.match(await refused('call', shop.admin, token, 'bake'), /bake: the shop answered 404/);
    assert.match(await refused('call', 'https://127.0.0.1:1', token, 'outbox'), /no answer/);
    assert.match(await refused('table', 'http://shop.example', token), /over https only/);
    assert.match(await refused('table', shop.admin, '/no/such/file'), /no such file/);
    assert.match(await refused('table', shop.admin, token, 'a b'), /odd characters/);
    assert.match(await refused('bake'), /scripts\/cron install/);
  });
});

describe('a list as a table', () => {
  const table = '/api/v1/admin/cities.csv?q=Town';
  let boss;

  test('it comes whole, however long, and the page of the list beside it', async () => {
    boss = await shop.staffClient('owner');
    await shop.sql("INSERT INTO cities (name) SELECT CONCAT('مدينة Town ', seq) FROM seq_1_to_20000");
    const reply = (await boss.get(table)).expect(200);
    assert.equal(reply.headers['content-type'], 'text/csv; charset=utf-8; header=present');
    assert.match(reply.headers['content-disposition'], /^attachment; filename="cities-\d{4}-\d\d-\d\d\.csv"$/);
    const lines = reply.text.split('\r\n');
    assert.equal(lines.pop(), '');
    assert.match(lines[0], /^\u{feff}id,name,/u);
    assert.equal(lines.length, 20001);
    assert.equal(new Set(lines).size, 20001, 'no row twice');
    assert.match(lines.at(-1), /,مدينة Town 20000,/);
    assert.equal((await boss.get('/api/v1/admin/cities?q=Town')).expect(200).body.items.length, 50);
  });

  test('what breaks off in the middle does not look whole', async () => {
    await shop.sql("INSERT INTO cities (name) SELECT CONCAT('Town no. ', seq) FROM seq_1_to_300000");
    const cookie = [...boss.cookies].map((pair) => pair.join('=')).join('; ');
    const response = await new Promise((resolve, reject) => {
      httpsRequest(new URL(table, shop.admin), { agent: boss.agent, headers: { cookie } }, resolve)
        .on('error', reject).end();
    });
    assert.equal(response.statusCode, 200);
    await shop.sql('RENAME TABLE cities TO cities_away');
    await assert.rejects(async () => { for await (const part of response) part.at(0); }, /aborted/);
    await shop.sql('RENAME TABLE cities_away TO cities');
    (await boss.get('/api/v1/admin/cities')).expect(200);
  });
});
