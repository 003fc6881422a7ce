// SPDX-License-Identifier: MIT
// Changing what may have changed in another tab meanwhile: nobody's words are lost.

import { Problem } from '../../lib/api';
import { Refused } from '../../lib/form';
import { texts } from '../../lib/language';

const t = texts({
  meanwhile: (value: string) => `Meanwhile this was changed to “${value}”. Your entry is still here: save again to keep yours.`, nothing: 'nothing',
}, {
  meanwhile: (value: string) => `تغيّر هذا في هذه الأثناء إلى «${value}». ما كتبته لا يزال هنا: احفظ مرة أخرى لاعتماده.`, nothing: 'فارغ',
});

interface Edit<T, K extends keyof T> {
  seen: T;
  /** What the form holds. */
  typed: Pick<T, K>;
  /** How people read a field as it is now. */
  show: { [N in K]: (now: T) => string | null };
  send: (changed: Partial<Pick<T, K>>, version: number) => Promise<T>;
  fresh: () => Promise<T>;
  /** What the next try starts from. */
  onFresh: (now: T) => void;
}

const same = (a: unknown, b: unknown) => (a ?? '') === (b ?? '');

/**
 * Sends what was changed of the version that was seen.  When there is a newer one, this is sent again as a
 * change of that; unless both changed the same field: then what stands there now is said at it, and the next
 * try keeps what was typed.
 */
export async function edit<T extends { version: number }, K extends keyof T & string>({ seen, typed, show, send, fresh, onFresh }: Edit<T, K>) {
  const names = (Object.keys(show) as K[]).filter((name) => !same(typed[name], seen[name]));
  const changed = Object.fromEntries(names.map((name) => [name, typed[name]])) as Partial<Pick<T, K>>;
  if (names.length === 0) return seen;
  try {
    return await send(changed, seen.version);
  } catch (error) {
    if (!(error instanceof Problem && error.code === 'conflict')) throw error;
    const now = await fresh();
    const both = names.filter((name) => !same(now[name], seen[name]) && !same(now[name], typed[name]));
    if (both.length === 0) return send(changed, now.version);
    onFresh(now);
    throw new Refused(Object.fromEntries(both.map((name) => [name, t.meanwhile(show[name](now) || t.nothing)])));
  }
}
