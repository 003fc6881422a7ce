// SPDX-License-Identifier: MIT
// Every part of the panel in every state, for those who write or look over its pages.
import '../../style/desk.css';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Problem, type Shape } from '../../lib/api';
import { Check, Choice, Field, Form, Refused } from '../../lib/form';
import { at, texts } from '../../lib/language';
import { Dialog, Empty, Failed, Picture, Price, say, Skeleton, SkeletonCards, Stepper, useTitle } from '../../lib/ui';
import Chart from '../kit/chart';
import { RecoveryCodes } from '../kit/enrol';
import { ApiField } from '../kit/field';
import { Timeline } from '../kit/history';
import { List } from '../kit/list';
import { Finder, Keys } from '../kit/palette';
import { Conflict } from '../kit/record';
import { Value } from '../kit/value';
import { label } from '../kit/words';
import { may } from '../session';
import { Column } from './board';
import { CardPreview } from './parts';

const t = texts({
  title: 'Parts of the panel', buttons: 'Buttons', usual: 'Usual', main: 'Main', danger: 'Danger', link: 'Like a link', busy: 'At work', off: 'Off', says: 'What is said for a while', good: 'It worked', bad: 'It failed', undo: 'With a way back',
  undone: 'Taken back.', dialog: 'Dialog', open: 'Open', text: 'Words in a dialog.', form: 'Form', send: 'Send', name: 'Name', hint: 'Its hint', wrong: 'This is always refused.', choice: 'Choice', one: 'One', two: 'Two', check: 'Tick', secret: 'Secret',
  values: 'Values', states: 'While reading, empty, failed', empty: 'There is nothing here yet.', timeline: 'Timeline', conflict: 'Two who changed the same', list: 'A list', preview: 'The shop’s card', step: 'Stepper', note: 'A customer called.',
  record: 'A record, not saved yet', discard: 'Discard', unsaved: 'Not saved yet', board: 'Board', palette: 'Going about by the keyboard', keys: 'Shortcuts', chart: 'Chart', paper: 'On paper', onPaper: 'Of this page only what is beside the menu is printed; this sentence and the button are not.', print: 'Print', guest: 'Mona Adel', slot: 'Morning', zone: 'Madinaty',
}, {
  title: 'أجزاء اللوحة', buttons: 'الأزرار', usual: 'عادي', main: 'رئيسي', danger: 'خطر', link: 'كرابط', busy: 'يعمل', off: 'متوقف', says: 'ما يُقال لفترة', good: 'نجح ذلك', bad: 'لم ينجح', undo: 'مع إمكانية التراجع',
  undone: 'تم التراجع.', dialog: 'نافذة', open: 'افتح', text: 'كلام في نافذة.', form: 'نموذج', send: 'إرسال', name: 'الاسم', hint: 'توضيحه', wrong: 'يُرفض هذا دائمًا.', choice: 'اختيار', one: 'واحد', two: 'اثنان', check: 'علامة', secret: 'سر',
  values: 'القيم', states: 'أثناء القراءة، وفارغ، وفاشل', empty: 'لا يوجد شيء هنا بعد.', timeline: 'الخط الزمني', conflict: 'اثنان غيّرا الشيء نفسه', list: 'قائمة', preview: 'بطاقة المتجر', step: 'عدّاد', note: 'اتصل عميل.',
  record: 'سجل لم يُحفظ بعد', discard: 'تجاهل التغييرات', unsaved: 'لم يُحفظ بعد', board: 'اللوحة', palette: 'التنقل بلوحة المفاتيح', keys: 'الاختصارات', chart: 'رسم بياني', paper: 'على الورق', onPaper: 'لا يُطبع من هذه الصفحة إلا ما بجانب القائمة، ولا تُطبع هذه الجملة ولا الزر.', print: 'طباعة', guest: 'منى عادل', slot: 'صباحًا', zone: 'مدينتي',
});

