// SPDX-License-Identifier: MIT
import { useRoute } from 'preact-iso';
import { useState } from 'preact/hooks';
import { texts } from '../../lib/language';
import { own, Thread } from '../questions';
import { Account } from './frame';

const t = texts({ title: 'Question' }, { title: 'سؤال' });

export default function QuestionPage() {
  const { params } = useRoute();
  const [subject, setSubject] = useState('');
  return <Account title={subject || t.title} up="questions">{() => <Thread desk={own} id={Number(params.id)} onSubject={setSubject} />}</Account>;
}
