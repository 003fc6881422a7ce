// SPDX-License-Identifier: MIT
// One order as its customer sees it: where it stands, what it holds, what it cost and why.  Used by the
// order's link and by the account.

import type { Shape } from '../lib/api';
import { comma, day, hours, language, moment, money, texts } from '../lib/language';
import { Sums } from './sums';

export type Order = Shape<'tracked_order_view'>;
export type Status = Order['status'];

export const statusNames = texts<Record<Status, string>>({
  pending: 'Received', confirmed: 'Confirmed', preparing: 'In the kitchen', out_for_delivery: 'On its way', delivered: 'Delivered', cancelled: 'Cancelled',
}, {
  pending: 'تم الاستلام', confirmed: 'تم التأكيد', preparing: 'في المطبخ', out_for_delivery: 'في الطريق', delivered: 'تم التوصيل', cancelled: 'أُلغي',
});

const t = texts({
  steps: 'Where it is', when: 'When', where: 'Where', what: 'What', pay: 'Payment', notes: 'Notes for the delivery', gift: 'Gift card',
  code: 'Your delivery code', codeWhy: 'Tell it to the driver at the door, and nobody before.',
  pays: { cash: 'Cash at the door', card: 'Card at the door', online: 'Online' }, paid: 'Paid', open: 'Not paid yet', failed: 'The payment failed',
  now: 'now', done: 'done', digital: 'Sent as a download',
}, {
  steps: 'أين وصل', when: 'الموعد', where: 'العنوان', what: 'الطلب', pay: 'الدفع', notes: 'ملاحظات للتوصيل', gift: 'بطاقة الهدية',
  code: 'رمز الاستلام', codeWhy: 'أخبر به المندوب عند الباب فقط.',
  pays: { cash: 'نقدًا عند الاستلام', card: 'بالبطاقة عند الاستلام', online: 'عبر الإنترنت' }, paid: 'مدفوع', open: 'لم يُدفع بعد', failed: 'لم تنجح عملية الدفع',
  now: 'الآن', done: 'تم', digital: 'يُرسل كملف للتنزيل',
});

const WAY: Status[] = ['pending', 'confirmed', 'preparing', 'out_for_delivery', 'delivered'];

/** Whether nothing more will happen to it. */
export const isOver = (s: Status) => s === 'delivered' || s === 'cancelled';
/** Until the kitchen begins. */
export const mayCancel = (s: Status) => s === 'pending' || s === 'confirmed';

// What an order keeps beside the names that it was priced by: those of the other language, at the time.
interface Names { name?: string | null; size?: string | null; flavors?: Record<string, string> | null }
interface Flavor { flavor_id: number; flavor_name: string; quantity: number }
type Item = Order['items'][number];

const namesOf = (item: Item): Names => (language === 'ar' ? (item.translations as { ar?: Names } | null)?.ar ?? {} : {});
const itemName = (item: Item) => namesOf(item).name ?? item.product_name;
const itemSize = (item: Item) => (item.pack_size ? namesOf(item).size ?? item.pack_size : null);
const itemFlavors = (item: Item) => ((item.flavor_details ?? []) as Flavor[])
  .map((f) => ({ ...f, flavor_name: namesOf(item).flavors?.[f.flavor_id] ?? f.flavor_name }));

export function Steps({ order }: { order: Order }) {
  const reached = new Map(order.history.map((h) => [h.to_status, h.at]));
  reached.set('pending', reached.get('pending') ?? order.created_at);
  const way = order.status === 'cancelled' ? [...WAY.filter((s) => reached.has(s)), 'cancelled' as const] : WAY;
  return (
    <ol class="steps" aria-label={t.steps}>{way.map((s) => (
      <li key={s} data-reached={reached.has(s) || undefined} aria-current={s === order.status ? 'step' : undefined}>
        <b>{statusNames[s]}</b>
        {reached.has(s) && <small class="soft"><span class="vh">{s === order.status ? t.now : t.done} </span>{moment(reached.get(s)!)}</small>}
      </li>
    ))}</ol>
  );
}

function OrderLines({ items }: { items: Item[] }) {
  return (
    <ul class="order-lines">{items.map((item, i) => (
      <li key={i}>
        <span>
          <b><bdi>{item.quantity} × {itemName(item)}</bdi></b>{itemSize(item) && <span class="soft"> · {itemSize(item)}</span>}
          {item.product_type === 'pack' || item.product_type === 'bundle' ? (
            <span class="inside soft">{itemFlavors(item).map((f) => <bdi key={f.flavor_id}>{f.quantity} × {f.flavor_name}</bdi>)}</span>
          ) : item.product_type === 'digital' && <span class="soft"> · {t.digital}</span>}
        </span>
        <span class="price">{money(item.total)}</span>
      </li>
    ))}</ul>
  );
}

/** Everything of it but the heading and what can be done with it. */
export function OrderView({ order }: { order: Order }) {
  return (
    <div class="two order">
      <div>
        <section class="panel"><Steps order={order} /></section>
        {order.delivery_code && <section class="panel delivery-code">
          <h2>{t.code}</h2><p class="large ltr"><b>{order.delivery_code}</b></p><p class="soft">{t.codeWhy}</p>
        </section>}
        <section class="panel">
          {order.delivery_date && <><h2>{t.when}</h2>
            <p>{day(order.delivery_date)}{order.from_hour && order.to_hour && <>{comma}{hours(order.from_hour, order.to_hour)}</>}</p></>}
          {order.delivery_address && <><h2>{t.where}</h2>
            <p><bdi>{order.customer_name}</bdi><br /><bdi>{order.delivery_address}</bdi><br /><bdi>{[order.delivery_zone, order.delivery_city].filter(Boolean).join(comma)}</bdi></p></>}
          {order.delivery_additional_info && <><h2>{t.notes}</h2><p dir="auto">{order.delivery_additional_info}</p></>}
          {order.gift_note && <><h2>{t.gift}</h2><p dir="auto">{order.gift_note}</p></>}
          <h2>{t.pay}</h2>
          <p>{t.pays[order.payment_method]} · {{ paid: t.paid, pending: t.open, failed: t.failed }[order.payment_status]}</p>
        </section>
      </div>
      <section class="panel" aria-labelledby="what">
        <h2 id="what">{t.what}</h2>
        <OrderLines items={order.items} />
        <Sums of={order} />
      </section>
    </div>
  );
}
