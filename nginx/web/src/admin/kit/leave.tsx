// SPDX-License-Identifier: MIT
// What was typed and not saved is not lost by going away: the panel asks for its own links and the back
// button, the browser for a closed tab.

import { useLocation } from 'preact-iso';
import { useEffect, useRef, useState } from 'preact/hooks';
import { language, texts } from '../../lib/language';
import { Dialog } from '../../lib/ui';
import { beforeBack } from './back';

const t = texts({
  title: 'Leave without saving?', lead: 'What you changed here is not saved.', stay: 'Stay here', leave: 'Leave without saving',
}, {
  title: 'المغادرة دون حفظ؟', lead: 'لم يُحفظ ما غيّرته هنا.', stay: 'البقاء هنا', leave: 'المغادرة دون حفظ',
});

/** Shown while there is something unsaved. */
export function AskBeforeLeaving() {
  const { route, url } = useLocation();
  const [to, setTo] = useState<string | null>(null);
  const leaving = useRef(false);

  useEffect(() => {
    const close = (e: BeforeUnloadEvent) => { if (!leaving.current) e.preventDefault(); };
    function click(e: MouseEvent) {
      const link = (e.target as Element).closest<HTMLAnchorElement>('a[href]');
      if (!link || e.button !== 0 || e.ctrlKey || e.metaKey || e.shiftKey || link.target || link.download || link.getAttribute('href')!.startsWith('#')) return;
      if (link.origin !== location.origin) return;
      e.preventDefault();
      e.stopPropagation();
      setTo(link.href);
    }
    // Before the router hears of it; the address is put back on top, and asked for again.
    function back(e: PopStateEvent) {
      e.stopImmediatePropagation();
      const wanted = location.href;
      history.pushState(null, '', url);
      setTo(wanted);
    }
    addEventListener('beforeunload', close);
    document.addEventListener('click', click, true);
    beforeBack(back);
    return () => {
      removeEventListener('beforeunload', close);
      document.removeEventListener('click', click, true);
      beforeBack(null);
    };
  }, [url]);

  function leave() {
    leaving.current = true;
    const path = to!.replace(location.origin, '');
    // The other language, for one, is another document.
    if (path.startsWith(`/${language}/`)) route(path); else location.assign(path);
  }
  return (
    <Dialog title={t.title} open={to !== null} onClose={() => setTo(null)}>
      <p>{t.lead}</p>
      <p class="actions">
        <button type="button" class="main" autofocus onClick={() => setTo(null)}>{t.stay}</button>
        <button type="button" class="danger" onClick={leave}>{t.leave}</button>
      </p>
    </Dialog>
  );
}
