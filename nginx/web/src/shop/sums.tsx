// SPDX-License-Identifier: MIT
// Every amount of a quote or an order: what it was made of, what was taken off and why, and what was
// considered and does not apply.

import type { Shape } from '../lib/api';
import { isZero, money, texts } from '../lib/language';
import { fee } from '../lib/ui';

const t = texts({
  subtotal: 'Subtotal', delivery: 'Delivery', total: 'Total', code: (code: string) => `Code ${code}`, free: 'free delivery',
  needs: (have: string, needed: string) => `${have} of ${needed}`,
}, {
  subtotal: 'المجموع', delivery: 'التوصيل', total: 'الإجمالي', code: (code: string) => `الرمز ${code}`, free: 'توصيل مجاني',
  needs: (have: string, needed: string) => `${have} من ${needed}`,
});

type Discount = Shape<'quote_discount_view'>;
type Amounts = { subtotal: string; delivery_fee: string; total: string; discounts: Discount[] };

const nameOf = (d: Discount) => (d.code ? t.code(d.code) : d.name);

export function Sums({ of, old, delivery = true }: { of: Amounts; old?: boolean; delivery?: boolean }) {
  const off = of.discounts.filter((d) => d.applied);
  return (
    <dl class="sums" data-old={old || undefined}>
      <dt>{t.subtotal}</dt><dd>{money(of.subtotal)}</dd>
      {off.map((d, i) => [<dt key={`${i}t`}><bdi>{nameOf(d)}</bdi></dt>, <dd key={`${i}d`} class="good">{isZero(d.amount) ? t.free : money(`-${d.amount}`)}</dd>])}
      {delivery && <><dt>{t.delivery}</dt><dd>{fee(of.delivery_fee)}</dd></>}
      <dt class="total">{t.total}</dt><dd class="total" id="total">{money(of.total)}</dd>
    </dl>
  );
}

/** Why a code takes nothing off, with the two numbers that decided it. */
export function Why({ discount: d }: { discount: Discount }) {
  return <>{d.message}{d.have && d.needed && <> ({t.needs(money(d.have), money(d.needed))})</>}</>;
}
