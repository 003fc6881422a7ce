// SPDX-License-Identifier: MIT
// Keeps the shop's shell (scripts, styles, and the page that says that there is no connection) for
// when there is none.  Never an answer of the API, never a page with a price.

const SHELL = ['THE BUILD WRITES THEM HERE'];
const OFFLINE = ['/en/offline', '/ar/offline'];

// Another build has other names in its list, so a cache for each.
const name = `shell ${SHELL.join(' ')}`;

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(name).then((cache) => cache.addAll([...SHELL, ...OFFLINE])).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((n) => n !== name).map((n) => caches.delete(n))))
    .then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { pathname, origin } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (SHELL.includes(pathname)) {
    event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
  } else if (request.mode === 'navigate' && /^\/(en|ar)\/run\/[0-9]+$/.test(pathname)) {
    // The shell is all that a run's page has of the server's, and where there is a little signal the
    // man would wait for it.
    event.respondWith(caches.match(`/${pathname.slice(1, 3)}/offline`).then((kept) => kept ?? fetch(request)));
  } else if (request.mode === 'navigate' && /^\/(en|ar)(\/|$)/.test(pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(`/${pathname.slice(1, 3)}/offline`)));
  }
});
