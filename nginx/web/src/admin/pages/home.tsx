// SPDX-License-Identifier: MIT
import { at, texts } from '../../lib/language';
import { useTitle } from '../../lib/ui';
import { menu } from '../menu';
import { sections, type Section } from '../places';
import { me } from '../session';

const t = texts({
  title: (name: string) => `Hello, ${name}`, lead: 'What your role opens:',
}, {
  title: (name: string) => `أهلًا، ${name}`, lead: 'ما يتيحه دورك:',
});

export default function Home() {
  const title = t.title(me.value!.username);
  useTitle(title);
  const shown = menu().filter((p) => p.path !== '/');
  const of = Object.keys(sections).filter((s): s is Section => shown.some((p) => p.section === s));
  return (
    <>
      <h1 tabIndex={-1}>{title}</h1>
      <p class="lead">{t.lead}</p>
      <div class="tiles">{of.map((section) => (
        <section class="panel" key={section}>
          <h2>{sections[section]}</h2>
          <ul>{shown.filter((p) => p.section === section).map((p) => <li key={p.path}><a href={at(p.path)}>{p.name}</a></li>)}</ul>
        </section>
      ))}</div>
    </>
  );
}
