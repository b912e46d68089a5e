// What the servers hold, told to the tests through the environment.

import type { ClientTrace } from './data/clients';

export const WORLD = 'JAEGER_UI_WORLD';

/** The clock of pictures, and of the data they show. */
export const FIXED_NOW = new Date('2026-03-17T14:05:00Z');

export interface KnownTrace {
  traceId: string;
  /** The name of its first span; the service is `storefront`. */
  root: string;
  /** ns. */
  duration: number;
  spans: number;
  failing?: { spanId: string; service: string; name: string; message: string };
}

export interface Shop {
  url: string;
  traces: KnownTrace[];
  odd: Record<string, string>;
  /** The id of a trace of 10,000 spans. */
  big: string;
}

export interface World {
  /** ms since 1970. */
  loadedAt: number;
  /** Where the server of `shop` receives more. */
  otlp: string;
  /** Traces of the last hour. */
  shop: Shop;
  /** Holds what tests send it, so that nothing of it is in the way of others. */
  planted: { url: string; otlp: string };
  /** The same before `FIXED_NOW`. */
  fixed: Shop;
  hostile: { url: string; traces: Record<string, string> };
  /** Below `/jaeger`, with a configuration in JSON. */
  prefixed: { url: string; traceId: string };
  /** With a configuration in JavaScript. */
  scripted: { url: string };
  empty: { url: string };
  clients: Clients;
}

/** What programs with published client libraries sent. */
export interface Clients {
  url: string;
  traces: ClientTrace[];
  /** A file with what the libraries say they sent. */
  sentLog: string;
  /** Why they did not: tests that need them fail by it. */
  failure?: string;
}

export function world(): World {
  const text = process.env[WORLD];
  if (text === undefined) throw new Error('the servers were not started');
  return JSON.parse(text) as World;
}
