// SPDX-License-Identifier: MIT
// The money of an order: what came, what went back, and taking or giving some.

import { useState } from 'preact/hooks';
import { api, ask, keysFor, type Shape } from '../../lib/api';
import { Check, Choice, Field, Form, Refused } from '../../lib/form';
import { isZero, moment, money, texts } from '../../lib/language';
import { useLoad } from '../../lib/load';
import { Dialog, say, Show } from '../../lib/ui';
import { may } from '../session';
import { ofOrder } from './sums';

type Order = Shape<'admin_order_view'>;

const t = texts({
  title: 'Payments', none: 'No money came yet.', refund: (n: number) => `Refund ${n}`, collect: 'Record a payment', collectLead: (sum: string) => `${sum} came at the door.`, method: 'How it was paid',
  cash: 'Cash', card: 'Card at the door', send: 'Record it', recorded: 'The payment is recorded.', give: 'Pay back', what: 'How much goes back', whole: 'Everything that is left', part: 'Only some of it',
  pieces: (name: string, most: number) => `\u2068${name}\u2069: pieces, at most ${most}`, fee: 'The delivery fee', reason: 'Why', reasonHint: 'For the books; the customer does not read it.', chooseSome: 'Please say what goes back.', paidBack: (sum: string) => `${sum} goes back.`,
  statuses: { none: 'Nothing', pending: 'Under way', authorised: 'Reserved', paid: 'Paid', part_refunded: 'Part paid back', refunded: 'Paid back', failed: 'Failed', voided: 'Void', cod_due: 'Due at the door', cod_collected: 'Came at the door', succeeded: 'Done', unknown: 'Not known yet' } as Record<string, string>,
  providers: { cash: 'Cash', card: 'Card at the door' } as Record<string, string>,
}, {
  title: 'المدفوعات', none: 'لم يصل مال بعد.', refund: (n: number) => `استرداد ${n}`, collect: 'تسجيل دفعة', collectLead: (sum: string) => `وصل ${sum} عند الباب.`, method: 'طريقة الدفع',
  cash: 'نقدًا', card: 'بالبطاقة عند الباب', send: 'تسجيل', recorded: 'سُجلت الدفعة.', give: 'رد مبلغ', what: 'كم يُرد', whole: 'كل ما تبقى', part: 'جزء منه فقط',
  pieces: (name: string, most: number) => `\u2068${name}\u2069: عدد القطع، بحد أقصى ${most}`, fee: 'رسوم التوصيل', reason: 'السبب', reasonHint: 'للحسابات، ولا يقرؤه العميل.', chooseSome: 'حدد ما يُرد من فضلك.', paidBack: (sum: string) => `سيُرد ${sum}.`,
  statuses: { none: 'لا شيء', pending: 'قيد التنفيذ', authorised: 'محجوز', paid: 'مدفوع', part_refunded: 'رُدّ جزء منه', refunded: 'رُدّ', failed: 'فشل', voided: 'ملغي', cod_due: 'مستحق عند الباب', cod_collected: 'وصل عند الباب', succeeded: 'تم', unknown: 'غير معروف بعد' } as Record<string, string>,
  providers: { cash: 'نقدًا', card: 'بالبطاقة عند الباب' } as Record<string, string>,
});

