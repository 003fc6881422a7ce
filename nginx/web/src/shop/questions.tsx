// SPDX-License-Identifier: MIT
// Questions to the shop: asking, the list, a thread.  The same for an account and for who holds an order's
// link; what differs is the desk that takes them.
//
//   const desk = ofOrder(number, token);
//   <Questions desk={desk} /> and, at one of them, <Thread desk={desk} id={id} />

import '../style/account.css';
import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso';
import { useEffect, useState } from 'preact/hooks';
import { api, ask, keysFor, type Shape } from '../lib/api';
import { Check, Field, Form } from '../lib/form';
import { at, bytes, moment, texts } from '../lib/language';
import { keep, useEvery, useLoad } from '../lib/load';
import { guarded, say, shopName, Show } from '../lib/ui';
import { save } from '../lib/upload';
import { focusTitle } from './account/frame';
import { Listed } from './account/list';
import { Attachments, numbersOf, type Picked } from './attachments';

type Ticket = Shape<'ticket_view'>;
type Row = Shape<'ticket_row_view'>;
type Status = Row['status'];
type Category = Row['category'];
interface StoredFile { id: number; name: string; media_type: string; size_bytes: number }

const t = texts({
  ask: 'Ask a question', none: 'No questions yet.', subject: 'What is it about, in a few words', category: 'Kind', order: 'About which order', noOrder: 'No order', message: 'Your question',
  urgent: 'It is urgent: it concerns a delivery of today', send: 'Send the question', sent: 'Your question is with us. We answer here and send you a message.',
  categories: { general: 'Something else', order: 'An order', delivery: 'A delivery', refund: 'A refund', technical: 'The website', account: 'My account' } as Record<Category, string>,
  statuses: { open: 'Waiting for our answer', awaiting_reply: 'We have answered', in_progress: 'We are working on it', resolved: 'Solved', closed: 'Closed' } as Record<Status, string>,
  you: 'You', last: 'Last message', reply: 'Your reply', sendReply: 'Send', replied: 'Your reply is sent.', close: 'It is settled: close it', closed: 'The question is closed.', reopen: 'Open it again', reopened: 'The question is open again.',
  closedText: 'This question is closed.', thread: 'Messages', file: 'Download', aboutOrder: 'Order', cancel: 'Cancel',
}, {
  ask: 'اطرح سؤالًا', none: 'لا توجد أسئلة بعد.', subject: 'الموضوع في كلمات قليلة', category: 'النوع', order: 'بخصوص أي طلب', noOrder: 'لا يخص طلبًا', message: 'سؤالك',
  urgent: 'الأمر عاجل: يخص توصيلًا اليوم', send: 'إرسال السؤال', sent: 'وصلنا سؤالك. سنجيب هنا ونرسل إليك رسالة.',
  categories: { general: 'أمر آخر', order: 'طلب', delivery: 'توصيل', refund: 'استرداد مبلغ', technical: 'الموقع', account: 'حسابي' } as Record<Category, string>,
  statuses: { open: 'في انتظار إجابتنا', awaiting_reply: 'أجبنا', in_progress: 'نعمل عليه', resolved: 'تم الحل', closed: 'مغلق' } as Record<Status, string>,
  you: 'أنت', last: 'آخر رسالة', reply: 'ردك', sendReply: 'إرسال', replied: 'أُرسل ردك.', close: 'انتهى الأمر: إغلاق السؤال', closed: 'أُغلق السؤال.', reopen: 'فتحه من جديد', reopened: 'فُتح السؤال من جديد.',
  closedText: 'هذا السؤال مغلق.', thread: 'الرسائل', file: 'تنزيل', aboutOrder: 'الطلب', cancel: 'إلغاء',
});

type Opened = Omit<Shape<'open_ticket_in'>, 'order_number'> & { order_number?: string };
type Replied = Shape<'reply_ticket_in'>;

/** Who takes the questions. */
export interface Desk {
  /** The list's page; a thread's is below it. */
  page: string;
  /** What its reads are kept under. */
  name: string;
  /** Where files go, and with which headers. */
  files: string;
  headers: Record<string, string>;
  /** Whether it is about an order can be chosen. */
  choosesOrder: boolean;
  list: (cursor?: string, signal?: AbortSignal) => Promise<Shape<'ticket_list_view'>>;
  get: (id: number, cursor?: string) => Promise<Ticket>;
  open: (body: Opened, key: string) => Promise<Ticket>;
  reply: (id: number, body: Replied, key: string) => Promise<Ticket>;
  close: (id: number) => Promise<Ticket>;
  reopen: (id: number) => Promise<Ticket>;
  file: (id: number) => Promise<Blob>;
}

const LIMIT = 100;
// The schema calls a file a string; asked for as a blob it is one.
const blob = async (answer: Parameters<typeof ask>[0]) => await ask(answer) as Blob;

