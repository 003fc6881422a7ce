// SPDX-License-Identifier: MIT
// The API wants to know once more who sits there before money, accounts or whole lists.  Any request
// may be answered so: this asks, and sends it again.

import { signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import { api, ask, carryBy, serverNow, steadyFetch } from '../lib/api';
import { Field, Form } from '../lib/form';
import { texts } from '../lib/language';
import { Dialog } from '../lib/ui';
import { leave, me } from './session';

const t = texts({
  title: 'Is it you?', lead: 'This needs your password or a code once more. It holds for five minutes.', password: 'Your password', code: 'Code of your app',
  send: 'Go on', byCode: 'Use a code instead', byPassword: 'Use the password instead', cancelled: 'Nothing was changed.',
}, {
  title: 'هل هذا أنت؟', lead: 'يلزم إدخال كلمة المرور أو الرمز مرة أخرى. يسري ذلك خمس دقائق.', password: 'كلمة المرور', code: 'رمز التطبيق',
  send: 'متابعة', byCode: 'استخدم رمزًا بدلًا منها', byPassword: 'استخدم كلمة المرور بدلًا منه', cancelled: 'لم يتغير شيء.',
});

const waiting = signal<{ promise: Promise<void>; resolve: () => void; reject: (error: Error) => void } | null>(null);
let until = 0;

/** Asks; several who wait at once are answered together. */
function stepUp(): Promise<void> {
  if (!waiting.value) {
    let resolve!: () => void, reject!: (error: Error) => void;
    const promise = new Promise<void>((yes, no) => { [resolve, reject] = [yes, no]; });
    waiting.value = { promise, resolve, reject };
  }
  return waiting.value.promise;
}

/** For what is no request of ours, such as a download: asks unless it was answered a moment ago. */
export const steppedUp = async () => { if (until < serverNow() + 10_000) await stepUp(); };

carryBy(async (request) => {
  const again = request.clone();
  const reply = await steadyFetch(request);
  // A session that was ended elsewhere is noticed at the next call.
  if (reply.status === 401 && me.value && !request.url.includes('/admin/auth/')) leave();
  if (reply.status !== 403) return reply;
  const { code } = await reply.clone().json().catch(() => ({}));
  if (code !== 'step_up_needed') return reply;
  await stepUp();
  return steadyFetch(again);
});

export function StepUp() {
  const [byCode, setByCode] = useState(false);
  const now = waiting.value;
  const close = () => {
    waiting.value?.reject(new Error(t.cancelled));
    waiting.value = null;
  };
  return (
    <Dialog title={t.title} open={now !== null} onClose={close}>
      <p>{t.lead}</p>
      <Form id="step-up" send={t.send} key={String(byCode)}
            aside={me.value?.has_totp && <button type="button" class="link" onClick={() => setByCode(!byCode)}>{byCode ? t.byPassword : t.byCode}</button>}
            onSend={async (v) => {
              const body = byCode ? { totp: v.digits('totp')! } : { password: v.exact('password') };
              until = Date.parse((await ask(api.POST('/api/v1/admin/auth/step-up', { body }))).until);
              now!.resolve();
              waiting.value = null;
            }}>
        {byCode
          ? <Field name="totp" label={t.code} required class="code" inputmode="numeric" autocomplete="one-time-code" maxlength={6} />
          : <Field name="password" type="password" label={t.password} required maxlength={256} autocomplete="current-password" />}
      </Form>
    </Dialog>
  );
}
