// SPDX-License-Identifier: MIT
// A forgotten password: a link and a code by e-mail, or a code by SMS, that both lead to a new one.

import '../../style/account.css';
import { useLocation } from 'preact-iso';
import { api, ask } from '../../lib/api';
import { Choice, Field, Form } from '../../lib/form';
import { at, texts } from '../../lib/language';
import { session } from '../../lib/storage';
import { useTitle } from '../../lib/ui';
import { CodeForm, useAsked, type Sent } from '../code';

const t = texts({
  title: 'A new password', lead: 'Tell us the e-mail or phone of your account. What we send lets you choose a new password.',
  login: 'E-mail or phone of your account', how: 'How shall we send it?', email: 'By e-mail: a link and a code', emailHint: 'To the e-mail that you confirmed',
  sms: 'By SMS: a code', smsHint: 'To the phone of the account', send: 'Send', back: 'Back to log in', other: 'Change what I entered',
  sent: 'If there is an account with it, it is on its way. Open the link in the mail, or type the code here. We sent it for', go: 'Go on',
}, {
  title: 'كلمة مرور جديدة', lead: 'أدخل البريد الإلكتروني أو الهاتف المسجّل في حسابك، ونرسل إليك ما تختار به كلمة مرور جديدة.',
  login: 'البريد الإلكتروني أو الهاتف المسجّل', how: 'كيف نرسله؟', email: 'بالبريد الإلكتروني: رابط ورمز', emailHint: 'إلى البريد الذي أكّدته',
  sms: 'برسالة قصيرة: رمز', smsHint: 'إلى هاتف الحساب', send: 'إرسال', back: 'العودة إلى تسجيل الدخول', other: 'تعديل ما أدخلته',
  sent: 'إذا كان هناك حساب به فستصلك الرسالة قريبًا. افتح الرابط من البريد أو اكتب الرمز هنا. أُرسلت من أجل', go: 'متابعة',
});

export default function Forgot() {
  const { route } = useLocation();
  const [asked, setAsked] = useAsked<{ login: string; method: 'email' | 'sms'; sent: Sent | null }>('forgot', { login: '', method: 'email', sent: null });
  useTitle(t.title);

  async function request(login: string, method: 'email' | 'sms') {
    setAsked({ login, method, sent: await ask(api.POST('/api/v1/auth/password/forgot', { body: { login, delivery_method: method } })) });
  }
  return (
    <section class="narrow">
      <h1 tabIndex={-1}>{t.title}</h1>
      {asked.sent ? (
        <CodeForm sent={asked.sent} lead={t.sent} to={asked.login} send={t.go} change={t.other} onChange={() => setAsked({ ...asked, sent: null })}
                  again={() => request(asked.login, asked.method)}
                  onCode={async (code) => {
                    const { token } = await ask(api.POST('/api/v1/auth/password/code', { body: code }));
                    session.set('reset', token);
                    session.remove('forgot');
                    route(at('/reset'));
                  }} />
      ) : (
        <>
          <p class="lead">{t.lead}</p>
          <Form send={t.send} aside={<a href={at('/login')}>{t.back}</a>}
                onSend={(v) => request(v.digits('login')!, v.text('delivery_method') as 'email' | 'sms')}>
            <Field name="login" label={t.login} required maxlength={254} autocomplete="username" autocapitalize="off" dir="ltr" defaultValue={asked.login} />
            <Choice name="delivery_method" legend={t.how} value={asked.method} options={[
              { value: 'email', label: t.email, hint: t.emailHint }, { value: 'sms', label: t.sms, hint: t.smsHint },
            ]} />
          </Form>
        </>
      )}
    </section>
  );
}