/** Of whoever is logged in. */
export const own: Desk = {
  page: at('/account/questions'), name: 'me/tickets', files: '/api/v1/me/attachments', headers: {}, choosesOrder: true,
  list: (cursor, signal) => ask(api.GET('/api/v1/me/tickets', { params: { query: { cursor } }, signal })),
  get: (id, cursor) => ask(api.GET('/api/v1/me/tickets/{id}', { params: { path: { id }, query: { cursor, limit: LIMIT } } })),
  open: (body, key) => ask(api.POST('/api/v1/me/tickets', { params: { header: { 'Idempotency-Key': key } }, body })),
  reply: (id, body, key) => ask(api.POST('/api/v1/me/tickets/{id}/replies', { params: { path: { id }, header: { 'Idempotency-Key': key } }, body })),
  close: (id) => ask(api.POST('/api/v1/me/tickets/{id}/close', { params: { path: { id } } })),
  reopen: (id) => ask(api.POST('/api/v1/me/tickets/{id}/reopen', { params: { path: { id } } })),
  file: (id) => blob(api.GET('/api/v1/me/attachments/{id}', { params: { path: { id } }, parseAs: 'blob' })),
};

/** Of an order, for who holds its secret. */
export function ofOrder(number: string, token: string): Desk {
  const header = { 'tracking-token': token };
  const path = (id: number) => ({ path: { number, id }, header });
  return {
    page: at(`/orders/${number}/questions`), name: `orders/${number}/tickets`, files: `/api/v1/orders/${number}/attachments`, headers: header, choosesOrder: false,
    list: (cursor, signal) => ask(api.GET('/api/v1/orders/{number}/tickets', { params: { path: { number }, header, query: { cursor } }, signal })),
    get: (id, cursor) => ask(api.GET('/api/v1/orders/{number}/tickets/{id}', { params: { ...path(id), query: { cursor, limit: LIMIT } } })),
    open: ({ order_number: _, ...body }, key) => ask(api.POST('/api/v1/orders/{number}/tickets',
      { params: { path: { number }, header: { ...header, 'Idempotency-Key': key } }, body })),
    reply: (id, body, key) => ask(api.POST('/api/v1/orders/{number}/tickets/{id}/replies',
      { params: { path: { number, id }, header: { ...header, 'Idempotency-Key': key } }, body })),
    close: (id) => ask(api.POST('/api/v1/orders/{number}/tickets/{id}/close', { params: path(id) })),
    reopen: (id) => ask(api.POST('/api/v1/orders/{number}/tickets/{id}/reopen', { params: path(id) })),
    file: (id) => blob(api.GET('/api/v1/orders/{number}/attachments/{id}', { params: path(id), parseAs: 'blob' })),
  };
}

const StatusMark = ({ status }: { status: Status }) => <span class="mark" data-is={status}>{t.statuses[status]}</span>;

/** All questions, and the form for another; `order` is the one that it begins with. */
export function Questions({ desk, order }: { desk: Desk; order?: string }) {
  const [asking, setAsking] = useState(order !== undefined);
  return (
    <>
      {asking ? <Ask desk={desk} order={order} onCancel={() => setAsking(false)} />
        : <p><button type="button" class="main" onClick={() => setAsking(true)}>{t.ask}</button></p>}
      <Listed name={desk.name} load={desk.list} empty={asking ? <></> : <p class="panel empty">{t.none}</p>}>
        {(tickets) => (
          <ul class="rows">{tickets.map((q) => (
            <li key={q.id}>
              <div class="linked"><h2><a href={`${desk.page}/${q.id}`}><bdi>{q.subject}</bdi></a></h2> <StatusMark status={q.status} /></div>
              <p class="soft">{t.categories[q.category]} · {t.last}: {moment(q.last_reply_at ?? q.created_at)}</p>
            </li>
          ))}</ul>
        )}
      </Listed>
    </>
  );
}

function Ask({ desk, order, onCancel }: { desk: Desk; order?: string; onCancel: () => void }) {
  const { route } = useLocation();
  const [keyOf] = useState(keysFor);
  const [files, setFiles] = useState<Picked[]>([]);
  return (
    <section class="panel">
      <Form send={t.send} keepAs={`${desk.name}/ask`} aside={<button type="button" onClick={onCancel}>{t.cancel}</button>} onSend={async (values) => {
        const body: Opened = {
          subject: values.text('subject')!, message: values.text('message')!, category: values.text('category') as Category,
          priority: values.on('urgent') ? 'high' : undefined, order_number: values.text('order_number'), attachments: await numbersOf(files),
        };
        const ticket = await desk.open(body, keyOf(body));
        say(t.sent);
        route(`${desk.page}/${ticket.id}`);
      }}>
        <Field name="category" label={t.category} required>
          {Object.entries(t.categories).map(([value, name]) => <option key={value} value={value} selected={value === (order || !desk.choosesOrder ? 'order' : 'general')}>{name}</option>)}
        </Field>
        {desk.choosesOrder && <OrderField chosen={order} />}
        <Field name="subject" label={t.subject} required maxlength={200} autocomplete="off" />
        <Field name="message" label={t.message} required rows={5} maxlength={5000} />
        <Attachments desk={desk} files={files} onChange={setFiles} />
        <Check name="urgent" label={t.urgent} />
      </Form>
    </section>
  );
}

