// The plain first face of the shop: shows the catalog, fills a pack, places an order through the API.
// Prices and totals are always the API's; the page adds up nothing.
import { date, language, money, texts } from './texts.js';

const $ = (id) => document.getElementById(id);
const api = '/api/v1';
let zones = [], zone = null, quote = null, code = null, orderKey = crypto.randomUUID();

// An element with its properties and children; text is never read as HTML.
function h(tag, props = {}, ...children) {
  const e = document.createElement(tag);
  for (const [k, v] of Object.entries(props)) {
    if (k.startsWith('on')) e.addEventListener(k.slice(2), v);
    else if (v === true) e.setAttribute(k, '');
    else if (v !== false && v != null) e.setAttribute(k, v);
  }
  e.append(...children.flat().filter((c) => c != null && c !== false));
  return e;
}

class Refused extends Error {
  constructor(problem) {
    super(problem.errors?.[0]?.message ?? problem.title);
    this.problem = problem;
  }
}

// Sends one request; a lost connection is tried again, which the idempotency key makes safe.
async function call(method, path, body, headers = {}) {
  for (let tries = 0; ; tries++) {
    let reply;
    try {
      reply = await fetch(api + path, { method, credentials: 'same-origin',
        headers: { 'Accept-Language': language, ...(body ? { 'Content-Type': 'application/json' } : {}), ...headers },
        body: body && JSON.stringify(body) });
    } catch (e) {
      const safe = method === 'GET' || headers['Idempotency-Key'];
      if (!safe || tries === 2) throw new Error(texts.offline);
      await new Promise((done) => setTimeout(done, 400 * 2 ** tries));
      continue;
    }
    if ((reply.status >= 502 || reply.status === 409) && headers['Idempotency-Key'] && tries < 2) {
      const problem = await reply.clone().json().catch(() => ({}));
      if (reply.status >= 502 || problem.code === 'idempotency_key_busy') {
        await new Promise((done) => setTimeout(done, 800 * 2 ** tries));
        continue;
      }
    }
    if (reply.status === 204) return null;
    const json = await reply.json();
    if (!reply.ok) throw new Refused(json);
    return json;
  }
}

let noticeTimer;
function say(text) {
  $('notice').textContent = text;
  clearTimeout(noticeTimer);
  noticeTimer = setTimeout(() => { $('notice').textContent = ''; }, 6000);
}
const guarded = (fn) => async (event) => {
  event?.preventDefault?.();
  try { await fn(event); } catch (e) { say(e.message); }
};

// ---- catalog ----

const picture = (url, size) => h('img', { src: url, alt: '', width: size, height: size, loading: 'lazy' });

function card(thing, action) {
  return h('li', { class: 'card' }, thing.image_url && picture(thing.image_url, 320),
    h('div', { class: 'body' }, h('h3', {}, thing.name), h('p', {}, thing.description ?? ''), ...action));
}

function showPacks(packs) {
  $('packs').replaceChildren(...packs.map((pack) => card(pack, [
    h('span', { class: 'price' }, `${texts.from} ${money(pack.instances[0].price)}`),
    h('button', { type: 'button', class: 'main', onclick: () => openBuilder(pack) }, texts.fill)])));
}

function showProducts(id, products) {
  $(id).replaceChildren(...products.map((product) => {
    const size = h('select', { 'aria-label': product.name },
      product.instances.map((i) => h('option', { value: i.id }, [i.size, i.price].filter(Boolean).join(' · '))));
    return card(product, [size, h('button', { type: 'button', onclick: guarded(async () => {
      showCart(await call('POST', '/cart/items', { product_instance_id: Number(size.value), quantity: 1 }));
      say(`${product.name} ✓`);
    }) }, texts.add)]);
  }));
}

// ---- the pack builder ----

