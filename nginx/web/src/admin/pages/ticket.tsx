// SPDX-License-Identifier: MIT
// One ticket: what the customer wrote, what was answered, what colleagues noted among themselves; and an
// answer, which may bring money back or move the order to another slot with it.

import '../../style/desk.css';
import { useRoute } from 'preact-iso';
import { useRef, useState } from 'preact/hooks';
import { api, ask, keysFor, Problem, type Shape } from '../../lib/api';
import { Choice, Field, Form } from '../../lib/form';
import { at, bytes, day, language, moment, texts } from '../../lib/language';
import { useEvery, useLoad } from '../../lib/load';
import { guarded, say, Show, useTitle } from '../../lib/ui';
import { paidBack, RefundFields } from '../desk/payments';
import { Mark } from '../desk/status';
import { When } from '../desk/when';
import { AskBeforeLeaving } from '../kit/leave';
import { names } from '../kit/refs';
import { choice, label } from '../kit/words';
import { may, me } from '../session';

type Ticket = Shape<'desk_ticket_view'>;
type Answer = Shape<'answer_ticket_in'>;
type StoredFile = { id: number; name: string; size_bytes: number };

const t = texts({
  list: 'Tickets', number: (n: number) => `Ticket ${n}`, thread: 'Messages', guest: 'Guest', note: 'Note for colleagues: the customer does not see it', order: 'The order', customer: 'The customer’s record', others: 'Other tickets',
  by: 'Who looks after it', nobody: 'nobody', me: 'I look after it', giveBack: 'Give it back', giveTo: 'Give it to', assigned: 'It is yours.', free: 'It is nobody’s now.', given: 'It is given on.', set: 'Changed.',
  answer: 'Answer', message: 'Your answer', told: 'The customer gets a message.', canned: 'Ready answer', choose: 'Please choose', then: 'Where it stands then', action: 'What goes with it', none: 'Nothing but the answer', refund: 'Pay back a part',
  slot: 'Another day or hours', reason: 'Why', reasonHint: 'For the books.', send: 'Send the answer', sent: 'The answer is sent.', noteHint: 'The customer never sees it.', noteText: 'Note for colleagues', noteSend: 'Write it down', noted: 'The note is kept.', closed: 'This ticket is closed.',
}, {
  list: 'التذاكر', number: (n: number) => `تذكرة ${n}`, thread: 'الرسائل', guest: 'زائر', note: 'ملاحظة للزملاء: لا يراها العميل', order: 'الطلب', customer: 'سجل العميل', others: 'تذاكر أخرى',
  by: 'المسؤول', nobody: 'لا أحد', me: 'سأتولاها', giveBack: 'إعادتها', giveTo: 'تسليمها إلى', assigned: 'أصبحت لك.', free: 'لم تعد لأحد.', given: 'سُلّمت.', set: 'تم التغيير.',
  answer: 'الرد', message: 'ردك', told: 'تصل رسالة إلى العميل.', canned: 'رد جاهز', choose: 'يرجى الاختيار', then: 'الحالة بعد الرد', action: 'ما يصحب الرد', none: 'الرد فقط', refund: 'رد جزء من المبلغ',
  slot: 'يوم أو موعد آخر', reason: 'السبب', reasonHint: 'للحسابات.', send: 'إرسال الرد', sent: 'أُرسل الرد.', noteHint: 'لا يراها العميل أبدًا.', noteText: 'ملاحظة للزملاء', noteSend: 'حفظ الملاحظة', noted: 'حُفظت الملاحظة.', closed: 'هذه التذكرة مغلقة.',
});

/** With all of its messages. */
async function read(id: number, signal: AbortSignal): Promise<Ticket> {
  const page = (cursor?: string) => ask(api.GET('/api/v1/admin/tickets/{id}', { params: { path: { id }, query: { cursor, limit: 100 } }, signal }));
  const ticket = await page();
  for (let cursor = ticket.next_cursor; cursor;) {
    const more = await page(cursor);
    ticket.replies.push(...more.replies);
    cursor = more.next_cursor;
  }
  return ticket;
}

export default function TicketPage() {
  const id = Number(useRoute().params.id);
  const found = useLoad(`ticket/${id}`, (signal) => read(id, signal));
  useEvery(15, found.again);
  useTitle(found.data && `${t.number(id)}: ${found.data.subject}`);
  return (
    <>
      <p><a href={at('/tickets')}>{t.list}</a></p>
      <Show of={found} page>{(ticket) => (
        <>
          <header class="title"><h1 tabIndex={-1}><bdi>{ticket.subject}</bdi></h1><Mark is={ticket.status} /></header>
          <div class="order-page">
            <div>
              <Thread ticket={ticket} />
              {may('ticket.write') && <><Reply ticket={ticket} again={found.again} /><Note ticket={ticket} again={found.again} /></>}
            </div>
            <Side ticket={ticket} again={found.again} />
          </div>
        </>
      )}</Show>
    </>
  );
}

