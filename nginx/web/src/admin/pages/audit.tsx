// SPDX-License-Identifier: MIT
// The journal of what staff did, sealed by cron; each entry shows what became different.
import { texts } from '../../lib/language';
import { changes } from '../kit/history';
import { List } from '../kit/list';
import { Value } from '../kit/value';
import { label } from '../kit/words';

const t = texts({ title: 'Journal', changes: 'What became different', note: 'Reason', request: 'Request', lead: 'Everything that staff did. Nobody can change it without being found.' },
  { title: 'السجل', changes: 'ما تغيّر', note: 'السبب', request: 'رقم العملية', lead: 'كل ما فعله الموظفون. ولا يمكن تغييره دون أن يُكتشف.' });

export default () => (
  <List path="/api/v1/admin/audit" title={t.title} view="activity" refs={{ admin_user_id: 'admin-users' }} label={(r) => r.action}
        columns={[
          { key: 'created_at' }, { key: 'username' }, { key: 'action' }, { key: 'entity' }, { key: 'entity_id', num: true },
          { key: 'changes', label: t.changes, cell: (r) => (
            <dl class="changes">{changes(r.before_json, r.after_json).map((c) => (
              <div key={c.field}><dt>{label(c.field)}</dt><dd>{c.before !== undefined && <><s><Value of={c.before} field={c.field} /></s> → </>}<Value of={c.after} field={c.field} /></dd></div>
            ))}</dl>
          ) },
          { key: 'note', label: t.note }, { key: 'ip_address', extra: true }, { key: 'request_id', label: t.request, extra: true },
        ]}>
    <p class="soft">{t.lead}</p>
  </List>
);
