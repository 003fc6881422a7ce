// SPDX-License-Identifier: MIT
// The secrets of orders (lib/use-secret.ts reads them out of links).

import { local } from '../lib/storage';

/** As the API wants it, however it was written: without dash, in capitals. */
const plain = (number: string) => number.toUpperCase().replace(/[^0-9A-Z]/g, '');

/** The secrets of orders that were placed or opened in this browser, so that tomorrow's visit works. */
export const keepOrderToken = (number: string, token: string) => local.set(`order/${plain(number)}`, token);
export const orderToken = (number: string) => local.get(`order/${plain(number)}`);
