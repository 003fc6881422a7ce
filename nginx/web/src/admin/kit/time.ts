// SPDX-License-Identifier: MIT
// Moments are entered by the shop's clock, whatever that of this computer is.

let zone = 'UTC';
export const setShopZone = (name: string) => { zone = name; };

/** "2026-11-21T18:00" by the shop's clock, for an input; '' for null. */
export function toInput(at: string | null | undefined): string {
  return at ? local(Date.parse(at)) : '';
}

/** Back to what the API takes.  An hour that there is twice is the first one; one that there is not, an hour later. */
export function fromInput(entered: string): string {
  const wanted = Date.parse(`${entered}Z`);
  let at = wanted;
  // The offset depends on the moment, which depends on the offset: the second look has it right.
  for (let i = 0; i < 2; i++) at = wanted - (Date.parse(`${local(at)}Z`) - at);
  return new Date(at).toISOString().replace('.000Z', 'Z');
}

/** The day that it is in the shop. */
export const today = (now = Date.now()) => local(now).slice(0, 10);

function local(at: number): string {
  const whole = Math.floor(at / 60_000) * 60_000;
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
  }).formatToParts(whole);
  const part = (type: string) => parts.find((p) => p.type === type)!.value;
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
}
