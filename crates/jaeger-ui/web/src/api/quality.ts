// How well services are instrumented.

import { queryText } from '../url/base';
import { getJson, isRecord } from './client';

export interface QualityExample {
  traceId: string;
  spanId: string;
}

export interface QualityCheck {
  check: string;
  passed: number;
  failed: number;
  /** Spans of which there was nothing to check. */
  exempt: number;
  examples: QualityExample[];
}

export interface ServiceQuality {
  service: string;
  /** The share of what passed, 0 to 1. */
  score: number;
  checks: QualityCheck[];
}

export interface QualityReport {
  traces: number;
  spans: number;
  services: ServiceQuality[];
}

export function getQuality(hours: number, service: string | undefined, signal?: AbortSignal): Promise<QualityReport> {
  const params: [string, string][] = [['hours', String(hours)]];
  if (service !== undefined) params.push(['service', service]);
  return getJson(`api/ui/v1/quality${queryText(params)}`, readReport, signal);
}

function readReport(reply: unknown): QualityReport {
  if (!isRecord(reply) || !Array.isArray(reply.services)) throw new Error('services is not a list');
  return {
    traces: number(reply.traces),
    spans: number(reply.spans),
    services: list(reply.services).map((entry) => ({
      service: text(entry.service),
      score: number(entry.score),
      checks: list(entry.checks).map((check) => ({
        check: text(check.check),
        passed: number(check.passed),
        failed: number(check.failed),
        exempt: number(check.exempt),
        examples: list(check.examples).map(({ traceId, spanId }) => ({ traceId: text(traceId), spanId: text(spanId) })),
      })),
    })),
  };
}

function list(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function number(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
