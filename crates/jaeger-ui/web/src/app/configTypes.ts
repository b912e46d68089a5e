// The UI configuration that operators write; every key of Jaeger UI's is known.

import type { LinkPattern } from '../model/links';

export interface MenuLink {
  label: string;
  url: string;
  anchorTarget?: '_self' | '_blank' | '_parent' | '_top';
}

export interface MenuGroup {
  label: string;
  items: MenuLink[];
}

export interface UiConfig {
  archiveEnabled: boolean;
  criticalPathEnabled: boolean;
  dependencies: { menuEnabled: boolean; dagMaxNumServices: number };
  /** Jaeger's page of paths is part of Dependencies here; either switch puts that into the top bar. */
  deepDependencies: { menuEnabled: boolean };
  /** Not said: the page is named where the server can check. */
  qualityMetrics: { menuEnabled?: boolean; menuLabel: string };
  menu: (MenuLink | MenuGroup)[];
  search: {
    defaultLookback: string;
    maxLookback: { label: string; value: string };
    maxLimit: number;
    /** How far the end of the range is moved back, `1m`, to leave out traces that are not complete. */
    adjustEndTime?: string;
  };
  monitor: {
    /** Not said: the page is named where the server has figures. */
    menuEnabled?: boolean;
    docsLink?: string;
    emptyState?: {
      mainTitle?: string;
      subTitle?: string;
      description?: string;
      /** `onClick` only in a configuration in JavaScript. */
      button?: { text?: string; onClick?(): void };
      alert?: { message?: string };
    };
  };
  traceIdDisplayLength: number;
  topTagPrefixes: string[];
  linkPatterns: LinkPattern[];
  disableFileUploadControl: boolean;
  disableJsonView: boolean;
  forbidNewPage: boolean;
  themes: { enabled: boolean };
  traceTimeline: {
    enableSidePanel: boolean;
    /** Not said: at the side where there is room. */
    defaultDetailPanelMode?: 'inline' | 'sidepanel';
    spanPillsEnabled: boolean;
  };
  traceDiff: { helpLink?: string };
  useOpenTelemetryTerms: boolean;
  scripts: { type: string; text: string }[];
  tracking: Tracking;
}

export interface Tracking {
  /** Of Google Analytics. */
  gaID?: string;
  trackErrors: boolean;
  /** Makes what is told of pages and errors; only in a configuration in JavaScript. */
  customWebAnalytics?: (config: UiConfig, versionShort: string, versionLong: string) => unknown;
}

/** What the backend can do. */
export interface Capabilities {
  archiveStorage: boolean;
  metricsStorage: boolean;
  searchWithoutServiceName: boolean;
  aiAssistant: boolean;
  /** Whether `api/ui/v1` is served; not so on a stock Jaeger. */
  uiApi: boolean;
}

export interface Version {
  gitCommit: string;
  gitVersion: string;
  buildDate: string;
}

export const defaultConfig: UiConfig = {
  archiveEnabled: true,
  criticalPathEnabled: true,
  dependencies: { menuEnabled: true, dagMaxNumServices: 500 },
  deepDependencies: { menuEnabled: false },
  qualityMetrics: { menuLabel: 'Quality' },
  menu: [
    {
      label: 'About Jaeger',
      items: [
        { label: 'Website and documentation', url: 'https://www.jaegertracing.io/' },
        { label: 'Source code', url: 'https://github.com/jaegertracing/jaeger' },
        { label: 'OpenTelemetry', url: 'https://opentelemetry.io/docs/' },
      ],
    },
  ],
  search: { defaultLookback: '1h', maxLookback: { label: '2 days', value: '2d' }, maxLimit: 1500 },
  monitor: {},
  traceIdDisplayLength: 7,
  topTagPrefixes: [],
  linkPatterns: [],
  disableFileUploadControl: false,
  disableJsonView: false,
  forbidNewPage: false,
  themes: { enabled: true },
  traceTimeline: { enableSidePanel: true, spanPillsEnabled: true },
  traceDiff: {},
  useOpenTelemetryTerms: true,
  scripts: [],
  tracking: { trackErrors: true },
};
