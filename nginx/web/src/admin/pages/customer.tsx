// SPDX-License-Identifier: MIT
// One customer: what is known, what was ordered, what staff decide and note, where the account is logged
// in, and which orders it took over.

import '../../style/desk.css';
import { useRoute } from 'preact-iso';
import { useState } from 'preact/hooks';
import { api, ask, Problem, type Shape } from '../../lib/api';
import { Field, Form } from '../../lib/form';
import { at, day, moment, money, plural, texts } from '../../lib/language';
import { Listed } from '../../lib/listed';
import { useLoad } from '../../lib/load';
import { Dialog, guarded, say, Show, useTitle } from '../../lib/ui';
import { deviceName } from '../../shop/account/device';
import { NoteForm } from '../desk/notes';
import { Mark } from '../desk/status';
import { Timeline } from '../kit/history';
import { choice, label } from '../kit/words';
import { may } from '../session';

type Customer = Shape<'customer_file_view'>;
type Set = Shape<'set_customer_in'>;

const t = texts({
  list: 'Customers', nameless: 'No name', about: 'What is known', proved: 'proved', unproved: 'not proved', orders: (n: number) => plural(n, { one: '# order', other: '# orders' }), paid: 'Paid', last: 'Last order', since: 'Since', login: 'Last login', never: 'never',
  addresses: 'Addresses', noAddresses: 'None.', birthday: 'Birthday', language: 'Language', en: 'English', ar: 'Arabic', ordered: 'Orders', noOrders: 'Nothing was ordered yet.', all: 'All of them', decide: 'What we decide', status: 'Account', statusHint: 'Not open: all sessions end, and there is no login.',
  group: 'Group for prices and rules', groupHint: 'Such as member or wholesale', save: 'Save', saved: 'Saved.', notes: 'Notes', note: 'Note', noNotes: 'No notes yet.', sessions: 'Logged in at', noSessions: 'Nowhere.', end: 'Log out everywhere', ended: 'The account is logged out everywhere.',
  endLead: 'On the next request each device has to log in again.', claims: 'Orders taken over', noClaims: 'None.', via: { email: 'by proving the e-mail', phone: 'by proving the phone' }, undo: 'Take back', undoTitle: 'Take the claim back?', undoLead: 'The orders go back to whose they were. The customer can claim them again by proving again.',
  why: 'Why', undone: (at: string) => `Taken back on ${at}`, returned: (n: number) => `Taken back: ${plural(n, { one: '# order', other: '# orders' })}.`, ask: 'Write down a question', was: 'lasted until', tickets: 'Tickets', noTickets: 'None.',
}, {
  list: 'العملاء', nameless: 'بلا اسم', about: 'المعروف عنه', proved: 'مؤكد', unproved: 'غير مؤكد', orders: (n: number) => plural(n, { zero: 'بلا طلبات', one: 'طلب واحد', two: 'طلبان', few: '# طلبات', many: '# طلبًا', other: '# طلب' }), paid: 'المدفوع', last: 'آخر طلب', since: 'منذ', login: 'آخر دخول', never: 'أبدًا',
  addresses: 'العناوين', noAddresses: 'لا توجد.', birthday: 'تاريخ الميلاد', language: 'اللغة', en: 'الإنجليزية', ar: 'العربية', ordered: 'الطلبات', noOrders: 'لم يطلب شيئًا بعد.', all: 'كل الطلبات', decide: 'ما نقرره', status: 'الحساب', statusHint: 'غير المفعّل: تنتهي كل الجلسات ولا يمكن الدخول.',
  group: 'المجموعة للأسعار والقواعد', groupHint: 'مثل الأعضاء أو الجملة', save: 'حفظ', saved: 'تم الحفظ.', notes: 'الملاحظات', note: 'ملاحظة', noNotes: 'لا توجد ملاحظات بعد.', sessions: 'مسجّل الدخول في', noSessions: 'لا مكان.', end: 'تسجيل الخروج من كل مكان', ended: 'سُجّل خروج الحساب من كل مكان.',
  endLead: 'سيحتاج كل جهاز إلى تسجيل الدخول من جديد.', claims: 'طلبات استردها الحساب', noClaims: 'لا توجد.', via: { email: 'بتأكيد البريد', phone: 'بتأكيد الهاتف' }, undo: 'تراجع', undoTitle: 'التراجع عن الاسترداد؟', undoLead: 'تعود الطلبات إلى صاحبها السابق. ويمكن للعميل استردادها بالتأكيد من جديد.',
  why: 'السبب', undone: (at: string) => `أُلغي في ${at}`, returned: (n: number) => `أُعيد: ${plural(n, { zero: 'لا شيء', one: 'طلب واحد', two: 'طلبان', few: '# طلبات', many: '# طلبًا', other: '# طلب' })}.`, ask: 'تدوين سؤال', was: 'حتى', tickets: 'التذاكر', noTickets: 'لا توجد.',
});

