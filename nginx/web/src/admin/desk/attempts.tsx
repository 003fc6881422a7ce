// SPDX-License-Identifier: MIT
// How often somebody tried to bring an order, and what came of it.

import { api, ask, type Shape } from '../../lib/api';
import { moment, texts } from '../../lib/language';
import { useLoad } from '../../lib/load';
import { Show } from '../../lib/ui';
import { DoorPhoto } from '../dispatch/photo';
import { stopReasons, stopStates } from '../dispatch/words';

const t = texts({ title: 'At the door' }, { title: 'عند الباب' });

export function Attempts({ order }: { order: Shape<'admin_order_view'> }) {
  const found = useLoad(`order/${order.id}/attempts/${order.version}`, (signal) => ask(api.GET('/api/v1/admin/orders/{id}/attempts', { params: { path: { id: order.id } }, signal })));
  return (
    <Show of={found} skeleton={<></>}>{({ items }) => items.length > 0 && (
      <section class="panel">
        <h2>{t.title}</h2>
        <ul class="rows">{items.map((one) => (
          <li key={one.stop_id}>
            <p><b class={one.status === 'failed' ? 'bad' : ''}>{stopStates[one.status]}{one.reason && `: ${stopReasons[one.reason]}`}</b>{one.result_at && <span class="soft"> · {moment(one.result_at)}</span>}</p>
            <p><bdi>{one.delivery_man_name}</bdi>{one.note && <> · <bdi>{one.note}</bdi></>} {one.photo_id && <DoorPhoto id={one.photo_id} number={order.number} />}</p>
          </li>
        ))}</ul>
      </section>
    )}</Show>
  );
}
