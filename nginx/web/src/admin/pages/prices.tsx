// SPDX-License-Identifier: MIT
// What each thing costs at any moment, past or future; and from where its price can be changed.
import { useLocation } from 'preact-iso';
import { useState } from 'preact/hooks';
import { api, ask, type Shape } from '../../lib/api';
import { Field, Form } from '../../lib/form';
import { at, moment, money, texts } from '../../lib/language';
import { useLoad } from '../../lib/load';
import { Dialog, guarded, Price, say, Show, Skeleton, useTitle } from '../../lib/ui';
import { query } from '../kit/call';
import { Name } from '../kit/refs';
import { fromInput, toInput } from '../kit/time';
import { choice, label } from '../kit/words';
import { may } from '../session';

const t = texts({
  title: 'Prices as of', at: 'At the moment', group: 'For group', nobody: 'Everybody', look: 'Show', what: 'What', size: 'Size', price: 'Price', kind: 'Which price', now: 'now', change: 'Change',
  base: 'New price', baseHint: 'Earlier quotes keep theirs as long as they live.', save: 'Save', saved: 'The price is changed.', from: 'From', fromHint: 'Left empty: from now on.', until: 'Until', untilHint: 'Left empty: without end.',
  dated: 'Prices with a date', span: (from: string, to: string) => `${from} – ${to}`, since: (from: string) => `from ${from}`, off: 'Switch off', on: 'Switch on', as: (when: string) => `Prices as of ${when}`, next: 'More',
}, {
  title: 'الأسعار في وقت معيّن', at: 'في الوقت', group: 'للمجموعة', nobody: 'الجميع', look: 'عرض', what: 'ماذا', size: 'الحجم', price: 'السعر', kind: 'أي سعر', now: 'الآن', change: 'تغيير',
  base: 'السعر الجديد', baseHint: 'تحتفظ العروض السابقة بأسعارها ما دامت سارية.', save: 'حفظ', saved: 'تغيّر السعر.', from: 'من', fromHint: 'إذا تُرك فارغًا: من الآن.', until: 'حتى', untilHint: 'إذا تُرك فارغًا: بلا نهاية.',
  dated: 'أسعار بتاريخ', span: (from: string, to: string) => `${from} – ${to}`, since: (from: string) => `من ${from}`, off: 'إيقاف', on: 'تفعيل', as: (when: string) => `الأسعار في ${when}`, next: 'المزيد',
});

type Instance = Shape<'instance_record_view'>;

export default function Prices() {
  const { path, query: asked, route } = useLocation();
  const list = useLoad(`instances/${asked.cursor ?? ''}`, (signal) => ask(api.GET('/api/v1/admin/product-instances', { params: { query: { cursor: asked.cursor, limit: 25 } }, signal })));
  useTitle(t.title);
  const when = asked.at ?? new Date().toISOString();
  return (
    <>
      <h1 tabIndex={-1}>{t.title}</h1>
      <form class="filters" role="search" aria-label={t.title} onSubmit={(e) => {
        e.preventDefault();
        const form = new FormData(e.currentTarget);
        const entered = String(form.get('at'));
        route(`${path}?${query({ at: entered && fromInput(entered), group: String(form.get('group')).trim() })}`);
      }}>
        <p><label for="prices-at">{t.at}</label><input id="prices-at" name="at" type="datetime-local" defaultValue={toInput(when)} key={when} /></p>
        <p><label for="prices-group">{t.group}</label><input id="prices-group" name="group" dir="auto" maxlength={50} placeholder={t.nobody} defaultValue={asked.group ?? ''} /></p>
        <button type="submit">{t.look}</button>
      </form>
      <p aria-live="polite">{t.as(asked.at ? moment(asked.at) : t.now)}</p>
      <Show of={list} skeleton={<Skeleton lines={8} />}>{(page) => (
        <>
          <div class="scroll" role="region" aria-label={t.title} tabIndex={0}>
            <table>
              <thead><tr><th scope="col">{t.what}</th><th scope="col">{t.size}</th><th scope="col">{label('product_type')}</th><th scope="col" class="num">{t.price}</th><th scope="col">{t.kind}</th>
                {may('price.write') && <th scope="col"><span class="vh">{t.change}</span></th>}</tr></thead>
              <tbody>{page.items.map((row) => <One key={row.id} row={row} at={asked.at} group={asked.group} again={list.again} />)}</tbody>
            </table>
          </div>
          {page.next_cursor && <nav class="pages" aria-label={t.next}><a class="button" href={`${path}?${query({ ...asked, cursor: page.next_cursor })}`}>{t.next}</a></nav>}
        </>
      )}</Show>
    </>
  );
}

