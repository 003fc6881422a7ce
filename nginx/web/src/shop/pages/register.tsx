// SPDX-License-Identifier: MIT
// A new account: the phone is proved by a code, then who it is; the e-mail is proved afterwards.

import '../../style/account.css';
import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { api, ask, Problem, serverNow } from '../../lib/api';
import { Check, Field, Form } from '../../lib/form';
import { at, texts } from '../../lib/language';
import { session } from '../../lib/storage';
import { say, useTitle } from '../../lib/ui';
import { AddressFields, placeOf } from '../account/address-fields';
import { NewPassword } from '../account/password';
import { CodeForm, PhoneProof, type Proof, type Sent } from '../code';
import { me } from '../session';

const t = texts({
  title: 'Create an account', step: (n: number) => `Step ${n} of 3`, phone: 'Your phone', who: 'About you', mail: 'Your e-mail', have: 'You have an account?', login: 'Log in',
  why: 'Your phone is how the driver finds you and how you can log in. We send a code to it first.', proved: 'Confirmed:', change: 'Change the number',
  first: 'First name', last: 'Last name', email: 'E-mail', emailHint: 'For receipts and a forgotten password. We send a mail to confirm it.',
  address: 'Add a delivery address', send: 'Create the account', late: 'The phone has to be confirmed once more: too much time went by.',
  done: 'Almost done', made: 'What you entered is saved. If this phone or e-mail already had an account, we sent a message there instead that says what to do.',
  covered: 'We deliver to your address.', soon: 'We do not deliver to your address yet; it is saved, and you can order to other zones.',
  mailed: 'We sent a mail with a link and a code to', confirm: 'Confirm the e-mail', confirmed: 'Thank you, your e-mail is confirmed. Please log in.', later: 'Log in now, confirm later',
  noMail: 'No mail? Look among the unwanted ones, or log in and ask for another in your account.',
}, {
  title: 'إنشاء حساب', step: (n: number) => `الخطوة ${n} من 3`, phone: 'هاتفك', who: 'عنك', mail: 'بريدك الإلكتروني', have: 'لديك حساب؟', login: 'سجّل الدخول',
  why: 'بهاتفك يصل إليك المندوب ويمكنك تسجيل الدخول. نرسل إليه رمزًا أولًا.', proved: 'تم تأكيده:', change: 'تغيير الرقم',
  first: 'الاسم الأول', last: 'اسم العائلة', email: 'البريد الإلكتروني', emailHint: 'للإيصالات واستعادة كلمة المرور. نرسل إليه رسالة لتأكيده.',
  address: 'إضافة عنوان للتوصيل', send: 'إنشاء الحساب', late: 'يلزم تأكيد الهاتف مرة أخرى، فقد مر وقت طويل.',
  done: 'أوشكنا على الانتهاء', made: 'حُفظ ما أدخلته. إذا كان لهذا الهاتف أو البريد حساب من قبل، فقد أرسلنا إليه رسالة توضح ما يمكن فعله.',
  covered: 'نوصّل إلى عنوانك.', soon: 'لا نوصّل إلى عنوانك بعد، لكنه محفوظ ويمكنك الطلب إلى مناطق أخرى.',
  mailed: 'أرسلنا رسالة فيها رابط ورمز إلى', confirm: 'تأكيد البريد', confirmed: 'شكرًا لك، تم تأكيد بريدك. سجّل الدخول من فضلك.', later: 'تسجيل الدخول الآن والتأكيد لاحقًا',
  noMail: 'لم تصلك؟ ابحث في البريد غير المرغوب فيه، أو سجّل الدخول واطلب رسالة أخرى من حسابك.',
});

type Coverage = 'covered' | 'coming_soon' | 'none';
interface Made { email: string; coverage: Coverage; sent: Sent }

const keptProof = (): Proof | null => {
  const proof: Proof | null = JSON.parse(session.get('register/proof') ?? 'null');
  return proof && Date.parse(proof.expires_at) > serverNow() ? proof : null;
};

