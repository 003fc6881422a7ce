// SPDX-License-Identifier: MIT
import '../../style/account.css';
import { useLocation } from 'preact-iso';
import { useState } from 'preact/hooks';
import { api, ask, Problem } from '../../lib/api';
import { Form } from '../../lib/form';
import { at, texts } from '../../lib/language';
import { useSecret } from '../use-secret';
import { session } from '../../lib/storage';
import { say, useTitle } from '../../lib/ui';
import { NewPassword } from '../account/password';
import { leave } from '../session';

const t = texts({
  title: 'Choose a new password', lead: 'All devices that are logged in will be signed out.', send: 'Save the password', done: 'Your new password is saved. Please log in with it.',
  over: 'This link is no longer valid. It works once, for a day, and only the newest.', again: 'Ask for a new one',
}, {
  title: 'اختر كلمة مرور جديدة', lead: 'سيُسجَّل الخروج من كل الأجهزة.', send: 'حفظ كلمة المرور', done: 'حُفظت كلمة المرور الجديدة. سجّل الدخول بها.',
  over: 'لم يعد هذا الرابط صالحًا. يعمل الرابط مرة واحدة خلال يوم، والأحدث فقط.', again: 'اطلب رابطًا جديدًا',
});

export default function Reset() {
  const { route } = useLocation();
  const [token, used] = useSecret('reset');
  const [over, setOver] = useState<string | null>(null);
  useTitle(t.title);
  const done = () => {
    used();
    session.remove('forgot');
  };
  return (
    <section class="narrow">
      <h1 tabIndex={-1}>{t.title}</h1>
      {!token || over === token ? (
        <div class="panel" role="alert"><p>{t.over}</p><p><a class="button main" href={at('/forgot')}>{t.again}</a></p></div>
      ) : (
        <>
          <p class="lead">{t.lead}</p>
          <Form send={t.send} onSend={async (values) => {
            try {
              await ask(api.POST('/api/v1/auth/password/reset', { body: { token, password: values.exact('password') } }));
            } catch (error) {
              if (!(error instanceof Problem && error.code === 'link_over')) throw error;
              done();
              return setOver(token);
            }
            done();
            leave();
            say(t.done);
            route(at('/login'), true);
          }}>
            <NewPassword />
          </Form>
        </>
      )}
    </section>
  );
}