function Files({ files }: { files: unknown }) {
  const list = (files ?? []) as StoredFile[];
  return list.length === 0 ? null : <ul>{list.map((f) => <li key={f.id}><a href={`/api/v1/admin/attachments/${f.id}`} download><bdi>{f.name}</bdi></a> <span class="soft">({bytes(f.size_bytes)})</span></li>)}</ul>;
}

const Thread = ({ ticket }: { ticket: Ticket }) => (
  <section aria-label={t.thread}>
    <ol class="thread">
      <li data-by="customer"><p class="soft"><b><bdi>{ticket.customer_name ?? t.guest}</bdi></b> · {moment(ticket.created_at)}</p><p dir="auto">{ticket.message}</p><Files files={ticket.files} /></li>
      {ticket.replies.map((r) => (
        <li key={r.id} data-by={r.author_type} data-internal={r.is_internal || undefined}>
          {r.is_internal && <p><strong>{t.note}</strong></p>}
          <p class="soft"><b><bdi>{r.author_name ?? t.guest}</bdi></b> · {moment(r.created_at)}</p><p dir="auto">{r.message}</p><Files files={r.files} />
        </li>
      ))}
    </ol>
  </section>
);

function Reply({ ticket, again }: { ticket: Ticket; again: () => void }) {
  const [keyOf] = useState(keysFor);
  const [round, setRound] = useState(0);
  const [action, setAction] = useState('none');
  const [dirty, setDirty] = useState(false);
  const area = useRef<HTMLElement>(null);
  const canned = useLoad('desk/canned', (signal) => ask(api.GET('/api/v1/admin/canned-answers', { params: { query: { is_active: true, limit: 200 } }, signal })));
  const { order } = ticket;
  const inArabic = (order?.language ?? language) === 'ar';
  const canPay = may('order.refund') && order?.payment_status === 'paid';
  const canMove = may('order.edit') && order?.delivery_date && ['pending', 'confirmed', 'preparing'].includes(order.status);

  /** Behind what is there. */
  function insert(text: string) {
    const field = area.current!.querySelector('textarea')!;
    field.value = [field.value, text].filter(Boolean).join('\n\n');
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.focus();
  }
  if (ticket.status === 'closed') return <p class="panel">{t.closed}</p>;
  return (
    <section class="panel" ref={area} onInput={() => setDirty(true)}>
      <h2>{t.answer}</h2>
      {dirty && <AskBeforeLeaving />}
      {(canned.data?.items.length ?? 0) > 0 && <div class="field"><label for="canned">{t.canned}</label>
        <select id="canned" value="" onChange={(e) => { const a = canned.data!.items.find((c) => String(c.id) === e.currentTarget.value); e.currentTarget.value = ''; if (a) insert(inArabic ? a.text_ar : a.text_en); }}>
          <option value="">{t.choose}</option>{canned.data!.items.map((c) => <option key={c.id} value={c.id}>{c.name}</option>)}
        </select></div>}
      <Form key={round} id="answer" class="wide" send={t.send} onSend={async (v) => {
        const body: Answer = {
          message: v.text('message')!, status: v.text('status') as Answer['status'], version: ticket.version,
          ...action !== 'none' && { reason: v.text('reason')! },
          ...action === 'refund' && paidBack(order!, v),
          ...action === 'slot' && { delivery_date: v.text('delivery_date'), time_slot_id: v.number('time_slot_id'), order_version: order!.version },
        };
        try {
          await ask(api.POST('/api/v1/admin/tickets/{id}/answers', { params: { path: { id: ticket.id }, header: { 'Idempotency-Key': keyOf(body) } }, body }));
        } catch (error) {
          // What came meanwhile is shown; what was written stays, and can be sent then.
          if (error instanceof Problem && error.status === 409) again();
          throw error;
        }
        setDirty(false);
        setAction('none');
        setRound(round + 1);
        say(t.sent);
        again();
      }}>
        <Field name="message" label={t.message} hint={t.told} required maxlength={5000} rows={5} />
        <Field name="status" label={t.then} required>
          {(['awaiting_reply', 'in_progress', 'resolved', 'closed'] as const).map((s) => <option key={s} value={s}>{choice(s)}</option>)}
        </Field>
        {(canPay || canMove) && <Choice name="action" legend={t.action} value="none" onChange={setAction} options={[
          { value: 'none', label: t.none }, ...canPay ? [{ value: 'refund', label: t.refund }] : [], ...canMove ? [{ value: 'slot', label: t.slot }] : [],
        ]} />}
        {action === 'refund' && <RefundFields order={order!} />}
        {action === 'slot' && <When zone={order!.zone_id} date={order!.delivery_date} slot={order!.time_slot_id} />}
        {action !== 'none' && <Field name="reason" label={t.reason} hint={t.reasonHint} required maxlength={500} />}
      </Form>
    </section>
  );
}

