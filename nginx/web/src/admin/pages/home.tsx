// SPDX-License-Identifier: MIT
// The day at a glance, as far as the role goes; and the way to everything else.

import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso';
import { api, ask } from '../../lib/api';
import { at, day, hours, money, plural, texts } from '../../lib/language';
import { useEvery, useLoad } from '../../lib/load';
import { Failed, Skeleton, useTitle } from '../../lib/ui';
import { today } from '../kit/time';
import { choice } from '../kit/words';
import { menu } from '../menu';
import { sections, type Section } from '../places';
import { may, me } from '../session';

const t = texts({
  title: (name: string) => `Hello, ${name}`, everything: 'Everything you may open', days: 'Day', today: 'Today', yesterday: 'Yesterday', orders: 'Orders', placed: 'placed', delivered: 'delivered', cancelled: 'cancelled', late: 'late', failed: 'not delivered',
  sales: 'Sales', week: (amount: string) => `${amount} on this day last week`, refunds: (amount: string) => `${amount} paid back`, cash: 'Cash out', hand: 'with delivery men',
  tickets: 'Questions', waiting: 'wait for an answer', open: 'open', capacity: 'Room today', methods: 'Paid by', discounts: 'Discounts', shop: 'Whole shop',
  ofOrders: (n: number, most: number | null) => (most === null ? plural(n, { one: '# order', other: '# orders' }) : `${n} of ${most} orders`), ofCookies: (n: number, most: number | null) => (most === null ? plural(n, { one: '# cookie', other: '# cookies' }) : `${n} of ${most} cookies`),
  kitchen: 'Kitchen', packed: (n: number, of: number) => `${n} of ${of} orders packed`, report: 'All figures',
}, {
  title: (name: string) => `أهلًا، ${name}`, everything: 'كل ما يمكنك فتحه', days: 'اليوم', today: 'اليوم', yesterday: 'أمس', orders: 'الطلبات', placed: 'طُلب', delivered: 'وُصّل', cancelled: 'أُلغي', late: 'متأخر', failed: 'تعذّر تسليمه',
  sales: 'المبيعات', week: (amount: string) => `${amount} في نفس اليوم من الأسبوع الماضي`, refunds: (amount: string) => `أُعيد ${amount}`, cash: 'النقد في الخارج', hand: 'مع المندوبين',
  tickets: 'الأسئلة', waiting: 'تنتظر ردًا', open: 'مفتوحة', capacity: 'السعة اليوم', methods: 'الدفع بواسطة', discounts: 'الخصومات', shop: 'المتجر كله',
  ofOrders: (n: number, most: number | null) => (most === null ? `الطلبات: ${n}` : `الطلبات: ${n} من ${most}`), ofCookies: (n: number, most: number | null) => (most === null ? `القطع: ${n}` : `القطع: ${n} من ${most}`),
  kitchen: 'المطبخ', packed: (n: number, of: number) => `الطلبات المغلفة: ${n} من ${of}`, report: 'كل الأرقام',
});

/** How often the figures are read again while somebody looks, in seconds. */
const PERIOD = 30;

export default function Home() {
  const title = t.title(me.value!.username);
  const { query: asked } = useLocation();
  const now = today(), yesterday = daysBefore(now, 1), shown = asked.day === yesterday ? yesterday : now;
  useTitle(title);
  return (
    <>
      <div class="title"><h1 tabIndex={-1}>{title}</h1><p class="soft">{day(shown)}</p></div>
      {may('report.read') && <nav class="views" aria-label={t.days}><ul>{([[now, t.today, at('/')], [yesterday, t.yesterday, at(`/?day=${yesterday}`)]] as const).map(([d, name, href]) => (
        <li key={d}><a href={href} aria-current={d === shown ? 'page' : undefined}>{name}</a></li>
      ))}</ul></nav>}
      <div class="tiles figures">
        {may('report.read') && <Figures of={shown} />}
        {shown === now && may('kitchen.read') && <Kitchen />}
        {shown === now && may('place.read') && <Room />}
      </div>
      <Sections />
    </>
  );
}

const Tile = ({ title, href, wide, children }: { title: string; href?: string; wide?: boolean; children: ComponentChildren }) => (
  <section class={wide ? 'panel two-wide' : 'panel'}><h2>{href ? <a href={at(href)}>{title}</a> : title}</h2>{children}</section>
);
const Number_ = ({ of, says, bad }: { of: number | string; says: string; bad?: boolean }) => <p class={bad ? 'figure bad' : 'figure'}><b>{of}</b> <span>{says}</span></p>;

const daysBefore = (date: string, n: number) => new Date(Date.parse(`${date}T12:00:00Z`) - n * 86_400_000).toISOString().slice(0, 10);

