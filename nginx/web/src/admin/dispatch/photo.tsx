// SPDX-License-Identifier: MIT
// The picture that a delivery man took at a door, behind a button.

import { useState } from 'preact/hooks';
import { texts } from '../../lib/language';
import { Dialog } from '../../lib/ui';

const t = texts({ photo: 'A photo', of: (number: string) => `At the door of ${number}` }, { photo: 'صورة', of: (number: string) => `عند باب ${number}` });

export function DoorPhoto({ id, number }: { id: number; number: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>{t.photo}<span class="vh"> {number}</span></button>
      <Dialog title={t.of(number)} open={open} onClose={() => setOpen(false)}>
        <img src={`/api/v1/admin/delivery-photos/${id}`} alt={t.of(number)} />
      </Dialog>
    </>
  );
}
