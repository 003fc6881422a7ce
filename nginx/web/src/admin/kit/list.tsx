// SPDX-License-Identifier: MIT
// A list of the API as a table: filters, search, sort and page are in the address, so that a link or the
// back button brings the same look again.
//
//   <List path="/api/v1/admin/cities" name="cities" view="cities" title={t.cities}
//         columns={[{ key: 'name' }, { key: 'is_active' }]}
//         href={(row) => at(`/catalog/cities/${row.id}`)} label={(row) => row.name}
//         add={may('place.write') && { href: at('/catalog/cities/new'), label: t.add }}
//         bulk={[{ label: t.off, run: async (row) => { ...; return async () => { ...back... }; } }]} />
//
// `path` is checked against the API and gives the type of a row; `name` is its key in described.json,
// from where filters and sorting come; `view` is the API's name of it for saved views.  A filter that is
// a number of something else is a choice when `refs` says of what.  Columns that have no `cell` are shown
// by <Value>; `key` is the row's field, whose words are in words.ts.

import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso';
import { useEffect, useRef, useState } from 'preact/hooks';
import { api, ask } from '../../lib/api';
import { texts } from '../../lib/language';
import { useLoad } from '../../lib/load';
import { local } from '../../lib/storage';
import { guarded, say, Show, Skeleton, useTitle } from '../../lib/ui';
import { saveTable } from './save';
import { call, query, type ListPath, type Page, type RowOf } from './call';
import { useDescribed, type Described, type FieldShape } from './described';
import { names, type Ref } from './refs';
import { fromInput, toInput } from './time';
import { Value } from './value';
import { Views } from './views';
import { choice, label } from './words';

const t = texts({
  search: 'Search', any: 'Any', yes: 'Yes', no: 'No', columns: 'Columns', csv: 'Save as CSV', next: 'Next page', first: 'First page', pages: 'Pages', select: (name: string) => `Select ${name}`,
  all: 'Select all on this page', selected: (n: number) => `${n} selected`, done: (n: number, of: number) => (n === of ? `Done: ${n}` : `Done: ${n} of ${of}`),
  nothing: 'There is nothing here yet.', noMatch: 'Nothing matches these filters.', clear: 'Clear the filters', removed: 'Show removed ones', filters: 'Filters', shown: (n: number) => `${n} on this page`,
  bulk: 'With the selected', undone: 'Taken back.',
}, {
  search: 'بحث', any: 'الكل', yes: 'نعم', no: 'لا', columns: 'الأعمدة', csv: 'حفظ بصيغة CSV', next: 'الصفحة التالية', first: 'الصفحة الأولى', pages: 'الصفحات', select: (name: string) => `اختر ${name}`,
  all: 'اختر كل ما في هذه الصفحة', selected: (n: number) => `المختار: ${n}`, done: (n: number, of: number) => (n === of ? `تم: ${n}` : `تم: ${n} من ${of}`),
  nothing: 'لا يوجد شيء هنا بعد.', noMatch: 'لا شيء يطابق هذه المرشحات.', clear: 'إزالة المرشحات', removed: 'إظهار المحذوف', filters: 'المرشحات', shown: (n: number) => `في هذه الصفحة: ${n}`,
  bulk: 'للمختار', undone: 'تم التراجع.',
});

export interface Column<Row> {
  key: string;
  label?: string;
  /** Under each other by their last digit. */
  num?: boolean;
  cell?: (row: Row) => ComponentChildren;
  /** Only when somebody chooses it. */
  extra?: boolean;
}

export interface Bulk<Row> {
  label: string;
  danger?: boolean;
  /** What is done to each; may give the way back. */
  run: (row: Row) => Promise<(() => Promise<unknown>) | void>;
  /** Asked before what cannot be taken back. */
  sure?: (n: number) => string;
  /** Only for such rows. */
  when?: (row: Row) => boolean;
}

