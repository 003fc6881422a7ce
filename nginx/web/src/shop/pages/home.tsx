// SPDX-License-Identifier: MIT
import { at, texts } from '../../lib/language';
import { useLoad } from '../../lib/load';
import { Picture, Show, SkeletonCards, useTitle } from '../../lib/ui';
import { PackCards, ProductCards } from '../cards';
import { packs, products } from '../catalog';

const t = texts({
  title: 'Fresh cookies, delivered', headline: 'Fresh cookies, baked for your day',
  lead: 'Choose a box, fill it with the flavors you like, and pick the hour. We bake it and bring it to your door.',
  fill: 'Fill a box', all: 'See everything', packs: 'Fill your own box', cookies: 'By the piece', bundles: 'Ready to give',
}, {
  title: 'كوكيز طازجة حتى بابك', headline: 'كوكيز طازجة نخبزها ليومك',
  lead: 'اختر علبة واملأها بالنكهات التي تحبها وحدد الساعة، ونحن نخبزها ونوصلها إلى بابك.',
  fill: 'املأ علبة', all: 'شاهد كل شيء', packs: 'كوّن علبتك', cookies: 'بالقطعة', bundles: 'جاهزة للإهداء',
});

export function Home() {
  const boxes = useLoad('packs', packs);
  const cookies = useLoad('home/cookies', () => products({ type: 'cookies', limit: 8 }));
  const bundles = useLoad('home/bundles', () => products({ type: 'bundles', limit: 4 }));
  useTitle(t.title);
  return (
    <>
      <section class="hero">
        <div>
          <h1 tabIndex={-1}>{t.headline}</h1>
          <p class="lead">{t.lead}</p>
          <p class="actions"><a class="button main" href="#packs">{t.fill}</a> <a class="button" href={at('/shop')}>{t.all}</a></p>
        </div>
        <Picture url={boxes.data?.at(-1)?.image_url} sizes="22rem" eager />
      </section>
      <section aria-labelledby="packs">
        <h2 id="packs">{t.packs}</h2>
        <Show of={boxes} skeleton={<SkeletonCards n={4} />}>{(list) => <PackCards packs={list} eager />}</Show>
      </section>
      <section aria-labelledby="cookies">
        <h2 id="cookies">{t.cookies}</h2>
        <Show of={cookies} skeleton={<SkeletonCards n={8} />}>{(page) => <ProductCards products={page.items} />}</Show>
      </section>
      <section aria-labelledby="bundles">
        <h2 id="bundles">{t.bundles}</h2>
        <Show of={bundles} skeleton={<SkeletonCards n={2} />}>{(page) => <ProductCards products={page.items} />}</Show>
      </section>
    </>
  );
}
