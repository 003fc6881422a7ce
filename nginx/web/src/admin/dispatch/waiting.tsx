// SPDX-License-Identifier: MIT
// The orders of a day by slot and zone: what the kitchen still has, what is packed, what is gone.

import { api, ask } from '../../lib/api';
import { texts } from '../../lib/language';
import { useEvery, useLoad } from '../../lib/load';
import { Empty, Show } from '../../lib/ui';

const t = texts({
  title: 'Orders of the day by slot and zone', slot: 'Slot', zone: 'Zone', making: 'Not packed yet', packed: 'Packed', out: 'On the way', done: 'Delivered', none: 'No order of this day is being prepared yet.', cut: 'There are more orders than are counted here: choose a slot.',
}, {
  title: 'طلبات اليوم حسب الموعد والمنطقة', slot: 'الموعد', zone: 'المنطقة', making: 'لم تُعبّأ بعد', packed: 'مُعبّأة', out: 'في الطريق', done: 'سُلِّمت', none: 'لا طلبات قيد التحضير في هذا اليوم بعد.', cut: 'توجد طلبات أكثر مما عُدّ هنا: اختر موعدًا.',
});
const STATES = ['making', 'packed', 'out', 'done'] as const;
type Count = Record<(typeof STATES)[number], number> & { slot: string; slotId: number; zone: string };

const MOST = 200;

/** `href`: where a slot is planned. */
export function Waiting({ date, href }: { date: string; href: (slot: number) => string }) {
  const found = useLoad(`waiting/${date}`, (signal) => ask(api.GET('/api/v1/admin/orders', { params: { query: { date, show_deleted: false, limit: MOST } }, signal })));
  useEvery(20, found.again);
  return (
    <Show of={found}>{({ items, next_cursor }) => {
      const counts = new Map<string, Count>();
      for (const order of items) {
        const state = order.status === 'preparing' ? (order.packed_at ? 'packed' : 'making') : order.status === 'out_for_delivery' ? 'out' : order.status === 'delivered' ? 'done' : null;
        if (!state || !order.time_slot_id) continue;
        const key = `${order.time_slot_id}/${order.delivery_zone}`;
        const count = counts.get(key) ?? { slot: order.delivery_time_slot_name ?? '', slotId: order.time_slot_id, zone: order.delivery_zone ?? '', making: 0, packed: 0, out: 0, done: 0 };
        count[state]++;
        counts.set(key, count);
      }
      const rows = [...counts.values()].sort((a, b) => a.slotId - b.slotId || a.zone.localeCompare(b.zone));
      return (
        <>
          {next_cursor && <p class="panel" role="status">{t.cut}</p>}
          {rows.length === 0 ? <Empty>{t.none}</Empty> : (
            <div class="scroll" role="region" aria-label={t.title} tabIndex={0}>
              <table>
                <thead><tr><th scope="col">{t.slot}</th><th scope="col">{t.zone}</th>{STATES.map((state) => <th key={state} scope="col" class="num">{t[state]}</th>)}</tr></thead>
                <tbody>{rows.map((row) => (
                  <tr key={`${row.slotId}/${row.zone}`}><th scope="row"><a href={href(row.slotId)}><bdi>{row.slot}</bdi></a></th><td><bdi>{row.zone}</bdi></td>
                    {STATES.map((state) => <td key={state} class="num">{row[state] || '–'}</td>)}</tr>
                ))}</tbody>
              </table>
            </div>
          )}
        </>
      );
    }}</Show>
  );
}
