// SPDX-License-Identifier: MIT
// Short ways to orders that are baked, packed and on the road.

import assert from 'node:assert/strict';
import { client, idempotencyKey } from './client.mjs';
import { crowd, lastOffer, place } from './order.mjs';

export const TOTAL = '365.00';
export const karim = { id: 1, phone: '+201000000101', name: 'Karim' };
export const mahmoud = { id: 2, phone: '+201000000102', name: 'Mahmoud' };

/** So many orders of a box of six, for one day and slot. */
export async function placeOrders(shop, count, box) {
  const visitor = client(shop);
  const offer = await lastOffer(visitor);
  visitor.close();
  const orders = [];
  for (const guest of await crowd(shop, count, { offer, total: TOTAL, box })) {
    const { body } = (await place(guest)).expect(201);
    const [[id]] = await shop.sql(`SELECT id FROM orders WHERE number = '${body.number.replace('-', '')}'`);
    orders.push({ id: Number(id), number: body.number, phone: guest.body.phone, token: body.tracking_token });
    guest.visitor.close();
  }
  return { orders, slot: { date: offer.date, time_slot_id: offer.time_slot_id } };
}

/** Moves orders through these states, as an order manager. */
export async function move(staff, orders, ...states) {
  for (const status of states) {
    for (const order of orders) (await staff.post(`/api/v1/admin/orders/${order.id}/status`, { status })).expect(200);
  }
}

/** Packs them and sends them out with a man; each gets its code. */
export async function sendOut(shop, kitchen, dispatcher, orders, slot, man) {
  await move(kitchen, orders, 'confirmed', 'preparing');
  for (const order of orders) (await kitchen.post(`/api/v1/admin/kitchen/orders/${order.id}/packed`)).expect(200);
  const { items: [run] } = (await dispatcher.post('/api/v1/admin/runs',
    { ...slot, runs: [{ delivery_man_id: man.id, orders: orders.map((order) => order.id) }] })).expect(201).body;
  const out = (await dispatcher.post(`/api/v1/admin/runs/${run.id}/confirm`, { version: run.version })).expect(200).body;
  for (const order of orders) order.code = await doorCode(shop, order);
  return out;
}

/** What the customer reads in the message that the order is on its way. */
export async function doorCode(shop, order) {
  const { text } = await shop.mailbox(order.phone, /at the door/, { kind: 'sms' });
  return text.match(/\b\d{6}\b/)[0];
}

/** The path in the link of a man's newest message, with its secret. */
export async function runLink(shop, man, after = 0) {
  const { id, text } = await shop.mailbox(man.phone, /\/ar\/run\//, { after });
  return { id, path: text.match(/\/ar\/run\/\d+#token=[\w-]{43}/)[0] };
}

/** What the phone with this link tells of stops. */
export async function tell(shop, link, ...events) {
  const [, run, token] = link.path.match(/run\/(\d+)#token=(.+)/);
  const man = client(shop);
  const headers = { 'run-token': token };
  const { stops } = (await man.get(`/api/v1/runs/${run}`, { headers })).expect(200).body;
  const { items } = (await man.post(`/api/v1/runs/${run}/events`, { events: events.map(({ order, ...what }) => ({
    client_id: idempotencyKey(), stop_id: stops.find((s) => s.number === order.number).id, happened_at: new Date().toISOString().replace(/\.\d+/, ''), ...what,
  })) }, { headers })).expect(200).body;
  man.close();
  assert.deepEqual(items.map((item) => item.outcome), events.map(() => 'applied'));
}
