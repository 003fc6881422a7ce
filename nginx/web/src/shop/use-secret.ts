// SPDX-License-Identifier: MIT
// The secret of a message's link, for as long as the page needs it: until the tab is closed or it was used.

import { useEffect, useState } from 'preact/hooks';
import { session } from '../lib/storage';
import { takeToken } from './secret';

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
