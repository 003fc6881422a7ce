// SPDX-License-Identifier: MIT
// Placing the order: phone, delivery, check.  A finished step folds into what was entered, with a way
// back.  What is sent is kept until the shop has answered, under one Idempotency-Key, so that neither
// a second press nor a lost connection nor a reload makes a second order.

import { useLocation } from 'preact-iso';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { api, ask, newKey, Offline, Problem, type Shape } from '../../lib/api';
import { Choice, Field, Form } from '../../lib/form';
import { at, comma, day, dayShort, hours, money, texts } from '../../lib/language';
import { useLoad } from '../../lib/load';
import { session } from '../../lib/storage';
import { Empty, Failed, fee, Skeleton, useTitle } from '../../lib/ui';
import { cart, changing, loadCart, loadQuote, quote, quoteFault } from '../cart';
import { PhoneProof, type Proof } from '../code';
import { zone } from '../place';
import { keepOrderToken } from '../secret';
import { me } from '../session';
import { Sums, Why } from '../sums';
import { choosing, useSlots } from '../zone';

const t = texts({
  title: 'Check out', phone: 'Your phone', delivery: 'Delivery', details: 'About you', change: 'Change', login: 'I have an account', guest: 'No account needed.',
  name: 'Name', email: 'E-mail', emailWhy: 'For the confirmation.', to: 'Zone', address: 'Street, building, floor, flat', addresses: 'Where to', other: 'Another address',
  soon: 'we do not deliver there yet', notes: 'Notes for the driver', gift: 'Text for a gift card', day: 'Day', hour: 'Hour', full: 'fully booked', noSlots: 'No day is free in this zone just now.',
  pay: 'Payment', cash: 'Cash at the door', card: 'Card at the door', next: 'Go on', place: (total: string) => `Place the order · ${total}`, placing: 'Placing your order…',
  looking: 'We are looking what became of your order…', empty: 'Your cart is empty.', shop: 'To the shop', items: 'Your order', edit: 'Change the cart',
  changed: 'The price has changed. Please look at the new total and order again if you agree.', unsure: 'The connection was lost while you ordered. Nothing is ordered twice: please try again.',
  again: 'Try again',
}, {
  title: 'إتمام الطلب', phone: 'رقم هاتفك', delivery: 'التوصيل', details: 'بياناتك', change: 'تعديل', login: 'لدي حساب', guest: 'لا تحتاج إلى حساب.',
  name: 'الاسم', email: 'البريد الإلكتروني', emailWhy: 'لإرسال التأكيد.', to: 'المنطقة', address: 'الشارع والمبنى والدور والشقة', addresses: 'إلى أين', other: 'عنوان آخر',
  soon: 'لا نوصّل إلى هناك بعد', notes: 'ملاحظات للمندوب', gift: 'نص بطاقة الهدية', day: 'اليوم', hour: 'الساعة', full: 'اكتمل الحجز', noSlots: 'لا يوجد يوم متاح في هذه المنطقة الآن.',
  pay: 'الدفع', cash: 'نقدًا عند الاستلام', card: 'بالبطاقة عند الاستلام', next: 'متابعة', place: (total: string) => `أكّد الطلب · ${total}`, placing: 'جارٍ تسجيل طلبك…',
  looking: 'نتحقق مما حدث لطلبك…', empty: 'سلتك فارغة.', shop: 'إلى المتجر', items: 'طلبك', edit: 'تعديل السلة',
  changed: 'تغيّر السعر. راجع الإجمالي الجديد واطلب مرة أخرى إذا وافقت.', unsure: 'انقطع الاتصال أثناء الطلب. لن يُسجّل الطلب مرتين: حاول مرة أخرى.',
  again: 'حاول مرة أخرى',
});

type Body = Shape<'checkout_in'>;
type Plan = Omit<Body, 'phone' | 'proof' | 'expected_total' | 'quote_id'> & { zone_name?: string; hours?: string };
type Who = Pick<Proof, 'phone'> & Partial<Proof>;
interface Sending { key: string; body: Body }

