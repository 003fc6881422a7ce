// SPDX-License-Identifier: MIT
// The orders of a day by where they stand.  A card goes on by its menu, or is dragged into the next
// column; read anew each quarter of a minute while somebody looks.

import '../../style/desk.css';
import { useLocation } from 'preact-iso';
import { useState } from 'preact/hooks';
import { api, ask, type Shape } from '../../lib/api';
import { at, money, plural, texts } from '../../lib/language';
import { useEvery, useLoad } from '../../lib/load';
import { say, Show, useTitle } from '../../lib/ui';
import { MoveDialog, verb } from '../desk/move';
import { movesOf, type Move, type Status } from '../desk/status';
import { query } from '../kit/call';
import { names } from '../kit/refs';
import { today } from '../kit/time';
import { choice } from '../kit/words';
import { may } from '../session';
import { paidWords } from './orders';

type Row = Shape<'admin_order_row_view'>;

const t = texts({
  title: 'Order board', list: 'As a list', add: 'Order by phone', day: 'Day', slot: 'Hours', zone: 'Zone', any: 'All', filters: 'What is shown', moves: (number: string) => `Move ${number} on`,
  cookies: (n: number) => plural(n, { one: '# cookie', other: '# cookies' }), toList: 'This day has more orders than the board shows. The list has all of them.',
  noMove: (from: string, to: string) => `An order does not go from “${from}” to “${to}”.`, orders: (n: number) => plural(n, { one: '# order', other: '# orders' }), noSlot: 'No hours',
}, {
  title: 'لوحة الطلبات', list: 'عرض كقائمة', add: 'طلب بالهاتف', day: 'اليوم', slot: 'الموعد', zone: 'المنطقة', any: 'الكل', filters: 'المعروض', moves: (number: string) => `نقل الطلب ${number}`,
  cookies: (n: number) => plural(n, { zero: 'بلا قطع', one: 'قطعة واحدة', two: 'قطعتان', few: '# قطع', many: '# قطعة', other: '# قطعة' }), toList: 'طلبات هذا اليوم أكثر مما تعرضه اللوحة. القائمة فيها كل الطلبات.',
  noMove: (from: string, to: string) => `لا ينتقل طلب من «${from}» إلى «${to}».`, orders: (n: number) => plural(n, { zero: 'بلا طلبات', one: 'طلب واحد', two: 'طلبان', few: '# طلبات', many: '# طلبًا', other: '# طلب' }), noSlot: 'بلا موعد',
});

const COLUMNS: Status[] = ['pending', 'confirmed', 'preparing', 'out_for_delivery', 'delivered', 'cancelled'];
const MOST = 200;

