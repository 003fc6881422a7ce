// SPDX-License-Identifier: MIT
// Puts the static files together:
//
//   node build.mjs OUT
//
//   OUT/index.html, OUT/assets/   the shop, from src/ by Vite; assets carry a hash in their name
//   OUT/admin/{en,ar}.html, OUT/admin/assets/    the panel, from src/ too, in each language
//   OUT/...          what is in public/
//   OUT/docs/        the API reference: Swagger UI with our own page and start script (these get
//                    ?v=HASH in the page)
//   OUT/img/         pictures; made by scripts/cookie-pictures.mjs, left alone here
//
// and a .gz beside each text file.  A file is written only when it changes, by a rename, so that
// a running nginx never sees half of one; files that nothing makes any more are removed.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, posix, relative, resolve } from 'node:path';
import { build } from 'vite';
import { oneLanguage } from './one-language.mjs';

const here = import.meta.dirname;
const out = resolve(process.argv[2] ?? join(here, '../../build/www'));
const swagger = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
const SWAGGER_FILES = [
  'swagger-ui-bundle.js', 'swagger-ui-bundle.js.LICENSE.txt', 'swagger-ui.css', 'LICENSE', 'NOTICE',
];

// What is used together comes together: many small files are larger, compressed, than a few.
const PANEL_PARTS = [
  { name: 'chart', test: /uplot|kit\/chart/, priority: 2 },
  { name: 'base', test: /node_modules\/(?!uqr|uplot)|vite|src\/lib\/|src\/admin\/(?!main)[^/]*$|kit\/(back|palette|time)|pages\/login/, priority: 3 },
  { name: 'lists', test: /kit\/(list|described|refs|value|views|words|save|call|picture)\.|pages\/(records|resources|orders|tickets|customers|carts|audit|ledger|stores)\.tsx/, priority: 2 },
  { name: 'record', test: /kit\/(record|field|history|leave)\.|pages\/parts/, priority: 1 },
  { name: 'desk', test: /admin\/desk\/|pages\/(board|order|order-new|ticket|ticket-new|customer|cart)\.tsx/ },
  { name: 'works', test: /admin\/(kitchen|dispatch)\/|pages\/(kitchen|dispatch|run|cash)\.tsx/ },
  { name: 'owner', test: /pages\/(reports|simulator|prices|batch|settings|email|account|forgot|reset|kit|jobs)\.tsx/ },
];

// Not pictures, which are compressed already; not what would hardly get smaller.
const compressible = (name, content) => /\.(js|mjs|css|html|svg|json|txt|webmanifest)$/.test(name) && content.length > 512;

/** FILE.gz beside FILE, for nginx's gzip_static: zopfli finds some 4 % more than gzip -9, and takes its time once. */
const compress = (path) => execFileSync('zopfli', [path]);

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

// Each on its own: they are on two hosts, so that nothing would be kept for both.
async function face(page, assetsDir, { as = page, plugins = [], groups = [] } = {}) {
  const { output } = await build({
    root: here, configFile: join(here, 'vite.config.ts'), logLevel: 'warn', plugins,
    build: { write: false, assetsDir, rolldownOptions: { input: page, output: { codeSplitting: { groups } } } },
  });
  const made = output.map((file) => ({ name: file.fileName === page ? as : file.fileName, content: file.type === 'chunk' ? file.code : file.source }));
  for (const { name, content } of made) files.set(name, Buffer.from(content));
  return made.map(({ name }) => name);
}
const shop = await face('index.html', 'assets');
const pages = new Set(shop);
for (const language of ['en', 'ar']) {
  const panel = await face('admin/index.html', 'admin/assets', { as: `admin/${language}.html`, plugins: [oneLanguage(language)], groups: PANEL_PARTS });
  for (const name of panel) pages.add(name);
}
for (const path of walk(join(here, 'public'))) add(relative(join(here, 'public'), path), path);

// The service worker keeps exactly what this build made.
const assets = shop.filter((name) => name.startsWith('assets/')).map((name) => `/${name}`).sort();
files.set('sw.js', Buffer.from(files.get('sw.js').toString().replace("['THE BUILD WRITES THEM HERE']", JSON.stringify(assets))));
for (const path of walk(join(here, 'docs'))) add(join('docs', relative(join(here, 'docs'), path)), path);
for (const name of SWAGGER_FILES) add(join('docs', name), join(swagger, name));

// A page names its scripts and styles with a hash of their content: nginx lets browsers keep
// for a year what is asked for that way, and asks for the rest each time.
for (const [name, content] of files) {
  if (!name.endsWith('.html') || pages.has(name)) continue;
  const page = content.toString().replace(/\b(src|href)="([^":?#]+\.(?:js|mjs|css|svg))"/g, (whole, attribute, url) => {
    const target = files.get(posix.join(url.startsWith('/') ? '' : posix.dirname(name), url).replace(/^\//, ''));
    if (!target) throw new Error(`${name} names ${url}, which is not there`);
    const hash = createHash('sha256').update(target).digest('hex').slice(0, 12);
    return `${attribute}="${url}?v=${hash}"`;
  });
  files.set(name, Buffer.from(page));
}

const kept = new Set();
for (const [name, content] of files) {
  const path = join(out, name), packed = compressible(name, content);
  kept.add(path);
  if (packed) kept.add(`${path}.gz`);
  const isThere = existsSync(path) && readFileSync(path).equals(content) && (!packed || existsSync(`${path}.gz`));
  if (isThere) continue;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, content);
  if (packed) {
    compress(`${path}.new`);
    renameSync(`${path}.new.gz`, `${path}.gz`);
  }
  renameSync(`${path}.new`, path);
}

for (const path of walk(out)) {
  if (!kept.has(path) && !relative(out, path).startsWith('img/')) rmSync(path);
}
