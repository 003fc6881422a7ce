// SPDX-License-Identifier: MIT
// Earlier orders that were placed without the account: they come into it by a code to the phone or
// e-mail that they carry.

import { useState } from 'preact/hooks';
import { api, ask } from '../../lib/api';
import { Field, Form } from '../../lib/form';
import { plural, texts } from '../../lib/language';
import { useLoad } from '../../lib/load';
import { guarded, say } from '../../lib/ui';
import { CodeForm, useAsked, type Sent } from '../code';
import type { Me } from '../session';

const t = texts({
  title: 'Orders that may be yours', email: 'your e-mail', phone: 'your phone',
  there: (n: number, by: string) => plural(n, { one: `# order was placed with ${by}, without your account.`, other: `# orders were placed with ${by}, without your account.` }),
  take: 'Send me a code and take them over', other: 'Ordered with another phone or e-mail?', contact: 'Phone or e-mail of those orders', hint: 'We send a code there, to see that it is yours.',
  ask: 'Send the code', sent: 'We sent a code of six digits to', send: 'Take the orders over', back: 'Cancel',
  got: (n: number) => plural(n, { one: '# order is now in your account.', other: '# orders are now in your account.' }), none: 'There are no orders with it that could come into your account.',
  more: 'There are more: please ask for another code.',
}, {
  title: 'طلبات قد تكون لك', email: 'بريدك الإلكتروني', phone: 'هاتفك',
  there: (n: number, by: string) => plural(n, {
    one: `هناك طلب واحد سُجّل باستخدام ${by} خارج حسابك.`, two: `هناك طلبان سُجّلا باستخدام ${by} خارج حسابك.`,
    few: `هناك # طلبات سُجّلت باستخدام ${by} خارج حسابك.`, other: `هناك # طلبًا سُجّلت باستخدام ${by} خارج حسابك.`,
  }),
  take: 'أرسلوا لي رمزًا لضمّها', other: 'طلبت بهاتف أو بريد آخر؟', contact: 'هاتف تلك الطلبات أو بريدها', hint: 'نرسل إليه رمزًا للتأكد من أنه لك.',
  ask: 'إرسال الرمز', sent: 'أرسلنا رمزًا من ستة أرقام إلى', send: 'ضم الطلبات إلى حسابي', back: 'إلغاء',
  got: (n: number) => plural(n, { one: 'أصبح طلب واحد في حسابك.', two: 'أصبح طلبان في حسابك.', few: 'أصبحت # طلبات في حسابك.', other: 'أصبح # طلبًا في حسابك.' }), none: 'لا توجد طلبات به يمكن ضمها إلى حسابك.',
  more: 'هناك المزيد: اطلب رمزًا آخر.',
});

export function Claims({ me, onClaimed }: { me: Me; onClaimed: () => void }) {
  const waiting = useLoad('me/claims', (signal) => ask(api.GET('/api/v1/me/claims', { signal })));
  const [asked, setAsked] = useAsked<{ contact: string; sent: Sent | null }>('claim', { contact: '', sent: null });
  const [outcome, setOutcome] = useState('');

  async function request(contact: string) {
    const body = contact.includes('@') ? { email: contact } : { phone: contact };
    setOutcome('');
    setAsked({ contact, sent: await ask(api.POST('/api/v1/me/claims/code', { body })) });
  }
  async function claimed({ claimed: n, more_wait }: { claimed: number; more_wait: boolean }) {
    setAsked({ contact: '', sent: null });
    const text = n === 0 ? t.none : [t.got(n), more_wait && t.more].filter(Boolean).join(' ');
    setOutcome(text);
    say(text);
    waiting.again();
    onClaimed();
  }
  return (
    <section class="panel" aria-labelledby="claims">
      <h2 id="claims">{t.title}</h2>
      <p role="status" class={outcome ? 'good' : 'vh'}>{outcome}</p>
      {asked.sent ? (
        <CodeForm sent={asked.sent} lead={t.sent} to={asked.contact} send={t.send} change={t.back} onChange={() => setAsked({ contact: '', sent: null })}
                  again={() => request(asked.contact)} onCode={async (code) => claimed(await ask(api.POST('/api/v1/me/claims', { body: code })))} />
      ) : (
        <>
          {waiting.data?.items.map(({ via, orders }) => {
            const contact = via === 'email' ? me.email : me.phone;
            return contact && (
              <p key={via}>{t.there(orders, t[via])}<br />
                <button type="button" onClick={guarded(() => request(contact))}>{t.take}</button></p>
            );
          })}
          <details class="more">
            <summary>{t.other}</summary>
            <Form send={t.ask} onSend={(values) => request(values.digits('contact')!)} fields={{ email: 'contact', phone: 'contact' }}>
              <Field name="contact" label={t.contact} hint={t.hint} required maxlength={254} autocomplete="off" autocapitalize="off" dir="ltr" />
            </Form>
          </details>
        </>
      )}
    </section>
  );
}