function openBuilder(pack) {
  const chosen = new Map();
  const size = h('select', {}, pack.instances.map((i) => h('option', { value: i.id }, `${i.size ?? ''} · ${money(i.price)}`)));
  const list = h('ul', { class: 'flavors' });
  const state = h('p', { 'aria-live': 'polite' });
  const add = h('button', { type: 'button', class: 'main' }, texts.add);
  const sum = () => [...chosen.values()].reduce((a, b) => a + b, 0);
  const most = pack.max_per_flavor ?? pack.count;

  function show() {
    const left = pack.count - sum();
    const enough = !pack.min_flavors || chosen.size >= pack.min_flavors;
    state.textContent = left > 0 ? `${texts.chosen(sum(), pack.count)}. ${texts.more(left)}.`
      : enough ? texts.full : texts.at_least(pack.min_flavors);
    add.disabled = left !== 0 || !enough;
    for (const item of list.children) item.update(left);
  }
  function fill() {
    const instance = pack.instances.find((i) => i.id === Number(size.value));
    chosen.clear();
    list.replaceChildren(...instance.flavors.map((f) => {
      const count = h('output', {}, '0');
      const step = (by) => () => {
        const n = (chosen.get(f.flavor_id) ?? 0) + by;
        if (n > 0) chosen.set(f.flavor_id, n); else chosen.delete(f.flavor_id);
        show();
      };
      const minus = h('button', { type: 'button', 'aria-label': texts.less(f.name), onclick: step(-1) }, '−');
      const plus = h('button', { type: 'button', 'aria-label': texts.plus(f.name), onclick: step(1) }, '+');
      const item = h('li', {}, f.image_url && picture(f.image_url.replace('-640.', '-320.'), 56),
        h('span', { class: 'name' }, f.name,
          f.price_adjustment !== '0.00' && h('small', {}, `+${money(f.price_adjustment)}`)),
        h('span', { class: 'stepper' }, minus, count, plus));
      item.update = (left) => {
        const n = chosen.get(f.flavor_id) ?? 0;
        count.textContent = n;
        minus.disabled = n === 0;
        plus.disabled = left === 0 || n >= most;
      };
      return item;
    }));
    show();
  }
  const close = () => { $('builder').hidden = true; };
  size.addEventListener('change', fill);
  add.addEventListener('click', guarded(async () => {
    showCart(await call('POST', '/cart/items', { product_instance_id: Number(size.value), quantity: 1,
      flavors: [...chosen].map(([flavor_id, quantity]) => ({ flavor_id, quantity })) }));
    close();
    $('cart').scrollIntoView({ behavior: 'smooth' });
    $('cart-title').focus();
  }));
  $('builder').replaceChildren(h('h2', { id: 'builder-title', tabindex: -1 }, pack.name),
    pack.max_per_flavor && h('p', { class: 'hint' }, texts.at_most(pack.max_per_flavor)), size, list,
    h('div', { class: 'actions' }, state, add, h('button', { type: 'button', onclick: close }, texts.close)));
  $('builder').hidden = false;
  fill();
  $('builder-title').focus();
  $('builder').scrollIntoView({ behavior: 'smooth' });
}

// ---- cart ----

// "3 × Vanilla, 2 × Pistachio", each on its own, so that names of another script keep their order.
const choice = (list) => list.flatMap(([n, name], i) => [i ? ', ' : '', h('bdi', {}, `${n} × ${name}`)]);

function line(item) {
  const flavors = choice(item.flavors.filter((f) => f.chosen).map((f) => [f.quantity, f.name]));
  const change = (n) => guarded(async () => showCart(n > 0
    ? await call('PATCH', `/cart/items/${item.id}`, { quantity: n })
    : await call('DELETE', `/cart/items/${item.id}`)));
  return h('li', {},
    h('span', {}, [item.name, item.size].filter(Boolean).join(', '), flavors.length > 0 && h('small', { class: 'hint' }, flavors),
      !item.available && h('small', { class: 'error' }, texts.unavailable)),
    h('span', { class: 'price' }, money(item.total)),
    h('span', { class: 'stepper' },
      h('button', { type: 'button', 'aria-label': texts.less(item.name), onclick: change(item.quantity - 1) }, '−'),
      h('output', {}, String(item.quantity)),
      h('button', { type: 'button', 'aria-label': texts.plus(item.name), disabled: item.quantity >= 99, onclick: change(item.quantity + 1) }, '+')),
    h('button', { type: 'button', onclick: change(0) }, texts.remove));
}

