// SPDX-License-Identifier: MIT
// E-mail and phone of an account: what waits to be proved, and changing them.

import { useState } from 'preact/hooks';
import { api, ask } from '../../lib/api';
import { Field, Form } from '../../lib/form';
import { at, texts } from '../../lib/language';
import { guarded, say } from '../../lib/ui';
import { CodeForm, PhoneProof, useAsked, type Proof, type Sent } from '../code';
import { enter, loadMe, me as current, type Me } from '../session';
import { PresentPassword } from './password';

const t = texts({
  unproved: 'Your e-mail is not confirmed yet', unprovedWhy: 'Open the link in the mail that we sent to', unprovedThen: 'Then we can send you receipts and help with a forgotten password.',
  again: 'Send the mail again', mailed: 'We sent a mail with a link and a code to', confirm: 'Confirm the e-mail', confirmed: 'Thank you, your e-mail is confirmed.',
  none: 'There is no confirmed e-mail in your account', noneWhy: 'With one, we can send you receipts and help with a forgotten password.', add: 'Add an e-mail',
  email: 'E-mail', newEmail: 'New e-mail', emailHint: 'The present one stays until you confirm the new one.', sendMail: 'Send the mail', change: 'Change', cancel: 'Cancel', waits: 'waits to be confirmed',
  phone: 'Phone', newPhone: 'New phone number', proved: 'Confirmed:', savePhone: 'Change the phone', phoneDone: 'Your phone is changed. Your other devices were signed out.',
  phoneNote: 'All other devices will be signed out, and the old number gets a message.', nothing: 'none',
}, {
  unproved: 'بريدك الإلكتروني لم يُؤكَّد بعد', unprovedWhy: 'افتح الرابط في الرسالة التي أرسلناها إلى', unprovedThen: 'بعدها يمكننا إرسال الإيصالات إليك ومساعدتك إذا نسيت كلمة المرور.',
  again: 'إرسال الرسالة مرة أخرى', mailed: 'أرسلنا رسالة فيها رابط ورمز إلى', confirm: 'تأكيد البريد', confirmed: 'شكرًا لك، تم تأكيد بريدك الإلكتروني.',
  none: 'لا يوجد بريد مؤكَّد في حسابك', noneWhy: 'بوجوده يمكننا إرسال الإيصالات إليك ومساعدتك إذا نسيت كلمة المرور.', add: 'إضافة بريد',
  email: 'البريد الإلكتروني', newEmail: 'البريد الجديد', emailHint: 'يبقى البريد الحالي حتى تؤكد الجديد.', sendMail: 'إرسال الرسالة', change: 'تغيير', cancel: 'إلغاء', waits: 'في انتظار التأكيد',
  phone: 'الهاتف', newPhone: 'رقم الهاتف الجديد', proved: 'تم تأكيده:', savePhone: 'تغيير الهاتف', phoneDone: 'تم تغيير هاتفك، وسُجّل الخروج من أجهزتك الأخرى.',
  phoneNote: 'سيُسجَّل الخروج من كل الأجهزة الأخرى، وتصل رسالة إلى الرقم القديم.', nothing: 'لا يوجد',
});

/** The code of a mail that is on its way. */
function MailCode({ email, sent, again, onChange, onDone }: { email: string; sent: Sent; again: () => Promise<unknown>; onChange?: () => void; onDone: () => void }) {
  return (
    <CodeForm id="email" sent={sent} lead={t.mailed} to={email} send={t.confirm} change={t.cancel} onChange={onChange} again={again}
              onCode={async (code) => {
                await ask(api.POST('/api/v1/auth/email/verify', { body: code }));
                onDone();
                await loadMe();
                say(t.confirmed);
              }} />
  );
}

const resend = () => ask(api.POST('/api/v1/auth/email/resend'));

