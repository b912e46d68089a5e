import { describe, expect, it } from 'vitest';
import { DocumentSource } from './documentSource';
import {
  attributesOf, hiddenRows, matchingRows, quickTest, type SpanExpr, spanFilter,
} from './filter';
import { toModel } from './derive';
import { built } from './testTraces';

const trace = built([
  { id: '1', service: 'web', name: 'GET /', start: 0, duration: 100, kind: 2, attributes: { code: 200 } },
  { id: '2', parent: '1', service: 'web', name: 'work', start: 0, duration: 30 },
  { id: '3', parent: '1', service: 'pay', name: 'charge', start: 40, duration: 50, error: true, attributes: { code: 500, user: 'ann' } },
  { id: '4', parent: '3', service: 'db', name: 'SELECT', start: 50, duration: 10, kind: 3, attributes: { user: '' } },
]);
const model = toModel(trace.columns);
const source = new DocumentSource(trace);

function rows(expr: SpanExpr): number[] {
  const columns = new Map(Array.from(attributesOf(expr), (key) => [key, source.attribute(key)]));
  const matches = matchingRows(model.columns, spanFilter(model, columns, expr));
  return Array.from(matches.keys()).filter((row) => matches[row] === 1);
}

describe('expressions', () => {
  it.each<[string, SpanExpr, number[]]>([
    ['service', { field: 'service', op: '=', value: 'web' }, [0, 1]],
    ['not service', { field: 'service', op: '!=', value: 'web' }, [2, 3]],
    ['whole pattern', { field: 'name', op: '=~', value: 'S.*|GE' }, [3]],
    ['not pattern', { field: 'name', op: '!~', value: 'GET.*' }, [1, 2, 3]],
    ['kind', { field: 'kind', op: '=', value: 'client' }, [3]],
    ['status', { field: 'status', op: '=', value: 'error' }, [2]],
    ['duration', { field: 'duration', op: '>=', value: 50 }, [0, 2]],
    ['self', { field: 'self', op: '<', value: 20 }, [3]],
    ['root', { field: 'root', op: '=', value: true }, [0]],
    ['number', { attribute: 'code', op: '>', value: 400 }, [2]],
    ['number as text', { attribute: 'code', op: '=', value: '200' }, [0]],
    ['missing is not different', { attribute: 'code', op: '!=', value: 200 }, [2]],
    ['empty is no number', { attribute: 'user', op: '<', value: 1 }, []],
    ['exists', { attribute: 'user', exists: true }, [2, 3]],
    ['missing', { attribute: 'code', exists: false }, [1, 3]],
    ['unknown key', { attribute: 'none', op: '=', value: 'x' }, []],
    ['all', { all: [{ field: 'service', op: '=', value: 'web' }, { attribute: 'code', exists: true }] }, [0]],
    ['any', { any: [{ field: 'kind', op: '=', value: 'client' }, { field: 'root', op: '=', value: true }] }, [0, 3]],
    ['not', { not: { field: 'service', op: '=', value: 'web' } }, [2, 3]],
  ])('%s', (_, expr, expected) => {
    expect(rows(expr)).toEqual(expected);
  });

  it('refuses what is no pattern', () => {
    expect(() => rows({ field: 'name', op: '=~', value: '(' })).toThrow(SyntaxError);
  });
});

describe('quick filters', () => {
  const kept = (filters: Parameters<typeof quickTest>[1]) => {
    const test = quickTest(model, filters);
    return test === undefined ? undefined : Array.from(matchingRows(model.columns, test));
  };

  it('hold together', () => {
    expect(kept({})).toBeUndefined();
    expect(kept({ errors: true })).toEqual([0, 0, 1, 0]);
    expect(kept({ slow: 49 })).toEqual([1, 0, 1, 0]);
    expect(kept({ critical: true })).toEqual([1, 1, 1, 1]);
    expect(kept({ services: new Set(['db', 'pay']), errors: true })).toEqual([0, 0, 1, 0]);
  });

  it('keep what is above a match', () => {
    expect(Array.from(hiddenRows(model.columns, Uint8Array.of(0, 0, 0, 1)))).toEqual([0, 1, 0, 0]);
    expect(Array.from(hiddenRows(model.columns, Uint8Array.of(0, 0, 0, 0)))).toEqual([1, 1, 1, 1]);
  });
});