/** A value that outlives a reload of the page. */
function useKept<T>(name: string) {
  const [value, setValue] = useState<T | null>(() => JSON.parse(session.get(name) ?? 'null'));
  return [value, (next: T | null) => {
    if (next) session.set(name, JSON.stringify(next)); else session.remove(name);
    setValue(next);
  }] as const;
}

/** Which step a refusal sends back to. */
const BACK: Record<string, 'phone' | 'plan' | undefined> = {
  phone_unproved: 'phone', slot_full: 'plan', slot_unavailable: 'plan', zone_inactive: 'plan', city_inactive: 'plan', payment_method: 'plan',
};
const goods = () => cart.value?.items ?? [];

export default function Checkout() {
  useTitle(t.title);
  const { route } = useLocation();
  const [who, setWho] = useKept<Who>('checkout/who');
  const [plan, setPlan] = useKept<Plan>('checkout/plan');
  const [sending, setSending] = useKept<Sending>('checkout/sending');
  const [editing, setEditing] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');

  const digital = goods().every((l) => l.type === 'digital');
  const own = me.value?.phone && me.value.phone_verified ? { phone: me.value.phone } : null;
  const person = who ?? own;
  const fits = plan && (digital || (plan.time_slot_id && (plan.address_id || plan.zone_id === zone.value?.id)));
  const step = !person ? 'phone' : !fits || editing ? 'plan' : 'check';

  async function place(attempt: Sending) {
    if (busy) return;
    setBusy(true);
    setFault('');
    setSending(attempt);
    try {
      const order = await ask(api.POST('/api/v1/checkout', { params: { header: { 'Idempotency-Key': attempt.key } }, body: attempt.body }));
      keepOrderToken(order.number, order.tracking_token);
      for (const name of ['checkout/who', 'checkout/plan', 'checkout/sending', 'checkout/form', 'checkout/phone']) session.remove(name);
      await loadCart().catch(() => undefined);
      route(at(`/orders/${order.number}?placed=1`), true);
    } catch (error) {
      // Only a refusal says that there is no order; everything else is asked again, by the same key.
      const refused = error instanceof Problem && error.status < 500 && error.status !== 429 && error.code !== 'idempotency_key_busy';
      if (refused) {
        setSending(null);
        await sayWhy(error);
      } else {
        setFault(error instanceof Offline ? t.unsure : (error as Error).message);
      }
      setBusy(false);
    }
  }

  async function sayWhy(problem: Problem) {
    setFault(problem.code === 'price_changed' ? t.changed : problem.errors[0]?.message ?? problem.message);
    if (BACK[problem.code] === 'phone') setWho(null);
    if (BACK[problem.code] === 'plan') setPlan(plan && { ...plan, delivery_date: null, time_slot_id: null });
    await loadCart().catch(() => undefined);
    await loadQuote();
  }

  // A page that was loaded again in the middle of it asks for the answer.
  useEffect(() => { if (sending) void place(sending); }, []);

  if (sending && busy) return <Head><p class="panel" role="status" data-busy>{t.looking}</p><Skeleton /></Head>;
  if (!cart.value || me.value === undefined) return <Head><Skeleton lines={8} /></Head>;
  if (goods().length === 0 && !sending) {
    return <Head><Empty action={<a class="button main" href={at('/shop')}>{t.shop}</a>}>{t.empty}</Empty></Head>;
  }
  return (
    <Head>
      {fault && <div class="summary" role="alert"><p>{fault}</p>
        {sending && <p class="actions"><button type="button" class="main" onClick={() => place(sending)}>{t.again}</button></p>}</div>}
      <div class="two">
        <div>
          <Step title={t.phone} now={step === 'phone'} done={person && <bdi class="ltr">{person.phone}</bdi>} onChange={() => { setWho(null); }} fixed={!who}>
            <p>{t.guest} <a href={at('/login?next=/checkout')}>{t.login}</a></p>
            <PhoneProof purpose="guest_checkout" keepAs="checkout/phone" onProof={(proof) => { setFault(''); setWho(proof); }} />
          </Step>
          <Step title={digital ? t.details : t.delivery} now={step === 'plan'} done={fits && <PlanText plan={plan} />} onChange={() => setEditing(true)}>
            <PlanForm digital={digital} plan={plan} onDone={(p) => { setFault(''); setEditing(false); setPlan(p); void loadQuote(); }} />
          </Step>
        </div>
        <aside class="panel">
          <h2>{t.items}</h2>
          <ul class="order-lines">{goods().map((l) => (
            <li key={l.id}><span><bdi>{l.quantity} × {l.name}</bdi>{l.size && <span class="soft"> · {l.size}</span>}
              {l.flavors.some((f) => f.chosen) && <span class="inside soft">{l.flavors.filter((f) => f.chosen).map((f) => <bdi key={f.flavor_id}>{f.quantity} × {f.name}</bdi>)}</span>}
            </span><span class="price">{money(l.total)}</span></li>
          ))}</ul>
          <p><a href={at('/cart')}>{t.edit}</a></p>
          {quote.value && <>
            {quote.value.discounts.filter((d) => d.source === 'code' && !d.applied).map((d) => <p key={d.code} class="fault"><Why discount={d} /></p>)}
            <Sums of={quote.value} old={changing.value > 0} delivery={!digital} />
          </>}
          {quoteFault.value && <Failed error={quoteFault.value} again={() => void loadQuote()} />}
        </aside>
      </div>
      {step === 'check' && quote.value && person && plan && (
        <div class="at-hand center">
          <button type="button" class="main wide-button" id="place" aria-disabled={busy} data-busy={busy || undefined} onClick={() => {
            const { zone_name: _, hours: __, ...rest } = plan;
            void place({ key: newKey(), body: { ...rest, phone: person.phone, proof: who?.proof ?? null, expected_total: quote.value!.total, quote_id: quote.value!.id } });
          }}>{busy ? t.placing : t.place(money(quote.value.total))}</button>
        </div>
      )}
    </Head>
  );
}