const Part = ({ name, children }: { name: string; children: ComponentChildren }) => <section class="panel"><h2>{name}</h2>{children}</section>;

function Buttons() {
  return (
    <p class="actions">
      <button type="button">{t.usual}</button><button type="button" class="main">{t.main}</button><button type="button" class="danger">{t.danger}</button>
      <button type="button" class="link">{t.link}</button><button type="button" class="main" data-busy aria-disabled="true">{t.busy}</button><button type="button" disabled>{t.off}</button>
    </p>
  );
}

function Dialogs() {
  const [open, setOpen] = useState<'' | 'words' | 'conflict' | 'find' | 'keys'>('');
  return (
    <p class="actions">
      <button type="button" onClick={() => setOpen('words')}>{t.open}</button>
      <button type="button" onClick={() => setOpen('conflict')}>{t.conflict}</button>
      <button type="button" onClick={() => setOpen('find')}>{t.palette}</button>
      <button type="button" onClick={() => setOpen('keys')}>{t.keys}</button>
      <Dialog title={t.dialog} open={open === 'words'} onClose={() => setOpen('')}><p>{t.text}</p></Dialog>
      <Dialog title={t.palette} open={open === 'find'} onClose={() => setOpen('')}><Finder onGo={() => setOpen('')} /></Dialog>
      <Dialog title={t.keys} open={open === 'keys'} onClose={() => setOpen('')}><Keys /></Dialog>
      {open === 'conflict' && <Conflict seen={{ name: 'A', is_active: true, count: 6 }} mine={{ name: 'B', is_active: true, count: 6 }} theirs={{ name: 'C', is_active: false, count: 6 }}
                                        fields={['name', 'is_active', 'count']} onClose={() => setOpen('')} onSend={async () => { setOpen(''); say(t.good); }} />}
    </p>
  );
}

const NOW = '2026-11-21T16:00:00Z';

const DAYS = ['15', '16', '17', '18', '19', '20', '21'].map((d) => `2026-11-${d}`);
const ORDER = (status: 'pending' | 'confirmed') => ({
  id: status === 'pending' ? 1 : 2, number: status === 'pending' ? '1111-2222' : '3333-4444', customer_name: t.guest, status, delivery_time_slot_name: t.slot, delivery_zone: t.zone,
  cookies: 6, total: '365.00', payment_status: 'pending', payment_method: 'cash', delivery_man_name: null,
}) as Shape<'admin_order_row_view'>;

/** A list that is full for who may see one, and an empty one for the others. */
const Frame = ({ children }: { children: ComponentChildren }) => (may('place.read') ? (
  <List path="/api/v1/admin/cities" view="cities" title={t.title} columns={[{ key: 'name' }, { key: 'is_active' }, { key: 'updated_at', extra: true }]} label={(r) => r.name}
        href={(r) => at(`/catalog/cities/${r.id}`)} bulk={[{ label: t.usual, run: async () => async () => undefined }]}>{children}</List>
) : (
  <List path="/api/v1/admin/saved-views" title={t.title} columns={[{ key: 'name' }]} label={(r) => r.name} csv={false} fixed={{ list_name: 'products' }} filters={[]}>{children}</List>
));