function sums(q) {
  const rows = [[texts.subtotal, q.subtotal]];
  for (const d of q.discounts) if (d.applied) rows.push([`${texts.discount} (${d.code ?? d.name})`, `-${d.amount}`]);
  if (q.zone_id) rows.push([texts.delivery, q.delivery_fee]);
  return h('dl', { class: 'sums' }, rows.flatMap(([k, v]) => [h('dt', {}, k), h('dd', {}, money(v))]),
    h('dt', { class: 'total' }, texts.total), h('dd', { class: 'total', id: 'total' }, money(q.total)));
}

async function showCart(cart) {
  quote = null;
  const title = h('h2', { id: 'cart-title', tabindex: -1 }, texts.cart);
  if (cart.items.length === 0) {
    $('cart').replaceChildren(title, h('p', {}, texts.empty));
    $('checkout').hidden = true;
    return;
  }
  const promo = h('input', { id: 'promo', maxlength: 50, autocapitalize: 'characters', autocomplete: 'off', value: cart.promo_code ?? '' });
  const promoState = h('p', { id: 'promo-state', role: 'status' });
  const foot = h('div');
  $('cart').replaceChildren(title, h('ul', { class: 'lines' }, cart.items.map(line)),
    h('form', { onsubmit: guarded(async () => {
      try {
        showCart(promo.value.trim() ? await call('POST', '/cart/promo', { promo_code: promo.value })
          : await call('DELETE', '/cart/promo'));
      } catch (e) {
        promoState.className = 'error';
        promoState.textContent = e.message;
      }
    }) }, h('div', { class: 'row' }, h('label', {}, texts.promo, promo), h('button', {}, texts.apply)), promoState), foot);
  try {
    quote = await call('POST', '/cart/quote', zone?.is_active ? { zone_id: zone.id } : {});
  } catch (e) {
    foot.replaceChildren(h('p', { class: 'error' }, e.message));
    return;
  }
  for (const d of quote.discounts) {
    promoState.className = d.applied ? 'good' : 'error';
    promoState.textContent = d.applied ? texts.off(money(d.amount))
      : d.message + (d.needed ? ` (${money(d.have)} / ${money(d.needed)})` : '');
  }
  foot.replaceChildren(sums(quote), h('button', { type: 'button', class: 'main', id: 'to-checkout',
    disabled: !zone?.is_active, onclick: guarded(openCheckout) }, texts.checkout));
  const place = document.querySelector('#place');
  if (place) place.textContent = texts.place(money(quote.total));
}

// ---- checkout ----

const field = (name, label, props = {}, hint) => h('label', {}, label, hint && h('small', {}, hint),
  props.rows ? h('textarea', { name, ...props }) : h('input', { name, ...props }));

