// SPDX-License-Identifier: MIT
// Coming into the panel by clicking: login, invitation, second factor, recovery code, step-up, refusals;
// sessions that end elsewhere.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launch, open, phone, shot } from './support/browser.mjs';
import { appCode, panel, settled, sound } from './support/panel.mjs';
import { startShop } from './support/shop.mjs';

let shop, browser;
before(async () => { [shop, browser] = await Promise.all([startShop(), launch()]); });
after(async () => {
  await browser?.close();
  await shop?.stop();
});

const longAgo = () => shop.sql('UPDATE admin_sessions SET step_up_at = step_up_at - INTERVAL 6 MINUTE');

async function logIn(page, username, password, more = {}) {
  await page.locator('[name=username]').fill(username);
  await page.locator('[name=password]').fill(password);
  for (const [name, value] of Object.entries(more)) await page.locator(`[name=${name}]`).fill(value);
  await page.locator('main button[type=submit]').click();
}

const words = {
  en: { products: 'Products', missing: 'There is no such page', out: 'Log out' },
  ar: { products: 'المنتجات', missing: 'لا توجد صفحة كهذه', out: 'تسجيل الخروج' },
};

for (const language of ['en', 'ar']) {
  for (const [name, options] of [['desk', undefined], ['phone', phone]]) {
    test(`the login takes its own staff and nobody else, and goes where one wanted (${language}, ${name})`, async () => {
      const { page, faults, close } = await open(browser, shop.admin, `/${language}/catalog/products?sort=-name`, options);
      await page.waitForURL(`**/${language}/login?next=*`);
      await settled(page);
      await sound(page);
      await page.locator('main button[type=submit]').click();
      assert.equal(await page.locator('.summary li').count(), 2, 'name and password are missing');
      await sound(page);
      await logIn(page, 'products', 'not the password of products');
      await page.locator('.summary').filter({ hasNot: page.locator('li') }).waitFor();
      await shot(page, `panel-login-${language}-${name}`);
      await logIn(page, 'products', shop.staff.products.password);
      await page.waitForURL(`**/${language}/catalog/products?sort=-name`);
      await page.getByRole('heading', { name: words[language].products, level: 1 }).waitFor();
      await settled(page);
      await sound(page);
      await shot(page, `panel-products-${language}-${name}`);
      await page.getByRole('button', { name: words[language].out }).click();
      await page.waitForURL(`**/${language}/login`);
      await page.goto(`/${language}/catalog/products`);
      await page.waitForURL(`**/${language}/login?next=*`);
      assert.deepEqual(faults, []);
      await close();
    });
  }
}

test('an address that is none has a page that says so, in its language', async () => {
  const { page, close } = await panel(browser, shop, 'owner', '/ar/');
  const reply = await page.goto('/ar/nothing/here');
  assert.equal(reply.status(), 404);
  await settled(page);
  assert.equal(await page.locator('h1').innerText(), words.ar.missing);
  assert.equal((await page.request.get('/')).url().replace(/\/(en|ar)\/$/, ''), shop.admin);
  assert.equal((await page.request.get('/en/')).headers()['x-robots-tag'], 'noindex');
  assert.equal((await page.request.get(`${shop.shop}/admin/en.html`)).status(), 404, 'the shop has no panel');
  await close();
});

