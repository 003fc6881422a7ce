// SPDX-License-Identifier: MIT
// What a customer does in the account, by clicking: orders, downloads, addresses, devices, questions,
// profile, data; each page in both languages, on a phone and on a desktop.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { register } from './support/account.mjs';
import { desk, gone, launch, phone as small } from './support/browser.mjs';
import { client, idempotencyKey } from './support/client.mjs';
import { enter } from './support/enter.mjs';
import { checkoutBody, demo, lastOffer, prove, six } from './support/order.mjs';
import { latinWords, looksRight } from './support/pages.mjs';
import { startShop } from './support/shop.mjs';

const phone = '+201005552001', email = 'mona.area@example.com', password = 'walnut river 7 lamp';
let shop, browser, mona, order, page, context, faults, close;

const aMinuteLater = () => shop.sql('UPDATE customer_otp_codes SET created_at = created_at - INTERVAL 2 MINUTE; DELETE FROM rate_limits');
const newestTo = async (to) => (await shop.messages(to))[0]?.id ?? 0;
const png = (size) => Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), randomBytes(size - 8)]);
const pdf = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(5000)]);
const send = (within = page.locator('main')) => within.locator('form button.main').click();
const button = (name, within = page) => within.getByRole('button', { name });
const dialog = () => page.locator('dialog[open]');
const said = (text) => page.locator('.toasts').getByText(text).waitFor();
const fault = (name, form = 'f') => page.locator(`#${form}-${name}-fault`);
const go = (path) => page.goto(`/en/account${path}`);

async function place(visitor, phone, items, total) {
  for (const item of items) (await visitor.post('/api/v1/cart/items', item)).expect(201);
  const proof = await prove(shop, visitor, phone);
  const body = checkoutBody({ phone, proof, offer: await lastOffer(visitor), total });
  return (await visitor.post('/api/v1/checkout', body, { key: idempotencyKey() })).expect(201).body;
}

/** A recipe that is sold as a download, bought and paid by Mona. */
async function sellRecipe() {
  const [products, orders] = [await shop.staffClient('products'), await shop.staffClient('orders')];
  const { body: file } = (await products.send('POST', `/api/v1/admin/files?name=${encodeURIComponent('وصفات.pdf')}`, pdf,
    { headers: { 'content-type': 'application/octet-stream' } })).expect(201);
  const [[thing]] = await shop.sql(`
    INSERT INTO products (product_type_id, name, slug, base_price) VALUES (4, 'Recipes', 'recipes', 50);
    INSERT INTO product_instance (product_type, product_id, base_price) SELECT 'digital', MAX(id), 50 FROM products;
    SELECT MAX(id) FROM product_instance`);
  (await products.put(`/api/v1/admin/product-instances/${thing}/file`, { file_id: file.id })).expect(200);
  (await mona.post('/api/v1/cart/items', { product_instance_id: Number(thing), quantity: 1 })).expect(201);
  await aMinuteLater();
  const proof = await prove(shop, mona, phone);
  (await mona.post('/api/v1/checkout', { name: 'Mona Adel', phone, proof, payment_method: 'cash', expected_total: '50.00' },
    { key: idempotencyKey() })).expect(201);
  const [[id]] = await shop.sql('SELECT MAX(id) FROM orders');
  (await orders.post(`/api/v1/admin/orders/${id}/payments`, { method: 'cash', amount: '50.00' })).expect(201);
  products.close();
  orders.close();
}

/** Orders of an earlier shop that carry an e-mail and belong to nobody. */
async function earlierOrders(to, count) {
  for (let n = 1; n <= count; n++) {
    await shop.sql(`INSERT INTO orders (number, tracking_nonce, tracking_token_hash, customer_name,
      customer_email, payment_method, subtotal, total, created_at) VALUES ('OLD000000${n}',
      REPEAT('n', 16), UNHEX(SHA2('old${n}', 256)), 'Mona Adel', '${to}', 'cash', 100, 100, '2026-01-0${n} 10:00:00');
      INSERT INTO order_items (order_id, product_name, product_type, quantity, unit_price)
      SELECT id, 'Cookies', 'individual', 1, 100 FROM orders WHERE number = 'OLD000000${n}';
      INSERT INTO order_status_history (order_id, to_status, actor_type)
      SELECT id, 'pending', 'system' FROM orders WHERE number = 'OLD000000${n}'`);
  }
}

