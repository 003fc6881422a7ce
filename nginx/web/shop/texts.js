// Everything the page says, in both languages; the same keys in each.
const en = {
  skip: 'Skip to the shop', deliver_to: 'Deliver to', soon: 'coming soon',
  headline: 'Fresh cookies, baked for you today',
  promise: (fee, days) => `Delivery ${fee}, ${days === 0 ? 'today if you order before the cut-off' : days === 1 ? 'from tomorrow' : `in ${days} days`}.`,
  packs: 'Fill your own pack', bundles: 'Ready bundles', cookies: 'Single cookies',
  fill: 'Choose flavors', add: 'Add to cart', from: 'from', close: 'Close',
  chosen: (n, of) => `${n} of ${of} chosen`, full: 'Your pack is full', more: (n) => `Choose ${n} more`,
  at_most: (n) => `At most ${n} of one flavor`, at_least: (n) => `At least ${n} different flavors`,
  less: (name) => `One ${name} less`, plus: (name) => `One more ${name}`,
  cart: 'Your cart', empty: 'Nothing in it yet. Pick a pack above.', remove: 'Remove',
  promo: 'Promo code', apply: 'Apply', subtotal: 'Subtotal', discount: 'Discount', delivery: 'Delivery',
  total: 'Total', checkout: 'Order now', quantity: 'Quantity', unavailable: 'Not available at the moment',
  details: 'Delivery and payment', name: 'Your name', phone: 'Phone number',
  phone_why: 'We send a code to it, and the driver calls it if needed.', send: 'Send code',
  resend: 'Send a new code', code: 'Code from the message', email: 'E-mail (optional)',
  address: 'Street, building, floor', notes: 'Notes for the driver (optional)', gift: 'Gift card text (optional)',
  slot: 'When', fully_booked: 'fully booked', pay: 'Pay at the door', cash: 'Cash', card: 'Card',
  place: (total) => `Place order: ${total}`, placing: 'Placing your order…',
  thanks: 'Thank you! Your order is in.', order: 'Order', status: 'Status',
  statuses: { pending: 'Received', confirmed: 'Confirmed', preparing: 'In the kitchen', out_for_delivery: 'On its way', delivered: 'Delivered', cancelled: 'Cancelled' },
  keep: 'Keep this page’s address: it opens your order again.', again: 'Back to the shop',
  offline: 'No connection. Your entries are kept; please try again.', changed: 'The price has changed. Please look at the new total and order again.',
  off: (amount) => `${amount} off`, docs: 'API reference', sent: 'The code is on its way.',
};
const ar = {
  skip: 'انتقل إلى المتجر', deliver_to: 'التوصيل إلى', soon: 'قريبًا',
  headline: 'كوكيز طازجة نخبزها لك اليوم',
  promise: (fee, days) => `التوصيل ${fee}، ${days === 0 ? 'اليوم إذا طلبت قبل آخر موعد' : days === 1 ? 'ابتداءً من الغد' : `خلال ${days} أيام`}.`,
  packs: 'كوّن علبتك', bundles: 'تشكيلات جاهزة', cookies: 'قطع منفردة',
  fill: 'اختر النكهات', add: 'أضف إلى السلة', from: 'من', close: 'إغلاق',
  chosen: (n, of) => `تم اختيار ${n} من ${of}`, full: 'اكتملت علبتك', more: (n) => `اختر ${n} أخرى`,
  at_most: (n) => `${n} قطع كحد أقصى من النكهة الواحدة`, at_least: (n) => `${n} نكهات مختلفة على الأقل`,
  less: (name) => `أنقص ${name}`, plus: (name) => `زد ${name}`,
  cart: 'سلتك', empty: 'السلة فارغة. اختر علبة من الأعلى.', remove: 'حذف',
  promo: 'رمز الخصم', apply: 'تطبيق', subtotal: 'المجموع', discount: 'الخصم', delivery: 'التوصيل',
  total: 'الإجمالي', checkout: 'اطلب الآن', quantity: 'الكمية', unavailable: 'غير متاح حاليًا',
  details: 'التوصيل والدفع', name: 'الاسم', phone: 'رقم الهاتف',
  phone_why: 'نرسل إليه رمزًا، وقد يتصل به المندوب.', send: 'أرسل الرمز',
  resend: 'أرسل رمزًا جديدًا', code: 'الرمز من الرسالة', email: 'البريد الإلكتروني (اختياري)',
  address: 'الشارع والمبنى والدور', notes: 'ملاحظات للمندوب (اختياري)', gift: 'نص بطاقة الهدية (اختياري)',
  slot: 'الموعد', fully_booked: 'اكتمل الحجز', pay: 'الدفع عند الاستلام', cash: 'نقدًا', card: 'بطاقة',
  place: (total) => `أكّد الطلب: ${total}`, placing: 'جارٍ تسجيل طلبك…',
  thanks: 'شكرًا لك! وصلنا طلبك.', order: 'طلب', status: 'الحالة',
  statuses: { pending: 'تم الاستلام', confirmed: 'تم التأكيد', preparing: 'في المطبخ', out_for_delivery: 'في الطريق', delivered: 'تم التوصيل', cancelled: 'أُلغي' },
  keep: 'احتفظ بعنوان هذه الصفحة: به تفتح طلبك مرة أخرى.', again: 'العودة إلى المتجر',
  offline: 'لا يوجد اتصال. بياناتك محفوظة؛ حاول مرة أخرى.', changed: 'تغيّر السعر. راجع الإجمالي الجديد ثم اطلب مرة أخرى.',
  off: (amount) => `خصم ${amount}`, docs: 'مرجع الواجهة البرمجية', sent: 'الرمز في الطريق إليك.',
};

export const language = new URLSearchParams(location.search).get('lang') === 'ar' ? 'ar' : 'en';
export const texts = { en, ar }[language];
const number = new Intl.NumberFormat(language === 'ar' ? 'ar-EG-u-nu-latn' : 'en-EG', { minimumFractionDigits: 2 });
// The number is kept left to right, or its minus would end up behind it in Arabic.
export const money = (amount) => `\u2066${number.format(amount)}\u2069 ${language === 'ar' ? 'ج.م' : 'EGP'}`;
export const date = (day) => new Intl.DateTimeFormat(language === 'ar' ? 'ar-EG-u-nu-latn' : 'en-GB',
  { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' }).format(new Date(`${day}T12:00:00Z`));
