// SPDX-License-Identifier: MIT
import { useState } from 'preact/hooks';
import { api, ask } from '../../lib/api';
import { at, dayShort, moment, money, texts } from '../../lib/language';
import { Empty } from '../../lib/ui';
import { statusNames } from '../order';
import type { Me } from '../session';
import { Claims } from './claims';
import { Account } from './frame';
import { Listed } from './list';

const t = texts({
  title: 'Orders', empty: 'You have not ordered anything yet.', shop: 'Look around', placed: 'Ordered', due: 'Delivery',
}, {
  title: 'الطلبات', empty: 'لم تطلب شيئًا بعد.', shop: 'تصفح المتجر', placed: 'تاريخ الطلب', due: 'التوصيل',
});

export default () => <Account title={t.title}>{(me) => <Orders me={me} />}</Account>;

function Orders({ me }: { me: Me }) {
  const [round, setRound] = useState(0);
  return (
    <>
      <Listed key={round} name="me/orders" load={(cursor, signal) => ask(api.GET('/api/v1/me/orders', { params: { query: { cursor } }, signal }))}
              empty={<Empty action={<a class="button main" href={at('/shop')}>{t.shop}</a>}>{t.empty}</Empty>}>
        {(orders) => (
          <ul class="rows">{orders.map((o) => (
            <li key={o.number}>
              <div class="linked">
                <h2><a href={at(`/account/orders/${o.number}`)}><span class="ltr">{o.number}</span></a></h2>
                <span class="mark" data-is={o.status}>{statusNames[o.status]}</span>
              </div>
              <div class="linked soft">
                <span>{o.delivery_date ? `${t.due}: ${dayShort(o.delivery_date)}` : `${t.placed}: ${moment(o.created_at)}`}</span>
                <span class="price">{money(o.total)}</span>
              </div>
            </li>
          ))}</ul>
        )}
      </Listed>
      <Claims me={me} onClaimed={() => setRound(round + 1)} />
    </>
  );
}
