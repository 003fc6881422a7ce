// SPDX-License-Identifier: MIT
// What the API says of its own fields (describe.mjs took it out of openapi.json).

import { texts } from '../../lib/language';
import { useLoad } from '../../lib/load';

export interface FieldShape {
  type: 'string' | 'integer' | 'boolean' | 'array';
  nullable?: boolean;
  required?: boolean;
  choices?: string[];
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
}
export interface Described {
  filters: Record<string, FieldShape>;
  sort?: string[];
  /** Knows removed rows, which `show_deleted` shows. */
  deleted?: boolean;
  restore?: boolean;
  add?: Record<string, FieldShape>;
  change?: Record<string, FieldShape>;
  method: 'PUT' | 'PATCH';
  remove?: boolean;
}

export const isMoney = (f: FieldShape) => f.pattern?.includes('[.][0-9]{2}') ?? false;
export const isHour = (f: FieldShape) => f.pattern?.startsWith('^[0-2]') ?? false;

const all = () => import('./described.json').then((m) => m.default as unknown as Record<string, Described>);
const words: () => Promise<{ default: Record<string, string> }> = texts(() => import('./help-en.json'), () => import('./help-ar.json'));

export const useDescribed = (name: string) => useLoad(`described/${name}`, async () => (await all())[name]!);
/** The words for the fields of `name`: help('zone_id'). */
export const useHelp = (name: string) => {
  const { data } = useLoad('help', async () => (await words()).default);
  return (field: string) => data?.[`${name}.${field}`];
};
