// SPDX-License-Identifier: MIT
// The pages of places.ts, behind the login and the permissions.

import type { ComponentChildren } from 'preact';
import { lazy, Route, Router, useLocation } from 'preact-iso';
import { useLayoutEffect } from 'preact/hooks';
import { at, texts } from '../lib/language';
import { useTitle } from '../lib/ui';
import { places, type Place } from './places';
import { may, me } from './session';

const t = texts({
  refused: 'This is not open to you', refusedText: 'Your role does not include this page. If you need it, ask whoever looks after the staff accounts.',
  gone: 'There is no such page', goneText: 'The address may be mistyped, or what was here has moved.', home: 'To the overview',
}, {
  refused: 'هذه الصفحة غير متاحة لك', refusedText: 'دورك لا يشمل هذه الصفحة. إن كنت تحتاج إليها فاطلبها من المسؤول عن حسابات الموظفين.',
  gone: 'لا توجد صفحة كهذه', goneText: 'ربما كُتب العنوان خطأً، أو انتقل ما كان هنا.', home: 'إلى النظرة العامة',
});

const Login = lazy(() => import('./pages/login'));
const Reset = lazy(() => import('./pages/reset'));
const Forgot = lazy(() => import('./pages/forgot'));

function Word({ title, children }: { title: string; children: ComponentChildren }) {
  useTitle(title);
  return <><h1 tabIndex={-1}>{title}</h1><p>{children}</p><p><a class="button" href={at('/')}>{t.home}</a></p></>;
}

export const Refused = () => <Word title={t.refused}>{t.refusedText}</Word>;
export const NotFound = () => <Word title={t.gone}>{t.goneText}</Word>;

/** Sends to the login, and back after it. */
function ToLogin() {
  const { url, path, route } = useLocation();
  // The page that is left is drawn once more while the login is fetched.
  useLayoutEffect(() => { if (path !== at('/login')) route(`${at('/login')}?next=${encodeURIComponent(url)}`, true); }, []);
  return null;
}

function guarded({ page, may: wanted }: Place) {
  const Page = lazy(page);
  return (props: object) => (!me.value ? <ToLogin /> : may(wanted) ? <Page {...props} /> : <Refused />);
}
const pages = places.map((place) => [at(place.path), guarded(place)] as const);

/** Called when a page is there: focus and scroll belong to whoever navigates. */
export function Pages({ onThere }: { onThere: () => void }) {
  return (
    <Router onRouteChange={onThere}>
      {pages.map(([path, Page]) => <Route key={path} path={path} component={Page} />)}
      <Route path={at('/login')} component={Login} />
      <Route path={at('/forgot')} component={Forgot} />
      <Route path={at('/reset')} component={Reset} />
      <Route path={at('/invite')} component={Reset} />
      <Route default component={NotFound} />
    </Router>
  );
}
