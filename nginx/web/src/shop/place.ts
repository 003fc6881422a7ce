// SPDX-License-Identifier: MIT
// Where to deliver: the zones, and the one that the visitor chose.

import { computed, signal } from '@preact/signals';
import { api, ask, type Shape } from '../lib/api';
import { useShopTime } from '../lib/language';
import { local } from '../lib/storage';
import { shopName } from '../lib/ui';

export type Zone = Shape<'zone_view'>;
export const zones = signal<Zone[]>([]);
export const settings = signal<Shape<'settings_view'> | null>(null);

const chosen = signal(Number(local.get('zone')));

/** The visitor's zone, or the first that is delivered to; null until they are known. */
export const zone = computed(() => zones.value.find((z) => z.id === chosen.value && z.is_active)
  ?? zones.value.find((z) => z.is_active) ?? null);
/** Whether somebody chose it. */
export const isChosen = computed(() => zone.value?.id === chosen.value);

export function chooseZone(id: number) {
  chosen.value = id;
  local.set('zone', String(id));
}

export async function loadPlace() {
  const [list, s] = await Promise.all([
    ask(api.GET('/api/v1/zones', { params: { query: { limit: 200 } } })),
    ask(api.GET('/api/v1/settings')),
  ]);
  useShopTime(s.timezone);
  shopName.value = s.shop_name;
  settings.value = s;
  zones.value = list.items;
}
