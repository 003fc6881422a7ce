// SPDX-License-Identifier: MIT
// The list of a resource, or one of its records: /catalog/cities, /catalog/cities/5, /rules/new.

import { lazy, useLocation } from 'preact-iso';
import { language, texts } from '../../lib/language';
import { call } from '../kit/call';
import { useDescribed } from '../kit/described';
import { List, type Bulk } from '../kit/list';
import type { Resource } from '../kit/record';
import { NotFound, Refused } from '../routes';
import { may } from '../session';
import { places } from '../places';
import { resources } from './resources';

const t = texts({
  add: 'Add', on: 'Switch on', off: 'Switch off', remove: 'Remove',
}, {
  add: 'إضافة', on: 'تفعيل', off: 'إيقاف', remove: 'حذف',
});

const Record = lazy(() => import('../kit/record').then((m) => m.Record));

export default function Records() {
  const { path } = useLocation();
  const [first, second, third] = path.split('/').slice(2);
  const [name, id] = first === 'catalog' ? [second, third] : [first, second];
  const of = resources[name ?? ''];
  if (!of) return <NotFound />;
  const place = places.find((p) => `/${language}${p.path}` === of.home);
  if (!may(place?.may)) return <Refused />;
  return id === undefined ? <Rows key={of.name} of={of} /> : <Record key={path} of={of} id={id === 'new' ? 'new' : Number(id)} />;
}

interface Row { id: number; version: number; is_active?: boolean; deleted_at?: string | null }

function Rows({ of }: { of: Resource }) {
  const described = useDescribed(of.name).data;
  const mayWrite = may(of.write);

  /** Sends a row as it is but for one field; the API wants all of them. */
  const change = (row: Row, values: object) => {
    const fields = Object.keys(described!.change!);
    const body = Object.fromEntries(fields.map((f) => [f, (row as unknown as Record<string, unknown>)[f] ?? undefined]));
    return call<Row>(described!.method, `${of.path}/${row.id}`, { ...body, ...values, version: row.version });
  };
  const activate = (label: string, is_active: boolean): Bulk<Row> => ({
    label, when: (row) => row.is_active !== is_active && !row.deleted_at,
    run: async (row) => {
      const saved = await change(row, { is_active });
      return () => change(saved, { is_active: !is_active });
    },
  });
  const remove: Bulk<Row> = {
    label: t.remove, danger: true, when: (row) => !row.deleted_at,
    run: async (row) => {
      await call('DELETE', `${of.path}/${row.id}?version=${row.version}`);
      return () => call('POST', `${of.path}/${row.id}/restore`, {});
    },
  };
  const canSwitch = mayWrite && described?.change?.is_active;
  return (
    <List path={of.path} name={of.name} title={of.title} view={of.view} columns={of.columns} filters={of.filters} refs={of.refs}
          label={of.label} href={(row) => `${of.home}/${row.id}`} csv={of.csv} aside={of.extra}
          add={mayWrite && Boolean(described?.add) && { href: `${of.home}/new`, label: t.add }}
          bulk={[canSwitch && activate(t.on, true), canSwitch && activate(t.off, false), mayWrite && described?.restore && remove].filter(Boolean) as never} />
  );
}
