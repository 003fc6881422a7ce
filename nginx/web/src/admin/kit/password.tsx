// SPDX-License-Identifier: MIT
import { Field } from '../../lib/form';
import { texts } from '../../lib/language';

const t = texts({
  label: 'New password', rule: 'At least 15 characters, anything you like. Four or five words are easy to keep; names and common passwords are refused.',
}, {
  label: 'كلمة المرور الجديدة', rule: '15 حرفًا على الأقل، مما تشاء. أربع أو خمس كلمات يسهل تذكرها، ولا تُقبل الأسماء ولا الكلمات الشائعة.',
});

/** A password that staff choose, with its rule said beforehand. */
export const StaffPassword = () =>
  <Field name="password" type="password" label={t.label} hint={t.rule} required maxlength={256} autocomplete="new-password" />;
