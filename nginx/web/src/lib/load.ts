// SPDX-License-Identifier: MIT
// Reading for a page: what was read under the same key before is shown at once and refreshed.

import { signal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { forgetReplies } from './api';

export interface Loaded<T> {
  data: T | undefined;
  error: Error | undefined;
  /** Reads it again; what is shown stays until then. */
  again: () => void;
}

const kept = new Map<string, unknown>();

/** How many reads are under way; the first page is shown when there are none left. */
export const reading = signal(0);
/** Counts one more, or one less; also while something is drawn, which then does not depend on it. */
export const count = (by: 1 | -1) => { reading.value = reading.peek() + by; };

/** Puts what a write answered where the next look at the page finds it. */
export const keep = (key: string, value: unknown) => kept.set(key, value);

/** Forgets everything under keys that begin so: after a log-out, all of a person. */
export function forget(prefix = '') {
  for (const key of kept.keys()) if (key.startsWith(prefix)) kept.delete(key);
  forgetReplies();
}

/** Reads `get` for this key, and again when the key changes.  null: nothing to read yet. */
export function useLoad<T>(key: string | null, get: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [round, setRound] = useState(0);
  const [state, setState] = useState<{ key: string | null; data?: T; error?: Error }>({ key: null });

  useLayoutEffect(() => {
    if (key === null) return;
    const gone = new AbortController();
    count(1);
    get(gone.signal).then(
      (data) => {
        if (gone.signal.aborted) return;
        kept.set(key, data);
        setState({ key, data });
      },
      (error: Error) => {
        if (!gone.signal.aborted) setState({ key, error });
      },
    ).finally(() => count(-1));
    return () => gone.abort();
  }, [key, round]);

  const mine = state.key === key ? state : { data: undefined, error: undefined };
  return {
    data: mine.data ?? (key === null ? undefined : kept.get(key) as T | undefined),
    error: mine.error,
    again: () => setRound((n) => n + 1),
  };
}

/** Runs `look` every so many seconds while somebody can see the page, and when they come back to it. */
export function useEvery(secs: number, look: () => void, on = true) {
  const latest = useRef(look);
  latest.current = look;
  useEffect(() => {
    if (!on) return;
    const run = () => { if (!document.hidden) latest.current(); };
    const timer = setInterval(run, secs * 1000);
    document.addEventListener('visibilitychange', run);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', run);
    };
  }, [secs, on]);
}
