// SPDX-License-Identifier: MIT
// An order that somebody gives by phone: who, what, where, when; then what it costs, which is told to the
// caller before it is placed.

import '../../style/desk.css';
import { useLocation } from 'preact-iso';
import { useRef, useState } from 'preact/hooks';
import { api, ask, keysFor, Problem, type Shape } from '../../lib/api';
import { Choice, Field, Form, Refused, type Values } from '../../lib/form';
import { at, language, money, texts } from '../../lib/language';
import { guarded, say, useTitle } from '../../lib/ui';
import { Lines, type OrderLine } from '../desk/lines';
import { LineTable, ofQuote } from '../desk/sums';
import { When } from '../desk/when';
import { AskBeforeLeaving } from '../kit/leave';
import { names } from '../kit/refs';
import { choice } from '../kit/words';
import { may } from '../session';

type Customer = Shape<'customer_file_view'>;
type Body = Shape<'phone_order_in'>;

const t = texts({
  title: 'Order by phone', list: 'Orders', find: 'Find a customer', findHint: 'Phone, e-mail, or how the name begins', search: 'Search', none: 'Nobody is found: go on as for somebody new.', take: 'Take', somebodyElse: 'Somebody else',
  of: 'Order of', name: 'Name', phone: 'Phone', email: 'E-mail', zone: 'Zone', choose: 'Please choose', address: 'Street, building, floor', addresses: 'Known addresses', info: 'Notes for the delivery', gift: 'Text for a gift card', code: 'Promo code',
  pay: 'Paid by', language: 'Language of the messages', en: 'English', ar: 'Arabic', quote: 'What does it cost?', nothing: 'Please add something.', tell: (sum: string) => `Tell the caller: ${sum}`,
  place: (sum: string) => `Place the order · ${sum}`, change: 'Go on changing', placed: (number: string) => `Order ${number} is placed.`, changed: 'The price changed meanwhile. Here is the new one.',
}, {
  title: 'طلب بالهاتف', list: 'الطلبات', find: 'ابحث عن عميل', findHint: 'الهاتف أو البريد أو بداية الاسم', search: 'بحث', none: 'لم نجد أحدًا: أكمل كعميل جديد.', take: 'اختيار', somebodyElse: 'شخص آخر',
  of: 'طلب لـ', name: 'الاسم', phone: 'الهاتف', email: 'البريد الإلكتروني', zone: 'المنطقة', choose: 'يرجى الاختيار', address: 'الشارع والمبنى والدور', addresses: 'عناوين معروفة', info: 'ملاحظات للتوصيل', gift: 'نص بطاقة الهدية', code: 'كود الخصم',
  pay: 'طريقة الدفع', language: 'لغة الرسائل', en: 'الإنجليزية', ar: 'العربية', quote: 'كم يكلف؟', nothing: 'أضف شيئًا من فضلك.', tell: (sum: string) => `أخبر المتصل: ${sum}`,
  place: (sum: string) => `تسجيل الطلب · ${sum}`, change: 'متابعة التغيير', placed: (number: string) => `سُجل الطلب ${number}.`, changed: 'تغيّر السعر في هذه الأثناء. هذا هو السعر الجديد.',
});

