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

/** As a link goes, so that unsaved work is asked about. */
function follow(href: string) {
  const link = Object.assign(document.createElement('a'), { href });
  document.body.append(link);
  link.click();
  link.remove();
}

/** `all`: the whole day may be looked at, too. */
export function DayPicker({ all }: { all?: boolean }) {
  const { date, slot, part, href } = useDay();
  const slots = names('time-slots');
  // It shows where one is until one is elsewhere.
  const go = (input: HTMLInputElement | HTMLSelectElement, now: string, name: 'date' | 'slot') => {
    const wanted = input.value;
    input.value = now;
    if (wanted || name === 'slot') follow(href({ part, [name]: wanted || undefined }));
  };
  return (
    <form class="filters no-print" role="search" aria-label={t.find} onSubmit={(e) => e.preventDefault()}>
      <p><label for="day">{t.day}</label>
        <input id="day" type="date" value={date} onChange={(e) => go(e.currentTarget, date, 'date')} /></p>
      <p><label for="slot">{t.slot}</label>
        <select id="slot" value={slot ?? ''} onChange={(e) => go(e.currentTarget, String(slot ?? ''), 'slot')}>
          <option value="">{all ? t.all : t.choose}</option>
          {[...slots?.of ?? []].map(([id, name]) => <option key={id} value={id} selected={id === slot}>{name}</option>)}
        </select></p>
    </form>
  );
}
