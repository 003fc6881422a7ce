// SPDX-License-Identifier: MIT
// A whole shop for end-to-end tests: scripts/run in a temporary folder, on free ports.
//
//   const shop = await startShop();
//   const mona = client(shop);
//   const reply = await mona.post('/api/v1/cart/items', { product_instance_id: 1, quantity: 1 });
//   const mail = await shop.mailbox('mona@example.test', /code/);
//   await shop.stop();

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { client } from './client.mjs';

const runFile = promisify(execFile);
const root = join(import.meta.dirname, '../../..');
const script = join(root, 'scripts/run');

// The shop takes four ports in a row.
const PORTS = 4;

function listen(port) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

const close = (server) => new Promise((resolve) => server.close(resolve));

// Outside the range that the system gives to outgoing connections, so that none takes one of
// them between this test and the start.
async function freePorts() {
  for (let tries = 0; tries < 200; tries++) {
    const first = 12000 + Math.floor(Math.random() * 5000) * PORTS;
    const servers = [];
    try {
      for (let i = 0; i < PORTS; i++) servers.push(await listen(first + i));
      return first;
    } catch (error) {
      if (error.code !== 'EADDRINUSE') throw error;
    } finally {
      await Promise.all(servers.map(close));
    }
  }
  throw new Error('no four free ports in a row');
}

/**
 * Starts a shop with the demo goods.  `prefix` runs an installed Crumbled instead of the tree's.
 * What comes back knows the addresses (shop, admin, mail), the certificate (ca), the staff's
 * logins (staff.owner.password ...), a promo code, cron's token, and the helpers below.
 */
export async function startShop({ prefix = process.env.CRUMBLED_PREFIX } = {}) {
  const dir = mkdtempSync(join(tmpdir(), 'crumbled-e2e-'));
  chmodSync(dir, 0o755); // for root: the shop runs as another user, and closes its own folder
  const port = await freePorts();
  const options = ['--dir', join(dir, 'shop'), '--port', String(port), '--detach'];
  if (prefix) options.push('--prefix', prefix);
  try {
    await runFile(script, options, { maxBuffer: 16 << 20 });
  } catch (error) {
    throw new Error(`the shop did not start (its folder stays: ${dir})\n${error.stdout}${error.stderr}`);
  }
  return new Shop(dir);
}

class Shop {
  constructor(dir) {
    this.dir = dir;
    Object.assign(this, JSON.parse(readFileSync(join(dir, 'shop/shop.json'), 'utf8')));
    this.ca = readFileSync(this.ca);
  }

  /** Stops it and forgets its data; `keep` leaves the folder for a look at the logs. */
  async stop({ keep = Boolean(process.env.KEEP) } = {}) {
    await runFile(script, ['--dir', join(this.dir, 'shop'), '--stop']);
    if (!keep) rmSync(this.dir, { recursive: true });
  }

  /** A logged-in client of the admin host: owner, orders, products, delivery or system. */
  async staffClient(username) {
    const staff = client(this, this.admin);
    const { password } = this.staff[username];
    let reply;
    for (let tries = 0; tries < 20; tries++) { // passwords are checked a few at a time
      reply = await staff.post('/api/v1/admin/auth/login', { username, password });
      if (reply.status !== 429) break;
      await new Promise((done) => setTimeout(done, 500));
    }
    reply.expect(200);
    return staff;
  }

  /** One run of a cron job. */
  maintenance(job) {
    return client(this, this.admin).post(`/api/v1/maintenance/${job}`, {},
      { headers: { authorization: `Bearer ${this.maintenance_token}` } });
  }

  /** Rows of a query, as arrays of strings (NULL is null); the account may do everything. */
  async sql(query) {
    const { socket, name, user } = this.database;
    const command = ['mariadb', '--no-defaults', '--default-character-set=utf8mb4', '--batch',
      '--skip-column-names', `--socket=${socket}`, `--user=${user}`, name];
    if (process.getuid() === 0) {
      command.unshift('setpriv', `--reuid=${user}`, `--regid=${user}`, '--init-groups');
    }
    const output = await feed(command, query);
    const plain = { '\\n': '\n', '\\t': '\t', '\\0': '\0', '\\\\': '\\' };
    return output.split('\n').slice(0, -1).map((line) => line.split('\t').map((cell) =>
      (cell === 'NULL' ? null : cell.replace(/\\[nt0\\]/g, (escaped) => plain[escaped]))));
  }

  /** All messages caught so far, newest first; to one address or phone if given. */
  async messages(to) {
    const url = new URL('/messages.json', this.mail);
    if (to) url.searchParams.set('to', to);
    return (await fetch(url)).json();
  }

  /**
   * Waits for a message to `to` whose subject or text matches, and returns it; `after` is the id
   * of a message that is not to be found again.
   */
  async mailbox(to, matching = /(?:)/, { timeout = 15_000, after = 0, kind } = {}) {
    const end = Date.now() + timeout;
    for (;;) {
      const messages = await this.messages(to);
      const found = messages.find((message) => message.id > after && (!kind || message.kind === kind) &&
        matching.test(`${message.subject}\n${message.text}`));
      if (found) return found;
      if (Date.now() > end) {
        const seen = messages.map((message) => `${message.kind}: ${message.subject || message.text}`);
        assert.fail(`no message to ${to} like ${matching} within ${timeout} ms; there are: ${seen.join('; ') || 'none'}`);
      }
      await sleep(50);
    }
  }

  /** The six digits of the newest code sent to an address or phone. */
  async code(to, options) {
    const { text } = await this.mailbox(to, /\b\d{6}\b/, options);
    return text.match(/\b\d{6}\b/)[0];
  }

  /** Faults of the catcher's gateways: { channel: 'sms' or 'email', fail, lose, delay_ms }. */
  async gateway(faults) {
    const reply = await fetch(new URL('/control', this.mail), { method: 'POST', body: JSON.stringify(faults) });
    assert.equal(reply.status, 200);
  }
}

function feed(command, input) {
  return new Promise((resolve, reject) => {
    const child = spawn(command[0], command.slice(1));
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text) => { out += text; });
    child.stderr.setEncoding('utf8').on('data', (text) => { err += text; });
    child.on('error', reject);
    child.on('close', (status) => (status === 0 ? resolve(out) : reject(new Error(err || `exit ${status}`))));
    child.stdin.end(input);
  });
}
