// SPDX-License-Identifier: MIT
// Puts the static files together:
//
//   node build.mjs OUT
//
//   OUT/index.html, OUT/assets/   the shop, from src/ by Vite; assets carry a hash in their name
//   OUT/...          what is in public/
//   OUT/docs/        the API reference: Swagger UI with our own page and start script (these get
//                    ?v=HASH in the page)
//   OUT/img/         pictures; made by scripts/cookie-pictures.mjs, left alone here
//
// and a .gz beside each text file.  A file is written only when it changes, by a rename, so that
// a running nginx never sees half of one; files that nothing makes any more are removed.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, posix, relative, resolve } from 'node:path';
import { build } from 'vite';
import { compressible, gzip } from './precompress.mjs';

const here = import.meta.dirname;
const out = resolve(process.argv[2] ?? join(here, '../../build/www'));
const swagger = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
const SWAGGER_FILES = [
  'swagger-ui-bundle.js', 'swagger-ui-bundle.js.LICENSE.txt', 'swagger-ui.css', 'LICENSE', 'NOTICE',
];

function walk(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('.'))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? walk(path) : [path];
    });
}

// name below OUT -> content
const files = new Map();
const add = (name, path) => files.set(name, readFileSync(path));

const { output } = await build({ root: here, configFile: join(here, 'vite.config.ts'), logLevel: 'warn', build: { write: false } });
const shop = new Set(output.map((file) => file.fileName));
for (const file of output) files.set(file.fileName, Buffer.from(file.type === 'chunk' ? file.code : file.source));
for (const path of walk(join(here, 'public'))) add(relative(join(here, 'public'), path), path);

// The service worker keeps exactly what this build made.
const assets = [...shop].filter((name) => name.startsWith('assets/')).map((name) => `/${name}`).sort();
files.set('sw.js', Buffer.from(files.get('sw.js').toString().replace("['THE BUILD WRITES THEM HERE']", JSON.stringify(assets))));
for (const path of walk(join(here, 'docs'))) add(join('docs', relative(join(here, 'docs'), path)), path);
for (const name of SWAGGER_FILES) add(join('docs', name), join(swagger, name));

// A page names its scripts and styles with a hash of their content: nginx lets browsers keep
// for a year what is asked for that way, and asks for the rest each time.
for (const [name, content] of files) {
  if (!name.endsWith('.html') || shop.has(name)) continue;
  const page = content.toString().replace(/\b(src|href)="([^":?#]+\.(?:js|mjs|css|svg))"/g, (whole, attribute, url) => {
    const target = files.get(posix.join(url.startsWith('/') ? '' : posix.dirname(name), url).replace(/^\//, ''));
    if (!target) throw new Error(`${name} names ${url}, which is not there`);
    const hash = createHash('sha256').update(target).digest('hex').slice(0, 12);
    return `${attribute}="${url}?v=${hash}"`;
  });
  files.set(name, Buffer.from(page));
}

for (const [name, content] of [...files]) {
  if (compressible(name, content)) files.set(`${name}.gz`, gzip(content));
}

for (const [name, content] of files) {
  const path = join(out, name);
  if (existsSync(path) && readFileSync(path).equals(content)) continue;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, content);
  renameSync(`${path}.new`, path);
}

for (const path of walk(out)) {
  const name = relative(out, path);
  if (!files.has(name) && !name.startsWith('img/')) rmSync(path);
}
