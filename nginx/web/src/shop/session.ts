// SPDX-License-Identifier: MIT
// Who is logged in.  The session's cookie is not for scripts; a mark says whether asking is worth it.

import { signal } from '@preact/signals';
import { api, ask, Problem, type Shape } from '../lib/api';
import { forget } from '../lib/load';
import { local, session } from '../lib/storage';
import { loadCart, loadQuote } from './cart';

export type Me = Shape<'me_view'>;

/** undefined: not known yet; null: nobody. */
export const me = signal<Me | null | undefined>(local.get('customer') ? undefined : null);

export async function loadMe() {
  try {
    me.value = await ask(api.GET('/api/v1/me'));
    local.set('customer', 'yes');
  } catch (error) {
    if (!(error instanceof Problem && error.status === 401)) throw error;
    leave();
  }
}

export const loadMeIfAny = async () => { if (local.get('customer')) await loadMe(); };

/** Forgets everything of the person, here. */
export function leave() {
  local.remove('customer');
  forget();
  me.value = null;
}

// A session that was ended elsewhere is noticed at the next call.
api.use({ onResponse({ response }) { if (response.status === 401 && me.value) leave(); } });

/** After a login: whose shop this is now, with the cart that both have become. */
export async function enter() {
  forget();
  await Promise.all([loadMe(), loadCart()]);
  void loadQuote();
}

/** Ends the session here; the cart stays with the account. */
export async function logOut(then: () => void) {
  await ask(api.POST('/api/v1/auth/logout'));
  then();
  leave();
  session.clear(); // what was typed here and not sent
  await loadCart();
  void loadQuote();
}
