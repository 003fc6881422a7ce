// SPDX-License-Identifier: MIT
// A list that goes on under a cursor: its first page as useLoad reads it, and what was fetched behind it.

import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { useLoad } from '../../lib/load';
import { guarded, More, Show } from '../../lib/ui';

interface Page<T> { items: T[]; next_cursor: string | null }

interface ListedProps<T> {
  /** What it is kept under. */
  name: string;
  load: (cursor: string | undefined, signal?: AbortSignal) => Promise<Page<T>>;
  /** Shown in place of an empty list. */
  empty?: ComponentChildren;
  /** `again` reads it anew after a change. */
  children: (items: T[], again: () => void) => ComponentChildren;
}

export function Listed<T>({ name, load, empty, children }: ListedProps<T>) {
  const first = useLoad(name, (signal) => load(undefined, signal));
  return (
    <Show of={first}>{(page) => (page.items.length === 0 && empty ? empty
      : <Pages key={page.next_cursor} first={page} load={load}>{(items) => children(items, first.again)}</Pages>)}
    </Show>
  );
}

function Pages<T>({ first, load, children }: {
  first: Page<T>; load: ListedProps<T>['load']; children: (items: T[]) => ComponentChildren;
}) {
  const [rest, setRest] = useState<Page<T>>({ items: [], next_cursor: first.next_cursor });
  const [busy, setBusy] = useState(false);
  const more = guarded(async () => {
    setBusy(true);
    try {
      const page = await load(rest.next_cursor!);
      setRest({ items: [...rest.items, ...page.items], next_cursor: page.next_cursor });
    } finally { setBusy(false); }
  });
  return (
    <>
      {children([...first.items, ...rest.items])}
      {rest.next_cursor && <More busy={busy} onClick={more} />}
    </>
  );
}