export default function Register() {
  const { route } = useLocation();
  const [proof, setProof] = useState(keptProof);
  const [made, setMade] = useState<Made | null>(null);
  useTitle(t.title);
  useEffect(() => { if (me.value) route(at('/account'), true); }, [me.value]);

  function prove(now: Proof | null) {
    if (now) session.set('register/proof', JSON.stringify(now)); else session.remove('register/proof');
    setProof(now);
  }
  const step = made ? 3 : proof ? 2 : 1;
  useEffect(() => { if (step > 1) document.querySelector<HTMLElement>('main h1')?.focus(); }, [step]);
  return (
    <section class="narrow">
      <p class="soft">{t.step(step)} · {[t.phone, t.who, t.mail][step - 1]}</p>
      <h1 tabIndex={-1}>{made ? t.done : t.title}</h1>
      {made ? <Confirm made={made} />
        : proof ? <Details proof={proof} onChange={() => prove(null)} onMade={(m) => { prove(null); setMade(m); }} />
        : (
          <>
            <p class="lead">{t.why}</p>
            <PhoneProof purpose="registration" keepAs="register/phone" onProof={prove} />
            <hr />
            <p>{t.have} <a href={at('/login')}>{t.login}</a></p>
          </>
        )}
    </section>
  );
}

function Details({ proof, onChange, onMade }: { proof: Proof; onChange: () => void; onMade: (made: Made) => void }) {
  const [address, setAddress] = useState(false);
  // What the form kept from before ticks the box without a word.
  useEffect(() => setAddress((document.getElementById('f-address') as HTMLInputElement).checked), []);
  return (
    <>
      <p>{t.proved} <bdi class="ltr"><b>{proof.phone}</b></bdi> <button type="button" class="link" onClick={onChange}>{t.change}</button></p>
      <Form send={t.send} keepAs="register" onSend={async (values) => {
        const email = values.text('email')!;
        try {
          const { coverage, email_code } = await ask(api.POST('/api/v1/auth/register', {
            body: {
              proof: proof.proof, phone: proof.phone, email, password: values.exact('password'),
              first_name: values.text('first_name')!, last_name: values.text('last_name')!,
              ...(address ? placeOf(values) : {}),
            },
          }));
          session.set('verify/code', JSON.stringify({ email, sent: email_code }));
          onMade({ email, coverage, sent: email_code });
        } catch (error) {
          if (!(error instanceof Problem && error.code === 'phone_unproved')) throw error;
          say(t.late, { bad: true });
          onChange();
        }
      }}>
        <div class="beside">
          <Field name="first_name" label={t.first} required maxlength={100} autocomplete="given-name" />
          <Field name="last_name" label={t.last} required maxlength={155} autocomplete="family-name" />
        </div>
        <Field name="email" type="email" label={t.email} hint={t.emailHint} required maxlength={254} autocomplete="email" dir="ltr" />
        <NewPassword />
        <Check name="address" label={t.address} onChange={(e) => setAddress(e.currentTarget.checked)} />
        {address && <AddressFields />}
      </Form>
    </>
  );
}

function Confirm({ made }: { made: Made }) {
  const { route } = useLocation();
  return (
    <>
      <p class="lead">{t.made}</p>
      {made.coverage === 'covered' && <p class="panel good">{t.covered}</p>}
      {made.coverage === 'coming_soon' && <p class="panel notice">{t.soon}</p>}
      <CodeForm sent={made.sent} lead={t.mailed} to={made.email} send={t.confirm} change={t.later} onChange={() => route(at('/login'))}
                onCode={async (code) => {
                  await ask(api.POST('/api/v1/auth/email/verify', { body: code }));
                  session.remove('verify/code');
                  say(t.confirmed);
                  route(at('/login'));
                }} />
      <p class="soft">{t.noMail}</p>
    </>
  );
}
