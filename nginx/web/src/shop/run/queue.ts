// SPDX-License-Identifier: MIT
// The run that is open, what was entered for it, and its way to the shop.  Each result has a name of the
// phone's own: it is sent until there is an answer, and the shop counts it once however often it comes.

import { computed, signal } from '@preact/signals';
import { api, ask, Offline, Problem, serverNow } from '../../lib/api';
import { upload } from '../../lib/upload';
import { all, get, put, remove, tidy, type Event, type Run, type Sheet, type Stop, type Told } from './kept';

/** The API takes fifty; fewer are through sooner where the signal comes and goes. */
const BATCH = 20;

export const sheet = signal<Sheet | null>(null);
export const told = signal<Told[]>([]);
export const waiting = computed(() => told.value.filter((one) => one.state === 'waiting').length);
/** Why the link opens nothing any more. */
export const over = signal<Problem | null>(null);

let run: Run | null = null;

/** The run of the address; `token` when it was opened by its link.  False: nobody told its secret. */
export async function openRun(id: number, token: string | null): Promise<boolean> {
  await tidy(serverNow());
  const known = await get('runs', id);
  if (!token && !known) return false;
  run = { ...known, id, token: token ?? known!.token };
  await put('runs', run);
  over.value = null;
  told.value = (await all('told')).filter((one) => one.run === id).sort((a, b) => a.no - b.no);
  sheet.value = run.sheet ?? null;
  // A browser that runs out of room is asked to forget something else.
  void navigator.storage?.persist?.().catch(() => undefined);
  return true;
}

const where = () => ({ path: { id: run!.id }, header: { 'run-token': run!.token } });
const isOver = (error: unknown): error is Problem => error instanceof Problem && ['not_found', 'link_over'].includes(error.code);
/** Nothing is wrong with what was sent: it is tried again. */
const isPassing = (error: unknown) => error instanceof Offline || (error instanceof Problem && (error.status >= 500 || error.status === 429));

/** Reads the run anew; what is kept stays when nobody answers. */
export async function refresh() {
  try {
    const now = await ask(api.GET('/api/v1/runs/{id}', { params: where() }));
    run = { ...run!, sheet: now };
    await put('runs', run);
    sheet.value = now;
    over.value = null;
  } catch (error) {
    if (isOver(error)) over.value = error;
    else if (!isPassing(error)) throw error;
  }
}

/** Keeps a result, and begins to send. */
export async function tell(stop: Stop, what: Omit<Event, 'client_id' | 'stop_id' | 'happened_at'>, photo?: Blob) {
  const name = crypto.randomUUID();
  if (photo) await put('photos', { name, run: run!.id, file: photo });
  const event: Event = {
    ...what, client_id: crypto.randomUUID(), stop_id: stop.id, photo: photo && name,
    happened_at: new Date(serverNow()).toISOString().replace(/\.\d+/, ''),
  };
  const one: Told = { run: run!.id, no: (told.value.at(-1)?.no ?? 0) + 1, number: stop.number, event, state: 'waiting' };
  await put('told', one);
  told.value = [...told.value, one];
  void send();
}

let sending: Promise<void> | null = null;
/** Sends what waits, and reads what became of the run; one at a time. */
export const send = () => sending ??= sendAll().finally(() => { sending = null; });

async function sendAll() {
  try {
    for (let some; (some = told.value.filter((one) => one.state === 'waiting').slice(0, BATCH)).length > 0;) await sendSome(some);
  } catch (error) {
    if (isOver(error)) over.value = error;
    else if (!isPassing(error)) throw error;
    return;
  }
  await refresh();
}

async function sendSome(some: Told[]) {
  for (const one of some) if (one.event.photo) await sendPhoto(one);
  const events = some.map((one) => told.value.find((t) => t.no === one.no)!).filter((one) => one.state === 'waiting');
  if (events.length > 0) await sendEvents(events);
}

async function sendPhoto(one: Told) {
  const name = one.event.photo!;
  const photo = await get('photos', name);
  if (!photo) return; // it is there; only the answer to the event was lost
  try {
    await upload('POST', `/api/v1/runs/${one.run}/photos?client_id=${name}`, photo.file, { headers: { 'Run-Token': run!.token } });
  } catch (error) {
    if (isOver(error) || isPassing(error)) throw error;
    await answered(one, 'refused', (error as Error).message);
  }
  await remove('photos', name);
}

async function sendEvents(events: Told[]) {
  try {
    const { items } = await ask(api.POST('/api/v1/runs/{id}/events', { params: where(), body: { events: events.map((one) => one.event) } }));
    for (const item of items) await answered(events.find((one) => one.event.client_id === item.client_id)!, item.outcome, item.message ?? undefined);
  } catch (error) {
    if (isOver(error) || !(error instanceof Problem) || error.status !== 422) throw error;
    // One that cannot be understood must not hold up the others.
    if (events.length > 1) for (const one of events) await sendEvents([one]);
    else await answered(events[0]!, 'refused', error.errors[0]?.message ?? error.message);
  }
}

async function answered(one: Told, state: Told['state'], message?: string) {
  const now = { ...one, state, message };
  await put('told', now);
  told.value = told.value.map((other) => (other.no === one.no ? now : other));
}

/** Where a stop stands, by what the shop knows and what waits here. */
export function standing(stop: Stop) {
  const own = told.value.filter((one) => one.event.stop_id === stop.id);
  const last = own.filter((one) => one.event.kind !== 'cash').at(-1);
  const holds = last && last.state !== 'refused';
  return {
    status: stop.status === 'open' && holds ? last.event.kind as 'delivered' | 'failed'
      : stop.status === 'failed' && holds && last.event.kind === 'delivered' ? 'delivered' as const : stop.status,
    isWaiting: own.some((one) => one.state === 'waiting'),
    isPaid: own.some((one) => one.event.amount && one.state !== 'refused'),
    refused: own.at(-1)?.state === 'refused' ? own.at(-1) : undefined,
  };
}
