// SPDX-License-Identifier: MIT
// The system's side of the panel by clicking: settings with their kinds and limits, the mail server with
// a test mail, staff, journal, jobs, one's own account; going about by the keyboard.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from './support/browser.mjs';
import { panel, settled, sound } from './support/panel.mjs';
import { startShop } from './support/shop.mjs';

let shop, browser;
before(async () => { [shop, browser] = await Promise.all([startShop(), launch()]); });
after(async () => {
  await browser?.close();
  await shop?.stop();
});

const value = (name) => shop.sql(`SELECT setting_value FROM site_settings WHERE setting_key = '${name}'`).then((r) => r[0]?.[0]);

test('a setting says its limits, refuses what is beyond, and holds from then on', async () => {
  const { page, faults, close } = await panel(browser, shop, 'system', '/en/settings');
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Change: Quote minutes' }).click();
  await dialog.getByText('From 1 to 1440.').waitFor();
  await dialog.locator('[name=value]').fill('5000');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.locator('.field.wrong [name=value]').waitFor();
  await sound(page);
  await dialog.locator('[name=value]').fill('٢٠');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByText('The setting is changed.').waitFor();
  assert.equal(await value('quote_minutes'), '20');

  await page.getByRole('button', { name: 'Change: Closed weekdays' }).click();
  await dialog.getByLabel('Friday').check();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'hidden' });
  assert.equal(await value('closed_weekdays'), '16');

  await page.getByRole('button', { name: 'Change: Shop name' }).click();
  const owner = await shop.staffClient('owner');
  const { version } = (await owner.get('/api/v1/admin/settings')).expect(200).body.items.find((one) => one.name === 'shop_name');
  (await owner.put('/api/v1/admin/settings/shop_name', { version, value: 'Theirs' })).expect(200);
  await dialog.locator('[name=value]').fill('Ours');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('“Theirs”').waitFor();
  assert.equal(await dialog.locator('[name=value]').inputValue(), 'Ours');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'hidden' });
  assert.equal(await value('shop_name'), 'Ours');
  assert.deepEqual(faults, []);
  await close();
});

test('the mail server is changed after a step-up and tried by a mail to oneself', async () => {
  const { page, faults, close } = await panel(browser, shop, 'system', '/en/email');
  await page.getByRole('button', { name: 'Send me a test mail' }).click();
  await page.getByText('The mail server took the mail to system@crumbled.example.').waitFor();
  await sound(page);
  await shop.sql('UPDATE admin_sessions SET step_up_at = step_up_at - INTERVAL 6 MINUTE');
  await page.locator('[name=from_name]').fill('The bakery');
  await page.getByRole('button', { name: 'Save' }).click();
  const dialog = page.getByRole('dialog', { name: 'Is it you?' });
  await dialog.locator('[name=password]').fill(shop.staff.system.password);
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await page.getByText('Saved.').waitFor();
  assert.equal((await (await page.request.get('/api/v1/admin/email-settings')).json()).from_name, 'The bakery');
  assert.deepEqual(faults, []);
  await close();
});

test('a colleague gets another role and is switched off, and the journal tells who did it', async () => {
  const { page, faults, close } = await panel(browser, shop, 'owner', '/en/staff');
  await page.locator('tbody').getByRole('link', { name: 'products', exact: true }).click();
  await settled(page);
  await page.locator('[name=role]').selectOption('order_manager');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved.').waitFor();
  assert.deepEqual(await shop.sql("SELECT role FROM admin_users WHERE username = 'products'"), [['order_manager']]);
  await page.locator('[name=is_active]').uncheck();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.waitForFunction(() => document.querySelectorAll('.timeline li').length >= 2);
  await page.goto('/en/audit?entity=admin_users&action=admin.edit');
  await settled(page);
  assert.equal(await page.locator('tbody tr').count(), 2);
  assert.match(await page.locator('tbody tr').last().innerText(), /Product manager[\s\S]*Order manager/);
  await sound(page);
  assert.deepEqual(faults, []);
  await close();
});

test('jobs are there with what they did', async () => {
  (await shop.maintenance('purge')).expect(200);
  const { page, faults, close } = await panel(browser, shop, 'system', '/en/jobs');
  await page.getByRole('rowheader', { name: 'purge' }).waitFor();
  assert.ok(await page.getByRole('cell', { name: 'purge' }).count() > 0, 'its run is listed');
  assert.deepEqual(faults, []);
  await close();
});

test('one’s own account: language, password, other sessions', async () => {
  const { page, faults, close } = await panel(browser, shop, 'delivery', '/en/account');
  const other = await shop.staffClient('delivery');
  await page.locator('[name=language]').selectOption('ar');
  await page.locator('form', { has: page.locator('[name=language]') }).getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  assert.deepEqual(await shop.sql("SELECT preferred_language FROM admin_users WHERE username = 'delivery'"), [['ar']]);
  await page.locator('[name=old_password]').fill(shop.staff.delivery.password);
  const form = page.locator('form', { has: page.locator('[name=old_password]') });
  await form.locator('[name=password]').fill('short');
  await form.getByRole('button', { name: 'Change the password' }).click();
  await form.locator('.field.wrong [name=password]').waitFor();
  await form.locator('[name=old_password]').fill(shop.staff.delivery.password);
  await form.locator('[name=password]').fill('ferry lantern 12 oak of spring');
  await form.getByRole('button', { name: 'Change the password' }).click();
  await page.getByText('Your password is changed').waitFor();
  (await other.get('/api/v1/admin/auth/me')).expect(401);
  assert.deepEqual(faults, []);
  await close();
});

test('the keyboard goes anywhere, and single keys can be turned off', async () => {
  const { page, faults, close } = await panel(browser, shop, 'owner', '/en/');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'What are you looking for?' }).fill('zon');
  await sound(page);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/en/catalog/zones');
  await page.getByRole('heading', { name: 'Zones', level: 1 }).waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await page.waitForURL('**/en/codes');
  await settled(page);
  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Shortcuts' });
  await sound(page);
  await keys.getByLabel('Single-key shortcuts').uncheck();
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press('p');
  await page.waitForTimeout(300);
  assert.match(page.url(), /\/en\/codes$/);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'What are you looking for?' }).waitFor();
  await page.keyboard.press('Escape');
  // In a field letters are letters.
  await page.getByRole('searchbox', { name: 'Search' }).fill('');
  await page.getByRole('searchbox', { name: 'Search' }).pressSequentially('gp');
  await page.waitForURL(/q=gp/);
  assert.deepEqual(faults, []);
  await close();
});
