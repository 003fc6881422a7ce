// SPDX-License-Identifier: MIT
// Saved looks at a list, one's own and shared ones: names for addresses.

import { useLocation } from 'preact-iso';
import { useState } from 'preact/hooks';
import { api, ask, type Shape } from '../../lib/api';
import { Check, Field, Form } from '../../lib/form';
import { texts } from '../../lib/language';
import { useLoad } from '../../lib/load';
import { Dialog, guarded, say } from '../../lib/ui';
import { query } from './call';

const t = texts({
  views: 'Saved views', all: 'All', save: 'Save this view', manage: 'Own views', name: 'Name', shared: 'Colleagues see it, too', send: 'Save', saved: 'The view is saved.', by: (who: string) => `by ${who}`,
  remove: 'Remove', removed: 'The view is removed.', change: 'Change',
}, {
  views: 'العروض المحفوظة', all: 'الكل', save: 'حفظ هذا العرض', manage: 'عروضي', name: 'الاسم', shared: 'يراه الزملاء أيضًا', send: 'حفظ', saved: 'حُفظ العرض.', by: (who: string) => `من ${who}`,
  remove: 'حذف', removed: 'حُذف العرض.', change: 'تغيير',
});

type View = Shape<'saved_view_view'>;
type ListName = View['list_name'];

export function Views({ list }: { list: string }) {
  const { path, query: asked } = useLocation();
  const [open, setOpen] = useState<View | 'new' | 'own' | null>(null);
  const found = useLoad(`views/${list}`, (signal) =>
    ask(api.GET('/api/v1/admin/saved-views', { params: { query: { list_name: list as ListName, limit: 200 } }, signal })));
  const views = found.data?.items ?? [];
  const own = views.filter((v) => v.is_own);
  const now = query({ ...asked, cursor: '' });
  const keepable = query({ ...asked, cursor: '', q: SECRET.has(list) ? '' : asked.q });
  const close = () => setOpen(null);
  const changed = (text: string) => { found.again(); say(text); };

  const send = async (view: View | null, name: string, isShared: boolean) => {
    const body = { name, query: view?.query ?? keepable, is_shared: isShared };
    if (view) await ask(api.PUT('/api/v1/admin/saved-views/{id}', { params: { path: { id: view.id } }, body: { ...body, version: view.version } }));
    else await ask(api.POST('/api/v1/admin/saved-views', { body: { ...body, list_name: list as ListName } }));
    close();
    changed(t.saved);
  };

  return (
    <nav class="views" aria-label={t.views}>
      <ul>
        <li><a href={path} aria-current={now === '' ? 'page' : undefined}>{t.all}</a></li>
        {views.map((v) => <li key={v.id}><a href={`${path}?${v.query}`} aria-current={now === v.query ? 'page' : undefined}>
          <bdi>{v.name}</bdi>{!v.is_own && <small class="soft"> {t.by(v.owner)}</small>}
        </a></li>)}
      </ul>
      {keepable && !views.some((v) => v.query === keepable) && <button type="button" class="link" onClick={() => setOpen('new')}>{t.save}</button>}
      {own.length > 0 && <button type="button" class="link" onClick={() => setOpen('own')}>{t.manage}</button>}
      <Dialog title={open === 'own' ? t.manage : t.save} open={open !== null} onClose={close}>
        {open === 'own' ? (
          <ul class="rows">{own.map((v) => (
            <li key={v.id}><bdi>{v.name}</bdi> <span class="row-actions">
              <button type="button" aria-label={`${t.change}: ${v.name}`} onClick={() => setOpen(v)}>{t.change}</button>
              <button type="button" class="danger" aria-label={`${t.remove}: ${v.name}`} onClick={guarded(async () => {
                await ask(api.DELETE('/api/v1/admin/saved-views/{id}', { params: { path: { id: v.id }, query: { version: v.version } } }));
                close();
                changed(t.removed);
              })}>{t.remove}</button>
            </span></li>
          ))}</ul>
        ) : open && (
          <Form id="view" send={t.send} onSend={(v) => send(open === 'new' ? null : open, v.text('name')!, v.on('is_shared'))}>
            <Field name="name" label={t.name} required maxlength={100} defaultValue={open === 'new' ? '' : open.name} />
            <Check name="is_shared" label={t.shared} defaultChecked={open !== 'new' && open.is_shared} />
          </Form>
        )}
      </Dialog>
    </nav>
  );
}

/** Whose searches may name somebody, so that the API keeps none. */
const SECRET = new Set(['orders', 'carts', 'customers', 'tickets', 'claims']);
