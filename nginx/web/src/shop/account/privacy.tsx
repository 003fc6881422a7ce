// SPDX-License-Identifier: MIT
// A copy of one's data, and the end of the account, in plain words.

import { useLocation } from 'preact-iso';
import { useState } from 'preact/hooks';
import { api, ask, type Shape } from '../../lib/api';
import { Check, Form } from '../../lib/form';
import { at, moment, texts } from '../../lib/language';
import { session } from '../../lib/storage';
import { say } from '../../lib/ui';
import { loadCart } from '../cart';
import { leave } from '../session';
import { Account } from './frame';
import { PresentPassword } from './password';

const t = texts({
  title: 'My data', copy: 'A copy of your data', copyText: 'One file with everything that we keep about you. We send a link to it to your confirmed e-mail, or to your phone if there is none. It works once, for a day.',
  send: 'Send me the link', sent: { email: 'The link is on its way to your e-mail.', sms: 'The link is on its way to your phone.' }, until: 'It is good until',
  end: 'Delete the account', endText: 'This cannot be undone. At once:',
  goes: ['your name, e-mail, phone, picture, birthday and addresses are erased,', 'your questions to us and their files are erased,', 'you are signed out on all devices, and files that you bought can no longer be downloaded here.'],
  stays: 'What stays: what was ordered and paid, with days and amounts but without your name, because the law wants us to keep our books.',
  open: 'While an order is under way, the account cannot be deleted.', begin: 'I want to delete my account', sure: 'I understand that this cannot be undone', erase: 'Delete my account for good', cancel: 'Keep my account',
  gone: 'Your account is deleted. Thank you for having been with us.', noPassword: 'No password yet?', set: 'Set one by a code',
}, {
  title: 'بياناتي', copy: 'نسخة من بياناتك', copyText: 'ملف واحد فيه كل ما نحتفظ به عنك. نرسل رابطه إلى بريدك المؤكَّد، أو إلى هاتفك إن لم يكن لديك بريد مؤكَّد. يعمل الرابط مرة واحدة خلال يوم.',
  send: 'أرسلوا لي الرابط', sent: { email: 'الرابط في طريقه إلى بريدك الإلكتروني.', sms: 'الرابط في طريقه إلى هاتفك.' }, until: 'صالح حتى',
  end: 'حذف الحساب', endText: 'لا يمكن التراجع عن هذا. وفورًا:',
  goes: ['يُمحى اسمك وبريدك وهاتفك وصورتك وتاريخ ميلادك وعناوينك،', 'تُمحى أسئلتك إلينا وملفاتها،', 'يُسجَّل خروجك من كل الأجهزة، ولا يمكن بعدها تنزيل الملفات التي اشتريتها من هنا.'],
  stays: 'ما يبقى: ما طُلب ودُفع، بالتواريخ والمبالغ ولكن دون اسمك، لأن القانون يلزمنا بحفظ دفاترنا.',
  open: 'لا يمكن حذف الحساب ما دام لديك طلب لم يكتمل.', begin: 'أريد حذف حسابي', sure: 'أفهم أنه لا يمكن التراجع عن هذا', erase: 'حذف حسابي نهائيًا', cancel: 'الإبقاء على حسابي',
  gone: 'حُذف حسابك. شكرًا لأنك كنت معنا.', noPassword: 'ليست لديك كلمة مرور؟', set: 'عيّن واحدة برمز يصلك',
});

export default () => <Account title={t.title}>{() => <Privacy />}</Account>;

function Privacy() {
  const { route } = useLocation();
  const [link, setLink] = useState<Shape<'export_link_view'> | null>(null);
  const [ending, setEnding] = useState(false);
  const unset = <p class="soft">{t.noPassword} <a href={at('/forgot')}>{t.set}</a></p>;
  return (
    <>
      <section class="panel" aria-labelledby="copy">
        <h2 id="copy">{t.copy}</h2>
        <p>{t.copyText}</p>
        {link ? <p role="status" class="good">{t.sent[link.method]} {t.until} {moment(link.expires_at)}.</p> : (
          <Form send={t.send} onSend={async (values) => setLink(await ask(api.POST('/api/v1/me/export', { body: { password: values.exact('password') } })))}>
            <PresentPassword />
          </Form>
        )}
        {!link && unset}
      </section>
      <section class="panel" aria-labelledby="end">
        <h2 id="end">{t.end}</h2>
        <p>{t.endText}</p>
        <ul class="plain">{t.goes.map((text) => <li key={text}>{text}</li>)}</ul>
        <p>{t.stays}</p>
        <p>{t.open}</p>
        {ending ? (
          <Form id="erase" send={t.erase} aside={<button type="button" onClick={() => setEnding(false)}>{t.cancel}</button>} onSend={async (values) => {
            await ask(api.DELETE('/api/v1/me', { body: { password: values.exact('password') } }));
            route(at('/'));
            leave();
            session.clear();
            say(t.gone);
            await loadCart();
          }}>
            <PresentPassword hint={false} />
            <Check name="sure" label={t.sure} required />
          </Form>
        ) : <p><button type="button" class="danger" onClick={() => setEnding(true)}>{t.begin}</button></p>}
      </section>
    </>
  );
}
