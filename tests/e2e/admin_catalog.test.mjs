// SPDX-License-Identifier: MIT
// The catalog by clicking: lists whose look is in the address, saved views, many at once with a way back,
// records with faults at their fields, unsaved changes, two who change the same, pictures, promo codes.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { gone, launch, shot } from './support/browser.mjs';
import { panel, settled, sound } from './support/panel.mjs';
import { camera } from './support/picture.mjs';
import { startShop } from './support/shop.mjs';

let shop, browser;
before(async () => { [shop, browser] = await Promise.all([startShop(), launch()]); });
after(async () => {
  await browser?.close();
  await shop?.stop();
});

const firstName = (page) => page.locator('tbody th[scope=row]').first().innerText();
const rows = (page) => page.locator('tbody tr').count();

/** Every script that a page leads to: its size as it is sent, and its text. */
async function scriptsOf(page, entry, of = new Map()) {
  const reply = await page.request.get(entry, { headers: { 'Accept-Encoding': 'gzip' } });
  assert.equal(reply.status(), 200, entry);
  const text = await reply.text();
  if (entry.endsWith('.js')) of.set(entry, { size: Number(reply.headers()['content-length']), text });
  for (const [name] of text.matchAll(/[\w-]+-[\w-]{8}\.js/g)) {
    const path = `/admin/assets/${name}`;
    if (!of.has(path)) await scriptsOf(page, path, of);
  }
  return of;
}

test('the whole panel costs at most 120 kB of script, in either language, and has no words of the other', async () => {
  const { page, close } = await panel(browser, shop, 'owner', '/en/');
  for (const language of ['en', 'ar']) {
    const scripts = [...(await scriptsOf(page, `/${language}/`)).values()];
    const sum = scripts.reduce((bytes, { size }) => bytes + size, 0);
    assert.ok(scripts.length > 5 && sum > 50_000 && sum <= 120_000, `${language}: ${sum} bytes in ${scripts.length} files`);
    const text = scripts.map((script) => script.text).join();
    const found = new Set(text.match(language === 'en' ? /[\u0621-\u064a]{2,}/g : /Nothing matches these filters|Leave without saving|Log out/g));
    assert.deepEqual([...found], language === 'en' ? ['العربية'] : [], language);
  }
  await close();
});

