// Request rate, errors and latency over time.

import type { Series } from '../model/series';
import { queryText } from '../url/base';
import { getJson, isRecord } from './client';

export type Figure = 'latencies' | 'calls' | 'errors';

export interface MetricAsk {
  figure: Figure;
  services: readonly string[];
  /** Of latencies: 0.95 and so on. */
  quantile?: number;
  byOperation?: boolean;
  spanKind: string;
  endMs: number;
  lookbackMs: number;
  stepMs: number;
  /** Each point speaks of this time before it. */
  windowMs: number;
}

/** Longer addresses are refused by servers in between. */
const LONGEST_QUERY = 7000;

/**
 * One series for each service, or for each of its operations. Latencies are in ns, calls in calls a
 * second, errors as a share of the calls.
 */
export async function getMetrics(ask: MetricAsk, signal?: AbortSignal): Promise<Series[]> {
  const parts = batches(ask.services).map((services) => getBatch({ ...ask, services }, signal));
  return (await Promise.all(parts)).flat();
}

function getBatch(ask: MetricAsk, signal?: AbortSignal): Promise<Series[]> {
  const params: [string, string][] = ask.services.map((service) => ['service', service]);
  if (ask.figure === 'latencies') params.push(['quantile', String(ask.quantile ?? 0.95)]);
  if (ask.byOperation) params.push(['groupByOperation', 'true']);
  params.push(
    ['spanKind', ask.spanKind],
    ['endTs', String(Math.round(ask.endMs))],
    ['lookback', String(Math.round(ask.lookbackMs))],
    ['step', String(Math.round(ask.stepMs))],
    ['ratePer', String(Math.round(ask.windowMs))],
  );
  const asked = new Set(ask.services);
  const scale = ask.figure === 'latencies' ? 1e6 : 1;
  return getJson(
    `api/metrics/${ask.figure}${queryText(params)}`,
    // A name with a comma is also taken for several names.
    (reply) => readFamily(reply, scale).filter(({ service }) => asked.has(service)),
    signal,
  );
}

function batches(services: readonly string[]): string[][] {
  const found: string[][] = [];
  let length = Infinity;
  for (const service of services) {
    const size = queryText([['service', service]]).length;
    if (length + size > LONGEST_QUERY) {
      found.push([]);
      length = 0;
    }
    found[found.length - 1].push(service);
    length += size;
  }
  return found;
}

export function readFamily(reply: unknown, scale: number): Series[] {
  const metrics = isRecord(reply) ? reply.metrics : undefined;
  if (metrics === null || metrics === undefined) return [];
  if (!Array.isArray(metrics)) throw new Error('metrics is not a list');
  return metrics.filter(isRecord).map((metric) => {
    const labels = new Map<unknown, unknown>(list(metric.labels).map(({ name, value }) => [name, value]));
    const times: number[] = [];
    const values: (number | null)[] = [];
    for (const point of list(metric.metricPoints)) {
      const time = typeof point.timestamp === 'string' ? Date.parse(point.timestamp) : NaN;
      if (Number.isNaN(time)) continue;
      const gauge = isRecord(point.gaugeValue) ? Number(point.gaugeValue.doubleValue ?? 0) : NaN;
      times.push(time);
      values.push(Number.isFinite(gauge) ? gauge * scale : null);
    }
    const operation = labels.get('operation');
    return {
      service: String(labels.get('service_name') ?? ''),
      operation: typeof operation === 'string' ? operation : undefined,
      times,
      values,
    };
  });
}

function list(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
