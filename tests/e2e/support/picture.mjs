// SPDX-License-Identifier: MIT
// What a camera sends: a picture, and in it where it was taken.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const secret = '30.0444N 31.2357E';

/** A picture as rsvg-convert and cwebp make it: 1500 by 1000 pixels, with what a camera notes. */
export function camera() {
  const work = mkdtempSync(join(tmpdir(), 'pictures-'));
  const path = (name) => join(work, name);
  writeFileSync(path('a.svg'), '<svg xmlns="http://www.w3.org/2000/svg" width="1500" height="1000">' +
    '<rect width="1500" height="1000" fill="#c80"/><circle cx="500" cy="500" r="300"/></svg>');
  execFileSync('rsvg-convert', ['-o', path('a.png'), path('a.svg')]);
  const png = readFileSync(path('a.png'));
  rmSync(work, { recursive: true });
  // A chunk of text before the pixels; who reads it does not mind a wrong sum in it.
  const chunk = Buffer.concat([Buffer.alloc(4), Buffer.from(`tEXtComment\0${secret}`, 'latin1')]);
  chunk.writeUInt32BE(chunk.length - 8);
  return Buffer.concat([png.subarray(0, 33), chunk, crc(chunk.subarray(4)), png.subarray(33)]);
}

function crc(bytes) {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let i = 0; i < 8; i++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  const to = Buffer.alloc(4);
  to.writeUInt32BE(~sum >>> 0);
  return to;
}
