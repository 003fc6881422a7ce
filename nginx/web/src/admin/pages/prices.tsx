// SPDX-License-Identifier: MIT
// What each thing costs at any moment, past or future; and from where its price can be changed.
import { useLocation } from 'preact-iso';
import { useState } from 'preact/hooks';
import { api, ask, type Shape } from '../../lib/api';
import { Field, Form } from '../../lib/form';
import { at, moment, money, texts } from '../../lib/language';
import { useLoad } from '../../lib/load';
import { Dialog, Price, say, Show, Skeleton, useTitle } from '../../lib/ui';
import { query } from '../kit/call';
import { Name } from '../kit/refs';
import { fromInput, toInput } from '../kit/time';
import { choice, label } from '../kit/words';
import { may } from '../session';

const t = texts({
  title: 'Prices as of', at: 'At the moment', group: 'For group', nobody: 'Everybody', look: 'Show', what: 'What', size: 'Size', price: 'Price', kind: 'Which price', now: 'now', change: 'Change',
  base: 'New base price', baseHint: 'It holds from now on; earlier quotes keep theirs as long as they live.', save: 'Save', saved: 'The price is changed.', as: (when: string) => `Prices as of ${when}`, next: 'More',
}, {
  title: 'الأسعار في وقت معيّن', at: 'في الوقت', group: 'للمجموعة', nobody: 'الجميع', look: 'عرض', what: 'ماذا', size: 'الحجم', price: 'السعر', kind: 'أي سعر', now: 'الآن', change: 'تغيير',
  base: 'السعر الأساسي الجديد', baseHint: 'يسري من الآن، وتحتفظ العروض السابقة بأسعارها ما دامت سارية.', save: 'حفظ', saved: 'تغيّر السعر.', as: (when: string) => `الأسعار في ${when}`, next: 'المزيد',
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
          <Form id={`base-${row.id}`} send={t.save} onSend={async (v) => {
            await ask(api.PATCH('/api/v1/admin/product-instances/{id}/price', { params: { path: { id: row.id } }, body: { version: row.version, base_price: v.digits('base_price')! } }));
            setOpen(false);
            found.again();
            again();
            say(t.saved);
          }}>
            <Field name="base_price" label={t.base} hint={t.baseHint} required inputmode="decimal" dir="ltr" class="short" defaultValue={row.base_price} />
          </Form>
        </Dialog>
      </td>}
    </tr>
  );
}
