// SPDX-License-Identifier: MIT
// The kitchen's list of a day or slot, and how a screen hears of changes without reading all of it again.

import { useRef, useState } from 'preact/hooks';
import { api, ask, serverNow, type Shape } from '../../lib/api';
import { useEvery, useLoad } from '../../lib/load';

export type Kitchen = Shape<'kitchen_view'>;
export type Bake = Shape<'bake_view'>;
export type PackOrder = Shape<'pack_order_view'>;
type Changes = Shape<'kitchen_changes_view'>;

/** Seconds between two questions whether something changed. */
const PERIOD = 10;

export interface Total { key: string; flavor_id: number | null; name: string; size: string; quantity: number; difference: number }

/** A flavor in a size, however it is sold: single, in packs or in bundles. */
export function totals(rows: Bake[]): Total[] {
  const found = new Map<string, Total>();
  for (const row of rows) {
    const size = row.size_name ?? '', key = `${row.flavor_id ?? row.flavor_name}/${size}`;
    const total = found.get(key) ?? { key, flavor_id: row.flavor_id, name: row.flavor_name ?? '', size, quantity: 0, difference: 0 };
    total.quantity += row.quantity;
    total.difference += row.difference;
    found.set(key, total);
  }
  return [...found.values()];
}

export const trayOf = (list: Kitchen, total: Total) => list.trays.find((tray) => tray.flavor_id === total.flavor_id && tray.size_name === total.size);

/** Whether the list that is shown is not what is told now.  Some of it is told twice. */
function differs(list: Kitchen, now: Changes) {
  const shown = new Map(list.orders.map((o) => [o.id, `${o.version} ${o.packed_at}`]));
  const trays = new Map(list.trays.map((tray) => [tray.id, tray.version]));
  const present = now.present as number[];
  return now.print_no !== list.print_no || now.orders.some((o) => shown.get(o.id) !== `${o.version} ${o.packed_at}`) ||
    now.trays.some((tray) => trays.get(tray.id) !== tray.version) || (!list.is_cut && present.length !== shown.size) || present.some((id) => !list.is_cut && !shown.has(id));
}

export function useKitchen(date: string, slot: number | undefined) {
  const [at, setAt] = useState(serverNow());
  const list = useLoad(`kitchen/${date}/${slot}`, (signal) => ask(api.GET('/api/v1/admin/kitchen', { params: { query: { date, time_slot_id: slot } }, signal })).then((data) => {
    setAt(serverNow());
    return data;
  }));
  const asked = useRef<{ of: string; since?: string }>({ of: '' });
  const look = async () => {
    if (!slot) return list.again();
    const of = `${date}/${slot}`;
    const since = asked.current.of === of ? asked.current.since : undefined;
    const now = await ask(api.GET('/api/v1/admin/kitchen/changes', { params: { query: { date, time_slot_id: slot, since } } }));
    asked.current = { of, since: now.since };
    setAt(serverNow());
    if (list.data && differs(list.data, now)) list.again();
  };
  // What cannot be heard now is heard the next time; the panel says that there is no connection.
  useEvery(PERIOD, () => { look().catch(() => undefined); });
  return { ...list, at: new Date(at).toISOString() };
}
