// SPDX-License-Identifier: MIT
// What a language decides: texts, plural forms, money, days and hours.  The language is a part of
// the address (/en/..., /ar/...); nginx writes it into the page, and it never changes while the page
// is open.

export type Language = 'en' | 'ar';
export const language: Language = document.documentElement.lang === 'ar' ? 'ar' : 'en';
export const otherLanguage: Language = language === 'ar' ? 'en' : 'ar';

/** The texts of a page; the Arabic ones must have the keys and parameters of the English ones. */
export const texts = <T>(en: T, ar: NoInfer<T>): T => (language === 'ar' ? ar : en);

/** An address of this shop in the page's language: at('/cart') is /en/cart. */
export const at = (path: string) => `/${language}${path}`;

// Latin digits in both languages: our own numbers and those of Intl must not differ on a page.
const locale = language === 'ar' ? 'ar-EG-u-nu-latn' : 'en-GB';

const rules = new Intl.PluralRules(locale);
type Forms = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

/** plural(3, { one: '# cookie', other: '# cookies' }) is "3 cookies". */
export const plural = (n: number, forms: Forms) => (forms[rules.select(n)] ?? forms.other).replace('#', String(n));

const digits = new Intl.NumberFormat(locale, { minimumFractionDigits: 2 });

/**
 * An amount of the API ("149.50") for people.  Never a sum: those are the API's.  The number is kept
 * left to right, or its minus would end up behind it in Arabic.
 */
export const money = (amount: string) => {
  const number = `\u2066${digits.format(amount as Intl.StringNumericLiteral)}\u2069`;
  return language === 'ar' ? `${number}\u00a0ج.م.` : `EGP\u00a0${number}`;
};

/** Between the parts of a place or a time. */
export const comma = language === 'ar' ? '، ' : ', ';

export const isZero = (amount: string) => /^-?0+(\.0+)?$/.test(amount);

const longDay = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' });
const shortDay = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });
const noon = (date: string) => new Date(`${date}T12:00:00Z`);

/** A day of the shop ("2026-11-21"), whatever the zone of the phone. */
export const day = (date: string) => longDay.format(noon(date));
export const dayShort = (date: string) => shortDay.format(noon(date));

/** Hours of the shop ("18:00", "22:00"), in that order in both languages. */
export const hours = (from: string, to: string) => `\u2066${from}–${to}\u2069`;

// Moments are shown by the shop's clock, which is told once from its settings.
let moments = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
export const useShopTime = (timeZone: string) => {
  moments = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone });
};

/** A moment of the API (RFC 3339, UTC) by the shop's clock. */
export const moment = (at: string) => moments.format(new Date(at));

const sizes = (unit: string) => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 });
const units = [['megabyte', 1024 * 1024], ['kilobyte', 1024], ['byte', 1]] as const;

/** A file's size. */
export function bytes(n: number) {
  const [unit, of] = units.find(([, of]) => n >= of) ?? units[2];
  return sizes(unit).format(n / of);
}

/** Arabic-Indic and Persian digits as people type them, to what the API takes. */
export const latinDigits = (text: string) =>
  text.replace(/[٠-٩]/g, (d) => String(d.charCodeAt(0) - 0x660)).replace(/[۰-۹]/g, (d) => String(d.charCodeAt(0) - 0x6f0));