async function openCheckout() {
  const offers = (await call('GET', `/time-slots?zone_id=${zone.id}`)).items;
  const slot = h('select', { name: 'slot', required: true }, offers.map((o) => h('option',
    { value: `${o.date}|${o.time_slot_id}`, disabled: !o.available },
    `${date(o.date)}, ${o.from_hour}–${o.to_hour}${o.available ? '' : ` (${texts.fully_booked})`}`)));
  const codeRow = h('div', { class: 'row', hidden: true }, field('code', texts.code,
    { id: 'code', inputmode: 'numeric', autocomplete: 'one-time-code', maxlength: 12 }));
  const fault = h('p', { class: 'error', role: 'alert' });
  const send = h('button', { type: 'button', id: 'send-code' }, texts.send);
  const place = h('button', { class: 'main', id: 'place', disabled: true }, texts.place(money(quote.total)));
  const form = h('form', { novalidate: true },
    field('name', texts.name, { autocomplete: 'name', maxlength: 120, required: true }),
    h('div', { class: 'row' }, field('phone', texts.phone, { type: 'tel', autocomplete: 'tel', maxlength: 32, required: true, dir: 'ltr' },
      texts.phone_why), send),
    codeRow,
    field('email', texts.email, { type: 'email', autocomplete: 'email', maxlength: 254 }),
    field('address', texts.address, { rows: 2, autocomplete: 'street-address', maxlength: 500, required: true, dir: 'auto' }),
    field('additional_info', texts.notes, { maxlength: 500, dir: 'auto' }),
    field('gift_note', texts.gift, { maxlength: 300, dir: 'auto' }),
    h('label', {}, texts.slot, slot),
    h('label', {}, texts.pay, h('select', { name: 'payment_method' },
      h('option', { value: 'cash' }, texts.cash), h('option', { value: 'card' }, texts.card))),
    fault, place);
  const value = (name) => form.elements[name].value.trim() || undefined;

  send.addEventListener('click', async () => {
    fault.textContent = '';
    try {
      code = await call('POST', '/auth/otp', { phone: value('phone') ?? '', purpose: 'guest_checkout' });
      codeRow.hidden = false;
      place.disabled = false;
      send.textContent = texts.resend;
      form.elements.code.focus();
      say(texts.sent);
    } catch (e) { fault.textContent = e.message; }
  });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (place.disabled) return;
    place.disabled = true;
    place.textContent = texts.placing;
    fault.textContent = '';
    try {
      if (!code.proof) Object.assign(code, await call('POST', '/auth/otp/verify', { handle: code.handle, code: value('code') ?? '' }));
      const [delivery_date, slotId] = slot.value.split('|');
      const order = await call('POST', '/checkout', {
        name: value('name'), phone: code.phone, proof: code.proof, email: value('email'), zone_id: zone.id,
        address: value('address'), additional_info: value('additional_info'), gift_note: value('gift_note'),
        delivery_date, time_slot_id: Number(slotId), payment_method: value('payment_method'), expected_total: quote.total,
      }, { 'Idempotency-Key': orderKey });
      location.hash = new URLSearchParams({ order: order.number, token: order.tracking_token });
      orderKey = crypto.randomUUID();
      code = null;
    } catch (e) {
      fault.textContent = e.problem?.code === 'price_changed' ? texts.changed : e.message;
      for (const f of e.problem?.errors ?? []) form.elements[f.field]?.setAttribute('aria-invalid', 'true');
      if (e.problem) orderKey = crypto.randomUUID();
      if (e.problem?.code === 'phone_unproved') delete code.proof;
      if (e.problem?.quote) await showCart(await call('GET', '/cart'));
    } finally {
      place.disabled = false;
      if (quote) place.textContent = texts.place(money(quote.total));
    }
  });
  $('checkout').replaceChildren(h('h2', { id: 'checkout-title', tabindex: -1 }, texts.details), form);
  $('checkout').hidden = false;
  $('checkout-title').focus();
  $('checkout').scrollIntoView({ behavior: 'smooth' });
}

// ---- the order, by its secret link ----

