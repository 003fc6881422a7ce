// SPDX-License-Identifier: MIT
// What a link of a message carries behind its #, where no server sees it.  It is taken out of the
// address at once, so that it is in no history and no picture of the screen, and kept until the tab
// is closed or it was used.

import { useEffect, useState } from 'preact/hooks';
import { session } from './storage';

function take(name: string): string | null {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token) {
    session.set(name, token);
    history.replaceState(history.state, '', location.pathname + location.search);
  }
  return token ?? session.get(name);
}

/** The link's token, also of a second link opened in the same tab. */
export function useSecret(name: string) {
  const [token, setToken] = useState(() => take(name));
  useEffect(() => {
    const look = () => setToken(take(name));
    addEventListener('hashchange', look);
    return () => removeEventListener('hashchange', look);
  }, [name]);
  const used = () => { session.remove(name); };
  return [token, used] as const;
}