export default function Board() {
  const { path, query: asked, route } = useLocation();
  const [move, setMove] = useState<{ order: Row; move: Move } | null>(null);
  const [dragged, setDragged] = useState<Row | null>(null);
  const date = asked.date ?? today();
  const filter = { date, time_slot_id: asked.time_slot_id, zone_id: asked.zone_id };
  const numbers = { time_slot_id: Number(asked.time_slot_id) || undefined, zone_id: Number(asked.zone_id) || undefined };
  const found = useLoad(`board?${query(filter)}`, (signal) =>
    ask(api.GET('/api/v1/admin/orders', { params: { query: { date, ...numbers, show_deleted: false, limit: MOST } }, signal })));
  useEvery(15, found.again);
  useTitle(t.title);
  const go = (changes: object) => route(`${path}?${query({ ...asked, ...changes })}`, true);

  const drop = (to: Status) => {
    if (!dragged || dragged.status === to) return;
    const possible = movesOf(dragged.status).find((m) => m.to === to);
    if (possible) setMove({ order: dragged, move: possible });
    else say(t.noMove(choice(dragged.status), choice(to)), { bad: true });
    setDragged(null);
  };
  const select = (key: 'time_slot_id' | 'zone_id', label: string, of: 'time-slots' | 'zones') => may('place.read') && (
    <p><label for={`board-${key}`}>{label}</label>
      <select id={`board-${key}`} value={asked[key] ?? ''} key={String(names(of) !== null)} onChange={(e) => go({ [key]: e.currentTarget.value })}>
        <option value="">{t.any}</option>{[...names(of)?.of ?? []].map(([id, name]) => <option key={id} value={id} selected={String(id) === asked[key]}>{name}</option>)}
      </select></p>
  );
  return (
    <>
      <header class="title">
        <h1 tabIndex={-1}>{t.title}</h1>
        <a class="button" href={`${at('/orders')}?${query(filter)}`}>{t.list}</a>
        {may('order.take') && <a class="button main" href={at('/orders/new')}>{t.add}</a>}
      </header>
      <form class="filters" aria-label={t.filters} onSubmit={(e) => e.preventDefault()}>
        <p><label for="board-date">{t.day}</label><input id="board-date" type="date" value={date} onChange={(e) => e.currentTarget.value && go({ date: e.currentTarget.value })} /></p>
        {select('time_slot_id', t.slot, 'time-slots')}
        {select('zone_id', t.zone, 'zones')}
      </form>
      <Show of={found}>{(page) => (
        <>
          {page.next_cursor && <p class="panel">{t.toList}</p>}
          <div class="board" role="region" aria-label={t.title} tabIndex={0}>{COLUMNS.map((status) => (
            <Column key={status} status={status} rows={page.items.filter((r) => r.status === status)} target={Boolean(dragged && movesOf(dragged.status).some((m) => m.to === status))}
                    onDrag={setDragged} onDrop={() => drop(status)} onMove={(order, m) => setMove({ order, move: m })} />
          ))}</div>
        </>
      )}</Show>
      {move && <MoveDialog {...move} onClose={() => setMove(null)} onDone={found.again} />}
    </>
  );
}

export function Column({ status, rows, target, onDrag, onDrop, onMove }: {
  status: Status; rows: Row[]; target: boolean; onDrag: (row: Row | null) => void; onDrop: () => void; onMove: (row: Row, move: Move) => void;
}) {
  return (
    <section data-is={status} data-target={target || undefined} aria-labelledby={`column-${status}`}
             onDragOver={(e) => e.preventDefault()} onDrop={(e) => { e.preventDefault(); onDrop(); }}>
      <h2 id={`column-${status}`}>{choice(status)} <small class="soft"><span aria-hidden="true">{rows.length}</span><span class="vh">{t.orders(rows.length)}</span></small></h2>
      <ul>{rows.map((row) => (
        <li key={row.id} draggable={movesOf(row.status).length > 0} onDragStart={() => onDrag(row)} onDragEnd={() => onDrag(null)}>
          <Card row={row} onMove={onMove} />
        </li>
      ))}</ul>
    </section>
  );
}

function Card({ row, onMove }: { row: Row; onMove: (row: Row, move: Move) => void }) {
  const moves = movesOf(row.status);
  return (
    <>
      <p class="card-head"><a href={at(`/orders/${row.id}`)} draggable={false}><bdi class="ltr">{row.number}</bdi></a>
        {moves.length > 0 && (
          <details class="menu" onKeyDown={(e) => { if (e.key === 'Escape') { e.currentTarget.open = false; e.currentTarget.querySelector('summary')!.focus(); } }}>
            <summary aria-label={t.moves(row.number)}>⋯</summary>
            <ul>{moves.map((m) => <li key={m.to}><button type="button" class={m.to === 'cancelled' ? 'danger' : ''} onClick={(e) => {
              e.currentTarget.closest('details')!.open = false;
              onMove(row, m);
            }}>{verb(row.status, m.to)}</button></li>)}</ul>
          </details>
        )}</p>
      <p><bdi>{row.customer_name}</bdi></p>
      <p class="soft">{row.delivery_time_slot_name ?? t.noSlot}{row.delivery_zone && <> · <bdi>{row.delivery_zone}</bdi></>}</p>
      <p class="soft">{t.cookies(row.cookies)}</p>
      <p class="soft">{money(row.total)}{(row.payment_status !== 'pending' || row.status === 'delivered') && <> · {paidWords[row.payment_status]}</>}</p>
      {row.delivery_man_name && <p class="soft"><bdi>{row.delivery_man_name}</bdi></p>}
    </>
  );
}
