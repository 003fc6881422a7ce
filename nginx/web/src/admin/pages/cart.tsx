// SPDX-License-Identifier: MIT
import { useRoute } from 'preact-iso';
import { api, ask, type Shape } from '../../lib/api';
import { at, money, texts } from '../../lib/language';
import { useLoad } from '../../lib/load';
import { Show, useTitle } from '../../lib/ui';
import { Value } from '../kit/value';
import { label } from '../kit/words';

const t = texts({ title: (n: number) => `Cart ${n}`, list: 'Carts', what: 'What', each: 'Each', quantity: 'Quantity', total: 'Together', subtotal: 'Subtotal', guest: 'A guest’s', flavors: 'Flavors' },
  { title: (n: number) => `السلة ${n}`, list: 'السلال', what: 'ماذا', each: 'للواحدة', quantity: 'الكمية', total: 'المجموع', subtotal: 'المجموع الفرعي', guest: 'لزائر', flavors: 'النكهات' });

export default function Cart() {
  const { params } = useRoute();
  const id = Number(params.id);
  const found = useLoad(`cart/${id}`, (signal) => ask(api.GET('/api/v1/admin/carts/{id}', { params: { path: { id } }, signal })));
  useTitle(t.title(id));
  return (
    <>
      <p><a href={at('/catalog/carts')}>{t.list}</a></p>
      <h1 tabIndex={-1}>{t.title(id)}</h1>
      <Show of={found}>{({ row, cart }: { row: Shape<'cart_row_view'>; cart: Shape<'cart_view'> }) => (
        <>
          <dl class="facts">
            <div><dt>{label('customer_name')}</dt><dd>{row.customer_id ? <a href={at(`/customers/${row.customer_id}`)}><bdi>{row.customer_name}</bdi></a> : t.guest}</dd></div>
            {(['promo_code', 'created_at', 'updated_at'] as const).map((f) => <div key={f}><dt>{label(f)}</dt><dd><Value of={row[f]} field={f} /></dd></div>)}
          </dl>
          <div class="scroll" role="region" aria-label={t.title(id)} tabIndex={0}>
            <table>
              <thead><tr><th scope="col">{t.what}</th><th scope="col" class="num">{t.quantity}</th><th scope="col" class="num">{t.each}</th><th scope="col" class="num">{t.total}</th></tr></thead>
              <tbody>{cart.items.map((line) => (
                <tr key={line.id}>
                  <th scope="row"><bdi>{line.name}</bdi> {line.size && <small><bdi>{line.size}</bdi></small>}
                    {line.flavors.length > 0 && <p class="soft">{line.flavors.map((f) => `${f.quantity} × ${f.name}`).join(' · ')}</p>}</th>
                  <td class="num">{line.quantity}</td><td class="num">{money(line.unit_price)}</td><td class="num">{money(line.total)}</td>
                </tr>
              ))}</tbody>
              <tfoot><tr><th scope="row" colSpan={3}>{t.subtotal}</th><td class="num">{money(cart.subtotal)}</td></tr></tfoot>
            </table>
          </div>
        </>
      )}</Show>
    </>
  );
}
