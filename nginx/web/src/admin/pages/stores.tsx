// SPDX-License-Identifier: MIT
// What was sent to the shop: digital goods and pictures.  They go when nothing needs them, for good.
import { bytes, plural, texts } from '../../lib/language';
import { Picture } from '../../lib/ui';
import { call, type ListPath } from '../kit/call';
import { List } from '../kit/list';

const t = texts({
  files: 'Files', pictures: 'Pictures', file: 'File', picture: 'Picture', size: 'Size', remove: 'Remove for good', sent: 'Sent',
  sure: (n: number) => `${plural(n, { one: 'One is', other: '# are' })} removed for good. What something still needs stays.`,
}, {
  files: 'الملفات', pictures: 'الصور', file: 'الملف', picture: 'الصورة', size: 'الحجم', remove: 'حذف نهائي', sent: 'أُرسل',
  sure: (n: number) => `حذف نهائي (${n}). ما زال مطلوبًا منها يبقى.`,
});

const remove = (path: ListPath) => [{ label: t.remove, danger: true, sure: t.sure, run: async ({ id }: { id: number }) => { await call('DELETE', `${path}/${id}`); } }];
const size = { key: 'size_bytes', label: t.size, num: true, cell: (row: { size_bytes: number }) => bytes(row.size_bytes) };
const sent = { key: 'created_at', label: t.sent };

export const Files = () => (
  <List path="/api/v1/admin/files" title={t.files} label={(f) => f.original_name} bulk={remove('/api/v1/admin/files')}
        columns={[{ key: 'original_name', label: t.file }, size, sent]} />
);
export const Pictures = () => (
  <List path="/api/v1/admin/pictures" title={t.pictures} label={(p) => p.url} bulk={remove('/api/v1/admin/pictures')} href={(p) => p.url}
        columns={[{ key: 'url', label: t.picture, cell: (p) => <Picture url={p.url} alt={p.url} sizes="4rem" /> }, size, sent]} />
);
