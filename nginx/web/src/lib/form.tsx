// SPDX-License-Identifier: MIT
// Forms as the GOV.UK design system describes them: checked when sent, a summary on top that takes the
// focus, the same words at each field, what was entered is kept, and a fault goes as soon as it is
// mended.
//
//   <Form onSend={async (values) => { await ask(api.PATCH(..., { body: { name: values.text('name') } })); }}
//         send="Save">
//     <Field name="name" label="Your name" required autocomplete="name" maxlength={120} />
//   </Form>
//
// The server's `errors` go to the fields of the same name; onSend may name others in `fields`.

import { createContext, type ComponentChildren } from 'preact';
import { useContext, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Problem } from './api';
import { latinDigits, texts } from './language';
import { session } from './storage';

const t = texts({
  wrong: 'Please look at this again', needed: (label: string) => `${label}: please fill this in`,
  optional: '(optional)', error: 'Error', show: 'Show', hide: 'Hide', choose: (label: string) => `${label}: please choose`, pick: 'Choose from this device',
}, {
  wrong: 'يرجى مراجعة ما يلي', needed: (label: string) => `${label}: هذا الحقل مطلوب`,
  optional: '(اختياري)', error: 'خطأ', show: 'إظهار', hide: 'إخفاء', choose: (label: string) => `${label}: يرجى الاختيار`, pick: 'اختر من جهازك',
});

type Faults = Record<string, string>;
interface FormState { faults: Faults; busy: boolean; mended: (name: string) => void; name: string; id: string }
const Context = createContext<FormState>({ faults: {}, busy: false, mended: () => undefined, name: '', id: 'f' });

/** What a form holds. */
export class Values {
  constructor(private readonly data: FormData) {}
  /** As entered, without blanks around it; undefined when there is nothing. */
  text(name: string): string | undefined { return String(this.data.get(name) ?? '').trim() || undefined; }
  /** Exactly as entered: passwords. */
  exact(name: string): string { return String(this.data.get(name) ?? ''); }
  /** Codes and phones, in the digits that the API takes. */
  digits(name: string): string | undefined { return latinDigits(this.text(name) ?? '') || undefined; }
  number(name: string): number | undefined { const s = this.digits(name); return s ? Number(s) : undefined; }
  on(name: string): boolean { return this.data.has(name); }
  /** What is ticked of several whose names begin so. */
  ticked(prefix: string): string[] { return [...this.data.keys()].filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length)); }
}

/** A refusal by the page itself, before anything is sent: { field: message }. */
export class Refused extends Error {
  constructor(readonly faults: Faults) { super(t.wrong); }
}

interface FormProps {
  onSend: (values: Values) => Promise<void>;
  /** The button's words. */
  send: ComponentChildren;
  children: ComponentChildren;
  /** Keeps what is entered under this name until it was sent or the tab is closed.  No passwords. */
  keepAs?: string;
  /** API fields that are called otherwise here. */
  fields?: Record<string, string>;
  class?: string;
  /** What its fields' ids begin with, where a page has several forms with fields of one name. */
  id?: string;
  /** Beside the button. */
  aside?: ComponentChildren;
}

const controls = (form: HTMLFormElement) => [...form.elements].filter((e): e is HTMLInputElement =>
  'name' in e && e.name !== '' && !(e as HTMLInputElement).disabled);

const labelOf = (e: HTMLInputElement) => e.dataset.label
  ?? (e.type === 'radio' ? e.closest('fieldset')?.querySelector('legend')?.textContent : e.labels?.[0]?.textContent) ?? e.name;

/** What is required and empty. */
function gaps(form: HTMLFormElement): Faults {
  const faults: Faults = {};
  for (const e of controls(form)) {
    if (!e.required || faults[e.name]) continue;
    const given = e.type === 'radio' ? new FormData(form).has(e.name) : e.type === 'checkbox' ? e.checked : e.value.trim() !== '';
    if (!given) faults[e.name] = e.type === 'radio' || e.type === 'select-one' ? t.choose(labelOf(e)) : t.needed(labelOf(e));
  }
  return faults;
}

