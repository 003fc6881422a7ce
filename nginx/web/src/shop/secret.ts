// SPDX-License-Identifier: MIT
// What links carry behind #: secrets that no server log may have.  They are read once and taken out
// of the address, where they would be seen and shared.

import { local } from '../lib/storage';

/** The secret that this page was opened with. */
export function takeToken(): string | null {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token) history.replaceState(history.state, '', location.pathname + location.search);
  return token;
}

/** As the API wants it, however it was written: without dash, in capitals. */
const plain = (number: string) => number.toUpperCase().replace(/[^0-9A-Z]/g, '');

/** The secrets of orders that were placed or opened in this browser, so that tomorrow's visit works. */
export const keepOrderToken = (number: string, token: string) => local.set(`order/${plain(number)}`, token);
export const orderToken = (number: string) => local.get(`order/${plain(number)}`);
