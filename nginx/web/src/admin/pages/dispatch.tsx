// SPDX-License-Identifier: MIT
// The dispatcher's day: what waits for a run, the runs and how they go, and the evening.

import '../../style/dispatch.css';
import { api, ask } from '../../lib/api';
import { at, texts } from '../../lib/language';
import { useEvery, useLoad } from '../../lib/load';
import { Show, Skeleton, useTitle } from '../../lib/ui';
import { Board, type Plan, type Run } from '../dispatch/board';
import { Evening } from '../dispatch/evening';
import { Waiting } from '../dispatch/waiting';
import { runStates } from '../dispatch/words';
import { DayPicker, useDay } from '../kit/day';
import { may } from '../session';

const t = texts({
  title: 'Dispatch', waiting: 'What is ready, by slot and zone', board: 'Orders and planned runs', runs: 'Runs of the day', none: 'There are no runs yet.', run: 'Run', man: 'Delivery man', slotName: 'Slot', state: 'State', open: 'To do', delivered: 'Delivered', failed: 'Not delivered',
}, {
  title: 'التوزيع', waiting: 'الجاهز حسب الموعد والمنطقة', board: 'الطلبات والجولات المخططة', runs: 'جولات اليوم', none: 'لا توجد جولات بعد.', run: 'الجولة', man: 'المندوب', slotName: 'الموعد', state: 'الحالة', open: 'متبقية', delivered: 'سُلِّمت', failed: 'لم تُسلَّم',
});

const noPlan: Plan = { runs: [], unassigned: [], is_cut: false };

/** All of the day's, and of the slot the planned ones with their stops. */
async function read(date: string, slot: number | undefined, signal: AbortSignal) {
  const { items } = await ask(api.GET('/api/v1/admin/runs', { params: { query: { date, limit: 100 } }, signal }));
  const planned = await Promise.all(items.filter((run) => run.status === 'planned' && run.time_slot_id === slot)
    .map((run): Promise<Run> => ask(api.GET('/api/v1/admin/runs/{id}', { params: { path: { id: run.id } }, signal }))));
  return { items, planned };
}

export default function Dispatch() {
  const { date, slot, href } = useDay();
  useTitle(t.title);
  const runs = useLoad(`runs/${date}/${slot}`, (signal) => read(date, slot, signal));
  const plan = useLoad(slot ? `plan/${date}/${slot}` : null, async (signal): Promise<Plan> =>
    (may('run.write') ? ask(api.POST('/api/v1/admin/runs/propose', { body: { date, time_slot_id: slot! }, signal })) : noPlan));
  const again = () => { runs.again(); plan.again(); };
  useEvery(20, runs.again);
  return (
    <>
      <h1 tabIndex={-1}>{t.title}</h1>
      <DayPicker />
      <section>
        <h2>{slot ? t.board : t.waiting}</h2>
        {!slot ? <Waiting date={date} href={(id) => href({ slot: String(id) })} /> : (
          <Show of={plan} skeleton={<Skeleton lines={6} />}>{(proposed) => <Show of={runs}>{({ planned }) =>
            <Board key={JSON.stringify(proposed)} plan={proposed} runs={planned} date={date} slot={slot} again={again} runsAgain={runs.again} />}</Show>}</Show>
        )}
      </section>
      <section>
        <h2>{t.runs}</h2>
        <Show of={runs}>{({ items }) => (items.length === 0 ? <p class="panel">{t.none}</p> : (
          <div class="scroll" role="region" aria-label={t.runs} tabIndex={0}>
            <table>
              <thead><tr><th scope="col">{t.run}</th><th scope="col">{t.man}</th><th scope="col">{t.slotName}</th><th scope="col">{t.state}</th><th scope="col" class="num">{t.open}</th><th scope="col" class="num">{t.delivered}</th><th scope="col" class="num">{t.failed}</th></tr></thead>
              <tbody>{items.map((run) => (
                <tr key={run.id}><th scope="row"><a href={at(`/runs/${run.id}`)}>{t.run} {run.id}</a></th><td><bdi>{run.delivery_man_name}</bdi></td><td><bdi>{run.time_slot_name}</bdi></td><td>{runStates[run.status]}</td>
                  <td class="num">{run.open_n}</td><td class="num">{run.delivered_n}</td><td class="num">{run.failed_n}</td></tr>
              ))}</tbody>
            </table>
          </div>
        ))}</Show>
      </section>
      <Evening date={date} />
    </>
  );
}
