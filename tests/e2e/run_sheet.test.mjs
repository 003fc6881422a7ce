// SPDX-License-Identifier: MIT
// A delivery man and his phone: the link of his message opens his run; at the doors he enters codes,
// money and reasons, takes a photo, loses his signal, and what he entered counts once.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { launch, open, phone } from './support/browser.mjs';
import { brokenInvariants } from './support/order.mjs';
import { latinWords, looksRight, ready } from './support/pages.mjs';
import { camera } from './support/picture.mjs';
import { karim, mahmoud, placeOrders, runLink, sendOut, TOTAL } from './support/run.mjs';
import { startShop } from './support/shop.mjs';

const words = {
  ar: {
    delivered: /^تم التسليم/, failed: /^لم يُسلَّم/, code: 'رمز التسليم', cash: /نقدًا$/, unpaid: 'لا، ليس الآن', photo: 'صورة', save: 'حفظ', noAnswer: 'لا أحد يجيب',
    sent: 'أُرسل كل شيء.', ten: /^لا يوجد اتصال.*10 نتائج محفوظة هنا/, money: /^تم التحصيل/, after: /^سُلِّم لاحقًا/, over: 'لم يعد الرابط يفتح هذه الجولة', waits: 'في انتظار الإرسال',
  },
  en: {
    delivered: /^Delivered/, failed: /^Not delivered/, code: 'Delivery code', cash: /in cash$/, unpaid: 'No, not now', photo: 'A photo', save: 'Save', noAnswer: 'Nobody answered',
    sent: 'Everything is sent.', money: /^Money taken/, taken: /taken away/, lost: 'Not accepted', waits: 'waiting to be sent',
  },
};

let shop, browser, kitchen, dispatcher, orders, slot, folder;

before(async () => {
  shop = await startShop();
  browser = await launch();
  folder = mkdtempSync(join(tmpdir(), 'crumbled-photos-'));
  writeFileSync(join(folder, 'door.jpg'), camera());
  kitchen = await shop.staffClient('orders');
  dispatcher = await shop.staffClient('delivery');
  ({ orders, slot } = await placeOrders(shop, 17));
});
after(async () => {
  kitchen?.close();
  dispatcher?.close();
  await browser?.close();
  if (folder) rmSync(folder, { recursive: true });
  await shop?.stop();
});

const card = (page, order) => page.locator('.stop').filter({ hasText: order.number });
const dialog = (page) => page.locator('dialog[open]');

async function openAt(path, options = phone) {
  const opened = await open(browser, shop.shop, path, options);
  opened.page.setDefaultTimeout(10_000);
  await ready(opened.page);
  return opened;
}

async function deliver(page, order, w, { code = order.code, photo, money = w.cash } = {}) {
  await card(page, order).getByRole('button', { name: w.delivered }).click();
  const d = dialog(page);
  if (photo) {
    await d.getByText(w.photo, { exact: true }).click();
    await d.locator('input[type="file"]').setInputFiles(photo);
  } else await d.getByLabel(w.code, { exact: true }).fill(code);
  await d.getByText(money).click();
  await d.getByRole('button', { name: w.save }).click();
  await d.waitFor({ state: 'detached' });
}

async function fail(page, order, w, photo) {
  await card(page, order).getByRole('button', { name: w.failed }).click();
  await dialog(page).getByText(w.noAnswer).click();
  if (photo) await dialog(page).locator('input[type="file"]').setInputFiles(photo);
  await dialog(page).getByRole('button', { name: w.save }).click();
  await dialog(page).waitFor({ state: 'detached' });
}

const statuses = async (some) => Object.fromEntries(await shop.sql(`SELECT number, status FROM orders WHERE id IN (${some.map((o) => o.id)})`));
const plain = (order) => order.number.replace('-', '');

