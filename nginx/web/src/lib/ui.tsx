// SPDX-License-Identifier: MIT
// The small parts that pages share.

import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Problem } from './api';
import { isZero, money, texts } from './language';
import type { Loaded } from './load';

const t = texts({
  was: 'Regular price', now: 'Sale price', free: 'Free', again: 'Try again', gone: 'There is nothing here any more.', missing: 'Not found', failed: 'That did not work',
  close: 'Close', undo: 'Undo', more: 'Show more', loading: 'Loading', less: (of: string) => `One ${of} less`, plus: (of: string) => `One more ${of}`,
}, {
  was: 'السعر الأصلي', now: 'سعر العرض', free: 'مجانًا', again: 'حاول مرة أخرى', gone: 'لم يعد هناك شيء هنا.', missing: 'غير موجود', failed: 'لم ينجح ذلك',
  close: 'إغلاق', undo: 'تراجع', more: 'عرض المزيد', loading: 'جارٍ التحميل', less: (of: string) => `أنقص ${of}`, plus: (of: string) => `زد ${of}`,
});

/** The page's title, before the shop's name. */
export const shopName = signal('Crumbled');
export function useTitle(title: string | undefined) {
  useEffect(() => {
    if (title) document.title = `${title} · ${shopName.value}`;
  }, [title, shopName.value]);
}

/** An amount of the API; with `was` a sale's, both said in words. */
export function Price({ amount, was, from }: { amount: string; was?: string | null; from?: string }) {
  const sale = was && was !== amount;
  return (
    <span class={`price ${sale ? 'sale' : ''}`}>
      {from && <small>{from} </small>}
      {sale && <><span class="vh">{t.was} </span><s>{money(was)}</s> <span class="vh">{t.now} </span></>}
      <b>{money(amount)}</b>
    </span>
  );
}

export const fee = (amount: string) => (isZero(amount) ? t.free : money(amount));

/** Widths in which a picture is there: drawn ones by the build, uploaded ones by nginx. */
function widths(url: string): [number, string][] {
  const drawn = /^(.*)-(?:320|640|1000)\.webp$/.exec(url);
  if (drawn) return [320, 640, 1000].map((w) => [w, `${drawn[1]}-${w}.webp`]);
  const uploaded = /^\/pictures\/([0-9a-f]{32})$/.exec(url);
  if (uploaded) return [160, 320, 640, 1280].map((w) => [w, `/pictures/${w}/${uploaded[1]}`]);
  return [];
}

/** A square picture in the size that fits.  Those of the demo shop are illustrations; their names stand beside them. */
export function Picture({ url, alt = '', sizes, eager }: { url: string | null | undefined; alt?: string; sizes: string; eager?: boolean }) {
  if (!url) return <span class="picture none" aria-hidden="true" />;
  const set = widths(url).map(([w, u]) => `${u} ${w}w`).join(', ');
  return <img class="picture" src={url} srcset={set || undefined} sizes={set ? sizes : undefined} alt={alt}
              width={640} height={640} loading={eager ? 'eager' : 'lazy'} fetchpriority={eager ? 'high' : 'auto'} decoding="async" />;
}

/** Minus, number, plus.  `of` says of what, for those who do not see it. */
export function Stepper({ value, min = 0, max, of, onChange }: {
  value: number; min?: number; max: number; of: string; onChange: (value: number) => void;
}) {
  return (
    <span class="stepper" role="group" aria-label={of}>
      <button type="button" aria-label={t.less(of)} disabled={value <= min} onClick={() => onChange(value - 1)}>−</button>
      <output>{value}</output>
      <button type="button" aria-label={t.plus(of)} disabled={value >= max} onClick={() => onChange(value + 1)}>+</button>
    </span>
  );
}

