// SPDX-License-Identifier: MIT
// The lines and amounts of an order or a quote, with every discount that was considered and why one took
// nothing off.  Amounts are the API's.

import type { Shape } from '../../lib/api';
import { isZero, money, texts } from '../../lib/language';
import { fee } from '../../lib/ui';

const t = texts({
  what: 'What', each: 'Each', total: 'Together', lines: 'What was ordered', subtotal: 'Subtotal', delivery: 'Delivery', sum: 'Total', refunded: 'Paid back',
  considered: 'Discounts that took nothing off', code: (code: string) => `Code ${code}`, free: 'free delivery', of: (have: string, needed: string) => `${have} of ${needed}`,
}, {
  what: 'الصنف', each: 'للواحدة', total: 'المجموع', lines: 'ما طُلب', subtotal: 'المجموع الفرعي', delivery: 'التوصيل', sum: 'الإجمالي', refunded: 'المسترد',
  considered: 'خصومات لم تنطبق', code: (code: string) => `الكود ${code}`, free: 'توصيل مجاني', of: (have: string, needed: string) => `${have} من ${needed}`,
});

export interface Line { id: number; name: string; size: string | null; quantity: number; unit_price: string; total: string; inside: { name: string; quantity: number }[] }

/** What an order keeps of a line. */
export const ofOrder = (item: Shape<'admin_order_item_view'>): Line => ({
  id: item.id, name: item.product_name, size: item.pack_size, quantity: item.quantity, unit_price: item.unit_price, total: item.total,
  inside: item.product_type === 'pack' || item.product_type === 'bundle'
    ? ((item.flavor_details ?? []) as { flavor_name: string; quantity: number }[]).map((f) => ({ name: f.flavor_name, quantity: f.quantity })) : [],
});
export const ofQuote = (line: Shape<'line_view'>): Line => ({ ...line, inside: line.type === 'pack' || line.type === 'bundle' ? line.flavors : [] });

export const lineText = (l: Line) => `${l.quantity} × ${l.name}${l.inside.length > 0 ? ` (${l.inside.map((f) => `${f.quantity} × ${f.name}`).join(' · ')})` : ''}`;

interface Amounts { subtotal: string; delivery_fee: string; total: string; refunded_amount?: string; discounts: Shape<'quote_discount_view'>[] }

export function LineTable({ lines, of }: { lines: Line[]; of: Amounts }) {
  const applied = of.discounts.filter((d) => d.applied), others = of.discounts.filter((d) => !d.applied);
  const sum = (name: string, amount: string, big = false) => <tr class={big ? 'total' : ''}><th scope="row" colSpan={2}>{name}</th><td class="num">{amount}</td></tr>;
  return (
    <>
      <div class="scroll" role="region" aria-label={t.lines} tabIndex={0}>
        <table class="lines">
          <thead><tr><th scope="col">{t.what}</th><th scope="col" class="num">{t.each}</th><th scope="col" class="num">{t.total}</th></tr></thead>
          <tbody>{lines.map((l) => (
            <tr key={l.id}>
              <th scope="row"><bdi>{l.quantity} × {l.name}</bdi>{l.size && <small class="soft"> · <bdi>{l.size}</bdi></small>}
                {l.inside.length > 0 && <span class="inside">{l.inside.map((f, i) => <bdi key={i}>{f.quantity} × {f.name}</bdi>)}</span>}</th>
              <td class="num">{money(l.unit_price)}</td><td class="num">{money(l.total)}</td>
            </tr>
          ))}</tbody>
          <tfoot>
            {sum(t.subtotal, money(of.subtotal))}
            {applied.map((d, i) => <tr key={i}><th scope="row" colSpan={2}><bdi>{d.code ? t.code(d.code) : d.name}</bdi></th>
              <td class="num good">{isZero(d.amount) ? t.free : money(`-${d.amount}`)}</td></tr>)}
            {sum(t.delivery, fee(of.delivery_fee))}
            {sum(t.sum, money(of.total), true)}
            {of.refunded_amount && !isZero(of.refunded_amount) && sum(t.refunded, money(`-${of.refunded_amount}`))}
          </tfoot>
        </table>
      </div>
      {others.length > 0 && <details class="considered"><summary>{t.considered} ({others.length})</summary>
        <ul>{others.map((d, i) => <li key={i}><bdi>{d.code ? t.code(d.code) : d.name}</bdi>: {d.message}{d.have && d.needed && ` (${t.of(money(d.have), money(d.needed))})`}</li>)}</ul>
      </details>}
    </>
  );
}
