// SPDX-License-Identifier: MIT
// The rules of the shop: each with its kind, limits and meaning, changed one by one.
import { useState } from 'preact/hooks';
import { api, ask, Problem, type Shape } from '../../lib/api';
import { Check, Field, Form } from '../../lib/form';
import { language, moment, texts } from '../../lib/language';
import { useLoad } from '../../lib/load';
import { Dialog, say, Show, useTitle } from '../../lib/ui';
import { may } from '../session';
import arabic from './settings-ar.json';

const t = texts({
  title: 'Settings', search: 'Search', change: 'Change', save: 'Save', saved: 'The setting is changed.', usual: 'Usual', isPublic: 'Everybody may see it', secret: 'stored, never shown', none: 'not set', yes: 'Yes', no: 'No',
  limits: (min: number, max: number) => `From ${min} to ${max}.`, long: (max: number) => `At most ${max} characters.`, noMatch: 'No setting matches.', secretHint: 'Enter it anew; empty takes it away.', at: (when: string) => `Changed ${when}`,
  meanwhile: (value: string) => `Somebody else set this to “${value}” meanwhile. Save again to have yours.`, days: 'Days without delivery',
}, {
  title: 'الإعدادات', search: 'بحث', change: 'تغيير', save: 'حفظ', saved: 'تغيّر الإعداد.', usual: 'المعتاد', isPublic: 'يراه الجميع', secret: 'محفوظ ولا يُعرض', none: 'غير مضبوط', yes: 'نعم', no: 'لا',
  limits: (min: number, max: number) => `من ${min} إلى ${max}.`, long: (max: number) => `حتى ${max} حرفًا.`, noMatch: 'لا إعداد يطابق ذلك.', secretHint: 'أدخله من جديد؛ وتركه فارغًا يزيله.', at: (when: string) => `تغيّر ${when}`,
  meanwhile: (value: string) => `غيّره شخص آخر إلى «${value}» في هذه الأثناء. احفظ مرة أخرى لاعتماد ما كتبته.`, days: 'أيام بلا توصيل',
});

type Setting = Shape<'setting_view'>;
const inArabic = arabic as Record<string, { name: string; help: string }>;
const nameOf = (s: Setting) => (language === 'ar' && inArabic[s.name]?.name) || s.name.replace(/_/g, ' ').replace(/^./, (c) => c.toUpperCase());
const helpOf = (s: Setting) => (language === 'ar' && inArabic[s.name]?.help) || s.help;

const choiceOf = (value: string) => (language === 'ar' && inArabic[`=${value}`]?.name) || value;

function Shown({ s, of = s.value }: { s: Setting; of?: string | null }) {
  if (s.type === 'secret') return <span class="soft">{s.is_set ? t.secret : t.none}</span>;
  if (!of) return <span class="soft">{t.none}</span>;
  if (s.type === 'flag') return <>{of === 'true' ? t.yes : t.no}</>;
  if (s.type === 'choice') return <>{choiceOf(of)}</>;
  return <span dir="auto" class="cut">{of.length > 160 ? `${of.slice(0, 160)}…` : of}</span>;
}

