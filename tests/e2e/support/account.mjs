// SPDX-License-Identifier: MIT
// Customers with an account, for end-to-end tests.

/** Sends a code by SMS, as `ask` does, and reads it. */
async function codeOf(shop, phone, ask) {
  const after = (await shop.messages(phone))[0]?.id ?? 0;
  const { handle } = (await ask()).expect(200).body;
  return { handle, code: await shop.code(phone, { kind: 'sms', after }) };
}

/** Registers, proves the e-mail and logs in. */
export async function register(shop, visitor, phone, email) {
  const login = { login: phone, password: 'walnut river 7 lamp' };
  const asked = await codeOf(shop, phone, () => visitor.post('/api/v1/auth/otp', { phone, purpose: 'registration' }));
  const { proof } = (await visitor.post('/api/v1/auth/otp/verify', asked)).expect(200).body;
  (await visitor.post('/api/v1/auth/register',
    { proof, phone, email, password: login.password, first_name: 'Mona', last_name: 'Adel' })).expect(200);
  const mail = await shop.mailbox(email, /\/verify#/);
  (await visitor.post('/api/v1/auth/email/verify', { token: mail.text.match(/\/verify#token=([\w-]{43})/)[1] })).expect(204);
  const device = await codeOf(shop, phone, () => visitor.post('/api/v1/auth/login', login));
  (await visitor.post('/api/v1/auth/login', { ...login, ...device })).expect(200);
}
