// SPDX-License-Identifier: MIT
// Proves an e-mail: by the link of the mail, at once, or by the code in it.

import '../../style/account.css';
import { useEffect, useState } from 'preact/hooks';
import { api, ask, Problem } from '../../lib/api';
import { at, texts } from '../../lib/language';
import { useSecret } from '../use-secret';
import { Failed, Skeleton, useTitle } from '../../lib/ui';
import { CodeForm, useAsked, type Sent } from '../code';
import { loadMeIfAny, me } from '../session';

const t = texts({
  title: 'Confirm your e-mail', done: 'Thank you, your e-mail is confirmed.', orders: 'Earlier orders with it are now in your account.', account: 'To my account', login: 'Log in',
  over: 'This link is no longer valid. It works once, and only the newest.', how: 'Log in and ask for a new mail in your account.',
  none: 'Open the link in the mail that we sent you, or log in and ask for a new one in your account.',
}, {
  title: 'تأكيد البريد الإلكتروني', done: 'شكرًا لك، تم تأكيد بريدك الإلكتروني.', orders: 'الطلبات السابقة به أصبحت في حسابك.', account: 'إلى حسابي', login: 'تسجيل الدخول',
  over: 'لم يعد هذا الرابط صالحًا. يعمل مرة واحدة، والأحدث فقط.', how: 'سجّل الدخول واطلب رسالة جديدة من حسابك.',
  none: 'افتح الرابط في الرسالة التي أرسلناها إليك، أو سجّل الدخول واطلب رسالة جديدة من حسابك.',
});

export default function Verify() {
  const [token, used] = useSecret('verify');
  const [state, setState] = useState<'asking' | 'done' | Error>('asking');
  const [asked, setAsked] = useAsked<{ email: string; sent: Sent | null }>('verify/code', { email: '', sent: null });
  const [round, setRound] = useState(0);
  useTitle(t.title);

  async function done() {
    setAsked({ email: '', sent: null });
    await loadMeIfAny();
    setState('done');
  }
  useEffect(() => {
    if (!token) return;
    setState('asking');
    ask(api.POST('/api/v1/auth/email/verify', { body: { token } })).then(
      async () => { used(); await done(); },
      (error: Error) => {
        if (error instanceof Problem) used();
        setState(error);
      },
    );
  }, [token, round]);

  return (
    <section class="narrow">
      <h1 tabIndex={-1}>{t.title}</h1>
      {state === 'done' ? (
        <div class="panel" role="status">
          <p class="good"><b>{t.done}</b></p><p>{t.orders}</p>
          <Onward />
        </div>
      ) : state instanceof Error ? (
        state instanceof Problem && state.code === 'link_over'
          ? <div class="panel" role="alert"><p>{t.over}</p>{!me.value && <p>{t.how}</p>}<Onward /></div>
          : <Failed error={state} again={() => setRound(round + 1)} />
      ) : token ? <Skeleton lines={2} />
        : asked.sent ? (
          <CodeForm sent={asked.sent} to={asked.email}
                    onCode={async (code) => { await ask(api.POST('/api/v1/auth/email/verify', { body: code })); await done(); }} />
        ) : <div class="panel"><p>{t.none}</p><Onward /></div>}
    </section>
  );
}

const Onward = () => (me.value ? <p><a class="button main" href={at('/account')}>{t.account}</a></p>
  : <p><a class="button main" href={at('/login')}>{t.login}</a></p>);
