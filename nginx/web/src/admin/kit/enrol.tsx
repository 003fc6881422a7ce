// SPDX-License-Identifier: MIT
// Setting up the second factor: a QR code that is drawn here, a code as proof that the app has it, and
// the recovery codes, which are shown once.

import { useState } from 'preact/hooks';
import { encode } from 'uqr';
import { api, ask, type Shape } from '../../lib/api';
import { Field, Form } from '../../lib/form';
import { texts } from '../../lib/language';
import { save } from '../../lib/upload';

const t = texts({
  scan: 'Scan this with an authenticator app on your phone, then enter the code that it shows.', qr: 'QR code for the authenticator app', byHand: 'Or enter this key by hand',
  code: 'Code that the app shows', send: 'Set it up', codes: 'Your recovery codes', codesLead: 'Each of these logs you in once, when the phone is gone. They are shown only now: keep them where the phone is not.',
  download: 'Save as a file', print: 'Print', kept: 'I have kept them',
}, {
  scan: 'امسح هذا بتطبيق المصادقة على هاتفك، ثم أدخل الرمز الذي يعرضه.', qr: 'رمز QR لتطبيق المصادقة', byHand: 'أو أدخل هذا المفتاح يدويًا',
  code: 'الرمز الذي يعرضه التطبيق', send: 'تفعيل', codes: 'رموز الاسترداد', codesLead: 'كل رمز منها يسجّل دخولك مرة واحدة إذا فُقد الهاتف. تُعرض الآن فقط: احفظها بعيدًا عن الهاتف.',
  download: 'حفظ في ملف', print: 'طباعة', kept: 'حفظتها',
});

export interface Proof { username: string; password: string; recovery_code?: string }
export const begin = (proof: Proof) => ask(api.POST('/api/v1/admin/auth/totp', { body: proof }));

/** The code as one path; dark on light in both schemes, or phones do not read it. */
function Qr({ text }: { text: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  const d = data.map((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')).join('')).join('');
  return <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={t.qr} shape-rendering="crispEdges"><path d={d} /></svg>;
}

export function Enrol({ begun, proof, onDone }: { begun: Shape<'enrolment_view'>; proof: Proof; onDone: (codes: string[]) => void }) {
  return (
    <>
      <p>{t.scan}</p>
      <Qr text={begun.uri} />
      <p>{t.byHand}: <code class="ltr">{begun.secret.replace(/.{4}(?=.)/g, '$& ')}</code></p>
      <Form id="enrol" send={t.send} onSend={async (v) => {
        const body = { ...proof, enrolment: begun.enrolment, totp: v.digits('totp')! };
        onDone((await ask(api.POST('/api/v1/admin/auth/totp/confirm', { body }))).recovery_codes as string[]);
      }}>
        <Field name="totp" label={t.code} required class="code" inputmode="numeric" autocomplete="one-time-code" maxlength={6} />
      </Form>
    </>
  );
}

export function RecoveryCodes({ codes, onKept }: { codes: string[]; onKept: () => void }) {
  const [saved] = useState(() => new Blob([codes.join('\n'), '\n'], { type: 'text/plain' }));
  return (
    <div class="panel" role="status">
      <h2>{t.codes}</h2>
      <p>{t.codesLead}</p>
      <ul class="recovery ltr">{codes.map((code) => <li key={code}><code>{code}</code></li>)}</ul>
      <p class="actions">
        <button type="button" onClick={() => save(saved, 'crumbled-recovery-codes.txt')}>{t.download}</button>
        <button type="button" onClick={() => print()}>{t.print}</button>
        <button type="button" class="main" onClick={onKept}>{t.kept}</button>
      </p>
    </div>
  );
}
