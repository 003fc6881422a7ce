// SPDX-License-Identifier: MIT
// Everything that is sold, with filters that stand in the address: they can be shared, and Back works.

import { useLocation } from 'preact-iso';
import { useEffect, useState } from 'preact/hooks';
import { api, ask } from '../../lib/api';
import { Field } from '../../lib/form';
import { at, latinDigits, plural, texts } from '../../lib/language';
import { useLoad } from '../../lib/load';
import { Empty, guarded, More, Show, SkeletonCards, useTitle } from '../../lib/ui';
import { PackCards, ProductCards } from '../cards';
import { flavors, packs, products, type Product } from '../catalog';

const t = texts({
  title: 'Shop', filters: 'Filter', search: 'Search', type: 'Kind', flavor: 'Flavor', size: 'Size', min: 'Price from', max: 'Price to',
  sale: 'On sale', sort: 'Order by', any: 'All', none: 'Nothing matches these filters.', clear: 'Clear filters', apply: 'Show',
  sorts: { id: 'Our order', name: 'Name', price: 'Price, low first', '-price': 'Price, high first' },
  found: (n: number, more: boolean) => (more ? `${n} and more` : plural(n, { one: '# result', other: '# results' })),
  packs: 'Fill your own box', rest: 'Cookies, gifts and more', results: 'Results',
}, {
  title: 'المتجر', filters: 'تصفية', search: 'بحث', type: 'النوع', flavor: 'النكهة', size: 'الحجم', min: 'السعر من', max: 'السعر إلى',
  sale: 'العروض', sort: 'الترتيب', any: 'الكل', none: 'لا شيء يطابق هذه التصفية.', clear: 'إزالة التصفية', apply: 'عرض',
  sorts: { id: 'ترتيبنا', name: 'الاسم', price: 'الأقل سعرًا أولًا', '-price': 'الأعلى سعرًا أولًا' },
  found: (n: number, more: boolean) => (more ? `${n} وأكثر`
    : plural(n, { zero: 'لا نتائج', one: 'نتيجة واحدة', two: 'نتيجتان', few: '# نتائج', other: '# نتيجة' })),
  packs: 'كوّن علبتك', rest: 'كوكيز وهدايا والمزيد', results: 'النتائج',
});

const NAMES = ['type', 'flavor', 'size_id', 'q', 'on_sale', 'min_price', 'max_price', 'sort'] as const;
type Filters = Partial<Record<(typeof NAMES)[number], string>>;

/** Of the address, what is a filter. */
const filtersOf = (query: Record<string, string>): Filters =>
  Object.fromEntries(NAMES.filter((n) => query[n]).map((n) => [n, query[n]!]));

const asQuery = ({ on_sale, size_id, sort, ...f }: Filters) => ({
  ...f, limit: 24, on_sale: on_sale ? true : undefined, size_id: size_id ? Number(size_id) : undefined,
  sort: sort as keyof typeof t.sorts | undefined,
});

export default function Catalog() {
  const { query, route } = useLocation();
  const filters = filtersOf(query);
  const key = new URLSearchParams(filters as Record<string, string>).toString();
  const list = useLoad(`shop?${key}`, () => products(asQuery(filters)));
  const boxes = useLoad('packs', packs);
  const only = Object.keys(filters).length === 0;
  useTitle(t.title);

  const go = (f: Filters) => {
    const q = new URLSearchParams(Object.entries(f).filter(([, v]) => v) as [string, string][]).toString();
    route(at('/shop') + (q && `?${q}`));
  };
  return (
    <>
      <h1 tabIndex={-1}>{t.title}</h1>
      <FilterForm key={key} filters={filters} go={go} />
      {only && (
        <section aria-labelledby="packs">
          <h2 id="packs">{t.packs}</h2>
          <Show of={boxes} skeleton={<SkeletonCards n={4} />}>{(p) => <PackCards packs={p} eager />}</Show>
        </section>
      )}
      <section aria-labelledby="list">
        <h2 id="list">{only ? t.rest : t.results}</h2>
        <Show of={list} skeleton={<SkeletonCards n={8} />}>
          {(page) => (page.items.length === 0
            ? <Empty action={<button type="button" onClick={() => go({})}>{t.clear}</button>}>{t.none}</Empty>
            : <Pages key={key} first={page} filters={filters} />)}
        </Show>
      </section>
    </>
  );
}

