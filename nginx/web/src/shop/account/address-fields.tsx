// SPDX-License-Identifier: MIT
// City, zone, street: of an account's addresses, and of the one that may be given when registering.

import { useEffect, useRef, useState } from 'preact/hooks';
import { Field, type Values } from '../../lib/form';
import { texts } from '../../lib/language';
import { zones } from '../place';

const t = texts({
  city: 'City', zone: 'Zone', choose: 'Please choose', soonMark: '(coming soon)',
  soon: 'We do not deliver to this zone yet. You can save the address; orders can go there as soon as we do.',
  street: 'Street, building, flat', info: 'Floor, landmark, anything that helps to find it',
}, {
  city: 'المدينة', zone: 'المنطقة', choose: 'يرجى الاختيار', soonMark: '(قريبًا)',
  soon: 'لا نوصّل إلى هذه المنطقة بعد. يمكنك حفظ العنوان، وسيمكن الطلب إليه فور بدء التوصيل.',
  street: 'الشارع والمبنى والشقة', info: 'الدور أو علامة مميزة أو أي شيء يسهّل الوصول',
});

export interface Place { city_id: number; zone_id: number; street_address: string; additional_info?: string | null }

/** What the fields below hold. */
export const placeOf = (values: Values) => ({
  city_id: values.number('city_id')!, zone_id: values.number('zone_id')!,
  street_address: values.text('street_address')!, additional_info: values.text('additional_info') ?? '',
});

export function AddressFields({ given, required = true }: { given?: Place; required?: boolean }) {
  const cities = [...new Map(zones.value.map((z) => [z.city_id, z.city_name]))];
  const [city, setCity] = useState(given?.city_id ?? (cities.length === 1 ? cities[0]![0] : 0));
  const [zone, setZone] = useState(given?.zone_id ?? 0);
  // What another tab changed is taken over where nothing else was chosen here.
  const before = useRef(given);
  useEffect(() => {
    if (given && before.current && zone === before.current.zone_id) {
      setCity(given.city_id);
      setZone(given.zone_id);
    }
    before.current = given;
  }, [given?.zone_id]);
  const soon = zones.value.find((z) => z.id === zone)?.coming_soon;
  return (
    <>
      <div class="beside">
        <Field name="city_id" label={t.city} required={required} autocomplete="off" value={city ? String(city) : ''}
               onChange={(e) => { setCity(Number(e.currentTarget.value)); setZone(0); }}>
          <option value="">{t.choose}</option>
          {cities.map(([id, name]) => <option key={id} value={id}>{name}</option>)}
        </Field>
        <Field name="zone_id" label={t.zone} required={required} autocomplete="off" value={zone ? String(zone) : ''}
               onChange={(e) => setZone(Number(e.currentTarget.value))}>
          <option value="">{t.choose}</option>
          {zones.value.filter((z) => z.city_id === city).map((z) => (
            <option key={z.id} value={z.id}>{z.name}{z.coming_soon ? ` ${t.soonMark}` : ''}</option>
          ))}
        </Field>
      </div>
      <p role="status" class={soon ? 'panel notice' : ''}>{soon && t.soon}</p>
      <Field name="street_address" label={t.street} required={required} maxlength={500} autocomplete="street-address" defaultValue={given?.street_address} />
      <Field name="additional_info" label={t.info} maxlength={500} autocomplete="off" defaultValue={given?.additional_info ?? ''} />
    </>
  );
}
