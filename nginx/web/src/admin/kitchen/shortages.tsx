// SPDX-License-Identifier: MIT
// What there is too little of: whose orders it concerns, and what they get instead.

import { useState } from 'preact/hooks';
import { api, ask, type Shape } from '../../lib/api';
import { Field, Form } from '../../lib/form';
import { plural, texts } from '../../lib/language';
import { useLoad } from '../../lib/load';
import { Dialog, Empty, say, Show } from '../../lib/ui';
import { may } from '../session';
import { totals, type Kitchen } from './list';

const t = texts({
  slot: 'Choose a slot: shortages are entered for one.', enter: 'Enter a shortage', what: 'What is short', existing: 'How many there are', existingHint: 'With those in packed boxes.', choose: 'Please choose', save: 'Find the orders', none: 'Nothing is short.',
  needed: (existing: number, needed: number) => `${existing} of ${needed}`, open: (n: number) => plural(n, { one: '# order without an answer', other: '# orders without an answer' }), enough: 'Every order has its answer.',
  order: 'Order', customer: 'Customer', missing: 'Missing', state: 'State', answer: 'Answer', answerFor: (number: string) => `What ${number} gets`, instead: 'Instead', out: 'Leave them out, and pay back what was paid', reason: 'What was agreed', send: 'Save the answer', saved: 'The customer is told.',
  states: { open: 'No answer yet', substituted: 'Gets another flavor', left_out: 'Left out', refunded: 'Left out and paid back', served: 'There was enough' } as Record<string, string>, of: 'of',
}, {
  slot: 'اختر موعدًا: تُسجَّل النواقص لموعد واحد.', enter: 'تسجيل نقص', what: 'ما الناقص', existing: 'الموجود', existingHint: 'بما في ذلك ما في العلب المعبأة.', choose: 'يرجى الاختيار', save: 'اعثر على الطلبات', none: 'لا نواقص.',
  needed: (existing: number, needed: number) => `${existing} من ${needed}`, open: (n: number) => plural(n, { zero: 'لا طلبات بلا رد', one: 'طلب واحد بلا رد', two: 'طلبان بلا رد', few: '# طلبات بلا رد', other: '# طلبًا بلا رد' }), enough: 'لكل طلب رد.',
  order: 'الطلب', customer: 'العميل', missing: 'الناقص', state: 'الحالة', answer: 'الرد', answerFor: (number: string) => `ما يحصل عليه ${number}`, instead: 'البديل', out: 'تُحذف ويُعاد ما دُفع عنها', reason: 'ما اتُّفق عليه', send: 'حفظ الرد', saved: 'أُبلغ العميل.',
  states: { open: 'بلا رد', substituted: 'يحصل على نكهة أخرى', left_out: 'حُذفت', refunded: 'حُذفت وأُعيد ثمنها', served: 'كان الموجود كافيًا' } as Record<string, string>, of: 'من',
});

type Shortage = Shape<'shortage_view'>;
type Row = Shape<'shortage_row_view'>;
type Affected = Shape<'shortage_order_view'>;

export default function Shortages({ list }: { list: Kitchen }) {
  const slot = list.time_slot_id;
  const query = { date: list.date, time_slot_id: slot! };
  const found = useLoad(slot ? `shortages/${list.date}/${slot}` : null, (signal) => ask(api.GET('/api/v1/admin/kitchen/shortages', { params: { query }, signal })));
  if (!slot) return <Empty>{t.slot}</Empty>;
  const short = totals(list.bake).filter((total) => total.flavor_id && total.quantity > 0);
  return (
    <Show of={found}>{({ items }) => (
      <>
        {may('kitchen.write') && short.length > 0 && (
          <section class="panel">
            <h2>{t.enter}</h2>
            <Form id="shortage" send={t.save} onSend={async (v) => {
              const total = short.find((one) => one.key === v.text('what'))!;
              const known = items.find((one) => one.flavor_id === total.flavor_id && one.size_name === total.size);
              await ask(api.PUT('/api/v1/admin/kitchen/shortages', { body: {
                ...query, flavor_id: total.flavor_id!, size_name: total.size, existing: v.number('existing')!, version: known?.version ?? 0,
              } })).finally(found.again);
            }}>
              <Field name="what" label={t.what} required>
                <option value="">{t.choose}</option>
                {short.map((one) => <option key={one.key} value={one.key}>{one.name}{one.size && ` (${one.size})`}: {one.quantity}</option>)}
              </Field>
              <Field name="existing" label={t.existing} hint={t.existingHint} required inputmode="numeric" dir="ltr" class="short" />
            </Form>
          </section>
        )}
        {items.length === 0 ? <Empty>{t.none}</Empty> : items.map((row) => <One key={`${row.id}/${row.version}/${row.open_n}`} row={row} again={found.again} />)}
      </>
    )}</Show>
  );
}

function One({ row, again }: { row: Row; again: () => void }) {
  const path = { id: row.id };
  const full = useLoad(`shortage/${row.id}/${row.version}/${row.open_n}`, (signal) => ask(api.GET('/api/v1/admin/kitchen/shortages/{id}', { params: { path }, signal })));
  const [asked, setAsked] = useState<Affected | null>(null);
  return (
    <section class="panel">
      <h2><bdi>{row.flavor_name}</bdi> <bdi>{row.size_name}</bdi>: {t.needed(row.existing, row.needed)}</h2>
      <p role="status">{row.open_n > 0 ? t.open(row.open_n) : t.enough}</p>
      <Show of={full}>{(shortage: Shortage) => (
        <div class="scroll" role="region" aria-label={row.flavor_name} tabIndex={0}>
          <table>
            <thead><tr><th scope="col">{t.order}</th><th scope="col">{t.customer}</th><th scope="col" class="num">{t.missing}</th><th scope="col">{t.state}</th></tr></thead>
            <tbody>{shortage.orders.map((one) => (
              <tr key={one.order_id}>
                <th scope="row"><span class="ltr">{one.number}</span></th>
                <td><bdi>{one.customer_name}</bdi>{one.customer_phone && <><br /><a class="ltr" href={`tel:${one.customer_phone}`}>{one.customer_phone}</a></>}</td>
                <td class="num">{one.missing}</td>
                <td>{t.states[one.state] ?? one.state} {one.state === 'open' && may('order.edit') && <button type="button" onClick={() => setAsked(one)}>{t.answer}<span class="vh ltr"> {one.number}</span></button>}</td>
              </tr>
            ))}</tbody>
          </table>
        </div>
      )}</Show>
      <Dialog title={asked ? t.answerFor(asked.number) : ''} open={asked !== null} onClose={() => setAsked(null)}>
        {asked && <Form id="answer" send={t.send} onSend={async (v) => {
          await ask(api.POST('/api/v1/admin/kitchen/shortages/{id}/orders/{order_id}/answer', {
            params: { path: { id: row.id, order_id: asked.order_id } }, body: { version: asked.version, flavor_id: v.number('flavor_id'), reason: v.text('reason')! },
          })).finally(() => { again(); full.again(); });
          setAsked(null);
          say(t.saved);
        }}>
          <Field name="flavor_id" label={t.instead} quiet>
            <option value="">{t.out}</option>
            {asked.substitutes.map((one) => <option key={one.flavor_id} value={one.flavor_id}>{one.name}</option>)}
          </Field>
          <Field name="reason" label={t.reason} required rows={2} maxlength={500} />
        </Form>}
      </Dialog>
    </section>
  );
}
