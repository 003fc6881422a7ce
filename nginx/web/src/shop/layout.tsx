// SPDX-License-Identifier: MIT
// What is around every page: skip link, bar, zone, banner of a lost connection, foot.

import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso';
import { online } from '../lib/api';
import { at, language, otherLanguage, plural, texts } from '../lib/language';
import { shopName, Toasts } from '../lib/ui';
import { count } from './cart';
import { me } from './session';
import { ZoneButton } from './zone';

const t = texts({
  skip: 'Skip to the page', shop: 'Shop', track: 'Track an order', account: 'My account', login: 'Log in', help: 'Help', menu: 'Menu',
  cart: 'Cart', items: (n: number) => plural(n, { one: '# item', other: '# items' }), main: 'Main', legal: 'Small print',
  offline: 'You are offline. You can look around; what you do will be sent when you try again.',
  terms: 'Terms', privacy: 'Privacy', illustrations: 'Pictures in this shop are illustrations.',
}, {
  skip: 'انتقل إلى المحتوى', shop: 'المتجر', track: 'تتبّع طلبًا', account: 'حسابي', login: 'تسجيل الدخول', help: 'المساعدة', menu: 'القائمة',
  cart: 'السلة', items: (n: number) => plural(n, { zero: 'فارغة', one: 'قطعة واحدة', two: 'قطعتان', few: '# قطع', other: '# قطعة' }),
  main: 'الرئيسية', legal: 'معلومات قانونية',
  offline: 'أنت غير متصل بالإنترنت. يمكنك التصفح، ويُرسل ما تفعله عندما تحاول مرة أخرى.',
  terms: 'الشروط', privacy: 'الخصوصية', illustrations: 'الصور في هذا المتجر رسوم توضيحية.',
});

/** A delivery man's page: the shop's name, his run, and nothing to buy.  No link leads there from the shop, or back. */
export const isRun = location.pathname.startsWith(at('/run/'));

const other = { en: 'English', ar: 'العربية' }[otherLanguage];

/** The same page in the other language; another document, since the language is in the address. */
function LanguageLink() {
  const { url } = useLocation();
  return <a class="language" lang={otherLanguage} hreflang={otherLanguage} href={url.replace(`/${language}`, `/${otherLanguage}`)}>{other}</a>;
}

function Links({ onClick }: { onClick?: () => void }) {
  const { path } = useLocation();
  const items: [string, string][] = [
    [at('/shop'), t.shop], [at('/track'), t.track], [at('/help'), t.help],
    me.value ? [at('/account'), t.account] : [at('/login'), t.login],
  ];
  return (
    <ul onClick={onClick}>{items.map(([href, name]) => (
      <li key={href}><a href={href} aria-current={path === href ? 'page' : undefined}>{name}</a></li>
    ))}</ul>
  );
}

function Menu() {
  const open = useSignal(false);
  const { url } = useLocation();
  return (
    <div class="menu" key={url} onKeyDown={(e) => { if (e.key === 'Escape') open.value = false; }}>
      <button type="button" class="icon" aria-expanded={open.value} aria-controls="menu" aria-label={t.menu} onClick={() => { open.value = !open.value; }}>
        <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 7h16M4 12h16M4 17h16" /></svg>
      </button>
      <nav id="menu" hidden={!open.value} aria-label={t.menu}><Links onClick={() => { open.value = false; }} /></nav>
    </div>
  );
}

function RunLayout({ children }: { children: ComponentChildren }) {
  return (
    <>
      <header class="bar"><span class="brand">{shopName.value}</span><LanguageLink /></header>
      <main id="main" tabIndex={-1}>{children}</main>
      <Toasts />
    </>
  );
}

export function Layout({ children }: { children: ComponentChildren }) {
  if (isRun) return <RunLayout>{children}</RunLayout>;
  return (
    <>
      <a class="skip" href="#main" onClick={(e) => { e.preventDefault(); document.getElementById('main')?.focus(); }}>{t.skip}</a>
      <header class="bar">
        <a class="brand" href={at('/')}>{shopName.value}</a>
        <nav class="wide" aria-label={t.main}><Links /></nav>
        <LanguageLink />
        <a class="cart-link icon" href={at('/cart')}>
          <span class="vh">{t.cart}, {t.items(count.value)}</span>
          <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M5 8h14l-1.2 11a2 2 0 0 1-2 1.8H8.2a2 2 0 0 1-2-1.8zM9 10V7a3 3 0 0 1 6 0v3" /></svg>
          {count.value > 0 && <span class="count" aria-hidden="true">{count.value}</span>}
        </a>
        <Menu />
      </header>
      <ZoneButton />
      {!online.value && <p class="offline" role="status">{t.offline}</p>}
      <main id="main" tabIndex={-1}>{children}</main>
      <footer class="foot">
        <nav aria-label={t.legal}><ul>
          <li><a href={at('/help')}>{t.help}</a></li>
          <li><a href={at('/terms')}>{t.terms}</a></li>
          <li><a href={at('/privacy')}>{t.privacy}</a></li>
        </ul></nav>
        <p>{t.illustrations}</p>
      </footer>
      <Toasts />
    </>
  );
}
