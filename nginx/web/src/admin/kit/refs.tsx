// SPDX-License-Identifier: MIT
// Rows that others name by their number: read once, shown by their name.

import { signal, type Signal } from '@preact/signals';
import { texts } from '../../lib/language';
import { call, query, type Page } from './call';

const t = texts({ number: (n: number) => `No. ${n}` }, { number: (n: number) => `رقم ${n}` });

interface Named { id: number; name?: string; username?: string; code?: string; product_type?: string }
export interface Names { of: Map<number, string>; isAll: boolean }

/** What is named so, and what a row of it is called. */
export type Ref = 'cities' | 'zones' | 'time-slots' | 'product-types' | 'products' | 'packs' | 'flavors' | 'sizes' | 'delivery-men' | 'admin-users' | 'product-instances' | 'pricing-categories' | 'tickets/assignees';
/** What a field names depends on what another one says; null: it is no number then.  Of the others there is nothing to enter. */
export interface Target { by: string; of: Record<string, Ref | null> }
const nameOf = (row: Named) => row.name ?? row.username ?? row.code ?? t.number(row.id);

const kept = new Map<string, Signal<Names | null>>();

async function load(ref: Ref, into: Signal<Names | null>) {
  const page = await call<Page<Named>>('GET', `/api/v1/admin/${ref}?${query({ limit: 200 })}`);
  into.value = { of: new Map(page.items.map((row) => [row.id, nameOf(row)])), isAll: page.next_cursor === null };
}

/** The first two hundred; null until they are there. */
export function names(ref: Ref): Names | null {
  let found = kept.get(ref);
  if (!found) {
    kept.set(ref, found = signal(null));
    load(ref, found).catch(() => kept.delete(ref));
  }
  return found.value;
}

/** After one was added, changed or removed. */
export const renewNames = (ref: string) => {
  const found = kept.get(ref);
  if (found) load(ref as Ref, found).catch(() => kept.delete(ref));
};

/** The name of one of them. */
export const Name = ({ of, id }: { of: Ref; id: number | null | undefined }) =>
  (id == null ? null : <bdi>{names(of)?.of.get(id) ?? t.number(id)}</bdi>);

/** Those that match, when there are more than a <select> should hold. */
export const search = async (ref: Ref, q: string) =>
  (await call<Page<Named>>('GET', `/api/v1/admin/${ref}?${query({ q, limit: 50 })}`)).items.map((row): [number, string] => [row.id, nameOf(row)]);
