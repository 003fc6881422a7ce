// SPDX-License-Identifier: MIT
// What is around each page of an account: who is asked to log in first, the way between the pages.

import '../../style/account.css';
import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso';
import { useEffect } from 'preact/hooks';
import { at, texts } from '../../lib/language';
import { Skeleton, useTitle } from '../../lib/ui';
import { me, type Me } from '../session';

const t = texts({
  account: 'My account', orders: 'Orders', downloads: 'Downloads', addresses: 'Addresses', questions: 'Questions', profile: 'Profile', devices: 'Devices',
  activity: 'Activity', privacy: 'My data',
}, {
  account: 'حسابي', orders: 'الطلبات', downloads: 'التنزيلات', addresses: 'العناوين', questions: 'الأسئلة', profile: 'الملف الشخصي', devices: 'الأجهزة',
  activity: 'سجل النشاط', privacy: 'بياناتي',
});

export const pages = ['orders', 'downloads', 'addresses', 'questions', 'profile', 'devices', 'activity', 'privacy'] as const;
export const pageName = (page: (typeof pages)[number]) => t[page];
export const pageAt = (page: (typeof pages)[number]) => at(`/account/${page}`);

export function Account({ title, up, children }: {
  title: string;
  /** Of a page below another: that one. */
  up?: (typeof pages)[number];
  children: (me: Me) => ComponentChildren;
}) {
  const { url, path, route } = useLocation();
  useTitle(title);
  useEffect(() => {
    if (me.value === null) route(at(`/login?next=${encodeURIComponent(url)}`), true);
  }, [me.value]);
  const top = path === at('/account');
  return (
    <div class="account">
      <nav class="account-nav" aria-label={t.account}>
        <ul>
          <li><a href={at('/account')} aria-current={top ? 'page' : undefined}>{t.account}</a></li>
          {pages.map((page) => (
            <li key={page}><a href={pageAt(page)} aria-current={path === pageAt(page) ? 'page' : up === page ? 'true' : undefined}>{t[page]}</a></li>
          ))}
        </ul>
      </nav>
      <div class="account-page">
        {!top && <p class={`up ${up ? 'deep' : ''}`}><a href={up ? pageAt(up) : at('/account')}>{up ? t[up] : t.account}</a></p>}
        <h1 tabIndex={-1}><bdi>{title}</bdi></h1>
        {me.value ? children(me.value) : <Skeleton />}
      </div>
    </div>
  );
}

/** After something under the finger has gone. */
export const focusTitle = () => document.querySelector<HTMLElement>('main h1')?.focus();