export function Form({ onSend, send, children, keepAs, fields = {}, aside, id = 'f', ...rest }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  const summary = useRef<HTMLDivElement>(null);
  const [faults, setFaults] = useState<Faults>({});
  const [general, setGeneral] = useState('');
  const [busy, setBusy] = useState(false);
  const alive = useRef(true);
  const failed = general !== '' || Object.keys(faults).length > 0;

  useEffect(() => {
    if (keepAs) restore(form.current!, keepAs);
    return () => { alive.current = false; };
  }, []);

  useLayoutEffect(() => {
    document.title = document.title.replace(/^[^:]*: /, (m) => (m === `${t.error}: ` ? '' : m));
    if (failed) document.title = `${t.error}: ${document.title}`;
  }, [failed]);

  function show(given: Faults, message = '') {
    setFaults(given);
    setGeneral(message);
    requestAnimationFrame(() => summary.current?.focus());
  }

  async function submit(event: Event) {
    event.preventDefault();
    if (busy) return;
    const missing = gaps(form.current!);
    if (Object.keys(missing).length > 0) return show(missing);
    setBusy(true);
    setFaults({});
    setGeneral('');
    try {
      await onSend(new Values(new FormData(form.current!)));
      if (keepAs) session.remove(keepAs);
    } catch (error) {
      if (!alive.current) return;
      if (error instanceof Refused) show(error.faults);
      else if (error instanceof Problem) show(...sorted(error, form.current!, fields));
      else show({}, (error as Error).message);
    } finally {
      if (alive.current) setBusy(false);
    }
  }

  const mended = (name: string) => {
    if (!(name in faults)) return;
    const { [name]: _, ...others } = faults;
    setFaults(others);
  };

  return (
    <form ref={form} noValidate onSubmit={submit} class={`form ${rest.class ?? ''}`}
          onInput={(e) => { mended((e.target as HTMLInputElement).name); if (keepAs) store(form.current!, keepAs); }}>
      {failed && (
        <div class="summary" role="alert" tabIndex={-1} ref={summary}>
          <p><strong>{general || t.wrong}</strong></p>
          {Object.keys(faults).length > 0 && (
            <ul>{Object.entries(faults).map(([name, message]) => (
              <li key={name}><a href={`#${id}-${name}`} onClick={(e) => { e.preventDefault(); focusField(form.current!, name); }}>{message}</a></li>
            ))}</ul>
          )}
        </div>
      )}
      <Context.Provider value={{ faults, busy, mended, name: keepAs ?? '', id }}>
        {children}
        <div class="actions">
          <button class="main" type="submit" aria-disabled={busy} data-busy={busy || undefined}>{send}</button>
          {aside}
        </div>
      </Context.Provider>
    </form>
  );
}

function focusField(form: HTMLFormElement, name: string) {
  controls(form).find((e) => e.name === name)?.focus();
}

/** The server's faults: those of fields that are here, and one sentence for the rest. */
function sorted(problem: Problem, form: HTMLFormElement, fields: Record<string, string>): [Faults, string] {
  const names = new Set(controls(form).map((e) => e.name));
  const faults: Faults = {}, rest: string[] = [];
  for (const { field, message } of problem.errors) {
    const name = fields[field] ?? field;
    if (names.has(name)) faults[name] ??= message; else rest.push(message);
  }
  return [faults, problem.errors.length === 0 ? problem.message : rest.join(' ')];
}

const keepable = (e: HTMLInputElement) => !['password', 'file', 'hidden', 'submit'].includes(e.type) && e.autocomplete !== 'one-time-code';

function store(form: HTMLFormElement, name: string) {
  const all = controls(form).filter(keepable)
    .filter((e) => (e.type === 'radio' || e.type === 'checkbox' ? e.checked : true)).map((e) => [e.name, e.value]);
  session.set(name, JSON.stringify(Object.fromEntries(all)));
}

function restore(form: HTMLFormElement, name: string) {
  const kept: Record<string, string> = JSON.parse(session.get(name) ?? '{}');
  for (const e of controls(form).filter(keepable)) {
    const value = kept[e.name];
    if (value === undefined) continue;
    if (e.type === 'radio' || e.type === 'checkbox') e.checked = e.value === value;
    else if (e.value === '') e.value = value;
  }
}

