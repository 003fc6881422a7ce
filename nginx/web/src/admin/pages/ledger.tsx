// SPDX-License-Identifier: MIT
// The money that came and went, entry by entry, as the books have it.
import { at, texts } from '../../lib/language';
import { List } from '../kit/list';
import { choice, label } from '../kit/words';

const t = texts({ title: 'Payments and refunds', when: 'When', sale: 'Payment', refund: (n: number) => `Refund ${n}`, amount: 'Amount' },
  { title: 'المدفوعات والمرتجعات', when: 'متى', sale: 'دفع', refund: (n: number) => `مرتجع ${n}`, amount: 'المبلغ' });

export default () => (
  <List path="/api/v1/admin/sales" title={t.title} label={(r) => r.number} href={(r) => at(`/orders/${r.order_id}`)}
        columns={[
          { key: 'number', cell: (r) => <bdi class="ltr">{r.number}</bdi> }, { key: 'customer_name' }, { key: 'paid_at', label: t.when }, { key: 'method', cell: (r) => choice(r.method) },
          { key: 'refund_no', label: label('type'), cell: (r) => (r.refund_no ? t.refund(r.refund_no) : t.sale) }, { key: 'amount', label: t.amount, num: true },
        ]} />
);
