// SPDX-License-Identifier: MIT
// Every address of the panel: what a machine sees of it, in both languages, light and dark, at a desk's
// tablet and on a phone; and for every role that menu, pages and API agree on what it may.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { register } from './support/account.mjs';
import { axe, gone, launch, overflows } from './support/browser.mjs';
import { client, idempotencyKey } from './support/client.mjs';
import { latinWords } from './support/pages.mjs';
import { panel, settled } from './support/panel.mjs';
import { karim, placeOrders, sendOut } from './support/run.mjs';
import { startShop } from './support/shop.mjs';

// As the panel has them.
const source = readFileSync(join(import.meta.dirname, '../../nginx/web/src/admin/places.ts'), 'utf8');
const resources = [...source.matchAll(/\.\.\.resource\('([a-z-]+)'/g)].map(([, name]) => name);
const places = [...[...source.matchAll(/^ {2}\{ path: '([^']+)'/gm)].map(([, path]) => path), ...resources.map((name) => `/catalog/${name}`)];
const REPORTS = ['sales', 'methods', 'zones', 'products', 'flavors', 'discounts', 'promo-codes', 'deliveries', 'tickets', 'cash'];

/** What each place asks the API for; a resource asks for the list of its name. */
const API = {
  '/': null, '/kit': null, '/account': null,
  '/orders': 'orders', '/orders/board': 'orders', '/orders/new': 'POST orders', '/orders/:id': 'orders/:id',
  '/tickets': 'tickets', '/tickets/new': 'POST tickets', '/tickets/:id': 'tickets/:id', '/customers': 'customers', '/customers/:id': 'customers/:id',
  '/reports': 'reports/cash', '/reports/ledger': 'sales', '/reports/:name': 'reports/cash', '/kitchen': 'kitchen?date=2030-01-01', '/dispatch': 'runs', '/runs/:id': 'runs/:id', '/cash': 'cash/differences',
  '/catalog/carts': 'carts', '/catalog/files': 'files', '/catalog/pictures': 'pictures', '/catalog/carts/:id': 'carts/:id', '/rules': 'pricing-rules', '/rules/:id': 'pricing-rules/:id', '/codes': 'promo-codes', '/codes/:id': 'promo-codes/:id',
  '/codes/batch': 'POST promo-codes/batches', '/simulator': 'POST simulator', '/prices': 'product-prices', '/staff': 'admin-users', '/staff/:id': 'admin-users/:id', '/audit': 'audit',
  '/settings': 'settings', '/email': 'email-settings', '/jobs': 'jobs/runs',
  ...Object.fromEntries(resources.map((name) => [`/catalog/${name}`, name])),
};
/** Where rows are added by a form. */
const ADDED = [...resources.map((name) => [`/catalog/${name}`, name]), ['/rules', 'pricing-rules'], ['/codes', 'promo-codes'], ['/staff', 'admin-users']];

let shop, browser, ids, known;

before(async () => {
  [shop, browser] = await Promise.all([startShop(), launch()]);
  const owner = await shop.staffClient('owner');
  const mona = client(shop);
  await register(shop, mona, '+201005550801', 'mona@example.com');
  (await mona.post('/api/v1/cart/items', { product_instance_id: 1, quantity: 1 })).expect(201);
  const { orders, slot } = await placeOrders(shop, 2);
  const run = await sendOut(shop, owner, owner, [orders[0]], slot, karim);
  const ticket = (await owner.post('/api/v1/admin/tickets', { order_id: orders[1].id, subject: 'سؤال', message: 'متى يصل الطلب؟', category: 'order' }, { key: idempotencyKey() }));
  (await owner.post('/api/v1/admin/canned-answers', { name: 'شكرًا', text_en: 'Thank you', text_ar: 'شكرًا لك', is_active: true })).expect(201);
  (await owner.post('/api/v1/admin/closures', { day: '2030-01-01', reason: 'عيد' })).expect(201);
  (await owner.post('/api/v1/admin/pricing-rules', { name: 'خصم', rule_type: 'location', target_id: 1, discount_type: 'percentage', discount_value: '5.00', minimum_order_amount: '0.00', priority: 1, is_active: false })).expect(201);
  (await owner.post(`/api/v1/admin/orders/${orders[1].id}/payments`, { method: 'cash', amount: '365.00' })).expect(201);
  await shop.maintenance('purge');
  const first = async (list) => (await owner.get(`/api/v1/admin/${list}?limit=1`)).expect(200).body.items[0]?.id;
  ids = { '/orders/:id': orders[0].id, '/runs/:id': run.id, '/tickets/:id': ticket.expect(201).body.id };
  for (const [place, list] of [['/customers/:id', 'customers'], ['/catalog/carts/:id', 'carts'], ...ADDED.map(([path, list]) => [`${path}/:id`, list])]) ids[place] = await first(list);
  owner.close();
  mona.close();
  // What the shop and its people are called is nobody's to translate.
  const named = await shop.sql(`SELECT name FROM products UNION ALL SELECT name FROM flavors UNION ALL SELECT name FROM sizes UNION ALL SELECT name FROM cookie_pack UNION ALL SELECT name FROM zones
    UNION ALL SELECT name FROM cities UNION ALL SELECT name FROM delivery_time_slots UNION ALL SELECT name FROM product_types UNION ALL SELECT name FROM delivery_men UNION ALL SELECT name FROM pricing_rules
    UNION ALL SELECT name FROM promo_codes UNION ALL SELECT code FROM promo_codes UNION ALL SELECT username FROM admin_users UNION ALL SELECT customer_name FROM orders UNION ALL SELECT CONCAT(LEFT(number, 5), '-', SUBSTR(number, 6)) FROM orders
    UNION ALL SELECT delivery_address FROM orders UNION ALL SELECT description FROM products UNION ALL SELECT description FROM flavors UNION ALL SELECT category FROM flavors UNION ALL SELECT description FROM sizes
    UNION ALL SELECT description FROM cookie_pack UNION ALL SELECT description FROM product_types UNION ALL SELECT description FROM promo_codes UNION ALL SELECT name FROM ticket_canned_answers
    UNION ALL SELECT text_en FROM ticket_canned_answers`);
  const settings = (await (await shop.staffClient('owner')).get('/api/v1/admin/settings')).expect(200).body.items.filter((s) => s.type !== 'choice').flatMap((s) => [[s.value], [s.usual]]);
  known = new Set(['Crumbled', 'CSV', 'Ctrl', 'JPEG', 'PNG', 'WebP', 'STARTTLS', 'TLS', 'ISO', ...[...named, ...settings].flatMap(([name]) => name?.match(/[A-Za-z]{2,}/g) ?? [])]);
});
after(async () => {
  await browser?.close();
  await shop?.stop();
});

/** Every address, with rows of this shop where it wants one. */
const addresses = () => places.flatMap((place) => {
  if (place === '/reports/:name') return REPORTS.map((name) => `/reports/${name}`);
  if (place === '/catalog/:resource/:id') return resources.flatMap((name) => [`/catalog/${name}/new`, ...(ids[`/catalog/${name}/:id`] ? [`/catalog/${name}/${ids[`/catalog/${name}/:id`]}`] : [])]);
  if (!place.endsWith('/:id')) return [place];
  assert.ok(ids[place], `a row for ${place}`);
  return [place.replace(':id', ids[place]), ...(['/rules/:id', '/codes/:id', '/staff/:id'].includes(place) ? [place.replace(':id', 'new')] : [])];
});

const TABLET = { width: 1024, height: 768 }, PHONE = { width: 390, height: 844 };

describe('every address', { concurrency: 2 }, () => {
  for (const language of ['en', 'ar']) {
    test(`is sound, light and dark, on a tablet and a phone (${language})`, { timeout: 400_000 }, async () => {
      const { page, faults, close, staff } = await panel(browser, shop, 'owner', `/${language}/`, { viewport: TABLET });
      const wrong = [];
      for (const path of addresses()) {
        await page.emulateMedia({ colorScheme: language === 'en' ? 'light' : 'dark' });
        await page.goto(`/${language}${path}`);
        await settled(page);
        const say = (what) => wrong.push(`${path}: ${what}`);
        for (const fault of await axe(page)) say(fault);
        if (language === 'en') { // contrast is the same in every language
          await page.emulateMedia({ colorScheme: 'dark' });
          for (const fault of await axe(page, { only: ['color-contrast'] })) say(`dark: ${fault}`);
        }
        if (await overflows(page)) say('scrolls sideways at 1024');
        await page.setViewportSize(PHONE);
        if (await overflows(page)) say('scrolls sideways at 390');
        await page.setViewportSize(TABLET);
        const text = await page.locator('main').innerText();
        if (/undefined|\[object|NaN/.test(text)) say(text.match(/.*(undefined|\[object|NaN).*/)[0]);
        if (language === 'ar') {
          const words = (await latinWords(page)).filter((word) => !known.has(word));
          if (words.length > 0) say(`not in Arabic: ${words.join(' ')}`);
        }
      }
      assert.deepEqual(wrong, []);
      assert.deepEqual(faults, []);
      staff.close();
      await close();
    });
  }
});

describe('a role', { concurrency: 2 }, () => {
  for (const role of ['orders', 'products', 'delivery', 'system']) {
    test(`${role} sees what the API lets it do, and nothing else`, { timeout: 200_000 }, async () => {
      const { page, faults, close, staff } = await panel(browser, shop, role, '/en/');
      const links = await page.locator('#menu a').evaluateAll((all) => all.map((a) => a.getAttribute('href').slice(3)));
      const may = async (asked) => {
        const [method, path] = asked.startsWith('POST ') ? ['POST', asked.slice(5)] : ['GET', asked];
        return (await staff.send(method, `/api/v1/admin/${path}`, method === 'POST' ? {} : undefined, { key: idempotencyKey() })).status !== 403;
      };
      const seen = { open: 0, refused: 0 };
      for (const place of places.filter((p) => p !== '/catalog/:resource/:id')) {
        const asked = API[place];
        assert.notEqual(asked, undefined, `what ${place} asks the API for`);
        const isOpen = asked === null || await may(asked.replace(':id', ids[place]));
        seen[isOpen ? 'open' : 'refused']++;
        // Which places have a name in the menu, the owner's tells.
        if (!isOpen) assert.ok(!links.includes(place), `${place} is in the menu`);
        await page.goto(`/en${place.replace(':id', ids[place]).replace(':name', 'sales')}`);
        await settled(page);
        assert.equal(await page.getByRole('heading', { level: 1, name: 'This is not open to you' }).count(), isOpen ? 0 : 1, `${role} at ${place}`);
        const added = ADDED.find(([path]) => path === place);
        if (!isOpen || !added) continue;
        const mayAdd = await may(`POST ${added[1]}`);
        assert.equal(await page.locator(`.title a[href="/en${place}/new"]`).count(), mayAdd ? 1 : 0, `${role} adds at ${place}`);
        if (!mayAdd) assert.equal(await page.locator('.pick').count(), 0, `${role} picks rows at ${place}`);
        if (mayAdd || !ids[`${place}/:id`]) continue;
        await page.goto(`/en${place}/${ids[`${place}/:id`]}`);
        await settled(page);
        await gone(page.locator('main input:not([type=search]):enabled, main select:enabled, main button.main, main button.danger'));
      }
      assert.ok(seen.open > 5 && seen.refused > 5, JSON.stringify(seen));
      assert.deepEqual(faults, []);
      staff.close();
      await close();
    });
  }
});
