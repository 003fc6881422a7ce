// SPDX-License-Identifier: MIT
// Orders on their way into runs: a column for each man.  What is proposed is moved here until it is
// saved; what is planned is moved at the shop at once.  By menu, or by dragging.

import { Fragment } from 'preact';
import { useState } from 'preact/hooks';
import { api, ask, type Shape } from '../../lib/api';
import { at, plural, texts } from '../../lib/language';
import { guarded, say } from '../../lib/ui';
import { AskBeforeLeaving } from '../kit/leave';
import { names } from '../kit/refs';
import { may } from '../session';
import { runStates } from './words';

const t = texts({
  none: 'Nobody’s yet', proposed: 'Proposed', save: 'Save these runs', saved: 'The runs are planned.', to: 'Move to…', move: (number: string) => `Move ${number}`, moved: (number: string, to: string) => `${number} is now with ${to}.`, freed: (number: string) => `${number} is with nobody now.`, run: 'Open', notPacked: 'not packed yet', packed: 'packed',
  orders: (n: number) => plural(n, { one: '# order', other: '# orders' }), load: (n: number) => plural(n, { one: '# stop with what he has', other: '# stops with what he has' }), cookies: (n: number) => plural(n, { one: '# cookie', other: '# cookies' }), confirm: 'Send out', out: 'The run is on its way; he has his link.', empty: 'Nothing is waiting for a run.', cut: 'There are more orders than were looked at: save these first.',
}, {
  none: 'بلا مندوب بعد', proposed: 'مقترحة', save: 'حفظ هذه الجولات', saved: 'خُططت الجولات.', to: 'انقل إلى…', move: (number: string) => `انقل ${number}`, moved: (number: string, to: string) => `${number} الآن مع ${to}.`, freed: (number: string) => `${number} الآن بلا مندوب.`, run: 'فتح', notPacked: 'لم يُعبّأ بعد', packed: 'مُعبّأ',
  orders: (n: number) => plural(n, { zero: 'لا طلبات', one: 'طلب واحد', two: 'طلبان', few: '# طلبات', other: '# طلبًا' }), load: (n: number) => plural(n, { zero: 'لا محطات', one: 'محطة واحدة مع ما لديه', two: 'محطتان مع ما لديه', few: '# محطات مع ما لديه', other: '# محطة مع ما لديه' }), cookies: (n: number) => plural(n, { zero: 'لا قطع', one: 'قطعة واحدة', two: 'قطعتان', few: '# قطع', other: '# قطعة' }), confirm: 'إرسال', out: 'الجولة في الطريق، ووصله الرابط.', empty: 'لا شيء ينتظر جولة.', cut: 'توجد طلبات أكثر مما فُحص: احفظ هذه أولًا.',
});

export type Plan = Shape<'plan_view'>;
export type Run = Shape<'run_view'>;
interface Card { id: number; number: string; zone: string; address: string; cookies: number; isPacked: boolean }
/** A man who is proposed, a planned run, or nobody. */
interface Column {
  key: string; title: string; man?: number; run?: Run; cards: Card[];
  /** Stops that he has besides these. */
  has?: number;
}

const NOBODY = 'nobody';
const cardOf = (o: Shape<'plan_order_view'>): Card => ({ id: o.id, number: o.number, zone: o.zone_name ?? '', address: o.address ?? '', cookies: o.cookies, isPacked: o.is_packed });
const stopCard = (s: Shape<'run_stop_view'>): Card => ({ id: s.order_id, number: s.number, zone: s.zone_name ?? '', address: '', cookies: s.cookies, isPacked: s.is_packed });
const openOrders = (run: Run) => run.stops.filter((s) => s.status === 'open').map((s) => s.order_id);

/** What waits, zone by zone; a run has an order of its own. */
function zones({ run, cards }: Column): [string, Card[]][] {
  if (run) return [['', cards]];
  const found = new Map<string, Card[]>();
  for (const card of cards) found.set(card.zone, [...found.get(card.zone) ?? [], card]);
  return [...found].sort(([a], [b]) => a.localeCompare(b));
}

