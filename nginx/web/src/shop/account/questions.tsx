// SPDX-License-Identifier: MIT
import { useLocation } from 'preact-iso';
import { texts } from '../../lib/language';
import { own, Questions } from '../questions';
import { Account } from './frame';

const t = texts({ title: 'Questions' }, { title: 'الأسئلة' });

export default function QuestionsPage() {
  const { query } = useLocation();
  return <Account title={t.title}>{() => <Questions desk={own} order={query.order} />}</Account>;
}
