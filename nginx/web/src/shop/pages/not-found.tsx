// SPDX-License-Identifier: MIT
import { at, texts } from '../../lib/language';
import { useTitle } from '../../lib/ui';

const t = texts({
  title: 'This page crumbled', text: 'There is nothing at this address. Perhaps it was eaten.', shop: 'To the shop', track: 'Track an order',
}, {
  title: 'هذه الصفحة تفتتت', text: 'لا يوجد شيء في هذا العنوان. ربما أُكل.', shop: 'إلى المتجر', track: 'تتبّع طلبًا',
});

export default function NotFound() {
  useTitle(t.title);
  return (
    <section class="center narrow">
      <h1 tabIndex={-1}>{t.title}</h1>
      <p class="lead">{t.text}</p>
      <p class="actions"><a class="button main" href={at('/shop')}>{t.shop}</a> <a class="button" href={at('/track')}>{t.track}</a></p>
    </section>
  );
}
