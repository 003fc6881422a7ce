// SPDX-License-Identifier: MIT
// What the phone keeps of its runs, so that they work without a connection and after a reload: the run
// as it was told last, the secret of its link, what was entered, and pictures that are not sent yet.

import type { Shape } from '../../lib/api';

export type Sheet = Shape<'sheet_view'>;
export type Stop = Shape<'sheet_stop_view'>;
export type Event = Shape<'event_in'>;

export interface Run { id: number; token: string; sheet?: Sheet }
/** What was entered, and what the shop said to it. */
export interface Told {
  run: number;
  /** In which order; and the order's number, for when its stop has left the run. */
  no: number;
  number: string;
  event: Event;
  state: 'waiting' | 'applied' | 'ignored' | 'refused';
  message?: string;
}
interface Photo { name: string; run: number; file: Blob }
interface Stores { runs: Run; told: Told; photos: Photo }

const KEYS: Record<keyof Stores, string> = { runs: 'id', told: 'event.client_id', photos: 'name' };
/** Results that could not be sent are shown that long after the link has ended. */
const KEPT = 7 * 24 * 3600_000;

let opened: Promise<IDBDatabase> | undefined;

const open = () => opened ??= new Promise<IDBDatabase>((resolve, reject) => {
  const request = indexedDB.open('runs', 1);
  request.onupgradeneeded = () => { for (const [name, keyPath] of Object.entries(KEYS)) request.result.createObjectStore(name, { keyPath }); };
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

/** Done when it is on the disk, not when it was asked for. */
async function inStore<T>(name: keyof Stores, mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const transaction = (await open()).transaction(name, mode, { durability: 'strict' });
  const request = act(transaction.objectStore(name));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error ?? request.error);
  });
}

export const put = <N extends keyof Stores>(name: N, row: Stores[N]) => inStore(name, 'readwrite', (s) => s.put(row));
export const get = <N extends keyof Stores>(name: N, key: IDBValidKey) => inStore<Stores[N] | undefined>(name, 'readonly', (s) => s.get(key));
export const all = <N extends keyof Stores>(name: N) => inStore<Stores[N][]>(name, 'readonly', (s) => s.getAll());
export const remove = (name: keyof Stores, key: IDBValidKey) => inStore(name, 'readwrite', (s) => s.delete(key));

/** People's addresses go with the link; of what waits, only that it could not be sent stays for a while. */
export async function tidy(now: number) {
  const told = await all('told');
  for (const run of await all('runs')) {
    const end = run.sheet ? Date.parse(run.sheet.expires_at) : Infinity;
    if (end > now) continue;
    const own = told.filter((one) => one.run === run.id);
    if (end + KEPT > now && own.some((one) => one.state === 'waiting')) {
      await put('runs', { ...run, sheet: { ...run.sheet!, stops: [] } });
      continue;
    }
    for (const one of own) await remove('told', one.event.client_id);
    for (const photo of await all('photos')) if (photo.run === run.id) await remove('photos', photo.name);
    await remove('runs', run.id);
  }
}
