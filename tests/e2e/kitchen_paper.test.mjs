// SPDX-License-Identifier: MIT
// The kitchen's paper: what Chromium prints on A4 is read again, page by page, and says what the API says.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launch } from './support/browser.mjs';
import { demo } from './support/order.mjs';
import { panel, settled } from './support/panel.mjs';
import { readPaper } from './support/paper.mjs';
import { move, placeOrders } from './support/run.mjs';
import { startShop } from './support/shop.mjs';

const ORDERS = 12, EACH = 5, FIRST = 101;
// Long enough for two lines: a row that is cut has one of them on either page.
const nameOf = (id) => `a${id} is a flavor with a name so long that it does not go into one line of the table z${id}`;

let shop, browser, kitchen, orders, slot;

before(async () => {
  shop = await startShop();
  browser = await launch();
  const ids = Array.from({ length: ORDERS * EACH }, (_, i) => FIRST + i);
  await shop.sql(`INSERT INTO flavors (id, name, slug) VALUES ${ids.map((id) => `(${id}, '${nameOf(id)}', 'paper-${id}')`)};
    INSERT INTO product_instance_flavor (product_instance_id, flavor_id, flavor_name, size_id, size_name)
    SELECT product_instance_id, f.id, f.name, size_id, size_name FROM product_instance_flavor, flavors f
    WHERE product_instance_id = ${demo.packOf6} AND flavor_id = ${demo.vanilla} AND f.id >= ${FIRST}`);
  kitchen = await shop.staffClient('orders');
  ({ orders, slot } = await placeOrders(shop, ORDERS, (i) => ({
    product_instance_id: demo.packOf6, quantity: 1,
    flavors: ids.slice(i * EACH, (i + 1) * EACH).map((flavor_id, n) => ({ flavor_id, quantity: n === 0 ? 2 : 1 })),
  })));
  await move(kitchen, orders.slice(0, -1), 'confirmed');
});
after(async () => {
  kitchen?.close();
  await browser?.close();
  await shop?.stop();
});

const api = async () => (await kitchen.get(`/api/v1/admin/kitchen?date=${slot.date}&time_slot_id=${slot.time_slot_id}`)).expect(200).body;

const words = {
  en: { print: 'Print the bake list', no: /Print no\. 1, 2\d[^\n]*\d{1,2}:\d\d/, head: /Flavor +Size +To bake/, as: /As of [^\n]*\d{1,2}:\d\d/, hidden: /Overview|Order board|Save|Ready|Begin|Slot|Last print|My account|Print the/ },
  ar: { print: 'طباعة قائمة الخَبز', no: /\d{1,2}:\d\d[^\n]*الطباعة رقم/, head: /المطلوب خبزه +الحجم +النكهة/, as: /\d{1,2}:\d\d[^\n]*حتى/, hidden: /نظرة عامة|لوحة الطلبات|حفظ|الجاهز|ابدأ|حسابي/ },
};

/** Rows of a table on these pages: the flavor, and the numbers between the two lines of its name. */
const rows = (paper) => paper.flatMap((text) => [...text.matchAll(/a(\d+) is[^\n]*\n([^\n]*Medium[^\n]*)\n[^\n]*z\1\b/g)])
  .map(([, id, middle]) => [Number(id), ...middle.match(/[+−]?\d+/g).map((n) => Number(n.replace('−', '-'))).sort((a, b) => a - b)]);
const byFlavor = (list) => list.sort(([a], [b]) => a - b);

function isPaper(paper, w, pages) {
  assert.ok(paper.length >= pages, `${paper.length} pages`);
  paper.forEach((text, i) => {
    assert.doesNotMatch(text, w.hidden, `page ${i + 1} shows what is pressed`);
    assert.match(text, new RegExp(`${i + 1} ?/ ?${paper.length}\\s*$`), `page ${i + 1} has its number`);
  });
}

for (const language of ['en', 'ar']) {
  describe(`on A4 (${language})`, () => {
    const w = words[language];
    let opened;

    before(async () => {
      opened = await panel(browser, shop, 'orders', `/${language}/kitchen?date=${slot.date}&slot=${slot.time_slot_id}`);
      // A browser without a head has no printer.
      await opened.page.evaluate(() => { globalThis.print = () => {}; });
    });
    after(() => {
      opened?.staff.close();
      return opened?.close();
    });

    test('the bake list is all that the API says, with its heading on each page and each row on one', async () => {
      const { page } = opened;
      // What came after the first print is on the second one, as a difference.
      if (language === 'ar') await move(kitchen, orders.slice(-1), 'confirmed');
      await page.getByRole('button', { name: w.print }).click();
      await page.locator('.paper').waitFor({ state: 'attached' });
      const paper = readPaper(await page.pdf({ preferCSSPageSize: true }));
      isPaper(paper, w, 4);
      assert.match(paper[0], w.no, 'number and time of the print');
      const { bake, cookies } = await api();
      assert.match(paper[0], new RegExp(`\\b${cookies}\\b`));
      const all = rows(paper);
      assert.deepEqual(byFlavor(all.filter((row) => row.length === 2)), byFlavor(bake.map((row) => [row.flavor_id, row.quantity])));
      for (const text of paper) if (rows([text]).some((row) => row.length === 2)) assert.match(text, w.head);
      assert.deepEqual(byFlavor(all.filter((row) => row.length === 3)), language === 'en' ? []
        : byFlavor(bake.slice(-EACH).map((row) => [row.flavor_id, row.quantity, row.quantity])), 'what changed since the first print');
    });

    test('the packing list has each order whole on one page', async () => {
      const { page } = opened;
      await page.goto(`/${language}/kitchen?date=${slot.date}&slot=${slot.time_slot_id}&part=pack`);
      await settled(page);
      await page.locator('.packing').waitFor();
      const paper = readPaper(await page.pdf({ preferCSSPageSize: true }));
      isPaper(paper, w, 4);
      assert.match(paper[0], w.as, 'the time of the list');
      const list = (await api()).orders;
      assert.ok(list.length >= ORDERS - 1);
      const boxes = paper.flatMap((text) => text.split(/(?=\b[0-9A-Z]{5}-[0-9A-Z]{5}\b)/).filter((part) => /^[0-9A-Z]{5}-/.test(part)));
      assert.deepEqual(boxes.map((text) => text.slice(0, 11)).sort(), list.map((order) => order.number).sort());
      for (const order of list) {
        const text = boxes.find((box) => box.startsWith(order.number));
        const lines = [...text.matchAll(/(?:(\d+) × )?a(\d+) is[^\n×]*(?:× (\d+))?[^\n]*\n[^\n]*z\2\b/g)].map(([, before, id, after]) => [Number(id), Number(before ?? after)]);
        assert.deepEqual(byFlavor(lines), byFlavor(order.items[0].flavor_details.map((f) => [f.flavor_id, f.quantity])), order.number);
      }
    });
  });
}
