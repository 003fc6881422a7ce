#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// Makes the README's pictures anew: a demo shop, Chromium, cwebp.
//
//   scripts/screenshots        writes tests/golden/{shop,cart,panel}-*.webp
//
// Needs what the browser tests need: make release web.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { desk, launch, open, phone } from '../tests/e2e/support/browser.mjs';
import { busyDay } from '../tests/e2e/support/day.mjs';
import { fillBox, ready, words } from '../tests/e2e/support/pages.mjs';
import { enter, settled } from '../tests/e2e/support/panel.mjs';
import { startShop } from '../tests/e2e/support/shop.mjs';

const golden = join(import.meta.dirname, '../tests/golden');
const work = mkdtempSync(join(tmpdir(), 'crumbled-pictures-'));
const shop = await startShop();
const browser = await launch();

async function picture(page, name, width) {
  await ready(page);
  await page.locator('.toasts p').waitFor({ state: 'detached' });
  const png = join(work, `${name}.png`);
  await page.screenshot({ path: png });
  execFileSync('cwebp', ['-quiet', '-q', '80', '-resize', String(width), '0', png, '-o', join(golden, `${name}.webp`)]);
}

try {
  for (const language of ['en', 'ar']) {
    const large = await open(browser, shop.shop, `/${language}/`, desk);
    await picture(large.page, `shop-desk-${language}`, 960);
    await large.close();

    const { page, close } = await open(browser, shop.shop, `/${language}/packs/2-six`, phone);
    await ready(page);
    await fillBox(page, words[language]);
    await page.goBack();
    await ready(page);
    for (const name of [0, 0, 0, 1]) await page.getByRole('button', { name: words[language].more(words[language].flavors[name]), exact: true }).click();
    await page.waitForTimeout(500);
    await picture(page, `shop-phone-${language}`, 390);
    await page.goto(`/${language}/cart`);
    await picture(page, `cart-phone-${language}`, 390);
    await close();
  }

  const { date, slot, owner } = await busyDay(shop);
  const { page, close } = await enter(browser, shop, owner, desk);
  for (const [name, path] of Object.entries({
    'home-en': '/en/', 'board-en': '/en/orders/board', 'board-ar': '/ar/orders/board',
    'kitchen-en': `/en/kitchen?date=${date}&slot=${slot}`, 'dispatch-en': `/en/dispatch?date=${date}&slot=${slot}`,
  })) {
    await page.goto(path);
    await settled(page);
    await picture(page, `panel-${name}`, 960);
  }
  await close();
} finally {
  await browser.close();
  await shop.stop();
  rmSync(work, { recursive: true });
}
