// What the operator wants told of pages and errors: `tracking` of the UI configuration.

import { config, version } from './config';
import { googleAnalytics } from './googleAnalytics';

/** What `customWebAnalytics` returns, as in Jaeger UI. */
export interface Analytics {
  init(): void;
  isEnabled?(): boolean;
  trackPageView(path: string, search: string | null): void;
  trackError(description: string): void;
}

/** Errors may carry text of any length. */
const LONGEST = 1000;

let analytics: Analytics | undefined;

/** Starts it, if the configuration has any; a fault of the operator's script must not stop the app. */
export function startTracking(): void {
  const { customWebAnalytics, gaID, trackErrors } = config().tracking;
  const { gitVersion, gitCommit } = version();
  guarded(() => {
    if (typeof customWebAnalytics === 'function') {
      const made = customWebAnalytics(config(), gitVersion, `${gitVersion} ${gitCommit}`.trim());
      if (isAnalytics(made)) analytics = made;
    } else if (typeof gaID === 'string' && gaID !== '') analytics = googleAnalytics(gaID);
    analytics?.init();
  });
  if (!analytics || !trackErrors) return;
  window.addEventListener('error', ({ message }) => trackError(message));
  window.addEventListener('unhandledrejection', ({ reason }) => trackError(String(reason)));
}

export function trackPage(path: string, search: string): void {
  tell((to) => to.trackPageView(path, search === '' ? null : search));
}

function trackError(description: string): void {
  tell((to) => to.trackError(description.slice(0, LONGEST)));
}

function tell(what: (to: Analytics) => void): void {
  guarded(() => {
    if (analytics && (analytics.isEnabled?.() ?? true)) what(analytics);
  });
}

function guarded(run: () => void): void {
  try {
    run();
  } catch (error) {
    console.error('The analytics of the UI configuration failed', error);
  }
}

function isAnalytics(value: unknown): value is Analytics {
  if (typeof value !== 'object' || value === null) return false;
  const { init, trackPageView, trackError: onError } = value as Partial<Analytics>;
  return [init, trackPageView, onError].every((method) => typeof method === 'function');
}