before(async () => {
  shop = await startShop();
  browser = await launch();
  mona = client(shop);
  await register(shop, mona, phone, email);
  order = await place(mona, phone, [six()], '365.00');
  await sellRecipe();
  await earlierOrders(email, 2);
  (await mona.post('/api/v1/me/addresses', { city_id: 1, zone_id: demo.madinaty, street_address: 'Street 5, Building 12', additional_info: 'Third floor' })).expect(201);
  (await mona.post('/api/v1/me/tickets', { subject: 'هل لديكم كوكيز بدون سكر؟', message: 'أبحث عن هدية.\nشكرًا', category: 'general' }, { key: idempotencyKey() })).expect(201);
  ({ page, context, faults, close } = await enter(browser, shop, mona, '/en/account', desk));
});
after(async () => {
  assert.deepEqual(faults, []);
  await close?.();
  await browser?.close();
  mona?.close();
  await shop?.stop();
});

for (const [name, device] of [['phone', small], ['desk', desk]]) {
  for (const language of ['en', 'ar']) {
    test(`every page, ${language} on a ${name}`, async () => {
      const shown = await enter(browser, shop, mona, `/${language}/account`, device);
      // Names of people, places and things that have only one; kinds of files.
      const names = /^(Mona|Adel|Street|Building|Floor|Third|floor|Madinaty|Cairo|Recipes|Chrome|Linux|PDF|JPEG|PNG|WebP|JSON|Crumbled|pdf)$/;
      const pages = ['', '/orders', `/orders/${order.number}`, '/downloads', '/addresses', '/devices', '/questions', '/activity', '/profile', '/privacy'];
      for (const path of pages) {
        await shown.page.goto(`/${language}/account${path}`);
        await shown.page.locator('.account-page > :nth-child(3)').first().waitFor();
        await shown.page.waitForFunction(() => !document.querySelector('main [aria-busy=true], main .skeleton'));
        await looksRight(shown.page, `area-${path.split('/')[1] ?? ''}${path.includes('/orders/') ? '-one' : ''}-${language}-${name}`);
        if (language === 'ar') assert.deepEqual((await latinWords(shown.page)).filter((word) => !names.test(word) && !order.number.includes(word)), [], path);
      }
      await shown.page.goto(`/${language}/account/questions`);
      await shown.page.locator('.rows a').first().click();
      await shown.page.locator('.thread').waitFor();
      await looksRight(shown.page, `area-question-${language}-${name}`);
      assert.deepEqual(shown.faults, []);
      await shown.close();
    });
  }
}

describe('orders', () => {
  test('the same again: what cannot be had is told, the rest is in the cart', async () => {
    await shop.sql(`UPDATE flavors SET is_active = 0 WHERE id = ${demo.vanilla}`);
    await go(`/orders/${order.number}`);
    await button('Order the same again').click();
    await dialog().getByText('This could not be put into your cart').waitFor();
    await looksRight(page, 'area-reorder-lack');
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    await shop.sql(`UPDATE flavors SET is_active = 1 WHERE id = ${demo.vanilla}`);
    await button('Order the same again').click();
    await page.waitForURL('**/en/cart');
    await said('Everything is in your cart again');
  });

  test('one is cancelled after a question, and a second tab learns that it is too late', async () => {
    const other = await context.newPage();
    await other.goto(`/en/account/orders/${order.number}`);
    await other.getByRole('button', { name: 'Cancel the order' }).click();
    await go(`/orders/${order.number}`);
    await button('Cancel the order').click();
    await button('Keep it').click();
    await button('Cancel the order').click();
    await dialog().locator('[name=reason]').fill('Moved away');
    await looksRight(page, 'area-cancel');
    await send(dialog());
    await said('Your order is cancelled');
    await page.locator('.steps [aria-current=step]').getByText('Cancelled').waitFor();
    await gone(button('Cancel the order'));
    await other.locator('dialog[open] form button.main').click();
    await other.locator('dialog[open] .summary').waitFor();
    await other.close();
  });

  test('a number that is not hers is not there', async () => {
    await go('/orders/AAAAA-AAAAA');
    await page.locator('main [role=alert]').waitFor();
  });

  test('earlier orders come into the account by a code', async () => {
    await go('/orders');
    await page.getByText('2 orders were placed with your e-mail').waitFor();
    await aMinuteLater();
    const newest = await newestTo(email);
    await button('Send me a code and take them over').click();
    await page.fill('[name=code]', '000000');
    await send();
    await fault('code').waitFor();
    await page.fill('[name=code]', await shop.code(email, { kind: 'email', after: newest }));
    await send();
    await said('2 orders are now in your account');
    await page.getByRole('link', { name: 'OLD00-00002' }).waitFor();
    await gone(page.getByText('orders were placed with'));
  });
});

