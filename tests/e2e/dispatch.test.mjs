// SPDX-License-Identifier: MIT
// A day over real HTTPS: the kitchen prints, bakes and packs; the dispatcher sends out a run, and gives
// what is left of it to another man; the men tell what happened at the doors from their links, late and
// twice; in the evening the cash is counted and the day is closed.

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { client } from './support/client.mjs';
import { brokenInvariants, crowd, demo, lastOffer, place } from './support/order.mjs';
import { camera, secret } from './support/picture.mjs';
import { startShop } from './support/shop.mjs';

const TOTAL = '365.00';
const karim = { id: 1, phone: '+201000000101' };
const mahmoud = { id: 2, phone: '+201000000102' };

let shop, kitchen, dispatcher, owner, offer, slot;
const orders = [];

before(async () => {
  shop = await startShop();
  kitchen = await shop.staffClient('orders');
  dispatcher = await shop.staffClient('delivery');
  owner = await shop.staffClient('owner');
  const visitor = client(shop);
  offer = await lastOffer(visitor);
  visitor.close();
  slot = { date: offer.date, time_slot_id: offer.time_slot_id };
  for (const guest of await crowd(shop, 4, { offer, total: TOTAL })) {
    const { body } = (await place(guest)).expect(201);
    const [[id]] = await shop.sql(`SELECT id FROM orders WHERE number = '${body.number.replace('-', '')}'`);
    orders.push({ id: Number(id), number: body.number, phone: guest.body.phone, token: body.tracking_token });
    guest.visitor.close();
  }
});
after(async () => {
  for (const staff of [kitchen, dispatcher, owner]) staff?.close();
  await shop?.stop();
});

const files = (part) => readdirSync(join(shop.dir, 'shop/files', part));

async function nothingIncoming() {
  for (let i = 0; i < 100 && files('incoming').length > 0; i++) await sleep(50);
  assert.deepEqual(files('incoming'), []);
}

const query = () => new URLSearchParams(slot);
const move = (order, status, note) => kitchen.post(`/api/v1/admin/orders/${order.id}/status`, { status, note });

