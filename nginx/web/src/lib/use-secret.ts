// SPDX-License-Identifier: MIT
// What links carry behind #: secrets that no server log may have.  They are read once and taken out
// of the address, where they would be seen and shared; a page has its own for as long as it needs it,
// until the tab is closed or it was used.

import { useEffect, useState } from 'preact/hooks';
import { session } from './storage';

/** The secret that this page was opened with. */
export function takeToken(): string | null {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token) history.replaceState(history.state, '', location.pathname + location.search);
  return token;
}

function take(name: string) {
  const token = takeToken();
  if (token) session.set(name, token);
  return token ?? session.get(name);
}

/** Also of a second link that is opened in the same tab. */
export function useSecret(name: string) {
  const [token, setToken] = useState(() => take(name));
  useEffect(() => {
    const look = () => setToken(take(name));
    addEventListener('hashchange', look);
    return () => removeEventListener('hashchange', look);
  }, [name]);
  const used = () => session.remove(name);
  return [token, used] as const;
}
