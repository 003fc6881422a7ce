// SPDX-License-Identifier: MIT
// One row of a resource: read, changed, removed, brought back; with what changed it before.  The form is
// made from the API's own description (describe.mjs): types, limits, words of help.
//
//   <Record of={cities} id={5} />      a resource of pages/resources.tsx; id 'new' makes one
//
// Faults stand at their fields.  While something is unsaved a bar says so, and leaving asks.  When
// somebody else was faster, both versions are shown where they differ.

import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Problem } from '../../lib/api';
import { Choice, Form, type Values } from '../../lib/form';
import { moment, texts } from '../../lib/language';
import { keep, useLoad } from '../../lib/load';
import { Dialog, guarded, say, Show, Skeleton, useTitle } from '../../lib/ui';
import { may } from '../session';
import { call, type ListPath, type RowOf } from './call';
import { useDescribed, useHelp, type Described } from './described';
import { ApiField, entered, TargetField } from './field';
import { History } from './history';
import { AskBeforeLeaving } from './leave';
import type { Bulk, Column } from './list';
import { PictureField } from './picture';
import { renewNames, type Ref, type Target } from './refs';
import { Value } from './value';
import { label } from './words';

const t = texts({
  add: 'Add', save: 'Save', saved: 'Saved.', added: 'Added.', discard: 'Discard', unsaved: 'Not saved yet', remove: 'Remove', removedNow: (name: string) => `“${name}” is removed.`,
  removedAt: (at: string) => `Removed on ${at}.`, restore: 'Bring back', restored: 'It is back.', sure: (name: string) => `Remove “${name}”?`, sureText: 'This cannot be taken back.', keep: 'Keep it',
  conflict: 'Somebody else changed this meanwhile', conflictLead: 'Choose what shall hold where you both changed something. What only one of you changed is kept.', yours: 'Yours', theirs: 'Theirs',
  only: 'You both changed different things: save to keep both.', nothing: 'empty', back: 'Back to the list',
}, {
  add: 'إضافة', save: 'حفظ', saved: 'تم الحفظ.', added: 'تمت الإضافة.', discard: 'تجاهل التغييرات', unsaved: 'لم يُحفظ بعد', remove: 'حذف', removedNow: (name: string) => `حُذف «${name}».`,
  removedAt: (at: string) => `حُذف في ${at}.`, restore: 'استعادة', restored: 'تمت الاستعادة.', sure: (name: string) => `حذف «${name}»؟`, sureText: 'لا يمكن التراجع عن ذلك.', keep: 'الإبقاء عليه',
  conflict: 'غيّر شخص آخر هذا في هذه الأثناء', conflictLead: 'اختر ما يُعتمد حيث غيّرتما الشيء نفسه. ويبقى ما غيّره أحدكما فقط.', yours: 'ما كتبته', theirs: 'ما كتبه',
  only: 'غيّرتما أشياء مختلفة: احفظ لتبقى كلها.', nothing: 'فارغ', back: 'العودة إلى القائمة',
});

export interface Resource<P extends ListPath = ListPath> {
  /** Its key in described.json and, with that, its address in the API. */
  name: string;
  path: P;
  /** Where its list is in the panel. */
  home: string;
  title: string;
  one: string;
  /** Permission to change it. */
  write: string | string[];
  label: (row: RowOf<P>) => string;
  columns: Column<RowOf<P>>[];
  refs?: Record<string, Ref>;
  targets?: Record<string, Target>;
  filters?: string[];
  /** The API's name of its list for saved views. */
  view?: string;
  /** Its table, which the journal names. */
  entity: string;
  /** Fields that its page shows by other means. */
  leave?: string[];
  /** Where the API has no address of one row. */
  read?: (id: number, signal: AbortSignal) => Promise<RowOf<P>>;
  bulk?: Bulk<RowOf<P>>[];
  /** What a new one begins with. */
  start?: Record<string, unknown>;
  /** Beside the form; of a new one there is no row, but what was typed. */
  aside?: (row: RowOf<P> | null, typed: Record<string, unknown>) => ComponentChildren;
  /** Behind the form. */
  below?: (row: RowOf<P>, again: () => void) => ComponentChildren;
  csv?: boolean;
  /** Beside the list's heading. */
  extra?: ComponentChildren;
}

type Body = Record<string, unknown>;
interface Row { id: number; version?: number; deleted_at?: string | null }

export function Record<P extends ListPath>({ of, id }: { of: Resource<P>; id: number | 'new' }) {
  const described = useDescribed(of.name);
  const row = useLoad(id === 'new' ? null : `record/${of.name}/${id}`, (signal) =>
    of.read?.(id as number, signal) ?? call<RowOf<P>>('GET', `${of.path}/${id}`, undefined, signal));
  return (
    <Show of={described} skeleton={<Skeleton lines={10} />}>{(d) => (id === 'new' ? <Editor of={of} described={d} row={null} again={() => undefined} />
      : <Show of={row} page>{(r) => <Editor of={of} described={d} row={r} again={row.again} />}</Show>)}</Show>
  );
}

