// SPDX-License-Identifier: MIT
// The link to one's own data: what is behind it is made when it is asked for, and once.

import '../../style/account.css';
import { useState } from 'preact/hooks';
import { api, ask, Problem } from '../../lib/api';
import { Form } from '../../lib/form';
import { at, texts } from '../../lib/language';
import { useSecret } from '../use-secret';
import { useTitle } from '../../lib/ui';
import { save } from '../../lib/upload';

const t = texts({
  title: 'Your data', lead: 'One file with everything that we keep about you. Other programs can read it, too (JSON).',
  once: 'The link works once. Keep the file where others cannot see it.', get: 'Download my data', done: 'The file is on your device now.',
  over: 'This link is no longer valid. It works once, for a day, and only the newest.', again: 'Ask for a new one', file: 'my-data',
}, {
  title: 'بياناتك', lead: 'ملف واحد فيه كل ما نحتفظ به عنك، ويمكن لبرامج أخرى قراءته أيضًا (بصيغة JSON).',
  once: 'يعمل الرابط مرة واحدة. احفظ الملف حيث لا يراه غيرك.', get: 'تنزيل بياناتي', done: 'أصبح الملف على جهازك.',
  over: 'لم يعد هذا الرابط صالحًا. يعمل مرة واحدة خلال يوم، والأحدث فقط.', again: 'اطلب رابطًا جديدًا', file: 'my-data',
});

export default function Export() {
  const [token, used] = useSecret('export');
  const [ended, setEnded] = useState<{ token: string; as: 'done' | 'over' } | null>(null);
  const state = ended && ended.token === token ? ended.as : 'ready';
  useTitle(t.title);
  return (
    <section class="narrow">
      <h1 tabIndex={-1}>{t.title}</h1>
      {state === 'done' ? <p class="panel good" role="status">{t.done}</p>
        : state === 'over' || !token
          ? <div class="panel" role="alert"><p>{t.over}</p><p><a class="button main" href={at('/account/privacy')}>{t.again}</a></p></div>
          : (
            <>
              <p class="lead">{t.lead}</p>
              <Form send={t.get} onSend={async () => {
                try {
                  const record = await ask(api.POST('/api/v1/export', { body: { token } }));
                  save(new Blob([JSON.stringify(record, null, 2)], { type: 'application/json' }), `${t.file}-${record.made_at.slice(0, 10)}.json`);
                  setEnded({ token, as: 'done' });
                } catch (error) {
                  if (!(error instanceof Problem && error.code === 'link_over')) throw error;
                  setEnded({ token, as: 'over' });
                }
                used();
              }}>
                <p>{t.once}</p>
              </Form>
            </>
          )}
    </section>
  );
}
