// SPDX-License-Identifier: MIT
// Starts the shop.  nginx sent a first look at the page (#first); it stays until this one has read
// what it shows.

import '../style/tokens.css';
import '../style/base.css';
import '../style/shop.css';
import { effect } from '@preact/signals';
import { render } from 'preact';
import { ErrorBoundary, LocationProvider } from 'preact-iso';
import { language } from '../lib/language';
import { reading } from '../lib/load';
import { say } from '../lib/ui';
import { loadCart, loadQuote } from './cart';
import { Layout } from './layout';
import { loadPlace } from './place';
import { Pages } from './routes';
import { loadMeIfAny } from './session';

const app = document.getElementById('app')!;

let heading: Element | null = null;

/** The heading of a page that one went to takes the focus, as soon as it is there. */
function focusHeading(): boolean {
  const h1 = document.querySelector<HTMLElement>('main h1');
  if (!h1 || h1 === heading) return false;
  heading = h1;
  if (!app.hidden && [document.body, null].includes(document.activeElement as HTMLElement | null)) h1.focus({ preventScroll: true });
  return true;
}

const arriving = new MutationObserver(() => { if (focusHeading()) arriving.disconnect(); });
function there() {
  if (!app.hidden) scrollTo(0, 0);
  arriving.disconnect();
  if (!focusHeading()) arriving.observe(app, { childList: true, subtree: true });
}

render(
  <LocationProvider scope={new RegExp(`^/${language}(/|$)`)}>
    <ErrorBoundary onError={(error) => say(error.message, { bad: true })}>
      <Layout><Pages onThere={there} /></Layout>
    </ErrorBoundary>
  </LocationProvider>, app);

/** Puts the page in the place of nginx's first look at it. */
function reveal() {
  heading = document.querySelector('main h1');
  document.getElementById('first')?.remove();
  app.hidden = false;
}
const atLatest = setTimeout(reveal, 2500);

void Promise.allSettled([loadPlace(), loadCart(), loadMeIfAny()]).then((results) => {
  for (const r of results) if (r.status === 'rejected') say((r.reason as Error).message, { bad: true });
  void loadQuote();
  const stop = effect(() => {
    if (reading.value > 0) return;
    clearTimeout(atLatest);
    reveal();
    queueMicrotask(() => stop());
  });
});

// Without it (a private window, a certificate of one's own) everything works, with a connection.
if ('serviceWorker' in navigator && import.meta.env.PROD) navigator.serviceWorker.register('/sw.js').catch(() => undefined);
