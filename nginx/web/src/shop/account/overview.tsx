// SPDX-License-Identifier: MIT
// The first page of an account: what is new, and the way to everything else.

import { useLocation } from 'preact-iso';
import { api, ask } from '../../lib/api';
import { at, dayShort, plural, texts } from '../../lib/language';
import { useLoad } from '../../lib/load';
import { guarded } from '../../lib/ui';
import { isOver, statusNames } from '../order';
import { logOut, type Me } from '../session';
import { EmailNotice } from './contacts';
import { Account, pageAt, pageName, pages } from './frame';

const t = texts({
  title: 'My account', hello: (name: string) => `Hello ${name}`, news: 'What is new', out: 'Log out', due: 'due',
  answers: (n: number) => plural(n, { one: 'We answered # question of yours.', other: 'We answered # questions of yours.' }),
  files: (n: number) => plural(n, { one: '# new file is ready to download.', other: '# new files are ready to download.' }),
  claims: (n: number) => plural(n, { one: '# earlier order may be yours.', other: '# earlier orders may be yours.' }),
  what: {
    orders: 'Follow, cancel, order again', downloads: 'Files that you bought', addresses: 'Where we deliver to', questions: 'Ask us, read our answers',
    profile: 'Name, picture, e-mail, phone, password', devices: 'Where you are logged in', activity: 'What happened in your account', privacy: 'Get a copy, or delete the account',
  },
}, {
  title: 'حسابي', hello: (name: string) => `أهلًا ${name}`, news: 'الجديد', out: 'تسجيل الخروج', due: 'موعده',
  answers: (n: number) => plural(n, { one: 'أجبنا عن سؤال لك.', two: 'أجبنا عن سؤالين لك.', few: 'أجبنا عن # أسئلة لك.', other: 'أجبنا عن # سؤالًا لك.' }),
  files: (n: number) => plural(n, { one: 'ملف جديد جاهز للتنزيل.', two: 'ملفان جديدان جاهزان للتنزيل.', few: '# ملفات جديدة جاهزة للتنزيل.', other: '# ملفًا جديدًا جاهزًا للتنزيل.' }),
  claims: (n: number) => plural(n, { one: 'طلب سابق قد يكون لك.', two: 'طلبان سابقان قد يكونان لك.', few: '# طلبات سابقة قد تكون لك.', other: '# طلبًا سابقًا قد يكون لك.' }),
  what: {
    orders: 'تابع أو ألغِ أو اطلب من جديد', downloads: 'الملفات التي اشتريتها', addresses: 'أماكن التوصيل', questions: 'اسألنا واقرأ إجاباتنا',
    profile: 'الاسم والصورة والبريد والهاتف وكلمة المرور', devices: 'الأجهزة المسجّل دخولها', activity: 'ما حدث في حسابك', privacy: 'نسخة من بياناتك أو حذف الحساب',
  },
});

export default () => <Account title={t.title}>{(me) => <Overview me={me} />}</Account>;

function Overview({ me }: { me: Me }) {
  const { route } = useLocation();
  return (
    <>
      {me.first_name && <p class="lead"><bdi>{t.hello(me.first_name)}</bdi></p>}
      <EmailNotice me={me} />
      <News />
      <ul class="doors">{pages.map((page) => (
        <li key={page}><a href={pageAt(page)}><b>{pageName(page)}</b><span class="soft">{t.what[page]}</span></a></li>
      ))}</ul>
      <p><button type="button" onClick={guarded(() => logOut(() => route(at('/'))))}>{t.out}</button></p>
    </>
  );
}

/** Orders under way, and what waits to be read. */
function News() {
  const orders = useLoad('me/orders', () => ask(api.GET('/api/v1/me/orders')));
  const answers = useLoad('me/answers', () => ask(api.GET('/api/v1/me/tickets', { params: { query: { status: 'awaiting_reply' } } })));
  const files = useLoad('me/downloads', () => ask(api.GET('/api/v1/me/downloads')));
  const claims = useLoad('me/claims', () => ask(api.GET('/api/v1/me/claims')));
  const open = orders.data?.items.filter((o) => !isOver(o.status)) ?? [];
  const unseen = files.data?.items.filter((d) => !d.customer_viewed_at && !d.is_over).length ?? 0;
  const waiting = Math.max(0, ...(claims.data?.items.map((c) => c.orders) ?? []));
  const answered = answers.data?.items.length ?? 0;
  if (open.length + unseen + waiting + answered === 0) return null;
  return (
    <section aria-labelledby="news">
      <h2 id="news">{t.news}</h2>
      <ul class="rows">
        {open.map((o) => (
          <li key={o.number}><div class="linked">
            <h3><a href={at(`/account/orders/${o.number}`)}><span class="ltr">{o.number}</span></a></h3>
            <span><span class="mark" data-is={o.status}>{statusNames[o.status]}</span> {o.delivery_date && <span class="soft">{dayShort(o.delivery_date)}</span>}</span>
          </div></li>
        ))}
        {answered > 0 && <Piece href={pageAt('questions')}>{t.answers(answered)}</Piece>}
        {unseen > 0 && <Piece href={pageAt('downloads')}>{t.files(unseen)}</Piece>}
        {waiting > 0 && <Piece href={pageAt('orders')}>{t.claims(waiting)}</Piece>}
      </ul>
    </section>
  );
}

const Piece = ({ href, children }: { href: string; children: string }) => <li><div class="linked"><h3><a href={href}>{children}</a></h3></div></li>;
