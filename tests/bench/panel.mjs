// SPDX-License-Identifier: MIT
// The order desk in Chromium with 1,000,000 orders behind it: how long it takes from the press, or from going
// to an address with nothing kept by the browser, until the rows are drawn.
//
// Alone: scripts/bench panel

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from '../e2e/support/browser.mjs';
import { enter } from '../e2e/support/panel.mjs';
import { startShop } from '../e2e/support/shop.mjs';

const MANY = 1_000_000, ROUNDS = 5, GOAL = 1000;
const orders = readFileSync(join(import.meta.dirname, 'orders.sql'), 'utf8');

/** A year that ends now; what comes today and tomorrow is still open. */
async function fill(shop) {
  await shop.sql('SET GLOBAL innodb_log_file_size = 1 << 30; SET GLOBAL innodb_buffer_pool_size = 4 << 30; SET GLOBAL innodb_flush_log_at_trx_commit = 2');
  const [[began]] = await shop.sql(`SELECT UTC_TIMESTAMP() - INTERVAL ${MANY} * 31 SECOND`);
  for (let from = 1; from < MANY; from += 50_000) {
    await shop.sql(`SET unique_checks = 0, foreign_key_checks = 0, @began = '${began}', @from = ${from}, @to = ${from + 49_999}; ${orders}`);
  }
  await shop.sql(`UPDATE orders SET status = ELT(1 + id % 4, 'pending', 'confirmed', 'preparing', 'out_for_delivery'), payment_status = 'pending'
      WHERE id > ${MANY - 6000} AND delivery_date >= UTC_DATE();
    ANALYZE TABLE orders, order_items, order_status_history, order_words, payments, sales, refunds, order_discounts, promo_code_usage`);
}

/** In the page: the moment at which there are other rows, or cards, than `before`. */
const watch = () => {
  const rows = () => document.querySelector('main tbody, main .board')?.textContent;
  const drawn = (before) => new Promise((done) => {
    const look = () => requestAnimationFrame(() => {
      if (!rows() || rows() === before || document.querySelector('main [aria-busy="true"]')) look();
      else setTimeout(() => done(performance.now())); // after the frame
    });
    look();
  });
  globalThis.drawn = drawn();
  globalThis.after = async (act) => {
    const before = rows(), start = performance.now();
    act();
    return await drawn(before) - start;
  };
};

/** What is done in the page, with a value of its own each time. */
const acts = {
  next: () => globalThis.after(() => [...document.querySelectorAll('.pages a')].at(-1).click()),
  choose: ([id, value]) => globalThis.after(() => {
    const field = document.getElementById(id);
    field.value = value;
    field.dispatchEvent(new Event(field.type === 'search' || field.type === 'date' ? 'input' : 'change', { bubbles: true }));
  }),
};

const shop = await startShop();
const browser = await launch();
try {
  await fill(shop);
  const staff = await shop.staffClient('orders');
  const [[today]] = await shop.sql('SELECT UTC_DATE()');
  const day = (round) => new Date(Date.parse(today) - (30 + 40 * round) * 86_400_000).toISOString().slice(0, 10);
  const id = (round) => 123_457 * (round + 1);
  const list = '/en/orders', board = `/en/orders/board?date=${today}`;
  // Name, where to begin, and what to do there; nothing: going there is what is measured.
  const measured = [
    ['list of orders, first page', () => list],
    ['the same, next page', () => list, () => [acts.next]],
    ['filtered by day', () => list, (round) => [acts.choose, ['filter-date', day(round)]]],
    ['by day and status', (round) => `${list}?date=${day(round)}`, () => [acts.choose, ['filter-status', 'cancelled']]],
    ['search by number', () => list, (round) => [acts.choose, ['filter-q', String(id(round)).padStart(10, '0')]]],
    ['by phone', () => list, (round) => [acts.choose, ['filter-q', `010${String(id(round)).padStart(8, '0')}`]]],
    ['by a name', () => list, (round) => [acts.choose, ['filter-q', `f0${round} l03`]]],
    ['board of a day with 2,800 orders', () => board],
    ['one order', (round) => `/en/orders/${id(round)}`],
  ];
  console.log(`| the panel in Chromium, ${MANY.toLocaleString('en')} orders behind it | median of ${ROUNDS} | worst | goal |\n| --- | --- | --- | --- |`);
  for (const [name, path, then] of measured) {
    const took = [];
    for (let round = 0; round < ROUNDS; round++) {
      const { page, context, faults, close } = await enter(browser, shop, staff);
      await context.addInitScript(watch);
      await page.goto(path(round));
      const first = await page.evaluate(() => globalThis.drawn);
      took.push(then ? await page.evaluate(...then(round)) : first);
      if (faults.length > 0) throw new Error(faults.join('\n'));
      await close();
    }
    took.sort((a, b) => a - b);
    const worst = took.at(-1);
    console.log(`| ${name} | ${Math.round(took[took.length >> 1])} ms | ${Math.round(worst)} ms | <= 1 s |`);
    if (worst > GOAL) process.exitCode = 1;
  }
} finally {
  await browser.close();
  await shop.stop();
}
