// SPDX-License-Identifier: MIT
// Becoming a customer and coming back, by clicking: registering, proving the e-mail, both ways to log in,
// a forgotten password, logging out; in English on a phone and in Arabic on a desktop.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { desk, gone, launch, open, phone as small } from './support/browser.mjs';
import { demo } from './support/order.mjs';
import { looksRight } from './support/pages.mjs';
import { startShop } from './support/shop.mjs';

let shop, browser;
before(async () => {
  shop = await startShop();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await shop?.stop();
});

const arabic = (digits) => digits.replace(/\d/g, (d) => String.fromCharCode(0x660 + Number(d)));
// A code may be asked for once a minute; a test cannot wait so long.
const aMinuteLater = () => shop.sql('UPDATE customer_otp_codes SET created_at = created_at - INTERVAL 2 MINUTE; DELETE FROM rate_limits');
const newestTo = async (to) => (await shop.messages(to))[0]?.id ?? 0;
const wrong = (code) => (code === '111111' ? '222222' : '111111');
const linkIn = (mail) => new URL(mail.text.match(/https:\S+#token=[\w-]{43}/)[0]);
const send = (page) => page.locator('main form button.main').click();
const fault = (page, name) => page.locator(`#f-${name}-fault`);
const heading = (page, text) => page.getByRole('heading', { level: 1, name: text }).waitFor();

const cases = {
  en: {
    device: small, phone: '+201005551001', email: 'mona.pages@example.com', typed: (code) => `${code.slice(0, 3)} ${code.slice(3)}`,
    made: 'Almost done', login: 'Log in', account: 'My account', hello: /Hello Mona/, soon: /do not deliver to your address yet/, merged: /1 item from this device/,
    byCode: 'With a code', late: /in \d+ seconds/, home: 'Fresh cookies, baked for your day', over: /no longer valid/, confirmed: /e-mail is confirmed/, logOut: 'Log out', reset: 'Choose a new password',
  },
  ar: {
    device: desk, phone: '+201005551002', email: 'mona.ar@example.com', typed: arabic,
    made: 'أوشكنا على الانتهاء', login: 'تسجيل الدخول', account: 'حسابي', hello: /أهلًا Mona/, soon: /لا نوصّل إلى عنوانك بعد/, merged: /أُضيف صنف من هذا الجهاز/,
    byCode: 'برمز يصلك', late: /بعد \d+ ثانية/, home: 'كوكيز طازجة نخبزها ليومك', over: /لم يعد هذا الرابط صالحًا/, confirmed: /تم تأكيد بريدك/, logOut: 'تسجيل الخروج', reset: 'اختر كلمة مرور جديدة',
  },
};

for (const [language, w] of Object.entries(cases)) {
  describe(`a new customer, ${language}`, () => {
    const at = (path) => `/${language}${path}`;
    const name = (state) => `account-${state}-${language}`;
    const [first, second] = ['walnut river 7 lamp', 'paper cloud 9 garden'];
    let page, context, faults, close;
    before(async () => { ({ page, context, faults, close } = await open(browser, shop.shop, at('/register'), w.device)); page.setDefaultTimeout(10_000); });
    after(() => close());

    async function typeCode(ask, { to = w.phone, kind = 'sms' } = {}) {
      const newest = await newestTo(to);
      await ask();
      await page.locator('[name=code]').waitFor();
      return shop.code(to, { kind, after: newest });
    }

    test('proves the phone: a wrong code is said at the field, another number can be given', async () => {
      await page.locator('[name=phone]').waitFor();
      await looksRight(page, name('register'));
      await send(page);
      await fault(page, 'phone').waitFor();
      await looksRight(page, name('register-empty'));
      await page.fill('[name=phone]', '010 0555 99 99');
      await send(page);
      await page.locator('.code-form button.link').first().click();
      assert.equal(await page.inputValue('[name=phone]'), '010 0555 99 99');
      await page.fill('[name=phone]', arabic(w.phone.slice(2)));
      const code = await typeCode(() => send(page));
      assert.equal(await page.getAttribute('[name=code]', 'autocomplete'), 'one-time-code');
      assert.equal(await page.getAttribute('[name=code]', 'inputmode'), 'numeric');
      await page.getByRole('button', { name: w.late }).waitFor();
      await page.fill('[name=code]', '12');
      await send(page);
      await fault(page, 'code').waitFor();
      await page.fill('[name=code]', wrong(code));
      await gone(fault(page, 'code')); // a fault goes as it is mended
      await send(page);
      await fault(page, 'code').waitFor();
      await looksRight(page, name('code-wrong'));
      await page.reload();
      await page.fill('[name=code]', w.typed(code));
      await send(page);
      await page.locator('[name=first_name]').waitFor();
    });

    test('says who she is; what is refused keeps what she typed', async () => {
      await page.fill('[name=first_name]', 'Mona');
      await page.fill('[name=last_name]', 'Adel');
      await page.fill('[name=email]', w.email);
      await page.fill('[name=password]', 'Password1');
      await page.check('[name=address]');
      await page.locator('[name=zone_id]').waitFor();
      const [[city]] = await shop.sql(`SELECT city_id FROM zones WHERE id = ${demo.nasrCity}`);
      await page.selectOption('[name=city_id]', city);
      await page.selectOption('[name=zone_id]', String(demo.nasrCity));
      await page.locator('.notice').waitFor();
      await page.fill('[name=street_address]', 'شارع 9، عمارة 4');
      await looksRight(page, name('register-details'));
      await send(page);
      await fault(page, 'password').waitFor();
      assert.equal(await page.inputValue('[name=email]'), w.email);
      assert.equal(await page.inputValue('[name=street_address]'), 'شارع 9، عمارة 4');
      await looksRight(page, name('register-weak'));
      await page.fill('[name=password]', first);
      const [mail] = await Promise.all([shop.mailbox(w.email, /#/), page.locator('main form button.main').dblclick()]);
      await heading(page, w.made);
      await page.getByText(w.soon).waitFor();
      await looksRight(page, name('register-done'));
      assert.ok(mail);
      assert.deepEqual(await shop.sql(`SELECT status, full_name FROM customers WHERE phone = '${w.phone}'`), [['unverified', 'Mona Adel']]);
    });

    test('confirms the e-mail by the code in the mail, or by its link', async () => {
      if (language === 'en') {
        await page.fill('[name=code]', w.typed(await shop.code(w.email, { kind: 'email' })));
        await send(page);
        await page.getByText(w.confirmed).waitFor();
      } else {
        await page.goto(linkIn(await shop.mailbox(w.email, /verify#/)).href);
        await page.getByText(w.confirmed).waitFor();
        assert.equal(new URL(page.url()).hash, '');
        await looksRight(page, name('verified'));
        await page.locator('main a.main').click();
      }
      await heading(page, w.login);
      assert.deepEqual(await shop.sql(`SELECT status FROM customers WHERE phone = '${w.phone}'`), [['active']]);
    });

    test('logs in by password, on a new device with a code; her cart comes along', async () => {
      await page.evaluate(() => fetch('/api/v1/cart/items', {
        method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ product_instance_id: 2, quantity: 1 }),
      }));
      await page.goto(at(`/login?next=${encodeURIComponent(at('/account/orders'))}`));
      await page.locator('[name=login]').waitFor();
      await looksRight(page, name('login'));
      await page.fill('[name=login]', w.email);
      await page.fill('[name=password]', 'not her secret at all');
      await send(page);
      await page.locator('.summary').waitFor();
      await looksRight(page, name('login-wrong'));
      await aMinuteLater();
      await page.fill('[name=password]', first);
      const code = await typeCode(() => send(page));
      await page.fill('[name=code]', wrong(code));
      await send(page);
      await page.locator('.summary').waitFor();
      await looksRight(page, name('login-device'));
      await page.fill('[name=code]', w.typed(code));
      await send(page);
      await page.waitForURL(`**${at('/account/orders')}`);
      await page.getByText(w.merged).waitFor();
    });

    test('logs out, and is asked to log in at a page of the account', async () => {
      await page.goto(at('/account'));
      await page.getByText(w.hello).first().waitFor();
      await page.getByRole('button', { name: w.logOut }).click();
      await heading(page, w.home);
      await page.goto(at('/account/profile?x=1'));
      await page.waitForURL(/login\?next=/);
      assert.equal(new URL(page.url()).searchParams.get('next'), at('/account/profile?x=1'));
    });

    test('logs in by a code alone, and comes back to where she was', async () => {
      await aMinuteLater();
      await page.getByRole('button', { name: w.byCode }).click();
      await page.fill('[name=contact]', w.email);
      await page.check('[name=remember]');
      await looksRight(page, name('login-code'));
      const code = await typeCode(() => send(page), { to: w.email, kind: 'email' });
      await looksRight(page, name('login-code-sent'));
      await page.fill('[name=code]', w.typed(code));
      await send(page);
      await page.waitForURL(`**${at('/account/profile?x=1')}`);
      assert.deepEqual(await shop.sql(`SELECT is_remembered FROM customer_sessions s JOIN customers c ON c.id = s.customer_id
        WHERE c.phone = '${w.phone}' AND s.is_active = 1`), [['1']]);
      await page.goto(at('/login?next=https://evil.example/'));
      await page.waitForURL(`**${at('/account')}`);
    });

    test('sets a new password by the link in the mail, once; all devices are out', async () => {
      await page.goto(at('/forgot'));
      await page.locator('[name=login]').waitFor();
      await looksRight(page, name('forgot'));
      await aMinuteLater();
      await page.fill('[name=login]', w.email);
      const newest = await newestTo(w.email);
      await send(page);
      await page.locator('[name=code]').waitFor();
      await looksRight(page, name('forgot-sent'));
      const link = linkIn(await shop.mailbox(w.email, /reset#/, { after: newest }));
      assert.equal(link.pathname, at('/reset'));
      await page.goto(link.href);
      await heading(page, w.reset);
      assert.equal(new URL(page.url()).hash, '', 'the secret is out of the address');
      await page.reload();
      await page.fill('[name=password]', '12345678');
      await send(page);
      await fault(page, 'password').waitFor();
      await looksRight(page, name('reset'));
      await page.fill('[name=password]', second);
      await send(page);
      await heading(page, w.login);
      await page.goto(at('/account'));
      await page.waitForURL(/login/);
      await page.goto(link.href);
      await page.fill('[name=password]', first);
      await send(page);
      await page.getByText(w.over).waitFor();
      await looksRight(page, name('reset-over'));
    });

    test('sets another by a code on the phone, and logs in with it', async () => {
      await aMinuteLater();
      await page.goto(at('/forgot'));
      await page.fill('[name=login]', w.phone);
      await page.check('[name=delivery_method][value=sms]');
      const code = await typeCode(() => send(page));
      await page.fill('[name=code]', w.typed(code));
      await send(page);
      await heading(page, w.reset);
      await page.fill('[name=password]', first);
      await send(page);
      await heading(page, w.login);
      await page.fill('[name=login]', w.phone);
      await page.fill('[name=password]', first);
      await aMinuteLater();
      await page.fill('[name=code]', await typeCode(() => send(page))); // every device is new after that
      await send(page);
      await heading(page, w.account);
    });

    test('without connection keeps what was typed, and goes on when it is back', async () => {
      await page.getByRole('button', { name: w.logOut }).click();
      await heading(page, w.home);
      await page.goto(at('/login'));
      await page.fill('[name=login]', w.phone);
      await page.fill('[name=password]', first);
      await context.setOffline(true);
      await send(page);
      await page.locator('.summary').waitFor();
      await page.locator('.offline').waitFor();
      assert.equal(await page.inputValue('[name=login]'), w.phone);
      await context.setOffline(false);
      await send(page);
      await heading(page, w.account);
      assert.deepEqual(faults.splice(0).filter((f) => !/ERR_INTERNET_DISCONNECTED/.test(f)), []);
    });
  });
}

test('a link that is over, no link, and a link while logged out say what to do', async () => {
  for (const [language, device] of [['en', desk], ['ar', small]]) {
    const { page, faults, close } = await open(browser, shop.shop, `/${language}/verify`, device);
    await page.locator('main .panel').waitFor();
    await looksRight(page, `account-verify-none-${language}`);
    await page.goto(`/${language}/verify#token=${'x'.repeat(43)}`);
    await page.locator('main [role=alert]').waitFor();
    assert.ok(!page.url().includes('xxx'));
    await looksRight(page, `account-verify-over-${language}`);
    await page.goto(`/${language}/reset`);
    await page.locator('main [role=alert]').waitFor();
    await page.goto(`/${language}/export`);
    await page.locator('main [role=alert]').waitFor();
    await looksRight(page, `account-export-none-${language}`);
    assert.deepEqual(faults, []);
    await close();
  }
});