function One({ row, at: when, group, again }: { row: Instance; at?: string; group?: string; again: () => void }) {
  const found = useLoad(`price/${row.id}/${when}/${group}`, (signal) =>
    ask(api.GET('/api/v1/admin/product-instances/{id}/price', { params: { path: { id: row.id }, query: { at: when, group } }, signal })));
  const [open, setOpen] = useState(false);
  const p = found.data;
  const name = row.product_id ? <Name of="products" id={row.product_id} /> : <Name of="packs" id={row.cookie_pack_id} />;
  return (
    <tr>
      <th scope="row"><a href={at(`/catalog/product-instances/${row.id}`)}>{name}</a></th>
      <td><Name of="sizes" id={row.size_id} /></td>
      <td>{choice(row.product_type)}</td>
      <td class="num">{p ? <Price amount={p.price} was={p.original_price} /> : found.error ? <span class="bad">{found.error.message}</span> : '…'}</td>
      <td>{p && choice(p.kind)}{p && p.kind !== 'base' && <small class="soft"> ({choice('base')}: {money(p.base_price)})</small>}</td>
      {may('price.write') && <td>
        <button type="button" onClick={() => setOpen(true)}>{t.change} <span class="vh">{name}</span></button>
        <Dialog title={t.change} open={open} onClose={() => setOpen(false)}>
          <Change row={row} onDone={() => {
            setOpen(false);
            found.again();
            again();
            say(t.saved);
          }} />
        </Dialog>
      </td>}
    </tr>
  );
}

const KINDS = ['base', 'regular', 'sale', 'member', 'wholesale'] as const;

/** The base price from now on, or one for some time or somebody, which goes before it. */
function Change({ row, onDone }: { row: Instance; onDone: () => void }) {
  const [kind, setKind] = useState<typeof KINDS[number]>('base');
  const dated = useLoad(`dated/${row.id}`, (signal) => ask(api.GET('/api/v1/admin/product-prices', { params: { query: { product_instance_id: row.id, limit: 50 } }, signal })));
  const moment_ = (text: string | undefined) => text && fromInput(text);
  return (
    <>
      <Form id={`price-${row.id}`} send={t.save} onSend={async (v) => {
        const price = v.digits('price')!;
        if (kind === 'base') await ask(api.PATCH('/api/v1/admin/product-instances/{id}/price', { params: { path: { id: row.id } }, body: { version: row.version, base_price: price } }));
        else await ask(api.POST('/api/v1/admin/product-prices', { body: { product_instance_id: row.id, price_type: kind, price, start_date: moment_(v.text('start_date')), end_date: moment_(v.text('end_date')) } }));
        onDone();
      }}>
        <Field name="price_type" label={t.kind} required value={kind} onChange={(e) => setKind(e.currentTarget.value as typeof kind)}>
          {KINDS.map((k) => <option key={k} value={k}>{choice(k)}</option>)}
        </Field>
        <Field name="price" label={t.base} hint={t.baseHint} required inputmode="decimal" dir="ltr" class="short" defaultValue={row.base_price} />
        {kind !== 'base' && <>
          <Field name="start_date" type="datetime-local" label={t.from} hint={t.fromHint} />
          <Field name="end_date" type="datetime-local" label={t.until} hint={t.untilHint} />
        </>}
      </Form>
      {dated.data && dated.data.items.length > 0 && <>
        <h3>{t.dated}</h3>
        <ul class="rows">{dated.data.items.map((p) => (
          <li key={p.id}><span class={p.is_active ? '' : 'soft'}>{choice(p.price_type)}: {money(p.price)} <small>{p.end_date ? t.span(moment(p.start_date), moment(p.end_date)) : t.since(moment(p.start_date))}</small></span> <button type="button" onClick={guarded(async () => {
            await ask(api.PATCH('/api/v1/admin/product-prices/{id}', { params: { path: { id: p.id } }, body: { version: p.version, is_active: !p.is_active } }));
            onDone();
          })}>{p.is_active ? t.off : t.on}</button></li>
        ))}</ul>
      </>}
    </>
  );
}