/** What a delivery man's phone has: the link from his message, and nothing else. */
async function phoneOf(man, after = 0) {
  const message = await shop.mailbox(man.phone, /\/ar\/run\//, { after });
  const [, run, token] = message.text.match(/\/ar\/run\/(\d+)#token=([\w-]{43})/);
  const browser = client(shop);
  const options = { headers: { 'run-token': token } };
  return {
    run, token, message, close: () => browser.close(),
    look: () => browser.get(`/api/v1/runs/${run}`, options),
    show: (name, bytes, secretOfRun = token) => browser.send('POST', `/api/v1/runs/${run}/photos?client_id=${name}`, bytes,
      { headers: { 'run-token': secretOfRun, 'content-type': 'application/octet-stream' } }),
    tell: (...events) => browser.post(`/api/v1/runs/${run}/events`, { events }, options),
    ask: (path) => browser.get(path, options),
  };
}

/** What the customer reads in the message that the order is on its way. */
async function doorCode(order) {
  const { text } = await shop.mailbox(order.phone, /at the door/, { kind: 'sms' });
  return text.match(/\b\d{6}\b/)[0];
}

let named = 0;
const event = (stop, kind, more) => ({
  client_id: `phone-event-${++named}`, stop_id: stop.id, kind, happened_at: new Date().toISOString().replace(/\.\d+/, ''), ...more,
});

describe('the kitchen', () => {
  let since;

  test('prints the bake list, which is the sum of the confirmed orders', async () => {
    for (const order of orders.slice(0, 3)) (await move(order, 'confirmed')).expect(200);
    const { body } = (await kitchen.post('/api/v1/admin/kitchen/prints', { ...slot, last_no: 0 })).expect(201);
    assert.equal(body.print_no, 1);
    assert.equal(body.cookies, 18);
    assert.deepEqual(body.list.map((line) => [line.flavor_name, line.quantity]), [['Chocolate chip', 9], ['Vanilla', 9]]);
    ({ since } = (await kitchen.get(`/api/v1/admin/kitchen/changes?${query()}`)).expect(200).body);
  });

  test('a late order shows as a difference, and the print before stays', async () => {
    (await move(orders[3], 'confirmed')).expect(200);
    (await kitchen.post('/api/v1/admin/kitchen/prints', { ...slot, last_no: 0 })).expect(409, 'conflict');
    const { body } = (await kitchen.post('/api/v1/admin/kitchen/prints', { ...slot, last_no: 1 })).expect(201);
    assert.deepEqual(body.list.map((line) => line.difference), [3, 3]);
    const prints = (await kitchen.get(`/api/v1/admin/kitchen/prints?${query()}`)).expect(200).body.items;
    assert.deepEqual(prints.map((print) => print.cookies), [24, 18]);
  });

  test('what is in an order stays once the cut-off has passed', async () => {
    const edit = {
      version: (await kitchen.get(`/api/v1/admin/orders/${orders[0].id}`)).expect(200).body.version,
      items: [{ product_instance_id: demo.packOf6, quantity: 1, flavors: [{ flavor_id: demo.vanilla, quantity: 3 }, { flavor_id: demo.chocolateChip, quantity: 3 }] }],
    };
    (await kitchen.post(`/api/v1/admin/orders/${orders[0].id}/edit/quote`, edit)).expect(200);
    // The days until then, taken off by a zone with so long a way.
    const list = (await kitchen.get(`/api/v1/admin/kitchen?${query()}`)).expect(200).body;
    assert.equal(list.is_locked, false);
    await shop.sql('CREATE TABLE IF NOT EXISTS days_before AS SELECT id, delivery_days FROM zones');
    await shop.sql('UPDATE zones SET delivery_days = 30');
    (await kitchen.post(`/api/v1/admin/orders/${orders[0].id}/edit/quote`, edit)).expect(409, 'kitchen_locked');
    assert.equal((await kitchen.get(`/api/v1/admin/kitchen?${query()}`)).expect(200).body.is_locked, true);
    await shop.sql('UPDATE zones z JOIN days_before d ON d.id = z.id SET z.delivery_days = d.delivery_days');
    await shop.sql('DROP TABLE days_before');
  });

  test('too few of a flavor: who ordered last gets another one, once', async () => {
    const entry = { ...slot, flavor_id: demo.vanilla, size_name: 'Medium', existing: 10 };
    const short = (await kitchen.put('/api/v1/admin/kitchen/shortages', { ...entry, version: 0 })).expect(200).body;
    assert.deepEqual(short.orders.map((o) => [o.order_id, o.missing]), [[orders[3].id, 2]]);
    const [substitute] = short.orders[0].substitutes.filter((f) => f.flavor_id !== demo.chocolateChip);
    const answer = () => kitchen.post(`/api/v1/admin/kitchen/shortages/${short.id}/orders/${orders[3].id}/answer`,
      { version: short.orders[0].version, flavor_id: substitute.flavor_id, reason: 'Called: agreed' });
    const replies = await Promise.all([answer(), answer(), answer()]);
    assert.deepEqual(replies.map((reply) => reply.status).sort(), [200, 409, 409]);
    const again = (await kitchen.put('/api/v1/admin/kitchen/shortages', { ...entry, version: short.version })).expect(200).body;
    assert.equal(again.open_n, 0);
    const order = (await kitchen.get(`/api/v1/admin/orders/${orders[3].id}`)).expect(200).body;
    assert.equal(order.total, TOTAL);
    assert.ok(JSON.stringify(order.items).includes(substitute.name));
    await shop.mailbox(orders[3].phone, /chang/i, { kind: 'sms' });
  });

  test('trays and boxes are marked, and another screen hears of it', async () => {
    (await kitchen.put('/api/v1/admin/kitchen/trays',
      { ...slot, flavor_id: demo.vanilla, size_name: 'Medium', ready: 12, version: 0 })).expect(200);
    (await kitchen.post(`/api/v1/admin/kitchen/orders/${orders[0].id}/packed`)).expect(409, 'move_refused');
    for (const order of orders) {
      (await move(order, 'preparing')).expect(200);
      (await kitchen.post(`/api/v1/admin/kitchen/orders/${order.id}/packed`)).expect(200);
    }
    const { body } = (await kitchen.get(`/api/v1/admin/kitchen/changes?${query()}&since=${since}`)).expect(200);
    assert.equal(body.orders.length, 4);
    assert.ok(body.orders.every((order) => order.packed_at));
    assert.equal(body.trays[0].ready, 12);
    assert.equal(body.print_no, 2);
  });
});

describe('the dispatcher and the men', () => {
  let first, second, run, stops;

  test('a proposal goes by zones and load; a run is saved and changed', async () => {
    const { runs, unassigned } = (await dispatcher.post('/api/v1/admin/runs/propose', slot)).expect(200).body;
    assert.deepEqual(unassigned, []);
    assert.equal(runs[0].delivery_man_id, karim.id);
    const proposed = runs[0].orders.map((order) => order.id);
    assert.deepEqual([...proposed].sort(), orders.map((order) => order.id).sort());
    assert.ok(runs[0].orders.every((order) => order.is_packed));
    run = (await dispatcher.post('/api/v1/admin/runs',
      { ...slot, runs: [{ delivery_man_id: karim.id, orders: proposed }] })).expect(201).body.items[0];
    run = (await dispatcher.put(`/api/v1/admin/runs/${run.id}/stops`,
      { version: run.version, orders: orders.map((order) => order.id) })).expect(200).body;
    (await dispatcher.post(`/api/v1/admin/runs/${run.id}/confirm`, { version: 1 })).expect(409, 'conflict');
  });

  test('confirmed, the customers get their codes and the man his link', async () => {
    run = (await dispatcher.post(`/api/v1/admin/runs/${run.id}/confirm`, { version: run.version })).expect(200).body;
    first = await phoneOf(karim);
    assert.equal(first.run, String(run.id));
    for (const order of orders) order.code = await doorCode(order);
    const visitor = client(shop);
    const tracked = (await visitor.get(`/api/v1/orders/${orders[0].number}`,
      { headers: { 'tracking-token': orders[0].token } })).expect(200).body;
    assert.equal(tracked.delivery_code, orders[0].code);
    visitor.close();
  });

  test('the link opens this run and nothing else', async () => {
    const sheet = (await first.look()).expect(200).body;
    ({ stops } = sheet);
    assert.deepEqual(stops.map((stop) => stop.customer_phone), orders.map((order) => order.phone));
    assert.equal(stops[0].amount_due, TOTAL);
    (await first.ask('/api/v1/runs/999999')).expect(404, 'not_found');
    const stranger = client(shop);
    (await stranger.get(`/api/v1/runs/${run.id}`, { headers: { 'run-token': 'x'.repeat(43) } })).expect(404, 'not_found');
    (await stranger.get(`/api/v1/runs/${run.id}`)).expect(422, 'invalid');
    stranger.close();
  });

  test('at the door: a wrong code, the right one, and the money', async () => {
    const wrong = orders[0].code === '000000' ? '111111' : '000000';
    const [refused] = (await first.tell(event(stops[0], 'delivered', { delivery_code: wrong }))).expect(200).body.items;
    assert.equal(refused.code, 'code_wrong');
    const told = event(stops[0], 'delivered', { delivery_code: orders[0].code, amount: TOTAL });
    // In a garage: it does not know whether it arrived, and sends it again, with more.
    const failed = event(stops[1], 'failed', { reason: 'no_answer', note: 'Rang twice' });
    for (let i = 0; i < 3; i++) {
      const { items } = (await first.tell(failed, told, failed)).expect(200).body;
      assert.deepEqual(items.map((item) => item.outcome), ['applied', 'applied', 'applied']);
    }
    const [[state]] = await shop.sql(`SELECT GROUP_CONCAT(status ORDER BY id) FROM orders WHERE id IN (${orders.map((o) => o.id)})`);
    assert.equal(state, 'delivered,preparing,out_for_delivery,out_for_delivery');
    assert.deepEqual(await shop.sql('SELECT expected_amount FROM courier_accounts'), [[TOTAL]]);
  });

  test('a flat tyre: what is left goes to another man who serves the zone, once', async () => {
    const version = (await dispatcher.get(`/api/v1/admin/runs/${run.id}`)).expect(200).body.version;
    const give = () => dispatcher.post(`/api/v1/admin/runs/${run.id}/reassign`, { version, delivery_man_id: mahmoud.id });
    (await give()).expect(422, 'courier_zone');
    const man = (await dispatcher.get('/api/v1/admin/delivery-men')).expect(200).body.items.find((m) => m.id === mahmoud.id);
    (await dispatcher.patch(`/api/v1/admin/delivery-men/${mahmoud.id}`,
      { version: man.version, zones: [...man.zones, demo.madinaty] })).expect(200);
    const replies = await Promise.all([give(), give(), give()]);
    assert.deepEqual(replies.map((reply) => reply.status).sort(), [200, 409, 409]);
    second = await phoneOf(mahmoud);
    const sheet = (await second.look()).expect(200).body;
    assert.deepEqual(sheet.stops.map((stop) => stop.number), orders.slice(2).map((order) => order.number));
    // Both tell of the same order; it is delivered once.
    const [late] = (await first.tell(event(stops[2], 'delivered', { delivery_code: orders[2].code, amount: TOTAL }))).expect(200).body.items;
    assert.equal(late.code, 'stop_moved');
    stops = sheet.stops;
    const { items } = (await second.tell(
      event(stops[0], 'delivered', { delivery_code: orders[2].code }),
      event(stops[0], 'cash', { amount: TOTAL }))).expect(200).body;
    assert.deepEqual(items.map((item) => item.outcome), ['applied', 'applied']);
  });

  test('where no code is said a picture shows it: what is none, or a stranger sends, is not taken', async () => {
    const stranger = await phoneOf(mahmoud);
    (await stranger.show('IMG_0042.jpg', camera(), 'x'.repeat(43))).expect(404, 'not_found');
    stranger.close();
    (await second.show('IMG_0042.jpg', Buffer.from('<svg onload="alert(1)"/>'))).expect(422, 'picture_broken');
    (await second.show('IMG_0042.jpg', camera().subarray(0, 2000))).expect(422, 'picture_broken');
    (await second.show('IMG_0042.jpg', Buffer.alloc(5 * 1024 * 1024 + 1))).expect(413);
    await nothingIncoming();
    assert.deepEqual(files('stored'), []);
  });

  test('a phone that was offline sends the picture first, twenty times, and then what happened', async () => {
    const told = event(stops[1], 'delivered', { photo: 'IMG_0042.jpg' });
    assert.equal((await second.tell(told)).expect(422, 'invalid').body.errors[0].field, 'events.0.photo');
    const photo = camera();
    const replies = await Promise.all(Array.from({ length: 20 }, () => second.show('IMG_0042.jpg', photo)));
    for (const reply of replies) reply.expect(201);
    assert.deepEqual([replies[0].body.width, replies[0].body.height], [1500, 1000]);
    assert.equal(files('stored').length, 1);
    for (let i = 0; i < 2; i++) {
      const { items } = (await second.tell(told, event(stops[1], 'cash', { amount: TOTAL }))).expect(200).body;
      assert.equal(items[0].outcome, 'applied');
    }
    const counted = await shop.sql("SELECT COUNT(*) FROM order_status_history WHERE to_status = 'delivered'");
    assert.deepEqual(counted, [['3']]);
    await nothingIncoming();
  });

  test('only staff who bring it see the picture, and nothing but its pixels', async () => {
    const [attempt] = (await dispatcher.get(`/api/v1/admin/orders/${orders[3].id}/attempts`)).expect(200).body.items;
    const address = `/api/v1/admin/delivery-photos/${attempt.photo_id}`;
    for (const staff of [dispatcher, kitchen]) {
      const reply = (await staff.get(address)).expect(200);
      assert.equal(reply.headers['content-type'], 'image/webp');
      assert.equal(reply.data.toString('latin1', 8, 12), 'WEBP');
      assert.equal(reply.data.includes(secret), false);
    }
    const baker = await shop.staffClient('products');
    (await baker.get(address)).expect(403, 'forbidden');
    baker.close();
    const visitor = client(shop);
    const [key] = files('stored');
    for (const path of [`/pictures/${key}`, `/pictures/320/${key}`, `/files/${key}`, address]) (await visitor.get(path)).expect(404);
    visitor.close();
  });

  test('in the evening the day closes when each thing is settled or owned', async () => {
    const day = `/api/v1/admin/dispatch/days/${slot.date}`;
    const close = () => dispatcher.post(`${day}/close`);
    const kinds = (reply) => [...new Set(reply.body.day.obstacles.map((o) => o.kind))].sort();
    assert.deepEqual(kinds((await close()).expect(409, 'day_open')), ['cash', 'failed']);
    (await move(orders[1], 'cancelled', 'Nobody at home')).expect(200);
    for (const [man, declared, counted] of [[karim, TOTAL, TOTAL], [mahmoud, '730.00', '700.00']]) {
      const account = `/api/v1/admin/delivery-men/${man.id}/cash`;
      const { version } = (await dispatcher.get(account)).expect(200).body;
      const handover = (await dispatcher.post(`${account}/handovers`, { version, declared })).expect(201).body;
      const count = { version: handover.version, counted };
      const path = `/api/v1/admin/cash/handovers/${handover.id}/count`;
      (await dispatcher.post(path, count)).expect(409, 'same_person');
      const replies = await Promise.all([owner.post(path, count), owner.post(path, count), owner.post(path, count)]);
      assert.deepEqual(replies.map((reply) => reply.status).sort(), [200, 409, 409]);
    }
    assert.deepEqual(kinds((await close()).expect(409, 'day_open')), ['difference']);
    const [difference] = (await owner.get('/api/v1/admin/cash/differences?status=open')).expect(200).body.items;
    assert.equal(difference.amount, '30.00');
    (await owner.post(`/api/v1/admin/cash/differences/${difference.id}/own`,
      { version: difference.version, note: 'He brings it on Thursday' })).expect(200);
    (await close()).expect(200);
    assert.deepEqual(await shop.sql('SELECT SUM(expected_amount), SUM(differing_amount) FROM courier_accounts'), [['30.00', '30.00']]);
  });

  test('the books hold, and of the links only hashes are kept', async () => {
    assert.deepEqual(await brokenInvariants(shop), []);
    const tokens = await shop.sql(`SELECT COUNT(*) FROM delivery_runs WHERE token_hash IN (UNHEX(SHA2('${first.token}', 256)), UNHEX(SHA2('${second.token}', 256)))`);
    assert.deepEqual(tokens, [['2']]);
    first.close();
    second.close();
  });
});
