// SPDX-License-Identifier: MIT
// One order: what is in it, what it costs and why, where it stands, what happened and was written, and
// every move that its state and the role allow.

import '../../style/desk.css';
import { lazy, useRoute } from 'preact-iso';
import { useState } from 'preact/hooks';
import { api, ask, type Shape } from '../../lib/api';
import { Field, Form } from '../../lib/form';
import { at, comma, day, hours, moment, texts } from '../../lib/language';
import { useEvery, useLoad } from '../../lib/load';
import { Dialog, guarded, say, Show, useTitle } from '../../lib/ui';
import { Attempts } from '../desk/attempts';
import { MoveDialog, useMen, verb } from '../desk/move';
import { NoteForm } from '../desk/notes';
import { Payments } from '../desk/payments';
import { Mark, movesOf, type Move } from '../desk/status';
import { LineTable, ofOrder } from '../desk/sums';
import { Timeline, type Entry } from '../kit/history';
import { choice } from '../kit/words';
import { may, me } from '../session';
import { paidWords } from './orders';

type Order = Shape<'admin_order_view'>;

// An SMS has no subject.
const topics: Record<string, string> = texts({
  order_placed: 'The order is in', order_confirmed: 'Confirmed', order_out_for_delivery: 'On its way', order_delivered: 'Delivered', order_delayed: 'Delayed', order_cancelled: 'Cancelled', order_changed: 'Changed',
  downloads_ready: 'Downloads', order_refunded: 'Money goes back', order_answered: 'Answer to a question',
}, {
  order_placed: 'وصلنا الطلب', order_confirmed: 'تأكيد', order_out_for_delivery: 'في الطريق', order_delivered: 'تم التوصيل', order_delayed: 'تأخير', order_cancelled: 'إلغاء', order_changed: 'تغيير',
  downloads_ready: 'التنزيلات', order_refunded: 'رد مبلغ', order_answered: 'رد على سؤال',
});
const Edit = lazy(() => import('../desk/order-edit').then((m) => m.OrderEdit));

const t = texts({
  order: (number: string) => `Order ${number}`, list: 'Orders', what: 'What was ordered', when: 'When', where: 'Where', who: 'Who', customer: 'The customer’s record', notes: 'Notes for the delivery', gift: 'Gift card',
  pay: 'Payment', man: 'Delivery man', nobody: 'nobody yet', digital: 'Nothing to bring', messages: 'Messages', noMessages: 'Nothing was sent yet.', again: 'Send again', sentAgain: 'It is sent again.', wiped: 'It had a secret link, which is gone: please call the customer. The order can be found again by its number and phone.', happened: 'What happened',
  tickets: 'Tickets', noTickets: 'No tickets about it.', ask: 'Write down a question', edit: 'Change the order', assign: 'Choose a delivery man', change: 'Another delivery man', give: 'Give it to him', assigned: (name: string) => `${name} brings it.`, choose: 'Please choose',
  remove: 'Remove from the lists', removeLead: 'Its money and its history stay, and it can be brought back.', why: 'Why', removed: (at: string) => `Removed on ${at}.`, restore: 'Bring back', restored: 'It is back.', removedNow: 'The order is removed.',
  placed: 'Placed', note: 'Note', states: { pending: 'Waiting', sending: 'On its way', sent: 'Sent', failed: 'Given up', unknown: 'Not known' }, staff: 'Staff', you: 'You',
  actors: { customer: 'Customer', guest: 'Guest', system: 'The shop itself', courier: 'Delivery man', staff: 'Staff' }, kinds: { email: 'E-mail', sms: 'SMS', payment: 'Payment' }, step: 'What comes next',
}, {
  order: (number: string) => `الطلب ${number}`, list: 'الطلبات', what: 'ما طُلب', when: 'الموعد', where: 'العنوان', who: 'العميل', customer: 'سجل العميل', notes: 'ملاحظات للتوصيل', gift: 'بطاقة الهدية',
  pay: 'الدفع', man: 'المندوب', nobody: 'لا أحد بعد', digital: 'لا شيء للتوصيل', messages: 'الرسائل', noMessages: 'لم يُرسل شيء بعد.', again: 'إعادة الإرسال', sentAgain: 'ستُرسل من جديد.', wiped: 'كانت تحمل رابطًا سريًا لم يعد محفوظًا: اتصل بالعميل من فضلك. يمكنه إيجاد طلبه برقمه وهاتفه.', happened: 'ما حدث',
  tickets: 'التذاكر', noTickets: 'لا توجد تذاكر بخصوصه.', ask: 'تدوين سؤال', edit: 'تغيير الطلب', assign: 'اختيار مندوب', change: 'مندوب آخر', give: 'تسليمه إليه', assigned: (name: string) => `سيوصله ${name}.`, choose: 'يرجى الاختيار',
  remove: 'إزالته من القوائم', removeLead: 'يبقى ماله وتاريخه، ويمكن استعادته.', why: 'السبب', removed: (at: string) => `أُزيل في ${at}.`, restore: 'استعادة', restored: 'تمت الاستعادة.', removedNow: 'أُزيل الطلب.',
  placed: 'سُجّل الطلب', note: 'ملاحظة', states: { pending: 'في الانتظار', sending: 'في الطريق', sent: 'أُرسلت', failed: 'لم تُرسل', unknown: 'غير معروف' }, staff: 'موظف', you: 'أنت',
  actors: { customer: 'العميل', guest: 'زائر', system: 'المتجر نفسه', courier: 'المندوب', staff: 'موظف' }, kinds: { email: 'بريد', sms: 'رسالة نصية', payment: 'دفع' }, step: 'الخطوة التالية',
});

