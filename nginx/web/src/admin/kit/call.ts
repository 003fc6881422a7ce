// SPDX-License-Identifier: MIT
// The API by an address that is known only at run time: the kit's lists and records.  What knows its
// address when it is written uses `ask(api.GET(...))`, which is checked.

import { carry, problem } from '../../lib/api';
import { language } from '../../lib/language';
import type { paths } from '../../lib/schema';

/** An address that answers pages of rows. */
export type ListPath = {
  [P in keyof paths]: paths[P] extends { get: { responses: { 200: { content: { 'application/json': { items: { id: number }[] } } } } } } ? P : never
}[keyof paths];
export type RowOf<P extends ListPath> = paths[P] extends { get: { responses: { 200: { content: { 'application/json': { items: (infer R extends { id: number })[] } } } } } } ? R : never;

export interface Page<Row> { items: Row[]; next_cursor: string | null }

export async function call<T>(method: string, path: string, body?: object, signal?: AbortSignal): Promise<T> {
  const headers: Record<string, string> = { 'Accept-Language': language };
  if (body) headers['Content-Type'] = 'application/json';
  const reply = await carry(new Request(path, { method, headers, body: body && JSON.stringify(body), signal }));
  const content = reply.status === 204 ? undefined : await reply.json().catch(() => undefined);
  if (!reply.ok) throw problem(reply.status, content);
  return content as T;
}

/** Without what is empty. */
export const query = (values: Record<string, string | number | undefined>) =>
  new URLSearchParams(Object.entries(values).filter(([, v]) => v !== undefined && v !== '').map(([k, v]) => [k, String(v)])).toString();