function Note({ ticket, again }: { ticket: Ticket; again: () => void }) {
  const [keyOf] = useState(keysFor);
  const [round, setRound] = useState(0);
  return (
    <section class="panel">
      <Form key={round} id="note" send={t.noteSend} onSend={async (v) => {
        const body = { message: v.text('note')! };
        await ask(api.POST('/api/v1/admin/tickets/{id}/notes', { params: { path: { id: ticket.id }, header: { 'Idempotency-Key': keyOf(body) } }, body }));
        setRound(round + 1);
        say(t.noted);
        again();
      }} fields={{ message: 'note' }}>
        <Field name="note" label={t.noteText} hint={t.noteHint} required maxlength={5000} rows={2} />
      </Form>
    </section>
  );
}

const STATES = { status: ['open', 'awaiting_reply', 'in_progress', 'resolved', 'closed'], category: ['general', 'order', 'delivery', 'refund', 'technical', 'account'], priority: ['low', 'normal', 'high', 'urgent'] } as const;
type StateName = keyof typeof STATES;

function Side({ ticket, again }: { ticket: Ticket; again: () => void }) {
  const staff = may('ticket.write') && names('tickets/assignees');
  const path = { id: ticket.id };
  const assign = async (admin_user_id: number | undefined, text: string) => {
    await ask(api.POST('/api/v1/admin/tickets/{id}/assign', { params: { path }, body: { admin_user_id, version: ticket.version } }));
    again();
    say(text);
  };
  const set = async (field: StateName, value: string, back?: string, version = ticket.version): Promise<void> => {
    const now = await ask(api.PATCH('/api/v1/admin/tickets/{id}', { params: { path }, body: { [field]: value, version } as Shape<'desk_set_in'> }));
    again();
    say(t.set, { undo: back === undefined ? undefined : guarded(() => set(field, back, undefined, now.version)) });
  };
  const tried = (run: () => Promise<unknown>) => guarded(async () => { try { await run(); } catch (error) { again(); throw error; } });
  const mine = ticket.assigned_admin_id === me.value!.id;
  return (
    <div>
      <section class="panel">
        <h2>{t.by}</h2>
        <p>{ticket.assigned_name ? <bdi>{ticket.assigned_name}</bdi> : t.nobody}</p>
        {may('ticket.write') && <p class="row-actions">
          {!mine && <button type="button" class="main" onClick={tried(() => assign(me.value!.id, t.assigned))}>{t.me}</button>}
          {ticket.assigned_admin_id && <button type="button" onClick={tried(() => assign(undefined, t.free))}>{t.giveBack}</button>}
        </p>}
        {staff && <div class="field"><label for="assign-to">{t.giveTo}</label>
          <select id="assign-to" value={String(ticket.assigned_admin_id ?? '')} onChange={(e) => { const to = Number(e.currentTarget.value); void tried(() => assign(to || undefined, t.given))(); }}>
            <option value="">{t.nobody}</option>
            {ticket.assigned_admin_id && !staff.of.has(ticket.assigned_admin_id) && <option value={ticket.assigned_admin_id} selected>{ticket.assigned_name}</option>}
            {[...staff.of].map(([id, name]) => <option key={id} value={id} selected={id === ticket.assigned_admin_id}>{name}</option>)}
          </select></div>}
        {(Object.keys(STATES) as StateName[]).map((field) => (
          <div class="field" key={`${field}${ticket.version}`}><label for={`set-${field}`}>{label(field)}</label>
            <select id={`set-${field}`} disabled={!may('ticket.write')} onChange={(e) => { const value = e.currentTarget.value; void tried(() => set(field, value, ticket[field]))(); }}>
              {STATES[field].map((s) => <option key={s} value={s} selected={s === ticket[field]}>{choice(s)}</option>)}
            </select></div>
        ))}
      </section>
      <section class="panel">
        <p><bdi>{ticket.customer_name ?? t.guest}</bdi>{ticket.customer_phone && <><br /><a class="ltr" href={`tel:${ticket.customer_phone}`}>{ticket.customer_phone}</a></>}
          {ticket.customer_email && <><br /><a class="ltr" href={`mailto:${ticket.customer_email}`}>{ticket.customer_email}</a></>}
          {ticket.customer_id && may('customer.read') && <><br /><a href={at(`/customers/${ticket.customer_id}`)}>{t.customer}</a></>}</p>
        {ticket.order && <><h2>{t.order}</h2>
          <p><a href={at(`/orders/${ticket.order.id}`)}><bdi class="ltr">{ticket.order.number}</bdi></a> <Mark is={ticket.order.status} />
            {ticket.order.delivery_date && <><br />{day(ticket.order.delivery_date)} · {ticket.order.delivery_time_slot_name}</>}</p></>}
        {ticket.others.length > 0 && <><h2>{t.others}</h2><ul class="rows">{ticket.others.map((o) => <li key={o.id}><a href={at(`/tickets/${o.id}`)}><bdi>{o.subject}</bdi></a> <Mark is={o.status} /></li>)}</ul></>}
      </section>
    </div>
  );
}
