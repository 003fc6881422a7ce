// SPDX-License-Identifier: MIT
// Many promo codes at once, each with a random end; they are shown now and are in the list.
import { useLocation } from 'preact-iso';
import { useState } from 'preact/hooks';
import { api, ask, keysFor, type Shape } from '../../lib/api';
import { Field, Form } from '../../lib/form';
import { at, texts } from '../../lib/language';
import { Show, useTitle } from '../../lib/ui';
import { save } from '../../lib/upload';
import { useDescribed, useHelp } from '../kit/described';
import { ApiField, entered } from '../kit/field';
import { label } from '../kit/words';

const t = texts({
  title: 'Many codes at once', list: 'Promo codes', count: 'How many', countHint: 'Up to 1000.', prefixHint: 'The rest of each is made up and cannot be guessed.', send: 'Make them',
  made: (n: number) => `${n} codes are made.`, save: 'Save as a file', more: 'Make others', show: 'To the list',
}, {
  title: 'أكواد كثيرة دفعة واحدة', list: 'أكواد الخصم', count: 'العدد', countHint: 'حتى 1000.', prefixHint: 'تُكمَل بقية كل كود عشوائيًا ولا يمكن تخمينها.', send: 'إنشاء الأكواد',
  made: (n: number) => `عدد الأكواد المُنشأة: ${n}.`, save: 'حفظ في ملف', more: 'إنشاء غيرها', show: 'إلى القائمة',
});

export default function Batch() {
  const { route } = useLocation();
  const described = useDescribed('promo-codes');
  const help = useHelp('promo-codes');
  const [key] = useState(keysFor);
  const [codes, setCodes] = useState<string[] | null>(null);
  useTitle(t.title);
  return (
    <>
      <p><a href={at('/codes')}>{t.list}</a></p>
      <h1 tabIndex={-1}>{t.title}</h1>
      {codes ? (
        <div class="panel" role="status">
          <p><strong>{t.made(codes.length)}</strong></p>
          <ul class="recovery ltr">{codes.slice(0, 20).map((c) => <li key={c}><code>{c}</code></li>)}{codes.length > 20 && <li>…</li>}</ul>
          <p class="actions">
            <button type="button" class="main" onClick={() => save(new Blob([codes.join('\r\n'), '\r\n'], { type: 'text/csv' }), 'codes.csv')}>{t.save}</button>
            <button type="button" onClick={() => setCodes(null)}>{t.more}</button>
            <button type="button" onClick={() => route(at('/codes?sort=-id'))}>{t.show}</button>
          </p>
        </div>
      ) : <Show of={described}>{(d) => {
        const shapes = Object.entries(d.add!).filter(([f]) => f !== 'code' && f !== 'description');
        return (
          <Form send={t.send} onSend={async (v) => {
            const body = { count: v.number('count'), prefix: v.text('prefix'), ...Object.fromEntries(shapes.map(([f, shape]) => [f, entered(v, f, shape)])) };
            setCodes((await ask(api.POST('/api/v1/admin/promo-codes/batches', {
              params: { header: { 'Idempotency-Key': key(body) } }, body: body as Shape<'promo_batch_in'>,
            }))).codes as string[]);
          }}>
            <Field name="count" label={t.count} hint={t.countHint} required inputmode="numeric" class="short" dir="ltr" />
            <Field name="prefix" label={label('prefix')} hint={t.prefixHint} required maxlength={30} dir="ltr" />
            {shapes.map(([f, shape]) => <ApiField key={f} name={f} shape={shape} help={help(f)} value={f === 'is_active' ? true : f === 'minimum_order_amount' ? '0.00' : undefined} />)}
          </Form>
        );
      }}</Show>}
    </>
  );
}
