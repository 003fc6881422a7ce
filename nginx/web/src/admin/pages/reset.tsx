// SPDX-License-Identifier: MIT
// The links of an invitation and of a reset: both choose a password.
import { useLocation } from 'preact-iso';
import { useState } from 'preact/hooks';
import { api, ask, Problem } from '../../lib/api';
import { Form } from '../../lib/form';
import { at, texts } from '../../lib/language';
import { say, useTitle } from '../../lib/ui';
import { useSecret } from '../../lib/use-secret';
import { StaffPassword } from '../kit/password';
import { leave } from '../session';

const t = texts({
  invite: 'Welcome', inviteLead: 'Choose a password for your account. Then you log in with it.', reset: 'Choose a new password', resetLead: 'All your other sessions will be ended.',
  send: 'Save the password', done: 'Your password is saved. Please log in with it.', over: 'This link is no longer valid. It works once, and only the newest.', again: 'Ask for a new one',
}, {
  invite: 'أهلًا بك', inviteLead: 'اختر كلمة مرور لحسابك، ثم سجّل الدخول بها.', reset: 'اختر كلمة مرور جديدة', resetLead: 'ستُنهى كل جلساتك الأخرى.',
  send: 'حفظ كلمة المرور', done: 'حُفظت كلمة المرور. سجّل الدخول بها.', over: 'لم يعد هذا الرابط صالحًا. يعمل مرة واحدة، والأحدث فقط.', again: 'اطلب رابطًا جديدًا',
});

export default function Reset() {
  const { path, route } = useLocation();
  const [token, used] = useSecret('staff-reset');
  const [over, setOver] = useState<string | null>(null);
  const invited = path === at('/invite');
  const title = invited ? t.invite : t.reset;
  useTitle(title);
  return (
    <section class="narrow">
      <h1 tabIndex={-1}>{title}</h1>
      {!token || over === token ? (
        <div class="panel" role="alert"><p>{t.over}</p><p><a class="button main" href={at('/forgot')}>{t.again}</a></p></div>
      ) : (
        <>
          <p class="lead">{invited ? t.inviteLead : t.resetLead}</p>
          <Form send={t.send} onSend={async (v) => {
            try {
              await ask(api.POST('/api/v1/admin/auth/password/reset', { body: { token, password: v.exact('password') } }));
            } catch (error) {
              if (!(error instanceof Problem && error.code === 'link_over')) throw error;
              used();
              return setOver(token);
            }
            used();
            leave();
            say(t.done);
            route(at('/login'), true);
          }}>
            <StaffPassword />
          </Form>
        </>
      )}
    </section>
  );
}
