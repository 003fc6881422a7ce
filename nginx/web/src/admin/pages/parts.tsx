// SPDX-License-Identifier: MIT
// What belongs to a record and is set as a whole: a zone's hours, what a bundle holds, a flavor's
// pictures; and what stands beside it: the shop's card, the waiting list, an account's links and sessions.

import type { ComponentChildren } from 'preact';
import { api, ask, Problem, type Shape } from '../../lib/api';
import { Field, Form } from '../../lib/form';
import { at, language, moment, money, plural, texts } from '../../lib/language';
import { useLoad, type Loaded } from '../../lib/load';
import { guarded, Picture, say, Show } from '../../lib/ui';
import { deviceName } from '../../shop/account/device';
import { PackCards, ProductCards } from '../../shop/cards';
import type { Pack, Product } from '../../shop/catalog';
import { Listed } from '../../lib/listed';
import { ApiField, entered } from '../kit/field';
import { PictureSender, Sender } from '../kit/picture';
import { names } from '../kit/refs';
import { choice, label } from '../kit/words';
import { may } from '../session';

const t = texts({
  hours: 'Hours it is served in', save: 'Save', saved: 'Saved.', waiting: 'Waiting for it', waitingN: (n: number) => plural(n, { one: '# person waits', other: '# people wait' }), nobody: 'Nobody waits.',
  told: 'told', parts: 'What it holds, or lets one choose', flavor: 'Flavor', quantity: 'How many', adjust: 'Added to the price', remove: (what: string) => `Take out ${what}`, add: 'Add', none: 'None yet.', pictures: 'All its pictures',
  first: 'Shown first', makeFirst: 'Show first', takeOut: 'Take out', up: 'Earlier', preview: 'In the shop', link: 'Send a link for a new password', sent: 'The link is on its way.', reset: 'Remove the second step', resetDone: 'It is removed; the next login sets it up anew.',
  sessions: 'Where this account is logged in', endAll: 'End all sessions', ended: 'They are ended.', meanwhile: 'Somebody else changed this meanwhile; here is how it is now. Please change it again.', access: 'Access', no: 'Nowhere.',
  already: 'Orders already placed for it', noOrders: 'There are none.', board: 'All in the list', tryOut: 'What would it have done?', tryLead: 'Before it is switched on, see what it would have cost on the orders of last week.', tryNow: 'Try it on the orders',
  file: 'What one downloads', noFile: 'Nothing yet.', fileLead: 'Who has paid already keeps the file of then.', sendFile: 'Send a file', end: 'End',
  sale: 'Sale', salePrice: 'Price while it is on sale', saleHint: 'Left empty: there is no sale.', original: 'Shown beside it', originalHint: 'Left empty: the base price.',
}, {
  hours: 'المواعيد المتاحة لها', save: 'حفظ', saved: 'تم الحفظ.', waiting: 'في انتظارها',
  waitingN: (n: number) => plural(n, { one: 'شخص واحد ينتظر', two: 'شخصان ينتظران', few: '# أشخاص ينتظرون', other: '# شخصًا ينتظرون' }), nobody: 'لا أحد ينتظر.',
  told: 'أُبلغ', parts: 'ما تحتويه أو ما يُختار منها', flavor: 'النكهة', quantity: 'العدد', adjust: 'يُضاف إلى السعر', remove: (what: string) => `إخراج ${what}`, add: 'إضافة', none: 'لا شيء بعد.', pictures: 'كل صورها',
  first: 'تُعرض أولًا', makeFirst: 'اعرضها أولًا', takeOut: 'إخراج', up: 'تقديم', preview: 'في المتجر', link: 'إرسال رابط لكلمة مرور جديدة', sent: 'الرابط في الطريق.', reset: 'إزالة الخطوة الثانية', resetDone: 'أُزيلت، وتُعدّ من جديد عند الدخول التالي.',
  sessions: 'أين سُجّل دخول هذا الحساب', endAll: 'إنهاء كل الجلسات', ended: 'أُنهيت.', meanwhile: 'غيّر شخص آخر هذا في هذه الأثناء، وهذا ما هو عليه الآن. غيّره مرة أخرى.', access: 'الدخول', no: 'لا مكان.',
  already: 'طلبات قائمة في هذا اليوم', noOrders: 'لا توجد طلبات.', board: 'كلها في القائمة', tryOut: 'ماذا كان سيفعل؟', tryLead: 'قبل تفعيله، انظر كم كان سيكلّف في طلبات الأسبوع الماضي.', tryNow: 'جرّب على الطلبات',
  file: 'ما يُنزَّل', noFile: 'لا شيء بعد.', fileLead: 'من دفع من قبل يحتفظ بالملف القديم.', sendFile: 'أرسل ملفًا', end: 'إنهاء',
  sale: 'العرض', salePrice: 'السعر أثناء العرض', saleHint: 'إذا تُرك فارغًا فلا عرض.', original: 'السعر المعروض بجانبه', originalHint: 'إذا تُرك فارغًا: السعر الأساسي.',
});

