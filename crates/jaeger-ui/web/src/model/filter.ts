// Which spans a filter keeps. An expression becomes a function of a row; whatever it asks of a text is asked once of
// each distinct text, before any row.

import type { AttributeValues } from './attributeValues';
import { type Columns, Kind, Status, type TraceModel } from './columns';
import { quantile } from './quantile';

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=' | '=~' | '!~';
export type Operand = string | number | boolean;

/** One span group of the query language, without its syntax. */
export type SpanExpr =
  | { all: SpanExpr[] }
  | { any: SpanExpr[] }
  | { not: SpanExpr }
  /** `kind` and `status` as words: `server`, `error`; durations in ns. */
  | { field: SpanField; op: Comparison; value: Operand }
  | { attribute: string; op: Comparison; value: Operand }
  | { attribute: string; exists: boolean };

export type SpanField = 'service' | 'name' | 'kind' | 'status' | 'duration' | 'self' | 'root';
export type RowTest = (row: number) => boolean;

/** Keys whose columns the expression needs, as it names them. */
export function attributesOf(expr: SpanExpr): Set<string> {
  if ('all' in expr) return new Set(expr.all.flatMap((part) => [...attributesOf(part)]));
  if ('any' in expr) return new Set(expr.any.flatMap((part) => [...attributesOf(part)]));
  if ('not' in expr) return attributesOf(expr.not);
  return new Set('attribute' in expr ? [expr.attribute] : []);
}

/** What the expression says of a row. A span without an attribute is in no comparison with it, `!=` included. */
export function spanFilter(
  model: TraceModel,
  attributes: ReadonlyMap<string, AttributeValues>,
  expr: SpanExpr,
): RowTest {
  const build = (part: SpanExpr) => spanFilter(model, attributes, part);
  if ('all' in expr) {
    const tests = expr.all.map(build);
    return (row) => tests.every((test) => test(row));
  }
  if ('any' in expr) {
    const tests = expr.any.map(build);
    return (row) => tests.some((test) => test(row));
  }
  if ('not' in expr) {
    const test = build(expr.not);
    return (row) => !test(row);
  }
  if ('field' in expr) return fieldTest(model, expr.field, comparison(expr.op, expr.value));
  const column = attributes.get(expr.attribute);
  if ('exists' in expr) return (row) => (column !== undefined && column.index[row] >= 0) === expr.exists;
  if (column === undefined) return () => false;
  const test = comparison(expr.op, expr.value);
  const holds = column.values.map(test);
  return (row) => column.index[row] >= 0 && holds[column.index[row]];
}

const KIND_WORDS = Object.keys(Kind);
const STATUS_WORDS = Object.keys(Status);

type ValueTest = (value: string | number) => boolean;

function fieldTest({ columns, derived }: TraceModel, field: SpanField, test: ValueTest): RowTest {
  switch (field) {
    case 'service':
      return lookUp(columns.services.map(test), columns.service);
    case 'name':
      return lookUp(columns.names.map(test), columns.name);
    case 'kind':
      return lookUp(KIND_WORDS.map(test), columns.kind);
    case 'status':
      return lookUp(STATUS_WORDS.map(test), columns.status);
    case 'duration':
      return (row) => test(columns.duration[row]);
    case 'self':
      return (row) => test(derived.self[row]);
    case 'root':
      return rootTest(columns, test);
  }
}

function lookUp(holds: boolean[], index: ArrayLike<number>): RowTest {
  return (row) => holds[index[row]];
}

function rootTest({ parent }: Columns, test: (text: string) => boolean): RowTest {
  const [ofRoots, ofOthers] = [test('true'), test('false')];
  return (row) => (parent[row] < 0 ? ofRoots : ofOthers);
}

function comparison(op: Comparison, value: Operand): ValueTest {
  switch (op) {
    case '=~':
    case '!~': {
      const pattern = wholePattern(String(value));
      return (text) => pattern.test(String(text)) === (op === '=~');
    }
    case '=':
      return equals(value);
    case '!=': {
      const isEqual = equals(value);
      return (text) => !isEqual(text);
    }
    default:
      return ordered(op, Number(value));
  }
}

/** Throws a `SyntaxError` for what is no pattern. */
function wholePattern(source: string): RegExp {
  return new RegExp(`^(?:${source})$`, 'su');
}

function equals(value: Operand): ValueTest {
  if (typeof value === 'number') return (text) => text !== '' && Number(text) === value;
  const wanted = String(value);
  return (text) => String(text) === wanted;
}

function ordered(op: '<' | '<=' | '>' | '>=', value: number): ValueTest {
  const compare = {
    '<': (number: number) => number < value,
    '<=': (number: number) => number <= value,
    '>': (number: number) => number > value,
    '>=': (number: number) => number >= value,
  }[op];
  return (text) => text !== '' && compare(Number(text));
}

export interface QuickFilters {
  errors?: boolean;
  critical?: boolean;
  /** Slower than 95 % of the spans, or than this many ns. */
  slow?: boolean | number;
  /** Names of the services that are shown; all if absent. */
  services?: ReadonlySet<string>;
}

/** The pills of the filter bar as one test; nothing if none is set. */
export function quickTest({ columns, derived }: TraceModel, filters: QuickFilters): RowTest | undefined {
  const tests: RowTest[] = [];
  if (filters.errors === true) tests.push((row) => columns.status[row] === Status.error);
  if (filters.critical === true) tests.push((row) => derived.onCritical[row] > 0);
  if (filters.slow !== undefined && filters.slow !== false) {
    const limit = typeof filters.slow === 'number' ? filters.slow : quantile(columns.duration.slice().sort(), 0.95);
    tests.push((row) => columns.duration[row] > limit);
  }
  if (filters.services !== undefined) {
    const { services } = filters;
    tests.push(lookUp(columns.services.map((service) => services.has(service)), columns.service));
  }
  return tests.length === 0 ? undefined : (row) => tests.every((test) => test(row));
}

/** A 1 for each row that the test keeps. */
export function matchingRows(columns: Columns, test: RowTest): Uint8Array {
  const matches = new Uint8Array(columns.count);
  for (let row = 0; row < columns.count; row++) if (test(row)) matches[row] = 1;
  return matches;
}

/** A 1 for each row to leave out: neither a match nor above one, so that matches keep their place in the tree. */
export function hiddenRows({ parent }: Columns, matches: Uint8Array): Uint8Array {
  const hidden = new Uint8Array(matches.length);
  for (let row = matches.length - 1; row >= 0; row--) {
    // Rows below this one have already taken back the mark of those above them.
    if (matches[row] === 0 && hidden[row] !== KEPT) hidden[row] = 1;
    else if (parent[row] >= 0) hidden[parent[row]] = KEPT;
  }
  for (let row = 0; row < hidden.length; row++) if (hidden[row] === KEPT) hidden[row] = 0;
  return hidden;
}

const KEPT = 2;
