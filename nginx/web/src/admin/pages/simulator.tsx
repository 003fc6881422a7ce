// SPDX-License-Identifier: MIT
// Two questions before a price, a rule or a code is let loose: what does this cart cost this customer at
// that moment, and why; and what would a rule or code have done to the orders of some days.

import { useLocation } from 'preact-iso';
import { useState } from 'preact/hooks';
import { api, ask, type Shape } from '../../lib/api';
import { Choice, Field, Form, Refused } from '../../lib/form';
import { day, money, plural, texts } from '../../lib/language';
import { useLoad } from '../../lib/load';
import { Empty, useTitle } from '../../lib/ui';
import { Sums, Why } from '../../shop/sums';
import { names } from '../kit/refs';
import { fromInput, today } from '../kit/time';
import { choice } from '../kit/words';
import { may } from '../session';

const t = texts({
  title: 'Simulator', cart: 'What would this cost?', what: 'What', pieces: 'Pieces', add: 'Add another thing', drop: (n: number) => `Take thing ${n} out`, flavors: 'Flavors', group: 'Customer group', customer: 'Customer no.',
  zone: 'Zone', nowhere: 'None yet', code: 'Promo code', at: 'At the moment', now: 'Left out: now', ask: 'Work it out', result: 'The answer', considered: 'What was considered', applies: 'applies', not: 'does not apply',
  choose: 'Please choose', need: (n: number) => plural(n, { one: 'A box of # cookie', other: 'A box of # cookies' }), dry: 'What would it have done?', of: 'Of', rule: 'A rule', promo: 'A code', which: 'Which', from: 'First day', to: 'Last day',
  run: 'Try it on the orders', day: 'Day', orders: 'Orders', applied: 'It applies to', discount: 'Takes off', difference: 'Costs less', total: 'All together', none: 'No orders in these days.',
  unknown: (n: number) => `Of these, ${n} imported ones are not known well enough.`, other: (n: number) => `Of these, ${n} used another code.`, cut: 'There were too many orders: the last days are not complete.',
}, {
  title: 'المحاكي', cart: 'كم يكلّف هذا؟', what: 'ماذا', pieces: 'العدد', add: 'أضف شيئًا آخر', drop: (n: number) => `احذف الشيء ${n}`, flavors: 'النكهات', group: 'مجموعة العميل', customer: 'رقم العميل',
  zone: 'المنطقة', nowhere: 'لم تُحدد', code: 'كود الخصم', at: 'في الوقت', now: 'إذا تُرك فارغًا: الآن', ask: 'احسب', result: 'النتيجة', considered: 'ما أُخذ في الحساب', applies: 'ينطبق', not: 'لا ينطبق',
  choose: 'يرجى الاختيار', need: (n: number) => plural(n, { one: 'علبة من قطعة', two: 'علبة من قطعتين', few: 'علبة من # قطع', other: 'علبة من # قطعة' }), dry: 'ماذا كان سيفعل؟', of: 'لأي', rule: 'قاعدة', promo: 'كود', which: 'أيها', from: 'أول يوم', to: 'آخر يوم',
  run: 'جرّب على الطلبات', day: 'اليوم', orders: 'الطلبات', applied: 'ينطبق على', discount: 'يخصم', difference: 'تقل التكلفة', total: 'الإجمالي', none: 'لا طلبات في هذه الأيام.',
  unknown: (n: number) => `منها ${n} طلبات مستوردة لا تُعرف تفاصيلها.`, other: (n: number) => `منها ${n} استخدمت كودًا آخر.`, cut: 'الطلبات كثيرة جدًا: الأيام الأخيرة غير مكتملة.',
});

type Instance = Shape<'instance_record_view'>;
type Quote = Shape<'quote_view'>;
type Dry = Shape<'dry_run_view'>;

const LINES_MAX = 10;

export default function Simulator() {
  useTitle(t.title);
  return (
    <>
      <h1 tabIndex={-1}>{t.title}</h1>
      <Cart />
      <DryRun />
    </>
  );
}