test('a file is downloaded as often as its link allows, and is new only once', async () => {
  await shop.sql('UPDATE deliveries SET customer_viewed_at = NULL');
  await go('/downloads');
  await page.locator('.badge').waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), button('Download: Recipes').click()]);
  assert.ok(readFileSync(await download.path()).equals(pdf));
  assert.equal(download.suggestedFilename(), 'وصفات.pdf');
  await said('The download has begun');
  await page.reload();
  await page.getByText('downloaded once').waitFor();
  await gone(page.locator('.badge'));
});

describe('addresses', () => {
  test('one is added where the shop does not deliver yet, and becomes the default', async () => {
    await go('/addresses');
    await button('Add an address').click();
    await send(dialog());
    await fault('zone_id').waitFor();
    const [[city]] = await shop.sql(`SELECT city_id FROM zones WHERE id = ${demo.nasrCity}`);
    await dialog().locator('[name=city_id]').selectOption(city);
    await dialog().locator('[name=zone_id]').selectOption(String(demo.nasrCity));
    await dialog().getByText('We do not deliver to this zone yet').waitFor();
    await dialog().locator('[name=street_address]').fill('شارع 9، عمارة 4');
    await looksRight(page, 'area-address-new');
    await dialog().locator('form button.main').dblclick();
    await said('The address is saved');
    await page.getByText('Coming soon: we do not deliver there yet.').waitFor();
    await button('Make it the default: شارع 9، عمارة 4').click();
    await page.locator('.rows li').first().getByText('شارع 9').waitFor();
    assert.deepEqual(await shop.sql('SELECT COUNT(*) FROM addresses'), [['2']]);
  });

  test('two tabs: the later one is told what the other saved, and keeps its own words', async () => {
    const other = await context.newPage();
    for (const tab of [other, page]) {
      await tab.goto('/en/account/addresses');
      await tab.getByRole('button', { name: 'Change: Street 5, Building 12' }).click();
    }
    const street = (tab) => tab.locator('dialog[open] [name=street_address]');
    await street(other).fill('Street 6, Building 1');
    await other.locator('dialog[open] form button.main').click();
    await other.getByText('Street 6, Building 1').waitFor();
    await street(page).fill('Street 7, Building 2');
    await send(dialog());
    await page.getByText('changed to “Street 6, Building 1”').first().waitFor();
    assert.equal(await street(page).inputValue(), 'Street 7, Building 2');
    await looksRight(page, 'area-address-conflict');
    await send(dialog());
    await page.getByText('Street 7, Building 2').waitFor();
    await other.close();
  });

  test('one is removed, and brought back', async () => {
    await button('Remove: Street 7, Building 2').click();
    await said('The address is removed');
    await page.locator('main h1:focus').waitFor();
    await button('Undo').click();
    await page.getByRole('heading', { name: 'Street 7, Building 2' }).waitFor();
  });
});

test('a device is signed out, and all others', async () => {
  async function another() {
    const tablet = client(shop);
    await aMinuteLater();
    const newest = await newestTo(phone);
    const login = { login: phone, password };
    const { handle } = (await tablet.post('/api/v1/auth/login', login)).expect(200).body;
    const code = await shop.code(phone, { kind: 'sms', after: newest });
    (await tablet.post('/api/v1/auth/login', { ...login, handle, code })).expect(200);
    return tablet;
  }
  const [one, two] = [await another(), await another()];
  await go('/devices');
  await button(/^Sign out:/).nth(1).click();
  await said('That device is signed out');
  await page.waitForFunction(() => document.querySelectorAll('.rows li').length === 2);
  (await one.get('/api/v1/me')).expect(401);
  await button('Sign out all other devices').click();
  await said('All other devices are signed out');
  (await two.get('/api/v1/me')).expect(401);
  (await mona.get('/api/v1/me')).expect(200);
  [one, two].forEach((tablet) => tablet.close());
});

