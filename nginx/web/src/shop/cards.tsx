// SPDX-License-Identifier: MIT
// Products and packs as cards; the whole card is one link.

import { plural, texts } from '../lib/language';
import { Picture, Price } from '../lib/ui';
import { packAt, productAt, was, type Pack, type Product } from './catalog';

const t = texts({
  from: 'from', sale: 'Sale', cookies: (n: number) => plural(n, { one: '# cookie of your choice', other: '# cookies of your choice' }),
}, {
  from: 'من', sale: 'عرض',
  cookies: (n: number) => plural(n, { one: 'قطعة واحدة من اختيارك', two: 'قطعتان من اختيارك', few: '# قطع من اختيارك', other: '# قطعة من اختيارك' }),
});

const SIZES = '(min-width: 60rem) 17rem, (min-width: 40rem) 30vw, 45vw';

function Card({ href, thing, note, eager }: { href: string; thing: Product | Pack; note?: string; eager?: boolean }) {
  const [cheapest, ...others] = thing.instances;
  const sale = thing.instances.some((i) => i.on_sale);
  return (
    <li class="card">
      <a href={href}>
        <Picture url={thing.image_url} sizes={SIZES} eager={eager} />
        <h3>{thing.name}</h3>
      </a>
      {sale && <span class="badge">{t.sale}</span>}
      {note && <p class="soft">{note}</p>}
      {cheapest && <p><Price amount={cheapest.price} was={was(cheapest)} from={others.length > 0 ? t.from : undefined} /></p>}
    </li>
  );
}

export function PackCards({ packs, eager }: { packs: Pack[]; eager?: boolean }) {
  return <ul class="cards">{packs.map((p) => <Card key={p.id} href={packAt(p)} thing={p} note={t.cookies(p.count)} eager={eager} />)}</ul>;
}

export function ProductCards({ products, eager = 0 }: { products: Product[]; eager?: number }) {
  return <ul class="cards">{products.map((p, i) => <Card key={p.id} href={productAt(p)} thing={p} eager={i < eager} />)}</ul>;
}
