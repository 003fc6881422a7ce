// SPDX-License-Identifier: MIT
// The cart as the visitor sees it: a change shows at once, and is taken back with a word when the shop
// refuses it.  Sums are always the API's; while a change is under way they are marked as old.

import { computed, signal } from '@preact/signals';
import { api, ask, type Shape } from '../lib/api';
import { texts } from '../lib/language';
import { say } from '../lib/ui';
import { zone } from './place';

export type Cart = Shape<'cart_view'>;
export type Line = Shape<'line_view'>;
export type Quote = Shape<'quote_view'>;
export type Choice = Shape<'flavor_choice_in'>[];

const t = texts({
  removed: (name: string) => `${name} is out of your cart.`, fewer: (name: string, n: number) => `${name}: ${n} is the most we can put in.`,
}, {
  removed: (name: string) => `حُذف ${name} من سلتك.`, fewer: (name: string, n: number) => `${name}: ${n} هو أقصى ما يمكن إضافته.`,
});

/** null until it was read. */
export const cart = signal<Cart | null>(null);
/** What it costs in the chosen zone; null while unknown or empty. */
export const quote = signal<Quote | null>(null);
/** Changes that the API has not answered yet. */
export const changing = signal(0);
export const count = computed(() => cart.value?.items.reduce((n, line) => n + line.quantity, 0) ?? 0);

/** Why there is no quote although there are lines. */
export const quoteFault = signal<Error | null>(null);

/** What the API said last. */
let truth: Cart | null = null;
const accept = (answer: Cart) => { cart.value = truth = answer; };

export async function loadCart() {
  accept(await ask(api.GET('/api/v1/cart')));
}

/** Asks what the cart costs now; the answer to an older question is dropped. */
let asked = 0;
export async function loadQuote() {
  const mine = ++asked;
  if (!cart.value?.items.length) {
    quote.value = quoteFault.value = null;
    return;
  }
  try {
    const answer = await ask(api.POST('/api/v1/cart/quote', { body: { zone_id: zone.value?.id ?? null } }));
    if (mine === asked) [quote.value, quoteFault.value] = [answer, null];
  } catch (error) {
    if (mine === asked) [quote.value, quoteFault.value] = [null, error as Error];
  }
}

let before: Promise<unknown> = Promise.resolve();

/**
 * Accepts what `send` answers; a refusal is said, and what is shown is the truth again.  One change after
 * the other, so that a removed line is not changed afterwards.
 */
function change(send: () => Promise<Cart>) {
  const mine = before.then(() => changeNow(send));
  before = mine;
  return mine;
}

async function changeNow(send: () => Promise<Cart>) {
  changing.value++;
  try {
    accept(await send());
    return true;
  } catch (error) {
    cart.value = truth;
    say((error as Error).message, { bad: true });
    return false;
  } finally {
    changing.value--;
    void loadQuote();
  }
}

/** Throws what the API refuses: the page knows the field. */
export async function add(product_instance_id: number, quantity: number, flavors?: Choice) {
  accept(await ask(api.POST('/api/v1/cart/items', { body: { product_instance_id, quantity, flavors } })));
  void loadQuote();
}

const guess = (items: (lines: Line[]) => Line[]) => { cart.value = { ...cart.value!, items: items(cart.value!.items) }; };

let pause = 0;
const unsent = new Map<number, number>();

/** Shows it at once, and sends what was tapped last, a moment after the last tap. */
export function setQuantity(line: Line, quantity: number) {
  guess((lines) => lines.map((l) => (l.id === line.id ? { ...l, quantity } : l)));
  if (unsent.size === 0) changing.value++;
  unsent.set(line.id, quantity);
  clearTimeout(pause);
  pause = window.setTimeout(sendQuantities, 350);
}

async function sendQuantities() {
  clearTimeout(pause);
  const all = [...unsent];
  unsent.clear();
  for (const [id, quantity] of all) {
    const done = await change(() => ask(api.PATCH('/api/v1/cart/items/{id}',
      { params: { path: { id } }, body: { quantity }, keepalive: true })));
    const line = cart.value?.items.find((l) => l.id === id);
    if (done && line && line.quantity < quantity) say(t.fewer(line.name, line.quantity));
  }
  changing.value--;
}
addEventListener('pagehide', () => { if (unsent.size) void sendQuantities(); });

/** Takes a line out.  Whether that worked. */
export function drop(line: Line) {
  unsent.delete(line.id);
  guess((lines) => lines.filter((l) => l.id !== line.id));
  return change(() => ask(api.DELETE('/api/v1/cart/items/{id}', { params: { path: { id: line.id } } })));
}

/** The same, with a way back. */
export async function remove(line: Line) {
  if (!(await drop(line))) return;
  const chosen = line.flavors.filter((f) => f.chosen).map(({ flavor_id, quantity }) => ({ flavor_id, quantity }));
  say(t.removed(line.name), {
    undo: () => void change(() => ask(api.POST('/api/v1/cart/items', {
      body: { product_instance_id: line.product_instance_id, quantity: line.quantity, flavors: chosen.length ? chosen : undefined },
    }))),
  });
}

/** Throws what the API refuses: the code's field shows it. */
export async function setPromo(promo_code: string | null) {
  accept(await ask(promo_code ? api.POST('/api/v1/cart/promo', { body: { promo_code } }) : api.DELETE('/api/v1/cart/promo')));
  await loadQuote();
}
