// SPDX-License-Identifier: MIT
import '../../style/desk.css';
import { at, texts } from '../../lib/language';
import { Mark } from '../desk/status';
import { List } from '../kit/list';

const t = texts({ title: 'Customers', nameless: 'No name' }, { title: 'العملاء', nameless: 'بلا اسم' });

export default () => (
  <List path="/api/v1/admin/customers" title={t.title} view="customers" label={(r) => r.full_name || t.nameless} href={(r) => at(`/customers/${r.id}`)}
        filters={['q', 'status', 'type', 'customer_group']}
        columns={[{ key: 'full_name', cell: (r) => <bdi>{r.full_name.trim() || t.nameless}</bdi> }, { key: 'phone' }, { key: 'email' }, { key: 'type' }, { key: 'status', cell: (r) => <Mark is={r.status} /> },
          { key: 'customer_group' }, { key: 'created_at' }, { key: 'last_login_at', extra: true }]} />
);