describe('a run in Arabic, without a signal', () => {
  const w = words.ar;
  let own, link, opened;

  before(async () => {
    own = orders.slice(0, 12);
    await sendOut(shop, kitchen, dispatcher, own, slot, karim);
    link = await runLink(shop, karim);
    opened = await openAt(link.path);
  });
  after(() => opened?.close());

  test('the link opens his run only: phones to call, what to hand over and to take', async () => {
    const { page } = opened;
    await page.locator('.stop').first().waitFor();
    assert.equal(await page.locator('.stop').count(), 12);
    assert.equal(new URL(page.url()).hash, '', 'the secret is out of the address');
    assert.equal(await card(page, own[0]).getByRole('link').getAttribute('href'), `tel:${own[0].phone}`);
    assert.match(await card(page, own[0]).innerText(), /365\.00/);
    assert.deepEqual((await latinWords(page)).filter((word) => !/^(Mona|Adel|Street|Building|Floor|Karim|Fathy|Madinaty|Cairo|Crumbled|New)$/.test(word)), []);
    await looksRight(page, 'run-ar-phone');
    await card(page, own[0]).getByRole('button', { name: w.delivered }).click();
    await looksRight(page, 'run-delivered-ar-phone');
    await page.keyboard.press('Escape');
  });

  test('a wrong code is said at the stop, and the right one is taken', async () => {
    const { page } = opened;
    await deliver(page, own[0], w, { code: own[0].code === '000000' ? '111111' : '000000' });
    await card(page, own[0]).getByRole('alert').waitFor();
    await deliver(page, own[0], w);
    await card(page, own[0]).and(page.locator('.delivered')).waitFor();
    await page.getByText(w.sent).waitFor();
    assert.equal((await statuses(own))[plain(own[0])], 'delivered');
    assert.deepEqual(await shop.sql('SELECT expected_amount FROM courier_accounts'), [[TOTAL]]);
    assert.doesNotMatch(await card(page, own[0]).innerText(), /Mona/, 'of who has it nothing stays');
  });

  test('ten results without a signal, a reload, and each is counted once', async () => {
    const { page, context } = opened;
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.waitForFunction(() => navigator.serviceWorker.controller);
    await context.setOffline(true);
    for (const order of own.slice(1, 7)) await deliver(page, order, w);
    await fail(page, own[7], w);
    await fail(page, own[8], w, join(folder, 'door.jpg'));
    await deliver(page, own[9], w, { photo: join(folder, 'door.jpg') });
    await deliver(page, own[10], w, { money: w.unpaid });
    await page.getByText(w.ten).waitFor();
    await looksRight(page, 'run-offline-ar-phone');

    await page.reload();
    await page.getByText(w.ten).waitFor();
    assert.equal(await page.getByText(w.waits, { exact: true }).count(), 10);
    assert.equal(Object.values(await statuses(own)).filter((s) => s === 'delivered').length, 1);

    // The answer is lost on its way back: all ten were counted, and are sent again.
    let lost = 0;
    await page.route('**/events', async (route) => {
      if (lost++ > 0) return route.continue();
      await route.fetch();
      return route.abort();
    });
    await context.setOffline(false);
    await page.getByText(w.sent).waitFor({ timeout: 40_000 });
    assert.ok(lost >= 2, `sent ${lost} times`);

    const now = await statuses(own);
    assert.equal(Object.values(now).filter((s) => s === 'delivered').length, 9);
    assert.equal(now[plain(own[7])], 'preparing');
    assert.deepEqual(await shop.sql("SELECT COUNT(*) FROM order_status_history WHERE to_status = 'delivered'"), [['9']]);
    assert.deepEqual(await shop.sql('SELECT expected_amount FROM courier_accounts'), [[(8 * Number(TOTAL)).toFixed(2)]]);
    for (const order of own.slice(8, 10)) {
      const [attempt] = (await dispatcher.get(`/api/v1/admin/orders/${order.id}/attempts`)).expect(200).body.items;
      assert.equal((await dispatcher.get(`/api/v1/admin/delivery-photos/${attempt.photo_id}`)).expect(200).headers['content-type'], 'image/webp');
    }
    assert.deepEqual(await page.evaluate(() => new Promise((done) => {
      indexedDB.open('runs').onsuccess = (e) => { e.target.result.transaction('photos').objectStore('photos').count().onsuccess = (c) => done(c.target.result); };
    })), 0, 'a picture that is there is not kept');
  });

  test('what was brought without money is paid later; who was not at home comes to the door after all', async () => {
    const { page } = opened;
    await card(page, own[10]).getByRole('button', { name: w.money }).click();
    await dialog(page).getByText(w.cash).click();
    await dialog(page).getByRole('button', { name: w.save }).click();
    await page.getByText(w.sent).waitFor();
    await card(page, own[10]).getByRole('button', { name: w.money }).waitFor({ state: 'detached' });
    await deliver(page, own[7], { ...w, delivered: w.after });
    await card(page, own[7]).and(page.locator('.delivered')).waitFor();
    await page.getByText(w.sent).waitFor();
    assert.equal((await statuses(own))[plain(own[7])], 'delivered');
    await looksRight(page, 'run-done-ar-phone');
    assert.deepEqual(opened.faults.filter((f) => !/ERR_INTERNET_DISCONNECTED|ERR_FAILED/.test(f)), []);
  });

  test('a link that was renewed says so, and keeps what it could not send', async () => {
    const { page, context } = opened;
    await context.setOffline(true);
    await fail(page, own[11], w);
    const run = Number(link.path.match(/run\/(\d+)/)[1]);
    (await dispatcher.post(`/api/v1/admin/runs/${run}/link`)).expect(200);
    await context.setOffline(false);
    await page.getByRole('heading', { name: w.over }).waitFor({ timeout: 40_000 });
    assert.match(await page.locator('main').innerText(), new RegExp(own[11].number));
    await looksRight(page, 'run-over-ar-phone');
    // The new one opens the same run, and sends it.
    const next = await runLink(shop, karim, link.id);
    await page.goto(next.path);
    await page.getByText(w.sent).waitFor();
    assert.equal((await statuses(own))[plain(own[11])], 'preparing');
  });
});

