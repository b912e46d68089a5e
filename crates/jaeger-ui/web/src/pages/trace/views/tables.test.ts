import { describe, expect, it } from 'vitest';

import { statistics } from '../../../model/stats';
import { modelOf } from '../../../model/testTraces';
import { readSortOf, writeSort } from '../../../ui/table/sortText';
import { toCsv } from './csv';
import { allRows, sortKey, sortRows } from './spans/order';
import { csvOf } from './spans/csvOf';
import { linesOf } from './stats/lines';

const model = modelOf([
  { id: '1', service: 'web', name: 'GET', start: 0, duration: 100 },
  { id: '2', parent: '1', service: 'db', name: 'q10', start: 10, duration: 30 },
  { id: '3', parent: '1', service: 'db', name: 'q9', start: 50, duration: 40, error: true },
]);
const usual = { column: 'self', descending: true };

describe('the order in the address', () => {
  it.each(['self', '-p99'])('%s', (text) => expect(writeSort(readSortOf(text, ['self', 'p99'], usual))).toBe(text));
  it.each([undefined, '', '-', 'other'])('not %s', (text) => expect(readSortOf(text, ['self'], usual)).toBe(usual));
});

describe('rows in order', () => {
  const sorted = (column: string, descending = false) => sortRows(allRows(3), sortKey(model, column), descending);
  it('of times', () => {
    expect(sorted('duration')).toEqual([1, 2, 0]);
    expect(sorted('duration', true)).toEqual([0, 2, 1]);
    expect(sorted('start')).toEqual([0, 1, 2]);
  });
  it('of texts, with numbers as numbers', () => expect(sorted('name')).toEqual([0, 2, 1]));
  it('of ids', () => expect(sorted('id', true)).toEqual([2, 1, 0]));
  it('of equals as in the trace', () => expect(sorted('service')).toEqual([1, 2, 0]));
  it('with those without a value last', () => {
    const attribute = { key: 'k', values: ['b', 'a'], index: Int32Array.of(-1, 0, 1) };
    const by = sortKey(model, 'attr:k', attribute);
    expect(sortRows(allRows(3), by, false)).toEqual([2, 1, 0]);
    expect(sortRows(allRows(3), by, true)).toEqual([1, 2, 0]);
  });
  it('of some', () => expect(sortRows(Uint32Array.of(0, 2), sortKey(model, 'self'), true)).toEqual([2, 0]));
});

describe('lines of statistics', () => {
  it('stand below their group', () => {
    const lines = linesOf(statistics(model, 'service', 'name'), { column: 'total', descending: true });
    expect(lines.map(({ figures, within }) => [within?.value, figures.value])).toEqual([
      [undefined, 'web'], ['web', 'GET'], [undefined, 'db'], ['db', 'q9'], ['db', 'q10'],
    ]);
  });
  it('without a value are last', () => {
    const grouping = { key: 'k', values: ['x'], index: Int32Array.of(-1, 0, 0) };
    for (const descending of [true, false]) {
      const lines = linesOf(statistics(model, grouping), { column: 'value', descending });
      expect(lines.map(({ figures }) => figures.value)).toEqual(['x', null]);
    }
  });
});

describe('comma-separated values', () => {
  it('are quoted, and nothing becomes a formula', () => {
    const text = toCsv(['a', 'b,c'], [['say "hi"', 1.5], ['=1+1', -2], ['two\nlines', 0]]);
    expect(text).toBe('a,"b,c"\r\n"say ""hi""",1.5\r\n\'=1+1,-2\r\n"two\nlines",0\r\n');
  });
  it('of spans have every digit', () => {
    const attributes = new Map([['attr:k', { key: 'k', values: ['v'], index: Int32Array.of(-1, 0, 0) }]]);
    expect(csvOf(model, [2, 0], ['name', 'status', 'duration', 'id', 'attr:k'], attributes).split('\r\n')).toEqual([
      'span id,name,status,duration (ns),k', '0000000000000003,q9,error,40,v', '0000000000000001,GET,unset,100,', '',
    ]);
  });
});
