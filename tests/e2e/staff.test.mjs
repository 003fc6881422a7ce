// SPDX-License-Identifier: MIT
// Somebody new among the staff, over HTTPS and with the mails that really arrive: invited, chooses a
// password, sets up the second factor, steps up, gives a colleague another role. Then the journal of
// it, its seals, and what becomes of a byte that was changed.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { client } from './support/client.mjs';
import { brokenInvariants } from './support/order.mjs';
import { appCode } from './support/panel.mjs';
import { startShop } from './support/shop.mjs';

let shop;
before(async () => { shop = await startShop(); });
after(() => shop?.stop());

const NOUR = { username: 'nour', email: 'nour@example.com', password: 'walnut river 7 lamp of brass' };
const USERS = '/api/v1/admin/admin-users';

/** `crumbled audit verify`, as the user whose files the keys are. */
function verify(...more) {
  const command = [shop.program, 'audit', 'verify', shop.conf, ...more];
  const { user } = shop.database;
  if (process.getuid() === 0) command.unshift('setpriv', `--reuid=${user}`, `--regid=${user}`, '--init-groups');
  return new Promise((resolve) => {
    execFile(command[0], command.slice(1), (error, stdout) => resolve({ status: error?.code ?? 0, stdout }));
  });
}

describe('Nour, who begins to work here', () => {
  const owner = { get c() { return ownerClient; } };
  let ownerClient, nour, products, id, codes, productsId;

  /** Since everybody here gave a secret. */
  const longAgo = () => shop.sql('UPDATE admin_sessions SET step_up_at = step_up_at - INTERVAL 6 MINUTE');
  const stepUp = async (who, password) =>
    (await who.post('/api/v1/admin/auth/step-up', { password })).expect(200);
  const account = async (who, username) =>
    (await who.get(`${USERS}?q=${username}`)).expect(200).body.items[0];

  test('is invited by the owner, who gives the password once more for it', async () => {
    ownerClient = await shop.staffClient('owner');
    await longAgo();
    const wanted = { username: NOUR.username, email: NOUR.email, role: 'system_admin' };
    (await owner.c.post(USERS, wanted)).expect(403, 'step_up_needed');
    (await owner.c.post('/api/v1/admin/auth/step-up', { password: 'not the one of the owner' })).expect(401, 'login_wrong');
    await stepUp(owner.c, shop.staff.owner.password);
    id = (await owner.c.post(USERS, wanted)).expect(201).body.id;
    (await owner.c.post(USERS, wanted)).expect(409, 'conflict');
  });

  test('chooses a password by the link, which works once', async () => {
    nour = client(shop, shop.admin);
    const mail = await shop.mailbox(NOUR.email, /invite#token=/);
    const [, token] = mail.text.match(/invite#token=([\w-]{43})/);
    assert.ok(mail.text.includes(`${shop.admin}/invite#token=${token}`));
    const body = { token, password: NOUR.password };
    (await nour.post('/api/v1/admin/auth/password/reset', { ...body, password: 'password' })).expect(422);
    (await nour.post('/api/v1/admin/auth/password/reset', body)).expect(204);
    (await nour.post('/api/v1/admin/auth/password/reset', body)).expect(422, 'link_over');
    await shop.mailbox(NOUR.email, /was changed just now/);
  });

  test('sets up the second factor and is logged in, with recovery codes', async () => {
    const { username, password } = NOUR;
    const begun = (await nour.post('/api/v1/admin/auth/totp', { username, password })).expect(200).body;
    assert.match(begun.uri, /^otpauth:\/\/totp\//);
    const totp = appCode(begun.secret);
    const done = (await nour.post('/api/v1/admin/auth/totp/confirm',
      { username, password, enrolment: begun.enrolment, totp })).expect(200).body;
    codes = done.recovery_codes;
    assert.equal(codes.length, 10);
    assert.equal((await nour.get('/api/v1/admin/auth/me')).expect(200).body.role, 'system_admin');
    // Neither the password alone nor the code again opens another session.
    const other = client(shop, shop.admin);
    (await other.post('/api/v1/admin/auth/login', { username, password })).expect(401, 'login_wrong');
    (await other.post('/api/v1/admin/auth/login', { username, password, totp })).expect(401, 'login_wrong');
    const login = { username, password, recovery_code: codes[0].toLowerCase() };
    (await other.post('/api/v1/admin/auth/login', login)).expect(200);
    (await other.post('/api/v1/admin/auth/login', login)).expect(401, 'login_wrong');
    await shop.mailbox(NOUR.email, /Codes that are left: 9/);
    (await nour.delete('/api/v1/admin/me/sessions')).expect(204);
    (await other.get('/api/v1/admin/auth/me')).expect(401, 'login_needed');
  });

  test('gives a colleague another role, which holds at every worker at once', async () => {
    products = await shop.staffClient('products');
    const { id: colleague, version } = await account(nour, 'products');
    productsId = colleague;
    const edit = { version, role: 'order_manager' };
    await longAgo();
    (await nour.patch(`${USERS}/${colleague}`, edit)).expect(403, 'step_up_needed');
    await stepUp(nour, NOUR.password);
    (await nour.patch(`${USERS}/${colleague}`, edit)).expect(200);
    const late = (await nour.patch(`${USERS}/${colleague}`, { version, is_active: false })).expect(409, 'conflict');
    assert.equal(late.body.current.role, 'order_manager');
    for (let i = 0; i < 20; i++) (await products.get('/api/v1/admin/auth/me')).expect(401, 'login_needed');
    assert.equal((await (await shop.staffClient('products')).get('/api/v1/admin/auth/me')).body.role, 'order_manager');
  });

  test('does nothing to the owner, who is a super_admin', async () => {
    const boss = await account(nour, 'owner');
    const path = `${USERS}/${boss.id}`;
    (await nour.patch(path, { version: boss.version, is_active: false })).expect(403, 'forbidden');
    (await nour.post(`${path}/password-link`)).expect(403, 'forbidden');
    (await nour.delete(`${path}/sessions`)).expect(403, 'forbidden');
    (await nour.patch(`${USERS}/${id}`, { version: 1, role: 'super_admin' })).expect(403, 'forbidden');
    (await owner.c.get('/api/v1/admin/auth/me')).expect(200);
  });

  test('the journal tells all of it, and no secret', async () => {
    const of = async (query) => (await nour.get(`/api/v1/admin/audit?${query}`)).expect(200).body.items;
    const [edit] = await of(`entity=admin_users&entity_id=${productsId}&action=admin.edit`);
    assert.equal(edit.username, 'nour');
    assert.equal(edit.before_json.role, 'product_manager');
    assert.equal(edit.after_json.role, 'order_manager');
    const own = (await of(`entity=admin_users&entity_id=${id}&limit=200`)).map((entry) => entry.action);
    for (const action of ['admin.invite', 'admin.password_reset', 'admin.totp', 'admin.recovery_code',
      'admin.login_failed', 'admin.sessions_end', 'admin.step_up']) assert.ok(own.includes(action), action);
    const all = JSON.stringify(await shop.sql('SELECT * FROM admin_activity_log'));
    for (const secret of [NOUR.password, ...codes]) assert.ok(!all.includes(secret));
  });

  test('its seals find one changed byte, and the newest one that was kept is found again', async () => {
    await shop.sql('UPDATE admin_activity_log SET created_at = created_at - INTERVAL 2 MINUTE');
    const sealed = (await shop.maintenance('seal-audit')).expect(200).body;
    assert.ok(sealed.done > 10);
    assert.equal((await verify(sealed.seal)).status, 0);
    await shop.sql(`UPDATE admin_activity_log SET after_json = REPLACE(after_json, 'order_manager', 'order_manages')
      WHERE entity_id = ${productsId} AND action = 'admin.edit'`);
    const found = await verify();
    assert.equal(found.status, 1, found.stdout);
    assert.match(found.stdout, /they or their seal were changed/);
    await shop.sql(`UPDATE admin_activity_log SET after_json = REPLACE(after_json, 'order_manages', 'order_manager')
      WHERE entity_id = ${productsId} AND action = 'admin.edit'`);
    assert.equal((await verify()).status, 0);
    await shop.sql('DELETE FROM audit_seals');
    assert.equal((await verify(sealed.seal)).status, 1);
  });

  test('and nothing else is out of order', async () => {
    await shop.sql('DELETE FROM audit_seals');
    assert.deepEqual(await brokenInvariants(shop), []);
  });
});
