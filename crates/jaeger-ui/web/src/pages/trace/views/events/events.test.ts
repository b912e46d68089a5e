import { describe, expect, it } from 'vitest';

import { modelOf } from '../../../../model/testTraces';
import { sortEvents } from './order';
import { attributeLine, eventFilter, eventText } from './text';

const exception = {
  row: 1,
  name: 'exception',
  time: 5,
  attributes: [
    { key: 'exception.type', value: 'IOError' },
    { key: 'exception.message', value: 'disk full' },
    { key: 'exception.stacktrace', value: 'at a\nat b' },
    { key: 'retry', value: '2' },
  ],
};
const cache = { row: 0, name: 'cache miss', time: 1, attributes: [{ key: 'key', value: 'User:7' }] };

describe('events', () => {
  it('say what was thrown', () => {
    expect(eventText(exception)).toEqual({
      title: 'IOError: disk full', isException: true, stack: 'at a\nat b', rest: [{ key: 'retry', value: '2' }],
    });
    expect(eventText({ ...exception, attributes: [] }).title).toBe('exception');
    expect(eventText(cache)).toMatchObject({ title: 'cache miss', isException: false, rest: cache.attributes });
  });

  it('have a line that fits a cell', () => {
    expect(attributeLine(exception.attributes.slice(0, 2))).toBe('exception.type=IOError  exception.message=disk full');
    expect(attributeLine([{ key: 'k', value: 'x'.repeat(1e6) }, cache.attributes[0]]).length).toBeLessThanOrEqual(300);
  });

  it('stand by time, or by what was chosen and then by time', () => {
    const { columns } = modelOf([{ id: '1', service: 'web', name: 'GET', start: 0, duration: 9 }, { id: '2', parent: '1', service: 'db', start: 1, duration: 2 }]);
    const all = [cache, exception, { ...cache, time: 7 }].map((event, number) => ({ ...event, number }));
    const order = (column: string, descending = false) => sortEvents(columns, all, { column, descending }).map(({ number }) => number);
    expect(order('time')).toEqual([0, 1, 2]);
    expect(order('time', true)).toEqual([2, 1, 0]);
    expect(order('name')).toEqual([0, 2, 1]);
    expect(order('name', true)).toEqual([1, 0, 2]);
    expect(order('service')).toEqual([1, 0, 2]);
    expect(order('span', true)).toEqual([1, 0, 2]);
  });

  it('are found by any of their words', () => {
    const { columns } = modelOf([{ id: '1', service: 'web', name: 'GET', start: 0, duration: 9 }, { id: '2', parent: '1', service: 'db', start: 1, duration: 2 }]);
    const found = (text: string) => [cache, exception].filter(eventFilter(columns, text)).map(({ row }) => row);
    expect(found('')).toEqual([0, 1]);
    expect(found('key=user')).toEqual([0]);
    expect(found('DB full')).toEqual([1]);
    expect(found('db miss')).toEqual([]);
  });
});
