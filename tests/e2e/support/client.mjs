// SPDX-License-Identifier: MIT
// One visitor of the shop over real HTTPS: trusts the shop's own certificate, keeps cookies,
// speaks JSON.
//
//   const mona = client(shop);
//   const reply = await mona.post('/api/v1/checkout', order, { key: idempotencyKey() });
//   reply.expect(201).body.number
//
// node:https and not fetch, since fetch cannot be told another authority for one host alone.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { Agent, request as httpsRequest } from 'node:https';

/** 24 characters that no other request has. */
export const idempotencyKey = () => randomBytes(18).toString('base64url');

export const client = (shop, base = shop.shop) => new Client(base, shop.ca);

class Client {
  constructor(base, ca) {
    this.base = base;
    this.cookies = new Map();
    this.agent = new Agent({ ca, keepAlive: true, maxSockets: 64 });
  }

  get(path, options) {
    return this.send('GET', path, undefined, options);
  }

  post(path, body = {}, options) {
    return this.send('POST', path, body, options);
  }

  put(path, body = {}, options) {
    return this.send('PUT', path, body, options);
  }

  patch(path, body = {}, options) {
    return this.send('PATCH', path, body, options);
  }

  delete(path, body, options) {
    return this.send('DELETE', path, body, options);
  }

  /**
   * `body` is sent as JSON, a string or Buffer as it is.  Options: headers; key, for
   * Idempotency-Key; language.
   */
  async send(method, path, body, { headers = {}, key, language } = {}) {
    const raw = body === undefined || typeof body === 'string' || Buffer.isBuffer(body);
    const data = raw ? body : JSON.stringify(body);
    const sent = { accept: 'application/json' };
    if (data !== undefined) {
      sent['content-type'] = 'application/json';
      sent['content-length'] = Buffer.byteLength(data);
    }
    if (this.cookies.size > 0) {
      sent.cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    }
    if (key) sent['idempotency-key'] = key;
    if (language) sent['accept-language'] = language;

    const response = await new Promise((resolve, reject) => {
      const request = httpsRequest(new URL(path, this.base),
        { method, agent: this.agent, headers: { ...sent, ...headers }, timeout: 60_000 }, resolve);
      request.on('error', reject);
      request.on('timeout', () => request.destroy(new Error(`${method} ${path}: no answer in a minute`)));
      request.end(data);
    });
    const chunks = [];
    for await (const chunk of response) chunks.push(chunk);
    this.#keepCookies(response.headers['set-cookie'] ?? []);
    return new Reply(`${method} ${path}`, response, Buffer.concat(chunks));
  }

  #keepCookies(lines) {
    for (const line of lines) {
      const [pair, ...attributes] = line.split(';').map((part) => part.trim());
      const at = pair.indexOf('=');
      const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
      const gone = attributes.some((attribute) => {
        const [key, content] = attribute.split('=');
        return (/^max-age$/i.test(key) && Number(content) <= 0) ||
          (/^expires$/i.test(key) && Date.parse(content) <= Date.now());
      });
      if (gone || value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }

  /** Ends the kept connections. */
  close() {
    this.agent.destroy();
  }
}

class Reply {
  constructor(what, response, data) {
    this.what = what;
    this.status = response.statusCode;
    this.headers = response.headers;
    this.data = data;
    this.text = data.toString('utf8');
    const json = /^application\/(problem\+)?json\b/.test(response.headers['content-type'] ?? '');
    this.body = json && this.text ? JSON.parse(this.text) : undefined;
  }

  /** Fails, with the answer in the message, unless it has this status and (for errors) code. */
  expect(status, code) {
    const said = `${this.what}: ${this.status} ${this.text.slice(0, 1000)}`;
    assert.equal(this.status, status, said);
    if (code !== undefined) assert.equal(this.body?.code, code, said);
    return this;
  }
}
