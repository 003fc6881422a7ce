// SPDX-License-Identifier: MIT
// Who the customer is: picture, names, language, e-mail, phone, password.

import { useState } from 'preact/hooks';
import { api, ask } from '../../lib/api';
import { Field, FilePick, Form } from '../../lib/form';
import { at, texts } from '../../lib/language';
import { guarded, Picture, say } from '../../lib/ui';
import { upload } from '../../lib/upload';
import { loadMe, me as current, type Me } from '../session';
import { EmailChange, PhoneChange } from './contacts';
import { edit } from './edit';
import { Account, pageAt } from './frame';
import { NewPassword, PresentPassword } from './password';

const t = texts({
  title: 'Profile', picture: 'Picture', pick: 'Choose a picture', other: 'Choose another picture', drop: 'Remove the picture', pictureHint: 'JPEG, PNG or WebP, up to 5 MB. Only you and our staff see it.', sending: 'Sending the picture',
  pictureDone: 'Your picture is saved.', pictureGone: 'Your picture is removed.', you: 'About you', first: 'First name', last: 'Last name', user: 'User name', userHint: 'To log in with. A letter, then letters, digits and . _ -',
  language: 'Language of our messages', birth: 'Birthday', age: 'Age group', choose: 'Not said', save: 'Save', saved: 'Your profile is saved.', languages: { en: 'English', ar: 'Arabic' },
  password: 'Password', change: 'Change', fresh: 'New password', savePassword: 'Change the password', passwordDone: 'Your password is changed, and all other devices were signed out.', devices: 'See your devices', cancel: 'Cancel',
  forgot: 'No password yet, or forgotten?', code: 'Set one by a code', large: 'This picture is larger than 5 MB.',
}, {
  title: 'الملف الشخصي', picture: 'الصورة', pick: 'اختر صورة', other: 'اختر صورة أخرى', drop: 'حذف الصورة', pictureHint: 'بصيغة JPEG أو PNG أو WebP حتى 5 ميجابايت. لا يراها غيرك وغير موظفينا.', sending: 'جارٍ إرسال الصورة',
  pictureDone: 'حُفظت صورتك.', pictureGone: 'حُذفت صورتك.', you: 'عنك', first: 'الاسم الأول', last: 'اسم العائلة', user: 'اسم المستخدم', userHint: 'لتسجيل الدخول به. حرف لاتيني ثم حروف لاتينية وأرقام و . _ -',
  language: 'لغة رسائلنا إليك', birth: 'تاريخ الميلاد', age: 'الفئة العمرية', choose: 'غير محدد', save: 'حفظ', saved: 'حُفظ ملفك الشخصي.', languages: { en: 'الإنجليزية', ar: 'العربية' },
  password: 'كلمة المرور', change: 'تغيير', fresh: 'كلمة المرور الجديدة', savePassword: 'تغيير كلمة المرور', passwordDone: 'تغيّرت كلمة المرور، وسُجّل الخروج من كل الأجهزة الأخرى.', devices: 'عرض أجهزتك', cancel: 'إلغاء',
  forgot: 'ليست لديك كلمة مرور أو نسيتها؟', code: 'عيّن واحدة برمز يصلك', large: 'حجم هذه الصورة أكبر من 5 ميجابايت.',
});

const AGES = ['13-17', '18-24', '25-34', '35-44', '45-54', '55-64', '65+'] as const;

export default () => (
  <Account title={t.title}>{(me) => (
    <>
      <About me={me} />
      <Avatar me={me} />
      <EmailChange me={me} />
      <PhoneChange me={me} />
      <Password />
    </>
  )}</Account>
);

