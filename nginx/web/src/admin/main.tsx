// SPDX-License-Identifier: MIT
// Starts the panel.

import '../style/tokens.css';
import '../style/base.css';
import '../style/cards.css';
import '../style/admin.css';
import { render } from 'preact';
import { ErrorBoundary, LocationProvider } from 'preact-iso';
import { followHeadings } from '../lib/heading';
import { language } from '../lib/language';
import { say } from '../lib/ui';
import './kit/back';
import { Layout } from './layout';
import { Pages } from './routes';
import { enterIfAny } from './session';
import './step-up';

const app = document.getElementById('app')!;
const headings = followHeadings(app);

void enterIfAny().catch((error: Error) => say(error.message, { bad: true })).then(() => {
  render(
    <LocationProvider scope={new RegExp(`^/${language}(/|$)`)}>
      <ErrorBoundary onError={(error) => say(error.message, { bad: true })}>
        <Layout><Pages onThere={headings.there} /></Layout>
      </ErrorBoundary>
    </LocationProvider>, app);
});
