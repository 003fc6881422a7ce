// SPDX-License-Identifier: MIT
// What cron does: each job's present state, and its runs.
import { api, ask } from '../../lib/api';
import { texts } from '../../lib/language';
import { useEvery, useLoad } from '../../lib/load';
import { Show } from '../../lib/ui';
import { List } from '../kit/list';
import { Value } from '../kit/value';
import { label } from '../kit/words';

const t = texts({ title: 'Jobs', now: 'Each job', runs: 'Runs of the last thirty days', idle: 'nobody', state: 'Runs at', none: 'No job ever ran: is cron set up?' },
  { title: 'المهام', now: 'كل مهمة', runs: 'مرات التشغيل في آخر ثلاثين يومًا', idle: 'لا أحد', state: 'تعمل على', none: 'لم تعمل أي مهمة بعد: هل أُعدّ التشغيل الدوري؟' });

export default function Jobs() {
  const states = useLoad('jobs', (signal) => ask(api.GET('/api/v1/admin/jobs', { signal })));
  useEvery(15, states.again);
  return (
    <List path="/api/v1/admin/jobs/runs" name="jobs/runs" title={t.title} view="job_runs" label={(r) => r.job}
          columns={[{ key: 'started_at' }, { key: 'job' }, { key: 'finished_at' }, { key: 'done', num: true }, { key: 'error' }, { key: 'holder', extra: true }]}>
      <section>
        <h2>{t.now}</h2>
        <Show of={states}>{({ items }) => (items.length === 0 ? <p class="panel">{t.none}</p> : (
          <div class="scroll" role="region" aria-label={t.now} tabIndex={0}>
            <table>
              <thead><tr>{['job', 'started_at', 'finished_at'].map((f) => <th key={f} scope="col">{label(f)}</th>)}<th scope="col">{t.state}</th></tr></thead>
              <tbody>{items.map((j) => (
                <tr key={j.job}>
                  <th scope="row"><bdi class="ltr">{j.job}</bdi></th><td><Value of={j.started_at} field="started_at" /></td><td><Value of={j.finished_at} field="finished_at" /></td>
                  <td>{j.holder ? <bdi class="ltr">{j.holder}</bdi> : <span class="soft">{t.idle}</span>}</td>
                </tr>
              ))}</tbody>
            </table>
          </div>
        ))}</Show>
      </section>
      <h2>{t.runs}</h2>
    </List>
  );
}
