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

interface Edit<T> {
  seen: T;
  /** What this form may change, and how people read it. */
  fields: { [K in keyof T]?: (value: T[K]) => string };
  send: (version: number) => Promise<T>;
  fresh: () => Promise<T>;
  /** What the next try starts from. */
  onFresh: (now: T) => void;
}

/**
 * Sends an edit of the version that was seen.  When there is a newer one, what became different in it is
 * said at its field, and the next try is one of that version; when nothing of this form did, it is sent
 * again at once.
 */
export async function edit<T extends { version: number }>({ seen, fields, send, fresh, onFresh }: Edit<T>): Promise<T> {
  try {
    return await send(seen.version);
  } catch (error) {
    if (!(error instanceof Problem && error.code === 'conflict')) throw error;
    const now = await fresh();
    const changed = (Object.keys(fields) as (keyof T & string)[]).filter((name) => now[name] !== seen[name]);
    onFresh(now);
    if (changed.length === 0) return send(now.version);
    throw new Refused(Object.fromEntries(changed.map((name) => [name, t.meanwhile(fields[name]!(now[name]) || t.nothing)])));
  }
}