describe('a list', () => {
  test('costs at most 45 kB of script', async () => {
    const { page, close } = await panel(browser, shop, 'owner', '/en/catalog/products');
    const scripts = await page.evaluate(() => performance.getEntriesByType('resource')
      .filter((r) => r.name.endsWith('.js')).reduce((sum, r) => sum + r.encodedBodySize, 0));
    assert.ok(scripts > 5_000 && scripts <= 45_000, `${scripts} bytes of script`);
    await close();
  });

  test('keeps filters, search and sort in the address, and the back button undoes them', async () => {
    const { page, faults, close } = await panel(browser, shop, 'products', '/en/catalog/products');
    const all = await rows(page);
    await page.getByRole('button', { name: 'Name' }).click();
    await page.waitForURL(/sort=name/);
    await settled(page);
    const first = await firstName(page);
    await page.getByRole('button', { name: 'Name' }).click();
    await page.waitForURL(/sort=-name/);
    await page.waitForFunction((name) => document.querySelector('tbody th[scope=row]')?.innerText !== name, first);
    await page.locator('th[aria-sort=descending]').waitFor();
    await page.getByRole('searchbox', { name: 'Search' }).fill('velvet');
    await page.waitForURL(/q=velvet/);
    await page.waitForFunction((n) => document.querySelectorAll('tbody tr').length < n, all);
    assert.match(await firstName(page), /velvet/i);
    await page.getByRole('searchbox', { name: 'Search' }).fill('nothing is called so');
    await page.getByText('Nothing matches these filters.').waitFor();
    await sound(page);
    await page.getByRole('button', { name: 'Clear the filters' }).last().click();
    await page.waitForFunction((n) => document.querySelectorAll('tbody tr').length === n, all);
    await page.getByRole('combobox', { name: 'On sale' }).selectOption('true');
    await page.waitForURL(/is_on_sale=true/);
    await page.goBack();
    await page.waitForFunction((n) => document.querySelectorAll('tbody tr').length === n, all);
    assert.deepEqual(faults, []);
    await close();
  });

  test('is looked at again by a saved view, which colleagues see when it is shared', async () => {
    const { page, faults, close } = await panel(browser, shop, 'products', '/en/catalog/products?is_active=true&sort=-name');
    await page.getByRole('button', { name: 'Save this view' }).click();
    await page.getByRole('dialog').locator('[name=name]').fill('What we sell');
    await page.getByRole('dialog').getByLabel('Colleagues see it, too').check();
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'What we sell' }).waitFor();
    await sound(page);
    const other = await panel(browser, shop, 'owner', '/en/catalog/products');
    await other.page.getByRole('link', { name: 'What we sell' }).click();
    await other.page.waitForURL(/is_active=true&sort=-name/);
    await gone(other.page.getByRole('button', { name: 'Own views' })); // it is not theirs to change
    await other.close();
    await page.getByRole('button', { name: 'Own views' }).click();
    await page.getByRole('button', { name: 'Change: What we sell' }).click();
    await page.getByRole('dialog').locator('[name=name]').fill('Sold now');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'Sold now' }).waitFor();
    await page.getByRole('button', { name: 'Own views' }).click();
    await page.getByRole('button', { name: 'Remove: Sold now' }).click();
    await page.getByRole('link', { name: 'Sold now' }).waitFor({ state: 'detached' });
    assert.deepEqual(faults, []);
    await close();
  });

  test('shows the columns that somebody chose, also tomorrow', async () => {
    const { page, close } = await panel(browser, shop, 'products', '/en/catalog/flavors');
    await page.getByText('Columns', { exact: true }).click();
    await page.getByRole('checkbox', { name: 'Category' }).uncheck();
    await page.getByRole('columnheader', { name: 'Category' }).waitFor({ state: 'detached' });
    await page.reload();
    await settled(page);
    await gone(page.getByRole('columnheader', { name: 'Category' }));
    await close();
  });

  test('shows removed rows to who likes to see them, on every browser, until told otherwise', async () => {
    await shop.sql("UPDATE flavors SET deleted_at = UTC_TIMESTAMP() WHERE name = 'Pistachio'");
    const { page, faults, close } = await panel(browser, shop, 'products', '/en/catalog/flavors');
    const removed = page.locator('tbody tr.removed');
    await gone(removed);
    await page.getByLabel('Show removed ones').check();
    await removed.getByRole('link', { name: 'Pistachio' }).waitFor();
    const again = await panel(browser, shop, 'products', '/en/catalog/flavors');
    await again.page.locator('tbody tr.removed').getByRole('link', { name: 'Pistachio' }).waitFor();
    await sound(again.page);
    assert.ok(await again.page.getByLabel('Show removed ones').isChecked());
    await again.page.getByLabel('Show removed ones').uncheck();
    await again.page.locator('tbody tr.removed').waitFor({ state: 'detached' });
    const other = await panel(browser, shop, 'owner', '/en/catalog/flavors');
    await gone(other.page.locator('tbody tr.removed'));
    await shop.sql("UPDATE flavors SET deleted_at = NULL WHERE name = 'Pistachio'");
    assert.deepEqual([...faults, ...again.faults, ...other.faults], []);
    await Promise.all([close(), again.close(), other.close()]);
  });

  test('switches many off and back on again', async () => {
    const { page, faults, close } = await panel(browser, shop, 'products', '/en/catalog/flavors');
    const off = () => shop.sql('SELECT COUNT(*) FROM flavors WHERE is_active = 0').then(([[n]]) => Number(n));
    const before_ = await off();
    await page.locator('tbody .pick input').nth(0).check();
    await page.locator('tbody .pick input').nth(1).check();
    await sound(page);
    await page.getByRole('toolbar').getByRole('button', { name: 'Switch off' }).click();
    await page.getByText('Done: 2').waitFor();
    assert.equal(await off(), before_ + 2);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Taken back.').waitFor();
    assert.equal(await off(), before_);
    assert.deepEqual(faults, []);
    await close();
  });

  test('is taken along as a table, after giving the password once more', async () => {
    const { page, faults, close } = await panel(browser, shop, 'products', '/en/catalog/flavors?q=choc');
    await page.getByRole('button', { name: 'Save as CSV' }).click();
    await page.getByRole('dialog').locator('[name=password]').fill(shop.staff.products.password);
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('dialog').getByRole('button', { name: 'Go on' }).click()]);
    const table = readFileSync(await file.path(), 'utf8');
    assert.match(table, /Chocolate/i);
    assert.equal(table.trim().split('\r\n').length, await rows(page) + 1, 'the same rows, and a head');
    assert.deepEqual(faults, []);
    await close();
  });
});