/** Everything on sale, by the name of what it is. */
function useThings() {
  const list = useLoad('simulator/things', async (signal) => {
    const query = { limit: 200 };
    const [instances, packs] = await Promise.all([
      ask(api.GET('/api/v1/admin/product-instances', { params: { query }, signal })), ask(api.GET('/api/v1/admin/packs', { params: { query }, signal })),
    ]);
    return { instances: instances.items, packs: new Map(packs.items.map((p) => [p.id, p])) };
  });
  const products = names('products')?.of, sizes = names('sizes')?.of;
  const nameOf = (i: Instance) => [i.product_id ? products?.get(i.product_id) : list.data?.packs.get(i.cookie_pack_id!)?.name, i.size_id && sizes?.get(i.size_id)].filter(Boolean).join(' · ');
  return { things: list.data?.instances ?? [], packs: list.data?.packs, nameOf };
}

function Cart() {
  const { things, packs, nameOf } = useThings();
  const [lines, setLines] = useState<(number | null)[]>([null]);
  const [answer, setAnswer] = useState<Quote | null>(null);
  const zones = may('place.read') ? names('zones') : null;

  const choose = (n: number, id: number | null) => setLines(lines.map((l, i) => (i === n ? id : l)));
  return (
    <section class="panel" aria-labelledby="cart">
      <h2 id="cart">{t.cart}</h2>
      <Form id="sim" send={t.ask} onSend={async (v) => {
        if (lines.some((l) => l === null)) throw new Refused(Object.fromEntries(lines.flatMap((l, i) => (l === null ? [[`thing-${i}`, t.choose]] : []))));
        const items = lines.map((id, i) => {
          const flavors = [...(names('flavors')?.of.keys() ?? [])].map((flavor_id) => ({ flavor_id, quantity: v.number(`flavor-${i}-${flavor_id}`) ?? 0 })).filter((f) => f.quantity > 0);
          return { product_instance_id: id!, quantity: v.number(`pieces-${i}`) ?? 1, flavors: flavors.length ? flavors : null };
        });
        const moment = v.text('at');
        setAnswer(await ask(api.POST('/api/v1/admin/simulator', { body: {
          items, zone_id: v.number('zone_id') ?? null, promo_code: v.text('promo_code') ?? null, customer_group: v.text('customer_group') ?? null, customer_id: v.number('customer_id') ?? null,
          at: moment ? fromInput(moment) : null,
        } })));
      }} aside={lines.length < LINES_MAX && <button type="button" onClick={() => setLines([...lines, null])}>{t.add}</button>}>
        {lines.map((id, i) => {
          const thing = things.find((x) => x.id === id);
          const pack = thing?.cookie_pack_id ? packs?.get(thing.cookie_pack_id) : undefined;
          return (
            <fieldset key={i} class="sim-line">
              <Field name={`thing-${i}`} label={t.what} required value={id ? String(id) : ''} onChange={(e) => choose(i, Number(e.currentTarget.value) || null)}>
                <option value="">{t.choose}</option>
                {things.map((x) => <option key={x.id} value={x.id}>{nameOf(x)}</option>)}
              </Field>
              <Field name={`pieces-${i}`} label={t.pieces} required class="short" inputmode="numeric" dir="ltr" maxlength={2} defaultValue="1" />
              {lines.length > 1 && <button type="button" class="link" onClick={() => setLines(lines.filter((_, n) => n !== i))}>{t.drop(i + 1)}</button>}
              {pack && <details open><summary>{t.flavors}: {t.need(pack.count)}</summary>
                <div class="several">{[...(names('flavors')?.of ?? [])].map(([flavor, name]) => (
                  <Field key={flavor} quiet name={`flavor-${i}-${flavor}`} label={name} class="short" inputmode="numeric" dir="ltr" maxlength={2} />
                ))}</div>
              </details>}
            </fieldset>
          );
        })}
        {zones && <Field name="zone_id" label={t.zone}><option value="">{t.nowhere}</option>{[...zones.of].map(([id, name]) => <option key={id} value={id}>{name}</option>)}</Field>}
        <Field name="promo_code" label={t.code} maxlength={50} dir="ltr" autocomplete="off" autocapitalize="characters" />
        <Field name="customer_group" label={t.group} maxlength={50} autocomplete="off" />
        <Field name="customer_id" label={t.customer} class="short" inputmode="numeric" dir="ltr" maxlength={18} autocomplete="off" />
        <Field name="at" label={t.at} hint={t.now} type="datetime-local" />
      </Form>
      {answer && <Answer quote={answer} />}
    </section>
  );
}

