// SPDX-License-Identifier: MIT
// Where mail is handed in, and a mail to try it.
import { useState } from 'preact/hooks';
import { api, ask, Problem, type Shape } from '../../lib/api';
import { Choice, Field, Form } from '../../lib/form';
import { moment, texts } from '../../lib/language';
import { useLoad } from '../../lib/load';
import { guarded, say, Show, useTitle } from '../../lib/ui';
import { may } from '../session';

const t = texts({
  title: 'E-mail', host: 'Mail server', port: 'Port', login: 'Login there', password: 'Password there', kept: 'Stored and never shown. Leave it empty to keep it, as long as server, port, login and encryption stay.',
  noPassword: 'There is none stored.', from: 'Mail comes from', name: 'Name beside it', tls: 'Encryption', starttls: 'STARTTLS', ssl: 'TLS from the first byte', none: 'None', save: 'Save', saved: 'Saved.',
  test: 'Send me a test mail', ok: (to: string) => `The mail server took the mail to ${to}.`, bad: (why: string) => `It did not work: ${why}`, since: (at: string) => `Entered on ${at}.`, never: 'There is no mail server yet: messages wait.',
  conflict: 'Somebody else changed this meanwhile. The fresh values are below; please enter yours again.',
}, {
  title: 'البريد الإلكتروني', host: 'خادم البريد', port: 'المنفذ', login: 'اسم الدخول إليه', password: 'كلمة مروره', kept: 'محفوظة ولا تُعرض. اتركها فارغة للإبقاء عليها ما لم يتغير الخادم أو المنفذ أو الاسم أو التشفير.',
  noPassword: 'لا توجد كلمة محفوظة.', from: 'يُرسل البريد من', name: 'الاسم المعروض', tls: 'التشفير', starttls: 'STARTTLS', ssl: 'TLS من البداية', none: 'بلا تشفير', save: 'حفظ', saved: 'تم الحفظ.',
  test: 'أرسل لي بريدًا تجريبيًا', ok: (to: string) => `قبِل خادم البريد الرسالة إلى ${to}.`, bad: (why: string) => `لم ينجح ذلك: ${why}`, since: (at: string) => `أُدخل في ${at}.`, never: 'لا يوجد خادم بريد بعد: الرسائل في الانتظار.',
  conflict: 'غيّر شخص آخر هذا في هذه الأثناء. القيم الجديدة أدناه؛ أدخل ما تريد مرة أخرى.',
});

export default function Email() {
  useTitle(t.title);
  const found = useLoad('email', (signal) => ask(api.GET('/api/v1/admin/email-settings', { signal })));
  return (
    <>
      <h1 tabIndex={-1}>{t.title}</h1>
      <Show of={found}>{(now) => <Server key={now.version} now={now} again={found.again} />}</Show>
    </>
  );
}

function Server({ now, again }: { now: Shape<'email_settings_view'>; again: () => void }) {
  const [tried, setTried] = useState<Shape<'test_mail_view'> | null>(null);
  return (
    <>
      <p class="soft">{now.created_at ? t.since(moment(now.created_at)) : t.never}</p>
      {may('setting.write') && <Form send={t.save} onSend={async (v) => {
        try {
          await ask(api.PUT('/api/v1/admin/email-settings', { body: {
            version: now.version, smtp_host: v.text('smtp_host')!, smtp_port: v.number('smtp_port')!, smtp_username: v.text('smtp_username'), smtp_password: v.exact('smtp_password') || undefined,
            from_email: v.text('from_email')!, from_name: v.text('from_name'), use_ssl: v.text('tls') === 'ssl', use_tls: v.text('tls') === 'starttls',
          } }));
        } catch (error) {
          if (!(error instanceof Problem && error.code === 'conflict')) throw error;
          again();
          throw new Error(t.conflict);
        }
        again();
        say(t.saved);
      }}>
        <Field name="smtp_host" label={t.host} required maxlength={255} defaultValue={now.smtp_host ?? ''} dir="ltr" />
        <Field name="smtp_port" label={t.port} required inputmode="numeric" class="short" defaultValue={String(now.smtp_port ?? 587)} dir="ltr" />
        <Choice name="tls" legend={t.tls} value={now.use_ssl ? 'ssl' : now.use_tls || now.version === 0 ? 'starttls' : 'none'}
                options={[{ value: 'starttls', label: t.starttls }, { value: 'ssl', label: t.ssl }, { value: 'none', label: t.none }]} />
        <Field name="smtp_username" label={t.login} maxlength={255} defaultValue={now.smtp_username ?? ''} dir="ltr" autocomplete="off" />
        <Field name="smtp_password" type="password" label={t.password} hint={now.has_password ? t.kept : t.noPassword} maxlength={512} autocomplete="off" />
        <Field name="from_email" type="email" label={t.from} required maxlength={254} defaultValue={now.from_email ?? ''} dir="ltr" />
        <Field name="from_name" label={t.name} maxlength={100} defaultValue={now.from_name ?? ''} />
      </Form>}
      {may('setting.write') && now.version > 0 && <section>
        <p class="actions"><button type="button" onClick={guarded(async () => { setTried(null); setTried(await ask(api.POST('/api/v1/admin/email-settings/test'))); })}>{t.test}</button></p>
        <p role="status" class={tried?.is_delivered ? 'good' : 'bad'}>{tried && (tried.is_delivered ? t.ok(tried.to) : <>{t.bad('')}<bdi class="ltr">{tried.problem}</bdi></>)}</p>
      </section>}
    </>
  );
}
