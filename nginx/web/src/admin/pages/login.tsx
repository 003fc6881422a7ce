// SPDX-License-Identifier: MIT
import { useLocation } from 'preact-iso';
import { useState } from 'preact/hooks';
import { api, ask, Problem, type Shape } from '../../lib/api';
import { Field, Form } from '../../lib/form';
import { at, language, texts } from '../../lib/language';
import { useTitle } from '../../lib/ui';
import { begin, Enrol, RecoveryCodes, type Proof } from '../kit/enrol';
import { enter } from '../session';

const t = texts({
  title: 'Log in', name: 'Login name', password: 'Password', code: 'Code of your app', codeHint: 'Six digits. Leave it empty only if you have not set up an app yet.', send: 'Log in',
  forgot: 'Forgotten your password?', lost: 'I do not have my app', found: 'I have my app', recovery: 'Recovery code', recoveryHint: 'One of those you kept when you set up the app; it works once.',
  second: 'Set up the second step', again: 'Set up a new app with it', back: 'Back', need: 'Your account needs a code besides the password. It takes a minute.',
}, {
  title: 'تسجيل الدخول', name: 'اسم الدخول', password: 'كلمة المرور', code: 'رمز التطبيق', codeHint: 'ستة أرقام. اتركه فارغًا فقط إن لم تُعدّ تطبيقًا بعد.', send: 'تسجيل الدخول',
  forgot: 'هل نسيت كلمة المرور؟', lost: 'التطبيق ليس معي', found: 'التطبيق معي', recovery: 'رمز استرداد', recoveryHint: 'أحد الرموز التي حفظتها عند إعداد التطبيق؛ يعمل مرة واحدة.',
  second: 'إعداد الخطوة الثانية', again: 'أعدّ به تطبيقًا جديدًا', back: 'رجوع', need: 'يحتاج حسابك إلى رمز مع كلمة المرور. يستغرق ذلك دقيقة.',
});

type Stage = { proof: Proof; begun: Shape<'enrolment_view'> } | { codes: string[] } | null;

export default function Login() {
  const { query, route } = useLocation();
  const [stage, setStage] = useState<Stage>(null);
  const [lost, setLost] = useState(false);
  const title = stage ? t.second : t.title;
  useTitle(title);

  /** Only to a page of our own. */
  const next = query.next?.startsWith(`/${language}/`) ? query.next : at('/');
  const done = async () => {
    await enter();
    route(next, true);
  };
  const setUp = async (proof: Proof) => setStage({ proof, begun: await begin(proof) });

  return (
    <section class="narrow">
      <h1 tabIndex={-1}>{title}</h1>
      {stage && 'codes' in stage ? <RecoveryCodes codes={stage.codes} onKept={done} />
        : stage ? (
          <>
            <p class="lead">{t.need}</p>
            <Enrol {...stage} onDone={(codes) => setStage({ codes })} />
            <p><button type="button" class="link" onClick={() => setStage(null)}>{t.back}</button></p>
          </>
        ) : (
          <Form send={t.send} keepAs="staff-login" aside={<a href={at('/forgot')}>{t.forgot}</a>} onSend={async (v) => {
            const proof: Proof = { username: v.text('username')!, password: v.exact('password'), recovery_code: v.text('recovery_code') };
            if (v.on('renew')) return setUp(proof);
            try {
              await ask(api.POST('/api/v1/admin/auth/login', { body: { ...proof, totp: v.digits('totp') } }));
            } catch (error) {
              if (error instanceof Problem && error.code === 'totp_needed') return setUp(proof);
              throw error;
            }
            await done();
          }}>
            <Field name="username" label={t.name} required maxlength={64} autocomplete="username" autocapitalize="off" dir="ltr" />
            <Field name="password" type="password" label={t.password} required maxlength={256} autocomplete="current-password" />
            {lost ? (
              <>
                <Field name="recovery_code" label={t.recovery} hint={t.recoveryHint} required maxlength={40} autocomplete="off" dir="ltr" />
                <p class="check"><label><input type="checkbox" name="renew" /> <span>{t.again}</span></label></p>
              </>
            ) : <Field name="totp" label={t.code} hint={t.codeHint} class="code" quiet inputmode="numeric" autocomplete="one-time-code" maxlength={6} />}
            <p><button type="button" class="link" onClick={() => setLost(!lost)}>{lost ? t.found : t.lost}</button></p>
          </Form>
        )}
    </section>
  );
}
