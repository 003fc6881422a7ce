// SPDX-License-Identifier: MIT
// Order by order into its boxes: a check list of what goes in, then it is packed.

import { useState } from 'preact/hooks';
import { api, ask } from '../../lib/api';
import { day, moment, plural, texts } from '../../lib/language';
import { session } from '../../lib/storage';
import { Empty, guarded, say } from '../../lib/ui';
import { may } from '../session';
import type { Kitchen, PackOrder } from './list';

const t = texts({
  none: 'Nothing is to be packed for this day and slot.', begin: 'Begin', packed: 'Packed', done: (number: string) => `${number} is packed.`, at: (when: string) => `Packed ${when}`, gift: 'Gift card',
  confirmed: 'Confirmed', preparing: 'Being prepared', tick: 'Tick everything that is in the box first.', back: (n: number) => `(${n} paid back: leave out)`, print: 'Print the packing list', as: (when: string) => `As of ${when}`,
  cookies: (n: number) => plural(n, { one: '# cookie', other: '# cookies' }), title: 'Packing list', left: (n: number) => plural(n, { one: '# order to pack', other: '# orders to pack' }),
}, {
  none: 'لا شيء للتعبئة في هذا اليوم والموعد.', begin: 'ابدأ', packed: 'تمت التعبئة', done: (number: string) => `تمت تعبئة ${number}.`, at: (when: string) => `عُبّئ ${when}`, gift: 'بطاقة الهدية',
  confirmed: 'مؤكد', preparing: 'قيد التحضير', tick: 'علّم أولًا على كل ما في العلبة.', back: (n: number) => `(أُعيد ثمن ${n}: لا تضعها)`, print: 'طباعة قائمة التعبئة', as: (when: string) => `حتى ${when}`,
  cookies: (n: number) => plural(n, { one: 'قطعة كوكيز واحدة', two: 'قطعتا كوكيز', few: '# قطع كوكيز', other: '# قطعة كوكيز' }), title: 'قائمة التعبئة', left: (n: number) => plural(n, { zero: 'لا طلبات للتعبئة', one: 'طلب واحد للتعبئة', two: 'طلبان للتعبئة', few: '# طلبات للتعبئة', other: '# طلبًا للتعبئة' }),
});

interface Flavor { flavor_name: string; size_name?: string | null; quantity: number }

export default function Packing({ list, at, again }: { list: Kitchen; at: string; again: () => void }) {
  if (list.orders.length === 0) return <Empty>{t.none}</Empty>;
  return (
    <>
      <p class="soft"><b>{t.left(list.orders.filter((o) => !o.packed_at).length)}</b> · {day(list.date)} · {t.as(moment(at))}</p>
      <p class="actions no-print"><button type="button" onClick={() => print()}>{t.print}</button></p>
      <ul class="packing">{list.orders.map((order) => <Order key={order.id} order={order} again={again} />)}</ul>
    </>
  );
}

/** What to put in, one line each. */
const lines = (order: PackOrder) => order.items.flatMap((item, i) => {
  const flavors = (item.flavor_details ?? []) as Flavor[];
  const what = `${item.product_name}${item.pack_size ? ` (${item.pack_size})` : ''}`;
  return flavors.length === 0
    ? [{ key: `${i}`, what, of: '', quantity: item.quantity, refunded: item.refunded }]
    : flavors.map((f, k) => ({
      key: `${i}/${k}`, what: `${f.flavor_name}${f.size_name ? `, ${f.size_name}` : ''}`, of: `${item.quantity} × ${what}`, quantity: f.quantity * item.quantity,
      refunded: k === 0 ? item.refunded : 0,
    }));
});

function Order({ order, again }: { order: PackOrder; again: () => void }) {
  // What was ticked belongs to this state of the order: changed, it is looked at again.
  const name = `pack/${order.id}/${order.version}`;
  const [ticked, setTicked] = useState<string[]>(() => JSON.parse(session.get(name) ?? '[]'));
  const all = lines(order);
  const isReady = all.every((line) => ticked.includes(line.key));
  const tick = (key: string, on: boolean) => {
    const now = on ? [...ticked, key] : ticked.filter((k) => k !== key);
    session.set(name, JSON.stringify(now));
    setTicked(now);
  };
  const params = { path: { id: order.id } };
  const begin = guarded(async () => {
    await ask(api.POST('/api/v1/admin/orders/{id}/status', { params, body: { status: 'preparing' } }));
    again();
  });
  const pack = guarded(async () => {
    if (!isReady) return say(t.tick, { bad: true });
    await ask(api.POST('/api/v1/admin/kitchen/orders/{id}/packed', { params }));
    session.remove(name);
    say(t.done(order.number));
    again();
  });
  const canTick = order.status === 'preparing' && !order.packed_at && may('kitchen.write');
  return (
    <li class={`panel ${order.packed_at ? 'is-packed' : ''}`} id={`pack-${order.id}`}>
      <h2><span class="ltr">{order.number}</span></h2>
      <p class="soft"><bdi>{order.delivery_time_slot_name}</bdi> · {t.cookies(order.cookies)} · {order.packed_at ? <b class="good">{t.at(moment(order.packed_at))}</b> : t[order.status]}</p>
      <ul>{all.map((line, i) => (
        <li key={line.key}>
          {line.of && line.of !== all[i - 1]?.of && <p class="of"><bdi>{line.of}</bdi></p>}
          <label class="tick"><input type="checkbox" checked={Boolean(order.packed_at) || ticked.includes(line.key)} disabled={!canTick} onChange={(e) => tick(line.key, e.currentTarget.checked)} />
            <span><b>{line.quantity} ×</b> <bdi>{line.what}</bdi> {line.refunded > 0 && <b class="bad">{t.back(line.refunded)}</b>}</span></label>
        </li>
      ))}</ul>
      {order.gift_note && <p><b>{t.gift}:</b> <bdi>{order.gift_note}</bdi></p>}
      {!order.packed_at && may('kitchen.write') && (
        <p class="actions no-print">
          {order.status === 'confirmed' && may('order.move') && <button type="button" onClick={begin}>{t.begin}<span class="vh ltr"> {order.number}</span></button>}
          {order.status === 'preparing' && <button type="button" class="main" aria-disabled={!isReady} onClick={pack}>{t.packed}<span class="vh ltr"> {order.number}</span></button>}
        </p>
      )}
    </li>
  );
}
