// SPDX-License-Identifier: MIT
// A note for colleagues; the same form for orders and customers.

import { useState } from 'preact/hooks';
import { Field, Form } from '../../lib/form';
import { texts } from '../../lib/language';
import { say } from '../../lib/ui';

const t = texts({ note: 'Note for colleagues', hint: 'The customer never sees it. It stays.', send: 'Write it down', kept: 'The note is kept.' },
  { note: 'ملاحظة للزملاء', hint: 'لا يراها العميل أبدًا، وتبقى محفوظة.', send: 'حفظ الملاحظة', kept: 'حُفظت الملاحظة.' });

export function NoteForm({ send, onDone }: { send: (note: string) => Promise<unknown>; onDone: () => void }) {
  const [round, setRound] = useState(0);
  return (
    <Form key={round} id="note" send={t.send} onSend={async (v) => {
      await send(v.text('note')!);
      say(t.kept);
      setRound(round + 1);
      onDone();
    }}>
      <Field name="note" label={t.note} hint={t.hint} required maxlength={2000} rows={2} />
    </Form>
  );
}
