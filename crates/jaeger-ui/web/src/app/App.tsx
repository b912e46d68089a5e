import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Redirect, Route, Router, Switch, useLocation } from 'wouter';

import { Toasts } from '../ui/Toasts';
import { basePath } from '../url/base';
import { comparedIds } from '../url/compare';
import styles from './App.module.css';
import { configProblem } from './config';
import { Dialogs } from './Dialogs';
import { ErrorBoundary } from './ErrorBoundary';
import { NotFound } from './NotFound';
import { Notice } from './Notice';
import { OfflineBanner } from './OfflineBanner';
import { ComparePage, DependenciesPage, MonitorPage, PathsPage, QualityPage, SearchPage, TracePage } from './pages';
import { queryClient } from './queryClient';
import { SkipLinks } from './SkipLinks';
import { TopBar } from './TopBar';
import { trackPage } from './tracking';
import { useEmbed } from './urlState';

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
        <PathsPage />
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
  const timer = setTimeout(() => void TracePage.preload(), 2000);
  return () => clearTimeout(timer);
}
