// SPDX-License-Identifier: MIT
// Two ways in: a password (and a code besides, on a device that the shop does not know), or a code alone.

import '../../style/account.css';
import { useLocation } from 'preact-iso';
import { useEffect, useState } from 'preact/hooks';
import { api, ask, type Shape } from '../../lib/api';
import { Check, Field, Form } from '../../lib/form';
import { at, language, plural, texts } from '../../lib/language';
import { session } from '../../lib/storage';
import { say, useTitle } from '../../lib/ui';
import { CodeForm, useAsked, type Code, type Sent } from '../code';
import { enter, me } from '../session';

const t = texts({
  title: 'Log in', way: 'How to log in', password: 'With a password', code: 'With a code', login: 'E-mail, phone or user name', secret: 'Password',
  remember: 'Stay logged in on this device for 30 days', send: 'Log in', forgot: 'Forgot your password?', none: 'No account yet?', register: 'Create one',
  contact: 'Phone or e-mail of your account', contactHint: 'We send a code there. You need no password.', ask: 'Send the code',
  device: 'This device is new to us, so we sent a code of six digits to the phone or e-mail of your account', back: 'Back', other: 'Change phone or e-mail',
  maybe: 'If there is an account with it, a code of six digits is on its way to',
  added: (n: number) => plural(n, { one: '# item from this device is now in your cart.', other: '# items from this device are now in your cart.' }),
  capped: (n: number) => plural(n, { one: '# item did not fit completely.', other: '# items did not fit completely.' }),
  hello: (name: string) => `Hello ${name}!`,
}, {
  title: 'تسجيل الدخول', way: 'طريقة الدخول', password: 'بكلمة المرور', code: 'برمز يصلك', login: 'البريد الإلكتروني أو الهاتف أو اسم المستخدم', secret: 'كلمة المرور',
  remember: 'البقاء مسجّلًا على هذا الجهاز 30 يومًا', send: 'دخول', forgot: 'نسيت كلمة المرور؟', none: 'ليس لديك حساب؟', register: 'أنشئ حسابًا',
  contact: 'هاتف حسابك أو بريده الإلكتروني', contactHint: 'نرسل إليه رمزًا، ولا تحتاج إلى كلمة مرور.', ask: 'إرسال الرمز',
  device: 'هذا الجهاز جديد علينا، لذلك أرسلنا رمزًا من ستة أرقام إلى هاتف حسابك أو بريده الإلكتروني', back: 'رجوع', other: 'تغيير الهاتف أو البريد',
  maybe: 'إذا كان هناك حساب به فسيصل رمز من ستة أرقام إلى',
  added: (n: number) => plural(n, { one: 'أُضيف صنف من هذا الجهاز إلى سلتك.', two: 'أُضيف صنفان من هذا الجهاز إلى سلتك.', few: 'أُضيفت # أصناف من هذا الجهاز إلى سلتك.', other: 'أُضيف # صنفًا من هذا الجهاز إلى سلتك.' }),
  capped: (n: number) => plural(n, { one: 'صنف واحد لم تتسع له السلة كاملًا.', two: 'صنفان لم تتسع لهما السلة كاملين.', few: '# أصناف لم تتسع لها السلة كاملة.', other: '# صنفًا لم تتسع لها السلة كاملة.' }),
  hello: (name: string) => `أهلًا ${name}!`,
});

type Answer = Shape<'login_view'>;
interface Password { login: string; password: string; remember: boolean }

/** Only to pages of this shop, named with their language or without. */
function nextOf(next = '/account') {
  const path = next.startsWith(`/${language}/`) ? next : at(next);
  return /^\/\w\w\/[\w-]/.test(path) ? path : at('/account');
}

async function entered({ cart }: Answer) {
  session.remove('login/code');
  await enter();
  const moved = cart ? cart.added + cart.merged : 0;
  say([t.hello(me.value?.first_name ?? ''), moved > 0 && t.added(moved), cart && cart.capped > 0 && t.capped(cart.capped)].filter(Boolean).join(' '));
}

const logIn = (body: Shape<'login_in'>) => ask(api.POST('/api/v1/auth/login', { body }));

export default function Login() {
  const { query, route } = useLocation();
  const [way, setWay] = useState<'password' | 'code'>(session.get('login/code') ? 'code' : 'password');
  useTitle(t.title);
  useEffect(() => { if (me.value) route(nextOf(query.next), true); }, [me.value]);
  return (
    <section class="narrow">
      <h1 tabIndex={-1}>{t.title}</h1>
      <div class="ways" role="group" aria-label={t.way}>
        <button type="button" aria-pressed={way === 'password'} onClick={() => setWay('password')}>{t.password}</button>
        <button type="button" aria-pressed={way === 'code'} onClick={() => setWay('code')}>{t.code}</button>
      </div>
      {way === 'password' ? <ByPassword /> : <ByCode />}
      <hr />
      <p>{t.none} <a href={at('/register')}>{t.register}</a></p>
    </section>
  );
}

function ByPassword() {
  const [waiting, setWaiting] = useState<{ given: Password; sent: Sent } | null>(null);

  async function send(given: Password, code?: Code) {
    const answer = await logIn({ ...given, ...code });
    if (!answer.needs_code) return entered(answer);
    const { handle, expires_at, resend_at } = answer;
    setWaiting({ given, sent: { handle: handle!, expires_at: expires_at!, resend_at: resend_at! } });
  }
  if (waiting) {
    return <CodeForm sent={waiting.sent} lead={t.device} send={t.send} change={t.back} onChange={() => setWaiting(null)}
                     onCode={(code) => send(waiting.given, code)} again={() => send(waiting.given)} />;
  }
  return (
    <Form send={t.send} keepAs="login" aside={<a href={at('/forgot')}>{t.forgot}</a>}
          onSend={(v) => send({ login: v.digits('login')!, password: v.exact('password'), remember: v.on('remember') })}>
      <Field name="login" label={t.login} required maxlength={254} autocomplete="username" autocapitalize="off" dir="ltr" />
      <Field name="password" type="password" label={t.secret} required maxlength={256} autocomplete="current-password" />
      <Check name="remember" label={t.remember} />
    </Form>
  );
}

function ByCode() {
  const [asked, setAsked] = useAsked<{ contact: string; remember: boolean; sent: Sent | null }>('login/code', { contact: '', remember: false, sent: null });

  async function request(contact: string, remember: boolean) {
    const to = contact.includes('@') ? { email: contact } : { phone: contact };
    setAsked({ contact, remember, sent: await ask(api.POST('/api/v1/auth/otp', { body: { ...to, purpose: 'login' } })) });
  }
  if (asked.sent) {
    return <CodeForm sent={asked.sent} lead={t.maybe} to={asked.contact} send={t.send} change={t.other} onChange={() => setAsked({ ...asked, sent: null })}
                     again={() => request(asked.contact, asked.remember)}
                     onCode={async (code) => {
                       await entered(await logIn({ ...code, remember: asked.remember }));
                     }} />;
  }
  return (
    <Form send={t.ask} onSend={(v) => request(v.digits('contact')!, v.on('remember'))}>
      <Field name="contact" label={t.contact} hint={t.contactHint} required maxlength={254} autocomplete="username" autocapitalize="off" dir="ltr" defaultValue={asked.contact} />
      <Check name="remember" label={t.remember} defaultChecked={asked.remember} />
    </Form>
  );
}