function About({ me }: { me: Me }) {
  // What the form began with; a picture that is changed meanwhile must not change its fields.
  const [seen, setSeen] = useState(me);
  return (
    <section class="panel" aria-labelledby="you">
      <h2 id="you">{t.you}</h2>
      <Form send={t.save} onSend={async (values) => {
        const now = await edit({
          seen, onFresh: setSeen, fresh: () => ask(api.GET('/api/v1/me')),
          typed: {
            first_name: values.text('first_name') ?? null, last_name: values.text('last_name') ?? null, username: values.text('username') ?? null,
            language: values.text('language') as Me['language'], age_group: (values.text('age_group') ?? null) as Me['age_group'], birth_date: values.text('birth_date') ?? null,
          },
          show: {
            first_name: (m) => m.first_name, last_name: (m) => m.last_name, username: (m) => m.username, language: (m) => t.languages[m.language],
            age_group: (m) => m.age_group, birth_date: (m) => m.birth_date,
          },
          send: (changed, version) => ask(api.PATCH('/api/v1/me', { body: { ...changed, version } })),
        });
        setSeen(now);
        current.value = now;
        say(t.saved);
      }}>
        <div class="beside">
          <Field name="first_name" label={t.first} required maxlength={100} autocomplete="given-name" defaultValue={seen.first_name ?? ''} />
          <Field name="last_name" label={t.last} required maxlength={155} autocomplete="family-name" defaultValue={seen.last_name ?? ''} />
        </div>
        <Field name="username" label={t.user} hint={t.userHint} required={!!seen.username} maxlength={64} autocomplete="username" autocapitalize="off" dir="ltr" defaultValue={seen.username ?? ''} />
        <Field name="language" label={t.language} required>
          {(['en', 'ar'] as const).map((l) => <option key={l} value={l} selected={l === seen.language}>{t.languages[l]}</option>)}
        </Field>
        <div class="beside">
          <Field name="birth_date" type="date" label={t.birth} required={!!seen.birth_date} autocomplete="bday" defaultValue={seen.birth_date ?? ''} />
          <Field name="age_group" label={t.age}>
            {!seen.age_group && <option value="" selected>{t.choose}</option>}
            {AGES.map((a) => <option key={a} value={a} selected={a === seen.age_group}>{`\u2066${a}\u2069`}</option>)}
          </Field>
        </div>
      </Form>
    </section>
  );
}

function Avatar({ me }: { me: Me }) {
  const [part, setPart] = useState<number | null>(null);
  const set = (input: HTMLInputElement) => guarded(async () => {
    const file = input.files?.[0];
    if (!file) return;
    if (file.size > 5 * 1024 * 1024) throw new Error(t.large);
    setPart(0);
    try {
      current.value = await upload<Me>('PUT', '/api/v1/me/avatar', file, { onProgress: setPart });
      say(t.pictureDone);
    } finally {
      setPart(null);
      input.value = '';
    }
  })();
  const drop = guarded(async () => {
    await ask(api.DELETE('/api/v1/me/avatar'));
    await loadMe();
    document.getElementById('avatar')?.focus();
    say(t.pictureGone);
  });
  return (
    <section class="panel" aria-labelledby="picture">
      <h2 id="picture">{t.picture}</h2>
      <div class="avatar">
        <Picture url={me.avatar_url} sizes="6rem" />
        <div class="field">
          <label for="avatar">{me.avatar_url ? t.other : t.pick}</label>
          <p class="hint" id="avatar-hint">{t.pictureHint}</p>
          <FilePick id="avatar" accept="image/jpeg,image/png,image/webp" aria-describedby="avatar-hint" disabled={part !== null}
                    onChange={(e) => void set(e.currentTarget)} />
          {part !== null && <progress max={1} value={part} aria-label={t.sending} />}
        </div>
      </div>
      {me.avatar_url && <p><button type="button" class="link" onClick={drop}>{t.drop}</button></p>}
    </section>
  );
}

function Password() {
  const [open, setOpen] = useState(false);
  const [done, setDone] = useState(false);
  return (
    <section class="panel" aria-labelledby="password-title">
      <h2 id="password-title">{t.password}</h2>
      {open ? (
        <Form id="password" send={t.savePassword} aside={<button type="button" class="link" onClick={() => setOpen(false)}>{t.cancel}</button>} onSend={async (values) => {
          await ask(api.POST('/api/v1/me/password', { body: { password: values.exact('password'), new_password: values.exact('new_password') } }));
          setOpen(false);
          setDone(true);
        }}>
          <PresentPassword hint={false} />
          <NewPassword name="new_password" label={t.fresh} />
        </Form>
      ) : (
        <>
          <p role="status" class={done ? 'good' : 'vh'}>{done && <>{t.passwordDone} <a href={pageAt('devices')}>{t.devices}</a></>}</p>
          <p><button type="button" aria-describedby="password-title" onClick={() => { setDone(false); setOpen(true); }}>{t.change}</button></p>
          <p class="soft">{t.forgot} <a href={at('/forgot')}>{t.code}</a></p>
        </>
      )}
    </section>
  );
}
