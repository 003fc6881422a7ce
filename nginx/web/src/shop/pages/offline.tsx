// SPDX-License-Identifier: MIT
// What the service worker shows where nothing can be fetched.

import { texts } from '../../lib/language';
import { useTitle } from '../../lib/ui';

const t = texts({
  title: 'You are offline', text: 'Your cart and what you typed are kept. As soon as there is a connection, go on where you were.', again: 'Try again',
}, {
  title: 'أنت غير متصل', text: 'سلتك وما كتبته محفوظان. عندما يعود الاتصال أكمل من حيث توقفت.', again: 'حاول مرة أخرى',
});

export default function OfflinePage() {
  useTitle(t.title);
  return (
    <section class="center narrow">
      <h1 tabIndex={-1}>{t.title}</h1>
      <p class="lead">{t.text}</p>
      <p class="actions"><button type="button" class="main" onClick={() => location.reload()}>{t.again}</button></p>
    </section>
  );
}
