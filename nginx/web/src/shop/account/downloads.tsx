// SPDX-License-Identifier: MIT
// Files that were bought.  A link is made when somebody asks for one.

import { useEffect } from 'preact/hooks';
import { api, ask, type Shape } from '../../lib/api';
import { at, bytes, moment, plural, texts } from '../../lib/language';
import { Empty, guarded, say } from '../../lib/ui';
import { Account } from './frame';
import { Listed } from './list';

const t = texts({
  title: 'Downloads', empty: 'Files that you buy are here as soon as they are paid.', shop: 'Look around', get: 'Download', fresh: 'New', over: 'Paid back: can no longer be downloaded.',
  paid: 'Paid', order: 'Order', times: (n: number) => (n === 0 ? 'not downloaded yet' : plural(n, { one: 'downloaded once', other: 'downloaded # times' })),
  until: (when: string, n: number) => `The download has begun. Its link is good until ${when}, for ${plural(n, { one: '# download', other: '# downloads' })}.`,
}, {
  title: 'التنزيلات', empty: 'تجد هنا الملفات التي تشتريها فور دفع ثمنها.', shop: 'تصفح المتجر', get: 'تنزيل', fresh: 'جديد', over: 'رُدّ ثمنه: لم يعد تنزيله ممكنًا.',
  paid: 'دُفع', order: 'الطلب', times: (n: number) => plural(n, { zero: 'لم يُنزّل بعد', one: 'نُزّل مرة واحدة', two: 'نُزّل مرتين', few: 'نُزّل # مرات', other: 'نُزّل # مرة' }),
  until: (when: string, n: number) => `بدأ التنزيل. الرابط صالح حتى ${when} و${plural(n, { one: 'لتنزيل واحد', two: 'لتنزيلين', few: 'لعدد # تنزيلات', other: 'لعدد # تنزيلًا' })}.`,
});

type Delivery = Shape<'delivery_view'>;

export default () => (
  <Account title={t.title}>{() => (
    <Listed name="me/downloads" load={(cursor, signal) => ask(api.GET('/api/v1/me/downloads', { params: { query: { cursor } }, signal }))}
            empty={<Empty action={<a class="button" href={at('/shop')}>{t.shop}</a>}>{t.empty}</Empty>}>
      {(items) => <ul class="rows">{items.map((d) => <Row key={d.id} delivery={d} />)}</ul>}
    </Listed>
  )}</Account>
);

function Row({ delivery: d }: { delivery: Delivery }) {
  const path = { path: { id: d.id } };
  // It has been seen now; the mark stays until the next visit.
  useEffect(() => {
    if (!d.customer_viewed_at) void ask(api.POST('/api/v1/me/downloads/{id}/viewed', { params: path })).catch(() => undefined);
  }, [d.id]);
  const get = guarded(async () => {
    const { url, expires_at, max_downloads } = await ask(api.POST('/api/v1/me/downloads/{id}/token', { params: path }));
    location.assign(url); // sent as an attachment: this page stays
    say(t.until(moment(expires_at), max_downloads));
  });
  return (
    <li>
      <h2><bdi>{d.product_name}</bdi> {!d.customer_viewed_at && <span class="badge">{t.fresh}</span>}</h2>
      <p class="soft"><bdi>{d.file_name}</bdi> · {bytes(d.size_bytes)} · {t.times(d.customer_download_count)}</p>
      <p class="soft">{t.paid}: {moment(d.created_at)} · {t.order} <a class="ltr" href={at(`/account/orders/${d.order_number}`)}>{d.order_number}</a></p>
      {d.is_over ? <p class="bad">{t.over}</p> : <p class="row-actions"><button type="button" onClick={get} aria-label={`${t.get}: ${d.product_name}`}>{t.get}</button></p>}
    </li>
  );
}