function OrderField({ chosen }: { chosen?: string }) {
  const orders = useLoad('me/orders', (signal) => ask(api.GET('/api/v1/me/orders', { signal })));
  const numbers = [...new Set([...(chosen ? [chosen] : []), ...(orders.data?.items.map((o) => o.number) ?? [])])];
  return (
    <Field name="order_number" label={t.order}>
      <option value="">{t.noOrder}</option>
      {numbers.map((n) => <option key={n} value={n} selected={n === chosen}>{n}</option>)}
    </Field>
  );
}

/** The whole of it: the replies come by pages. */
async function whole(desk: Desk, id: number) {
  const ticket = await desk.get(id);
  while (ticket.next_cursor) {
    const more = await desk.get(id, ticket.next_cursor);
    ticket.replies.push(...more.replies);
    ticket.next_cursor = more.next_cursor;
  }
  return ticket;
}

/** One question with its answers; `onSubject` tells what it is about, for the page's title. */
export function Thread({ desk, id, onSubject }: { desk: Desk; id: number; onSubject?: (subject: string) => void }) {
  const name = `${desk.name}/${id}`;
  const ticket = useLoad(name, () => whole(desk, id));
  useEvery(30, ticket.again);
  useEffect(() => { if (ticket.data) onSubject?.(ticket.data.subject); }, [ticket.data?.subject]);

  const move = (send: (id: number) => Promise<Ticket>, text: string) => guarded(async () => {
    await send(id);
    keep(name, await whole(desk, id));
    ticket.again();
    focusTitle();
    say(text);
  });
  return (
    <Show of={ticket}>{(q) => (
      <>
        <p><StatusMark status={q.status} /> <span class="soft">{t.categories[q.category]}{q.order_number && <> · {t.aboutOrder} <span class="ltr">{q.order_number}</span></>}</span></p>
        <ol class="thread" aria-label={t.thread}>
          <Message desk={desk} mine at={q.created_at} text={q.message} files={q.files as StoredFile[] | null} />
          {q.replies.map((r) => <Message key={r.id} desk={desk} mine={r.author_type === 'customer'} at={r.created_at} text={r.message} files={r.files as StoredFile[] | null} />)}
        </ol>
        {q.status === 'closed' ? (
          <div class="panel"><p>{t.closedText}</p><p><button type="button" onClick={move(desk.reopen, t.reopened)}>{t.reopen}</button></p></div>
        ) : (
          <>
            <Reply key={q.replies.length} desk={desk} id={id} onSent={(now) => { if (!now.next_cursor) keep(name, now); ticket.again(); }} />
            <p><button type="button" class="link" onClick={move(desk.close, t.closed)}>{t.close}</button></p>
          </>
        )}
      </>
    )}</Show>
  );
}

function Reply({ desk, id, onSent }: { desk: Desk; id: number; onSent: (now: Ticket) => void }) {
  const [keyOf] = useState(keysFor);
  const [files, setFiles] = useState<Picked[]>([]);
  const [round, setRound] = useState(0);
  return (
    <Form key={round} send={t.sendReply} keepAs={`${desk.name}/${id}/reply`} onSend={async (values) => {
      const body = { message: values.text('message')!, attachments: await numbersOf(files) };
      onSent(await desk.reply(id, body, keyOf(body)));
      setFiles([]);
      setRound(round + 1);
      say(t.replied);
    }}>
      <Field name="message" label={t.reply} required rows={3} maxlength={5000} />
      <Attachments desk={desk} files={files} onChange={setFiles} />
    </Form>
  );
}

function Message({ desk, mine, at: when, text, files }: { desk: Desk; mine: boolean; at: string; text: string; files: StoredFile[] | null }): ComponentChildren {
  return (
    <li class="message" data-mine={mine || undefined}>
      <p class="soft"><b>{mine ? t.you : shopName.value}</b> · <time dateTime={when}>{moment(when)}</time></p>
      <p dir="auto" class="said">{text}</p>
      {files?.length ? <ul class="files">{files.map((f) => (
        <li key={f.id}><button type="button" class="link" onClick={guarded(() => fetchFile(desk, f))}>
          <bdi>{f.name}</bdi> <span class="soft">({bytes(f.size_bytes)})</span></button></li>
      ))}</ul> : null}
    </li>
  );
}

/** By a request of our own, since a link cannot carry an order's secret. */
async function fetchFile(desk: Desk, file: StoredFile) {
  save(await desk.file(file.id), file.name);
}