const Head = ({ children }: { children: ComponentChildren }) => <><h1 tabIndex={-1}>{t.title}</h1>{children}</>;

/** One of the steps: open, folded with what was entered, or yet to come. */
function Step({ title, now, done, fixed, onChange, children }: {
  title: string; now: boolean; done: ComponentChildren; fixed?: boolean; onChange: () => void; children: ComponentChildren;
}) {
  const head = useRef<HTMLHeadingElement>(null);
  const before = useRef(now);
  useEffect(() => {
    if (now && !before.current) head.current?.focus();
    before.current = now;
  }, [now]);
  return (
    <section class="panel step" data-now={now || undefined}>
      <h2 tabIndex={-1} ref={head}>{title}</h2>
      {now ? children : done && <div class="folded"><div>{done}</div>
        {!fixed && <button type="button" class="link" aria-label={`${t.change}: ${title}`} onClick={onChange}>{t.change}</button>}</div>}
    </section>
  );
}

const PlanText = ({ plan }: { plan: Plan }) => (
  <p>
    <bdi>{plan.name}</bdi>
    {plan.address && <><br /><bdi>{plan.address}</bdi></>}
    {plan.zone_name && <><br /><bdi>{plan.zone_name}</bdi></>}
    {plan.delivery_date && <><br />{day(plan.delivery_date)}{comma}{plan.hours}</>}
    <br />{plan.payment_method === 'cash' ? t.cash : t.card}
    {plan.additional_info && <><br /><bdi class="soft">{plan.additional_info}</bdi></>}
    {plan.gift_note && <><br /><bdi class="soft">{plan.gift_note}</bdi></>}
  </p>
);

