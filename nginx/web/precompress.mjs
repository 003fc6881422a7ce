// SPDX-License-Identifier: MIT
// What nginx's gzip_static serves: FILE.gz beside FILE.

import { gzipSync } from 'node:zlib';

// Not pictures, which are compressed already; not what would hardly get smaller.
export const compressible = (name, content) =>
  /\.(js|mjs|css|html|svg|json|txt|webmanifest)$/.test(name) && content.length > 512;

// The same content gives the same bytes: no name, no time inside.
export const gzip = (content) => gzipSync(content, { level: 9 });