export interface ListProps<P extends ListPath> {
  path: P;
  name?: string;
  title: string;
  view?: string;
  columns: Column<RowOf<P>>[];
  /** Which of the API's filters, in this order; left out: all of them. */
  filters?: string[];
  refs?: Record<string, Ref>;
  /** Always part of the question, and never of the address. */
  fixed?: Record<string, string>;
  href?: (row: RowOf<P>) => string;
  label: (row: RowOf<P>) => string;
  bulk?: (Bulk<RowOf<P>> | false)[];
  add?: false | { href: string; label: string };
  /** Whether the API has it as a table; it has, mostly. */
  csv?: boolean;
  /** Beside the heading. */
  aside?: ComponentChildren;
  /** Under the heading. */
  children?: ComponentChildren;
}

export function List<P extends ListPath>(props: ListProps<P>) {
  const described = useDescribed(props.name ?? props.path.split('/').pop()!);
  useTitle(props.title);
  return (
    <>
      <header class="title">
        <h1 tabIndex={-1}>{props.title}</h1>
        {props.aside}
        {props.add && <a class="button main" href={props.add.href}>{props.add.label}</a>}
      </header>
      {props.children}
      <Show of={described} skeleton={<Skeleton lines={8} />}>{(d) => <Rows key={props.path} {...props} described={d} />}</Show>
    </>
  );
}

function Rows<P extends ListPath>({ described, ...props }: ListProps<P> & { described: Described }) {
  type Row = RowOf<P> & { id: number };
  const { url, path: here, query: asked, route } = useLocation();
  const { columns, csv = true } = props;
  const given = query({ ...asked, ...props.fixed, cursor: asked.cursor });
  const rows = useLoad(`${props.path}?${given}`, (signal) => call<Page<Row>>('GET', `${props.path}?${given}`, undefined, signal));
  // While others are read, the last ones stay.
  const last = useRef<Page<Row> | undefined>(undefined);
  if (rows.data) last.current = rows.data;
  const seen = { ...rows, data: rows.data ?? (rows.error ? undefined : last.current) };
  const [chosen, setChosen] = useState<Map<number, Row>>(new Map());
  const [hidden, setHidden] = useColumns(props.path, columns);
  useEffect(() => setChosen(new Map()), [url]);

  const filters = (props.filters ?? Object.keys(described.filters)).filter((f) => described.filters[f] && !(f in (props.fixed ?? {})));
  const active = [...filters, 'show_deleted'].some((f) => asked[f]);
  const go = (changes: Record<string, string>, replace = false) => {
    const next = query({ ...asked, ...changes, cursor: changes.cursor ?? '' });
    route(next ? `${here}?${next}` : here, replace);
  };
  const shown = columns.filter((c) => !hidden.has(c.key));
  const bulk = (props.bulk ?? []).filter((b): b is Bulk<Row> => Boolean(b));
  const clear = () => route(here);

  return (
    <>
      {props.view && <Views list={props.view} />}
      <form role="search" class="filters" aria-label={t.filters} onSubmit={(e) => e.preventDefault()}>
        {filters.map((f) => <Filter key={f} name={f} shape={described.filters[f]!} of={props.refs?.[f]} value={asked[f] ?? ''}
                                    onChange={(value, typing) => go({ [f]: value }, typing)} />)}
        {described.deleted && <Removed list={props.view} asked={asked.show_deleted} onChange={(shown, isKept) => {
          if (!isKept || asked.show_deleted) go({ show_deleted: shown && !isKept ? 'true' : '' });
          rows.again();
        }} />}
        {active && <button type="button" class="link" onClick={clear}>{t.clear}</button>}
      </form>
      <Show of={seen} skeleton={<Skeleton lines={8} />}>{(page) => (page.items.length === 0 ? (
        <div class="panel empty">
          <p>{active || asked.cursor ? t.noMatch : t.nothing}</p>
          {active ? <button type="button" onClick={clear}>{t.clear}</button> : props.add && <a class="button main" href={props.add.href}>{props.add.label}</a>}
        </div>
      ) : (
        <>
          <div class="above">
            <p class="soft" aria-live="polite">{chosen.size > 0 ? t.selected(chosen.size) : t.shown(page.items.length)}</p>
            {chosen.size > 0 && <div role="toolbar" aria-label={t.bulk} class="bulk">{bulk.map((b) => (
              <button key={b.label} type="button" class={b.danger ? 'danger' : ''} onClick={guarded(() => runBulk(b, [...chosen.values()], () => { setChosen(new Map()); rows.again(); }))}>{b.label}</button>
            ))}</div>}
            <details class="columns"><summary>{t.columns}</summary>
              <ul>{columns.slice(1).map((c) => (
                <li key={c.key}><label class="tick"><input type="checkbox" checked={!hidden.has(c.key)} onChange={() => setHidden(c.key)} /> {c.label ?? label(c.key)}</label></li>
              ))}</ul>
            </details>
            {csv && <button type="button" onClick={guarded(() => saveTable(props.path, query({ ...asked, ...props.fixed, cursor: '', limit: '' })))}>{t.csv}</button>}
          </div>
          <div class="scroll" role="region" aria-label={props.title} tabIndex={0}>
            <table aria-busy={rows.data !== page}>
              <thead><tr>
                {bulk.length > 0 && <th scope="col" class="pick"><label><span class="vh">{t.all}</span>
                  <input type="checkbox" checked={chosen.size === page.items.length} onChange={(e) => setChosen(new Map(e.currentTarget.checked ? page.items.map((r) => [r.id, r]) : []))} />
                </label></th>}
                {shown.map((c) => <Head key={c.key} column={c} sorts={described.sort} sort={asked.sort} onSort={(sort) => go({ sort })} />)}
              </tr></thead>
              <tbody>{page.items.map((row) => (
                <tr key={row.id} class={(row as { deleted_at?: string | null }).deleted_at ? 'removed' : ''}>
                  {bulk.length > 0 && <td class="pick"><label><span class="vh">{t.select(props.label(row))}</span>
                    <input type="checkbox" checked={chosen.has(row.id)} onChange={() => setChosen(toggled(chosen, row))} />
                  </label></td>}
                  {shown.map((c) => {
                    const content = c.cell ? c.cell(row) : <Value of={(row as Record<string, unknown>)[c.key]} field={c.key} ref_={props.refs?.[c.key]} />;
                    return c === shown[0]
                      ? <th key={c.key} scope="row">{props.href ? <a href={props.href(row)}>{content}</a> : content}</th>
                      : <td key={c.key} class={c.num ? 'num' : undefined}>{content}</td>;
                  })}
                </tr>
              ))}</tbody>
            </table>
          </div>
          {(asked.cursor || page.next_cursor) && (
            <nav class="pages" aria-label={t.pages}>
              {asked.cursor && <a class="button" href={`${here}?${query({ ...asked, cursor: '' })}`}>{t.first}</a>}
              {page.next_cursor && <a class="button" href={`${here}?${query({ ...asked, cursor: page.next_cursor })}`}>{t.next}</a>}
            </nav>
          )}
        </>
      ))}</Show>
    </>
  );
}

