// SPDX-License-Identifier: MIT
// What a PDF says, page by page: by pdftotext, which knows nothing of the page that was printed.

import { spawnSync } from 'node:child_process';

/** Text of each page, lines as they lie; Arabic in its letters, not in their forms. */
export function readPaper(pdf) {
  const { stdout, status, error } = spawnSync('pdftotext', ['-layout', '-enc', 'UTF-8', '-', '-'], { input: pdf, encoding: 'utf8', maxBuffer: 1 << 26 });
  if (error || status !== 0) throw new Error(`pdftotext: ${error?.message ?? status} (scripts/setup installs it)`);
  return stdout.split('\f').slice(0, -1).map((text) => text.normalize('NFKC').replace(/[\u200e\u200f\u2066-\u2069\u202a-\u202e]/g, ''));
}
