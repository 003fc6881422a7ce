// SPDX-License-Identifier: MIT
// What is in the way of closing a day; and closing it.

import { api, ask, Problem } from '../../lib/api';
import { at, day, moment, money, texts } from '../../lib/language';
import { useEvery, useLoad } from '../../lib/load';
import { guarded, say, Show } from '../../lib/ui';
import { may } from '../session';
import { obstacles, stopReasons } from './words';

const t = texts({
  title: 'Close of the day', closed: (when: string) => `This day was closed ${when}.`, free: 'Nothing is in the way.', close: 'Close the day', done: 'The day is closed.', still: 'Something is still open; the list shows what.', what: 'What is open', order: 'Order', who: 'Delivery man', amount: 'Amount', cash: 'Cash of the delivery men',
}, {
  title: 'إغلاق اليوم', closed: (when: string) => `أُغلق هذا اليوم ${when}.`, free: 'لا شيء يمنع الإغلاق.', close: 'إغلاق اليوم', done: 'أُغلق اليوم.', still: 'ما زال هناك شيء مفتوح، وهو في القائمة.', what: 'ما هو مفتوح', order: 'الطلب', who: 'المندوب', amount: 'المبلغ', cash: 'نقدية المندوبين',
});

export function Evening({ date }: { date: string }) {
  const params = { path: { date } };
  const found = useLoad(`day/${date}`, (signal) => ask(api.GET('/api/v1/admin/dispatch/days/{date}', { params, signal })));
  useEvery(20, found.again);
  const close = guarded(async () => {
    try {
      await ask(api.POST('/api/v1/admin/dispatch/days/{date}/close', { params }));
      say(t.done);
    } catch (error) {
      if (!(error instanceof Problem && error.code === 'day_open')) throw error;
      say(t.still, { bad: true });
    }
    found.again();
  });
  return (
    <section id="evening">
      <h2>{t.title}: {day(date)}</h2>
      <Show of={found}>{(now) => (
        <>
          <p role="status">{now.closed_at ? t.closed(moment(now.closed_at)) : now.obstacles.length === 0 && t.free}</p>
          {now.obstacles.length > 0 && (
            <div class="scroll" role="region" aria-label={t.what} tabIndex={0}>
              <table>
                <thead><tr><th scope="col">{t.what}</th><th scope="col">{t.order}</th><th scope="col">{t.who}</th><th scope="col" class="num">{t.amount}</th></tr></thead>
                <tbody>{now.obstacles.map((o, i) => (
                  <tr key={i}>
                    <th scope="row">{obstacles[o.kind]}{o.reason && `: ${stopReasons[o.reason]}`}</th>
                    <td>{o.order_id && <a class="ltr" href={at(`/orders/${o.order_id}`)}>{o.number}</a>}</td>
                    <td>{o.run_id ? <a href={at(`/runs/${o.run_id}`)}><bdi>{o.delivery_man_name}</bdi></a> : o.delivery_man_id && <a href={at(`/cash?man=${o.delivery_man_id}`)}><bdi>{o.delivery_man_name}</bdi></a>}</td>
                    <td class="num">{o.amount && money(o.amount)}</td>
                  </tr>
                ))}</tbody>
              </table>
            </div>
          )}
          <p class="actions">
            {may('run.write') && !now.closed_at && <button type="button" class="main" onClick={close}>{t.close}</button>}
            {may('cash.read') && <a class="button" href={at('/cash')}>{t.cash}</a>}
          </p>
        </>
      )}</Show>
    </section>
  );
}
