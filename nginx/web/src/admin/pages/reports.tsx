// SPDX-License-Identifier: MIT
// The books by days of the shop: a report by its name in the address, a span, a picture, a table, CSV.

import { lazy, useLocation, useRoute } from 'preact-iso';
import { at, day, money, texts } from '../../lib/language';
import { useLoad } from '../../lib/load';
import { Empty, guarded, Show, Skeleton, useTitle } from '../../lib/ui';
import { call, query } from '../kit/call';
import { saveTable } from '../kit/save';
import { today } from '../kit/time';
import { choice } from '../kit/words';
import { NotFound } from '../routes';

const Chart = lazy(() => import('../kit/chart'));

const t = texts({
  title: 'Reports', from: 'From', to: 'To', show: 'Show', csv: 'Save as CSV', total: 'All together', none: 'Nothing happened in these days.', spans: 'Spans',
  last7: '7 days', last30: '30 days', last365: 'A year', day: 'Day', sales: 'Orders paid', amount: 'Paid', discount_amount: 'Discounts', refunds: 'Refunds', refunded_amount: 'Paid back',
  net_amount: 'Net', name: 'Name', quantity: 'Pieces', refunded_quantity: 'Pieces paid back', orders: 'Orders', order_amount: 'Paid for them', source: 'From', uses: 'Uses', returned: 'Given back',
  new_customers: 'New customers', code: 'Code', placed: 'Placed', cancelled: 'Cancelled', delivered: 'Delivered', on_time: 'In time', late: 'Late', failed: 'Failed attempts', opened: 'Opened',
  answered: 'Answered', answer_secs: 'First answer after', delivery_man_name: 'Delivery man', on_hand_amount: 'In his pocket', differing_amount: 'In open differences', minutes: (n: number) => `${n} min`,
  names: {
    sales: 'Sales by day', methods: 'By method', zones: 'By zone', products: 'By product', flavors: 'By flavor', discounts: 'Discounts', 'promo-codes': 'Promo codes', deliveries: 'Deliveries', tickets: 'Tickets', cash: 'Cash not handed over',
  },
}, {
  title: 'التقارير', from: 'من', to: 'إلى', show: 'عرض', csv: 'حفظ بصيغة CSV', total: 'الإجمالي', none: 'لم يحدث شيء في هذه الأيام.', spans: 'المدد',
  last7: '7 أيام', last30: '30 يومًا', last365: 'سنة', day: 'اليوم', sales: 'طلبات مدفوعة', amount: 'المدفوع', discount_amount: 'الخصومات', refunds: 'المرتجعات', refunded_amount: 'المُعاد',
  net_amount: 'الصافي', name: 'الاسم', quantity: 'القطع', refunded_quantity: 'قطع أُعيد ثمنها', orders: 'الطلبات', order_amount: 'المدفوع فيها', source: 'المصدر', uses: 'مرات الاستخدام', returned: 'أُعيدت',
  new_customers: 'عملاء جدد', code: 'الكود', placed: 'طُلب', cancelled: 'أُلغي', delivered: 'وُصّل', on_time: 'في الموعد', late: 'متأخر', failed: 'محاولات فاشلة', opened: 'فُتحت',
  answered: 'أُجيبت', answer_secs: 'أول رد بعد', delivery_man_name: 'المندوب', on_hand_amount: 'معه نقدًا', differing_amount: 'في فروق مفتوحة', minutes: (n: number) => `${n} دقيقة`,
  names: {
    sales: 'المبيعات باليوم', methods: 'بطريقة الدفع', zones: 'بالمنطقة', products: 'بالمنتج', flavors: 'بالنكهة', discounts: 'الخصومات', 'promo-codes': 'أكواد الخصم', deliveries: 'التوصيل', tickets: 'التذاكر', cash: 'نقد لم يُسلَّم',
  },
});

export type ReportName = keyof typeof t.names;
export const reports = t.names;

/** The columns of each, as the API calls them; `draw` is what the picture shows. */
const REPORTS: Record<ReportName, { columns: string[]; draw?: string[]; now?: boolean }> = {
  sales: { columns: ['day', 'sales', 'amount', 'discount_amount', 'refunds', 'refunded_amount', 'net_amount'], draw: ['net_amount', 'discount_amount'] },
  methods: { columns: ['name', 'sales', 'amount', 'discount_amount', 'refunds', 'refunded_amount', 'net_amount'] },
  zones: { columns: ['name', 'sales', 'amount', 'discount_amount', 'refunds', 'refunded_amount', 'net_amount'] },
  products: { columns: ['name', 'quantity', 'refunded_quantity', 'amount', 'discount_amount', 'refunded_amount', 'net_amount'] },
  flavors: { columns: ['name', 'quantity', 'refunded_quantity'] },
  discounts: { columns: ['name', 'source', 'orders', 'order_amount', 'discount_amount'] },
  'promo-codes': { columns: ['code', 'name', 'uses', 'returned', 'new_customers', 'order_amount', 'discount_amount'] },
  deliveries: { columns: ['day', 'placed', 'cancelled', 'delivered', 'on_time', 'late', 'failed'], draw: ['delivered', 'late'] },
  tickets: { columns: ['day', 'opened', 'answered', 'answer_secs'], draw: ['opened', 'answered'] },
  cash: { columns: ['delivery_man_name', 'on_hand_amount', 'differing_amount'], now: true },
};

