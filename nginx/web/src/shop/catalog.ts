// SPDX-License-Identifier: MIT
// What the shop sells, as pages read it.

import { api, ask, type Shape } from '../lib/api';
import { at } from '../lib/language';

export type Product = Shape<'product_view'>;
export type Pack = Shape<'pack_view'>;
export type Instance = Shape<'instance_view'>;
export type Flavor = Shape<'flavor_view'>;

export const productAt = (p: Pick<Product, 'slug'>) => at(`/products/${p.slug}`);
export const packAt = (p: Pick<Pack, 'id' | 'slug'>) => at(`/packs/${p.id}-${p.slug}`);

/** What nobody can buy is not shown. */
const sold = <T extends { instances: unknown[] }>(list: T[]) => list.filter((p) => p.instances.length > 0);

export const packs = async () => sold((await ask(api.GET('/api/v1/packs'))).items);
export const flavors = async () => (await ask(api.GET('/api/v1/flavors', { params: { query: { limit: 100 } } }))).items;

export const products = async (query: NonNullable<Parameters<typeof list>[0]>) => {
  const page = await list(query);
  return { ...page, items: sold(page.items) };
};
const list = (query: Query) => ask(api.GET('/api/v1/products', { params: { query } }));
type Query = NonNullable<import('../lib/schema').operations['list_products']['parameters']['query']>;

/** Of a size's regular price, if it is on sale now. */
export const was = (i: Instance) => (i.on_sale ? i.original_price : null);
