// SPDX-License-Identifier: MIT
// Changing an order that was placed.  First what it would cost, then, with a reason, the change itself;
// what nobody touched is not sent, so that it stays as the order has it.  When a colleague was faster,
// both versions are shown where they differ.

import { useEffect, useRef, useState } from 'preact/hooks';
import { api, ask, Problem, type Shape } from '../../lib/api';
import { Field, Form, Refused, type Values } from '../../lib/form';
import { isZero, money, texts } from '../../lib/language';
import { useLoad } from '../../lib/load';
import { say, Show } from '../../lib/ui';
import { AskBeforeLeaving } from '../kit/leave';
import { Conflict } from '../kit/record';
import { names } from '../kit/refs';
import { Lines, type OrderLine } from './lines';
import { lineText, LineTable, ofOrder, ofQuote } from './sums';
import { When } from './when';

type Order = Shape<'admin_order_view'>;
type Changes = Omit<Shape<'quote_edit_in'>, 'version'>;
type Quote = Shape<'edit_quote_view'>;

const t = texts({
  title: (number: string) => `Change order ${number}`, zone: 'Zone', address: 'Address', info: 'Notes for the delivery', gift: 'Gift card', quote: 'What would it cost?', back: 'Do not change it', nothing: 'Nothing is different yet.',
  before: 'Costs now', after: 'Costs then', difference: 'Difference', same: 'The price stays.', reason: 'Why', reasonHint: 'For the journal. The customer gets a message with the changed order.', save: 'Change the order', saved: 'The order is changed.', other: 'Go on changing',
}, {
  title: (number: string) => `تغيير الطلب ${number}`, zone: 'المنطقة', address: 'العنوان', info: 'ملاحظات للتوصيل', gift: 'بطاقة الهدية', quote: 'كم سيكلف؟', back: 'تركه كما هو', nothing: 'لم يتغير شيء بعد.',
  before: 'يكلف الآن', after: 'سيكلف', difference: 'الفرق', same: 'يبقى السعر كما هو.', reason: 'السبب', reasonHint: 'للسجل. تصل إلى العميل رسالة بالطلب بعد تغييره.', save: 'تغيير الطلب', saved: 'تغيّر الطلب.', other: 'متابعة التغيير',
});

const quoteOf = (id: number, version: number, changes: Changes) =>
  ask(api.POST('/api/v1/admin/orders/{id}/edit/quote', { params: { path: { id } }, body: { ...changes, version } }));

/** The lines as they are: the API tells them with a quote of no change. */
const linesOf = (quote: Quote): OrderLine[] => quote.quote.items.map((l) => ({
  product_instance_id: l.product_instance_id, quantity: l.quantity,
  ...l.type === 'pack' && { flavors: l.flavors.filter((f) => f.chosen).map((f) => ({ flavor_id: f.flavor_id, quantity: f.quantity })) },
}));

interface EditProps { order: Order; onClose: () => void; onSaved: () => void }

export function OrderEdit(props: EditProps) {
  const { order } = props;
  const top = useRef<HTMLHeadingElement>(null);
  const toTop = () => top.current?.focus();
  useEffect(toTop, []);
  const before = useLoad(`order/${order.id}/edit/${order.version}`, () => quoteOf(order.id, order.version, {}));
  return (
    <>
      <header class="title"><h1 tabIndex={-1} ref={top}>{t.title(order.number)}</h1><button type="button" onClick={props.onClose}>{t.back}</button></header>
      <Show of={before}>{(quote) => <Editor {...props} first={linesOf(quote)} onStep={toTop} />}</Show>
    </>
  );
}

const FIELDS = { zone_id: 'zone_id', delivery_date: 'delivery_date', time_slot_id: 'time_slot_id', address: 'delivery_address', additional_info: 'delivery_additional_info', gift_note: 'gift_note' } as const;
type FieldName = keyof typeof FIELDS;

/** What can be changed, by the names that an edit has for it; lines as a text. */
const state = (o: Order) => ({ ...Object.fromEntries(Object.entries(FIELDS).map(([f, of]) => [f, o[of]])), items: o.items.map((i) => lineText(ofOrder(i))).join(' · ') });

