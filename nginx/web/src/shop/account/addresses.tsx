// SPDX-License-Identifier: MIT
import { useState } from 'preact/hooks';
import { api, ask, type Shape } from '../../lib/api';
import { Check, Form } from '../../lib/form';
import { texts } from '../../lib/language';
import { useLoad } from '../../lib/load';
import { Dialog, Empty, guarded, say, Show } from '../../lib/ui';
import { AddressFields, placeOf } from './address-fields';
import { edit } from './edit';
import { Account, focusTitle } from './frame';

const t = texts({
  title: 'Addresses', empty: 'No address yet. With one, the checkout is quicker.', add: 'Add an address', change: 'Change', remove: 'Remove', default: 'Default', makeDefault: 'Make it the default',
  of: (street: string) => `: ${street}`, save: 'Save', cancel: 'Cancel', saved: 'The address is saved.', removed: 'The address is removed.', soon: 'Coming soon: we do not deliver there yet.',
  first: 'Begin with this address when I order',
}, {
  title: 'العناوين', empty: 'لا يوجد عنوان بعد. بوجوده يصبح إتمام الطلب أسرع.', add: 'إضافة عنوان', change: 'تعديل', remove: 'حذف', default: 'الافتراضي', makeDefault: 'جعله الافتراضي',
  of: (street: string) => `: ${street}`, save: 'حفظ', cancel: 'إلغاء', saved: 'حُفظ العنوان.', removed: 'حُذف العنوان.', soon: 'قريبًا: لا نوصّل إلى هناك بعد.',
  first: 'البدء بهذا العنوان عند الطلب',
});

type Address = Shape<'address_view'>;
const load = async (signal?: AbortSignal) => (await ask(api.GET('/api/v1/me/addresses', { signal }))).items;

export default () => <Account title={t.title}>{() => <Addresses />}</Account>;

function Addresses() {
  const list = useLoad('me/addresses', load);
  const [open, setOpen] = useState<Address | 'new' | null>(null);
  const done = (text: string) => {
    setOpen(null);
    list.again();
    say(text);
  };
  const makeDefault = (a: Address) => guarded(async () => {
    await ask(api.PATCH('/api/v1/me/addresses/{id}', { params: { path: { id: a.id } }, body: { version: a.version, is_default: true } }));
    done(t.saved);
  });
  const remove = (a: Address) => guarded(async () => {
    await ask(api.DELETE('/api/v1/me/addresses/{id}', { params: { path: { id: a.id } } }));
    focusTitle();
    list.again();
    const { city_id, zone_id, street_address, additional_info, is_default } = a;
    say(t.removed, {
      undo: () => void guarded(async () => {
        await ask(api.POST('/api/v1/me/addresses', { body: { city_id, zone_id, street_address, additional_info, is_default } }));
        list.again();
      })(),
    });
  });
  return (
    <>
      <Show of={list}>{(items) => (items.length === 0 ? <Empty>{t.empty}</Empty> : (
        <ul class="rows">{items.map((a) => (
          <li key={a.id}>
            <h2><bdi>{a.street_address}</bdi> {a.is_default && <span class="mark">{t.default}</span>}</h2>
            {a.additional_info && <p><bdi>{a.additional_info}</bdi></p>}
            <p class="soft">{a.zone_name}, {a.city_name}</p>
            {a.coverage !== 'covered' && <p class="bad">{t.soon}</p>}
            <p class="row-actions">
              <button type="button" aria-label={t.change + t.of(a.street_address)} onClick={() => setOpen(a)}>{t.change}</button>
              {!a.is_default && <button type="button" class="link" aria-label={t.makeDefault + t.of(a.street_address)} onClick={makeDefault(a)}>{t.makeDefault}</button>}
              <button type="button" class="link" aria-label={t.remove + t.of(a.street_address)} onClick={remove(a)}>{t.remove}</button>
            </p>
          </li>
        ))}</ul>
      ))}</Show>
      <p><button type="button" class="main" onClick={() => setOpen('new')}>{t.add}</button></p>
      <Dialog title={open === 'new' ? t.add : t.change} open={open !== null} onClose={() => setOpen(null)}>
        {open && <AddressForm address={open === 'new' ? null : open} onDone={() => done(t.saved)} onCancel={() => setOpen(null)} />}
      </Dialog>
    </>
  );
}

function AddressForm({ address, onDone, onCancel }: { address: Address | null; onDone: () => void; onCancel: () => void }) {
  const [seen, setSeen] = useState(address);
  return (
    <Form send={t.save} aside={<button type="button" onClick={onCancel}>{t.cancel}</button>} onSend={async (values) => {
      const body = placeOf(values);
      if (seen) {
        const params = { path: { id: seen.id } };
        await edit({
          seen, onFresh: setSeen, typed: body,
          show: { city_id: (a) => a.city_name, zone_id: (a) => a.zone_name, street_address: (a) => a.street_address, additional_info: (a) => a.additional_info },
          // A zone lies in its city: they go together.
          send: (changed, version) => ask(api.PATCH('/api/v1/me/addresses/{id}',
            { params, body: { ...changed, ...(changed.zone_id ? { city_id: body.city_id } : {}), version } })),
          fresh: async () => (await load()).find((a) => a.id === seen.id) ?? seen,
        });
      } else {
        await ask(api.POST('/api/v1/me/addresses', { body: { ...body, additional_info: body.additional_info || undefined, is_default: values.on('is_default') || undefined } }));
      }
      onDone();
    }}>
      <AddressFields given={seen ?? undefined} />
      {!address && <Check name="is_default" label={t.first} />}
    </Form>
  );
}
