// SPDX-License-Identifier: MIT
import { useRef, useState } from 'preact/hooks';
import { Problem } from '../../lib/api';
import { at, money, texts } from '../../lib/language';
import { useLoad } from '../../lib/load';
import { Empty, Failed, Picture, Skeleton, Stepper, useTitle } from '../../lib/ui';
import { cart, changing, loadQuote, quote, quoteFault, remove, setPromo, setQuantity, type Line } from '../cart';
import { zone } from '../place';
import { packAt, packs } from '../catalog';
import { Sums, Why } from '../sums';
import { choosing } from '../zone';

const t = texts({
  title: 'Your cart', empty: 'Nothing in it yet.', shop: 'Look around', checkout: (total: string) => `Check out · ${total}`, go: 'Check out', remove: 'Remove', edit: 'Choose again',
  gone: 'Not available at the moment: please take it out.', each: 'each', promo: 'Promo code', apply: 'Apply', drop: (code: string) => `Take code ${code} out`,
  off: (amount: string) => `${amount} off`, to: (zone: string) => `Delivery to ${zone}`, change: 'Change', summary: 'Summary', was: 'Regular price',
  changed: (total: string) => `New total: ${total}`,
}, {
  title: 'سلتك', empty: 'السلة فارغة.', shop: 'تصفح المتجر', checkout: (total: string) => `إتمام الطلب · ${total}`, go: 'إتمام الطلب', remove: 'حذف', edit: 'اختر من جديد',
  gone: 'غير متاح حاليًا: يرجى حذفه.', each: 'للقطعة', promo: 'رمز الخصم', apply: 'تطبيق', drop: (code: string) => `إزالة الرمز ${code}`,
  off: (amount: string) => `خصم ${amount}`, to: (zone: string) => `التوصيل إلى ${zone}`, change: 'تغيير', summary: 'الملخص', was: 'السعر الأصلي',
  changed: (total: string) => `الإجمالي الجديد: ${total}`,
});

export default function CartPage() {
  useTitle(t.title);
  const title = useRef<HTMLHeadingElement>(null);
  if (!cart.value) return <><h1 tabIndex={-1}>{t.title}</h1><Skeleton /></>;
  const { items } = cart.value;
  const head = <h1 tabIndex={-1} ref={title}>{t.title}</h1>;
  if (items.length === 0) {
    return <>{head}<Empty action={<a class="button main" href={at('/shop')}>{t.shop}</a>}>{t.empty}</Empty></>;
  }
  const ready = zone.value && quote.value && items.every((l) => l.available);
  return (
    <>
      {head}
      <div class="two">
        <ul class="lines">{items.map((line, i) => (
          <LineRow key={line.id} line={line} onRemove={(row) => {
            // The focus goes to what is in its place then.
            const next = row.nextElementSibling ?? row.previousElementSibling;
            (next?.querySelector<HTMLElement>('button') ?? title.current)?.focus();
            void remove(items[i]!);
          }} />
        ))}</ul>
        <aside class="panel" aria-labelledby="summary">
          <h2 id="summary">{t.summary}</h2>
          <Promo />
          {quote.value && <Sums of={quote.value} old={changing.value > 0} />}
          {quoteFault.value && <Failed error={quoteFault.value} again={() => void loadQuote()} />}
          <p class="soft">{zone.value && t.to(zone.value.name)} <button type="button" class="link" onClick={() => { choosing.value = true; }}>{t.change}</button></p>
          <p class="vh" role="status">{quote.value && changing.value === 0 && t.changed(money(quote.value.total))}</p>
        </aside>
      </div>
      <p class="at-hand center">
        {ready ? <a class="button main wide-button" href={at('/checkout')}>{t.checkout(money(quote.value!.total))}</a>
          : <button type="button" class="main wide-button" disabled>{t.go}</button>}
      </p>
    </>
  );
}

function LineRow({ line, onRemove }: { line: Line; onRemove: (row: HTMLElement) => void }) {
  const row = useRef<HTMLLIElement>(null);
  const boxes = useLoad(line.type === 'pack' ? 'packs' : null, packs);
  const pack = boxes.data?.find((p) => p.instances.some((i) => i.id === line.product_instance_id));
  const chosen = line.flavors.filter((f) => f.chosen);
  return (
    <li ref={row} class="line">
      <Picture url={line.image_url} sizes="6rem" />
      <div>
        <h2>{line.name}{line.size && <small class="soft"> · {line.size}</small>}</h2>
        {chosen.length > 0 && <ul class="inside soft">{chosen.map((f) => (
          <li key={f.flavor_id} class={f.allowed ? '' : 'bad'}><bdi>{f.quantity} × {f.name}</bdi></li>
        ))}</ul>}
        {!line.available && <p class="fault" role="alert">{t.gone}</p>}
        <p class="soft">{money(line.unit_price)} {t.each} {line.on_sale && line.original_price && <><span class="vh">{t.was}</span> <s>{money(line.original_price)}</s></>}</p>
        <div class="line-actions">
          <Stepper value={line.quantity} min={1} max={99} of={line.name} onChange={(n) => setQuantity(line, n)} />
          {pack && <a href={`${packAt(pack)}?line=${line.id}`} aria-label={`${t.edit}: ${line.name}`}>{t.edit}</a>}
          <button type="button" class="link" aria-label={`${t.remove}: ${line.name}`} onClick={() => onRemove(row.current!)}>{t.remove}</button>
        </div>
      </div>
      <b class="price" data-old={changing.value > 0 || undefined}>{money(line.total)}</b>
    </li>
  );
}

function Promo() {
  const [fault, setFault] = useState('');
  const [busy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const code = cart.value!.promo_code;
  const discount = quote.value?.discounts.find((d) => d.source === 'code');

  async function apply(value: string | null) {
    if (busy) return;
    setBusy(true);
    setFault('');
    try {
      await setPromo(value);
    } catch (error) {
      setFault(error instanceof Problem ? error.errors[0]?.message ?? error.message : (error as Error).message);
      input.current?.focus();
    } finally { setBusy(false); }
  }
  if (code) {
    return (
      <div class="promo">
        <p class={discount && !discount.applied ? 'tag off' : 'tag'}><span class="ltr">{code}</span>
          <button type="button" class="icon small" aria-label={t.drop(code)} onClick={() => apply(null)}>×</button></p>
        {discount && <p class={discount.applied ? 'good' : 'fault'} role="status">{discount.applied ? t.off(money(discount.amount)) : <Why discount={discount} />}</p>}
      </div>
    );
  }
  return (
    <form class={`promo field ${fault ? 'wrong' : ''}`} onSubmit={(e) => { e.preventDefault(); void apply(input.current!.value.trim() || null); }}>
      <label for="promo">{t.promo}</label>
      {fault && <p class="fault" id="promo-fault" role="alert">{fault}</p>}
      <div class="with-button">
        <input ref={input} id="promo" name="promo" maxlength={50} autocomplete="off" autocapitalize="characters" dir="ltr"
               aria-invalid={fault ? true : undefined} aria-describedby={fault ? 'promo-fault' : undefined} onInput={() => setFault('')} />
        <button aria-disabled={busy}>{t.apply}</button>
      </div>
    </form>
  );
}