describe('a record', () => {
  test('says what is wrong at the field, is added, asks before it is left unsaved, and is removed with a way back', async () => {
    const { page, faults, close } = await panel(browser, shop, 'products', '/en/catalog/flavors');
    await page.getByRole('link', { name: 'Add' }).click();
    await page.getByRole('button', { name: 'Add' }).click();
    assert.equal(await page.locator('.summary li').count(), 2);
    await page.locator('[name=name]').fill('Date and walnut');
    await page.locator('[name=slug]').fill('Not A Slug!');
    await page.getByRole('button', { name: 'Add' }).click();
    await page.locator('.field.wrong [name=slug]').waitFor();
    await sound(page);
    await page.locator('[name=slug]').fill('date-walnut');
    await page.getByRole('button', { name: 'Add' }).click();
    await page.waitForURL(/flavors\/\d+$/);
    await page.getByRole('heading', { name: 'Date and walnut', level: 1 }).waitFor();

    await page.locator('[name=category]').fill('Nuts');
    await page.getByText('Not saved yet').waitFor();
    await sound(page);
    await page.locator('#menu a[href="/en/catalog/packs"]').click();
    const asked = page.getByRole('dialog', { name: 'Leave without saving?' });
    await asked.getByRole('button', { name: 'Stay here' }).click();
    assert.equal(await page.locator('[name=category]').inputValue(), 'Nuts');
    await page.goBack();
    await asked.getByRole('button', { name: 'Stay here' }).click();
    assert.match(page.url(), /flavors\/\d+$/);
    await page.getByRole('button', { name: 'Discard' }).click();
    assert.equal(await page.locator('[name=category]').inputValue(), '');
    await page.locator('[name=category]').fill('Nuts');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved.').waitFor();
    assert.deepEqual(await shop.sql("SELECT category FROM flavors WHERE slug = 'date-walnut'"), [['Nuts']]);

    await page.getByRole('button', { name: 'Remove' }).click();
    await page.waitForURL('**/catalog/flavors');
    assert.deepEqual(await shop.sql("SELECT deleted_at IS NULL FROM flavors WHERE slug = 'date-walnut'"), [['0']]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('It is back.').waitFor();
    assert.deepEqual(await shop.sql("SELECT deleted_at IS NULL FROM flavors WHERE slug = 'date-walnut'"), [['1']]);
    assert.deepEqual(faults, []);
    await close();
  });

  test('that two change at once keeps what only one of them changed, and asks about the rest', async () => {
    const { page, faults, close } = await panel(browser, shop, 'owner', '/en/catalog/zones/2');
    const other = await shop.staffClient('delivery');
    const seen = (await other.get('/api/v1/admin/zones/2')).expect(200).body;
    const { name, city_id, time_slot_id, is_active, version } = seen;
    await page.locator('[name=delivery_fee]').fill('41.00');
    await page.locator('[name=name]').fill('Maadi Sarayat');
    (await other.put('/api/v1/admin/zones/2', { name, city_id, time_slot_id, is_active, version, delivery_fee: '47.00', delivery_days: 3 })).expect(200);
    await page.locator('.record').getByRole('button', { name: 'Save' }).click();
    const asked = page.getByRole('dialog', { name: 'Somebody else changed this meanwhile' });
    await asked.waitFor();
    assert.equal(await asked.locator('fieldset').count(), 1, 'only the fee was changed by both');
    await sound(page);
    await shot(page, 'panel-conflict');
    await asked.getByLabel(/47\.00/).check();
    await asked.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    assert.deepEqual(await shop.sql('SELECT name, delivery_fee, delivery_days FROM zones WHERE id = 2'), [['Maadi Sarayat', '47.00', '3']]);
    await page.getByRole('heading', { name: 'Who changed this' }).waitFor();
    await page.locator('.timeline li').first().waitFor();
    assert.match(await page.locator('.timeline').innerText(), /Maadi Sarayat/);
    assert.deepEqual(faults, []);
    await close();
  });

  test('is only looked at by who may not change it', async () => {
    const { page, close } = await panel(browser, shop, 'orders', '/en/catalog/packs/1');
    await gone(page.locator('main input, main button'));
    await page.goto('/en/catalog/packs');
    await settled(page);
    await gone(page.getByRole('link', { name: 'Add' }));
    await gone(page.locator('.pick'));
    await close();
  });
});

test('a pack gets a picture and shows beforehand how it will look in the shop', async () => {
  const { page, faults, close } = await panel(browser, shop, 'products', '/en/catalog/packs/2');
  await page.locator('[name=name]').fill('Six for two');
  await page.locator('.preview').getByText('Six for two').waitFor();
  await page.locator('input[type=file]').setInputFiles({ name: 'box.png', mimeType: 'image/png', buffer: camera() });
  await page.waitForFunction(() => /^\/pictures\/[0-9a-f]{32}$/.test(document.querySelector('[name=image_url]').value));
  const url = await page.locator('[name=image_url]').inputValue();
  await page.waitForFunction((u) => [...document.querySelectorAll('.preview img')].some((i) => i.getAttribute('src') === u && i.naturalWidth > 0), url);
  await sound(page);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved.').waitFor();
  assert.deepEqual(await shop.sql('SELECT name, image_url FROM cookie_pack WHERE id = 2'), [['Six for two', url]]);
  await page.locator('input[type=file]').setInputFiles({ name: 'box.png', mimeType: 'image/png', buffer: Buffer.from('no picture at all') });
  await page.locator('.toasts .bad').waitFor();
  assert.deepEqual(faults, []);
  await close();
});

test('of pictures and files those that nothing needs are removed, after a question', async () => {
  const { page, faults, staff, close } = await panel(browser, shop, 'products', '/en/catalog/pictures');
  const needed = await rows(page);
  const upload = (path, body) => staff.send('POST', path, body, { headers: { 'content-type': 'application/octet-stream' } });
  const { url } = (await upload('/api/v1/admin/pictures', camera())).expect(201).body;
  await page.reload();
  await page.locator(`tbody a[href="${url}"] img`).waitFor();
  await page.getByLabel('Select all on this page').check();
  page.once('dialog', (dialog) => dialog.dismiss());
  await page.getByRole('button', { name: 'Remove for good' }).click();
  assert.equal(await rows(page), needed + 1, 'who thinks better of it has lost nothing');
  page.once('dialog', (dialog) => { assert.match(dialog.message(), /removed for good/); void dialog.accept(); });
  await page.getByRole('button', { name: 'Remove for good' }).click();
  await gone(page.locator(`tbody a[href="${url}"]`));
  assert.equal(await rows(page), needed, 'what a pack shows stays');
  (await upload('/api/v1/admin/files?name=old.pdf', Buffer.from('%PDF-1.4\n%%EOF\n'))).expect(201);
  await page.goto('/en/catalog/files');
  await page.getByLabel('Select old.pdf').check();
  page.once('dialog', (dialog) => void dialog.accept());
  await page.getByRole('button', { name: 'Remove for good' }).click();
  await gone(page.getByText('old.pdf'));
  assert.deepEqual(faults, []);
  await close();
});

test('a bundle is filled, a zone gets hours, a flavor pictures', async () => {
  const [[bundle]] = await shop.sql("SELECT id FROM product_instance WHERE product_type = 'bundle' LIMIT 1");
  const { page, faults, close } = await panel(browser, shop, 'owner', `/en/catalog/product-instances/${bundle}`);
  const parts = () => shop.sql(`SELECT COUNT(*) FROM product_instance_flavor WHERE product_instance_id = ${bundle}`).then(([[n]]) => Number(n));
  const held = await parts();
  const form = page.locator('form', { has: page.locator('[name=flavor_id]') });
  await form.locator('[name=flavor_id] option').nth(1).waitFor({ state: 'attached' });
  await form.locator('[name=flavor_id]').selectOption({ index: 1 });
  await form.locator('[name=quantity]').fill('٢');
  await form.getByRole('button', { name: 'Add' }).click();
  await page.getByText('Saved.').waitFor();
  assert.equal(await parts(), held + 1);
  await sound(page);

  await page.goto('/en/catalog/zones/1');
  await settled(page);
  await page.locator('[name="1.6"]').setChecked(!(await page.locator('[name="1.6"]').isChecked()));
  await page.locator('form', { has: page.locator('[name="1.6"]') }).getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();

  await page.goto('/en/catalog/flavors/1');
  await settled(page);
  await page.locator('#more-pictures').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: camera() });
  await page.locator('.gallery li img[src^="/pictures/"]').waitFor();
  await sound(page);
  assert.deepEqual(faults, []);
  await close();
});