export default function CustomerPage() {
  const id = Number(useRoute().params.id);
  const found = useLoad(`customer/${id}`, (signal) => ask(api.GET('/api/v1/admin/customers/{id}', { params: { path: { id } }, signal })));
  const name = found.data && ([found.data.first_name, found.data.last_name].filter(Boolean).join(' ') || t.nameless);
  useTitle(name);
  return (
    <>
      <p><a href={at('/customers')}>{t.list}</a></p>
      <Show of={found} page>{(c) => (
        <>
          <header class="title">
            <h1 tabIndex={-1}><bdi>{name}</bdi></h1><Mark is={c.status} />
            {may('ticket.write') && <a class="button" href={at(`/tickets/new?customer_id=${c.id}`)}>{t.ask}</a>}
          </header>
          <div class="order-page">
            <div>
              <About of={c} />
              <Orders id={c.id} />
              {may('ticket.read') && <Tickets id={c.id} />}
              <Notes id={c.id} />
            </div>
            <div>
              {may('customer.write') && <Decide of={c} again={found.again} />}
              {c.type === 'registered' && <Sessions id={c.id} />}
              {may('claim.read') && <Claims id={c.id} />}
            </div>
          </div>
        </>
      )}</Show>
    </>
  );
}

function About({ of: c }: { of: Customer }) {
  const contact = (value: string | null, proved: boolean) => value && <><bdi class="ltr">{value}</bdi> <span class="soft">({proved ? t.proved : t.unproved})</span></>;
  const facts: [string, preact.ComponentChildren][] = [
    [label('phone'), contact(c.phone, c.phone_verified)], [label('email'), contact(c.email, c.email_verified)], [label('username'), c.username && <bdi class="ltr">{c.username}</bdi>], [label('type'), choice(c.type)],
    [t.language, c.language === 'ar' ? t.ar : t.en], [t.birthday, c.birth_date && day(c.birth_date)], [t.paid, `${money(c.paid)} · ${t.orders(c.orders)}`], [t.last, c.last_order_at ? moment(c.last_order_at) : t.never], [t.since, moment(c.created_at)],
    [t.login, c.type === 'registered' && (c.last_login_at ? moment(c.last_login_at) : t.never)],
    [t.addresses, c.addresses.length > 0 ? <ul>{c.addresses.map((a) => <li key={a.id}><bdi>{a.street_address}</bdi>, <bdi>{a.zone_name}</bdi>, <bdi>{a.city_name}</bdi></li>)}</ul> : t.noAddresses],
  ];
  return <section class="panel"><h2>{t.about}</h2><dl class="facts">{facts.filter(([, value]) => value).map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl></section>;
}

function Orders({ id }: { id: number }) {
  const found = useLoad(`customer/${id}/orders`, (signal) => ask(api.GET('/api/v1/admin/orders', { params: { query: { customer_id: id, limit: 10 } }, signal })));
  return (
    <section class="panel">
      <h2>{t.ordered}</h2>
      <Show of={found}>{(page) => (page.items.length === 0 ? <p class="soft">{t.noOrders}</p> : (
        <>
          <ul class="rows">{page.items.map((o) => <li key={o.id}><a href={at(`/orders/${o.id}`)}><bdi class="ltr">{o.number}</bdi></a> <Mark is={o.status} /> {money(o.total)} <span class="soft">· {moment(o.created_at)}</span></li>)}</ul>
          {page.next_cursor && <p><a href={at(`/orders?customer_id=${id}`)}>{t.all}</a></p>}
        </>
      ))}</Show>
    </section>
  );
}

function Tickets({ id }: { id: number }) {
  const found = useLoad(`customer/${id}/tickets`, (signal) => ask(api.GET('/api/v1/admin/tickets', { params: { query: { customer_id: id, limit: 10 } }, signal })));
  return (
    <section class="panel">
      <h2>{t.tickets}</h2>
      <Show of={found}>{({ items }) => (items.length === 0 ? <p class="soft">{t.noTickets}</p>
        : <ul class="rows">{items.map((k) => <li key={k.id}><a href={at(`/tickets/${k.id}`)}><bdi>{k.subject}</bdi></a> <Mark is={k.status} /></li>)}</ul>)}</Show>
    </section>
  );
}

function Decide({ of: c, again }: { of: Customer; again: () => void }) {
  // What was not proved is open as far as staff decide.
  const status: Set['status'] = c.status === 'unverified' ? 'active' : c.status;
  const set = (body: Set) => ask(api.PUT('/api/v1/admin/customers/{id}', { params: { path: { id: c.id } }, body }));
  return (
    <section class="panel">
      <h2>{t.decide}</h2>
      <Form key={c.version} id="decide" send={t.save} onSend={async (v) => {
        try {
          const now = await set({ version: c.version, status: v.text('status') as Set['status'], customer_group: v.text('customer_group') });
          again();
          say(t.saved, { undo: guarded(async () => { await set({ version: now.version, status, customer_group: c.customer_group ?? undefined }); again(); }) });
        } catch (error) {
          if (error instanceof Problem && error.code === 'conflict') { again(); say(error.message, { bad: true }); }
          else throw error;
        }
      }}>
        <Field name="status" label={t.status} hint={t.statusHint} required>
          {(['active', 'inactive', 'suspended'] as const).map((s) => <option key={s} value={s} selected={s === status}>{choice(s)}</option>)}
        </Field>
        <Field name="customer_group" label={t.group} hint={t.groupHint} maxlength={64} defaultValue={c.customer_group ?? ''} autocomplete="off" />
      </Form>
    </section>
  );
}

function Notes({ id }: { id: number }) {
  const path = { id };
  const found = useLoad(`customer/${id}/notes`, (signal) => ask(api.GET('/api/v1/admin/customers/{id}/notes', { params: { path, query: { limit: 100 } }, signal })));
  return (
    <section class="panel">
      <h2>{t.notes}</h2>
      {may('customer.write') && <NoteForm send={(note) => ask(api.POST('/api/v1/admin/customers/{id}/notes', { params: { path }, body: { note } }))} onDone={found.again} />}
      <Show of={found}>{({ items }) => (items.length === 0 ? <p class="soft">{t.noNotes}</p>
        : <Timeline entries={items.map((n) => ({ id: n.id, at: n.created_at, who: n.author, title: t.note, note: n.note }))} />)}</Show>
    </section>
  );
}

function Sessions({ id }: { id: number }) {
  const [asking, setAsking] = useState(false);
  const [round, setRound] = useState(0);
  const path = { id };
  return (
    <section class="panel">
      <h2>{t.sessions}</h2>
      <Listed key={round} name={`customer/${id}/sessions/${round}`} empty={<p class="soft">{t.noSessions}</p>} load={(cursor, signal) => ask(api.GET('/api/v1/admin/customers/{id}/sessions', { params: { path, query: { cursor } }, signal }))}>
        {(items) => (
          <>
            <ul class="rows">{items.map((s) => <li key={s.id}><bdi>{deviceName(s.device_name)}</bdi> <span class="soft">· {moment(s.last_activity_at)}{s.ip_address && <> · <bdi class="ltr">{s.ip_address}</bdi></>}</span></li>)}</ul>
            {may('customer.write') && <button type="button" class="danger" onClick={() => setAsking(true)}>{t.end}</button>}
          </>
        )}
      </Listed>
      <Dialog title={t.end} open={asking} onClose={() => setAsking(false)}>
        <p>{t.endLead}</p>
        <p class="actions"><button type="button" class="danger" onClick={guarded(async () => {
          await ask(api.DELETE('/api/v1/admin/customers/{id}/sessions', { params: { path } }));
          setAsking(false);
          setRound(round + 1);
          say(t.ended);
        })}>{t.end}</button></p>
      </Dialog>
    </section>
  );
}

function Claims({ id }: { id: number }) {
  const [undoing, setUndoing] = useState<number | null>(null);
  const [round, setRound] = useState(0);
  return (
    <section class="panel">
      <h2>{t.claims}</h2>
      <Listed key={round} name={`customer/${id}/claims/${round}`} empty={<p class="soft">{t.noClaims}</p>} load={(cursor, signal) => ask(api.GET('/api/v1/admin/customers/{id}/claims', { params: { path: { id }, query: { cursor } }, signal }))}>
        {(items) => <ul class="rows">{items.map((c) => (
          <li key={c.id}>
            <p>{moment(c.created_at)} · {t.via[c.via]}</p>
            <p>{c.orders.map((o, i) => <span key={o.id}>{i > 0 && ' · '}<a href={at(`/orders/${o.id}`)}><bdi class="ltr">{o.number}</bdi></a></span>)}</p>
            {c.undone_at ? <p class="soft">{t.undone(moment(c.undone_at))}{c.undo_note && <>: <bdi>{c.undo_note}</bdi></>}</p>
              : may('claim.undo') && <button type="button" onClick={() => setUndoing(c.id)}>{t.undo}</button>}
          </li>
        ))}</ul>}
      </Listed>
      <Dialog title={t.undoTitle} open={undoing !== null} onClose={() => setUndoing(null)}>
        <p>{t.undoLead}</p>
        <Form id="undo" send={t.undo} onSend={async (v) => {
          const { returned } = await ask(api.POST('/api/v1/admin/claims/{id}/undo', { params: { path: { id: undoing! } }, body: { note: v.text('note')! } }));
          setUndoing(null);
          setRound(round + 1);
          say(t.returned(returned));
        }}><Field name="note" label={t.why} required maxlength={500} /></Form>
      </Dialog>
    </section>
  );
}
