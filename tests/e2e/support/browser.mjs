// SPDX-License-Identifier: MIT
// Chromium for tests: Debian's own, driven by playwright-core; nothing is downloaded.
//
//   const browser = await launch();
//   const { page, faults, close } = await open(browser, shop.url, '/', phone);
//   ...
//   assert.deepEqual(await axe(page), []);
//   assert.deepEqual(faults, []);

import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

// The modules belong to the web pages; the tests have no package of their own.
const root = join(import.meta.dirname, '../../..');
const require = createRequire(join(root, 'nginx/web/package.json'));
const { chromium } = require('playwright-core');
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const shots = process.env.SHOTS ?? join(root, 'build/shots');

export const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
export const desk = { viewport: { width: 1280, height: 800 } };

export function launch() {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) throw new Error(`no ${executablePath} here: run scripts/setup`);
  // The certificate is self-made, and service workers go by the browser's own word on it.
  // In a bare locale it would not save files under Arabic names.
  return chromium.launch({ executablePath, args: ['--ignore-certificate-errors'], env: { ...process.env, LC_ALL: 'C.UTF-8' } });
}

/** Until none of these is there: what a page takes away, it takes away a moment later. */
export const gone = (locator) => locator.first().waitFor({ state: 'detached' });

/**
 * A page that remembers what went wrong on it: errors of scripts and console, answers of 5xx,
 * requests that leave the machine.  The certificate is self-made, hence ignoreHTTPSErrors.
 */
export async function open(browser, base, path = '/', options = desk) {
  const context = await browser.newContext({
    baseURL: base,
    ignoreHTTPSErrors: true,
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  const faults = [];
  page.on('pageerror', (error) => faults.push(`script: ${error.message}`));
  page.on('console', (message) => {
    // Chromium writes a line for each answer of 4xx: what the API refuses and a page shows is no fault of it.
    const isRefusal = /status of 4\d\d/.test(message.text()) && message.location().url.includes('/api/');
    if (message.type() === 'error' && !isRefusal) faults.push(`console: ${message.text()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 500) faults.push(`${response.status()} ${response.url()}`);
  });
  page.on('request', (request) => {
    const url = request.url();
    if (new URL(url).origin !== new URL(base).origin && !/^(data|blob):/.test(url)) faults.push(`outside: ${url}`);
  });
  await page.goto(path);
  return { page, context, faults, close: () => context.close() };
}

/**
 * What a machine can judge of WCAG 2.2 A and AA, as a list of faults; or some rules of it.  evaluate() is not bound
 * by the page's policy, so that the policy stays on.
 */
export async function axe(page, { exclude = [], only = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] } = {}) {
  if (!await page.evaluate(() => 'axe' in globalThis)) await page.evaluate(axeSource);
  const { violations } = await page.evaluate(
    ([exclude, only]) => globalThis.axe.run({ exclude }, { runOnly: only, resultTypes: ['violations'] }),
    [exclude.map((selector) => [selector]), only],
  );
  return violations.map(({ id, impact, nodes }) =>
    `${id} (${impact}): ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
}

/** Makes the network slow, and the processor if cpu is above 1. */
export async function slow(page, { latency = 400, down = 50_000, up = 20_000, cpu = 1 } = {}) {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions',
    { offline: false, latency, downloadThroughput: down, uploadThroughput: up });
  await session.send('Emulation.setCPUThrottlingRate', { rate: cpu });
}

/** Call before goto; afterwards the page has globalThis.vitals = { lcp, cls }. */
export const watchVitals = (page) => page.addInitScript(() => {
  globalThis.vitals = { lcp: 0, cls: 0 };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) globalThis.vitals.lcp = entry.startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (!entry.hadRecentInput) globalThis.vitals.cls += entry.value;
    }
  }).observe({ type: 'layout-shift', buffered: true });
});

/** Whether the page can be scrolled sideways, which it never should. */
export const overflows = (page) => page.evaluate(() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  return scrollWidth > clientWidth;
});

/** A picture in build/shots, for people to look at. */
export function shot(page, name) {
  mkdirSync(shots, { recursive: true });
  return page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
}