test('a rule is entered by the shop’s clock, and fifty codes are made at once', async () => {
  const { page, faults, close } = await panel(browser, shop, 'products', '/en/rules/new');
  await page.locator('[name=name]').fill('Thursday evening');
  await page.locator('[name=rule_type]').selectOption('time');
  await page.locator('[name=discount_type]').selectOption('percentage');
  await page.locator('[name=discount_value]').fill('10');
  await page.locator('[name=start_date]').fill('2031-01-16T18:00');
  await page.locator('[name=end_date]').fill('2031-07-17T22:00');
  await page.getByRole('button', { name: 'Add' }).click();
  await page.waitForURL(/rules\/\d+$/);
  // Cairo is two hours ahead in winter and three in summer.
  assert.deepEqual(await shop.sql("SELECT start_date, end_date FROM pricing_rules WHERE name = 'Thursday evening'"),
    [['2031-01-16 16:00:00', '2031-07-17 19:00:00']], 'moments are kept in UTC');
  assert.equal(await page.locator('[name=start_date]').inputValue(), '2031-01-16T18:00');

  await page.goto('/en/codes/batch');
  await settled(page);
  await page.locator('[name=count]').fill('50');
  await page.locator('[name=prefix]').fill('EID');
  await page.locator('[name=name]').fill('Eid');
  await page.locator('[name=discount_type]').selectOption('fixed_amount');
  await page.locator('[name=discount_value]').fill('25.00');
  await page.getByRole('button', { name: 'Make them' }).click();
  await page.getByText('50 codes are made.').waitFor();
  await sound(page);
  assert.deepEqual(await shop.sql("SELECT COUNT(*) FROM promo_codes WHERE code LIKE 'EID%'"), [['50']]);
  assert.deepEqual(faults, []);
  await close();
});