function Answer({ quote }: { quote: Quote }) {
  return (
    <div class="answer" role="status">
      <h3>{t.result}</h3>
      <ul>{quote.items.map((l, i) => <li key={i}><bdi>{l.quantity} × {l.name}{l.size && ` · ${l.size}`}</bdi>: {money(l.total)} <small class="soft">{choice(l.price_kind)}</small></li>)}</ul>
      <Sums of={quote} />
      {quote.discounts.length > 0 && <>
        <h4>{t.considered}</h4>
        <ul>{quote.discounts.map((d, i) => (
          <li key={i}><b><bdi>{d.name}</bdi></b> <span class={d.applied ? 'yes' : 'no'}>{d.applied ? `${t.applies}: ${money(d.amount)}` : <>{t.not}: <Why discount={d} /></>}</span></li>
        ))}</ul>
      </>}
    </div>
  );
}

/** The address may name which: ?rule=5, ?code=3. */
function DryRun() {
  const { query: asked } = useLocation();
  const [kind, setKind] = useState<'rule' | 'promo'>(asked.code ? 'promo' : 'rule');
  const [answer, setAnswer] = useState<Dry | null>(null);
  const rules = useLoad('simulator/rules', async (signal) => (await ask(api.GET('/api/v1/admin/pricing-rules', { params: { query: { limit: 200 } }, signal }))).items);
  const codes = useLoad('simulator/codes', async (signal) => (await ask(api.GET('/api/v1/admin/promo-codes', { params: { query: { limit: 200 } }, signal }))).items);
  const options = kind === 'rule' ? rules.data?.map((r) => [r.id, r.name] as const) : codes.data?.map((c) => [c.id, `${c.code} · ${c.name}`] as const);
  const week = new Date(Date.parse(`${today()}T12:00:00Z`) - 7 * 86_400_000).toISOString().slice(0, 10);
  return (
    <section class="panel" aria-labelledby="dry">
      <h2 id="dry">{t.dry}</h2>
      <Form id="dry-run" send={t.run} onSend={async (v) => {
        const body = { id: v.number('id')!, from: v.text('from')!, to: v.text('to')! };
        setAnswer(await ask(kind === 'rule' ? api.POST('/api/v1/admin/pricing-rules/dry-run', { body }) : api.POST('/api/v1/admin/promo-codes/dry-run', { body })));
      }}>
        <Choice name="kind" legend={t.of} value={kind} onChange={(value) => { setKind(value as typeof kind); setAnswer(null); }} options={[{ value: 'rule', label: t.rule }, { value: 'promo', label: t.promo }]} />
        <Field key={`${kind}${!options}`} name="id" label={t.which} required><option value="">{t.choose}</option>
          {options?.map(([id, name]) => <option key={id} value={id} selected={String(id) === (kind === 'rule' ? asked.rule : asked.code)}>{name}</option>)}</Field>
        <Field name="from" label={t.from} type="date" required defaultValue={week} />
        <Field name="to" label={t.to} type="date" required defaultValue={today()} />
      </Form>
      {answer && (answer.orders === 0 ? <Empty>{t.none}</Empty> : (
        <div role="status">
          <div class="scroll" role="region" aria-label={t.day} tabIndex={0}><table>
            <thead><tr>{[t.day, t.orders, t.applied, t.discount, t.difference].map((h, i) => <th key={h} scope="col" class={i ? 'num' : ''}>{h}</th>)}</tr></thead>
            <tbody>{answer.days.map((d) => <tr key={d.day}><th scope="row">{day(d.day)}</th><td class="num">{d.orders}</td><td class="num">{d.applied}</td><td class="num">{money(d.discount)}</td><td class="num">{money(d.difference)}</td></tr>)}</tbody>
            <tfoot><tr><th scope="row">{t.total}</th><td class="num">{answer.orders}</td><td class="num">{answer.applied}</td><td class="num">{money(answer.discount)}</td><td class="num">{money(answer.difference)}</td></tr></tfoot>
          </table></div>
          {answer.without_facts > 0 && <p class="soft">{t.unknown(answer.without_facts)}</p>}
          {answer.other_code > 0 && <p class="soft">{t.other(answer.other_code)}</p>}
          {answer.is_cut && <p class="bad">{t.cut}</p>}
        </div>
      ))}
    </section>
  );
}
