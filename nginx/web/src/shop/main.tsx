// SPDX-License-Identifier: MIT
// Starts the shop.  nginx sent a first look at the page (#first); it stays until this one has read
// what it shows.

import '../style/tokens.css';
import '../style/base.css';
import '../style/cards.css';
import '../style/shop.css';
import { effect } from '@preact/signals';
import { render } from 'preact';
import { ErrorBoundary, LocationProvider } from 'preact-iso';
import { followHeadings } from '../lib/heading';
import { language } from '../lib/language';
import { reading } from '../lib/load';
import { say } from '../lib/ui';
import { loadCart, loadQuote } from './cart';
import { isRun, Layout } from './layout';
import { loadPlace } from './place';
import { Pages } from './routes';
import { loadMeIfAny } from './session';

const app = document.getElementById('app')!;

const headings = followHeadings(app);

render(
  <LocationProvider scope={new RegExp(`^/${language}(/|$)`)}>
    <ErrorBoundary onError={(error) => say(error.message, { bad: true })}>
      <Layout><Pages onThere={headings.there} /></Layout>
    </ErrorBoundary>
  </LocationProvider>, app);

/** Puts the page in the place of nginx's first look at it. */
function reveal() {
  headings.first();
  document.getElementById('first')?.remove();
  app.hidden = false;
}
const atLatest = setTimeout(reveal, 2500);

void Promise.allSettled(isRun ? [] : [loadPlace(), loadCart(), loadMeIfAny()]).then((results) => {
  for (const r of results) if (r.status === 'rejected') say((r.reason as Error).message, { bad: true });
  if (!isRun) void loadQuote();
  const stop = effect(() => {
    if (reading.value > 0) return;
    clearTimeout(atLatest);
    reveal();
    queueMicrotask(() => stop());
  });
});

// Without it (a private window, a certificate of one's own) everything works, with a connection.
if ('serviceWorker' in navigator && import.meta.env.PROD) navigator.serviceWorker.register('/sw.js').catch(() => undefined);
