// SPDX-License-Identifier: MIT
// What somebody asked by telephone, as a ticket; of a customer or of an order, which the address names.

import '../../style/desk.css';
import { useLocation } from 'preact-iso';
import { useState } from 'preact/hooks';
import { api, ask, keysFor, type Shape } from '../../lib/api';
import { Field, Form, Refused } from '../../lib/form';
import { at, texts } from '../../lib/language';
import { say, useTitle } from '../../lib/ui';
import { choice, label } from '../kit/words';

type Body = Shape<'desk_open_in'>;

const t = texts({ title: 'Write down a question', list: 'Tickets', order: 'Number of the order', orderHint: 'Who has its link sees the ticket.', unknown: 'There is no such order.', subject: 'Subject', message: 'What was asked', send: 'Open the ticket', opened: 'The ticket is open. You look after it.' },
  { title: 'تدوين سؤال', list: 'التذاكر', order: 'رقم الطلب', orderHint: 'من لديه رابط الطلب يرى التذكرة.', unknown: 'لا يوجد طلب بهذا الرقم.', subject: 'الموضوع', message: 'نص السؤال', send: 'فتح التذكرة', opened: 'فُتحت التذكرة، وأنت المسؤول عنها.' });

/** The order that has exactly this number. */
async function orderOf(number: string) {
  const { items } = await ask(api.GET('/api/v1/admin/orders', { params: { query: { q: number, limit: 2 } } }));
  if (items.length !== 1) throw new Refused({ order: t.unknown });
  return items[0]!.id;
}

export default function NewTicket() {
  const { query, route } = useLocation();
  const [keyOf] = useState(keysFor);
  const customer = Number(query.customer_id) || undefined, known = Number(query.order_id) || undefined;
  useTitle(t.title);
  return (
    <>
      <p><a href={at('/tickets')}>{t.list}</a></p>
      <h1 tabIndex={-1}>{t.title}</h1>
      <Form send={t.send} onSend={async (v) => {
        const body: Body = {
          customer_id: customer, order_id: customer ? undefined : known ?? await orderOf(v.text('order')!), subject: v.text('subject')!, message: v.text('message')!,
          category: v.text('category') as Body['category'], priority: v.text('priority') as Body['priority'],
        };
        const { id } = await ask(api.POST('/api/v1/admin/tickets', { params: { header: { 'Idempotency-Key': keyOf(body) } }, body }));
        say(t.opened);
        route(at(`/tickets/${id}`), true);
      }}>
        {!customer && !known && <Field name="order" label={t.order} hint={t.orderHint} required maxlength={30} dir="ltr" class="short" />}
        <Field name="subject" label={t.subject} required maxlength={200} />
        <Field name="message" label={t.message} required maxlength={5000} rows={5} />
        <Field name="category" label={label('category')} required>{(['general', 'order', 'delivery', 'refund', 'technical', 'account'] as const).map((c) => <option key={c} value={c}>{choice(c)}</option>)}</Field>
        <Field name="priority" label={label('priority')} required>{(['low', 'normal', 'high', 'urgent'] as const).map((p) => <option key={p} value={p} selected={p === 'normal'}>{choice(p)}</option>)}</Field>
      </Form>
    </>
  );
}