describe('a run in English, taken away', () => {
  const w = words.en;

  test('what he tells of stops that went to another man is refused, and said', async () => {
    const own = orders.slice(12);
    const run = await sendOut(shop, kitchen, dispatcher, own, slot, karim);
    const { path } = await runLink(shop, karim, (await runLink(shop, karim)).id - 1);
    const { page, context, faults, close } = await openAt(path.replace('/ar/', '/en/'));
    await deliver(page, own[0], w);
    await page.getByText(w.sent).waitFor();
    await looksRight(page, 'run-en-phone');
    await page.evaluate(() => navigator.serviceWorker.ready);
    await context.setOffline(true);
    await fail(page, own[1], w);
    const man = (await dispatcher.get('/api/v1/admin/delivery-men')).expect(200).body.items.find((m) => m.id === mahmoud.id);
    (await dispatcher.patch(`/api/v1/admin/delivery-men/${mahmoud.id}`, { version: man.version, zones: [...new Set([...man.zones, 1])] })).expect(200);
    const { version } = (await dispatcher.get(`/api/v1/admin/runs/${run.id}`)).expect(200).body;
    (await dispatcher.post(`/api/v1/admin/runs/${run.id}/reassign`, { version, delivery_man_id: mahmoud.id })).expect(200);
    await context.setOffline(false);
    await page.getByRole('heading', { name: w.lost }).waitFor({ timeout: 40_000 });
    assert.match(await page.getByRole('alert').innerText(), new RegExp(own[1].number));
    assert.equal(await page.locator('.stop').count(), 1);
    assert.equal((await statuses(own))[plain(own[1])], 'out_for_delivery');
    await looksRight(page, 'run-taken-en-phone');
    assert.deepEqual(faults.filter((f) => !/ERR_INTERNET_DISCONNECTED/.test(f)), []);
    await close();
  });

  test('who has no link is shown nothing', async () => {
    const { page, faults, close } = await openAt('/en/run/1');
    await page.getByText('Open your run by the link').waitFor();
    await page.goto(`/en/run/1#token=${'x'.repeat(43)}`);
    const over = page.getByRole('heading', { name: 'The link does not open this run any more' });
    await over.waitFor();
    await page.reload();
    await over.waitFor();
    await looksRight(page, 'run-nobody-en-phone');
    assert.deepEqual(faults, []);
    await close();
  });
});

test('the books hold', async () => assert.deepEqual(await brokenInvariants(shop), []));
