// SPDX-License-Identifier: MIT
// A password that is chosen, with its rule said beforehand; one that is asked for once more.

import { Field } from '../../lib/form';
import { texts } from '../../lib/language';

const t = texts({
  choose: 'Choose a password', rule: 'At least 8 characters, anything you like. Three or four words are easy to keep; your name, phone, e-mail or a common password is refused.',
  present: 'Your present password', presentHint: 'So that nobody else changes this on your open device.',
}, {
  choose: 'اختر كلمة مرور', rule: '8 أحرف على الأقل، مما تشاء. ثلاث أو أربع كلمات يسهل تذكرها، ولا يُقبل اسمك أو هاتفك أو بريدك أو كلمة شائعة.',
  present: 'كلمة المرور الحالية', presentHint: 'حتى لا يغيّر أحد هذا من جهازك المفتوح.',
});

export const NewPassword = ({ name = 'password', label = t.choose }: { name?: string; label?: string }) =>
  <Field name={name} type="password" label={label} hint={t.rule} required maxlength={256} autocomplete="new-password" />;

export const PresentPassword = ({ hint = true }: { hint?: boolean }) =>
  <Field name="password" type="password" label={t.present} hint={hint && t.presentHint} required maxlength={256} autocomplete="current-password" />;
