// SPDX-License-Identifier: MIT
// One field of a form as the API describes it, and back: what was entered, as the API takes it.
//
//   <ApiField name="zone_id" shape={shape} value={row.zone_id} of="zones" help={help('zone_id')} />
//   body.zone_id = entered(values, 'zone_id', shape)

import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Check, Field, type Values } from '../../lib/form';
import { texts } from '../../lib/language';
import { isHour, isMoney, type FieldShape } from './described';
import { names, search, type Ref, type Target } from './refs';
import { fromInput, toInput } from './time';
import { choice as choiceName, label as word } from './words';

const t = texts({ none: '–', choose: 'Please choose', find: (what: string) => `Find: ${what}` }, { none: '–', choose: 'يرجى الاختيار', find: (what: string) => `بحث: ${what}` });

interface ApiFieldProps {
  name: string;
  shape: FieldShape;
  value?: unknown;
  label?: string;
  help?: string;
  of?: Ref;
}

export function ApiField({ name, shape, value, label = word(name), help, of }: ApiFieldProps) {
  const required = Boolean(shape.required) && shape.minLength !== 0;
  if (shape.type === 'boolean') return <Check name={name} label={<>{label}{help && <small class="hint"> {help}</small>}</>} defaultChecked={value === true} />;
  if (shape.type === 'array' && of) return <Several name={name} label={label} help={help} of={of} value={(value as number[] | null) ?? []} />;
  if (of) return <Reference name={name} label={label} help={help} of={of} value={value as number | null} required={required} />;
  if (shape.choices) {
    return (
      <Field name={name} label={label} hint={help} required={required}>
        {(!required || value === undefined) && <option value="">{required ? t.choose : t.none}</option>}
        {shape.choices.map((c) => <option key={c} value={c} selected={c === value}>{choiceName(c)}</option>)}
      </Field>
    );
  }
  const text = value === null || value === undefined ? '' : String(value);
  const common = { name, label, hint: help, required, defaultValue: text };
  if (shape.format === 'date-time') return <Field {...common} type="datetime-local" defaultValue={toInput(text || null)} />;
  if (shape.format === 'date') return <Field {...common} type="date" />;
  if (isHour(shape)) return <Field {...common} type="time" />;
  if (shape.type === 'integer') return <Field {...common} inputmode="numeric" dir="ltr" class="short" />;
  if (isMoney(shape)) return <Field {...common} inputmode="decimal" dir="ltr" class="short" />;
  if ((shape.maxLength ?? 0) > 1000) return <Field {...common} rows={5} maxlength={shape.maxLength} />;
  const ltr = ['slug', 'code', 'phone', 'email', 'username', 'image_url', 'prefix'].includes(name);
  return <Field {...common} maxlength={shape.maxLength} dir={ltr ? 'ltr' : 'auto'} autocomplete="off" />;
}

function Reference({ name, label, help, of, value, required }: { name: string; label: string; help?: string; of: Ref; value: number | null | undefined; required: boolean }) {
  const known = names(of);
  const [found, setFound] = useState<[number, string][] | null>(null);
  const first = known ? [...known.of] : [];
  const options = found ?? first;
  const missing = value != null && !options.some(([id]) => id === value);
  return (
    <>
      {known && !known.isAll && <p class="field"><label>{t.find(label)}
        <input type="search" dir="auto" onChange={(e) => { void search(of, e.currentTarget.value).then(setFound, () => undefined); }} /></label></p>}
      <Field name={name} label={label} hint={help} required={required} key={String(known !== null)}>
        {(!required || value == null) && <option value="">{required ? t.choose : t.none}</option>}
        {missing && <option value={value} selected>{known?.of.get(value) ?? value}</option>}
        {options.map(([id, text]) => <option key={id} value={id} selected={id === value}>{text}</option>)}
      </Field>
    </>
  );
}

function Several({ name, label, help, of, value }: { name: string; label: string; help?: string; of: Ref; value: number[] }) {
  const known = names(of);
  // Those that are not among the first two hundred stay, too.
  const all = known && new Map([...value.map((id) => [id, String(id)] as const), ...known.of]);
  return (
    <fieldset class="choice several" key={String(known !== null)}>
      <legend>{label}</legend>
      {help && <p class="hint">{help}</p>}
      {all && [...all].map(([id, text]) => (
        <label key={id}><input type="checkbox" name={`${name}.${id}`} defaultChecked={value.includes(id)} /> <bdi>{text}</bdi></label>
      ))}
    </fieldset>
  );
}

/** A field whose kind another one of the form chooses. */
export function TargetField({ target, value, ...props }: ApiFieldProps & { target: Target }) {
  const here = useRef<HTMLDivElement>(null);
  const [kind, setKind] = useState<{ first: string; now: string } | null>(null);
  useLayoutEffect(() => {
    const chooser = here.current!.closest('form')!.elements.namedItem(target.by) as HTMLSelectElement;
    const read = () => setKind((k) => ({ first: k?.first ?? chooser.value, now: chooser.value }));
    read();
    chooser.addEventListener('change', read);
    return () => chooser.removeEventListener('change', read);
  }, []);
  const of = kind ? target.of[kind.now] : undefined;
  return <div ref={here}>{of !== undefined && <ApiField key={kind!.now} {...props} label={of ? choiceName(kind!.now) : undefined} value={kind!.now === kind!.first ? value : null} of={of ?? undefined} />}</div>;
}

/** What the form holds, as the API takes it; undefined for nothing. */
export function entered(values: Values, name: string, shape: FieldShape): unknown {
  if (shape.type === 'boolean') return values.on(name);
  if (shape.type === 'array') return values.ticked(`${name}.`).map(Number);
  if (shape.type === 'integer') return values.number(name);
  if (shape.format === 'date-time') { const text = values.text(name); return text && fromInput(text); }
  if (isMoney(shape)) return values.digits(name)?.replace('٫', '.');
  return values.text(name);
}
