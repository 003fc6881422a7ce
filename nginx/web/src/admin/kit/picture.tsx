// SPDX-License-Identifier: MIT
// A picture of what is sold: its address as the API keeps it, shown, and made by sending a file.

import { useRef, useState } from 'preact/hooks';
import type { Shape } from '../../lib/api';
import { Field, FilePick } from '../../lib/form';
import { texts } from '../../lib/language';
import { guarded, Picture } from '../../lib/ui';
import { upload } from '../../lib/upload';
import { label } from './words';

const t = texts({
  hint: 'JPEG, PNG or WebP, at most 10 MiB. It is made anew, without what the camera noted.', sending: (percent: number) => `Sending: ${percent} %`, remove: 'No picture', send: 'Send a picture',
}, {
  hint: 'JPEG أو PNG أو WebP، حتى 10 ميغابايت. تُنشأ من جديد دون ما سجلته الكاميرا.', sending: (percent: number) => `جارٍ الإرسال: ${percent}٪`, remove: 'بلا صورة', send: 'أرسل صورة',
});

/** Picks a file, sends it to `to` and gives what the API makes of it. */
export function Sender<T>({ id, says, accept, to, onSent }: { id: string; says: string; accept?: string; to: (file: File) => string; onSent: (sent: T) => void }) {
  const [part, setPart] = useState<number | null>(null);
  return (
    <p>
      <label class="vh" for={id}>{says}</label>
      <FilePick id={id} accept={accept} disabled={part !== null} onChange={(e) => {
        const input = e.currentTarget, file = input.files?.[0];
        if (!file) return;
        setPart(0);
        void guarded(async () => {
          try {
            onSent(await upload<T>('POST', to(file), file, { onProgress: setPart }));
          } finally {
            input.value = '';
            setPart(null);
          }
        })();
      }} />
      <span role="status">{part !== null && ` ${t.sending(Math.round(part * 100))}`}</span>
    </p>
  );
}

export const PictureSender = ({ id, onSent }: { id: string; onSent: (url: string) => void }) => (
  <Sender<Shape<'picture_view'>> id={id} says={t.send} accept="image/jpeg,image/png,image/webp" to={() => '/api/v1/admin/pictures'} onSent={({ url }) => onSent(url)} />
);

/** The field image_url of a form. */
export function PictureField({ value }: { value: unknown }) {
  const [url, setUrl] = useState(String(value ?? ''));
  const area = useRef<HTMLDivElement>(null);
  function set(next: string) {
    const input = area.current!.querySelector<HTMLInputElement>('[name=image_url]')!;
    input.value = next;
    // As if it were typed: the form has a change to save.
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }
  return (
    <div ref={area} class="picture-field">
      <Picture url={url || null} sizes="8rem" />
      <div>
        <Field name="image_url" label={label('image_url')} hint={t.hint} maxlength={500} dir="ltr" defaultValue={url} onInput={(e) => setUrl(e.currentTarget.value.trim())} />
        <PictureSender id="picture" onSent={set} />
        {url && <button type="button" class="link" onClick={() => set('')}>{t.remove}</button>}
      </div>
    </div>
  );
}
