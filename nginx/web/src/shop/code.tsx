// SPDX-License-Identifier: MIT
// Codes of six digits: asking for one, typing it, asking for another after the countdown, going back
// to change where it goes.
//
//   <PhoneProof purpose="guest_checkout" keepAs="checkout/phone" onProof={({ proof, phone }) => ...} />
//   <CodeForm sent={sent} to={email} onCode={(code) => ask(api.POST('...', { body: code }))}
//             again={async () => setSent(await ask(...))} />
//
// Both are forms of their own: put them beside another form, not into it.

import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { api, ask, Problem, serverNow, type Shape } from '../lib/api';
import { Field, Form, Refused, Values } from '../lib/form';
import { plural, texts } from '../lib/language';
import { session } from '../lib/storage';

const t = texts({
  code: 'Code from the message', six: 'The code has six digits.', check: 'Check the code', change: 'Change the number',
  sent: 'We sent a code of six digits to', mayTake: 'It can take a minute to arrive.',
  good: (n: number) => plural(n, { one: 'The code is good for # minute.', other: 'The code is good for # minutes.' }),
  again: 'Send a new code', resent: 'A new code is on its way. The one before no longer works.',
  wait: (n: number) => plural(n, { one: 'A new code can be sent in # second', other: 'A new code can be sent in # seconds' }),
  phone: 'Phone number', phoneHint: 'Egyptian or international. We send a code to it by SMS.', ask: 'Send the code',
}, {
  code: 'الرمز الذي وصلك', six: 'الرمز مكوّن من ستة أرقام.', check: 'تأكيد الرمز', change: 'تغيير الرقم',
  sent: 'أرسلنا رمزًا من ستة أرقام إلى', mayTake: 'قد يستغرق وصوله دقيقة.',
  good: (n: number) => plural(n, { one: 'الرمز صالح لدقيقة واحدة.', two: 'الرمز صالح لدقيقتين.', few: 'الرمز صالح لمدة # دقائق.', other: 'الرمز صالح لمدة # دقيقة.' }),
  again: 'إرسال رمز جديد', resent: 'أرسلنا رمزًا جديدًا. الرمز السابق لم يعد صالحًا.',
  wait: (n: number) => plural(n, {
    one: 'يمكن إرسال رمز جديد بعد ثانية', two: 'يمكن إرسال رمز جديد بعد ثانيتين',
    few: 'يمكن إرسال رمز جديد بعد # ثوانٍ', other: 'يمكن إرسال رمز جديد بعد # ثانية',
  }),
  phone: 'رقم الهاتف', phoneHint: 'رقم مصري أو دولي. نرسل إليه رمزًا في رسالة قصيرة.', ask: 'إرسال الرمز',
});

/** What the API says when it has sent one. */
export type Sent = Shape<'otp_view'>;
export type Proof = Shape<'otp_proof_view'>;
export interface Code { handle: string; code: string }

/** The digits of a form's code, however they were typed or pasted; else a word at the field. */
function codeOf(values: Values, name = 'code') {
  const code = values.digits(name)?.replace(/[\s-]/g, '') ?? '';
  if (!/^[0-9]{6}$/.test(code)) throw new Refused({ [name]: t.six });
  return code;
}

/** Puts what the API says of a code at its field. */
async function atCode<T>(answer: Promise<T>, name = 'code') {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Problem && ['code_wrong', 'code_attempts'].includes(error.code)) throw new Refused({ [name]: error.message });
    throw error;
  }
}

/** The field alone, for a form that asks for more. */
const CodeField = ({ name = 'code', label = t.code }: { name?: string; label?: string }) =>
  <Field class="code" name={name} label={label} required inputmode="numeric" autocomplete="one-time-code" maxlength={16} dir="ltr" />;

/** The way to another code, open from `resend_at` on. */
function Resend({ sent, again }: { sent: Pick<Sent, 'resend_at'>; again: () => Promise<unknown> }) {
  const left = () => Math.max(0, Math.ceil((Date.parse(sent.resend_at) - serverNow()) / 1000));
  const secs = useSignal(left());
  const note = useSignal<{ text: string; bad?: boolean } | null>(null);
  const busy = useRef(false);

  useEffect(() => {
    secs.value = left();
    const timer = setInterval(() => { secs.value = left(); }, 1000);
    return () => clearInterval(timer);
  }, [sent.resend_at]);

  async function press() {
    if (secs.value > 0 || busy.current) return;
    busy.current = true;
    try {
      await again();
      note.value = { text: t.resent };
    } catch (error) {
      note.value = { text: (error as Error).message, bad: true };
    } finally {
      busy.current = false;
    }
  }
  return (
    <div class="resend">
      <button type="button" class="link" aria-disabled={secs.value > 0} onClick={press}>{secs.value > 0 ? t.wait(secs.value) : t.again}</button>
      <p role="status" class={note.value?.bad ? 'bad' : 'soft'}>{note.value?.text}</p>
    </div>
  );
}

