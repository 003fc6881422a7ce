// SPDX-License-Identifier: MIT
// Moving an order on.  No step can be taken back, and the customer hears of most of them: so each is
// asked for once, with its reason or its delivery man where it needs one.

import { api, ask, Problem } from '../../lib/api';
import { Field, Form } from '../../lib/form';
import { texts } from '../../lib/language';
import { useLoad } from '../../lib/load';
import { Dialog, say } from '../../lib/ui';
import { choice } from '../kit/words';
import { may } from '../session';
import type { Move, Status } from './status';

const t = texts({
  verbs: { pending: 'New', confirmed: 'Confirm', preparing: 'Into the kitchen', out_for_delivery: 'Send out', delivered: 'Delivered', cancelled: 'Cancel the order' } as Record<Status, string>,
  failed: 'Could not be delivered', title: (verb: string, number: string) => `${verb}: ${number}`, told: 'The customer gets a message. This cannot be taken back.', quiet: 'This cannot be taken back.',
  reason: 'Why', reasonHint: 'The customer reads this.', man: 'Delivery man', choose: 'Please choose', done: (number: string, status: string) => `${number}: ${status}`, keep: 'Leave it as it is',
}, {
  verbs: { pending: 'جديد', confirmed: 'تأكيد', preparing: 'إلى المطبخ', out_for_delivery: 'إرسال للتوصيل', delivered: 'تم التوصيل', cancelled: 'إلغاء الطلب' } as Record<Status, string>,
  failed: 'تعذّر التوصيل', title: (verb: string, number: string) => `${verb}: ${number}`, told: 'تصل رسالة إلى العميل، ولا يمكن التراجع عن ذلك.', quiet: 'لا يمكن التراجع عن ذلك.',
  reason: 'السبب', reasonHint: 'يقرؤه العميل.', man: 'المندوب', choose: 'يرجى الاختيار', done: (number: string, status: string) => `${number}: ${status}`, keep: 'إبقاؤه كما هو',
});

export interface Movable { id: number; number: string; status: Status; delivery_man_id: number | null; version?: number; zone_id?: number | null }

/** What the button says. */
export const verb = (from: Status, to: Status) => (from === 'out_for_delivery' && to === 'preparing' ? t.failed : t.verbs[to]);

/** Those who may bring it: they work, and serve its zone where that is known. */
export const useMen = (wanted: boolean, zone?: number | null) => useLoad(wanted && may('courier.read') ? `desk/men/${zone ?? ''}` : null, async (signal) =>
  (await ask(api.GET('/api/v1/admin/delivery-men', { params: { query: { limit: 200 } }, signal }))).items
    .filter((man) => man.is_active && (!zone || (man.zones as number[]).includes(zone))));

export function MoveDialog({ order, move, onClose, onDone }: {
  order: Movable; move: Move; onClose: () => void; onDone: () => void;
}) {
  const needsMan = move.to === 'out_for_delivery' && !order.delivery_man_id;
  const men = useMen(needsMan, order.zone_id).data ?? [];
  const path = { id: order.id };
  const name = verb(order.status, move.to);
  const send = async (note?: string, delivery_man_id?: number) => {
    let version = order.version;
    if (delivery_man_id) version = (await ask(api.POST('/api/v1/admin/orders/{id}/assign', { params: { path }, body: { delivery_man_id, version } }))).version;
    try {
      await ask(api.POST('/api/v1/admin/orders/{id}/status', { params: { path }, body: { status: move.to, note, version } }));
    } catch (error) {
      // Somebody was faster: what is on the screen is old.
      if (error instanceof Problem && error.status === 409) onDone();
      throw error;
    }
    onClose();
    onDone();
    say(t.done(order.number, choice(move.to)));
  };
  return (
    <Dialog title={t.title(name, order.number)} open onClose={onClose}>
      <p>{move.told ? t.told : t.quiet}</p>
      <Form id="move" send={name} fields={{ status: 'delivery_man_id' }} aside={<button type="button" onClick={onClose}>{t.keep}</button>}
            onSend={(v) => send(v.text('note'), v.number('delivery_man_id'))}>
        {needsMan && <Field name="delivery_man_id" label={t.man} required key={men.length}>
          <option value="">{t.choose}</option>{men.map((m) => <option key={m.id} value={m.id}>{m.name}</option>)}
        </Field>}
        {move.reason && <Field name="note" label={t.reason} hint={t.reasonHint} required maxlength={500} rows={3} />}
      </Form>
    </Dialog>
  );
}
