// SPDX-License-Identifier: MIT
// The panel's addresses: who may go there, what the menu and the palette call them, and which part of
// the panel they come from.  nginx knows the same ones (nginx/maps.conf).
//
// A place with a name is in the menu; `key` goes there after G.

import type { ComponentType } from 'preact';
import { texts } from '../lib/language';

export type Section = 'day' | 'catalog' | 'prices' | 'delivery' | 'people' | 'system';

export interface Place {
  path: string;
  page: () => Promise<{ default: ComponentType<any> }>;
  /** Permission, or one of several.  Left out: everybody who is logged in. */
  may?: string | string[];
  name?: string;
  section?: Section;
  key?: string;
}

const t = texts({
  day: 'Day', catalog: 'Catalog', prices: 'Prices', delivery: 'Delivery', people: 'People', system: 'System',
  home: 'Overview', board: 'Order board', orders: 'Orders', phoneOrder: 'Order by phone', tickets: 'Tickets', customers: 'Customers', account: 'My account', types: 'Types', products: 'Products', packs: 'Packs', flavors: 'Flavors', sizes: 'Sizes', instances: 'On sale as',
  translations: 'Translations', files: 'Files', pictures: 'Pictures', cities: 'Cities', zones: 'Zones', slots: 'Hours', closures: 'Closed days', men: 'Delivery men', categories: 'Price groups',
  rules: 'Discount rules', codes: 'Promo codes', prices_: 'Prices as of', answers: 'Ready answers', carts: 'Carts', staff: 'Staff', audit: 'Journal', jobs: 'Jobs',
  settings: 'Settings', email: 'E-mail', reports: 'Reports', ledger: 'Payments', simulator: 'Simulator', kitchen: 'Kitchen', dispatch: 'Dispatch', cash: 'Cash',
}, {
  day: 'اليوم', catalog: 'المنتجات', prices: 'الأسعار', delivery: 'التوصيل', people: 'العملاء', system: 'النظام',
  home: 'نظرة عامة', board: 'لوحة الطلبات', orders: 'الطلبات', phoneOrder: 'طلب بالهاتف', tickets: 'التذاكر', customers: 'العملاء', account: 'حسابي', types: 'الأنواع', products: 'المنتجات', packs: 'العلب', flavors: 'النكهات', sizes: 'الأحجام', instances: 'المعروض للبيع',
  translations: 'الترجمات', files: 'الملفات', pictures: 'الصور', cities: 'المدن', zones: 'المناطق', slots: 'المواعيد', closures: 'أيام الإغلاق', men: 'المندوبون', categories: 'مجموعات الأسعار',
  rules: 'قواعد الخصم', codes: 'أكواد الخصم', prices_: 'الأسعار في وقت معيّن', answers: 'ردود جاهزة', carts: 'السلال', staff: 'الموظفون', audit: 'السجل', jobs: 'المهام',
  settings: 'الإعدادات', email: 'البريد', reports: 'التقارير', ledger: 'المدفوعات', simulator: 'المحاكي', kitchen: 'المطبخ', dispatch: 'التوزيع', cash: 'النقدية',
});

export const sections: Record<Section, string> = t;

const records = () => import('./pages/records');
/** A resource that pages/resources.tsx declares: its list, and below it its records. */
const resource = (name: string, title: string, section: Section, may: string | string[], key?: string): Place[] => [
  { path: `/catalog/${name}`, page: records, may, name: title, section, key },
];