interface CodeFormProps {
  sent: Sent;
  /** Where it went, behind `lead`. */
  to?: ComponentChildren;
  /** Exchanges the code; what it throws about the code is shown at the field. */
  onCode: (code: Code) => Promise<unknown>;
  /** Sends another one, which comes back as `sent`; left out where there is no way to. */
  again?: () => Promise<unknown>;
  /** Back to where the number, or the address, is typed. */
  onChange?: () => void;
  change?: string;
  send?: ComponentChildren;
  /** In place of "We sent a code to". */
  lead?: string;
  /** Between the code and the button. */
  children?: ComponentChildren;
  /** As of a Form. */
  id?: string;
}

export function CodeForm({ sent, to, onCode, again, onChange, change = t.change, send = t.check, lead = t.sent, children, id }: CodeFormProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => { box.current?.querySelector('input')?.focus(); }, [sent.handle]);
  const minutes = Math.round((Date.parse(sent.expires_at) - serverNow()) / 60_000);
  return (
    <div ref={box} class="code-form">
      <p role="status">{lead}{to && <> <bdi class="ltr"><b>{to}</b></bdi></>}. <span class="soft">{t.mayTake} {minutes > 0 && minutes <= 60 && t.good(minutes)}</span></p>
      <Form id={id} send={send} aside={onChange && <button type="button" class="link" onClick={onChange}>{change}</button>}
            onSend={async (values) => { await atCode(onCode({ handle: sent.handle, code: codeOf(values) })); }}>
        <CodeField />
        {children}
      </Form>
      {again && <Resend sent={sent} again={again} />}
    </div>
  );
}

interface PhoneProofProps {
  purpose: 'registration' | 'guest_checkout' | 'phone_verify' | 'order_tracking';
  onProof: (proof: Proof) => void;
  /** Keeps number and code's handle under this name, since phones drop a page while the SMS is read. */
  keepAs: string;
  /** The number to begin with. */
  phone?: string;
  label?: string;
  hint?: string;
  send?: ComponentChildren;
  /** As of a Form. */
  id?: string;
}

/**
 * What was asked for and where it went; until its code is over it outlives the page, which phones drop
 * while the message is read.
 */
export function useAsked<T extends { sent: Sent | null }>(keepAs: string, begin: T) {
  const [asked, setAsked] = useState<T>(() => {
    const kept: T | null = JSON.parse(session.get(keepAs) ?? 'null');
    return kept?.sent && Date.parse(kept.sent.expires_at) > serverNow() ? kept : begin;
  });
  const change = (now: T) => {
    if (now.sent) session.set(keepAs, JSON.stringify(now)); else session.remove(keepAs);
    setAsked(now);
  };
  return [asked, change] as const;
}

/** A phone's number, then the code that went there. */
export function PhoneProof({ purpose, onProof, keepAs, phone = '', label = t.phone, hint = t.phoneHint, send = t.ask, id }: PhoneProofProps) {
  const [asked, setAsked] = useAsked<{ phone: string; sent: Sent | null }>(keepAs, { phone, sent: null });

  async function request(number: string) {
    const sent = await ask(api.POST('/api/v1/auth/otp', { body: { phone: number, purpose } }));
    setAsked({ phone: number, sent });
    return sent;
  }
  if (!asked.sent) {
    return (
      <Form id={id} send={send} onSend={async (values) => { await request(values.digits('phone')!); }}>
        <Field name="phone" type="tel" label={label} hint={hint} required maxlength={32} autocomplete="tel" dir="ltr" defaultValue={asked.phone} />
      </Form>
    );
  }
  return (
    <CodeForm id={id} sent={asked.sent} to={asked.phone} again={() => request(asked.phone)} onChange={() => setAsked({ ...asked, sent: null })}
              onCode={async (code) => {
                const proof = await ask(api.POST('/api/v1/auth/otp/verify', { body: code }));
                session.remove(keepAs);
                onProof(proof);
              }} />
  );
}
