// SPDX-License-Identifier: MIT
// A Vite plugin that builds pages for one language: of each `texts(en, ar)` only its own half is left,
// so that nobody fetches words that he will not see.  Says it in the page's <html>, too.
//
// What is left, `const t = { yes: 'Yes', ... }`, becomes `const t$yes = 'Yes', ...` where a module only
// ever asks for `t.yes`: names that are nobody's property get short.  That is 1.5 kB of the panel.

import { parseAst } from 'vite';

const DIRECTION = { en: 'ltr', ar: 'rtl' };

/** What the module calls the function, or undefined. */
function nameOf(program) {
  for (const node of program.body) {
    if (node.type !== 'ImportDeclaration' || !/^\.+\/(.*\/)?language$/.test(node.source.value)) continue;
    const found = node.specifiers.find((s) => s.imported?.name === 'texts');
    if (found) return found.local.name;
  }
  return undefined;
}

/** Calls `see(node, parent)` for every node of the tree. */
function walk(node, see, parent = null) {
  if (Array.isArray(node)) for (const one of node) walk(one, see, parent);
  else if (node && typeof node.type === 'string') {
    see(node, parent);
    for (const child of Object.values(node)) if (child && typeof child === 'object') walk(child, see, node);
  }
}

/** The code with each [start, end, text] in its place; they do not overlap. */
function edited(code, edits) {
  let rest = code;
  for (const [start, end, text] of edits.sort((a, b) => b[0] - a[0])) rest = rest.slice(0, start) + text + rest.slice(end);
  return rest;
}

function onlyOwnHalf(code, half) {
  const program = parseAst(code), name = nameOf(program), edits = [];
  if (name) walk(program, (node) => {
    if (node.type !== 'CallExpression' || node.callee.name !== name) return;
    const { start, end } = node.arguments[half];
    edits.push([node.start, node.end, `(${code.slice(start, end)})`]);
  });
  return edited(code, edits);
}

const isPlain = (p) => p.type === 'Property' && p.kind === 'init' && !p.computed && !p.method && !p.shorthand && p.key.type === 'Identifier';

function withoutTable(code) {
  const program = parseAst(code);
  const table = program.body.find((node) => node.type === 'VariableDeclaration' && node.declarations.length === 1
    && node.declarations[0].id.name === 't' && node.declarations[0].init?.type === 'ObjectExpression')?.declarations[0];
  const entries = table?.init.properties ?? [];
  if (entries.length === 0 || !entries.every(isPlain)) return code;

  // Whatever else is called so, here or in some function, leaves it as it is.
  let isOnlyAsked = true;
  const edits = [];
  walk(program, (node, parent) => {
    if (node.type !== 'Identifier' || node.name !== 't' || node === table.id) return;
    const isMember = parent.type === 'MemberExpression' && !parent.computed;
    if (isMember && parent.object === node) edits.push([parent.start, parent.end, `t$${parent.property.name}`]);
    else if (!(isMember || (parent.type === 'Property' && parent.key === node && !parent.shorthand))) isOnlyAsked = false;
  });
  if (!isOnlyAsked) return code;
  for (const { start, key, value } of entries) edits.push([start, value.start, `t$${key.name} = `]);
  edits.push([table.start, entries[0].start, ''], [entries.at(-1).end, table.end, '']);
  return edited(code, edits);
}

export function oneLanguage(language) {
  const half = ['en', 'ar'].indexOf(language);
  return {
    name: 'one-language',
    enforce: 'post', // when it is JavaScript
    config: () => ({ define: { 'document.documentElement.lang': JSON.stringify(language) } }),
    transformIndexHtml: (html) => html.replace('<html>', `<html lang="${language}" dir="${DIRECTION[language]}">`),
    transform: (code, id) => (/\/src\/.*\.tsx?$/.test(id) ? { code: withoutTable(onlyOwnHalf(code, half)), map: null } : null),
  };
}