/** What inputs take, the same for all kinds; Preact's own types differ with each `type`. */
interface InputProps {
  type?: 'text' | 'tel' | 'email' | 'password' | 'search' | 'date' | 'time' | 'datetime-local' | 'number' | 'file';
  required?: boolean;
  disabled?: boolean;
  maxlength?: number;
  min?: string | number;
  max?: string | number;
  value?: string;
  defaultValue?: string;
  autocomplete?: string;
  autocapitalize?: string;
  inputmode?: 'numeric' | 'tel' | 'email' | 'decimal' | 'text' | 'search';
  dir?: 'ltr' | 'rtl' | 'auto';
  accept?: string;
  multiple?: boolean;
  onInput?: (event: Event & { currentTarget: HTMLInputElement }) => void;
  onChange?: (event: Event & { currentTarget: HTMLInputElement }) => void;
}

interface FieldProps extends InputProps {
  name: string;
  class?: string;
  label: ComponentChildren;
  hint?: ComponentChildren;
  /** Several lines. */
  rows?: number;
  /** A <select> of these options. */
  children?: ComponentChildren;
  /** Says nothing about being optional. */
  quiet?: boolean;
}

/** A label, its hint, its fault, and the input they belong to. */
export function Field({ name, label, hint, rows, children, quiet, class: classes, ...props }: FieldProps) {
  const { faults, id: form } = useContext(Context);
  const [shown, setShown] = useState(false);
  const fault = faults[name];
  const id = `${form}-${name}`;
  const described = [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(' ') || undefined;
  const common: object = {
    ...props, id, name, 'aria-invalid': fault ? true : undefined, 'aria-describedby': described,
    'data-label': typeof label === 'string' ? label : undefined,
  };
  const secret = props.type === 'password';
  return (
    <div class={`field ${fault ? 'wrong' : ''} ${classes ?? ''}`}>
      <label for={id}>{label} {!props.required && !quiet && <small>{t.optional}</small>}</label>
      {hint && <p class="hint" id={`${id}-hint`}>{hint}</p>}
      {fault && <p class="fault" id={`${id}-fault`}>{fault}</p>}
      {children ? <select {...common}>{children}</select>
        : rows ? <textarea rows={rows} dir="auto" {...common} />
        : secret ? (
          <div class="with-button">
            <input dir="ltr" {...common} {...{ type: shown ? 'text' : 'password' } as object} spellcheck={false} autocapitalize="off" />
            <button type="button" onClick={() => setShown(!shown)} aria-pressed={shown} aria-controls={id}>{shown ? t.hide : t.show}</button>
          </div>
        ) : props.type === 'file' ? <FilePick {...common as { id: string }} />
        : <input dir="auto" {...common} />}
    </div>
  );
}

/** A file's input over a button, since browsers write their own words, in their own language, into theirs. */
export const FilePick = (props: InputProps & { id: string; 'aria-describedby'?: string }) => (
  <span class="file-pick"><span class="button" aria-hidden="true">{t.pick}</span><input {...props as object} type="file" /></span>
);

/** A box to tick. */
export function Check({ name, label, ...props }: {
  name: string; label: ComponentChildren; required?: boolean; defaultChecked?: boolean; onChange?: InputProps['onChange'];
}) {
  const { faults, id: form } = useContext(Context);
  const id = `${form}-${name}`;
  return (
    <div class={`check ${faults[name] ? 'wrong' : ''}`}>
      {faults[name] && <p class="fault" id={`${id}-fault`}>{faults[name]}</p>}
      <label><input type="checkbox" id={id} name={name} aria-describedby={faults[name] ? `${id}-fault` : undefined} {...props} /> <span>{label}</span></label>
    </div>
  );
}

/** One of several, as large targets. */
export function Choice({ name, legend, options, value, required = true, onChange }: {
  name: string; legend: ComponentChildren; value?: string; required?: boolean; onChange?: (value: string) => void;
  options: { value: string; label: ComponentChildren; hint?: ComponentChildren; disabled?: boolean }[];
}) {
  const { faults, id: form } = useContext(Context);
  return (
    <fieldset class={`choice ${faults[name] ? 'wrong' : ''}`} aria-describedby={faults[name] ? `${form}-${name}-fault` : undefined}>
      <legend>{legend}</legend>
      {faults[name] && <p class="fault" id={`${form}-${name}-fault`}>{faults[name]}</p>}
      {options.map((o) => (
        <label key={o.value}>
          <input type="radio" name={name} value={o.value} required={required} disabled={o.disabled} defaultChecked={value === o.value}
                 onChange={() => onChange?.(o.value)} />
          <span>{o.label}{o.hint && <small>{o.hint}</small>}</span>
        </label>
      ))}
    </fieldset>
  );
}
