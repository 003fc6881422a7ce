// SPDX-License-Identifier: MIT
// A run on its delivery man's phone.  He has no account: the link is all, and it opens this one run.

import '../../style/run.css';
import { useRoute } from 'preact-iso';
import { useEffect, useState } from 'preact/hooks';
import { online } from '../../lib/api';
import { comma, day, hours, plural, texts } from '../../lib/language';
import { count, useEvery } from '../../lib/load';
import { Empty, guarded, say, Skeleton, useTitle } from '../../lib/ui';
import { takeToken } from '../../lib/use-secret';
import { openRun, over, refresh, send, sheet, standing, told, waiting } from './queue';
import { StopCard } from './stop';

const t = texts({
  title: 'Your run', none: 'Open your run by the link in your message.', all: 'Everything is sent.', again: 'Try now',
  waits: (n: number) => plural(n, { one: '# result is kept here and waits for a connection.', other: '# results are kept here and wait for a connection.' }),
  todo: 'To do', done: 'Done', empty: 'This run was taken away from you: it has no stops for you any more. If you have boxes of it with you, call the shop.',
  over: 'The link does not open this run any more', overText: 'It was renewed, or the run was given to somebody else. Use your newest message, or call the shop.',
  kept: 'What the shop did not get stays here. Show it to the dispatcher:', lost: 'Not accepted', order: 'Order', offline: 'No connection. Go on as always: everything is kept.',
  left: (n: number) => plural(n, { one: '# stop left', other: '# stops left' }), kinds: { delivered: 'delivered', failed: 'not delivered', cash: 'money taken' },
}, {
  title: 'جولتك', none: 'افتح جولتك من الرابط في رسالتك.', all: 'أُرسل كل شيء.', again: 'حاول الآن',
  waits: (n: number) => plural(n, { one: 'نتيجة واحدة محفوظة هنا في انتظار الاتصال.', two: 'نتيجتان محفوظتان هنا في انتظار الاتصال.', few: '# نتائج محفوظة هنا في انتظار الاتصال.', other: '# نتيجة محفوظة هنا في انتظار الاتصال.' }),
  todo: 'المتبقي', done: 'المنجز', empty: 'سُحبت منك هذه الجولة ولم تعد لك فيها محطات. إن كانت معك علب منها فاتصل بالمتجر.',
  over: 'لم يعد الرابط يفتح هذه الجولة', overText: 'جُدّد الرابط أو أُعطيت الجولة لغيرك. استخدم أحدث رسالة لديك أو اتصل بالمتجر.',
  kept: 'ما لم يصل إلى المتجر محفوظ هنا. اعرضه على منسق التوصيل:', lost: 'لم يُقبل', order: 'طلب', offline: 'لا يوجد اتصال. أكمل كالمعتاد: كل شيء محفوظ.',
  left: (n: number) => plural(n, { zero: 'لا محطات متبقية', one: 'محطة واحدة متبقية', two: 'محطتان متبقيتان', few: '# محطات متبقية', other: '# محطة متبقية' }), kinds: { delivered: 'سُلِّم', failed: 'لم يُسلَّم', cash: 'تم التحصيل' },
});

export default function RunPage() {
  const id = Number((useRoute().params as { id: string }).id);
  const [known, setKnown] = useState<boolean | undefined>();
  useTitle(t.title);

  useEffect(() => {
    const open = async () => {
      const found = await openRun(id, takeToken());
      setKnown(found);
      if (found) await send();
    };
    const start = () => { count(1); open().catch((error: Error) => say(error.message, { bad: true })).finally(() => count(-1)); };
    const back = () => { void send(); };
    start();
    addEventListener('online', back);
    addEventListener('hashchange', start);
    return () => {
      removeEventListener('online', back);
      removeEventListener('hashchange', start);
    };
  }, [id]);
  useEvery(20, () => { void send(); }, known === true);

  if (known === false) return <><h1 tabIndex={-1}>{t.title}</h1><Empty>{t.none}</Empty></>;
  if (over.value) return <Over />;
  if (!sheet.value) return <><h1 tabIndex={-1}>{t.title}</h1>{online.value ? <Skeleton lines={8} /> : <Empty action={<Again />}>{t.offline}</Empty>}</>;
  return <Sheet />;
}

const Again = () => <button type="button" onClick={guarded(send)}>{t.again}</button>;

function Sheet() {
  const run = sheet.value!;
  const open = run.stops.filter((stop) => standing(stop).status === 'open');
  const done = run.stops.filter((stop) => !open.includes(stop));
  return (
    <div class="run">
      <h1 tabIndex={-1}>{t.title}</h1>
      <p class="lead"><bdi>{run.delivery_man_name}</bdi>{comma}{day(run.delivery_date)}{comma}{hours(run.from_hour, run.to_hour)}</p>
      <Sending />
      {run.stops.length === 0 && <Empty>{t.empty}</Empty>}
      {open.length > 0 && <h2 class="part">{t.todo}: {t.left(open.length)}</h2>}
      <ol>{open.map((stop) => <StopCard key={stop.id} stop={stop} />)}</ol>
      <Lost />
      {done.length > 0 && <h2 class="part">{t.done}</h2>}
      <ol>{done.map((stop) => <StopCard key={stop.id} stop={stop} />)}</ol>
    </div>
  );
}

function Sending() {
  const n = waiting.value;
  return (
    <div class={`panel sending ${n > 0 || !online.value ? 'waits' : ''}`}>
      <p role="status">{!online.value && <>{t.offline} </>}{n > 0 ? t.waits(n) : told.value.length > 0 && t.all}</p>
      {(n > 0 || !online.value) && <Again />}
    </div>
  );
}

/** What was refused at stops that are not in the run any more. */
function Lost() {
  const here = new Set(sheet.value?.stops.map((stop) => stop.id));
  const lost = told.value.filter((one) => one.state === 'refused' && !here.has(one.event.stop_id));
  return lost.length > 0 && (
    <section role="alert">
      <h2 class="part">{t.lost}</h2>
      <ul>{lost.map((one) => <li class="panel failed" key={one.no}>{t.order} <b class="ltr">{one.number}</b> ({t.kinds[one.event.kind]}): {one.message}</li>)}</ul>
    </section>
  );
}

function Over() {
  const unsent = told.value.filter((one) => one.state === 'waiting');
  return (
    <>
      <h1 tabIndex={-1}>{t.over}</h1>
      <p class="lead">{t.overText}</p>
      {unsent.length > 0 && (
        <section>
          <p>{t.kept}</p>
          <ul>{unsent.map((one) => <li class="panel" key={one.no}>{t.order} <b class="ltr">{one.number}</b>: {t.kinds[one.event.kind]}</li>)}</ul>
        </section>
      )}
      <p><button type="button" onClick={guarded(refresh)}>{t.again}</button></p>
    </>
  );
}
