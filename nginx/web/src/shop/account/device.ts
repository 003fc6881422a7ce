// SPDX-License-Identifier: MIT
import { texts } from '../../lib/language';

const t = texts({ on: (name: string) => name }, {
  on: (name: string) => (name === 'Unknown device' ? 'جهاز غير معروف' : name.replace(' on ', ' على ')),
});

/** What a browser called itself ("Chrome on Android"), in the page's language. */
export const deviceName = t.on;
