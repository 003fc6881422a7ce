// SPDX-License-Identifier: MIT
// Which page is at which address (nginx knows the same ones: nginx/maps.conf).  All but the first come
// when they are needed.

import { lazy, Route, Router } from 'preact-iso';
import { at } from '../lib/language';
import { count } from '../lib/load';
import { Home } from './pages/home';

const Catalog = lazy(() => import('./pages/catalog'));
const Product = lazy(() => import('./pages/product'));
const Pack = lazy(() => import('./pages/pack'));
const Cart = lazy(() => import('./pages/cart'));
const Checkout = lazy(() => import('./pages/checkout'));
const Order = lazy(() => import('./pages/order'));
const Track = lazy(() => import('./pages/track'));
const Text = lazy(() => import('./pages/text'));
const Offline = lazy(() => import('./pages/offline'));
const OrderQuestions = lazy(() => import('./pages/order-questions'));
const Login = lazy(() => import('./pages/login'));
const Register = lazy(() => import('./pages/register'));
const Forgot = lazy(() => import('./pages/forgot'));
const Reset = lazy(() => import('./pages/reset'));
const Verify = lazy(() => import('./pages/verify'));
const Export = lazy(() => import('./pages/export'));
const Overview = lazy(() => import('./account/overview'));
const Orders = lazy(() => import('./account/orders'));
const OwnOrder = lazy(() => import('./account/order'));
const Downloads = lazy(() => import('./account/downloads'));
const Addresses = lazy(() => import('./account/addresses'));
const Devices = lazy(() => import('./account/devices'));
const Questions = lazy(() => import('./account/questions'));
const Question = lazy(() => import('./account/question'));
const Activity = lazy(() => import('./account/activity'));
const Profile = lazy(() => import('./account/profile'));
const Privacy = lazy(() => import('./account/privacy'));
const Run = lazy(() => import('./run/sheet'));
const NotFound = lazy(() => import('./pages/not-found'));

/** Called when a page is there: focus and scroll belong to whoever navigates. */
export function Pages({ onThere }: { onThere: () => void }) {
  return (
    <Router onLoadStart={() => count(1)} onLoadEnd={() => count(-1)} onRouteChange={onThere}>
      <Route path={at('/')} component={Home} />
      <Route path={at('/shop')} component={Catalog} />
      <Route path={at('/products/:slug')} component={Product} />
      <Route path={at('/packs/:id')} component={Pack} />
      <Route path={at('/cart')} component={Cart} />
      <Route path={at('/checkout')} component={Checkout} />
      <Route path={at('/orders/:number')} component={Order} />
      <Route path={at('/track')} component={Track} />
      <Route path={at('/help')} component={Text} />
      <Route path={at('/terms')} component={Text} />
      <Route path={at('/privacy')} component={Text} />
      <Route path={at('/offline')} component={Offline} />
      <Route path={at('/orders/:number/questions')} component={OrderQuestions} />
      <Route path={at('/orders/:number/questions/:id')} component={OrderQuestions} />
      <Route path={at('/login')} component={Login} />
      <Route path={at('/register')} component={Register} />
      <Route path={at('/forgot')} component={Forgot} />
      <Route path={at('/reset')} component={Reset} />
      <Route path={at('/verify')} component={Verify} />
      <Route path={at('/export')} component={Export} />
      <Route path={at('/account')} component={Overview} />
      <Route path={at('/account/orders')} component={Orders} />
      <Route path={at('/account/orders/:number')} component={OwnOrder} />
      <Route path={at('/account/downloads')} component={Downloads} />
      <Route path={at('/account/addresses')} component={Addresses} />
      <Route path={at('/account/devices')} component={Devices} />
      <Route path={at('/account/questions')} component={Questions} />
      <Route path={at('/account/questions/:id')} component={Question} />
      <Route path={at('/account/activity')} component={Activity} />
      <Route path={at('/account/profile')} component={Profile} />
      <Route path={at('/account/privacy')} component={Privacy} />
      <Route path={at('/run/:id')} component={Run} />
      <Route default component={NotFound} />
    </Router>
  );
}