function toggled<Row extends { id: number }>(chosen: Map<number, Row>, row: Row) {
  const next = new Map(chosen);
  if (!next.delete(row.id)) next.set(row.id, row);
  return next;
}

/** One after the other; what failed is said, what was done can be taken back. */
async function runBulk<Row>(bulk: Bulk<Row>, rows: Row[], then: () => void) {
  const wanted = bulk.when ? rows.filter(bulk.when) : rows;
  if (bulk.sure && !confirm(bulk.sure(wanted.length))) return;
  const back: (() => Promise<unknown>)[] = [];
  let done = 0, failure = '';
  for (const row of wanted) {
    try {
      const undo = await bulk.run(row);
      if (undo) back.push(undo);
      done++;
    } catch (error) { failure = (error as Error).message; }
  }
  then();
  const undo = back.length > 0 ? guarded(async () => {
    for (const one of back) await one();
    then();
    say(t.undone);
  }) : undefined;
  say(`${bulk.label}. ${t.done(done, rows.length)}. ${failure}`.trim(), { undo, bad: failure !== '' });
}

function Head<Row>({ column, sorts, sort, onSort }: { column: Column<Row>; sorts?: string[]; sort?: string; onSort: (sort: string) => void }) {
  const name = column.label ?? label(column.key);
  const can = sorts?.includes(column.key);
  const direction = sort === column.key ? 'ascending' : sort === `-${column.key}` ? 'descending' : undefined;
  return (
    <th scope="col" class={column.num ? 'num' : undefined} aria-sort={direction}>
      {can ? <button type="button" class="sort" onClick={() => onSort(direction === 'ascending' ? `-${column.key}` : column.key)}>
        {name} <span aria-hidden="true">{direction === 'ascending' ? '▲' : direction ? '▼' : ''}</span>
      </button> : name}
    </th>
  );
}