function PlanForm({ digital, plan, onDone }: { digital: boolean; plan: Plan | null; onDone: (plan: Plan) => void }) {
  const addresses = useLoad(me.value ? 'addresses' : null, async () => (await ask(api.GET('/api/v1/me/addresses'))).items);
  const saved = addresses.data ?? [];
  const [picked, pick] = useState<string | null>(plan ? String(plan.address_id ?? 'other') : null);
  const first = saved.find((a) => a.is_default && a.coverage === 'covered') ?? saved.find((a) => a.coverage === 'covered');
  const chosen = picked ?? (first ? String(first.id) : 'other');
  const address = saved.find((a) => String(a.id) === chosen);
  const zoneId = address?.zone_id ?? zone.value?.id;
  const slots = useSlots(digital ? undefined : zoneId);
  const free = slots.data ?? [];
  const days = [...new Set(free.map((s) => s.date))];
  const [date, setDate] = useState<string | null>(plan?.delivery_date ?? null);
  const theDay = date && days.includes(date) ? date : free.find((s) => s.available)?.date ?? null;

  if (me.value && !addresses.data && !addresses.error) return <Skeleton lines={6} />;
  return (
    <Form send={t.next} keepAs="checkout/form" fields={{ time_slot_id: 'slot', delivery_date: 'slot' }} onSend={async (values) => {
      const slot = free.find((s) => s.date === theDay && String(s.time_slot_id) === values.text('slot'));
      const common = {
        name: values.text('name')!, email: values.text('email') ?? null, additional_info: values.text('additional_info') ?? null,
        gift_note: values.text('gift_note') ?? null, payment_method: values.text('payment_method') as Plan['payment_method'],
      };
      if (digital) return onDone(common);
      onDone({
        ...common, delivery_date: slot!.date, time_slot_id: slot!.time_slot_id, hours: hours(slot!.from_hour, slot!.to_hour),
        zone_name: address ? address.zone_name : zone.value!.name,
        ...(address ? { address_id: address.id } : { zone_id: zone.value!.id, address: values.text('address')! }),
      });
    }}>
      <Field name="name" label={t.name} required maxlength={120} autocomplete="name" defaultValue={plan?.name ?? me.value?.full_name ?? ''} />
      <Field name="email" label={t.email} hint={t.emailWhy} type="email" maxlength={254} autocomplete="email" dir="ltr" defaultValue={plan?.email ?? me.value?.email ?? ''} />
      {!digital && <>
        {saved.length > 0 && <Choice name="where" legend={t.addresses} value={chosen} onChange={pick} options={[
          ...saved.map((a) => ({
            value: String(a.id), disabled: a.coverage !== 'covered', label: <bdi>{a.street_address}</bdi>,
            hint: <>{a.zone_name}{a.coverage !== 'covered' && ` (${t.soon})`}</>,
          })), { value: 'other', label: t.other },
        ]} />}
        {!address && <>
          <p><b>{t.to}: {zone.value?.name}</b> <span class="soft">{zone.value && fee(zone.value.delivery_fee)}</span> <button type="button" class="link" onClick={() => { choosing.value = true; }}>{t.change}</button></p>
          <Field name="address" label={t.address} required rows={2} maxlength={500} autocomplete="street-address" defaultValue={plan?.address ?? ''} />
        </>}
        {slots.error && <Failed error={slots.error} again={slots.again} />}
        {slots.data && days.length === 0 && <p class="fault">{t.noSlots}</p>}
        {theDay && <>
          <fieldset class="choice chips">
            <legend>{t.day}</legend>
            {days.map((d) => (
              <label key={d}><input type="radio" name="day" value={d} checked={d === theDay} disabled={!free.some((s) => s.date === d && s.available)}
                                    onChange={() => setDate(d)} /><span>{dayShort(d)}</span></label>
            ))}
          </fieldset>
          <Choice key={theDay} name="slot" legend={t.hour} value={plan?.delivery_date === theDay ? String(plan?.time_slot_id) : undefined} options={free.filter((s) => s.date === theDay).map((s) => ({
            value: String(s.time_slot_id), label: <>{s.name} · {hours(s.from_hour, s.to_hour)}</>, disabled: !s.available, hint: s.available ? undefined : t.full,
          }))} />
        </>}
        <Field name="additional_info" label={t.notes} maxlength={500} defaultValue={plan?.additional_info ?? ''} />
        <Field name="gift_note" label={t.gift} maxlength={300} rows={2} defaultValue={plan?.gift_note ?? ''} />
      </>}
      <Choice name="payment_method" legend={t.pay} value={plan?.payment_method ?? 'cash'} options={[{ value: 'cash', label: t.cash }, { value: 'card', label: t.card }]} />
    </Form>
  );
}
