// SPDX-License-Identifier: MIT
// A field of the API as people read it.

import { day, moment, money, texts } from '../../lib/language';
import { Name, type Ref } from './refs';
import { choice, isChoice } from './words';

const t = texts({ yes: 'Yes', no: 'No', none: '–' }, { yes: 'نعم', no: 'لا', none: '–' });

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const LTR = /(_url|^url|slug|code|phone|email|username|hour|ip_address|job|holder|action|entity)$/;

export function Value({ of: value, field, ref_ }: { of: unknown; field: string; ref_?: Ref }) {
  if (value === null || value === undefined || value === '') return <span class="soft">{t.none}</span>;
  if (typeof value === 'boolean') return <span class={value ? 'yes' : 'no'}>{value ? t.yes : t.no}</span>;
  if (ref_ && typeof value === 'number') return <Name of={ref_} id={value} />;
  if (ref_ && Array.isArray(value)) return <>{value.map((id, i) => <span key={id}>{i > 0 && ' · '}<Name of={ref_} id={id} /></span>)}</>;
  if (typeof value === 'number') return <>{value}</>;
  if (typeof value !== 'string') return <code class="ltr">{JSON.stringify(value)}</code>;
  if (MOMENT.test(value)) return <time dateTime={value}>{moment(value)}</time>;
  if (DAY.test(value)) return <time dateTime={value}>{day(value)}</time>;
  if (/^-?\d+\.\d\d$/.test(value)) return <>{money(value)}</>;
  if (isChoice(value)) return <>{choice(value)}</>;
  return LTR.test(field) ? <bdi class="ltr">{value}</bdi> : <bdi>{value}</bdi>;
}