const KEPT = ['products', 'flavors', 'product_types', 'orders'];

/** Whether removed rows are shown: as the address says, else as somebody likes it, which the API keeps of some lists. */
function Removed({ list = '', asked, onChange }: { list?: string; asked?: string; onChange: (shown: boolean, isKept: boolean) => void }) {
  const isKept = KEPT.includes(list);
  const liked = useLoad(isKept ? 'view-preferences' : null, (signal) => ask(api.GET('/api/v1/admin/me/view-preferences', { signal })));
  const [set, setSet] = useState<boolean>();
  const shown = asked ? asked === 'true' : set ?? liked.data?.items.some((v) => v.view_type === list && v.show_deleted);
  return (
    <label class="tick"><input type="checkbox" checked={shown} onChange={guarded(async () => {
      setSet(!shown);
      if (isKept) await ask(api.PUT('/api/v1/admin/me/view-preferences/{view_type}', { params: { path: { view_type: list as 'orders' } }, body: { show_deleted: !shown } }));
      liked.again();
      onChange(!shown, isKept);
    })} /> {t.removed}</label>
  );
}

/** Which columns somebody does not want to see, kept by this browser. */
function useColumns<Row>(list: string, columns: Column<Row>[]) {
  const key = `columns/${list}`;
  const [hidden, set] = useState(() => new Set(local.get(key)?.split(',') ?? columns.filter((c) => c.extra).map((c) => c.key)));
  const toggle = (column: string) => {
    const next = new Set(hidden);
    if (!next.delete(column)) next.add(column);
    local.set(key, [...next].join(','));
    set(next);
  };
  return [hidden, toggle] as const;
}

function Filter({ name, shape, of, value, onChange }: {
  name: string; shape: FieldShape; of?: Ref; value: string; onChange: (value: string, typing?: boolean) => void;
}) {
  const id = `filter-${name}`;
  const timer = useRef(0);
  const known = of ? names(of) : null;
  const options: [string, string][] | undefined = shape.choices?.map((c): [string, string] => [c, choice(c)])
    ?? (shape.type === 'boolean' ? [['true', t.yes], ['false', t.no]] : known ? [...known.of].map(([n, s]): [string, string] => [String(n), s]) : undefined);
  const text = name === 'q' || name === 'search' ? t.search : label(name);
  if (options) {
    return (
      <p><label for={id}>{text}</label>
        <select id={id} value={value} onChange={(e) => onChange(e.currentTarget.value)}>
          <option value="">{t.any}</option>
          {options.map(([v, l]) => <option key={v} value={v}>{l}</option>)}
        </select></p>
    );
  }
  if (shape.format === 'date-time') {
    return (
      <p><label for={id}>{text}</label>
        <input id={id} type="datetime-local" value={toInput(value || null)} onChange={(e) => onChange(e.currentTarget.value && fromInput(e.currentTarget.value))} /></p>
    );
  }
  const type = shape.format === 'date' ? 'date' : name === 'q' || name === 'search' ? 'search' : 'text';
  return (
    <p><label for={id}>{text}</label>
      <input id={id} type={type as 'text'} dir="auto" maxlength={shape.maxLength} value={value} onInput={(e) => {
        const typed = e.currentTarget.value.trim();
        clearTimeout(timer.current);
        // Too short to be asked for: one goes on typing.
        if (typed && typed.length < (shape.minLength ?? 0)) return;
        timer.current = window.setTimeout(() => onChange(typed, true), 350);
      }} /></p>
  );
}

