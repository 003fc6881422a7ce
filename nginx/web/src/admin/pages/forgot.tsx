// SPDX-License-Identifier: MIT
import { useState } from 'preact/hooks';
import { api, ask } from '../../lib/api';
import { Field, Form } from '../../lib/form';
import { at, texts } from '../../lib/language';
import { useTitle } from '../../lib/ui';

const t = texts({
  title: 'Forgotten password', lead: 'We send a link to the e-mail address of your account.', login: 'Login name or e-mail', send: 'Send the link',
  sent: 'If there is such an account, a link is on its way to its e-mail address. It works once, for a day.', back: 'Back to the login',
}, {
  title: 'نسيت كلمة المرور', lead: 'نرسل رابطًا إلى بريد حسابك.', login: 'اسم الدخول أو البريد الإلكتروني', send: 'إرسال الرابط',
  sent: 'إن كان هناك حساب كهذا فالرابط في طريقه إلى بريده. يعمل مرة واحدة خلال يوم.', back: 'العودة إلى تسجيل الدخول',
});

export default function Forgot() {
  const [sent, setSent] = useState(false);
  useTitle(t.title);
  return (
    <section class="narrow">
      <h1 tabIndex={-1}>{t.title}</h1>
      {sent ? <p class="panel" role="status">{t.sent}</p> : (
        <>
          <p class="lead">{t.lead}</p>
          <Form send={t.send} onSend={async (v) => {
            await ask(api.POST('/api/v1/admin/auth/password/forgot', { body: { login: v.text('login')! } }));
            setSent(true);
          }}>
            <Field name="login" label={t.login} required maxlength={254} autocomplete="username" autocapitalize="off" dir="ltr" />
          </Form>
        </>
      )}
      <p><a href={at('/login')}>{t.back}</a></p>
    </section>
  );
}
