// SPDX-License-Identifier: MIT
// The plain resources of the API, declared: what their lists show and which fields name something else.
// Everything else about a field (type, limits, help) is the API's own description.

import { lazy } from 'preact-iso';
import { at, texts } from '../../lib/language';
import { call, type ListPath } from '../kit/call';
import type { Column } from '../kit/list';
import type { Resource } from '../kit/record';
import { Name, type Target } from '../kit/refs';
import { may } from '../session';
import type * as Parts from './parts';

// What only a record shows comes with the first record, not with the list.
const part = <K extends keyof typeof Parts>(name: K) => lazy(() => import('./parts').then((m) => m[name]));
const Access = part('Access');
const CardPreview = part('CardPreview');
const Contents = part('Contents');
const DigitalFile = part('DigitalFile');
const FlavorPictures = part('FlavorPictures');
const OrdersOf = part('OrdersOf');
const Sale = part('Sale');
const TryOut = part('TryOut');
const WaitingList = part('WaitingList');
const ZoneHours = part('ZoneHours');

const t = texts({
  cities: 'Cities', city: 'City', zones: 'Zones', zone: 'Zone', slots: 'Hours of delivery', slot: 'Hours', closures: 'Closed days', closure: 'Closed day', types: 'Product types', type: 'Product type',
  products: 'Products', product: 'Product', packs: 'Packs', pack: 'Pack', flavors: 'Flavors', flavor: 'Flavor', sizes: 'Sizes', size: 'Size', instances: 'On sale as', instance: 'On sale as',
  translations: 'Translations', translation: 'Translation', categories: 'Price groups', category: 'Price group', rules: 'Discount rules', rule: 'Discount rule', codes: 'Promo codes', code: 'Promo code',
  men: 'Delivery men', man: 'Delivery man', answers: 'Ready answers', answer: 'Ready answer', whole: 'The whole shop', staff: 'Staff', member: 'Member of staff', batch: 'Many at once',
}, {
  cities: 'المدن', city: 'مدينة', zones: 'المناطق', zone: 'منطقة', slots: 'مواعيد التوصيل', slot: 'موعد', closures: 'أيام الإغلاق', closure: 'يوم إغلاق', types: 'أنواع المنتجات', type: 'نوع منتج',
  products: 'المنتجات', product: 'منتج', packs: 'العلب', pack: 'علبة', flavors: 'النكهات', flavor: 'نكهة', sizes: 'الأحجام', size: 'حجم', instances: 'المعروض للبيع', instance: 'معروض للبيع',
  translations: 'الترجمات', translation: 'ترجمة', categories: 'مجموعات الأسعار', category: 'مجموعة أسعار', rules: 'قواعد الخصم', rule: 'قاعدة خصم', codes: 'أكواد الخصم', code: 'كود خصم',
  men: 'المندوبون', man: 'مندوب', answers: 'ردود جاهزة', answer: 'رد جاهز', whole: 'المتجر كله', staff: 'الموظفون', member: 'موظف', batch: 'أكواد كثيرة دفعة واحدة',
});

/** The type of the rows follows from the path. */
const define = <P extends ListPath>(r: Resource<P>) => r as unknown as Resource;
const columns = (...keys: string[]): Column<any>[] => keys.map((key) => ({ key }));
const num = (key: string): Column<any> => ({ key, num: true });
const extra = (key: string): Column<any> => ({ key, extra: true });
const home = (name: string) => at(`/catalog/${name}`);

const inRule: Target = { by: 'rule_type', of: { product: 'products', category: 'pricing-categories', flavor: 'flavors', location: 'zones' } };
const named: Target = { by: 'rule_type', of: { location: null, customer_group: null } };
const translated = { by: 'entity', of: {
  product: 'products', product_type: 'product-types', cookie_pack: 'packs', flavor: 'flavors', size: 'sizes', city: 'cities', zone: 'zones', time_slot: 'time-slots',
} } as const;

const plain = <N extends string, P extends ListPath>(name: N, r: Omit<Resource<P>, 'name' | 'home'>) => define<P>({ name, home: home(name), ...r });

