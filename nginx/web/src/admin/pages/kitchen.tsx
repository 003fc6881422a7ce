// SPDX-License-Identifier: MIT
// The kitchen's day: what to bake, what is ready, what to pack, what ran short; on a screen and on paper.

import '../../style/kitchen.css';
import { lazy } from 'preact-iso';
import { useEffect, useState } from 'preact/hooks';
import { api, ask, Problem, type Shape } from '../../lib/api';
import { day, moment, plural, texts } from '../../lib/language';
import { useLoad } from '../../lib/load';
import { Empty, guarded, say, Show, Skeleton, useTitle } from '../../lib/ui';
import { DayPicker, useDay } from '../kit/day';
import { Name } from '../kit/refs';
import { totals, trayOf, useKitchen, type Bake, type Kitchen as List, type Total } from '../kitchen/list';
import { may } from '../session';

const Packing = lazy(() => import('../kitchen/packing'));
const Shortages = lazy(() => import('../kitchen/shortages'));

const t = texts({
  title: 'Kitchen', bake: 'Bake', pack: 'Pack', short: 'Shortages', wall: 'Screen for the wall', parts: 'Parts of the kitchen', back: 'Back to work',
  cookies: (n: number) => plural(n, { one: '# cookie', other: '# cookies' }), flavor: 'Flavor', size: 'Size', total: 'To bake', since: 'Since the last print', ready: 'Ready', all: 'In all',
  print: 'Print the bake list', earlier: 'Print an earlier one again', printed: (no: number) => `Print no. ${no} is kept.`, newer: 'Somebody else printed meanwhile. Here is the list as it is now.', paper: (no: number, when: string) => `Print no. ${no}, ${when}`,
  last: (no: number) => (no === 0 ? 'Nothing was printed yet.' : `Last print: no. ${no}.`), locked: 'The cut-off has passed: what is in these orders stays.', locks: (when: string) => `Cut-off: ${when}`,
  none: 'Nothing is to be baked for this day and slot: no order is confirmed.', set: 'Save', readyOf: (name: string) => `Ready of ${name}`, faster: 'Somebody else changed this tray. Here is its state now.',
  slot: 'Choose a slot to mark trays and to print.', as: (when: string) => `As of ${when}`, changed: 'What changed since the print before', gone: 'no more', cut: 'There are more orders than are listed here: choose a slot.', packed: 'packed',
}, {
  title: 'المطبخ', bake: 'الخَبز', pack: 'التعبئة', short: 'النواقص', wall: 'شاشة الحائط', parts: 'أقسام المطبخ', back: 'العودة إلى العمل',
  cookies: (n: number) => plural(n, { zero: 'لا قطع', one: 'قطعة كوكيز واحدة', two: 'قطعتا كوكيز', few: '# قطع كوكيز', other: '# قطعة كوكيز' }), flavor: 'النكهة', size: 'الحجم', total: 'المطلوب خبزه', since: 'منذ آخر طباعة', ready: 'الجاهز', all: 'الإجمالي',
  print: 'طباعة قائمة الخَبز', earlier: 'إعادة طباعة قائمة سابقة', printed: (no: number) => `حُفظت الطباعة رقم ${no}.`, newer: 'طبع شخص آخر في هذه الأثناء. هذه هي القائمة الآن.', paper: (no: number, when: string) => `الطباعة رقم ${no}، ${when}`,
  last: (no: number) => (no === 0 ? 'لم يُطبع شيء بعد.' : `آخر طباعة: رقم ${no}.`), locked: 'انتهى وقت التعديل: ما في هذه الطلبات ثابت.', locks: (when: string) => `آخر وقت للتعديل: ${when}`,
  none: 'لا شيء للخَبز في هذا اليوم والموعد: لا توجد طلبات مؤكدة.', set: 'حفظ', readyOf: (name: string) => `الجاهز من ${name}`, faster: 'غيّر شخص آخر هذه الصينية. هذه حالتها الآن.',
  slot: 'اختر موعدًا لتسجيل الجاهز وللطباعة.', as: (when: string) => `حتى ${when}`, changed: 'ما تغيّر منذ الطباعة السابقة', gone: 'لم يعد مطلوبًا', cut: 'توجد طلبات أكثر مما هو معروض هنا: اختر موعدًا.', packed: 'مُعبّأ',
});

type Print = Shape<'kitchen_print_view'>;
const signed = (n: number) => `\u2066${n > 0 ? '+' : n < 0 ? '−' : '±'}${Math.abs(n)}\u2069`;

