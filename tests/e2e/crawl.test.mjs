// SPDX-License-Identifier: MIT
// The pages as a crawler without scripts gets them from the real nginx: what they say is what the
// API says, what is not there is 404, nobody fills the cache, and the page comes without a back end.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { client } from './support/client.mjs';
import { startShop } from './support/shop.mjs';

let shop, visitor;
before(async () => {
  shop = await startShop();
  visitor = client(shop);
});
after(() => shop?.stop());

const page = async (path, status = 200) => {
  const reply = (await visitor.get(path)).expect(status);
  assert.equal(reply.headers['content-type'], 'text/html; charset=utf-8');
  assert.doesNotMatch(reply.text, /<!--#|an error occurred/);
  return reply.text;
};
const one = (html, pattern) => {
  const found = [...html.matchAll(pattern)];
  assert.equal(found.length, 1, `${pattern} in ${html}`);
  return found[0][1];
};
const graph = (html) => JSON.parse(one(html, /<script type="application\/ld\+json">(.*?)<\/script>/gs))['@graph'];
const references = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };
const text = (html) => html.replace(/&[a-z#0-9]+;/g, (reference) => references[reference]);
const api = async (path, language) =>
  (await visitor.get(`/api/v1${path}`, { language })).expect(200).body;
const isNoindex = (html) => html.includes('<meta name="robots" content="noindex">');

test('the bare address leads to the language that the browser wants', async () => {
  for (const [wanted, to] of [['ar-EG,ar;q=0.9,en;q=0.8', '/ar/'], ['de,en', '/en/'], [undefined, '/en/']]) {
    const reply = (await visitor.get('/', { language: wanted })).expect(302);
    assert.equal(new URL(reply.headers.location, shop.shop).pathname, to);
    assert.match(reply.headers.vary, /Accept-Language/);
  }
  assert.equal(new URL((await visitor.get('/ar')).expect(301).headers.location, shop.shop).pathname, '/ar/');
});

for (const language of ['en', 'ar']) {
  test(`every product and pack is what the API says, ${language}`, async () => {
    const products = (await api('/products?limit=100', language)).items;
    const packs = (await api('/packs', language)).items;
    assert.ok(products.length > 10 && packs.length > 2);
    const { currency } = await api('/settings');
    for (const thing of [...products, ...packs]) {
      const path = `/${language}` + (thing.count ? `/packs/${thing.id}-${thing.slug}` : `/products/${thing.slug}`);
      const html = await page(path);
      assert.match(html, language === 'ar' ? /<html lang="ar" dir="rtl">/ : /<html lang="en" dir="ltr">/);
      assert.equal(text(one(html, /<title>(.*?) · Crumbled<\/title>/g)), thing.name);
      assert.equal(text(one(html, /<h1>(.*?)<\/h1>/g)), thing.name);
      assert.equal(one(html, /<link rel="canonical" href="(.*?)">/g), shop.shop + path);
      for (const other of ['en', 'ar']) {
        assert.ok(html.includes(`hreflang="${other}" href="${shop.shop}/${other}${path.slice(3)}">`), html);
      }
      assert.equal(isNoindex(html), false);
      const [product, trail] = graph(html);
      assert.equal(product['@type'], 'Product');
      assert.equal(product.name, thing.name);
      assert.equal(product.description, thing.description);
      const prices = thing.instances.map((instance) => instance.price);
      const inStock = 'https://schema.org/InStock';
      if (thing.count) {
        const sorted = [...prices].sort((a, b) => a - b);
        const { lowPrice, highPrice, priceCurrency, availability, offerCount } = product.offers;
        assert.deepEqual([lowPrice, highPrice, priceCurrency, availability, offerCount],
          [sorted[0], sorted.at(-1), currency, inStock, prices.length]);
      } else {
        assert.deepEqual(product.offers.map((offer) => offer.price), prices);
        for (const offer of product.offers) {
          assert.deepEqual([offer.priceCurrency, offer.availability, offer.url], [currency, inStock, shop.shop + path]);
        }
      }
      assert.equal(trail['@type'], 'BreadcrumbList');
      const shown = language === 'ar' ? `${prices[0]} ج.م.` : `EGP ${prices[0]}`;
      assert.ok(one(html, /<p class="price">(.*?)<\/p>/g).endsWith(shown));
      (await visitor.get(product.image[0].slice(shop.shop.length))).expect(200);
      for (const [, address] of one(html, /srcset="(.*?)"/g).matchAll(/(\S+) \d+w/g)) {
        (await visitor.get(address)).expect(200);
      }
    }
  });

  test(`the first page and the catalog lead to all of them, ${language}`, async () => {
    const home = await page(`/${language}/`);
    assert.deepEqual(graph(home).map((node) => [node['@type']].flat().at(-1)), ['Bakery', 'WebSite']);
    const catalog = await page(`/${language}/shop`);
    const listed = graph(catalog)[0].itemListElement;
    assert.deepEqual(listed.map((item) => item.name),
      (await api('/products', language)).items.map((item) => item.name));
    for (const html of [home, catalog]) {
      const links = [...html.matchAll(/<li class="card"><a href="(.*?)">/g)].map((match) => match[1]);
      assert.ok(links.length > 5);
      for (const link of links) {
        assert.ok(link.startsWith(`/${language}/`));
        assert.equal(isNoindex(await page(link)), false);
      }
    }
  });
}

test('help and legal pages are what the shop has written', async () => {
  for (const name of ['help', 'terms', 'privacy']) {
    for (const language of ['en', 'ar']) {
      const { title, text: written } = await api(`/pages/${name}`, language);
      const html = await page(`/${language}/${name}`);
      assert.equal(one(html, /<h1>(.*?)<\/h1>/g), title);
      const shown = [...html.matchAll(/<p>(.*?)<\/p>/gs)].map((match) => text(match[1]));
      assert.deepEqual(shown, written.split('\n\n'));
    }
  }
});

test('filters of the address hold without scripts, too', async () => {
  const bundles = (await api('/products?type=bundles')).items.map((item) => item.name);
  const listed = async (query) => graph(await page(`/en/shop?${query}`))[0].itemListElement.map((item) => item.name);
  assert.deepEqual(await listed('type=bundles&utm_source=x'), bundles);
  assert.deepEqual(await listed('q=pistachio'), ['Pistachio cookie']);
  assert.deepEqual(await listed('sort=-price&min_price=300'),
    (await api('/products?sort=-price&min_price=300')).items.map((item) => item.name));
  const none = await page('/en/shop?q=no+such+thing');
  assert.ok(isNoindex(none));
});

test('known addresses are pages, all others are 404 with the same page', async () => {
  const known = ['cart', 'orders/C1001-ABCDE', 'orders/C1001ABCDE/questions',
    'orders/C1001ABCDE/questions/7', 'track', 'login', 'register', 'forgot', 'reset', 'verify', 'export',
    'account', 'account/orders', 'account/orders/C1001ABCDE', 'account/downloads', 'account/addresses',
    'account/devices', 'account/questions', 'account/questions/3', 'account/activity', 'account/profile',
    'account/privacy', 'offline', 'run/12'];
  for (const path of known) {
    const html = await page(`/ar/${path}`);
    assert.ok(isNoindex(html), path);
    assert.match(html, /<html lang="ar" dir="rtl">/);
    assert.doesNotMatch(html, /<main/);
  }
  for (const path of ['/ar/nothing', '/ar/products/UPPER', '/ar/products/a/b', '/ar/packs/six', '/ar/shop/',
    '/ar/account/secrets', '/ar/orders', '/ar/run/x', '/ar/cart%00', '/ar/cart%0a', '/ar/products/a%3Fpage=home']) {
    const reply = await visitor.get(path);
    if (reply.status === 400) continue; // what no address can hold
    assert.equal(reply.status, 404, path);
    assert.match(reply.text, /<html lang="ar" dir="rtl">/, path);
    assert.ok(isNoindex(reply.text), path);
  }
  assert.match(await page('/nothing', 404), /<html lang="en"/);
  for (const path of ['/index.html', '/_page/head', '/_page/body', '/_page/head?page=home']) {
    assert.doesNotMatch((await visitor.get(path)).expect(404).text, /Bakery/, path);
  }
  assert.doesNotMatch((await visitor.get('/en/products/a.css')).expect(404).text, /<html lang/);
});

test('the sitemap leads to pages that may be indexed, robots.txt keeps away from all others', async () => {
  const sitemap = (await visitor.get('/sitemap.xml')).expect(200);
  assert.match(sitemap.headers['content-type'], /^application\/xml/);
  const found = [...sitemap.text.matchAll(/<loc>(.*?)<\/loc>/g)].map((match) => match[1]);
  const products = (await api('/products?limit=100')).items.length;
  assert.ok(found.length >= 2 * products);
  const robots = (await visitor.get('/robots.txt')).expect(200).text;
  assert.ok(robots.includes(`Sitemap: ${shop.shop}/sitemap.xml`));
  const closed = [...robots.matchAll(/^Disallow: (.*)$/gm)].map((match) => match[1]);
  for (const address of found) {
    assert.ok(address.startsWith(`${shop.shop}/`));
    const path = address.slice(shop.shop.length);
    assert.equal(isNoindex(await page(path)), false, path);
    assert.ok(!closed.some((start) => path.startsWith(start)), path);
  }
  for (const path of ['/en/cart', '/ar/account/orders', '/en/orders/AAAAABBBBB', '/ar/run/3', '/en/reset']) {
    assert.ok(closed.some((start) => path.startsWith(start)), path);
  }
});

test('products that are not there have a page that is not to be indexed', async () => {
  for (const path of ['/en/products/no-such-thing', '/en/packs/999-six']) {
    const html = await page(path);
    assert.ok(isNoindex(html), path);
    assert.doesNotMatch(html, /canonical|ld\+json|<main/);
  }
});

test('nobody fills the cache with what is not there', async () => {
  const kept = () => readdirSync(join(shop.dir, 'shop/nginx/cache'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile()).length;
  await page('/en/packs/2-6-pieces-pack');
  await page('/en/shop');
  await page('/en/cart');
  const before = kept();
  for (let i = 0; i < 30; i++) {
    await page(`/en/products/made-up-${i}`);
    await page(`/en/packs/2-another-name-${i}`);
    await page(`/en/packs/${1000 + i}`);
    await page(`/en/orders/AAAAA-BBB${i}`);
    await page(`/en/shop?nothing=${i}`);
    await page(`/en/shop?type=made-up-${i}`);
    await page(`/en/shop?q=cookie&min_price=${i}`);
    await page(`/en/shop?sort=made-up-${i}`);
    await page(`/en/made-up-${i}`, 404);
  }
  assert.equal(kept(), before);
  // Nor does one person's page, or one language, come out for another one.
  assert.match(await page('/ar/packs/2-6-pieces-pack'), /<p class="price">[^<]*ج\.م\./);
  assert.match(await page('/en/packs/2-anything'), /href="[^"]*\/en\/packs\/2-6-pieces-pack"/);
});

test('the page is compressed on the way and asked for again each time', async () => {
  const reply = (await visitor.get('/en/shop', { headers: { 'accept-encoding': 'gzip' } })).expect(200);
  assert.equal(reply.headers['content-encoding'], 'gzip');
  assert.match(gunzipSync(reply.data).toString(), /<h1>Shop<\/h1>/);
  assert.equal(reply.headers['cache-control'], 'no-cache');
  assert.match(reply.headers['content-security-policy'], /default-src 'self'/);
  assert.equal(reply.headers.etag, undefined);
  const head = (await visitor.send('HEAD', '/en/shop')).expect(200);
  assert.equal(head.text, '');
  const modified = await visitor.get('/en/shop', { headers: { 'if-modified-since': new Date(Date.now() + 1e9).toUTCString(), 'if-none-match': '*' } });
  modified.expect(200);
});

test('files beside the page are kept as long as their names say', async () => {
  for (const [path, type, cache] of [
    [one(await page('/en/'), /src="(\/assets\/index-[\w-]+\.js)"/g), /javascript/, 'public, max-age=31536000, immutable'],
    ['/sw.js', /javascript/, 'no-cache'],
    ['/manifest-ar.webmanifest', /^application\/manifest\+json/, 'no-cache'],
  ]) {
    const reply = (await visitor.get(path)).expect(200);
    assert.match(reply.headers['content-type'], type);
    assert.equal(reply.headers['cache-control'], cache);
  }
  (await visitor.get('/assets/app-other.js')).expect(404);
});

test('what is kept for five seconds is not told after them, not even to the first who asks', async () => {
  const days = async () => (await visitor.get('/api/v1/time-slots?zone_id=1')).expect(200).body.items.map((slot) => slot.date);
  const [day] = await days();
  const owner = await shop.staffClient('owner');
  (await owner.post('/api/v1/admin/closures', { day, reason: 'Feast' })).expect(201);
  await sleep(6000);
  assert.ok(!(await days()).includes(day), 'nobody came meanwhile, and a closed day is still offered');
  owner.close();
});

test('without a back end the page comes all the same', async () => {
  await page('/en/products/red-velvet-cookie');
  process.kill(Number(readFileSync(join(shop.dir, 'shop/pids/crumbled'), 'utf8')), 'SIGTERM');
  for (let i = 0; (await visitor.get('/healthz')).status === 200; i++) {
    assert.ok(i < 200, 'it stops');
    await sleep(50);
  }
  const fresh = await page('/ar/shop?type=cookies&sort=name');
  assert.match(fresh, /<html lang="ar" dir="rtl">/);
  assert.match(fresh, /<title>Crumbled<\/title>/);
  assert.equal(isNoindex(fresh), false, 'a fault of ours takes no page out of search engines');
  // What was kept is still told.
  assert.match(await page('/en/products/red-velvet-cookie'), /<h1>Red velvet cookie<\/h1>/);
  assert.match(await page('/en/nothing', 404), /<html lang="en"/);
});