/** By the last part of their address in the panel. */
export const resources: Record<string, Resource> = {
  cities: plain<string, '/api/v1/admin/cities'>('cities', {
    path: '/api/v1/admin/cities', title: t.cities, one: t.city, write: 'place.write', view: 'cities', entity: 'cities', label: (r) => r.name,
    columns: [...columns('name', 'is_active'), extra('updated_at')],
  }),
  zones: plain<string, '/api/v1/admin/zones'>('zones', {
    path: '/api/v1/admin/zones', title: t.zones, one: t.zone, write: 'place.write', view: 'zones', entity: 'zones', label: (r) => r.name,
    columns: [...columns('name', 'city_id'), num('delivery_fee'), num('delivery_days'), ...columns('time_slot_id', 'is_active'), extra('updated_at')],
    refs: { city_id: 'cities', time_slot_id: 'time-slots' },
    below: (r) => <><ZoneHours id={r.id} /><WaitingList id={r.id} /></>,
  }),
  'time-slots': plain<string, '/api/v1/admin/time-slots'>('time-slots', {
    path: '/api/v1/admin/time-slots', title: t.slots, one: t.slot, write: 'place.write', view: 'time_slots', entity: 'delivery_time_slots', label: (r) => r.name,
    columns: [...columns('name', 'from_hour', 'to_hour'), num('capacity_orders'), num('capacity_cookies'), ...columns('is_active'), extra('updated_at')],
  }),
  closures: plain<string, '/api/v1/admin/closures'>('closures', {
    path: '/api/v1/admin/closures', title: t.closures, one: t.closure, write: 'place.write', entity: 'delivery_closures', label: (r) => r.day,
    columns: [{ key: 'day' }, { key: 'zone_id', cell: (r) => (r.zone_id === null ? t.whole : <Name of="zones" id={r.zone_id} />) }, { key: 'reason' }],
    refs: { zone_id: 'zones' }, below: (r) => <OrdersOf day={r.day} zone={r.zone_id} />,
  }),
  'product-types': plain<string, '/api/v1/admin/product-types'>('product-types', {
    path: '/api/v1/admin/product-types', title: t.types, one: t.type, write: 'catalog.write', view: 'product_types', entity: 'product_types', label: (r) => r.name,
    columns: [...columns('name', 'slug', 'is_active'), extra('updated_at')],
  }),
  products: plain<string, '/api/v1/admin/products'>('products', {
    path: '/api/v1/admin/products', title: t.products, one: t.product, write: 'catalog.write', view: 'products', entity: 'products', label: (r) => r.name,
    columns: [...columns('name', 'product_type_id'), num('base_price'), num('current_price'), ...columns('is_on_sale', 'is_active'), extra('slug'), extra('updated_at')],
    refs: { product_type_id: 'product-types' }, aside: (_, typed) => <CardPreview typed={typed} />, below: (r, again) => <Sale id={r.id} again={again} />,
  }),
  packs: plain<string, '/api/v1/admin/packs'>('packs', {
    path: '/api/v1/admin/packs', title: t.packs, one: t.pack, write: 'catalog.write', view: 'packs', entity: 'cookie_pack', label: (r) => r.name,
    columns: [...columns('name'), num('count'), num('base_price'), ...columns('is_active'), extra('slug'), extra('updated_at')],
    aside: (_, typed) => <CardPreview typed={typed} isPack />,
  }),
  flavors: plain<string, '/api/v1/admin/flavors'>('flavors', {
    path: '/api/v1/admin/flavors', title: t.flavors, one: t.flavor, write: 'catalog.write', view: 'flavors', entity: 'flavors', label: (r) => r.name,
    columns: [...columns('name', 'category', 'is_active'), extra('slug'), extra('updated_at')],
    below: (r) => <FlavorPictures id={r.id} />,
  }),
  sizes: plain<string, '/api/v1/admin/sizes'>('sizes', {
    path: '/api/v1/admin/sizes', title: t.sizes, one: t.size, write: 'catalog.write', view: 'sizes', entity: 'sizes', label: (r) => r.name,
    columns: [...columns('name', 'is_active'), extra('updated_at')],
  }),
  'product-instances': plain<string, '/api/v1/admin/product-instances'>('product-instances', {
    path: '/api/v1/admin/product-instances', title: t.instances, one: t.instance, write: 'catalog.write', view: 'product_instances', entity: 'product_instance',
    label: (r) => `${t.instance} ${r.id}`,
    columns: [{ key: 'id', label: t.instance, cell: (r) => <>{r.product_id ? <Name of="products" id={r.product_id} /> : <Name of="packs" id={r.cookie_pack_id} />}</> },
      ...columns('product_type', 'size_id'), num('base_price'), ...columns('is_active'), extra('updated_at')],
    refs: { product_id: 'products', cookie_pack_id: 'packs', size_id: 'sizes' }, below: (r, again) => (r.product_type === 'digital' ? <DigitalFile row={r} again={again} /> : <Contents id={r.id} />),
  }),
  translations: plain<string, '/api/v1/admin/translations'>('translations', {
    path: '/api/v1/admin/translations', title: t.translations, one: t.translation, write: ['catalog.write', 'place.write'], entity: 'translations', label: (r) => r.name,
    columns: [...columns('name', 'entity'), { key: 'entity_id', cell: (r) => <Name of={translated.of[r.entity]} id={r.entity_id} /> }, extra('description'), extra('updated_at')],
    targets: { entity_id: translated }, start: { language: 'ar' },
  }),
  'pricing-categories': plain<string, '/api/v1/admin/pricing-categories'>('pricing-categories', {
    path: '/api/v1/admin/pricing-categories', title: t.categories, one: t.category, write: 'price.write', entity: 'pricing_categories', label: (r) => r.name,
    columns: columns('name', 'category_type', 'target_value', 'is_active'),
  }),
  'delivery-men': plain<string, '/api/v1/admin/delivery-men'>('delivery-men', {
    path: '/api/v1/admin/delivery-men', title: t.men, one: t.man, write: 'courier.write', view: 'delivery_men', entity: 'delivery_men', label: (r) => r.name,
    columns: columns('name', 'phone', 'zones', 'is_active'), refs: { zones: 'zones' },
    read: (id) => find('/api/v1/admin/delivery-men', id),
  }),
  'canned-answers': plain<string, '/api/v1/admin/canned-answers'>('canned-answers', {
    path: '/api/v1/admin/canned-answers', title: t.answers, one: t.answer, write: 'ticket.write', entity: 'ticket_canned_answers', label: (r) => r.name,
    columns: [...columns('name', 'is_active'), extra('updated_at')],
  }),
  rules: define<'/api/v1/admin/pricing-rules'>({
    name: 'pricing-rules', path: '/api/v1/admin/pricing-rules', home: at('/rules'), title: t.rules, one: t.rule, write: 'price.write', view: 'pricing_rules', entity: 'pricing_rules', label: (r) => r.name,
    columns: [...columns('name', 'rule_type', 'discount_type'), num('discount_value'), num('minimum_order_amount'), num('priority'), ...columns('start_date', 'end_date', 'is_active')],
    targets: { target_id: inRule, target_value: named }, start: { minimum_order_amount: '0.00', priority: 0 }, below: (r) => <TryOut rule={r.id} />,
  }),
  codes: define<'/api/v1/admin/promo-codes'>({
    name: 'promo-codes', path: '/api/v1/admin/promo-codes', home: at('/codes'), title: t.codes, one: t.code, write: 'price.write', view: 'promo_codes', entity: 'promo_codes', label: (r) => r.code,
    columns: [...columns('code', 'name', 'discount_type'), num('discount_value'), num('used_count'), num('usage_limit'), ...columns('valid_until', 'is_active'), extra('valid_from')],
    start: { minimum_order_amount: '0.00' }, below: (r) => <TryOut code={r.id} />, extra: may('price.write') && <a class="button" href={at('/codes/batch')}>{t.batch}</a>,
  }),
  staff: define<'/api/v1/admin/admin-users'>({
    name: 'admin-users', path: '/api/v1/admin/admin-users', home: at('/staff'), title: t.staff, one: t.member, write: 'admin_user.write', view: 'admin_users', entity: 'admin_users', label: (r) => r.username,
    columns: [...columns('username', 'role', 'email', 'is_active', 'has_totp', 'last_login_at'), extra('language'), extra('created_at')], below: (r, again) => <Access id={r.id} again={again} />,
  }),
};

/** One of a list that has no address for one. */
async function find<Row extends { id: number }>(path: string, id: number): Promise<Row> {
  for (let cursor = ''; ;) {
    const page: { items: Row[]; next_cursor: string | null } = await call('GET', `${path}?limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    const found = page.items.find((row) => row.id === id);
    if (found) return found;
    if (!page.next_cursor) return call('GET', `${path}/${id}`); // its refusal is said
    cursor = page.next_cursor;
  }
}
