// SPDX-License-Identifier: MIT
// One stop: whom to call, where it is, what to hand over and to take, and what came of it.

import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Choice, Field, Form, Refused } from '../../lib/form';
import { comma, isZero, money, plural, texts } from '../../lib/language';
import { Dialog } from '../../lib/ui';
import type { Stop } from './kept';
import { standing, tell } from './queue';
import { shrink } from './shrink';

const t = texts({
  call: 'Call', to: 'Address', more: 'To find it', gift: 'Gift card', over: 'Hand over', take: 'To take', nothing: 'Nothing: it is paid',
  cookies: (n: number) => plural(n, { one: '# cookie', other: '# cookies' }), pieces: (n: number) => plural(n, { one: '# box or piece', other: '# boxes or pieces' }),
  delivered: 'Delivered', failed: 'Not delivered', money: 'Money taken', open: 'To do', after: 'Delivered after all', waits: 'waiting to be sent', order: 'Order',
  proof: 'What shows it?', byCode: 'The customer’s code', byPhoto: 'A photo', codeHint: 'Six digits from their message.', code: 'Delivery code', sixDigits: 'The code has six digits.',
  photo: 'Photo of the delivery', door: 'Photo of the door', paid: 'Was it paid?', cash: (sum: string) => `Yes, ${sum} in cash`, card: (sum: string) => `Yes, ${sum} by card`, unpaid: 'No, not now', keep: 'Save', how: 'How was it paid?',
  why: 'Why not?', note: 'Note for the shop', mend: 'Not accepted:',
}, {
  call: 'اتصال', to: 'العنوان', more: 'للوصول', gift: 'بطاقة الهدية', over: 'للتسليم', take: 'المطلوب تحصيله', nothing: 'لا شيء: الطلب مدفوع',
  cookies: (n: number) => plural(n, { one: 'قطعة كوكيز واحدة', two: 'قطعتا كوكيز', few: '# قطع كوكيز', other: '# قطعة كوكيز' }),
  pieces: (n: number) => plural(n, { one: 'علبة أو قطعة واحدة', two: 'علبتان أو قطعتان', few: '# علب أو قطع', other: '# علبة أو قطعة' }),
  delivered: 'تم التسليم', failed: 'لم يُسلَّم', money: 'تم التحصيل', open: 'لم يُنجز بعد', after: 'سُلِّم لاحقًا', waits: 'في انتظار الإرسال', order: 'طلب',
  proof: 'ما إثبات التسليم؟', byCode: 'رمز العميل', byPhoto: 'صورة', codeHint: 'ستة أرقام من رسالته.', code: 'رمز التسليم', sixDigits: 'الرمز ستة أرقام.',
  photo: 'صورة التسليم', door: 'صورة الباب', paid: 'هل دُفع المبلغ؟', cash: (sum: string) => `نعم، ${sum} نقدًا`, card: (sum: string) => `نعم، ${sum} بالبطاقة`, unpaid: 'لا، ليس الآن', keep: 'حفظ', how: 'كيف دُفع؟',
  why: 'ما السبب؟', note: 'ملاحظة للمتجر', mend: 'لم يُقبل:',
});
const reasons = texts({
  no_answer: 'Nobody answered', refused: 'They did not want it', wrong_address: 'The address is wrong', damaged: 'It was damaged', other: 'Something else',
}, {
  no_answer: 'لا أحد يجيب', refused: 'رفض العميل الاستلام', wrong_address: 'العنوان خطأ', damaged: 'تضرر الطلب', other: 'سبب آخر',
});

const Fact = ({ name, children }: { name: string; children: ComponentChildren }) => <div><dt>{name}</dt><dd>{children}</dd></div>;

type Doing = 'delivered' | 'failed' | 'cash';