export default function Kit() {
  const [n, setN] = useState(3);
  useTitle(t.title);
  return (
    <>
      <Frame>
        <div class="tiles wide">
          <Part name={t.buttons}><Buttons /></Part>
          <Part name={t.says}><p class="actions">
            <button type="button" onClick={() => say(t.good)}>{t.good}</button><button type="button" onClick={() => say(t.bad, { bad: true })}>{t.bad}</button>
            <button type="button" onClick={() => say(t.good, { undo: () => say(t.undone) })}>{t.undo}</button>
          </p></Part>
          <Part name={t.dialog}><Dialogs /></Part>
          <Part name={t.form}>
            <Form id="kit" send={t.send} onSend={async () => { throw new Refused({ name: t.wrong }); }}>
              <Field name="name" label={t.name} hint={t.hint} required />
              <Field name="secret" type="password" label={t.secret} autocomplete="off" />
              <Choice name="choice" legend={t.choice} value="1" options={[{ value: '1', label: t.one, hint: t.hint }, { value: '2', label: t.two, disabled: true }]} />
              <Check name="check" label={t.check} />
            </Form>
          </Part>
          <Part name={t.record}><div class="record dirty">
            <Form id="described" send={t.send} onSend={async () => say(t.good)} aside={<><button type="button">{t.discard}</button><span class="unsaved">{t.unsaved}</span></>}>
              <ApiField name="delivery_fee" shape={{ type: 'string', pattern: '^-?[0-9]{1,8}([.][0-9]{2})?$', required: true }} value="35.00" />
              <ApiField name="from_hour" shape={{ type: 'string', pattern: '^[0-2][0-9]:[0-5][0-9]$' }} value="18:00" />
              <ApiField name="valid_from" shape={{ type: 'string', format: 'date-time', nullable: true }} value={NOW} />
              <ApiField name="discount_type" shape={{ type: 'string', choices: ['percentage', 'fixed_amount'], nullable: true }} value="percentage" />
              <ApiField name="description" shape={{ type: 'string', maxLength: 5000, nullable: true }} />
              <ApiField name="is_active" shape={{ type: 'boolean' }} value />
            </Form>
          </div></Part>
          <Part name={t.values}><dl class="facts">{Object.entries({
            is_active: true, base_price: '149.50', day: '2026-11-21', created_at: NOW, discount_type: 'percentage', slug: 'cookies', description: null,
          }).map(([f, v]) => <div key={f}><dt>{label(f)}</dt><dd><Value of={v} field={f} /></dd></div>)}</dl>
            <p><Price amount="120.00" was="149.50" /> · <Price amount="120.00" /></p></Part>
          <Part name={t.states}>
            <Skeleton lines={3} /><SkeletonCards n={2} />
            <Empty action={<button type="button" class="main">{t.main}</button>}>{t.empty}</Empty>
            <Failed error={new Problem(500, 'internal', t.bad, [], {})} again={() => say(t.good)} />
          </Part>
          <Part name={t.timeline}><Timeline entries={[
            { id: 1, at: NOW, who: t.guest, title: t.good, changes: [{ field: 'base_price', before: '120.00', after: '149.50' }] }, { id: 2, at: NOW, title: t.usual, note: t.note },
          ]} /></Part>
          <Part name={t.step}><Stepper value={n} max={6} of={t.step} onChange={setN} /><div class="preview"><Picture url={null} sizes="16rem" /></div></Part>
        </div>
        <section class="panel"><CardPreview typed={{ name: t.preview, base_price: '149.50', count: '6', image_url: '' }} isPack /></section>
        <RecoveryCodes codes={['AAAA-BBBB', 'CCCC-DDDD', 'EEEE-FFFF', 'GGGG-HHHH']} onKept={() => say(t.good)} />
        <section><h2>{t.board}</h2><div class="board" role="region" aria-label={t.board} tabIndex={0}>{(['pending', 'confirmed', 'preparing'] as const).map((status) => (
          <Column key={status} status={status} rows={status === 'preparing' ? [] : [ORDER(status)]} target={status === 'confirmed'} onDrag={() => undefined} onDrop={() => undefined} onMove={() => say(t.good)} />
        ))}</div></section>
        <Part name={t.chart}><Chart days={DAYS} series={[{ label: t.one, values: [3, 5, 4, 8, 6, 9, 7] }, { label: t.two, values: [2, null, null, 6, 5, 4, 6], dashed: true }]} /></Part>
        <Part name={t.paper}><p class="no-print">{t.onPaper}</p><p class="actions"><button type="button" onClick={() => print()}>{t.print}</button></p></Part>
        <h2>{t.list}</h2>
      </Frame>
    </>
  );
}
