// SPDX-License-Identifier: MIT
// Day and hours of a delivery: those that its zone offers on that day.  Whether there is room decides the API.

import { useState } from 'preact/hooks';
import { api, ask } from '../../lib/api';
import { Field } from '../../lib/form';
import { texts } from '../../lib/language';
import { useLoad } from '../../lib/load';
import { today } from '../kit/time';

const t = texts({ day: 'Day', slot: 'Hours', choose: 'Please choose', none: 'Nothing is delivered to this zone on that day.' },
  { day: 'اليوم', slot: 'الموعد', choose: 'يرجى الاختيار', none: 'لا توصيل إلى هذه المنطقة في هذا اليوم.' });

export const useSlots = (zone: number | null) => useLoad(zone ? `desk/slots/${zone}` : null, (signal) =>
  ask(api.GET('/api/v1/admin/zones/{id}/time-slots', { params: { path: { id: zone! } }, signal })));

/** Monday is 1, Sunday 64. */
const bit = (date: string) => 1 << ((new Date(`${date}T12:00:00Z`).getUTCDay() + 6) % 7);

export function When({ zone, date: first, slot, required = true }: { zone: number | null; date?: string | null; slot?: number | null; required?: boolean }) {
  const [date, setDate] = useState(first ?? '');
  const items = useSlots(zone).data?.items ?? [];
  const open = date ? items.filter((s) => s.weekdays & bit(date)) : items;
  return (
    <>
      <Field name="delivery_date" label={t.day} type="date" min={today()} required={required} defaultValue={first ?? ''} onChange={(e) => setDate(e.currentTarget.value)}
             hint={zone && date && items.length > 0 && open.length === 0 ? t.none : undefined} />
      <Field name="time_slot_id" label={t.slot} required={required} key={`${zone}/${items.length}/${date}`}>
        <option value="">{t.choose}</option>
        {open.map((s) => <option key={s.time_slot_id} value={s.time_slot_id} selected={s.time_slot_id === slot}>{s.name}</option>)}
      </Field>
    </>
  );
}
