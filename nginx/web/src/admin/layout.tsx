// SPDX-License-Identifier: MIT
// What is around every page: bar, menu of what the role may do, banner of a lost connection.

import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso';
import { useEffect, useState } from 'preact/hooks';
import { online } from '../lib/api';
import { at, language, otherLanguage, texts } from '../lib/language';
import { guarded, shopName, Toasts } from '../lib/ui';
import { Palette } from './kit/palette';
import { menu } from './menu';
import { places, sections, type Section } from './places';
import { logOut, me } from './session';
import { StepUp } from './step-up';

const t = texts({
  skip: 'Skip to the page', menu: 'Menu', main: 'Main', out: 'Log out', account: 'My account', panel: 'Panel', find: 'Go to…',
  offline: 'No connection. What is on the screen may be old; nothing you entered is lost.',
}, {
  skip: 'انتقل إلى المحتوى', menu: 'القائمة', main: 'الرئيسية', out: 'تسجيل الخروج', account: 'حسابي', panel: 'لوحة الإدارة', find: 'اذهب إلى…',
  offline: 'لا يوجد اتصال. قد يكون ما على الشاشة قديمًا، ولم يضع شيء مما أدخلته.',
});

const other = { en: 'English', ar: 'العربية' }[otherLanguage];
const sectionNames = Object.keys(sections).filter((s): s is Section => places.some((p) => p.section === s));

function Links() {
  const { path } = useLocation();
  const shown = menu();
  /** The page itself, or the list of a record that has no link of its own. */
  const isHere = (place: string) => (path === at(place).replace(/\/$/, '') ? 'page' : place !== '/' && path.startsWith(`${at(place)}/`) && !shown.some((p) => at(p.path) === path) ? 'true' : undefined);
  return (
    <>{sectionNames.map((section) => {
      const links = shown.filter((p) => p.section === section);
      return links.length > 0 && (
        <section key={section}>
          <h2>{sections[section]}</h2>
          <ul>{links.map((p) => <li key={p.path}><a href={at(p.path)} aria-current={isHere(p.path)}>{p.name}</a></li>)}</ul>
        </section>
      );
    })}</>
  );
}

export function Layout({ children }: { children: ComponentChildren }) {
  const { url, path, route } = useLocation();
  const [open, setOpen] = useState(false);
  const [finding, setFinding] = useState(false);
  const who = me.value;
  useEffect(() => setOpen(false), [url]);
  return (
    <>
      <a class="skip" href="#main" onClick={(e) => { e.preventDefault(); document.getElementById('main')?.focus(); }}>{t.skip}</a>
      <header class="bar">
        {who && <button type="button" class="icon menu-button" aria-expanded={open} aria-controls="menu" aria-label={t.menu} onClick={() => setOpen(!open)}>
          <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 7h16M4 12h16M4 17h16" /></svg>
        </button>}
        <a class="brand" href={at('/')}>{shopName.value} <small>{t.panel}</small></a>
        {who && <button type="button" class="find" onClick={() => setFinding(true)}>{t.find} <kbd>Ctrl K</kbd></button>}
        <a class="language" lang={otherLanguage} hreflang={otherLanguage} href={url.replace(`/${language}`, `/${otherLanguage}`)}>{other}</a>
        {who && <a class="who" href={at('/account')} aria-current={path === at('/account') ? 'page' : undefined}><span class="vh">{t.account}: </span><bdi>{who.username}</bdi></a>}
        {who && <button type="button" class="link" onClick={guarded(async () => {
          await logOut();
          route(at('/login'));
        })}>{t.out}</button>}
      </header>
      {!online.value && <p class="offline" role="status">{t.offline}</p>}
      <div class={`frame ${who ? '' : 'alone'}`}>
        {who && <nav id="menu" class={`side ${open ? 'open' : ''}`} aria-label={t.main} onKeyDown={(e) => { if (e.key === 'Escape') setOpen(false); }}><Links /></nav>}
        <main id="main" tabIndex={-1}>{children}</main>
      </div>
      {who && <Palette open={finding} setOpen={setFinding} />}
      <StepUp />
      <Toasts />
    </>
  );
}