export const places: Place[] = [
  { path: '/', page: () => import('./pages/home'), name: t.home, section: 'day', key: 'h' },
  { path: '/orders/board', page: () => import('./pages/board'), may: ['order.read', 'dispatch.read'], name: t.board, section: 'day', key: 'o' },
  { path: '/orders', page: () => import('./pages/orders'), may: ['order.read', 'dispatch.read'], name: t.orders, section: 'day', key: 'l' },
  { path: '/orders/new', page: () => import('./pages/order-new'), may: 'order.take', name: t.phoneOrder, section: 'day', key: 'n' },
  { path: '/orders/:id', page: () => import('./pages/order'), may: ['order.read', 'dispatch.read'] },
  { path: '/tickets', page: () => import('./pages/tickets'), may: 'ticket.read', name: t.tickets, section: 'day', key: 't' },
  { path: '/tickets/new', page: () => import('./pages/ticket-new'), may: 'ticket.write' },
  { path: '/tickets/:id', page: () => import('./pages/ticket'), may: 'ticket.read' },
  { path: '/customers', page: () => import('./pages/customers'), may: 'customer.read', name: t.customers, section: 'people', key: 'u' },
  { path: '/customers/:id', page: () => import('./pages/customer'), may: 'customer.read' },
  { path: '/reports', page: () => import('./pages/reports'), may: 'report.read', name: t.reports, section: 'day', key: 'r' },
  { path: '/reports/ledger', page: () => import('./pages/ledger'), may: 'sale.read', name: t.ledger, section: 'day' },
  { path: '/reports/:name', page: () => import('./pages/reports'), may: 'report.read' },
  { path: '/kitchen', page: () => import('./pages/kitchen'), may: 'kitchen.read', name: t.kitchen, section: 'day', key: 'k' },
  { path: '/dispatch', page: () => import('./pages/dispatch'), may: 'run.read', name: t.dispatch, section: 'day', key: 'd' },
  { path: '/runs/:id', page: () => import('./pages/run'), may: 'run.read' },
  { path: '/cash', page: () => import('./pages/cash'), may: 'cash.read', name: t.cash, section: 'day' },
  { path: '/catalog/carts', page: () => import('./pages/carts'), may: 'cart.read', name: t.carts, section: 'people' },
  { path: '/catalog/carts/:id', page: () => import('./pages/cart'), may: 'cart.read' },
  ...resource('canned-answers', t.answers, 'people', 'ticket.read'),
  ...resource('products', t.products, 'catalog', 'catalog.read', 'p'),
  ...resource('packs', t.packs, 'catalog', 'catalog.read', 'b'),
  ...resource('flavors', t.flavors, 'catalog', 'catalog.read', 'f'),
  ...resource('sizes', t.sizes, 'catalog', 'catalog.read'),
  ...resource('product-types', t.types, 'catalog', 'catalog.read'),
  ...resource('product-instances', t.instances, 'catalog', 'catalog.read'),
  { path: '/catalog/files', page: () => import('./pages/stores').then((m) => ({ default: m.Files })), may: 'file.write', name: t.files, section: 'catalog' },
  { path: '/catalog/pictures', page: () => import('./pages/stores').then((m) => ({ default: m.Pictures })), may: 'catalog.write', name: t.pictures, section: 'catalog' },
  ...resource('translations', t.translations, 'catalog', ['catalog.read', 'place.read']),
  { path: '/rules', page: records, may: 'price.read', name: t.rules, section: 'prices' },
  { path: '/rules/:id', page: records, may: 'price.read' },
  { path: '/codes', page: records, may: 'price.read', name: t.codes, section: 'prices', key: 'c' },
  { path: '/codes/batch', page: () => import('./pages/batch'), may: 'price.write' },
  { path: '/codes/:id', page: records, may: 'price.read' },
  ...resource('pricing-categories', t.categories, 'prices', 'price.read'),
  ...resource('cities', t.cities, 'delivery', 'place.read'),
  ...resource('zones', t.zones, 'delivery', 'place.read', 'z'),
  ...resource('time-slots', t.slots, 'delivery', 'place.read'),
  ...resource('closures', t.closures, 'delivery', 'place.read'),
  ...resource('delivery-men', t.men, 'delivery', 'courier.read'),
  { path: '/catalog/:resource/:id', page: records },
  { path: '/simulator', page: () => import('./pages/simulator'), may: 'price.read', name: t.simulator, section: 'prices' },
  { path: '/prices', page: () => import('./pages/prices'), may: 'price.read', name: t.prices_, section: 'prices' },
  { path: '/staff', page: records, may: 'admin_user.read', name: t.staff, section: 'system', key: 's' },
  { path: '/staff/:id', page: records, may: 'admin_user.read' },
  { path: '/audit', page: () => import('./pages/audit'), may: 'audit.read', name: t.audit, section: 'system', key: 'j' },
  { path: '/settings', page: () => import('./pages/settings'), may: 'setting.read', name: t.settings, section: 'system' },
  { path: '/email', page: () => import('./pages/email'), may: 'setting.read', name: t.email, section: 'system' },
  { path: '/jobs', page: () => import('./pages/jobs'), may: 'job.read', name: t.jobs, section: 'system' },
  { path: '/kit', page: () => import('./pages/kit') },
  { path: '/account', page: () => import('./pages/account'), name: t.account, section: 'system', key: 'a' },
];
