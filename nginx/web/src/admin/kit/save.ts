// SPDX-License-Identifier: MIT
import { steppedUp } from '../step-up';

/** The API's table of the same rows (CSV): streamed, so a download of the browser's own. */
export async function saveTable(path: string, asked: string) {
  await steppedUp();
  const link = document.createElement('a');
  link.href = `${path}.csv${asked ? `?${asked}` : ''}`;
  link.download = '';
  link.click();
}
