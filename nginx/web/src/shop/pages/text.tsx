// SPDX-License-Identifier: MIT
// Help, terms and privacy, as the shop wrote them in its settings.

import { useLocation } from 'preact-iso';
import { useLoad } from '../../lib/load';
import { texts } from '../../lib/language';
import { Show, Skeleton, useTitle } from '../../lib/ui';
import { api, ask } from '../../lib/api';
import { settings } from '../place';

const t = texts({
  titles: { help: 'Help', terms: 'Terms', privacy: 'Privacy' }, call: 'Call us',
}, {
  titles: { help: 'المساعدة', terms: 'الشروط', privacy: 'الخصوصية' }, call: 'اتصل بنا',
});

type Name = keyof typeof t.titles;

export default function TextPage() {
  const name = useLocation().path.split('/').at(-1) as Name;
  const page = useLoad(`text/${name}`, () => ask(api.GET('/api/v1/pages/{name}', { params: { path: { name } } })));
  const phone = settings.value?.support_phone;
  useTitle(t.titles[name]);
  return (
    <article class="prose">
      <h1 tabIndex={-1}>{t.titles[name]}</h1>
      <Show of={page} skeleton={<Skeleton lines={12} />}>{({ text }) => <div dir="auto">{text.split(/\n{2,}/).map((p, i) => <p key={i}>{p}</p>)}</div>}</Show>
      {name === 'help' && phone && <p><a class="button main" href={`tel:${phone}`}>{t.call} <span class="ltr">{phone}</span></a></p>}
    </article>
  );
}
