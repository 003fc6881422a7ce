// SPDX-License-Identifier: MIT
import { at, texts } from '../../lib/language';
import { List } from '../kit/list';

const t = texts({ title: 'Carts', cart: (n: number) => `Cart ${n}`, guest: 'a guest' }, { title: 'السلال', cart: (n: number) => `السلة ${n}`, guest: 'زائر' });

export default () => (
  <List path="/api/v1/admin/carts" title={t.title} view="carts" filters={['owner']} label={(r) => t.cart(r.id)} href={(r) => at(`/catalog/carts/${r.id}`)}
        columns={[{ key: 'customer_name', cell: (r) => <bdi>{r.customer_name ?? t.guest}</bdi> }, { key: 'lines', num: true }, { key: 'pieces', num: true }, { key: 'promo_code' },
          { key: 'updated_at' }, { key: 'created_at', extra: true }]} />
);
