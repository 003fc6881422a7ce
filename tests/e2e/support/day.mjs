// SPDX-License-Identifier: MIT
// A shop in the middle of a day, for pictures of the panel: the morning's orders are on the road, the
// afternoon's are baked and packed, the evening's come in; some are cancelled, some people ask.

import { client, idempotencyKey } from './client.mjs';
import { move, sendOut, karim, runLink, tell } from './run.mjs';

const PEOPLE = ['Mona Adel', 'Ahmed Samir', 'سارة محمود', 'Nour Hassan', 'Youssef Kamal', 'Hoda Samir', 'محمد علي', 'Laila Mansour', 'Omar Farouk',
  'Dina Fouad', 'Tarek Aziz', 'Salma Hegazy', 'منى السيد', 'Rania Sobhi', 'Hany Wagdy', 'Farida Zaki', 'Amr Lotfy', 'ياسمين جمال', 'Nadia Shawky',
  'Sherif Helmy', 'Maha Tawfik', 'Bassem Naguib', 'Heba Ragab', 'Karim Younes', 'Aya Mostafa', 'Ramy Sabry', 'Lina Shaheen', 'Adel Hamdy'];

/** What is in the boxes: an item on sale, and pieces of each flavor. */
const BOXES = [
  [44, { 1: 3, 8: 3 }], [46, { 1: 4, 2: 4, 11: 4 }], [44, { 3: 2, 5: 2, 9: 2 }], [52], [44, { 6: 3, 10: 3 }], [46, { 3: 3, 4: 3, 6: 3, 7: 3 }], [51],
  [44, { 2: 3, 12: 1, 8: 2 }],
];
const [MORNING, AFTERNOON, EVENING] = [1, 2, 3];

/** Seven in the morning at the shop, whatever the clock here says: the whole day is open for orders. */
async function makeMorning(owner) {
  const offset = 7 - new Date().getUTCHours(), hours = offset < -12 ? offset + 24 : offset;
  const { version } = (await owner.get('/api/v1/admin/settings')).expect(200).body.items.find((one) => one.name === 'timezone');
  await owner.put('/api/v1/admin/settings/timezone', { version, value: `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}` });
  return new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 10);
}

/** Fills the shop; gives the day, and the owner's client. */
export async function busyDay(shop) {
  const owner = await shop.staffClient('owner');
  const date = await makeMorning(owner);
  let made = 0;
  const take = async (count, zones, slot, day = date) => {
    const orders = [];
    for (let i = 0; i < count; i++) {
      const n = made++, zone_id = zones[i % zones.length], [product_instance_id, flavors] = BOXES[n % BOXES.length];
      const items = [{ product_instance_id, quantity: 1, ...flavors && { flavors: Object.entries(flavors).map(([id, quantity]) => ({ flavor_id: Number(id), quantity })) } }];
      const code = n % 5 === 3 && { promo_code: 'WELCOME10' };
      const { total } = (await owner.post('/api/v1/admin/orders/quote', { items, zone_id, ...code })).expect(200).body;
      const phone = `+2010${String(12345678 + n * 7_654_321).slice(-8)}`;
      const body = {
        items, ...code, zone_id, name: PEOPLE[n % PEOPLE.length], phone, address: `Street ${n % 9 + 1}, Building ${n % 23 + 4}, Floor ${n % 5 + 1}`,
        delivery_date: day, time_slot_id: slot, payment_method: n % 4 === 1 ? 'card' : 'cash', expected_total: total, language: 'en',
      };
      const { id, number } = (await owner.post('/api/v1/admin/orders', body, { key: idempotencyKey() })).expect(201).body;
      orders.push({ id, number, phone, total });
    }
    return orders;
  };
  const pack = async (orders) => { for (const { id } of orders) (await owner.post(`/api/v1/admin/kitchen/orders/${id}/packed`)).expect(200); };
  const next = new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);

  // A week ago: placed for tomorrow, where they take nobody's room, and moved back.
  const before = await take(9, [1, 2, 3], EVENING, next);
  for (const { id, total } of before.slice(2)) (await owner.post(`/api/v1/admin/orders/${id}/payments`, { method: 'cash', amount: total })).expect(201);
  await shop.sql(`UPDATE sales SET paid_at = paid_at - INTERVAL 7 DAY; UPDATE payments SET paid_at = paid_at - INTERVAL 7 DAY;
    UPDATE orders SET delivery_date = delivery_date - INTERVAL 8 DAY, created_at = created_at - INTERVAL 8 DAY, status = 'delivered'`);

  const road = await take(7, [1, 2, 3], MORNING);
  const { id: run } = await sendOut(shop, owner, owner, road, { date, time_slot_id: MORNING }, karim);
  await tell(shop, await runLink(shop, karim), ...road.slice(0, 4).map((order) => ({ order, kind: 'delivered', delivery_code: order.code, amount: order.total })),
    { order: road[4], kind: 'failed', reason: 'no_answer', note: 'Rang twice' });

  const oven = await take(11, [1, 3, 2, 3], AFTERNOON);
  await move(owner, oven, 'confirmed');
  (await owner.post('/api/v1/admin/kitchen/prints', { date, time_slot_id: AFTERNOON, last_no: 0 })).expect(201);
  const late = await take(1, [2], AFTERNOON);
  await move(owner, late, 'confirmed');
  await move(owner, oven.slice(0, 8), 'preparing');
  await pack(oven.slice(0, 5));
  const { bake } = (await owner.get(`/api/v1/admin/kitchen?date=${date}&time_slot_id=${AFTERNOON}`)).expect(200).body;
  // Of most flavors all is baked, of some the half.
  const needed = new Map();
  for (const { flavor_id, quantity } of bake) needed.set(flavor_id, (needed.get(flavor_id) ?? 0) + quantity);
  for (const [i, [flavor_id, quantity]] of [...needed].entries()) {
    const ready = i % 4 === 3 ? quantity >> 1 : quantity;
    (await owner.put('/api/v1/admin/kitchen/trays', { date, time_slot_id: AFTERNOON, flavor_id, size_name: 'Medium', ready, version: 0 })).expect(200);
  }

  const evening = await take(9, [1, 2, 3], EVENING);
  await move(owner, evening.slice(0, 4), 'confirmed');
  (await owner.post(`/api/v1/admin/orders/${evening[8].id}/status`, { status: 'cancelled', note: 'Ordered twice' })).expect(200);

  const tickets = [];
  for (const [order, subject, message] of [[road[0], 'Two are broken', 'Two of the six arrived broken.'], [road[2], 'Where is it?', 'It should be here by now.'], [evening[1], 'Could it come earlier?', 'We eat at six.']]) {
    tickets.push((await owner.post('/api/v1/admin/tickets', { order_id: order.id, subject, message, category: 'delivery' }, { key: idempotencyKey() })).expect(201).body.id);
  }
  return { date, slot: AFTERNOON, run, road, oven, evening, tickets, owner };
}
