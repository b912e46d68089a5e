import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Redirect, Route, Router, Switch, useLocation } from 'wouter';

import SearchPage from '../pages/search';
import { Toasts } from '../ui/Toasts';
import { basePath, parseQuery } from '../url/base';
import { comparedIds } from '../url/compare';
import { fromDeepDependencies } from '../url/dependencies';
import styles from './App.module.css';
import { configProblem } from './config';
import { Dialogs } from './Dialogs';
import { ErrorBoundary } from './ErrorBoundary';
import { lazyPage } from './lazyPage';
import { NotFound } from './NotFound';
import { Notice } from './Notice';
import { OfflineBanner } from './OfflineBanner';
import { queryClient } from './queryClient';
import { SkipLinks } from './SkipLinks';
import { TopBar } from './TopBar';
import { trackPage } from './tracking';
import { useEmbed } from './urlState';

const TracePage = lazyPage(() => import('../pages/trace'));
const ComparePage = lazyPage(() => import('../pages/compare'));
const DependenciesPage = lazyPage(() => import('../pages/dependencies'));
const MonitorPage = lazyPage(() => import('../pages/monitor'));
const QualityPage = lazyPage(() => import('../pages/quality'));

export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <Router base={basePath().replace(/\/$/, '')}>
        <Frame />
      </Router>
    </QueryClientProvider>
  );
}

function Frame() {
  const [path] = useLocation();
  const { embedded } = useEmbed();
  const problem = configProblem();
  useEffect(preloadTrace, []);
  useEffect(() => trackPage(path, window.location.search), [path]);
  return (
    <div className={styles.frame}>
      <SkipLinks />
      {!embedded && <TopBar />}
      <OfflineBanner />
      {problem !== undefined && <Notice text={problem} />}
      <main id="main" tabIndex={-1} className={styles.main}>
        <ErrorBoundary resetOn={path}>
          <Pages />
        </ErrorBoundary>
      </main>
      <Dialogs />
      <Toasts />
    </div>
  );
}

function Pages() {
  const [path] = useLocation();
  const search = window.location.search;
  return (
    <Switch>
      <Route path="/">
        <Redirect to={`/search${search}`} replace />
      </Route>
      <Route path="/search">
        <SearchPage />
      </Route>
      <Route path="/trace/:id">{({ id }) => (comparedIds(id) ? <ComparePage /> : <TracePage key={id} />)}</Route>
      <Route path="/dependencies">
        <DependenciesPage />
      </Route>
      <Route path="/deep-dependencies">
        <Redirect to={fromDeepDependencies(parseQuery(search))} replace />
      </Route>
      <Route path="/monitor">
        <MonitorPage />
      </Route>
      <Route path="/quality-metrics">
        <QualityPage />
      </Route>
      <Route>
        <NotFound path={path} />
      </Route>
    </Switch>
  );
}

/** Most who search open a trace next. */
function preloadTrace(): () => void {
  const timer = setTimeout(TracePage.preload, 2000);
  return () => clearTimeout(timer);
}
