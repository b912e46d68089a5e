// Traces out of a document: an upload, or the answer of a server without columns.

import { count } from './format';
import { readJaegerTrace } from './jaegerJson';
import { readOtlp } from './otlp';
import type { SpanDetail } from './span';
import { isObject } from './value';

/** A span as read from a document. */
export interface DocumentSpan extends SpanDetail {
  /** It has a start but no end. */
  isUnfinished: boolean;
}

export interface DocumentTrace {
  traceId: string;
  spans: DocumentSpan[];
}

/** Why a document cannot be read, in words for the person who chose it. */
export class DocumentError extends Error {
  override name = 'DocumentError';
}

/** A longer text is more than a browser can hold in one piece. */
export const MAX_DOCUMENT_BYTES = 500_000_000;
/** More spans would take more memory than a tab has. */
export const MAX_DOCUMENT_SPANS = 2_000_000;

/** Reads Jaeger JSON, OTLP JSON, or one of them on each line. The traces come in the order of their first span. */
export function readDocument(text: string): DocumentTrace[] {
  const traces = new Map<string, DocumentSpan[]>();
  let total = 0;
  for (const part of parts(text)) {
    const spans = readPart(part.value, part.place);
    total += spans.length;
    if (total > MAX_DOCUMENT_SPANS) {
      throw new DocumentError(`The document has more than ${count(MAX_DOCUMENT_SPANS)} spans.`);
    }
    for (const span of spans) add(traces, span);
  }
  if (total === 0) throw new DocumentError('The document has no spans.');
  if (traces.size === 0) throw new DocumentError('None of the spans in the document has a trace id.');
  return Array.from(traces, ([traceId, spans]) => ({ traceId, spans }));
}

function add(traces: Map<string, DocumentSpan[]>, span: DocumentSpan): void {
  if (span.traceId === '') return;
  const spans = traces.get(span.traceId);
  if (spans === undefined) traces.set(span.traceId, [span]);
  else spans.push(span);
}

interface Part {
  value: unknown;
  /** Where it stands, as the start of a sentence. */
  place: string;
}

/** The JSON values of a document: one for all of it, or one a line. */
function parts(text: string): Part[] {
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  if (body.trim() === '') throw new DocumentError('The document is empty.');
  let whole: unknown;
  try {
    whole = JSON.parse(body);
  } catch (error) {
    return lines(body, error);
  }
  return [{ value: whole, place: 'The document' }];
}

function lines(text: string, wholeError: unknown): Part[] {
  const result: Part[] = [];
  let number = 0;
  for (const line of text.split('\n')) {
    number++;
    if (line.trim() === '') continue;
    try {
      result.push({ value: JSON.parse(line), place: `Line ${number}` });
    } catch (error) {
      // A document whose first line is no JSON is one broken value rather than one value a line.
      if (result.length === 0) throw new DocumentError(`This is not JSON: ${place(text, wholeError)}.`);
      throw new DocumentError(`Line ${number} is not JSON: ${reason(error)}.`);
    }
  }
  return result;
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 200) : 'it cannot be read';
}

/** The parser's reason, with the line where it names a position. */
function place(text: string, error: unknown): string {
  const words = reason(error);
  const position = /position (\d+)/.exec(words);
  if (position === null || words.includes('line')) return words;
  const line = text.slice(0, Number(position[1])).split('\n').length;
  return `${words} (line ${line})`;
}

/** How deep lists and envelopes may stand in each other. */
const MAX_ENVELOPES = 4;

function readPart(value: unknown, place: string, depth = 0): DocumentSpan[] {
  if (depth > MAX_ENVELOPES || typeof value !== 'object' || value === null) {
    throw new DocumentError(`${place} is not a trace.`);
  }
  if (Array.isArray(value)) return readParts(value, place, 'item', depth);
  if (!isObject(value)) throw new DocumentError(`${place} is not a trace.`);
  if (Array.isArray(value.resourceSpans)) return readOtlp(value.resourceSpans);
  if (isObject(value.result)) return readPart(value.result, place, depth + 1);
  if (Array.isArray(value.spans)) return readJaegerTrace(value);
  if (Array.isArray(value.data)) return readParts(value.data, place, 'trace', depth);
  const wanted = 'it has none of "data", "spans" and "resourceSpans"';
  throw new DocumentError(`${place} is neither Jaeger JSON nor OTLP JSON: ${wanted}.`);
}

function readParts(items: unknown[], place: string, word: string, depth: number): DocumentSpan[] {
  const spans: DocumentSpan[] = [];
  for (const [index, item] of items.entries()) {
    for (const span of readPart(item, `${place}, ${word} ${index + 1}`, depth + 1)) spans.push(span);
  }
  return spans;
}
