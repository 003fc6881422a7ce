// SPDX-License-Identifier: MIT
import { api, ask } from '../../lib/api';
import { moment, texts } from '../../lib/language';
import { guarded, say } from '../../lib/ui';
import { deviceName } from './device';
import { Account, focusTitle } from './frame';
import { Listed } from './list';

const t = texts({
  title: 'Devices', lead: 'Where you are logged in. Sign out what you do not know, then change your password.', here: 'This device', last: 'Last used', from: 'from', since: 'Logged in',
  long: 'stays logged in until', out: 'Sign out', others: 'Sign out all other devices', gone: 'That device is signed out.', allGone: 'All other devices are signed out.',
}, {
  title: 'الأجهزة', lead: 'الأجهزة المسجّل دخولها إلى حسابك. سجّل خروج ما لا تعرفه ثم غيّر كلمة المرور.', here: 'هذا الجهاز', last: 'آخر استخدام', from: 'من', since: 'سُجّل الدخول',
  long: 'يبقى مسجّلًا حتى', out: 'تسجيل خروجه', others: 'تسجيل خروج كل الأجهزة الأخرى', gone: 'سُجّل خروج ذلك الجهاز.', allGone: 'سُجّل خروج كل الأجهزة الأخرى.',
});

export default () => (
  <Account title={t.title}>{() => (
    <>
      <p class="lead">{t.lead}</p>
      <Listed name="me/sessions" load={(cursor, signal) => ask(api.GET('/api/v1/me/sessions', { params: { query: { cursor } }, signal }))}>
        {(sessions, again) => (
          <>
            <ul class="rows">{sessions.map((s) => (
              <li key={s.id}>
                <h2><bdi>{deviceName(s.device_name)}</bdi> {s.is_current && <span class="mark">{t.here}</span>}</h2>
                <p class="soft">{t.last}: {moment(s.last_activity_at)}{s.ip_address && <> {t.from} <bdi class="ltr">{s.ip_address}</bdi></>}</p>
                <p class="soft">{t.since}: {moment(s.created_at)}{s.is_remembered && <> · {t.long} {moment(s.expires_at)}</>}</p>
                {!s.is_current && <p class="row-actions"><button type="button" aria-label={`${t.out}: ${deviceName(s.device_name)}`} onClick={guarded(async () => {
                  await ask(api.DELETE('/api/v1/me/sessions/{id}', { params: { path: { id: s.id } } }));
                  focusTitle();
                  again();
                  say(t.gone);
                })}>{t.out}</button></p>}
              </li>
            ))}</ul>
            {sessions.length > 1 && <p><button type="button" class="danger" onClick={guarded(async () => {
              await ask(api.POST('/api/v1/me/sessions/end-others'));
              focusTitle();
              again();
              say(t.allGone);
            })}>{t.others}</button></p>}
          </>
        )}
      </Listed>
    </>
  )}</Account>
);