function Editor<P extends ListPath>({ of, described, row, again }: { of: Resource<P>; described: Described; row: RowOf<P> | null; again: () => void }) {
  const { route } = useLocation();
  const now = row as (Row & Body) | null;
  const title = row ? of.label(row) : `${of.one}: ${t.add}`;
  useTitle(title);
  const isRemoved = Boolean(now?.deleted_at);
  const mayWrite = may(of.write) && !isRemoved && Boolean(row ? described.change : described.add);

  const fresh = (saved: Row & Body) => {
    keep(`record/${of.name}/${saved.id}`, saved);
    renewNames(of.name);
    again();
  };
  return (
    <>
      <p><a href={of.home}>{of.title}</a></p>
      <header class="title">
        <h1 tabIndex={-1}><bdi>{title}</bdi></h1>
        {row && mayWrite && described.remove && <Remove of={of} row={row} described={described} onGone={() => { renewNames(of.name); route(of.home); }} again={again} />}
      </header>
      {isRemoved && (
        <p class="panel">{t.removedAt(moment(now!.deleted_at!))} {described.restore && may(of.write) && <button type="button" onClick={guarded(async () => {
          fresh(await call('POST', `${of.path}/${now!.id}/restore`, {}));
          say(t.restored);
        })}>{t.restore}</button>}</p>
      )}
      {mayWrite ? <Edit of={of} described={described} row={now} key={now ? `${now.id}/${now.version}` : 'new'} onSaved={(saved) => {
        fresh(saved);
        say(row ? t.saved : t.added);
        if (!row) route(`${of.home}/${saved.id}`, true);
      }} /> : row && <Facts of={of} row={now!} />}
      {row && of.below?.(row, again)}
      {row && <History entity={of.entity} id={now!.id} key={String(now!.version)} />}
    </>
  );
}

const refOf = (of: Pick<Resource, 'refs' | 'targets'>, f: string, row: Body): Ref | undefined => {
  const target = of.targets?.[f];
  return target ? target.of[String(row[target.by])] ?? undefined : of.refs?.[f];
};

/** For those who may look and not change. */
const Facts = <P extends ListPath>({ of, row }: { of: Resource<P>; row: Row & Body }) => (
  <dl class="facts">{Object.keys(row).filter((f) => f !== 'version' && f !== 'id').map((f) => (
    <div key={f}><dt>{label(f)}</dt><dd><Value of={row[f]} field={f} ref_={refOf(of, f, row)} /></dd></div>
  ))}</dl>
);

const serialized = (form: HTMLFormElement) => JSON.stringify([...new FormData(form)].map(([k, v]) => [k, v instanceof File ? v.name : v]));