/** Sends what was set; when somebody was faster, shows what he made of it. */
const setting = (again: Loaded<unknown>['again'], send: () => Promise<unknown>) => async () => {
  try { await send(); } catch (error) {
    if (!(error instanceof Problem && error.code === 'conflict')) throw error;
    again();
    throw new Error(t.meanwhile);
  }
  again();
  say(t.saved);
};

// 2024-01-01 was a Monday.
const weekdays = Array.from({ length: 7 }, (_, i) => new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' }).format(Date.UTC(2024, 0, i + 1)));

export function ZoneHours({ id }: { id: number }) {
  const found = useLoad(`zone-slots/${id}`, (signal) => ask(api.GET('/api/v1/admin/zones/{id}/time-slots', { params: { path: { id } }, signal })));
  const known = names('time-slots');
  return (
    <section>
      <h2>{t.hours}</h2>
      <Show of={found}>{(now) => (!known ? null : !may('place.write') ? (
        <ul class="rows">{now.items.map((s) => <li key={s.time_slot_id}><bdi>{known.of.get(s.time_slot_id)}</bdi> <span class="soft">{weekdays.filter((_, d) => (s.weekdays >> d) & 1).join(' · ')}</span></li>)}</ul>
      ) : (
        <Form key={now.version} id="slots" class="wide" send={t.save} onSend={async (v) => {
          const slots = [...known.of.keys()].map((slot) => ({ time_slot_id: slot, weekdays: weekdays.reduce((sum, _, d) => sum + (v.on(`${slot}.${d}`) ? 1 << d : 0), 0) })).filter((s) => s.weekdays > 0);
          await setting(found.again, () => ask(api.PUT('/api/v1/admin/zones/{id}/time-slots', { params: { path: { id } }, body: { version: now.version, slots } })))();
        }}>
          {[...known.of].map(([slot, name]) => {
            const bits = now.items.find((s) => s.time_slot_id === slot)?.weekdays ?? 0;
            return (
              <fieldset key={slot} class="days"><legend>{name}</legend>{weekdays.map((d, i) => (
                <label key={d} class="tick"><input type="checkbox" name={`${slot}.${i}`} defaultChecked={((bits >> i) & 1) === 1} /> {d}</label>
              ))}</fieldset>
            );
          })}
        </Form>
      ))}</Show>
    </section>
  );
}

export function WaitingList({ id }: { id: number }) {
  if (!may('customer.contact')) return null;
  return (
    <section>
      <h2>{t.waiting}</h2>
      <Listed name={`waiting/${id}`} load={(cursor, signal) => ask(api.GET('/api/v1/admin/zones/{id}/waitlist', { params: { path: { id }, query: { cursor } }, signal }))} empty={<p class="soft">{t.nobody}</p>}>
        {(people) => (
          <>
            <p>{t.waitingN(people.filter((p) => !p.notified_at).length)}</p>
            <ul class="rows">{people.map((p) => <li key={p.id}><bdi class="ltr">{p.email ?? p.phone}</bdi> <span class="soft">{moment(p.created_at)}{p.notified_at && ` · ${t.told} ${moment(p.notified_at)}`}</span></li>)}</ul>
          </>
        )}
      </Listed>
    </section>
  );
}

type Part = Shape<'instance_part_view'>;

/** Of a bundle what is inside; of a pack what may be chosen, and what each adds. */
export function Contents({ id }: { id: number }) {
  const found = useLoad(`parts/${id}`, (signal) => ask(api.GET('/api/v1/admin/product-instances/{id}/flavors', { params: { path: { id } }, signal })));
  const mayWrite = may('catalog.write');
  return (
    <section>
      <h2>{t.parts}</h2>
      <Show of={found}>{(now) => {
        const put = (parts: Pick<Part, 'flavor_id' | 'size_id' | 'quantity' | 'price_adjustment'>[]) => setting(found.again, () => ask(api.PUT('/api/v1/admin/product-instances/{id}/flavors', {
          params: { path: { id } },
          body: { version: now.version, flavors: parts.map(({ flavor_id, size_id, quantity, price_adjustment }) => ({ flavor_id, size_id, quantity, price_adjustment })) },
        })));
        return (
          <>
            {now.items.length === 0 ? <p class="soft">{t.none}</p> : (
              <div class="scroll" role="region" aria-label={t.parts} tabIndex={0}>
                <table>
                  <thead><tr><th scope="col">{t.flavor}</th><th scope="col" class="num">{t.quantity}</th><th scope="col" class="num">{t.adjust}</th>{mayWrite && <td />}</tr></thead>
                  <tbody>{now.items.map((p) => (
                    <tr key={`${p.flavor_id}/${p.size_id}`}>
                      <th scope="row"><bdi>{p.flavor_name}</bdi> {p.size_name && <small><bdi>{p.size_name}</bdi></small>}</th>
                      <td class="num">{p.quantity}</td><td class="num">{money(p.price_adjustment)}</td>
                      {mayWrite && <td><button type="button" aria-label={t.remove(p.flavor_name)} onClick={guarded(put(now.items.filter((o) => o !== p)))}>{t.takeOut}</button></td>}
                    </tr>
                  ))}</tbody>
                </table>
              </div>
            )}
            {mayWrite && <Form id="part" key={now.version} send={t.add} onSend={(v) => put([...now.items, {
              flavor_id: v.number('flavor_id')!, size_id: null, quantity: v.number('quantity') ?? 1, price_adjustment: v.digits('price_adjustment') ?? '0.00',
            }])()}>
              <Field name="flavor_id" label={t.flavor} required>
                <option value="">–</option>
                {[...names('flavors')?.of ?? []].filter(([f]) => !now.items.some((p) => p.flavor_id === f)).map(([f, name]) => <option key={f} value={f}>{name}</option>)}
              </Field>
              <Field name="quantity" label={t.quantity} required inputmode="numeric" class="short" dir="ltr" defaultValue="1" />
              <Field name="price_adjustment" label={t.adjust} required inputmode="decimal" class="short" dir="ltr" defaultValue="0.00" />
            </Form>}
          </>
        );
      }}</Show>
    </section>
  );
}

export function FlavorPictures({ id }: { id: number }) {
  const found = useLoad(`images/${id}`, (signal) => ask(api.GET('/api/v1/admin/flavors/{id}/images', { params: { path: { id } }, signal })));
  return (
    <section>
      <h2>{t.pictures}</h2>
      <Show of={found}>{(now) => {
        const put = (images: Shape<'flavor_image_view'>[]) =>
          guarded(setting(found.again, () => ask(api.PUT('/api/v1/admin/flavors/{id}/images', { params: { path: { id } }, body: { version: now.version, images } }))));
        return (
          <>
            {now.items.length === 0 && <p class="soft">{t.none}</p>}
            <ul class="gallery">{now.items.map((image, i) => (
              <li key={image.url}>
                <Picture url={image.url} sizes="10rem" />
                {image.is_primary && <span class="tag">{t.first}</span>}
                {may('catalog.write') && <span class="row-actions">
                  {!image.is_primary && <button type="button" aria-label={`${t.makeFirst}: ${i + 1}`} onClick={put(now.items.map((o) => ({ ...o, is_primary: o === image })))}>{t.makeFirst}</button>}
                  {i > 0 && <button type="button" aria-label={`${t.up}: ${i + 1}`} onClick={put(now.items.toSpliced(i - 1, 2, image, now.items[i - 1]!))}>{t.up}</button>}
                  <button type="button" class="danger" aria-label={`${t.takeOut}: ${i + 1}`} onClick={put(now.items.filter((o) => o !== image))}>{t.takeOut}</button>
                </span>}
              </li>
            ))}</ul>
            {may('catalog.write') && <PictureSender id="more-pictures" onSent={(url) => void put([...now.items, { url, is_primary: now.items.length === 0 }])()} />}
          </>
        );
      }}</Show>
    </section>
  );
}

/** The shop's card of it, with what is typed; the price is its base price, which sales and tiers are not in. */
export function CardPreview({ typed, isPack }: { typed: Record<string, unknown>; isPack?: boolean }) {
  const text = (name: string) => String(typed[name] ?? '').trim();
  const price = /^\d+([.]\d\d)?$/.test(text('base_price')) ? text('base_price') : '0.00';
  const thing = {
    id: 0, slug: 'preview', name: text('name') || '…', description: null, image_url: text('image_url') || null, count: Number(text('count')) || 0,
    instances: [{ id: 0, size_id: null, size: null, price, on_sale: false, original_price: null, sale_ends_at: null, flavors: [] }],
  };
  return (
    <>
      <h2>{t.preview}</h2>
      <div inert class="preview">{isPack ? <PackCards packs={[thing as unknown as Pack]} /> : <ProductCards products={[thing as unknown as Product]} />}</div>
    </>
  );
}

export function Access({ id, again }: { id: number; again: () => void }) {
  const found = useLoad(`staff-sessions/${id}`, (signal) => ask(api.GET('/api/v1/admin/admin-users/{id}/sessions', { params: { path: { id } }, signal })));
  const path = { path: { id } };
  return (
    <>
      {may('admin_user.write') && <section>
        <h2>{t.access}</h2>
        <p class="actions">
          <button type="button" onClick={guarded(async () => { await ask(api.POST('/api/v1/admin/admin-users/{id}/password-link', { params: path })); say(t.sent); })}>{t.link}</button>
          <button type="button" class="danger" onClick={guarded(async () => { await ask(api.DELETE('/api/v1/admin/admin-users/{id}/second-factor', { params: path })); again(); say(t.resetDone); })}>{t.reset}</button>
        </p>
      </section>}
      <section>
        <h2>{t.sessions}</h2>
        <Show of={found}>{({ items }) => (
          <>
            {items.length === 0 && <p class="soft">{t.no}</p>}
            <ul class="rows">{items.map((s) => <li key={s.id}><p><bdi>{deviceName(s.device_name)}</bdi></p><p class="soft">{label('updated_at')}: {moment(s.last_activity_at)} {s.ip_address && <bdi class="ltr">{s.ip_address}</bdi>}</p>
              {may('admin_user.write') && <p class="row-actions"><button type="button" aria-label={`${t.end}: ${deviceName(s.device_name)}`} onClick={guarded(async () => {
                await ask(api.DELETE('/api/v1/admin/admin-users/{id}/sessions/{session_id}', { params: { path: { id, session_id: s.id } } }));
                found.again();
                say(t.ended);
              })}>{t.end}</button></p>}</li>)}</ul>
            {items.length > 0 && may('admin_user.write') && <p><button type="button" class="danger" onClick={guarded(async () => {
              await ask(api.DELETE('/api/v1/admin/admin-users/{id}/sessions', { params: path }));
              found.again();
              say(t.ended);
            })}>{t.endAll}</button></p>}
          </>
        )}</Show>
      </section>
    </>
  );
}

const Part = ({ title, children }: { title: string; children: ComponentChildren }) => <section><h2>{title}</h2>{children}</section>;

/** What a closed day leaves to be arranged with customers. */
export function OrdersOf({ day, zone }: { day: string; zone: number | null }) {
  const mayRead = may(['order.read', 'dispatch.read']);
  const query = { date: day, zone_id: zone ?? undefined, show_deleted: false };
  const found = useLoad(mayRead ? `orders-of/${day}/${zone}` : null, (signal) => ask(api.GET('/api/v1/admin/orders', { params: { query: { ...query, limit: 50 } }, signal })));
  if (!mayRead) return null;
  return (
    <Part title={t.already}>
      <Show of={found}>{({ items }) => (items.length === 0 ? <p class="soft">{t.noOrders}</p> : (
        <>
          <ul class="rows">{items.map((o) => <li key={o.id}><a class="ltr" href={at(`/orders/${o.id}`)}>{o.number}</a> <bdi>{o.customer_name}</bdi> <span class="soft">{o.delivery_time_slot_name} · {choice(o.status)}</span></li>)}</ul>
          <p><a href={at(`/orders?date=${day}${zone ? `&zone_id=${zone}` : ''}`)}>{t.board}</a></p>
        </>
      ))}</Show>
    </Part>
  );
}

export const TryOut = ({ rule, code }: { rule?: number; code?: number }) => (
  <Part title={t.tryOut}><p>{t.tryLead}</p><p><a class="button" href={at(`/simulator?${rule ? `rule=${rule}` : `code=${code}`}`)}>{t.tryNow}</a></p></Part>
);

/** A product's sale: a price for some time, beside the one that is struck out. */
export function Sale({ id, again }: { id: number; again: () => void }) {
  const path = { path: { id } };
  const found = useLoad(may('price.read') ? `sale/${id}` : null, (signal) => ask(api.GET('/api/v1/admin/products/{id}/price', { params: path, signal })));
  if (!may('price.write')) return null;
  const price = { type: 'string', pattern: '[.][0-9]{2}' } as const, time = { type: 'string', format: 'date-time' } as const;
  return (
    <Part title={t.sale}>
      <Show of={found}>{(now) => (
        <Form key={now.version} id="sale" send={t.save} onSend={(v) => setting(() => { found.again(); again(); }, () => ask(api.PUT('/api/v1/admin/products/{id}/sale', {
          params: path, body: { version: now.version, sale_price: v.digits('sale_price'), original_price: v.digits('original_price'), start_at: entered(v, 'start_at', time) as string, end_at: entered(v, 'end_at', time) as string },
        })))()}>
          <ApiField name="sale_price" shape={price} label={t.salePrice} help={t.saleHint} value={now.sale_price} />
          <ApiField name="original_price" shape={price} label={t.original} help={t.originalHint} value={now.original_price} />
          <ApiField name="start_at" shape={time} label={label('from')} value={now.sale_start_date} />
          <ApiField name="end_at" shape={time} label={label('valid_until')} value={now.sale_end_date} />
        </Form>
      )}</Show>
    </Part>
  );
}

/** The file that a digital thing delivers. */
export function DigitalFile({ row, again }: { row: Shape<'instance_record_view'>; again: () => void }) {
  const path = { path: { id: row.id } };
  const mayWrite = may('file.write');
  const found = useLoad(mayWrite && row.file_id ? `file/${row.file_id}` : null, (signal) => ask(api.GET('/api/v1/admin/files/{id}', { params: { path: { id: row.file_id! } }, signal })));
  if (!mayWrite) return null;
  return (
    <Part title={t.file}>
      <p>{row.file_id ? <bdi>{found.data?.original_name}</bdi> : t.noFile} <span class="soft">{t.fileLead}</span></p>
      <Sender<Shape<'file_view'>> id="file" says={t.sendFile} to={(file) => `/api/v1/admin/files?name=${encodeURIComponent(file.name)}`} onSent={(file) => void guarded(setting(again, () =>
        ask(api.PUT('/api/v1/admin/product-instances/{id}/file', { params: path, body: { file_id: file.id, version: row.version } }))))()} />
    </Part>
  );
}
