// The configuration and the capabilities that the server wrote into the page.

import { defaultConfig } from './configTypes';
import type { Capabilities, UiConfig, Version } from './configTypes';

export type { Capabilities, MenuGroup, MenuLink, UiConfig, Version } from './configTypes';

declare global {
  interface Window {
    getJaegerUiConfig?: () => unknown;
    getJaegerStorageCapabilities?: () => unknown;
    getJaegerBackendCapabilities?: () => unknown;
    getJaegerVersion?: () => unknown;
  }
}

/** Keys whose values are merged one by one; all others are replaced whole. */
const MERGED = [
  'dependencies', 'monitor', 'search', 'qualityMetrics', 'traceTimeline', 'themes', 'deepDependencies', 'traceDiff',
  'tracking',
];

let known: UiConfig | undefined;
let problem: string | undefined;

/** The operator's configuration over the defaults. */
export function config(): UiConfig {
  known ??= readConfig();
  return known;
}

/** Why the configuration could not be used, for the person who wrote it. */
export function configProblem(): string | undefined {
  config();
  return problem;
}

function readConfig(): UiConfig {
  let given: unknown;
  try {
    given = window.getJaegerUiConfig?.();
  } catch (error) {
    problem = `The UI configuration failed: ${error instanceof Error ? error.message : String(error)}`;
  }
  return mergeConfig(given);
}

export function mergeConfig(given: unknown): UiConfig {
  const merged: Record<string, unknown> = { ...defaultConfig };
  for (const [key, value] of Object.entries(record(given))) {
    const before = merged[key];
    if (!fits(value, before)) continue;
    merged[key] = MERGED.includes(key) ? mergeGroup(record(before), record(value)) : value;
  }
  const { dependenciesMenuEnabled, gaTrackingID, dependencies, tracking } = record(given);
  if (typeof dependenciesMenuEnabled === 'boolean' && dependencies === undefined) {
    merged.dependencies = { ...defaultConfig.dependencies, menuEnabled: dependenciesMenuEnabled };
  }
  if (typeof gaTrackingID === 'string' && record(tracking).gaID === undefined) {
    merged.tracking = { ...record(merged.tracking), gaID: gaTrackingID };
  }
  return merged as unknown as UiConfig;
}

function mergeGroup(before: Record<string, unknown>, given: Record<string, unknown>): Record<string, unknown> {
  // What is null is not said.
  const kept = Object.entries(given).filter(([key, value]) => value !== null && fits(value, before[key]));
  return { ...before, ...Object.fromEntries(kept) };
}

/** A value of another kind than the default's would break a page long after this place. */
function fits(value: unknown, before: unknown): boolean {
  return before === undefined || kindOf(value) === kindOf(before);
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** The target of links that leave the app: a page of their own, where that is not forbidden. */
export function newPage(): '_blank' | undefined {
  return config().forbidNewPage ? undefined : '_blank';
}

let knownCapabilities: Capabilities | undefined;

export function capabilities(): Capabilities {
  knownCapabilities ??= readCapabilities(window);
  return knownCapabilities;
}

function readCapabilities(from: Window): Capabilities {
  // The first is what Jaeger 1 wrote, the second what Jaeger 2 writes.
  const given = { ...record(from.getJaegerStorageCapabilities?.()), ...record(from.getJaegerBackendCapabilities?.()) };
  return {
    archiveStorage: given.archiveStorage === true,
    metricsStorage: given.metricsStorage === true,
    searchWithoutServiceName: given.searchWithoutServiceName === true,
    aiAssistant: given.aiAssistant === true,
    uiApi: given.uiApi === 1,
  };
}

export function version(): Version {
  const given = record(window.getJaegerVersion?.());
  const text = (key: string) => (typeof given[key] === 'string' ? given[key] : '');
  return { gitCommit: text('gitCommit'), gitVersion: text('gitVersion'), buildDate: text('buildDate') };
}

export interface Terms {
  spanName: string;
  spanNames: string;
  attribute: string;
  attributes: string;
  resource: string;
  event: string;
  events: string;
  link: string;
  links: string;
}

const openTelemetryTerms: Terms = {
  spanName: 'Span name',
  spanNames: 'Span names',
  attribute: 'Attribute',
  attributes: 'Attributes',
  resource: 'Resource',
  event: 'Event',
  events: 'Events',
  link: 'Link',
  links: 'Links',
};

const jaegerTerms: Terms = {
  spanName: 'Operation',
  spanNames: 'Operations',
  attribute: 'Tag',
  attributes: 'Tags',
  resource: 'Process',
  event: 'Log',
  events: 'Logs',
  link: 'Reference',
  links: 'References',
};

/** OpenTelemetry's words, or Jaeger's when the configuration asks for them. */
export function useTerms(): Terms {
  return config().useOpenTelemetryTerms ? openTelemetryTerms : jaegerTerms;
}
