// SPDX-License-Identifier: MIT
import { useRoute } from 'preact-iso';
import { useState } from 'preact/hooks';
import { api, ask } from '../../lib/api';
import { at, moment, plural, texts } from '../../lib/language';
import { useLoad } from '../../lib/load';
import { guarded, Picture, Price, say, Show, Skeleton, Stepper, useTitle } from '../../lib/ui';
import { add } from '../cart';
import { was, type Instance, type Product } from '../catalog';
import { Sizes } from '../sizes';

const t = texts({
  inside: 'What is inside', add: 'Add to cart', added: (name: string) => `${name} is in your cart.`, cart: 'See the cart',
  until: (at: string) => `until ${at}`, digital: 'A download: you get a link as soon as it is paid.', back: 'All products', none: 'Not available at the moment.',
  pieces: (n: number) => plural(n, { one: '# piece', other: '# pieces' }),
}, {
  inside: 'ماذا بداخلها', add: 'أضف إلى السلة', added: (name: string) => `أُضيف ${name} إلى سلتك.`, cart: 'شاهد السلة',
  until: (at: string) => `حتى ${at}`, digital: 'ملف للتنزيل: يصلك الرابط فور الدفع.', back: 'كل المنتجات', none: 'غير متاح حاليًا.',
  pieces: (n: number) => plural(n, { one: 'قطعة واحدة', two: 'قطعتان', few: '# قطع', other: '# قطعة' }),
});

export default function ProductPage() {
  const { slug } = useRoute().params as { slug: string };
  const product = useLoad(`product/${slug}`, () => ask(api.GET('/api/v1/products/{slug}', { params: { path: { slug } } })));
  useTitle(product.data?.name);
  return (
    <>
      <p><a href={at('/shop')}>{t.back}</a></p>
      <Show page of={product} skeleton={<div class="product"><span class="picture" /><Skeleton lines={6} /></div>}>
        {(p) => <Details key={p.id} product={p} />}
      </Show>
    </>
  );
}

function Details({ product }: { product: Product }) {
  const [chosen, choose] = useState(product.instances[0]?.id ?? 0);
  const instance = product.instances.find((i) => i.id === chosen);
  return (
    <article class="product">
      <Picture url={product.image_url} sizes="(min-width: 48rem) 32rem, 92vw" eager />
      <div>
        <h1 tabIndex={-1}>{product.name}</h1>
        <p class="lead">{product.description}</p>
        {instance ? <>
          <p class="large"><Price amount={instance.price} was={was(instance)} />
            {instance.on_sale && instance.sale_ends_at && <small class="soft"> {t.until(moment(instance.sale_ends_at))}</small>}</p>
          <Sizes instances={product.instances} value={chosen} onChange={choose} />
          <Inside instance={instance} type={product.type} />
          <Buy name={product.name} instance={instance} />
        </> : <p class="panel">{t.none}</p>}
      </div>
    </article>
  );
}

/** A bundle's content; a single cookie is what it is called. */
function Inside({ instance, type }: { instance: Instance; type: string }) {
  if (type === 'digital') return <p>{t.digital}</p>;
  if (type !== 'bundles') return null;
  return (
    <section>
      <h2>{t.inside}</h2>
      <ul class="inside">{instance.flavors.map((f) => <li key={f.flavor_id}>
        <bdi>{f.name}</bdi> <span class="soft">{t.pieces(f.quantity)}</span>
      </li>)}</ul>
    </section>
  );
}

function Buy({ name, instance }: { name: string; instance: Instance }) {
  const [quantity, setQuantity] = useState(1);
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState(false);
  const put = guarded(async () => {
    setBusy(true);
    try {
      await add(instance.id, quantity);
      setDone(true);
      say(t.added(name));
    } finally { setBusy(false); }
  });
  return (
    <div class="actions at-hand">
      <Stepper value={quantity} min={1} max={99} of={name} onChange={setQuantity} />
      <button type="button" class="main" aria-disabled={busy} data-busy={busy || undefined} onClick={() => busy || put()}>{t.add}</button>
      {done && <a class="button" href={at('/cart')}>{t.cart}</a>}
    </div>
  );
}