export default function Kitchen() {
  const { date, slot, part = 'bake', href } = useDay();
  const list = useKitchen(date, slot);
  useTitle(t.title);
  if (part === 'wall') return <Show page of={list}>{(data) => <Wall list={data} at={list.at} back={href({ part: undefined })} />}</Show>;
  const parts = [['bake', t.bake], ['pack', t.pack], ['short', t.short], ['wall', t.wall]] as const;
  return (
    <>
      <h1 tabIndex={-1} class="no-print">{t.title}</h1>
      <DayPicker all />
      <nav class="views no-print" aria-label={t.parts}><ul>{parts.map(([name, label]) => (
        <li key={name}><a href={href({ part: name })} aria-current={part === name ? 'page' : undefined}>{label}</a></li>
      ))}</ul></nav>
      <Show of={list} skeleton={<Skeleton lines={8} />}>{(data) => (
        <>
          {data.is_cut && <p class="panel" role="status">{t.cut}</p>}
          {part === 'pack' ? <Packing list={data} at={list.at} again={list.again} /> : part === 'short' ? <Shortages list={data} /> : <BakeList list={data} at={list.at} again={list.again} />}
        </>
      )}</Show>
    </>
  );
}

function Facts({ list, at }: { list: List; at: string }) {
  return (
    <p class="soft facts-line">
      <b>{t.cookies(list.cookies)}</b> · {list.is_locked ? t.locked : list.locks_at && t.locks(moment(list.locks_at))} {list.time_slot_id && <>· {t.last(list.print_no)}</>} <span class="no-print">· {t.as(moment(at))}</span>
    </p>
  );
}

function BakeList({ list, at, again }: { list: List; at: string; again: () => void }) {
  const [paper, setPaper] = useState<Print | null>(null);
  // The paper shows what was kept, and not what came meanwhile.
  useEffect(() => {
    if (!paper) return;
    const done = () => setPaper(null);
    addEventListener('afterprint', done);
    print();
    return () => removeEventListener('afterprint', done);
  }, [paper]);

  const keep = guarded(async () => {
    try {
      const kept = await ask(api.POST('/api/v1/admin/kitchen/prints', { body: { date: list.date, time_slot_id: list.time_slot_id!, last_no: list.print_no } }));
      say(t.printed(kept.print_no));
      setPaper(kept);
    } catch (error) {
      if (!(error instanceof Problem && error.code === 'conflict')) throw error;
      say(t.newer, { bad: true });
    }
    again();
  });

  if (list.bake.length === 0) return <Empty>{t.none}</Empty>;
  return (
    <>
      <section class={paper ? 'no-print' : ''}>
        <Heading list={list} />
        <Facts list={list} at={at} />
        <p class="actions no-print">
          {list.time_slot_id && may('kitchen.write') ? <button type="button" class="main" onClick={keep}>{t.print}</button> : t.slot}
        </p>
        <Table rows={list.bake} since={list.print_no} list={list} again={again} />
      </section>
      {list.print_no > 0 && list.time_slot_id && <Earlier key={list.print_no} list={list} onPrint={setPaper} />}
      {paper && <section class="paper">
        <Heading list={list} />
        <p>{t.paper(paper.print_no, moment(paper.created_at))} · <b>{t.cookies(paper.cookies)}</b>{paper.is_locked && <> · {t.locked}</>}</p>
        <Table rows={paper.list} since={paper.print_no - 1} />
      </section>}
    </>
  );
}

/** What was printed before, as it was then. */
function Earlier({ list, onPrint }: { list: List; onPrint: (print: Print) => void }) {
  const [open, setOpen] = useState(false);
  const query = { date: list.date, time_slot_id: list.time_slot_id! };
  const found = useLoad(open ? `prints/${list.date}/${list.time_slot_id}` : null, (signal) => ask(api.GET('/api/v1/admin/kitchen/prints', { params: { query }, signal })));
  return (
    <details class="fold no-print" onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>{t.earlier}</summary>
      {open && <Show of={found}>{({ items }) => <ul class="rows">{items.map((p) => (
        <li key={p.id}><button type="button" class="link" onClick={() => onPrint(p)}>{t.paper(p.print_no, moment(p.created_at))}</button> · {t.cookies(p.cookies)}</li>
      ))}</ul>}</Show>}
    </details>
  );
}

const Heading = ({ list }: { list: List }) => <h2>{day(list.date)}{list.time_slot_id && <> · <Name of="time-slots" id={list.time_slot_id} /></>}</h2>;

