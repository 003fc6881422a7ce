// SPDX-License-Identifier: MIT
// The API, typed by its own OpenAPI document: a wrong path, field or type does not compile.
//
//   const cart = await ask(api.GET('/api/v1/cart'));
//   await ask(api.POST('/api/v1/checkout', { params: { header: { 'Idempotency-Key': key } }, body }));
//
// A refusal is thrown as a Problem, a lost connection as Offline.

import { signal } from '@preact/signals';
import createClient from 'openapi-fetch';
import type { components, paths } from './schema';
import { language, texts } from './language';

/** A shape of the API: Shape<'cart_view'>. */
export type Shape<Name extends keyof components['schemas']> = components['schemas'][Name];

const t = texts({
  offline: 'No connection. What you entered is kept; please try again.',
  strange: 'The shop could not answer just now. Please try again.',
}, {
  offline: 'لا يوجد اتصال. ما أدخلته محفوظ؛ حاول مرة أخرى.',
  strange: 'لم يتمكن المتجر من الرد الآن. حاول مرة أخرى.',
});

/** False from a request that did not get through until one does, or the browser says so. */
export const online = signal(navigator.onLine);
addEventListener('online', () => { online.value = true; });
addEventListener('offline', () => { online.value = false; });

export interface FieldFault { field: string; code: string; message: string }

/** What the API refused (RFC 9457): in the page's language, with what is wrong at which field. */
export class Problem extends Error {
  constructor(readonly status: number, readonly code: string, title: string,
              readonly errors: FieldFault[], readonly body: Record<string, unknown>) {
    super(title);
  }
}

export class Offline extends Error {
  constructor() { super(t.offline); }
}

// Waits between tries, in milliseconds.  A request is sent again only when that cannot do anything
// twice: reading, and what carries an Idempotency-Key.
const WAITS = [400, 1200, 3000];
const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** 502 to 504: nginx found no worker.  Busy: the first try with this key is still at work. */
async function isPassing(reply: Response) {
  if (reply.status >= 502) return true;
  if (reply.status !== 409) return false;
  const { code } = await reply.clone().json().catch(() => ({}));
  return code === 'idempotency_key_busy';
}

// The shop's clock against this one's, from the last answer that no cache can have kept.
let ahead = 0;
/** Now by the shop's clock, in milliseconds: a phone's own may be wrong. */
export const serverNow = () => Date.now() + ahead;

function compareClocks(request: Request, reply: Response) {
  const date = Date.parse(reply.headers.get('Date') ?? '');
  if (request.method !== 'GET' && date) ahead = date - Date.now();
}

// The last replies that no cache may store: kept in memory only, so that a page that looks again by itself asks
// whether they still hold, and sends and gets no more than that.
const held = new Map<string, { tag: string; text: string; headers: Headers }>();
const HELD = 20;
export const forgetReplies = () => held.clear();

export async function steadyFetch(request: Request): Promise<Response> {
  if (request.method !== 'GET') return sendSteadily(request);
  const { url } = request, before = held.get(url);
  if (before) request.headers.set('If-None-Match', before.tag);
  const reply = await sendSteadily(request), tag = reply.headers.get('ETag');
  if (reply.status === 304 && before) return new Response(before.text, { headers: before.headers });
  held.delete(url);
  const isOurs = reply.headers.get('Cache-Control') === 'no-store' && reply.headers.get('Content-Type')?.startsWith('application/json');
  if (!reply.ok || !tag || !isOurs) return reply; // a file, for one
  const text = await reply.text();
  held.set(url, { tag, text, headers: reply.headers });
  if (held.size > HELD) held.delete(held.keys().next().value!);
  return new Response(text, { headers: reply.headers });
}

async function sendSteadily(request: Request): Promise<Response> {
  const repeatable = request.method === 'GET' || request.headers.has('Idempotency-Key');
  const waits = repeatable ? WAITS : [];
  for (let tries = 0; ; tries++) {
    const last = tries === waits.length;
    try {
      const reply = await fetch(last ? request : request.clone());
      online.value = true;
      compareClocks(request, reply);
      if (last || !(await isPassing(reply))) return reply;
    } catch (error) {
      if (request.signal.aborted) throw error;
      if (last) {
        online.value = false;
        throw new Offline();
      }
    }
    await wait(waits[tries]!);
  }
}

let carrier = steadyFetch;
/** The panel asks for a secret once more where the API wants that, and sends the request again. */
export const carryBy = (fetch: typeof steadyFetch) => { carrier = fetch; };
export const carry = (request: Request) => carrier(request);

export const api = createClient<paths>({ fetch: carry, headers: { 'Accept-Language': language } });

export function problem(status: number, body: unknown) {
  const b = (body && typeof body === 'object' ? body : {}) as Record<string, unknown>;
  return new Problem(status, String(b.code ?? 'unknown'), String(b.title ?? t.strange),
    Array.isArray(b.errors) ? b.errors : [], b);
}

/** The reply's content, or a Problem. */
export async function ask<T>(answer: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<NonNullable<T>> {
  const { data, error, response } = await answer;
  if (!response.ok) throw problem(response.status, error);
  return data as NonNullable<T>;
}

/** A key for one intention; the same for each try of it. */
export const newKey = () => crypto.randomUUID();

/** Keys for what a form sends: the same as long as that is the same. */
export function keysFor() {
  let last = '', key = '';
  return (body: unknown) => {
    const text = JSON.stringify(body);
    if (text !== last) [last, key] = [text, newKey()];
    return key;
  };
}
