// SPDX-License-Identifier: MIT
// Everybody's own account: address and language, password, second factor, recovery codes, sessions.
import { useState } from 'preact/hooks';
import { api, ask, type Shape } from '../../lib/api';
import { Field, Form } from '../../lib/form';
import { moment, texts } from '../../lib/language';
import { useLoad } from '../../lib/load';
import { guarded, say, Show, useTitle } from '../../lib/ui';
import { deviceName } from '../../shop/account/device';
import { begin, Enrol, RecoveryCodes, type Proof } from '../kit/enrol';
import { StaffPassword } from '../kit/password';
import { choice, label } from '../kit/words';
import { me, refreshMe } from '../session';

const t = texts({
  title: 'My account', contact: 'Address and language', email: 'E-mail address', language: 'Language of messages', save: 'Save', saved: 'Saved.', password: 'Password', old: 'Your present password',
  change: 'Change the password', changed: 'Your password is changed; your other sessions are ended.', second: 'Second step at the login', has: 'An app gives you a code at each login.',
  hasNot: 'Your account is open to whoever learns your password. Set up an app that shows codes.', setUp: 'Set it up', left: (n: number) => `Recovery codes left: ${n}`, renew: 'New recovery codes',
  renewHint: 'Those you have become void.', sessions: 'Where you are logged in', here: 'this one', last: 'Last use', end: 'End', others: 'End all others', ended: 'That session is ended.', allEnded: 'All other sessions are ended.', ready: 'Your second step is set up.',
}, {
  title: 'حسابي', contact: 'البريد واللغة', email: 'البريد الإلكتروني', language: 'لغة الرسائل', save: 'حفظ', saved: 'تم الحفظ.', password: 'كلمة المرور', old: 'كلمة المرور الحالية',
  change: 'تغيير كلمة المرور', changed: 'تغيّرت كلمة المرور، وأُنهيت جلساتك الأخرى.', second: 'الخطوة الثانية عند الدخول', has: 'يعطيك تطبيق رمزًا عند كل دخول.',
  hasNot: 'حسابك مفتوح لمن يعرف كلمة مرورك. أعدّ تطبيقًا يعرض رموزًا.', setUp: 'إعداد', left: (n: number) => `رموز الاسترداد الباقية: ${n}`, renew: 'رموز استرداد جديدة',
  renewHint: 'وتبطل الرموز التي معك.', sessions: 'أين سُجّل دخولك', here: 'هذه', last: 'آخر استخدام', end: 'إنهاء', others: 'إنهاء كل الجلسات الأخرى', ended: 'أُنهيت تلك الجلسة.', allEnded: 'أُنهيت كل الجلسات الأخرى.', ready: 'أُعدّت الخطوة الثانية.',
});

export default function Account() {
  useTitle(t.title);
  const who = me.value!;
  return (
    <>
      <h1 tabIndex={-1}>{t.title}</h1>
      <p class="lead"><bdi>{who.username}</bdi> · {choice(who.role)}</p>
      <div class="tiles wide">
        <section class="panel"><h2>{t.contact}</h2><Contact key={who.version} /></section>
        <section class="panel"><h2>{t.password}</h2>
          <Form id="password" send={t.change} onSend={async (v) => {
            await ask(api.POST('/api/v1/admin/me/password', { body: { old_password: v.exact('old_password'), password: v.exact('password') } }));
            say(t.changed);
          }}>
            <Field name="old_password" type="password" label={t.old} required maxlength={256} autocomplete="current-password" />
            <StaffPassword />
          </Form>
        </section>
        <section class="panel"><h2>{t.second}</h2><SecondFactor /></section>
      </div>
      <section><h2>{t.sessions}</h2><Sessions /></section>
    </>
  );
}

function Contact() {
  const who = me.value!;
  return (
    <Form id="contact" send={t.save} onSend={async (v) => {
      await ask(api.PATCH('/api/v1/admin/me', { body: { version: who.version, email: v.text('email'), language: v.text('language') as 'en' | 'ar' } }));
      await refreshMe();
      say(t.saved);
    }}>
      <Field name="email" type="email" label={t.email} required maxlength={254} defaultValue={who.email} dir="ltr" autocomplete="email" />
      <Field name="language" label={t.language} required>
        {(['en', 'ar'] as const).map((l) => <option key={l} value={l} selected={l === who.language}>{choice(l)}</option>)}
      </Field>
    </Form>
  );
}

function SecondFactor() {
  const who = me.value!;
  const [stage, setStage] = useState<{ proof: Proof; begun: Shape<'enrolment_view'> } | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  if (codes) return <RecoveryCodes codes={codes} onKept={async () => { setCodes(null); await refreshMe(); say(t.ready); }} />;
  if (stage) return <Enrol {...stage} onDone={(given) => { setStage(null); setCodes(given); }} />;
  if (!who.has_totp) {
    return (
      <>
        <p>{t.hasNot}</p>
        <Form id="second" send={t.setUp} onSend={async (v) => {
          const proof = { username: who.username, password: v.exact('password') };
          setStage({ proof, begun: await begin(proof) });
        }}>
          <Field name="password" type="password" label={t.old} required maxlength={256} autocomplete="current-password" />
        </Form>
      </>
    );
  }
  return (
    <>
      <p>{t.has}</p>
      <p>{t.left(who.recovery_codes_left)}</p>
      <p><button type="button" onClick={guarded(async () => {
        setCodes((await ask(api.POST('/api/v1/admin/me/recovery-codes'))).recovery_codes as string[]);
      })}>{t.renew}</button> <small class="soft">{t.renewHint}</small></p>
    </>
  );
}

function Sessions() {
  const found = useLoad('me/sessions', (signal) => ask(api.GET('/api/v1/admin/me/sessions', { signal })));
  return (
    <Show of={found}>{({ items }) => (
      <>
        <ul class="rows">{items.map((s) => (
          <li key={s.id}>
            <p><strong><bdi>{deviceName(s.device_name)}</bdi></strong> {s.is_current && <span class="tag">{t.here}</span>}</p>
            <p class="soft">{t.last}: {moment(s.last_activity_at)} · {label('created_at')}: {moment(s.created_at)} {s.ip_address && <bdi class="ltr">{s.ip_address}</bdi>}</p>
            {!s.is_current && <p class="row-actions"><button type="button" aria-label={`${t.end}: ${deviceName(s.device_name)}`} onClick={guarded(async () => {
              await ask(api.DELETE('/api/v1/admin/me/sessions/{id}', { params: { path: { id: s.id } } }));
              found.again();
              say(t.ended);
            })}>{t.end}</button></p>}
          </li>
        ))}</ul>
        {items.length > 1 && <p><button type="button" class="danger" onClick={guarded(async () => {
          await ask(api.DELETE('/api/v1/admin/me/sessions'));
          found.again();
          say(t.allEnded);
        })}>{t.others}</button></p>}
      </>
    )}</Show>
  );
}
