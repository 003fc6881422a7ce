// SPDX-License-Identifier: MIT
// Going somewhere by the keyboard: Ctrl+K opens a list to type into, G and a letter go at once, ? tells
// the letters.  Single keys can be turned off (WCAG 2.1.4); Ctrl+K is none.

import { signal } from '@preact/signals';
import { useLocation } from 'preact-iso';
import { useEffect, useState } from 'preact/hooks';
import { at, texts } from '../../lib/language';
import { local } from '../../lib/storage';
import { Dialog } from '../../lib/ui';
import { menu } from '../menu';

const t = texts({
  title: 'Go to…', find: 'What are you looking for?', none: 'Nothing is called so.', keys: 'Shortcuts', then: 'then', all: 'this list of shortcuts', open: 'find a page',
  on: 'Single-key shortcuts', page: 'Page', how: 'Keys',
}, {
  title: 'اذهب إلى…', find: 'عمّ تبحث؟', none: 'لا شيء بهذا الاسم.', keys: 'اختصارات لوحة المفاتيح', then: 'ثم', all: 'قائمة الاختصارات هذه', open: 'البحث عن صفحة',
  on: 'اختصارات المفتاح الواحد', page: 'الصفحة', how: 'المفاتيح',
});

const single = signal(local.get('shortcuts') !== 'off');
const isTyping = (e: KeyboardEvent) => (e.target as HTMLElement).closest('input, textarea, select, [contenteditable], dialog') !== null;

export function Palette({ open, setOpen }: { open: boolean; setOpen: (open: boolean) => void }) {
  const { route } = useLocation();
  const [keys, setKeys] = useState(false);

  useEffect(() => {
    let afterG = 0;
    function press(e: KeyboardEvent) {
      if ((e.ctrlKey || e.metaKey) && !e.altKey && e.code === 'KeyK') {
        e.preventDefault();
        return setOpen(true);
      }
      if (!single.value || e.ctrlKey || e.metaKey || e.altKey || isTyping(e)) return;
      if (e.key === '?') return setKeys(true);
      // By the place of the key, so that an Arabic keyboard goes there, too.
      if (e.code === 'KeyG') return void (afterG = e.timeStamp);
      const place = e.timeStamp - afterG < 1500 && menu().find((p) => p.key && e.code === `Key${p.key.toUpperCase()}`);
      afterG = 0;
      if (place) route(at(place.path));
    }
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);

  return (
    <>
      <Dialog title={t.title} open={open} onClose={() => setOpen(false)}><Finder onGo={(path) => { setOpen(false); route(at(path)); }} /></Dialog>
      <Dialog title={t.keys} open={keys} onClose={() => setKeys(false)}><Keys /></Dialog>
    </>
  );
}

export function Finder({ onGo }: { onGo: (path: string) => void }) {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const found = menu().filter((p) => p.name!.toLowerCase().includes(text.trim().toLowerCase()));
  const move = (by: number) => setChosen((n) => Math.max(0, Math.min(found.length - 1, n + by)));
  return (
    <div class="palette">
      <input type="search" {...{ role: 'combobox' } as object} autofocus aria-label={t.find} placeholder={t.find} aria-expanded="true" aria-controls="found" aria-autocomplete="list" dir="auto"
             aria-activedescendant={found[chosen] && `found-${chosen}`}
             onInput={(e) => { setText(e.currentTarget.value); setChosen(0); }}
             onKeyDown={(e) => {
               if (e.key === 'ArrowDown' || e.key === 'ArrowUp') { e.preventDefault(); move(e.key === 'ArrowDown' ? 1 : -1); }
               if (e.key === 'Enter' && found[chosen]) { e.preventDefault(); onGo(found[chosen].path); }
             }} />
      <ul id="found" role="listbox" aria-label={t.title}>{found.map((p, i) => (
        <li key={p.path} id={`found-${i}`} role="option" aria-selected={i === chosen} onClick={() => onGo(p.path)}>
          {p.name} {p.key && <kbd>G {p.key.toUpperCase()}</kbd>}
        </li>
      ))}</ul>
      {found.length === 0 && <p role="status">{t.none}</p>}
    </div>
  );
}

export function Keys() {
  return (
    <>
      <table class="plain">
        <thead><tr><th scope="col">{t.how}</th><th scope="col">{t.page}</th></tr></thead>
        <tbody>
          <tr><td><kbd>Ctrl K</kbd></td><td>{t.open}</td></tr>
          <tr><td><kbd>?</kbd></td><td>{t.all}</td></tr>
          {menu().filter((p) => p.key).map((p) => <tr key={p.path}><td><kbd>G</kbd> {t.then} <kbd>{p.key!.toUpperCase()}</kbd></td><td>{p.name}</td></tr>)}
        </tbody>
      </table>
      <p class="check"><label><input type="checkbox" checked={single.value} onChange={(e) => {
        single.value = e.currentTarget.checked;
        local.set('shortcuts', single.value ? 'on' : 'off');
      }} /> <span>{t.on}</span></label></p>
    </>
  );
}
