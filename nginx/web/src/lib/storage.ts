// SPDX-License-Identifier: MIT
// What the browser keeps for us.  Nothing depends on it: private windows may refuse.

function guarded<T>(fn: () => T, otherwise: T): T {
  try { return fn(); } catch { return otherwise; }
}

const over = (store: () => Storage) => ({
  get: (name: string) => guarded(() => store().getItem(name), null),
  set: (name: string, value: string) => guarded(() => store().setItem(name, value), undefined),
  remove: (name: string) => guarded(() => store().removeItem(name), undefined),
  clear: () => guarded(() => store().clear(), undefined),
});

/** For longer than the visit. */
export const local = over(() => localStorage);
/** Until the tab is closed. */
export const session = over(() => sessionStorage);
