// SPDX-License-Identifier: MIT
// Who is logged in.  The session's cookie is not for scripts; a mark says whether asking is worth it.

import { signal } from '@preact/signals';
import { api, ask, Problem, type Shape } from '../lib/api';
import { forget } from '../lib/load';
import { local } from '../lib/storage';

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