type Row = Record<string, string | number | null>;
interface Report { items: Row[]; total?: Row }
const word = (key: string) => (t as unknown as Record<string, string>)[key] ?? key;
const isText = (key: string) => ['day', 'name', 'code', 'source', 'delivery_man_name'].includes(key);

function Cell({ of: value, field }: { of: string | number | null | undefined; field: string }) {
  if (value === null || value === undefined) return <span class="soft">–</span>;
  if (field === 'day') return <>{day(String(value))}</>;
  if (field === 'answer_secs') return value ? <>{t.minutes(Math.round(Number(value) / 60))}</> : <span class="soft">–</span>;
  if (field.endsWith('amount')) return <>{money(String(value))}</>;
  if (field === 'source' || field === 'name') return <bdi>{choice(String(value))}</bdi>;
  return <bdi>{value}</bdi>;
}

const before = (n: number) => new Date(Date.parse(`${today()}T12:00:00Z`) - n * 86_400_000).toISOString().slice(0, 10);

export default function Reports() {
  const { name } = useRoute().params as { name?: ReportName };
  if (name && !(name in REPORTS)) return <NotFound />;
  return <One key={name} name={name ?? 'sales'} />;
}

function One({ name }: { name: ReportName }) {
  const { path, query: asked, route } = useLocation();
  const { columns, draw, now } = REPORTS[name];
  const span = { from: asked.from || before(29), to: asked.to || today() };
  const given = now ? '' : query(span);
  const report = useLoad(`report/${name}?${given}`, (signal) => call<Report>('GET', `/api/v1/admin/reports/${name}?${given}`, undefined, signal));
  useTitle(reports[name]);
  return (
    <>
      <div class="title"><h1 tabIndex={-1}>{reports[name]}</h1>
        <button type="button" onClick={guarded(() => saveTable(`/api/v1/admin/reports/${name}`, given))}>{t.csv}</button></div>
      <nav class="views" aria-label={t.title}><ul>{Object.entries(reports).map(([key, title]) => (
        <li key={key}><a href={at(`/reports/${key}${given && `?${given}`}`)} aria-current={key === name ? 'page' : undefined}>{title}</a></li>
      ))}</ul></nav>
      {!now && (
        <form class="filters no-print" role="search" aria-label={t.spans} key={given} onSubmit={(e) => {
          e.preventDefault();
          const form = new FormData(e.currentTarget);
          route(`${path}?${query({ from: String(form.get('from')), to: String(form.get('to')) })}`);
        }}>
          <p><label for="r-from">{t.from}</label><input id="r-from" name="from" type="date" required defaultValue={span.from} /></p>
          <p><label for="r-to">{t.to}</label><input id="r-to" name="to" type="date" required defaultValue={span.to} /></p>
          <button type="submit">{t.show}</button>
          {([[6, t.last7], [29, t.last30], [364, t.last365]] as const).map(([n, title]) => (
            <a key={n} class="button" href={`${path}?${query({ from: before(n), to: today() })}`}>{title}</a>
          ))}
        </form>
      )}
      <Show of={report} skeleton={<Skeleton lines={10} />}>{({ items, total }) => (items.length === 0 ? <Empty>{t.none}</Empty> : (
        <>
          {draw && items.length > 1 && <Chart days={items.map((r) => String(r.day))} series={draw.map((key) => ({ label: word(key), values: items.map((r) => Number(r[key])) }))} />}
          <div class="scroll" role="region" aria-label={reports[name]} tabIndex={0}>
            <table>
              <thead><tr>{columns.map((c) => <th key={c} scope="col" class={isText(c) ? '' : 'num'}>{word(c)}</th>)}</tr></thead>
              <tbody>{items.map((row, i) => (
                <tr key={i}>{columns.map((c, j) => (j === 0 ? <th key={c} scope="row"><Cell of={row[c]} field={c} /></th>
                  : <td key={c} class={isText(c) ? '' : 'num'}><Cell of={row[c]} field={c} /></td>))}</tr>
              ))}</tbody>
              {total && <tfoot><tr>{columns.map((c, j) => (j === 0 ? <th key={c} scope="row">{t.total}</th>
                : <td key={c} class={isText(c) ? '' : 'num'}>{c in total && <Cell of={total[c]} field={c} />}</td>))}</tr></tfoot>}
            </table>
          </div>
        </>
      ))}</Show>
    </>
  );
}
