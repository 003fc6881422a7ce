// SPDX-License-Identifier: MIT
// For who has lost the link: the phone by a code, then the order by its number.

import { useLocation } from 'preact-iso';
import { useState } from 'preact/hooks';
import { api, ask, Problem } from '../../lib/api';
import { Field, Form, Refused } from '../../lib/form';
import { at, texts } from '../../lib/language';
import { useTitle } from '../../lib/ui';
import { PhoneProof, type Proof } from '../code';
import { keepOrderToken } from '../secret';
import { me } from '../session';

const t = texts({
  title: 'Track an order', link: 'The quickest way is the link in the message that we sent you. Without it, we send a code to the phone of the order.',
  account: 'Orders of your account', number: 'Order number', hint: 'Ten letters and digits, from our message or the receipt.', open: 'Open the order',
  none: 'There is no order with this number and this phone.',
}, {
  title: 'تتبّع طلبًا', link: 'أسرع طريقة هي الرابط في الرسالة التي أرسلناها إليك. من دونه نرسل رمزًا إلى هاتف الطلب.',
  account: 'طلبات حسابك', number: 'رقم الطلب', hint: 'عشرة حروف وأرقام، من رسالتنا أو من الإيصال.', open: 'افتح الطلب',
  none: 'لا يوجد طلب بهذا الرقم وهذا الهاتف.',
});

export default function Track() {
  useTitle(t.title);
  const { route } = useLocation();
  const [proof, setProof] = useState<Proof | null>(null);
  return (
    <>
      <h1 tabIndex={-1}>{t.title}</h1>
      <p class="lead">{t.link}</p>
      {me.value && <p><a href={at('/account/orders')}>{t.account}</a></p>}
      {!proof ? <PhoneProof purpose="order_tracking" keepAs="track/phone" onProof={setProof} /> : (
        <Form send={t.open} onSend={async (values) => {
          const number = values.digits('number')!;
          const found = await ask(api.POST('/api/v1/orders/{number}/find', { params: { path: { number } }, body: { proof: proof.proof } }))
            .catch((error) => {
              if (error instanceof Problem && error.code === 'phone_unproved') setProof(null);
              throw error instanceof Problem && error.status === 404 ? new Refused({ number: t.none }) : error;
            });
          keepOrderToken(found.number, found.tracking_token);
          route(at(`/orders/${found.number}`));
        }}>
          <Field name="number" label={t.number} hint={t.hint} required maxlength={20} autocomplete="off" autocapitalize="characters" dir="ltr" />
        </Form>
      )}
    </>
  );
}
