// SPDX-License-Identifier: MIT
// The passwords that are guessed first, for the program to refuse: the list of zxcvbn-ts, those of
// eight characters or more, in small letters, sorted by bytes, one a line.
//   node scripts/common-passwords.mjs OUT

import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(join(import.meta.dirname, '../nginx/web/package.json'));
const folder = dirname(require.resolve('@zxcvbn-ts/language-common'));
const all = JSON.parse(readFileSync(join(folder, '../src/passwords.json'), 'utf8'));
const listed = new Set(all.map((word) => word.toLowerCase())
  .filter((word) => Buffer.byteLength(word) >= 8 && !/[\n\0]/.test(word)));
const sorted = [...listed].map((word) => Buffer.from(word)).sort(Buffer.compare);
if (sorted.length < 3000) throw new Error(`only ${sorted.length} common passwords`);
writeFileSync(process.argv[2], `${sorted.map((word) => word.toString()).join('\n')}\n`);