describe('questions', () => {
  test('one about an order, with files: too large, not a picture, removed, sent', async () => {
    await go(`/orders/${order.number}`);
    await page.getByRole('link', { name: 'Ask about this order' }).click();
    await page.locator('[name=subject]').waitFor();
    assert.equal(await page.inputValue('[name=order_number]'), order.number);
    assert.equal(await page.inputValue('[name=category]'), 'order');
    const files = page.locator('[name=attachments]');
    await files.setInputFiles([
      { name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('x') }, { name: 'big.png', mimeType: 'image/png', buffer: png(5 * 1024 * 1024 + 1) },
    ]);
    await page.getByText('larger than 5 MB').waitFor();
    await page.fill('[name=subject]', 'Two are broken');
    await page.fill('[name=message]', 'Look at the <b>picture</b>.\nThank you');
    await send();
    await fault('attachments').waitFor();
    await looksRight(page, 'area-question-files');
    await button('Remove note.txt').click();
    await button('Remove big.png').click();
    await files.setInputFiles([{ name: 'two.png', mimeType: 'image/png', buffer: png(1024 * 1024) }, { name: 'no.png', mimeType: 'image/png', buffer: Buffer.from('<svg/>') }]);
    await page.locator('.files .good').getByText('sent').waitFor();
    await page.locator('.files .bad').waitFor();
    await button('Remove no.png').click();
    await page.locator('main form button.main').dblclick();
    await page.getByRole('heading', { level: 1, name: 'Two are broken' }).waitFor();
    assert.equal(await page.locator('.said').innerText(), 'Look at the <b>picture</b>.\nThank you');
    assert.deepEqual(await shop.sql("SELECT COUNT(*) FROM customer_support_tickets WHERE subject = 'Two are broken'"), [['1']]);
    const [download] = await Promise.all([page.waitForEvent('download'), button(/two\.png/).click()]);
    assert.equal(readFileSync(await download.path()).length, 1024 * 1024);
  });

  test('the answer is read, she replies without connection and again with it, once', async () => {
    const staff = await shop.staffClient('orders');
    const [[id, version]] = await shop.sql("SELECT id, version FROM customer_support_tickets WHERE subject = 'Two are broken'");
    (await staff.post(`/api/v1/admin/tickets/${id}/answers`, { version: Number(version), message: 'نأسف لذلك.' }, { key: idempotencyKey() })).expect(201);
    staff.close();
    await go('');
    await page.getByRole('link', { name: 'We answered 1 question of yours.' }).waitFor();
    await page.goto(`/en/account/questions/${id}`);
    await page.getByText('نأسف لذلك.').waitFor();
    await page.fill('[name=message]', 'Thank you, all is well.');
    await context.setOffline(true);
    await send();
    await page.locator('.summary').waitFor();
    assert.equal(await page.inputValue('[name=message]'), 'Thank you, all is well.');
    await context.setOffline(false);
    await send();
    await said('Your reply is sent');
    await page.locator('.said').getByText('Thank you, all is well.').waitFor();
    await page.waitForFunction(() => document.querySelector('[name=message]').value === '');
    assert.deepEqual(await shop.sql(`SELECT COUNT(*) FROM customer_ticket_replies WHERE ticket_id = ${id}`), [['2']]);
    faults.splice(0, faults.length, ...faults.filter((f) => !/ERR_INTERNET_DISCONNECTED/.test(f)));
  });

  test('it is closed, and opened again', async () => {
    await button('It is settled: close it').click();
    await page.getByText('This question is closed.').waitFor();
    await gone(page.locator('[name=message]'));
    await looksRight(page, 'area-question-closed');
    await button('Open it again').click();
    await page.locator('[name=message]').waitFor();
  });

  test('a guest asks by the order’s link', async () => {
    const guest = client(shop);
    const placed = await place(guest, '+201005552002', [six()], '365.00');
    const shown = await enter(browser, shop, { cookies: new Map() }, `/ar/orders/${placed.number}/questions#token=${placed.tracking_token}`, small);
    const p = shown.page;
    await p.locator('main button.main').first().click();
    assert.ok(!p.url().includes(placed.tracking_token));
    await p.fill('[name=subject]', 'أين الطلب؟');
    await p.fill('[name=message]', 'لم يصل بعد');
    await p.locator('[name=attachments]').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: png(2000) });
    await p.locator('main form button.main').click();
    await p.locator('.thread').waitFor();
    await looksRight(p, 'area-guest-question-ar');
    const [download] = await Promise.all([p.waitForEvent('download'), p.locator('.files button').click()]);
    assert.equal(readFileSync(await download.path()).length, 2000);
    await p.reload();
    await p.getByText('لم يصل بعد').waitFor();
    await p.locator('.up a').click();
    await p.locator('.rows a').waitFor();
    await looksRight(p, 'area-guest-questions-ar');
    assert.deepEqual(shown.faults, []);
    await shown.close();
    guest.close();
  });
});