function Editor({ order, first, onClose, onSaved, onStep }: EditProps & { first: OrderLine[]; onStep: () => void }) {
  const [seen, setSeen] = useState(order);
  const [lines, setLines] = useState(first);
  const [zone, setZone] = useState(order.zone_id);
  const [step, setStep] = useState<{ changes: Changes; quote: Quote } | null>(null);
  const [conflict, setConflict] = useState<{ changes: Changes; quote: Quote; theirs: Order } | null>(null);
  const [dirty, setDirty] = useState(false);
  const form = useRef<HTMLDivElement>(null);
  const zones = names('zones');

  function changesOf(v: Values): Changes {
    const entered: Record<FieldName, unknown> = {
      zone_id: v.number('zone_id'), delivery_date: v.text('delivery_date'), time_slot_id: v.number('time_slot_id'),
      address: v.text('address'), additional_info: v.text('additional_info'), gift_note: v.text('gift_note'),
    };
    const changed = Object.entries(entered).filter(([f, value]) => value !== undefined && value !== seen[FIELDS[f as FieldName]]);
    return { ...Object.fromEntries(changed), ...JSON.stringify(lines) !== JSON.stringify(first) && { items: lines } };
  }
  async function ask_(changes: Changes, of: Order) {
    if (Object.keys(changes).length === 0) throw new Refused({ zone_id: t.nothing });
    setStep({ changes, quote: await quoteOf(of.id, of.version, changes) });
    onStep();
  }
  /** A colleague saved meanwhile: `quote` has what would have been. */
  async function guard(changes: Changes, quote: Quote | undefined, run: () => Promise<void>) {
    try { await run(); } catch (error) {
      if (!(error instanceof Problem && error.code === 'conflict')) throw error;
      const theirs = await ask(api.GET('/api/v1/admin/orders/{id}', { params: { path: { id: order.id } } }));
      if (theirs.version === seen.version) throw error;
      setConflict({ changes, theirs, quote: quote ?? await quoteOf(order.id, theirs.version, changes) });
    }
  }
  const mine = (changes: Changes, quote: Quote) => ({ ...state(seen), ...changes, ...changes.items && { items: quote.quote.items.map((l) => lineText(ofQuote(l))).join(' · ') } });

  return (
    <>
      {dirty && <AskBeforeLeaving />}
      <div ref={form} hidden={step !== null} onInput={() => setDirty(true)}>
        <Form id="edit" class="wide" send={t.quote} fields={{ delivery_address: 'address', flavors: 'zone_id', items: 'zone_id' }} onSend={(v) => {
          const changes = changesOf(v);
          return guard(changes, undefined, () => ask_(changes, seen));
        }}>
          <Lines lines={lines} onChange={(l) => { setLines(l); setDirty(true); }} />
          <Field name="zone_id" label={t.zone} quiet key={String(zones !== null)} onChange={(e) => setZone(Number(e.currentTarget.value))}>
            {[...zones?.of ?? []].map(([id, name]) => <option key={id} value={id} selected={id === zone}>{name}</option>)}
          </Field>
          <When zone={zone} date={seen.delivery_date} slot={seen.time_slot_id} required={seen.delivery_date !== null} />
          <Field name="address" label={t.address} quiet maxlength={500} rows={2} defaultValue={seen.delivery_address ?? ''} />
          <Field name="additional_info" label={t.info} maxlength={500} rows={2} defaultValue={seen.delivery_additional_info ?? ''} />
          <Field name="gift_note" label={t.gift} maxlength={300} rows={2} defaultValue={seen.gift_note ?? ''} />
        </Form>
      </div>
      {step && (
        <section class="panel">
          <dl class="facts">
            <div><dt>{t.before}</dt><dd>{money(step.quote.total_before)}</dd></div>
            <div><dt>{t.after}</dt><dd><b>{money(step.quote.quote.total)}</b></dd></div>
            <div><dt>{t.difference}</dt><dd id="difference"><b>{isZero(step.quote.difference) ? t.same : money(step.quote.difference)}</b></dd></div>
          </dl>
          <LineTable lines={step.quote.quote.items.map(ofQuote)} of={step.quote.quote} />
          <Form id="save" send={t.save} aside={<button type="button" onClick={() => { setStep(null); onStep(); }}>{t.other}</button>} onSend={(v) => guard(step.changes, step.quote, async () => {
            const body = { ...step.changes, version: seen.version, expected_total: step.quote.quote.total, reason: v.text('reason')! };
            await ask(api.POST('/api/v1/admin/orders/{id}/edit', { params: { path: { id: order.id } }, body }));
            setDirty(false);
            say(t.saved);
            onSaved();
          })}>
            <Field name="reason" label={t.reason} hint={t.reasonHint} required maxlength={500} />
          </Form>
        </section>
      )}
      {conflict && <Conflict seen={state(seen)} mine={mine(conflict.changes, conflict.quote)} theirs={state(conflict.theirs)} fields={[...Object.keys(FIELDS), 'items']}
                             refs={{ zone_id: 'zones', time_slot_id: 'time-slots' }} onClose={() => { setConflict(null); onClose(); }} onSend={async (chosen) => {
        // What is as the fresh order has it is no change any more.
        const theirs = state(conflict.theirs) as Record<string, unknown>;
        const changes = Object.fromEntries(Object.entries(conflict.changes).filter(([f]) => chosen[f] !== theirs[f])) as Changes;
        setSeen(conflict.theirs);
        setConflict(null);
        if (Object.keys(changes).length === 0) return onSaved();
        await ask_(changes, conflict.theirs);
      }} />}
    </>
  );
}
