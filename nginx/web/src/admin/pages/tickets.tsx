// SPDX-License-Identifier: MIT
import '../../style/desk.css';
import { useLocation } from 'preact-iso';
import { at, moment, texts } from '../../lib/language';
import { Mark } from '../desk/status';
import { query } from '../kit/call';
import { List } from '../kit/list';
import { choice } from '../kit/words';
import { may } from '../session';

const t = texts({ title: 'Tickets', looks: 'Whose', all: 'Everybody’s', mine: 'Mine', unassigned: 'Nobody’s', waiting: 'Waiting for an answer', add: 'Write down a question', number: (n: number) => `Ticket ${n}`, guest: 'a guest' },
  { title: 'التذاكر', looks: 'لمن', all: 'تذاكر الجميع', mine: 'لي', unassigned: 'بلا مسؤول', waiting: 'في انتظار إجابة', add: 'تدوين سؤال', number: (n: number) => `تذكرة ${n}`, guest: 'زائر' });

const TABS: [string, Record<string, string>][] = [[t.all, {}], [t.mine, { mine: 'true' }], [t.unassigned, { unassigned: 'true' }], [t.waiting, { waiting: 'true', sort: 'oldest' }]];

export default function Tickets() {
  const { query: asked } = useLocation();
  const here = ['mine', 'unassigned', 'waiting'].find((name) => asked[name]);
  return (
    <List path="/api/v1/admin/tickets" title={t.title} view="tickets" filters={['search', 'status', 'category', 'priority']} label={(r) => t.number(r.id)} href={(r) => at(`/tickets/${r.id}`)}
          add={may('ticket.write') && { href: at('/tickets/new'), label: t.add }}
          columns={[
            { key: 'subject', cell: (r) => <bdi>{r.subject}</bdi> }, { key: 'customer_name', cell: (r) => <bdi>{r.customer_name ?? t.guest}</bdi> }, { key: 'status', cell: (r) => <Mark is={r.status} /> },
            { key: 'priority', cell: (r) => <Mark is={r.priority} /> }, { key: 'category', cell: (r) => choice(r.category) },
            { key: 'order_number', cell: (r) => r.order_number && <bdi class="ltr whole">{r.order_number}</bdi> }, { key: 'assigned_name' },
            { key: 'last_customer_at', cell: (r) => moment(r.last_customer_at) }, { key: 'created_at', extra: true },
          ]}>
      <nav class="tabs" aria-label={t.looks}>{TABS.map(([name, values]) => (
        <a key={name} href={`${at('/tickets')}?${query(values)}`} aria-current={here === Object.keys(values)[0] ? 'page' : undefined}>{name}</a>
      ))}</nav>
    </List>
  );
}
