// SPDX-License-Identifier: MIT
// A run: its stops and what came of them; the man's link; and giving the rest to somebody else.

import '../../style/dispatch.css';
import { useRoute } from 'preact-iso';
import { useState } from 'preact/hooks';
import { api, ask } from '../../lib/api';
import { Field, Form } from '../../lib/form';
import { at, day, moment, money, texts } from '../../lib/language';
import { useEvery, useLoad } from '../../lib/load';
import { Dialog, guarded, say, Show, useTitle } from '../../lib/ui';
import type { Run } from '../dispatch/board';
import { DoorPhoto } from '../dispatch/photo';
import { methods, runStates, stopReasons, stopStates } from '../dispatch/words';
import { names } from '../kit/refs';
import { may } from '../session';

const t = texts({
  title: (id: string | number) => `Run ${id}`, confirm: 'Send out', out: 'The run is on its way; he has his link.', reassign: 'Give the rest to somebody else', to: 'Who takes over', choose: 'Please choose', give: 'Give it to him', given: 'What was left is in a run of his.', link: 'Send another link', linked: 'He gets another link; the one before ends.',
  his: (name: string) => `Link of ${name}`, until: (when: string) => `His link is good until ${when}.`, order: 'Order', customer: 'Customer', zone: 'Zone', state: 'State', when: 'When', take: 'Payment', proof: 'Shown by', code: 'The code', wrong: (n: number) => `wrong codes: ${n}`, up: (number: string) => `${number} earlier`, stops: 'Stops', packed: 'not packed yet', back: 'To the day',
}, {
  title: (id: string | number) => `الجولة ${id}`, confirm: 'إرسال', out: 'الجولة في الطريق، ووصله الرابط.', reassign: 'إعطاء الباقي لغيره', to: 'من يتولاها', choose: 'يرجى الاختيار', give: 'أعطها له', given: 'ما تبقى في جولة له.', link: 'إرسال رابط آخر', linked: 'يصله رابط آخر وينتهي السابق.',
  his: (name: string) => `رابط ${name}`, until: (when: string) => `رابطه صالح حتى ${when}.`, order: 'الطلب', customer: 'العميل', zone: 'المنطقة', state: 'الحالة', when: 'متى', take: 'الدفع', proof: 'الإثبات', code: 'الرمز', wrong: (n: number) => `رموز خاطئة: ${n}`, up: (number: string) => `${number} أبكر`, stops: 'المحطات', packed: 'لم يُعبّأ بعد', back: 'إلى اليوم',
});

export default function RunPage() {
  const { id } = useRoute().params as { id: string };
  const params = { path: { id: Number(id) } };
  const found = useLoad(`run/${id}`, (signal): Promise<Run> => ask(api.GET('/api/v1/admin/runs/{id}', { params, signal })));
  const [link, setLink] = useState<Run | null>(null);
  const [giving, setGiving] = useState(false);
  useTitle(t.title(id));
  useEvery(15, found.again);

  /** Does it, shows the link if there is a new one, and reads the run anew. */
  const act = (what: () => Promise<Run>, word: string) => guarded(async () => {
    const run = await what().finally(found.again);
    if (run.link) setLink(run);
    say(word);
  });
  return (
    <Show page of={found}>{(run) => {
      const version = { version: run.version };
      const open = run.stops.filter((s) => s.status === 'open');
      const earlier = (order: number) => guarded(async () => {
        const orders = open.map((s) => s.order_id), i = orders.indexOf(order);
        orders.splice(i - 1, 2, order, orders[i - 1]!);
        await ask(api.PUT('/api/v1/admin/runs/{id}/stops', { params, body: { ...version, orders } })).finally(found.again);
      });
      return (
        <>
          <h1 tabIndex={-1}>{t.title(run.id)}: <bdi>{run.delivery_man_name}</bdi></h1>
          <p class="lead">{runStates[run.status]} · {day(run.delivery_date)} · <bdi>{run.time_slot_name}</bdi></p>
          {run.status === 'confirmed' && run.token_expires_at && <p class="soft">{t.until(moment(run.token_expires_at))}</p>}
          {link?.link && <p class="panel" role="status"><b>{t.his(link.delivery_man_name)}:</b> <a class="ltr cut" href={link.link}>{link.link}</a></p>}
          <p class="actions">
            <a class="button" href={at(`/dispatch?date=${run.delivery_date}&slot=${run.time_slot_id}`)}>{t.back}</a>
            {may('run.write') && run.status === 'planned' && <button type="button" class="main" onClick={act(() => ask(api.POST('/api/v1/admin/runs/{id}/confirm', { params, body: version })), t.out)}>{t.confirm}</button>}
            {may('run.write') && run.status === 'confirmed' && open.length > 0 && <button type="button" onClick={() => setGiving(true)}>{t.reassign}</button>}
            {may('run.write') && run.status === 'confirmed' && <button type="button" onClick={act(() => ask(api.POST('/api/v1/admin/runs/{id}/link', { params })), t.linked)}>{t.link}</button>}
          </p>
          <div class="scroll" role="region" aria-label={t.stops} tabIndex={0}>
            <table>
              <thead><tr><th scope="col" class="num">#</th><th scope="col">{t.order}</th><th scope="col">{t.customer}</th><th scope="col">{t.zone}</th><th scope="col">{t.take}</th><th scope="col">{t.state}</th><th scope="col">{t.when}</th><th scope="col">{t.proof}</th></tr></thead>
              <tbody>{run.stops.map((s) => (
                <tr key={s.id} class={s.status === 'moved' ? 'soft' : ''}>
                  <td class="num">{s.position}</td>
                  <th scope="row"><a class="ltr" href={at(`/orders/${s.order_id}`)}>{s.number}</a></th>
                  <td><bdi>{s.customer_name}</bdi></td><td><bdi>{s.zone_name}</bdi></td>
                  <td>{money(s.total)} · {methods[s.payment_method] ?? s.payment_method}</td>
                  <td>{stopStates[s.status]}{s.reason && `: ${stopReasons[s.reason]}`}{s.note && <> (<bdi>{s.note}</bdi>)</>}{s.status === 'open' && !s.is_packed && <span class="bad"> · {t.packed}</span>}{s.wrong_codes > 0 && <span class="bad"> · {t.wrong(s.wrong_codes)}</span>}
                    {may('run.write') && run.status === 'planned' && s.status === 'open' && s !== open[0] && <button type="button" onClick={earlier(s.order_id)}><span aria-hidden="true">↑</span><span class="vh">{t.up(s.number)}</span></button>}</td>
                  <td>{s.result_at && moment(s.result_at)}</td>
                  <td>{s.photo_id ? <DoorPhoto id={s.photo_id} number={s.number} /> : s.status === 'delivered' && t.code}</td>
                </tr>
              ))}</tbody>
            </table>
          </div>
          <Dialog title={t.reassign} open={giving} onClose={() => setGiving(false)}>
            <Form id="reassign" send={t.give} onSend={async (v) => {
              const next = await ask(api.POST('/api/v1/admin/runs/{id}/reassign', { params, body: { ...version, delivery_man_id: v.number('man')! } })).finally(found.again);
              setGiving(false);
              setLink(next);
              say(t.given);
            }}>
              <Field name="man" label={t.to} required>
                <option value="">{t.choose}</option>
                {[...names('delivery-men')?.of ?? []].filter(([man]) => man !== run.delivery_man_id).map(([man, name]) => <option key={man} value={man}>{name}</option>)}
              </Field>
            </Form>
          </Dialog>
        </>
      );
    }}</Show>
  );
}