test('prices are shown as they were and as they are', async () => {
  const { page, faults, close } = await panel(browser, shop, 'products', '/en/prices');
  await page.locator('tbody tr').first().locator('.price').waitFor();
  const row = page.locator('tbody tr').first();
  await row.getByRole('button', { name: 'Change' }).click();
  await page.getByRole('dialog').locator('[name=price]').fill('77.00');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await row.getByText('77.00').first().waitFor();
  await sound(page);
  await page.locator('[name=at]').fill('2020-01-01T10:00');
  await page.getByRole('button', { name: 'Show' }).click();
  await page.waitForURL(/at=2020-01-01T08/);
  await settled(page);
  await page.waitForFunction(() => !/77\.00/.test(document.querySelector('tbody tr').innerText));
  assert.deepEqual(faults, []);
  await close();
});

test('a product goes on sale, and off it', async () => {
  const { page, faults, close } = await panel(browser, shop, 'products', '/en/catalog/products/1');
  const sale = page.locator('form', { has: page.locator('[name=sale_price]') });
  await sale.locator('[name=sale_price]').fill('5.00');
  await sale.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  await sound(page);
  assert.deepEqual(await shop.sql('SELECT sale_price, is_on_sale FROM products WHERE id = 1'), [['5.00', '1']]);
  await sale.locator('[name=sale_price]').fill('');
  await sale.getByRole('button', { name: 'Save' }).click();
  await page.waitForFunction(async () => (await (await fetch('/api/v1/admin/products/1/price')).json()).sale_price === null);
  // It has another version by now, and nothing of its own is different.
  await page.locator('.record [name=name]').fill('Chocolate chip, new');
  await page.locator('.record').getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Chocolate chip, new' }).waitFor();
  assert.deepEqual(faults, []);
  await close();
});

test('what one downloads is sent, and delivered from then on', async () => {
  const { page, faults, close, staff } = await panel(browser, shop, 'products', '/en/catalog/product-instances');
  const product = (await staff.post('/api/v1/admin/products', { product_type_id: 4, name: 'Recipes', slug: 'recipes', base_price: '50.00', is_active: true })).expect(201).body;
  const { id } = (await staff.post('/api/v1/admin/product-instances', { product_type: 'digital', product_id: product.id, base_price: '50.00', is_active: false })).expect(201).body;
  await page.goto(`/en/catalog/product-instances/${id}`);
  await page.getByText('Nothing yet.').waitFor();
  await page.locator('#file').setInputFiles({ name: 'recipes.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%%EOF\n') });
  await page.getByText('Saved.').waitFor();
  await page.getByText('recipes.pdf').waitFor();
  await sound(page);
  assert.deepEqual(await shop.sql(`SELECT f.original_name FROM product_instance i JOIN files f ON f.id = i.file_id WHERE i.id = ${id}`), [['recipes.pdf']]);
  assert.deepEqual(faults, []);
  await close();
});
