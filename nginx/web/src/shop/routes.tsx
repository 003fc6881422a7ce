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
const Text = lazy(() => import('./pages/text'));
const Offline = lazy(() => import('./pages/offline'));
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
      <Route path={at('/help')} component={Text} />
      <Route path={at('/terms')} component={Text} />
      <Route path={at('/privacy')} component={Text} />
      <Route path={at('/offline')} component={Offline} />
      <Route default component={NotFound} />
    </Router>
  );
}