export function StopCard({ stop }: { stop: Stop }) {
  const [doing, setDoing] = useState<Doing | null>(null);
  const { status, isWaiting, isPaid, refused } = standing(stop);
  const isDue = !isZero(stop.amount_due) && !isPaid;
  const name = stop.customer_name ?? stop.number;
  const done = () => setDoing(null);
  const place = [stop.address, stop.zone, stop.city].filter(Boolean).join(comma);
  return (
    <li class={`panel stop ${status}`} id={`stop-${stop.id}`}>
      <h2><span class="position">{stop.position}</span> <bdi>{name}</bdi></h2>
      <p class="soft">{stop.customer_name && <>{t.order} <span class="ltr">{stop.number}</span> · </>}<b>{t[status]}</b>{isWaiting && <> · <span class="tag wait">{t.waits}</span></>}
        {status === 'failed' && stop.reason && <> · {reasons[stop.reason]}</>}</p>
      {refused && <p class="fault" role="alert">{t.mend} {refused.message}</p>}
      {status === 'open' && stop.customer_phone && (
        <p><a class="button call" href={`tel:${stop.customer_phone}`}>{t.call} <bdi class="ltr">{stop.customer_phone}</bdi></a></p>
      )}
      {status === 'open' && (
        <dl class="facts">
          {place && <Fact name={t.to}><bdi>{place}</bdi></Fact>}
          {stop.additional_info && <Fact name={t.more}><bdi>{stop.additional_info}</bdi></Fact>}
          <Fact name={t.over}>{t.pieces(stop.pieces)} · {t.cookies(stop.cookies)}</Fact>
          {stop.gift_note && <Fact name={t.gift}><bdi>{stop.gift_note}</bdi></Fact>}
          <Fact name={t.take}>{isDue ? <b class="due">{money(stop.amount_due)}</b> : t.nothing}</Fact>
        </dl>
      )}
      <p class="actions">
        {status === 'open' && <button type="button" class="main" onClick={() => setDoing('delivered')}>{t.delivered}<span class="vh"> {name}</span></button>}
        {status === 'open' && <button type="button" onClick={() => setDoing('failed')}>{t.failed}<span class="vh"> {name}</span></button>}
        {status === 'failed' && !isWaiting && <button type="button" onClick={() => setDoing('delivered')}>{t.after}<span class="vh"> {name}</span></button>}
        {status === 'delivered' && isDue && <button type="button" onClick={() => setDoing('cash')}>{t.money}<span class="vh"> {name}</span></button>}
      </p>
      <Dialog title={t.delivered} open={doing === 'delivered'} onClose={done}><Delivered stop={stop} isDue={isDue} done={done} /></Dialog>
      <Dialog title={t.failed} open={doing === 'failed'} onClose={done}><Failed stop={stop} done={done} /></Dialog>
      <Dialog title={t.money} open={doing === 'cash'} onClose={done}>
        <Form id={`cash-${stop.id}`} send={t.keep} onSend={async (v) => {
          await tell(stop, { kind: 'cash', amount: stop.amount_due, method: v.text('method') as 'cash' | 'card' });
          done();
        }}>
          <Choice name="method" legend={t.how} options={paidBy(stop)} />
        </Form>
      </Dialog>
    </li>
  );
}

// The API takes exactly what is due, so the sum is confirmed and not typed.
const paidBy = (stop: Stop) => [
  { value: 'cash', label: t.cash(money(stop.amount_due)) }, { value: 'card', label: t.card(money(stop.amount_due)) },
];

function Delivered({ stop, isDue, done }: { stop: Stop; isDue: boolean; done: () => void }) {
  const [proof, setProof] = useState('code');
  return (
    <Form id={`delivered-${stop.id}`} send={t.keep} onSend={async (v) => {
      const code = v.digits('delivery_code'), method = v.text('money');
      if (proof === 'code' && !/^\d{6}$/.test(code ?? '')) throw new Refused({ delivery_code: t.sixDigits });
      const file = document.querySelector<HTMLInputElement>(`#delivered-${stop.id}-photo`)?.files?.[0];
      await tell(stop, {
        kind: 'delivered', delivery_code: proof === 'code' ? code : undefined,
        ...(method === 'cash' || method === 'card' ? { amount: stop.amount_due, method } : {}),
      }, file && await shrink(file));
      done();
    }}>
      <Choice name="proof" legend={t.proof} value="code" onChange={setProof} options={[{ value: 'code', label: t.byCode }, { value: 'photo', label: t.byPhoto }]} />
      {proof === 'code'
        ? <Field key="code" name="delivery_code" label={t.code} hint={t.codeHint} required inputmode="numeric" maxlength={6} dir="ltr" autocomplete="off" class="code" />
        : <PhotoField label={t.photo} required />}
      {isDue && <Choice name="money" legend={t.paid} options={[...paidBy(stop), { value: 'none', label: t.unpaid }]} />}
    </Form>
  );
}

/** Says which picture was taken: the button over the input does not. */
function PhotoField({ label, required }: { label: string; required?: boolean }) {
  const [name, setName] = useState('');
  return <Field key="photo" name="photo" label={label} hint={name && <bdi class="ltr">{name}</bdi>} type="file" accept="image/*" {...{ capture: 'environment' }}
                required={required} onChange={(e) => setName(e.currentTarget.files?.[0]?.name ?? '')} />;
}

function Failed({ stop, done }: { stop: Stop; done: () => void }) {
  return (
    <Form id={`failed-${stop.id}`} send={t.keep} onSend={async (v) => {
      const file = document.querySelector<HTMLInputElement>(`#failed-${stop.id}-photo`)?.files?.[0];
      await tell(stop, { kind: 'failed', reason: v.text('reason') as keyof typeof reasons, note: v.text('note') }, file && await shrink(file));
      done();
    }}>
      <Choice name="reason" legend={t.why} options={Object.entries(reasons).map(([value, label]) => ({ value, label }))} />
      <PhotoField label={t.door} />
      <Field name="note" label={t.note} rows={2} maxlength={300} />
    </Form>
  );
}
