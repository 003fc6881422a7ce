// SPDX-License-Identifier: MIT
import { defineConfig } from 'vite';

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  publicDir: false, // build.mjs adds it
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0, // no data: addresses, so that the policy can stay strict
    rolldownOptions: { input: { shop: 'index.html' } },
  },
});