export default function Settings() {
  useTitle(t.title);
  const [text, setText] = useState('');
  const [open, setOpen] = useState<Setting | null>(null);
  const found = useLoad('settings', (signal) => ask(api.GET('/api/v1/admin/settings', { signal })));
  const matches = (s: Setting) => `${s.name} ${nameOf(s)} ${helpOf(s)}`.toLowerCase().includes(text.toLowerCase());
  return (
    <>
      <h1 tabIndex={-1}>{t.title}</h1>
      <form role="search" class="filters" onSubmit={(e) => e.preventDefault()}>
        <p><label for="setting-search">{t.search}</label><input id="setting-search" type="search" dir="auto" onInput={(e) => setText(e.currentTarget.value.trim())} /></p>
      </form>
      <Show of={found}>{({ items }) => {
        const shown = items.filter(matches);
        return shown.length === 0 ? <p class="panel empty">{t.noMatch}</p> : (
          <ul class="settings">{shown.map((s) => (
            <li key={s.name} class="panel">
              <div>
                <h2>{nameOf(s)}</h2>
                <p class="soft">{helpOf(s)}</p>
                <p><strong><Shown s={s} /></strong>
                  {s.is_set && s.type !== 'secret' && s.type !== 'lines' && <small class="soft"> · {t.usual}: <Shown s={s} of={s.usual} /></small>}
                  {s.updated_at && <small class="soft"> · {t.at(moment(s.updated_at))}</small>}
                  {s.is_public && <small class="soft"> · {t.isPublic}</small>}</p>
              </div>
              {may('setting.write') && <button type="button" aria-label={`${t.change}: ${nameOf(s)}`} onClick={() => setOpen(s)}>{t.change}</button>}
            </li>
          ))}</ul>
        );
      }}</Show>
      <Dialog title={open ? nameOf(open) : ''} open={open !== null} onClose={() => setOpen(null)}>
        {open && <Edit key={open.name} first={open} onSaved={() => { setOpen(null); found.again(); say(t.saved); }} again={found.again} />}
      </Dialog>
    </>
  );
}

function Edit({ first, onSaved, again }: { first: Setting; onSaved: () => void; again: () => void }) {
  const [s, setSeen] = useState(first);
  return (
    <Form id="setting" send={t.save} onSend={async (v) => {
      const value = s.type === 'flag' ? String(v.on('value')) : s.name === 'closed_weekdays' ? String(bits(v)) : s.type === 'number' ? v.digits('value') ?? '' : s.type === 'secret' ? v.exact('value') : v.text('value') ?? '';
      try {
        await ask(api.PUT('/api/v1/admin/settings/{name}', { params: { path: { name: s.name } }, body: { version: s.version, value } }));
      } catch (error) {
        if (!(error instanceof Problem && error.code === 'conflict')) throw error;
        const fresh = (await ask(api.GET('/api/v1/admin/settings'))).items.find((one) => one.name === s.name)!;
        setSeen(fresh);
        again();
        throw new Error(t.meanwhile(fresh.value ?? ''));
      }
      onSaved();
    }}>
      <p class="soft">{helpOf(first)}</p>
      <Input s={first} />
    </Form>
  );
}

// 2024-01-01 was a Monday.
const weekdays = Array.from({ length: 7 }, (_, i) => new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, 0, i + 1)));
const bits = (v: { on: (name: string) => boolean }) => weekdays.reduce((sum, _, i) => sum + (v.on(`day${i}`) ? 1 << i : 0), 0);

function Input({ s }: { s: Setting }) {
  const common = { name: 'value', label: nameOf(s), defaultValue: s.value ?? '' };
  if (s.type === 'flag') return <Check name="value" label={nameOf(s)} defaultChecked={s.value === 'true'} />;
  if (s.name === 'closed_weekdays') {
    return <fieldset class="choice"><legend>{t.days}</legend>{weekdays.map((d, i) => (
      <label key={d}><input type="checkbox" name={`day${i}`} defaultChecked={((Number(s.value) >> i) & 1) === 1} /> {d}</label>
    ))}</fieldset>;
  }
  if (s.type === 'choice') return <Field {...common} required>{(s.choices as string[]).map((c) => <option key={c} value={c} selected={c === s.value}>{choiceOf(c)}</option>)}</Field>;
  if (s.type === 'number') return <Field {...common} required hint={t.limits(s.min, s.max)} inputmode="numeric" dir="ltr" class="short" />;
  if (s.type === 'hour') return <Field {...common} required type="time" />;
  if (s.type === 'secret') return <Field {...common} quiet hint={t.secretHint} type="password" autocomplete="off" />;
  if (s.type === 'lines') return <Field {...common} quiet rows={14} />;
  return <Field {...common} required={s.min > 0} hint={t.long(s.max)} rows={s.max > 400 ? 4 : undefined} />;
}