/** Says calmly that an e-mail waits, with the way to another mail. */
export function EmailNotice({ me }: { me: Me }) {
  const [asked, setAsked] = useAsked<{ sent: Sent | null }>('email/resent', { sent: null });
  if (me.email && !me.pending_email) return null;
  if (!me.pending_email) {
    return <section class="panel notice"><h2>{t.none}</h2><p>{t.noneWhy}</p><p><a class="button" href={at('/account/profile')}>{t.add}</a></p></section>;
  }
  const again = async () => setAsked({ sent: await resend() });
  return (
    <section class="panel notice" aria-labelledby="unproved">
      <h2 id="unproved">{t.unproved}</h2>
      {asked.sent ? <MailCode email={me.pending_email} sent={asked.sent} again={again} onDone={() => setAsked({ sent: null })} /> : (
        <>
          <p>{t.unprovedWhy} <bdi class="ltr">{me.pending_email}</bdi>. {t.unprovedThen}</p>
          <p><button type="button" onClick={guarded(again)}>{t.again}</button></p>
        </>
      )}
    </section>
  );
}

export function EmailChange({ me }: { me: Me }) {
  const [open, setOpen] = useState(false);
  const [asked, setAsked] = useAsked<{ email: string; sent: Sent | null }>('email/new', { email: '', sent: null });
  const close = () => { setAsked({ email: '', sent: null }); setOpen(false); };
  // It may have been proved by the link, or on another page.
  const waits = asked.sent !== null && me.pending_email === asked.email;
  return (
    <section class="panel" aria-labelledby="email-title">
      <h2 id="email-title">{t.email}</h2>
      <p><bdi class="ltr">{me.email ?? t.nothing}</bdi>{me.pending_email && <><br /><bdi class="ltr">{me.pending_email}</bdi> <span class="soft">({t.waits})</span></>}</p>
      {waits ? <MailCode email={asked.email} sent={asked.sent!} onChange={close} onDone={close}
                              again={async () => setAsked({ ...asked, sent: await resend() })} />
        : open ? (
          <Form id="email" send={t.sendMail} aside={<button type="button" class="link" onClick={close}>{t.cancel}</button>}
                onSend={async (values) => {
                  const email = values.text('email')!;
                  const sent = await ask(api.POST('/api/v1/me/email', { body: { email, password: values.exact('password') } }));
                  await loadMe();
                  setAsked({ email: current.value?.pending_email ?? email, sent });
                }}>
            <Field name="email" type="email" label={t.newEmail} hint={t.emailHint} required maxlength={254} autocomplete="email" dir="ltr" />
            <PresentPassword />
          </Form>
        ) : <p><button type="button" aria-describedby="email-title" onClick={() => setOpen(true)}>{t.change}</button></p>}
    </section>
  );
}

export function PhoneChange({ me }: { me: Me }) {
  const [open, setOpen] = useState(false);
  const [proof, setProof] = useState<Proof | null>(null);
  const close = () => { setProof(null); setOpen(false); };
  return (
    <section class="panel" aria-labelledby="phone-title">
      <h2 id="phone-title">{t.phone}</h2>
      <p><bdi class="ltr">{me.phone ?? t.nothing}</bdi></p>
      {proof ? (
        <>
          <p>{t.proved} <bdi class="ltr"><b>{proof.phone}</b></bdi></p>
          <Form id="phone" send={t.savePhone} aside={<button type="button" class="link" onClick={close}>{t.cancel}</button>} onSend={async (values) => {
            current.value = await ask(api.POST('/api/v1/me/phone', { body: { phone: proof.phone, proof: proof.proof, password: values.exact('password') } }));
            close();
            await enter(); // orders of that phone came along
            say(t.phoneDone);
          }}>
            <PresentPassword />
            <p class="soft">{t.phoneNote}</p>
          </Form>
        </>
      ) : open ? <>
        <PhoneProof id="phone" purpose="phone_verify" keepAs="phone/new" label={t.newPhone} onProof={setProof} />
        <p><button type="button" class="link" onClick={close}>{t.cancel}</button></p>
      </> : <p><button type="button" aria-describedby="phone-title" onClick={() => setOpen(true)}>{t.change}</button></p>}
    </section>
  );
}
