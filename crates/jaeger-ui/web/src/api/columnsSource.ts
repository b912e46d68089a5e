// A trace that the server answers for, in columns and piece by piece.

import type { TraceModel } from '../model/columns';
import { readOtlp } from '../model/otlp';
import type { SpanDetail } from '../model/span';
import { asArray, asText } from '../model/value';
import { ApiError, getJson, getText, isRecord } from './client';
import type { AttributeColumn, TraceEvent, TraceSource } from './source';

/** The server has more of the trace than was loaded: rows no longer mean the same spans. */
export class StaleTraceError extends Error {
  override name = 'StaleTraceError';
  constructor() {
    super('The trace has changed since it was loaded.');
  }
}

/** What the server takes in one request. */
const SPANS_PER_REQUEST = 500;
const CONFLICT = 409;

/** `onStale` is told each time that an answer is of more than was loaded. */
export function columnsSource(path: string, raw: boolean, model: TraceModel, onStale?: () => void): TraceSource {
  const { traceId, count, etag } = model.columns;

  function stale(): StaleTraceError {
    onStale?.();
    return new StaleTraceError();
  }

  async function ask<T>(
    what: string,
    params: Record<string, string>,
    decode: (answer: Record<string, unknown>) => T,
    signal?: AbortSignal,
  ): Promise<T> {
    // What the server has kept of the version that is shown, it need not read again.
    const query = new URLSearchParams({ ...params, etag, ...(raw && { raw: 'true' }) });
    try {
      return await getJson(
        `${path}/${what}?${query.toString()}`,
        (answer) => {
          if (!isRecord(answer)) throw new TypeError('it is not an object');
          return decode(answer);
        },
        signal,
      );
    } catch (error) {
      throw error instanceof ApiError && error.status === CONFLICT ? stale() : error;
    }
  }

  /** For answers that name rows. */
  function fresh<T extends { etag: unknown }>(answer: T): T {
    if (typeof answer.etag === 'string' && answer.etag !== etag) throw stale();
    return answer;
  }

  return {
    model,
    async spans(spanIds, signal) {
      const found = new Map<string, SpanDetail>();
      for (let at = 0; at < spanIds.length; at += SPANS_PER_REQUEST) {
        const ids = spanIds.slice(at, at + SPANS_PER_REQUEST).join(',');
        for (const span of await ask('spans', { ids }, readSpans, signal)) {
          if (!found.has(span.spanId)) found.set(span.spanId, span);
        }
      }
      return spanIds.flatMap((id) => found.get(id) ?? []);
    },
    async find(text, signal) {
      const read = (found: Record<string, unknown>) => ({ etag: found.etag, rows: readRows(found.rows, count) });
      return fresh(await ask('find', { text }, read, signal)).rows;
    },
    keys: (signal) => ask('keys', {}, ({ keys }) => asArray(keys).filter(isRecord).map(readKey), signal),
    async attribute(key, signal) {
      const read = (found: Record<string, unknown>) => ({ etag: found.etag, column: readColumn(key, found, count) });
      const { column } = fresh(await ask('attribute', { key }, read, signal));
      if (column === undefined) throw stale();
      return column;
    },
    async events(offset, limit, signal) {
      const read = (found: Record<string, unknown>) => ({ etag: found.etag, page: readEvents(found, count) });
      return fresh(await ask('events', { offset: String(offset), limit: String(limit) }, read, signal)).page;
    },
    document: (asStored, signal) => getText(`api/v3/traces/${traceId}${asStored ? '?rawTraces=true' : ''}`, signal),
    isUpload: false,
  };
}

function readSpans(answer: Record<string, unknown>): SpanDetail[] {
  const result = isRecord(answer.result) ? answer.result : answer;
  const warnings = isRecord(answer.warnings) ? answer.warnings : {};
  return readOtlp(result.resourceSpans).map(({ isUnfinished: _, ...span }) => {
    const said = asArray(warnings[span.spanId]).filter((warning) => typeof warning === 'string');
    return { ...span, warnings: span.warnings.concat(said) };
  });
}

function readRows(source: unknown, count: number): Uint32Array {
  const rows = asArray(source).filter((row) => isRow(row, count));
  return Uint32Array.from(rows);
}

function isRow(value: unknown, count: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < count;
}

function readKey(source: Record<string, unknown>): { key: string; count: number } {
  return { key: asText(source.key), count: typeof source.count === 'number' ? source.count : 0 };
}

/** Nothing for a trace of another size. */
function readColumn(key: string, answer: Record<string, unknown>, count: number): AttributeColumn | undefined {
  const values = asArray(answer.values).map(asText);
  const given = asArray(answer.index);
  if (given.length !== count) return undefined;
  return { key, values, index: Int32Array.from(given, (value) => (isRow(value, values.length) ? value : -1)) };
}

function readEvents(answer: Record<string, unknown>, count: number): { total: number; events: TraceEvent[] } {
  const events = asArray(answer.events).filter(isRecord).filter((event) => isRow(event.row, count));
  return {
    total: typeof answer.total === 'number' ? answer.total : events.length,
    events: events.map((event) => ({
      row: Number(event.row),
      name: asText(event.name),
      time: Number(event.time) || 0,
      attributes: asArray(event.attributes).filter(isRecord).map((attribute) => ({
        key: asText(attribute.key),
        value: asText(attribute.value),
      })),
    })),
  };
}
