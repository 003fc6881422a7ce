// SPDX-License-Identifier: MIT
// Who works here, what they may, and the shop's clock.  The server decides; what this hides is only
// what would be refused.

import { signal } from '@preact/signals';
import { api, ask, Problem, type Shape } from '../lib/api';
import { useShopTime } from '../lib/language';
import { forget } from '../lib/load';
import { session } from '../lib/storage';
import { shopName } from '../lib/ui';
import { setShopZone } from './kit/time';

export type Me = Omit<Shape<'admin_me_view'>, 'permissions'> & { permissions: string[] };
export type Desk = Shape<'desk_view'>;

/** null: nobody. */
export const me = signal<Me | null>(null);
/** What the panel has to know of the shop; there while somebody is logged in. */
export const desk = signal<Desk | null>(null);

/** Whether the role has this permission, or one of these. */
export const may = (wanted: string | string[] | undefined) =>
  wanted === undefined || [wanted].flat().some((p) => me.value?.permissions.includes(p));

/** After a login, and when the panel is opened. */
export async function enter() {
  const [who, shop] = await Promise.all([ask(api.GET('/api/v1/admin/auth/me')), ask(api.GET('/api/v1/admin/desk'))]);
  useShopTime(shop.time_zone);
  setShopZone(shop.time_zone);
  shopName.value = shop.shop_name;
  desk.value = shop;
  me.value = who as Me;
}

export async function enterIfAny() {
  try { await enter(); } catch (error) {
    if (!(error instanceof Problem && error.status === 401)) throw error;
  }
}

export const refreshMe = async () => { me.value = await ask(api.GET('/api/v1/admin/auth/me')) as Me; };

/** Forgets everything of the person, here. */
export function leave() {
  forget();
  session.clear();
  me.value = null;
}

export async function logOut() {
  await ask(api.POST('/api/v1/admin/auth/logout'));
  leave();
}
