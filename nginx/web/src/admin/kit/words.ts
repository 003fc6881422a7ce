// SPDX-License-Identifier: MIT
// What the API's fields and choices are called.

import { language } from '../../lib/language';

type Pair = readonly [en: string, ar: string];

const fields: Record<string, Pair> = {
  name: ['Name', 'الاسم'], slug: ['Name in addresses', 'الاسم في العنوان'], description: ['Description', 'الوصف'], is_active: ['Active', 'مفعّل'],
  city_id: ['City', 'المدينة'], zone_id: ['Zone', 'المنطقة'], delivery_fee: ['Delivery fee', 'رسوم التوصيل'], delivery_days: ['Days to delivery', 'أيام التوصيل'],
  time_slot_id: ['Hours', 'الموعد'], from_hour: ['From', 'من'], to_hour: ['To', 'إلى'], capacity_orders: ['Orders a day', 'الطلبات في اليوم'],
  capacity_cookies: ['Cookies a day', 'القطع في اليوم'], day: ['Day', 'اليوم'], reason: ['Reason', 'السبب'], product_type_id: ['Type', 'النوع'],
  base_price: ['Base price', 'السعر الأساسي'], current_price: ['Price now', 'السعر الآن'], is_on_sale: ['On sale', 'عليه عرض'], image_url: ['Picture', 'الصورة'],
  count: ['Cookies', 'عدد القطع'], max_per_flavor: ['Most of one flavor', 'أقصى عدد من نكهة'], min_flavors: ['Least flavors', 'أقل عدد نكهات'], category: ['Category', 'الفئة'],
  product_type: ['Kind', 'الصنف'], product_id: ['Product', 'المنتج'], cookie_pack_id: ['Pack', 'العلبة'], size_id: ['Size', 'الحجم'], file_id: ['File', 'الملف'],
  entity: ['Kind of thing', 'نوع الشيء'], entity_id: ['Number', 'الرقم'], language: ['Language', 'اللغة'], category_type: ['Group of', 'مجموعة من'], target_value: ['Group', 'المجموعة'],
  target_id: ['Target number', 'رقم الهدف'], rule_type: ['Looks at', 'تنظر إلى'], discount_type: ['Discount', 'الخصم'], discount_value: ['Value', 'القيمة'],
  minimum_order_amount: ['From subtotal', 'من مجموع'], maximum_discount: ['At most', 'بحد أقصى'], start_date: ['From', 'من'], end_date: ['Until', 'حتى'], priority: ['Priority', 'الأولوية'],
  code: ['Code', 'الكود'], usage_limit: ['Uses at most', 'أقصى عدد استخدامات'], per_customer_limit: ['Uses of one person', 'استخدامات الشخص'], valid_from: ['From', 'من'],
  valid_until: ['Until', 'حتى'], used_count: ['Used', 'استُخدم'], phone: ['Phone', 'الهاتف'], email: ['E-mail', 'البريد الإلكتروني'], zones: ['Zones', 'المناطق'],
  text_en: ['English text', 'النص الإنجليزي'], text_ar: ['Arabic text', 'النص العربي'], username: ['Login name', 'اسم الدخول'], role: ['Role', 'الدور'], has_totp: ['Second factor', 'الخطوة الثانية'],
  has_password: ['Has a password', 'له كلمة مرور'], recovery_codes_left: ['Recovery codes left', 'رموز الاسترداد الباقية'], last_login_at: ['Last login', 'آخر دخول'],
  created_at: ['Made', 'أُنشئ'], updated_at: ['Changed', 'تغيّر'], deleted_at: ['Removed', 'حُذف'], id: ['No.', 'الرقم'], owner: ['Whose', 'صاحبها'], customer_id: ['Customer no.', 'رقم العميل'],
  customer_name: ['Customer', 'العميل'], promo_code: ['Code', 'الكود'], lines: ['Lines', 'الأسطر'], pieces: ['Pieces', 'القطع'], admin_user_id: ['Who', 'من'], action: ['What', 'ماذا'],
  from: ['From', 'من'], to: ['To', 'إلى'], job: ['Job', 'المهمة'], holder: ['Where', 'أين'], started_at: ['Begun', 'بدأت'], finished_at: ['Ended', 'انتهت'], done: ['Done', 'أُنجز'], error: ['Error', 'الخطأ'],
  notified_at: ['Told', 'أُبلغ'], prefix: ['Begins with', 'يبدأ بـ'], price_type: ['Who gets it', 'لمن'], price: ['Price', 'السعر'], status: ['Status', 'الحالة'], date: ['Day', 'اليوم'],
  delivery_man_id: ['Delivery man', 'المندوب'], customer_group: ['Group', 'المجموعة'], type: ['Kind', 'النوع'], method: ['Method', 'الطريقة'],
  mine: ['Mine', 'لي'], unassigned: ['Nobody’s', 'بلا مسؤول'], waiting: ['Waiting', 'في الانتظار'], order_id: ['Order no.', 'رقم الطلب'], ip_address: ['Address', 'العنوان الشبكي'],
  number: ['Order', 'الطلب'], delivery_date: ['Day', 'اليوم'], delivery_zone: ['Zone', 'المنطقة'], delivery_time_slot_name: ['Hours', 'الموعد'], delivery_man_name: ['Delivery man', 'المندوب'],
  cookies: ['Cookies', 'القطع'], total: ['Total', 'الإجمالي'], payment_method: ['Paid by', 'الدفع'], payment_status: ['Payment', 'حالة الدفع'], full_name: ['Name', 'الاسم'],
  subject: ['Subject', 'الموضوع'], last_customer_at: ['Customer wrote', 'كتب العميل'], assigned_name: ['Who looks after it', 'المسؤول'], delivery_address: ['Address', 'العنوان'],
  delivery_additional_info: ['Notes for the delivery', 'ملاحظات للتوصيل'], address: ['Address', 'العنوان'], additional_info: ['Notes for the delivery', 'ملاحظات للتوصيل'],
  gift_note: ['Gift card', 'بطاقة الهدية'], items: ['Lines', 'الأسطر'], order_number: ['Order', 'الطلب'],
  amount: ['Amount', 'المبلغ'], placed_from: ['Placed from', 'طُلب من'], placed_to: ['Placed until', 'طُلب حتى'], list_name: ['List', 'القائمة'],
};

