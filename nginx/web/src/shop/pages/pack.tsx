// SPDX-License-Identifier: MIT
// The box builder.  The rules are the API's (/cart/choice): what is missing, what may still be added,
// and what it costs; this page shows them, and lets taps be quicker than the network.

import { useLocation, useRoute } from 'preact-iso';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { api, ask, type Shape } from '../../lib/api';
import { at, isZero, money, plural, texts } from '../../lib/language';
import { useLoad } from '../../lib/load';
import { guarded, Picture, Price, say, Show, Skeleton, Stepper, useTitle } from '../../lib/ui';
import { add, cart, drop, type Choice } from '../cart';
import { was, type Pack } from '../catalog';
import { Sizes } from '../sizes';

const t = texts({
  back: 'All boxes', choose: 'Choose your flavors', add: 'Add to cart', replace: 'Change the box',
  chosen: (n: number, of: number) => `${n} of ${of} chosen`,
  missing: (n: number) => plural(n, { one: 'choose # more', other: 'choose # more' }),
  kinds: (n: number) => plural(n, { one: 'take # more flavor', other: 'take # more flavors' }), full: 'Your box is full',
  most: (n: number) => `At most ${n} of one flavor.`, least: (n: number) => `At least ${n} different flavors.`,
  extra: (amount: string) => `+ ${amount} each`, clear: 'Empty the box',
}, {
  back: 'كل العلب', choose: 'اختر النكهات', add: 'أضف إلى السلة', replace: 'غيّر العلبة',
  chosen: (n: number, of: number) => `اخترت ${n} من ${of}`,
  missing: (n: number) => plural(n, { one: 'اختر قطعة أخرى', two: 'اختر قطعتين أخريين', few: 'اختر # قطع أخرى', other: 'اختر # قطعة أخرى' }),
  kinds: (n: number) => plural(n, { one: 'أضف نكهة أخرى', two: 'أضف نكهتين أخريين', few: 'أضف # نكهات أخرى', other: 'أضف # نكهة أخرى' }),
  full: 'اكتملت علبتك',
  most: (n: number) => plural(n, { one: 'قطعة واحدة كحد أقصى من كل نكهة.', two: 'قطعتان كحد أقصى من كل نكهة.', few: '# قطع كحد أقصى من كل نكهة.', other: '# قطعة كحد أقصى من كل نكهة.' }),
  least: (n: number) => plural(n, { one: 'نكهة واحدة على الأقل.', two: 'نكهتان مختلفتان على الأقل.', few: '# نكهات مختلفة على الأقل.', other: '# نكهة مختلفة على الأقل.' }),
  extra: (amount: string) => `+ ${amount} للقطعة`, clear: 'أفرغ العلبة',
});

type State = Shape<'choice_state_view'>;
type Chosen = Record<number, number>;

export default function PackPage() {
  const id = Number.parseInt((useRoute().params as { id: string }).id, 10);
  const pack = useLoad(`pack/${id}`, () => ask(api.GET('/api/v1/packs/{id}', { params: { path: { id } } })));
  useTitle(pack.data?.name);
  return (
    <>
      <p><a href={at('/')}>{t.back}</a></p>
      <Show page of={pack} skeleton={<Skeleton lines={10} />}>{(p) => (cart.value ? <Builder key={p.id} pack={p} /> : <Skeleton lines={10} />)}</Show>
    </>
  );
}

const choiceOf = (chosen: Chosen): Choice => Object.entries(chosen).filter(([, n]) => n > 0).map(([flavor_id, quantity]) => ({ flavor_id: Number(flavor_id), quantity }));

/** What the API says about the choice; null while the answer to the newest is under way. */
function useChoice(instance: number, chosen: Chosen) {
  const [state, setState] = useState<{ for: string; state: State } | null>(null);
  const key = `${instance} ${JSON.stringify(choiceOf(chosen))}`;
  useEffect(() => {
    const gone = new AbortController();
    ask(api.POST('/api/v1/cart/choice', { body: { product_instance_id: instance, flavors: choiceOf(chosen) }, signal: gone.signal }))
      .then((answer) => setState({ for: key, state: answer }), (error: Error) => { if (!gone.signal.aborted) say(error.message, { bad: true }); });
    return () => gone.abort();
  }, [key]);
  return { state: state?.state, fresh: state?.for === key };
}

