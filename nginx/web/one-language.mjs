// SPDX-License-Identifier: MIT
// A Vite plugin that builds pages for one language: of each `texts(en, ar)` only its own half is left,
// so that nobody fetches words that he will not see.  Says it in the page's <html>, too.

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

function calls(node, name, found = []) {
  if (Array.isArray(node)) for (const one of node) calls(one, name, found);
  else if (node && typeof node.type === 'string') {
    if (node.type === 'CallExpression' && node.callee.name === name) found.push(node);
    for (const child of Object.values(node)) if (child && typeof child === 'object') calls(child, name, found);
  }
  return found;
}

export function oneLanguage(language) {
  const half = ['en', 'ar'].indexOf(language);
  return {
    name: 'one-language',
    enforce: 'post', // when it is JavaScript
    config: () => ({ define: { 'document.documentElement.lang': JSON.stringify(language) } }),
    transformIndexHtml: (html) => html.replace('<html>', `<html lang="${language}" dir="${DIRECTION[language]}">`),
    transform(code, id) {
      if (!/\/src\/.*\.tsx?$/.test(id)) return null;
      const program = parseAst(code);
      const name = nameOf(program);
      if (!name) return null;
      let rest = code;
      for (const call of calls(program, name).reverse()) {
        const { start, end } = call.arguments[half];
        rest = `${rest.slice(0, call.start)}(${code.slice(start, end)})${rest.slice(call.end)}`;
      }
      return { code: rest, map: null };
    },
  };
}