/** `key` it by what was read: another proposal begins anew. */
export function Board({ plan, runs, date, slot, again, runsAgain }: { plan: Plan; runs: Run[]; date: string; slot: number; again: () => void; runsAgain: () => void }) {
  const [drafts, setDrafts] = useState<Column[]>(() => [
    { key: NOBODY, title: t.none, cards: plan.unassigned.map(cardOf) },
    ...plan.runs.map((r) => ({ key: `man/${r.delivery_man_id}`, title: r.delivery_man_name, man: r.delivery_man_id, has: r.load - r.orders.length, cards: r.orders.map(cardOf) })),
  ]);
  const planned = runs.filter((run) => run.status === 'planned').map((run): Column => (
    { key: `run/${run.id}`, title: run.delivery_man_name, run, cards: run.stops.filter((s) => s.status === 'open').map(stopCard) }));
  const [isMoved, setMoved] = useState(false);
  const columns = [...drafts, ...planned];
  const men = [...names('delivery-men')?.of ?? []].map(([id, name]) => ({ key: `man/${id}`, title: name }));
  /** Where a card of a column may go: from a planned run to another one, or out of it. */
  const targets = (from: Column) => [
    ...(from.run ? [{ key: NOBODY, title: t.none }] : [{ key: NOBODY, title: t.none }, ...men]),
    ...planned.map(({ key, title, run }) => ({ key, title: `${title} (${runStates.planned} ${run!.id})` })),
  ].filter(({ key }) => key !== from.key);

  const setStops = (run: Run, orders: number[]) => ask(api.PUT('/api/v1/admin/runs/{id}/stops', { params: { path: { id: run.id } }, body: { version: run.version, orders } }));

  const move = (id: number, to: string) => guarded(async () => {
    const from = columns.find((c) => c.cards.some((card) => card.id === id))!;
    const card = from.cards.find((c) => c.id === id)!;
    const target = targets(from).find(({ key }) => key === to);
    if (!target) return;
    const goal = planned.find(({ key }) => key === to);
    const orders = goal ? [...openOrders(goal.run!), id] : from.run && openOrders(from.run).filter((other) => other !== id);
    if (orders) await setStops((goal ?? from).run!, orders).finally(runsAgain);
    else setMoved(true);
    // Only this card: the other ones stay where they were put.
    setDrafts((now) => {
      const known = goal || now.some(({ key }) => key === to) ? now : [...now, { key: to, title: target.title, man: Number(to.split('/')[1]), cards: [] }];
      return known.map((c) => ({ ...c, cards: c.key === to ? [...c.cards, card] : c.cards.filter((other) => other.id !== id) }));
    });
    say(to === NOBODY ? t.freed(card.number) : t.moved(card.number, target.title));
  })();

  const save = guarded(async () => {
    const wishes = drafts.filter((c) => c.man && c.cards.length > 0).map((c) => ({ delivery_man_id: c.man!, orders: c.cards.map((card) => card.id) }));
    await ask(api.POST('/api/v1/admin/runs', { body: { date, time_slot_id: slot, runs: wishes } }));
    setMoved(false);
    say(t.saved);
    again();
  });
  const confirm = (run: Run) => guarded(async () => {
    await ask(api.POST('/api/v1/admin/runs/{id}/confirm', { params: { path: { id: run.id } }, body: { version: run.version } })).finally(runsAgain);
    say(t.out);
  });

  const shown = columns.filter((c) => c.cards.length > 0 || c.key !== NOBODY);
  return (
    <>
      {isMoved && <AskBeforeLeaving />}
      {plan.is_cut && <p class="panel" role="status">{t.cut}</p>}
      {shown.length === 0 && <p class="panel">{t.empty}</p>}
      <div class="runs">{shown.map((column) => (
        <section key={column.key} id={column.key.replace('/', '-')} class="panel" onDragOver={(e) => e.preventDefault()}
                 onDrop={(e) => { e.preventDefault(); void move(Number(e.dataTransfer?.getData('text/plain')), column.key); }}>
          <h3><bdi>{column.title}</bdi></h3>
          <p class="soft">{column.run ? `${runStates[column.run.status]} · ` : column.man && `${t.proposed} · `}{t.orders(column.cards.length)}{column.has ? ` · ${t.load(column.has + column.cards.length)}` : ''}</p>
          {zones(column).map(([zone, cards]) => <Fragment key={zone}>{zone && <h4><bdi>{zone}</bdi> <small class="soft">{t.orders(cards.length)}</small></h4>}<ul>{cards.map((card) => (
            <li key={card.id} draggable={may('run.write')} onDragStart={(e) => e.dataTransfer?.setData('text/plain', String(card.id))}>
              <p><b class="ltr">{card.number}</b>{!zone && <> · <bdi>{card.zone}</bdi></>}<br />{card.address && <><bdi>{card.address}</bdi><br /></>}
                {t.cookies(card.cookies)} · <span class={card.isPacked ? 'good' : 'bad'}>{card.isPacked ? t.packed : t.notPacked}</span></p>
              {may('run.write') && (
                <select aria-label={t.move(card.number)} value="" onChange={(e) => { void move(card.id, e.currentTarget.value); e.currentTarget.value = ''; }}>
                  <option value="">{t.to}</option>
                  {targets(column).map((to) => <option key={to.key} value={to.key}>{to.title}</option>)}
                </select>
              )}
            </li>
          ))}</ul></Fragment>)}
          {column.run && (
            <p class="actions">
              <a class="button" href={at(`/runs/${column.run.id}`)}>{t.run}<span class="vh"> {column.title}</span></a>
              {may('run.write') && column.cards.length > 0 && <button type="button" class="main" onClick={confirm(column.run)}>{t.confirm}<span class="vh"> {column.title}</span></button>}
            </p>
          )}
        </section>
      ))}</div>
      {may('run.write') && drafts.some((c) => c.man && c.cards.length > 0) && <p class="actions"><button type="button" class="main" onClick={save}>{t.save}</button></p>}
    </>
  );
}
