// SPDX-License-Identifier: MIT
import { api, ask } from '../../lib/api';
import { moment, texts } from '../../lib/language';
import { deviceName } from './device';
import { Account } from './frame';
import { Listed } from './list';

const t = texts({
  title: 'Activity', lead: 'What happened in your account. If something was not you, change your password.', from: 'from', other: 'A change to the account',
  actions: {
    'session.login': 'Logged in', 'session.logout': 'Logged out', 'session.login_failed': 'A login failed', 'session.login_refused': 'A login was refused: the account is closed',
    'session.replay': 'A stolen or old session was used; its device was signed out', 'session.ended_by_staff': 'The shop signed out your devices', 'session.ended': 'A device was signed out', 'session.others_ended': 'All other devices were signed out',
    'account.registered': 'The account was created', 'account.register_again': 'Somebody tried to register with your phone or e-mail', 'account.suspended': 'The shop closed the account for now',
    'account.deactivated': 'The shop closed the account', 'account.reactivated': 'The shop opened the account again', 'account.erased': 'The account was deleted',
    'password.changed': 'The password was changed', 'password.forgotten': 'A new password was asked for', 'password.reset': 'A new password was set', 'email.asked': 'Another e-mail was entered',
    'email.verified': 'The e-mail was confirmed', 'phone.changed': 'The phone was changed', 'profile.changed': 'The profile was changed', 'avatar.changed': 'The picture was changed', 'avatar.removed': 'The picture was removed',
    'address.added': 'An address was added', 'address.changed': 'An address was changed', 'address.removed': 'An address was removed', 'orders.claimed': 'Earlier orders came into the account',
    'orders.claim_undone': 'The shop took claimed orders out again', 'export.asked': 'A copy of the data was asked for', 'export.taken': 'A copy of the data was downloaded',
  } as Record<string, string>,
}, {
  title: 'سجل النشاط', lead: 'ما حدث في حسابك. إذا لم تكن أنت من فعل شيئًا منه فغيّر كلمة المرور.', from: 'من', other: 'تغيير في الحساب',
  actions: {
    'session.login': 'تسجيل دخول', 'session.logout': 'تسجيل خروج', 'session.login_failed': 'محاولة دخول فاشلة', 'session.login_refused': 'رُفض الدخول لأن الحساب مغلق',
    'session.replay': 'استُخدمت جلسة قديمة أو مسروقة، وسُجّل خروج جهازها', 'session.ended_by_staff': 'سجّل المتجر خروج أجهزتك', 'session.ended': 'سُجّل خروج جهاز', 'session.others_ended': 'سُجّل خروج كل الأجهزة الأخرى',
    'account.registered': 'إنشاء الحساب', 'account.register_again': 'حاول شخص التسجيل بهاتفك أو بريدك', 'account.suspended': 'أوقف المتجر الحساب مؤقتًا',
    'account.deactivated': 'أغلق المتجر الحساب', 'account.reactivated': 'أعاد المتجر فتح الحساب', 'account.erased': 'حُذف الحساب',
    'password.changed': 'تغيير كلمة المرور', 'password.forgotten': 'طلب كلمة مرور جديدة', 'password.reset': 'تعيين كلمة مرور جديدة', 'email.asked': 'إدخال بريد إلكتروني آخر',
    'email.verified': 'تأكيد البريد الإلكتروني', 'phone.changed': 'تغيير الهاتف', 'profile.changed': 'تعديل الملف الشخصي', 'avatar.changed': 'تغيير الصورة', 'avatar.removed': 'حذف الصورة',
    'address.added': 'إضافة عنوان', 'address.changed': 'تعديل عنوان', 'address.removed': 'حذف عنوان', 'orders.claimed': 'ضم طلبات سابقة إلى الحساب',
    'orders.claim_undone': 'أخرج المتجر طلبات ضُمّت من قبل', 'export.asked': 'طلب نسخة من البيانات', 'export.taken': 'تنزيل نسخة من البيانات',
  } as Record<string, string>,
});

export default () => (
  <Account title={t.title}>{() => (
    <>
      <p class="lead">{t.lead}</p>
      <Listed name="me/activity" load={(cursor, signal) => ask(api.GET('/api/v1/me/activity', { params: { query: { cursor, limit: 25 } }, signal }))}>
        {(entries) => (
          <ol class="timeline">{entries.map((e) => (
            <li key={e.id}>
              <b>{t.actions[e.action] ?? t.other}</b>
              <span class="soft">{moment(e.created_at)} · <bdi>{deviceName(e.device_name)}</bdi>{e.ip_address && <> {t.from} <bdi class="ltr">{e.ip_address}</bdi></>}</span>
            </li>
          ))}</ol>
        )}
      </Listed>
    </>
  )}</Account>
);