describe('profile', () => {
  test('names: a taken user name is said at the field; two tabs lose nothing', async () => {
    await shop.sql("INSERT INTO customers (first_name, username, type, status) VALUES ('Other', 'taken.name', 'registered', 'active')");
    const other = await context.newPage();
    await other.goto('/en/account/profile');
    await other.locator('[name=last_name]').waitFor();
    await go('/profile');
    await page.fill('[name=username]', 'taken.name');
    await send(page.locator('section[aria-labelledby=you]'));
    await fault('username').waitFor();
    await page.fill('[name=username]', 'mona');
    await page.selectOption('[name=age_group]', '25-34');
    await send(page.locator('section[aria-labelledby=you]'));
    await said('Your profile is saved');
    await other.fill('[name=username]', 'mona2');
    await other.locator('section[aria-labelledby=you] button.main').click();
    await other.getByText('changed to “mona”').first().waitFor();
    assert.equal(await other.inputValue('[name=username]'), 'mona2');
    assert.equal(await other.locator('main form .fault').count(), 1, 'what only the other changed is taken over');
    assert.equal(await other.inputValue('[name=age_group]'), '25-34');
    await looksRight(other, 'area-profile-conflict');
    await other.locator('section[aria-labelledby=you] button.main').click();
    await other.getByText('Your profile is saved').waitFor();
    await other.close();
    assert.deepEqual(await shop.sql(`SELECT username, age_group FROM customers WHERE phone = '${phone}'`), [['mona2', '25-34']]);
  });

  test('a picture: what is none is refused, one is shown, and removed', async () => {
    await go('/profile');
    await page.locator('#avatar').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('no picture at all') });
    await page.locator('.toasts .bad').waitFor();
    const picture = execFileSync('rsvg-convert', { input: '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300"><rect width="300" height="300" fill="#c80"/></svg>' });
    await page.locator('#avatar').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: picture });
    await said('Your picture is saved');
    await page.waitForFunction(() => document.querySelector('.avatar img')?.naturalWidth > 0);
    await looksRight(page, 'area-profile-picture');
    await button('Remove the picture').click();
    await said('Your picture is removed');
    await gone(page.locator('.avatar img'));
  });

  test('another e-mail counts once its code is typed; until then a notice says so', async () => {
    const next = 'mona.next@example.com';
    await page.locator('section[aria-labelledby=email-title]').getByRole('button', { name: 'Change' }).click();
    await page.fill('[name=email]', next);
    await page.fill('[name=password]', 'not it at all');
    await send(page.locator('section[aria-labelledby=email-title]'));
    await page.locator('.summary').waitFor();
    await page.fill('[name=password]', password);
    await aMinuteLater();
    await send(page.locator('section[aria-labelledby=email-title]'));
    await page.locator('[name=code]').waitFor();
    await looksRight(page, 'area-email-code');
    await go('');
    await page.getByText('Your e-mail is not confirmed yet').waitFor();
    await looksRight(page, 'area-unproved');
    await aMinuteLater();
    const newest = await newestTo(next);
    await button('Send the mail again').click();
    await page.fill('[name=code]', await shop.code(next, { kind: 'email', after: newest }));
    await send();
    await said('Thank you, your e-mail is confirmed');
    assert.deepEqual(await shop.sql(`SELECT email FROM customers WHERE phone = '${phone}'`), [[next]]);
  });

  test('another phone, by a code to it; somebody else’s is refused', async () => {
    const next = '+201005552003';
    await go('/profile');
    await page.locator('section[aria-labelledby=phone-title]').getByRole('button', { name: 'Change' }).click();
    await page.fill('[name=phone]', next);
    await aMinuteLater();
    await send(page.locator('section[aria-labelledby=phone-title]'));
    await page.fill('[name=code]', await shop.code(next, { kind: 'sms' }));
    await send(page.locator('section[aria-labelledby=phone-title]'));
    await page.fill('[name=password]', password);
    await looksRight(page, 'area-phone');
    await send(page.locator('section[aria-labelledby=phone-title]'));
    await said('Your phone is changed');
    await page.locator('section[aria-labelledby=phone-title]').getByText(next).waitFor();
  });

  test('another password: a weak one is refused, the other devices are out, and this is said', async () => {
    const within = page.locator('section[aria-labelledby=password-title]');
    await page.locator('section[aria-labelledby=email-title]').getByRole('button', { name: 'Change' }).click();
    await within.getByRole('button', { name: 'Change' }).click();
    await within.locator('[name=password]').fill(password);
    await page.fill('[name=new_password]', 'password1');
    await send(within);
    await fault('new_password', 'password').waitFor();
    await page.fill('[name=new_password]', 'a new lamp for 7 rivers');
    await looksRight(page, 'area-password');
    await send(within);
    await within.getByRole('link', { name: 'See your devices' }).waitFor();
  });
});