describe('Nour, who begins to work here', () => {
  const NOUR = { username: 'nour', email: 'nour@example.com', password: 'walnut river 7 lamp of brass' };
  let secret, codes;

  test('is invited by the owner, who is asked who it is; closing that changes nothing', async () => {
    const { page, faults, close } = await panel(browser, shop, 'owner', '/en/staff');
    await longAgo();
    await page.getByRole('link', { name: 'Add' }).click();
    await page.locator('[name=username]').fill(NOUR.username);
    await page.locator('[name=email]').fill(NOUR.email);
    await page.locator('[name=role]').selectOption('system_admin');
    await page.getByRole('button', { name: 'Add' }).click();
    const dialog = page.getByRole('dialog', { name: 'Is it you?' });
    await dialog.waitFor();
    await sound(page);
    await shot(page, 'panel-step-up');
    await page.keyboard.press('Escape');
    await page.getByText('Nothing was changed.').first().waitFor();
    assert.deepEqual(await shop.sql("SELECT id FROM admin_users WHERE username = 'nour'"), []);
    await page.getByRole('button', { name: 'Add' }).click();
    await dialog.locator('[name=password]').fill('not it');
    await dialog.getByRole('button', { name: 'Go on' }).click();
    await dialog.locator('.summary').waitFor();
    await dialog.locator('[name=password]').fill(shop.staff.owner.password);
    await dialog.getByRole('button', { name: 'Go on' }).click();
    await page.waitForURL(/\/en\/staff\/\d+$/);
    await page.getByRole('heading', { name: 'nour', level: 1 }).waitFor();
    await settled(page);
    await sound(page);
    await page.getByRole('heading', { name: 'Who changed this' }).waitFor();
    assert.deepEqual(faults, []);
    await close();
  });

  test('chooses a password by the link of the mail, which works once', async () => {
    const mail = await shop.mailbox(NOUR.email, /invite#token=/);
    const link = mail.text.match(/https:\S+invite#token=[\w-]{43}/)[0];
    const { page, faults, close } = await open(browser, shop.admin, link);
    await page.waitForURL('**/en/invite');
    await page.locator('[name=password]').fill('password');
    await page.getByRole('button', { name: 'Save the password' }).click();
    await page.locator('.field .fault').waitFor();
    await sound(page);
    await page.locator('[name=password]').fill(NOUR.password);
    await page.getByRole('button', { name: 'Save the password' }).click();
    await page.waitForURL('**/en/login');
    await page.goto(link);
    await page.locator('[name=password]').fill(NOUR.password);
    await page.getByRole('button', { name: 'Save the password' }).click();
    await page.getByText('This link is no longer valid.').waitFor();
    assert.deepEqual(faults, []);
    await close();
  });

  test('has to set up an app, by a code that is drawn here, and keeps the recovery codes', async () => {
    await shop.sql("UPDATE site_settings SET setting_value = 'required' WHERE setting_key = 'staff_totp'");
    const { page, faults, close } = await open(browser, shop.admin, '/en/login');
    await logIn(page, NOUR.username, NOUR.password);
    await page.getByRole('img', { name: 'QR code' }).waitFor();
    await sound(page);
    await shot(page, 'panel-enrol');
    secret = (await page.locator('main code').innerText()).replaceAll(' ', '');
    await page.locator('[name=totp]').fill(appCode(secret) === '000000' ? '000001' : '000000');
    await page.getByRole('button', { name: 'Set it up' }).click();
    await page.locator('.summary').waitFor();
    await page.locator('[name=totp]').fill(appCode(secret));
    await page.getByRole('button', { name: 'Set it up' }).click();
    await page.getByRole('heading', { name: 'Your recovery codes' }).waitFor();
    codes = await page.locator('.recovery code').allInnerTexts();
    assert.equal(codes.length, 10);
    await sound(page);
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save as a file' }).click()]);
    assert.equal(file.suggestedFilename(), 'crumbled-recovery-codes.txt');
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await page.getByRole('heading', { name: 'Hello, nour' }).waitFor();
    await shop.sql("UPDATE site_settings SET setting_value = 'optional' WHERE setting_key = 'staff_totp'");
    assert.deepEqual(faults, []);
    await close();
  });

  test('logs in by a recovery code when the phone is lost, and not by the password alone', async () => {
    const { page, faults, close } = await open(browser, shop.admin, '/en/login');
    await logIn(page, NOUR.username, NOUR.password);
    await page.locator('.summary').waitFor();
    await page.getByRole('button', { name: 'I do not have my app' }).click();
    await logIn(page, NOUR.username, NOUR.password, { recovery_code: codes[0].toLowerCase() });
    await page.getByRole('heading', { name: 'Hello, nour' }).waitFor();
    await page.goto('/en/account');
    await settled(page);
    await page.getByText('Recovery codes left: 9').waitFor();
    await sound(page);
    await longAgo();
    await page.getByRole('button', { name: 'New recovery codes' }).click();
    const dialog = page.getByRole('dialog', { name: 'Is it you?' });
    await dialog.locator('[name=password]').fill(NOUR.password);
    await dialog.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('heading', { name: 'Your recovery codes' }).waitFor();
    assert.ok(!(await page.locator('.recovery code').allInnerTexts()).includes(codes[1]), 'they are others');
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await page.getByText('Recovery codes left: 10').waitFor();
    assert.deepEqual(faults, []);
    await close();
  });
});

test('a session that is ended elsewhere leads to the login, and back from there', async () => {
  const { page, staff, faults, close } = await panel(browser, shop, 'delivery', '/en/catalog/cities');
  (await staff.post('/api/v1/admin/auth/logout')).expect(204);
  await page.locator('#menu a[href="/en/catalog/zones"]').click();
  await page.waitForURL(/\/en\/login\?next=%2Fen%2Fcatalog%2Fzones$/);
  await logIn(page, 'delivery', shop.staff.delivery.password);
  await page.waitForURL('**/en/catalog/zones');
  await page.getByRole('heading', { name: 'Zones', level: 1 }).waitFor();
  assert.deepEqual(faults, []);
  await close();
});

test('a forgotten password: the same words for anybody, a link for who is one', async () => {
  const { page, faults, close } = await open(browser, shop.admin, '/ar/forgot');
  await page.locator('[name=login]').fill('nobody-at-all');
  await page.locator('main button[type=submit]').click();
  const said = await page.locator('[role=status].panel').innerText();
  await page.reload();
  await page.locator('[name=login]').fill('products');
  await page.locator('main button[type=submit]').click();
  assert.equal(await page.locator('[role=status].panel').innerText(), said);
  await sound(page);
  await shop.mailbox('products@crumbled.example', /reset#token=/);
  assert.deepEqual(faults, []);
  await close();
});
