// SPDX-License-Identifier: MIT
// The strip under the bar: where to, for how much, from when; and the dialog that changes it.

import { signal, useSignal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { api, ask } from '../lib/api';
import { Field, Form } from '../lib/form';
import { dayShort, hours, plural, texts } from '../lib/language';
import { useLoad } from '../lib/load';
import { Dialog, fee, say } from '../lib/ui';
import { loadQuote } from './cart';
import { chooseZone, isChosen, zone, zones, type Zone } from './place';

const t = texts({
  to: 'Deliver to', choose: 'Where shall we deliver?', change: 'Change', soon: 'coming soon',
  from: (days: number) => (days === 0 ? 'from today' : days === 1 ? 'from tomorrow' : plural(days, { one: 'in # day', other: 'in # days' })),
  next: (day: string, hours: string) => `${day}, ${hours}`,
  wait: 'We do not deliver there yet. Leave a phone number or an e-mail address, and we send one message when we do.',
  contact: 'Phone or e-mail', send: 'Tell me', thanks: 'Thank you. You will hear from us once.', back: 'Back to the list',
}, {
  to: 'التوصيل إلى', choose: 'إلى أين نوصّل؟', change: 'تغيير', soon: 'قريبًا',
  from: (days: number) => (days === 0 ? 'ابتداءً من اليوم' : days === 1 ? 'ابتداءً من الغد'
    : plural(days, { two: 'خلال يومين', few: 'خلال # أيام', other: 'خلال # يومًا' })),
  next: (day: string, hours: string) => `${day}، ${hours}`,
  wait: 'لا نوصّل إلى هناك بعد. اترك رقم هاتف أو بريدًا إلكترونيًا ونرسل إليك رسالة واحدة عندما نبدأ.',
  contact: 'الهاتف أو البريد الإلكتروني', send: 'أخبروني', thanks: 'شكرًا لك. سنراسلك مرة واحدة.', back: 'العودة إلى القائمة',
});

/** The first day and slot that is free in a zone. */
export function useSlots(id: number | undefined) {
  return useLoad(id ? `slots/${id}` : null, async (signal) =>
    (await ask(api.GET('/api/v1/time-slots', { params: { query: { zone_id: id! } }, signal }))).items);
}

/** Opened from here and from any page that needs a zone. */
export const choosing = signal(false);

export function ZoneButton() {
  const slots = useSlots(zone.value?.id);
  const next = slots.data?.find((s) => s.available);
  if (!zone.value) return <div class="zone-bar" aria-hidden="true" />;
  return (
    <div class="zone-bar">
      <button type="button" onClick={() => { choosing.value = true; }}>
        <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 21s-7-6.2-7-11a7 7 0 0 1 14 0c0 4.8-7 11-7 11zM12 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z" /></svg>
        <span><span class="soft">{t.to}</span> <b>{zone.value.name}</b></span>
        <span class="soft">{fee(zone.value.delivery_fee)} · {next ? t.next(dayShort(next.date), hours(next.from_hour, next.to_hour)) : t.from(zone.value.delivery_days)}</span>
        <span class="go">{t.change}</span>
      </button>
      <ZoneDialog />
    </div>
  );
}

function ZoneDialog() {
  const waiting = useSignal<Zone | null>(null);
  const cities = [...new Set(zones.value.map((z) => z.city_name))].map((city) => [city, zones.value.filter((z) => z.city_name === city)] as const);
  useEffect(() => { if (choosing.value) waiting.value = null; }, [choosing.value]);

  function pick(z: Zone) {
    if (!z.is_active) {
      waiting.value = z;
      return;
    }
    chooseZone(z.id);
    choosing.value = false;
    void loadQuote();
  }
  return (
    <Dialog title={t.choose} open={choosing.value} onClose={() => { choosing.value = false; }}>
      {waiting.value ? <Waitlist zone={waiting.value} onBack={() => { waiting.value = null; }} />
        : cities.map(([city, list]) => (
          <section key={city}>
            <h3>{city}</h3>
            <ul class="zones">{list.map((z) => (
              <li key={z.id}><button type="button" aria-pressed={isChosen.value && z.id === zone.value?.id} onClick={() => pick(z)}>
                <b>{z.name}</b>
                <span class="soft">{z.is_active ? <>{fee(z.delivery_fee)} · {t.from(z.delivery_days)}</> : t.soon}</span>
              </button></li>
            ))}</ul>
          </section>
        ))}
    </Dialog>
  );
}

function Waitlist({ zone: z, onBack }: { zone: Zone; onBack: () => void }) {
  const [done, setDone] = useState(false);
  if (done) return <p role="status">{t.thanks}</p>;
  return (
    <>
      <p><b>{z.name}</b></p>
      <p>{t.wait}</p>
      <Form send={t.send} fields={{ email: 'contact', phone: 'contact' }} aside={<button type="button" onClick={onBack}>{t.back}</button>}
            onSend={async (values) => {
              const contact = values.digits('contact')!;
              await ask(api.POST('/api/v1/zones/{id}/waitlist', {
                params: { path: { id: z.id } }, body: contact.includes('@') ? { email: contact } : { phone: contact },
              }));
              setDone(true);
              say(t.thanks);
            }}>
        <Field name="contact" label={t.contact} required maxlength={254} dir="ltr" autocomplete="email" />
      </Form>
    </>
  );
}