export default function PhoneOrder() {
  const { route } = useLocation();
  const [who, setWho] = useState<Customer | null>(null);
  const [lines, setLines] = useState<OrderLine[]>([]);
  const [zone, setZone] = useState<number | null>(null);
  const [step, setStep] = useState<{ body: Omit<Body, 'expected_total'>; quote: Shape<'quote_view'> } | null>(null);
  const [keyOf] = useState(keysFor);
  const [placed, setPlaced] = useState(false);
  const top = useRef<HTMLHeadingElement>(null);
  const zones = names('zones');
  useTitle(t.title);

  const bodyOf = (v: Values): Omit<Body, 'expected_total'> => ({
    items: lines, customer_id: who?.id, name: v.text('name')!, phone: v.digits('phone')!, email: v.text('email'), zone_id: v.number('zone_id'), address: v.text('address'),
    additional_info: v.text('additional_info'), gift_note: v.text('gift_note'), promo_code: v.text('promo_code'), delivery_date: v.text('delivery_date'), time_slot_id: v.number('time_slot_id'),
    payment_method: v.text('payment_method') as 'cash', language: v.text('language') as 'en',
  });
  async function quote(body: Omit<Body, 'expected_total'>) {
    const { items, customer_id, zone_id, promo_code } = body;
    setStep({ body, quote: await ask(api.POST('/api/v1/admin/orders/quote', { body: { items, customer_id, zone_id, promo_code } })) });
    top.current?.focus();
  }
  async function place() {
    const body = { ...step!.body, expected_total: step!.quote.total };
    try {
      const { id, number } = await ask(api.POST('/api/v1/admin/orders', { params: { header: { 'Idempotency-Key': keyOf(body) } }, body }));
      setPlaced(true);
      say(t.placed(number));
      route(at(`/orders/${id}`));
    } catch (error) {
      if (!(error instanceof Problem && error.code === 'price_changed')) throw error;
      await quote(step!.body);
      say(t.changed);
    }
  }
  const begun = (lines.length > 0 || who !== null || step !== null) && !placed;
  return (
    <>
      <p><a href={at('/orders')}>{t.list}</a></p>
      <h1 tabIndex={-1} ref={top}>{t.title}</h1>
      {begun && <AskBeforeLeaving />}
      <div hidden={step !== null}>
        {may('customer.read') && <Find who={who} onTake={setWho} />}
        <Form id="order" class="wide" key={who?.id ?? 0} send={t.quote} onSend={(v) => {
          if (lines.length === 0) throw new Refused({ name: t.nothing });
          return quote(bodyOf(v));
        }}>
          <Field name="name" label={t.name} required maxlength={120} autocomplete="off" defaultValue={[who?.first_name, who?.last_name].filter(Boolean).join(' ')} />
          <Field name="phone" label={t.phone} required maxlength={32} inputmode="tel" dir="ltr" autocomplete="off" defaultValue={who?.phone ?? ''} />
          <Field name="email" label={t.email} maxlength={254} inputmode="email" dir="ltr" autocomplete="off" defaultValue={who?.email ?? ''} />
          <Lines lines={lines} onChange={setLines} />
          <Field name="zone_id" label={t.zone} quiet key={`zone${zones !== null}`} onChange={(e) => setZone(Number(e.currentTarget.value) || null)}>
            <option value="">{t.choose}</option>{[...zones?.of ?? []].map(([id, name]) => <option key={id} value={id} selected={id === zone}>{name}</option>)}
          </Field>
          {who && who.addresses.length > 0 && <><p>{t.addresses}</p><ul class="rows">{who.addresses.map((a) => <li key={a.id}><bdi>{a.zone_name}</bdi>: <bdi>{a.street_address}</bdi></li>)}</ul></>}
          <Field name="address" label={t.address} quiet maxlength={500} rows={2} defaultValue={who?.addresses[0]?.street_address ?? ''} />
          <Field name="additional_info" label={t.info} maxlength={500} defaultValue={who?.addresses[0]?.additional_info ?? ''} />
          <When zone={zone} required={false} />
          <Field name="gift_note" label={t.gift} maxlength={300} />
          <Field name="promo_code" label={t.code} maxlength={50} dir="ltr" class="short" autocomplete="off" />
          <Choice name="payment_method" legend={t.pay} value="cash" options={(['cash', 'card'] as const).map((value) => ({ value, label: choice(value) }))} />
          <Choice name="language" legend={t.language} value={who?.language ?? language} options={[{ value: 'ar', label: t.ar }, { value: 'en', label: t.en }]} />
        </Form>
      </div>
      {step && (
        <section class="panel">
          <h2>{t.tell(money(step.quote.total))}</h2>
          <LineTable lines={step.quote.items.map(ofQuote)} of={step.quote} />
          <p class="actions">
            <button type="button" class="main" onClick={guarded(place)}>{t.place(money(step.quote.total))}</button>
            <button type="button" onClick={() => { setStep(null); top.current?.focus(); }}>{t.change}</button>
          </p>
        </section>
      )}
    </>
  );
}

function Find({ who, onTake }: { who: Customer | null; onTake: (who: Customer | null) => void }) {
  const [found, setFound] = useState<Shape<'customer_row_view'>[] | null>(null);
  if (who) return <p class="panel">{t.of} <b><bdi>{[who.first_name, who.last_name].filter(Boolean).join(' ')}</bdi></b> <button type="button" onClick={() => onTake(null)}>{t.somebodyElse}</button></p>;
  return (
    <section class="panel">
      <Form id="find" send={t.search} onSend={async (v) => {
        setFound((await ask(api.GET('/api/v1/admin/customers', { params: { query: { q: v.text('q')!, limit: 10 } } }))).items);
      }}>
        <Field name="q" label={t.find} hint={t.findHint} type="search" required maxlength={100} />
      </Form>
      <div role="status">{found && (found.length === 0 ? <p>{t.none}</p> : (
        <ul class="rows">{found.map((c) => <li key={c.id}><bdi>{c.full_name}</bdi> {c.phone && <bdi class="ltr soft">{c.phone}</bdi>} <button type="button" onClick={guarded(async () => {
          onTake(await ask(api.GET('/api/v1/admin/customers/{id}', { params: { path: { id: c.id } } })));
          setFound(null);
        })}>{t.take}</button></li>)}</ul>
      ))}</div>
    </section>
  );
}