/** Totals first, then what became different since a print (0: there is none); `list` where trays can be marked. */
function Table({ rows, since, list, again }: { rows: Bake[]; since: number; list?: List; again?: () => void }) {
  const all = totals(rows);
  const changed = since === 0 ? [] : all.filter((total) => total.difference !== 0);
  const trays = Boolean(list?.time_slot_id);
  return (
    <>
      <div class="scroll" role="region" aria-label={t.bake} tabIndex={0}>
        <table class="bake">
          <thead><tr><th scope="col">{t.flavor}</th><th scope="col">{t.size}</th><th scope="col" class="num">{t.total}</th>{trays && <th scope="col" class="num no-print">{t.ready}</th>}</tr></thead>
          <tbody>{all.filter((total) => total.quantity > 0).map((total) => (
            <tr key={total.key} data-flavor={total.flavor_id}><th scope="row"><bdi>{total.name}</bdi></th><td><bdi>{total.size}</bdi></td><td class="num"><b>{total.quantity}</b></td>
              {trays && <td class="num no-print"><Ready key={`${trayOf(list!, total)?.version}`} list={list!} total={total} again={again!} /></td>}</tr>
          ))}</tbody>
        </table>
      </div>
      {changed.length > 0 && <section class="changed">
        <h3>{t.changed}</h3>
        <div class="scroll" role="region" aria-label={t.changed} tabIndex={0}>
          <table>
            <thead><tr><th scope="col">{t.flavor}</th><th scope="col">{t.size}</th><th scope="col" class="num">{t.since}</th><th scope="col" class="num">{t.total}</th></tr></thead>
            <tbody>{changed.map((total) => (
              <tr key={total.key}><th scope="row"><bdi>{total.name}</bdi></th><td><bdi>{total.size}</bdi></td><td class="num"><b>{signed(total.difference)}</b></td><td class="num">{total.quantity || t.gone}</td></tr>
            ))}</tbody>
          </table>
        </div>
      </section>}
    </>
  );
}

/** How many cookies of it are ready. */
function Ready({ list, total, again }: { list: List; total: Total; again: () => void }) {
  const tray = trayOf(list, total);
  const [ready, setReady] = useState(String(tray?.ready ?? 0));
  if (!may('kitchen.write') || !total.flavor_id) return <>{tray?.ready ?? 0}</>;
  const save = guarded(async () => {
    try {
      await ask(api.PUT('/api/v1/admin/kitchen/trays', { body: {
        date: list.date, time_slot_id: list.time_slot_id!, flavor_id: total.flavor_id!, size_name: total.size, ready: Number(ready), version: tray?.version ?? 0,
      } }));
    } catch (error) {
      if (!(error instanceof Problem && error.code === 'conflict')) throw error;
      say(t.faster, { bad: true });
    }
    again();
  });
  return (
    <form class="ready" onSubmit={(e) => { e.preventDefault(); void save(); }}>
      <input type="number" min={0} max={100000} required aria-label={t.readyOf(total.name)} value={ready} onInput={(e) => setReady(e.currentTarget.value)} />
      <button type="submit" disabled={ready === String(tray?.ready ?? 0)}>{t.set}<span class="vh"> {total.name}</span></button>
    </form>
  );
}

/** To be read from the other side of the room: no menu, large, by itself up to date. */
function Wall({ list, at, back }: { list: List; at: string; back: string }) {
  const packed = list.orders.filter((order) => order.packed_at).length;
  return (
    <div class="wall">
      <header><h1 tabIndex={-1}>{day(list.date)}{list.time_slot_id && <> · <Name of="time-slots" id={list.time_slot_id} /></>}</h1>
        <p role="status">{t.cookies(list.cookies)} · <bdi class="ltr">{packed}/{list.orders.length}</bdi> {t.packed} · {t.as(moment(at))}</p>
        <a class="button" href={back}>{t.back}</a></header>
      {list.bake.length === 0 ? <p>{t.none}</p> : <ul>{totals(list.bake).filter((total) => total.quantity > 0).map((total) => {
        const ready = trayOf(list, total)?.ready ?? 0;
        return (
          <li key={total.key} class={ready >= total.quantity ? 'enough' : ''}>
            <bdi class="name">{total.name}</bdi> <bdi class="soft">{total.size}</bdi>
            <b class="ltr"><span class="vh">{t.ready} </span>{ready}<span aria-hidden="true">/</span><span class="vh"> {t.total} </span>{total.quantity}</b>
          </li>
        );
      })}</ul>}
    </div>
  );
}
