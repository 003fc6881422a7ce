// SPDX-License-Identifier: MIT
import '../../style/desk.css';
import { at, dayShort, texts } from '../../lib/language';
import { Mark } from '../desk/status';
import { List } from '../kit/list';
import { choice } from '../kit/words';
import { may } from '../session';

const t = texts({ title: 'Orders', board: 'Board', add: 'Order by phone', paid: 'Paid', open: 'Not paid', failed: 'Failed' },
  { title: 'الطلبات', board: 'اللوحة', add: 'طلب بالهاتف', paid: 'مدفوع', open: 'غير مدفوع', failed: 'فشل' });

export const paidWords = { paid: t.paid, pending: t.open, failed: t.failed };

export default () => (
  <List path="/api/v1/admin/orders" title={t.title} view="orders" label={(r) => r.number} href={(r) => at(`/orders/${r.id}`)}
        filters={['q', 'status', 'date', 'time_slot_id', 'zone_id', 'delivery_man_id', 'placed_from', 'placed_to']}
        refs={{ ...may('place.read') && { time_slot_id: 'time-slots', zone_id: 'zones' }, ...may('courier.read') && { delivery_man_id: 'delivery-men' } }}
        add={may('order.take') && { href: at('/orders/new'), label: t.add }}
        aside={<a class="button" href={at('/orders/board')}>{t.board}</a>}
        columns={[
          { key: 'number', cell: (r) => <bdi class="ltr">{r.number}</bdi> }, { key: 'customer_name' }, { key: 'status', cell: (r) => <Mark is={r.status} /> },
          { key: 'delivery_date', cell: (r) => r.delivery_date && <span class="whole">{dayShort(r.delivery_date)}</span> }, { key: 'delivery_time_slot_name' }, { key: 'delivery_zone' },
          { key: 'cookies', num: true }, { key: 'total', num: true }, { key: 'payment_status', cell: (r) => <span class="whole">{paidWords[r.payment_status]}</span> },
          { key: 'payment_method', cell: (r) => choice(r.payment_method), extra: true }, { key: 'delivery_man_name', extra: true }, { key: 'created_at', extra: true },
        ]} />
);
