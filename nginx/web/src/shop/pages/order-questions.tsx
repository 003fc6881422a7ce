// SPDX-License-Identifier: MIT
// Questions about an order, for who has its link: the list, or one of them.

import { useRoute } from 'preact-iso';
import { useMemo, useState } from 'preact/hooks';
import { at, texts } from '../../lib/language';
import { Empty, useTitle } from '../../lib/ui';
import { ofOrder, Questions, Thread } from '../questions';
import { keepOrderToken, orderToken, takeToken } from '../secret';

const t = texts({
  title: (n: string) => `Questions about order ${n}`, up: (n: string) => `Order ${n}`, all: 'All questions about this order',
  none: 'To ask about this order, use the link from our message, or find the order by its number and your phone.', find: 'Find my order',
}, {
  title: (n: string) => `أسئلة عن الطلب ${n}`, up: (n: string) => `الطلب ${n}`, all: 'كل الأسئلة عن هذا الطلب',
  none: 'للسؤال عن هذا الطلب استخدم الرابط في رسالتنا، أو ابحث عن الطلب برقمه ورقم هاتفك.', find: 'ابحث عن طلبي',
});

export default function OrderQuestions() {
  const { number, id } = useRoute().params as { number: string; id?: string };
  const [subject, setSubject] = useState('');
  const desk = useMemo(() => {
    const given = takeToken();
    if (given) keepOrderToken(number, given);
    const token = given ?? orderToken(number);
    return token === null ? null : ofOrder(number, token);
  }, [number]);
  const name = `\u2066${number}\u2069`;
  const title = (id && subject) || t.title(name);
  useTitle(title);
  return (
    <div class="account">
      <div class="account-page">
        <p class="up deep"><a href={id ? at(`/orders/${number}/questions`) : at(`/orders/${number}`)}>{id ? t.all : t.up(name)}</a></p>
        <h1 tabIndex={-1}><bdi>{title}</bdi></h1>
        {!desk ? <Empty action={<a class="button main" href={at('/track')}>{t.find}</a>}>{t.none}</Empty>
          : id ? <Thread desk={desk} id={Number(id)} onSubject={setSubject} /> : <Questions desk={desk} />}
      </div>
    </div>
  );
}