export default function OrderPage() {
  const id = Number(useRoute().params.id);
  const found = useLoad(`order/${id}`, (signal) => ask(api.GET('/api/v1/admin/orders/{id}', { params: { path: { id } }, signal })));
  const [editing, setEditing] = useState(false);
  useEvery(15, found.again, !editing);
  useTitle(found.data && t.order(found.data.number));
  // What was pressed is gone with the form.
  const close = () => { setEditing(false); requestAnimationFrame(() => document.querySelector<HTMLElement>('main h1')?.focus()); };
  return (
    <>
      <p><a href={at('/orders')}>{t.list}</a></p>
      <Show of={found} page>{(order) => (editing
        ? <Edit order={order} onClose={close} onSaved={() => { close(); found.again(); }} />
        : <View order={order} again={found.again} onEdit={() => setEditing(true)} />)}</Show>
    </>
  );
}

const mayEdit = (o: Order) => may('order.edit') && !o.deleted_at && ['pending', 'confirmed', 'preparing'].includes(o.status);

function View({ order, again, onEdit }: { order: Order; again: () => void; onEdit: () => void }) {
  const [move, setMove] = useState<Move | null>(null);
  const [open, setOpen] = useState<'assign' | 'remove' | null>(null);
  const close = () => setOpen(null);
  const path = { id: order.id };
  const isOpen = !['delivered', 'cancelled'].includes(order.status);
  const moves = order.deleted_at ? [] : movesOf(order.status);
  const canAssign = may('order.assign') && isOpen && order.delivery_date && !order.deleted_at;
  return (
    <>
      <header class="title">
        <h1 tabIndex={-1}><bdi>{t.order(order.number)}</bdi></h1>
        <Mark is={order.status} />
      </header>
      {order.deleted_at && <p class="panel">{t.removed(moment(order.deleted_at))} {may('order.edit') && <button type="button" onClick={guarded(async () => {
        await ask(api.POST('/api/v1/admin/orders/{id}/restore', { params: { path } }));
        say(t.restored);
        again();
      })}>{t.restore}</button>}</p>}
      <div class="actions order-actions" role="group" aria-label={t.step}>
        {moves.map((m) => <button key={m.to} type="button" class={m.to === 'cancelled' ? 'danger' : m.reason ? '' : 'main'} onClick={() => setMove(m)}>{verb(order.status, m.to)}</button>)}
        {mayEdit(order) && <button type="button" onClick={onEdit}>{t.edit}</button>}
        {canAssign && <button type="button" onClick={() => setOpen('assign')}>{order.delivery_man_id ? t.change : t.assign}</button>}
        {may('order.edit') && order.status === 'cancelled' && !order.deleted_at && <button type="button" onClick={() => setOpen('remove')}>{t.remove}</button>}
      </div>
      <div class="order-page">
        <div>
          <section class="panel"><h2>{t.what}</h2><LineTable lines={order.items.map(ofOrder)} of={order} /></section>
          <Payments order={order} onChange={again} />
          {may('order.read') && <Messages order={order} />}
          {order.delivery_date && <Attempts order={order} />}
          <Happened order={order} />
        </div>
        <div>
          <Facts order={order} />
          {may('ticket.read') && <Tickets id={order.id} />}
        </div>
      </div>
      {move && <MoveDialog order={order} move={move} onClose={() => setMove(null)} onDone={again} />}
      <Dialog title={t.assign} open={open === 'assign'} onClose={close}><Assign order={order} onDone={() => { close(); again(); }} /></Dialog>
      <Dialog title={t.remove} open={open === 'remove'} onClose={close}>
        <p>{t.removeLead}</p>
        <Form id="remove" send={t.remove} onSend={async (v) => {
          await ask(api.DELETE('/api/v1/admin/orders/{id}', { params: { path }, body: { version: order.version, reason: v.text('reason')! } }));
          close();
          again();
          say(t.removedNow, { undo: guarded(async () => { await ask(api.POST('/api/v1/admin/orders/{id}/restore', { params: { path } })); again(); say(t.restored); }) });
        }}><Field name="reason" label={t.why} required maxlength={500} /></Form>
      </Dialog>
    </>
  );
}