test('what she did is in her activity, with names for all of it', async () => {
  await go('/activity');
  for (const text of ['The password was changed', 'The phone was changed', 'The picture was changed', 'An address was removed']) await page.getByText(text).first().waitFor();
  const more = button('Show more');
  for (let last = 0; await more.count() > 0;) {
    const rows = await page.locator('.timeline li').count();
    assert.ok(rows > last);
    last = rows;
    await more.click();
    await page.waitForFunction((n) => document.querySelectorAll('.timeline li').length > n, rows);
  }
  await gone(page.getByText('A change to the account'));
});

describe('her data', () => {
  const fresh = 'a new lamp for 7 rivers';
  test('a copy comes by a link, once', async () => {
    await go('/privacy');
    await page.fill('[name=password]', 'not it at all');
    await send();
    await page.locator('.summary').waitFor();
    const newest = await newestTo('mona.next@example.com');
    await page.fill('[name=password]', fresh);
    await send();
    await page.getByText('The link is on its way to your e-mail.').waitFor();
    const link = (await shop.mailbox('mona.next@example.com', /export#/, { after: newest })).text.match(/https:\S+#token=[\w-]{43}/)[0];
    await page.goto(link);
    await page.locator('main form').waitFor();
    await looksRight(page, 'area-export');
    const [download] = await Promise.all([page.waitForEvent('download'), send()]);
    const record = JSON.parse(readFileSync(await download.path(), 'utf8'));
    assert.equal(record.profile.email, 'mona.next@example.com');
    await go('/privacy');
    await page.goto(link);
    await send();
    await page.getByText('no longer valid').waitFor();
  });

  test('the account is deleted, not while an order is under way', async () => {
    await page.goto('/en/account/privacy');
    await button('I want to delete my account').click();
    const within = page.locator('section[aria-labelledby=end]');
    await send(within);
    await fault('sure', 'erase').waitFor();
    await within.locator('[name=password]').fill(fresh);
    await within.locator('[name=sure]').check();
    await send(within);
    await within.getByText('An order is still under way').first().waitFor();
    await looksRight(page, 'area-delete');
    await shop.sql("UPDATE orders SET status = 'cancelled' WHERE status NOT IN ('delivered', 'cancelled')");
    await send(within);
    await said('Your account is deleted');
    assert.deepEqual(await shop.sql("SELECT COUNT(*) FROM customers WHERE username = 'mona2'"), [['0']]);
    await page.goto('/en/account');
    await page.waitForURL(/login/);
  });
});
