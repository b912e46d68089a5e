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
  deepDependencies: { menuEnabled: boolean };
  qualityMetrics: { menuEnabled: boolean; menuLabel: string; apiEndpoint: string };
  menu: (MenuLink | MenuGroup)[];
  search: {
    defaultLookback: string;
    maxLookback: { label: string; value: string };
    maxLimit: number;
    /** How far the end of the range is moved back, `1m`, to leave out traces that are not complete. */
    adjustEndTime?: string;
  };
  monitor: {
    menuEnabled: boolean;
    docsLink?: string;
    emptyState?: { mainTitle?: string; subTitle?: string; description?: string };
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
    defaultDetailPanelMode: 'inline' | 'sidepanel';
    spanPillsEnabled: boolean;
  };
  traceDiff: { helpLink?: string };
  useOpenTelemetryTerms: boolean;
  scripts: { type: string; text: string }[];
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
  qualityMetrics: { menuEnabled: false, menuLabel: 'Quality', apiEndpoint: '/api/quality-metrics' },
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
  monitor: { menuEnabled: true },
  traceIdDisplayLength: 7,
  topTagPrefixes: [],
  linkPatterns: [],
  disableFileUploadControl: false,
  disableJsonView: false,
  forbidNewPage: false,
  themes: { enabled: true },
  traceTimeline: { enableSidePanel: true, defaultDetailPanelMode: 'inline', spanPillsEnabled: true },
  traceDiff: {},
  useOpenTelemetryTerms: true,
  scripts: [],
};
