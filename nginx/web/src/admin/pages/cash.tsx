// SPDX-License-Identifier: MIT
// Cash at the doors: what each man has to account for, what he hands over, what somebody else counts,
// and who sees to a difference.

import '../../style/dispatch.css';
import { useLocation } from 'preact-iso';
import { useState } from 'preact/hooks';
import { api, ask, serverNow, type Shape } from '../../lib/api';
import { Field, Form } from '../../lib/form';
import { at, moment, money, texts } from '../../lib/language';
import { useLoad } from '../../lib/load';
import { Dialog, Empty, say, Show, useTitle } from '../../lib/ui';
import { names } from '../kit/refs';
import { today } from '../kit/time';
import { may } from '../session';

const t = texts({
  title: 'Cash of the delivery men', who: 'Delivery man', all: 'All who have some', none: 'Nobody has cash of the shop.', expected: 'To account for', differing: 'In open differences', hand: 'With him', over: 'Takes his cash', declared: 'What he says it is', take: 'Take it', taken: 'Taken. Somebody else counts it.',
  waits: (sum: string, by: string) => `${sum}, taken by ${by}, waits to be counted by somebody else.`, count: 'Count it', counted: 'What you counted', note: 'What was said about it', done: 'Counted.', ledger: 'Ledger', kind: 'What', amount: 'Amount', order: 'Order', when: 'When',
  kinds: { collected: 'Taken at the door', handed_over: 'Handed over', settled: 'Difference settled' } as Record<string, string>, differences: 'Open differences', noDifference: 'There is no open difference.', found: 'Found', owner: 'Owner', nobody: 'Nobody', own: 'I see to it', settle: 'Settle', what: 'What is done about it', save: 'Save', saved: 'Saved.', missing: 'Missing', back: 'Dispatch',
}, {
  title: 'نقدية المندوبين', who: 'المندوب', all: 'كل من لديه نقدية', none: 'لا أحد لديه نقدية للمتجر.', expected: 'المطلوب منه', differing: 'في فروق مفتوحة', hand: 'معه', over: 'استلام نقديته', declared: 'ما يقول إنه معه', take: 'استلام', taken: 'استُلمت. يعدّها شخص آخر.',
  waits: (sum: string, by: string) => `${sum}، استلمها ${by}، تنتظر أن يعدّها شخص آخر.`, count: 'عدّها', counted: 'ما عددته', note: 'ما قيل عنها', done: 'عُدّت.', ledger: 'الحساب', kind: 'ماذا', amount: 'المبلغ', order: 'الطلب', when: 'متى',
  kinds: { collected: 'حُصّلت عند الباب', handed_over: 'سُلّمت', settled: 'سُوّي فرق' } as Record<string, string>, differences: 'الفروق المفتوحة', noDifference: 'لا توجد فروق مفتوحة.', found: 'اكتُشف', owner: 'المسؤول', nobody: 'لا أحد', own: 'أنا أتولاه', settle: 'تسوية', what: 'ما يُتخذ بشأنه', save: 'حفظ', saved: 'حُفظ.', missing: 'الناقص', back: 'التوزيع',
});

type Account = Shape<'cash_account_view'>;
type Difference = Shape<'cash_difference_view'>;
const sum = (text: string | undefined) => text?.replace('٫', '.');

export default function Cash() {
  const { query, path, route } = useLocation();
  const man = Number(query.man) || undefined;
  useTitle(t.title);
  const now = useLoad('cash', (signal) => ask(api.GET('/api/v1/admin/dispatch/days/{date}', { params: { path: { date: today(serverNow()) } }, signal })));
  const differences = useLoad(`differences/${man}`, (signal) => ask(api.GET('/api/v1/admin/cash/differences', { params: { query: { status: 'open', delivery_man_id: man, limit: 50 } }, signal })));
  const [round, setRound] = useState(0);
  const again = () => { now.again(); differences.again(); setRound(round + 1); };
  return (
    <>
      <h1 tabIndex={-1}>{t.title}</h1>
      <form class="filters" role="search" aria-label={t.who} onSubmit={(e) => e.preventDefault()}>
        <p><label for="man">{t.who}</label>
          <select id="man" value={man ?? ''} onChange={(e) => route(e.currentTarget.value ? `${path}?man=${e.currentTarget.value}` : path)}>
            <option value="">{t.all}</option>
            {[...names('delivery-men')?.of ?? []].map(([id, name]) => <option key={id} value={id} selected={id === man}>{name}</option>)}
          </select></p>
        <a class="button" href={at('/dispatch')}>{t.back}</a>
      </form>
      <Show of={now}>{({ cash }) => {
        const shown = man ? [man] : cash.map((one) => one.delivery_man_id);
        return shown.length === 0 ? <Empty>{t.none}</Empty> : <>{shown.map((id) => <Man key={id} id={id} round={round} again={again} />)}</>;
      }}</Show>
      <section>
        <h2>{t.differences}</h2>
        <Show of={differences}>{({ items }) => (items.length === 0 ? <p class="panel">{t.noDifference}</p> : (
          <div class="scroll" role="region" aria-label={t.differences} tabIndex={0}>
            <table>
              <thead><tr><th scope="col">{t.who}</th><th scope="col" class="num">{t.missing}</th><th scope="col">{t.found}</th><th scope="col">{t.owner}</th></tr></thead>
              <tbody>{items.map((one) => <DifferenceRow key={`${one.id}/${one.version}`} one={one} again={again} />)}</tbody>
            </table>
          </div>
        ))}</Show>
      </section>
    </>
  );
}

