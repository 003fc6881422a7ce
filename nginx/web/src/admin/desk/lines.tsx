// SPDX-License-Identifier: MIT
// The lines of an order as staff write them down: things of the catalog, packs with their flavors.  What
// may be in a box is the API's to say; this only counts.

import { useState } from 'preact/hooks';
import { api, ask, type Shape } from '../../lib/api';
import { texts } from '../../lib/language';
import { useLoad } from '../../lib/load';
import { Show, Stepper } from '../../lib/ui';
import { names } from '../kit/refs';

export type OrderLine = Shape<'order_line_in'>;
type Instance = Shape<'instance_record_view'>;
type Flavors = NonNullable<OrderLine['flavors']>;

const t = texts({
  lines: 'What is ordered', none: 'Nothing yet.', add: 'Add', thing: 'What', choose: 'Please choose', remove: (name: string) => `Remove ${name}`, flavors: (name: string) => `Flavors of \u2068${name}\u2069`,
  chosen: (n: number, of: number) => `${n} of ${of} chosen`, number: (n: number) => `No. ${n}`, piece: (flavor: string, name: string) => `${flavor} in ${name}`,
}, {
  lines: 'ما يُطلب', none: 'لا شيء بعد.', add: 'إضافة', thing: 'الصنف', choose: 'يرجى الاختيار', remove: (name: string) => `إزالة ${name}`, flavors: (name: string) => `نكهات \u2068${name}\u2069`,
  chosen: (n: number, of: number) => `اختير ${n} من ${of}`, number: (n: number) => `رقم ${n}`, piece: (flavor: string, name: string) => `${flavor} في ${name}`,
});

async function everything(signal: AbortSignal) {
  const all: Instance[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await ask(api.GET('/api/v1/admin/product-instances', { params: { query: { is_active: true, limit: 200, cursor } }, signal }));
    all.push(...page.items);
    if (!page.next_cursor) return all;
    cursor = page.next_cursor;
  }
}

/** What can be sold, and what it is called. */
function useGoods() {
  const instances = useLoad('desk/instances', everything);
  const packs = useLoad('desk/packs', (signal) => ask(api.GET('/api/v1/admin/packs', { params: { query: { limit: 200 } }, signal })));
  const [products, packNames, sizes] = [names('products'), names('packs'), names('sizes')];
  const name = (i: Instance) => [(i.product_id ? products?.of.get(i.product_id) : packNames?.of.get(i.cookie_pack_id ?? 0)) ?? t.number(i.id), i.size_id && sizes?.of.get(i.size_id)].filter(Boolean).join(' · ');
  const count = (i: Instance) => packs.data?.items.find((p) => p.id === i.cookie_pack_id)?.count ?? 0;
  return { instances, name, count };
}

export function Lines({ lines, onChange }: { lines: OrderLine[]; onChange: (lines: OrderLine[]) => void }) {
  const { instances, name, count } = useGoods();
  const [picked, setPicked] = useState('');
  const change = (i: number, line: OrderLine) => onChange(lines.map((l, j) => (j === i ? line : l)));
  return (
    <fieldset class="lines-edit">
      <legend>{t.lines}</legend>
      <Show of={instances}>{(all) => (
        <>
          {lines.length === 0 && <p class="soft">{t.none}</p>}
          <ul class="rows">{lines.map((line, i) => {
            const instance = all.find((a) => a.id === line.product_instance_id);
            const called = instance ? name(instance) : t.number(line.product_instance_id);
            return (
              <li key={i}>
                <div class="line-edit">
                  <b><bdi>{called}</bdi></b>
                  <Stepper value={line.quantity} min={1} max={99} of={called} onChange={(quantity) => change(i, { ...line, quantity })} />
                  <button type="button" class="icon" aria-label={t.remove(called)} onClick={() => onChange(lines.filter((_, j) => j !== i))}>×</button>
                </div>
                {instance?.product_type === 'pack' && <Box id={instance.id} name={called} count={count(instance)} flavors={line.flavors ?? []} onChange={(flavors) => change(i, { ...line, flavors })} />}
              </li>
            );
          })}</ul>
          <div class="with-button">
            <label class="grow"><span class="vh">{t.thing}</span>
              <select value={picked} onChange={(e) => setPicked(e.currentTarget.value)}>
                <option value="">{t.choose}</option>
                {all.map((a) => ({ id: a.id, text: name(a) })).sort((a, b) => a.text.localeCompare(b.text)).map((a) => <option key={a.id} value={a.id}>{a.text}</option>)}
              </select></label>
            <button type="button" aria-disabled={picked === ''} onClick={() => {
              if (!picked) return;
              const instance = all.find((a) => String(a.id) === picked)!;
              onChange([...lines, { product_instance_id: instance.id, quantity: 1, ...instance.product_type === 'pack' && { flavors: [] } }]);
              setPicked('');
            }}>{t.add}</button>
          </div>
        </>
      )}</Show>
    </fieldset>
  );
}

function Box({ id, name, count, flavors, onChange }: { id: number; name: string; count: number; flavors: Flavors; onChange: (flavors: Flavors) => void }) {
  const found = useLoad(`desk/flavors/${id}`, (signal) => ask(api.GET('/api/v1/admin/product-instances/{id}/flavors', { params: { path: { id } }, signal })));
  const [open] = useState(flavors.length === 0);
  const sum = flavors.reduce((n, f) => n + f.quantity, 0);
  const set = (flavor_id: number, quantity: number) => onChange([...flavors.filter((f) => f.flavor_id !== flavor_id), ...quantity > 0 ? [{ flavor_id, quantity }] : []]);
  return (
    <details open={open}>
      <summary>{t.flavors(name)}: <span class={sum === count ? 'good' : 'bad'} role="status">{t.chosen(sum, count)}</span></summary>
      <Show of={found}>{({ items }) => (
        <ul class="box-edit">{items.map((f) => {
          const quantity = flavors.find((c) => c.flavor_id === f.flavor_id)?.quantity ?? 0;
          return <li key={f.flavor_id}><bdi>{f.flavor_name}</bdi>
            <Stepper value={quantity} max={quantity + Math.max(0, count - sum)} of={t.piece(f.flavor_name, name)} onChange={(n) => set(f.flavor_id, n)} /></li>;
        })}</ul>
      )}</Show>
    </details>
  );
}