function Figures({ of: now }: { of: string }) {
  const week = daysBefore(now, 7);
  const glance = useLoad(`glance/${now}`, (signal) => ask(api.GET('/api/v1/admin/reports/dashboard', { params: { query: { day: now } }, signal })));
  const before = useLoad(`glance/${week}`, (signal) => ask(api.GET('/api/v1/admin/reports/dashboard', { params: { query: { day: week } }, signal })));
  const tickets = useLoad(`glance/tickets/${now}`, (signal) => ask(api.GET('/api/v1/admin/reports/tickets', { params: { query: { from: now, to: now } }, signal })));
  useEvery(PERIOD, () => { glance.again(); tickets.again(); });
  if (glance.error && !glance.data) return <Failed error={glance.error} again={glance.again} />;
  if (!glance.data) return <><Skeleton /><Skeleton /><Skeleton /></>;
  const { events, sales, cash, methods, discounts } = glance.data;
  return (
    <>
      <Tile title={t.orders} href="/orders">
        <Number_ of={events.placed} says={t.placed} />
        <Number_ of={events.delivered} says={t.delivered} />
        {events.late > 0 && <Number_ of={events.late} says={t.late} bad />}
        {events.failed > 0 && <Number_ of={events.failed} says={t.failed} bad />}
        {events.cancelled > 0 && <Number_ of={events.cancelled} says={t.cancelled} />}
      </Tile>
      <Tile title={t.sales} href={`/reports/sales?from=${now}&to=${now}`}>
        <p class="figure"><b>{money(sales.net_amount)}</b></p>
        {before.data && <p class="soft">{t.week(money(before.data.sales.net_amount))}</p>}
        {sales.refunds > 0 && <p class="soft">{t.refunds(money(sales.refunded_amount))}</p>}
      </Tile>
      {methods.length > 0 && <Tile title={t.methods} href={`/reports/methods?from=${now}&to=${now}`}><dl class="facts">{methods.map((m) => <div key={m.name}><dt>{choice(m.name)}</dt><dd>{money(m.net_amount)}</dd></div>)}</dl></Tile>}
      {discounts.length > 0 && <Tile title={t.discounts} href={`/reports/discounts?from=${now}&to=${now}`}><dl class="facts">{discounts.map((d) => (
        <div key={`${d.source}/${d.name}`}><dt><bdi>{choice(d.name)}</bdi></dt><dd>{money(d.discount_amount)}</dd></div>
      ))}</dl></Tile>}
      <Tile title={t.cash} href="/reports/cash">
        <p class="figure"><b>{money(cash.on_hand_amount)}</b> <span>{t.hand}</span></p>
      </Tile>
      {tickets.data && <Tile title={t.tickets} href={may('ticket.read') ? '/tickets' : '/reports/tickets'}>
        <Number_ of={tickets.data.waiting_now} says={t.waiting} bad={tickets.data.waiting_now > 0} />
        <Number_ of={tickets.data.open_now} says={t.open} />
      </Tile>}
    </>
  );
}

function Kitchen() {
  const now = today();
  const list = useLoad(`glance/kitchen/${now}`, (signal) => ask(api.GET('/api/v1/admin/kitchen', { params: { query: { date: now } }, signal })));
  useEvery(PERIOD, list.again);
  if (!list.data) return null;
  const packed = list.data.orders.filter((o) => o.packed_at).length, of = list.data.orders.length;
  return <Tile title={t.kitchen} href="/kitchen"><p>{t.packed(packed, of)}</p><progress max={Math.max(of, 1)} value={packed} aria-label={t.kitchen} /></Tile>;
}

function Room() {
  const now = today();
  const full = useLoad(`glance/room/${now}`, (signal) => ask(api.GET('/api/v1/admin/capacity', { params: { query: { date: now } }, signal })));
  useEvery(PERIOD, full.again);
  if (!full.data) return null;
  return (
    <Tile wide title={t.capacity} href="/catalog/time-slots">
      <ul class="room">{full.data.items.map((r) => (
        <li key={r.time_slot_id ?? 0}>
          <b>{r.name ?? t.shop}</b> {r.from_hour && r.to_hour && <span class="soft">{hours(r.from_hour, r.to_hour)}</span>}
          <span class="soft">{t.ofOrders(r.orders, r.limit_orders)} · {t.ofCookies(r.cookies, r.limit_cookies)}</span>
          {r.limit_orders !== null && <progress max={Math.max(r.limit_orders, 1)} value={r.orders} aria-label={r.name ?? t.shop} />}
        </li>
      ))}</ul>
    </Tile>
  );
}

function Sections() {
  const shown = menu().filter((p) => p.path !== '/');
  const of = Object.keys(sections).filter((s): s is Section => shown.some((p) => p.section === s));
  return (
    <section aria-labelledby="all">
      <h2 id="all">{t.everything}</h2>
      <div class="tiles">{of.map((section) => (
        <section class="panel" key={section}>
          <h3>{sections[section]}</h3>
          <ul>{shown.filter((p) => p.section === section).map((p) => <li key={p.path}><a href={at(p.path)}>{p.name}</a></li>)}</ul>
        </section>
      ))}</div>
    </section>
  );
}