const choices: Record<string, Pair> = {
  cookie: ['Cookie', 'كوكيز'], pack: ['Pack', 'علبة'], bundle: ['Bundle', 'مجموعة'], digital: ['Digital', 'رقمي'], percentage: ['Percent', 'نسبة'], fixed_amount: ['Amount', 'مبلغ'],
  free_delivery: ['Free delivery', 'توصيل مجاني'], product: ['Product', 'منتج'], category: ['Price group', 'مجموعة أسعار'], flavor: ['Flavor', 'نكهة'], time: ['Time', 'وقت'], location: ['Place', 'مكان'],
  customer_group: ['Customer group', 'مجموعة عملاء'], product_type: ['Product type', 'نوع منتج'], flavor_category: ['Flavor category', 'فئة نكهة'], size_category: ['Size', 'حجم'],
  cookie_pack: ['Pack', 'علبة'], size: ['Size', 'حجم'], city: ['City', 'مدينة'], zone: ['Zone', 'منطقة'], time_slot: ['Hours', 'موعد'], en: ['English', 'الإنجليزية'], ar: ['Arabic', 'العربية'],
  super_admin: ['Owner', 'المالك'], order_manager: ['Order manager', 'مدير الطلبات'], product_manager: ['Product manager', 'مدير المنتجات'], delivery_manager: ['Delivery manager', 'مدير التوصيل'],
  system_admin: ['System admin', 'مدير النظام'], regular: ['Everybody', 'الجميع'], sale: ['Sale', 'عرض'], member: ['Members', 'الأعضاء'], wholesale: ['Wholesale', 'الجملة'], base: ['Base price', 'السعر الأساسي'],
  customer: ['Customer', 'عميل'], guest: ['Guest', 'زائر'], registered: ['With an account', 'له حساب'],
  pending: ['New', 'جديد'], confirmed: ['Confirmed', 'مؤكد'], preparing: ['In the kitchen', 'في المطبخ'], out_for_delivery: ['On its way', 'في الطريق'],
  delivered: ['Delivered', 'تم التوصيل'], cancelled: ['Cancelled', 'ملغي'],
  open: ['Open', 'مفتوحة'], awaiting_reply: ['Answered', 'أُجيب عنها'], in_progress: ['In progress', 'قيد المتابعة'], resolved: ['Solved', 'تم حلها'], closed: ['Closed', 'مغلقة'],
  low: ['Low', 'منخفضة'], normal: ['Normal', 'عادية'], high: ['High', 'مرتفعة'], urgent: ['Urgent', 'عاجلة'],
  general: ['Something else', 'أمر آخر'], order: ['An order', 'طلب'], delivery: ['A delivery', 'توصيل'], refund: ['A refund', 'استرداد مبلغ'], technical: ['The website', 'الموقع'],
  account: ['The account', 'الحساب'],
  active: ['Open', 'مفعّل'], inactive: ['Switched off', 'موقوف'], suspended: ['Suspended', 'معلّق'], unverified: ['E-mail not proved', 'البريد غير مؤكد'],
  planned: ['Planned', 'مخططة'], cash: ['Cash', 'نقدًا'], card: ['Card', 'بطاقة'], online: ['Online', 'عبر الإنترنت'],
  newest: ['Newest first', 'الأحدث أولًا'], oldest: ['Oldest first', 'الأقدم أولًا'],
};

const word = (of: Record<string, Pair>, name: string) => of[name]?.[language === 'ar' ? 1 : 0] ?? name;
/** The name of a field. */
export const label = (field: string) => word(fields, field);
/** The name of one of a closed list of choices. */
export const choice = (value: string) => word(choices, value);
export const isChoice = (value: string) => value in choices;