function Edit<P extends ListPath>({ of, described, row, onSaved }: {
  of: Resource<P>; described: Described; row: (Row & Body) | null; onSaved: (saved: Row & Body) => void;
}) {
  const shapes = row ? described.change! : described.add!;
  const fields = Object.keys(shapes).filter((f) => !of.leave?.includes(f));
  const help = useHelp(of.name);
  const area = useRef<HTMLDivElement>(null);
  const clean = useRef('');
  const [dirty, setDirty] = useState(false);
  const [round, setRound] = useState(0);
  const [conflict, setConflict] = useState<{ mine: Body; theirs: Row & Body } | null>(null);
  const [typed, setTyped] = useState<Body>(row ?? of.start ?? {});
  const form = () => area.current!.querySelector('form')!;
  useEffect(() => { clean.current = serialized(form()); setDirty(false); }, [round]);

  function typing() {
    if (!area.current) return; // a field that is left as its page goes
    // Choices whose names came later are no change of anybody's.
    if (!area.current.contains(document.activeElement) && !dirty) clean.current = serialized(form());
    setDirty(serialized(form()) !== clean.current);
    if (of.aside) setTyped({ ...typed, ...Object.fromEntries(new FormData(form())) });
  }
  const bodyOf = (values: Values): Body => ({
    // What the page does not show stays as it is.
    ...Object.fromEntries(Object.keys(shapes).filter((f) => of.leave?.includes(f)).map((f) => [f, row?.[f]])),
    ...Object.fromEntries(fields.map((f) => [f, entered(values, f, shapes[f]!)])),
  });
  const send = (body: Body, version?: number) => (row
    ? call<Row & Body>(described.method, `${of.path}/${row.id}`, { ...body, version })
    : call<Row & Body>('POST', of.path, body));

  const done = (saved: Row & Body) => {
    setDirty(false);
    onSaved(saved);
  };

  async function submit(values: Values) {
    const mine = bodyOf(values);
    try {
      done(await send(mine, row?.version));
    } catch (error) {
      if (!(row && error instanceof Problem && error.code === 'conflict')) throw error;
      const theirs = await (of.read?.(row.id, new AbortController().signal) ?? call<Row & Body>('GET', `${of.path}/${row.id}`)) as Row & Body;
      if (theirs.version === row.version) throw error; // taken, such as a name
      // Its hours, say, were set below: nothing of what is here.
      if (Object.keys(shapes).every((f) => same(row[f], theirs[f]))) done(await send(mine, theirs.version));
      else setConflict({ mine, theirs });
    }
  }

  return (
    <div class={of.aside ? 'with-aside' : ''}>
      <div ref={area} class={`record ${dirty ? 'dirty' : ''}`} onInput={typing} onChange={typing}>
        <Form key={round} id="record" send={row ? t.save : t.add} onSend={submit} aside={dirty && <>
          <button type="button" onClick={() => setRound(round + 1)}>{t.discard}</button>
          <span class="unsaved" role="status">{t.unsaved}</span>
        </>}>
          {fields.map((f) => (
            of.targets?.[f] ? <TargetField key={f} name={f} shape={shapes[f]!} value={row?.[f]} help={help(f)} target={of.targets[f]} />
            : f === 'image_url' ? <PictureField key={f} value={row?.[f]} /> : <ApiField key={f} name={f} shape={shapes[f]!} value={row ? row[f] : of.start?.[f] ?? (f === 'is_active' ? true : undefined)} help={(row && help(`change.${f}`)) ?? help(f)} of={of.refs?.[f]} />
          ))}
        </Form>
      </div>
      {of.aside && <aside>{of.aside(row as RowOf<P> | null, typed)}</aside>}
      {dirty && <AskBeforeLeaving />}
      {conflict && row && <Conflict seen={row} {...conflict} fields={fields} refs={of.refs} targets={of.targets} onClose={() => setConflict(null)} onSend={async (body) => {
        const saved = await send(body, conflict.theirs.version);
        setConflict(null);
        done(saved);
      }} />}
    </div>
  );
}

const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** Two who changed the same row: what only one of them changed is his, the rest is asked. */
export function Conflict({ seen, mine, theirs, fields, onSend, onClose, ...of }: {
  seen: Body; mine: Body; theirs: Body; fields: string[]; onSend: (body: Body) => Promise<void>; onClose: () => void;
} & Pick<Resource, 'refs' | 'targets'>) {
  const both = fields.filter((f) => !same(mine[f], theirs[f]) && !same(seen[f], theirs[f]) && !same(mine[f], seen[f]));
  const merged = { ...mine, ...Object.fromEntries(fields.filter((f) => same(mine[f], seen[f])).map((f) => [f, theirs[f] ?? undefined])) };
  const text = (f: string, of_: Body) => (of_[f] == null || of_[f] === '' ? t.nothing : <Value of={of_[f]} field={f} ref_={refOf(of, f, of_)} />);
  return (
    <Dialog title={t.conflict} open onClose={onClose}>
      <p>{both.length > 0 ? t.conflictLead : t.only}</p>
      <Form id="conflict" send={t.save} onSend={(v) => onSend({ ...merged, ...Object.fromEntries(both.map((f) => [f, v.text(f) === 'theirs' ? theirs[f] ?? undefined : mine[f]])) })}>
        {both.map((f) => <Choice key={f} name={f} legend={label(f)} value="mine" options={[
          { value: 'mine', label: text(f, mine), hint: t.yours }, { value: 'theirs', label: text(f, theirs), hint: t.theirs },
        ]} />)}
      </Form>
    </Dialog>
  );
}

function Remove<P extends ListPath>({ of, row, described, onGone, again }: {
  of: Resource<P>; row: RowOf<P>; described: Described; onGone: () => void; again: () => void;
}) {
  const [asking, setAsking] = useState(false);
  const { id, version } = row as Row;
  const name = of.label(row);
  const remove = guarded(async () => {
    await call('DELETE', `${of.path}/${id}?version=${version}`);
    setAsking(false);
    onGone();
    say(t.removedNow(name), {
      undo: described.restore ? guarded(async () => {
        await call('POST', `${of.path}/${id}/restore`, {});
        renewNames(of.name);
        again();
        say(t.restored);
      }) : undefined,
    });
  });
  return (
    <>
      <button type="button" class="danger" onClick={described.restore ? remove : () => setAsking(true)}>{t.remove}</button>
      <Dialog title={t.sure(name)} open={asking} onClose={() => setAsking(false)}>
        <p>{t.sureText}</p>
        <p class="actions"><button type="button" class="danger" onClick={remove}>{t.remove}</button><button type="button" onClick={() => setAsking(false)}>{t.keep}</button></p>
      </Dialog>
    </>
  );
}
