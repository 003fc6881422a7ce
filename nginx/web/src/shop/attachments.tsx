// SPDX-License-Identifier: MIT
// Files that go with a message: sent when they are chosen, named by the message later.  One that no
// message names is removed by the shop after a day.

import { useRef } from 'preact/hooks';

import { signal, useComputed, type Signal } from '@preact/signals';
import type { Shape } from '../lib/api';
import { Field, Refused } from '../lib/form';
import { bytes, texts } from '../lib/language';
import { upload } from '../lib/upload';

const MOST = 3;
const LARGEST = 5 * 1024 * 1024;
const TYPES = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'];

const t = texts({
  files: 'Pictures or PDF', hint: `Up to ${MOST} files of 5 MB. A picture often says it best.`, remove: (name: string) => `Remove ${name}`, again: 'Try again',
  large: 'This file is larger than 5 MB.', type: 'Only pictures (JPEG, PNG, WebP) and PDF can be sent.', most: `No more than ${MOST} files go with one message.`,
  failed: 'Not every file arrived. Try again, or remove it.', sending: (name: string) => `Sending ${name}`, there: 'sent',
}, {
  files: 'صور أو ملف PDF', hint: `حتى ${MOST} ملفات، كل منها 5 ميجابايت. كثيرًا ما تكون الصورة أوضح.`, remove: (name: string) => `إزالة ${name}`, again: 'إعادة المحاولة',
  large: 'حجم هذا الملف أكبر من 5 ميجابايت.', type: 'يمكن إرسال الصور (JPEG وPNG وWebP) وملفات PDF فقط.', most: `لا يمكن إرفاق أكثر من ${MOST} ملفات برسالة واحدة.`,
  failed: 'لم تصل كل الملفات. أعد المحاولة أو أزل ما لم يصل.', sending: (name: string) => `جارٍ إرسال ${name}`, there: 'أُرسل',
});

export interface Picked {
  file: File;
  /** How much is there, from 0 to 1. */
  part: Signal<number>;
  fault: Signal<string>;
  /** Its number; undefined if it did not arrive. */
  sent: Promise<number | undefined>;
  stop: AbortController;
}

interface Door { files: string; headers: Record<string, string> }

function send(desk: Door, file: File): Picked {
  const picked = { file, part: signal(0), fault: signal(''), stop: new AbortController() };
  const type = TYPES.includes(file.type);
  picked.fault.value = !type ? t.type : file.size > LARGEST ? t.large : '';
  const at = `${desk.files}?name=${encodeURIComponent(file.name)}&type=${encodeURIComponent(file.type)}`;
  const sent = picked.fault.value ? Promise.resolve(undefined)
    : upload<Shape<'attachment_view'>>('POST', at, file, { headers: desk.headers, signal: picked.stop.signal, onProgress: (part) => { picked.part.value = part; } })
      .then(({ id }) => { picked.part.value = 1; return id; }, (error: Error) => { picked.fault.value = error.message; return undefined; });
  return { ...picked, sent };
}

/** The numbers of all files, once they are there. */
export async function numbersOf(files: Picked[]): Promise<number[] | undefined> {
  const numbers = await Promise.all(files.map((f) => f.sent));
  if (numbers.includes(undefined)) throw new Refused({ attachments: t.failed });
  return numbers.length > 0 ? numbers as number[] : undefined;
}

export function Attachments({ desk, files, onChange }: { desk: Door; files: Picked[]; onChange: (files: Picked[]) => void }) {
  const box = useRef<HTMLDivElement>(null);
  const full = files.length >= MOST;
  function add(input: HTMLInputElement) {
    const chosen = [...input.files ?? []].slice(0, MOST - files.length);
    input.value = '';
    onChange([...files, ...chosen.map((file) => send(desk, file))]);
  }
  const without = (gone: Picked) => {
    gone.stop.abort();
    onChange(files.filter((f) => f !== gone));
    box.current?.querySelector('input')?.focus();
  };
  return (
    <div ref={box}>
      <Field name="attachments" type="file" label={t.files} hint={full ? t.most : t.hint} multiple disabled={full} accept={TYPES.join(',')}
             onChange={(e) => add(e.currentTarget)} />
      {files.length > 0 && <ul class="files">{files.map((f, i) => (
        <Row key={`${f.file.name}${i}`} picked={f} onRemove={() => without(f)} onAgain={() => onChange(files.map((g) => (g === f ? send(desk, f.file) : g)))} />
      ))}</ul>}
    </div>
  );
}

function Row({ picked: { file, part, fault }, onRemove, onAgain }: { picked: Picked; onRemove: () => void; onAgain: () => void }) {
  const state = useComputed(() => (fault.value ? 'failed' : part.value < 1 ? 'sending' : 'there')).value;
  const canRetry = state === 'failed' && TYPES.includes(file.type) && file.size <= LARGEST;
  return (
    <li>
      <span><bdi>{file.name}</bdi> <span class="soft">({bytes(file.size)})</span></span>
      <button type="button" class="icon small" aria-label={t.remove(file.name)} onClick={onRemove}>×</button>
      {state === 'sending' && <progress max={1} value={part.value} aria-label={t.sending(file.name)} />}
      <span role="status" class={state === 'failed' ? 'bad' : 'good'}>{state === 'there' ? t.there : fault.value}</span>
      {canRetry && <button type="button" class="link" onClick={onAgain}>{t.again}</button>}
    </li>
  );
}