function Builder({ pack }: { pack: Pack }) {
  const { route, query } = useLocation();
  const line = cart.value?.items.find((l) => String(l.id) === query.line);  // one that is chosen again
  const [size, setSize] = useState(line?.product_instance_id ?? pack.instances[0]?.id ?? 0);
  const [chosen, setChosen] = useState<Chosen>(() => Object.fromEntries(
    (line?.flavors ?? []).filter((f) => f.chosen && f.allowed).map((f) => [f.flavor_id, f.quantity])));
  const [busy, setBusy] = useState(false);
  const instance = pack.instances.find((i) => i.id === size);
  const { state, fresh } = useChoice(size, chosen);
  const sum = Object.values(chosen).reduce((a, b) => a + b, 0);
  const may = useMemo(() => new Map(state?.may_add.map((m) => [m.flavor_id, m])), [state]);
  if (!instance) return null;

  // Until the answer is there, what a box can hold at most is the only limit.
  const most = (id: number) => (chosen[id] ?? 0) + (fresh ? may.get(id)?.at_most ?? 0 : sum < pack.count ? 1 : 0);

  function changeSize(next: number) {
    const allowed = new Set(pack.instances.find((i) => i.id === next)!.flavors.map((f) => f.flavor_id));
    setChosen(Object.fromEntries(Object.entries(chosen).filter(([id]) => allowed.has(Number(id)))));
    setSize(next);
  }
  const put = guarded(async () => {
    setBusy(true);
    try {
      await add(size, line?.quantity ?? 1, choiceOf(chosen));
      if (line) await drop(line);
      route(at('/cart'));
    } finally { setBusy(false); }
  });
  const ready = fresh && !!state?.complete;
  const says = !state ? '' : [
    t.chosen(sum, pack.count),
    sum < pack.count && t.missing(pack.count - sum), fresh && state.kinds_missing > 0 && t.kinds(state.kinds_missing), ready && t.full,
  ].filter(Boolean).join(' · ');

  return (
    <>
      <div class="pack-head">
        <Picture url={pack.image_url} sizes="(min-width: 48rem) 20rem, 40vw" eager />
        <div>
          <h1 tabIndex={-1}>{pack.name}</h1>
          <p class="lead">{pack.description}</p>
          <p class="soft">{pack.max_per_flavor && t.most(pack.max_per_flavor)} {pack.min_flavors && pack.min_flavors > 1 && t.least(pack.min_flavors)}</p>
          <Sizes instances={pack.instances} value={size} onChange={changeSize} />
        </div>
      </div>
      <h2>{t.choose}</h2>
      <ul class="flavors">{instance.flavors.map((f) => {
        const n = chosen[f.flavor_id] ?? 0;
        return (
          <li key={f.flavor_id} data-chosen={n > 0 || undefined}>
            <Picture url={f.image_url} sizes="6rem" />
            <span class="name">{f.name}{!isZero(f.price_adjustment) && <small class="soft">{t.extra(money(f.price_adjustment))}</small>}</span>
            <Stepper value={n} max={most(f.flavor_id)} of={f.name} onChange={(v) => setChosen({ ...chosen, [f.flavor_id]: v })} />
          </li>
        );
      })}</ul>
      <div class="at-hand builder-bar">
        <div class="dots" aria-hidden="true">{Array.from({ length: Math.min(pack.count, 24) }, (_, i) => <span key={i} data-on={i < sum || undefined} />)}</div>
        <p role="status" id="why">{says}</p>
        <div class="actions">
          <span class="large" data-old={!fresh || undefined}><Price amount={state?.unit_price ?? instance.price} was={sum === 0 ? was(instance) : null} /></span>
          {sum > 0 && <button type="button" class="link" onClick={() => setChosen({})}>{t.clear}</button>}
          <button type="button" class="main" aria-disabled={!ready || busy} aria-describedby="why" data-busy={busy || undefined} onClick={() => { if (ready && !busy) void put(); }}>{line ? t.replace : t.add}</button>
        </div>
      </div>
    </>
  );
}
