// Each key of the UI configuration and what it changes, where that can be asked without a page.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { Capabilities } from './configTypes';

const ALL: Partial<Capabilities> = { archiveStorage: true, metricsStorage: true, uiApi: true };

async function labels(): Promise<string[]> {
  const { places } = await import('./routes');
  return places().map(({ label }) => label);
}

async function terms(): Promise<string> {
  const { useTerms } = await import('./config');
  return useTerms().attributes;
}

async function menu(): Promise<unknown> {
  const { configEntries } = await import('./configLinks');
  return configEntries().map((entry) =>
    'links' in entry ? [entry.label, ...entry.links.map(({ href }) => href)] : [entry.href, entry.target],
  );
}

async function value(key: string): Promise<unknown> {
  const { config } = await import('./config');
  return key.split('.').reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], config());
}

async function pageOfLinks(): Promise<unknown> {
  const { newPage } = await import('./config');
  return newPage();
}

const EVERY = ['Search', 'Compare', 'Dependencies', 'Monitor', 'Quality'];
const without = (label: string) => EVERY.filter((other) => other !== label);
const link = { label: 'Wiki', url: 'https://wiki.example/' };

const CASES: [given: Record<string, unknown>, ask: () => Promise<unknown>, expected: unknown][] = [
  [{}, labels, EVERY],
  [{ dependencies: { menuEnabled: false } }, labels, without('Dependencies')],
  [{ dependenciesMenuEnabled: false }, labels, without('Dependencies')],
  [{ dependenciesMenuEnabled: false, deepDependencies: { menuEnabled: true } }, labels, ['Search', 'Compare', 'Paths', 'Monitor', 'Quality']],
  [{ monitor: { menuEnabled: false } }, labels, without('Monitor')],
  [{ qualityMetrics: { menuEnabled: false } }, labels, without('Quality')],
  [{ qualityMetrics: { menuLabel: 'Health' } }, labels, [...without('Quality'), 'Health']],
  [{ menu: [] }, menu, []],
  [{ menu: [link] }, menu, [['https://wiki.example/', '_blank']]],
  [{ menu: [{ ...link, anchorTarget: '_self' }] }, menu, [['https://wiki.example/', '_self']]],
  [{ menu: [link], forbidNewPage: true }, menu, [['https://wiki.example/', undefined]]],
  [{ menu: [{ label: 'More', items: [link, { label: 'Trap', url: 'javascript:alert(1)' }] }] }, menu, [['More', link.url]]],
  [{ menu: [null, 'text', { label: 'No address' }, { label: 'Empty', items: [null] }] }, menu, [['Empty']]],
  [{}, pageOfLinks, '_blank'],
  [{ forbidNewPage: true }, pageOfLinks, undefined],
  [{}, terms, 'Attributes'],
  [{ useOpenTelemetryTerms: false }, terms, 'Tags'],
  [{ search: { maxLimit: 'many', maxLookback: null, defaultLookback: '2h' } }, () => value('search.maxLimit'), 1500],
  [{ search: { adjustEndTime: '1m' } }, () => value('search.adjustEndTime'), '1m'],
  [{ gaTrackingID: 'G-1' }, () => value('tracking.gaID'), 'G-1'],
  [{ gaTrackingID: 'G-1', tracking: { gaID: 'G-2' } }, () => value('tracking.gaID'), 'G-2'],
  [{ tracking: { gaID: null } }, () => value('tracking'), { trackErrors: true }],
  [{ traceTimeline: { spanPillsEnabled: false } }, () => value('traceTimeline'), { enableSidePanel: true, spanPillsEnabled: false }],
];

function givePage(config: unknown, capabilities: Partial<Capabilities>): void {
  vi.stubGlobal('document', { baseURI: 'http://jaeger.example/' });
  vi.stubGlobal('window', {
    getJaegerUiConfig: () => config,
    getJaegerBackendCapabilities: () => ({ ...capabilities, uiApi: capabilities.uiApi ? 1 : undefined }),
  });
}

beforeEach(() => vi.resetModules());
afterEach(() => vi.unstubAllGlobals());

test.each(CASES)('%j', async (given, ask, expected) => {
  givePage(given, ALL);
  expect(await ask()).toEqual(expected);
});

test('a backend without figures or checks has no pages of them, unless they are asked for', async () => {
  givePage({}, {});
  expect(await labels()).toEqual(['Search', 'Compare', 'Dependencies']);
  vi.resetModules();
  givePage({ monitor: { menuEnabled: true }, qualityMetrics: { menuEnabled: true } }, {});
  expect(await labels()).toEqual(EVERY);
});

test('a configuration that fails leaves the defaults and says why', async () => {
  vi.stubGlobal('window', {
    getJaegerUiConfig: () => {
      throw new Error('x is not defined');
    },
  });
  const { config, configProblem } = await import('./config');
  expect(config().archiveEnabled).toBe(true);
  expect(configProblem()).toContain('x is not defined');
});

test('analytics of the configuration are told of pages and errors, and may fail', async () => {
  const told: unknown[] = [];
  const listeners = new Map<string, (event: unknown) => void>();
  const made = {
    init: () => told.push('init'),
    isEnabled: () => true,
    trackPageView: (path: string, search: string | null) => told.push([path, search]),
    trackError(description: string) {
      told.push(description);
      throw new Error('unreachable');
    },
  };
  givePage({ tracking: { customWebAnalytics: () => made } }, {});
  Object.assign(window, { addEventListener: (name: string, run: (event: unknown) => void) => listeners.set(name, run) });
  const failed = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const { startTracking, trackPage } = await import('./tracking');
  startTracking();
  trackPage('/search', '');
  trackPage('/monitor', '?service=a');
  listeners.get('error')?.({ message: 'broken' });
  listeners.get('unhandledrejection')?.({ reason: new Error('refused') });
  expect(told).toEqual(['init', ['/search', null], ['/monitor', '?service=a'], 'broken', 'Error: refused']);
  expect(failed).toHaveBeenCalledTimes(2);
});

test('scripts of the configuration run with the nonce of the page, and what is none is passed over', async () => {
  const scripts = [null, 'text', { type: 'module', text: 'a' }, { type: 'inline', text: 5 }, { type: 'inline', text: 'b' }];
  givePage({ scripts }, {});
  const ran: unknown[] = [];
  Object.assign(document, {
    querySelector: () => ({ nonce: 'N' }),
    createElement: () => ({}),
    body: { append: (script: unknown) => ran.push(script) },
  });
  const { runScripts } = await import('./scripts');
  runScripts();
  expect(ran).toEqual([{ nonce: 'N', textContent: 'b' }]);
});