function Facts({ order: o }: { order: Order }) {
  return (
    <section class="panel">
      <h2>{t.who}</h2>
      <p><bdi>{o.customer_name}</bdi>{o.customer_phone && <><br /><a class="ltr" href={`tel:${o.customer_phone}`}>{o.customer_phone}</a></>}
        {o.customer_email && <><br /><a class="ltr" href={`mailto:${o.customer_email}`}>{o.customer_email}</a></>}
        {o.customer_id && may('customer.read') && <><br /><a href={at(`/customers/${o.customer_id}`)}>{t.customer}</a></>}</p>
      <h2>{t.when}</h2>
      <p>{o.delivery_date ? day(o.delivery_date) : t.digital}{o.from_hour && o.to_hour && <>{comma}{hours(o.from_hour, o.to_hour)}</>}</p>
      {o.delivery_address && <><h2>{t.where}</h2><p><bdi>{o.delivery_address}</bdi><br /><bdi>{[o.delivery_zone, o.delivery_city].filter(Boolean).join(comma)}</bdi></p></>}
      {o.delivery_additional_info && <><h2>{t.notes}</h2><p dir="auto">{o.delivery_additional_info}</p></>}
      {o.gift_note && <><h2>{t.gift}</h2><p dir="auto">{o.gift_note}</p></>}
      {o.delivery_date && <><h2>{t.man}</h2><p>{o.delivery_man_name ? <bdi>{o.delivery_man_name}</bdi> : t.nobody}</p></>}
      <h2>{t.pay}</h2><p>{choice(o.payment_method)} · {paidWords[o.payment_status]}</p>
    </section>
  );
}

function Assign({ order, onDone }: { order: Order; onDone: () => void }) {
  const men = useMen(true, order.zone_id);
  return (
    <Show of={men}>{(items) => (
      <Form id="assign" send={t.give} onSend={async (v) => {
        const body = { delivery_man_id: v.number('delivery_man_id')!, version: order.version };
        const now = await ask(api.POST('/api/v1/admin/orders/{id}/assign', { params: { path: { id: order.id } }, body }));
        say(t.assigned(now.delivery_man_name ?? ''));
        onDone();
      }}>
        <Field name="delivery_man_id" label={t.man} required>
          <option value="">{t.choose}</option>{items.map((m) => <option key={m.id} value={m.id} selected={m.id === order.delivery_man_id}>{m.name}</option>)}
        </Field>
      </Form>
    )}</Show>
  );
}

