// SPDX-License-Identifier: MIT
// What dispatch calls its states.

import { texts } from '../../lib/language';

export const runStates: Record<string, string> = texts({ planned: 'Planned', confirmed: 'On the way', closed: 'Closed' }, { planned: 'مخططة', confirmed: 'في الطريق', closed: 'مغلقة' });
export const stopStates: Record<string, string> = texts({ open: 'To do', delivered: 'Delivered', failed: 'Not delivered', moved: 'Left this run' },
  { open: 'لم يُنجز بعد', delivered: 'تم التسليم', failed: 'لم يُسلَّم', moved: 'خرج من الجولة' });
export const stopReasons: Record<string, string> = texts({
  no_answer: 'Nobody answered', refused: 'They did not want it', wrong_address: 'Wrong address', damaged: 'Damaged', other: 'Something else',
}, { no_answer: 'لا أحد يجيب', refused: 'رُفض الاستلام', wrong_address: 'العنوان خطأ', damaged: 'تضرر الطلب', other: 'سبب آخر' });
export const obstacles: Record<string, string> = texts({
  open_stop: 'Not tried yet', on_the_way: 'Out without a stop', failed: 'Not delivered, and nothing came of it yet', unpaid: 'Delivered, the money did not come', cash: 'Cash with him', difference: 'A difference that nobody owns',
}, {
  open_stop: 'لم تُجرَّب بعد', on_the_way: 'في الطريق بلا محطة', failed: 'لم يُسلَّم ولم يُتخذ قرار', unpaid: 'سُلِّم ولم يصل المبلغ', cash: 'نقدية معه', difference: 'فرق بلا مسؤول',
});
export const methods: Record<string, string> = texts({ cash: 'Cash', card: 'Card', online: 'Online' }, { cash: 'نقدًا', card: 'بطاقة', online: 'عبر الإنترنت' });