/** What a page shows while it reads, when it failed, and when it has something. */
export function Show<T>({ of: { data, error, again }, skeleton, page, children }: {
  of: Loaded<T>; skeleton?: ComponentChildren; children: (data: T) => ComponentChildren;
  /** It is all that the page has, so that the heading is in it, too. */
  page?: boolean;
}) {
  if (data !== undefined) return <>{children(data)}</>;
  if (error) return page ? <FailedPage error={error} again={again} /> : <Failed error={error} again={again} />;
  return <div aria-busy="true"><span class="vh" role="status">{t.loading}</span>{skeleton ?? <Skeleton />}</div>;
}

export function Failed({ error, again }: { error: Error; again?: () => void }) {
  const gone = error instanceof Problem && error.status === 404;
  return (
    <div class="panel failed" role="alert">
      <p>{gone ? t.gone : error.message}</p>
      {again && !gone && <button type="button" onClick={again}>{t.again}</button>}
    </div>
  );
}

function FailedPage({ error, again }: { error: Error; again: () => void }) {
  const title = error instanceof Problem && error.status === 404 ? t.missing : t.failed;
  useTitle(title);
  return <><h1 tabIndex={-1}>{title}</h1><Failed error={error} again={again} /></>;
}

export const Skeleton = ({ lines = 4 }: { lines?: number }) =>
  <div class="skeleton" aria-hidden="true">{Array.from({ length: lines }, (_, i) => <span key={i} />)}</div>;

export const SkeletonCards = ({ n = 6 }: { n?: number }) => (
  <ul class="cards" aria-hidden="true">{Array.from({ length: n }, (_, i) => (
    <li key={i} class="card skeleton"><span class="picture" /><span /><span /></li>
  ))}</ul>
);

export function Empty({ children, action }: { children: ComponentChildren; action?: ComponentChildren }) {
  return <div class="panel empty"><p>{children}</p>{action}</div>;
}

/** The next page of a list that goes on under a cursor. */
export const More = ({ busy, onClick }: { busy: boolean; onClick: () => void }) =>
  <p class="center"><button type="button" aria-disabled={busy} onClick={() => busy || onClick()}>{t.more}</button></p>;

interface Toast { text: string; undo?: () => void; bad?: boolean }
const toast = signal<Toast | null>(null);
let timer = 0;

/** Says something for a while; with a way back, if there is one. */
export function say(text: string, { undo, bad }: Omit<Toast, 'text'> = {}) {
  clearTimeout(timer);
  toast.value = { text, undo, bad };
  timer = window.setTimeout(() => { toast.value = null; }, undo ? 15_000 : 6_000);
}

/** Runs what a button does; a refusal is said. */
export const guarded = (fn: () => Promise<unknown>) => async () => {
  try { await fn(); } catch (error) { say((error as Error).message, { bad: true }); }
};

export function Toasts() {
  const now = toast.value;
  return (
    <div class="toasts" role="status" aria-live="polite">
      {now && <p class={now.bad ? 'bad' : ''}>{now.text}
        {now.undo && <button type="button" onClick={() => { now.undo!(); toast.value = null; }}>{t.undo}</button>}
      </p>}
    </div>
  );
}

/** The platform's own dialog: focus stays inside, Escape closes, and it returns to the opener. */
export function Dialog({ title, open, onClose, children }: {
  title: string; open: boolean; onClose: () => void; children: ComponentChildren;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  // A close of our own is told later, when it may be open anew: only the browser's are news.
  const closing = useRef(false);
  useEffect(() => {
    if (open && !dialog.current!.open) dialog.current!.showModal();
    if (!open && dialog.current!.open) {
      closing.current = true;
      dialog.current!.close();
    }
  }, [open]);
  return (
    <dialog ref={dialog} aria-label={title} onClose={() => {
      if (!closing.current) onClose();
      closing.current = false;
    }} onClick={(e) => { if (e.target === dialog.current) onClose(); }}>
      <div class="dialog">
        <header><h2>{title}</h2><button type="button" class="icon" aria-label={t.close} onClick={onClose}>×</button></header>
        {open && children}
      </div>
    </dialog>
  );
}