async function showOrder() {
  const link = new URLSearchParams(location.hash.slice(1));
  const open = link.has('order') && link.has('token');
  $('order').hidden = !open;
  $('shop').hidden = open;
  if (!open) {
    if (!$('shop').dataset.ready) await start();
    return;
  }
  const order = await call('GET', `/orders/${encodeURIComponent(link.get('order'))}`, undefined,
    { 'Tracking-Token': link.get('token') });
  const steps = ['pending', 'confirmed', 'preparing', 'out_for_delivery', 'delivered'];
  const shown = order.status === 'cancelled' ? ['pending', 'cancelled'] : steps;
  $('order').replaceChildren(
    h('div', { class: 'panel' },
      h('h1', { id: 'order-title', tabindex: -1 }, order.status === 'pending' ? texts.thanks : texts.statuses[order.status]),
      h('p', {}, `${texts.order} `, h('strong', { class: 'ltr', id: 'order-number' }, order.number)),
      h('ol', { class: 'steps', 'aria-label': texts.status }, shown.map((s) => h('li',
        { 'aria-current': s === order.status ? 'step' : null }, texts.statuses[s]))),
      h('p', {}, `${date(order.delivery_date)}, ${order.from_hour}–${order.to_hour}`),
      h('ul', { class: 'lines' }, order.items.map((i) => h('li', {},
        h('span', {}, choice([[i.quantity, i.product_name]]), i.product_type === 'pack' && h('small', { class: 'hint' },
          choice(i.flavor_details.map((f) => [f.quantity, f.flavor_name])))),
        h('span', { class: 'price' }, money(i.total))))),
      sums({ ...order, zone_id: 1, discounts: order.discounts.map((d) => ({ ...d, applied: true, code: order.promo_code })) }),
      h('p', { class: 'hint' }, texts.keep),
      h('a', { href: location.pathname + location.search }, texts.again)));
  $('order-title').focus();
}

// ---- beginning ----

function showZones() {
  const cities = Map.groupBy ? Map.groupBy(zones, (z) => z.city_name) : zones.reduce((m, z) => m.set(z.city_name, [...(m.get(z.city_name) ?? []), z]), new Map());
  $('zone').replaceChildren(...[...cities].map(([city, list]) => h('optgroup', { label: city },
    list.map((z) => h('option', { value: z.id, disabled: z.coming_soon },
      z.coming_soon ? `${z.name} (${texts.soon})` : z.name)))));
  const kept = Number(localStorage.getItem('zone'));
  zone = zones.find((z) => z.id === kept && z.is_active) ?? zones.find((z) => z.is_active) ?? null;
  if (zone) $('zone').value = zone.id;
  showPromise();
}
const showPromise = () => { $('promise').textContent = zone ? texts.promise(money(zone.delivery_fee), zone.delivery_days) : ''; };

async function start() {
  $('shop').dataset.ready = 'yes';
  const [zoneList, packs, cookies, bundles, cart] = await Promise.all([
    call('GET', '/zones?limit=200'), call('GET', '/packs'), call('GET', '/products?type=cookies&limit=100'),
    call('GET', '/products?type=bundles'), call('GET', '/cart')]);
  zones = zoneList.items;
  showZones();
  showPacks(packs.items.filter((p) => p.instances.length > 0));
  showProducts('cookies', cookies.items.filter((p) => p.instances.length > 0));
  showProducts('bundles', bundles.items.filter((p) => p.instances.length > 0));
  await showCart(cart);
}

document.documentElement.lang = language;
document.documentElement.dir = language === 'ar' ? 'rtl' : 'ltr';
for (const e of document.querySelectorAll('[data-text]')) e.textContent = texts[e.dataset.text];
$('language').textContent = language === 'ar' ? 'English' : 'العربية';
$('language').lang = language === 'ar' ? 'en' : 'ar';
$('language').addEventListener('click', () => {
  const url = new URL(location.href);
  if (language === 'ar') url.searchParams.delete('lang'); else url.searchParams.set('lang', 'ar');
  location.href = url;
});
$('zone').addEventListener('change', guarded(async () => {
  zone = zones.find((z) => z.id === Number($('zone').value));
  localStorage.setItem('zone', zone.id);
  showPromise();
  $('checkout').hidden = true;
  await showCart(await call('GET', '/cart'));
}));
addEventListener('hashchange', guarded(showOrder));
guarded(showOrder)();