function Man({ id, round, again }: { id: number; round: number; again: () => void }) {
  const path = { id };
  const found = useLoad(`account/${id}/${round}`, (signal): Promise<Account> => ask(api.GET('/api/v1/admin/delivery-men/{id}/cash', { params: { path, query: { limit: 20 } }, signal })));
  return (
    <Show of={found}>{(account) => (
      <section class="panel" id={`cash-${id}`}>
        <h2><bdi>{account.delivery_man_name}</bdi></h2>
        <dl class="facts">
          <div><dt>{t.expected}</dt><dd class="expected">{money(account.expected_amount)}</dd></div>
          <div><dt>{t.differing}</dt><dd>{money(account.differing_amount)}</dd></div>
          <div><dt>{t.hand}</dt><dd><b>{money(account.on_hand_amount)}</b></dd></div>
        </dl>
        {account.handover && <p role="status">{t.waits(money(account.handover.declared_amount), names('admin-users')?.of.get(account.handover.declared_by) ?? `#${account.handover.declared_by}`)}</p>}
        {may('cash.write') && <div class="tiles wide">
          <Form id={`over-${id}`} send={t.take} onSend={async (v) => {
            await ask(api.POST('/api/v1/admin/delivery-men/{id}/cash/handovers', { params: { path }, body: { version: account.version, declared: sum(v.digits('declared'))! } })).finally(again);
            say(t.taken);
          }}>
            <Field name="declared" label={t.declared} required inputmode="decimal" dir="ltr" class="short" />
          </Form>
          {account.handover && <Form id={`count-${id}`} send={t.count} onSend={async (v) => {
            const { id: handover, version } = account.handover!;
            await ask(api.POST('/api/v1/admin/cash/handovers/{id}/count', { params: { path: { id: handover } }, body: { version, counted: sum(v.digits('counted'))!, note: v.text('note') } }));
            again();
            say(t.done);
          }}>
            <Field name="counted" label={t.counted} required inputmode="decimal" dir="ltr" class="short" />
            <Field name="note" label={t.note} maxlength={500} />
          </Form>}
        </div>}
        {account.items.length > 0 && (
          <details class="fold">
            <summary>{t.ledger}</summary>
            <div class="scroll" role="region" aria-label={t.ledger} tabIndex={0}>
              <table>
                <thead><tr><th scope="col">{t.when}</th><th scope="col">{t.kind}</th><th scope="col">{t.order}</th><th scope="col" class="num">{t.amount}</th></tr></thead>
                <tbody>{account.items.map((entry) => (
                  <tr key={entry.id}><td>{moment(entry.created_at)}</td><td>{t.kinds[entry.kind]}</td><td>{entry.order_id && <a class="ltr" href={at(`/orders/${entry.order_id}`)}>{entry.number}</a>}</td><td class="num">{money(entry.amount)}</td></tr>
                ))}</tbody>
              </table>
            </div>
          </details>
        )}
      </section>
    )}</Show>
  );
}

function DifferenceRow({ one, again }: { one: Difference; again: () => void }) {
  const [doing, setDoing] = useState<'own' | 'settle' | null>(null);
  return (
    <tr>
      <th scope="row"><bdi>{one.delivery_man_name}</bdi></th><td class="num">{money(one.amount)}</td><td>{moment(one.created_at)}</td>
      <td>{one.owner_name ? <bdi>{one.owner_name}</bdi> : <span class="bad">{t.nobody}</span>} {one.note && <bdi class="soft">{one.note}</bdi>}
        {may('cash.write') && <> <button type="button" onClick={() => setDoing('own')}>{t.own}</button>{one.owner_id && <button type="button" onClick={() => setDoing('settle')}>{t.settle}</button>}</>}
        <Dialog title={doing === 'own' ? t.own : t.settle} open={doing !== null} onClose={() => setDoing(null)}>
          <Form id={`difference-${one.id}`} send={t.save} onSend={async (v) => {
            const request = { params: { path: { id: one.id } }, body: { version: one.version, note: v.text('note')! } };
            await ask(doing === 'own' ? api.POST('/api/v1/admin/cash/differences/{id}/own', request) : api.POST('/api/v1/admin/cash/differences/{id}/settle', request));
            setDoing(null);
            say(t.saved);
            again();
          }}>
            <Field name="note" label={t.what} required rows={2} maxlength={500} />
          </Form>
        </Dialog>
      </td>
    </tr>
  );
}