/** The list, and what was fetched behind its first page. */
function Pages({ first, filters }: { first: { items: Product[]; next_cursor: string | null }; filters: Filters }) {
  const [rest, setRest] = useState<Product[]>([]);
  const [cursor, setCursor] = useState(first.next_cursor);
  const [busy, setBusy] = useState(false);
  const more = guarded(async () => {
    setBusy(true);
    try {
      const page = await products({ ...asQuery(filters), cursor: cursor! });
      setRest([...rest, ...page.items]);
      setCursor(page.next_cursor);
    } finally { setBusy(false); }
  });
  const all = [...first.items, ...rest];
  return (
    <>
      <p class="soft" role="status">{t.found(all.length, cursor !== null)}</p>
      <ProductCards products={all} eager={2} />
      {cursor && <More busy={busy} onClick={more} />}
    </>
  );
}

function FilterForm({ filters, go }: { filters: Filters; go: (f: Filters) => void }) {
  const types = useLoad('types', async () => (await ask(api.GET('/api/v1/product-types'))).items);
  const sizes = useLoad('sizes', async () => (await ask(api.GET('/api/v1/sizes'))).items);
  const all = useLoad('flavors', flavors);
  const set = (form: HTMLFormElement) => {
    const f = Object.fromEntries([...new FormData(form)].map(([k, v]) => [k, latinDigits(String(v)).trim()])) as Filters;
    if (f.sort === 'id') delete f.sort;
    go(f);
  };
  // Opened beforehand only where there is room, or when something in it is in force.
  const [open, setOpen] = useState(Object.keys(filters).some((k) => k !== 'q' && k !== 'sort'));
  useEffect(() => { if (matchMedia('(min-width: 52rem)').matches) setOpen(true); }, []);
  const options = (list: { value: string | number; name: string }[] | undefined) =>
    [<option value="">{t.any}</option>, ...(list ?? []).map((o) => <option key={o.value} value={o.value}>{o.name}</option>)];

  return (
    <form role="search" class="filters" onSubmit={(e) => { e.preventDefault(); set(e.currentTarget); }}
          onChange={(e) => { if (!['q', 'min_price', 'max_price'].includes((e.target as HTMLInputElement).name)) set(e.currentTarget); }}>
      <div class="search">
        <Field quiet name="q" type="search" label={t.search} maxlength={60} defaultValue={filters.q ?? ''} />
        <button class="main">{t.apply}</button>
      </div>
      <details open={open} onToggle={(e) => setOpen((e.currentTarget as HTMLDetailsElement).open)}>
        <summary>{t.filters}</summary>
        <div class="grid">
          <Field quiet name="type" label={t.type} value={filters.type ?? ''}>{options(types.data?.map((x) => ({ value: x.slug, name: x.name })))}</Field>
          <Field quiet name="flavor" label={t.flavor} value={filters.flavor ?? ''}>{options(all.data?.map((x) => ({ value: x.slug, name: x.name })))}</Field>
          <Field quiet name="size_id" label={t.size} value={filters.size_id ?? ''}>{options(sizes.data?.map((x) => ({ value: x.id, name: x.name })))}</Field>
          <Field quiet name="min_price" label={t.min} inputmode="decimal" dir="ltr" maxlength={9} defaultValue={filters.min_price ?? ''} />
          <Field quiet name="max_price" label={t.max} inputmode="decimal" dir="ltr" maxlength={9} defaultValue={filters.max_price ?? ''} />
          <Field quiet name="sort" label={t.sort} value={filters.sort ?? 'id'}>
            {Object.entries(t.sorts).map(([value, name]) => <option key={value} value={value}>{name}</option>)}
          </Field>
          <div class="check"><label><input type="checkbox" name="on_sale" value="true" defaultChecked={!!filters.on_sale} /> <span>{t.sale}</span></label></div>
        </div>
      </details>
    </form>
  );
}
