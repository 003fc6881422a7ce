// SPDX-License-Identifier: MIT
// One order of the account: what it is, cancelling it, ordering the same again.

import { useLocation, useRoute } from 'preact-iso';
import { useState } from 'preact/hooks';
import { api, ask, type Shape } from '../../lib/api';
import { Field, Form } from '../../lib/form';
import { at, moment, plural, texts } from '../../lib/language';
import { keep, useEvery, useLoad } from '../../lib/load';
import { Dialog, guarded, say, Show } from '../../lib/ui';
import { loadCart, loadQuote } from '../cart';
import { isOver, mayCancel, OrderView, type Order } from '../order';
import { Account, pageAt } from './frame';

const t = texts({
  title: (n: string) => `Order ${n}`, placed: 'Ordered', again: 'Order the same again', ask: 'Ask about this order', cancel: 'Cancel the order', files: 'To your downloads',
  sure: 'Cancel this order?', sureText: 'We will not bake it. What you have paid is paid back.', reason: 'Why? It helps us to get better', keep: 'Keep it', cancelled: 'Your order is cancelled.',
  allIn: 'Everything is in your cart again, at the prices of today.', some: 'This could not be put into your cart:', cart: 'To the cart', none: 'Nothing of it can be had at the moment.',
  lack: 'Not everything can be had', pieces: (n: number) => plural(n, { one: '# piece', other: '# pieces' }),
}, {
  title: (n: string) => `الطلب ${n}`, placed: 'تاريخ الطلب', again: 'اطلب الأصناف نفسها', ask: 'اسأل عن هذا الطلب', cancel: 'إلغاء الطلب', files: 'إلى تنزيلاتك',
  sure: 'إلغاء هذا الطلب؟', sureText: 'لن نخبزه، ونرد إليك ما دفعته.', reason: 'ما السبب؟ يساعدنا على التحسّن', keep: 'الإبقاء عليه', cancelled: 'أُلغي طلبك.',
  allIn: 'كل الأصناف في سلتك من جديد بأسعار اليوم.', some: 'تعذّرت إضافة ما يلي إلى سلتك:', cart: 'إلى السلة', none: 'لا يتوفر شيء منه حاليًا.',
  lack: 'بعض الأصناف غير متاحة', pieces: (n: number) => plural(n, { one: 'قطعة واحدة', two: 'قطعتان', few: '# قطع', other: '# قطعة' }),
});

export default function OrderPage() {
  const { params } = useRoute();
  return <Account title={t.title(`\u2066${params.number}\u2069`)} up="orders">{() => <One number={params.number!} />}</Account>;
}

function One({ number }: { number: string }) {
  const key = `me/order/${number}`;
  const path = { path: { number } };
  const order = useLoad(key, (signal) => ask(api.GET('/api/v1/me/orders/{number}', { params: path, signal })));
  const [cancelling, setCancelling] = useState(false);
  const [lack, setLack] = useState<Shape<'reorder_view'> | null>(null);
  const { route } = useLocation();
  useEvery(20, order.again, order.data && !isOver(order.data.status));

  const reorder = guarded(async () => {
    const answer = await ask(api.POST('/api/v1/me/orders/{number}/reorder', { params: path }));
    await loadCart();
    void loadQuote();
    if (answer.unavailable.length > 0) return setLack(answer);
    say(t.allIn);
    route(at('/cart'));
  });
  const settle = (now: Order) => {
    keep(key, now);
    order.again();
    setCancelling(false);
    say(t.cancelled);
  };
  return (
    <Show of={order}>{(o) => (
      <>
        <p class="soft">{t.placed}: {moment(o.created_at)}</p>
        <div class="actions">
          <button type="button" onClick={reorder}>{t.again}</button>
          <a class="button" href={`${pageAt('questions')}?order=${number}`}>{t.ask}</a>
          {o.items.some((i) => i.product_type === 'digital') && o.payment_status === 'paid' && <a class="button" href={pageAt('downloads')}>{t.files}</a>}
          {mayCancel(o.status) && <button type="button" class="danger" onClick={() => setCancelling(true)}>{t.cancel}</button>}
        </div>
        <OrderView order={o} />
        <Dialog title={t.sure} open={cancelling} onClose={() => setCancelling(false)}>
          <p>{t.sureText}</p>
          <Form send={t.cancel} aside={<button type="button" onClick={() => setCancelling(false)}>{t.keep}</button>}
                onSend={async (values) => settle(await ask(api.POST('/api/v1/me/orders/{number}/cancel',
                  { params: path, body: { reason: values.text('reason') } })))}>
            <Field name="reason" label={t.reason} rows={2} maxlength={300} />
          </Form>
        </Dialog>
        <Dialog title={t.lack} open={lack !== null} onClose={() => setLack(null)}>
          <p>{t.some}</p>
          <ul class="lacks">{lack?.unavailable.map((l, i) => (
            <li key={i}><b><bdi>{l.product_name}</bdi></b> <span class="soft">({t.pieces(l.quantity)})</span><br />{l.message}</li>
          ))}</ul>
          {lack?.cart?.items.length ? <p class="actions"><a class="button main" href={at('/cart')}>{t.cart}</a></p> : <p>{t.none}</p>}
        </Dialog>
      </>
    )}</Show>
  );
}
