// SPDX-License-Identifier: MIT
// An order by its link: the confirmation, and from then on where it is.  Its secret is behind # once,
// then in this browser.

import { useLocation, useRoute } from 'preact-iso';
import { useMemo, useState } from 'preact/hooks';
import { api, ask } from '../../lib/api';
import { Field, Form } from '../../lib/form';
import { at, texts } from '../../lib/language';
import { useEvery, useLoad } from '../../lib/load';
import { Dialog, Empty, guarded, say, Show, Skeleton, useTitle } from '../../lib/ui';
import { isOver, mayCancel, OrderView, statusNames, type Order } from '../order';
import { keepOrderToken, orderToken } from '../secret';
import { takeToken } from '../../lib/use-secret';
import { me } from '../session';

const t = texts({
  thanks: 'Thank you! Your order is in.', order: (number: string) => `Order ${number}`, print: 'Print', ask: 'Ask about it', cancel: 'Cancel the order',
  really: 'Cancel this order?', reason: 'Why? It helps us.', yes: 'Cancel it', no: 'Keep it', cancelled: 'The order is cancelled.',
  none: 'To open this order, use the link from our message, or find it by its number and your phone.', find: 'Find my order',
  account: 'Keep your orders in one place', why: 'With an account you see all your orders, order again with one tap, and never type your address again.', register: 'Create an account',
  files: 'Your downloads', get: (name: string) => `Download ${name}`, over: 'Paid back, no longer available.', keepIt: 'We sent you a message with a link to this page.',
}, {
  thanks: 'شكرًا لك! وصلنا طلبك.', order: (number: string) => `طلب ${number}`, print: 'طباعة', ask: 'اسأل عنه', cancel: 'إلغاء الطلب',
  really: 'هل تريد إلغاء هذا الطلب؟', reason: 'لماذا؟ يساعدنا ذلك.', yes: 'ألغِ الطلب', no: 'أبقِه', cancelled: 'أُلغي الطلب.',
  none: 'لفتح هذا الطلب استخدم الرابط في رسالتنا، أو ابحث عنه برقمه ورقم هاتفك.', find: 'ابحث عن طلبي',
  account: 'احتفظ بطلباتك في مكان واحد', why: 'مع الحساب ترى كل طلباتك، وتعيد الطلب بلمسة، ولا تكتب عنوانك مرة أخرى.', register: 'أنشئ حسابًا',
  files: 'ملفاتك', get: (name: string) => `تنزيل ${name}`, over: 'أُعيد ثمنه ولم يعد متاحًا.', keepIt: 'أرسلنا إليك رسالة فيها رابط هذه الصفحة.',
});

/** How often a page that is looked at asks where the order is, in seconds. */
const PERIOD = 20;

export default function OrderPage() {
  const { number } = useRoute().params as { number: string };
  const { query } = useLocation();
  const token = useMemo(() => {
    const given = takeToken();
    if (given) keepOrderToken(number, given);
    return given ?? orderToken(number);
  }, [number]);
  const order = useLoad(token ? `order/${number}` : null, () => ask(api.GET('/api/v1/orders/{number}',
    { params: { path: { number }, header: { 'tracking-token': token! } } })));
  useTitle(t.order(number));

  useEvery(PERIOD, order.again, order.data && !isOver(order.data.status));

  if (!token) {
    return <><h1 tabIndex={-1}>{t.order(number)}</h1>
      <Empty action={<a class="button main" href={at('/track')}>{t.find}</a>}>{t.none}</Empty></>;
  }
  return (
    <Show page of={order} skeleton={<Skeleton lines={10} />}>{(o) => (
      <>
        <h1 tabIndex={-1}>{query.placed && o.status === 'pending' ? t.thanks : statusNames[o.status]}</h1>
        <p class="lead">{t.order('')} <strong class="ltr" id="order-number">{o.number}</strong>{query.placed && <><br />{t.keepIt}</>}</p>
        <OrderView order={o} />
        <Downloads number={number} token={token} />
        <Actions order={o} token={token} onChange={order.again} />
        {me.value === null && <section class="panel no-print"><h2>{t.account}</h2><p>{t.why}</p><a class="button" href={at('/register')}>{t.register}</a></section>}
      </>
    )}</Show>
  );
}

function Actions({ order, token, onChange }: { order: Order; token: string; onChange: () => void }) {
  const [asking, setAsking] = useState(false);
  const { number } = order;
  return (
    <p class="actions">
      <button type="button" onClick={() => print()}>{t.print}</button>
      <a class="button" href={at(`/orders/${number}/questions`)}>{t.ask}</a>
      {mayCancel(order.status) && <button type="button" class="danger" onClick={() => setAsking(true)}>{t.cancel}</button>}
      <Dialog title={t.really} open={asking} onClose={() => setAsking(false)}>
        <Form send={t.yes} aside={<button type="button" onClick={() => setAsking(false)}>{t.no}</button>} onSend={async (values) => {
          await ask(api.POST('/api/v1/orders/{number}/cancel',
            { params: { path: { number }, header: { 'tracking-token': token } }, body: { reason: values.text('reason') } }));
          setAsking(false);
          say(t.cancelled);
          onChange();
        }}>
          <Field name="reason" label={t.reason} maxlength={500} rows={2} />
        </Form>
      </Dialog>
    </p>
  );
}

function Downloads({ number, token }: { number: string; token: string }) {
  const path = { number }, header = { 'tracking-token': token };
  const files = useLoad(`order/${number}/files`, async () => (await ask(api.GET('/api/v1/orders/{number}/downloads', { params: { path, header } }))).items);
  if (!files.data?.length) return null;
  const get = (id: number) => guarded(async () => {
    const link = await ask(api.POST('/api/v1/orders/{number}/downloads/{id}/token', { params: { path: { number, id }, header } }));
    location.assign(link.url);
  });
  return (
    <section class="panel">
      <h2>{t.files}</h2>
      <ul>{files.data.map((f) => (
        <li key={f.id}>{f.is_over ? <span class="soft"><bdi>{f.product_name}</bdi>: {t.over}</span>
          : <button type="button" onClick={get(f.id)}>{t.get(f.product_name)}</button>}</li>
      ))}</ul>
    </section>
  );
}