export function Payments({ order, onChange }: { order: Order; onChange: () => void }) {
  const [open, setOpen] = useState<'collect' | 'refund' | null>(null);
  const found = useLoad(may('order.pay') ? `order/${order.id}/money` : null, (signal) => ask(api.GET('/api/v1/admin/orders/{id}/payments', { params: { path: { id: order.id } }, signal })));
  if (!may('order.pay')) return null;
  const close = () => setOpen(null);
  const done = () => { close(); found.again(); onChange(); };
  const mayCollect = order.payment_status !== 'paid' && order.status !== 'cancelled' && order.payment_method !== 'online' && !order.deleted_at;
  return (
    <section class="panel">
      <h2>{t.title}</h2>
      <Show of={found}>{({ payments, refunds }) => (
        payments.length + refunds.length === 0 ? <p class="soft">{t.none}</p> : <ul class="rows">
          {payments.map((p) => <li key={`p${p.id}`}><b>{money(p.amount)}</b> · {t.providers[p.provider] ?? <bdi>{p.provider}</bdi>} · {t.statuses[p.status]} <span class="soft">· {moment(p.paid_at ?? p.created_at)}</span></li>)}
          {refunds.map((r) => <li key={`r${r.id}`}><b>{money(`-${r.amount}`)}</b> · {t.refund(r.refund_no)} · {t.statuses[r.status]} <span class="soft">· {moment(r.created_at)}</span><p dir="auto">{r.reason}</p></li>)}
        </ul>
      )}</Show>
      <p class="actions">
        {mayCollect && <button type="button" onClick={() => setOpen('collect')}>{t.collect}</button>}
        {may('order.refund') && order.payment_status === 'paid' && <button type="button" onClick={() => setOpen('refund')}>{t.give}</button>}
      </p>
      <Dialog title={t.collect} open={open === 'collect'} onClose={close}>
        <p>{t.collectLead(money(order.total))}</p>
        <Form id="collect" send={t.send} onSend={async (v) => {
          await ask(api.POST('/api/v1/admin/orders/{id}/payments', { params: { path: { id: order.id } }, body: { method: v.text('method') as 'cash' | 'card', amount: order.total } }));
          say(t.recorded);
          done();
        }}>
          <Choice name="method" legend={t.method} value={order.payment_method} options={[{ value: 'cash', label: t.cash }, { value: 'card', label: t.card }]} />
        </Form>
      </Dialog>
      <Dialog title={t.give} open={open === 'refund'} onClose={close}><Refund order={order} onDone={done} /></Dialog>
    </section>
  );
}

interface PaidBack { items?: { order_item_id: number; quantity: number }[]; delivery_fee?: boolean }

/** Which pieces go back, and whether the fee does. */
export const RefundFields = ({ order }: { order: Order }) => (
  <>
    {order.items.map(ofOrder).map((l) => <Field key={l.id} name={`line.${l.id}`} label={t.pieces(l.name, l.quantity)} inputmode="numeric" dir="ltr" class="short" maxlength={2} />)}
    {!isZero(order.delivery_fee) && <Check name="delivery_fee" label={`${t.fee}: ${money(order.delivery_fee)}`} />}
  </>
);
export function paidBack(order: Order, v: { number: (name: string) => number | undefined; on: (name: string) => boolean }): PaidBack {
  const items = order.items.map((i) => ({ order_item_id: i.id, quantity: v.number(`line.${i.id}`) ?? 0 })).filter((i) => i.quantity > 0);
  const delivery_fee = v.on('delivery_fee') || undefined;
  if (items.length === 0 && !delivery_fee) throw new Refused({ [`line.${order.items[0]?.id}`]: t.chooseSome });
  return { items: items.length > 0 ? items : undefined, delivery_fee };
}

function Refund({ order, onDone }: { order: Order; onDone: () => void }) {
  const [keyOf] = useState(keysFor);
  const [how, setHow] = useState('');
  return (
    <Form id="refund" send={t.give} onSend={async (v) => {
      const body = { reason: v.text('reason')!, ...how === 'whole' ? { whole: true } : paidBack(order, v) };
      const { amount } = await ask(api.POST('/api/v1/admin/orders/{id}/refunds', { params: { path: { id: order.id }, header: { 'Idempotency-Key': keyOf(body) } }, body }));
      say(t.paidBack(money(amount)));
      onDone();
    }}>
      <Choice name="how" legend={t.what} onChange={setHow} options={[{ value: 'whole', label: t.whole }, { value: 'part', label: t.part }]} />
      {how === 'part' && <RefundFields order={order} />}
      <Field name="reason" label={t.reason} hint={t.reasonHint} required maxlength={500} rows={2} />
    </Form>
  );
}
