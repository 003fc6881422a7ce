// SPDX-License-Identifier: MIT
// What happened, by whom, from what to what, newest first.
//
//   <Timeline entries={[{ id, at, who, title, changes: [{ field, before, after }], note }]} />
//   <History entity="cities" id={5} />      the journal's entries about one row

import type { ComponentChildren } from 'preact';
import { api, ask, type Shape } from '../../lib/api';
import { moment, texts } from '../../lib/language';
import { useLoad } from '../../lib/load';
import { Show } from '../../lib/ui';
import { may } from '../session';
import { Value } from './value';
import { label } from './words';

const t = texts({
  title: 'Who changed this', none: 'Nothing was changed since the journal begins.', add: 'Made', change: 'Changed', set: 'Changed', remove: 'Removed', restore: 'Brought back', edit: 'Changed', invite: 'Invited', create: 'Made', move: 'Moved on', assign: 'Given to', pay: 'Paid', refund: 'Paid back', take: 'Taken by phone', pack: 'Packed', slots: 'Hours set', images: 'Pictures set', flavors: 'Contents set', file: 'File set',
  link: 'Link sent', login: 'Logged in', login_failed: 'Login failed', logout: 'Logged out', log_out: 'Logged out', password_change: 'Password changed', password_forgotten: 'Password forgotten', password_reset: 'Password set anew', recovery_code: 'Recovery code used', recovery_codes: 'New recovery codes',
  session_end: 'Session ended', sessions_end: 'Sessions ended', step_up: 'Gave the password', step_up_failed: 'Gave a wrong password', totp: 'Second step set up', totp_reset: 'Second step removed', answer: 'Answered', note: 'Note', open: 'Opened', undo: 'Taken back',
  machine: 'the shop itself', was: 'was', more: 'The whole journal',
}, {
  title: 'من غيّر هذا', none: 'لم يتغير شيء منذ بداية السجل.', add: 'أُنشئ', change: 'تغيّر', set: 'تغيّر', remove: 'حُذف', restore: 'أُعيد', edit: 'تغيّر', invite: 'دُعي', create: 'أُنشئ', move: 'تغيّرت الحالة', assign: 'أُسند', pay: 'دُفع', refund: 'أُعيد المبلغ', take: 'سُجّل بالهاتف', pack: 'عُبّئ', slots: 'حُددت المواعيد', images: 'حُددت الصور', flavors: 'حُددت المحتويات', file: 'حُدد الملف',
  link: 'أُرسل رابط', login: 'سجّل الدخول', login_failed: 'فشل الدخول', logout: 'سجّل الخروج', log_out: 'سُجّل خروجه', password_change: 'غيّر كلمة المرور', password_forgotten: 'نسي كلمة المرور', password_reset: 'كلمة مرور جديدة', recovery_code: 'استخدم رمز استرداد', recovery_codes: 'رموز استرداد جديدة',
  session_end: 'أُنهيت جلسة', sessions_end: 'أُنهيت الجلسات', step_up: 'أكّد كلمة المرور', step_up_failed: 'كلمة مرور خاطئة', totp: 'فُعّلت الخطوة الثانية', totp_reset: 'أُزيلت الخطوة الثانية', answer: 'أُجيب', note: 'ملاحظة', open: 'فُتحت', undo: 'تم التراجع',
  machine: 'المتجر نفسه', was: 'كان', more: 'السجل كله',
});

export interface Change { field: string; before?: unknown; after?: unknown }
export interface Entry {
  id: number | string;
  at: string;
  who?: string | null;
  title: ComponentChildren;
  changes?: Change[];
  note?: string | null;
}

export const Timeline = ({ entries }: { entries: Entry[] }) => (
  <ol class="timeline">{entries.map((e) => (
    <li key={e.id}>
      <p><strong><bdi>{e.title}</bdi></strong> · <bdi>{e.who ?? t.machine}</bdi> · <time dateTime={e.at} class="soft">{moment(e.at)}</time></p>
      {e.changes && e.changes.length > 0 && <dl>{e.changes.map((c) => (
        <div key={c.field}><dt>{label(c.field)}</dt><dd><Value of={c.after} field={c.field} />{c.before !== undefined && <span class="soft"> ({t.was} <Value of={c.before} field={c.field} />)</span>}</dd></div>
      ))}</dl>}
      {e.note && <p dir="auto">{e.note}</p>}
    </li>
  ))}</ol>
);

const QUIET = new Set(['zone_key', 'created_by', 'version', 'updated_at', 'created_at', 'id']);
type Json = Record<string, unknown> | null;

/** What is different between the two states that an entry keeps. */
export function changes(before: unknown, after: unknown): Change[] {
  const [b, a] = [before as Json, after as Json];
  if (typeof b !== 'object' && typeof a !== 'object') return [];
  const fields = [...new Set([...Object.keys(b ?? {}), ...Object.keys(a ?? {})])].filter((f) => !QUIET.has(f));
  return fields.filter((f) => JSON.stringify(b?.[f]) !== JSON.stringify(a?.[f]) && !(b === null && a?.[f] == null))
    .map((field) => ({ field, before: b === null ? undefined : b[field] ?? null, after: a?.[field] ?? null }));
}

const verbs = t as unknown as Record<string, string>;
const actionName = (action: string) => verbs[action.split('.').pop()!] ?? action;

const entryOf = (e: Shape<'journal_entry_view'>): Entry => ({
  id: e.id, at: e.created_at, who: e.username, title: actionName(e.action), changes: changes(e.before_json, e.after_json), note: e.note,
});

export function History({ entity, id }: { entity: string; id: number }) {
  const found = useLoad(may('audit.read') ? `history/${entity}/${id}` : null, (signal) =>
    ask(api.GET('/api/v1/admin/audit', { params: { query: { entity, entity_id: id, limit: 50 } }, signal })));
  if (!may('audit.read')) return null;
  return (
    <section>
      <h2>{t.title}</h2>
      <Show of={found}>{(page) => (page.items.length === 0 ? <p class="soft">{t.none}</p> : <Timeline entries={page.items.map(entryOf)} />)}</Show>
    </section>
  );
}
