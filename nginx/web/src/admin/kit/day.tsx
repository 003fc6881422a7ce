// SPDX-License-Identifier: MIT
// A day and one of its slots, in the address: what kitchen and dispatch look at.
//
//   const { date, slot, href } = useDay();
//   <DayPicker all />

import { useLocation } from 'preact-iso';
import { serverNow } from '../../lib/api';
import { texts } from '../../lib/language';
import { query } from './call';
import { names } from './refs';
import { today } from './time';

const t = texts({ day: 'Day', slot: 'Slot', all: 'All of the day', choose: 'Please choose', find: 'Day and slot' }, { day: 'اليوم', slot: 'الموعد', all: 'كل اليوم', choose: 'يرجى الاختيار', find: 'اليوم والموعد' });

export function useDay() {
  const { path, query: asked } = useLocation();
  const date = /^\d{4}-\d\d-\d\d$/.test(asked.date ?? '') ? asked.date! : today(serverNow());
  const slot = Number(asked.slot) || undefined;
  return {
    date, slot, part: asked.part,
    /** The same day and slot, with something else of the page. */
    href: (more: Record<string, string | undefined>) => `${path}?${query({ date, slot, ...more })}`,
  };
}

/** `all`: the whole day may be looked at, too. */
export function DayPicker({ all }: { all?: boolean }) {
  const { date, slot, part, href } = useDay();
  const { route } = useLocation();
  const slots = names('time-slots');
  return (
    <form class="filters no-print" role="search" aria-label={t.find} onSubmit={(e) => e.preventDefault()}>
      <p><label for="day">{t.day}</label>
        <input id="day" type="date" value={date} onChange={(e) => { if (e.currentTarget.value) route(href({ part, date: e.currentTarget.value })); }} /></p>
      <p><label for="slot">{t.slot}</label>
        <select id="slot" value={slot ?? ''} onChange={(e) => route(href({ part, slot: e.currentTarget.value || undefined }))}>
          <option value="">{all ? t.all : t.choose}</option>
          {[...slots?.of ?? []].map(([id, name]) => <option key={id} value={id} selected={id === slot}>{name}</option>)}
        </select></p>
    </form>
  );
}