function Messages({ order }: { order: Order }) {
  const found = useLoad(`order/${order.id}/messages/${order.version}`, (signal) => ask(api.GET('/api/v1/admin/orders/{id}/messages', { params: { path: { id: order.id } }, signal })));
  return (
    <section class="panel">
      <h2>{t.messages}</h2>
      <Show of={found}>{({ items }) => (items.length === 0 ? <p class="soft">{t.noMessages}</p> : <ul class="rows">{items.map((m) => (
        <li key={m.id}>
          <p><b>{t.kinds[m.kind]}</b> · <span class={m.state === 'failed' ? 'bad' : ''}>{t.states[m.state]}</span> <span class="soft">· {moment(m.sent_at ?? m.created_at)}</span></p>
          <p>{m.subject ? <bdi>{m.subject}</bdi> : <span>{topics[m.topic] ?? m.topic}</span>}{m.recipient && <> · <bdi class="ltr">{m.recipient}</bdi></>}</p>
          {m.last_error && <p class="soft"><bdi class="ltr">{m.last_error}</bdi></p>}
          {m.state === 'failed' && !m.can_repeat && <p class="soft">{t.wiped}</p>}
          {m.can_repeat && may('order.move') && <button type="button" onClick={guarded(async () => {
            await ask(api.POST('/api/v1/admin/orders/{id}/messages/{message}/again', { params: { path: { id: order.id, message: m.id } } }));
            say(t.sentAgain);
            found.again();
          })}>{t.again}</button>}
        </li>
      ))}</ul>)}</Show>
    </section>
  );
}

/** Steps and notes in one line of time, newest first. */
function Happened({ order }: { order: Order }) {
  const path = { id: order.id };
  const notes = useLoad(may('order.read') ? `order/${order.id}/notes` : null, (signal) => ask(api.GET('/api/v1/admin/orders/{id}/notes', { params: { path, query: { limit: 100 } }, signal })));
  const written = notes.data?.items ?? [];
  const authors = new Map(written.map((n) => [n.admin_user_id, n.author]));
  const who = (h: Order['history'][number]) => (h.actor_type !== 'staff' ? t.actors[h.actor_type]
    : h.actor_id === me.value?.id ? t.you : authors.get(h.actor_id ?? 0) ?? t.staff);
  const entries: Entry[] = [
    ...order.history.map((h, i) => ({ id: `h${i}`, at: h.at, who: who(h), title: h.from_status === h.to_status ? t.edit : h.from_status ? choice(h.to_status) : t.placed, note: h.note })),
    ...written.map((n) => ({ id: `n${n.id}`, at: n.created_at, who: n.author, title: t.note, note: n.note })),
  ].reverse().sort((a, b) => b.at.localeCompare(a.at));
  return (
    <section class="panel">
      <h2>{t.happened}</h2>
      {may('order.move') && <NoteForm send={(note) => ask(api.POST('/api/v1/admin/orders/{id}/notes', { params: { path }, body: { note } }))} onDone={notes.again} />}
      <Timeline entries={entries} />
    </section>
  );
}

function Tickets({ id }: { id: number }) {
  const found = useLoad(`order/${id}/tickets`, (signal) => ask(api.GET('/api/v1/admin/tickets', { params: { query: { order_id: id, limit: 20 } }, signal })));
  return (
    <section class="panel">
      <h2>{t.tickets}</h2>
      <Show of={found}>{({ items }) => (items.length === 0 ? <p class="soft">{t.noTickets}</p>
        : <ul class="rows">{items.map((k) => <li key={k.id}><a href={at(`/tickets/${k.id}`)}><bdi>{k.subject}</bdi></a> <Mark is={k.status} /></li>)}</ul>)}</Show>
      {may('ticket.write') && <p><a href={at(`/tickets/new?order_id=${id}`)}>{t.ask}</a></p>}
    </section>
  );
}
